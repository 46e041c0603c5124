// Library reads a library of 10,000 saved tracks and sums it up. It starts a server of
// its own, so it needs neither a network nor credentials. Now and then, that server
// refuses a request or fails, like the real one. The client then sends the request
// again, so the program never sees these errors:
//
//	go run ./examples/library
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

func main() {
	server := httptest.NewServer(newLibrary())
	defer server.Close()
	traffic := &traffic{next: http.DefaultTransport}
	sum, err := run(context.Background(), newClient(server.URL, traffic), progressOn(os.Stderr))
	if err != nil {
		log.Fatal(err)
	}
	sum.print(os.Stdout)
	traffic.print(os.Stdout)
}

// newClient returns a client that waits less between attempts than it should with
// Spotify.
func newClient(url string, transport http.RoundTripper) *spotify.Client {
	return spotify.NewClient(
		spotify.WithBaseURL(url+"/v1"),
		spotify.WithHTTPClient(&http.Client{Transport: transport}),
		spotify.WithRetry(spotify.RetryPolicy{BaseDelay: 20 * time.Millisecond}),
	)
}

// run is the part to copy. It reads up to four pages ahead. If it stops early, the rest
// is not read.
func run(ctx context.Context, client *spotify.Client, progress func(tracks int)) (summary, error) {
	sum := summary{artists: map[spotify.ArtistID]bool{}}
	for saved, err := range client.Tracks.AllSaved(ctx, nil, spotify.WithPrefetch(4)) {
		if err != nil {
			return sum, fmt.Errorf("after %d tracks: %w", sum.tracks, err)
		}
		sum.add(saved.Track)
		progress(sum.tracks)
	}
	return sum, nil
}

// A summary has the totals of a library.
type summary struct {
	tracks  int
	artists map[spotify.ArtistID]bool
	music   time.Duration
}

func (s *summary) add(track spotify.Track) {
	s.tracks++
	s.music += track.Duration()
	for _, artist := range track.Artists {
		s.artists[artist.ID] = true
	}
}

func (s *summary) print(w io.Writer) {
	fmt.Fprintf(w, "%d tracks by %d artists, %.0f hours of music\n", s.tracks, len(s.artists), s.music.Hours())
}

// progressOn writes a line for every thousand tracks. On a terminal, each line
// overwrites the last one.
func progressOn(f *os.File) func(tracks int) {
	end := "\n"
	if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		end = "\r"
	}
	return progressTo(f, end)
}

func progressTo(w io.Writer, end string) func(tracks int) {
	return func(tracks int) {
		if tracks%1000 == 0 {
			fmt.Fprintf(w, "%d tracks …%s", tracks, end)
		}
	}
}

// A traffic counts the requests that are really sent, including the client's retries.
type traffic struct {
	next     http.RoundTripper
	requests atomic.Int64
	limited  atomic.Int64 // answers with status 429
	failed   atomic.Int64 // with another one that is not 200
}

func (t *traffic) RoundTrip(req *http.Request) (*http.Response, error) {
	t.requests.Add(1)
	resp, err := t.next.RoundTrip(req)
	switch {
	case err == nil && resp.StatusCode == http.StatusTooManyRequests:
		t.limited.Add(1)
	case err != nil || resp.StatusCode != http.StatusOK:
		t.failed.Add(1)
	}
	return resp, err
}

func (t *traffic) print(w io.Writer) {
	limited, failed := t.limited.Load(), t.failed.Load()
	fmt.Fprintf(w, "%d requests: %d were refused (429), %d failed, and all of these were sent again\n",
		t.requests.Load(), limited, failed)
}
