package spotifytest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestKeepRequests(t *testing.T) {
	for _, test := range []struct{ keep, want int }{{1, 1}, {3, 3}, {0, maxLogged}, {-1, maxLogged}} {
		t.Run(strconv.Itoa(test.keep), func(t *testing.T) {
			s := newCounter(t, KeepRequests(test.keep), Relaxed())
			s.do(t.Context(), "GET", "/nothing") // beyond the schema
			s.post(t)
			for range 4 {
				s.get(t)
			}
			want := []string{"", "Playlists.Create", "Tracks.Get", "Tracks.Get", "Tracks.Get", "Tracks.Get"}
			want = want[max(len(want)-test.want, 0):]
			var got []string
			for _, r := range s.Requests() {
				got = append(got, r.Operation)
			}
			if diff := cmp.Diff(want, got); diff != "" || s.Count() != len(want) {
				t.Errorf("%d are counted (-want +got):\n%s", s.Count(), diff)
			}
			if violations := s.Violations(); len(violations) != 1 {
				t.Errorf("the violations are %q, want the one of the first request", violations)
			}
			if err := s.AwaitRequests(t.Context(), min(test.want, 4), spotify.OpTracksGet); err != nil {
				t.Error(err)
			}
			err := s.AwaitRequests(t.Context(), test.want+1)
			if err == nil || !strings.Contains(err.Error(), fmt.Sprintf("keeps %d requests", test.want)) {
				t.Errorf("to wait for more requests than the log keeps: error %v", err)
			}
		})
	}
}

// heap is the number of bytes in use.
func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// A request takes little memory, and what is no longer in the log takes none.
func TestMemoryOfTheLog(t *testing.T) {
	log := requestLog{most: 4000}
	log.requests = make([]logEntry, 0, 2*log.most) // room, which would be part of the first measure
	ops := []spotify.Op{spotify.OpTracksListSaved}
	send := func(n int) (perRequest int) {
		before := heap()
		for i := range n {
			r := httptest.NewRequest(http.MethodGet, "/v1/me/tracks?limit=50&market=SE&offset="+strconv.Itoa(i), nil)
			r.Header = http.Header{
				"Accept": {"application/json"}, "Accept-Encoding": {"gzip"}, "Authorization": {"Bearer a token of some length"},
				"User-Agent": {"agent " + strconv.Itoa(i%4)}, "Accept-Language": {"en"}, "Content-Type": {"application/json"},
			}
			logged := newRequest(r, "/me/tracks", nil)
			logged.setOps(ops)
			log.add(logged)
		}
		return (heap() - before) / n
	}
	if got := send(4000); got < 100 || got > 400 {
		t.Errorf("a request takes %d bytes, want at most 400", got)
	}
	if got := send(20_000); got > 20 {
		t.Errorf("the log is full and grows by %d bytes with each request", got)
	}
	if len(log.headers) != 4 {
		t.Errorf("%d headers are kept for requests with 4 different ones", len(log.headers))
	}
	runtime.KeepAlive(&log)
}

// Requests whose headers all differ leave no more than the last of them behind.
func TestSharedHeadersAreBounded(t *testing.T) {
	var log requestLog
	for i := range 50 {
		log.add(&Request{Header: http.Header{"If-None-Match": {strconv.Itoa(i)}}})
	}
	if len(log.headers) != maxHeaders {
		t.Errorf("%d headers are kept, want %d", len(log.headers), maxHeaders)
	}
	for i, entry := range log.requests {
		if got := entry.Header.Get("If-None-Match"); got != strconv.Itoa(i) {
			t.Errorf("request %d has the header of %s", i, got)
		}
	}
}
