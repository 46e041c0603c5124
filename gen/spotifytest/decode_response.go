package spotifytest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A decoding is how the answers of an operation are decoded: by a call of the client
// to which the answer is played.
type decoding struct {
	// path is that of the endpoint with the parameters that the method fixes; "" is for
	// a method that fixes none.
	path string
	// envelope is the property that holds the list of a batch; "" is for a list
	// that is the whole answer.
	envelope string
	// most is how many elements a batch has at most; 0 is for an operation that
	// reads no batch.
	most int
	// call calls the method with arguments that mean nothing, a batch with n.
	call func(ctx context.Context, client *spotify.Client, n int) (any, error)
}

// decodeResponse is DecodeResponse with the emitted table.
func decodeResponse(endpoints []endpoint, method, path string, status int, body []byte) (any, error) {
	if status < 200 || status > 599 {
		return nil, fmt.Errorf("spotifytest: %d is not the status of an answer; want 200 to 599", status)
	}
	e, values, err := findEndpoint(endpoints, method, path)
	if err != nil {
		return nil, err
	}
	d, err := e.decodingFor(values, body)
	if err != nil {
		return nil, err
	}
	n := 1
	if status <= 299 {
		n = d.elements(body)
	}
	if d.most > 0 && n > d.most {
		return nil, fmt.Errorf("spotifytest: the answer to %s has %d elements, but a request can ask for %d only", e.key(), n, d.most)
	}
	client := spotify.NewClient(
		spotify.WithHTTPClient(&http.Client{Transport: recordedAnswer{status, body}}),
		spotify.WithRetry(spotify.NoRetry()),
		spotify.WithMaxResponseSize(int64(len(body))+1),
	)
	return d.call(context.Background(), client, n)
}

// findEndpoint finds the operation of a method and a path, which may have a query.
func findEndpoint(endpoints []endpoint, method, path string) (*endpoint, map[string]string, error) {
	path, _, _ = strings.Cut(path, "?")
	found, values, otherMethod := match(endpoints, method, path)
	switch {
	case found != nil:
		return found, values, nil
	case otherMethod:
		var methods []string
		for i := range endpoints {
			if e := &endpoints[i]; binds(e.path, path) {
				methods = append(methods, e.method)
			}
		}
		return nil, nil, fmt.Errorf("spotifytest: there is no %s %s; the path takes %s", method, path, strings.Join(methods, ", "))
	}
	return nil, nil, fmt.Errorf("spotifytest: there is no %s %s; the nearest is %s (paths are as in the schema, without the base URL)",
		method, path, nearest(endpoints, method+" "+path))
}

func binds(template, path string) bool {
	_, _, ok := bind(strings.Split(template, "/"), strings.Split(path, "/"))
	return ok
}

// nearest is the operation that takes the fewest changes of what was asked for.
func nearest(endpoints []endpoint, asked string) string {
	const enough = 100 // longer than any of them
	asked = asked[:min(len(asked), enough)]
	best, fewest := "", -1
	for i := range endpoints {
		key := endpoints[i].key()
		if changes := editsBetween(key, asked); fewest < 0 || changes < fewest {
			best, fewest = key, changes
		}
	}
	return best
}

// decodingFor finds how an answer is decoded. Where a parameter of the path decides that
// and the path does not say it, the type of the first item does, which is the singular
// of the parameter. Without one it is the first way.
func (e *endpoint) decodingFor(values map[string]string, body []byte) (decoding, error) {
	if d, ok := e.decodingOf(e.path); ok {
		return d, nil
	}
	fill := func(value func(name string) string) string {
		path := e.path
		for name := range values {
			path = strings.ReplaceAll(path, "{"+name+"}", value(name))
		}
		return path
	}
	asked := fill(func(name string) string { return values[name] })
	if d, ok := e.decodingOf(asked); ok {
		return d, nil
	}
	if asked != e.path || len(e.decodings) == 0 {
		ways := make([]string, len(e.decodings))
		for i, d := range e.decodings {
			ways[i] = d.path
		}
		return decoding{}, fmt.Errorf("spotifytest: %s does not have %s; want %s", e.key(), asked, strings.Join(ways, " or "))
	}
	if d, ok := e.decodingOf(fill(func(string) string { return firstType(body) + "s" })); ok {
		return d, nil
	}
	return e.decodings[0], nil
}

func (e *endpoint) decodingOf(path string) (decoding, bool) {
	for _, d := range e.decodings {
		if cmp.Or(d.path, e.path) == path {
			return d, true
		}
	}
	return decoding{}, false
}

// firstType is the type of the first item of a page, or "".
func firstType(body []byte) string {
	var page struct {
		Items []struct {
			Type string `json:"type"`
		} `json:"items"`
	}
	// A page that is broken has no first item; the client will say what is wrong.
	if json.Unmarshal(withoutMark(body), &page) != nil || len(page.Items) == 0 {
		return ""
	}
	return page.Items[0].Type
}

// elements counts the elements of a batch. An answer that holds no list counts as
// one: the client will say what is wrong with it.
func (d decoding) elements(body []byte) int {
	if d.most == 0 {
		return 1
	}
	list := json.RawMessage(withoutMark(body))
	if d.envelope != "" {
		var object map[string]json.RawMessage
		if json.Unmarshal(list, &object) != nil {
			return 1
		}
		list = object[d.envelope]
	}
	var elements []json.RawMessage
	if json.Unmarshal(list, &elements) != nil || elements == nil {
		return 1
	}
	return len(elements)
}

// withoutMark leaves out the byte order mark, which encoding/json does not know.
func withoutMark(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\uFEFF")) }

// decoded makes an interface of a result: nil if there is an error or no result.
func decoded[R any](result R, err error) (any, error) {
	if v := reflect.ValueOf(&result).Elem(); err != nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return nil, err
	}
	return result, nil
}

// A recordedAnswer answers every request with the same, and sends nothing.
type recordedAnswer struct {
	status int
	body   []byte
}

// RoundTrip implements [http.RoundTripper].
func (r recordedAnswer) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close()
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", r.status, http.StatusText(r.status)),
		StatusCode:    r.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        http.Header{"Content-Type": {contentType(r.body)}},
		Body:          io.NopCloser(bytes.NewReader(r.body)),
		ContentLength: int64(len(r.body)),
		Request:       req,
	}, nil
}

// contentType is what a server would call a body, as far as can be seen.
func contentType(body []byte) string {
	switch text := bytes.TrimSpace(body); {
	case bytes.HasPrefix(text, []byte("<")):
		return "text/html"
	case len(text) == 0 || json.Valid(text) || bytes.ContainsAny(text[:1], `{["`):
		return "application/json"
	}
	return "text/plain"
}

// Placeholders for the arguments of a call. That of a resource has to be a URI, and
// that of an image has to begin like an image.
const (
	placeholder    = "0000000000000000000000"
	placeholderURI = spotify.URI("spotify:track:" + placeholder)
)

func placeholders[S ~string](n int) []S { return slices.Repeat([]S{placeholder}, n) }

func placeholderURIs(n int) []spotify.Resource {
	return slices.Repeat([]spotify.Resource{placeholderURI}, n)
}

func placeholderJPEG() []byte { return []byte{0xFF, 0xD8, 0xFF} }
