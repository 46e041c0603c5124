//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// TestAllMarkets makes sure that each market of Spotify can be asked for, can be where a
// user lives, and can be where a thing is available.
func TestAllMarkets(t *testing.T) {
	server := spotifytest.NewServer(t)
	markets, err := server.Client().Markets.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(markets) != 184 || !slices.IsSorted(markets) || len(slices.Compact(slices.Clone(markets))) != len(markets) {
		t.Fatalf("%d markets, want 184 in order: %q", len(markets), markets)
	}
	example := server.Example()
	for _, market := range markets {
		// RelinkedTrack and Replacement share the world.
		track, err := server.Client().Tracks.Get(t.Context(), example.RelinkedTrack, &spotify.TracksGetOptions{Market: market})
		if err != nil || track.IsPlayable == nil || !*track.IsPlayable || track.ID != example.RelinkedTrack && track.ID != example.Replacement {
			t.Errorf("in %s, the relinked track is %+v (%v), want it or its replacement", market, track, err)
		}
		user := server.AddUser(spotifytest.User{Country: market})
		added := server.AddTrack(spotifytest.Track{Name: "There", Markets: []spotify.Market{market}})
		heard, err := server.ClientFor(user.ID).Tracks.Get(t.Context(), added.ID, &spotify.TracksGetOptions{Market: spotify.MarketFromToken})
		if err != nil || heard.IsPlayable == nil || !*heard.IsPlayable {
			t.Errorf("a user in %s gets %+v, %v", market, heard, err)
		}
	}
	// Countries without Spotify, and codes that nobody has.
	for _, market := range []string{"RU", "CN", "XX", "KEN", ""} {
		want := http.StatusBadRequest
		if status, _ := sendRaw(t, server, "GET", "/tracks/"+string(example.Track)+"?market="+market, ""); status != want {
			t.Errorf("market %q: status %d, want %d", market, status, want)
		}
	}
}

// TestDefaultUserAnywhere starts servers for somebody who lives in a small market, with and
// without an ID, and with and without a catalogue.
func TestDefaultUserAnywhere(t *testing.T) {
	for _, options := range [][]spotifytest.Option{
		{spotifytest.DefaultUser(spotifytest.User{ID: "amani", Country: "KE"})},
		{spotifytest.DefaultUser(spotifytest.User{Country: "KE"})},
		{spotifytest.DefaultUser(spotifytest.User{Country: "KE"}), spotifytest.Empty()},
	} {
		server, err := spotifytest.Start(options...)
		if err != nil {
			t.Fatal(err)
		}
		defer server.Close()
		user, err := server.Client().Users.Me(t.Context())
		if err != nil || user.Country != "KE" || user.ID == "" || user.ID != server.User().ID {
			t.Errorf("the default user is %+v, %v", user, err)
		}
		if _, err := server.Client().Player.ListDevices(t.Context()); err != nil {
			t.Error(err)
		}
	}
}
