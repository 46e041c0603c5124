package spotifytest

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// browserHAR is what a browser saves: with requests of the page itself, other hosts, and
// fields of its own.
const browserHAR = `{"log":{"version":"1.2","creator":{"name":"Browser","version":"1"},"pages":[],"entries":[
{"startedDateTime":"2026-03-01T10:00:02.500Z","_initiator":{},"time":30,
 "request":{"method":"GET","url":"https://api.spotify.com/v1/tracks/11dFghVXANMlKmJXsNCbNl?market=SE","httpVersion":"h2",
  "headers":[{"name":"authorization","value":"Bearer BQ-secret-token"},{"name":"cookie","value":"session=BQ-secret-token"}],
  "queryString":[{"name":"market","value":"SE"}],"cookies":[{"name":"session","value":"BQ-secret-token"}]},
 "response":{"status":200,"statusText":"OK","headers":[{"name":"content-type","value":"application/json"},{"name":"content-encoding","value":"gzip"},{"name":"x-trace","value":"1"}],
  "content":{"size":60,"mimeType":"application/json","text":"{\"id\":\"11dFghVXANMlKmJXsNCbNl\",\"name\":\"Å BQ-secret-token\"}"}}},
{"startedDateTime":"2026-03-01T11:00:01.000+01:00",
 "request":{"method":"GET","url":"https://api.spotify.com/v1/me","headers":[]},
 "response":{"status":200,"headers":[],"content":{"size":40,"mimeType":"application/json; charset=utf-8","encoding":"base64","text":"eyJpZCI6Imxpc2EiLCJlbWFpbCI6Imxpc2FAcHJpdmF0ZS5leGFtcGxlIn0="}}},
{"startedDateTime":"2026-03-01T10:00:03Z",
 "request":{"method":"PUT","url":"https://API.spotify.com/v1/me/player/volume?volume_percent=5","headers":[],"postData":{"mimeType":"application/json","text":"{\"a\": 1}"}},
 "response":{"status":204,"headers":[],"content":{"size":0,"mimeType":"x-unknown"}}},
{"startedDateTime":"2026-03-01T10:00:04Z",
 "request":{"method":"GET","url":"https://api.spotify.com/v1/me/following","headers":[]},
 "response":{"status":304,"headers":[],"content":{"size":2,"mimeType":"application/json","text":"{}"}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"GET","url":"https://api.spotify.com/v1/me/tracks","headers":[]},"response":{"status":304,"headers":[],"content":{"size":0}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"GET","url":"https://api.spotify.com/v1/me/albums","headers":[]},"response":{"status":200,"headers":[],"content":{"size":90}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"GET","url":"https://api.spotify.com/v1/me/shows","headers":[]},"response":{"status":0,"headers":[],"content":{}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"OPTIONS","url":"https://api.spotify.com/v1/me","headers":[]},"response":{"status":200,"headers":[],"content":{}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"GET","url":"https://api.spotify.com/v2/me","headers":[]},"response":{"status":200,"headers":[],"content":{}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"GET","url":"https://other.example/v1/me","headers":[]},"response":{"status":200,"headers":[],"content":{"text":"{}"}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"GET","url":"https://api.spotify.com.other.example/v1/me","headers":[]},"response":{"status":200,"headers":[],"content":{"text":"{}"}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"GET","url":"http://localhost:8080/v1/me","headers":[]},"response":{"status":200,"headers":[],"content":{"text":"{}"}}},
{"startedDateTime":"2026-03-01T10:00:05Z","request":{"method":"POST","url":"https://api.spotify.com/v1/form","headers":[],"postData":{"mimeType":"application/x-www-form-urlencoded","text":"a=1"}},"response":{"status":200,"headers":[],"content":{}}}
]}}`

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestReadHAR(t *testing.T) {
	want := []Recording{
		{
			Method: "GET", Path: "/me", Status: 200,
			Header:   http.Header{"Content-Type": {"application/json; charset=utf-8"}},
			Received: Content(`{"id":"lisa","email":"somebody@example.com"}`),
		},
		{
			Method: "GET", Path: "/tracks/11dFghVXANMlKmJXsNCbNl", Query: map[string][]string{"market": {"SE"}}, Status: 200,
			Header:   http.Header{"Content-Type": {"application/json"}},
			Received: Content(`{"id":"11dFghVXANMlKmJXsNCbNl","name":"Å [hidden]"}`),
		},
		{
			Method: "PUT", Path: "/me/player/volume", Query: map[string][]string{"volume_percent": {"5"}}, Status: 204,
			Header: http.Header{"Content-Type": {"x-unknown"}}, Sent: Content(`{"a": 1}`),
		},
		{
			Method: "GET", Path: "/me/following", Status: 200,
			Header: http.Header{"Content-Type": {"application/json"}}, Received: Content(`{}`),
		},
	}
	for _, name := range []string{"session.har", "session.HAR", "session.json"} {
		for _, mark := range []string{"", "\uFEFF"} {
			file := writeFile(t, name, mark+browserHAR)
			for _, place := range []string{file, filepath.Dir(file)} {
				got, err := ReadRecordings(place)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s (-want +got):\n%s", name, diff)
				}
			}
		}
	}
}

func TestReplayHAR(t *testing.T) {
	replayer, err := NewReplayer(writeFile(t, "session.har", browserHAR))
	if err != nil {
		t.Fatal(err)
	}
	client := clientOver("https://api.spotify.com", replayer)
	track, err := client.Tracks.Get(t.Context(), "11dFghVXANMlKmJXsNCbNl", nil)
	if err == nil {
		t.Errorf("without its market: %+v", track)
	}
	me, err := client.Users.Me(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if me.ID != "lisa" {
		t.Errorf("read %+v", me)
	}
	want := []string{"GET /tracks/11dFghVXANMlKmJXsNCbNl?market=SE", "PUT /me/player/volume?volume_percent=5", "GET /me/following"}
	if diff := cmp.Diff(want, replayer.Unplayed()); diff != "" {
		t.Errorf("unplayed (-want +got):\n%s", diff)
	}
}

// TestHARBodies reads bodies in other forms.
func TestHARBodies(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, `{"a":1}`)
	z.Close()
	text := base64.StdEncoding.EncodeToString(packed.Bytes())
	tests := map[string]struct {
		content, want string
	}{
		"still compressed": {`{"size":7,"encoding":"base64","text":"` + text + `"}`, `{"a":1}`},
		"no base64":        {`{"size":7,"encoding":"base64","text":"%"}`, "!the answer: it is not base64"},
		"empty":            {`{"size":0,"text":""}`, ""},
		"none":             {`{}`, ""},
		"binary":           {`{"size":3,"encoding":"base64","text":"/9j/"}`, "\xff\xd8\xff"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			har := `{"log":{"entries":[{"request":{"method":"get","url":"http://127.0.0.1:9/v1/me"},"response":{"status":200,"content":` + test.content + `}}]}}`
			got, err := ReadRecordings(writeFile(t, "a.har", har))
			if reason, fails := strings.CutPrefix(test.want, "!"); fails {
				if err == nil || !strings.Contains(err.Error(), reason) {
					t.Errorf("error %v, want %q", err, reason)
				}
				return
			}
			if err != nil || len(got) != 1 || got[0].Method != "GET" || string(got[0].Received) != test.want {
				t.Errorf("%+v, error %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestBrokenHAR(t *testing.T) {
	tests := map[string][2]string{
		"no JSON": {"a.har", "{"},
		"no log":  {"a.har", `{"entries":[]}`},
		"text":    {"a.json", `{"log":"x"}`},
		"no API":  {"a.har", `{"log":{"entries":[{"request":{"url":"https://other.example/v1/me"}}]}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := NewReplayer(filepath.Dir(writeFile(t, test[0], test[1]))); err == nil {
				t.Error("no error")
			}
		})
	}
}
