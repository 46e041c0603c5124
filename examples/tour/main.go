// Tour shows the client at work. It talks to a fake Spotify, so it needs neither an
// account nor a network:
//
//	go run ./examples/tour
//
// The server is spotifytest, which the tests of any program can use.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func main() {
	server, err := spotifytest.Start(spotifytest.RealTime())
	if err != nil {
		log.Fatal(err)
	}
	err = run(context.Background(), server, server.Client(), os.Stdout, time.Second)
	if err := errors.Join(err, server.Close()); err != nil {
		log.Fatal(err)
	}
}

// A tour shows one thing after another. The code that uses the client works the same
// way with Spotify. The server is there to prepare data, and to see which requests it
// got.
type tour struct {
	server *spotifytest.Server
	client *spotify.Client
	out    io.Writer
	wait   time.Duration // how long the server asks the client to wait after a 429
}

func run(ctx context.Context, server *spotifytest.Server, client *spotify.Client, out io.Writer, wait time.Duration) error {
	t := tour{server, client, out, wait}
	for _, stop := range []func(context.Context) error{t.search, t.relinkedTrack, t.playlist, t.rateLimit, t.refusals} {
		if err := stop(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (t tour) say(format string, args ...any) { fmt.Fprintf(t.out, format+"\n", args...) }

func (t tour) search(ctx context.Context) error {
	const query = `artist:"ilva marrenholt" year:2019`
	t.say("Searching for %s", query)
	types := []spotify.Kind{spotify.KindTrack, spotify.KindAlbum}
	found, err := t.client.Search.Query(ctx, query, types, &spotify.SearchQueryOptions{Limit: 3})
	if err != nil {
		return err
	}
	for _, track := range found.Tracks.Items {
		t.say("  track  %s – %s (%s)", track.Artists[0].Name, track.Name, length(track.DurationMS))
	}
	for _, album := range found.Albums.Items {
		t.say("  album  %s – %s (%d)", album.Artists[0].Name, album.Name, album.ReleaseDate.Year())
	}
	t.say("  … of %d tracks and %d albums", found.Tracks.Total, found.Albums.Total)
	return nil
}

// relinkedTrack asks for a track that is not available in the market, and gets another
// instance of the recording.
func (t tour) relinkedTrack(ctx context.Context) error {
	t.say("A track that is not available in the US")
	id := t.server.Example().RelinkedTrack
	track, err := t.client.Tracks.Get(ctx, id, &spotify.TracksGetOptions{Market: "US"})
	if err != nil {
		return err
	}
	t.say("  %s – %s", track.Artists[0].Name, track.Name)
	if track.IsRelinked() {
		t.say("  asked for   %s", track.OriginalURI())
		t.say("  got         %s, which plays there", track.URI)
	}

	// The original has to be saved, and it is: a Track stands for the one that was asked
	// for.
	if err := t.client.Library.Save(ctx, spotify.Resources{track}); err != nil {
		return err
	}
	page, err := t.client.Tracks.ListSaved(ctx, &spotify.TracksListSavedOptions{Limit: 1})
	if err != nil {
		return err
	}
	t.say("  saved       %s, the original", page.Items[0].Track.URI)
	return nil
}

// playlist goes through a playlist with every kind of item.
func (t tour) playlist(ctx context.Context) error {
	t.say("A playlist with more than tracks")
	options := &spotify.PlaylistsListItemsOptions{
		AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
	}
	for item, err := range t.client.Playlists.AllItems(ctx, t.mixtape(), options) {
		if err != nil {
			return err
		}
		switch track, episode := item.Item.Track, item.Item.Episode; {
		case item.IsLocal:
			file, _ := track.LocalFile()
			t.say("  %d  local file  %s – %s (%s)", item.Position+1, file.Artist, file.Title, file.Duration)
		case track != nil:
			t.say("  %d  track       %s – %s", item.Position+1, track.Artists[0].Name, track.Name)
		case episode != nil:
			t.say("  %d  episode     %s – %s", item.Position+1, episode.Show.Name, episode.Name)
		default:
			t.say("  %d  gone        Spotify no longer has what was here", item.Position+1)
		}
	}
	return nil
}

func (t tour) mixtape() spotify.PlaylistID {
	show := t.server.AddShow(spotifytest.Show{Name: "Slow Boats"})
	episode := t.server.AddEpisode(spotifytest.Episode{Name: "Fog", Show: show.ID})
	return t.server.AddPlaylist(spotifytest.Playlist{Name: "Mixtape", Items: []spotifytest.PlaylistItem{
		{URI: t.server.Example().Track.URI()},
		{URI: "spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94"},
		{URI: episode.ID.URI()},
		{},
	}}).ID
}

// rateLimit reads a library while the server refuses a request.
func (t tour) rateLimit(ctx context.Context) error {
	t.say("A rate limit")
	t.server.ClearRequests()
	t.server.Fail(1, spotifytest.RateLimited(t.wait), spotify.OpTracksListSaved)
	start, n := time.Now(), 0
	for _, err := range t.client.Tracks.AllSaved(ctx, nil) {
		if err != nil {
			return err
		}
		n++
	}
	refused := 0
	for _, request := range t.server.Requests() {
		if request.Status == http.StatusTooManyRequests {
			refused++
		}
	}
	t.say("  %d saved tracks in %d requests, of which %d was refused", n, t.server.Count(), refused)
	if waited := time.Since(start); waited < t.wait {
		return fmt.Errorf("the client waited for %v instead of %v", waited, t.wait)
	}
	t.say("  the client has waited for as long as the server asked")
	return nil
}

// refusals sends requests that fail, and tells their errors apart with errors.Is.
func (t tour) refusals(ctx context.Context) error {
	t.say("What can go wrong")
	example := t.server.Example()

	_, err := t.client.Albums.Get(ctx, "0000000000000000000000", nil)
	if !errors.Is(err, spotify.ErrNotFound) {
		return unexpected(err)
	}
	t.say("  no such album    %v", err)

	err = t.client.Library.Save(ctx, spotify.Resources{spotify.URI("spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94")})
	if !errors.Is(err, spotify.ErrLocalFile) {
		return unexpected(err)
	}
	t.say("  a local file     %v", err)

	reader := t.server.Client(spotify.ScopeUserLibraryRead) // the user has granted nothing else
	err = reader.Library.Remove(ctx, spotify.Resources{example.Album})
	if !errors.Is(err, spotify.ErrForbidden) {
		return unexpected(err)
	}
	t.say("  a scope missing  %v", err)

	err = t.client.Player.Pause(ctx, nil)
	if !errors.Is(err, spotify.ErrNoActiveDevice) {
		return unexpected(err)
	}
	t.say("  no device        %v", err)
	return nil
}

func unexpected(err error) error {
	return fmt.Errorf("this should have been refused for another reason: %v", err)
}

func length(ms int) time.Duration { return (time.Duration(ms) * time.Millisecond).Round(time.Second) }
