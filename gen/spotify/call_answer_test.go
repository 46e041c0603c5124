package spotify

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

func TestOnly(t *testing.T) {
	r := newRequest(&Operation{Name: "Playlists.CheckFollowing"}, nil)
	got, err := only(r, []bool{true})
	if err != nil || !got {
		t.Errorf("only([true]) = %t, %v; want true", got, err)
	}
	for _, list := range [][]bool{nil, {true, false}} {
		_, err := only(r, list)
		var decodeErr *DecodeError
		if ok := errors.As(err, &decodeErr); !ok || decodeErr.Operation != "Playlists.CheckFollowing" {
			t.Errorf("only(%v): got error %v, want a DecodeError of the operation", list, err)
		}
	}
}

func TestMissing(t *testing.T) {
	err := missing(newRequest(&Operation{Name: "Categories.List"}, nil), "categories")
	var decodeErr *DecodeError
	ok := errors.As(err, &decodeErr)
	if !ok || decodeErr.Operation != "Categories.List" || decodeErr.Path != "$.categories" {
		t.Errorf("missing: got %v, want a DecodeError of the operation at $.categories", err)
	}
}

// The body of an answer that is decoded is read to its end once, and closed once,
// whatever is between the call and the server.
func TestBodyIsReadOnce(t *testing.T) {
	tests := map[string][]ClientOption{
		"plain":   {WithRetry(NoRetry())},
		"retries": {atOnce},
		"limiter": {WithLimiter(NewLimiter(LimiterConfig{Concurrent: 1}))},
		"cache":   {WithCache(NewMemoryCache(0))},
		"all":     {atOnce, WithLimiter(NewLimiter(LimiterConfig{Concurrent: 1})), WithCache(NewMemoryCache(0))},
	}
	for name, options := range tests {
		t.Run(name, func(t *testing.T) {
			body := &countedBody{content: strings.NewReader(`{"id":"x"}`)}
			server := transport(func(req *http.Request) (*http.Response, error) {
				return response(req, 200, cacheControlIs("max-age=60"), body), nil
			})
			got, err := getThing(t.Context(), newCaller(append(options, server, withTestToken())...))
			if err != nil || got.ID != "x" {
				t.Errorf("read %+v, error %v", got, err)
			}
			if body.ends != 1 || body.closed != 1 {
				t.Errorf("read to its end %d times and closed %d times, want once", body.ends, body.closed)
			}
		})
	}
}

// countedBody counts how often its end is met.
type countedBody struct {
	content      io.Reader
	ends, closed int
}

func (c *countedBody) Read(p []byte) (int, error) {
	n, err := c.content.Read(p)
	if err == io.EOF {
		c.ends++
	}
	return n, err
}

func (c *countedBody) Close() error { c.closed++; return nil }
