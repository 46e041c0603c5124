package spotifyredis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// anySecret is a part of each secret of the tests.
const anySecret = "hush"

func testKey(t *testing.T, id string) Key {
	t.Helper()
	key, err := NewKey(id, bytes.Repeat([]byte(anySecret+id[:1]+"key"), 4))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func tokenConfig(t *testing.T, change ...func(*TokenStoreConfig)) TokenStoreConfig {
	t.Helper()
	config := TokenStoreConfig{App: "app", Keys: []Key{testKey(t, "1")}}
	for _, f := range change {
		f(&config)
	}
	return config
}

// mustStore returns a store of the user ann, as another process would have it.
func mustStore(t *testing.T, rdb redis.UniversalClient, change ...func(*TokenStoreConfig)) *TokenStore {
	t.Helper()
	store, err := NewTokenStore(rdb, "ann", tokenConfig(t, change...))
	if err != nil {
		t.Fatal(err)
	}
	return store
}

var loginAt = time.Date(2026, 7, 1, 12, 0, 0, 5, time.UTC)

// grantOf returns the nth grant of a login.
func grantOf(n int) spotify.Grant {
	return spotify.Grant{
		Token: oauth2.Token{
			AccessToken: fmt.Sprintf("%s-access-%d", anySecret, n), RefreshToken: fmt.Sprintf("%s-refresh-%d", anySecret, n),
			TokenType: "Bearer", Expiry: loginAt.Add(time.Duration(n) * time.Hour),
		},
		AuthorizedAt: loginAt, Scopes: []spotify.Scope{"user-read-email"},
	}
}

func with(g spotify.Grant, change func(*spotify.Grant)) spotify.Grant {
	change(&g)
	return g
}

func grantText(t *testing.T, g spotify.Grant) string {
	t.Helper()
	text, err := g.MarshalSecret()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func wantGrant(t *testing.T, store *TokenStore, want spotify.Grant) {
	t.Helper()
	got, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(grantText(t, want), grantText(t, got)); diff != "" {
		t.Errorf("stored (-want +got):\n%s", diff)
	}
}

func mustSave(t *testing.T, store *TokenStore, g spotify.Grant) {
	t.Helper()
	if err := store.Save(t.Context(), g); err != nil {
		t.Fatal(err)
	}
}

func mustLoad(t *testing.T, store *TokenStore) {
	t.Helper()
	if _, err := store.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestTokenStore(t *testing.T) {
	for name, change := range map[string]func(*TokenStoreConfig){
		"encrypted": func(*TokenStoreConfig) {},
		"plain":     func(c *TokenStoreConfig) { c.Keys, c.Plaintext = nil, true },
	} {
		t.Run(name, func(t *testing.T) {
			rdb := redistest.Start(t).Client()
			store, other := mustStore(t, rdb, change), mustStore(t, rdb, change)
			if _, err := store.Load(t.Context()); !errors.Is(err, spotify.ErrNoToken) {
				t.Errorf("error %v of an empty store", err)
			}
			if err := store.Delete(t.Context()); err != nil {
				t.Errorf("deleting nothing: %v", err)
			}
			for n := range 3 {
				mustSave(t, store, grantOf(n))
				wantGrant(t, other, grantOf(n))
			}
			content := dump(t, rdb)
			if shown := strings.Contains(content, anySecret); shown != (name == "plain") || strings.Contains(content, "ann") != (name == "plain") {
				t.Errorf("stored %q", content)
			}
			if err := other.Delete(t.Context()); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Load(t.Context()); !errors.Is(err, spotify.ErrNoToken) {
				t.Errorf("error %v after Delete", err)
			}
			mustSave(t, store, with(grantOf(1), func(g *spotify.Grant) { g.AuthorizedAt = loginAt.Add(time.Hour) }))
		})
	}
}

// dump shows all that is on the server.
func dump(t *testing.T, rdb redis.UniversalClient) string {
	t.Helper()
	var text strings.Builder
	for _, key := range rdb.Keys(t.Context(), "*").Val() {
		value, err := rdb.Get(t.Context(), key).Result()
		if err != nil {
			value = fmt.Sprint(rdb.HGetAll(t.Context(), key).Val())
		}
		fmt.Fprintln(&text, key, value)
	}
	return text.String()
}

// A step of a handle of one of two processes.
type step struct {
	process string
	do      string // load, lock, unlock, delete, lose (the lock), or save
	grant   spotify.Grant
	refused bool
}

func TestCompareAndSet(t *testing.T) {
	newLogin := func(g *spotify.Grant) { g.AuthorizedAt = loginAt.Add(time.Hour) }
	ended := func(g *spotify.Grant) { g.EndedAt = loginAt.Add(time.Minute) }
	laterAccess := func(g *spotify.Grant) { g.Token.AccessToken = anySecret + "-access-later" }
	old := []step{{"a", "save", grantOf(0), false}, {"b", "load", grantOf(0), false}}
	tests := []struct {
		name  string
		steps []step
		want  spotify.Grant
	}{
		{"both refreshed", []step{{"a", "save", grantOf(1), false}, {"b", "save", grantOf(2), true}}, grantOf(1)},
		{"after a look", []step{{"a", "save", grantOf(1), false}, {"b", "load", grantOf(1), false}, {"b", "save", grantOf(2), false}}, grantOf(2)},
		{"refused twice", []step{{"a", "save", grantOf(1), false}, {"b", "save", grantOf(2), true}, {"b", "load", grantOf(1), false}, {"b", "save", grantOf(2), true}}, grantOf(1)},
		{"the same twice", []step{{"a", "save", grantOf(1), false}, {"a", "save", grantOf(1), false}}, grantOf(1)},
		{"the same by both", []step{{"a", "save", grantOf(1), false}, {"b", "save", grantOf(1), false}}, grantOf(1)},
		{"a look under the lock counts once", []step{
			{"b", "lock", grantOf(0), false}, {"b", "load", grantOf(0), false}, {"b", "lose", grantOf(0), false},
			{"a", "lock", grantOf(0), false}, {"a", "load", grantOf(0), false}, {"a", "save", grantOf(1), false}, {"a", "unlock", grantOf(0), false},
			{"b", "load", grantOf(1), false}, {"b", "save", grantOf(2), true},
		}, grantOf(1)},
		{"lost lock, nothing saved", []step{
			{"b", "lock", grantOf(0), false}, {"b", "load", grantOf(0), false}, {"b", "lose", grantOf(0), false},
			{"a", "lock", grantOf(0), false}, {"b", "save", grantOf(2), false},
		}, grantOf(2)},
		{"lost lock, same refresh token", []step{
			{"b", "lock", grantOf(0), false}, {"b", "load", grantOf(0), false}, {"b", "lose", grantOf(0), false},
			{"a", "lock", grantOf(0), false}, {"a", "load", grantOf(0), false}, {"a", "save", with(grantOf(0), laterAccess), false},
			{"b", "save", grantOf(0), true},
		}, with(grantOf(0), laterAccess)},
		{"lost lock, taken for ended", []step{
			{"b", "lock", grantOf(0), false}, {"b", "load", grantOf(0), false}, {"b", "lose", grantOf(0), false},
			{"a", "lock", grantOf(0), false}, {"a", "load", grantOf(0), false}, {"a", "save", with(grantOf(0), ended), false},
			{"b", "save", grantOf(1), false},
		}, grantOf(1)},
		{"lost lock, deleted", []step{
			{"b", "lock", grantOf(0), false}, {"b", "load", grantOf(0), false}, {"b", "lose", grantOf(0), false},
			{"a", "delete", grantOf(0), false}, {"b", "save", grantOf(1), true},
		}, spotify.Grant{}},
		{"deleted, new login", []step{{"a", "delete", grantOf(0), false}, {"b", "save", with(grantOf(5), newLogin), false}}, with(grantOf(5), newLogin)},
		{"new login", []step{{"b", "save", with(grantOf(5), newLogin), false}}, with(grantOf(5), newLogin)},
		{"new login of a handle that knows nothing", []step{{"a", "save", grantOf(1), false}, {"c", "save", with(grantOf(5), newLogin), false}}, with(grantOf(5), newLogin)},
		{"token of the login before", []step{{"a", "save", with(grantOf(5), newLogin), false}, {"b", "save", grantOf(1), true}}, with(grantOf(5), newLogin)},
		{"ended, another is alive", []step{{"a", "save", with(grantOf(1), ended), false}, {"b", "save", grantOf(2), false}}, grantOf(2)},
		{"ended, used up", []step{
			{"a", "save", grantOf(1), false}, {"a", "save", with(grantOf(2), ended), false}, {"b", "save", grantOf(1), true},
		}, with(grantOf(2), ended)},
		{"the note of an older token", []step{{"a", "save", grantOf(1), false}, {"b", "save", with(grantOf(0), ended), true}}, grantOf(1)},
		{"the note of a token that was never saved", []step{
			{"a", "save", with(grantOf(0), laterAccess), false}, {"b", "save", with(grantOf(1), ended), true},
		}, with(grantOf(0), laterAccess)},
		{"used up, of a handle that knows nothing", []step{{"a", "save", grantOf(1), false}, {"c", "save", grantOf(0), true}}, grantOf(1)},
		{"another, of a handle that knows nothing", []step{{"c", "save", grantOf(1), false}}, grantOf(1)},
		{"the refresh token is the same", []step{
			{"a", "save", with(grantOf(0), laterAccess), false}, {"b", "save", grantOf(1), false},
		}, grantOf(1)},
	}
	server := redistest.Start(t)
	rdb := server.Client()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server.Flush(rdb)
			processes := map[string]*TokenStore{}
			locks := map[string]func(){}
			for i, s := range append(old[:len(old):len(old)], test.steps...) {
				if processes[s.process] == nil {
					processes[s.process] = mustStore(t, rdb)
				}
				var err error
				store := processes[s.process]
				switch s.do {
				case "load":
					wantGrant(t, store, s.grant)
				case "lock":
					locks[s.process], err = store.Lock(t.Context())
				case "unlock":
					locks[s.process]()
				case "lose":
					err = rdb.Del(t.Context(), store.lock).Err()
				case "delete":
					err = store.Delete(t.Context())
				case "save":
					err = store.Save(t.Context(), s.grant)
				}
				if errors.Is(err, spotify.ErrTokenReplaced) != s.refused || err != nil && !s.refused {
					t.Fatalf("step %d: error %v, want refused %t", i, err, s.refused)
				}
			}
			for _, unlock := range locks {
				unlock()
			}
			reader := mustStore(t, rdb)
			if test.want.AuthorizedAt.IsZero() {
				if _, err := reader.Load(t.Context()); !errors.Is(err, spotify.ErrNoToken) {
					t.Errorf("error %v, want an empty store", err)
				}
				return
			}
			wantGrant(t, reader, test.want)
		})
	}
}

// A server that takes over may lack what was saved last. The token of a process that knows
// better is saved then, and that of others is not.
func TestServerHasLostTheLastToken(t *testing.T) {
	rdb := redistest.Start(t).Client()
	knows, other, late := mustStore(t, rdb), mustStore(t, rdb), mustStore(t, rdb)
	mustSave(t, knows, grantOf(0))
	mustLoad(t, late)
	mustSave(t, knows, grantOf(1))
	before, err := rdb.Get(t.Context(), knows.login).Bytes()
	if err != nil {
		t.Fatal(err)
	}
	mustSave(t, knows, grantOf(2))
	mustLoad(t, other)
	rdb.Set(t.Context(), knows.login, before, 0)
	if err := late.Save(t.Context(), grantOf(9)); !errors.Is(err, spotify.ErrTokenReplaced) {
		t.Errorf("error %v, want %v", err, spotify.ErrTokenReplaced)
	}
	mustSave(t, knows, grantOf(3))
	rdb.Set(t.Context(), knows.login, before, 0)
	mustSave(t, other, grantOf(4))
	wantGrant(t, late, grantOf(4))
}

func TestTokenExpiry(t *testing.T) {
	rdb := redistest.Start(t).Client()
	store := mustStore(t, rdb, func(c *TokenStoreConfig) { c.Expiry = time.Hour })
	for n := range 2 {
		mustSave(t, store, grantOf(n))
		if left := rdb.PTTL(t.Context(), store.login).Val(); left <= 59*time.Minute || left > time.Hour {
			t.Errorf("it lives for %v", left)
		}
		rdb.PExpire(t.Context(), store.login, time.Minute)
	}
	forever := mustStore(t, rdb)
	mustLoad(t, forever)
	mustSave(t, forever, grantOf(2))
	if left := rdb.PTTL(t.Context(), store.login).Val(); left >= 0 {
		t.Errorf("it lives for %v, want for ever", left)
	}
}

func TestTokenConfigErrors(t *testing.T) {
	rdb := redis.NewClient(&redis.Options{})
	defer rdb.Close()
	tests := []struct {
		name   string
		rdb    redis.UniversalClient
		change func(*TokenStoreConfig)
		want   string
	}{
		{"no client", nil, func(c *TokenStoreConfig) {}, "client of Redis is nil"},
		{"no app", rdb, func(c *TokenStoreConfig) { c.App = "" }, "App is empty; want a name"},
		{"no key", rdb, func(c *TokenStoreConfig) { c.Keys = nil }, "make one of 32 random bytes with NewKey"},
		{"empty key", rdb, func(c *TokenStoreConfig) { c.Keys = append(c.Keys, Key{}) }, "key 2 is empty: make it with NewKey"},
		{"same ID", rdb, func(c *TokenStoreConfig) { c.Keys = append(c.Keys, c.Keys[0]) }, `two keys have the ID "1"`},
		{"expiry", rdb, func(c *TokenStoreConfig) { c.Expiry = -1 }, "Expiry is -1ns"},
		{"lock", rdb, func(c *TokenStoreConfig) { c.LockTTL = 1 }, "LockTTL is 1ns"},
		{"timeout", rdb, func(c *TokenStoreConfig) { c.Timeout = -1 }, "Timeout is -1ns"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			store, err := NewTokenStore(test.rdb, "ann", tokenConfig(t, test.change))
			if store != nil || err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), anySecret) {
				t.Errorf("error %v, want one that says %q", err, test.want)
			}
		})
	}
}

func TestNothingSecretIsShown(t *testing.T) {
	rdb := redistest.Start(t).Client()
	config := tokenConfig(t)
	stores, err := NewTokenStores(rdb, config)
	if err != nil {
		t.Fatal(err)
	}
	store := stores.For("ann@example.org")
	mustSave(t, store, grantOf(1))
	type holder struct{ value any }
	showsNothing(t, []string{anySecret, "ann"},
		config, &config, config.Keys, config.Keys[0], &config.Keys[0], store, *stores, stores,
		holder{config}, holder{store}, holder{stores}, struct{ c TokenStoreConfig }{config}, struct{ s *TokenStore }{store})
}

// showsNothing prints, logs, and encodes values in all ways.
func showsNothing(t *testing.T, secrets []string, values ...any) {
	t.Helper()
	secrets = append(secrets, fmt.Sprint([]byte(anySecret))[1:10], fmt.Sprintf("%x", anySecret))
	for _, value := range values {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("value", "value", value)
		slog.New(slog.NewTextHandler(&log, nil)).Info("value", "value", value)
		text, _ := json.Marshal(value)
		text = append(text, log.Bytes()...)
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			text = fmt.Appendf(text, verb, value)
		}
		for _, secret := range secrets {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%T shows %q: %s", value, secret, text)
			}
		}
	}
}

func TestTokenStoreContext(t *testing.T) {
	store := mustStore(t, redistest.Start(t).Client())
	reason := errors.New("the user has left")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(reason)
	_, loadErr := store.Load(ctx)
	_, lockErr := store.Lock(ctx)
	for name, err := range map[string]error{"Load": loadErr, "Save": store.Save(ctx, grantOf(1)), "Lock": lockErr, "Delete": store.Delete(ctx)} {
		if !errors.Is(err, reason) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
