package faketest_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestCacheAsksWhetherAnAnswerHolds(t *testing.T) {
	s := newStage(t, []spotifytest.Option{spotifytest.ETags()}, spotify.WithCache(spotify.NewMemoryCache(1<<20)))
	get := func() *spotify.Playlist {
		t.Helper()
		p, err := s.client.Playlists.Get(t.Context(), s.playlist, nil)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	first, second := get(), get()
	if diff := cmp.Diff(first, second); diff != "" || first.Name != "Coast" {
		t.Errorf("the second answer differs (-first +second):\n%s", diff)
	}
	s.expectStatuses(t, 200, 304)
	if got := s.Requests()[1].Header.Get("If-None-Match"); got == "" {
		t.Error("the second request has no condition")
	}

	if err := s.add(t.Context()); err != nil {
		t.Fatal(err)
	}
	if third := get(); third.SnapshotID == first.SnapshotID || third.Items.Total != 1 {
		t.Errorf("after a change: %+v", third)
	}
	s.expectStatuses(t, 200, 304, 201, 200)
}

func TestCacheKeepsAnswersWhileTheyAreFresh(t *testing.T) {
	s := newStage(t, []spotifytest.Option{spotifytest.MaxAge(time.Hour)}, spotify.WithCache(spotify.NewMemoryCache(1<<20)))
	for range 2 {
		if err := s.read(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.expectStatuses(t, 200)
}

func TestNothingToCacheByDefault(t *testing.T) {
	s := newStage(t, nil, spotify.WithCache(spotify.NewMemoryCache(1<<20)))
	for range 2 {
		if err := s.read(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	s.expectStatuses(t, 200, 200)
}
