package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	callers = 10 // goroutines of each process

	// workList is a list of Redis that holds the IDs of the tracks that no process has read.
	workList = "workers:{demo}:tracks"

	reportEvery = 100 * time.Millisecond
)

// A progress is what a process tells the one that has started it, in a line of JSON.
type progress struct {
	Read    int64 `json:"read"`    // tracks
	Sent    int64 `json:"sent"`    // requests to the API
	Refused int64 `json:"refused"` // of these, with status 429
	Cached  int64 `json:"cached"`  // tracks that needed no request
}

// work is what each process does: it reads tracks until none is left.
func work(ctx context.Context, out io.Writer) error {
	perSecond, err := strconv.ParseFloat(os.Getenv(envRate), 64)
	if err != nil {
		return fmt.Errorf("%s: %w", envRate, err)
	}
	rdb := redis.NewClient(&redis.Options{Addr: os.Getenv(envRedis)})
	defer rdb.Close()
	traffic := new(traffic)
	client, err := newClient(ctx, rdb, perSecond,
		spotify.WithBaseURL(os.Getenv(envAPI)),
		spotify.WithHTTPClient(&http.Client{Transport: traffic}),
	)
	if err != nil {
		return err
	}

	var read atomic.Int64
	report := func() error {
		p := progress{Read: read.Load(), Sent: traffic.sent.Load(), Refused: traffic.refused.Load()}
		p.Cached = max(p.Read-p.Sent+p.Refused, 0)
		return json.NewEncoder(out).Encode(p)
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var group sync.WaitGroup
	for range callers {
		group.Go(func() {
			if err := readTracks(ctx, rdb, client, &read); err != nil {
				stop(err)
			}
		})
	}
	done := make(chan struct{})
	go func() { defer close(done); group.Wait() }()

	ticker := time.NewTicker(reportEvery)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return errors.Join(context.Cause(ctx), report())
		case <-ticker.C:
			if err := report(); err != nil {
				return err
			}
		}
	}
}

// readTracks takes one ID after the other.
func readTracks(ctx context.Context, rdb redis.UniversalClient, client *spotify.Client, read *atomic.Int64) error {
	for {
		id, err := rdb.LPop(ctx, workList).Result()
		switch {
		case errors.Is(err, redis.Nil):
			return nil
		case err != nil:
			return err
		}
		if _, err := client.Tracks.Get(ctx, spotify.TrackID(id), nil); err != nil {
			return err
		}
		read.Add(1)
	}
}

// A traffic counts requests to the API.
type traffic struct{ sent, refused atomic.Int64 }

func (t *traffic) RoundTrip(req *http.Request) (*http.Response, error) {
	t.sent.Add(1)
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err == nil && resp.StatusCode == http.StatusTooManyRequests {
		t.refused.Add(1)
	}
	return resp, err
}
