// Playlist-sync keeps a playlist and a text file in step. Tracks that are added to one of
// them, removed from it, or moved in it are added to the other, removed from it, or moved
// in it.
//
//	go run ./examples/playlist-sync
//
// shows that on a fake Spotify, which needs neither an account nor a network. With the
// access token of a user in SPOTIFY_TOKEN, it works on a playlist of that user:
//
//	go run ./examples/playlist-sync 3cEYpjA9oz9GiPac4AsH4n mix.txt
//
// The file has a link, a URI, or the ID of a track in each line, and comments behind "#".
// Beside it, mix.txt.sync records what both were when they were last in step: that is how
// the program knows whether a track was added to one side or removed from the other. If
// both were reordered, the order of the file counts.
//
// A playlist that has not changed costs one request, and a change as few as possible. Local
// files stay in the playlist, because the Web API can neither add nor remove them.
//
// The token needs playlist-read-private, playlist-modify-public, and
// playlist-modify-private. See examples/login for how to get one. In development mode, the
// API does not say which tracks were replaced in the country of the user, so the program
// takes the replacement for the track of the playlist.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"

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
	case len(args) != 2:
		return errors.New("want a playlist, by ID, URI, or URL, and a file")
	case token == "":
		return errors.New("SPOTIFY_TOKEN is not set; without arguments, the program needs none")
	}
	id, err := spotify.ParsePlaylistID(args[0])
	if err != nil {
		return err
	}
	client := spotify.NewClient(spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
	return syncAndTell(ctx, client, id, args[1], out)
}

func syncAndTell(ctx context.Context, client *spotify.Client, id spotify.PlaylistID, file string, out io.Writer) error {
	done, err := synchronise(ctx, client, id, file)
	if err != nil {
		return err
	}
	var moved, added int
	for _, move := range done.moves {
		moved += move.RangeLength
	}
	for _, add := range done.adds {
		added += len(add.Items)
	}
	fmt.Fprintf(out, "in the playlist: %d removed, %d moved, %d added; file changed: %v\n", len(done.remove), moved, added, done.fileChanged)
	for _, uri := range done.leftOut {
		fmt.Fprintln(out, "cannot be added:", uri)
	}
	return nil
}

// demonstrate changes first the playlist, then the file, then both.
func demonstrate(ctx context.Context, out io.Writer) error {
	server, err := spotifytest.Start(spotifytest.Empty())
	if err != nil {
		return err
	}
	defer server.Close()
	dir, err := os.MkdirTemp("", "sync")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	var songs []spotify.Resource
	for _, name := range []string{"Anchor", "Buoy", "Cape", "Dune"} {
		songs = append(songs, server.AddTrack(spotifytest.Track{Name: name}).ID.URI())
	}
	client, file := server.Client(), filepath.Join(dir, "mix.txt")
	id := server.AddPlaylist(spotifytest.Playlist{Name: "Mix"}).ID

	if _, err := client.Playlists.AddItems(ctx, id, spotify.AddItemsRequest{Items: songs[:3]}); err != nil {
		return err
	}
	if err := syncAndTell(ctx, client, id, file, out); err != nil {
		return err
	}
	// The first line goes to the end of the file, and the playlist gets another track.
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	first, rest, _ := strings.Cut(string(text), "\n")
	if err := os.WriteFile(file, []byte(rest+first+"\n"), 0o644); err != nil {
		return err
	}
	if _, err := client.Playlists.AddItems(ctx, id, spotify.AddItemsRequest{Items: songs[3:]}); err != nil {
		return err
	}
	for range 2 {
		if err := syncAndTell(ctx, client, id, file, out); err != nil {
			return err
		}
	}
	if text, err = os.ReadFile(file); err != nil {
		return err
	}
	fmt.Fprint(out, string(text))
	return nil
}
