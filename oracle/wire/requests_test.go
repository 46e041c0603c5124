package wire_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/internal/backlog"
	"github.com/spotgen/spotgen/oracle/stock"
)

// A row calls a method of the emitted client, and the method of oapi-codegen's
// stock client for the same operation, with arguments that mean the same.
type row struct {
	name  string // as in spotify.Operation, with what is special about the arguments: "Player.Seek, to the start"
	ours  func() (any, error)
	stock func() (*http.Response, error)
}

// method is the name of the method.
func (r row) method() string {
	name, _, _ := strings.Cut(r.name, ",")
	return name
}

// Sample arguments. An odd one holds what has a meaning in paths, queries, and
// lists, as IDs of users and categories may, which are free text.
const (
	plainID = "6kLCHFM39wkFjOuyPGLGeQ"
	oddID   = `jörn 100%/?#[x]&+=;:@,"é日%2F..`
	oddText = `track:"Für Elise" AND (AC/DC | ça) & 100% + #1? 日本`

	trackURI   = "spotify:track:6kLCHFM39wkFjOuyPGLGeQ"
	episodeURI = "spotify:episode:512ojhOuo1ktJprKbVcKyQ"
	oddURI     = "spotify:user:j%C3%B6rn%20a,b&c:collection"

	jpegStart = "\xFF\xD8\xFF\xE0\x00\x10JFIF\xFE\xFF"
)

// A difference is a part of a request in which the two clients do not agree, and
// need not.
type difference struct {
	row, part string
	ours      any // what the emitted client sends; nil for the order of the query, which says all by itself
	reason    string
}

// differences lists the accepted ones. One that is no longer there must go.
func differences() []difference {
	const (
		order    = "order of the query"
		required = "required parameters are arguments and go first; the order means nothing to the API"
		float32s = "oapi-codegen keeps a number in a float32, the emitted client in a float64"
		zero     = "what is zero in Go is left out, and stands for the default of the API"
	)
	return []difference{
		{"Shows.GetMany", order, nil, required},
		{"Tracks.GetMany", order, nil, required},
		{"Tracks.GetRecommendations, tiny and huge", "query",
			[]string{"max_tempo=1000000000000000000000", "min_energy=0.0000000009313225746154785"}, float32s},
		{"Tracks.GetRecommendations, decimals", "query",
			[]string{"min_energy=0.1", "target_tempo=120.123456789"}, float32s},
		{"Albums.ListTracks, the first page", "query",
			[]string{"limit=7"}, zero},
		{"Player.Transfer, paused or not", "body",
			map[string]any{"device_ids": []any{oddID}}, zero},
		{"Player.Resume", "body",
			"", "resuming has a method of its own that sends no body: an empty object can clear the queue (docs/facts/mismatches.md M66)"},
		{"Player.Resume", "content type",
			[]string(nil), "there is no body"},
		{"Playlists.UploadCoverImage", "body",
			base64.StdEncoding.EncodeToString([]byte(jpegStart)), "the emitted client makes the base64 text that the API wants (docs/facts/mismatches.md M67); the stock client sends what it is given"},
	}
}

// TestRequests calls every method of the emitted client and compares its
// request with that of a client which has nothing in common with it but the
// schema.
func TestRequests(t *testing.T) {
	server := newRecorder(t)
	ours := spotify.NewClient(spotify.WithBaseURL(server.url), spotify.WithHTTPClient(server.client))
	other, err := stock.NewClient(server.url, stock.WithHTTPClient(server.client))
	if err != nil {
		t.Fatal(err)
	}
	operations := map[string]spotify.Operation{}
	for op := range spotify.Operations {
		operations[op.Name] = op
	}
	accepted := newLedger(t, differences())
	called := map[string]bool{}
	for _, row := range rows(t.Context(), ours, other) {
		op, ok := operations[row.method()]
		if !ok || called[row.name] {
			t.Errorf("%s: no method has this name, or two rows have it", row.name)
			continue
		}
		called[row.name], called[op.Name] = true, true
		server.answer(op)
		got := server.record(t, row.name, row.ours)
		want := server.record(t, row.name+" (stock)", func() (any, error) {
			resp, err := row.stock()
			if err != nil {
				return nil, err
			}
			return nil, resp.Body.Close()
		})
		if got == nil || want == nil {
			continue
		}
		if got.method != op.Method || !fits(got.path, op.Path) {
			t.Errorf("%s: sends %s %s, which is not %s %s", row.name, got.method, got.path, op.Method, op.Path)
		}
		for _, part := range got.diff(want) {
			if !accepted.has(t, row.name, part) {
				t.Errorf("%s: the %s differs (-stock +ours):\n%s", row.name, part.name, cmp.Diff(part.want, part.got))
			}
		}
	}
	var missing []string
	for op := range spotify.Operations {
		if !called[op.Name] {
			missing = append(missing, fmt.Sprintf("%s (%s %s)", op.Name, op.Method, op.Path))
		}
	}
	backlog.Check(t, "a method has no row in the table", missing)
	accepted.checkUsed(t)
}

// A ledger keeps the accepted differences, and which of them were found.
type ledger struct {
	entries []difference
	used    []bool
}

func newLedger(t *testing.T, entries []difference) *ledger {
	for _, d := range entries {
		if d.reason == "" {
			t.Errorf("%s: the difference of the %s has no reason", d.row, d.part)
		}
	}
	return &ledger{entries: entries, used: make([]bool, len(entries))}
}

// has reports whether a difference is accepted. That it is not the accepted
// one is an error of the test.
func (l *ledger) has(t *testing.T, row string, p part) bool {
	i := slices.IndexFunc(l.entries, func(d difference) bool { return d.row == row && d.part == p.name })
	if i < 0 {
		return false
	}
	l.used[i] = true
	if want := l.entries[i].ours; want != nil && !cmp.Equal(want, p.got) {
		t.Errorf("%s: the %s differs otherwise than accepted (-accepted +ours):\n%s", row, p.name, cmp.Diff(want, p.got))
	}
	return true
}

func (l *ledger) checkUsed(t *testing.T) {
	for i, d := range l.entries {
		if !l.used[i] {
			t.Errorf("%s: the %s does not differ; remove it from the accepted differences", d.row, d.part)
		}
	}
}

// fits reports whether an escaped path is below the base path and what an
// operation's template says.
func fits(path, template string) bool {
	got := strings.Split(strings.TrimPrefix(path, basePath), "/")
	want := strings.Split(template, "/")
	return strings.HasPrefix(path, basePath) && slices.EqualFunc(got, want, func(got, want string) bool {
		return got == want || strings.HasPrefix(want, "{") && got != ""
	})
}

// sent is what arrived of a request.
type sent struct {
	method      string
	path        string   // as it was escaped
	query       []string // name=value as they were escaped, in their order
	contentType []string
	transfer    []string // the transfer encoding, which the API does not take
	body        any      // decoded, if it is JSON
}

// part is a part of two requests.
type part struct {
	name      string
	got, want any
}

// diff returns the parts in which a request differs from the wanted one. The
// pairs of the query are compared as they are escaped. That they are the same
// in another order is a difference of its own.
func (s *sent) diff(want *sent) []part {
	sorted := func(s *sent) []string { return slices.Sorted(slices.Values(s.query)) }
	parts := []part{
		{"method", s.method, want.method},
		{"path", s.path, want.path},
		{"query", sorted(s), sorted(want)},
		{"content type", s.contentType, want.contentType},
		{"transfer encoding", s.transfer, want.transfer},
		{"body", s.body, want.body},
	}
	if slices.Equal(sorted(s), sorted(want)) {
		parts = append(parts, part{"order of the query", s.query, want.query})
	}
	return slices.DeleteFunc(parts, func(p part) bool { return cmp.Equal(p.got, p.want) })
}

// basePath is where the API of the recorder begins, like that of the real one.
const basePath = "/v1"

// recorder is a server on the loopback interface that keeps the requests.
type recorder struct {
	url    string
	client *http.Client

	mu       sync.Mutex
	requests []*sent
	status   int
	body     string
}

func newRecorder(t *testing.T) *recorder {
	r := &recorder{}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.url, r.client = server.URL+basePath, server.Client()
	return r
}

// answer sets the answer: the least that the emitted client accepts.
func (r *recorder) answer(op spotify.Operation) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status, r.body = http.StatusOK, "{}"
	_, method, _ := strings.Cut(op.Name, ".")
	switch {
	case !op.Result:
		r.status, r.body = http.StatusNoContent, ""
	case strings.HasPrefix(method, "Check"):
		r.body = "[true]"
	case op.Paging != spotify.PagingNone:
		r.body = `{"albums":{},"artists":{},"categories":{}}` // of an envelope, the page is required
	case method == "GetCoverImages":
		r.body = "[]"
	case strings.HasPrefix(op.Path, "/playlists/") && op.Method != http.MethodGet:
		r.body = `{"snapshot_id":"s"}`
	}
}

func (r *recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	path, query, _ := strings.Cut(req.RequestURI, "?")
	s := &sent{method: req.Method, path: path, contentType: req.Header.Values("Content-Type"), transfer: req.TransferEncoding}
	if query != "" {
		s.query = strings.Split(query, "&")
	}
	body, err := io.ReadAll(req.Body)
	s.body = decode(body, req.Header.Get("Content-Type"))
	if err != nil {
		s.body = err.Error()
	}
	r.requests = append(r.requests, s)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(r.status)
	io.WriteString(w, r.answerTo(req))
}

// answerTo is the body for a request. One that asks for several things is
// answered with as many, all of them unknown or not so.
func (r *recorder) answerTo(req *http.Request) string {
	n := 0
	for pair := range strings.SplitSeq(req.URL.RawQuery, "&") {
		if name, list, _ := strings.Cut(pair, "="); name == "ids" || name == "uris" {
			n = strings.Count(list, ",") + 1 // the commas inside an ID are escaped
		}
	}
	if n < 2 || req.Method != http.MethodGet {
		return r.body
	}
	several := func(value string) string {
		return "[" + strings.TrimSuffix(strings.Repeat(value+",", n), ",") + "]"
	}
	if strings.HasPrefix(r.body, "[") {
		return several("true")
	}
	envelope := strings.ReplaceAll(path.Base(req.URL.Path), "-", "_")
	return `{"` + envelope + `":` + several("null") + `}`
}

// decode returns a JSON body as values and every other one as text.
func decode(body []byte, contentType string) any {
	if contentType != "application/json" {
		return string(body)
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return fmt.Sprintf("%q is not JSON: %v", body, err)
	}
	return value
}

// record returns the request that a call sends, or nil if the call fails or
// sends another number of requests, which is an error of the test.
func (r *recorder) record(t *testing.T, name string, call func() (any, error)) *sent {
	t.Helper()
	r.mu.Lock()
	r.requests = nil
	r.mu.Unlock()
	_, err := call()
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil || len(r.requests) != 1 {
		t.Errorf("%s: %d requests, want one; error: %v", name, len(r.requests), err)
		return nil
	}
	return r.requests[0]
}
