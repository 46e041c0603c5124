// Copy-saved copies the saved tracks of a user to the end of a playlist, in the order in
// which they were saved. The items of the playlist stay, local files and episodes included.
// It can be run again at any time: after a failure, or to copy tracks that are new.
//
//	go run ./examples/copy-saved
//
// shows that on a fake Spotify, which needs neither an account nor a network. With the
// access token of a user in SPOTIFY_TOKEN and a playlist as argument, it copies the
// tracks of that user:
//
//	go run ./examples/copy-saved 3cEYpjA9oz9GiPac4AsH4n
//
// The token needs user-library-read, playlist-read-private, playlist-modify-public, and
// playlist-modify-private. See examples/login for how to get one.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
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
		return errors.New("want one playlist as argument, by ID, URI, or URL")
	case token == "":
		return errors.New("SPOTIFY_TOKEN is not set; without arguments, the program needs none")
	}
	playlist, err := spotify.ParsePlaylistID(args[0])
	if err != nil {
		return err
	}
	client := spotify.NewClient(spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
	added, err := copySaved(ctx, client, playlist)
	if err != nil {
		return fmt.Errorf("%w; run it again to go on from there", err)
	}
	fmt.Fprintf(out, "%d tracks added\n", added)
	return nil
}

// demonstrate copies three times. The first time, an answer gets lost.
func demonstrate(ctx context.Context, out io.Writer) error {
	server, err := spotifytest.Start()
	if err != nil {
		return err
	}
	defer server.Close()
	client, mix := server.Client(), addMix(server)
	server.Fail(1, spotifytest.After(spotifytest.ServerError(502)), spotify.OpPlaylistsAddItems)

	if _, err := copySaved(ctx, client, mix); err == nil {
		return errors.New("the first attempt should have failed")
	} else {
		fmt.Fprintln(out, "First: ", err)
	}
	added, err := copySaved(ctx, client, mix)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "Again:  added", added)
	server.Advance(time.Hour)
	server.Save("", server.AddTrack(spotifytest.Track{Name: "News"}).ID.URI())
	if added, err = copySaved(ctx, client, mix); err != nil {
		return err
	}
	fmt.Fprintln(out, "Later:  added", added)

	playlist, ok := server.Playlist(mix)
	if !ok {
		return errors.New("the playlist is gone")
	}
	for i, item := range playlist.Items[:4] {
		fmt.Fprintf(out, "%3d  %s\n", i+1, item.URI)
	}
	fmt.Fprintf(out, "… of %d items\n", len(playlist.Items))
	return nil
}

// addMix adds a playlist with a track, a local file, and an episode.
func addMix(server *spotifytest.Server) spotify.PlaylistID {
	example := server.Example()
	return server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Items: []spotifytest.PlaylistItem{
		{URI: example.Track.URI()},
		{URI: "spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94"},
		{URI: example.Episode.URI()},
	}}).ID
}
