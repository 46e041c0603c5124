package spotify

import (
	"encoding/base64"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPathArrivesIntact(t *testing.T) {
	var gotPath, gotRaw string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		gotRaw = r.RequestURI
		if parts := strings.Split(gotRaw, "/"); len(parts) == 6 {
			gotPath, _ = url.PathUnescape(parts[3])
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	c := newCaller(WithBaseURL(server.URL + "/v1/"))

	for _, user := range []string{
		"smith", "a/b", "a//b", "/", "100%", "%2F", "a#b", "a?b=c&d", "a b", "a+b", "björk", "日本", "a:b;c,d",
		"...", ".hidden", "../me", "{id}", "a\\b", "~*'()!$&=@", "\"<>|^`", "%", "a\x01b", "\xff",
	} {
		t.Run(user, func(t *testing.T) {
			gotPath, gotRaw = "", ""
			r := newRequest(opUser, nil)
			r.path("user_id", user)
			r.path("id", testTrackID)
			if err := c.do(t.Context(), r, nil); err != nil {
				t.Fatal(err)
			}
			if gotPath != user {
				t.Errorf("arrived as %q (%s)", gotPath, gotRaw)
			}
		})
	}
}

func TestPathValues(t *testing.T) {
	r := newRequest(&Operation{Name: "Charts.Get", Method: "GET", Path: "/charts/{year}/{share}/{live}/{day}"}, nil)
	pathValue(r, "year", -1999)
	pathValue(r, "share", 0.5)
	pathValue(r, "live", false)
	pathValue(r, "day", time.Date(2026, 2, 11, 12, 0, 0, 0, time.UTC))
	got, _, err := sent(t, r)
	if err != nil {
		t.Fatal(err)
	}
	if want := "/charts/-1999/0.5/false/2026-02-11T12:00:00Z"; !strings.HasSuffix(got.URL.EscapedPath(), want) {
		t.Errorf("the path is %s, want %s", got.URL.EscapedPath(), want)
	}
}

func TestHeaders(t *testing.T) {
	r := newRequest(opGetMany, []RequestOption{WithHeader("x-pages", "9")})
	r.setHeader("X-Kind", "star")
	headerValue(r, "X-Count", 0)
	headerValue(r, "X-Name", "å\tb")
	optionalHeader(r, "Accept-Language", "de, en;q=0.5")
	optionalHeader(r, "X-Size", 0)
	optionalHeader(r, "X-Pages", 7)
	optionalHeaderPtr(r, "X-Live", Ptr(false))
	headerList(r, "X-Years", []int{1999, 2001})
	optionalHeaderList(r, "X-Groups", []AlbumID{"a", "b"})
	optionalHeaderList(r, "X-Moods", []string{})
	optionalHeaderPtr[int](r, "X-Place", nil)
	got, _, err := sent(t, r)
	if err != nil {
		t.Fatal(err)
	}
	want := http.Header{
		"Accept": {"application/json"}, "User-Agent": got.Header["User-Agent"],
		"X-Kind": {"star"}, "X-Count": {"0"}, "X-Name": {"å\tb"}, "Accept-Language": {"de, en;q=0.5"}, "X-Live": {"false"},
		"X-Years": {"1999,2001"}, "X-Groups": {"a,b"},
		"X-Pages": {"9"}, // the options of a call are the last word
	}
	if diff := cmp.Diff(want, got.Header); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

func TestCookies(t *testing.T) {
	r := newRequest(opGetMany, nil)
	r.setCookie("kind", "star")
	cookieValue(r, "count", 0)
	optionalCookie(r, "size", 0)
	optionalCookie(r, "since", time.Date(2026, 2, 11, 12, 0, 0, 0, time.UTC))
	optionalCookiePtr(r, "live", Ptr(false))
	optionalCookiePtr[int](r, "place", nil)
	got, _, err := sent(t, r)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"kind=star; count=0; since=2026-02-11T12:00:00Z; live=false"}, got.Header["Cookie"]); diff != "" {
		t.Errorf("cookies (-want +got):\n%s", diff)
	}
	for _, value := range []string{"a b", "a;b", "a,b", `a"b`, `a\b`, "a\r\nb", "\u00e5", "\x7f"} {
		r := newRequest(opGetMany, nil)
		r.setCookie("kind", value)
		wantError(t, r.err, "parameter kind", "cannot hold")
		if strings.Contains(r.err.Error(), value) {
			t.Errorf("the error %v tells the cookie, which may be secret", r.err)
		}
	}
}

func TestRefusedArguments(t *testing.T) {
	tests := []struct {
		name  string
		op    *Operation
		build func(*request)
		want  []string
	}{
		{"no path value", opGet, func(r *request) { r.path("id", "") }, []string{"Tracks.Get", "parameter id", "empty"}},
		{"dot", opGet, func(r *request) { r.path("id", ".") }, []string{"Tracks.Get", "parameter id"}},
		{"dot dot", opGet, func(r *request) { r.path("id", "..") }, []string{"Tracks.Get", "parameter id"}},
		{"path value forgotten", opGet, func(r *request) {}, []string{"Tracks.Get", "/tracks/{id}"}},
		{"empty query", opGetMany, func(r *request) { r.query("q", "") }, []string{"Albums.GetMany", "parameter q", "empty"}},
		{"nil list", opGetMany, func(r *request) { queryList(r, "ids", []AlbumID(nil)) }, []string{"parameter ids", "no values"}},
		{"empty list", opGetMany, func(r *request) { queryList(r, "ids", []AlbumID{}) }, []string{"parameter ids", "no values"}},
		{"empty element", opGetMany, func(r *request) { queryList(r, "ids", []AlbumID{"a", ""}) }, []string{"parameter ids", "item 1", "empty"}},
		{"empty element of optional", opGetMany, func(r *request) { optionalList(r, "groups", []string{""}) }, []string{"parameter groups", "item 0"}},
		{"pipe between pipes", opGetMany, func(r *request) { queryListAs(r, "tags", pipes, []string{"a", "b|c"}) }, []string{"parameter tags", "item 1", `"b|c" holds what separates`}},
		{"space between spaces", opGetMany, func(r *request) { optionalListAs(r, "tags", spaces, []string{"a b"}) }, []string{"parameter tags", "item 0", `"a b" holds what separates`}},
		{"NaN in a list", opGetMany, func(r *request) { queryList(r, "sizes", []float64{1, math.NaN()}) }, []string{"parameter sizes", "item 1", "NaN"}},
		{"too many repeated", opGetMany, func(r *request) { queryListAs(r, "ids", repeated, []AlbumID{"a", "b", "c", "d"}) }, []string{"parameter ids", "4 values", "at most 3"}},
		{"no values of a style", opGetMany, func(r *request) { queryListAs(r, "ids", repeated, []AlbumID{}) }, []string{"parameter ids", "no values"}},
		{"year without a form", opGetMany, func(r *request) { queryValue(r, "from", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)) }, []string{"parameter from", "year"}},
		{"NaN in the path", opGet, func(r *request) { pathValue(r, "id", math.NaN()) }, []string{"parameter id", "NaN"}},
		{"empty header", opGet, func(r *request) { headerValue(r, "X-Song", "") }, []string{"parameter X-Song", "empty"}},
		{"header of two lines", opGet, func(r *request) { optionalHeader(r, "X-Song", "a\r\nX-Other: b") }, []string{"parameter X-Song", "control characters"}},
		{"NaN in a header", opGet, func(r *request) { optionalHeaderPtr(r, "X-Song", Ptr(math.NaN())) }, []string{"parameter X-Song", "NaN"}},
		{"comma in a list of a header", opGet, func(r *request) { headerList(r, "X-Songs", []string{"a", "b,c"}) }, []string{"parameter X-Songs", "item 1", `"b,c" holds what separates`}},
		{"no values of a header", opGet, func(r *request) { headerList(r, "X-Songs", []string{}) }, []string{"parameter X-Songs", "no values"}},
		{"empty element of a header", opGet, func(r *request) { optionalHeaderList(r, "X-Songs", []string{""}) }, []string{"parameter X-Songs", "item 0", "empty"}},
		{"NaN in a list of a header", opGet, func(r *request) { headerList(r, "X-Songs", []float64{math.NaN()}) }, []string{"parameter X-Songs", "item 0", "NaN"}},
		{"empty cookie", opGet, func(r *request) { cookieValue(r, "song", "") }, []string{"parameter song", "empty"}},
		{"NaN in a cookie", opGet, func(r *request) { optionalCookiePtr(r, "song", Ptr(math.NaN())) }, []string{"parameter song", "NaN"}},
		{"too many", opGetMany, func(r *request) { queryList(r, "ids", []AlbumID{"a", "b", "c", "d"}) }, []string{"parameter ids", "4 values", "at most 3"}},
		{"too many URIs", opSave, func(r *request) {
			r.queryURIs("uris", []Resource{URI("spotify:a:1"), URI("spotify:a:2"), URI("spotify:a:3")})
		}, []string{"Albums.Save", "parameter uris", "at most 2"}},
		{"no URIs", opSave, func(r *request) { r.queryURIs("uris", nil) }, []string{"parameter uris", "no values"}},
		{"nil item", opSave, func(r *request) { r.queryURIs("uris", []Resource{URI("spotify:a:1"), nil}) }, []string{"parameter uris", "item 1", "nil"}},
		{"nil pointer", opSave, func(r *request) { r.queryURIs("uris", []Resource{(*pointerResource)(nil)}) }, []string{"item 0", "nil"}},
		{"empty URI", opSave, func(r *request) { r.queryURIs("uris", []Resource{URI("")}) }, []string{"item 0", "no URI"}},
		{"single nil", opSave, func(r *request) { r.queryURI("uri", nil) }, []string{"parameter uri", "nil"}},
		{"single empty", opSave, func(r *request) { r.queryURI("uri", URI("")) }, []string{"parameter uri", "no URI"}},
		{"NaN", opSave, func(r *request) { optionalPtr(r, "x", Ptr(math.NaN())) }, []string{"parameter x"}},
		{"infinite", opSave, func(r *request) { optionalPtr(r, "x", Ptr(math.Inf(-1))) }, []string{"parameter x"}},
		{"body", opSave, func(r *request) { r.jsonBody(func(e *encoder) { e.float64(math.NaN()) }) }, []string{"Albums.Save", "request body", "NaN"}},
		{"no image", opSave, func(r *request) { r.jpegBody(nil) }, []string{"request body", "JPEG"}},
		{"PNG", opSave, func(r *request) { r.jpegBody([]byte("\x89PNG\r\n")) }, []string{"request body", "JPEG"}},
		{"base64 already", opSave, func(r *request) { r.jpegBody([]byte("/9j/4AAQSkZJRg")) }, []string{"request body", "JPEG"}},
		{"large image", opSave, func(r *request) { r.jpegBody(jpeg(192<<10 + 1)) }, []string{"196609 bytes", "at most 196608"}},
		{"two of which one is enough", opSave, func(r *request) { r.onlyOne("after", true, "before", true) }, []string{"parameter after: before is given, too"}},
		{"first mistake wins", opSave, func(r *request) { r.query("a", ""); r.query("b", "") }, []string{"parameter a"}},
		{"nil option", &Operation{Name: "X.Y", Method: "GET", Path: "/x"}, func(r *request) { r.options = []RequestOption{nil} }, []string{"a RequestOption is nil"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRequest(test.op, nil)
			test.build(r)
			got, _, err := sent(t, r)
			wantError(t, err, append(test.want, "spotify: ")...)
			if got != nil {
				t.Error("the request was sent nevertheless")
			}
		})
	}
}

func TestLocalFilesAreRefused(t *testing.T) {
	local := URI("spotify:local:David+Wise:Tropical+Freeze:Snomads+Island:127")
	builds := map[string]func(*request){
		"queryURIs": func(r *request) { r.queryURIs("uris", []Resource{URI("spotify:track:" + testTrackID), local}) },
		"queryURI":  func(r *request) { r.queryURI("uri", local) },
		"jsonBody":  func(r *request) { r.jsonBody((&Resources{local}).encode) },
		"nested": func(r *request) {
			r.jsonBody(func(e *encoder) {
				e.beginObject()
				e.key("uris")
				(&Resources{local}).encode(e)
				e.endObject()
			})
		},
	}
	for name, build := range builds {
		t.Run(name, func(t *testing.T) {
			r := newRequest(opSave, nil)
			build(r)
			_, _, err := sent(t, r)
			wantError(t, err, "Albums.Save", `"Snomads Island" by "David Wise"`)
			if !errors.Is(err, ErrLocalFile) {
				t.Errorf("%v is not ErrLocalFile", err)
			}
			if strings.Contains(err.Error(), "Marshal") {
				t.Errorf("error %q speaks of Go's encoding", err)
			}
		})
	}
}

func TestQuery(t *testing.T) {
	noon := time.Date(2026, 2, 11, 12, 0, 0, 5e8, time.FixedZone("", 2*60*60))
	tests := []struct {
		name   string
		build  func(*request)
		client []ClientOption
		want   string
	}{
		{"nothing", func(r *request) {}, nil, ""},
		{"required zeros are sent", func(r *request) { queryValue(r, "position_ms", 0); queryValue(r, "state", false) }, nil, "position_ms=0&state=false"},
		{"optional zeros are not", func(r *request) {
			r.market("")
			optionalValue(r, "fields", "")
			optionalValue(r, "limit", 0)
			optionalValue(r, "after", int64(0))
			optionalValue(r, "public", false)
			optionalPtr[int](r, "position", nil)
			optionalPtr[float64](r, "min_energy", nil)
			optionalPtr[bool](r, "play", nil)
			optionalList(r, "groups", []string(nil))
		}, nil, ""},
		{"optional values", func(r *request) {
			r.market("SE")
			optionalValue(r, "fields", "items(track.name)")
			optionalValue(r, "limit", -1)
			optionalValue(r, "after", int64(1700000000000))
			optionalValue(r, "public", true)
			optionalPtr(r, "position", Ptr(0))
			optionalPtr(r, "min_energy", Ptr(0.25))
			optionalPtr(r, "max_energy", Ptr(1e21))
			optionalPtr(r, "play", Ptr(false))
		}, nil, "market=SE&fields=items%28track.name%29&limit=-1&after=1700000000000&public=true&position=0&min_energy=0.25&max_energy=1000000000000000000000&play=false"},
		{"order of calls", func(r *request) { r.query("z", "1"); r.query("a", "2"); r.query("m", "3") }, nil, "z=1&a=2&m=3"},
		{"escaping", func(r *request) { r.query("q", "a b+c&d=e/é,%") }, nil, "q=a+b%2Bc%26d%3De%2F%C3%A9%2C%25"},
		{"list", func(r *request) { queryList(r, "ids", []TrackID{"a", "b,c", "d e"}) }, nil, "ids=a,b%2Cc,d+e"},
		{"list of the maximum", func(r *request) { queryList(r, "ids", []TrackID{"a", "b", "c"}) }, nil, "ids=a,b,c"},
		{"other lists have no maximum", func(r *request) { optionalList(r, "groups", []string{"a", "b", "c", "d"}) }, nil, "groups=a,b,c,d"},
		{"numbers", func(r *request) { queryList(r, "years", []int{1999, 0, -1}) }, nil, "years=1999,0,-1"},
		{"other scalars", func(r *request) {
			optionalList(r, "sizes", []float64{0.5, 1e21})
			optionalList(r, "flags", []bool{true, false})
			optionalList(r, "days", []time.Time{noon, noon.UTC()})
		}, nil, "sizes=0.5,1000000000000000000000&flags=true,false&days=2026-02-11T12%3A00%3A00.5%2B02%3A00,2026-02-11T10%3A00%3A00.5Z"},
		{"pipes", func(r *request) { queryListAs(r, "tags", pipes, []string{"a b", "c&d,e"}) }, nil, "tags=a+b%7Cc%26d%2Ce"},
		{"spaces", func(r *request) { optionalListAs(r, "tags", spaces, []string{"a+b", "c|d"}) }, nil, "tags=a%2Bb%20c%7Cd"},
		{"repeated", func(r *request) { queryListAs(r, "t&s", repeated, []string{"a|b", "c d"}) }, nil, "t%26s=a%7Cb&t%26s=c+d"},
		{"one repeated", func(r *request) { optionalListAs(r, "tags", repeated, []int{7}) }, nil, "tags=7"},
		{"none repeated", func(r *request) { optionalListAs(r, "tags", repeated, []int{}) }, nil, ""},
		{"undocumented wins over repeated", func(r *request) {
			queryListAs(r, "tags", repeated, []string{"a", "b"})
			r.options = append(r.options, WithQueryParam("tags", "c"))
		}, nil, "tags=c"},
		{"times", func(r *request) { queryValue(r, "from", noon); optionalValue(r, "to", noon.UTC()) }, nil, "from=2026-02-11T12%3A00%3A00.5%2B02%3A00&to=2026-02-11T10%3A00%3A00.5Z"},
		{"zero times", func(r *request) {
			optionalValue(r, "a", time.Time{})
			optionalValue(r, "b", time.Time{}.In(noon.Location()))
			optionalPtr[time.Time](r, "c", nil)
			optionalPtr(r, "d", &time.Time{})
		}, nil, "d=0001-01-01T00%3A00%3A00Z"},
		{"URIs", func(r *request) { r.queryURIs("uris", []Resource{URI("spotify:track:x"), URI("spotify:album:y")}) }, nil, "uris=spotify%3Atrack%3Ax,spotify%3Aalbum%3Ay"},
		{"URI", func(r *request) { r.queryURI("uri", URI("spotify:track:x")) }, nil, "uri=spotify%3Atrack%3Ax"},
		{"default market in its place", func(r *request) { r.query("q", "x"); r.market(""); optionalValue(r, "limit", 5) }, []ClientOption{WithDefaultMarket("NO")}, "q=x&market=NO&limit=5"},
		{"market of the call wins", func(r *request) { r.market("SE") }, []ClientOption{WithDefaultMarket(MarketFromToken)}, "market=SE"},
		{"only where there is a market", func(r *request) { r.query("q", "x") }, []ClientOption{WithDefaultMarket("NO")}, "q=x"},
		{"undocumented", func(r *request) {
			r.query("q", "x")
			r.options = append(r.options, WithQueryParam("a b", "c&d"), WithQueryParam("q", "y z"))
		}, nil, "q=y+z&a+b=c%26d"},
		{"undocumented wins over default market", func(r *request) {
			r.market("")
			r.options = append(r.options, WithQueryParam("market", ""))
		}, []ClientOption{WithDefaultMarket("NO")}, "market="},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRequest(opGetMany, nil)
			test.build(r)
			got, _, err := sent(t, r, test.client...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.URL.RawQuery); diff != "" {
				t.Errorf("query (-want +got):\n%s", diff)
			}
			if got.URL.ForceQuery || strings.HasSuffix(got.URL.String(), "?") {
				t.Errorf("%s ends with a question mark", got.URL)
			}
		})
	}
}

func TestBodies(t *testing.T) {
	content := func(e *encoder) {
		e.beginObject()
		e.key("name")
		e.string("a<b")
		e.key("uris")
		(&Resources{URI("spotify:track:x")}).encode(e)
		e.endObject()
	}
	image := jpeg(192 << 10) // the largest: in base64, it has 256 KiB
	tests := []struct {
		name        string
		build       func(*request)
		contentType string
		want        string
	}{
		{"none", func(r *request) {}, "", ""},
		{"JSON", func(r *request) { r.jsonBody(content) }, "application/json", `{"name":"a<b","uris":["spotify:track:x"]}`},
		{"empty object", func(r *request) { r.jsonBody(func(e *encoder) { e.beginObject(); e.endObject() }) }, "application/json", `{}`},
		{"JPEG", func(r *request) { r.jpegBody(image) }, "image/jpeg", base64.StdEncoding.EncodeToString(image)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := newRequest(opSave, nil)
			test.build(r)
			got, body, err := sent(t, r)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, body); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			if got.ContentLength != int64(len(test.want)) {
				t.Errorf("Content-Length %d, want %d", got.ContentLength, len(test.want))
			}
			if diff := cmp.Diff(test.contentType, got.Header.Get("Content-Type")); diff != "" {
				t.Errorf("Content-Type (-want +got):\n%s", diff)
			}
			again, err := got.GetBody()
			if err != nil {
				t.Fatal(err)
			}
			if replayed, err := io.ReadAll(again); err != nil || string(replayed) != test.want {
				t.Errorf("second time: body %q, error %v", replayed, err)
			}
		})
	}
}

// A PUT without a body has to say so: the service answers 411 otherwise.
func TestEmptyBodyHasLength(t *testing.T) {
	var got []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = append([]string{}, r.Header.Values("Content-Length")...)
		if len(r.TransferEncoding) > 0 {
			t.Errorf("Transfer-Encoding %v", r.TransferEncoding)
		}
	}))
	defer server.Close()
	if err := newCaller(WithBaseURL(server.URL)).do(t.Context(), newRequest(opPlay, nil), nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"0"}, got); diff != "" {
		t.Errorf("Content-Length (-want +got):\n%s", diff)
	}
}

func jpeg(size int) []byte {
	return append([]byte{0xFF, 0xD8, 0xFF, 0xE0}, make([]byte, size-4)...)
}
