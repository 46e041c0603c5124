package spotifyredis

import (
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// A cluster refuses scripts whose keys are in several slots, even if it has one server only.
func TestStoresInACluster(t *testing.T) {
	server := redistest.StartReal(t, "--cluster-enabled", "yes")
	if err := server.Client().Do(t.Context(), "CLUSTER", "ADDSLOTSRANGE", 0, 16383).Err(); err != nil {
		t.Fatal(err)
	}
	rdb := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{server.Addr}})
	defer rdb.Close()
	await(t, func() bool { return rdb.Set(t.Context(), "key", "value", 0).Err() == nil }) // it takes a moment
	stores := mustStores(t, rdb, func(c *TokenStoreConfig) { c.Expiry = time.Hour })
	for i, user := range []string{"ann", "bob", "cleo"} {
		store := stores.For(user)
		unlock := mustLock(t, store)
		mustSave(t, store, grantOf(i))
		unlock()
		wantGrant(t, stores.For(user), grantOf(i))
	}
	if err := stores.Delete(t.Context(), "ann"); err != nil {
		t.Fatal(err)
	}
	wantUsers(t, stores, "bob", "cleo")
	next := mustStores(t, rdb, func(c *TokenStoreConfig) { c.Keys = []Key{testKey(t, "2"), testKey(t, "1")} })
	if changed, err := next.Rotate(t.Context()); changed != 2 || err != nil {
		t.Errorf("%d changed, error %v", changed, err)
	}
	cache := newTestCache(rdb)
	cache.Set(t.Context(), "key", []byte("value"))
	wantValue(t, cache, "key", "value")
	cache.Delete(t.Context(), "key")
	wantMiss(t, cache, "key")
}
