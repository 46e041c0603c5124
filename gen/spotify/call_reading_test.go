package spotify

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var opText = &Operation{Name: "Tracks.GetText", Method: "GET", Path: "/tracks/text", Result: true, Idempotent: true}

// A text and bytes are what was sent, white space and all.
func TestVerbatimAnswers(t *testing.T) {
	for _, body := range []string{"", " \r\n", "a\x00\xff b\n", `{"error":{"status":404}}`, strings.Repeat("x", maxPooled+1)} {
		for _, status := range []int{200, 203, 299} {
			c := newCaller(answers(status, nil, body))
			text, err := c.doText(t.Context(), newRequest(opText, nil))
			if err != nil || text != body {
				t.Errorf("status %d: the text of %.20q is %.20q, error %v", status, body, text, err)
			}
			content, err := c.doBytes(t.Context(), newRequest(opText, nil))
			if err != nil || string(content) != body {
				t.Errorf("status %d: the bytes of %.20q are %.20q, error %v", status, body, content, err)
			}
		}
	}
	text, err := newCaller(answers(204, nil, "")).doText(t.Context(), newRequest(opText, nil))
	if err != nil || text != "" {
		t.Errorf("204: the text is %q, error %v", text, err)
	}
}

// The bytes of a result are not those of a buffer that the next call gets.
func TestBytesAreACopy(t *testing.T) {
	first, err := newCaller(answers(200, nil, "first")).doBytes(t.Context(), newRequest(opText, nil))
	if err != nil {
		t.Fatal(err)
	}
	for range 16 {
		if _, err := newCaller(answers(200, nil, "other")).doBytes(t.Context(), newRequest(opText, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if string(first) != "first" {
		t.Errorf("the first result has become %q", first)
	}
}

func TestVerbatimAnswersAreBounded(t *testing.T) {
	c := newCaller(answers(200, nil, "12345"), WithMaxResponseSize(4))
	_, err := c.doText(t.Context(), newRequest(opText, nil))
	wantError(t, err, "spotify: Tracks.GetText:", "larger than 4 bytes")
	content, err := c.doBytes(t.Context(), newRequest(opText, nil))
	wantError(t, err, "spotify: Tracks.GetText:", "larger than 4 bytes")
	if content != nil {
		t.Errorf("with the error come the bytes %q", content)
	}
}

func TestErrorsOfVerbatimAnswers(t *testing.T) {
	c := newCaller(answers(404, http.Header{"Content-Type": {"application/json"}}, `{"error":{"status":404,"message":"No such text"}}`))
	text, err := c.doText(t.Context(), newRequest(opText, nil))
	if !errors.Is(err, ErrNotFound) || text != "" {
		t.Errorf("text %q, error %v", text, err)
	}
	wantError(t, err, "No such text")
}

func TestAccept(t *testing.T) {
	tests := map[string]struct {
		mediaTypes []string
		options    []RequestOption
		want       string
	}{
		"JSON":        {nil, nil, "application/json"},
		"one":         {[]string{"text/plain"}, nil, "text/plain"},
		"several":     {[]string{"application/json", "audio/mpeg"}, nil, "application/json, audio/mpeg"},
		"of the call": {[]string{"text/plain"}, []RequestOption{WithHeader("Accept", "text/html")}, "text/html"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRequest(opText, test.options)
			if test.mediaTypes != nil {
				r.accept(test.mediaTypes...)
			}
			req, _, err := sent(t, r)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.want}, req.Header["Accept"]); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// byStatus has a result for each way to read an answer.
type byStatus struct {
	ok       *thing
	created  *int
	accepted *string
	other    *thing
}

func (out *byStatus) readings() []reading {
	return []reading{
		{status: 200, decode: func(d *decoder) { out.ok = new(thing); out.ok.decode(d) }},
		{status: 201, decode: func(d *decoder) { out.created = new(int); d.int(out.created) }},
		{status: 202, take: func(content []byte) { text := string(content); out.accepted = &text }},
		{status: 2, decode: func(d *decoder) { out.other = new(thing); out.other.decode(d) }},
	}
}

func TestDoByStatus(t *testing.T) {
	one, blank := 1, " "
	tests := map[string]struct {
		status   int
		body     string
		declared int // how many of the readings
		want     byStatus
	}{
		"200":            {200, `{"id":"x"}`, 4, byStatus{ok: &thing{ID: "x"}}},
		"201":            {201, ` 1 `, 4, byStatus{created: &one}},
		"202":            {202, ` `, 4, byStatus{accepted: &blank}},
		"of the range":   {206, `{"id":"x"}`, 4, byStatus{other: &thing{ID: "x"}}},
		"not declared":   {206, `{"id":"x"}`, 3, byStatus{ok: &thing{ID: "x"}}},
		"only the first": {201, `{"id":"x"}`, 1, byStatus{ok: &thing{ID: "x"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCaller(answers(test.status, nil, test.body))
			var out, optional byStatus
			readings := out.readings()[:test.declared]
			if err := c.doByStatus(t.Context(), newRequest(opText, nil), readings[0], readings[1:]...); err != nil {
				t.Fatal(err)
			}
			readings = optional.readings()[:test.declared]
			found, err := c.doOptionalByStatus(t.Context(), newRequest(opText, nil), readings[0], readings[1:]...)
			if err != nil || !found {
				t.Fatalf("found %t, error %v", found, err)
			}
			for _, got := range []byStatus{out, optional} {
				if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(byStatus{})); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}

func TestDoByStatusWithoutContent(t *testing.T) {
	var out byStatus
	// With a text in the first place, so that it is not the lack of JSON that counts.
	readings := []reading{out.readings()[2], out.readings()[0]}
	for status, body := range map[int]string{204: "", 200: " "} {
		c := newCaller(answers(status, nil, body))
		found, err := c.doOptionalByStatus(t.Context(), newRequest(opText, nil), readings[0], readings[1:]...)
		if found || err != nil || out != (byStatus{}) {
			t.Errorf("status %d: found %t, %+v, error %v", status, found, out, err)
		}
		err = c.doByStatus(t.Context(), newRequest(opText, nil), readings[0], readings[1:]...)
		wantError(t, err, "spotify: Tracks.GetText:", "empty")
	}
}

// An answer from the cache has the status 200, for which a reading is chosen like for
// one that was sent; and a text from the cache is as it came.
func TestReadingsOfCachedAnswers(t *testing.T) {
	requests := 0
	body := `{"id":"x"}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		requests++
		w.Header().Set("Cache-Control", "max-age=60")
		w.Write([]byte(body))
	}))
	defer server.Close()
	c := newCaller(WithBaseURL(server.URL), withTestToken(), WithCache(NewMemoryCache(0)))
	for i := range 2 {
		var out byStatus
		// The range comes first, so that its reading is that of an unknown status.
		readings := out.readings()
		var captured ResponseInfo
		r := newRequest(opText, []RequestOption{WithResponseInfo(func(info ResponseInfo) { captured = info })})
		if err := c.doByStatus(t.Context(), r, readings[3], readings[0]); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(byStatus{ok: &thing{ID: "x"}}, out, cmp.AllowUnexported(byStatus{})); diff != "" {
			t.Errorf("read %d (-want +got):\n%s", i, diff)
		}
		if captured.StatusCode != 200 || captured.Attempts != 1-i {
			t.Errorf("read %d: captured status %d after %d attempts", i, captured.StatusCode, captured.Attempts)
		}
	}
	body = " text\n"
	op := *opText
	op.Path = "/tracks/other"
	for i := range 2 {
		if text, err := c.doText(t.Context(), newRequest(&op, nil)); err != nil || text != body {
			t.Errorf("read %d: the text is %q, error %v", i, text, err)
		}
	}
	if requests != 2 {
		t.Errorf("%d requests, want 2", requests)
	}
}
