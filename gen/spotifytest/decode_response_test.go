package spotifytest

import (
	"context"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestElements(t *testing.T) {
	tests := []struct {
		d    decoding
		body string
		want int
	}{
		{decoding{}, `[1,2,3]`, 1},
		{decoding{most: 50}, `[1,2,3]`, 3},
		{decoding{most: 50}, `[]`, 0},
		{decoding{most: 50}, `null`, 1},
		{decoding{most: 50}, `{"a":[]}`, 1},
		{decoding{most: 50}, `[1,2`, 1},
		{decoding{most: 50}, ``, 1},
		{decoding{most: 50, envelope: "a"}, `{"a":[null,{"b":[1,2]}],"c":[]}`, 2},
		{decoding{most: 50, envelope: "a"}, `{"a":[]}`, 0},
		{decoding{most: 50, envelope: "a"}, `{"a":null}`, 1},
		{decoding{most: 50, envelope: "a"}, `{"b":[1,2]}`, 1},
		{decoding{most: 50, envelope: "a"}, `[1,2]`, 1},
		{decoding{most: 50, envelope: "a"}, `{"a":[1,2]} 3`, 1},
	}
	for _, test := range tests {
		if got := test.d.elements([]byte(test.body)); got != test.want {
			t.Errorf("%+v of %s: %d elements, want %d", test.d.envelope, test.body, got, test.want)
		}
	}
}

func TestContentType(t *testing.T) {
	for body, want := range map[string]string{
		"":                        "application/json",
		" {\"a\":1}":              "application/json",
		"[tr":                     "application/json",
		"true":                    "application/json",
		"12":                      "application/json",
		"\n<!doctype html>":       "text/html",
		"Too many requests":       "text/plain",
		"12 requests are too few": "text/plain",
	} {
		if got := contentType([]byte(body)); got != want {
			t.Errorf("%q is %s, want %s", body, got, want)
		}
	}
}

// What calls of the client do in decodings: they see the recorded answer, and their
// placeholders pass the checks of the client.
func TestDecodeResponseCalls(t *testing.T) {
	endpoints := []endpoint{
		{method: "GET", path: "/albums", decodings: []decoding{{
			envelope: "albums", most: 2, call: func(_ context.Context, _ *spotify.Client, n int) (any, error) {
				return decoded(placeholders[spotify.AlbumID](n), nil)
			}}}},
		{method: "PUT", path: "/playlists/{id}/images", decodings: []decoding{{
			call: func(ctx context.Context, client *spotify.Client, _ int) (any, error) {
				return nil, client.Playlists.UploadCoverImage(ctx, placeholder, placeholderJPEG())
			}}}},
		{method: "PUT", path: "/library", decodings: []decoding{{
			call: func(ctx context.Context, client *spotify.Client, _ int) (any, error) {
				return nil, client.Library.Save(ctx, placeholderURIs(1))
			}}}},
	}
	got, err := decodeResponse(endpoints, "GET", "/albums", 200, []byte(`{"albums":[1,2]}`))
	if ids, ok := got.([]spotify.AlbumID); !ok || len(ids) != 2 || err != nil {
		t.Errorf("got %#v, %v; want two IDs", got, err)
	}
	for _, path := range []string{"/playlists/x/images", "/library"} {
		if got, err := decodeResponse(endpoints, "PUT", path, 200, nil); got != nil || err != nil {
			t.Errorf("%s: got %#v, %v; want nil, nil", path, got, err)
		}
	}
}
