//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A bookshelf is a server with a handful of things to save, all of them by number.
type bookshelf struct{ *spotifytest.Server }

func newBookshelf(t *testing.T, options ...spotifytest.Option) bookshelf {
	t.Helper()
	b := bookshelf{spotifytest.NewServer(t, append(options, spotifytest.Empty())...)}
	for n := range 4 {
		id, name := b.id(n), fmt.Sprintf("Thing %d", n)
		b.AddArtist(spotifytest.Artist{ID: spotify.ArtistID(id), Name: name})
		b.AddAlbum(spotifytest.Album{ID: spotify.AlbumID(id), Name: name})
		b.AddTrack(spotifytest.Track{ID: spotify.TrackID(id), Name: name, Album: spotify.AlbumID(id)})
		b.AddShow(spotifytest.Show{ID: spotify.ShowID(id), Name: name})
		b.AddEpisode(spotifytest.Episode{ID: spotify.EpisodeID(id), Name: name, Show: spotify.ShowID(id)})
		// Its URI says show, so that it cannot have the ID of one.
		b.AddAudiobook(spotifytest.Audiobook{ID: spotify.AudiobookID(b.book(n)), Name: name})
	}
	return b
}

func (b bookshelf) id(n int) string { return fmt.Sprintf("%022d", n) }

func (b bookshelf) book(n int) string { return fmt.Sprintf("b%021d", n) }

// An exchange is a request that is sent as it is, and what is answered.
type exchange struct {
	method, path, body string
	status             int
	message            string // of a refusal
}

// send sends the request for the default user, and returns the body of the answer.
func (x exchange) send(t *testing.T, s *spotifytest.Server, scopes ...spotify.Scope) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), x.method, s.URL+x.path, strings.NewReader(x.body))
	if err != nil {
		t.Fatal(err)
	}
	if x.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	req.Header.Set("Authorization", "Bearer "+s.TokenFor(s.User().ID, scopes...).AccessToken)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var refused struct {
		Error struct{ Message string }
	}
	if resp.StatusCode >= 400 {
		if err := json.Unmarshal(body, &refused); err != nil {
			t.Fatalf("%s %s: %v in %s", x.method, x.path, err, body)
		}
	}
	if resp.StatusCode != x.status || refused.Error.Message != x.message {
		t.Errorf("%s %s %s = %d %q, want %d %q", x.method, x.path, x.body, resp.StatusCode, refused.Error.Message, x.status, x.message)
	}
	return string(body)
}

// libraryScopes are all that the operations of this file take.
func libraryScopes() []spotify.Scope {
	return []spotify.Scope{
		spotify.ScopeUserLibraryRead, spotify.ScopeUserLibraryModify, spotify.ScopeUserFollowRead, spotify.ScopeUserFollowModify,
		spotify.ScopePlaylistModifyPublic, spotify.ScopePlaylistReadPrivate, spotify.ScopeUserReadPlaybackPosition,
	}
}

func wantSaved(t *testing.T, s *spotifytest.Server, kind spotify.Kind, want ...spotify.URI) {
	t.Helper()
	if diff := cmp.Diff(append([]spotify.URI{}, want...), s.Saved("", kind)); diff != "" {
		t.Errorf("saved of the kind %s (-want +got):\n%s", kind, diff)
	}
}

// An ofOneKind is what a client does with saved things of a kind, given by their IDs.
type ofOneKind struct {
	kind   spotify.Kind
	ids    [2]string
	uris   [2]spotify.URI
	save   func(ids ...string) error
	remove func(ids ...string) error
	check  func(ids ...string) ([]bool, error)
	list   func() ([]string, error) // ID and time of each
}

// as makes the IDs of a kind.
func as[ID ~string](ids []string) []ID {
	out := make([]ID, len(ids))
	for i, id := range ids {
		out[i] = ID(id)
	}
	return out
}

// saved describes an element of a list.
func saved[ID ~string](id ID, at time.Time) string {
	return fmt.Sprintf("%s at %s", id, at.Format(time.RFC3339))
}

// texts describes all elements of a list.
func texts[E any](page *spotify.Page[E], err error, text func(E) string) ([]string, error) {
	if err != nil {
		return nil, err
	}
	out := []string{}
	for _, e := range page.Items {
		out = append(out, text(e))
	}
	if page.Total != len(out) {
		return out, fmt.Errorf("the total is %d of %d", page.Total, len(out))
	}
	return out, nil
}

func kindsOf(ctx context.Context, b bookshelf, client *spotify.Client) []ofOneKind {
	ids := [2]string{b.id(1), b.id(2)}
	books := [2]string{b.book(1), b.book(2)}
	uris := func(kind string, ids [2]string) [2]spotify.URI {
		return [2]spotify.URI{spotify.URI("spotify:" + kind + ":" + ids[0]), spotify.URI("spotify:" + kind + ":" + ids[1])}
	}
	return []ofOneKind{
		{spotify.KindTrack, ids, uris("track", ids),
			func(ids ...string) error {
				return client.Tracks.Save(ctx, as[spotify.TrackID](ids))
			},
			func(ids ...string) error { return client.Tracks.RemoveSaved(ctx, as[spotify.TrackID](ids)) },
			func(ids ...string) ([]bool, error) { return client.Tracks.CheckSaved(ctx, as[spotify.TrackID](ids)) },
			func() ([]string, error) {
				page, err := client.Tracks.ListSaved(ctx, nil)
				return texts(page, err, func(e spotify.SavedTrack) string { return saved(e.Track.ID, e.AddedAt) })
			}},
		{spotify.KindAlbum, ids, uris("album", ids),
			func(ids ...string) error { return client.Albums.Save(ctx, as[spotify.AlbumID](ids)) },
			func(ids ...string) error { return client.Albums.RemoveSaved(ctx, as[spotify.AlbumID](ids)) },
			func(ids ...string) ([]bool, error) { return client.Albums.CheckSaved(ctx, as[spotify.AlbumID](ids)) },
			func() ([]string, error) {
				page, err := client.Albums.ListSaved(ctx, nil)
				return texts(page, err, func(e spotify.SavedAlbum) string { return saved(e.Album.ID, e.AddedAt) })
			}},
		{spotify.KindShow, ids, uris("show", ids),
			func(ids ...string) error { return client.Shows.Save(ctx, as[spotify.ShowID](ids)) },
			func(ids ...string) error { return client.Shows.RemoveSaved(ctx, as[spotify.ShowID](ids)) },
			func(ids ...string) ([]bool, error) { return client.Shows.CheckSaved(ctx, as[spotify.ShowID](ids)) },
			func() ([]string, error) {
				page, err := client.Shows.ListSaved(ctx, nil)
				return texts(page, err, func(e spotify.SavedShow) string { return saved(e.Show.ID, e.AddedAt) })
			}},
		{spotify.KindEpisode, ids, uris("episode", ids),
			func(ids ...string) error { return client.Episodes.Save(ctx, as[spotify.EpisodeID](ids)) },
			func(ids ...string) error { return client.Episodes.RemoveSaved(ctx, as[spotify.EpisodeID](ids)) },
			func(ids ...string) ([]bool, error) {
				return client.Episodes.CheckSaved(ctx, as[spotify.EpisodeID](ids))
			},
			func() ([]string, error) {
				page, err := client.Episodes.ListSaved(ctx, nil)
				return texts(page, err, func(e spotify.SavedEpisode) string { return saved(e.Episode.ID, e.AddedAt) })
			}},
		{spotify.KindAudiobook, books, uris("show", books),
			func(ids ...string) error { return client.Audiobooks.Save(ctx, as[spotify.AudiobookID](ids)) },
			func(ids ...string) error { return client.Audiobooks.RemoveSaved(ctx, as[spotify.AudiobookID](ids)) },
			func(ids ...string) ([]bool, error) {
				return client.Audiobooks.CheckSaved(ctx, as[spotify.AudiobookID](ids))
			},
			// Audiobooks are listed without the time (docs/facts/mismatches.md M43).
			func() ([]string, error) {
				page, err := client.Audiobooks.ListSaved(ctx, nil)
				return texts(page, err, func(e spotify.SimplifiedAudiobook) string { return saved(e.ID, time.Time{}) })
			}},
	}
}

func TestLibraryOfOneKind(t *testing.T) {
	b := newBookshelf(t)
	for _, k := range kindsOf(t.Context(), b, b.Client()) {
		t.Run(string(k.kind), func(t *testing.T) {
			first, later := b.Now(), b.Now().Add(10*time.Minute)
			if k.kind == spotify.KindAudiobook {
				first, later = time.Time{}, time.Time{}
			}
			do := func(err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			holds := func(want ...string) {
				t.Helper()
				got, err := k.list()
				do(err)
				if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
					t.Errorf("list (-want +got):\n%s", diff)
				}
			}
			contains := func(want ...bool) {
				t.Helper()
				got, err := k.check(k.ids[0], k.ids[1])
				do(err)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("check (-want +got):\n%s", diff)
				}
			}

			holds()
			contains(false, false)
			do(k.save(k.ids[0]))
			wantSaved(t, b.Server, k.kind, k.uris[0])
			contains(true, false)
			b.Advance(10 * time.Minute)
			do(k.save(k.ids[0], k.ids[1])) // the first one is there already
			wantSaved(t, b.Server, k.kind, k.uris[1], k.uris[0])
			holds(saved(k.ids[1], later), saved(k.ids[0], first))
			contains(true, true)
			do(k.remove(k.ids[1]))
			do(k.remove(k.ids[1])) // does no harm
			wantSaved(t, b.Server, k.kind, k.uris[0])
			contains(true, false)
			do(k.remove(k.ids[0]))
			do(k.save(k.ids[0], k.ids[1])) // the last of a request comes first
			wantSaved(t, b.Server, k.kind, k.uris[1], k.uris[0])
		})
	}
}

func TestLibraryInPages(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	var want []spotify.TrackID
	for range 95 {
		id := s.AddTrack(spotifytest.Track{}).ID
		s.Save("", id.URI())
		want = append([]spotify.TrackID{id}, want...)
	}
	var got []spotify.TrackID
	for track, err := range s.Client().Tracks.AllSaved(t.Context(), &spotify.TracksListSavedOptions{Limit: 20}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, track.Track.ID)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("all saved tracks (-want +got):\n%s", diff)
	}
}

func TestSaveTracksAtTimes(t *testing.T) {
	b := newBookshelf(t)
	client := b.Client()
	track := func(n int) spotify.TrackID { return spotify.TrackID(b.id(n)) }
	year := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	if err := client.Tracks.SaveTimestamped(t.Context(), []spotify.TimestampedID{
		{ID: track(0), AddedAt: year}, {ID: track(1), AddedAt: year.AddDate(1, 0, 0)}, {ID: track(2), AddedAt: year.AddDate(-1, 0, 0)},
	}); err != nil {
		t.Fatal(err)
	}
	wantSaved(t, b.Server, spotify.KindTrack, track(1).URI(), track(0).URI(), track(2).URI())
	page, err := client.Tracks.ListSaved(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := page.Items[1].AddedAt; !got.Equal(year) {
		t.Errorf("added at %v, want %v", got, year)
	}

	// The times win over plain IDs.
	exchange{"PUT", "/me/tracks", `{"ids":["` + b.id(0) + `"],"timestamped_ids":[{"id":"` + b.id(3) + `","added_at":"2023-12-01T00:00:00+01:00"}]}`, 200, ""}.
		send(t, b.Server, libraryScopes()...)
	wantSaved(t, b.Server, spotify.KindTrack, track(1).URI(), track(0).URI(), track(3).URI(), track(2).URI())
}

func TestLibraryOfAnyKind(t *testing.T) {
	for _, mode := range [][]spotifytest.Option{nil, {spotifytest.Development()}} {
		b := newBookshelf(t, mode...)
		client := b.Client()
		other := b.AddUser(spotifytest.User{ID: "böse, oder: gut"}).ID
		playlist := b.AddPlaylist(spotifytest.Playlist{Name: "Theirs", Owner: other}).ID
		book := spotify.AudiobookID(b.book(1))
		things := []spotify.Resource{
			spotify.TrackID(b.id(1)).URI(), spotify.AlbumID(b.id(1)).URI(), spotify.ShowID(b.id(1)).URI(),
			spotify.EpisodeID(b.id(1)).URI(), book.URI(), spotify.ArtistID(b.id(1)).URI(), other.URI(), playlist.URI(),
		}
		check := func(want bool) {
			t.Helper()
			got, err := client.Library.Check(t.Context(), things)
			if err != nil {
				t.Fatal(err)
			}
			all := make([]bool, len(things))
			for i := range all {
				all[i] = want
			}
			if diff := cmp.Diff(all, got); diff != "" {
				t.Errorf("check (-want +got):\n%s", diff)
			}
			for i, kind := range []spotify.Kind{"track", "album", "show", "episode", "audiobook", "artist", "user", "playlist"} {
				holds := b.Saved
				if i >= 5 {
					holds = b.Following
				}
				expected := []spotify.URI{}
				if want {
					expected = append(expected, things[i].ResourceURI())
				}
				if diff := cmp.Diff(expected, holds("", kind)); diff != "" {
					t.Errorf("%s (-want +got):\n%s", kind, diff)
				}
			}
		}
		check(false)
		for range 2 { // the second time does no harm
			if err := client.Library.Save(t.Context(), things); err != nil {
				t.Fatal(err)
			}
			check(true)
		}
		for range 2 {
			if err := client.Library.Remove(t.Context(), things); err != nil {
				t.Fatal(err)
			}
			check(false)
		}
	}
}

func TestLibraryHidesPrivatePlaylists(t *testing.T) {
	b := newBookshelf(t)
	other := b.AddUser(spotifytest.User{ID: "other"}).ID
	private := b.AddPlaylist(spotifytest.Playlist{Name: "Secret", Owner: other, Private: true}).ID
	wanted := exchange{"PUT", "/me/library?uris=" + string(private.URI()), "", 404, "Resource not found"}
	wanted.send(t, b.Server, libraryScopes()...)
	if got := b.Following("", spotify.KindPlaylist); len(got) != 0 {
		t.Errorf("follows %v", got)
	}
	b.Follow("", private.URI())
	if diff := cmp.Diff([]spotify.URI{private.URI()}, b.Following("", spotify.KindPlaylist)); diff != "" {
		t.Errorf("following (-want +got):\n%s", diff)
	}
}

// A track that stands in for another one is a trap: only the original is the one that
// is in the library.
func TestLibraryAndRelinking(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	client := s.Client()
	original := s.AddTrack(spotifytest.Track{Name: "Song", ISRC: "ZZAAA2600001", Markets: []spotify.Market{"US"}}).ID
	substitute := s.AddTrack(spotifytest.Track{Name: "Song", ISRC: "ZZAAA2600001", Markets: []spotify.Market{"SE"}}).ID
	track, err := client.Tracks.Get(t.Context(), original, nil)
	if err != nil {
		t.Fatal(err)
	}
	if track.ID != substitute {
		t.Fatalf("got the track %s, want it relinked to %s", track.ID, substitute)
	}
	if err := client.Library.Save(t.Context(), spotify.Resources{track}); err != nil {
		t.Fatal(err)
	}
	wantSaved(t, s, spotify.KindTrack, original.URI())
	checked, err := client.Tracks.CheckSaved(t.Context(), []spotify.TrackID{original, substitute})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]bool{true, false}, checked); diff != "" {
		t.Errorf("original and substitute (-want +got):\n%s", diff)
	}
	page, err := client.Tracks.ListSaved(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := page.Items[0].Track; got.ID != substitute || got.ResourceURI() != original.URI() {
		t.Errorf("the list has %s for %s, want %s for %s", got.ID, got.ResourceURI(), substitute, original.URI())
	}

	// Who goes on with the wrong ID removes nothing, and saves another track.
	if err := client.Tracks.RemoveSaved(t.Context(), []spotify.TrackID{substitute}); err != nil {
		t.Fatal(err)
	}
	wantSaved(t, s, spotify.KindTrack, original.URI())
	if err := client.Library.Save(t.Context(), spotify.Resources{substitute.URI()}); err != nil {
		t.Fatal(err)
	}
	wantSaved(t, s, spotify.KindTrack, substitute.URI(), original.URI())
}

func TestLibraryOfWhatIsGone(t *testing.T) {
	b := newBookshelf(t)
	const gone = "9999999999999999999999"
	scopes := libraryScopes()
	for kind, path := range map[string]string{"album": "albums", "track": "tracks", "show": "shows", "episode": "episodes"} {
		uri := spotify.URI("spotify:" + kind + ":" + gone)
		b.Save("", uri, spotify.URI("spotify:"+kind+":"+b.id(1)))
		var page struct {
			Items []json.RawMessage
			Total int
		}
		body := exchange{"GET", "/me/" + path, "", 200, ""}.send(t, b.Server, scopes...)
		if err := json.Unmarshal([]byte(body), &page); err != nil {
			t.Fatal(err)
		}
		if len(page.Items) != 2 || page.Total != 2 || string(page.Items[1]) != "null" {
			t.Errorf("%s: %s, want a second element that is null", path, body)
		}
		exchange{"DELETE", "/me/library?uris=" + string(uri), "", 200, ""}.send(t, b.Server, scopes...)
		wantSaved(t, b.Server, spotify.Kind(kind), spotify.URI("spotify:"+kind+":"+b.id(1)))
	}
	b.Save("", spotify.URI("spotify:album:"+gone))
	page, err := b.Client().Albums.ListSaved(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) != 2 || page.Items[0].Album.ID != "" || page.Items[1].Album.ID == "" {
		t.Errorf("the client reads %+v, want an empty element first", page.Items)
	}
}

func TestLibraryOfRemovedEpisode(t *testing.T) {
	b := newBookshelf(t)
	id := b.AddEpisode(spotifytest.Episode{Name: "Withdrawn", Removed: true}).ID
	b.Save("", id.URI())
	page, err := b.Client().Episodes.ListSaved(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(page.Items) != 1 || page.Items[0].AddedAt.IsZero() || page.Items[0].Episode.ID != "" || page.Items[0].Episode.Type != "episode" {
		t.Errorf("got %+v, want an episode that is empty", page.Items)
	}
}
