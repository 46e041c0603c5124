package clienttest

import (
	"encoding/json"
	"io"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A request is what a server was sent.
type request struct {
	Method string
	Path   string // without /v1
	Query  url.Values
	Body   string
}

// list returns the elements of a list parameter, in the query or in the body, where
// an element may be an object with a URI or an ID.
func (r request) list(t *testing.T, name string) []string {
	t.Helper()
	if text := r.Query.Get(name); text != "" {
		return strings.Split(text, ",")
	}
	var body map[string]json.RawMessage
	if err := json.Unmarshal([]byte(r.Body), &body); err != nil {
		t.Fatalf("%s %s: neither query nor body has a list: %q", r.Method, r.Path, r.Body)
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(body[name], &elements); err != nil {
		t.Fatalf("%s %s: %s is not a list in %q", r.Method, r.Path, name, r.Body)
	}
	var list []string
	for _, element := range elements {
		var text string
		if json.Unmarshal(element, &text) != nil {
			var object struct{ URI, ID string }
			if err := json.Unmarshal(element, &object); err != nil {
				t.Fatal(err)
			}
			text = object.URI + object.ID
		}
		list = append(list, text)
	}
	return list
}

// A fake is a server that remembers what it was sent.
type fake struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
	running  int
	most     int // that were running at a time
}

// serve starts a server that answers what it is told to.
func serve(t testing.TB, answer func(w http.ResponseWriter, r request)) *fake {
	t.Helper()
	f := &fake{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got := request{r.Method, strings.TrimPrefix(r.URL.Path, "/v1"), r.URL.Query(), string(body)}
		f.mu.Lock()
		f.requests = append(f.requests, got)
		f.running++
		f.most = max(f.most, f.running)
		f.mu.Unlock()
		defer func() {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.running--
		}()
		answer(w, got)
	}))
	t.Cleanup(f.Close)
	return f
}

// sent returns what the server was sent since the last time.
func (f *fake) sent() []request {
	f.mu.Lock()
	defer f.mu.Unlock()
	requests := f.requests
	f.requests = nil
	return requests
}

// client asks the server, and would show its token to whomever it asks.
func (f *fake) client(options ...spotify.ClientOption) *spotify.Client {
	return spotify.NewClient(append([]spotify.ClientOption{
		spotify.WithBaseURL(f.URL + "/v1"),
		spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "token"})),
		spotify.WithRetry(spotify.NoRetry()),
	}, options...)...)
}

// methods are the methods of all services, by names like "Albums.Get".
func methods() map[string]reflect.Type {
	found := map[string]reflect.Type{}
	client := reflect.TypeFor[spotify.Client]()
	for i := range client.NumField() {
		service := client.Field(i)
		if !service.IsExported() {
			continue
		}
		for j := range service.Type.NumMethod() {
			m := service.Type.Method(j)
			found[service.Name+"."+m.Name] = m.Type
		}
	}
	return found
}

func operations() map[string]spotify.Operation {
	found := map[string]spotify.Operation{}
	for op := range spotify.Operations {
		found[op.Name] = op
	}
	return found
}

// sameNames compares the rows of a table with what there should be.
func sameNames[A, B any](t *testing.T, rows map[string]A, want map[string]B) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, ok := rows[name]; !ok {
			t.Errorf("%s has no row", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		if _, ok := want[name]; !ok {
			t.Errorf("the row %s is for nothing that there is", name)
		}
	}
}

// isIterator reports whether a method returns an iter.Seq2 with errors.
func isIterator(m reflect.Type) bool {
	return m.NumOut() == 1 && m.Out(0).Kind() == reflect.Func && m.Out(0).CanSeq2() && m.Out(0).In(0).In(1) == reflect.TypeFor[error]()
}

// names are the names of what a sequence yields.
func names[T any](seq iter.Seq2[T, error], name func(T) string) ([]string, error) {
	var list []string
	for item, err := range seq {
		if err != nil {
			return list, err
		}
		list = append(list, name(item))
	}
	return list, nil
}
