package storetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestCache tests a [spotify.Cache].
//
// newStorage returns a function that opens handles on one new, empty storage. It should have
// room for a few megabytes, so that nothing is dropped for want of room.
func TestCache(t *testing.T, newStorage func(t *testing.T) (open func() spotify.Cache)) {
	tests := []struct {
		name string
		test func(t *testing.T, open func() spotify.Cache)
	}{
		{"Missing", testMissing},
		{"Values", testValues},
		{"Keys", testKeys},
		{"Replace", testReplaceValue},
		{"DeleteValue", testDeleteValue},
		{"CopiesValue", testCopiesValue},
		{"EndedContext", testCacheEndedContext},
		{"Concurrent", testCacheConcurrent},
		{"Client", testCacheClient},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.test(t, newStorage(t)) })
	}
}

func wantValue(t *testing.T, cache spotify.Cache, key string, want []byte) {
	t.Helper()
	got, ok := cache.Get(t.Context(), key)
	switch {
	case !ok:
		t.Errorf("Get of key %.40q finds nothing", key)
	case !bytes.Equal(got, want):
		t.Errorf("Get of key %.40q returns %d bytes that begin with %.40q, want %d that begin with %.40q", key, len(got), got, len(want), want)
	}
}

func wantMissing(t *testing.T, cache spotify.Cache, key string) {
	t.Helper()
	if got, ok := cache.Get(t.Context(), key); ok {
		t.Errorf("Get of key %.40q returns %.40q, want nothing", key, got)
	}
}

func testMissing(t *testing.T, open func() spotify.Cache) {
	cache := open()
	wantMissing(t, cache, "key")
	cache.Delete(t.Context(), "key")
	wantMissing(t, cache, "key")
}

// Values are bytes of any kind.
func testValues(t *testing.T, open func() spotify.Cache) {
	noise := make([]byte, 100<<10)
	rand.Read(noise)
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for name, value := range map[string][]byte{
		"text": []byte(`{"name":"value"}`), "empty": {}, "zero": {0}, "bytes": all, "noise": noise,
		"large": bytes.Repeat([]byte(`{"name":"value"},`), 20_000),
	} {
		open().Set(t.Context(), name, value)
		wantValue(t, open(), name, value)
	}
}

// Keys are kept apart, however similar they are.
func testKeys(t *testing.T, open func() spotify.Cache) {
	cache := open()
	keys := []string{
		"", "k", "K", "k ", " k", "kk", "k/", "k/k", "k:k", "k*", "k?", "{k}", "é", "e\u0301", "%6b", `k"'\`,
		strings.Repeat("k", 500), strings.Repeat("k", 501),
	}
	for _, key := range keys {
		cache.Set(t.Context(), key, []byte("value of "+key))
	}
	for _, key := range keys {
		wantValue(t, open(), key, []byte("value of "+key))
	}
	cache.Delete(t.Context(), "k")
	wantMissing(t, cache, "k")
	for _, key := range []string{"K", "k*", "k/", "kk"} {
		wantValue(t, cache, key, []byte("value of "+key))
	}
}

func testReplaceValue(t *testing.T, open func() spotify.Cache) {
	a, b := open(), open()
	for _, value := range []string{"first", "a second, longer value", "3"} {
		a.Set(t.Context(), "key", []byte(value))
		wantValue(t, a, "key", []byte(value))
		wantValue(t, b, "key", []byte(value))
		a, b = b, a
	}
}

func testDeleteValue(t *testing.T, open func() spotify.Cache) {
	a, b := open(), open()
	a.Set(t.Context(), "key", []byte("value"))
	b.Delete(t.Context(), "key")
	wantMissing(t, a, "key")
	a.Set(t.Context(), "key", []byte("again"))
	wantValue(t, b, "key", []byte("again"))
}

// The client does not change what it has stored or got. So a cache may keep these bytes, but
// what it has given out must not change either.
func testCopiesValue(t *testing.T, open func() spotify.Cache) {
	cache := open()
	cache.Set(t.Context(), "key", []byte("first"))
	first, ok := cache.Get(t.Context(), "key")
	if !ok {
		t.Fatal("Get finds nothing")
	}
	cache.Set(t.Context(), "key", []byte("other"))
	cache.Delete(t.Context(), "key")
	for i := range 10 {
		cache.Set(t.Context(), fmt.Sprint(i), []byte("third"))
	}
	if string(first) != "first" {
		t.Errorf("a value that Get has returned is %q now, and was %q", first, "first")
	}
}

// When the context has ended, a cache returns soon, with or without having done anything.
func testCacheEndedContext(t *testing.T, open func() spotify.Cache) {
	cache := open()
	cache.Set(t.Context(), "key", []byte("value"))
	done := make(chan bool, 1)
	go func() {
		cache.Set(ended(), "other", []byte("other"))
		cache.Delete(ended(), "another")
		value, ok := cache.Get(ended(), "key")
		done <- !ok || string(value) == "value"
	}()
	if !await(t, done, "calls whose context has ended") {
		t.Error("Get returns a wrong value after its context has ended")
	}
	wantValue(t, cache, "key", []byte("value"))
}

// Readers see a whole value of the key, or none.
func testCacheConcurrent(t *testing.T, open func() spotify.Cache) {
	var group sync.WaitGroup
	for i := range 4 {
		cache := open()
		group.Go(func() {
			for n := range 25 {
				key := fmt.Sprint("key", n%3)
				value := bytes.Repeat([]byte(key), 1+(n+i)%5)
				cache.Set(t.Context(), key, value)
				got, ok := cache.Get(t.Context(), key)
				if ok && len(bytes.ReplaceAll(got, []byte(key), nil)) > 0 {
					t.Errorf("Get of %s returns %q", key, got)
				}
				if n%7 == 0 {
					cache.Delete(t.Context(), key)
				}
			}
		})
	}
	group.Wait()
}

// Two clients of one user share answers; those of another user do not get them.
func testCacheClient(t *testing.T, open func() spotify.Cache) {
	server := spotifytest.NewServer(t, spotifytest.MaxAge(time.Hour))
	id := server.Example().Track
	client := func(user string) *spotify.Client {
		return spotify.NewClient(
			spotify.WithBaseURL(server.URL),
			spotify.WithTokenSource(oauth2.StaticTokenSource(server.LastingToken(""))),
			spotify.WithCache(open()), spotify.WithCacheUser(user),
		)
	}
	read := func(client *spotify.Client, requests int) {
		t.Helper()
		before := len(server.Requests())
		if _, err := client.Tracks.Get(context.Background(), id, nil); err != nil {
			t.Error(err)
		}
		if n := len(server.Requests()) - before; n != requests {
			t.Errorf("a read has sent %d requests, want %d", n, requests)
		}
	}
	one, two := client("mira"), client("mira")
	read(one, 1)
	read(two, 0)
	read(client("theo"), 1)
}
