package spotifyredis

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

func mustStores(t *testing.T, rdb redis.UniversalClient, change ...func(*TokenStoreConfig)) *TokenStores {
	t.Helper()
	stores, err := NewTokenStores(rdb, tokenConfig(t, change...))
	if err != nil {
		t.Fatal(err)
	}
	return stores
}

func wantUsers(t *testing.T, stores *TokenStores, want ...string) {
	t.Helper()
	var got []string
	for user, err := range stores.List(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		got = append(got, user)
	}
	slices.Sort(got)
	want = slices.Sorted(slices.Values(want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("users (-want +got):\n%s", diff)
	}
}

func TestUsers(t *testing.T) {
	rdb := redistest.Start(t).Client()
	stores := mustStores(t, rdb, func(c *TokenStoreConfig) { c.App, c.Prefix = "{a:p}p%", "pre{fix" })
	wantUsers(t, stores)
	// Any text is a name.
	users := []string{"", "ann", "Ann", "a{n}n", "a:n", "ann@example.org", "\x00\xff", "日本", "ann\n"}
	for i, user := range users {
		mustSave(t, stores.For(user), grantOf(i))
	}
	for i, user := range users {
		wantGrant(t, stores.For(user), grantOf(i))
	}
	wantUsers(t, stores, users...)
	wantUsers(t, mustStores(t, rdb)) // those of another app are not listed
	for range stores.List(t.Context()) {
		break // which must not go on
	}
	if err := stores.Delete(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	wantUsers(t, stores, slices.DeleteFunc(slices.Clone(users), func(user string) bool { return user == "ann" })...)
	if _, err := stores.For("ann").Load(t.Context()); !errors.Is(err, spotify.ErrNoToken) {
		t.Errorf("error %v after Delete", err)
	}
}

// The keys of a user are in one slot of a cluster, and braces in names do not change that.
func TestHashTags(t *testing.T) {
	rdb := redis.NewClient(&redis.Options{})
	defer rdb.Close()
	store := mustStores(t, rdb, func(c *TokenStoreConfig) { c.App, c.Prefix = "a}p{p", "p{}" }).For("x")
	const want = "p%7B%7D:{a%7Dp%7Bp:2d711642b726b04401627ca9fbac32f5}:"
	for _, key := range []string{store.login, store.lock, store.fence} {
		if len(key) < len(want) || key[:len(want)] != want {
			t.Errorf("key %s, want one that begins with %s", key, want)
		}
	}
}

func TestManyUsers(t *testing.T) {
	rdb := redistest.Start(t).Client()
	stores := mustStores(t, rdb)
	var users []string
	for n := range 700 { // more than a scan returns at a time
		users = append(users, fmt.Sprint("user ", n))
		mustSave(t, stores.For(users[n]), grantOf(n))
	}
	wantUsers(t, stores, users...)
}

func TestExpiredUsersAreForgotten(t *testing.T) {
	rdb := redistest.Start(t).Client()
	stores := mustStores(t, rdb)
	for _, user := range []string{"ann", "bob", "cleo"} {
		mustSave(t, stores.For(user), grantOf(1))
	}
	index := stores.server.index
	rdb.Del(t.Context(), stores.For("ann").login, stores.For("bob").login)
	// That of bob is an old one, and nothing says that a new one is on its way.
	bob := stores.For("bob").user
	note := rdb.HGet(t.Context(), index, bob).Val()
	rdb.HSet(t.Context(), index, bob, fmt.Sprint(time.Now().Add(-2*noteAge).UnixMilli())+note[13:])
	wantUsers(t, stores, "cleo")
	notes := rdb.HGetAll(t.Context(), index).Val()
	if _, kept := notes[bob]; kept || len(notes) != 2 {
		t.Errorf("%d entries are left, that of bob: %t; want 2 without his", len(notes), kept)
	}
	mustSave(t, stores.For("bob"), grantOf(1))
	wantUsers(t, stores, "bob", "cleo")
}
