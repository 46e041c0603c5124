package spotify

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A keeper keeps something of each kind of value in an answer.
type keeper struct {
	ID      string
	Escaped string
	IDs     []TrackID
	At      time.Time
	Raw     json.RawMessage
	Raws    []json.RawMessage
	Markets Markets
	Odd     Markets
	Next    *keeper
	Nodes   []node
}

func (k *keeper) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "id":
			d.string(&k.ID)
		case "escaped":
			d.string(&k.Escaped)
		case "ids":
			decodeList(d, &k.IDs, decodeText)
		case "at":
			d.time(&k.At)
		case "raw":
			d.raw(&k.Raw)
		case "raws":
			decodeList(d, &k.Raws, decodeRaw)
		case "markets":
			k.Markets.decode(d)
		case "odd":
			k.Odd.decode(d)
		case "next":
			decodePointer(d, &k.Next, (*keeper).decode)
		case "nodes":
			decodeList(d, &k.Nodes, (*node).decode)
		default:
			d.skip()
		}
	}
}

// keeperAnswer makes an answer that is as long for every n of one digit, and what it
// decodes to.
func keeperAnswer(n int) (string, *keeper) {
	text := fmt.Sprintf(`{"id":"text %[1]d","escaped":"\"%[1]d\n","ids":["a%[1]d","b%[1]d"],"at":"2026-01-0%[1]dT00:00:00Z","raw":{"a":%[1]d},"raws":[%[1]d,"%[1]d"],`+
		`"markets":["A%[2]c","B%[2]c"],"odd":["x%[1]d","SE"],"next":{"id":"n%[1]d","markets":["A%[2]c","B%[2]c"]},"nodes":[{"name":"%[1]d"},{"value":%[1]d}]}`, n, 'A'+rune(n))
	digit, letter := fmt.Sprint(n), string('A'+rune(n))
	markets := NewMarkets(Market("A"+letter), Market("B"+letter))
	return text, &keeper{
		ID: "text " + digit, Escaped: `"` + digit + "\n", IDs: []TrackID{TrackID("a" + digit), TrackID("b" + digit)},
		At: time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC), Raw: json.RawMessage(`{"a":` + digit + `}`),
		Raws: []json.RawMessage{[]byte(digit), []byte(`"` + digit + `"`)}, Markets: markets, Odd: NewMarkets(Market("x"+digit), "SE"),
		Next: &keeper{ID: "n" + digit, Markets: markets}, Nodes: []node{{Name: digit}, {Value: n}},
	}
}

func readKeeper(ctx context.Context, c *caller, n int) (*keeper, error) {
	r := newRequest(opGet, nil)
	r.path("id", fmt.Sprint(n))
	got := new(keeper)
	return got, c.do(ctx, r, got.decode)
}

// answerByID answers with the answer of the number at the end of the path, which may
// be kept.
func answerByID(req *http.Request) (*http.Response, error) {
	n, err := strconv.Atoi(path.Base(req.URL.Path))
	text, _ := keeperAnswer(n)
	resp := response(req, 200, http.Header{"Cache-Control": {"max-age=60"}}, readCloser(text))
	resp.ProtoMajor = 2
	if n%2 == 0 {
		resp.ContentLength = int64(len(text))
	}
	return resp, err
}

// overwriteBuffers writes over all buffers that wait for a call.
func overwriteBuffers() {
	var waiting []*bytes.Buffer
	for range 8 {
		b := buffers.get()
		b.Reset()
		for b.Len() < 1<<16 {
			b.WriteByte('X')
		}
		waiting = append(waiting, b)
	}
	for _, b := range waiting {
		buffers.put(b, b.Cap())
	}
}

// What a call returned stays as it is, whatever becomes of its buffer.
func TestBufferIsNotInResults(t *testing.T) {
	c := newCaller(transport(answerByID))
	var got, want []*keeper
	for n := 1; n <= 9; n++ {
		_, expected := keeperAnswer(n)
		result, err := readKeeper(t.Context(), c, n)
		if err != nil {
			t.Fatal(err)
		}
		got, want = append(got, result), append(want, expected)
		if n%3 == 0 {
			overwriteBuffers()
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Nor are errors and reports that came with an answer.
func TestBufferIsNotInErrors(t *testing.T) {
	c := newCaller(answers(200, nil, badPage))
	var reported []*DecodeError
	if _, err := readThings(t, c, WithBadItems(func(m *DecodeError) { reported = append(reported, m) })); err != nil {
		t.Fatal(err)
	}
	_, failed := readThings(t, c)
	_, odd := readThings(t, newCaller(answers(200, nil, `{"items":[{"total":"x\u0041"},{"a key":1.5}]}`)))
	_, number := getThing(t.Context(), newCaller(answers(200, nil, `{"total":123.5}`)))
	texts := func() []string {
		return []string{reported[0].Error(), reported[1].Error(), failed.Error(), odd.Error(), number.Error()}
	}
	before := texts()
	overwriteBuffers()
	if diff := cmp.Diff(before, texts()); diff != "" {
		t.Errorf("(-before +after):\n%s", diff)
	}
}

// What the cache keeps is its own.
func TestBufferIsNotInTheCache(t *testing.T) {
	for name, cache := range map[string]Cache{"memory": NewMemoryCache(0), "map": newMapCache()} {
		t.Run(name, func(t *testing.T) {
			sent := 0
			c := newCaller(withTestToken(), WithCache(cache), transport(func(req *http.Request) (*http.Response, error) {
				sent++
				return answerByID(req)
			}))
			for range 3 {
				for n := 1; n <= 9; n++ {
					_, want := keeperAnswer(n)
					got, err := readKeeper(t.Context(), c, n)
					if diff := cmp.Diff(want, got); diff != "" || err != nil {
						t.Errorf("error %v (-want +got):\n%s", err, diff)
					}
				}
				overwriteBuffers()
			}
			if sent != 9 {
				t.Errorf("%d requests, want 9 and answers from the cache", sent)
			}
		})
	}
}

// Nor is what the cache keeps in results, which are decoded from it without a copy.
func TestCacheIsNotInResults(t *testing.T) {
	cache := newMapCache()
	c := newCaller(withTestToken(), WithCache(cache), transport(answerByID))
	if _, err := readKeeper(t.Context(), c, 3); err != nil {
		t.Fatal(err)
	}
	_, value := cache.only(t)
	before := bytes.Clone(value)
	got, err := readKeeper(t.Context(), c, 3)
	if err != nil || !bytes.Equal(value, before) {
		t.Errorf("%v; value changed: %v", err, !bytes.Equal(value, before))
	}
	for i := range value {
		value[i] = 'X'
	}
	if _, want := keeperAnswer(3); !cmp.Equal(want, got) {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, got))
	}
}

// However a call ends, it has no buffer any more.
func TestBufferIsGivenBack(t *testing.T) {
	tests := map[string]struct {
		option ClientOption
		read   func(*decoder)
	}{
		"success":     {answers(200, nil, `{"id":"x"}`), (*decoder).skip},
		"no result":   {answers(200, nil, `{"id":"x"}`), nil},
		"undecodable": {answers(200, nil, `{`), (*decoder).skip},
		"refused":     {answers(404, nil, `{}`), (*decoder).skip},
		"too large":   {WithMaxResponseSize(1), (*decoder).skip},
		"empty":       {answers(204, nil, ``), (*decoder).skip},
		"no answer":   {transport(func(*http.Request) (*http.Response, error) { return nil, errBroken }), (*decoder).skip},
	}
	for name, test := range tests {
		c := newCaller(answers(200, nil, `{"id":"x"}`), test.option, WithRetry(NoRetry()))
		call := c.newCall(t.Context(), newRequest(opPlay, nil), reading{decode: test.read})
		call.run()
		if call.buffer != nil {
			t.Errorf("%s: the call keeps its buffer", name)
		}
	}
}

// Neither an answer that is too large nor what it says of its length decides what is
// kept for other calls.
func TestBufferIsBounded(t *testing.T) {
	large := `{"id":"` + strings.Repeat("x", maxPooled) + `"}`
	got, err := getThing(t.Context(), newCaller(answers(200, nil, large)))
	if err != nil || len(got.ID) != maxPooled {
		t.Fatalf("read %v", err)
	}
	lying := newCaller(transport(func(req *http.Request) (*http.Response, error) {
		resp := response(req, 200, nil, readCloser(`{"id":"x"}`))
		resp.ContentLength = 1 << 40
		return resp, nil
	}))
	call := lying.newCall(t.Context(), newRequest(opPlay, nil), reading{decode: (*decoder).skip})
	resp := response(nil, 200, nil, readCloser(`{"id":"x"}`))
	resp.ContentLength = 1 << 40
	if body, err := call.readBody(resp); err != nil || string(body) != `{"id":"x"}` || call.buffer.Cap() > 2*maxPooled {
		t.Errorf("read %q, %v, with a buffer of %d bytes", body, err, call.buffer.Cap())
	}
	if got, err := getThing(t.Context(), lying); err != nil || got.ID != "x" {
		t.Errorf("read %+v, %v", got, err)
	}
	for range 16 {
		if b := buffers.get(); b.Cap() > maxPooled {
			t.Errorf("a buffer of %d bytes is kept", b.Cap())
		}
	}
}

// Calls at the same time do not share a buffer.
func TestBuffersConcurrently(t *testing.T) {
	plain := newCaller(transport(answerByID))
	cached := newCaller(transport(answerByID), withTestToken(), WithCache(NewMemoryCache(0)))
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			c := plain
			if worker%2 == 0 {
				c = cached
			}
			var results []*keeper
			for i := range 100 {
				got, err := readKeeper(t.Context(), c, 1+(i+worker)%9)
				if err != nil {
					t.Error(err)
				}
				results = append(results, got)
				if i%25 == 0 {
					overwriteBuffers()
				}
			}
			for i, got := range results {
				_, want := keeperAnswer(1 + (i+worker)%9)
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
	wg.Wait()
}
