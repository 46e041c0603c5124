package spotify

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLocal(t *testing.T) {
	tests := []struct {
		uri  URI
		want LocalFile
	}{
		{"spotify:local:David+Wise:Donkey+Kong+Country%3A+Tropical+Freeze:Snomads+Island:127",
			LocalFile{"David Wise", "Donkey Kong Country: Tropical Freeze", "Snomads Island", 127 * time.Second}},
		{"spotify:local:A%c3%a9:b%3ac%2fd::", LocalFile{"Aé", "b:c/d", "", 0}},
		{"spotify:local:raw space:%20:*~%2A%7E:0", LocalFile{"raw space", " ", "*~*~", 0}},
		{"spotify:local::::", LocalFile{}},
		{"spotify:local:::Who?:61", LocalFile{Title: "Who?", Duration: 61 * time.Second}},
		{"spotify:local:%E9:::1", LocalFile{Artist: "\xe9", Duration: time.Second}},
		{"spotify:local:a:b:c:007", LocalFile{"a", "b", "c", 7 * time.Second}},
		{"spotify:local:a:b:c:9223372036", LocalFile{"a", "b", "c", 9223372036 * time.Second}},
	}
	for _, test := range tests {
		got, ok := test.uri.Local()
		if !ok {
			t.Errorf("%s is malformed", test.uri)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.uri, diff)
		}
	}
}

func TestLocalMalformed(t *testing.T) {
	for _, uri := range []URI{
		"", "spotify:local", "spotify:local:", "spotify:local:a:b:c", "spotify:local:a:b:c:1:2", "spotify:track:a:b:c:1",
		"spotify:local:100%:b:c:1", "spotify:local:%zz:b:c:1", "spotify:local:a:b:c:1%",
		"spotify:local:a:b:c:-1", "spotify:local:a:b:c:+1", "spotify:local:a:b:c:1.5", "spotify:local:a:b:c:x",
		"spotify:local:a:b:c:9223372037", "spotify:local:a:b:c:99999999999999999999", "local:a:b:c:1",
	} {
		if got, ok := uri.Local(); ok || got != (LocalFile{}) {
			t.Errorf("%s gives %+v, %v", uri, got, ok)
		}
	}
}

func FuzzLocal(f *testing.F) {
	f.Add("David+Wise:Tropical+Freeze:Snomads+Island:127")
	f.Add(":::")
	f.Add("%:b:c:1")
	f.Add("a:b:c:99999999999999999999")
	f.Fuzz(func(t *testing.T, rest string) {
		uri := URI("spotify:local:" + rest)
		file, ok := uri.Local()
		if !uri.IsLocal() || uri.ID() != "" {
			t.Errorf("%q: local %v, ID %q", uri, uri.IsLocal(), uri.ID())
		}
		if ok && strings.Count(rest, ":") != 3 {
			t.Errorf("%q: %d parts are read as four", uri, strings.Count(rest, ":")+1)
		}
		if !ok && file != (LocalFile{}) {
			t.Errorf("%q is not read, but gives %+v", uri, file)
		}
		// Without any letter, in whatever escaping, there is a file of which nothing
		// is known.
		plain, _ := url.QueryUnescape(rest)
		if ok != (file != LocalFile{}) && strings.Trim(plain, ":0") != "" {
			t.Errorf("%q: %+v, %v", uri, file, ok)
		}
		if file.Duration < 0 || file.Duration%time.Second != 0 {
			t.Errorf("%q: %v", uri, file.Duration)
		}
	})
}
