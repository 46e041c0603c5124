package storetest_test

import (
	"path/filepath"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest/storetest"
)

func TestMemoryStore(t *testing.T) {
	storetest.TestTokenStore(t, func(*testing.T) func() spotify.TokenStore {
		store := spotify.NewMemoryStore()
		return func() spotify.TokenStore { return store }
	})
}

func TestFileStore(t *testing.T) {
	storetest.TestTokenStore(t, func(t *testing.T) func() spotify.TokenStore {
		path := filepath.Join(t.TempDir(), "login.json")
		return func() spotify.TokenStore { return spotify.NewFileStore(path) }
	})
}

func TestMemoryCache(t *testing.T) {
	storetest.TestCache(t, func(*testing.T) func() spotify.Cache {
		cache := spotify.NewMemoryCache(0)
		return func() spotify.Cache { return cache }
	})
}

func TestLocalLimiter(t *testing.T) {
	storetest.TestLimiter(t, func(_ *testing.T, config spotify.LimiterConfig) func() spotify.Limiter {
		limiter := spotify.NewLimiter(config)
		return func() spotify.Limiter { return limiter }
	})
}
