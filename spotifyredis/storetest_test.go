package spotifyredis_test

import (
	"crypto/rand"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest/storetest"
	"github.com/spotgen/spotgen/spotifyredis"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

func TestTokenStoreConforms(t *testing.T) {
	secret := make([]byte, 32)
	rand.Read(secret)
	key, err := spotifyredis.NewKey("test", secret)
	if err != nil {
		t.Fatal(err)
	}
	config := spotifyredis.TokenStoreConfig{App: "test", Keys: []spotifyredis.Key{key}}
	storetest.TestTokenStore(t, func(t *testing.T) func() spotify.TokenStore {
		server := redistest.Start(t)
		return func() spotify.TokenStore {
			store, err := spotifyredis.NewTokenStore(server.Client(), "mira", config)
			if err != nil {
				t.Fatal(err)
			}
			return store
		}
	})
}

func TestCacheConforms(t *testing.T) {
	storetest.TestCache(t, func(t *testing.T) func() spotify.Cache {
		server := redistest.Start(t)
		return func() spotify.Cache {
			return spotifyredis.NewCache(server.Client(), spotifyredis.CacheConfig{App: "test"})
		}
	})
}

func TestLimiterConforms(t *testing.T) {
	storetest.TestLimiter(t, func(t *testing.T, limits spotify.LimiterConfig) func() spotify.Limiter {
		server := redistest.Start(t)
		return func() spotify.Limiter {
			return spotifyredis.NewLimiter(server.Client(), spotifyredis.LimiterConfig{App: "test", LimiterConfig: limits})
		}
	})
}
