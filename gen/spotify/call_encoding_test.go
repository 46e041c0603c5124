package spotify

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A packer is a server that answers in an encoding, whatever was asked for.
type packer struct {
	status   int
	encoding string
	body     []byte
	asked    []string // Accept-Encoding of the requests
}

func (p *packer) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	p.asked = append(p.asked, req.Header.Get("Accept-Encoding"))
	if p.encoding != "" {
		w.Header().Set("Content-Encoding", p.encoding)
	}
	w.WriteHeader(p.status)
	w.Write(p.body)
}

// Whichever way an answer comes, its result is the same.
func TestEncodings(t *testing.T) {
	const text = `{"id":"x"}`
	packed := func(s string) []byte { return zipped(t, []byte(s), 6, gzip.Header{}) }
	large := packed(`{"id":"` + strings.Repeat("x", 3000) + `"}`)
	tests := []struct {
		name    string
		server  packer
		options []ClientOption
		asked   string // Accept-Encoding
		want    string // in the error; "" for success
	}{
		{"plain", packer{200, "", []byte(text), nil}, nil, "gzip", ""},
		{"gzip", packer{200, "gzip", packed(text), nil}, nil, "gzip", ""},
		{"in capitals", packer{200, " X-GZIP ", packed(text), nil}, nil, "gzip", ""},
		{"several members", packer{200, "gzip", append(packed(text[:5]), packed(text[5:])...), nil}, nil, "gzip", ""},
		{"gzip by name only", packer{200, "gzip", []byte(text), nil}, nil, "gzip", ""},
		{"identity", packer{200, "identity", []byte(text), nil}, nil, "gzip", ""},
		{"decoded though it is said to be encoded", packer{200, "br", []byte(text), nil}, nil, "gzip", ""},
		{"brotli", packer{200, "br", []byte("\x0b\x04\x80{}\x03"), nil}, nil, "gzip", `encoded as "br"`},
		{"damaged", packer{200, "gzip", changed(packed(text), 12, 0x10), nil}, nil, "gzip", "reading the answer: "},
		{"cut off", packer{200, "gzip", packed(text)[:20], nil}, nil, "gzip", "unexpected EOF"},
		{"too large", packer{200, "gzip", large, nil}, []ClientOption{WithMaxResponseSize(3000)}, "gzip", "larger than 3000 bytes"},
		{"too large when packed", packer{200, "gzip", large, nil}, []ClientOption{WithMaxResponseSize(10)}, "gzip", "larger than 10 bytes"},
		{"empty", packer{200, "gzip", nil, nil}, nil, "gzip", "the answer is empty"},
		{"error", packer{404, "gzip", packed(`{"error":{"status":404,"message":"No such song"}}`), nil}, nil, "gzip", "No such song"},
		{"error, damaged", packer{404, "gzip", []byte("\x1f\x8b no gzip"), nil}, nil, "gzip", "404"},
		{"asked by the caller", packer{200, "gzip", packed(text), nil}, []ClientOption{WithHeader("Accept-Encoding", "gzip;q=1")}, "gzip;q=1", ""},
		{"compression is off", packer{200, "gzip", packed(text), nil}, []ClientOption{WithHTTPClient(&http.Client{Transport: &http.Transport{DisableCompression: true}})}, "", ""},
		{"transport that adds something", packer{200, "gzip", packed(text), nil}, []ClientOption{transport(http.DefaultTransport.RoundTrip)}, "gzip", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(&test.server)
			defer server.Close()
			var header http.Header
			c := newCaller(append(test.options, WithBaseURL(server.URL), WithRetry(NoRetry()),
				WithResponseInfo(func(info ResponseInfo) { header = info.Header }))...)
			got, err := getThing(t.Context(), c)
			if test.want != "" {
				if err == nil || !strings.Contains(err.Error(), test.want) {
					t.Errorf("error %v, want %q", err, test.want)
				}
			} else if err != nil || got.ID != "x" {
				t.Errorf("got %+v, %v", got, err)
			}
			if strings.Contains(header.Get("Content-Encoding"), "gzip") {
				t.Errorf("the header says that the answer is in gzip: %v", header)
			}
			if diff := cmp.Diff([]string{test.asked}, test.server.asked); diff != "" {
				t.Errorf("asked for (-want +got):\n%s", diff)
			}
		})
	}
}

// A transport that is not that of net/http sees requests as it always did: without a
// header that keeps the transport below it from unpacking, and with a body to read.
func TestOtherTransports(t *testing.T) {
	var got []string
	header := http.Header{"Content-Encoding": {"gzip"}} // which the transport uses again
	c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(req.Body)
		got = append(got, req.Header.Get("Accept-Encoding")+string(body))
		packed := zipped(t, []byte(`{"id":"x"}`), 6, gzip.Header{})
		return response(req, 200, header, io.NopCloser(bytes.NewReader(packed))), errors.Join(err)
	}))
	for range 2 {
		thing, err := getThing(t.Context(), c)
		if err != nil || thing.ID != "x" {
			t.Errorf("got %+v, %v", thing, err)
		}
	}
	if diff := cmp.Diff([]string{"", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// For the transport of net/http, a request without a body says so.
func TestRequestsWithoutBody(t *testing.T) {
	for _, content := range []string{"", "x"} {
		req, err := http.NewRequest("PUT", "http://127.0.0.1/", bytes.NewReader([]byte(content)))
		if err != nil {
			t.Fatal(err)
		}
		if got := newCaller().prepared(req); (got.Body == nil) != (content == "") || req.Body == nil {
			t.Errorf("%q has become the body %v", content, got.Body)
		}
	}
}

// What a large answer takes is not kept for other calls.
func TestUnpackersAreBounded(t *testing.T) {
	noise := inflatables()["noise"]
	large := zipped(t, bytes.Repeat(noise, maxPooled/len(noise)+2), gzip.NoCompression, gzip.Header{})
	if err := readPacked(new(bytes.Buffer), bytes.NewReader(large), 1<<30); err != nil {
		t.Fatal(err)
	}
	for range 16 {
		if u := unpackers.get(); u.packed.Cap() > maxPooled {
			t.Errorf("a buffer of %d bytes is kept", u.packed.Cap())
		}
	}
}
