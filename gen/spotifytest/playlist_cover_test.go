package spotifytest

import (
	"encoding/base64"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestCoverOf(t *testing.T) {
	album := func(id string) picture { return picture{spotify.KindAlbum, id} }
	show := picture{spotify.KindShow, "s"}
	s := &Server{AccountsURL: "http://127.0.0.1:1"}
	tests := map[string]struct {
		pictures []picture
		widths   []any
	}{
		"empty":          {nil, []any{}},
		"one album":      {[]picture{album("a")}, []any{640}},
		"three albums":   {[]picture{album("a"), album("b"), album("c")}, []any{640}},
		"four of both":   {[]picture{album("a"), album("b"), show, album("c")}, []any{640, 300, 60}},
		"more than four": {[]picture{album("a"), album("b"), show, album("c"), album("d")}, []any{640, 300, 60}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			cover := s.coverOf(tt.pictures)
			widths := []any{}
			for _, image := range cover {
				widths = append(widths, image.(object)["width"])
			}
			if diff := cmp.Diff(tt.widths, widths); diff != "" {
				t.Errorf("widths of the cover (-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff(s.images("album", "a")[:1], s.coverOf([]picture{album("a"), album("b")})); diff != "" {
		t.Errorf("the cover is not that of the first album (-want +got):\n%s", diff)
	}
}

func TestPicturesAreDifferent(t *testing.T) {
	c := &call{Server: new(Server)}
	var items []PlaylistItem
	for _, track := range []Track{
		{ID: "t1", Album: "a"}, {ID: "t2", Album: "a"}, {ID: "t3", Album: "b"},
		{ID: "t4", Album: "c"}, {ID: "t5", Album: "d"}, {ID: "t6", Album: "e"},
	} {
		c.tracks.put(track.ID, track)
		items = append(items, PlaylistItem{URI: track.ID.URI()}, PlaylistItem{}, PlaylistItem{URI: "spotify:local:a:b:c:1"})
	}
	c.episodes.put("e1", Episode{ID: "e1", Show: "s", Removed: true})
	items = append([]PlaylistItem{{URI: "spotify:episode:e1"}}, items...)
	want := []picture{{spotify.KindAlbum, "a"}, {spotify.KindAlbum, "b"}, {spotify.KindAlbum, "c"}, {spotify.KindAlbum, "d"}}
	if diff := cmp.Diff(want, c.pictures(items), cmp.AllowUnexported(picture{})); diff != "" {
		t.Errorf("pictures (-want +got):\n%s", diff)
	}
}

func TestDecodeJPEG(t *testing.T) {
	jpeg := []byte{0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4}
	text := base64.StdEncoding.EncodeToString(jpeg)
	if got, ok := decodeJPEG([]byte(text)); !ok || cmp.Diff(jpeg, got) != "" {
		t.Errorf("%s is read as % x, %t", text, got, ok)
	}
	for name, body := range map[string]string{
		"empty":           "",
		"a newline after": text + "\n",
		"a newline in it": text[:4] + "\r\n" + text[4:],
		"a data URL":      "data:image/jpeg;base64," + text,
		"not encoded":     string(jpeg),
		"of a URL":        base64.URLEncoding.EncodeToString([]byte{0xFF, 0xD8, 0xFF, 0xFB, 0xFF, 0xFE}),
		"a PNG":           base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n")),
		"cut short":       text[:len(text)-1],
	} {
		if got, ok := decodeJPEG([]byte(body)); ok {
			t.Errorf("%s: %q is read as % x", name, body, got)
		}
	}
}
