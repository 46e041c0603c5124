package main

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

func TestDemonstrate(t *testing.T) {
	const want = `12:01:00  ▶ Ilva Marrenholt – Lanterns over Ostrevik
12:02:00  ‖ Ilva Marrenholt – Lanterns over Ostrevik
12:10:00  ▶ Ilva Marrenholt – Lanterns over Ostrevik
12:11:41  ▶ Ilva Marrenholt – Swearing at the Weathervane
12:12:11  ▶ The Weathervane Hour – 64: Seven Marionettes
12:13:11  ▶ an advertisement
12:13:31  ▶ The Weathervane Hour – 64: Seven Marionettes
12:46:18  ‖ Ilva Marrenholt – Lanterns over Ostrevik
12:55:18  nothing plays
That took 125 requests in 1h0m0s.
`
	var out strings.Builder
	if err := run(t.Context(), "", &out); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

// followed tells how long follow slept, what it reported, and how it ended.
type followed struct {
	waits []time.Duration
	saw   []string
	err   error
}

// watch follows for a while, in a bubble in which waiting takes no time. It moves the
// clock of the server, which stands outside of the bubble, together with that of the
// bubble. Connections are not kept: the time of a bubble stands still while there is one
// to a server outside.
func watch(t *testing.T, server *spotifytest.Server, howLong time.Duration) (f followed) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		options := server.ClientOptions("", spotify.ScopesFor(spotify.OpPlayerGetCurrentlyPlaying)...)
		client := spotify.NewClient(append(options,
			spotify.WithHTTPClient(&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}))...)
		start := time.Now()
		pass := func(ctx context.Context, d time.Duration) error {
			f.waits = append(f.waits, d)
			time.Sleep(d)
			server.Advance(d)
			if time.Since(start) >= howLong {
				return errOver
			}
			return ctx.Err()
		}
		f.err = follow(t.Context(), client, pass, func(now *spotify.CurrentlyPlaying) { f.saw = append(f.saw, describe(now)) })
	})
	return f
}

func (f followed) check(t *testing.T, waits []time.Duration, saw []string, err error) {
	t.Helper()
	if diff := cmp.Diff(waits, f.waits); diff != "" {
		t.Errorf("waits (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(saw, f.saw); diff != "" {
		t.Errorf("saw (-want +got):\n%s", diff)
	}
	if !errors.Is(f.err, err) {
		t.Errorf("it ended with %v, want %v", f.err, err)
	}
}

func songs(server *spotifytest.Server) []spotify.URI {
	artist := server.AddArtist(spotifytest.Artist{Name: "Vera"})
	dawn := server.AddTrack(spotifytest.Track{Name: "Dawn", Artists: []spotify.ArtistID{artist.ID}, Duration: 50 * time.Second})
	noon := server.AddTrack(spotifytest.Track{Name: "Noon", Artists: []spotify.ArtistID{artist.ID}, Duration: 20 * time.Second})
	return []spotify.URI{dawn.ID.URI(), noon.ID.URI()}
}

func TestFollowSleepsUntilTheTrackEnds(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.StartPlayback("", songs(server)...)
	watch(t, server, 65*time.Second).check(t,
		// 30 s, the other 20 and one more; 19 of the second track and one more.
		[]time.Duration{30 * time.Second, 21 * time.Second, 20 * time.Second},
		[]string{"▶ Vera – Dawn", "▶ Vera – Noon"}, errOver)
}

func TestFollowWhenNothingPlays(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	watch(t, server, time.Minute).check(t, []time.Duration{30 * time.Second, 30 * time.Second}, nil, errOver)
}

func TestFollowBacksOff(t *testing.T) {
	minute, second := time.Minute, time.Second
	tests := []struct {
		name    string
		n       int
		failure spotifytest.Failure
		howLong time.Duration
		waits   []time.Duration
	}{
		// The client sends a request three times before it gives up.
		{"server errors", 9, spotifytest.ServerError(503), 20 * second, []time.Duration{2 * second, 4 * second, 8 * second, 30 * second}},
		// The client itself waits for half a minute if Spotify asks for that.
		{"a short rate limit", 1, spotifytest.RateLimited(20 * second), 40 * second, []time.Duration{30 * second}},
		{"a long rate limit", 1, spotifytest.RateLimited(10 * minute), 10*minute + second, []time.Duration{10 * minute, 30 * second}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := spotifytest.NewServer(t, spotifytest.Empty())
			server.StartPlayback("", songs(server)...)
			server.Fail(test.n, test.failure)
			f := watch(t, server, test.howLong)
			if diff := cmp.Diff(test.waits, f.waits); diff != "" || !errors.Is(f.err, errOver) {
				t.Errorf("it ended with %v; waits (-want +got):\n%s", f.err, diff)
			}
		})
	}
}

func TestFollowWaitsNoLongerThanAMinuteForAServer(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.Fail(-1, spotifytest.ServerError(500))
	f := watch(t, server, time.Hour)
	if longest := f.waits[len(f.waits)-1]; longest != time.Minute {
		t.Errorf("after %d failures, it waits for %v; want a minute", len(f.waits), longest)
	}
}

// The second outage begins like the first.
func TestFollowForgetsFailures(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.Fail(3, spotifytest.ServerError(500))
	server.Fail(1, spotifytest.EmptyError(204)) // nothing plays
	server.Fail(3, spotifytest.ServerError(500))
	watch(t, server, 40*time.Second).check(t, []time.Duration{2 * time.Second, 30 * time.Second, 2 * time.Second, 30 * time.Second}, nil, errOver)
}

func TestFollowEndsWithWhatWaitingDoesNotCure(t *testing.T) {
	for name, test := range map[string]struct {
		failure spotifytest.Failure
		want    error
	}{
		"a scope":   {spotifytest.JSONError(403, "Insufficient client scope", ""), spotify.ErrForbidden},
		"the quota": {spotifytest.QuotaExceeded(), spotify.ErrQuotaExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			server := spotifytest.NewServer(t, spotifytest.Empty())
			server.Fail(1, test.failure)
			watch(t, server, time.Hour).check(t, nil, nil, test.want)
		})
	}
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if err := sleep(t.Context(), time.Minute); err != nil || time.Since(start) != time.Minute {
			t.Errorf("it took %v, and ended with %v", time.Since(start), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := sleep(ctx, time.Hour); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Minute+time.Second {
			t.Errorf("it took %v, and ended with %v", time.Since(start), err)
		}
	})
}
