package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

const (
	here  = "GET tracks/{}"
	there = "PUT me/player/pause"
)

// wantCooldown checks that nothing may be sent to an endpoint for at most a time, and for more
// than another one.
func wantCooldown(t *testing.T, limiter spotify.SharedLimiter, endpoint string, more, most time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	release, err := limiter.AcquireFor(ctx, endpoint)
	var cooldown *spotify.CooldownError
	switch {
	case !errors.As(err, &cooldown):
		t.Errorf("AcquireFor %s: error %v, want a *spotify.CooldownError", endpoint, err)
	case release != nil:
		t.Errorf("AcquireFor %s returns a release beside an error", endpoint)
	case cooldown.Wait <= more || cooldown.Wait > most:
		t.Errorf("AcquireFor %s says to wait for %v, want more than %v and at most %v", endpoint, cooldown.Wait, more, most)
	case cooldown.Endpoint != "" && cooldown.Endpoint != endpoint:
		t.Errorf("AcquireFor %s says that %s has to wait", endpoint, cooldown.Endpoint)
	}
}

func wantNoCooldown(t *testing.T, limiter spotify.SharedLimiter, endpoint string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	release, err := limiter.AcquireFor(ctx, endpoint)
	if err != nil {
		t.Errorf("AcquireFor %s: %v", endpoint, err)
	}
	if release != nil {
		release()
	}
}

// What one process is refused, the others wait for: all endpoints, or the one. A shorter wait
// does not end a longer one.
func testCooldown(t *testing.T, open func() spotify.Limiter) {
	openShared := openAs[spotify.SharedLimiter](t, open)
	a, b := openShared(), openShared()
	wantNoCooldown(t, b, here)
	a.Refused(t.Context(), here, time.Hour)
	wantCooldown(t, b, here, 50*time.Minute, time.Hour)
	wantCooldown(t, openShared(), here, 50*time.Minute, time.Hour)
	wantNoCooldown(t, b, there)
	b.Refused(t.Context(), here, time.Minute)
	wantCooldown(t, a, here, 50*time.Minute, time.Hour)
	b.Refused(t.Context(), here, 3*time.Hour)
	wantCooldown(t, a, here, 2*time.Hour, 3*time.Hour)

	b.Refused(t.Context(), "", 2*time.Hour)
	wantCooldown(t, a, there, time.Hour, 2*time.Hour)
	wantCooldown(t, a, here, time.Hour, 3*time.Hour)
	if _, err := a.Acquire(t.Context()); !errors.As(err, new(*spotify.CooldownError)) {
		t.Errorf("Acquire: error %v while all endpoints have to wait, want a *spotify.CooldownError", err)
	}
}

// After the wait, requests are permitted again.
func testCooldownEnds(t *testing.T, open func() spotify.Limiter) {
	openShared := openAs[spotify.SharedLimiter](t, open)
	a, b := openShared(), openShared()
	const wait = 200 * time.Millisecond
	begun := time.Now()
	a.Refused(t.Context(), "", wait)
	a.Refused(t.Context(), here, wait)
	for _, limiter := range []spotify.SharedLimiter{a, b} {
		for {
			release, err := limiter.AcquireFor(t.Context(), here)
			if err == nil {
				if passed := time.Since(begun); passed < wait-10*time.Millisecond {
					t.Errorf("a request was permitted after %v of a wait of %v", passed, wait)
				}
				if release != nil {
					release()
				}
				break
			}
			var cooldown *spotify.CooldownError
			if !errors.As(err, &cooldown) || cooldown.Wait > wait || time.Since(begun) > patience {
				t.Fatalf("AcquireFor, %v after a wait of %v has begun: %v", time.Since(begun), wait, err)
			}
			time.Sleep(cooldown.Wait)
		}
	}
}

func testResetCooldown(t *testing.T, open func() spotify.Limiter) {
	openShared := openAs[spotify.SharedLimiter](t, open)
	a, b := openShared(), openShared()
	a.Refused(t.Context(), here, time.Hour)
	a.Refused(t.Context(), "", time.Hour)
	wantCooldown(t, b, here, 50*time.Minute, time.Hour)
	b.ResetCooldown(t.Context())
	for _, limiter := range []spotify.SharedLimiter{a, b} {
		wantNoCooldown(t, limiter, here)
		wantNoCooldown(t, limiter, there)
	}
}

// A client of one process waits for what that of another one was refused.
func testCooldownOfClients(t *testing.T, open func() spotify.Limiter) {
	openShared := openAs[spotify.SharedLimiter](t, open)
	server := spotifytest.NewServer(t)
	client := func() *spotify.Client {
		return spotify.NewClient(
			spotify.WithBaseURL(server.URL),
			spotify.WithTokenSource(oauth2.StaticTokenSource(server.LastingToken(""))),
			spotify.WithLimiter(openShared()), spotify.WithoutRetry(),
		)
	}
	id := server.Example().Track
	one, two := client(), client()
	server.Fail(1, spotifytest.RateLimited(50*time.Second))
	for _, client := range []*spotify.Client{one, two} {
		if _, err := client.Tracks.Get(t.Context(), id, nil); !errors.Is(err, spotify.ErrRateLimited) {
			t.Errorf("error %v, want one that is spotify.ErrRateLimited", err)
		}
	}
	if n := len(server.Requests()); n != 1 {
		t.Errorf("%d requests were sent, want the one that was refused", n)
	}
	two.ResetCooldown()
	if _, err := client().Tracks.Get(t.Context(), id, nil); err != nil {
		t.Errorf("after a reset: %v", err)
	}
}
