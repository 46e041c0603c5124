//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"math"
	"slices"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

func albumSteps() map[string]step {
	return map[string]step{
		"Albums.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Albums.Get(t.Context(), f.example.Album, nil)
			if err != nil {
				return err
			}
			want, _ := f.Album(f.example.Album)
			wantEqual(t, "name, label, popularity, and tracks",
				[]any{want.Name, inExtended(f, want.Label), inExtended(f, want.Popularity), 12, f.example.Track},
				[]any{got.Name, got.Label, got.Popularity, got.TotalTracks, got.Tracks.Items[0].ID})
			return nil
		},
		"Albums.GetMany": func(t *testing.T, f *fixture) error {
			// Two batches, with a gap.
			ids := append(idsOfURIs[spotify.AlbumID](f.Saved("", spotify.KindAlbum))[:24], unknownID, f.fresh.album)
			got, err := f.client.Albums.GetMany(t.Context(), ids, nil)
			if err != nil {
				return err
			}
			wantEqual(t, "IDs", nullFor(ids), each(got, func(a *spotify.Album) spotify.AlbumID {
				if a == nil {
					return ""
				}
				return a.ID
			}))
			return nil
		},
		"Albums.ListTracks": func(t *testing.T, f *fixture) error {
			page, err := f.client.Albums.ListTracks(t.Context(), f.example.Album, &spotify.AlbumsListTracksOptions{Limit: 3, Offset: 6})
			if err != nil {
				return err
			}
			explicit, _ := f.Track(f.example.ExplicitTrack)
			wantEqual(t, "the seventh track, total and size",
				[]any{explicit.Name, true, 12, 3},
				[]any{page.Items[0].Name, page.Items[0].Explicit, page.Total, len(page.Items)})
			return nil
		},
		"Albums.AllTracks": func(t *testing.T, f *fixture) error {
			numbers, err := collect(f.client.Albums.AllTracks(t.Context(), f.example.Album, &spotify.AlbumsListTracksOptions{Limit: 5}),
				func(track spotify.SimplifiedTrack) int { return track.TrackNumber })
			if err != nil {
				return err
			}
			wantEqual(t, "numbers of the tracks", []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, numbers)
			return nil
		},
		"Albums.ListNewReleases": func(t *testing.T, f *fixture) error {
			page, err := f.client.Albums.ListNewReleases(t.Context(), &spotify.AlbumsListNewReleasesOptions{Limit: 7, Offset: 10})
			if err != nil {
				return err
			}
			wantEqual(t, "size, offset and total", []int{7, 10, 100}, []int{len(page.Items), page.Offset, page.Total})
			wantDescending(t, "dates", each(page.Items, func(a spotify.SimplifiedAlbum) spotify.ReleaseDate { return a.ReleaseDate }))
			return nil
		},
		"Albums.AllNewReleases": func(t *testing.T, f *fixture) error {
			dates, err := collect(f.client.Albums.AllNewReleases(t.Context(), nil),
				func(a spotify.SimplifiedAlbum) spotify.ReleaseDate { return a.ReleaseDate })
			if err != nil {
				return err
			}
			wantEqual(t, "number of albums", 100, len(dates))
			wantDescending(t, "dates", dates)
			return nil
		},
	}
}

func artistSteps() map[string]step {
	by := func(f *fixture, artists []spotify.SimplifiedArtist) bool {
		return slices.ContainsFunc(artists, func(a spotify.SimplifiedArtist) bool { return a.ID == f.example.Artist })
	}
	return map[string]step{
		"Artists.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Artists.Get(t.Context(), f.example.Artist)
			if err != nil {
				return err
			}
			want, _ := f.Artist(f.example.Artist)
			followers := 0
			if got.Followers != nil {
				followers = got.Followers.Total
			}
			wantEqual(t, "name, genres, popularity, and followers",
				[]any{want.Name, want.Genres, inExtended(f, want.Popularity), inExtended(f, want.Followers)},
				[]any{got.Name, got.Genres, got.Popularity, followers})
			return nil
		},
		"Artists.GetMany": func(t *testing.T, f *fixture) error {
			ids := append(idsOfURIs[spotify.ArtistID](f.Following("", spotify.KindArtist)), unknownID, f.fresh.artist)
			got, err := f.client.Artists.GetMany(t.Context(), ids)
			if err != nil {
				return err
			}
			wantEqual(t, "IDs", nullFor(ids), each(got, func(a *spotify.Artist) spotify.ArtistID {
				if a == nil {
					return ""
				}
				return a.ID
			}))
			return nil
		},
		"Artists.ListAlbums": func(t *testing.T, f *fixture) error {
			page, err := f.client.Artists.ListAlbums(t.Context(), f.example.Artist, &spotify.ArtistsListAlbumsOptions{
				IncludeGroups: []spotify.AlbumGroup{spotify.AlbumGroupCompilation}, Market: "US", Limit: 2,
			})
			if err != nil {
				return err
			}
			for _, a := range page.Items {
				if a.AlbumType != spotify.AlbumTypeCompilation || a.AlbumGroup != inExtended(f, spotify.AlbumGroupCompilation) || !by(f, a.Artists) {
					t.Errorf("there is a %s in the group %q by %v", a.AlbumType, a.AlbumGroup, a.Artists)
				}
			}
			if len(page.Items) == 0 || page.Limit != 2 {
				t.Errorf("the page has %d items of %d, want some of 2", len(page.Items), page.Limit)
			}
			return nil
		},
		"Artists.AllAlbums": func(t *testing.T, f *fixture) error {
			ids, err := collect(f.client.Artists.AllAlbums(t.Context(), f.example.Artist, &spotify.ArtistsListAlbumsOptions{Limit: 2}),
				func(a spotify.DiscographyAlbum) spotify.AlbumID { return a.ID })
			if err != nil {
				return err
			}
			european, _ := f.Track(f.example.RelinkedTrack)
			american, _ := f.Track(f.example.Replacement)
			japanese, _ := f.Track(f.example.UnplayableTrack)
			wantEqual(t, "which albums are there in Sweden: the one of everywhere, Europe, America, Japan",
				[]bool{true, true, false, false},
				each([]spotify.AlbumID{f.example.Album, european.Album, american.Album, japanese.Album},
					func(id spotify.AlbumID) bool { return slices.Contains(ids, id) }))
			return nil
		},
		"Artists.ListRelated": func(t *testing.T, f *fixture) error {
			got, err := f.client.Artists.ListRelated(t.Context(), f.example.Artist)
			if err != nil {
				return err
			}
			self, _ := f.Artist(f.example.Artist)
			for _, a := range got {
				shares := func(genre string) bool { return slices.Contains(self.Genres, genre) }
				if a.ID == self.ID || !slices.ContainsFunc(a.Genres, shares) {
					t.Errorf("%s with the genres %q is related", a.Name, a.Genres)
				}
			}
			if len(got) == 0 {
				t.Error("nobody is related")
			}
			return nil
		},
		"Artists.ListTopTracks": func(t *testing.T, f *fixture) error {
			got, err := f.client.Artists.ListTopTracks(t.Context(), f.example.Artist, &spotify.ArtistsListTopTracksOptions{Market: "US"})
			if err != nil {
				return err
			}
			for _, track := range got {
				if !by(f, track.Artists) {
					t.Errorf("%q is by %v", track.Name, track.Artists)
				}
			}
			wantEqual(t, "number of tracks", 10, len(got))
			wantDescending(t, "popularity", each(got, func(track spotify.Track) int { return track.Popularity }))
			return nil
		},
	}
}

func trackSteps() map[string]step {
	return map[string]step{
		"Tracks.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Tracks.Get(t.Context(), f.example.RelinkedTrack, &spotify.TracksGetOptions{Market: "US"})
			if err != nil {
				return err
			}
			want, _ := f.Track(f.example.Replacement)
			wantEqual(t, "ID, name, album, and length of what stands for the track",
				[]any{want.ID, want.Name, want.Album, int(want.Duration.Milliseconds()), true},
				[]any{got.ID, got.Name, got.Album.ID, got.DurationMS, got.IsReplacementFor(f.example.RelinkedTrack)})
			wantEqual(t, "what was asked for", []any{true, f.example.RelinkedTrack}, []any{got.IsRelinked(), got.OriginalID()})
			return nil
		},
		"Tracks.GetMany": func(t *testing.T, f *fixture) error {
			// Two batches, with a gap, and what is not available.
			ids := append(idsOfURIs[spotify.TrackID](f.Saved("", spotify.KindTrack))[:50], unknownID, f.example.UnplayableTrack, f.fresh.track)
			got, err := f.client.Tracks.GetMany(t.Context(), ids, nil)
			if err != nil {
				return err
			}
			wantEqual(t, "recordings", each(ids, f.recording), each(got, func(track *spotify.Track) string {
				if track == nil {
					return ""
				}
				return track.ExternalIDs.ISRC
			}))
			unplayable := got[51]
			if unplayable.IsPlayable == nil || *unplayable.IsPlayable || unplayable.Restrictions == nil {
				t.Errorf("%q is playable: %v, and restricted by %v", unplayable.Name, unplayable.IsPlayable, unplayable.Restrictions)
			}
			return nil
		},
		"Tracks.GetAudioAnalysis": func(t *testing.T, f *fixture) error {
			got, err := f.client.Tracks.GetAudioAnalysis(t.Context(), f.example.Track)
			if err != nil {
				return err
			}
			want, _ := f.Track(f.example.Track)
			end := got.Sections[len(got.Sections)-1]
			if seconds := want.Duration.Seconds(); math.Abs(got.Track.Duration-seconds) > 1 || math.Abs(end.Start+end.Duration-seconds) > 1 {
				t.Errorf("the analysis of %v seconds is for %v, up to %v", seconds, got.Track.Duration, end.Start+end.Duration)
			}
			return nil
		},
		"Tracks.GetAudioFeatures": func(t *testing.T, f *fixture) error {
			got, err := f.client.Tracks.GetAudioFeatures(t.Context(), f.example.Track)
			if err != nil {
				return err
			}
			want, _ := f.Track(f.example.Track)
			wantEqual(t, "what the features are of", []any{want.ID.URI(), int(want.Duration.Milliseconds())}, []any{got.URI, got.DurationMS})
			if got.Tempo <= 0 || got.Energy < 0 || got.Energy > 1 {
				t.Errorf("tempo %v and energy %v", got.Tempo, got.Energy)
			}
			return nil
		},
		"Tracks.GetManyAudioFeatures": func(t *testing.T, f *fixture) error {
			ids := []spotify.TrackID{f.example.Track, unknownID, f.fresh.track}
			got, err := f.client.Tracks.GetManyAudioFeatures(t.Context(), ids)
			if err != nil {
				return err
			}
			wantEqual(t, "IDs", nullFor(ids), each(got, func(a *spotify.AudioFeatures) spotify.TrackID {
				if a == nil {
					return ""
				}
				return a.ID
			}))
			return nil
		},
		"Tracks.GetRecommendations": func(t *testing.T, f *fixture) error {
			seed, _ := f.Track(f.example.Track)
			got, err := f.client.Tracks.GetRecommendations(t.Context(), &spotify.TracksGetRecommendationsOptions{
				SeedGenres: []string{seed.Genre}, Limit: 8, MinPopularity: spotify.Ptr(20),
			})
			if err != nil {
				return err
			}
			for _, track := range got.Tracks {
				if known, ok := f.Track(track.ID); !ok || known.Genre != seed.Genre || known.Popularity < 20 {
					t.Errorf("recommended: %+v", known)
				}
			}
			wantEqual(t, "number of tracks and of seeds", []int{8, 1}, []int{len(got.Tracks), len(got.Seeds)})
			return nil
		},
	}
}

func browseSteps() map[string]step {
	return map[string]step{
		"Categories.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Categories.Get(t.Context(), f.example.Category, nil)
			if err != nil {
				return err
			}
			wantEqual(t, "ID and name", []any{f.example.Category, "Harbour & Home"}, []any{got.ID, got.Name})
			return nil
		},
		"Categories.List": func(t *testing.T, f *fixture) error {
			page, err := f.client.Categories.List(t.Context(), &spotify.CategoriesListOptions{Limit: 3, Locale: "sv_SE"})
			if err != nil {
				return err
			}
			wantEqual(t, "first, size, and total", []any{f.example.Category, 3, 12}, []any{page.Items[0].ID, len(page.Items), page.Total})
			return nil
		},
		"Categories.All": func(t *testing.T, f *fixture) error {
			ids, err := collect(f.client.Categories.All(t.Context(), &spotify.CategoriesListOptions{Limit: 5}),
				func(c spotify.Category) spotify.CategoryID { return c.ID })
			if err != nil {
				return err
			}
			slices.Sort(ids)
			wantEqual(t, "number of different categories", 12, len(slices.Compact(ids)))
			return nil
		},
		"Categories.ListPlaylists": func(t *testing.T, f *fixture) error {
			got, err := f.client.Categories.ListPlaylists(t.Context(), f.example.Category, &spotify.CategoriesListPlaylistsOptions{Limit: 4, Offset: 50})
			if err != nil {
				return err
			}
			wantEqual(t, "headline, size, and total", []any{"Harbour & Home", 4, 56},
				[]any{got.Message, len(got.Playlists.Items), got.Playlists.Total})
			f.wantPlaylists(t, got.Playlists.Items)
			return nil
		},
		"Categories.AllPlaylists": func(t *testing.T, f *fixture) error {
			lists, err := collect(f.client.Categories.AllPlaylists(t.Context(), f.example.Category, nil),
				func(p spotify.SimplifiedPlaylist) spotify.SimplifiedPlaylist { return p })
			if err != nil {
				return err
			}
			wantEqual(t, "number of playlists", 56, len(lists))
			f.wantPlaylists(t, lists)
			return nil
		},
		"Genres.ListSeeds": func(t *testing.T, f *fixture) error {
			got, err := f.client.Genres.ListSeeds(t.Context())
			if err != nil {
				return err
			}
			track, _ := f.Track(f.example.Track)
			if !slices.Contains(got, track.Genre) || !slices.IsSorted(got) {
				t.Errorf("%q should be sorted and have %q", got, track.Genre)
			}
			return nil
		},
		"Markets.List": func(t *testing.T, f *fixture) error {
			got, err := f.client.Markets.List(t.Context())
			if err != nil {
				return err
			}
			if len(got) < 50 || !slices.IsSorted(got) || !slices.Contains(got, "SE") || slices.Contains(got, "ZZ") {
				t.Errorf("markets %q, want Sweden and many others, sorted", got)
			}
			return nil
		},
	}
}

// inExtended is a value, or zero in development mode, which does not send it.
func inExtended[V any](f *fixture, value V) V {
	var none V
	if f.extended() {
		return value
	}
	return none
}

// nullFor replaces the ID that nothing has by an empty one.
func nullFor[ID ~string](ids []ID) []ID {
	return each(ids, func(id ID) ID {
		if id == unknownID {
			return ""
		}
		return id
	})
}

// recording is what a track has in common with those that may stand for it.
func (f *fixture) recording(id spotify.TrackID) string {
	track, _ := f.Track(id)
	return track.ISRC
}

func wantDescending[V int | spotify.ReleaseDate](t *testing.T, what string, values []V) {
	t.Helper()
	for i := range values[1:] {
		if values[i] < values[i+1] {
			t.Errorf("%s: %v comes before %v", what, values[i], values[i+1])
		}
	}
}
