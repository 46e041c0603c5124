package spotifyredis

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

func TestNewKeyErrors(t *testing.T) {
	tests := []struct {
		id   string
		size int
		want string
	}{
		{"", 32, "has 0 bytes, but must have 1 to 64"},
		{strings.Repeat("x", 65), 32, "has 65 bytes"},
		{"a", 0, `key "a" has 0 bytes, but must have 32`},
		{"a", 33, "make them with crypto/rand"},
		{"a", 16, ""}, {"a", 24, ""}, {strings.Repeat("x", 64), 32, ""},
	}
	for _, test := range tests {
		_, err := NewKey(test.id, make([]byte, test.size))
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q, %d bytes: error %v, want %q", test.id, test.size, err, test.want)
		}
	}
}

// A changed value is an error for a login and a miss for the cache, and shows no secret.
func TestTampering(t *testing.T) {
	keys := func(keys ...Key) func(*TokenStoreConfig) { return func(c *TokenStoreConfig) { c.Keys = keys } }
	sameID, err := NewKey("1", bytes.Repeat([]byte("another-"), 4))
	if err != nil {
		t.Fatal(err)
	}
	set := func(i int, b byte) func([]byte) []byte {
		return func(v []byte) []byte { v[(i+len(v))%len(v)] = b; return v }
	}
	flip := func(i int) func([]byte) []byte {
		return func(v []byte) []byte { v[(i+len(v))%len(v)] ^= 1; return v }
	}
	tests := []struct {
		name   string
		change func([]byte) []byte
		reader func(*TokenStoreConfig)
		want   error
	}{
		{"nothing", flip(0), nil, ErrUnknownVersion},
		{"version", set(0, 99), nil, ErrUnknownVersion},
		{"length of the ID", set(1, 255), nil, ErrUnknownKey},
		{"ID", set(2, '7'), nil, ErrUnknownKey},
		{"ID of another key at hand", set(2, '2'), keys(testKey(t, "1"), testKey(t, "2")), ErrDamaged},
		{"nonce", flip(4), nil, ErrDamaged},
		{"first byte", flip(16), nil, ErrDamaged},
		{"last byte", flip(-1), nil, ErrDamaged},
		{"end is missing", func(v []byte) []byte { return v[:len(v)-1] }, nil, ErrDamaged},
		{"all is missing but the first byte", func(v []byte) []byte { return v[:1] }, nil, ErrDamaged},
		{"all is missing but the header", func(v []byte) []byte { return v[:3] }, nil, ErrDamaged},
		{"something follows", func(v []byte) []byte { return append(v, 0) }, nil, ErrDamaged},
		{"not encrypted", func([]byte) []byte { return []byte(`p{"grant":{"token":{}}}`) }, nil, ErrNotEncrypted},
		{"something else", func([]byte) []byte { return []byte("hello") }, nil, ErrUnknownVersion},
		{"other key", func(v []byte) []byte { return v }, keys(testKey(t, "2")), ErrUnknownKey},
		{"other key with the same ID", func(v []byte) []byte { return v }, keys(sameID), ErrDamaged},
		{"no key", func(v []byte) []byte { return v }, func(c *TokenStoreConfig) { c.Keys, c.Plaintext = nil, true }, ErrUnknownKey},
	}
	server := redistest.Start(t)
	rdb := server.Client()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server.Flush(rdb)
			store := mustStore(t, rdb)
			mustSave(t, store, grantOf(1))
			value, err := rdb.Get(t.Context(), store.login).Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if test.name == "nothing" {
				wantGrant(t, store, grantOf(1))
			}
			rdb.Set(t.Context(), store.login, test.change(bytes.Clone(value)), 0)
			if test.reader == nil {
				test.reader = func(*TokenStoreConfig) {}
			}
			reader := mustStore(t, rdb, test.reader)
			_, err = reader.Load(t.Context())
			if !errors.Is(err, test.want) || errors.Is(err, spotify.ErrNoToken) || strings.Contains(err.Error(), anySecret) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			// Whatever is there, the user can log in again.
			mustSave(t, reader, with(grantOf(2), func(g *spotify.Grant) { g.AuthorizedAt = loginAt.Add(time.Hour) }))
			if _, err := reader.Load(t.Context()); err != nil {
				t.Errorf("error %v after a new login", err)
			}
		})
	}
}

// A token is not put over one that cannot be read, because that may be the newer one.
func TestSaveOverUnreadable(t *testing.T) {
	rdb := redistest.Start(t).Client()
	old, next := mustStore(t, rdb), mustStore(t, rdb, func(c *TokenStoreConfig) { c.Keys = []Key{testKey(t, "2"), testKey(t, "1")} })
	mustSave(t, old, grantOf(0))
	mustLoad(t, next)
	mustSave(t, next, grantOf(1))
	if err := old.Save(t.Context(), grantOf(2)); !errors.Is(err, ErrUnknownKey) {
		t.Errorf("error %v, want %v", err, ErrUnknownKey)
	}
	wantGrant(t, next, grantOf(1))
	rdb.Set(t.Context(), next.login, "\x01garbage", 0)
	mustSave(t, next, grantOf(2)) // nothing can be lost
	wantGrant(t, next, grantOf(2))
}

func TestSwappedValues(t *testing.T) {
	rdb := redistest.Start(t).Client()
	stores := mustStores(t, rdb)
	ann, bob := stores.For("ann"), stores.For("bob")
	mustSave(t, ann, grantOf(1))
	mustSave(t, bob, grantOf(2))
	copyValue(t, rdb, ann.login, bob.login)
	if _, err := bob.Load(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v for the login of another user", err)
	}
	other, err := NewTokenStores(rdb, tokenConfig(t, func(c *TokenStoreConfig) { c.App = "other" }))
	if err != nil {
		t.Fatal(err)
	}
	copyValue(t, rdb, ann.login, other.For("ann").login)
	if _, err := other.For("ann").Load(t.Context()); !errors.Is(err, ErrDamaged) {
		t.Errorf("error %v for the login of another app", err)
	}
	notes := rdb.HGetAll(t.Context(), stores.server.index).Val()
	rdb.HSet(t.Context(), stores.server.index, ann.user, notes[bob.user])
	for name, err := range stores.List(t.Context()) {
		if (err == nil) != (name == "bob") || err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("listed %q, error %v", name, err)
		}
	}
}

func copyValue(t *testing.T, rdb redis.UniversalClient, from, to string) {
	t.Helper()
	value, err := rdb.Get(t.Context(), from).Bytes()
	if err == nil {
		err = rdb.Set(t.Context(), to, value, 0).Err()
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Two processes exchange a key for another one, one after the other, while both refresh.
func TestKeyRotation(t *testing.T) {
	rdb := redistest.Start(t).Client()
	one, two := testKey(t, "1"), testKey(t, "2")
	keys := func(keys ...Key) func(*TokenStoreConfig) { return func(c *TokenStoreConfig) { c.Keys = keys } }
	mustSave(t, mustStore(t, rdb, keys(one)), grantOf(0))
	n := 0
	for _, phase := range []struct{ a, b []Key }{
		{[]Key{one}, []Key{one, two}}, {[]Key{one, two}, []Key{one, two}}, {[]Key{one, two}, []Key{two, one}}, {[]Key{two, one}, []Key{two, one}}, {[]Key{two}, []Key{two, one}}, {[]Key{two}, []Key{two}},
	} {
		a, b := mustStore(t, rdb, keys(phase.a...)), mustStore(t, rdb, keys(phase.b...))
		mustLoad(t, a)
		for range 2 {
			mustLoad(t, b)
			n++
			mustSave(t, a, grantOf(n))
			// It is compared over keys, too.
			if err := b.Save(t.Context(), grantOf(100)); !errors.Is(err, spotify.ErrTokenReplaced) {
				t.Errorf("error %v, want %v", err, spotify.ErrTokenReplaced)
			}
			wantGrant(t, b, grantOf(n))
			n++
			mustSave(t, b, grantOf(n))
			wantGrant(t, a, grantOf(n))
		}
	}
}

func TestRotate(t *testing.T) {
	for name, old := range map[string]func(*TokenStoreConfig){
		"key":         func(*TokenStoreConfig) {},
		"unencrypted": func(c *TokenStoreConfig) { c.Keys, c.Plaintext = nil, true },
	} {
		t.Run(name, func(t *testing.T) {
			rdb := redistest.Start(t).Client()
			before := mustStores(t, rdb, old, func(c *TokenStoreConfig) { c.Expiry = time.Hour })
			users := []string{"ann", "bob", "cleo"}
			for i, user := range users {
				mustSave(t, before.For(user), grantOf(i))
			}
			both := mustStores(t, rdb, old, func(c *TokenStoreConfig) { c.Keys = append([]Key{testKey(t, "2")}, c.Keys...) })
			rdb.Set(t.Context(), both.For("bob").login, "\x01garbage", 0)
			changed, err := both.Rotate(t.Context())
			if changed != 2 || !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), both.For("bob").login) {
				t.Errorf("%d changed, error %v", changed, err)
			}
			rdb.Del(t.Context(), both.For("bob").login)
			if changed, err := both.Rotate(t.Context()); changed != 0 || err != nil {
				t.Errorf("%d changed again, error %v", changed, err)
			}
			after := mustStores(t, rdb, func(c *TokenStoreConfig) { c.Keys = []Key{testKey(t, "2")} })
			wantGrant(t, after.For("ann"), grantOf(0))
			wantGrant(t, after.For("cleo"), grantOf(2))
			if left := rdb.PTTL(t.Context(), after.For("ann").login).Val(); left <= 0 {
				t.Errorf("it lives for %v, want less than an hour", left)
			}
			wantUsers(t, after, "ann", "cleo")
			if _, err := before.For("ann").Load(t.Context()); !errors.Is(err, ErrUnknownKey) {
				t.Errorf("error %v without the key", err)
			}
		})
	}
}
