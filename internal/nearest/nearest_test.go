package nearest

import (
	"strings"
	"testing"
)

func TestQuestion(t *testing.T) {
	const (
		commands   = "generate check ops diff lint update fetch release version help"
		flags      = "--fake-out --include-operations --include-tags --out --overrides --package --spec --stale"
		operations = "Albums.* Albums.Get Albums.GetMany Albums.Save Library.* Library.Save"
		paths      = "GET_/albums GET_/albums/{id} GET_/tracks/{id} PUT_/me/albums"
	)
	for _, test := range []struct{ name, candidates, want string }{
		{"genrate", commands, "; did you mean generate?"},
		{"chekc", commands, "; did you mean check?"},
		{"lnit", commands, "; did you mean lint?"},
		{"Release", commands, "; did you mean release?"},
		{"gen", commands, "; did you mean generate?"},
		{"frobnicate", commands, ""},
		{"xx", commands, ""},
		{"x", commands, ""},
		{"", commands, ""},
		{"ops", "", ""},
		{"--include-tag", flags, "; did you mean --include-tags?"},
		{"--include-op", flags, "; did you mean --include-operations?"},
		{"--otu", flags, "; did you mean --out?"},
		{"Album.Get", operations, "; did you mean Albums.Get?"},
		{"albums.gte", operations, "; did you mean Albums.Get?"},
		{"Album.*", operations, "; did you mean Albums.*?"},
		{"Albums.G", operations, "; did you mean Albums.Get?"},
		{"Tracks", "Tracks.Get Tracks.Set Tracks.GetMany", "; did you mean Tracks.Get or Tracks.Set?"},
		{"GET_/albums/{album_id}", paths, "; did you mean GET_/albums/{id}?"},
		{"POST_/albums", paths, "; did you mean GET_/albums?"},
		{"/albums/{id}", paths, "; did you mean GET_/albums/{id}?"},
		{"müsik", "Musik Musak", "; did you mean Musik?"},
		{"aax", "aaa aab aac aad", "; did you mean aaa, aab, or aac?"},
	} {
		if got := Question(test.name, strings.Fields(test.candidates)); got != test.want {
			t.Errorf("%q of %s: got %q, want %q", test.name, test.candidates, got, test.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "abd", 1}, {"abc", "ac", 1}, {"ab", "ba", 1},
		{"abcd", "badc", 2}, {"kitten", "sitting", 3}, {"é", "e", 1}, {"ca", "abc", 3},
	} {
		for _, pair := range [][2]string{{test.a, test.b}, {test.b, test.a}} {
			if got := distance(pair[0], pair[1]); got != test.want {
				t.Errorf("%q, %q: got %d, want %d", pair[0], pair[1], got, test.want)
			}
		}
	}
}
