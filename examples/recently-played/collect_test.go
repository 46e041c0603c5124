package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestDemonstrate(t *testing.T) {
	const want = "130 plays added\n0 plays added\n3 plays added\n12:04:00 Song 1\n12:08:00 Song 2\n12:12:00 Song 3\n"
	var out strings.Builder
	if err := run(t.Context(), nil, "", &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, test := range []struct {
		args  []string
		token string
		want  string
	}{
		{[]string{"a", "b"}, "x", "want one file"},
		{[]string{"plays.jsonl"}, "", "SPOTIFY_TOKEN is not set"},
	} {
		if err := run(t.Context(), test.args, test.token, &strings.Builder{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %v, want %q", test.args, err, test.want)
		}
	}
}

// A listener is a user with tracks to play, and a file.
type listener struct {
	*spotifytest.Server
	client *spotify.Client
	file   string
	songs  []spotify.URI
	start  time.Time
}

func newListener(t *testing.T) listener {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	l := listener{Server: server, client: server.Client(spotify.ScopeUserReadRecentlyPlayed), file: filepath.Join(t.TempDir(), "plays.jsonl"), start: server.Now()}
	for i := range 3 {
		l.songs = append(l.songs, server.AddTrack(spotifytest.Track{Name: fmt.Sprint("Song ", i)}).ID.URI())
	}
	return l
}

// play plays songs, one in a minute from minute first on.
func (l listener) play(first, count int) {
	for i := first; i < first+count; i++ {
		l.AddPlay("", spotifytest.Play{URI: l.songs[i%len(l.songs)], At: l.start.Add(time.Duration(i) * time.Minute)})
	}
}

// collect collects, and checks how much is new.
func (l listener) collect(t *testing.T, added int, gap bool) {
	t.Helper()
	got, err := collect(t.Context(), l.client, l.file)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.added) != added || got.gap != gap {
		t.Errorf("%d plays added, gap %v; want %d, %v", len(got.added), got.gap, added, gap)
	}
}

// check compares the minutes of the plays in the file.
func (l listener) check(t *testing.T, want ...int) {
	t.Helper()
	plays, err := readPlays(l.file)
	if err != nil {
		t.Fatal(err)
	}
	var got []int
	for _, p := range plays {
		got = append(got, int(p.PlayedAt.Sub(l.start)/time.Minute))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("minutes in the file (-want +got):\n%s", diff)
	}
}

func minutes(from, to int) []int {
	var list []int
	for i := from; i <= to; i++ {
		list = append(list, i)
	}
	return list
}

func TestCollect(t *testing.T) {
	l := newListener(t)
	l.collect(t, 0, false)
	if _, err := os.Stat(l.file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file without plays: %v", err)
	}
	l.play(0, 60) // more than a page
	l.collect(t, 60, false)
	l.collect(t, 0, false)
	l.play(60, 1)
	l.collect(t, 1, false)
	l.play(61, 120)
	l.collect(t, 120, false)
	l.check(t, minutes(0, 180)...)
}

func TestWhatIsKept(t *testing.T) {
	l := newListener(t)
	playlist := l.AddPlaylist(spotifytest.Playlist{Name: "Mix"}).ID.URI()
	at := l.start.Add(1234 * time.Millisecond)
	l.AddPlay("", spotifytest.Play{URI: l.songs[1], Context: playlist, At: at})
	l.collect(t, 1, false)
	data, err := os.ReadFile(l.file)
	if err != nil {
		t.Fatal(err)
	}
	track, _ := l.Track(spotify.TrackID(l.songs[1].ID()))
	want := fmt.Sprintf(`{"played_at":%q,"track":%q,"name":"Song 1","artists":["%s"],"context":%q}`+"\n",
		at.Format(time.RFC3339Nano), l.songs[1], artistOf(t, l, track), playlist)
	if diff := cmp.Diff(want, string(data)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func artistOf(t *testing.T, l listener, track spotifytest.Track) string {
	t.Helper()
	artist, ok := l.Artist(track.Artists[0])
	if !ok {
		t.Fatal("the track has no artist")
	}
	return artist.Name
}

// Two tracks at one moment are two plays, also if one of them becomes known later.
func TestPlaysOfOneMoment(t *testing.T) {
	l := newListener(t)
	at := l.start
	l.AddPlay("", spotifytest.Play{URI: l.songs[0], At: at})
	l.collect(t, 1, false)
	l.AddPlay("", spotifytest.Play{URI: l.songs[1], At: at})
	l.collect(t, 1, false)
	l.collect(t, 0, false)
	l.check(t, 0, 0)
}

// The API has forgotten the last play of the file.
func TestGap(t *testing.T) {
	l := newListener(t)
	long := play{PlayedAt: l.start.Add(-time.Hour), Track: l.songs[0], Name: "Song 0"}
	if err := appendPlays(l.file, []play{long}); err != nil {
		t.Fatal(err)
	}
	l.collect(t, 0, false) // nothing new, nothing to miss
	l.play(0, 2)
	l.collect(t, 2, true)
	l.check(t, -60, 0, 1)
	var out strings.Builder
	l2 := newListener(t)
	if err := appendPlays(l2.file, []play{long}); err != nil {
		t.Fatal(err)
	}
	l2.play(0, 1)
	if err := collectAndTell(t.Context(), l2.client, l2.file, &out); err != nil || !strings.Contains(out.String(), "may be missing") {
		t.Errorf("%v, output %q; want to be told of the gap", err, out.String())
	}
}

// After a failure on the second page, nothing has been written, and the next call has all.
func TestFailureInBetween(t *testing.T) {
	for _, before := range []int{0, 5} {
		l := newListener(t)
		if before > 0 {
			l.play(0, before)
			l.collect(t, before, false)
		}
		l.play(before, 120)
		l.ClearRequests()
		l.LimitRate(1, time.Minute)
		client := spotify.NewClient(append(l.ClientOptions("", spotify.ScopeUserReadRecentlyPlayed), spotify.WithoutRetry())...)
		_, err := collect(t.Context(), client, l.file)
		if n := l.Count(spotify.OpPlayerListRecentlyPlayed); n != 2 || !errors.Is(err, spotify.ErrRateLimited) {
			t.Fatalf("%v after %d requests, want a failure on the second page", err, n)
		}
		l.LimitRate(1000, time.Minute)
		l.check(t, minutes(0, before-1)...)
		l.collect(t, 120, false)
		l.check(t, minutes(0, before+119)...)
	}
}

func TestTornLine(t *testing.T) {
	l := newListener(t)
	l.play(0, 2)
	l.collect(t, 2, false)
	data, err := os.ReadFile(l.file)
	if err != nil {
		t.Fatal(err)
	}
	// Only half of the second line was written.
	if err := os.WriteFile(l.file, data[:len(data)-20], 0o600); err != nil {
		t.Fatal(err)
	}
	l.play(2, 1)
	l.collect(t, 2, false)
	l.check(t, 0, 1, 2)
}

func TestBadLine(t *testing.T) {
	l := newListener(t)
	if err := os.WriteFile(l.file, []byte("{}\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := collect(t.Context(), l.client, l.file); err == nil || !strings.Contains(err.Error(), "plays.jsonl:2: ") {
		t.Errorf("%v, want the line to be named", err)
	}
}
