//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"bytes"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestPlaylistWhoMayRead(t *testing.T) {
	const (
		private       = spotify.ScopePlaylistReadPrivate
		collaborative = spotify.ScopePlaylistReadCollaborative
		unrelated     = spotify.ScopeUserTopRead
	)
	tests := map[string]struct {
		is      spotifytest.Playlist
		follow  bool
		scope   spotify.Scope
		status  int
		message string
	}{
		"public":                               {spotifytest.Playlist{}, false, unrelated, 0, ""},
		"public of somebody else":              {spotifytest.Playlist{Owner: "somebody else"}, false, unrelated, 0, ""},
		"private":                              {spotifytest.Playlist{Private: true}, false, private, 0, ""},
		"private without the scope":            {spotifytest.Playlist{Private: true}, false, collaborative, 403, "Insufficient client scope"},
		"collaborative":                        {spotifytest.Playlist{Collaborative: true}, false, collaborative, 0, ""},
		"collaborative without the scope":      {spotifytest.Playlist{Collaborative: true}, false, private, 403, "Insufficient client scope"},
		"private of somebody else":             {spotifytest.Playlist{Owner: "somebody else", Private: true}, false, private, 404, "Resource not found"},
		"private of somebody else, followed":   {spotifytest.Playlist{Owner: "somebody else", Private: true}, true, private, 0, ""},
		"followed, without the scope":          {spotifytest.Playlist{Owner: "somebody else", Private: true}, true, unrelated, 403, "Insufficient client scope"},
		"collaborative of somebody else":       {spotifytest.Playlist{Owner: "somebody else", Collaborative: true}, false, collaborative, 404, "Resource not found"},
		"collaborative, in which one has part": {spotifytest.Playlist{Owner: "somebody else", Collaborative: true}, true, collaborative, 0, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := newPlaylistDesk(t)
			id := d.AddPlaylist(tt.is).ID
			if tt.follow {
				d.FollowPlaylist(d.me, id)
			}
			playlists, ctx := d.ClientFor(d.me, tt.scope).Playlists, t.Context()
			_, err := playlists.Get(ctx, id, nil)
			playlistRefusal(t, err, tt.status, tt.message)
			_, err = playlists.ListItems(ctx, id, nil)
			playlistRefusal(t, err, tt.status, tt.message)
			_, err = playlists.GetCoverImages(ctx, id)
			playlistRefusal(t, err, tt.status, tt.message)
		})
	}
	d := newPlaylistDesk(t)
	_, err := d.Client().Playlists.Get(t.Context(), unknownPlaylist, nil)
	playlistRefusal(t, err, http.StatusNotFound, "Resource not found")
	_, err = d.Client().Playlists.Get(t.Context(), "evening", nil)
	playlistRefusal(t, err, http.StatusBadRequest, "Invalid base62 id")
	_, err = d.AppClient().Playlists.Get(t.Context(), d.add("A", spotifytest.Playlist{Private: true}), nil)
	playlistRefusal(t, err, http.StatusNotFound, "Resource not found")
	public, err := d.AppClient().Playlists.Get(t.Context(), d.add("A", spotifytest.Playlist{}), nil)
	if err != nil || public.Items == nil {
		t.Errorf("an app reads %+v, %v", public, err)
	}
}

const unknownPlaylist spotify.PlaylistID = "0000000000000000000000"

func TestPlaylistLists(t *testing.T) {
	d := newPlaylistDesk(t)
	ctx := t.Context()
	d.AddPlaylist(spotifytest.Playlist{Name: "public"})
	d.AddPlaylist(spotifytest.Playlist{Name: "private", Private: true})
	d.AddPlaylist(spotifytest.Playlist{Name: "collaborative", Collaborative: true})
	d.FollowPlaylist(d.me, d.AddPlaylist(spotifytest.Playlist{Name: "followed", Owner: d.other}).ID)
	quiet := d.AddPlaylist(spotifytest.Playlist{Name: "quiet", Owner: d.other}).ID
	if err := d.Client().Playlists.Follow(ctx, quiet, spotify.FollowPlaylistRequest{Public: spotify.Ptr(false)}); err != nil {
		t.Fatal(err)
	}
	d.FollowPlaylist(d.me, "")
	names := func(page *spotify.Page[spotify.SimplifiedPlaylist], err error) []string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, p := range page.Items {
			list = append(list, p.Name)
		}
		return list
	}
	own := func(scopes ...spotify.Scope) []string {
		t.Helper()
		return names(d.ClientFor(d.me, scopes...).Playlists.List(ctx, nil))
	}
	of := func(reader, user spotify.UserID) []string {
		t.Helper()
		return names(d.ClientFor(reader).Playlists.ListForUser(ctx, user, nil))
	}
	for what, lists := range map[string][2][]string{
		"with all scopes": {own(), {"", "quiet", "followed", "collaborative", "private", "public"}},
		"without a scope": {own(spotify.ScopeUserTopRead), {"", "quiet", "followed", "public"}},
		"with one for private ones": {
			own(spotify.ScopePlaylistReadPrivate), {"", "quiet", "followed", "private", "public"},
		},
		"with one for collaborative ones": {
			own(spotify.ScopePlaylistReadCollaborative), {"", "quiet", "followed", "collaborative", "public"},
		},
		"by the user's ID": {of(d.me, d.me), {"", "quiet", "followed", "collaborative", "private", "public"}},
		"for others":       {of(d.other, d.me), {"", "followed", "public"}},
	} {
		if diff := cmp.Diff(lists[1], lists[0]); diff != "" {
			t.Errorf("playlists %s (-want +got):\n%s", what, diff)
		}
	}
	raw := readPlaylist(t, d, "/me/playlists?limit=2")
	if dig(t, raw, "items.0") != nil || dig(t, raw, "total") != 6.0 || dig(t, raw, "next") == nil {
		t.Errorf("the page begins with %v, of %v", dig(t, raw, "items.0"), dig(t, raw, "total"))
	}
	if got := dig(t, readPlaylist(t, d, "/me/playlists"), "items.5.public"); got != true {
		t.Errorf("that an own playlist is public is %v", got)
	}
	elsewhere := d.AddPlaylist(spotifytest.Playlist{Name: "elsewhere", Owner: d.other}).ID
	raw = readPlaylist(t, d, "/users/"+string(d.other)+"/playlists")
	if id, public := dig(t, raw, "items.0.id"), dig(t, raw, "items.0.public"); id != string(elsewhere) || public != nil {
		t.Errorf("that %v, which the user does not follow, is public is %v", id, public)
	}
	// Who follows once more for everybody to see does no longer hide it.
	if err := d.Client().Playlists.Follow(ctx, quiet, spotify.FollowPlaylistRequest{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"", "quiet", "followed", "public"}, of(d.other, d.me)); diff != "" {
		t.Errorf("playlists for others then (-want +got):\n%s", diff)
	}
	_, err := d.Client().Playlists.ListForUser(ctx, "nobody", nil)
	playlistRefusal(t, err, http.StatusNotFound, "Resource not found")
}

func TestPlaylistFollowers(t *testing.T) {
	d := newPlaylistDesk(t)
	ctx, mine := t.Context(), d.Client().Playlists
	id := d.add("A", spotifytest.Playlist{Name: "Evening"})
	theirs := d.ClientFor(d.other).Playlists
	follows := func(by *spotify.PlaylistsService, want bool) {
		t.Helper()
		if got, err := by.CheckFollowing(ctx, id, nil); err != nil || got != want {
			t.Errorf("that the user follows the playlist is %t, %v; want %t", got, err, want)
		}
	}
	follows(mine, true)
	follows(theirs, false)
	for range 2 { // the second time changes nothing
		if err := theirs.Follow(ctx, id, spotify.FollowPlaylistRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	follows(theirs, true)
	if p, err := mine.Get(ctx, id, nil); err != nil || p.Followers.Total != 1 {
		t.Errorf("the followers are %+v, %v", p.Followers, err)
	}
	if got, err := mine.CheckFollowing(ctx, id, &spotify.PlaylistsCheckFollowingOptions{ID: d.other}); err != nil || !got {
		t.Errorf("that the other user follows it is %t, %v", got, err)
	}

	// Its owner deletes it, and restores it.
	if err := mine.Unfollow(ctx, id); err != nil {
		t.Fatal(err)
	}
	follows(mine, false)
	if got := d.PlaylistsOf(d.me); len(got) != 0 {
		t.Errorf("the owner still has %+v", got)
	}
	if p, err := mine.Get(ctx, id, nil); err != nil || p.Name != "Evening" || p.Items.Total != 1 {
		t.Errorf("the deleted playlist is %+v, %v", p, err)
	}
	follows(theirs, true)
	if err := mine.Follow(ctx, id, spotify.FollowPlaylistRequest{}); err != nil {
		t.Fatal(err)
	}
	if got := d.PlaylistsOf(d.me); len(got) != 1 {
		t.Errorf("the owner has restored %+v", got)
	}

	for range 2 {
		if err := theirs.Unfollow(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	follows(theirs, false)

	public, private := spotify.ScopePlaylistModifyPublic, spotify.ScopePlaylistModifyPrivate
	with := func(scope spotify.Scope) *spotify.PlaylistsService { return d.ClientFor(d.other, scope).Playlists }
	quietly := spotify.FollowPlaylistRequest{Public: spotify.Ptr(false)}
	playlistRefusal(t, with(public).Follow(ctx, id, quietly), http.StatusForbidden, "Insufficient client scope")
	playlistRefusal(t, with(private).Follow(ctx, id, spotify.FollowPlaylistRequest{}), http.StatusForbidden, "Insufficient client scope")
	playlistRefusal(t, with(private).Follow(ctx, id, quietly), 0, "")
	playlistRefusal(t, with(public).Unfollow(ctx, id), http.StatusForbidden, "Insufficient client scope")
	playlistRefusal(t, with(private).Unfollow(ctx, id), 0, "")
	secret := d.add("A", spotifytest.Playlist{Private: true})
	playlistRefusal(t, theirs.Follow(ctx, secret, quietly), http.StatusNotFound, "Resource not found")
	for what, tt := range map[string]struct {
		reader spotify.UserID
		scope  spotify.Scope
		want   bool
	}{
		"to its owner":                   {d.me, spotify.ScopePlaylistReadPrivate, true},
		"to its owner without the scope": {d.me, public, false},
		"to others":                      {d.other, spotify.ScopePlaylistReadPrivate, false},
	} {
		reader := d.ClientFor(tt.reader, tt.scope).Playlists
		got, err := reader.CheckFollowing(ctx, secret, &spotify.PlaylistsCheckFollowingOptions{ID: d.me})
		if err != nil || got != tt.want {
			t.Errorf("%s, that the owner has a private playlist is %t, %v; want %t", what, got, err, tt.want)
		}
	}
}

func TestPlaylistCover(t *testing.T) {
	d := newPlaylistDesk(t)
	ctx, client := t.Context(), d.Client().Playlists
	widths := func(id spotify.PlaylistID) []int {
		t.Helper()
		list := []int{}
		images, err := client.GetCoverImages(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		for _, image := range images {
			width := 0
			if image.Width != nil {
				width = *image.Width
			}
			list = append(list, width)
		}
		return list
	}
	id := d.add("ABCDE", spotifytest.Playlist{})
	none := d.add("ABCDE", spotifytest.Playlist{NullImages: true})
	for what, got := range map[string][2][]int{
		"an empty one":     {widths(d.add("", spotifytest.Playlist{})), {}},
		"few albums":       {widths(d.add("ABAB", spotifytest.Playlist{})), {640}},
		"four albums":      {widths(d.add("ABACD", spotifytest.Playlist{})), {640, 300, 60}},
		"one of null":      {widths(none), {}},
		"an ordinary one ": {widths(id), {640, 300, 60}},
	} {
		if diff := cmp.Diff(got[1], got[0]); diff != "" {
			t.Errorf("the cover of %s (-want +got):\n%s", what, diff)
		}
	}
	raw := readPlaylist(t, d, "/playlists/"+string(none))
	if images, there := raw["images"]; images != nil || !there {
		t.Errorf("images that are null are %v", images)
	}

	jpeg := append([]byte{0xFF, 0xD8, 0xFF, 0xE0}, bytes.Repeat([]byte("spot"), 100)...)
	before := d.Snapshot(id)
	if err := client.UploadCoverImage(ctx, id, jpeg); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(d.Cover(id), jpeg) || d.Snapshot(id) == before {
		t.Errorf("the cover is % x, and the snapshot %s after %s", d.Cover(id), d.Snapshot(id), before)
	}
	if diff := cmp.Diff([]int{0}, widths(id)); diff != "" {
		t.Errorf("an uploaded cover (-want +got):\n%s", diff)
	}
	first, err := client.GetCoverImages(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.UploadCoverImage(ctx, id, append(jpeg, 'x')); err != nil {
		t.Fatal(err)
	}
	if second, err := client.GetCoverImages(ctx, id); err != nil || second[0].URL == first[0].URL {
		t.Errorf("another cover is at %v, %v, as was the one before", second, err)
	}
	if d.Cover(none) != nil || d.Cover(unknownPlaylist) != nil {
		t.Error("there is a cover where none was uploaded")
	}
}

func TestPlaylistCoverRefuses(t *testing.T) {
	d := newPlaylistDesk(t, spotifytest.Relaxed())
	id := d.add("A", spotifytest.Playlist{})
	theirs := d.add("A", spotifytest.Playlist{Owner: d.other})
	jpeg := base64.StdEncoding.EncodeToString([]byte{0xFF, 0xD8, 0xFF, 0xE0, 1, 2})
	largest := base64.StdEncoding.EncodeToString(append([]byte{0xFF, 0xD8, 0xFF}, make([]byte, 192<<10-3)...))
	public, upload := spotify.ScopePlaylistModifyPublic, spotify.ScopeUgcImageUpload
	for name, tt := range map[string]struct {
		id     spotify.PlaylistID
		body   string
		scopes []spotify.Scope
		status int
	}{
		"as it has to be":                 {id, jpeg, []spotify.Scope{public, upload}, 202},
		"as large as it can be":           {id, largest, nil, 202},
		"too large":                       {id, largest + "AAAA", nil, 400},
		"a newline at the end":            {id, jpeg + "\n", nil, 400},
		"a data URL":                      {id, "data:image/jpeg;base64," + jpeg, nil, 400},
		"not encoded":                     {id, "\xFF\xD8\xFF\xE0", nil, 400},
		"another picture":                 {id, base64.StdEncoding.EncodeToString([]byte("\x89PNG")), nil, 400},
		"nothing":                         {id, "", nil, 400},
		"of somebody else":                {theirs, jpeg, nil, 403},
		"without the scope for pictures":  {id, jpeg, []spotify.Scope{public}, 401},
		"without the scope for playlists": {id, jpeg, []spotify.Scope{upload}, 401},
		"with the other scope":            {id, jpeg, []spotify.Scope{upload, spotify.ScopePlaylistModifyPrivate}, 401},
	} {
		t.Run(name, func(t *testing.T) {
			path := "/playlists/" + string(tt.id) + "/images"
			got := playlistRequest{method: "PUT", path: path, mediaType: "image/jpeg", body: tt.body}.send(t, d.Server, d.me, tt.scopes...)
			if got.status != tt.status || (got.text == "") != (tt.status == 202) {
				t.Errorf("the answer is %v, want a %d", got, tt.status)
			}
			if tt.status >= 400 && strings.TrimSpace(got.message()) == "" {
				t.Errorf("the refusal %v says nothing", got)
			}
		})
	}
}
