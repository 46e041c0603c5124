package spotify

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func storedSource(t *testing.T, server *accounts, store TokenStore) (*TokenSource, *clock) {
	t.Helper()
	auth, now := newTestAuth(t, testConfig(server))
	source := mustSource(t, auth, store)
	return source, now
}

func TestStoredTokenSourceErrors(t *testing.T) {
	auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
	_, err := auth.StoredTokenSource(t.Context(), &memoryStore{})
	if !errors.Is(err, ErrNoToken) {
		t.Errorf("got %v", err)
	}
	broken := errors.New("broken")
	_, err = auth.StoredTokenSource(t.Context(), &memoryStore{loadErr: broken})
	wantError(t, err, "spotify: token store: broken")
	if !errors.Is(err, broken) {
		t.Error("the cause is lost")
	}
	_, err = auth.StoredTokenSource(t.Context(), nil)
	wantError(t, err, "the token store is nil")
}

func TestTokenIsSavedBeforeUse(t *testing.T) {
	server := newAccounts(t)
	store := &memoryStore{grant: Ptr(testGrant())}
	source, now := storedSource(t, server, store)
	mustToken(t, source)
	if len(store.saved) != 0 {
		t.Error("a token was saved that is not new")
	}
	now.advance(2 * time.Hour)
	if got := mustToken(t, source); len(store.saved) != 1 || store.saved[0].Token.AccessToken != got {
		t.Fatalf("saved %d, got %s", len(store.saved), got)
	}
	want := testGrant()
	want.Token.AccessToken, want.Token.RefreshToken = accessToken(2), refreshToken(2)
	want.Token.Expiry = now.now().Add(time.Hour)
	if diff := cmp.Diff(grantText(t, want), grantText(t, store.saved[0])); diff != "" {
		t.Errorf("saved (-want +got):\n%s", diff)
	}
}

// errFull is the error of a store that shows what it should not.
var errFull = errors.New("disk full, lost " + accessToken(2) + " and " + refreshToken(2))

// Calls go on with a token that cannot be saved. One of them is told if the refresh token
// in the store is of no use any more.
func TestTokenThatCannotBeSaved(t *testing.T) {
	for name, left := range map[string]time.Duration{"expired": -time.Hour, "early": 30 * time.Second} {
		for _, rotated := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, rotated %t", name, rotated), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var reported []error
					server, auth := newLocalAccounts(t, func(c *AuthConfig) {
						c.OnSaveError = func(err error) { reported = append(reported, err) }
					})
					server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(2, rotated)) })
					grant := localGrant()
					grant.Token.Expiry = time.Now().Add(left)
					store := &memoryStore{grant: &grant, saveErr: errFull}
					source := mustSource(t, auth, store)

					const text = "spotify: the new token could not be saved: disk full, lost [redacted] and "
					told := 0
					var mu sync.Mutex
					var group sync.WaitGroup
					for range 10 {
						group.Go(func() {
							token, err := source.Token()
							mu.Lock()
							defer mu.Unlock()
							if err == nil {
								if got := token.AccessToken; got != accessToken(2) && (left < 0 || got != testAccess) {
									t.Errorf("got %s", got)
								}
								return
							}
							told++
							wantError(t, err, text)
							if !errors.Is(err, ErrTokenNotSaved) || !errors.Is(err, errFull) {
								t.Errorf("got %v", err)
							}
						})
					}
					group.Wait()
					if want := map[bool]int{true: 1, false: 0}[rotated]; told != want {
						t.Errorf("%d of 10 callers got an error, want %d", told, want)
					}
					for range 3 {
						if got := mustToken(t, source); got != accessToken(2) {
							t.Errorf("got %s", got)
						}
					}
					if len(reported) != 1 || server.count() != 1 || store.attempts != 1 {
						t.Fatalf("reported %v, %d requests, saved %d times in the same second", reported, server.count(), store.attempts)
					}
					wantError(t, reported[0], text)

					time.Sleep(time.Second)
					if mustToken(t, source); server.count() != 1 || store.attempts != 2 || len(reported) != 2 {
						t.Errorf("%d requests, saved %d times, reported %v", server.count(), store.attempts, reported)
					}
					store.set(func(s *memoryStore) { s.saveErr = nil })
					time.Sleep(2 * time.Second)
					for range 3 {
						if got := mustToken(t, source); got != accessToken(2) || server.count() != 1 || len(store.saved) != 1 || store.grant.Token.AccessToken != got {
							t.Errorf("got %s, %d requests, %d saved", got, server.count(), len(store.saved))
						}
					}
				})
			})
		}
	}
}

// Without a hook, the log has it.
func TestTokenThatCannotBeSavedIsLogged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := new(logBuffer)
		_, auth := newLocalAccounts(t, func(c *AuthConfig) { c.Logger = log.logger() })
		source, err := auth.StoredTokenSource(t.Context(), &memoryStore{grant: Ptr(oldGrant()), saveErr: errFull})
		if err != nil {
			t.Fatal(err)
		}
		source.Token()
		mustToken(t, source)
		log.wantOne(t, "a token is in memory only\" error=\"spotify: the new token could not be saved: disk full")
	})
}

// A disk that stays full does not end the login when the token expires.
func TestTokenExpiresUnsaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t, func(c *AuthConfig) { c.OnSaveError = func(error) {} })
		store := &memoryStore{grant: Ptr(oldGrant()), saveErr: errFull}
		source := mustSource(t, auth, store)
		for n := range 3 {
			if _, err := source.Token(); !errors.Is(err, ErrTokenNotSaved) { // the refresh token is another one again
				t.Fatalf("got %v", err)
			}
			if got := mustToken(t, source); got != accessToken(n+2) {
				t.Errorf("got %s", got)
			}
			time.Sleep(2 * time.Hour)
		}
		store.set(func(s *memoryStore) { s.saveErr = nil })
		if got := mustToken(t, source); got != accessToken(5) || server.last(t).form.Get("refresh_token") != refreshToken(4) {
			t.Errorf("got %s, refreshed with %s", got, server.last(t).form.Get("refresh_token"))
		}
		if store.grant.Token.AccessToken != accessToken(5) {
			t.Errorf("the store has %s", grantText(t, *store.grant))
		}
	})
}

// A caller who does not wait for the answer leaves the news to the next one.
func TestNoticeWaitsForACaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t, func(c *AuthConfig) { c.OnSaveError = func(error) {} })
		server.answer(func(w http.ResponseWriter, _ url.Values) {
			time.Sleep(10 * time.Second)
			io.WriteString(w, tokenAnswer(2, true))
		})
		source, err := auth.StoredTokenSource(t.Context(), &memoryStore{grant: Ptr(oldGrant()), saveErr: errFull})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := source.TokenContext(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		time.Sleep(time.Minute)
		if _, err := source.Token(); !errors.Is(err, ErrTokenNotSaved) {
			t.Errorf("got %v", err)
		}
		mustToken(t, source)
	})
}

// The refresh token is not used up for an answer that probably cannot be saved.
func TestStoreThatCannotBeRead(t *testing.T) {
	server := newAccounts(t)
	store := &memoryStore{grant: Ptr(testGrant())}
	source, now := storedSource(t, server, store)
	store.set(func(s *memoryStore) { s.loadErr = errors.New("unplugged " + testRefresh) })
	now.advance(time.Hour - 30*time.Second)
	if got := mustToken(t, source); got != testAccess {
		t.Errorf("got %s", got)
	}
	now.advance(time.Minute)
	_, err := source.Token()
	wantError(t, err, "spotify: token store: unplugged [redacted]")
	if server.count() != 0 {
		t.Errorf("%d requests", server.count())
	}
	store.set(func(s *memoryStore) { s.loadErr = nil })
	now.advance(time.Minute)
	if got := mustToken(t, source); got != accessToken(2) {
		t.Errorf("got %s", got)
	}
}

// otherGrant is what another process may have put into the store.
func otherGrant(n int, authorized, expiry time.Time) *Grant {
	g := testGrant()
	g.AuthorizedAt = authorized
	g.Token.AccessToken, g.Token.RefreshToken, g.Token.Expiry = accessToken(n), refreshToken(n), expiry
	return &g
}

func TestTokenOfAnotherProcess(t *testing.T) {
	begin, same := newClock().at, testGrant().AuthorizedAt
	tests := []struct {
		name   string
		stored *Grant
		want   string
		sent   string // refresh token, "" for no request
	}{
		{"refreshed", otherGrant(7, same, begin.Add(3*time.Hour)), accessToken(7), ""},
		{"refreshed, but old again", otherGrant(7, same, begin.Add(2*time.Hour)), accessToken(2), refreshToken(7)},
		{"an older one", otherGrant(7, same, begin.Add(time.Minute)), accessToken(2), testRefresh},
		{"logged in again", otherGrant(7, begin.Add(time.Minute), begin.Add(3*time.Hour)), accessToken(7), ""},
		{"logged in again, expired", otherGrant(7, begin.Add(time.Minute), begin.Add(30*time.Minute)), accessToken(2), refreshToken(7)},
		{"an older login", otherGrant(7, same.Add(-time.Hour), begin.Add(3*time.Hour)), accessToken(2), testRefresh},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			store := &memoryStore{grant: Ptr(testGrant())}
			source, now := storedSource(t, server, store)
			store.set(func(s *memoryStore) { s.grant = test.stored })
			now.advance(2 * time.Hour)
			if got := mustToken(t, source); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
			switch {
			case test.sent == "" && server.count() != 0:
				t.Error("a refresh was not needed")
			case test.sent != "" && server.last(t).form.Get("refresh_token") != test.sent:
				t.Errorf("refreshed with %s, want %s", server.last(t).form.Get("refresh_token"), test.sent)
			}
		})
	}
}

// The other process refreshes after this one has looked into the store, and so uses
// up the refresh token that this one is about to send.
func TestAnotherProcessIsFaster(t *testing.T) {
	for name, expiry := range map[string]time.Duration{"fresh": 3 * time.Hour, "expired": 2 * time.Hour} {
		t.Run(name, func(t *testing.T) {
			server := newAccounts(t)
			store := &memoryStore{grant: Ptr(testGrant())}
			source, now := storedSource(t, server, store)
			server.answer(func(w http.ResponseWriter, form url.Values) {
				if form.Get("refresh_token") == testRefresh {
					store.set(func(s *memoryStore) { s.grant = otherGrant(7, testGrant().AuthorizedAt, newClock().at.Add(expiry)) })
					refuse(w, 400, "invalid_grant", "used up")
					return
				}
				io.WriteString(w, tokenAnswer(8, true))
			})
			now.advance(2 * time.Hour)
			want := map[string]string{"fresh": accessToken(7), "expired": accessToken(8)}[name]
			if got := mustToken(t, source); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestNewLoginInStoreHealsTheSource(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		server.answer(func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, "invalid_grant", "revoked") })
		store := &memoryStore{grant: Ptr(oldGrant())}
		source := mustSource(t, auth, store)
		if _, err := source.Token(); !errors.Is(err, ErrReauthRequired) {
			t.Fatalf("got %v", err)
		}
		store.set(func(s *memoryStore) { s.grant = otherGrant(7, time.Now(), time.Now().Add(time.Hour)) })
		if _, err := source.Token(); !errors.Is(err, ErrReauthRequired) {
			t.Errorf("got %v: the store is looked at for each call", err)
		}
		time.Sleep(lookAgain - 1)
		if _, err := source.Token(); !errors.Is(err, ErrReauthRequired) {
			t.Errorf("got %v: the store is looked at too often", err)
		}
		time.Sleep(time.Nanosecond)
		if got := mustToken(t, source); got != accessToken(7) || server.count() != 1 {
			t.Errorf("got %s, %d requests", got, server.count())
		}
	})
}
