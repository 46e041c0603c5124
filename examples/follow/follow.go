package main

import (
	"context"
	"errors"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// follow calls changed whenever another item begins, and when playback stops or goes
// on. The argument is nil when nothing plays. It sleeps between its requests. It
// returns errors of sleep and of the context, and errors that waiting does not cure.
func follow(ctx context.Context, client *spotify.Client, sleep func(context.Context, time.Duration) error, changed func(*spotify.CurrentlyPlaying)) error {
	options := &spotify.PlayerGetCurrentlyPlayingOptions{
		// Without this, there is no item while an episode plays.
		AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
	}
	var last *spotify.CurrentlyPlaying
	failures := 0
	for {
		now, err := client.Player.GetCurrentlyPlaying(ctx, options)
		wait := untilNext(now)
		if err != nil {
			failures++
			if wait, err = backOff(err, failures); err != nil {
				return err
			}
		} else {
			failures = 0
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
	if now == nil || !now.IsPlaying || now.ProgressMS == nil {
		return atMost
	}
	var length int // in milliseconds
	switch {
	case now.Item.Track != nil:
		length = now.Item.Track.DurationMS
	case now.Item.Episode != nil:
		length = now.Item.Episode.DurationMS
	default:
		return advertisement
	}
	left := time.Duration(length-*now.ProgressMS) * time.Millisecond
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
	if a == nil || b == nil {
		return a == b
	}
	return a.IsPlaying == b.IsPlaying && a.Item.ResourceURI() == b.Item.ResourceURI()
}
