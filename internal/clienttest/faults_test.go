package clienttest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A kind of call, as far as it makes a difference to what may be repeated.
type kind struct {
	name string
	call func(ctx context.Context, c *spotify.Client) error
	good http.HandlerFunc
}

var (
	read = kind{"read", func(ctx context.Context, c *spotify.Client) error {
		track, err := c.Tracks.Get(ctx, "4Lighthouse00000000001", nil)
		if err == nil && track.Name != "Lighthouse Keeper" {
			return fmt.Errorf("got the track %q", track.Name)
		}
		return err
	}, answer(200, `{"id":"4Lighthouse00000000001","name":"Lighthouse Keeper"}`)}

	write = kind{"write", func(ctx context.Context, c *spotify.Client) error {
		return c.Library.Save(ctx, spotify.Resources{spotify.TrackID("4Lighthouse00000000001").URI()})
	}, answer(200, "")}

	post = kind{"post", func(ctx context.Context, c *spotify.Client) error {
		snapshot, err := c.Playlists.AddItems(ctx, "3Mixtape00000000000001", spotify.AddItemsRequest{
			Items: spotify.Resources{spotify.TrackID("4Lighthouse00000000001").URI()}})
		if err == nil && snapshot != "AAAA" {
			return fmt.Errorf("got the snapshot %q", snapshot)
		}
		return err
	}, answer(201, `{"snapshot_id":"AAAA"}`)}

	kinds = []kind{read, write, post}
)

// A fate is what becomes of a call whose every request meets a fault.
type fate struct {
	gets     string // what the caller gets, in the words of outcome
	requests int
	from, to time.Duration // how long it takes
}

// once is the fate of a call whose request is not repeated.
func once(gets string) fate { return fate{gets: gets, requests: 1} }

func repeated(requests int, gets string, from, to time.Duration) fate {
	return fate{gets, requests, from, to}
}

// retried is the fate of a call with the default policy after failures that leave
// it open how long to wait.
func retried(gets string) fate { return repeated(3, gets, 0, 1500*time.Millisecond) }

// refused is the fate of a call that is refused for ever, without being told how long to
// wait: it gives up when it has waited for nothing else for five minutes.
var refused = repeated(14, "429 ErrRateLimited", 271*time.Second, 271*time.Second)

// A fault is a row of the table. A fate that is zero is that of the kind before.
type fault struct {
	name              string
	answer            http.HandlerFunc
	read, write, post fate
	timeout           time.Duration // of the call
	patience          time.Duration // of the HTTP client
	lasts             bool          // the client sends nothing for some time afterwards
}

func (f fault) fate(k kind) fate {
	write := cmp.Or(f.write, f.read)
	switch k.name {
	case "read":
		return f.read
	case "write":
		return write
	}
	return cmp.Or(f.post, write)
}

const (
	trackOf = `{"id":"4Lighthouse00000000001","name":"Lighthouse Keeper"`
	ok200   = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
)

var faults = []fault{
	{name: "429 with seconds", answer: answer(429, `{"error":{"status":429,"message":"API rate limit exceeded"}}`, "Retry-After", "2"),
		read: repeated(43, "429 ErrRateLimited, retry after 2s", 299600*time.Millisecond, 5*time.Minute)},
	{name: "429 with a date", answer: laterDate(3 * time.Second),
		read: repeated(42, "429 ErrRateLimited, retry after 3s", 296600*time.Millisecond, 5*time.Minute)},
	{name: "429 with a date in the past", answer: laterDate(-time.Hour),
		read: refused},
	{name: "429 with 86,400", answer: answer(429, "Too many requests", "Retry-After", "86400"),
		read: once("429 ErrRateLimited, retry after 24h0m0s"), lasts: true},
	{name: "429 with too many digits", answer: answer(429, "", "Retry-After", strings.Repeat("9", 40)),
		read: once("429 ErrRateLimited, retry after 8784h0m0s"), lasts: true},
	{name: "429 without the header", answer: answer(429, ""),
		read: refused},
	{name: "429 with nonsense", answer: answer(429, "<html>", "Retry-After", "soon"),
		read: refused},
	{name: "429 with a negative number", answer: answer(429, "", "Retry-After", "-5"),
		read: refused},
	{name: "429 of the quota", answer: answer(429, `{"error":{"status":429,"message":"x","reason":"QUOTA_EXCEEDED"}}`, "Retry-After", "2"),
		read: once("429 ErrQuotaExceeded, retry after 2s")},
	{name: "429 with less time than it asks for", answer: answer(429, "", "Retry-After", "20"), timeout: 10 * time.Second,
		read: once("429 ErrRateLimited, retry after 20s"), lasts: true},

	{name: "500", answer: answer(500, `{"error":{"status":500,"message":"Server error"}}`),
		read: retried("500"), write: retried("500"), post: once("500")},
	{name: "502 with HTML", answer: answer(502, "<html><title>502</title></html>", "Content-Type", "text/html"),
		read: retried("502"), write: retried("502"), post: once("502")},
	{name: "503", answer: answer(503, "", "Retry-After", "3"),
		read: repeated(3, "503, retry after 3s", 6*time.Second, 6*time.Second), post: once("503, retry after 3s")},
	{name: "503 for a day", answer: answer(503, "", "Retry-After", "86400"),
		read: once("503, retry after 24h0m0s")},
	{name: "504", answer: answer(504, "upstream request timeout", "Content-Type", "text/plain"),
		read: retried("504"), write: retried("504"), post: once("504")},
	{name: "501", answer: answer(501, ""), read: once("501")},
	{name: "404", answer: answer(404, `{"error":{"status":404,"message":"Resource not found"}}`), read: once("404 ErrNotFound")},
	{name: "401", answer: answer(401, `{"error":{"status":401,"message":"The access token expired"}}`),
		read: repeated(2, "401 ErrUnauthorized", time.Second, time.Second)},

	{name: "reset before the answer", answer: reset(""),
		read: retried("reset"), write: retried("reset"), post: once("reset")},
	{name: "reset during the header", answer: reset("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n"),
		read: retried("reset"), write: retried("reset"), post: once("reset")},
	// The write has succeeded: nobody wants the body.
	{name: "reset during the body", answer: reset(ok200 + trackOf),
		read: retried("reset"), write: once("ok"), post: once("reset")},
	{name: "reset after the answer", answer: reset("HTTP/1.1 200 OK\r\nContent-Length: 79\r\n\r\n" + trackOf + `,"snapshot_id":"AAAA"}`),
		read: once("ok")},
	{name: "closed before the answer", answer: cut(""),
		read: retried("end of file"), write: retried("end of file"), post: once("end of file")},
	{name: "truncated body", answer: cut(ok200 + trackOf),
		read: retried("end of file"), write: once("ok"), post: once("end of file")},
	{name: "truncated chunks", answer: cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"nam\r\n"),
		read: retried("end of file"), write: once("ok"), post: once("end of file")},
	{name: "truncated JSON", answer: answer(200, trackOf),
		read: once("not decoded"), write: once("ok"), post: once("not decoded")},
	{name: "not HTTP", answer: cut("SSH-2.0-OpenSSH_9.9\r\n\r\n"),
		read: retried("malformed"), write: retried("malformed"), post: once("malformed")},

	{name: "slow header", answer: dribble(""), timeout: 5 * time.Second,
		read: fate{"deadline", 1, 5 * time.Second, 5 * time.Second}},
	{name: "slow body", answer: dribble("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"), timeout: 5 * time.Second,
		read: fate{"deadline", 1, 5 * time.Second, 5 * time.Second}, write: fate{"ok", 1, time.Second, time.Second},
		post: fate{"deadline", 1, 5 * time.Second, 5 * time.Second}},
	{name: "slow body of a refusal", answer: dribble("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 1000\r\n\r\n"), timeout: 5 * time.Second,
		read: fate{"429 ErrRateLimited", 2, 3 * time.Second, 3 * time.Second}},
	{name: "slow header for a client without patience", answer: dribble(""), patience: 2 * time.Second,
		read: repeated(3, "deadline", 6*time.Second, 7500*time.Millisecond), post: fate{"deadline", 1, 2 * time.Second, 2 * time.Second}},

	{name: "HTML", answer: answer(200, "<html>Welcome to our wireless network!</html>", "Content-Type", "text/html"),
		read: once("not decoded"), write: once("ok"), post: once("not decoded")},
	{name: "HTML that claims to be JSON", answer: answer(200, "<html>", "Content-Type", "application/json"),
		read: once("not decoded"), write: once("ok"), post: once("not decoded")},
	{name: "text that is no JSON", answer: answer(202, "oPClBVDzidwlAlSqmFF-zKNO62E", "Content-Type", "text/plain"),
		read: once("not decoded"), write: once("ok"), post: once("not decoded")},
	{name: "JSON that claims to be an image", answer: answer(200, trackOf+`,"snapshot_id":"AAAA"}`, "Content-Type", "image/png"),
		read: once("ok")},
	{name: "no body", answer: answer(200, ""),
		read: once("not decoded"), write: once("ok"), post: once("not decoded")},
	{name: "204", answer: answer(204, ""),
		read: once("not decoded"), write: once("ok"), post: once("not decoded")},
	{name: "204 with a body", answer: raw("HTTP/1.1 204 No Content\r\nContent-Length: 7\r\n\r\n{\"a\":1}"),
		read: once("not decoded"), write: once("ok"), post: once("not decoded")},
	{name: "304 that nobody asked for", answer: answer(304, ""), read: once("304 ErrNotModified")},

	{name: "moved to another host", answer: redirect(302, "http://elsewhere.test/v1/x"), read: once("redirect refused")},
	{name: "moved to another host for ever", answer: redirect(308, "http://elsewhere.test/v1/x"), read: once("redirect refused")},
	{name: "moved below the host", answer: redirect(307, "http://below."+apiHost+"/v1/x"), read: once("redirect refused")},
	{name: "moved to another port", answer: redirect(307, "http://"+apiHost+":8080/v1/x"), read: once("redirect refused")},
	{name: "moved in a circle", answer: redirect(307, "http://"+apiHost+"/v1/tracks/x"),
		read: repeated(10, "redirect refused", 0, 0)},
	{name: "moved to be read", answer: redirect(303, "http://"+apiHost+"/v1/tracks/x"),
		read: repeated(10, "redirect refused", 0, 0), write: once("redirect refused")},
	{name: "moved nowhere", answer: answer(302, ""), read: once("302")},
}

// outcome describes what a caller gets. It finds out like a caller would, with
// errors.Is and errors.As.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	var e *spotify.APIError
	if ok := errors.As(err, &e); ok {
		return apiOutcome(e)
	}
	undecoded := errors.As(err, new(*spotify.DecodeError))
	text := err.Error()
	switch {
	case undecoded:
		return "not decoded"
	case errors.Is(err, context.DeadlineExceeded):
		return "deadline"
	case errors.Is(err, context.Canceled):
		return "canceled"
	case errors.Is(err, syscall.ECONNRESET):
		return "reset"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return "end of file"
	case strings.Contains(text, "larger than"):
		return "too large"
	case strings.Contains(text, "redirect to another server refused"),
		strings.Contains(text, "redirect refused because"),
		strings.Contains(text, "too many redirects"):
		return "redirect refused"
	case strings.Contains(text, "malformed HTTP"):
		return "malformed"
	}
	return text
}

func apiOutcome(err *spotify.APIError) string {
	text := fmt.Sprint(err.StatusCode)
	for _, sentinel := range []struct {
		name string
		err  error
	}{
		{"ErrBadRequest", spotify.ErrBadRequest}, {"ErrUnauthorized", spotify.ErrUnauthorized},
		{"ErrForbidden", spotify.ErrForbidden}, {"ErrNotFound", spotify.ErrNotFound},
		{"ErrRateLimited", spotify.ErrRateLimited}, {"ErrQuotaExceeded", spotify.ErrQuotaExceeded},
		{"ErrNotModified", spotify.ErrNotModified},
	} {
		if errors.Is(err, sentinel.err) {
			text += " " + sentinel.name
		}
	}
	if err.RetryAfter > 0 {
		text += fmt.Sprintf(", retry after %v", err.RetryAfter)
	}
	return text
}

// laterDate refuses with the date of the wait's end.
func laterDate(wait time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		now := time.Now().UTC().Truncate(time.Second)
		w.Header().Set("Date", now.Format(http.TimeFormat))
		w.Header().Set("Retry-After", now.Add(wait).Format(http.TimeFormat))
		w.WriteHeader(http.StatusTooManyRequests)
	}
}

// dribble answers with a byte in a second.
func dribble(start string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		conn := hijack(w)
		defer conn.Close()
		io.WriteString(conn, start)
		hungUp := make(chan struct{})
		go func() {
			defer close(hungUp)
			io.Copy(io.Discard, conn)
		}()
		for _, b := range []byte("HTTP/1.1 200 OK\r\n\r\n") {
			select {
			case <-hungUp:
				return
			case <-time.After(time.Second):
				conn.Write([]byte{b})
			}
		}
	}
}

func redirect(status int, to string) http.HandlerFunc { return answer(status, "", "Location", to) }

// TestFaults meets every call with every fault: for ever, and once.
func TestFaults(t *testing.T) {
	for _, fault := range faults {
		for _, kind := range kinds {
			want := fault.fate(kind)
			t.Run(fault.name+"/"+kind.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { fault.lastsForEver(t, kind, want) })
				synctest.Test(t, func(t *testing.T) { fault.happensOnce(t, kind, want) })
			})
		}
	}
}

func (f fault) lastsForEver(t *testing.T, k kind, want fate) {
	var requests atomic.Int64
	n := newNetwork(t, map[string]http.Handler{apiHost: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		checkToken(t, r)
		f.answer(w, r)
	})})
	defer n.close(t)
	start := time.Now()
	err := f.call(k, f.client(n))
	if got := outcome(err); got != want.gets {
		t.Errorf("the caller gets %q, want %q: %v", got, want.gets, err)
	}
	if got := requests.Load(); got != int64(want.requests) {
		t.Errorf("%d requests, want %d", got, want.requests)
	}
	if took := time.Since(start); took < want.from || took > want.to {
		t.Errorf("took %v, want %v to %v", took, want.from, want.to)
	}
	var e *spotify.APIError
	if ok := errors.As(err, &e); ok && e.Attempts != want.requests {
		t.Errorf("the error counts %d attempts of %d", e.Attempts, want.requests)
	}
}

// happensOnce sees a call through that may be repeated. If it may not, its error is
// the same, and the next call has nothing of it.
func (f fault) happensOnce(t *testing.T, k kind, want fate) {
	var requests atomic.Int64
	n := newNetwork(t, map[string]http.Handler{apiHost: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) == 1 {
			f.answer(w, r)
			return
		}
		k.good(w, r)
	})})
	defer n.close(t)
	client := f.client(n)
	err := f.call(k, client)
	if want.requests > 1 {
		want.gets = "ok"
	}
	if got := outcome(err); got != want.gets {
		t.Errorf("with another attempt, the caller gets %q, want %q: %v", got, want.gets, err)
	}
	if want.requests == 1 {
		synctest.Wait()
		err := f.call(k, client)
		if f.lasts != errors.Is(err, spotify.ErrRateLimited) || !f.lasts && err != nil {
			t.Errorf("the next call: %v", err)
		}
	}
	sent := 2
	if f.lasts {
		sent = 1
	}
	if got := requests.Load(); got != int64(sent) {
		t.Errorf("%d requests, want %d", got, sent)
	}
}

func (f fault) client(n *network) *spotify.Client {
	return n.client(spotify.WithHTTPClient(&http.Client{Transport: n.transport, Timeout: f.patience}))
}

func (f fault) call(k kind, c *spotify.Client) error {
	ctx := context.Background()
	if f.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, f.timeout)
		defer cancel()
	}
	return k.call(ctx, c)
}

func checkToken(t *testing.T, r *http.Request) {
	if got := r.Header.Get("Authorization"); got != "Bearer token" {
		t.Errorf("the request has the authorization %q", got)
	}
}
