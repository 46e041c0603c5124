//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package spotifytest

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// secret is what must not get into a file.
const secret = "BQ-secret"

// realService answers like a Spotify that knows two tracks and a user.
func realService(t *testing.T) *httptest.Server {
	t.Helper()
	plays := 0
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v1/tracks/{id}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Set-Cookie", "session="+secret)
		io.WriteString(w, `{"id":"`+r.PathValue("id")+`","name":"<A & B>","popularity":85.0,"type":"track"}`)
	})
	mux.HandleFunc("GET /v1/me", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"id":"lisa","email":"lisa@private.example","account_id":"12345","followers":{"total":640.0}}`)
	})
	mux.HandleFunc("PUT /v1/me/player/pause", func(w http.ResponseWriter, r *http.Request) {
		if plays++; plays == 1 {
			io.WriteString(w, "oPClBVDzidwlAlSqmFF")
			return
		}
		w.Header().Set("Retry-After", "77")
		w.WriteHeader(http.StatusForbidden)
		io.WriteString(w, `{"error":{"status":403,"message":"Already paused","reason":"ALREADY_PAUSED"}}`)
	})
	mux.HandleFunc("PUT /v1/me/tracks", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("POST /api/token", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"access_token":"`+secret+`"}`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func clientOver(base string, transport http.RoundTripper) *spotify.Client {
	return spotify.NewClient(
		spotify.WithBaseURL(base+"/v1"),
		spotify.WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: secret})),
		spotify.WithHTTPClient(&http.Client{Transport: transport}),
		spotify.WithRetry(spotify.RetryPolicy{MaxAttempts: 1}))
}

// session is what a program might do. It returns what it saw.
func session(t *testing.T, client *spotify.Client) []string {
	t.Helper()
	ctx := context.Background()
	var seen []string
	for _, id := range []spotify.TrackID{"0000000000000000000001", "0000000000000000000002"} {
		track, err := client.Tracks.Get(ctx, id, &spotify.TracksGetOptions{Market: "SE"})
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, string(track.ID)+" "+track.Name)
	}
	me, err := client.Users.Me(ctx)
	if err != nil {
		t.Fatal(err)
	}
	seen = append(seen, string(me.ID))
	for range 2 {
		err := client.Player.Pause(ctx, nil)
		var refusal *spotify.APIError
		if errors.As(err, &refusal) {
			seen = append(seen, string(refusal.Reason)+" "+refusal.RetryAfter.String())
		}
	}
	return seen
}

// TestRecordAndReplay records a program and runs it again without a server.
func TestRecordAndReplay(t *testing.T) {
	service := realService(t)
	dir := filepath.Join(t.TempDir(), "recordings")
	recorder, err := NewRecorder(dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := session(t, clientOver(service.URL, recorder))
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	service.Close()

	replayer, err := NewReplayer(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(replayer.Unplayed()) != 5 {
		t.Errorf("before anything was played, %q are unplayed", replayer.Unplayed())
	}
	got := session(t, clientOver("https://api.spotify.com", replayer))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("replayed session (-recorded +replayed):\n%s", diff)
	}
	if left := replayer.Unplayed(); len(left) > 0 {
		t.Errorf("unplayed: %q", left)
	}
}

func TestRecordingsHoldNoSecrets(t *testing.T) {
	service := realService(t)
	dir := t.TempDir()
	recorder, err := NewRecorder(dir, nil, func(r *Recording) {
		r.Received = Content(strings.ReplaceAll(string(r.Received), "lisa", "somebody"))
	})
	if err != nil {
		t.Fatal(err)
	}
	session(t, clientOver(service.URL, recorder))
	client := &http.Client{Transport: recorder}
	for _, url := range []string{service.URL + "/v1/me?access_token=" + secret, service.URL + "/api/token"} {
		method := http.MethodGet
		if strings.HasSuffix(url, "token") {
			method = http.MethodPost
		}
		req, err := http.NewRequest(method, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != 6 {
		t.Errorf("%d recordings, want 6: %q", len(names), names)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, private := range []string{secret, "lisa", "12345", "Authorization", "Cookie"} {
			if strings.Contains(string(data), private) {
				t.Errorf("%s contains %q:\n%s", filepath.Base(name), private, data)
			}
		}
	}
}

// TestRecordingIsExact makes sure that a number stays what it was.
func TestRecordingIsExact(t *testing.T) {
	service := realService(t)
	dir := t.TempDir()
	recorder, err := NewRecorder(dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	session(t, clientOver(service.URL, recorder))
	recordings, err := ReadRecordings(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []Recording{
		{
			Method: "GET", Path: "/tracks/0000000000000000000001", Query: map[string][]string{"market": {"SE"}},
			Status: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Received: Content(`{"id":"0000000000000000000001","name":"<A & B>","popularity":85.0,"type":"track"}`),
		},
		{
			Method: "GET", Path: "/me",
			Status: 200, Header: http.Header{"Content-Type": {"text/plain; charset=utf-8"}},
			Received: Content(`{"id":"lisa","email":"somebody@example.com","account_id":"account","followers":{"total":640.0}}`),
		},
	}
	if diff := cmp.Diff(want, []Recording{recordings[0], recordings[2]}); diff != "" {
		t.Errorf("recordings (-want +got):\n%s", diff)
	}
}

func TestReplayerRefuses(t *testing.T) {
	service := realService(t)
	dir := t.TempDir()
	recorder, err := NewRecorder(dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	save := func(client *spotify.Client, ids ...spotify.TrackID) error {
		return client.Tracks.Save(ctx, ids)
	}
	if err := save(clientOver(service.URL, recorder), "0000000000000000000001"); err != nil {
		t.Fatal(err)
	}
	replayer, err := NewReplayer(dir)
	if err != nil {
		t.Fatal(err)
	}
	client := clientOver(service.URL, replayer)
	if err := save(client, "0000000000000000000001"); err != nil {
		t.Errorf("the recorded request: %v", err)
	}
	if err := save(client, "0000000000000000000002"); err == nil || !strings.Contains(err.Error(), "no recording of PUT /me/tracks") {
		t.Errorf("another body: %v", err)
	}
	if _, err := client.Users.Me(ctx); err == nil || !strings.Contains(err.Error(), "no recording of GET /me") {
		t.Errorf("another path: %v", err)
	}
}

func TestFoldersOfRecordings(t *testing.T) {
	recording := `{"method":"GET","path":"/me","status":200}`
	tests := []struct {
		name, content string
		want          string // of the error of NewReplayer
	}{
		{"empty", "", "no recordings"},
		{"another file", `{"name":"package.json"}`, "is not a recording"},
		{"no JSON", "hello", "is not a recording"},
		{"no status", `{"method":"GET","path":"/me"}`, "lacks a method, a path, or a status"},
		{"one", recording, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			if test.content != "" {
				if err := os.WriteFile(filepath.Join(dir, "0001.json"), []byte(test.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := NewReplayer(dir)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error is %v, want %q", err, test.want)
			}
			_, err = NewRecorder(dir, nil, nil)
			if wantErr := test.content != ""; (err != nil) != wantErr {
				t.Errorf("recording there: %v, want an error: %v", err, wantErr)
			}
		})
	}
}

func TestContentRoundTrip(t *testing.T) {
	for _, content := range []Content{Content("null"), Content(`{"a":[1.0,1e7,"<&>"]}`), Content("text\n"), {0xff, 0xd8}} {
		data, err := content.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var got Content
		if err := got.UnmarshalJSON(data); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(content, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", data, diff)
		}
	}
}
