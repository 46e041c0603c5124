package recipes_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A request is refused, and a later one is allowed.
func TestRefusedForTheRate(t *testing.T) {
	server := spotifytest.NewServer(t)
	server.LimitRate(2, 30*time.Second)
	ctx, id := t.Context(), server.Example().Track

	client := server.Client()
	for range 2 {
		if _, err := client.Tracks.Get(ctx, id, nil); err != nil {
			t.Fatal(err)
		}
	}
	_, err := client.Tracks.Get(ctx, id, nil, spotify.WithoutRetry())
	var refusal *spotify.APIError
	if !errors.Is(err, spotify.ErrRateLimited) || !errors.As(err, &refusal) || refusal.RetryAfter != 30*time.Second {
		t.Fatalf("got %v, want to be told to wait for 30 s", err)
	}

	server.Advance(refusal.RetryAfter)
	client = server.Client() // the first one waits by the clock of the computer
	if _, err := client.Tracks.Get(ctx, id, nil); err != nil {
		t.Error(err)
	}
}

// The client waits until its requests are admitted, which takes no time.
func TestWaitsForTheRateLimit(t *testing.T) {
	server := spotifytest.NewServer(t)
	server.LimitRate(2, 30*time.Second)
	synctest.Test(t, func(t *testing.T) {
		go passTime(t.Context(), server)
		start := time.Now()
		for _, err := range clientInBubble(server).Tracks.AllSaved(t.Context(), nil) {
			if err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took < 90*time.Second || took > 100*time.Second {
			t.Errorf("it took %v, want 30 s for each two pages after the first two", took)
		}
	})
	if n := server.Count(spotify.OpTracksListSaved); n != 7+2 {
		t.Errorf("%d requests, want one for each page of 50, and 2 that were refused", n)
	}
}

// passTime moves the clock of the server, which is outside of the bubble, along with the
// clock of the bubble.
func passTime(ctx context.Context, server *spotifytest.Server) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Second):
			server.Advance(time.Second)
		}
	}
}

// clientInBubble keeps no connections: the time of a bubble stands still while there is
// one to a server outside.
func clientInBubble(server *spotifytest.Server) *spotify.Client {
	transport := &http.Transport{DisableKeepAlives: true}
	return spotify.NewClient(append(server.ClientOptions("", spotifytest.AllScopes()...),
		spotify.WithHTTPClient(&http.Client{Transport: transport}))...)
}
