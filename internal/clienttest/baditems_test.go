//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// brokenPage is a page whose second item cannot be decoded.
const brokenPage = `{"href":"","limit":3,"next":null,"offset":0,"previous":null,"total":3,"items":[
	{"item":{"type":"track","name":"One"}},
	{"item":{"type":"track","name":"Two","duration_ms":"long"}},
	{"item":{"type":"track","name":"Three"}}]}`

func TestBadItemFailsThePage(t *testing.T) {
	client := serve(t, answering(brokenPage)).client()
	_, err := client.Playlists.ListItems(ctx, "x", nil)
	var mistake *spotify.DecodeError
	ok := errors.As(err, &mistake)
	if !ok {
		t.Fatalf("error %v, want a DecodeError", err)
	}
	if mistake.Operation != "Playlists.ListItems" || mistake.Path != "$.items[1].item.duration_ms" || brokenPage[mistake.Offset:mistake.Offset+6] != `"long"` {
		t.Errorf("error %+v does not say where", mistake)
	}
}

func TestBadItems(t *testing.T) {
	var reported []string
	report := spotify.WithBadItems(func(e *spotify.DecodeError) { reported = append(reported, e.Operation+" "+e.Path) })

	t.Run("page", func(t *testing.T) {
		reported = nil
		page, err := serve(t, answering(brokenPage)).client().Playlists.ListItems(ctx, "x", nil, report)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Items) != 3 || page.Items[0].Item.Track == nil || !page.Items[1].Item.IsZero() || page.Items[2].Item.Track.Name != "Three" || page.Items[2].Position != 2 {
			t.Errorf("items %+v", page.Items)
		}
		if diff := cmp.Diff([]string{"Playlists.ListItems $.items[1].item.duration_ms"}, reported); diff != "" {
			t.Errorf("reported (-want +got):\n%s", diff)
		}
	})
	t.Run("iterator", func(t *testing.T) {
		reported = nil
		client := serve(t, answering(brokenPage)).client()
		got, err := names(client.Playlists.AllItems(ctx, "x", nil, report), func(i spotify.PlaylistItem) string {
			return fmt.Sprint(i.Position, i.Item.Track.Name)
		})
		if diff := cmp.Diff([]string{"0One", "2Three"}, got); diff != "" || err != nil || len(reported) != 1 {
			t.Errorf("error %v, reported %q, items (-want +got):\n%s", err, reported, diff)
		}
	})
	t.Run("batch", func(t *testing.T) {
		reported = nil
		client := serve(t, answering(`{"albums":[{"name":"A"},{"name":7},null]}`)).client()
		albums, err := client.Albums.GetMany(ctx, []spotify.AlbumID{"a", "b", "c"}, nil, report)
		if err != nil || len(albums) != 3 || albums[0] == nil || albums[1] != nil || albums[2] != nil {
			t.Errorf("albums %v, error %v", albums, err)
		}
		if diff := cmp.Diff([]string{"Albums.GetMany $.albums[1].name"}, reported); diff != "" {
			t.Errorf("reported (-want +got):\n%s", diff)
		}
	})
	t.Run("outside of items", func(t *testing.T) {
		reported = nil
		client := serve(t, answering(`{"total":"many","items":[]}`)).client()
		if _, err := client.Playlists.ListItems(ctx, "x", nil, report); err == nil || len(reported) != 0 {
			t.Errorf("error %v, reported %q", err, reported)
		}
	})
	t.Run("no JSON", func(t *testing.T) {
		reported = nil
		client := serve(t, answering(`{"items":[{"is_local":tru}]}`)).client()
		if _, err := client.Playlists.ListItems(ctx, "x", nil, report); err == nil || len(reported) != 0 {
			t.Errorf("error %v, reported %q", err, reported)
		}
	})
}

// TestAnswersStayIntact makes sure that the buffers into which answers are read are
// not part of results: every call reads its own answer, whatever follows.
func TestAnswersStayIntact(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r request) {
		fmt.Fprintf(w, `{"id":%q,"name":"name of %[1]s","artists":[{"name":"artist of %[1]s"}],"available_markets":["SE","NO"]}`, r.Path[len("/tracks/"):])
	})
	client := server.client()
	var running sync.WaitGroup
	for g := range 8 {
		running.Go(func() {
			var tracks []*spotify.Track
			for i := range 50 {
				track, err := client.Tracks.Get(ctx, spotify.TrackID(fmt.Sprintf("%d-%d", g, i)), nil)
				if err != nil {
					t.Error(err)
					return
				}
				tracks = append(tracks, track)
			}
			for i, track := range tracks {
				id := fmt.Sprintf("%d-%d", g, i)
				if string(track.ID) != id || track.Name != "name of "+id || track.Artists[0].Name != "artist of "+id ||
					!slices.Equal(slices.Collect(track.AvailableMarkets.All()), []spotify.Market{"SE", "NO"}) {
					t.Errorf("track %s became %+v", id, track)
				}
			}
		})
	}
	running.Wait()
}

// An episode in the form of a track, which the API sends where the request does not
// list episodes among the additional types, is a track in form; the numbers have been
// sent as fractions and as an object (docs/facts/mismatches.md M46, M30, M31).
func TestOddForms(t *testing.T) {
	client := serve(t, answering(`{"item":{"type":"episode","album":{"album_type":"show","images":[{"height":640.0,"width":6.4e2,"url":"u"}]},
		"artists":[{"name":null}],"duration_ms":{"totalMilliseconds":188000},"popularity":85.0}}`)).client()
	playing, err := client.Player.GetCurrentlyPlaying(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	track := playing.Item.Track
	if track == nil || playing.Item.Episode != nil {
		t.Fatalf("item %+v is no track", playing.Item)
	}
	if track.Type != "episode" || track.Album.AlbumType != "show" || track.DurationMS != 188000 || track.Popularity != 85 ||
		*track.Album.Images[0].Height != 640 || *track.Album.Images[0].Width != 640 {
		t.Errorf("track %+v", track)
	}
}

// answering always answers the same.
func answering(body string) func(http.ResponseWriter, request) {
	return func(w http.ResponseWriter, _ request) { fmt.Fprint(w, body) }
}
