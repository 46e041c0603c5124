package spotify

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestClosest(t *testing.T) {
	type size struct{ width, height int }
	sizes := []size{{640, 640}, {300, 300}, {64, 64}}
	tests := map[string]struct {
		list  []size
		width int
		want  size
	}{
		"equal":                   {sizes, 300, size{300, 300}},
		"between":                 {sizes, 299, size{300, 300}},
		"just above":              {sizes, 301, size{640, 640}},
		"larger than all":         {sizes, 1000, size{640, 640}},
		"smaller than all":        {sizes, 1, size{64, 64}},
		"nothing wanted":          {sizes, 0, size{64, 64}},
		"less than nothing":       {sizes, -1, size{64, 64}},
		"ascending":               {[]size{{64, 64}, {300, 300}, {640, 640}}, 200, size{300, 300}},
		"larger than all, upward": {[]size{{64, 64}, {300, 300}}, 1000, size{300, 300}},
		"unknown first":           {[]size{{}, {64, 64}}, 300, size{64, 64}},
		"unknown last":            {[]size{{64, 64}, {}}, 0, size{64, 64}},
		"only unknown":            {[]size{{0, 0}, {-1, 0}}, 300, size{0, 0}},
		"only the height":         {[]size{{640, 640}, {0, 300}}, 300, size{0, 300}},
		"equals":                  {[]size{{300, 1}, {300, 2}}, 300, size{300, 1}},
		"none":                    {nil, 300, size{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := closest(test.list, test.width, func(s *size) (width, height int) { return s.width, s.height })
			if got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestDownload(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Authorization") != "":
			w.WriteHeader(http.StatusTeapot)
		case r.URL.Path == "/cover":
			io.WriteString(w, "picture")
		case r.URL.Path == "/large":
			w.Write(make([]byte, maxPicture))
		case r.URL.Path == "/larger":
			w.Write(make([]byte, maxPicture+1))
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()
	tests := map[string]struct {
		address string
		want    int // bytes
		err     string
	}{
		"picture":    {server.URL + "/cover", 7, ""},
		"at the end": {server.URL + "/large", maxPicture, ""},
		"too large":  {server.URL + "/larger", 0, "larger than 33554432 bytes"},
		"not there":  {server.URL + "/none", 0, "404 Not Found"},
		"no address": {"", 0, "there is no URL"},
		"a file":     {"file:///etc/hosts", 0, "is no address of http or https"},
		"a path":     {"/cover", 0, "is no address of http or https"},
		"no URL":     {"http://\n", 0, "invalid control character"},
	}
	for name, test := range tests {
		for _, client := range []*http.Client{nil, server.Client()} {
			got, err := download(t.Context(), client, test.address)
			if (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
				t.Errorf("%s: the error is %v, want %q", name, err, test.err)
			}
			if len(got) != test.want || test.want == 7 && !bytes.Equal(got, []byte("picture")) {
				t.Errorf("%s: got %d bytes, want %d", name, len(got), test.want)
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := download(ctx, nil, server.URL+"/cover"); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context, the error is %v", err)
	}
}
