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

	"github.com/google/go-cmp/cmp"
)

func TestDeletedLoginIsNotSavedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		store := &memoryStore{grant: Ptr(localGrant())}
		source := mustSource(t, auth, store)
		store.set(func(s *memoryStore) { s.grant = nil })
		for _, wait := range []time.Duration{0, 59*time.Minute + 30*time.Second, 15 * time.Second} { // good, due, almost over
			time.Sleep(wait)
			if got := mustToken(t, source); got != testAccess {
				t.Errorf("got %s", got)
			}
		}
		for range 3 {
			time.Sleep(10 * time.Second)
			_, err := source.Token()
			wantError(t, err, "spotify: the login was deleted from the token store: there is no token; log in first; the user must log in again")
			if !errors.Is(err, ErrNoToken) || !errors.Is(err, ErrReauthRequired) {
				t.Errorf("got %v", err)
			}
		}
		if server.count() != 0 || store.attempts != 0 {
			t.Errorf("%d requests, saved %d times", server.count(), store.attempts)
		}

		// Of any age: it is another user, perhaps.
		login := otherGrant(7, time.Now().AddDate(0, -3, 0), time.Now().Add(time.Hour))
		if err := store.Save(t.Context(), *login); err != nil {
			t.Fatal(err)
		}
		time.Sleep(lookAgain)
		if got := mustToken(t, source); got != accessToken(7) {
			t.Errorf("got %s", got)
		}
		time.Sleep(time.Hour)
		if got := mustToken(t, source); got != accessToken(2) || store.grant.Token.AccessToken != got {
			t.Errorf("got %s: the new login is not refreshed and saved", got)
		}
	})
}

// What comes into the store during a refresh is not overwritten.
func TestStoreChangesDuringRefresh(t *testing.T) {
	tests := []struct {
		name   string
		change func(*memoryStore)
		want   string // token
		stored string // "" for nothing
		later  string // after two hours, "" for ErrNoToken
	}{
		{"deleted", func(s *memoryStore) { s.grant = nil }, accessToken(2), "", ""},
		{"new login", func(s *memoryStore) { s.grant = otherGrant(7, time.Now(), time.Now().Add(time.Hour)) },
			accessToken(7), accessToken(7), accessToken(3)},
		{"new login that has expired", func(s *memoryStore) { s.grant = otherGrant(7, time.Now(), time.Now()) },
			accessToken(3), accessToken(3), accessToken(4)},
		{"older login", func(s *memoryStore) { s.grant = otherGrant(7, time.Now().AddDate(-1, 0, 0), time.Now()) },
			accessToken(2), accessToken(2), accessToken(3)},
		{"unreadable", func(s *memoryStore) { s.loadErr = errors.New("unplugged") }, accessToken(2), accessToken(2), accessToken(3)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, auth := newLocalAccounts(t)
				store := &memoryStore{grant: Ptr(oldGrant())}
				source := mustSource(t, auth, store)
				server.answer(func(w http.ResponseWriter, _ url.Values) {
					if server.count() == 1 {
						store.set(test.change)
					}
					io.WriteString(w, tokenAnswer(server.count()+1, true))
				})
				if got := mustToken(t, source); got != test.want {
					t.Errorf("got %s, want %s", got, test.want)
				}
				stored := ""
				if store.grant != nil {
					stored = store.grant.Token.AccessToken
				}
				if diff := cmp.Diff(test.stored, stored); diff != "" {
					t.Errorf("stored (-want +got):\n%s", diff)
				}
				store.set(func(s *memoryStore) { s.loadErr = nil })
				time.Sleep(2 * time.Hour)
				token, err := source.Token()
				switch {
				case test.later == "" && (!errors.Is(err, ErrNoToken) || store.grant != nil):
					t.Errorf("got %v", err)
				case test.later != "" && (err != nil || token.AccessToken != test.later):
					t.Errorf("got %v, %v, want %s", token, err, test.later)
				}
			})
		})
	}
}

// A token that could not be saved before is not saved after the login was deleted.
func TestUnsavedTokenOfDeletedLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t, func(c *AuthConfig) { c.OnSaveError = func(error) {} })
		store := &memoryStore{grant: Ptr(oldGrant()), saveErr: errFull}
		source := mustSource(t, auth, store)
		if _, err := source.Token(); !errors.Is(err, ErrTokenNotSaved) {
			t.Errorf("got %v", err)
		}
		old := store.grant
		store.set(func(s *memoryStore) { s.grant, s.saveErr = nil, nil })
		time.Sleep(time.Minute)
		if got := mustToken(t, source); got != accessToken(2) || store.grant != nil {
			t.Errorf("got %s, and saved %v", got, store.grant)
		}
		// A disk that was not there for a while is not a logout.
		store.set(func(s *memoryStore) { s.grant = old })
		server.answer(func(w http.ResponseWriter, _ url.Values) { refuse(w, 500, "", "") })
		time.Sleep(58*time.Minute + 30*time.Second)
		if got := mustToken(t, source); got != accessToken(2) || store.grant.Token.RefreshToken != refreshToken(2) {
			t.Errorf("got %s, and saved %v", got, store.grant)
		}
	})
}

// A login that has ended stays so, whatever happens to the store.
func TestEndedLoginIsDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		server.answer(func(w http.ResponseWriter, _ url.Values) { refuse(w, 400, "invalid_grant", "revoked") })
		store := &memoryStore{grant: Ptr(oldGrant())}
		source := mustSource(t, auth, store)
		source.Token()
		store.set(func(s *memoryStore) { s.grant = nil })
		time.Sleep(time.Minute)
		if _, err := source.Token(); !errors.Is(err, ErrReauthRequired) || store.grant != nil {
			t.Errorf("got %v, saved %v", err, store.grant)
		}
	})
}

// Delete of a file waits for a refresh, which cannot bring the file back.
func TestDeletedFileStaysDeleted(t *testing.T) {
	for name, emptied := range map[string]bool{"removed": false, "emptied": true} {
		t.Run(name, func(t *testing.T) {
			server := newAccounts(t)
			come, release := held(server)
			auth, now := newTestAuth(t, testConfig(server))
			store, path := newTestFile(t)
			mustSave(t, store, testGrant())
			if emptied {
				store.remove = func(string) error { return errors.New("mounted") }
			}
			source := mustSource(t, auth, store)
			now.advance(2 * time.Hour)
			_, pending, _ := source.begin()
			<-come
			deleted := make(chan error)
			go func() { deleted <- store.Delete(context.Background()) }()
			close(release)
			if err := <-deleted; err != nil {
				t.Error(err)
			}
			<-pending.done
			if got := mustToken(t, source); got != accessToken(2) {
				t.Errorf("got %s", got)
			}
			now.advance(2 * time.Hour)
			if _, err := source.Token(); !errors.Is(err, ErrNoToken) || server.count() != 1 {
				t.Errorf("got %v, %d requests", err, server.count())
			}
			if _, err := store.Load(t.Context()); !holdsNothing(err) {
				t.Errorf("%s is back: %v", path, err)
			}
		})
	}
}
