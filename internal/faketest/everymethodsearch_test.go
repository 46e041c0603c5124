package faketest_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func searchSteps() map[string]step {
	return map[string]step{
		"Search.Query": func(t *testing.T, f *fixture) error {
			got, err := f.client.Search.Query(t.Context(), `track:"The Unposted Ferry" artist:"Ilva Marrenholt"`,
				[]spotify.Kind{spotify.KindTrack, spotify.KindAlbum}, nil)
			if err != nil {
				return err
			}
			if got.Tracks == nil || len(got.Tracks.Items) != 1 || got.Tracks.Items[0].Album.ID != f.example.Album {
				t.Errorf("tracks: %+v, want the one of the example album", got.Tracks)
			}
			wantEqual(t, "which pages there are", []bool{true, true, false, false, false, false, false},
				[]bool{
					got.Tracks != nil, got.Albums != nil, got.Artists != nil, got.Playlists != nil,
					got.Shows != nil, got.Episodes != nil, got.Audiobooks != nil,
				})
			return nil
		},
		"Search.AllAlbums": searching(
			func(f *fixture, name string) spotify.AlbumID { return f.AddAlbum(spotifytest.Album{Name: name}).ID },
			func(s *spotify.SearchService) searchMethod[spotify.SimplifiedAlbum] { return s.AllAlbums },
			func(a spotify.SimplifiedAlbum) spotify.AlbumID { return a.ID }),
		"Search.AllArtists": searching(
			func(f *fixture, name string) spotify.ArtistID {
				return f.AddArtist(spotifytest.Artist{Name: name}).ID
			},
			func(s *spotify.SearchService) searchMethod[spotify.Artist] { return s.AllArtists },
			func(a spotify.Artist) spotify.ArtistID { return a.ID }),
		"Search.AllAudiobooks": searching(
			func(f *fixture, name string) spotify.AudiobookID {
				return f.AddAudiobook(spotifytest.Audiobook{Name: name}).ID
			},
			func(s *spotify.SearchService) searchMethod[spotify.SimplifiedAudiobook] { return s.AllAudiobooks },
			func(b spotify.SimplifiedAudiobook) spotify.AudiobookID { return b.ID }),
		"Search.AllEpisodes": searching(
			func(f *fixture, name string) spotify.EpisodeID {
				return f.AddEpisode(spotifytest.Episode{Name: name, Show: f.fresh.show}).ID
			},
			func(s *spotify.SearchService) searchMethod[spotify.SimplifiedEpisode] { return s.AllEpisodes },
			func(e spotify.SimplifiedEpisode) spotify.EpisodeID { return e.ID }),
		"Search.AllPlaylists": searching(
			func(f *fixture, name string) spotify.PlaylistID {
				return f.AddPlaylist(spotifytest.Playlist{Name: name}).ID
			},
			func(s *spotify.SearchService) searchMethod[spotify.SimplifiedPlaylist] { return s.AllPlaylists },
			func(p spotify.SimplifiedPlaylist) spotify.PlaylistID { return p.ID }),
		"Search.AllShows": searching(
			func(f *fixture, name string) spotify.ShowID { return f.AddShow(spotifytest.Show{Name: name}).ID },
			func(s *spotify.SearchService) searchMethod[spotify.SimplifiedShow] { return s.AllShows },
			func(s spotify.SimplifiedShow) spotify.ShowID { return s.ID }),
		"Search.AllTracks": searching(
			func(f *fixture, name string) spotify.TrackID {
				return f.AddTrack(spotifytest.Track{Name: name, Album: f.fresh.album}).ID
			},
			func(s *spotify.SearchService) searchMethod[spotify.Track] { return s.AllTracks },
			func(track spotify.Track) spotify.TrackID { return track.ID }),
	}
}

type searchMethod[E any] = func(ctx context.Context, q string, opts *spotify.SearchQueryOptions, options ...spotify.RequestOption) iter.Seq2[E, error]

// searching makes a step that adds some things with a word that nothing else has, and
// finds just these.
func searching[E any, ID ~string](add func(f *fixture, name string) ID, search func(*spotify.SearchService) searchMethod[E], id func(E) ID) step {
	return func(t *testing.T, f *fixture) error {
		var want []ID
		for n := range 5 {
			want = append(want, add(f, fmt.Sprintf("Zwirbelkappe %d", n)))
		}
		got, err := collect(search(f.client.Search)(t.Context(), "zwirbelkappe", &spotify.SearchQueryOptions{Limit: 2}), id)
		if err != nil {
			return err
		}
		slices.Sort(want)
		slices.Sort(got)
		wantEqual(t, "found", want, got)
		return nil
	}
}
