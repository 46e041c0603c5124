package faketest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestRecentlyPlayed(t *testing.T) {
	ctx := t.Context()
	s := spotifytest.NewServer(t)
	player := s.Client().Player
	remembered := s.RecentlyPlayed("")
	if len(remembered) != 130 || !remembered[0].At.Before(s.Now()) {
		t.Fatalf("%d plays in the past, want 130", len(remembered))
	}
	same := func(what string, want []spotifytest.Play, got []spotify.PlayHistory) {
		t.Helper()
		plays := make([]spotifytest.Play, len(got))
		for i, play := range got {
			plays[i] = spotifytest.Play{URI: play.Track.OriginalURI(), At: play.PlayedAt}
			if play.Context != nil {
				plays[i].Context = play.Context.URI
			}
		}
		if diff := cmp.Diff(want, plays); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	for _, limit := range []int{0, 1, 7, 50, 13} {
		var all []spotify.PlayHistory
		for play, err := range player.AllRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Limit: limit}) {
			try(t, err)
			all = append(all, play)
		}
		same(fmt.Sprintf("pages of %d", limit), remembered, all)
	}
	middle := remembered[70].At.UnixMilli()
	var earlier []spotify.PlayHistory
	for play, err := range player.AllRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Before: middle, Limit: 20}) {
		try(t, err)
		earlier = append(earlier, play)
	}
	same("before", remembered[71:], earlier)
	var later []spotify.PlayHistory
	for play, err := range player.AllRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{After: middle, Limit: 20}) {
		try(t, err)
		later = append(later, play)
	}
	slices.SortFunc(later, func(a, b spotify.PlayHistory) int { return b.PlayedAt.Compare(a.PlayedAt) })
	same("after", remembered[:70], later)
}

func TestRecentlyPlayedPages(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	list := func(query string) string {
		page := playerObject(t, s, "/me/player/recently-played"+query)
		if _, ok := page["total"]; ok {
			t.Error("the page has a total")
		}
		var names strings.Builder
		for _, item := range page["items"].([]any) {
			names.WriteString(item.(map[string]any)["track"].(map[string]any)["name"].(string))
		}
		next, _ := page["next"].(string)
		return fmt.Sprintf("%s %v %s %s", &names, page["cursors"], next, page["href"])
	}
	address := s.URL + "/me/player/recently-played?"
	if got, want := list(""), " <nil>  "+address+"limit=20"; got != want {
		t.Errorf("empty page %s, want %s", got, want)
	}
	start := s.Now()
	for _, add := range []struct {
		name string
		at   time.Duration
	}{{"a", 0}, {"d", 3}, {"b", 1}, {"c", 2}} {
		track := s.AddTrack(spotifytest.Track{Name: add.name})
		s.AddPlay("", spotifytest.Play{URI: track.ID.URI(), At: start.Add(add.at * time.Millisecond)})
	}
	ms := start.UnixMilli()
	tests := []struct {
		query, names  string
		after, before int64 // of the cursors, beside the start
		next, href    string
	}{
		{"", "dcba", 3, 0, "", "limit=20"},
		{"?limit=2", "dc", 3, 2, fmt.Sprintf("before=%d&limit=2", ms+2), "limit=2"},
		{fmt.Sprintf("?limit=2&before=%d", ms+2), "ba", 1, 0, "", fmt.Sprintf("before=%d&limit=2", ms+2)},
		{fmt.Sprintf("?limit=2&after=%d", ms), "cb", 2, 1, fmt.Sprintf("after=%d&limit=2", ms+2), fmt.Sprintf("after=%d&limit=2", ms)},
		{fmt.Sprintf("?limit=2&after=%d", ms+2), "d", 3, 3, "", fmt.Sprintf("after=%d&limit=2", ms+2)},
	}
	for _, test := range tests {
		next := test.next
		if next != "" {
			next = address + next
		}
		want := fmt.Sprintf("%s map[after:%d before:%d] %s %s", test.names, ms+test.after, ms+test.before, next, address+test.href)
		if got := list(test.query); got != want {
			t.Errorf("page %s:\n%s, want\n%s", test.query, got, want)
		}
	}
	first := playerObject(t, s, "/me/player/recently-played")["items"].([]any)[0].(map[string]any)
	if got, want := fmt.Sprint(first["played_at"], first["context"]), "2026-01-15T12:00:00.003Z<nil>"; strings.ReplaceAll(got, " ", "") != want {
		t.Errorf("played at %s, want %s", got, want)
	}
}

// A track counts as played after 30 seconds, however it comes to its end.
func TestRecentlyPlayedSkips(t *testing.T) {
	j, ctx := newJukebox(t), t.Context()
	ends := map[string]func() error{
		"next":     func() error { return j.player.Next(ctx, nil) },
		"previous": func() error { return j.player.Previous(ctx, nil) },
		"seek":     func() error { return j.player.Seek(ctx, 180_000, nil) },
		"play":     func() error { return j.player.Play(ctx, spotify.PlayRequest{Items: j.items("e")}, nil) },
	}
	for name, end := range ends {
		for _, listened := range []time.Duration{30 * time.Second, 30*time.Second - time.Millisecond} {
			j.StartPlayback("", j.uris["a"], j.uris["b"], j.uris["c"])
			try(t, j.player.Next(ctx, nil))
			before := len(j.RecentlyPlayed(""))
			j.Advance(listened)
			try(t, end())
			var want []spotifytest.Play
			if listened >= 30*time.Second {
				want = []spotifytest.Play{{URI: j.uris["b"], At: j.Now()}}
			}
			plays := j.RecentlyPlayed("")
			if diff := cmp.Diff(want, plays[:len(plays)-before], cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("ended with %s after %v (-want +got):\n%s", name, listened, diff)
			}
		}
	}
}

// A day is over quickly, and every play of it is at its time.
func TestPlayerADay(t *testing.T) {
	s := spotifytest.NewServer(t)
	before := len(s.RecentlyPlayed(""))
	s.StartPlayback("", s.Example().LongPlaylist.URI())
	start := s.Now()
	s.Advance(24 * time.Hour)
	plays := s.RecentlyPlayed("")
	plays = plays[:len(plays)-before]
	slices.Reverse(plays)
	at := start
	for i, play := range plays {
		track, ok := s.Track(spotify.TrackID(play.URI.ID()))
		at = at.Add(track.Duration)
		if !ok || !play.At.Equal(at) {
			t.Fatalf("play %d, of %s, was at %v, want %v", i, track.Name, play.At, at)
		}
	}
	if got := s.Playback(""); got.Playing != (at.Sub(start) >= 23*time.Hour) || len(plays) < 300 {
		t.Errorf("after %d plays and %v, playing is %v", len(plays), at.Sub(start), got.Playing)
	}
}
