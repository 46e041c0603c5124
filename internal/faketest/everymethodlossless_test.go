package faketest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A tap keeps the answers that come to a client.
type tap struct {
	mu      sync.Mutex
	answers []tapped
}

type tapped struct {
	method, path string
	status       int
	body         []byte
}

// RoundTrip implements [http.RoundTripper].
func (p *tap) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	_, path, _ := strings.Cut(r.URL.RequestURI(), "/v1")
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = append(p.answers, tapped{r.Method, path, resp.StatusCode, body})
	return resp, nil
}

// checkLossless decodes all answers and encodes them again: nothing that they say may be
// missing or changed then.
func (p *tap) checkLossless(t *testing.T) {
	t.Helper()
	for _, a := range p.answers {
		if a.status >= http.StatusBadRequest {
			continue // as for one of several single reads, which is not there
		}
		result, err := spotifytest.DecodeResponse(a.method, a.path, a.status, a.body)
		if err != nil {
			t.Errorf("%s %s: %v", a.method, a.path, err)
			continue
		}
		if result == nil {
			continue // the answer does not say anything
		}
		again, err := json.Marshal(result)
		if err != nil {
			t.Errorf("%s %s: %v", a.method, a.path, err)
			continue
		}
		losses := new(losses)
		losses.compare("", parsed(t, a.body), parsed(t, again))
		if len(losses.found) > 0 {
			t.Errorf("%s %s: decoding loses %s", a.method, a.path, strings.Join(losses.found[:min(len(losses.found), 5)], "; "))
		}
	}
}

func parsed(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// losses are places in an answer whose value is another one in what it was decoded to.
type losses struct{ found []string }

func (l *losses) compare(place string, sent, kept any) {
	switch v := sent.(type) {
	case map[string]any:
		inKept, ok := kept.(map[string]any)
		if ok && (place != "" || len(v) != 1 || haveCommonKey(v, inKept)) {
			l.compareObjects(place, v, inKept)
			return
		}
		if place == "" && len(v) == 1 {
			// The client takes off the object around a list or a value.
			for _, inner := range v {
				l.compare("", inner, kept)
			}
			return
		}
	case []any:
		inKept, ok := kept.([]any)
		if ok && len(v) == len(inKept) {
			for i := range v {
				l.compare(fmt.Sprintf("%s[%d]", place, i), v[i], inKept[i])
			}
			return
		}
		if place == "" && len(v) == 1 {
			l.compare("[0]", v[0], kept)
			return
		}
	default:
		if sent == nil || sent == kept || sameTime(sent, kept) {
			return
		}
	}
	if isEmpty(sent) && isEmpty(kept) {
		return
	}
	l.found = append(l.found, fmt.Sprintf("%s: %.80v became %.80v", place, sent, kept))
}

func (l *losses) compareObjects(place string, sent, kept map[string]any) {
	for name, value := range sent {
		now, renamed := renamedMembers()[name]
		switch {
		case renamed && sent[now] != nil: // the answer says it under both names
		case renamed && kept[name] == nil:
			l.compare(place+"."+name, value, kept[now])
		default:
			l.compare(place+"."+name, value, kept[name])
		}
	}
}

// renamedMembers are those of playlists that have another name since February 2026.
func renamedMembers() map[string]string { return map[string]string{"tracks": "items", "track": "item"} }

func haveCommonKey(a, b map[string]any) bool {
	for name := range a {
		if _, ok := b[name]; ok {
			return true
		}
	}
	return false
}

// isEmpty reports whether a value says no more than one that is missing.
func isEmpty(value any) bool {
	switch v := value.(type) {
	case map[string]any:
		for _, inner := range v {
			if !isEmpty(inner) {
				return false
			}
		}
		return true
	case []any:
		return len(v) == 0
	}
	return value == nil || value == "" || value == false || value == 0.0
}

// sameTime reports whether two texts are the same time, whatever their precision.
func sameTime(a, b any) bool {
	var times [2]time.Time
	for i, value := range []any{a, b} {
		text, ok := value.(string)
		if !ok {
			return false
		}
		var err error
		if times[i], err = time.Parse(time.RFC3339, text); err != nil {
			return false
		}
	}
	return times[0].Equal(times[1])
}
