// First reads a track, a relinked track, and a local file, and shows what a
// program can know about each. It starts the server that it asks, so it needs
// neither network nor credentials:
//
//	go run ./examples/first
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

func main() {
	server := startServer()
	defer server.Close()
	client := spotify.NewClient(spotify.WithBaseURL(server.URL + "/v1"))
	if err := run(context.Background(), client, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

// run is the part to copy: with a token source instead of a base URL, the
// client talks to Spotify.
func run(ctx context.Context, client *spotify.Client, out io.Writer) error {
	if err := showTrack(ctx, client, out); err != nil {
		return err
	}
	if err := showRelinked(ctx, client, out); err != nil {
		return err
	}
	return showLocalFile(ctx, client, out)
}

func showTrack(ctx context.Context, client *spotify.Client, out io.Writer) error {
	track, err := client.Tracks.Get(ctx, lighthouse, nil)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "A track")
	fmt.Fprintf(out, "  %s by %s\n", track.Name, track.Artists[0].Name)
	fmt.Fprintf(out, "  from %s (%d)\n", track.Album.Name, track.Album.ReleaseDate.Year())
	fmt.Fprintf(out, "  track %d of %d, %s long\n", track.TrackNumber, track.Album.TotalTracks,
		time.Duration(track.DurationMS)*time.Millisecond)
	return nil
}

// showRelinked asks for a track that is not available in the market and is
// answered with another instance of the recording.
func showRelinked(ctx context.Context, client *spotify.Client, out io.Writer) error {
	track, err := client.Tracks.Get(ctx, ferry, &spotify.TracksGetOptions{Market: "US"})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "A relinked track")
	fmt.Fprintf(out, "  %s: asked for %s\n", track.Name, track.OriginalURI())
	if track.IsRelinked() {
		fmt.Fprintf(out, "  got           %s, which plays in the US\n", track.URI)
	}

	// A Track stands for the one that was asked for, so this saves the original.
	if err := client.Library.Save(ctx, track); err != nil {
		return err
	}
	fmt.Fprintf(out, "  saved         %s\n", track.ResourceURI())
	return nil
}

// showLocalFile finds a file of the user's own in a playlist. The API cannot
// add, save, or play it, and the client says so before it sends anything.
func showLocalFile(ctx context.Context, client *spotify.Client, out io.Writer) error {
	page, err := client.Playlists.ListItems(ctx, mixtape, nil)
	if err != nil {
		return err
	}
	for _, item := range page.Items {
		track := item.Item.Track
		file, ok := track.LocalFile()
		if !ok {
			continue
		}
		fmt.Fprintln(out, "A local file")
		fmt.Fprintf(out, "  %s by %s, %s\n", file.Title, file.Artist, file.Duration)
		err := client.Library.Save(ctx, track)
		if !errors.Is(err, spotify.ErrLocalFile) {
			return fmt.Errorf("saving a local file: got %v, want ErrLocalFile", err)
		}
		fmt.Fprintf(out, "  %v\n", err)
	}
	return nil
}
