package main

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestDemonstrate(t *testing.T) {
	const want = `First:  added at least 0 of 319 tracks: items 0 to 99: spotify: Playlists.AddItems: 502 Bad Gateway
Again:  added 219
Later:  added 1
  1  spotify:track:26x5tLaM6qpiG32lZhEJ2H
  2  spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94
  3  spotify:episode:7emMl2YesLKASVE8OHDFWZ
  4  spotify:track:3Kfl16ldESSMh8tods7upV
… of 323 items
`
	var out strings.Builder
	if err := run(t.Context(), nil, "", &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, test := range []struct {
		args  []string
		token string
		want  string
	}{
		{[]string{"a", "b"}, "x", "want one playlist"},
		{[]string{"3cEYpjA9oz9GiPac4AsH4n"}, "", "SPOTIFY_TOKEN is not set"},
		{[]string{"spotify:album:3cEYpjA9oz9GiPac4AsH4n"}, "x", "is an album, not a playlist"},
	} {
		if err := run(t.Context(), test.args, test.token, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.args, err, test.want)
		}
	}
}

// A scene is a user with saved tracks, and a playlist with one of them, a local file, an
// episode, and something that Spotify no longer has.
type scene struct {
	server *spotifytest.Server
	saved  []spotify.URI // the oldest first
	before []spotify.URI // in the playlist
	mix    spotify.PlaylistID
}

func newScene(t *testing.T, tracks int) scene {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	s := scene{server: server}
	for i := range tracks {
		s.saved = append(s.saved, server.AddTrack(spotifytest.Track{Name: fmt.Sprint("Song ", i)}).ID.URI())
	}
	server.Save("", s.saved...)
	show := server.AddShow(spotifytest.Show{Name: "Slow Boats"})
	fog := server.AddEpisode(spotifytest.Episode{Name: "Fog", Show: show.ID})
	s.before = []spotify.URI{"spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94", s.saved[1], fog.ID.URI(), ""}
	var items []spotifytest.PlaylistItem
	for _, uri := range s.before {
		items = append(items, spotifytest.PlaylistItem{URI: uri})
	}
	s.mix = server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Items: items}).ID
	return s
}

// takenDown is a track that Spotify lists as null.
const takenDown spotify.URI = "spotify:track:4uLU6hMCjMI75M1A2tKUQC"

func (s scene) checkPlaylist(t *testing.T, want ...spotify.URI) {
	t.Helper()
	playlist, _ := s.server.Playlist(s.mix)
	var got []spotify.URI
	for _, item := range playlist.Items {
		got = append(got, item.URI)
	}
	if diff := cmp.Diff(append(s.before, want...), got); diff != "" {
		t.Errorf("the playlist (-want +got):\n%s", diff)
	}
}

func TestCopyKeepsTheOrderAndWhatIsThere(t *testing.T) {
	s := newScene(t, 4)
	s.server.Save("", takenDown)
	for _, want := range []int{3, 0} {
		n, err := copySaved(t.Context(), s.server.Client(), s.mix)
		if n != want || err != nil {
			t.Errorf("copied %d tracks, %v; want %d", n, err, want)
		}
		s.checkPlaylist(t, s.saved[0], s.saved[2], s.saved[3])
	}
	later := s.server.AddTrack(spotifytest.Track{Name: "Later"}).ID.URI()
	s.server.Save("", later)
	if n, err := copySaved(t.Context(), s.server.Client(), s.mix); n != 1 || err != nil {
		t.Errorf("copied %d tracks, %v; want one", n, err)
	}
	s.checkPlaylist(t, s.saved[0], s.saved[2], s.saved[3], later)
}

func TestCopyGoesOnWhereItWasStopped(t *testing.T) {
	for name, test := range map[string]struct {
		second  spotifytest.Failure // of the second request
		added   int                 // for certain
		present int
	}{
		"not carried out":            {spotifytest.ServerError(502), 100, 100},
		"carried out, answer lost":   {spotifytest.After(spotifytest.ServerError(502)), 100, 200},
		"carried out, no connection": {spotifytest.After(spotifytest.Reset()), 100, 200},
		"the daily quota":            {spotifytest.QuotaExceeded(), 100, 100},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, 251) // of which 250 are missing
			first := spotifytest.After(spotifytest.Failure{Status: 201, ContentType: "application/json", Body: `{"snapshot_id": "AAAAAQ"}`})
			s.server.Fail(1, first, spotify.OpPlaylistsAddItems)
			s.server.Fail(1, test.second, spotify.OpPlaylistsAddItems)
			n, err := copySaved(t.Context(), s.server.Client(), s.mix)
			if n != test.added || err == nil {
				t.Fatalf("copied %d tracks, %v; want %d and an error", n, err, test.added)
			}
			missing := append([]spotify.URI{s.saved[0]}, s.saved[2:]...)
			s.checkPlaylist(t, missing[:test.present]...)

			n, err = copySaved(t.Context(), s.server.Client(), s.mix)
			if n != 250-test.present || err != nil {
				t.Errorf("copied %d tracks, %v; want the other %d", n, err, 250-test.present)
			}
			s.checkPlaylist(t, missing...)
		})
	}
}

// The track that was saved is copied, and not its replacement in the market of the
// user.
func TestCopyKeepsOriginals(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	american := server.AddTrack(spotifytest.Track{Name: "Ferry", ISRC: "ZZAAA2600001", Markets: []spotify.Market{"US"}})
	server.AddTrack(spotifytest.Track{Name: "Ferry", ISRC: "ZZAAA2600001", Markets: []spotify.Market{"SE"}})
	server.Save("", american.ID.URI(), takenDown)
	mix := server.AddPlaylist(spotifytest.Playlist{Name: "Mix"}).ID
	client := spotify.NewClient(append(server.ClientOptions("", spotifytest.AllScopes()...), spotify.WithDefaultMarket("SE"))...)
	for range 2 {
		if _, err := copySaved(t.Context(), client, mix); err != nil {
			t.Fatal(err)
		}
	}
	scene{server: server, mix: mix}.checkPlaylist(t, american.ID.URI())
}

// If a track is saved between two pages, the second page repeats an item of the first.
// Local files cannot be saved. But if there is one, or a track that Spotify no longer
// has, the others are copied nevertheless.
func TestCopyOfAnOddPage(t *testing.T) {
	s := newScene(t, 4)
	s.mix, s.before = s.server.AddPlaylist(spotifytest.Playlist{Name: "Empty"}).ID, nil
	s.server.Fail(1, spotifytest.Failure{Status: 200, ContentType: "application/json", Body: fmt.Sprintf(
		`{"items": [{"track": {"uri": %[1]q}}, {"track": {"uri": "spotify:local:A:B:C:1"}},
			{"added_at": "2026-01-15T12:00:00Z", "track": null}, {"track": {"uri": %[1]q}}]}`, s.saved[3])},
		spotify.OpTracksListSaved)
	if n, err := copySaved(t.Context(), s.server.Client(), s.mix); n != 1 || err != nil {
		t.Errorf("copied %d tracks, %v; want one", n, err)
	}
	s.checkPlaylist(t, s.saved[3])
}

func TestCopyFails(t *testing.T) {
	s := newScene(t, 4)
	_, err := copySaved(t.Context(), s.server.Client(spotify.ScopePlaylistReadPrivate), s.mix)
	if !errors.Is(err, spotify.ErrForbidden) || !strings.HasPrefix(err.Error(), "reading the saved tracks: ") {
		t.Errorf("without user-library-read: %v", err)
	}
	_, err = copySaved(t.Context(), s.server.Client(), "0000000000000000000000")
	if !errors.Is(err, spotify.ErrNotFound) || !strings.HasPrefix(err.Error(), "reading the playlist: ") {
		t.Errorf("without a playlist: %v", err)
	}
	s.checkPlaylist(t)
}
