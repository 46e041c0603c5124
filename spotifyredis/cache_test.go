package spotifyredis

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

func newTestCache(rdb redis.UniversalClient, change ...func(*CacheConfig)) *Cache {
	config := CacheConfig{App: "app", Timeout: 2 * time.Second} // of a busy machine
	for _, f := range change {
		f(&config)
	}
	return NewCache(rdb, config)
}

func bufferLogger(log *bytes.Buffer) *slog.Logger { return slog.New(slog.NewTextHandler(log, nil)) }

func wantValue(t *testing.T, c *Cache, key, want string) {
	t.Helper()
	if got, ok := c.Get(t.Context(), key); !ok || string(got) != want {
		t.Errorf("%s: got %.40q of %d bytes, %t; want %.40q", key, got, len(got), ok, want)
	}
}

func wantMiss(t *testing.T, c *Cache, key string) {
	t.Helper()
	if got, ok := c.Get(t.Context(), key); ok || got != nil {
		t.Errorf("%s: got %.40q, want nothing", key, got)
	}
}

// noise cannot be compressed.
func noise(n int) string {
	random := rand.NewChaCha8([32]byte{1})
	text := make([]byte, n)
	random.Read(text)
	return string(text)
}

func TestCache(t *testing.T) {
	for name, change := range map[string]func(*CacheConfig){
		"plain":     func(*CacheConfig) {},
		"encrypted": func(c *CacheConfig) { c.Keys = []Key{testKey(t, "1")} },
	} {
		t.Run(name, func(t *testing.T) {
			rdb := redistest.Start(t).Client()
			cache, other := newTestCache(rdb, change), newTestCache(rdb, change)
			values := map[string]string{
				"": "of an empty key", "empty": "", "hush-key": "hush-value", "zeros": strings.Repeat("\x00", 100_000),
				"noise": noise(100_000), "limit": strings.Repeat("x", cacheMaxValue),
			}
			for key, value := range values {
				wantMiss(t, cache, key)
				cache.Set(t.Context(), key, []byte("before"))
				cache.Set(t.Context(), key, []byte(value))
				wantValue(t, other, key, value)
			}
			if content := dump(t, rdb); strings.Contains(content, "hush") != (name == "plain") || strings.Contains(content, "hush-key") {
				t.Errorf("stored %.2000q", content)
			}
			other.Delete(t.Context(), "empty")
			other.Delete(t.Context(), "never set")
			wantMiss(t, cache, "empty")
			other.Set(t.Context(), "zeros", make([]byte, cacheMaxValue+1))
			wantMiss(t, cache, "zeros")
			wantSums(t, rdb, cache, 4)
			wantMiss(t, newTestCache(rdb, change, func(c *CacheConfig) { c.App = "other" }), "hush-key")
			wantMiss(t, newTestCache(rdb, change, func(c *CacheConfig) { c.MaxValueBytes = 1000 }), "limit")
			wantMiss(t, newTestCache(rdb, change, func(c *CacheConfig) { c.MaxValueBytes = 1000 }), "noise")
		})
	}
}

// wantSums compares the lists of the cache with its values.
func wantSums(t *testing.T, rdb redis.UniversalClient, c *Cache, count int) {
	t.Helper()
	sum := 0
	keys := rdb.Keys(t.Context(), escapeGlob(c.values)+"*").Val()
	for _, key := range keys {
		sum += int(rdb.StrLen(t.Context(), key).Val()) + cacheOverhead
	}
	total, _ := rdb.HGet(t.Context(), c.sizes, "").Int()
	if listed := rdb.ZCard(t.Context(), c.index).Val(); len(keys) != count || int(listed) != count || total != sum {
		t.Errorf("%d values of %d bytes, listed are %d of %d bytes; want %d", len(keys), sum, listed, total, count)
	}
}

func escapeGlob(text string) string {
	return strings.NewReplacer("[", `\[`, "?", `\?`, "*", `\*`).Replace(text)
}

func TestCacheCompression(t *testing.T) {
	text := strings.Repeat("some text ", 1000)
	tests := []struct {
		name  string
		value string
		above int
		form  byte
	}{
		{"default", text, 0, cacheGzip},
		{"small", text[:4<<10], 0, cacheRaw},
		{"one byte more", text[:4<<10+1], 0, cacheGzip},
		{"never", text, -1, cacheRaw},
		{"from one byte on", text[:100], 1, cacheGzip},
		{"larger when compressed", "ab", 1, cacheRaw},
		{"noise", noise(10_000), 0, cacheRaw},
	}
	rdb := redistest.Start(t).Client()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cache := newTestCache(rdb, func(c *CacheConfig) { c.CompressAbove = test.above })
			cache.Set(t.Context(), "key", []byte(test.value))
			wantValue(t, cache, "key", test.value)
			stored, err := rdb.Get(t.Context(), cache.values+cacheName("key")).Bytes()
			if err != nil || stored[1] != test.form || len(stored) > len(test.value)+6 {
				t.Errorf("stored %d bytes of form %#x, error %v; want %#x", len(stored), stored[1], err, test.form)
			}
		})
	}
}

// Whatever stands there, it is a miss, and does not take more memory than allowed.
func TestDamagedCache(t *testing.T) {
	for name, keys := range map[string][]Key{"plain": nil, "encrypted": {testKey(t, "1")}} {
		t.Run(name, func(t *testing.T) {
			rdb := redistest.Start(t).Client()
			cache := newTestCache(rdb, func(c *CacheConfig) { c.Keys = keys; c.CompressAbove = 40 })
			codec := cache.codec()
			key := cache.values + cacheName("key")
			small, large := codec.encode(key, []byte("value")), codec.encode(key, bytes.Repeat([]byte("value"), 20))
			damaged := map[string][]byte{
				"other key":     codec.encode(cache.values+cacheName("other"), []byte("value")),
				"bomb":          codec.keys.seal(key, cacheText(key, cacheGzip, pack(make([]byte, 50<<20)))),
				"cut gzip":      codec.keys.seal(key, cacheText(key, cacheGzip, pack(make([]byte, 500))[:20])),
				"no gzip":       codec.keys.seal(key, cacheText(key, cacheGzip, []byte("value"))),
				"other version": codec.keys.seal(key, cacheText(key, 0x20, []byte("value"))),
				"short":         codec.keys.seal(key, []byte{cacheRaw, 0, 0}),
				"nothing":       {}, "one byte": {formPlain}, "text": []byte("hello, this is something else"),
			}
			for what, value := range map[string][]byte{"small": small, "large": large} {
				for i := range value {
					changed := bytes.Clone(value)
					changed[i] ^= 0x10
					damaged[fmt.Sprint(what, ", byte ", i)] = changed
					damaged[fmt.Sprint(what, ", cut at ", i)] = value[:i]
				}
			}
			for what, value := range damaged {
				rdb.Set(t.Context(), key, value, 0)
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				if got, ok := cache.Get(t.Context(), "key"); ok {
					t.Errorf("%s: got %.40q of %d bytes", what, got, len(got))
				}
				if runtime.ReadMemStats(&after); after.TotalAlloc-before.TotalAlloc > 20<<20 {
					t.Errorf("%s took %d bytes of memory", what, after.TotalAlloc-before.TotalAlloc)
				}
			}
			rdb.Set(t.Context(), key, small, 0)
			wantValue(t, cache, "key", "value")
			rdb.Del(t.Context(), key)
			rdb.HSet(t.Context(), key, "field", "something else") // the server refuses
			wantMiss(t, cache, "key")
		})
	}
}

// cacheText is a value before it is sealed.
func cacheText(name string, form byte, content []byte) []byte {
	sum := checksum(form, name, content)
	return append([]byte{form, byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}, content...)
}

// Values are read with old keys, and never without.
func TestCacheKeys(t *testing.T) {
	rdb := redistest.Start(t).Client()
	with := func(ids ...string) *Cache {
		return newTestCache(rdb, func(c *CacheConfig) {
			for _, id := range ids {
				c.Keys = append(c.Keys, testKey(t, id))
			}
		})
	}
	with("1").Set(t.Context(), "key", []byte("value"))
	wantValue(t, with("2", "1"), "key", "value")
	wantMiss(t, with("2"), "key")
	wantMiss(t, with(), "key")
	with().Set(t.Context(), "key", []byte("forged"))
	wantMiss(t, with("1"), "key")

	var log bytes.Buffer
	broken := newTestCache(rdb, func(c *CacheConfig) { c.Keys = []Key{{}}; c.Logger = bufferLogger(&log) })
	broken.Set(t.Context(), "secret", []byte("value"))
	wantMiss(t, with(), "secret")
	if !strings.Contains(log.String(), "the cache keeps nothing") {
		t.Errorf("logged %q", log.String())
	}
	none := newTestCache(nil, func(c *CacheConfig) { c.Logger = bufferLogger(&log) })
	none.Set(t.Context(), "key", nil)
	none.Delete(t.Context(), "key")
	wantMiss(t, none, "key")
}

func TestCacheIsFull(t *testing.T) {
	rdb := redistest.Start(t).Client()
	const size = 1000
	cache := newTestCache(rdb, func(c *CacheConfig) { c.MaxBytes = 5*(size+6+cacheOverhead) + 10 })
	for n := range 12 {
		cache.Set(t.Context(), fmt.Sprint(n), []byte(noise(size)))
		if n == 8 {
			cache.Set(t.Context(), "7", []byte(noise(size))) // written again, so that it is newer than 8
		}
		time.Sleep(2 * time.Millisecond) // times of writing are those of the server
	}
	for n := range 12 {
		_, ok := cache.Get(t.Context(), fmt.Sprint(n))
		if want := n == 7 || n >= 8; ok != want {
			t.Errorf("%d: %t, want %t", n, ok, want)
		}
	}
	wantSums(t, rdb, cache, 5)
	// One that is larger than all may be drives nothing out for nothing.
	tight := newTestCache(rdb, func(c *CacheConfig) { c.MaxBytes = 100 })
	tight.Set(t.Context(), "large", []byte("value"))
	wantMiss(t, tight, "large")
}

func TestCacheExpiry(t *testing.T) {
	t.Parallel()
	rdb := redistest.StartReal(t).Client() // whose clock goes on by itself
	cache := newTestCache(rdb, func(c *CacheConfig) { c.TTL = 600 * time.Millisecond })
	for n := range 3 {
		cache.Set(t.Context(), fmt.Sprint(n), []byte("value"))
	}
	wantValue(t, cache, "0", "value")
	time.Sleep(350 * time.Millisecond)
	cache.Set(t.Context(), "1", []byte("value"))
	time.Sleep(350 * time.Millisecond)
	wantMiss(t, cache, "0")
	wantValue(t, cache, "1", "value")
	cache.Set(t.Context(), "3", []byte("value"))
	wantSums(t, rdb, cache, 2)
	time.Sleep(700 * time.Millisecond)
	if left := rdb.Keys(t.Context(), "*").Val(); len(left) != 0 {
		t.Errorf("%v are left", left)
	}
	standard := newTestCache(rdb)
	standard.Set(t.Context(), "key", nil)
	if left := rdb.PTTL(t.Context(), standard.values+cacheName("key")).Val(); left <= 23*time.Hour || left > 24*time.Hour {
		t.Errorf("it lives for %v", left)
	}
}

// A server that runs out of memory may drop any key.
func TestCacheLosesAList(t *testing.T) {
	rdb := redistest.Start(t).Client()
	cache := newTestCache(rdb, func(c *CacheConfig) { c.MaxBytes = 100 * cacheOverhead })
	for _, lost := range []string{cache.index, cache.sizes} {
		for n := range 10 {
			cache.Set(t.Context(), fmt.Sprint(n), []byte("value"))
		}
		rdb.Del(t.Context(), lost)
		cache.Set(t.Context(), "new", []byte("value"))
		wantValue(t, cache, "new", "value")
		total, _ := rdb.HGet(t.Context(), cache.sizes, "").Int()
		if listed := rdb.ZCard(t.Context(), cache.index).Val(); listed != 1 || total < cacheOverhead || total > 2*cacheOverhead {
			t.Errorf("without %s: %d values of %d bytes are listed, want 1", lost, listed, total)
		}
	}
}

func TestCacheShowsNothing(t *testing.T) {
	config := CacheConfig{App: "app", Keys: []Key{testKey(t, "1")}}
	rdb := redis.NewClient(&redis.Options{Password: anySecret})
	defer rdb.Close()
	cache := NewCache(rdb, config)
	type holder struct{ value any }
	showsNothing(t, []string{anySecret}, config, cache, holder{config}, holder{cache}, struct{ c *Cache }{cache})
}

// A client uses it across processes and new tokens.
func TestCacheOfAClient(t *testing.T) {
	rdb := redistest.Start(t).Client()
	fake := spotifytest.NewServer(t, spotifytest.MaxAge(time.Hour))
	for range 2 {
		options := append(fake.ClientOptions("", "user-read-private"), spotify.WithCache(newTestCache(rdb)), spotify.WithCacheUser("ann"))
		client := spotify.NewClient(options...)
		if _, err := client.Users.Me(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if n := fake.Count(); n != 1 {
		t.Errorf("%d requests, want 1: the second process finds the answer", n)
	}
}
