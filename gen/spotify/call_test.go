package spotify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A thing stands in for an emitted type.
type thing struct {
	ID    string
	Total int
	Album struct{ Total int }
}

func (t *thing) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "id":
			d.string(&t.ID)
		case "total":
			d.int(&t.Total)
		case "album":
			d.property("total", func() { d.int(&t.Album.Total) })
		default:
			d.skip()
		}
	}
}

func getThing(ctx context.Context, c *caller) (*thing, error) {
	r := newRequest(opGet, nil)
	r.path("id", testTrackID)
	var out thing
	if err := c.do(ctx, r, out.decode); err != nil {
		return nil, err
	}
	return &out, nil
}

func TestDoDecodes(t *testing.T) {
	for _, status := range []int{200, 201, 202} {
		got, err := getThing(t.Context(), newCaller(answers(status, nil, "\n{\"id\":\"x\",\"unknown\":[1]}\n")))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(&thing{ID: "x"}, got); diff != "" {
			t.Errorf("status %d (-want +got):\n%s", status, diff)
		}
	}
}

func TestAnswersThatDoNotDecode(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		path   string
		offset int64
		want   string
	}{
		{"204", 204, "", "", 0, "empty"},
		{"empty", 200, "", "", 0, "empty"},
		{"white space", 200, " \r\n\t", "", 0, "empty"},
		{"truncated", 200, `{"id":"x","album":{`, "$.album", 19, "unexpected end"},
		{"HTML", 200, "<html>\n<body>", "$", 0, "unexpected '<'"},
		{"trailing data", 200, `{"id":"x"} {}`, "$", 11, "unexpected '{' after the value"},
		{"leading space counts", 200, `  x`, "$", 2, "unexpected 'x'"},
		{"wrong type", 200, `{"id":"x","album":{"total":"many"}}`, "$.album.total", 27, "a string instead of an integer"},
		{"wrong type at the top", 200, `[1]`, "$", 0, "an array instead of an object"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := getThing(t.Context(), newCaller(answers(test.status, nil, test.body)))
			wantError(t, err, "spotify: Tracks.Get: cannot decode the answer", test.want)
			var decodeErr *DecodeError
			ok := errors.As(err, &decodeErr)
			if !ok {
				t.Fatalf("%T is not a *DecodeError", err)
			}
			got := DecodeError{Operation: decodeErr.Operation, Path: decodeErr.Path, Offset: decodeErr.Offset}
			want := DecodeError{Operation: "Tracks.Get", Path: test.path, Offset: test.offset}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if decodeErr.Err == nil || errors.Unwrap(err) != decodeErr.Err {
				t.Errorf("Unwrap gives %v", errors.Unwrap(err))
			}
		})
	}
}

func TestDoOptional(t *testing.T) {
	tests := []struct {
		name   string
		status int
		body   string
		found  bool
		want   thing
	}{
		{"something", 200, `{"id":"x"}`, true, thing{ID: "x"}},
		{"204", 204, "", false, thing{ID: "before"}},
		{"empty", 200, "", false, thing{ID: "before"}},
		{"blank", 202, "\n", false, thing{ID: "before"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := thing{ID: "before"}
			found, err := newCaller(answers(test.status, nil, test.body)).doOptional(t.Context(), newRequest(opPlay, nil), got.decode)
			if err != nil || found != test.found {
				t.Fatalf("found %v, error %v", found, err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	found, err := newCaller(answers(200, nil, `{"total":"x"}`)).doOptional(t.Context(), newRequest(opPlay, nil), new(thing).decode)
	if found || err == nil {
		t.Errorf("undecodable: found %v, error %v", found, err)
	}
	found, err = newCaller(answers(404, nil, ``)).doOptional(t.Context(), newRequest(opPlay, nil), new(thing).decode)
	if found || !errors.Is(err, ErrNotFound) {
		t.Errorf("404: found %v, error %v", found, err)
	}
}

// Player commands answer with a random text.
func TestBodyWithoutResultIsIgnored(t *testing.T) {
	for _, status := range []int{200, 201, 202, 204, 299} {
		for _, body := range []string{"", "oPClBVDzidwlAlSqmFF-zKNO62E", "<html>", "{", strings.Repeat("x", 1<<20)} {
			c := newCaller(answers(status, nil, body), WithMaxResponseSize(10))
			if err := c.do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
				t.Errorf("status %d, body %.20q: %v", status, body, err)
			}
		}
	}
}

// A body that does not end must neither be read to its end nor fail a command that
// has been carried out.
func TestDrainIsBounded(t *testing.T) {
	body := &endless{}
	c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
		return response(req, 200, nil, body), nil
	}))
	if err := c.do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
		t.Fatal(err)
	}
	if body.read > 2*maxDrain || !body.closed {
		t.Errorf("read %d bytes, closed: %v", body.read, body.closed)
	}
}

type endless struct {
	read   int64
	closed bool
}

func (e *endless) Read(p []byte) (int, error) {
	e.read += int64(len(p))
	return copy(p, bytes.Repeat([]byte(" "), len(p))), nil
}

func (e *endless) Close() error { e.closed = true; return nil }

func TestMaxResponseSize(t *testing.T) {
	const body = `{"id":"x"}`
	tests := []struct {
		limit int64
		fits  bool
	}{
		{1, false}, {int64(len(body)) - 1, false}, {int64(len(body)), true}, {1<<63 - 1, true},
	}
	for _, test := range tests {
		_, err := getThing(t.Context(), newCaller(answers(200, nil, body), WithMaxResponseSize(test.limit)))
		if test.fits {
			if err != nil {
				t.Errorf("limit %d: %v", test.limit, err)
			}
			continue
		}
		wantError(t, err, "Tracks.Get", fmt.Sprintf("larger than %d bytes", test.limit), "WithMaxResponseSize")
	}

	flood := &endless{}
	c := newCaller(WithMaxResponseSize(1<<20), transport(func(req *http.Request) (*http.Response, error) {
		return response(req, 200, nil, flood), nil
	}))
	_, err := getThing(t.Context(), c)
	wantError(t, err, "larger than 1048576 bytes")
	if flood.read > 4<<20 || !flood.closed {
		t.Errorf("read %d bytes, closed: %v", flood.read, flood.closed)
	}
}

func TestTruncatedAnswer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "100")
		io.WriteString(w, `{"id":"x"}`)
	}))
	defer server.Close()
	_, err := getThing(t.Context(), newCaller(WithBaseURL(server.URL)))
	wantError(t, err, "Tracks.Get", "reading the answer", "unexpected EOF")
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v is not io.ErrUnexpectedEOF", err)
	}
}

func TestContextErrorWins(t *testing.T) {
	// The handler gives a part of the answer and waits for the client to leave.
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/part/tracks/"+testTrackID {
			io.WriteString(w, `{"id":`)
			w.(http.Flusher).Flush()
		}
		<-r.Context().Done()
	}))
	defer server.Close()
	shutdown := errors.New("the jukebox is shutting down")

	tests := []struct {
		name string
		path string
		ctx  func() (context.Context, context.CancelFunc)
		want []error
	}{
		{"cancelled before", "/wait", func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			return ctx, cancel
		}, []error{context.Canceled}},
		{"deadline while waiting", "/wait", func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(t.Context(), 20*time.Millisecond)
		}, []error{context.DeadlineExceeded}},
		{"deadline while reading", "/part", func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(t.Context(), 50*time.Millisecond)
		}, []error{context.DeadlineExceeded}},
		{"cause", "/wait", func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancelCause(t.Context())
			timer := time.AfterFunc(20*time.Millisecond, func() { cancel(shutdown) })
			return ctx, func() { timer.Stop(); cancel(nil) }
		}, []error{context.Canceled, shutdown}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := test.ctx()
			defer cancel()
			_, err := getThing(ctx, newCaller(WithBaseURL(server.URL+test.path)))
			wantError(t, err, "spotify: Tracks.Get: ")
			for _, want := range test.want {
				if !errors.Is(err, want) {
					t.Errorf("%v is not %v", err, want)
				}
			}
		})
	}
}

func TestTimeoutOfHTTPClient(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	_, err := getThing(t.Context(), newCaller(WithBaseURL(server.URL), WithHTTPClient(&http.Client{Timeout: 20 * time.Millisecond})))
	wantError(t, err, "Tracks.Get", "Client.Timeout")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v is not DeadlineExceeded", err)
	}
	var netErr net.Error
	if ok := errors.As(err, &netErr); !ok || !netErr.Timeout() {
		t.Errorf("%v is no timeout of net.Error", err)
	}
}

func TestNilContext(t *testing.T) {
	var none context.Context
	_, err := getThing(none, newCaller(withTestToken()))
	wantError(t, err, "Tracks.Get", "nil Context")
}

// The mistakes of a transport may show more of the request than is good.
func TestNetworkErrorsHideSecrets(t *testing.T) {
	refused := errors.New("connection refused")
	c := newCaller(withTestToken(), transport(func(req *http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("cannot send\n%v: %w", req.Header, refused)
	}))
	r := newRequest(opPlay, []RequestOption{WithQueryParam("key", "hunter2")})
	err := c.do(t.Context(), r, nil)
	wantError(t, err, "spotify: Player.Play: ", "https://api.spotify.com/v1/me/player/play", "connection refused", redacted)
	for _, secret := range []string{testToken, "hunter2"} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("error %q shows %q", err, secret)
		}
	}
	if !errors.Is(err, refused) {
		t.Errorf("%v does not wrap its cause", err)
	}
	var urlErr *url.Error
	if ok := errors.As(err, &urlErr); !ok || strings.Contains(urlErr.URL, "hunter2") {
		t.Errorf("the *url.Error is %v", urlErr)
	}
}
