package spotifytest

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// oddEndpoint has a parameter of every kind.
func oddEndpoint() endpoint {
	return endpoint{
		method: "GET", path: "/things/{shape}",
		params: []parameter{
			inPath.needs("shape", oneOf("round", "square")),
			inQuery.needs("ids", aList(aString()).upTo(3)),
			inQuery.takes("market", aString()),
			inQuery.takes("limit", anInteger().between(1, 10).extendedTo(50).byDefault(5)),
			inQuery.takes("offset", anInteger().atLeast(0).byDefault(0)),
			inQuery.takes("loudness", aNumber().between(0, 1)),
			inQuery.takes("state", aBoolean()),
			inQuery.takes("order", oneOf("up", "down")),
			inQuery.takes("groups", aList(oneOf("a", "b"))),
			inQuery.takes("additional_types", aList(oneOf("track", "episode"))),
			inQuery.takes("note", aString().ofLength(4)),
			inQuery.takes("pair", aList(aString()).sized(2, 2)),
		},
	}
}

// checked checks a request to an endpoint, in extended quota mode unless a test changes
// that.
func checked(e endpoint, query, contentType, body string, changes ...func(*call)) (c *call, violations []string, refused string) {
	s := &Server{}
	s.markets = []spotify.Market{"SE", "US"}
	r := httptest.NewRequest(e.method, "/x?"+query, strings.NewReader(body))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	c = &call{Server: s, endpoint: &e, path: map[string]string{"shape": "round"}, query: r.URL.Query(), raw: []byte(body)}
	for _, change := range changes {
		change(c)
	}
	violations, refusal := c.check(r)
	if refusal != nil {
		refused = refusal.Error()
	}
	return c, violations, refused
}

func inDevelopment(c *call) { c.mode = spotify.Development }
func withUser(c *call)      { c.user = &member{} }

func TestCheckQuery(t *testing.T) {
	tests := []struct {
		query      string
		change     func(*call)
		violations []string
		refused    string
	}{
		{query: "ids=a,b&limit=50&offset=7&loudness=-0&state=true&order=up&groups=a,b&additional_types=episode&note=%C3%A5%C3%A5%C3%A5%C3%A5&pair=x,y&market=SE"},
		{query: "ids=a&market=us"},
		{query: "ids=a&market=from_token", change: withUser},
		{query: "ids=a&limit=10", change: inDevelopment},

		// What fits the schema and is refused nevertheless.
		{query: "ids=a&limit=51", refused: "400 Invalid limit"},
		{query: "ids=a&limit=0", refused: "400 Invalid limit"},
		{query: "ids=a&limit=11", change: inDevelopment, refused: "400 Invalid limit"},
		{query: "ids=a&offset=-1", refused: "400 Invalid offset"},
		{query: "ids=a&loudness=1.01", refused: "400 Invalid loudness"},
		{query: "ids=a&market=XX", refused: "400 Invalid market code"},
		{query: "ids=a&market=", refused: "400 Invalid market code"},
		{query: "ids=a&market=from_token", refused: "400 Invalid market code"},

		// What does not fit and is refused.
		{query: "", violations: []string{"the query parameter ids is missing; want a list"}, refused: "400 Missing required field: ids"},
		{query: "ids=", violations: []string{"the query parameter ids is empty; want a list"}, refused: "400 Missing required field: ids"},
		{query: "ids=a,b,c,d", violations: []string{"the query parameter ids has 4 elements; want at most 3"}, refused: "400 Too many ids requested"},
		{query: "ids=a&pair=x", violations: []string{"the query parameter pair has 1 elements; want at least 2"}, refused: "400 Missing required field: pair"},
		{query: "ids=a&limit=abc", violations: []string{`the query parameter limit is "abc"; want an integer`}, refused: "400 Invalid limit"},
		{query: "ids=a&limit=1.5", violations: []string{`the query parameter limit is "1.5"; want an integer`}, refused: "400 Invalid limit"},
		{query: "ids=a&limit=99999999999999999999", violations: []string{`the query parameter limit is "99999999999999999999"; want an integer`}, refused: "400 Invalid limit"},
		{query: "ids=a&loudness=NaN", violations: []string{`the query parameter loudness is "NaN"; want a number`}, refused: "400 Invalid loudness"},
		{query: "ids=a&loudness=0x1p-2", violations: []string{`the query parameter loudness is "0x1p-2"; want a number`}, refused: "400 Invalid loudness"},
		{query: "ids=a&state=TRUE", violations: []string{`the query parameter state is "TRUE"; want true or false`}, refused: "400 Invalid state"},
		{query: "ids=a&order=left", violations: []string{`the query parameter order is "left"; want up or down`}, refused: "400 Invalid order"},
		{query: "ids=a&groups=a,c", violations: []string{`the query parameter groups has the element "c"; want a or b`}, refused: "400 Invalid groups"},
		{query: "ids=a&note=aaaaa", violations: []string{`the query parameter note is "aaaaa"; want a string of at most 4 characters`}, refused: "400 Invalid note"},
		{query: "ids=a", change: func(c *call) { c.path["shape"] = "flat" },
			violations: []string{`shape in the path is "flat"; want round or square`}, refused: "400 Invalid shape"},

		// What the API does not mind.
		{query: "ids=a&limti=3", violations: []string{`the query parameter "limti" is not in the schema; did you mean limit?`}},
		{query: "ids=a&zzzzzz=3", violations: []string{`the query parameter "zzzzzz" is not in the schema; want ids, market, limit, offset, loudness, state, order, groups, additional_types, note or pair`}},
		{query: "ids=a&shape=3", violations: []string{`the query parameter "shape" is not in the schema; want ids, market, limit, offset, loudness, state, order, groups, additional_types, note or pair`}},
		{query: "ids=a&order=up&order=down", violations: []string{"the query parameter order is there 2 times; want it once"}},
		{query: "ids=a&ids=b", violations: []string{"the query parameter ids is there 2 times; want it one list, separated by commas"}},
		{query: "ids=a,,b", violations: []string{`the query parameter ids has an empty element at 1: "a,,b"`}},
		{query: "ids=a&additional_types=ad", violations: []string{`the query parameter additional_types has the element "ad"; want track or episode`}},
		{query: "ids=a&note=%zz", violations: []string{`the query cannot be read: invalid URL escape "%zz"`}},

		// All of them, and the refusal is the first in the order of the schema.
		{query: "x=1&state=1&limit=a", violations: []string{
			`the query parameter "x" is not in the schema; want ids, market, limit, offset, loudness, state, order, groups, additional_types, note or pair`,
			"the query parameter ids is missing; want a list",
			`the query parameter limit is "a"; want an integer`,
			`the query parameter state is "1"; want true or false`,
		}, refused: "400 Missing required field: ids"},
	}
	for _, test := range tests {
		var changes []func(*call)
		if test.change != nil {
			changes = append(changes, test.change)
		}
		_, violations, refused := checked(oddEndpoint(), test.query, "", "", changes...)
		if diff := cmp.Diff(test.violations, violations); diff != "" {
			t.Errorf("%s: violations (-want +got):\n%s", test.query, diff)
		}
		if refused != test.refused {
			t.Errorf("%s: refused with %q, want %q", test.query, refused, test.refused)
		}
	}
}

// A search has words of its own.
func TestCheckSearch(t *testing.T) {
	search := endpoint{method: "GET", path: "/search", params: []parameter{
		inQuery.needs("q", aString()),
		inQuery.needs("type", aList(oneOf("album", "track"))),
		inQuery.takes("include_external", oneOf("audio")),
	}}
	for query, want := range map[string]string{
		"q=a&type=track":      "",
		"type=track":          "400 No search query",
		"q=&type=track":       "400 No search query",
		"q=a&type=track,song": "400 Bad search type field song",
		"q=a":                 "400 Missing required field: type",
		"q=a&type=track&include_external=everything": "",
	} {
		if _, _, refused := checked(search, query, "", ""); refused != want {
			t.Errorf("%s: refused with %q, want %q", query, refused, want)
		}
	}
}

func oddBody() body {
	return body{mediaType: mediaJSON, required: true, schema: anObject(
		needs("name", aString()),
		takes("uris", aList(aString()).upTo(2)),
		takes("position", anInteger().atLeast(0)),
		takes("public", aBoolean()),
		takes("offset", anObject(takes("position", anInteger()), takes("any", anything()))),
		takes("items", aList(anObject(needs("uri", aString())))),
		takes("mode", oneOf("on", "off")),
		takes("extra", anObject().andOthers()),
		takes("pair", aList(aString()).sized(1, 1)),
	)}
}

func TestCheckBody(t *testing.T) {
	const asJSON = "application/json"
	e := endpoint{method: "POST", path: "/things", ops: []spotify.Op{"Things.Add"}, params: []parameter{inQuery.takes("device_id", aString())}, body: oddBody()}
	tests := []struct {
		body, contentType string
		violations        []string
		refused           string
		warnings          []string
	}{
		{body: `{"name":"a","uris":["x","y"],"position":0,"public":false,"offset":{"position":1e2,"any":[1]},"items":[{"uri":"u"}],"mode":"on","extra":{"a":{}},"pair":["x"]}`, contentType: asJSON},
		{body: "\n {\"name\":\"a\"}\n", contentType: "Application/JSON; charset=utf-8"},

		{body: "", violations: []string{"the body is missing; want application/json"}, refused: "400 Missing required field: name"},
		{body: " \n", contentType: asJSON, violations: []string{"the body is missing; want application/json"}, refused: "400 Missing required field: name"},
		{body: `{"name":`, contentType: asJSON, violations: []string{"the body is not JSON: unexpected end of JSON input"}, refused: "400 Malformed json"},
		{body: `{"name":"a"}}`, contentType: asJSON, violations: []string{"the body is not JSON: invalid character '}' after top-level value"}, refused: "400 Malformed json"},
		{body: `["a"]`, contentType: asJSON, violations: []string{"the body is a list; want an object"}, refused: "400 Missing required field: name"},
		{body: `{}`, contentType: asJSON, violations: []string{"body name is missing; want a string"}, refused: "400 Missing required field: name"},
		{body: `{"name":null}`, contentType: asJSON, violations: []string{"body name is null; want a string"}, refused: "400 Missing required field: name"},
		{body: `{"name":"a","position":"3"}`, contentType: asJSON, violations: []string{`body position is the string "3"; want an integer`}, refused: "400 Invalid position"},
		{body: `{"name":"a","position":1.5}`, contentType: asJSON, violations: []string{`body position is the number 1.5; want an integer`}, refused: "400 Invalid position"},
		{body: `{"name":"a","position":-1}`, contentType: asJSON, refused: "400 Invalid position"},
		{body: `{"name":"a","public":"true"}`, contentType: asJSON, violations: []string{`body public is the string "true"; want true or false`}, refused: "400 Invalid public"},
		{body: `{"name":"a","mode":"ON"}`, contentType: asJSON, violations: []string{`body mode is the string "ON"; want on or off`}, refused: "400 Invalid mode"},
		{body: `{"name":"a","uris":["1","2","3"]}`, contentType: asJSON, violations: []string{"body uris has 3 elements; want at most 2"}, refused: "400 Too many uris requested"},
		{body: `{"name":"a","uris":"1,2"}`, contentType: asJSON, violations: []string{`body uris is the string "1,2"; want a list`}, refused: "400 Invalid uris"},
		{body: `{"name":"a","pair":[]}`, contentType: asJSON, violations: []string{"body pair has 0 elements; want at least 1"}, refused: "400 Missing required field: pair"},
		{body: `{"name":"a","items":[{"uri":"u"},{"uri":true},7,{}]}`, contentType: asJSON, violations: []string{
			"body items[1].uri is true; want a string", "body items[2] is the number 7; want an object", "body items[3].uri is missing; want a string"},
			refused: "400 Invalid items"},

		// What the API does not mind.
		{body: `{"name":"a","uri":"u"}`, contentType: asJSON, violations: []string{"body uri is not in the schema; did you mean uris?"}},
		{body: `{"name":"a","device_id":"u"}`, contentType: asJSON, violations: []string{"body device_id is not in the schema; it belongs into the query"}},
		{body: `{"name":"a","offset":{"pos":3}}`, contentType: asJSON, violations: []string{"body offset.pos is not in the schema; want position or any"}},
		{body: `{"name":"a","public":null}`, contentType: asJSON, violations: []string{"body public is null; want true or false"}},
		{body: `{"name":"a"}`, warnings: []string{"Things.Add (POST /things): there is no Content-Type; Spotify accepts that, but the schema has application/json"}}, // docs/facts/mismatches.md M87
		{body: `{"name":"a"}`, contentType: "application/x-www-form-urlencoded", violations: []string{`the Content-Type is "application/x-www-form-urlencoded"; want application/json`}},
	}
	for _, test := range tests {
		c, violations, refused := checked(e, "", test.contentType, test.body)
		if diff := cmp.Diff(test.violations, violations); diff != "" {
			t.Errorf("%s: violations (-want +got):\n%s", test.body, diff)
		}
		if refused != test.refused {
			t.Errorf("%s: refused with %q, want %q", test.body, refused, test.refused)
		}
		if diff := cmp.Diff(test.warnings, c.warnings); diff != "" {
			t.Errorf("%s: warnings (-want +got):\n%s", test.body, diff)
		}
		if refused == "" && c.body["name"] != "a" {
			t.Errorf("%s: read as %v", test.body, c.body)
		}
	}
}

func TestCheckWhetherThereIsABody(t *testing.T) {
	get := endpoint{method: "GET", path: "/things"}
	library := endpoint{method: "PUT", path: "/me/library", params: []parameter{inQuery.needs("uris", aList(aString()).upTo(40))}}
	save := endpoint{method: "PUT", path: "/me/tracks", body: body{mediaType: mediaJSON, required: true, schema: anObject(takes("ids", aList(aString())))}}
	update := endpoint{method: "PUT", path: "/playlists/{id}", body: body{mediaType: mediaJSON, required: true, schema: anObject(takes("name", aString()))}}
	play := endpoint{method: "PUT", path: "/me/player/play", body: body{mediaType: mediaJSON, schema: anObject(takes("uris", aList(aString()))).withAtLeast(1)}}
	needed := endpoint{method: "PUT", path: "/things", body: body{mediaType: mediaJSON, required: true, schema: anObject(takes("a", aString())).withAtLeast(1)}}
	cover := endpoint{method: "PUT", path: "/playlists/{id}/images", body: body{mediaType: "image/jpeg", required: true, schema: aString().ofLength(4)}}
	images := endpoint{method: "PUT", path: "/images", body: body{mediaType: "image/png, audio/*"}}
	form := endpoint{method: "PUT", path: "/songs", body: body{mediaType: mediaForm, schema: anObject(needs("song", anObject()), takes("year", anInteger()), takes("tags", aList(aString())))}}
	upload := form
	upload.body.mediaType = mediaMultipart
	tests := []struct {
		name                     string
		endpoint                 endpoint
		query, contentType, body string
		violations               []string
		refused                  string
		warnings                 []string
	}{
		{name: "none", endpoint: get},
		{name: "a type and none", endpoint: get, contentType: mediaJSON},
		{name: "one too many", endpoint: get, contentType: mediaJSON, body: `{}`, violations: []string{"there is a body of 2 bytes; want none"}},
		{name: "query in the body", endpoint: library, contentType: mediaJSON, body: `{"uris":[]}`,
			violations: []string{"the query parameter uris is missing; want a list", "there is a body of 11 bytes; want none"}, refused: "400 Missing required field: uris"},
		{name: "query and body", endpoint: library, query: "uris=a", contentType: mediaJSON, body: `{"uris":[]}`,
			violations: []string{"there is a body of 11 bytes; want none"}, refused: "400 Missing required field: uris"},
		{name: "body in the query", endpoint: save, query: "ids=a",
			violations: []string{`the query parameter "ids" is not in the schema; it belongs into the body`, "the body is missing; want application/json"}, refused: "400 Missing required field: ids"},
		{name: "bare list", endpoint: save, contentType: mediaJSON, body: `["a"]`, violations: []string{"the body is a list; want an object"}, refused: "400 Missing required field: ids"},
		{name: "nothing that is needed most", endpoint: update, contentType: mediaJSON, violations: []string{"the body is missing; want application/json"}, refused: "400 Malformed json"},
		{name: "optional", endpoint: play},
		{name: "empty", endpoint: play, contentType: mediaJSON, body: `{}`,
			warnings: []string{" (PUT /me/player/play): the body is an empty object; Spotify accepts it, but no body at all is meant"}}, // docs/facts/mismatches.md M66
		{name: "empty, but needed", endpoint: needed, contentType: mediaJSON, body: `{}`, violations: []string{"the body has 0 members; want at least 1"}},
		{name: "image", endpoint: cover, contentType: "image/jpeg", body: "/9j/4AAQ"},
		{name: "image of several kinds", endpoint: images, contentType: "image/png", body: "x"},
		{name: "image of a range", endpoint: images, contentType: "audio/ogg; codecs=opus", body: "x"},
		{name: "text for an image", endpoint: images, contentType: "text/plain", body: "x", violations: []string{`the Content-Type is "text/plain"; want image/png, audio/*`}},
		{name: "anything", endpoint: endpoint{method: "PUT", path: "/any", body: body{mediaType: "*/*"}}, contentType: "text/plain", body: "x"},
		{name: "form", endpoint: form, contentType: mediaForm, body: "year=1999&tags=a&tags=b&song[title]=x"},
		{name: "form without what it needs", endpoint: form, contentType: mediaForm, body: "year=1999", violations: []string{"the field song is missing; want an object"}, refused: "400 Missing required field: song"},
		{name: "form with a wrong field", endpoint: form, contentType: mediaForm, body: "song=x&yaer=1999", violations: []string{`the field "yaer" is not in the schema; did you mean year?`}},
		{name: "form with a wrong value", endpoint: form, contentType: mediaForm, body: "song=x&year=now", violations: []string{`the field year is "now"; want an integer`}, refused: "400 Invalid year"},
		{name: "no form", endpoint: form, contentType: mediaForm, body: "song=%", violations: []string{`the body is no form: invalid URL escape "%"`}, refused: "400 Malformed form"},
		{name: "form of any fields", endpoint: endpoint{method: "PUT", path: "/any", body: body{mediaType: mediaForm}}, contentType: mediaForm, body: "a=b"},
		{name: "parts", endpoint: upload, contentType: mediaMultipart + "; boundary=B",
			body: "--B\r\nContent-Disposition: form-data; name=year\r\n\r\n1999\r\n--B\r\nContent-Disposition: form-data; name=song; filename=a\r\n\r\nx\r\n--B--\r\n"},
		{name: "parts without an end", endpoint: upload, contentType: mediaMultipart + "; boundary=B", body: "--B\r\nContent-Disposition: form-data; name=song\r\n\r\n1999",
			violations: []string{"the body is no form: unexpected EOF"}, refused: "400 Malformed form"},
		{name: "JSON of a vendor", endpoint: endpoint{method: "PUT", path: "/any", body: body{mediaType: "application/x+json", schema: anObject(takes("a", aString()))}},
			contentType: "application/x+json", body: `{"a":1}`, violations: []string{"body a is the number 1; want a string"}, refused: "400 Invalid a"},
		{name: "image as something else", endpoint: cover, contentType: "image/png", body: "/9j/", violations: []string{`the Content-Type is "image/png"; want image/jpeg`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c, violations, refused := checked(test.endpoint, test.query, test.contentType, test.body)
			if diff := cmp.Diff(test.violations, violations); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.warnings, c.warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
			if refused != test.refused {
				t.Errorf("refused with %q, want %q", refused, test.refused)
			}
		})
	}
}

func TestNearName(t *testing.T) {
	names := []string{"limit", "offset", "market", "additional_types"}
	for name, want := range map[string]string{
		"limt": "limit", "Limit": "limit", "ofset": "offset", "additionaltypes": "additional_types",
		"q": "", "country": "", strings.Repeat("limit", 100): "",
	} {
		if got := nearName(name, names); got != want {
			t.Errorf("nearest to %q is %q, want %q", name, got, want)
		}
	}
}

func TestEditsBetween(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "", 3}, {"", "abc", 3}, {"abc", "abc", 0},
		{"abc", "abd", 1}, {"abc", "ac", 1}, {"ac", "abc", 1}, {"kitten", "sitting", 3}, {"ab", "ba", 1},
	}
	for _, test := range tests {
		if got := editsBetween(test.a, test.b); got != test.want {
			t.Errorf("from %q to %q there are %d changes, want %d", test.a, test.b, got, test.want)
		}
	}
}

func TestViolationsAreReported(t *testing.T) {
	broken := func(t *testing.T, relaxed bool) (*recordingT, *Server) {
		var option Option = func(*config) {}
		if relaxed {
			option = Relaxed()
		}
		test := &recordingT{}
		things := route{handle: func(*call) (any, error) { return object{}, nil }}
		s := newServer(test, []endpoint{{method: "GET", path: "/things", ops: []spotify.Op{spotify.OpAlbumsGet}, route: things}}, []Option{Empty(), option})
		t.Cleanup(func() { s.Close() })
		token := s.TokenFor(s.User().ID).AccessToken
		get(t, s, "GET", "/things?a=1&b=2", token)
		get(t, s, "POST", "/things", token)
		get(t, s, "GET", "/thing", token)
		return test, s
	}
	want := []string{
		`Albums.Get (GET /things): the query parameter "a" is not in the schema; it takes no parameters`,
		`Albums.Get (GET /things): the query parameter "b" is not in the schema; it takes no parameters`,
		"POST /things: the schema has no such method for the path",
		"GET /thing: the schema has no such path",
	}
	t.Run("strict", func(t *testing.T) {
		test, s := broken(t, false)
		if diff := cmp.Diff(want, s.Violations()); diff != "" {
			t.Errorf("violations (-want +got):\n%s", diff)
		}
		if len(test.failures) != len(want) || test.failures[0] != "spotifytest: "+want[0] {
			t.Errorf("failures %q", test.failures)
		}
		// Once the test may be over, it is not told any more.
		for _, end := range test.cleanups {
			end()
		}
		s.violated("late")
		if len(test.failures) != len(want) || len(s.Violations()) != len(want)+1 {
			t.Errorf("failures %q, violations %q", test.failures, s.Violations())
		}
	})
	t.Run("relaxed", func(t *testing.T) {
		test, s := broken(t, true)
		if diff := cmp.Diff(want, s.Violations()); diff != "" || len(test.failures) > 0 {
			t.Errorf("failures %q, violations (-want +got):\n%s", test.failures, diff)
		}
	})
}

// What is told of a violation may ask the server about it, which takes its lock.
func TestReportMayCallTheServer(t *testing.T) {
	made, logged := make(chan *Server, 1), make(chan int, 1)
	s := newServer(t, nil, []Option{Empty(), Relaxed(), Report(func(string) { logged <- (<-made).Requests()[0].Status })})
	made <- s
	if status := get(t, s, "GET", "/thing", ""); status != http.StatusNotFound || <-logged != status {
		t.Errorf("status %d", status)
	}
}

func TestViolationsAreBounded(t *testing.T) {
	s := &Server{}
	for range maxFindings {
		s.violated("early")
	}
	s.violated("last")
	if got := s.Violations(); len(got) != maxFindings || got[maxFindings-1] != "last" {
		t.Errorf("%d violations, the last is %q", len(got), got[len(got)-1])
	}
}

// get sends a request with a token, and returns the status.
func get(t *testing.T, s *Server, method, path, token string) int {
	t.Helper()
	r, err := http.NewRequest(method, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	return resp.StatusCode
}
