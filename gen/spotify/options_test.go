package spotify

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

func TestInvalidClientOptions(t *testing.T) {
	tests := []struct {
		name   string
		option ClientOption
		want   []string
	}{
		{"nil", nil, []string{"client option is nil"}},
		{"empty URL", WithBaseURL(""), []string{"WithBaseURL", "absolute"}},
		{"relative URL", WithBaseURL("/v1"), []string{"WithBaseURL", "absolute"}},
		{"no scheme", WithBaseURL("api.spotify.com/v1"), []string{"WithBaseURL", "absolute"}},
		{"other scheme", WithBaseURL("ftp://api.spotify.com"), []string{"WithBaseURL", "http or https"}},
		{"no host", WithBaseURL("https:///v1"), []string{"WithBaseURL", "absolute"}},
		{"unparsable URL", WithBaseURL("http://u:hunter2@h\x7f/"), []string{"WithBaseURL"}},
		{"URL with password", WithBaseURL("https://u:hunter2@example.com"), []string{"WithBaseURL", "password"}},
		{"URL with query", WithBaseURL("https://example.com/?key=hunter2"), []string{"WithBaseURL", "query"}},
		{"URL with empty query", WithBaseURL("https://example.com/?"), []string{"WithBaseURL", "query"}},
		{"URL with fragment", WithBaseURL("https://example.com/#hunter2"), []string{"WithBaseURL", "fragment"}},
		{"HTTP client", WithHTTPClient(nil), []string{"WithHTTPClient"}},
		{"token source", WithTokenSource(nil), []string{"WithTokenSource"}},
		{"user agent", WithUserAgent("a\r\nX-Evil: b"), []string{"WithUserAgent"}},
		{"market", WithDefaultMarket("Sweden"), []string{"WithDefaultMarket", `"Sweden"`, `"from_token"`}},
		{"market of digits", WithDefaultMarket("12"), []string{"WithDefaultMarket"}},
		{"size", WithMaxResponseSize(0), []string{"WithMaxResponseSize"}},
		{"negative size", WithMaxResponseSize(-1), []string{"WithMaxResponseSize"}},
		{"negative timeout", WithAttemptTimeout(-1), []string{"WithAttemptTimeout", "-1ns"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			asked := false
			c := newCaller(test.option, WithDefaultMarket("SE"))
			c.httpClient = &http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
				asked = true
				return response(req, 204, nil, http.NoBody), nil
			})}
			for range 2 {
				err := c.do(t.Context(), newRequest(opPlay, nil), nil)
				wantError(t, err, append(test.want, "spotify: Player.Play: ")...)
				if strings.Contains(err.Error(), "hunter2") {
					t.Errorf("error %q shows a password", err)
				}
			}
			if asked {
				t.Error("a request was sent")
			}
		})
	}
}

// TestServer makes sure that a client without a base URL talks to the server of the
// schema, and that it has to be given one if the schema does not help.
func TestServer(t *testing.T) {
	for _, test := range []struct{ server, url string }{
		{"https://library.example/v2", "https://library.example/v2/me/player/play"},
		{"http://library.example/", "http://library.example/me/player/play"},
		{"", ""},
		{"/v2", ""},
		{"https://{region}.library.example", ""},
		{"https://u:hunter2@library.example", ""},
	} {
		url := ""
		record := transport(func(req *http.Request) (*http.Response, error) {
			url = req.URL.String()
			return response(req, http.StatusNoContent, nil, http.NoBody), nil
		})
		err := callerFor(test.server, []ClientOption{record}).do(t.Context(), newRequest(opPlay, nil), nil)
		if url != test.url {
			t.Errorf("server %q: sent to %q, want %q", test.server, url, test.url)
		}
		if test.url == "" {
			wantError(t, err, "WithBaseURL is needed")
		}
		err = callerFor(test.server, []ClientOption{record, WithBaseURL("https://other.example")}).do(t.Context(), newRequest(opPlay, nil), nil)
		if err != nil || url != "https://other.example/me/player/play" {
			t.Errorf("server %q, with a base URL: sent to %q, %v", test.server, url, err)
		}
	}
}

func TestClientOptions(t *testing.T) {
	tests := []struct {
		name    string
		options []ClientOption
		url     string
		agent   string
	}{
		{"none", nil, "https://api.spotify.com/v1/me/player/play", defaultUserAgent},
		{"base URL", []ClientOption{WithBaseURL("http://127.0.0.1:99")}, "http://127.0.0.1:99/me/player/play", defaultUserAgent},
		{"trailing slash", []ClientOption{WithBaseURL("https://example.com/a%2Fb/")}, "https://example.com/a%2Fb/me/player/play", defaultUserAgent},
		{"user agent", []ClientOption{WithUserAgent("jukebox/1.0")}, "https://api.spotify.com/v1/me/player/play", "jukebox/1.0"},
		{"default user agent", []ClientOption{WithUserAgent("x"), WithUserAgent("")}, "https://api.spotify.com/v1/me/player/play", defaultUserAgent},
		{"no market", []ClientOption{WithDefaultMarket("")}, "https://api.spotify.com/v1/me/player/play", defaultUserAgent},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, _, err := sent(t, newRequest(opPlay, nil), test.options...)
			if err != nil {
				t.Fatal(err)
			}
			want := http.Header{"Accept": {"application/json"}, "User-Agent": {test.agent}}
			if diff := cmp.Diff(want, got.Header); diff != "" {
				t.Errorf("header (-want +got):\n%s", diff)
			}
			if got.URL.String() != test.url || got.Method != "PUT" {
				t.Errorf("got %s %s, want PUT %s", got.Method, got.URL, test.url)
			}
		})
	}
}

func TestRequestOptions(t *testing.T) {
	r := newRequest(opPlay, []RequestOption{
		WithHeader("accept-language", "sv"),
		WithHeader("User-Agent", "mine"),
		WithHeader("Authorization", "Bearer of-my-own"),
	})
	asked := false
	source := tokenFunc(func() (*oauth2.Token, error) {
		asked = true
		return &oauth2.Token{AccessToken: testToken}, nil
	})
	got, _, err := sent(t, r, WithTokenSource(source))
	if err != nil {
		t.Fatal(err)
	}
	want := http.Header{
		"Accept": {"application/json"}, "User-Agent": {"mine"},
		"Accept-Language": {"sv"}, "Authorization": {"Bearer of-my-own"},
	}
	if diff := cmp.Diff(want, got.Header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	if asked {
		t.Error("a token was fetched in vain")
	}
}

func TestWith(t *testing.T) {
	var got []string
	record := transport(func(req *http.Request) (*http.Response, error) {
		got = append(got, req.Header.Get("X-A")+"|"+req.Header.Get("X-B")+"|"+req.URL.RawQuery)
		return response(req, 204, nil, http.NoBody), nil
	})
	base := newCaller(record)
	// Three options in two steps leave room in the slice, for which second and third
	// must not compete.
	first := base.with(WithHeader("X-A", "0"), WithQueryParam("n", "1")).with(WithHeader("X-A", "1"))
	second := first.with(WithHeader("X-B", "2"))
	third := first.with(WithHeader("X-B", "3")) // must not show in second

	call := func(c *caller, options ...RequestOption) {
		t.Helper()
		if err := c.do(t.Context(), newRequest(opPlay, options), nil); err != nil {
			t.Fatal(err)
		}
	}
	call(base)
	call(first)
	call(second)
	call(third)
	call(second, WithHeader("X-B", "own"))
	call(second)

	// A client that is made with options of requests is like one that gets them later.
	made := newCaller(record, WithHeader("X-A", "0"), WithHeader("X-A", "made"), WithQueryParam("n", "2"))
	call(made)
	call(made.with(WithHeader("X-A", "1")), WithHeader("X-B", "own"))

	// Clients of several users are made of one, whose options leave room in the slice.
	app := newCaller(record, WithHeader("X-A", "0"), WithQueryParam("n", "3"), WithHeader("X-A", "app"))
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: testToken})
	ada := app.forUser(source, []ClientOption{WithHeader("X-B", "ada")})
	bob := app.forUser(source, []ClientOption{WithHeader("X-B", "bob")}) // must not show in ada
	call(ada)
	call(bob)
	call(app)

	want := []string{"||", "1||n=1", "1|2|n=1", "1|3|n=1", "1|own|n=1", "1|2|n=1", "made||n=2", "1|own|n=2", "app|ada|n=3", "app|bob|n=3", "app||n=3"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}
