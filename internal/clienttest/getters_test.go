package clienttest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestGettersOfItems reads what an item has, whatever it is, and of nothing at all.
func TestGettersOfItems(t *testing.T) {
	type read struct {
		Name     string
		By       []string
		Length   time.Duration
		Images   []spotify.Image
		Page     string
		Explicit bool
		Playable *bool
	}
	page := func(path string) spotify.ExternalURLs {
		return spotify.ExternalURLs{Spotify: "https://open.spotify.com/" + path}
	}
	cover := []spotify.Image{{URL: "https://images.test/cover"}}
	tests := map[string]struct {
		item spotify.Playable
		want read
	}{
		"track": {
			spotify.Playable{Track: &spotify.Track{
				Name: "Rain", DurationMS: 61_500, Explicit: true, IsPlayable: spotify.Ptr(true), ExternalURLs: page("track/1"),
				Artists: []spotify.SimplifiedArtist{{Name: "Ada"}, {Name: "Bob"}},
				Album:   spotify.SimplifiedAlbum{Images: cover, ExternalURLs: page("album/1")},
			}},
			read{"Rain", []string{"Ada", "Bob"}, 61*time.Second + 500*time.Millisecond, cover, "https://open.spotify.com/track/1", true, spotify.Ptr(true)},
		},
		"episode": {
			spotify.Playable{Episode: &spotify.Episode{
				Name: "Hail", DurationMS: 1, Images: cover, ExternalURLs: page("episode/1"),
				Show: spotify.SimplifiedShow{Name: "Weather"},
			}},
			read{"Hail", []string{"Weather"}, time.Millisecond, cover, "https://open.spotify.com/episode/1", false, nil},
		},
		"episode without its show": {spotify.Playable{Episode: &spotify.Episode{Name: "Hail"}}, read{Name: "Hail"}},
		"of another kind":          {spotify.Playable{Raw: []byte(`{"type":"ad","name":"Buy"}`)}, read{}},
		"nothing":                  {spotify.Playable{}, read{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			item := test.item
			got := read{item.Name(), item.By(), item.Duration(), item.Images(), item.ExternalURL(), item.Explicit(), item.IsPlayable()}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestGettersOfNil calls getters of pointers that are nil, and of fields that are.
func TestGettersOfNil(t *testing.T) {
	var (
		track    *spotify.Track
		state    *spotify.PlaybackState
		playlist *spotify.Playlist
	)
	if got := track.ArtistNames(); got != nil {
		t.Errorf("the artists of no track are %v", got)
	}
	if got := track.Duration(); got != 0 {
		t.Errorf("no track is %v long", got)
	}
	if got := state.Progress(); got != 0 {
		t.Errorf("the progress of no state is %v", got)
	}
	if got := (&spotify.PlaybackState{}).Progress(); got != 0 {
		t.Errorf("a progress that is not known is %v", got)
	}
	if got := (&spotify.PlaybackState{ProgressMS: spotify.Ptr(1500)}).Progress(); got != 1500*time.Millisecond {
		t.Errorf("the progress of 1500 ms is %v", got)
	}
	for name, total := range map[string]int{
		"no playlist":        playlist.TotalItems(),
		"withheld":           (&spotify.Playlist{}).TotalItems(),
		"withheld in a list": (&spotify.SimplifiedPlaylist{}).TotalItems(),
	} {
		if total != 0 {
			t.Errorf("%s: %d items", name, total)
		}
	}
	full := spotify.Playlist{Items: &spotify.Page[spotify.PlaylistItem]{Total: 3}}
	short := spotify.SimplifiedPlaylist{Items: &spotify.PlaylistItemsRef{Total: 4}}
	if full.TotalItems() != 3 || short.TotalItems() != 4 {
		t.Errorf("the totals are %d and %d, want 3 and 4", full.TotalItems(), short.TotalItems())
	}
}

// TestSimplified makes the small types of large ones, and of nothing.
func TestSimplified(t *testing.T) {
	full := spotify.Playlist{
		ID: "3cEYpjA9oz9GiPac4AsH4n", Name: "Evening", Public: spotify.Ptr(false), SnapshotID: "s",
		Owner:     spotify.PlaylistOwner{ID: "me"},
		Followers: &spotify.Followers{Total: 5},
		Items:     &spotify.Page[spotify.PlaylistItem]{Href: "h", Total: 3, Items: make([]spotify.PlaylistItem, 3)},
	}
	want := spotify.SimplifiedPlaylist{
		ID: "3cEYpjA9oz9GiPac4AsH4n", Name: "Evening", Public: spotify.Ptr(false), SnapshotID: "s",
		Owner: spotify.PlaylistOwner{ID: "me"},
		Items: &spotify.PlaylistItemsRef{Href: "h", Total: 3},
	}
	if diff := cmp.Diff(want, full.Simplified()); diff != "" {
		t.Error(diff)
	}
	full.Items, want.Items = nil, nil
	if diff := cmp.Diff(want, full.Simplified()); diff != "" {
		t.Errorf("with contents that are withheld: %s", diff)
	}
	var none *spotify.Playlist
	if diff := cmp.Diff(spotify.SimplifiedPlaylist{}, none.Simplified()); diff != "" {
		t.Errorf("of no playlist: %s", diff)
	}
	track := spotify.Track{ID: "6kLCHFM39wkFjOuyPGLGeQ", Name: "Rain", DurationMS: 5, Album: spotify.SimplifiedAlbum{Name: "Weather"}}
	if diff := cmp.Diff(spotify.SimplifiedTrack{ID: "6kLCHFM39wkFjOuyPGLGeQ", Name: "Rain", DurationMS: 5}, track.Simplified()); diff != "" {
		t.Error(diff)
	}
}
