package spotify

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/oauth2"
)

const (
	testToken   = "BQDtestAccessToken-with_22chars"
	testTrackID = "6kLCHFM39wkFjOuyPGLGeQ"
	otherID     = "6ozxplTAjWO0BlUxN8ia0A"
)

var (
	opGet     = &Operation{Name: "Tracks.Get", Method: "GET", Path: "/tracks/{id}", Result: true}
	opGetMany = &Operation{
		Name: "Albums.GetMany", Method: "GET", Path: "/albums", Result: true, Deprecated: true,
		Development: Availability{RemovedOn: "2026-02-11"}, Batch: Batch{Param: "ids", Max: 3},
	}
	opSave = &Operation{
		Name: "Albums.Save", Method: "PUT", Path: "/me/albums", Replacement: "Library.Save",
		Development: Availability{RemovedOn: "2026-02-11"}, Batch: Batch{Param: "uris", Max: 2},
	}
	opUser = &Operation{Name: "Users.Get", Method: "GET", Path: "/users/{user_id}/playlists/{id}", Result: true}
	opPlay = &Operation{Name: "Player.Play", Method: "PUT", Path: "/me/player/play"}
)

// roundTrip is a fake transport.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// answers makes a client option whose transport answers every request alike.
func answers(status int, header http.Header, body string) ClientOption {
	return transport(func(req *http.Request) (*http.Response, error) {
		return response(req, status, header, readCloser(body)), nil
	})
}

func transport(f roundTrip) ClientOption { return WithHTTPClient(&http.Client{Transport: f}) }

func response(req *http.Request, status int, header http.Header, body io.ReadCloser) *http.Response {
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{StatusCode: status, Header: header, Body: body, ContentLength: -1, Request: req}
}

// testServer is the server that the schema names.
const testServer = "https://api.spotify.com/v1"

func newCaller(options ...ClientOption) *caller { return callerFor(testServer, options) }

// sent calls an operation and returns the request as the transport saw it.
func sent(t *testing.T, r *request, options ...ClientOption) (*http.Request, string, error) {
	t.Helper()
	var got *http.Request
	var body []byte
	c := newCaller(append(options, transport(func(req *http.Request) (*http.Response, error) {
		got = req
		if req.Body != nil {
			var err error
			if body, err = io.ReadAll(req.Body); err != nil {
				t.Error(err)
			}
		}
		return response(req, http.StatusNoContent, nil, http.NoBody), nil
	}))...)
	err := c.do(t.Context(), r, nil)
	return got, string(body), err
}

func withTestToken() ClientOption {
	return WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: testToken}))
}

// tokenFunc is a token source.
type tokenFunc func() (*oauth2.Token, error)

func (f tokenFunc) Token() (*oauth2.Token, error) { return f() }

func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
	if strings.ContainsAny(err.Error(), "\r\n") {
		t.Errorf("error %q is not on one line", err)
	}
}

// decoding reads a value the way of encoding/json, for types that have no function
// for it.
func decoding[T any](out *T) func(*decoder) {
	return func(d *decoder) {
		start := d.mark()
		var raw json.RawMessage
		d.raw(&raw)
		if raw == nil {
			return
		}
		if err := json.Unmarshal(raw, out); err != nil {
			d.fail(start.pos, err)
		}
	}
}

// encoding writes a value the way of encoding/json.
func encoding(v any) func(*encoder) {
	return func(e *encoder) {
		data, err := json.Marshal(v)
		if err != nil {
			e.fail(err)
			return
		}
		e.raw(data)
	}
}

func readCloser(text string) io.ReadCloser { return io.NopCloser(strings.NewReader(text)) }
