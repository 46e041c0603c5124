package spotifyredis

import (
	"net"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/spotifyredis/internal/redistest"
)

// A refusal of one client holds back the clients of other processes.
func TestLimiterClients(t *testing.T) {
	t.Parallel()
	const wait = 300 * time.Millisecond
	api := spotifytest.NewServer(t, spotifytest.RealTime())
	var clients []*spotify.Client
	for _, l := range limiters(t, redistest.Start(t), 3, LimiterConfig{}) {
		clients = append(clients, spotify.NewClient(append(api.ClientOptions(""), spotify.WithLimiter(l))...))
	}
	get := func(client *spotify.Client, options ...spotify.RequestOption) error {
		_, err := client.Tracks.Get(t.Context(), api.Example().Track, nil, options...)
		return err
	}
	api.Fail(1, spotifytest.RateLimited(wait))
	begun := time.Now()
	if err := get(clients[0], spotify.WithoutRetry()); err == nil {
		t.Fatal("the request is not refused")
	}
	var calls sync.WaitGroup
	for i := range 15 {
		calls.Go(func() {
			if err := get(clients[i%3]); err != nil {
				t.Error(err)
			}
			if passed := time.Since(begun); passed < wait {
				t.Errorf("a request is answered after %v, want at least %v", passed, wait)
			}
		})
	}
	calls.Wait()
	if n := len(api.Requests()); n != 16 {
		t.Errorf("%d requests were sent, want 16", n)
	}
}

// In a cluster, a script may use the keys of one place only.
func TestLimiterCluster(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, bus, _ := net.SplitHostPort(listener.Addr().String())
	listener.Close()
	server := redistest.StartReal(t, "--cluster-enabled", "yes", "--cluster-port", bus)
	must(t, server.Client().Do(t.Context(), "CLUSTER", "ADDSLOTSRANGE", "0", "16383"))
	cluster := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{server.Addr}})
	defer cluster.Close()
	for begun := time.Now(); cluster.Ping(t.Context()).Err() != nil || cluster.Set(t.Context(), "key", "", 0).Err() != nil; time.Sleep(10 * time.Millisecond) {
		if time.Since(begun) > patience {
			t.Fatal("the cluster does not begin")
		}
	}
	l := NewLimiter(cluster, LimiterConfig{App: "app", OnFailure: FailClosed, Timeout: patience,
		LimiterConfig: spotify.LimiterConfig{PerSecond: 100, Concurrent: 2}})
	l.Refused(t.Context(), "GET tracks/{}", time.Hour)
	l.ResetCooldown(t.Context())
	for range 3 {
		mustAcquire(t, l, "GET tracks/{}")()
	}
	if err := l.server.outage(); err != nil {
		t.Error(err)
	}
}
