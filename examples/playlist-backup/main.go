// Playlist-backup writes a playlist to a file, and brings it back to what the file says.
// Without arguments it shows that on a server of its own, which needs neither an account
// nor a network:
//
//	go run ./examples/playlist-backup
//
// With the access token of a user in SPOTIFY_TOKEN, it works on playlists of that user:
//
//	go run ./examples/playlist-backup backup -playlist 3cEYpjA9oz9GiPac4AsH4n -out mix.json
//	go run ./examples/playlist-backup restore -playlist 3cEYpjA9oz9GiPac4AsH4n -in mix.json
//	go run ./examples/playlist-backup restore -in mix.json    # into a new playlist
//
// The token needs playlist-read-private, playlist-modify-public, and
// playlist-modify-private. See examples/login for how to get one.
//
// # Local files
//
// The Web API lists local files and moves them, and that is all: it cannot add them. So
// whoever replaces the items of a playlist has lost them. To restore into the playlist
// from which they come is to take out what is too much, to put in what is missing, and to
// move the rest, so that they are kept, and end where they were. A new playlist is
// without them; the program says which ones are missing, and where.
//
// # Items that keep their dates
//
// For the same reason, tracks and episodes that are still there keep the date at which
// they were added. Only of one that is there too often are all copies taken out and put
// in anew: a URI does not tell copies apart, and positions cannot be relied on.
//
// An app in development mode is not told which tracks were relinked, and takes the
// replacement for what is in the playlist. Removing it by that name does nothing, which
// the program notices in the end, and says.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"os"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

func main() {
	log.SetFlags(0)
	if err := run(context.Background(), os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		log.Fatal(err)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return demonstrate(ctx, os.Stdout, progressTo(os.Stderr))
	}
	token := os.Getenv("SPOTIFY_TOKEN")
	if token == "" {
		return errors.New("SPOTIFY_TOKEN is not set; without arguments, the program needs none")
	}
	client := spotify.NewClient(spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
	return command(ctx, client, args, os.Stdout, progressTo(os.Stderr))
}

// command is what the arguments say.
func command(ctx context.Context, client *spotify.Client, args []string, out io.Writer, report progress) error {
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.SetOutput(out)
	var id spotify.PlaylistID
	flags.Func("playlist", "ID, URI, or URL of the `playlist`", func(text string) (err error) {
		id, err = spotify.ParsePlaylistID(text)
		return err
	})
	switch args[0] {
	case "backup":
		file := flags.String("out", "playlist.json", "`file` to write")
		if err := parse(flags, args[1:]); err != nil {
			return err
		}
		if id == "" {
			return errors.New("backup: -playlist is missing")
		}
		return backUpTo(ctx, client, id, *file, out, report)
	case "restore":
		file := flags.String("in", "playlist.json", "`file` to read")
		if err := parse(flags, args[1:]); err != nil {
			return err
		}
		return restoreFrom(ctx, client, id, *file, out, report)
	}
	return fmt.Errorf("there is no command %q; there are backup and restore", args[0])
}

func parse(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%s: there is nothing to do with %q", flags.Name(), flags.Args())
	}
	return nil
}

func backUpTo(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, file string, out io.Writer, report progress) error {
	saved, _, err := read(ctx, client, id, report)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(saved, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, append(text, '\n'), 0o600); err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %d items written\n", saved.Name, len(saved.Items))
	return nil
}

// restoreFrom restores into a new playlist if there is no ID.
func restoreFrom(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, file string, out io.Writer, report progress) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var saved backup
	if err := json.Unmarshal(text, &saved); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if id == "" {
		if id, err = create(ctx, client, saved); err != nil {
			return err
		}
	}
	done, err := restore(ctx, client, id, saved, report)
	if err != nil {
		return fmt.Errorf("%w; running it again goes on from there", err)
	}
	done.print(out, saved)
	return nil
}

// A progress is told how much is done of what there is to do.
type progress func(what string, done, total int)

// progressTo writes a line now and then.
func progressTo(w io.Writer) progress {
	const often = 100
	return func(what string, done, total int) {
		if done%often == 0 || done == total {
			fmt.Fprintf(w, "%s: %d of %d\n", what, done, total)
		}
	}
}
