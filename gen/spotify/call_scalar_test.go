package spotify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An element that holds what separates elements would be read as two, so nothing is sent.
func TestSeparatorsInLists(t *testing.T) {
	tests := []struct {
		name   string
		add    func(r *request)
		header string
		query  string
		err    string // "" is none
	}{
		{name: "header", add: func(r *request) { headerList(r, "X-Moods", []string{"calm", "very sad"}) }, header: "calm,very sad"},
		{name: "comma in a header", add: func(r *request) { headerList(r, "X-Moods", []string{"calm", "sad, very"}) },
			err: `X-Moods: item 1: "sad, very" holds what separates the values from each other`},
		{name: "empty element of a header", add: func(r *request) { headerList(r, "X-Moods", []string{""}) }, err: "X-Moods: item 0: it is empty"},
		{name: "header without elements", add: func(r *request) { headerList[string](r, "X-Moods", nil) }, err: "X-Moods: it has no values; give at least one"},
		{name: "optional header without elements", add: func(r *request) { optionalHeaderList[string](r, "X-Moods", nil) }},
		{name: "comma in a query", add: func(r *request) { queryList(r, "moods", []string{"a,b", "c"}) }, query: "moods=a%2Cb,c"},
		{name: "pipe between pipes", add: func(r *request) { queryListAs(r, "moods", pipes, []string{"a|b"}) },
			err: `moods: item 0: "a|b" holds what separates the values from each other`},
		{name: "space between spaces", add: func(r *request) { queryListAs(r, "moods", spaces, []string{"a", "b c"}) },
			err: `moods: item 1: "b c" holds what separates the values from each other`},
		{name: "pipe between commas", add: func(r *request) { queryList(r, "moods", []string{"a|b"}) }, query: "moods=a%7Cb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRequest(opRead, nil)
			test.add(r)
			got, _, err := sent(t, r)
			if test.err != "" {
				wantError(t, err, "spotify: Things.Get: parameter "+test.err)
				if got != nil {
					t.Error("the request was sent")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{test.header, test.query}, []string{got.Header.Get("X-Moods"), got.URL.RawQuery}); diff != "" {
				t.Errorf("header and query (-want +got):\n%s", diff)
			}
		})
	}
}
