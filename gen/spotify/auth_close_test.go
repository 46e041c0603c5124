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
)

func mustClose(t *testing.T, source *TokenSource) {
	t.Helper()
	if err := source.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestCloseWaitsForRefresh(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, auth := newLocalAccounts(t)
		server.answer(func(w http.ResponseWriter, _ url.Values) {
			time.Sleep(10 * time.Second)
			io.WriteString(w, tokenAnswer(server.count()+1, true))
		})
		store := &memoryStore{grant: Ptr(oldGrant())}
		ctx, cancel := context.WithCancel(t.Context()) // of the program, ended by SIGTERM
		source, err := auth.StoredTokenSource(ctx, store)
		if err != nil {
			t.Fatal(err)
		}
		_, pending, _ := source.begin()
		cancel()
		short, end := context.WithTimeout(t.Context(), time.Second)
		defer end()
		start := time.Now()
		err = source.Close(short)
		wantElapsed(t, start, time.Second)
		wantError(t, err, "spotify: waiting for the refresh of a token: context deadline exceeded")
		done := make(chan struct{})
		go func() {
			defer close(done)
			mustClose(t, source)
		}()
		mustClose(t, source)
		<-done
		wantElapsed(t, start, 10*time.Second)
		if pending.err != nil || len(store.saved) != 1 || store.grant.Token.RefreshToken != refreshToken(2) {
			t.Errorf("error %v, %d saved", pending.err, len(store.saved))
		}
		if err := source.Close(cancelled(t)); err != nil {
			t.Errorf("got %v, though there is nothing to wait for", err)
		}

		time.Sleep(59*time.Minute + 30*time.Second) // due
		if got := mustToken(t, source); got != accessToken(2) {
			t.Errorf("got %s", got)
		}
		token, err := source.Token()
		if err != nil {
			t.Fatal(err)
		}
		if other, err := source.ReplaceToken(t.Context(), token); err != nil || other.AccessToken != token.AccessToken {
			t.Errorf("got %v, %v", other, err)
		}
		time.Sleep(time.Minute)
		_, err = source.Token()
		wantError(t, err, "spotify: no token: the token source is closed")
		if !errors.Is(err, ErrTokenSourceClosed) || server.count() != 1 {
			t.Errorf("got %v, %d requests", err, server.count())
		}
	})
}

// There is nothing to wait for if nothing has been sent, or will be after a while only.
func TestCloseDoesNotWait(t *testing.T) {
	tests := map[string]struct {
		status   int
		requests int
		want     error
	}{
		"idle":    {0, 0, ErrTokenSourceClosed},
		"retries": {http.StatusTooManyRequests, 1, ErrTokenSourceClosed},
		"failed":  {http.StatusBadRequest, 1, ErrTokenSourceClosed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, auth := newLocalAccounts(t)
				server.answer(func(w http.ResponseWriter, _ url.Values) {
					w.Header().Set("Retry-After", "20")
					refuse(w, test.status, "", "")
				})
				source := mustSource(t, auth, &memoryStore{grant: Ptr(oldGrant())})
				if test.status != 0 {
					go source.Token()
					synctest.Wait()
				}
				start := time.Now()
				mustClose(t, source)
				mustClose(t, source)
				wantElapsed(t, start, 0)
				for range 2 {
					if _, err := source.Token(); !errors.Is(err, test.want) || server.count() != test.requests {
						t.Errorf("got %v, %d requests", err, server.count())
					}
					time.Sleep(time.Hour)
				}
			})
		})
	}
}

func TestCloseSavesWhatIsUnsaved(t *testing.T) {
	for name, saveErr := range map[string]error{"space again": nil, "full": errFull} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, auth := newLocalAccounts(t, func(c *AuthConfig) { c.OnSaveError = func(error) {} })
				store := &memoryStore{grant: Ptr(oldGrant()), saveErr: errFull}
				source := mustSource(t, auth, store)
				source.Token()
				store.set(func(s *memoryStore) { s.saveErr = saveErr })
				for n := range 2 {
					if err := source.Close(t.Context()); (saveErr != nil) != errors.Is(err, ErrTokenNotSaved) || err != nil && saveErr == nil {
						t.Errorf("got %v", err)
					}
					if want := map[bool]int{true: 2, false: 2 + n}[saveErr == nil]; store.attempts != want {
						t.Errorf("saved %d times, want %d", store.attempts, want)
					}
				}
				if got := mustToken(t, source); got != accessToken(2) || server.count() != 1 {
					t.Errorf("got %s, %d requests", got, server.count())
				}
				time.Sleep(2 * time.Hour)
				source.Close(t.Context())
				if _, err := source.Token(); !errors.Is(err, ErrTokenSourceClosed) || server.count() != 1 {
					t.Errorf("got %v, %d requests", err, server.count())
				}
			})
		})
	}
}
