package main

import (
	"io"
	"net/http"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCallers makes sure that every client gets everything, compressed or not.
func TestCallers(t *testing.T) {
	b := playlistBody(3, true)
	url := testServer(t, b)
	for _, path := range []string{plainPath, gzipPath} {
		list, err := callers(url + path)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range list {
			got = append(got, r.contender)
			if err := r.check(b); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
		if diff := cmp.Diff([]string{thisPackage, zmb3Types, stockTypes, httpSonic, httpOnly}, got); diff != "" {
			t.Errorf("contenders (-want +got):\n%s", diff)
		}
	}
}

func TestServer(t *testing.T) {
	b := playlistBody(3, true)
	url := testServer(t, b)
	for path, encoding := range map[string]string{plainPath: "", gzipPath: "gzip"} {
		req, err := http.NewRequest(http.MethodGet, url+path+"/anything", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Accept-Encoding", "gzip") // so that net/http leaves the answer as it is
		resp, err := newHTTPClient().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		if got := resp.Header.Get("Content-Encoding"); got != encoding {
			t.Errorf("%s: the encoding is %q, want %q", path, got, encoding)
		}
		if isSmall := len(data) < len(b.data)/2; isSmall != (encoding != "") {
			t.Errorf("%s: %d bytes were sent of %d", path, len(data), len(b.data))
		}
		if got := resp.Header.Get("Content-Length"); got != strconv.Itoa(len(data)) {
			t.Errorf("%s: the length is %s, %d bytes were sent", path, got, len(data))
		}
	}
}

func testServer(t *testing.T, b body) (url string) {
	t.Helper()
	url, stop, err := serve(b.data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return url
}
