package spotifytest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// topServer has an album of a few tracks for each of three artists.
func topServer() (*Server, *member) {
	s := emptyServer()
	for a := range 3 {
		artist := s.addArtist(Artist{Name: fmt.Sprintf("Artist %d", a), Popularity: 50})
		album := s.addAlbum(Album{Name: fmt.Sprintf("Album %d", a), Artists: []spotify.ArtistID{artist.ID}})
		for n := range 3 {
			s.addTrack(Track{
				Name: fmt.Sprintf("Track %d.%d", a, n), Album: album.ID,
				Artists: []spotify.ArtistID{artist.ID}, Popularity: 50,
			})
		}
	}
	return s, s.memberNamed("")
}

func topTracks(s *Server, m *member, p period) []string {
	var names []string
	for _, track := range ranked(s.tracks.list(), s.taste(m, p).ofTrack) {
		names = append(names, track.Name)
	}
	return names
}

func topArtists(s *Server, m *member, p period) []string {
	var names []string
	for _, artist := range ranked(s.artists.list(), s.taste(m, p).ofArtist) {
		names = append(names, artist.Name)
	}
	return names
}

func TestTopIsDeterministicAndDiffersByPeriod(t *testing.T) {
	seen := map[string]string{}
	for _, p := range periods() {
		s, m := topServer()
		first := topTracks(s, m, p)
		again, sameUser := topServer()
		if diff := cmp.Diff(first, topTracks(again, sameUser, p)); diff != "" {
			t.Errorf("%s differs between two servers (-first +second):\n%s", p.name, diff)
		}
		if other, ok := seen[fmt.Sprint(first)]; ok {
			t.Errorf("%s is the ranking of %s: %v", p.name, other, first)
		}
		seen[fmt.Sprint(first)] = p.name
	}
}

func TestTopFollowsTheUser(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		name   string
		do     func(s *Server, m *member, tracks []*Track)
		track  [3]bool // whether the last track comes first in each period; all false is unchecked
		artist [3]bool // whether its artist does
	}{
		{"a play yesterday", func(s *Server, m *member, tracks []*Track) {
			m.player.plays = []Play{{URI: tracks[8].ID.URI(), At: s.now().Add(-day)}}
		}, [3]bool{true, true, true}, [3]bool{true, true, true}},
		{"a play two months ago, and others saved since", func(s *Server, m *member, tracks []*Track) {
			m.player.plays = []Play{{URI: tracks[8].ID.URI(), At: s.now().Add(-60 * day)}}
			shelfOf(m.saved, spotify.KindTrack).add(tracks[0].ID.URI(), s.now().Add(-day))
		}, [3]bool{false, true, true}, [3]bool{false, true, true}},
		{"saved nine months ago, and another yesterday", func(s *Server, m *member, tracks []*Track) {
			shelfOf(m.saved, spotify.KindTrack).add(tracks[8].ID.URI(), s.now().Add(-270*day))
			shelfOf(m.saved, spotify.KindTrack).add(tracks[0].ID.URI(), s.now().Add(-day))
			m.player.plays = []Play{{URI: tracks[8].ID.URI(), At: s.now().Add(-270 * day)}}
		}, [3]bool{false, false, true}, [3]bool{false, false, true}},
		{"the artist followed", func(s *Server, m *member, tracks []*Track) {
			shelfOf(m.following, spotify.KindArtist).add(tracks[8].Artists[0].URI(), s.now())
		}, [3]bool{}, [3]bool{true, true, true}},
		{"the album saved", func(s *Server, m *member, tracks []*Track) {
			shelfOf(m.saved, spotify.KindAlbum).add(tracks[8].Album.URI(), s.now())
		}, [3]bool{}, [3]bool{true, true, true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, m := topServer()
			test.do(s, m, s.tracks.list())
			for i, p := range periods() {
				if test.track != [3]bool{} {
					if got := topTracks(s, m, p)[0] == "Track 2.2"; got != test.track[i] {
						t.Errorf("%s tracks: first is %t, want %t: %v", p.name, got, test.track[i], topTracks(s, m, p))
					}
				}
				if got := topArtists(s, m, p)[0] == "Artist 2"; got != test.artist[i] {
					t.Errorf("%s artists: first is %t, want %t: %v", p.name, got, test.artist[i], topArtists(s, m, p))
				}
			}
		})
	}
}

func TestTopAlbumSaved(t *testing.T) {
	s, m := topServer()
	shelfOf(m.saved, spotify.KindAlbum).add(s.albums.list()[1].ID.URI(), s.now())
	for _, p := range periods() {
		got := map[string]bool{}
		for _, name := range topTracks(s, m, p)[:3] {
			got[name] = true
		}
		want := map[string]bool{"Track 1.0": true, "Track 1.1": true, "Track 1.2": true}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", p.name, diff)
		}
	}
}

func TestRankedEnds(t *testing.T) {
	list := make([]*int, topLength+5)
	for i := range list {
		list[i] = &i
	}
	got := ranked(list, func(n *int) int { return *n })
	if len(got) != topLength || *got[0] != topLength+4 {
		t.Errorf("%d elements from %d on, want %d from %d on", len(got), *got[0], topLength, topLength+4)
	}
}
