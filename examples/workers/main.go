// Workers shows three processes that act as one app for one user. They share a rate budget,
// a login whose refresh token can be used once only, and cached answers, through Redis. A
// table shows what each of them does. It starts a fake Spotify, the processes, and a Redis
// server, so it needs neither an account nor a network:
//
//	go -C examples/workers run .
//
// With --redis=HOST:PORT, it uses a server that runs already. Where none is installed, one in
// this process stands in for it.
package main

import (
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/spotifyredis"
)

func main() {
	log.SetFlags(0)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	job := defaultJob
	flag.StringVar(&job.redis, "redis", "", "address of a Redis server to use")
	flag.IntVar(&job.tracks, "tracks", job.tracks, "how many tracks to read")
	flag.Float64Var(&job.perSecond, "rate", job.perSecond, "how many requests the fake Spotify admits per second")
	worker := flag.Bool("worker", false, "be one of the processes (the program starts them itself)")
	flag.Parse()

	run := func() error { return job.run(ctx, os.Stdout, isTerminal(os.Stdout)) }
	if *worker {
		run = func() error { return work(ctx, os.Stdout) }
	}
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

// Settings are what each process is given in its environment.
const (
	envRedis    = "WORKERS_REDIS"    // host:port
	envKey      = "WORKERS_KEY"      // 32 random bytes in hexadecimal, to encrypt logins
	envAPI      = "WORKERS_API"      // with Spotify, leave out WithBaseURL
	envAccounts = "WORKERS_ACCOUNTS" // with Spotify, leave out AccountsURL
	envRate     = "WORKERS_RATE"     // requests per second of all processes together
)

const (
	clientID = "5fe01282e44241328a84e7c5cc169165" // made up
	user     = "mira"
)

// newClient is the part to copy. All machines of an app make their client in this way: with
// the same App, the same key, and the same limits.
func newClient(ctx context.Context, rdb redis.UniversalClient, perSecond float64, options ...spotify.ClientOption) (*spotify.Client, error) {
	logins, err := newLogins(rdb)
	if err != nil {
		return nil, err
	}
	auth, err := newAuthenticator()
	if err != nil {
		return nil, err
	}
	source, err := auth.StoredTokenSource(ctx, logins.For(user))
	if err != nil {
		return nil, err
	}
	limiter := spotifyredis.NewLimiter(rdb, spotifyredis.LimiterConfig{
		App:           clientID,
		LimiterConfig: spotify.LimiterConfig{PerSecond: perSecond, Concurrent: 8},
	})
	cache := spotifyredis.NewCache(rdb, spotifyredis.CacheConfig{App: clientID, TTL: time.Hour})
	return spotify.NewClient(append(options,
		spotify.WithTokenSource(source),
		spotify.WithLimiter(limiter),
		spotify.WithCache(cache), spotify.WithCacheUser(user),
	)...), nil
}

func newLogins(rdb redis.UniversalClient) (*spotifyredis.TokenStores, error) {
	secret, err := hex.DecodeString(os.Getenv(envKey))
	if err != nil {
		return nil, fmt.Errorf("%s is not hexadecimal", envKey) // and not what it is
	}
	key, err := spotifyredis.NewKey("2026-11", secret)
	if err != nil {
		return nil, err
	}
	return spotifyredis.NewTokenStores(rdb, spotifyredis.TokenStoreConfig{
		App:  clientID,
		Keys: []spotifyredis.Key{key},
	})
}

func newAuthenticator() (*spotify.Authenticator, error) {
	return spotify.NewAuthenticator(spotify.AuthConfig{
		ClientID:    clientID,
		Scopes:      []spotify.Scope{spotify.ScopeUserReadPrivate},
		AccountsURL: os.Getenv(envAccounts),
	})
}
