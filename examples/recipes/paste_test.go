package recipes_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/examples/recipes"
	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestParseItems(t *testing.T) {
	const track, episode = "6kLCHFM39wkFjOuyPGLGeQ", "512ojhOuo1ktJprKbVcKyQ"
	for text, want := range map[string]spotify.URI{
		track:                     "spotify:track:" + track,
		" spotify:track:" + track: "spotify:track:" + track,
		"https://open.spotify.com/track/" + track + "?si=0a1b":     "spotify:track:" + track,
		"open.spotify.com/intl-de/track/" + track:                  "spotify:track:" + track,
		"spotify:episode:" + episode:                               "spotify:episode:" + episode,
		"https://open.spotify.com/episode/" + episode + "?si=0a1b": "spotify:episode:" + episode,
	} {
		got, err := recipes.ParseItems([]string{text})
		if diff := cmp.Diff(spotify.Resources{want}, got); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", text, err, diff)
		}
	}
	for text, want := range map[string]string{
		"":                                   "not a URI: it is empty",
		"Bohemian Rhapsody":                  "neither a URI nor a URL",
		"https://example.com/track/" + track: "example.com",
		"spotify:album:" + track:             "it is of the kind album; want a track or an episode",
		"spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94":       spotify.ErrLocalFile.Error(),
		"https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M?si=1": "kind playlist",
	} {
		items, err := recipes.ParseItems([]string{track, text, track})
		if err == nil || !strings.HasPrefix(err.Error(), "line 2: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
		if len(items) != 2 {
			t.Errorf("%q: the other lines gave %v", text, items)
		}
	}
	_, err := recipes.ParseItems([]string{"spotify:local:::x:1"})
	if !errors.Is(err, spotify.ErrLocalFile) {
		t.Errorf("got %v, want ErrLocalFile", err)
	}
}

// Everything that has a URI is a Resource, and kinds can be mixed.
func Example_resources() {
	server, err := spotifytest.Start()
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	ctx, client, example := context.Background(), server.Client(), server.Example()
	playlist := server.AddPlaylist(spotifytest.Playlist{Name: "Mix"}).ID

	track, err := client.Tracks.Get(ctx, example.RelinkedTrack, &spotify.TracksGetOptions{Market: "US"})
	if err != nil {
		log.Fatal(err)
	}
	items := spotify.Resources{
		track,           // stands for the track that was asked for, not for its replacement
		example.Track,   // a spotify.TrackID
		example.Episode, // a spotify.EpisodeID
		spotify.URI("spotify:track:" + example.ExplicitTrack),
	}
	if _, err := client.Playlists.AddItems(ctx, playlist, spotify.AddItemsRequest{Items: items}); err != nil {
		log.Fatal(err)
	}

	mix, _ := server.Playlist(playlist)
	for i, item := range mix.Items {
		fmt.Println(item.URI.Kind(), item.URI == items[i].ResourceURI())
	}
	fmt.Println(mix.Items[0].URI == example.RelinkedTrack.URI())
	// Output:
	// track true
	// track true
	// episode true
	// track true
	// true
}
