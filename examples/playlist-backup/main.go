// Playlist-backup writes a playlist to a file, and restores it from the file. Without
// arguments it shows that on a fake Spotify, which needs neither an account nor a
// network:
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
// The Web API can list local files and move them, but it cannot add them. So a program
// that replaces the items of a playlist loses them. When this program restores a
// playlist, it removes the surplus items, adds the missing ones, and moves the rest. So
// local files are kept, and end where they were. A new playlist does not have them; the
// program says which ones are missing, and where.
//
// # Items that keep their dates
//
// For the same reason, tracks and episodes that are still there keep the date at which
// they were added. There is one exception: if there are too many copies of an item, all
// of them are removed and the right number is added again. A URI does not tell copies
// apart, and positions are not reliable.
//
// In development mode, the API does not say which tracks were relinked, so the program
// takes the replacement for the item of the playlist. Removing the replacement does
// nothing. The program notices that in the end, and reports it.
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

// command carries out the command that the arguments name.
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
	return fmt.Errorf("there is no command %q; use backup or restore", args[0])
}

func parse(flags *flag.FlagSet, args []string) error {
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%s: unexpected arguments %q", flags.Name(), flags.Args())
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

// A progress is called with the number of items that are done, and their total.
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
