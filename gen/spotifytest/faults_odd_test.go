package spotifytest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What each oddity makes of a body.
func TestOddities(t *testing.T) {
	const page = `{"href":"http://x/v1/me/tracks?limit=2&offset=2","items":[{"track":{"id":"a"}},{"track":{"id":"b"}}],"limit":2,"next":null,"offset":2,"total":4}`
	const more = `{"href":"http://x/p?offset=0","items":[1,2],"limit":2,"next":"http://x/p?offset=2","offset":0}`
	for _, test := range []struct {
		name       string
		odd        Failure
		body, want string
	}{
		{"pass", Pass(), `{ "as": "it is" }`, `{ "as": "it is" }`},
		{"null members", NullMembers("a", "b"), `{"a":1,"c":[{"a":{"b":2}},{"b":null}]}`, `{"a":null,"c":[{"a":null},{"b":null}]}`},
		{"no members to make null", NullMembers("x"), `{"a":1}`, `{"a":1}`},
		{"null images", NullImages(), `{"images":[{"url":"u"}],"owner":{"images":[]}}`, `{"images":null,"owner":{"images":null}}`},
		{"null members of no name", NullMembers(), `{"a":1}`, `{"a":1}`},
		{"replaced", ReplacedMember("a", []any{"b"}), `{"a":{"a":1},"c":[{"a":2}]}`, `{"a":["b"],"c":[{"a":["b"]}]}`},
		{"added", AddedMember("a", object{"n": 1}), `{"b":{},"c":[{"a":2}]}`, `{"a":{"n":1},"b":{"a":{"n":1}},"c":[{"a":2}]}`},
		{"missing members", MissingMembers("a"), `{"a":1,"b":[{"a":1,"c":2}]}`, `{"b":[{"c":2}]}`},
		{"renamed", RenamedMember("items", "tracks"), `{"items":{"items":[1]},"tracks":0}`, `{"tracks":{"tracks":[1]}}`},

		{"duration of a track", DurationObjects(), `{"type":"track","duration_ms":188000}`, `{"duration_ms":{"totalMilliseconds":188000},"type":"track"}`},
		{"duration of others", DurationObjects(), `{"type":"episode","duration_ms":5}`, `{"duration_ms":5,"type":"episode"}`},
		{"duration that is not known", DurationObjects(), `{"type":"track","duration_ms":null}`, `{"duration_ms":null,"type":"track"}`},

		{"all integers", FloatIntegers(), `{"a":640,"b":[{"c":0},-3,[4]],"d":1.5,"e":"7","f":null}`, `{"a":640.0,"b":[{"c":0.0},-3.0,[4.0]],"d":1.5,"e":"7","f":null}`},
		{"some integers", FloatIntegers("total"), `{"total":11113535,"popularity":85,"a":{"total":9999999}}`, `{"a":{"total":9999999.0},"popularity":85,"total":1.1113535E7}`},
		{"large integers", FloatIntegers(), `{"a":10000000,"b":1768478400123,"c":-20000000,"d":12000000000}`, `{"a":1.0E7,"b":1.768478400123E12,"c":-2.0E7,"d":1.2E10}`},

		{"null entry", NullEntries(1), page, strings.Replace(page, `{"track":{"id":"b"}}`, `null`, 1)},
		{"null entries", NullEntries(), `{"items":[1,2]}`, `{"items":[null,null]}`},
		{"null entry that is not there", NullEntries(7, -1), `{"items":[1,2]}`, `{"items":[1,2]}`},
		{"null things of a batch", NullEntries(0), `{"albums":[{"tracks":{"items":[1]}},{"tracks":{"items":[2]}}]}`, `{"albums":[null,{"tracks":{"items":[2]}}]}`},
		{"null in the page of a thing", NullEntries(0), `{"type":"album","artists":[1],"tracks":{"items":[2]}}`, `{"artists":[1],"tracks":{"items":[null]},"type":"album"}`},
		{"null in the pages of a search", NullEntries(0), `{"albums":{"items":[1]},"tracks":{"items":[2]}}`, `{"albums":{"items":[null]},"tracks":{"items":[null]}}`},
		{"null in outer pages only", NullEntries(1), `{"items":[{"tracks":{"items":[1,2]}},3]}`, `{"items":[{"tracks":{"items":[1,2]}},null]}`},
		{"empty entries", EmptyEntries(0, 1), `{"items":[1,{"a":2},3]}`, `{"items":[{},{},3]}`},
		{"dead entries", DeadEntries(), `{"items":[{"added_at":"t","item":{"id":"a"},"track":{"id":"a"}},{"added_at":"t","album":{}},null]}`,
			`{"items":[{"added_at":"t","item":null,"track":null},{"added_at":"t","album":null},null]}`},
		{"dead entries that are the things", DeadEntries(), `{"items":[{"type":"track","album":{"id":"a"}}]}`, `{"items":[{"album":{"id":"a"},"type":"track"}]}`},

		{"empty page", EmptyPage(), more, strings.Replace(more, "[1,2]", "[]", 1)},
		{"short page", ShortPage(1), more, strings.Replace(more, "[1,2]", "[1]", 1)},
		{"page that is short already", ShortPage(5), more, more},
		{"short page of a negative size", ShortPage(-1), more, strings.Replace(more, "[1,2]", "[]", 1)},
		{"blank page", BlankPage(), more, `{"href":"http://x/p?offset=0","items":[],"limit":2,"next":null,"offset":0}`},
		{"next of the last page", EndlessNext(), page, strings.Replace(page, `"next":null`, `"next":"http://x/v1/me/tracks?limit=2&offset=4"`, 1)},
		{"next of another page", EndlessNext(), more, more},
		{"next of a filtered page", EndlessNext(), `{"items":[1],"next":null}`, `{"items":[1],"next":null}`},
		{"next of followed artists", EndlessNext(), `{"artists":{"href":"http://x/f?after=a&type=artist","items":[{"id":"b"},{"id":"c"}],"next":null}}`,
			`{"artists":{"href":"http://x/f?after=a&type=artist","items":[{"id":"b"},{"id":"c"}],"next":"http://x/f?after=c&type=artist"}}`},
		{"next behind the last artist", EndlessNext(), `{"artists":{"href":"http://x/f?after=c","items":[],"next":null}}`,
			`{"artists":{"href":"http://x/f?after=c","items":[],"next":"http://x/f?after=c"}}`},
		{"next of what was played", EndlessNext(), `{"href":"http://x/r?after=1","items":[{"played_at":"2026-01-15T12:00:00.250Z"}],"next":null}`,
			`{"href":"http://x/r?after=1","items":[{"played_at":"2026-01-15T12:00:00.250Z"}],"next":"http://x/r?before=1768478400250"}`},
		{"next in a circle", CircularNext(), more, strings.Replace(more, "p?offset=2", "p?offset=0", 1)},

		{"edited", Edited(func(body []byte) []byte { return append(body[:2], "…"...) }), `{"a":1}`, `{"…`},
		{"together", Together(NullMembers("a"), RenamedMember("a", "b"), FloatIntegers()), `{"a":1,"c":2}`, `{"b":null,"c":2.0}`},
		{"together in another order", Together(RenamedMember("a", "b"), NullMembers("a")), `{"a":1}`, `{"b":1}`},
		{"together with one that is together", Together(Together(NullMembers("a"), NullMembers("b")), NullMembers("c")), `{"a":1,"b":2,"c":3,"d":4}`, `{"a":null,"b":null,"c":null,"d":4}`},
		{"nothing together", Together(), `{"a":1}`, `{"a":1}`},

		{"a list", NullMembers("a"), `[true,{"a":1}]`, `[true,{"a":null}]`},
		{"no object", EmptyPage(), `[true,false]`, `[true,false]`},
		{"text", NullMembers("a"), "oPClBVDzidwlAlSqmFF-zKNO62E", "oPClBVDzidwlAlSqmFF-zKNO62E"},
		{"nothing", FloatIntegers(), "", ""},
		{"long fractions", NullMembers("a"), `{"tempo":118.21100000000001,"n":12345678901234567890}`, `{"n":12345678901234567890,"tempo":118.21100000000001}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := []byte(test.body)
			got := string(test.odd.distort(body))
			if diff := cmp.Diff(test.want, got); diff != "" || !test.odd.After || !test.odd.keepsAnswer() {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if string(body) != test.body {
				t.Errorf("the right body has become %s", body)
			}
		})
	}
}

// Oddities follow one another like other failures, and go together with them.
func TestOdditiesOfAnswers(t *testing.T) {
	s := newCounter(t, ETags(), Relaxed())
	odd := NullMembers("name")
	const oddThing = `{"name":null,"ups":0}`
	for _, step := range []struct {
		name, want string
		failures   []Failure
	}{
		{"pass", goodThing, []Failure{Pass()}},
		{"odd", "200 " + oddThing, []Failure{odd}},
		{"one after the other", "200 " + oddThing + ", 503, " + goodThing + ", 200 {\"name\":\"thing\",\"ups\":0.0}", []Failure{odd, EmptyError(503), Pass(), FloatIntegers()}},
		{"with an error", "404 gone", []Failure{Together(odd, TextError(404, "gone"))}},
		{"with a lost answer", "connection reset by peer", []Failure{Together(Reset(), odd)}},
		{"with half an answer", `200 {"name":nu and unexpected EOF`, []Failure{Together(Truncated(), odd)}},
		{"the last error", "500", []Failure{Together(EmptyError(502), odd, EmptyError(500))}},
		{"garbage instead", `200 {"items": [` + "\ufffd\x00\x1b[0m", []Failure{Together(odd, Garbage())}},
	} {
		var got []string
		for _, failure := range step.failures {
			s.Fail(1, failure)
		}
		for range step.failures {
			got = append(got, s.get(t))
		}
		if diff := cmp.Diff(step.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", step.name, diff)
		}
	}
	if got := s.get(t); got != goodThing {
		t.Errorf("afterwards: %s", got)
	}

	tag := func(failure Failure) string {
		s.Fail(1, failure)
		resp, _ := s.do(t.Context(), "GET", "/thing")
		return resp.Header.Get("ETag")
	}
	if tag(odd) != "" || tag(Pass()) == "" {
		t.Error("an odd answer has the ETag of the right one, or the right one has none")
	}

	s.token = "no token"
	s.Fail(1, odd)
	if got := s.get(t); !strings.Contains(got, "Invalid access token") {
		t.Errorf("an error is answered %s", got)
	}
	s.Fail(1, Together(odd, CappedPage(1)))
	if _, got := s.do(t.Context(), "GET", "/nothing-of-the-schema"); got != "404 "+`{"error":{"message":"Service not found","status":404}}` {
		t.Errorf("a request beyond the schema is answered %s", got)
	}
}

func TestJavaFloat(t *testing.T) {
	for n, want := range map[int64]string{0: "0.0", -1: "-1.0", 9_999_999: "9999999.0", 10_000_000: "1.0E7", 11_113_535: "1.1113535E7", -12_345_678: "-1.2345678E7", 1_768_478_400_000: "1.7684784E12"} {
		if got := javaFloat(n); got != want || !json.Valid([]byte(got)) {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
