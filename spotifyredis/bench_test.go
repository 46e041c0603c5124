package spotifyredis_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// BenchmarkCall measures what sharing adds to a call over the loopback interface: the median
// and the 99th percentile of the time of one call after the other, and the operations of
// Redis for each. The budgets are so large that no call waits.
//
//	go -C spotifyredis test -run '^$' -bench Call -benchtime 5000x .
func BenchmarkCall(b *testing.B) {
	const body = `{"id":"6kLCHFM39wkFjOuyPGLGeQ","name":"A track","type":"track","uri":"spotify:track:6kLCHFM39wkFjOuyPGLGeQ"}`
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "private, max-age=3600")
		w.Write([]byte(body))
	}))
	defer api.Close()

	budget := spotify.LimiterConfig{PerSecond: 1e6, Burst: 1e6}
	capped := budget
	capped.Concurrent = 100
	tests := []struct {
		name    string
		options func(rdb redis.UniversalClient) []spotify.ClientOption
	}{
		{"no limiter", func(redis.UniversalClient) []spotify.ClientOption { return nil }},
		{"limiter in memory", func(redis.UniversalClient) []spotify.ClientOption {
			return []spotify.ClientOption{spotify.WithLimiter(spotify.NewLimiter(capped))}
		}},
		{"limiter in Redis", func(rdb redis.UniversalClient) []spotify.ClientOption {
			return []spotify.ClientOption{spotify.WithLimiter(spotifyredis.NewLimiter(rdb, spotifyredis.LimiterConfig{App: "bench", LimiterConfig: budget}))}
		}},
		{"limiter in Redis with Concurrent", func(rdb redis.UniversalClient) []spotify.ClientOption {
			return []spotify.ClientOption{spotify.WithLimiter(spotifyredis.NewLimiter(rdb, spotifyredis.LimiterConfig{App: "bench", LimiterConfig: capped}))}
		}},
		{"cache in memory", func(redis.UniversalClient) []spotify.ClientOption {
			return []spotify.ClientOption{spotify.WithCache(spotify.NewMemoryCache(0)), spotify.WithCacheUser("mira")}
		}},
		{"cache in Redis", func(rdb redis.UniversalClient) []spotify.ClientOption {
			return []spotify.ClientOption{spotify.WithCache(spotifyredis.NewCache(rdb, spotifyredis.CacheConfig{App: "bench"})), spotify.WithCacheUser("mira")}
		}},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			rdb := redistest.Start(b).Client()
			operations := new(counter)
			rdb.AddHook(operations)
			client := spotify.NewClient(append(test.options(rdb), spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})), spotify.WithBaseURL(api.URL))...)
			call := func() {
				if _, err := client.Tracks.Get(b.Context(), "6kLCHFM39wkFjOuyPGLGeQ", nil); err != nil {
					b.Fatal(err)
				}
			}
			for range 10 {
				call() // opens connections, loads scripts, and fills caches
			}
			operations.n.Store(0)
			times := make([]time.Duration, 0, b.N)
			for b.Loop() {
				begun := time.Now()
				call()
				times = append(times, time.Since(begun))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Nanoseconds())/1e3, "p50-µs")
			b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds())/1e3, "p99-µs")
			b.ReportMetric(float64(operations.n.Load())/float64(len(times)), "operations/call")
		})
	}
}

// A counter counts what is sent to Redis.
type counter struct{ n atomic.Int64 }

func (c *counter) DialHook(next redis.DialHook) redis.DialHook {
	return func(ctx context.Context, network, addr string) (net.Conn, error) { return next(ctx, network, addr) }
}

func (c *counter) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		c.n.Add(1)
		return next(ctx, cmd)
	}
}

func (c *counter) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error {
		c.n.Add(int64(len(cmds)))
		return next(ctx, cmds)
	}
}
