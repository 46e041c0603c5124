package spotify

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestIsName(t *testing.T) {
	tests := map[string]bool{
		"a": true, "id": true, "_id": true, "video_type": true, "totalMilliseconds": true, "is-hi-res": true,
		"fooBarBaz": true, "CastAudio": true, "mp3_128_url": true, "mp3PreviewUrl": true, "STB": true,
		"available_in_the_countries_of_the_market": true,

		"": false, "1a": false, "-a": false, "a b": false, "a/b": false, "a~": false, "*": false, "é": false, "a@b.example": false,
		"available_in_the_countries_of_the_markets": false, // too long
		"4uLU6hMCjMI75M1A2tKUQC":                    false,
		"uLUhMCjMIMAtKUQCxYzAbC":                    false,
		"QmVyZXJUb2tlbg":                            false,
		"user_19870605":                             false,
	}
	for text, want := range tests {
		if got := isName([]byte(text)); got != want {
			t.Errorf("%q: %t, want %t", text, got, want)
		}
	}
}

func TestPublicWord(t *testing.T) {
	tests := map[string]string{
		"mixtape": `"mixtape"`, "CastAudio": `"CastAudio"`, "appears_on": `"appears_on"`, "video2": `"video2"`, "": `""`,
		"two words": `"…"`, "a1b": `"…"`, "a123": `"…"`, "1": `"0"`, "2020-02-03": `"0000-00-00"`,
		"2020-02-03T04:05:06.5Z": `"0000-00-00T00:00:00.0Z"`, "12 May": `"…"`, "é": `"…"`, `a"b`: `"…"`, strings.Repeat("1", 41): `"…"`,
	}
	for text, want := range tests {
		if got := string(publicWord(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestOutline(t *testing.T) {
	tests := []struct{ in, want string }{
		{`1`, `0`}, {`-12`, `0`}, {`1.0`, `0.5`}, {`1e3`, `0.5`}, {`true`, `true`}, {`false`, `false`}, {`null`, `null`},
		{`"x"`, `"…"`}, {`""`, `""`}, {`"2020"`, `"0000"`},
		{`[]`, `[]`}, {`[ 1 , "x"]`, `[0]`}, {`[[[[[1]]]]]`, `[[[[]]]]`},
		{`{}`, `{}`}, {` { "a" : 1 , "b" : [ ] } `, `{"a":0,"b":[]}`}, {`{"a b":1,"c":2}`, `{"c":0}`}, {`{"c":2,"a b":1}`, `{"c":0}`},
		{`{"a":{"a":{"a":{"a":1}}}}`, `{"a":{"a":{"a":{}}}}`},
	}
	for _, test := range tests {
		if got := string(outline([]byte(test.in))); got != test.want {
			t.Errorf("%s: %s, want %s", test.in, got, test.want)
		}
	}
	name := strings.Repeat("n", 40)
	object := strings.Repeat(`{"`+name+`":[1],`, 1) + `"a":1`
	for range 3 {
		var members []string
		for _, key := range strings.Split("abcdefghijklmnopqrst", "") {
			members = append(members, `"`+name[:30]+key+`":`+object+"}")
		}
		object = "{" + strings.Join(members, ",")
	}
	got := outline([]byte(object + "}"))
	if len(got) > 1000 || !json.Valid(got) {
		t.Errorf("%d bytes of a large object: %s", len(got), got)
	}
}

func TestBentValue(t *testing.T) {
	tests := map[string]string{`640.0`: `640.0`, `-1e2`: `-1e2`, `[]`: `[]`, `"x"`: `"…"`, strings.Repeat("1", 40) + ".0": `0.5`, `{"a":1}`: `{"a":0}`}
	for in, want := range tests {
		if got := string(bentValue([]byte(in))); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}
