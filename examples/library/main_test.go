package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// inMemory answers requests without a network, so that the waits between attempts
// take no time.
type inMemory struct{ http.Handler }

func (m inMemory) RoundTrip(req *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	m.ServeHTTP(w, req)
	return w.Result(), nil
}

func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		traffic := &traffic{next: inMemory{newLibrary()}}
		var progress, out strings.Builder
		begin := time.Now()
		sum, err := run(t.Context(), newClient("http://library.test", traffic), progressTo(&progress, "\n"))
		if err != nil {
			t.Fatal(err)
		}
		sum.print(&out)
		if diff := cmp.Diff("10000 tracks by 910 artists, 667 hours of music\n", out.String()); diff != "" {
			t.Errorf("summary (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff("1000 tracks …\n2000 tracks …\n", progress.String()[:len("1000 tracks …\n")*2]); diff != "" {
			t.Errorf("progress (-want +got):\n%s", diff)
		}
		if lines := strings.Count(progress.String(), "\n"); lines != 10 {
			t.Errorf("%d lines of progress, want 10", lines)
		}

		// It is chance how many of the pages that are read ahead are refused together.
		limited, failed := traffic.limited.Load(), traffic.failed.Load()
		if limited < 1 || limited > 5 || failed != 5 || traffic.requests.Load() != 200+limited+failed {
			t.Errorf("%d requests, %d refused, %d failed; want 200 more than both, 1 to 5, and 5", traffic.requests.Load(), limited, failed)
		}
		// They all wait for the same second.
		if took := time.Since(begin); took < time.Second || took > 2*time.Second {
			t.Errorf("it would have taken %v, want between 1 and 2 s", took)
		}
	})
}

// An error that waiting does not cure ends it, and says how far it came.
func TestRunFails(t *testing.T) {
	library := newLibrary()
	broken := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("offset") == "1500" {
			http.Error(w, `{"error":{"status":403,"message":"Insufficient client scope"}}`, http.StatusForbidden)
			return
		}
		library.ServeHTTP(w, r)
	})
	synctest.Test(t, func(t *testing.T) {
		sum, err := run(context.Background(), newClient("http://library.test", inMemory{broken}), progressTo(io.Discard, "\n"))
		if !errors.Is(err, spotify.ErrForbidden) || !strings.HasPrefix(err.Error(), "after 1500 tracks: ") || sum.tracks != 1500 {
			t.Errorf("%d tracks and error %v, want ErrForbidden after 1500", sum.tracks, err)
		}
	})
}

func TestTrafficReport(t *testing.T) {
	var out strings.Builder
	traffic := &traffic{}
	traffic.requests.Add(12)
	traffic.limited.Add(2)
	traffic.failed.Add(3)
	traffic.print(&out)
	if diff := cmp.Diff("12 requests: 2 were refused (429), 3 failed, and all of these were sent again\n", out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
