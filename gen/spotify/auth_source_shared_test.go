package spotify

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// rotating accounts accept each refresh token once. Their access tokens live for eleven
// seconds, so that each is due at once.
type rotating struct {
	mu    sync.Mutex
	n     int // of the refresh token that is valid
	false int // refused requests
}

func (r *rotating) answer(w http.ResponseWriter, form url.Values) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if form.Get("refresh_token") != refreshToken(r.n) {
		r.false++
		refuse(w, 400, "invalid_grant", "Refresh token revoked")
		return
	}
	r.n++
	fmt.Fprintf(w, `{"access_token":%q,"refresh_token":%q,"token_type":"Bearer","expires_in":11}`, accessToken(r.n), refreshToken(r.n))
}

const sharedFile, sharedAccounts = "SPOTGEN_TEST_SHARED_FILE", "SPOTGEN_TEST_SHARED_ACCOUNTS"

// TestProcessesShareAStore is run again in processes of their own.
func TestProcessesShareAStore(t *testing.T) {
	if path := os.Getenv(sharedFile); path != "" {
		auth, err := NewAuthenticator(AuthConfig{ClientID: testClientID, AccountsURL: os.Getenv(sharedAccounts)})
		if err != nil {
			t.Fatal(err)
		}
		for range 10 {
			source, err := auth.StoredTokenSource(t.Context(), NewFileStore(path))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := source.Token(); err != nil {
				t.Fatal(err)
			}
		}
		return
	}

	for _, processes := range []int{2, 8} {
		t.Run(fmt.Sprint(processes), func(t *testing.T) {
			accounts := &rotating{n: 1}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				r.ParseForm()
				w.Header().Set("Content-Type", "application/json")
				accounts.answer(w, r.PostForm)
			}))
			defer server.Close()
			path := filepath.Join(t.TempDir(), "token.json")
			grant := testGrant()
			grant.Token.Expiry = time.Now()
			mustSave(t, NewFileStore(path), grant)
			executable, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			var group sync.WaitGroup
			for range processes {
				group.Go(func() {
					process := exec.Command(executable, "-test.run=^TestProcessesShareAStore$")
					process.Env = append(os.Environ(), sharedFile+"="+path, sharedAccounts+"="+server.URL)
					if out, err := process.CombinedOutput(); err != nil {
						t.Errorf("%v: %s", err, out)
					}
				})
			}
			group.Wait()
			if want := 1 + processes*10; accounts.n != want || accounts.false != 0 {
				t.Errorf("the refresh token has number %d, want %d; %d were used up", accounts.n, want, accounts.false)
			}
		})
	}
}

// slowStore has no lock, and takes its time to save.
type slowStore struct {
	memoryStore
	takes time.Duration
}

func (s *slowStore) Save(ctx context.Context, g Grant) error {
	if err := sleep(ctx, s.takes); err != nil {
		return err
	}
	return s.memoryStore.Save(ctx, g)
}

// Without a lock, those who lose look for what the winner saves.
func TestSourcesShareAStoreWithoutLock(t *testing.T) {
	tests := []struct {
		takes time.Duration
		lost  bool
	}{{0, false}, {time.Second, false}, {lostPatience - lookPause, false}, {lostPatience + 2*time.Second, true}}
	for _, test := range tests {
		t.Run(test.takes.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, auth := newLocalAccounts(t)
				accounts := &rotating{n: 1}
				server.answer(func(w http.ResponseWriter, form url.Values) {
					time.Sleep(100 * time.Millisecond) // so that all are under way
					accounts.answer(w, form)
				})
				store := &slowStore{memoryStore{grant: Ptr(oldGrant())}, test.takes}
				lost, group := 0, sync.WaitGroup{}
				var mu sync.Mutex
				for range 8 {
					source := mustSource(t, auth, store)
					group.Go(func() {
						_, err := source.Token()
						mu.Lock()
						defer mu.Unlock()
						if errors.Is(err, ErrReauthRequired) {
							lost++
						} else if err != nil {
							t.Error(err)
						}
					})
				}
				group.Wait()
				if (lost > 0) != test.lost {
					t.Errorf("%d of 8 lost the login", lost)
				}
				if !test.lost && (store.grant.Token.RefreshToken != refreshToken(accounts.n) || !store.grant.EndedAt.IsZero()) {
					t.Errorf("the store has lost the valid refresh token: %s", grantText(t, *store.grant))
				}
			})
		})
	}
}

// lockedStore counts who is inside.
type lockedStore struct {
	memoryStore
	turn    chan struct{}
	waits   bool // for ever
	refused error
	inside  int
	most    int
}

func (s *lockedStore) Lock(ctx context.Context) (func(), error) {
	switch {
	case s.refused != nil:
		return nil, s.refused
	case s.waits:
		<-ctx.Done()
		return nil, ctx.Err()
	}
	s.turn <- struct{}{}
	s.set(func(*memoryStore) { s.inside++; s.most = max(s.most, s.inside) })
	return func() {
		s.set(func(*memoryStore) { s.inside-- })
		<-s.turn
	}, nil
}

func TestSourcesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		accounts := &rotating{n: 1}
		server.answer(func(w http.ResponseWriter, form url.Values) {
			time.Sleep(time.Second)
			accounts.answer(w, form)
		})
		store := &lockedStore{memoryStore: memoryStore{grant: Ptr(oldGrant())}, turn: make(chan struct{}, 1)}
		var group sync.WaitGroup
		for range 8 {
			source := mustSource(t, auth, store)
			group.Go(func() { mustToken(t, source) })
		}
		group.Wait()
		if store.most != 1 || store.inside != 0 || accounts.false != 0 {
			t.Errorf("%d at a time, %d have not left, %d refresh tokens were used up", store.most, store.inside, accounts.false)
		}
	})
}

// A lock that fails, or is held for ever, costs a warning and not the login.
func TestLockThatFails(t *testing.T) {
	tests := map[string]struct {
		store *lockedStore
		takes time.Duration
	}{
		"error":    {&lockedStore{refused: errors.New("no locks here, " + testRefresh)}, 0},
		"for ever": {&lockedStore{waits: true}, lockTimeout},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := new(logBuffer)
				_, auth := newLocalAccounts(t, func(c *AuthConfig) { c.Logger = log.logger() })
				store := test.store
				store.grant = Ptr(oldGrant())
				source := mustSource(t, auth, store)
				start := time.Now()
				if got := mustToken(t, source); got != accessToken(2) {
					t.Errorf("got %s", got)
				}
				wantElapsed(t, start, test.takes)
				log.wantOne(t, "the token store cannot be locked")
			})
		})
	}
}
