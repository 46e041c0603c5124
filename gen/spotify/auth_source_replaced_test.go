package spotify

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"
)

// comparingStore refuses a token that is not made from the one that it holds.
type comparingStore struct {
	memoryStore
	before func() // Save
}

func (s *comparingStore) Save(ctx context.Context, g Grant) error {
	if s.before != nil {
		s.before()
	}
	return s.memoryStore.Save(ctx, g)
}

// Another process saves a token during a refresh, after the last look at the store. The
// store then refuses the token of this one.
func TestStoreHasAnotherToken(t *testing.T) {
	ended := func(g *Grant) *Grant { g.EndedAt = newClock().at; return g }
	now, same := newClock().at.Add(2*time.Hour), testGrant().AuthorizedAt
	tests := []struct {
		name     string
		stored   *Grant
		want     string
		err      error
		requests int
		reported int
	}{
		{"same login", otherGrant(7, same, now.Add(time.Hour)), accessToken(7), nil, 1, 0},
		{"same login, expired", otherGrant(7, same, now.Add(-time.Minute)), accessToken(3), ErrTokenNotSaved, 2, 1},
		{"new login", otherGrant(7, now, now.Add(time.Hour)), accessToken(7), nil, 1, 0},
		{"older login", otherGrant(7, same.Add(-time.Hour), now.Add(time.Hour)), accessToken(7), nil, 1, 0},
		{"ended", ended(otherGrant(7, same, now)), accessToken(2), ErrTokenNotSaved, 1, 1},
		{"ended with the same refresh token", ended(otherGrant(2, same, now)), "", ErrReauthRequired, 1, 0},
		{"deleted", nil, accessToken(2), nil, 1, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var reported []error
			server := newAccounts(t)
			config := testConfig(server)
			config.OnSaveError = func(err error) { reported = append(reported, err) }
			auth, clock := newTestAuth(t, config)
			store := &comparingStore{memoryStore: memoryStore{grant: Ptr(testGrant())}}
			source := mustSource(t, auth, store)
			store.before = func() {
				store.set(func(s *memoryStore) { s.grant, s.saveErr = test.stored, ErrTokenReplaced })
			}
			clock.advance(2 * time.Hour)
			token, err := source.Token()
			if !errors.Is(err, test.err) {
				t.Errorf("error %v, want %v", err, test.err)
			}
			if errors.Is(err, ErrTokenNotSaved) { // which one call is told
				if !errors.Is(err, ErrTokenReplaced) {
					t.Errorf("error %v does not say why", err)
				}
				token, err = source.Token()
			}
			if got := tokenText(token); got != test.want {
				t.Errorf("got %q and error %v, want %q", got, err, test.want)
			}
			if server.count() != test.requests || len(reported) != test.reported {
				t.Errorf("%d requests, want %d; reported %v, want %d errors", server.count(), test.requests, reported, test.reported)
			}
		})
	}
}

func tokenText(token *oauth2.Token) string {
	if token == nil {
		return ""
	}
	return token.AccessToken
}

// A token that could not be saved at first gives way to another one, too.
func TestUnsavedTokenWasReplaced(t *testing.T) {
	tests := []struct {
		name     string
		stored   func() *Grant
		want     string
		err      error
		requests int
	}{
		{"fresh", func() *Grant { return otherGrant(7, oldGrant().AuthorizedAt, time.Now().Add(3*time.Hour)) }, accessToken(7), nil, 1},
		{"due", func() *Grant { return otherGrant(7, oldGrant().AuthorizedAt, time.Now()) }, accessToken(3), nil, 2},
		{"ended", func() *Grant {
			g := otherGrant(2, oldGrant().AuthorizedAt, time.Now())
			g.EndedAt = time.Now()
			return g
		}, "", ErrReauthRequired, 1},
		{"deleted", func() *Grant { return nil }, "", ErrNoToken, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, auth := newLocalAccounts(t, func(c *AuthConfig) { c.OnSaveError = func(error) {} })
				store := &comparingStore{memoryStore: memoryStore{grant: Ptr(oldGrant()), saveErr: errFull}}
				source := mustSource(t, auth, store)
				if _, err := source.Token(); !errors.Is(err, ErrTokenNotSaved) {
					t.Fatalf("error %v", err)
				}
				other := test.stored()
				store.before = func() {
					store.set(func(s *memoryStore) {
						s.saveErr = nil
						if s.attempts == 1 {
							s.grant, s.saveErr = other, ErrTokenReplaced
						}
					})
				}
				time.Sleep(time.Hour) // the token at hand has expired
				token, err := source.Token()
				if got := tokenText(token); got != test.want || !errors.Is(err, test.err) {
					t.Errorf("got %q and error %v, want %q and %v", got, err, test.want, test.err)
				}
				if test.name == "due" && server.last(t).form.Get("refresh_token") != refreshToken(7) {
					t.Errorf("refreshed with %s", server.last(t).form.Get("refresh_token"))
				}
				if server.count() != test.requests {
					t.Errorf("%d requests, want %d", server.count(), test.requests)
				}
			})
		})
	}
}

// The note that a login has ended must not come in place of a token that another process
// has saved at the last moment.
func TestEndedButReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var reported []error
		server, auth := newLocalAccounts(t, func(c *AuthConfig) {
			c.OnSaveError = func(err error) { reported = append(reported, err) }
		})
		server.answer(func(w http.ResponseWriter, form url.Values) {
			if form.Get("refresh_token") == oldGrant().Token.RefreshToken {
				refuse(w, 400, "invalid_grant", "used up")
				return
			}
			io.WriteString(w, tokenAnswer(8, true))
		})
		store := &comparingStore{memoryStore: memoryStore{grant: Ptr(oldGrant())}}
		store.before = func() {
			store.set(func(s *memoryStore) {
				s.saveErr = nil
				if s.attempts == 0 {
					s.grant, s.saveErr = otherGrant(7, oldGrant().AuthorizedAt, time.Now().Add(time.Hour)), ErrTokenReplaced
				}
			})
		}
		source := mustSource(t, auth, store)
		if got := mustToken(t, source); got != accessToken(7) || len(reported) != 0 {
			t.Errorf("got %s, reported %v", got, reported)
		}
	})
}
