//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func wantFollowing(t *testing.T, s *spotifytest.Server, kind spotify.Kind, want ...spotify.URI) {
	t.Helper()
	if diff := cmp.Diff(append([]spotify.URI{}, want...), s.Following("", kind)); diff != "" {
		t.Errorf("following of the kind %s (-want +got):\n%s", kind, diff)
	}
}

func TestFollowArtists(t *testing.T) {
	b := newBookshelf(t)
	client := b.Client()
	one, two := spotify.ArtistID(b.id(1)), spotify.ArtistID(b.id(2))
	if err := client.Users.FollowArtists(t.Context(), []spotify.ArtistID{one, two}); err != nil {
		t.Fatal(err)
	}
	wantFollowing(t, b.Server, spotify.KindArtist, two.URI(), one.URI())
	wantFollowing(t, b.Server, spotify.KindUser)
	if err := client.Users.UnfollowArtists(t.Context(), []spotify.ArtistID{two}); err != nil {
		t.Fatal(err)
	}
	wantFollowing(t, b.Server, spotify.KindArtist, one.URI())
	got, err := client.Users.CheckFollowingArtists(t.Context(), []spotify.ArtistID{two, one})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]bool{false, true}, got); diff != "" {
		t.Errorf("check (-want +got):\n%s", diff)
	}
}

func TestFollowUsers(t *testing.T) {
	b := newBookshelf(t)
	client := b.Client()
	odd := b.AddUser(spotifytest.User{ID: "vesna / ältere"}).ID
	if err := client.Users.FollowUsers(t.Context(), []spotify.UserID{odd}); err != nil {
		t.Fatal(err)
	}
	wantFollowing(t, b.Server, spotify.KindUser, odd.URI())
	wantFollowing(t, b.Server, spotify.KindArtist)
	got, err := client.Users.CheckFollowingUsers(t.Context(), []spotify.UserID{odd, "nobody"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]bool{true, false}, got); diff != "" {
		t.Errorf("check (-want +got):\n%s", diff)
	}
	if err := client.Users.UnfollowUsers(t.Context(), []spotify.UserID{odd, "nobody"}); err != nil {
		t.Fatal(err)
	}
	wantFollowing(t, b.Server, spotify.KindUser)
}

func TestListFollowedArtists(t *testing.T) {
	b := newBookshelf(t)
	scopes := libraryScopes()
	type answered struct {
		Artists struct {
			Items   []struct{ ID string }
			Total   int
			Limit   int
			Next    *string
			Href    string
			Cursors struct{ After *string }
		}
	}
	read := func(query string) answered {
		t.Helper()
		var a answered
		body := exchange{"GET", "/me/following?" + query, "", 200, ""}.send(t, b.Server, scopes...)
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	if a := read("type=artist").Artists; a.Items == nil || len(a.Items) != 0 || a.Total != 0 || a.Limit != 20 || a.Next != nil || a.Cursors.After != nil {
		t.Errorf("without any: %+v", a)
	}
	b.Follow("", spotify.ArtistID(b.id(3)).URI(), spotify.ArtistID(b.id(1)).URI(), spotify.ArtistID(b.id(2)).URI())
	first := read("type=artist&limit=2").Artists
	if len(first.Items) != 2 || first.Items[0].ID != b.id(1) || first.Items[1].ID != b.id(2) || first.Total != 3 {
		t.Errorf("first page: %+v", first)
	}
	if first.Cursors.After == nil || *first.Cursors.After != b.id(2) || first.Next == nil {
		t.Fatalf("first page leads nowhere: %+v", first)
	}
	next, err := url.Parse(*first.Next)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(url.Values{"type": {"artist"}, "limit": {"2"}, "after": {b.id(2)}}, next.Query()); diff != "" || !strings.HasPrefix(*first.Next, b.URL+"/me/following?") {
		t.Errorf("next is %s (-want +got):\n%s", *first.Next, diff)
	}
	last := read(next.RawQuery).Artists
	if len(last.Items) != 1 || last.Items[0].ID != b.id(3) || last.Total != 3 || last.Next != nil || last.Cursors.After != nil {
		t.Errorf("last page: %+v", last)
	}
}

// A program that stops following artists while it lists them gets to all of them.
func TestUnfollowWhileListing(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	client := s.Client()
	const followed = 45
	for range followed {
		s.Follow("", s.AddArtist(spotifytest.Artist{}).ID.URI())
	}
	n := 0
	for artist, err := range client.Users.AllFollowedArtists(t.Context(), &spotify.UsersListFollowedArtistsOptions{Limit: 10}) {
		if err != nil {
			t.Fatal(err)
		}
		if err := client.Library.Remove(t.Context(), spotify.Resources{artist.URI}); err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != followed {
		t.Errorf("%d artists, want %d", n, followed)
	}
	wantFollowing(t, s, spotify.KindArtist)
}

func TestFollowingRefuses(t *testing.T) {
	b := newBookshelf(t, spotifytest.Relaxed())
	const unknown = "9999999999999999999999"
	tests := []exchange{
		{"PUT", "/me/following?type=artist", "", 400, "Missing required field: ids"},
		{"PUT", "/me/following?ids=" + b.id(1), "", 400, "Missing required field: type"},
		{"PUT", "/me/following?type=playlist&ids=" + b.id(1), "", 400, "Invalid type"},
		{"PUT", "/me/following?type=artist&ids=" + b.id(1) + ",nonsense", "", 400, "Invalid base62 id"},
		{"PUT", "/me/following?type=artist&ids=" + b.id(1) + "," + unknown, "", 404, "Resource not found"},
		{"PUT", "/me/following?type=user&ids=nobody", "", 404, "Resource not found"},
		{"PUT", "/me/following?type=artist&ids=" + strings.Repeat(b.id(1)+",", 50) + b.id(1), "", 400, "Too many ids requested"},
		{"DELETE", "/me/following?type=artist&ids=nonsense", "", 400, "Invalid base62 id"},
		{"DELETE", "/me/following?type=artist&ids=" + unknown, "", 204, ""},
		{"GET", "/me/following/contains?type=artist&ids=nonsense", "", 400, "Invalid base62 id"},
		{"GET", "/me/following?type=user", "", 400, "Invalid type"},
		{"GET", "/me/following?type=artist&after=nonsense", "", 400, "Invalid base62 id"},
	}
	for _, test := range tests {
		test.send(t, b.Server, libraryScopes()...)
		wantFollowing(t, b.Server, spotify.KindArtist)
		wantFollowing(t, b.Server, spotify.KindUser)
	}
	exchange{"PUT", "/me/following?type=artist&ids=" + b.id(1), "", 403, "Insufficient client scope"}.send(t, b.Server, spotify.ScopeUserFollowRead)
	exchange{"GET", "/me/following?type=artist", "", 403, "Insufficient client scope"}.send(t, b.Server, spotify.ScopeUserFollowModify)
	wantFollowing(t, b.Server, spotify.KindArtist)
}
