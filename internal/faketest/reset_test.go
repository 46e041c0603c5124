package faketest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestReset(t *testing.T) {
	var fail error
	server := spotifytest.NewServer(t, spotifytest.Relaxed(), spotifytest.Prepare(func(s *spotifytest.Server) error {
		if fail != nil {
			return fail
		}
		s.AddTrack(spotifytest.Track{ID: "0prepared0prepared0pre", Name: "Prepared"})
		s.Save("", "spotify:track:0prepared0prepared0pre")
		s.Fail(1, spotifytest.ServerError(503), spotify.OpUsersMe)
		return nil
	}))
	client := server.Client()
	ctx := t.Context()
	begin, saved, devices := server.Now(), server.Saved("", spotify.KindTrack), server.Devices("")
	playlists := len(server.PlaylistsOf(""))
	app := server.App()
	app.RedirectURIs = []string{"https://example.com/cb"}
	if err := server.RegisterApp(app); err != nil {
		t.Fatal(err)
	}
	change := func() {
		t.Helper()
		if _, err := client.Users.Me(ctx); err != nil { // after one attempt that fails
			t.Fatal(err)
		}
		if _, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: "New"}); err != nil {
			t.Fatal(err)
		}
		server.Unsave("", "spotify:track:0prepared0prepared0pre")
		server.RemoveDevice("", devices[0].ID)
		server.AddTrack(spotifytest.Track{ID: "0later00later00later00", Name: "Later"})
		server.AddUser(spotifytest.User{ID: "later"})
		server.SetConsent(spotifytest.Consent{Refuse: true})
		server.Fail(-1, spotifytest.NotRegistered(), spotify.OpSearchQuery)
		server.Advance(time.Hour)
		sendRaw(t, server, "GET", "/nothing", "")
	}
	for range 2 {
		change()
		if err := server.Reset(); err != nil {
			t.Fatal(err)
		}
		if !server.Now().Equal(begin) || server.Count() > 0 || len(server.Violations()) > 0 {
			t.Errorf("after a reset, it is %v, there are %d requests, and the violations %q", server.Now(), server.Count(), server.Violations())
		}
		if diff := cmp.Diff(saved, server.Saved("", spotify.KindTrack)); diff != "" {
			t.Errorf("saved tracks (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff(devices, server.Devices("")); diff != "" {
			t.Errorf("devices (-before +after):\n%s", diff)
		}
		if n := len(server.PlaylistsOf("")); n != playlists {
			t.Errorf("%d playlists, want %d", n, playlists)
		}
		if _, there := server.Track("0later00later00later00"); there {
			t.Error("a track that was added later is still there")
		}
		if _, err := client.Search.Query(ctx, "prepared", []spotify.Kind{spotify.KindTrack}, nil); err != nil {
			t.Error(err)
		}
		if got := server.App().RedirectURIs; len(got) != 1 || got[0] != "https://example.com/cb" {
			t.Errorf("the app has the redirect URIs %q", got)
		}
		if status, _ := sendRaw(t, server, "GET", "/users/later", ""); status != 404 {
			t.Errorf("a user that was added later: status %d, want 404", status)
		}
	}
	change()
	now := server.Now()
	fail = errors.New("no more")
	if err := server.Reset(); err != fail || !server.Now().Equal(now) {
		t.Errorf("a reset that fails: %v; it is %v", err, server.Now())
	}
}

// TestPrepareFails makes sure that a server does not start on what makes no sense.
func TestPrepareFails(t *testing.T) {
	for want, add := range map[string]func(*spotifytest.Server) error{
		"no more":           func(*spotifytest.Server) error { return errors.New("no more") },
		"there is no album": func(s *spotifytest.Server) error { s.AddTrack(spotifytest.Track{Album: "gone"}); return nil },
	} {
		server, err := spotifytest.Start(spotifytest.Empty(), spotifytest.Prepare(add))
		if err == nil {
			server.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, want one with %q", err, want)
		}
	}
}
