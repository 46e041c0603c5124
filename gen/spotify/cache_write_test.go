package spotify

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// opDetails and opChange are a read and writes with the same URL.
var opDetails = &Operation{Name: "Playlists.Get", Method: "GET", Path: "/playlists/{id}", Result: true, Idempotent: true}

func opChange(method string) *Operation {
	return &Operation{Name: "Playlists.Change", Method: method, Path: "/playlists/{id}"}
}

func callPlaylist(t *testing.T, c *caller, op *Operation, read func(*decoder), options ...RequestOption) error {
	t.Helper()
	r := newRequest(op, options)
	r.path("id", "37i9dQZF1DXcBWIGoYBM5M")
	return c.do(t.Context(), r, read)
}

func TestWritesAreNotKept(t *testing.T) {
	for _, method := range []string{"PUT", "POST", "DELETE"} {
		cache := newMapCache()
		o := &origin{header: http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}}}
		c := newCaller(o.option(), withTestToken(), WithCache(cache))
		for range 2 {
			if err := callPlaylist(t, c, opChange(method), new(thing).decode); err != nil {
				t.Fatal(err)
			}
		}
		if len(o.asked) != 2 || len(cache.values) != 0 {
			t.Errorf("%s: %d requests, %d entries; want 2 and none", method, len(o.asked), len(cache.values))
		}
	}
}

func TestWritesInvalidate(t *testing.T) {
	const playlist = "https://api.spotify.com/v1/playlists/37i9dQZF1DXcBWIGoYBM5M"
	tests := []struct {
		name   string
		op     *Operation
		query  string
		status int // 0 is no answer
		header http.Header
		kept   bool
	}{
		{"PUT", opChange("PUT"), "", 200, nil, false},
		{"POST", opChange("POST"), "", 201, nil, false},
		{"DELETE", opChange("DELETE"), "", 204, nil, false},
		{"server error", opChange("PUT"), "", 500, nil, false},
		{"connection error", opChange("PUT"), "", 0, nil, false},
		{"refused", opChange("PUT"), "", 403, nil, true},
		{"too many requests", opChange("PUT"), "", 429, nil, true},
		{"another URL", opPlay, "", 204, nil, true},
		{"another query", opChange("PUT"), "1", 200, nil, true},
		{"Location", opPlay, "", 201, http.Header{"Location": {playlist}}, false},
		{"relative Content-Location", opPlay, "", 201, http.Header{"Content-Location": {"../../playlists/37i9dQZF1DXcBWIGoYBM5M"}}, false},
		{"Location elsewhere", opPlay, "", 201, http.Header{"Location": {strings.Replace(playlist, "api.", "", 1)}}, true},
		{"Location that is none", opPlay, "", 201, http.Header{"Location": {"http://\x7f"}}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o := &origin{header: cacheControlIs("max-age=60")}
			broken := false
			c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
				if broken {
					return nil, errors.New("connection reset")
				}
				return o.roundTrip(req)
			}), withTestToken(), WithCache(NewMemoryCache(0)), WithRetry(NoRetry()))
			if err := callPlaylist(t, c, opDetails, new(thing).decode); err != nil {
				t.Fatal(err)
			}

			o.status, o.header, broken = test.status, test.header, test.status == 0
			var options []RequestOption
			if test.query != "" {
				options = append(options, WithQueryParam("x", test.query))
			}
			err := callPlaylist(t, c, test.op, nil, options...)
			if failed := test.status == 0 || test.status >= 400; (err != nil) != failed {
				t.Fatalf("error %v", err)
			}

			// A 429 holds back the whole client, but not what needs no request.
			o.status, o.asked, broken = 200, nil, false
			if err := callPlaylist(t, c, opDetails, new(thing).decode); err != nil {
				t.Fatal(err)
			}
			if kept := len(o.asked) == 0; kept != test.kept {
				t.Errorf("kept: %v, want %v", kept, test.kept)
			}
		})
	}
}

// What a server says about the URLs of another one does not count.
func TestWritesInvalidateOnTheirServer(t *testing.T) {
	o := &origin{header: cacheControlIs("max-age=60")}
	cache := newMapCache()
	here := newCaller(o.option(), withTestToken(), WithCache(cache))
	there := newCaller(o.option(), withTestToken(), WithCache(cache), WithBaseURL("https://example.com"))
	if err := callPlaylist(t, there, opDetails, new(thing).decode); err != nil {
		t.Fatal(err)
	}
	o.header = http.Header{"Location": {"https://example.com/playlists/37i9dQZF1DXcBWIGoYBM5M"}}
	if err := here.do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
		t.Fatal(err)
	}
	cache.only(t)
	if err := there.do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
		t.Fatal(err)
	}
	if len(cache.values) != 0 {
		t.Error("the answer of the same server is still there")
	}
}

// A write of one user says nothing about the answers of another.
func TestWritesInvalidateForTheirUser(t *testing.T) {
	o := &origin{header: cacheControlIs("max-age=60")}
	cache := newMapCache()
	alice := newCaller(o.option(), WithCache(cache), withToken("alice-token"))
	bob := newCaller(o.option(), WithCache(cache), withToken("bob-token"))
	for _, c := range []*caller{alice, bob} {
		if err := callPlaylist(t, c, opDetails, new(thing).decode); err != nil {
			t.Fatal(err)
		}
	}
	if err := callPlaylist(t, alice, opChange("PUT"), nil); err != nil {
		t.Fatal(err)
	}
	if len(cache.values) != 1 {
		t.Errorf("%d entries, want 1", len(cache.values))
	}
}

// A damaged entry costs a request, and nothing else.
func TestDamagedCache(t *testing.T) {
	damages := map[string]func(value []byte) []byte{
		"empty":   func([]byte) []byte { return nil },
		"garbage": func([]byte) []byte { return []byte("<html>") },
		"cut off": func(value []byte) []byte { return value[:len(value)-1] },
		"one bit": func(value []byte) []byte { value = bytes.Clone(value); value[len(value)-3] ^= 1; return value },
		"next version": func(value []byte) []byte {
			return bytes.Replace(value, []byte(entryMagic), []byte("spotify2"), 1)
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			o := &origin{header: http.Header{"Cache-Control": {"max-age=60"}, "Etag": {`"1"`}}}
			cache := newMapCache()
			c := newCaller(o.option(), withTestToken(), WithCache(cache))
			wantID(t, c, "answer 1")
			key, value := cache.only(t)
			cache.values[key] = damage(value)
			wantID(t, c, "answer 2")
			wantID(t, c, "answer 2")
			o.wantAsked(t, "GET "+trackPath, "GET "+trackPath)
		})
	}
}

// forgetful is a cache whose server is down.
type forgetful struct{}

func (forgetful) Get(context.Context, string) ([]byte, bool) { return nil, false }
func (forgetful) Set(context.Context, string, []byte)        {}
func (forgetful) Delete(context.Context, string)             {}

func TestCacheThatKeepsNothing(t *testing.T) {
	o := &origin{header: cacheControlIs("max-age=60")}
	c := newCaller(o.option(), withTestToken(), WithCache(forgetful{}))
	wantID(t, c, "answer 1")
	wantID(t, c, "answer 2")
	if err := c.do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
		t.Error(err)
	}
}

// Answers that may be incomplete, or whose freshness is that of another URL.
func TestDoubtfulAnswersAreNotKept(t *testing.T) {
	const body = `{"id":"x"}`
	tests := []struct {
		name  string
		serve http.HandlerFunc
		fails bool
		kept  bool
	}{
		{"with a length", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", fmt.Sprint(len(body)))
			io.WriteString(w, body)
		}, false, true},
		{"in chunks", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, body[:3])
			w.(http.Flusher).Flush()
			io.WriteString(w, body[3:])
		}, false, true},
		{"compressed", func(w http.ResponseWriter, r *http.Request) {
			var compressed bytes.Buffer
			zip := gzip.NewWriter(&compressed)
			io.WriteString(zip, body)
			zip.Close()
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Length", fmt.Sprint(compressed.Len()))
			w.Write(compressed.Bytes())
		}, false, true},
		{"shorter than its length", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, body)
		}, true, false},
		{"broken in the middle of the chunks", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, body)
			w.(http.Flusher).Flush()
			panic(http.ErrAbortHandler)
		}, true, false},
		{"until the end of the connection", func(w http.ResponseWriter, r *http.Request) {
			connection, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				panic(err)
			}
			defer connection.Close()
			io.WriteString(connection, "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nConnection: close\r\n\r\n"+body)
		}, false, false},
		{"redirected", func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/there") {
				http.Redirect(w, r, r.URL.Path+"/there", http.StatusFound)
				return
			}
			io.WriteString(w, body)
		}, false, false},
		{"too large", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, body+strings.Repeat(" ", maxCachedBody))
		}, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("Cache-Control", "max-age=60")
				test.serve(w, r)
			}))
			defer server.Close()
			cache := newMapCache()
			c := newCaller(WithBaseURL(server.URL), withTestToken(), WithCache(cache), WithRetry(NoRetry()))
			if _, err := getThing(t.Context(), c); (err != nil) != test.fails {
				t.Errorf("error %v", err)
			}
			if kept := len(cache.values) > 0; kept != test.kept {
				t.Errorf("kept: %v, want %v", kept, test.kept)
			}
		})
	}
}

// A client with a lower limit holds to it for what another one has kept.
func TestMaxResponseSizeOfCachedAnswers(t *testing.T) {
	o := &origin{header: cacheControlIs("max-age=60")}
	cache := NewMemoryCache(0)
	wantID(t, newCaller(o.option(), withTestToken(), WithCache(cache)), "answer 1")
	small := newCaller(o.option(), withTestToken(), WithCache(cache), WithMaxResponseSize(10))
	_, err := getThing(t.Context(), small)
	wantError(t, err, "larger than 10 bytes")
	o.wantAsked(t, "GET "+trackPath, "GET "+trackPath)
}

// An empty answer may be kept like others.
func TestEmptyAnswersAreKept(t *testing.T) {
	asked := 0
	c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
		asked++
		return response(req, 200, cacheControlIs("max-age=60"), readCloser(" ")), nil
	}), withTestToken(), WithCache(NewMemoryCache(0)))
	for range 2 {
		r := newRequest(opGet, nil)
		r.path("id", testTrackID)
		if found, err := c.doOptional(t.Context(), r, new(thing).decode); found || err != nil {
			t.Errorf("found %v, error %v", found, err)
		}
	}
	if asked != 1 {
		t.Errorf("%d requests, want 1", asked)
	}
}

// What comes from the cache says how old it is.
func TestAgeOfCachedAnswers(t *testing.T) { synctest.Test(t, testAgeOfCachedAnswers) }

func testAgeOfCachedAnswers(t *testing.T) {
	c := newCaller(answers(200, http.Header{"Cache-Control": {"max-age=60"}, "Age": {"7"}}, `{"id":"x"}`), withTestToken(), WithCache(NewMemoryCache(0)))
	readID(t, c)
	time.Sleep(5 * time.Second)
	r := newRequest(opGet, nil)
	r.path("id", testTrackID)
	call := c.newCall(t.Context(), r, reading{decode: new(thing).decode})
	req, err := call.prepare()
	if err != nil {
		t.Fatal(err)
	}
	ans, err := c.send(call, req)
	if err != nil {
		t.Fatal(err)
	}
	if got := ans.Header.Get("Age"); got != "12" || ans.Request != req {
		t.Errorf("Age is %q, the request %v", got, ans.Request)
	}
}

// The answer to a read may be older than a write that ended while it was on its
// way, and must not be what later reads get.
func TestReadOvertakenByAWriteIsNotKept(t *testing.T) {
	o := &origin{header: cacheControlIs("max-age=60")}
	reads := 0
	var c *caller
	c = newCaller(transport(func(req *http.Request) (*http.Response, error) {
		resp, err := o.roundTrip(req)
		if req.Method == http.MethodGet {
			if reads++; reads == 1 {
				if err := callPlaylist(t, c, opChange("PUT"), new(thing).decode); err != nil {
					t.Error(err)
				}
			}
		}
		return resp, err
	}), withTestToken(), WithCache(newMapCache()))
	for range 3 {
		if err := callPlaylist(t, c, opDetails, new(thing).decode); err != nil {
			t.Fatal(err)
		}
	}
	if reads != 2 {
		t.Errorf("%d reads, want 2: the first is not kept, the second is", reads)
	}
}
