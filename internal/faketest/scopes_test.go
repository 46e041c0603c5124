//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A program that asks for the scopes of its methods can read what is the user's own.
func TestScopesForReadWhatIsTheUsersOwn(t *testing.T) {
	d := newPlaylistDesk(t)
	private := d.AddPlaylist(spotifytest.Playlist{Private: true}).ID
	collaborative := d.AddPlaylist(spotifytest.Playlist{Collaborative: true}).ID

	clientFor := func(ops ...spotify.Op) *spotify.Client {
		return spotify.NewClient(d.ClientOptions(d.me, spotify.ScopesFor(ops...)...)...)
	}
	lister := clientFor(spotify.OpPlaylistsList, spotify.OpPlaylistsListItems).Playlists
	var listed []spotify.PlaylistID
	for p, err := range lister.All(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		listed = append(listed, p.ID)
	}
	for _, id := range []spotify.PlaylistID{private, collaborative} {
		if !slices.Contains(listed, id) {
			t.Errorf("%s is not listed", id)
		}
		ctx := t.Context()
		if _, err := clientFor(spotify.OpPlaylistsListItems).Playlists.ListItems(ctx, id, nil); err != nil {
			t.Error(err)
		}
		if _, err := clientFor(spotify.OpPlaylistsGet).Playlists.Get(ctx, id, nil); err != nil {
			t.Error(err)
		}
		if _, err := clientFor(spotify.OpPlaylistsGetCoverImages).Playlists.GetCoverImages(ctx, id); err != nil {
			t.Error(err)
		}
	}
	me, err := clientFor(spotify.OpUsersMe).Users.Me(t.Context())
	if err != nil || me.Email == "" || me.Country == "" {
		t.Errorf("got %+v, error %v", me, err)
	}
}

func TestScopesOfMethods(t *testing.T) {
	const (
		private       = spotify.ScopePlaylistReadPrivate
		collaborative = spotify.ScopePlaylistReadCollaborative
	)
	tests := []struct {
		name          string
		ops           []spotify.Op
		want, minimal []spotify.Scope
	}{
		{"playlists", []spotify.Op{spotify.OpPlaylistsList, spotify.OpPlaylistsListItems}, []spotify.Scope{collaborative, private}, nil},
		{"profile", []spotify.Op{spotify.OpUsersMe}, []spotify.Scope{spotify.ScopeUserReadEmail, spotify.ScopeUserReadPrivate}, nil},
		{"saved tracks", []spotify.Op{spotify.OpTracksListSaved}, []spotify.Scope{spotify.ScopeUserLibraryRead}, []spotify.Scope{spotify.ScopeUserLibraryRead}},
		{"both", []spotify.Op{spotify.OpTracksListSaved, spotify.OpPlaylistsGet}, []spotify.Scope{collaborative, private, spotify.ScopeUserLibraryRead}, []spotify.Scope{spotify.ScopeUserLibraryRead}},
		{"public data", []spotify.Op{spotify.OpTracksGet}, nil, nil},
		{"unknown", []spotify.Op{"Nothing.Get"}, nil, nil},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, spotify.ScopesFor(test.ops...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.minimal, spotify.MinimalScopesFor(test.ops...)); diff != "" {
			t.Errorf("%s, minimal (-want +got):\n%s", test.name, diff)
		}
	}
	all := spotify.AllScopes()
	if diff := cmp.Diff(spotifytest.AllScopes(), all); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	for op := range spotify.Operations {
		for _, scope := range spotify.ScopesFor(spotify.Op(op.Name)) {
			if !slices.Contains(all, scope) {
				t.Errorf("%s needs %s, which is not in AllScopes", op.Name, scope)
			}
		}
	}
	all[0] = "changed"
	if spotify.AllScopes()[0] == "changed" {
		t.Error("AllScopes hands out a list that others share")
	}
}

func TestAnErrorNamesTheMissingScopes(t *testing.T) {
	d := newPlaylistDesk(t)
	private := d.AddPlaylist(spotifytest.Playlist{Private: true}).ID
	_, err := d.ClientFor(d.me, spotify.ScopePlaylistReadCollaborative).Playlists.ListItems(t.Context(), private, nil)
	const want = "spotify: Playlists.ListItems: 403 Forbidden: Insufficient client scope; " +
		"the operation takes the scopes playlist-read-collaborative and playlist-read-private (for a part of what it reads); " +
		"the user has not granted playlist-read-private; log in again with that among the Scopes of the AuthConfig"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
