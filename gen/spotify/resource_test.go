package spotify

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// valueResource and pointerResource stand in for generated types.
type valueResource struct{ uri URI }

func (v valueResource) ResourceURI() URI { return v.uri }

type pointerResource struct{ uri URI }

func (p *pointerResource) ResourceURI() URI { return p.uri }

func TestResourcesJSON(t *testing.T) {
	tests := []struct {
		name string
		list Resources
		want string
	}{
		{"nil", nil, `[]`},
		{"empty", Resources{}, `[]`},
		{"mixed", Resources{URI("spotify:a:1"), valueResource{"spotify:b:2"}, &pointerResource{"spotify:c:3"}, &valueResource{"spotify:d:4"}},
			`["spotify:a:1","spotify:b:2","spotify:c:3","spotify:d:4"]`},
	}
	for _, test := range tests {
		got, err := json.Marshal(test.list)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: got %s, %v, want %s", test.name, got, err, test.want)
		}
	}
}

func TestResourcesMarshalErrors(t *testing.T) {
	tests := []struct {
		name  string
		item  Resource
		local bool
		want  string
	}{
		{"nil", nil, false, "item 1: it is nil"},
		{"nil pointer", (*pointerResource)(nil), false, "item 1: it is nil"},
		{"nil pointer to a value", (*valueResource)(nil), false, "item 1: it is nil"},
		{"empty", valueResource{}, false, "item 1: it has no URI"},
		{"local", valueResource{"spotify:local:Art+Ist::Tit%0Ale:3"}, true, `item 1: "Tit le" by "Art Ist"`},
		{"malformed local", valueResource{"spotify:local:x"}, true, `item 1: "spotify:local:x"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := json.Marshal(Resources{URI("spotify:a:1"), test.item})
			wantError(t, err, test.want)
			if errors.Is(err, ErrLocalFile) != test.local {
				t.Errorf("errors.Is(%v, ErrLocalFile) = %v", err, !test.local)
			}
		})
	}
}

func TestResourcesUnmarshal(t *testing.T) {
	tests := []struct {
		json string
		want Resources
	}{
		{`null`, nil},
		{`[]`, Resources{}},
		{`["spotify:a:1","spotify:local:a:b:c:1"]`, Resources{URI("spotify:a:1"), URI("spotify:local:a:b:c:1")}},
	}
	for _, test := range tests {
		got := Resources{URI("before")}
		if err := json.Unmarshal([]byte(test.json), &got); err != nil {
			t.Errorf("%s: %v", test.json, err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.json, diff)
		}
	}
	for _, bad := range []string{`{}`, `[1]`, `"spotify:a:1"`} {
		if err := json.Unmarshal([]byte(bad), new(Resources)); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

// A request names things by their URIs, and is read back with the URIs in place of
// the things.
func TestURIsAsJSON(t *testing.T) {
	write := func(item Resource, allowLocal bool) (string, error) {
		data, err := marshal(func(e *encoder) { encodeURI(e, "uri", item, allowLocal) })
		return string(data), err
	}
	if got, err := write(URI("spotify:track:x"), false); got != `"spotify:track:x"` || err != nil {
		t.Errorf("wrote %s, error %v", got, err)
	}
	const local = URI("spotify:local:a:b:c:1")
	if got, err := write(local, true); got != `"spotify:local:a:b:c:1"` || err != nil {
		t.Errorf("wrote %s, error %v", got, err)
	}
	if _, err := write(local, false); !errors.Is(err, ErrLocalFile) {
		t.Errorf("error %v for a local file", err)
	}
	for document, want := range map[string]Resource{`"spotify:track:x"`: URI("spotify:track:x"), `null`: nil, `""`: URI("")} {
		item := Resource(URI("before"))
		if err := unmarshal([]byte(document), func(d *decoder) { decodeURI(&item, d) }); err != nil || item != want {
			t.Errorf("%s: %v, error %v", document, item, err)
		}
	}
	var item Resource
	if err := unmarshal([]byte(`7`), func(d *decoder) { decodeURI(&item, d) }); err == nil {
		t.Errorf("7 is read as %v", item)
	}
}
