// Follow prints which track or episode a user listens to, whenever that changes. It asks
// when the track ends, every 30 seconds in between, and less often after a rate limit.
//
//	go run ./examples/follow
//
// follows a made-up user on a fake Spotify. It moves the clock of that server instead
// of waiting. With the access token of a user in SPOTIFY_TOKEN, it follows that user.
// The token needs the scope user-read-currently-playing; examples/login shows how to
// get one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/signal"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Getenv("SPOTIFY_TOKEN"), os.Stdout); err != nil && !errors.Is(err, context.Canceled) {
		log.Fatal(err)
	}
}

func run(ctx context.Context, token string, out io.Writer) error {
	if token == "" {
		return demonstrate(ctx, out)
	}
	client := spotify.NewClient(spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
	return follow(ctx, client, sleep, printTo(out, time.Now))
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

func printTo(out io.Writer, clock func() time.Time) func(*spotify.CurrentlyPlaying) {
	return func(now *spotify.CurrentlyPlaying) {
		fmt.Fprintf(out, "%s  %s\n", clock().Format(time.TimeOnly), describe(now))
	}
}

func describe(now *spotify.CurrentlyPlaying) string {
	if !now.IsActive() {
		return "nothing plays"
	}
	sign := "▶ "
	if !now.IsPlaying {
		sign = "‖ "
	}
	if now.Item.Name() == "" {
		return sign + "an advertisement"
	}
	return sign + strings.Join(now.Item.By(), ", ") + " – " + now.Item.Name()
}

// demonstrate follows an evening of the default user.
func demonstrate(ctx context.Context, out io.Writer) error {
	server, err := spotifytest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	client := server.Client()
	evening := newEvening(ctx, server, client.Player)
	err = follow(ctx, client, evening.pass, printTo(out, server.Now))
	if !errors.Is(err, errOver) {
		return err
	}
	fmt.Fprintf(out, "That took %d requests in %v.\n", server.Count(spotify.OpPlayerGetCurrentlyPlaying), evening.passed)
	return nil
}

var errOver = errors.New("the evening is over")

// An evening is a list of events around a player.
type evening struct {
	server *spotifytest.Server
	passed time.Duration
	events []event
}

// An event happens at a time after the beginning of the evening.
type event struct {
	at time.Duration
	do func() error
}

func newEvening(ctx context.Context, server *spotifytest.Server, player *spotify.PlayerService) *evening {
	example := server.Example()
	play := func(uris ...spotify.URI) func() error {
		return func() error { server.StartPlayback("", uris...); return nil }
	}
	return &evening{server: server, events: []event{
		{40 * time.Second, play(example.Track.URI(), example.ExplicitTrack.URI(), example.Episode.URI())},
		{2 * time.Minute, func() error { return player.Pause(ctx, nil) }},
		{10 * time.Minute, func() error { return player.Resume(ctx, nil) }},
		{12 * time.Minute, func() error { return player.Next(ctx, nil) }},
		{13 * time.Minute, func() error { server.PlayAd(""); return nil }},
		{55 * time.Minute, func() error { server.RemoveDevice("", server.Playback("").Device.ID); return nil }},
		{time.Hour, func() error { return errOver }},
	}}
}

// pass moves the clock instead of waiting. Events that are due happen meanwhile.
func (e *evening) pass(ctx context.Context, d time.Duration) error {
	end := e.passed + d
	for len(e.events) > 0 && e.events[0].at <= end {
		next := e.events[0]
		e.events = e.events[1:]
		e.advance(next.at)
		if err := next.do(); err != nil {
			return err
		}
	}
	e.advance(end)
	return ctx.Err()
}

func (e *evening) advance(to time.Duration) {
	e.server.Advance(to - e.passed)
	e.passed = to
}
