package spotify

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMemoryStore(t *testing.T) {
	for name, s := range map[string]*MemoryStore{"made": NewMemoryStore(), "zero": {}} {
		if _, err := s.Load(t.Context()); !errors.Is(err, ErrNoToken) {
			t.Errorf("%s: got %v", name, err)
		}
		for _, want := range []Grant{testGrant(), {Token: testGrant().Token, Scopes: []Scope{}, EndedAt: newClock().at, RequestedScopes: []Scope{"a"}}} {
			saved := want.clone()
			if err := s.Save(t.Context(), saved); err != nil {
				t.Fatal(err)
			}
			// Who saved the grant, or has loaded it, may change it.
			changed, err := s.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, scopes := range [][]Scope{saved.Scopes, saved.RequestedScopes, changed.Scopes, changed.RequestedScopes} {
				for i := range scopes {
					scopes[i] = "changed"
				}
			}
			got, err := s.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(grantText(t, want), grantText(t, got)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", name, diff)
			}
		}
		_, err := s.Load(cancelled(t))
		wantError(t, err, "context canceled: enough")
		wantError(t, s.Save(cancelled(t), Grant{}), "context canceled: enough")
		_, err = s.Lock(cancelled(t))
		wantError(t, err, "waiting for the lock: context canceled: enough")
	}
}

func TestMemoryStoreLock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := new(MemoryStore)
		unlock, err := s.Lock(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := s.Lock(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		got := make(chan func())
		go func() {
			unlock, _ := s.Lock(context.Background())
			got <- unlock
		}()
		synctest.Wait()
		select {
		case <-got:
			t.Fatal("two have the lock")
		default:
		}
		unlock()
		next := <-got
		unlock() // a second time, which must not end the lock of another owner
		ctx, cancel = context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := s.Lock(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		next()
	})
}

// Sources that share a store in memory do not use up each other's refresh tokens.
func TestSourcesShareMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		accounts := &rotating{n: 1}
		server.answer(func(w http.ResponseWriter, form url.Values) {
			time.Sleep(time.Second)
			accounts.answer(w, form)
		})
		store := NewMemoryStore()
		if err := store.Save(t.Context(), oldGrant()); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 8 {
			source := mustSource(t, auth, store)
			group.Go(func() { mustToken(t, source) })
			group.Go(func() { fmt.Fprintf(new(strings.Builder), "%#v %v", store, store) })
		}
		group.Wait()
		stored, err := store.Load(t.Context())
		if err != nil || accounts.false != 0 || stored.Token.RefreshToken != refreshToken(accounts.n) {
			t.Errorf("%d refresh tokens were used up; stored %s, %v", accounts.false, grantText(t, stored), err)
		}
	})
}

func TestMemoryStoreText(t *testing.T) {
	s := NewMemoryStore()
	if got := s.String(); got != "spotify.MemoryStore of nothing" {
		t.Errorf("got %s", got)
	}
	if err := s.Save(t.Context(), testGrant()); err != nil {
		t.Fatal(err)
	}
	wantParts(t, s.String(), "spotify.MemoryStore of spotify.Grant{access token: [redacted]", "user-read-email")
	text, err := json.Marshal(map[string]any{"store": s})
	if err != nil || !strings.HasPrefix(string(text), `{"store":"spotify.MemoryStore of `) {
		t.Errorf("got %s, error %v", text, err)
	}
}

// After a logout, the store is empty, and a source that is in use does not fill it again.
func TestMemoryStoreDelete(t *testing.T) {
	store := NewMemoryStore()
	for range 2 { // also if there is nothing to delete
		if err := store.Delete(t.Context()); err != nil {
			t.Error(err)
		}
		if _, err := store.Load(t.Context()); !errors.Is(err, ErrNoToken) {
			t.Errorf("load: %v, want ErrNoToken", err)
		}
		if err := store.Save(t.Context(), testGrant()); err != nil {
			t.Error(err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := store.Delete(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("delete: %v, want that the context has ended", err)
	}
}
