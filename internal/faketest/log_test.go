//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// Where several methods send requests to the same endpoint, the log tells which it was.
func TestLogTellsMethodsApart(t *testing.T) {
	s := newStage(t, nil)
	s.Fail(-1, spotifytest.EmptyError(400)) // it is about what was sent
	ctx, c := t.Context(), s.client
	artists, users := []spotify.ArtistID{"a"}, []spotify.UserID{"u"}
	tracks := spotify.Resources{s.track.URI()}
	for want, call := range map[spotify.Op]func(){
		spotify.OpUsersFollowArtists:         func() { c.Users.FollowArtists(ctx, artists) },
		spotify.OpUsersFollowUsers:           func() { c.Users.FollowUsers(ctx, users) },
		spotify.OpUsersUnfollowArtists:       func() { c.Users.UnfollowArtists(ctx, artists) },
		spotify.OpUsersUnfollowUsers:         func() { c.Users.UnfollowUsers(ctx, users) },
		spotify.OpUsersCheckFollowingArtists: func() { c.Users.CheckFollowingArtists(ctx, artists) },
		spotify.OpUsersCheckFollowingUsers:   func() { c.Users.CheckFollowingUsers(ctx, users) },
		spotify.OpUsersListTopArtists:        func() { c.Users.ListTopArtists(ctx, nil) },
		spotify.OpUsersListTopTracks:         func() { c.Users.ListTopTracks(ctx, nil) },
		spotify.OpPlayerPlay:                 func() { c.Player.Play(ctx, spotify.PlayRequest{Items: tracks}, nil) },
		spotify.OpPlayerResume:               func() { c.Player.Resume(ctx, nil) },
		spotify.OpPlaylistsReorderItems:      func() { c.Playlists.ReorderItems(ctx, s.playlist, spotify.ReorderItemsRequest{}) },
		spotify.OpPlaylistsReplaceItems:      func() { c.Playlists.ReplaceItems(ctx, s.playlist, spotify.ReplaceItemsRequest{}) },
		spotify.OpPlaylistsReorderTracks:     func() { c.Playlists.ReorderTracks(ctx, s.playlist, spotify.ReorderItemsRequest{}) },
		spotify.OpPlaylistsReplaceTracks: func() {
			c.Playlists.ReplaceTracks(ctx, s.playlist, spotify.ReplaceItemsRequest{Items: tracks})
		},
	} {
		s.ClearRequests()
		call()
		requests := s.Requests()
		if len(requests) != 1 {
			t.Errorf("%v: %d requests", want, len(requests))
			continue
		}
		if diff := cmp.Diff([]spotify.Op{want}, requests[0].Ops); diff != "" || requests[0].Operation != string(want) {
			t.Errorf("%v is logged as %s (-want +got):\n%s", want, requests[0].Operation, diff)
		}
	}
}

func TestLogShowsWhatWasSent(t *testing.T) {
	s := newStage(t, nil)
	if err := s.read(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.add(t.Context()); err != nil {
		t.Fatal(err)
	}
	requests := s.Requests()
	if len(requests) != 2 || s.Count(spotify.OpTracksGet) != 1 || s.Count(spotify.OpPlaylistsAddItems) != 1 {
		t.Fatalf("%d requests", len(requests))
	}
	read, add := requests[0], requests[1]
	if read.Operation != "Tracks.Get" || read.Method != "GET" || read.Path != "/tracks/"+string(s.track) || read.Status != 200 || read.User != s.User().ID || !read.Time.Equal(s.Now()) {
		t.Errorf("read %+v", read)
	}
	var body struct{ URIs []spotify.URI }
	if err := json.Unmarshal(add.Body, &body); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]spotify.URI{s.track.URI()}, body.URIs); diff != "" || add.Status != 201 {
		t.Errorf("status %d, body (-want +got):\n%s", add.Status, diff)
	}
	if all := fmt.Sprintf("%+v %s", requests, add.Body); strings.Contains(all, s.token) || !strings.Contains(all, "[hidden]") {
		t.Errorf("the token is in %s", all)
	}
}
