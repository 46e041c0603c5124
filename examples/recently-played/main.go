// Recently-played collects what a user listens to in a file, one JSON object in each
// line, the oldest first. The API remembers only about the last 50 tracks, so run it
// often, for example every 20 minutes with cron: a track counts after 30 seconds.
//
//	go run ./examples/recently-played
//
// shows that on a fake Spotify, which needs neither an account nor a network. With the
// access token of a user in SPOTIFY_TOKEN, it adds what the user has played since the
// last run to a file:
//
//	go run ./examples/recently-played plays.jsonl
//
// It can be run again at any time, also after a failure: no play is in the file twice. If
// the API no longer remembered the last play of the file, others may be missing between
// that and the next one, and the program says so.
//
// The token needs user-read-recently-played. See examples/login for how to get one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func main() {
	log.SetFlags(0)
	if err := run(context.Background(), os.Args[1:], os.Getenv("SPOTIFY_TOKEN"), os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, args []string, token string, out io.Writer) error {
	switch {
	case len(args) == 0:
		return demonstrate(ctx, out)
	case len(args) > 1:
		return errors.New("want one file as argument")
	case token == "":
		return errors.New("SPOTIFY_TOKEN is not set; without arguments, the program needs none")
	}
	client := spotify.NewClient(spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
	return collectAndTell(ctx, client, args[0], out)
}

func collectAndTell(ctx context.Context, client *spotify.Client, file string, out io.Writer) error {
	round, err := collect(ctx, client, file)
	if err != nil {
		return fmt.Errorf("%w; run it again to go on from there", err)
	}
	fmt.Fprintf(out, "%d plays added\n", len(round.added))
	if round.gap {
		fmt.Fprintln(out, "before them, plays may be missing: run it more often")
	}
	return nil
}

// demonstrate collects three times: all that there is, nothing new, and three plays more.
func demonstrate(ctx context.Context, out io.Writer) error {
	server, err := spotifytest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	dir, err := os.MkdirTemp("", "plays")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	client, file := server.Client(spotify.ScopeUserReadRecentlyPlayed), filepath.Join(dir, "plays.jsonl")

	for _, songs := range []int{0, 0, 3} {
		for i := range songs {
			server.Advance(4 * time.Minute)
			track := server.AddTrack(spotifytest.Track{Name: fmt.Sprint("Song ", i+1)})
			server.AddPlay("", spotifytest.Play{URI: track.ID.URI()})
		}
		if err := collectAndTell(ctx, client, file, out); err != nil {
			return err
		}
	}
	saved, err := readPlays(file)
	if err != nil {
		return err
	}
	for _, p := range saved[len(saved)-3:] {
		fmt.Fprintln(out, p.PlayedAt.Format(time.TimeOnly), p.Name)
	}
	return nil
}
