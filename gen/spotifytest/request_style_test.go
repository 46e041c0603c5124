package spotifytest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// styledEndpoint has a parameter of every style.
func styledEndpoint() endpoint {
	return endpoint{
		method: "GET", path: "/charts/{year}/{since}",
		params: []parameter{
			inPath.needs("year", anInteger().atLeast(1950)),
			inPath.needs("since", aTime()),
			inQuery.needs("tags", aList(aString()).upTo(2)).as(repeated),
			inQuery.takes("singers", aList(aString())).as(pipes),
			inQuery.takes("halls", aList(anInteger().atMost(9))).as(spaces),
			inQuery.takes("days", aList(aTime())),
			inQuery.takes("hit", anObject(needs("title", aString()), takes("weeks", anInteger()))).as(deep),
			inQuery.takes("any", anObject().andOthers()).as(deep),
			inHeader.takes("X-Coins", anInteger()),
			inHeader.takes("X-Sizes", aList(anInteger())),
			inHeader.takes("market", aString()),
			inCookie.takes("coins", anInteger()),
		},
	}
}

// The queries are those that the client makes of such parameters.
func TestCheckStyles(t *testing.T) {
	good := map[string]string{"year": "1999", "since": "2026-02-11T12:00:00.5+02:00"}
	tests := []struct {
		name       string
		query      string
		path       map[string]string
		header     http.Header
		violations []string
		refused    string
	}{
		{name: "all", query: "tags=a%7Cb&tags=c+d&singers=a+b%7Cc%26d%2Ce&halls=1%202&days=2026-02-11T12%3A00%3A00.5%2B02%3A00,2026-02-11T10%3A00%3A00.5Z" +
			"&hit%5Btitle%5D=x&hit%5Bweeks%5D=0&any%5Ba%5D=b", header: http.Header{"X-Coins": {"3"}, "Market": {"XX"}}},
		{name: "only what is needed", query: "tags=a"},
		{name: "missing list", violations: []string{"the query parameter tags is missing; want a list"}, refused: "400 Missing required field: tags"},
		{name: "empty list", query: "tags=", violations: []string{"the query parameter tags is empty; want a list"}, refused: "400 Missing required field: tags"},
		{name: "empty element", query: "tags=a&tags=", violations: []string{`the query parameter tags has an empty element at 1: "a&"`}},
		{name: "too many", query: "tags=a&tags=b&tags=c", violations: []string{"the query parameter tags has 3 elements; want at most 2"}, refused: "400 Too many tags requested"},
		{name: "pipes twice", query: "tags=a&singers=a&singers=b", violations: []string{"the query parameter singers is there 2 times; want it one list, separated by pipes"}},
		{name: "spaces twice", query: "tags=a&halls=1&halls=2", violations: []string{"the query parameter halls is there 2 times; want it one list, separated by spaces"}},
		{name: "commas for spaces", query: "tags=a&halls=1,2", violations: []string{`the query parameter halls has the element "1,2"; want an integer`}, refused: "400 Invalid halls"},
		{name: "element out of bounds", query: "tags=a&halls=1%2010", refused: "400 Invalid halls"},
		{name: "day without a time", query: "tags=a&days=2026-02-11", violations: []string{`the query parameter days has the element "2026-02-11"; want a time like 2026-02-11T00:00:00Z`}, refused: "400 Invalid days"},
		{name: "object without what it needs", query: "tags=a&hit[weeks]=1", violations: []string{"the query parameter hit[title] is missing; want a string"}, refused: "400 Missing required field: hit[title]"},
		{name: "wrong property", query: "tags=a&hit[title]=x&hit[weeks]=y", violations: []string{`the query parameter hit[weeks] is "y"; want an integer`}, refused: "400 Invalid hit[weeks]"},
		{name: "unknown property", query: "tags=a&hit[title]=x&hit[week]=1", violations: []string{`the query parameter "hit[week]" is not in the schema; did you mean hit[weeks]?`}},
		{name: "object as one value", query: "tags=a&hit=x", violations: []string{`the query parameter "hit" is not in the schema; want tags, singers, halls, days, hit[title] or hit[weeks]`}},
		{name: "text in the path", query: "tags=a", path: map[string]string{"year": "this", "since": good["since"]},
			violations: []string{`year in the path is "this"; want an integer`}, refused: "400 Invalid year"},
		{name: "number in the path out of bounds", query: "tags=a", path: map[string]string{"year": "1900", "since": good["since"]}, refused: "400 Invalid year"},
		{name: "no time in the path", query: "tags=a", path: map[string]string{"year": "1999", "since": "noon"},
			violations: []string{`since in the path is "noon"; want a time like 2026-02-11T00:00:00Z`}, refused: "400 Invalid since"},
		{name: "text in a header", query: "tags=a", header: http.Header{"X-Coins": {"many"}},
			violations: []string{`the header X-Coins is "many"; want an integer`}, refused: "400 Invalid X-Coins"},
		{name: "list in a header", query: "tags=a", header: http.Header{"X-Sizes": {"1,2"}}},
		{name: "text in a list of a header", query: "tags=a", header: http.Header{"X-Sizes": {"1,many"}},
			violations: []string{`the header X-Sizes has the element "many"; want an integer`}, refused: "400 Invalid X-Sizes"},
		{name: "cookie among others", query: "tags=a", header: http.Header{"Cookie": {"other=x; coins=3"}}},
		{name: "text in a cookie", query: "tags=a", header: http.Header{"Cookie": {"coins=many"}},
			violations: []string{`the cookie coins is "many"; want an integer`}, refused: "400 Invalid coins"},
		{name: "header twice", query: "tags=a", header: http.Header{"X-Coins": {"1", "2"}}, violations: []string{"the header X-Coins is there 2 times; want it once"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := styledEndpoint()
			r := httptest.NewRequest(e.method, "/x?"+test.query, nil)
			r.Header = test.header
			c := &call{Server: &Server{}, endpoint: &e, path: good, query: r.URL.Query()}
			if test.path != nil {
				c.path = test.path
			}
			violations, refusal := c.check(r)
			if diff := cmp.Diff(test.violations, violations); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
			refused := ""
			if refusal != nil {
				refused = refusal.Error()
			}
			if refused != test.refused {
				t.Errorf("refused with %q, want %q", refused, test.refused)
			}
		})
	}
}

func TestRequiredObjectAndHeader(t *testing.T) {
	e := endpoint{method: "GET", path: "/charts", params: []parameter{
		inQuery.needs("hit", anObject(takes("weeks", anInteger()))).as(deep),
		inHeader.needs("X-Booth", aString()),
	}}
	r := httptest.NewRequest(e.method, "/x", nil)
	c := &call{Server: &Server{}, endpoint: &e, query: r.URL.Query()}
	violations, _ := c.check(r)
	want := []string{"the query parameter hit is missing; want an object", "the header X-Booth is missing; want a string"}
	if diff := cmp.Diff(want, violations); diff != "" {
		t.Errorf("violations (-want +got):\n%s", diff)
	}
}

// Handlers read lists in the style in which they come.
func TestListsOfStyles(t *testing.T) {
	e := styledEndpoint()
	r := httptest.NewRequest(e.method, "/x?tags=a,b&tags=c&singers=a%7Cb,c&halls=1%202&days=d,e", nil)
	c := &call{endpoint: &e, query: r.URL.Query()}
	want := map[string][]string{"tags": {"a,b", "c"}, "singers": {"a", "b,c"}, "halls": {"1", "2"}, "days": {"d", "e"}, "absent": nil}
	for name, elements := range want {
		if diff := cmp.Diff(elements, c.list(name)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestTimesInBodies(t *testing.T) {
	e := endpoint{method: "PUT", path: "/things", body: body{mediaType: mediaJSON, schema: anObject(takes("added_at", aTime()))}}
	for text, want := range map[string]string{
		"2026-02-11T12:00:00Z": "",
		"yesterday":            "400 Invalid added_at",
	} {
		_, violations, refused := checked(e, "", mediaJSON, `{"added_at":"`+text+`"}`)
		if refused != want || len(violations) > 0 != (want != "") {
			t.Errorf("%s: refused with %q, violations %q", text, refused, violations)
		}
	}
}
