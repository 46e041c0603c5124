package clienttest

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// gigabyte writes a body of 1 GB, as long as somebody reads it.
func gigabyte(w io.Writer) {
	chunk := []byte(strings.Repeat("a", 32<<10))
	io.WriteString(w, `{"name":"`)
	for range 1 << 30 / len(chunk) {
		if _, err := w.Write(chunk); err != nil {
			return
		}
	}
}

func hugeAnswer(status int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer(status, "", header...)(w, r)
		gigabyte(w)
	}
}

// bomb is small on the wire.
func bomb(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	gigabyte(z)
	z.Close()
}

// Nobody reads a gigabyte: neither what is wanted nor what is not.
func TestHugeAnswers(t *testing.T) {
	const (
		limit = 1 << 20
		// What is read of a body that nobody wants, and what is on its way.
		unwanted = 64<<10 + 40<<10
	)
	type end struct {
		gets     string
		requests int
		bytes    int64
	}
	tests := []struct {
		name              string
		answer            http.HandlerFunc
		read, write, post end
	}{
		{"success", hugeAnswer(200),
			end{"too large", 1, limit + unwanted}, end{"ok", 1, unwanted}, end{"too large", 1, limit + unwanted}},
		{"success with a length", hugeAnswer(200, "Content-Length", fmt.Sprint(1<<30)),
			end{"too large", 1, limit + unwanted}, end{"ok", 1, unwanted}, end{"too large", 1, limit + unwanted}},
		{"compressed", bomb, // no more of it is read than of an answer that is not compressed
			end{"too large", 1, limit + unwanted}, end{"ok", 1, unwanted}, end{"too large", 1, limit + unwanted}},
		{"refusal", hugeAnswer(404),
			end{"404 ErrNotFound", 1, unwanted}, end{"404 ErrNotFound", 1, unwanted}, end{"404 ErrNotFound", 1, unwanted}},
		{"failure", hugeAnswer(500),
			end{"500", 3, 3 * unwanted}, end{"500", 3, 3 * unwanted}, end{"500", 1, unwanted}},
		{"rate limit", hugeAnswer(429, "Retry-After", "1"),
			end{"429 ErrRateLimited, retry after 1s", 5, 10 * unwanted}, end{"429 ErrRateLimited, retry after 1s", 5, 10 * unwanted},
			end{"429 ErrRateLimited, retry after 1s", 5, 10 * unwanted}},
		{"redirect", hugeAnswer(307, "Location", "http://elsewhere.test/"),
			end{"redirect refused", 1, unwanted}, end{"redirect refused", 1, unwanted}, end{"redirect refused", 1, unwanted}},
	}
	for _, test := range tests {
		for i, want := range []end{test.read, test.write, test.post} {
			t.Run(test.name+"/"+kinds[i].name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					var requests atomic.Int64
					n := newNetwork(t, map[string]http.Handler{apiHost: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
						requests.Add(1)
						test.answer(w, r)
					})})
					defer n.close(t)
					client := n.client(spotify.WithMaxResponseSize(limit),
						spotify.WithRetry(spotify.RetryPolicy{MaxRetryAfter: time.Second}))
					var before, after runtime.MemStats
					runtime.ReadMemStats(&before)
					err := kinds[i].call(t.Context(), client)
					runtime.ReadMemStats(&after)
					if got := outcome(err); got != want.gets {
						t.Errorf("the caller gets %q, want %q: %v", got, want.gets, err)
					}
					if got := requests.Load(); got != int64(want.requests) {
						t.Errorf("%d requests, want %d", got, want.requests)
					}
					if got := n.sent.Load(); got > want.bytes {
						t.Errorf("read %d bytes, want at most %d", got, want.bytes)
					}
					// Growing by a quarter at a time allocates some times the size.
					if got := after.TotalAlloc - before.TotalAlloc; got > 10*limit {
						t.Errorf("%d bytes allocated", got)
					}
				})
			})
		}
	}
}

// The default limit is there, too.
func TestHugeAnswerWithDefaults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNetwork(t, map[string]http.Handler{apiHost: hugeAnswer(200)})
		defer n.close(t)
		if got := outcome(read.call(t.Context(), n.client())); got != "too large" {
			t.Errorf("the caller gets %q", got)
		}
		if got := n.sent.Load(); got > 65<<20 {
			t.Errorf("read %d bytes", got)
		}
	})
}

// What makes naive decoders run out of stack, or of patience.
func TestDeepJSON(t *testing.T) {
	arrays := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	objects := func(depth int) string {
		return strings.Repeat(`{"type":`, depth) + "1" + strings.Repeat("}", depth)
	}
	tests := []struct {
		name   string
		status int
		body   string // around what is deep
		deep   string
		gets   string
	}{
		{"a thousand, skipped", 200, trackOf + `,"new":%s}`, arrays(1000), "ok"},
		{"a thousand, decoded", 200, trackOf + `,"album":%s}`, arrays(1000), "not decoded"},
		{"skipped", 200, trackOf + `,"new":%s}`, arrays(100_000), "not decoded"},
		{"decoded", 200, trackOf + `,"album":%s}`, arrays(100_000), "not decoded"},
		{"skipped objects", 200, trackOf + `,"new":%s}`, objects(100_000), "not decoded"},
		{"decoded objects", 200, trackOf + `,"album":%s}`, objects(100_000), "not decoded"},
		{"where a list is", 200, trackOf + `,"artists":%s}`, arrays(100_000), "not decoded"},
		{"all", 200, "%s", arrays(10_000_000), "not decoded"},
		{"without an end", 200, "%s", strings.Repeat("[", 10_000_000), "not decoded"},
		{"error", 400, `{"error":%s}`, arrays(100_000), "400 ErrBadRequest"},
		{"message of an error", 400, `{"error":{"status":400,"message":%s}}`, objects(100_000), "400 ErrBadRequest"},
		{"error without an end", 400, "%s", strings.Repeat("[", 10_000_000), "400 ErrBadRequest"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := fmt.Sprintf(test.body, test.deep)
			server := serve(t, func(w http.ResponseWriter, _ request) {
				w.WriteHeader(test.status)
				io.WriteString(w, body)
			})
			start := time.Now()
			err := read.call(t.Context(), server.client())
			if got := outcome(err); got != test.gets {
				t.Errorf("the caller gets %q, want %q", got, test.gets)
			}
			if err != nil && len(err.Error()) > 1000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
			// It takes a fraction of a second, but what is wrong takes minutes.
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("took %v", took)
			}
			if sent := len(server.sent()); sent != 1 {
				t.Errorf("%d requests, want 1", sent)
			}
		})
	}
}

// An unknown kind of playlist item is kept as it came, however deep.
func TestDeepUnknownKind(t *testing.T) {
	deep := strings.Repeat(`{"type":"hologram","item":`, 2000) + "1" + strings.Repeat("}", 2000)
	server := serve(t, func(w http.ResponseWriter, _ request) {
		fmt.Fprintf(w, `{"items":[{"item":%s},{"track":%s}],"limit":2,"total":2}`, deep, deep)
	})
	page, err := server.client().Playlists.ListItems(t.Context(), "3Mixtape00000000000001", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range page.Items {
		if string(item.Item.Raw) != deep {
			t.Errorf("kept %d bytes, want %d", len(item.Item.Raw), len(deep))
		}
	}
}
