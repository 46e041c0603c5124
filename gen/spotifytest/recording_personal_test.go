package spotifytest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// An exchange is a request and its answer.
type personalExchange struct{ method, target, sent, answer string }

// recordPersonal records exchanges without personal data and returns the recordings, and all
// that is in the files, with their names.
func recordPersonal(t *testing.T, exchanges ...personalExchange) ([]Recording, string) {
	t.Helper()
	next := 0
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, exchanges[next].answer)
		next++
	}))
	defer service.Close()
	dir := t.TempDir()
	recorder, err := NewRecorder(dir, nil, nil, WithoutPersonalData())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range exchanges {
		req, err := http.NewRequest(x.method, service.URL+"/v1"+x.target, strings.NewReader(x.sent))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer BQ-planted-token")
		resp, err := recorder.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || string(got) != x.answer {
			t.Errorf("%s %s: the program gets %q, %v", x.method, x.target, got, err)
		}
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	names, err := recordingsIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&all, "%s\n%s", filepath.Base(name), data)
	}
	recordings, err := ReadRecordings(dir)
	if err != nil {
		t.Fatal(err)
	}
	return recordings, all.String()
}

const plantedMe = `{"country":"SE","display_name":"Astrid Lindqvist","email":"astrid.l@mail.example","birthdate":"1987-06-05","explicit_content":{"filter_enabled":false},` +
	`"external_urls":{"spotify":"https://open.spotify.com/user/astrid87"},"followers":{"href":null,"total":31.0},"href":"https:\/\/api.spotify.com\/v1\/users\/astrid87",` +
	`"id":"astrid87","images":[{"url":"https://i.scdn.co/image/ab67757000003b82face","height":64,"width":64}],"product":"premium","type":"user","uri":"spotify:user:astrid87"}`

// TestPersonalDataStaysOut plants values in every part of requests and answers, and searches
// the files for them.
func TestPersonalDataStaysOut(t *testing.T) {
	planted := []string{
		"astrid", "lindqvist", "mail.example", "1987", "ab67757000003b82face", "BQ-planted-token",
		"bosse", "Bo Ek", "Ek Family", "scontent.example", "åsa", "%C3%A5sa", "Kraka", "Dagny", "Bo%20Ek", "/9j/planted", "46701234567", "planted-secret",
	}
	ref := func(id, name string) string {
		return `{"display_name":` + name + `,"external_urls":{"spotify":"https://open.spotify.com/user/` + id + `"},"href":"https://api.spotify.com/v1/users/` + id + `","id":"` + id + `","type":"user","uri":"spotify:user:` + id + `"}`
	}
	playlist := `{"collaborative":false,"description":"by Astrid &amp; Bo Ek","name":"Astrid's mix","images":[],"owner":` + ref("bosse_ek", `"Bo Ek"`) +
		`,"type":"playlist","uri":"spotify:user:bosse_ek:playlist:37i9dQZF1DXcBWIGoYBM5M","tracks":{"items":[{"added_by":{"id":"åsa 1","href":"https://api.spotify.com/v1/users/%C3%A5sa%201","uri":"spotify:user:%C3%A5sa%201"},"track":{"name":"Ode to Lindqvist","type":"track"}}]}}`
	_, all := recordPersonal(t,
		personalExchange{"GET", "/me", "", plantedMe},
		personalExchange{"GET", "/users/astrid87", "", `{"id":"astrid87","images":[{"url":"https://scontent.example/p.jpg"}]}`},
		personalExchange{"GET", "/users/astrid.l%40mail.example", "", `{"id":"astrid.l@mail.example","display_name":null,"uri":"spotify:user:astrid.l%40mail.example"}`},
		personalExchange{"GET", "/users/bosse_ek/playlists?limit=1", "", `{"href":"https://api.spotify.com/v1/users/bosse_ek/playlists?offset=0","items":[` + playlist + `]}`},
		personalExchange{"GET", "/users/%C3%A5sa%201/playlists", "", `{"items":[]}`},
		personalExchange{"GET", "/me/following/contains?type=user&ids=bosse_ek,astrid87", "", `[true,false]`},
		personalExchange{"PUT", "/me/following?type=user", `{"ids":["bosse_ek","kraka.kraka"]}`, ``},
		personalExchange{"GET", "/playlists/37i9dQZF1DXcBWIGoYBM5M/followers/contains?ids=Kraka7", "", `[true]`},
		personalExchange{"PUT", "/me/library?uris=spotify%3Auser%3Abosse_ek", `{"uris":["spotify:user:bosse_ek"]}`, ``},
		personalExchange{"GET", "/search?q=Astrid+Lindqvist&type=playlist", "", `{"playlists":{"href":"https://api.spotify.com/v1/search?q=%22Lindqvist%22+Bo%20Ek","items":[` + playlist + `,null]}}`},
		personalExchange{"POST", "/users/astrid87/playlists", `{"name":"Astrid 1","description":"for bosse_ek"}`, playlist},
		personalExchange{"PUT", "/playlists/37i9dQZF1DXcBWIGoYBM5M/images", `/9j/planted`, ``},
		personalExchange{"GET", "/me/player", "", `{"device":{"id":"d1","name":"Astrid's phone","volume_percent":5},"context":{"type":"collection","uri":"spotify:user:astrid87:collection","href":null}}`},
		personalExchange{"GET", "/me/player/devices", "", `{"devices":[{"id":"d1","name":"Ek Family TV","type":"TV"}]}`},
		personalExchange{"GET", "/me/shows", "", `{"error":{"status":403,"message":"astrid87 may not, nor Bo Ek"}}`},
		personalExchange{"GET", "/me/albums", "", `{"display_name":"Dagny`},
		personalExchange{"GET", "/me/episodes", "", "no answer for ASTRID87"},
		personalExchange{"GET", "/me/audiobooks", "", `{"new":{"user_id":"bosse_ek","userName":"Bo Ek","phone":"46701234567","birthDate":"1987-06-05","access_token":"planted-secret"}}`},
	)
	for _, value := range planted {
		if i := strings.Index(strings.ToLower(all), strings.ToLower(value)); i >= 0 {
			t.Errorf("%q is in the files: …%s…", value, all[max(0, i-200):min(len(all), i+100)])
		}
	}
	if strings.Count(all, ".json\n") != 18 {
		t.Errorf("not everything was recorded:\n%s", all)
	}
}

// TestStandIns wants the same stand-in for the same user, and everything else as it was.
func TestStandIns(t *testing.T) {
	got, _ := recordPersonal(t,
		personalExchange{"GET", "/playlists/p", "", `{ "owner": {"id":"bosse","display_name":"Bo"}, "n": 1.50, "name": "b\u00f6\/x", "tracks": {"items":[{"added_by":{"id":"spotify","type":"user","display_name":"Spotify","uri":"spotify:user:spotify"}},{"added_by":{"id":"cilla","uri":"spotify:user:cilla"}},{"added_by":{"id":"å b","uri":"spotify:user:%C3%A5%20b"}}]}}`},
		personalExchange{"GET", "/users/cilla/playlists?limit=5&market=SE", "", `{"items":[]}`},
		personalExchange{"GET", "/me", "", `{"id":"bosse","display_name":"Bo","birthdate":"1980-02-03","images":[{"url":"https://a.example/1"},{"url":"https://a.example/2"}],"followers":{"total":640.0}}`},
		personalExchange{"GET", "/users/bosse", "", `{"id":"bosse","display_name":null,"type":"user","images":[{"url":"https://a.example/2"}]}`},
	)
	want := []string{
		`/playlists/p {"owner":{"id":"user1","display_name":"User 1"},"n":1.50,"name":"b\u00f6\/x","tracks":{"items":[{"added_by":{"id":"spotify","type":"user","display_name":"Spotify","uri":"spotify:user:spotify"}},{"added_by":{"id":"user2","uri":"spotify:user:user2"}},{"added_by":{"id":"user3","uri":"spotify:user:user3"}}]}}`,
		`/users/user2/playlists {"items":[]}`,
		`/me {"id":"user1","display_name":"User 1","birthdate":"1990-01-01","images":[{"url":"https://images.example/user/1"},{"url":"https://images.example/user/2"}],"followers":{"total":640.0}}`,
		`/users/user1 {"id":"user1","display_name":null,"type":"user","images":[{"url":"https://images.example/user/2"}]}`,
	}
	var lines []string
	for _, r := range got {
		lines = append(lines, r.Path+" "+string(r.Received))
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string][]string{"limit": {"5"}, "market": {"SE"}}, map[string][]string(got[1].Query)); diff != "" {
		t.Errorf("query (-want +got):\n%s", diff)
	}
}

// TestWithoutTheOption keeps users as they are.
func TestWithoutTheOption(t *testing.T) {
	r := httptest.NewRequest("GET", "/v1/users/lisa", nil)
	written := recorded(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"id":"lisa"}`) }, r)
	if strings.Count(written, "lisa") != 2 {
		t.Errorf("the file is\n%s", written)
	}
}
