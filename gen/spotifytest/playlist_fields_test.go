package spotifytest

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// aPlaylist is what filters are tried on.
const aPlaylist = `{
	"name": "Evening",
	"owner": {"id": "lisa", "display_name": null},
	"public": null,
	"items": {
		"total": 3,
		"next": null,
		"items": [
			{"added_at": "2026-01-15T12:00:00Z", "item": {"name": "One", "duration_ms": 1000, "album": {"name": "First", "images": []}}},
			{"added_at": "2026-01-16T12:00:00Z", "item": null},
			{"added_at": "2026-01-17T12:00:00Z", "item": {"name": "Two", "duration_ms": 2000, "album": {"name": "Second", "images": [{"url": "u", "width": 60}]}}}
		]
	}
}`

func TestFieldsLetThrough(t *testing.T) {
	tests := map[string]struct{ fields, want string }{
		"nothing said":          {"", aPlaylist},
		"blank":                 {"  ", aPlaylist},
		"one":                   {"name", `{"name": "Evening"}`},
		"several, with spaces":  {" name , public ", `{"name": "Evening", "public": null}`},
		"unknown":               {"colour", `{}`},
		"nested by a dot":       {"owner.id", `{"owner": {"id": "lisa"}}`},
		"nested in parentheses": {"owner(id)", `{"owner": {"id": "lisa"}}`},
		"through a list": {
			"items.items.item.name",
			`{"items": {"items": [{"item": {"name": "One"}}, {"item": null}, {"item": {"name": "Two"}}]}}`,
		},
		"a dot after parentheses inside": {
			"items(total,items(item.album.images.url))",
			`{"items": {"total": 3, "items": [{"item": {"album": {"images": []}}}, {"item": null}, {"item": {"album": {"images": [{"url": "u"}]}}}]}}`,
		},
		"the same twice is both": {
			"owner.id,items.total,owner.display_name",
			`{"owner": {"id": "lisa", "display_name": null}, "items": {"total": 3}}`,
		},
		"whole and in part is whole": {"owner.id,owner", `{"owner": {"id": "lisa", "display_name": null}}`},
		"left out":                   {"!items,!owner", `{"name": "Evening", "public": null}`},
		"left out inside": {
			"items.items.item(!album,!duration_ms)",
			`{"items": {"items": [{"item": {"name": "One"}}, {"item": null}, {"item": {"name": "Two"}}]}}`,
		},
		"left out deep down": {
			"!items.items,!owner(id)",
			`{"name": "Evening", "public": null, "owner": {"display_name": null}, "items": {"total": 3, "next": null}}`,
		},
		"left out after something else is not let through either": {
			"items(total,!next)", `{"items": {"total": 3}}`,
		},
		"all but one, twice turned": {"!owner(!id),!items", `{"name": "Evening", "public": null, "owner": {"id": "lisa"}}`},
		"narrowed beside what is left out": {
			"!items,owner(id)", `{"name": "Evening", "public": null, "owner": {"id": "lisa"}}`,
		},
		"inside a text": {"name.length", `{"name": "Evening"}`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			filter, err := parseFields(tt.fields)
			if err != nil {
				t.Fatal(err)
			}
			got := filter.apply(unmarshal(t, aPlaylist))
			if diff := cmp.Diff(unmarshal(t, tt.want), unmarshal(t, string(encode(got)))); diff != "" {
				t.Errorf("%s lets something else through (-want +got):\n%s", tt.fields, diff)
			}
		})
	}
}

func TestFieldsOfTypedLists(t *testing.T) {
	filter, err := parseFields("list.a")
	if err != nil {
		t.Fatal(err)
	}
	given := object{"list": []object{{"a": 1, "b": 2}}}
	if got, want := string(encode(filter.apply(given))), `{"list":[{"a":1}]}`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := string(encode(given)), `{"list":[{"a":1,"b":2}]}`; got != want {
		t.Errorf("what is filtered has become %s", got)
	}
}

func TestFieldsMalformed(t *testing.T) {
	for _, fields := range []string{
		",", "name,", ",name", "a..b", ".a", "a.", "items(", "items()", "items(name", "items)", "items(a))",
		"!", "!!a", "a!b", "a b", "a(b)c", "a(b).c", "näme", "a-b", "a\tb", "(a)",
		strings.Repeat("a.", deepestFilter) + "a",
		strings.Repeat("a(", deepestFilter) + "a" + strings.Repeat(")", deepestFilter),
	} {
		filter, err := parseFields(fields)
		var refused *refusal
		if !errors.As(err, &refused) || refused.status != 400 || !strings.HasPrefix(refused.message, "Invalid fields") {
			t.Errorf("%q is read as %q, with the error %v; want a 400 about the fields", fields, filter, err)
		}
	}
}

// What a filter lets through of an answer was in the answer, and a filter can be
// written and read again.
func FuzzFields(f *testing.F) {
	for _, fields := range []string{
		"", "name", "items(added_at,item(name,!album))", "items.items.item.name", "!owner.id,name",
		"!owner(!id)", "a(b", "a..b", " items ( total , next ) ",
	} {
		f.Add(fields)
	}
	f.Fuzz(func(t *testing.T, fields string) {
		filter, err := parseFields(fields)
		if err != nil {
			return
		}
		again, err := parseFields(filter.String())
		if err != nil {
			t.Fatalf("%q was written as %q, which cannot be read: %v", fields, filter, err)
		}
		if diff := cmp.Diff(filter, again, cmp.AllowUnexported(fieldTerm{})); diff != "" {
			t.Errorf("%q was written as %q, which is another filter (-want +got):\n%s", fields, filter, diff)
		}
		given := unmarshal(t, aPlaylist)
		if got := generic(filter.apply(given)); !within(got, generic(given)) {
			t.Errorf("%q makes up something: %s", fields, encode(got))
		}
	})
}

// within reports whether a value is a part of another one: objects may have fewer
// members, lists as many elements.
func within(part, whole any) bool {
	switch part := part.(type) {
	case object:
		of, ok := whole.(object)
		for name, value := range part {
			from, there := of[name]
			ok = ok && there && within(value, from)
		}
		return ok
	case []any:
		of, ok := whole.([]any)
		if !ok || len(of) != len(part) {
			return false
		}
		for i := range part {
			ok = ok && within(part[i], of[i])
		}
		return ok
	}
	return part == whole
}

func unmarshal(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}
