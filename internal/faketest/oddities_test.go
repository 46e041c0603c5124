//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// Sevens has seven things in each of its lists, named by the numbers from 1.
type sevens struct {
	*spotifytest.Server
	client   *spotify.Client
	playlist spotify.PlaylistID
	tracks   []spotify.TrackID
	artist   spotify.ArtistID
	album    spotify.AlbumID
}

func newSevens(t *testing.T) *sevens {
	t.Helper()
	s := &sevens{Server: spotifytest.NewServer(t, spotifytest.Empty())}
	var entries []spotifytest.PlaylistItem
	for i := range 7 {
		name := fmt.Sprint(i + 1)
		track := s.AddTrack(spotifytest.Track{Name: name, Popularity: 80 + i})
		s.tracks = append(s.tracks, track.ID)
		s.album = track.Album
		entries = append(entries, spotifytest.PlaylistItem{URI: track.ID.URI()})
	}
	for i := range 7 { // the last one comes first in these lists
		s.Save("", s.tracks[6-i].URI())
		s.artist = s.AddArtist(spotifytest.Artist{ID: spotify.ArtistID(fmt.Sprintf("%022d", 7-i)), Name: fmt.Sprint(7 - i), Followers: 11_113_535}).ID
		s.Follow("", s.artist.URI())
	}
	s.playlist = s.AddPlaylist(spotifytest.Playlist{Name: "Seven", Items: entries}).ID
	s.client = s.Client()
	return s
}

// lists are the lists, each with an operation and the names of its items; "-" is an entry
// without a thing in it.
func (s *sevens) lists(ctx context.Context, limit int) map[spotify.Op]iter.Seq2[string, error] {
	return map[spotify.Op]iter.Seq2[string, error]{
		spotify.OpTracksListSaved: named(s.client.Tracks.AllSaved(ctx, &spotify.TracksListSavedOptions{Limit: limit}), func(e spotify.SavedTrack) string {
			return e.Track.Name
		}),
		spotify.OpPlaylistsListItems: named(s.client.Playlists.AllItems(ctx, s.playlist, &spotify.PlaylistsListItemsOptions{Limit: limit}), func(e spotify.PlaylistItem) string {
			if e.Item.Track == nil {
				return ""
			}
			return e.Item.Track.Name
		}),
		spotify.OpUsersListFollowedArtists: named(s.client.Users.AllFollowedArtists(ctx, &spotify.UsersListFollowedArtistsOptions{Limit: limit}), func(a spotify.Artist) string {
			return a.Name
		}),
	}
}

func named[T any](seq iter.Seq2[T, error], name func(T) string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for item, err := range seq {
			text := "-"
			if err == nil && name(item) != "" {
				text = name(item)
			}
			if !yield(text, err) {
				return
			}
		}
	}
}

// The client reads lists whose pages are odd to their end, with pages of two.
func TestOddPages(t *testing.T) {
	const all = "1234567"
	type fault struct {
		times   int
		failure spotifytest.Failure
	}
	for _, test := range []struct {
		name   string
		faults []fault
		want   string
		// others are the lists for which something else is right.
		others map[spotify.Op]string
	}{
		{"none", nil, all, nil},
		{"empty page in the middle", []fault{{1, spotifytest.Pass()}, {1, spotifytest.EmptyPage()}}, "12567", nil},
		{"two empty pages in the middle", []fault{{1, spotifytest.Pass()}, {2, spotifytest.EmptyPage()}}, "127", nil},
		{"empty page at the beginning", []fault{{1, spotifytest.EmptyPage()}}, "34567", nil},
		{"short page", []fault{{1, spotifytest.ShortPage(1)}}, "134567", nil},
		{"short pages", []fault{{-1, spotifytest.ShortPage(1)}}, "1357", nil},
		{"blank page in the middle", []fault{{1, spotifytest.Pass()}, {1, spotifytest.BlankPage()}}, "12567",
			map[spotify.Op]string{spotify.OpUsersListFollowedArtists: "12"}}, // a cursor that is lost
		{"capped page", []fault{{1, spotifytest.CappedPage(1)}}, all, nil},
		{"capped pages", []fault{{-1, spotifytest.CappedPage(1)}}, all, nil},
		{"larger cap", []fault{{-1, spotifytest.CappedPage(5)}}, all, nil},
		{"endless next", []fault{{-1, spotifytest.EndlessNext()}}, all, nil},
		{"endless next of short pages", []fault{{-1, spotifytest.Together(spotifytest.EndlessNext(), spotifytest.ShortPage(1))}}, "1357", nil},
		{"endless empty pages", []fault{{-1, spotifytest.Together(spotifytest.EndlessNext(), spotifytest.EmptyPage())}}, "", nil},
		{"next in a circle", []fault{{-1, spotifytest.CircularNext()}}, all,
			map[spotify.Op]string{spotify.OpUsersListFollowedArtists: "1234"}}, // a cursor that comes again
		{"null elements", []fault{{-1, spotifytest.NullEntries(0)}}, "246", nil},
		{"only null elements", []fault{{-1, spotifytest.NullEntries()}}, "", nil},
		{"empty elements", []fault{{-1, spotifytest.EmptyEntries(0)}}, "-2-4-6-", nil},
		{"dead elements", []fault{{-1, spotifytest.DeadEntries(1)}}, "1-3-5-7",
			map[spotify.Op]string{spotify.OpUsersListFollowedArtists: all}}, // which are artists and no entries
		{"an error in the middle", []fault{{1, spotifytest.Pass()}, {2, spotifytest.EmptyError(503)}}, all, nil},
		{"an expired token in the middle", []fault{{1, spotifytest.Pass()}, {1, spotifytest.JSONError(401, "The access token expired", "")}}, all, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSevens(t)
			s.client = spotify.NewClient(append(s.ClientOptions("", spotifytest.AllScopes()...), spotify.WithRetry(spotify.RetryPolicy{BaseDelay: 1}))...)
			for op, list := range s.lists(t.Context(), 2) {
				s.ClearFaults()
				s.ClearRequests()
				for _, f := range test.faults {
					s.Fail(f.times, f.failure, op)
				}
				names, err := spotify.Collect(list, 0)
				got := ""
				for _, name := range names {
					got += name
				}
				want, ok := test.others[op]
				if !ok {
					want = test.want
				}
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("%s: error %v (-want +got):\n%s", op, err, diff)
				}
				if n := s.Count(op); n < 2 || n > 9 {
					t.Errorf("%s: %d requests", op, n)
				}
			}
		})
	}
}

// CappedPage leaves a page alone that is smaller, and answers others as if they had been
// asked for.
func TestCappedPage(t *testing.T) {
	s := newSevens(t)
	for _, test := range []struct{ cap, limit, offset, items, next int }{
		{3, 5, 0, 3, 3}, {3, 5, 3, 3, 6}, {3, 5, 6, 1, 0}, {3, 2, 0, 2, 2}, {3, 0, 0, 3, 3}, {0, 5, 1, 1, 2}, {50, 0, 0, 7, 0},
	} {
		s.Fail(1, spotifytest.CappedPage(test.cap), spotify.OpTracksListSaved)
		page, err := s.client.Tracks.ListSaved(t.Context(), &spotify.TracksListSavedOptions{Limit: test.limit, Offset: test.offset})
		if err != nil {
			t.Fatal(err)
		}
		next := ""
		if test.next > 0 {
			next = fmt.Sprintf("%s/me/tracks?limit=%d&offset=%d", s.URL, page.Limit, test.next)
		}
		if len(page.Items) != test.items || page.Next != next || page.Total != 7 || page.Offset != test.offset {
			t.Errorf("%+v: %d items, next %q, limit %d, offset %d", test, len(page.Items), page.Next, page.Limit, page.Offset)
		}
	}
}

// What an odd answer says in another way, the client understands in the same way.
func TestOddAnswersThatSayTheSame(t *testing.T) {
	s := newSevens(t)
	ctx := t.Context()
	calls := map[string]func() (any, error){
		"track":    func() (any, error) { return s.client.Tracks.Get(ctx, s.tracks[0], nil) },
		"artist":   func() (any, error) { return s.client.Artists.Get(ctx, s.artist) },
		"album":    func() (any, error) { return s.client.Albums.Get(ctx, s.album, nil) },
		"playlist": func() (any, error) { return s.client.Playlists.Get(ctx, s.playlist, nil) },
		"saved":    func() (any, error) { return s.client.Tracks.ListSaved(ctx, nil) },
		"followed": func() (any, error) { return s.client.Users.ListFollowedArtists(ctx, nil) },
		"user":     func() (any, error) { return s.client.Users.Me(ctx) },
		"devices":  func() (any, error) { return s.client.Player.ListDevices(ctx) },
		"search": func() (any, error) {
			return s.client.Search.Query(ctx, "1", []spotify.Kind{spotify.KindTrack, spotify.KindArtist}, nil)
		},
		"top": func() (any, error) { return s.client.Users.ListTopTracks(ctx, nil) },
		"artist IDs": func() (any, error) {
			return s.client.Artists.GetMany(ctx, []spotify.ArtistID{s.artist})
		},
	}
	odd := map[string]spotifytest.Failure{
		"floats":             spotifytest.FloatIntegers(),
		"duration objects":   spotifytest.DurationObjects(),
		"floats in objects":  spotifytest.Together(spotifytest.DurationObjects(), spotifytest.FloatIntegers("totalMilliseconds")),
		"former names":       spotifytest.RenamedMember("item", "track"),
		"null instead of []": spotifytest.ReplacedMember("genres", nil),
		"edited":             spotifytest.Edited(func(body []byte) []byte { return append([]byte("\ufeff \n"), body...) }),
	}
	sameLists := cmpopts.EquateEmpty()
	for call, get := range calls {
		want, err := get()
		if err != nil {
			t.Fatalf("%s: %v", call, err)
		}
		for name, failure := range odd {
			s.Fail(1, failure)
			got, err := get()
			if diff := cmp.Diff(want, got, sameLists); diff != "" || err != nil {
				t.Errorf("%s with %s: error %v (-want +got):\n%s", call, name, err, diff)
			}
			if n := s.Violations(); len(n) > 0 {
				t.Errorf("violations: %q", n)
			}
		}
	}
}

// What an odd answer does not say is not there, and the rest is.
func TestOddAnswersThatSayLess(t *testing.T) {
	s := newSevens(t)
	ctx := t.Context()

	s.Fail(-1, spotifytest.NullImages())
	artist, err := s.client.Artists.Get(ctx, s.artist)
	if err != nil || artist.Images != nil || artist.Name != "1" {
		t.Errorf("artist with null images: %+v, error %v", artist, err)
	}
	if closest := artist.Images.Closest(300); closest.URL != "" {
		t.Errorf("the image %v of none", closest)
	}
	track, err := s.client.Tracks.Get(ctx, s.tracks[0], nil)
	if err != nil || track.Images() != nil || track.Name != "1" {
		t.Errorf("track with null images: %+v, error %v", track, err)
	}
	s.ClearFaults()

	s.Fail(1, spotifytest.NullEntries(0, 2), spotify.OpTracksGetMany)
	tracks, err := s.client.Tracks.GetMany(ctx, s.tracks[:3], nil)
	if err != nil || len(tracks) != 3 || tracks[0] != nil || tracks[1].Name != "2" || tracks[2] != nil {
		t.Errorf("batch with nulls: %v, error %v", tracks, err)
	}

	s.Fail(1, spotifytest.MissingMembers("album", "popularity", "external_ids", "uri"), spotify.OpTracksGet)
	track, err = s.client.Tracks.Get(ctx, s.tracks[0], nil)
	if err != nil || track.Name != "1" || track.Popularity != 0 || track.Album.Name != "" {
		t.Errorf("track without members: %+v, error %v", track, err)
	}

	s.Fail(1, spotifytest.NullMembers("id", "href", "uri", "name", "artists", "type"), spotify.OpTracksListSaved)
	page, err := s.client.Tracks.ListSaved(ctx, nil)
	if err != nil || len(page.Items) != 7 || page.Items[0].Track.Popularity != 80 {
		t.Errorf("page with null members: %+v, error %v", page, err)
	}
}

// An answer that does not fit its type says where, and one bad item need not cost the page.
func TestOddAnswersThatCannotBeRead(t *testing.T) {
	s := newSevens(t)
	var mistake *spotify.DecodeError
	s.Fail(1, spotifytest.ReplacedMember("popularity", "very"), spotify.OpTracksGet)
	if _, err := s.client.Tracks.Get(t.Context(), s.tracks[0], nil); !errors.As(err, &mistake) || mistake.Path != "$.popularity" {
		t.Errorf("error %v", err)
	}
	s.Fail(1, spotifytest.ReplacedMember("popularity", "very"), spotify.OpTracksListSaved)
	reported := 0
	page, err := s.client.Tracks.ListSaved(t.Context(), nil, spotify.WithBadItems(func(*spotify.DecodeError) { reported++ }))
	if err != nil || len(page.Items) != 7 || reported != 7 {
		t.Errorf("%d bad items are reported of %d, error %v", reported, len(page.Items), err)
	}
}
