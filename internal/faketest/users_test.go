//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestProfileFields(t *testing.T) {
	const (
		always  = "account_id display_name external_urls href id images type uri"
		private = " country explicit_content product"
	)
	tests := []struct {
		name    string
		options []spotifytest.Option
		scopes  []spotify.Scope
		want    string
	}{
		{"no scope", nil, nil, always + " followers"},
		{"private", nil, []spotify.Scope{"user-read-private"}, always + private + " followers"},
		{"email", nil, []spotify.Scope{"user-read-email"}, always + " email followers"},
		{"both", nil, []spotify.Scope{"user-read-email", "user-read-private"}, always + private + " email followers"},
		{"development mode", []spotifytest.Option{spotifytest.Development()}, []spotify.Scope{"user-read-email", "user-read-private"}, always},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := spotifytest.NewServer(t, append(test.options, spotifytest.Empty())...)
			var profile map[string]any
			if err := json.Unmarshal([]byte(exchange{"GET", "/me", "", 200, ""}.send(t, s, test.scopes...)), &profile); err != nil {
				t.Fatal(err)
			}
			want := slices.Sorted(slices.Values(strings.Fields(test.want)))
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(profile))); diff != "" {
				t.Errorf("members (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCurrentUser(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.DefaultUser(spotifytest.User{
		ID: "lena meier", DisplayName: "Lena", Email: "lena@example.com", Country: "DE", Product: "free", Followers: 7, ExplicitFilter: true,
	}))
	user, err := s.Client().Users.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(user.AccountID) != 10 || strings.Contains(user.AccountID, string(user.ID)) || len(user.Images) == 0 {
		t.Errorf("account ID %q and images %v, want ten characters and some", user.AccountID, user.Images)
	}
	want := &spotify.CurrentUser{
		AccountID:       user.AccountID,
		Country:         "DE",
		DisplayName:     "Lena",
		Email:           "lena@example.com",
		ExplicitContent: &spotify.ExplicitContentSettings{FilterEnabled: true},
		ExternalURLs:    spotify.ExternalURLs{Spotify: "https://open.spotify.com/user/lena%20meier"},
		Followers:       &spotify.Followers{Total: 7},
		Href:            s.URL + "/users/lena%20meier",
		ID:              "lena meier",
		Images:          user.Images,
		Product:         "free",
		Type:            "user",
		URI:             "spotify:user:lena%20meier",
	}
	if diff := cmp.Diff(want, user); diff != "" {
		t.Errorf("profile (-want +got):\n%s", diff)
	}
}

func TestProfilesOfOthers(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	for _, id := range []spotify.UserID{"plain", "vesna / alt", "ünsal?#%", "null"} {
		s.AddUser(spotifytest.User{ID: id, Followers: 3})
		for _, client := range []*spotify.Client{s.Client(), s.AppClient()} {
			user, err := client.Users.Get(t.Context(), id)
			if err != nil {
				t.Errorf("%q: %v", id, err)
				continue
			}
			if user.ID != id || user.URI.ID() != string(id) || user.Followers == nil || user.Followers.Total != 3 {
				t.Errorf("%q: %+v", id, user)
			}
		}
		var raw map[string]json.RawMessage
		body := exchange{"GET", "/users/" + url.PathEscape(string(id)), "", 200, ""}.send(t, s)
		if err := json.Unmarshal([]byte(body), &raw); err != nil {
			t.Fatal(err)
		}
		if string(raw["display_name"]) != "null" || string(raw["images"]) != "[]" {
			t.Errorf("%q has the name %s and the images %s, want null and []", id, raw["display_name"], raw["images"])
		}
	}
	exchange{"GET", "/users/nobody", "", 404, "Resource not found"}.send(t, s)
}

// topNames reads all pages of a ranking.
func topNames(t *testing.T, client *spotify.Client, r spotify.TimeRange) (tracks, artists []string) {
	t.Helper()
	for track, err := range client.Users.AllTopTracks(t.Context(), &spotify.UsersListTopTracksOptions{TimeRange: r, Limit: 20}) {
		if err != nil {
			t.Fatal(err)
		}
		tracks = append(tracks, track.Name)
	}
	for artist, err := range client.Users.AllTopArtists(t.Context(), &spotify.UsersListTopArtistsOptions{TimeRange: r, Limit: 20}) {
		if err != nil {
			t.Fatal(err)
		}
		artists = append(artists, artist.Name)
	}
	return tracks, artists
}

func TestTop(t *testing.T) {
	s := spotifytest.NewServer(t)
	client := s.Client()
	artist := s.AddArtist(spotifytest.Artist{Name: "Brand New Band"}).ID
	album := s.AddAlbum(spotifytest.Album{Name: "Debut", Artists: []spotify.ArtistID{artist}}).ID
	track := s.AddTrack(spotifytest.Track{Name: "Opener", Album: album}).ID
	before := map[string]bool{}
	ranges := []spotify.TimeRange{"short_term", "medium_term", "long_term"}
	for _, r := range ranges {
		tracks, artists := topNames(t, client, r)
		if len(tracks) != 100 || len(artists) != 100 {
			t.Errorf("%s has %d tracks and %d artists, want 100", r, len(tracks), len(artists))
		}
		if slices.Contains(tracks, "Opener") || slices.Contains(artists, "Brand New Band") {
			t.Errorf("%s has what nobody listens to", r)
		}
		if key := strings.Join(tracks, "\n"); before[key] {
			t.Errorf("%s has the tracks of another range", r)
		} else {
			before[key] = true
		}
	}

	// Ten plays two months ago outdo whatever the seed has from then on.
	for n := range 10 {
		s.AddPlay("", spotifytest.Play{URI: track.URI(), At: s.Now().AddDate(0, 0, -60).Add(time.Duration(n) * time.Hour)})
	}
	for i, r := range ranges {
		tracks, artists := topNames(t, client, r)
		if got, want := tracks[0] == "Opener", i > 0; got != want {
			t.Errorf("%s has the track first: %t, want %t; it begins with %q", r, got, want, tracks[:3])
		}
		if got, want := slices.Contains(artists, "Brand New Band"), i > 0; got != want {
			t.Errorf("%s has the artist: %t, want %t", r, got, want)
		}
	}
}

func TestTopOddities(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Relaxed())
	var page struct {
		Items []struct {
			Album struct {
				AlbumType string `json:"album_type"`
			}
		}
		Next string
	}
	body := exchange{"GET", "/me/top/tracks?limit=50&time_range=long_term", "", 200, ""}.send(t, s, spotify.ScopeUserTopRead)
	if err := json.Unmarshal([]byte(body), &page); err != nil {
		t.Fatal(err)
	}
	for _, item := range page.Items {
		if got := item.Album.AlbumType; got == "" || got != strings.ToUpper(got) {
			t.Errorf("album type %q, want it in upper case", got)
		}
	}
	if !strings.HasPrefix(page.Next, s.URL+"/me/top/tracks?") || !strings.Contains(page.Next, "time_range=long_term") {
		t.Errorf("next is %q", page.Next)
	}
	for _, test := range []exchange{
		{"GET", "/me/top/albums", "", 400, "Invalid type"},
		{"GET", "/me/top/tracks?time_range=forever", "", 400, "Invalid time_range"},
	} {
		test.send(t, s, spotify.ScopeUserTopRead)
	}
	exchange{"GET", "/me/top/tracks", "", 403, "Insufficient client scope"}.send(t, s)

	empty := spotifytest.NewServer(t, spotifytest.Empty())
	tracks, artists := topNames(t, empty.Client(), "medium_term")
	if len(tracks)+len(artists) != 0 {
		t.Errorf("without a catalogue: %q and %q", tracks, artists)
	}
}

func TestResumePoint(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	episode := s.AddEpisode(spotifytest.Episode{Duration: 20 * time.Minute}).ID
	chapter := s.AddChapter(spotifytest.Chapter{Duration: 10 * time.Minute}).ID
	s.SetResumePoint("", episode.URI(), 5*time.Minute)
	s.SetResumePoint("", chapter.URI(), 10*time.Minute)
	e, err := s.Client().Episodes.Get(t.Context(), episode, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&spotify.ResumePoint{ResumePositionMS: 300_000}, e.ResumePoint); diff != "" {
		t.Errorf("episode (-want +got):\n%s", diff)
	}
	c, err := s.Client().Chapters.Get(t.Context(), chapter, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&spotify.ResumePoint{ResumePositionMS: 600_000, FullyPlayed: true}, c.ResumePoint); diff != "" {
		t.Errorf("chapter (-want +got):\n%s", diff)
	}

	other := s.AddUser(spotifytest.User{ID: "other"}).ID
	e, err = s.ClientFor(other).Episodes.Get(t.Context(), episode, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&spotify.ResumePoint{}, e.ResumePoint); diff != "" {
		t.Errorf("another user's (-want +got):\n%s", diff)
	}
}
