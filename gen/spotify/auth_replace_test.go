package spotify

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

// replaced tells a source that a token was refused, and returns the access token that it
// gives instead.
func replaced(t *testing.T, source *TokenSource, refused string) string {
	t.Helper()
	token, err := source.ReplaceToken(t.Context(), &oauth2.Token{AccessToken: refused})
	if err != nil {
		t.Fatal(err)
	}
	return token.AccessToken
}

func TestReplaceToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		store := &memoryStore{grant: Ptr(localGrant())}
		source := mustSource(t, auth, store)
		var group sync.WaitGroup
		for range 100 {
			group.Go(func() {
				if got := replaced(t, source, testAccess); got != accessToken(2) {
					t.Errorf("got %s", got)
				}
			})
		}
		group.Wait()
		if got := mustToken(t, source); got != accessToken(2) || server.count() != 1 || store.grant.Token.AccessToken != got {
			t.Errorf("got %s, %d requests, stored %v", got, server.count(), grantText(t, *store.grant))
		}

		// Too early for another one.
		for _, wait := range []time.Duration{0, time.Second, 58 * time.Second} {
			time.Sleep(wait)
			if got := replaced(t, source, accessToken(2)); got != accessToken(2) || server.count() != 1 {
				t.Errorf("got %s, %d requests", got, server.count())
			}
		}
		time.Sleep(time.Second)
		if got := replaced(t, source, accessToken(2)); got != accessToken(3) || server.count() != 2 {
			t.Errorf("a minute later: got %s, %d requests", got, server.count())
		}
		// A call that has been under way for long.
		if got := replaced(t, source, accessToken(2)); got != accessToken(3) || server.count() != 2 {
			t.Errorf("a token of the past: got %s, %d requests", got, server.count())
		}
	})
}

// A token that was refused is not given out while another one is on its way.
func TestTokenDuringReplacement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		server.answer(func(w http.ResponseWriter, _ url.Values) {
			time.Sleep(time.Second)
			w.Write([]byte(tokenAnswer(2, true)))
		})
		source := auth.TokenSource(t.Context(), localGrant())
		go source.ReplaceToken(t.Context(), &oauth2.Token{AccessToken: testAccess})
		synctest.Wait()
		if got := mustToken(t, source); got != accessToken(2) {
			t.Errorf("got %s", got)
		}
	})
}

func TestReplaceTokenOfAnotherProcess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		store := &memoryStore{grant: Ptr(localGrant())}
		source := mustSource(t, auth, store)
		store.set(func(s *memoryStore) { s.grant = otherGrant(7, s.grant.AuthorizedAt, time.Now().Add(2*time.Hour)) })
		if got := replaced(t, source, testAccess); got != accessToken(7) || server.count() != 0 {
			t.Errorf("got %s, %d requests", got, server.count())
		}
	})
}

// Without another token, the refused one is returned: it may be good after all.
func TestTokenThatIsNotReplaced(t *testing.T) {
	tests := []struct {
		name     string
		grant    func(*Grant)
		ctx      func(context.Context) context.Context
		status   int
		requests int
	}{
		{"no refresh token", func(g *Grant) { g.Token.RefreshToken = "" }, nil, 0, 0},
		{"the accounts service is down", nil, nil, 503, 3},
		{"the context has ended", nil, func(ctx context.Context) context.Context {
			ctx, cancel := context.WithCancel(ctx)
			cancel()
			return ctx
		}, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, auth := newLocalAccounts(t)
				if test.status != 0 {
					server.answer(func(w http.ResponseWriter, _ url.Values) { w.WriteHeader(test.status) })
				}
				grant, ctx := localGrant(), t.Context()
				if test.grant != nil {
					test.grant(&grant)
				}
				if test.ctx != nil {
					ctx = test.ctx(ctx)
				}
				for name, store := range map[string]TokenStore{"stored": &memoryStore{grant: &grant}, "not stored": nil} {
					source := auth.newSource(ctx, grant, store, auth.refresh)
					before := server.count()
					for range 2 {
						if got := replaced(t, source, testAccess); got != testAccess {
							t.Errorf("%s: got %s", name, got)
						}
					}
					if got := mustToken(t, source); got != testAccess || server.count()-before != test.requests {
						t.Errorf("%s: got %s, %d requests, want %d", name, got, server.count()-before, test.requests)
					}
				}
			})
		})
	}
}

func TestReplaceTokenOfTheApp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, auth := newLocalAccounts(t, func(c *AuthConfig) { c.ClientSecret = testSecret })
		source, err := auth.ClientCredentials(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		first := mustToken(t, source)
		if got := replaced(t, source, first); first != accessToken(2) || got != accessToken(3) {
			t.Errorf("got %s after %s", got, first)
		}
	})
}

// A refresh that failed for the moment is tried again soon, although the token is good
// by the clock.
func TestReplacementIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		server.answer(func(w http.ResponseWriter, _ url.Values) { w.WriteHeader(503) })
		source := auth.TokenSource(t.Context(), localGrant())
		replaced(t, source, testAccess)
		server.answer(nil)
		before := server.count()
		time.Sleep(maxRefreshPause)
		if got := mustToken(t, source); got != accessToken(before+2) {
			t.Errorf("got %s after %d requests", got, before)
		}
	})
}

// A revocation shows in the store, so that the next process knows of it at once.
func TestRevocationIsRemembered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		server.answer(func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, "invalid_grant", "revoked") })
		want := localGrant()
		store := &memoryStore{grant: Ptr(want)}
		source := mustSource(t, auth, store)
		other := mustSource(t, auth, store)
		if _, err := source.ReplaceToken(t.Context(), &oauth2.Token{AccessToken: testAccess}); !errors.Is(err, ErrReauthRequired) {
			t.Fatalf("got %v", err)
		}
		want.EndedAt, want.Token.Expiry = time.Now(), time.Now()
		if diff := cmp.Diff(grantText(t, want.clone()), grantText(t, *store.grant)); diff != "" {
			t.Errorf("stored (-want +got):\n%s", diff)
		}

		before := server.count()
		next := mustSource(t, auth, store)
		for name, source := range map[string]*TokenSource{"next": next, "other": other} {
			if name == "other" { // which finds out when its token is refused
				source.ReplaceToken(t.Context(), &oauth2.Token{AccessToken: testAccess})
			}
			_, err := source.Token()
			var authErr *AuthError
			ok := errors.As(err, &authErr)
			if !ok || !errors.Is(err, ErrReauthRequired) || server.count() != before {
				t.Errorf("%s: got %v after %d requests", name, err, server.count()-before)
			}
			wantError(t, err, "the user must log in again")
		}

		// A new login heals it.
		store.set(func(s *memoryStore) { s.grant = otherGrant(7, time.Now(), time.Now().Add(time.Hour)) })
		time.Sleep(lookAgain)
		if got := mustToken(t, next); got != accessToken(7) {
			t.Errorf("got %s", got)
		}
	})
}

// What another process has put into the store meanwhile must not be lost.
func TestRevocationDoesNotHideANewLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		store := &memoryStore{grant: Ptr(localGrant())}
		source := mustSource(t, auth, store)
		server.answer(func(w http.ResponseWriter, _ url.Values) {
			store.set(func(s *memoryStore) { s.grant = otherGrant(7, time.Now(), time.Now().Add(time.Hour)) })
			refuse(w, 400, "invalid_grant", "revoked")
		})
		if got := replaced(t, source, testAccess); got != accessToken(7) || store.grant.Token.AccessToken != got {
			t.Errorf("got %s, stored %s", got, grantText(t, *store.grant))
		}
	})
}
