//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A witness is a test that takes note of its failures.
type witness struct {
	*testing.T
	failures []string
}

func (w *witness) Errorf(format string, args ...any) {
	w.failures = append(w.failures, fmt.Sprintf(format, args...))
}

// sent sends a request of any form with all scopes, and returns the status and the
// message of the answer.
func sent(t *testing.T, s *spotifytest.Server, method, path, contentType, body string) string {
	t.Helper()
	r, err := http.NewRequest(method, s.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var all []spotify.Op
	for op := range spotify.Operations {
		all = append(all, spotify.Op(op.Name))
	}
	r.Header.Set("Authorization", "Bearer "+s.TokenFor(s.User().ID, spotify.ScopesFor(all...)...).AccessToken)
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct{ Error struct{ Message string } }
	if resp.StatusCode >= 400 {
		if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
			t.Fatal(err)
		}
	}
	return strings.TrimSpace(fmt.Sprint(resp.StatusCode, " ", answer.Error.Message))
}

func TestRequestsBeyondTheSchema(t *testing.T) {
	const asJSON = "application/json"
	w := &witness{T: t}
	s := spotifytest.NewServer(w, spotifytest.Empty())
	track := s.AddTrack(spotifytest.Track{Name: "Lighthouse Keeper"}).ID
	playlist := s.AddPlaylist(spotifytest.Playlist{Name: "Coast"}).ID
	manyIDs := strings.Repeat(string(track)+",", 50) + string(track)
	manyURIs := strings.Repeat(`"spotify:track:`+string(track)+`",`, 100) + `"spotify:track:` + string(track) + `"`
	tests := []struct {
		method, path, contentType, body string
		answer                          string
		violations                      []string
	}{
		{"GET", "/tracks/" + string(track) + "?market=SE", "", "", "200", nil},
		{"GET", "/tracks/" + string(track) + "?country=SE", "", "", "200",
			[]string{`Tracks.Get (GET /tracks/{id}): the query parameter "country" is not in the schema; want market`}},
		{"GET", "/tracks/" + string(track) + "?market=XX", "", "", "400 Invalid market code", nil},
		{"GET", "/tracks/" + string(track), asJSON, "{}", "200", []string{"Tracks.Get (GET /tracks/{id}): there is a body of 2 bytes; want none"}},
		{"GET", "/tracks?ids=" + manyIDs, "", "", "400 Too many ids requested",
			[]string{"Tracks.GetMany (GET /tracks): the query parameter ids has 51 elements; want at most 50"}},
		{"GET", "/tracks", "", "", "400 Missing required field: ids", []string{"Tracks.GetMany (GET /tracks): the query parameter ids is missing; want a list"}},
		{"GET", "/me/tracks?limit=51", "", "", "400 Invalid limit", nil},
		{"GET", "/me/tracks?offset=-1", "", "", "400 Invalid offset", nil},
		{"GET", "/me/tracks?limit=ten", "", "", "400 Invalid limit", []string{`Tracks.ListSaved (GET /me/tracks): the query parameter limit is "ten"; want an integer`}},
		{"GET", "/search?type=track", "", "", "400 No search query", []string{"Search.Query (GET /search): the query parameter q is missing; want a string"}},
		{"GET", "/search?q=a&type=song", "", "", "400 Bad search type field song",
			[]string{`Search.Query (GET /search): the query parameter type has the element "song"; want album, artist, playlist, track, show, episode or audiobook`}},
		{"PUT", "/me/library", asJSON, `{"uris":["spotify:track:` + string(track) + `"]}`, "400 Missing required field: uris", []string{
			"Library.Save (PUT /me/library): the query parameter uris is missing; want a list",
			"Library.Save (PUT /me/library): there is a body of 49 bytes; want none"}},
		{"PUT", "/me/tracks", asJSON, `["` + string(track) + `"]`, "400 Missing required field: ids", []string{"Tracks.Save (PUT /me/tracks): the body is a list; want an object"}},
		{"POST", "/me/playlists", asJSON, `{"name": "Coast"`, "400 Malformed json",
			[]string{"Playlists.Create (POST /me/playlists): the body is not JSON: unexpected end of JSON input"}},
		{"POST", "/me/playlists", asJSON, `{"title": "Coast"}`, "400 Missing required field: name", []string{
			"Playlists.Create (POST /me/playlists): body title is not in the schema; want collaborative, description, name or public",
			"Playlists.Create (POST /me/playlists): body name is missing; want a string"}},
		{"POST", "/playlists/" + string(playlist) + "/items", asJSON, `{"uris":[` + manyURIs + `]}`, "400 Too many uris requested",
			[]string{"Playlists.AddItems (POST /playlists/{playlist_id}/items): body uris has 101 elements; want at most 100"}},
		{"PATCH", "/me/playlists", "", "", "405 Method not allowed", []string{"PATCH /me/playlists: the schema has no such method for the path"}},
		{"GET", "/me/playlist", "", "", "404 Service not found", []string{"GET /me/playlist: the schema has no such path"}},
	}
	for _, test := range tests {
		t.Run(test.method+" "+test.path[:min(len(test.path), 40)], func(t *testing.T) {
			before := len(s.Violations())
			w.failures = nil
			if got := sent(t, s, test.method, test.path, test.contentType, test.body); got != test.answer {
				t.Errorf("answer %q, want %q", got, test.answer)
			}
			if diff := cmp.Diff(test.violations, append([]string(nil), s.Violations()[before:]...)); diff != "" {
				t.Errorf("violations (-want +got):\n%s", diff)
			}
			if len(w.failures) != len(test.violations) {
				t.Errorf("the test has the failures %q", w.failures)
			}
		})
	}
}

// The largest page depends on the quota mode, and going beyond it is no violation.
func TestLimitsByQuotaMode(t *testing.T) {
	for mode, most := range map[spotify.QuotaMode]int{spotify.Extended: 50, spotify.Development: 10} {
		t.Run(mode.String(), func(t *testing.T) {
			options := []spotifytest.Option{spotifytest.Empty()}
			if mode == spotify.Development {
				options = append(options, spotifytest.Development())
			}
			client := spotifytest.NewServer(t, options...).Client()
			search := func(limit int) error {
				_, err := client.Search.Query(t.Context(), "sea", []spotify.Kind{"track"}, nil, spotify.WithQueryParam("limit", fmt.Sprint(limit)))
				return err
			}
			if err := search(most); err != nil {
				t.Errorf("%d: %v", most, err)
			}
			if err := search(most + 1); !errors.Is(err, spotify.ErrBadRequest) || !strings.Contains(err.Error(), "Invalid limit") {
				t.Errorf("%d: %v", most+1, err)
			}
		})
	}
}

func TestMarketFromToken(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty())
	track := s.AddTrack(spotifytest.Track{Name: "Lighthouse Keeper"}).ID
	options := &spotify.TracksGetOptions{Market: spotify.MarketFromToken}
	if _, err := s.Client().Tracks.Get(t.Context(), track, options); err != nil {
		t.Errorf("of a user: %v", err)
	}
	if _, err := s.AppClient().Tracks.Get(t.Context(), track, options); !errors.Is(err, spotify.ErrBadRequest) {
		t.Errorf("of an app: %v", err)
	}
}

func TestRelaxed(t *testing.T) {
	s := spotifytest.NewServer(t, spotifytest.Empty(), spotifytest.Relaxed()) // or this test fails
	_, err := s.Client().Markets.List(t.Context(), spotify.WithQueryParam("all", "true"))
	want := []string{`Markets.List (GET /markets): the query parameter "all" is not in the schema; it takes no parameters`}
	if diff := cmp.Diff(want, s.Violations()); diff != "" || err != nil {
		t.Errorf("error %v, violations (-want +got):\n%s", err, diff)
	}
}

// curious is a test that looks at the server when it is told of a failure.
type curious struct {
	*testing.T
	server *spotifytest.Server
	seen   int
}

func (c *curious) Errorf(string, ...any) {
	c.seen = len(c.server.Requests()) + len(c.server.Violations())
}

// TestReportsAreMadeWithoutALock makes sure that whoever is told may ask.
func TestReportsAreMadeWithoutALock(t *testing.T) {
	test := &curious{T: t}
	test.server = spotifytest.NewServer(test, spotifytest.Empty())
	if _, err := test.server.Client().Users.Me(t.Context(), spotify.WithQueryParam("colour", "red")); err != nil {
		t.Fatal(err)
	}
	if test.seen != 2 {
		t.Errorf("%d requests and violations seen, want one of each", test.seen)
	}
}
