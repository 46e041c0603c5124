package main

import (
	"context"
	"errors"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// follow calls changed whenever another item begins, and when playback stops or goes
// on. When nothing plays, the argument is not active. It sleeps between its requests. It
// returns errors of sleep and of the context, and errors that waiting does not cure.
func follow(ctx context.Context, client *spotify.Client, sleep func(context.Context, time.Duration) error, changed func(*spotify.CurrentlyPlaying)) error {
	options := &spotify.PlayerGetCurrentlyPlayingOptions{
		// Without this, there is no item while an episode plays.
		AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
	}
	last := new(spotify.CurrentlyPlaying)
	failures := 0
	for {
		now, err := client.Player.GetCurrentlyPlaying(ctx, options)
		var wait time.Duration
		if err != nil {
			failures++
			if wait, err = backOff(err, failures); err != nil {
				return err
			}
		} else {
			failures, wait = 0, untilNext(now)
			if !same(last, now) {
				changed(now)
			}
			last = now
		}
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// untilNext returns how long to wait before asking again: until the item ends, but at
// most 30 seconds, so that a skipped track or a pause is soon noticed.
func untilNext(now *spotify.CurrentlyPlaying) time.Duration {
	const (
		atMost        = 30 * time.Second
		advertisement = 5 * time.Second // these do not say how long they are
		margin        = time.Second     // by then, the next item has begun
	)
	switch {
	case !now.IsPlaying || now.ProgressMS == nil:
		return atMost
	case now.Item.Duration() == 0:
		return advertisement
	}
	left := now.Item.Duration() - now.Progress()
	return min(max(left, 0)+margin, atMost)
}

// backOff returns how long to wait after an error, or the error if waiting does not
// help. The client has sent the request several times before it returns such an error.
func backOff(err error, failures int) (time.Duration, error) {
	const atMost = time.Minute
	var refusal *spotify.APIError
	switch {
	case !errors.As(err, &refusal):
		return 0, err
	case errors.Is(err, spotify.ErrRateLimited):
		return max(refusal.RetryAfter, time.Second), nil
	case refusal.StatusCode >= 500:
		return min(time.Second<<min(failures, 6), atMost), nil
	}
	return 0, err
}

func same(a, b *spotify.CurrentlyPlaying) bool {
	return a.IsActive() == b.IsActive() && a.IsPlaying == b.IsPlaying && a.Item.ResourceURI() == b.Item.ResourceURI()
}
