package spotifyredis

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// A failure of a server, and its end.
type failure struct {
	name       string
	begin, end func(*testing.T, *redistest.Server, *redis.Client)
	canRead    bool
}

func failures() []failure {
	do := func(args ...any) func(*testing.T, *redistest.Server, *redis.Client) {
		return func(t *testing.T, _ *redistest.Server, rdb *redis.Client) {
			t.Helper()
			if err := rdb.Do(t.Context(), args...).Err(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return []failure{
		{"gone", func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Kill() }, func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Restart() }, false},
		{"paused", func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Pause() }, func(_ *testing.T, s *redistest.Server, _ *redis.Client) { s.Resume() }, false},
		{"full", do("CONFIG", "SET", "maxmemory", "1"), do("CONFIG", "SET", "maxmemory", "0"), true},
		{"replica", do("REPLICAOF", "127.0.0.1", "1"), do("REPLICAOF", "NO", "ONE"), true},
	}
}

// durable keeps what is stored when it is killed.
func durable(t *testing.T) *redistest.Server {
	t.Helper()
	return redistest.StartReal(t, "--appendonly", "yes", "--appendfsync", "always")
}

func TestTokenStoreWhileTheServerFails(t *testing.T) {
	const timeout = 300 * time.Millisecond
	for _, f := range failures() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			server := durable(t)
			rdb := server.Client()
			store := mustStore(t, rdb, func(c *TokenStoreConfig) { c.Timeout = timeout })
			mustSave(t, store, grantOf(0))
			f.begin(t, server, rdb)
			_, loadErr := store.Load(t.Context())
			if (loadErr == nil) != f.canRead || loadErr != nil && !errors.Is(loadErr, ErrUnavailable) {
				t.Errorf("Load: error %v", loadErr)
			}
			for name, call := range map[string]func() error{
				"Save": func() error { return store.Save(t.Context(), grantOf(1)) },
				"Lock": func() error { _, err := store.Lock(t.Context()); return err },
			} {
				start := time.Now()
				err := call()
				if !errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), anySecret) {
					t.Errorf("%s: error %v", name, err)
				}
				if took := time.Since(start); took > timeout+time.Second {
					t.Errorf("%s took %v", name, took)
				}
			}
			f.end(t, server, rdb)
			store = mustStore(t, rdb) // with more time
			grant, err := store.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			// Of a server that did not answer in time, nobody knows.
			if f.name != "paused" && grant.Token.RefreshToken != grantOf(0).Token.RefreshToken {
				t.Errorf("%s is stored", grantText(t, grant))
			}
			mustLock(t, store)()
			mustSave(t, store, grantOf(1))
			wantGrant(t, mustStore(t, rdb), grantOf(1))
			if err := store.Delete(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestScriptsAreFlushed(t *testing.T) {
	rdb := redistest.Start(t).Client()
	stores := mustStores(t, rdb)
	store := stores.For("ann")
	for n := range 2 {
		unlock := mustLock(t, store)
		rdb.ScriptFlush(t.Context())
		mustSave(t, store, grantOf(n))
		rdb.ScriptFlush(t.Context())
		unlock()
		rdb.ScriptFlush(t.Context())
		wantGrant(t, store, grantOf(n))
	}
	if left := rdb.Keys(t.Context(), "*:lock").Val(); len(left) != 0 {
		t.Errorf("%v are left", left)
	}
}

// The server quotes what it was sent, which may be a token.
func TestServerErrorsShowNothing(t *testing.T) {
	for _, text := range []string{
		"ERR unknown command 'EVALSHA', with args beginning with: 'hush'", "ERR unknown command `EVALSHA`, with args beginning with: `hush`",
		"ERR Error running script: 'hush", "WRONGTYPE Operation\nhush",
	} {
		err := unavailable(errors.New(text))
		if got := err.Error(); strings.Contains(got, anySecret) || !errors.Is(err, ErrUnavailable) || len(got) < len(ErrUnavailable.Error())+3 {
			t.Errorf("error %v", err)
		}
	}
	if unavailable(nil) != nil {
		t.Error("an error out of nothing")
	}
}

// A source goes on while its store fails, and saves its token later.
func TestSourceWhileTheServerFails(t *testing.T) {
	for _, f := range failures() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			server := durable(t)
			rdb := server.Client()
			fake := spotifytest.NewServer(t)
			fake.RotateRefreshTokens(spotifytest.RotationReplace)
			var reported []error
			config := fake.AuthConfig("user-read-email")
			config.OnSaveError = func(err error) { reported = append(reported, err) }
			auth, err := spotify.NewAuthenticator(config)
			if err != nil {
				t.Fatal(err)
			}
			store := mustStore(t, rdb, func(c *TokenStoreConfig) { c.Timeout, c.LockTTL = 200*time.Millisecond, 300*time.Millisecond })
			mustSave(t, store, dueGrant(fake))
			source, err := auth.StoredTokenSource(t.Context(), store)
			if err != nil {
				t.Fatal(err)
			}
			// It fails while the accounts service is asked.
			release := fake.Hold(spotifytest.OpRefreshToken)
			failed := make(chan error)
			go func() {
				_, err := source.Token()
				failed <- err
			}()
			if err := fake.AwaitRequests(t.Context(), 1, spotifytest.OpRefreshToken); err != nil {
				t.Fatal(err)
			}
			f.begin(t, server, rdb)
			release()
			if err := <-failed; !errors.Is(err, spotify.ErrTokenNotSaved) || !errors.Is(err, ErrUnavailable) || len(reported) != 1 {
				t.Errorf("error %v, reported %v", err, reported)
			}
			token, err := source.Token()
			if err != nil {
				t.Errorf("error %v with a token in memory", err)
			}
			f.end(t, server, rdb)
			await(t, func() bool {
				source.Token() // tries again
				stored, err := store.Load(t.Context())
				return err == nil && stored.Token.AccessToken == token.AccessToken
			})
			if fake.Count(spotifytest.OpRefreshToken) != 1 {
				t.Errorf("%d refreshes", fake.Count(spotifytest.OpRefreshToken))
			}
			await(t, func() bool { return !isLocked(t, store) })
		})
	}
}

// A source whose process was stopped for so long that its lock has ended takes what another
// one has saved meanwhile.
func TestSourceHasLostItsLock(t *testing.T) {
	for name, rotation := range map[string]spotifytest.Rotation{"new refresh tokens": spotifytest.RotationReplace, "the same one": spotifytest.RotationOmit} {
		t.Run(name, func(t *testing.T) {
			rdb := redistest.Start(t).Client()
			fake := spotifytest.NewServer(t)
			fake.RotateRefreshTokens(rotation)
			config := fake.AuthConfig("user-read-email")
			config.OnSaveError = func(err error) { t.Errorf("reported %v", err) }
			auth, err := spotify.NewAuthenticator(config)
			if err != nil {
				t.Fatal(err)
			}
			store, other := mustStore(t, rdb), mustStore(t, rdb)
			mustSave(t, store, dueGrant(fake))
			source, err := auth.StoredTokenSource(t.Context(), store)
			if err != nil {
				t.Fatal(err)
			}
			release := fake.Hold(spotifytest.OpRefreshToken)
			got := make(chan string)
			go func() {
				token, err := source.Token()
				if err != nil {
					t.Error(err)
					close(got)
					return
				}
				got <- token.AccessToken
			}()
			if err := fake.AwaitRequests(t.Context(), 1, spotifytest.OpRefreshToken); err != nil {
				t.Fatal(err)
			}
			rdb.Del(t.Context(), store.lock)
			unlock := mustLock(t, other)
			grant, err := other.Load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			grant.Token.AccessToken, grant.Token.Expiry = "of the other one", time.Now().Add(time.Hour)
			if rotation == spotifytest.RotationReplace {
				grant.Token.RefreshToken = "of the other one, too"
			}
			mustSave(t, other, grant)
			release()
			if got := <-got; got != "of the other one" {
				t.Errorf("got %q", got)
			}
			unlock()
			wantGrant(t, mustStore(t, rdb), grant)
		})
	}
}

// dueGrant is a login at a fake server, which has to be refreshed.
func dueGrant(fake *spotifytest.Server) spotify.Grant {
	grant := spotify.Grant{Token: *fake.TokenFor("", "user-read-email"), AuthorizedAt: time.Now().Add(-time.Hour), Scopes: []spotify.Scope{"user-read-email"}}
	grant.Token.Expiry = time.Now().Add(-time.Minute)
	return grant
}
