package spotifytest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// recorded sends requests through a recorder and returns what it has written.
func recorded(t *testing.T, answer http.HandlerFunc, requests ...*http.Request) string {
	t.Helper()
	service := httptest.NewServer(answer)
	t.Cleanup(service.Close)
	dir := filepath.Join(t.TempDir(), "rec[1]") // brackets mean nothing
	recorder, err := NewRecorder(dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range requests {
		r.URL.Scheme, r.URL.Host = "http", strings.TrimPrefix(service.URL, "http://")
		r.RequestURI = ""
		response, err := (&http.Client{Transport: recorder}).Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(response.Body); err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	}
	if err := recorder.Close(); err != nil {
		t.Fatal(err)
	}
	var written strings.Builder
	names, err := recordingsIn(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		written.Write(data)
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v, want 0600 (%v)", name, info.Mode(), err)
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder has the mode %v, want 0700 (%v)", info.Mode(), err)
	}
	return written.String()
}

// TestSecretsStayOut tries to get secrets into a file.
func TestSecretsStayOut(t *testing.T) {
	const token = "BQsecret+token/with=signs"
	answerWith := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"`+token+`"`)
			io.WriteString(w, body)
		}
	}
	form := "application/x-www-form-urlencoded"
	tests := []struct {
		name         string
		method, path string
		contentType  string
		body, answer string
		kept         string // a part of what is written; "" is nothing at all
	}{
		{"in the path", "GET", "/v1/tracks/" + token, "", "", "{}", "/tracks/[hidden]"},
		{"in the query", "GET", "/v1/tracks?token=BQsecret%2Btoken%2Fwith%3Dsigns&a=1", "", "", "{}", `"a"`},
		{"by its name in the query", "GET", "/v1/tracks?Access_Token=other-secret&a=1", "", "", "{}", `"a"`},
		{"in the body", "PUT", "/v1/me/library", "application/json", `{"t":"` + token + `"}`, "", `"t": "[hidden]"`},
		{"by its name in the body", "PUT", "/v1/me/library", "application/json", `{"refresh_token": "other-secret","x":1}`, "", `"x": 1`},
		{"a form", "POST", "/v1/api/token", form, "refresh_token=other-secret", `{"access_token":"other-secret"}`, ""},
		{"in the answer", "GET", "/v1/me", "", "", `{"error":{"message":"bad token ` + token + `"}}`, "bad token [hidden]"},
		{"tokens in the answer", "GET", "/v1/me", "", "", `{"access_token":"other-secret","id_token" : "other-secret","a":1}`, `"a": 1`},
		{"in a link of the answer", "GET", "/v1/me", "", "", `{"next":"https://api.spotify.com/v1/me?access_token=other-secret&offset=1"}`, "access_token=[hidden]&offset=1"},
		{"an address in a broken answer", "GET", "/v1/me", "", "", `{"email":"lisa@private.example","a`, "somebody@example.com"},
		{"an address in a text", "GET", "/v1/me", "", "", "ask lisa@private.example", "ask somebody@example.com"},
		{"an account", "GET", "/v1/me", "", "", `{"account_id": "lisa\"s","a":1}`, `"account_id": "account"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(test.method, test.path, strings.NewReader(test.body))
			r.Header.Set("Authorization", "Bearer "+token)
			if test.contentType != "" {
				r.Header.Set("Content-Type", test.contentType)
			}
			written := recorded(t, answerWith(test.answer), r)
			for _, private := range []string{token, "BQsecret", "other-secret", "lisa"} {
				if strings.Contains(written, private) {
					t.Errorf("%q is in the file:\n%s", private, written)
				}
			}
			if test.kept == "" && written != "" || !strings.Contains(written, test.kept) {
				t.Errorf("want %q in the file:\n%s", test.kept, written)
			}
		})
	}
}

// TestPackedAnswers makes sure that an answer is read, whatever the program asks for.
func TestPackedAnswers(t *testing.T) {
	r := httptest.NewRequest("GET", "/v1/me", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	written := recorded(t, func(w http.ResponseWriter, r *http.Request) {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		io.WriteString(z, `{"email":"lisa@private.example"}`)
		z.Close()
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(packed.Bytes())
	}, r)
	if !strings.Contains(written, `"email": "somebody@example.com"`) {
		t.Errorf("the file is\n%s", written)
	}
}

// TestRedactIsCalledOneByOne needs the race detector to fail.
func TestRedactIsCalledOneByOne(t *testing.T) {
	service := realService(t)
	calls := 0
	recorder, err := NewRecorder(t.TempDir(), nil, func(*Recording) { calls++ })
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			response, err := (&http.Client{Transport: recorder}).Get(service.URL + "/v1/me")
			if err != nil {
				t.Error(err)
				return
			}
			response.Body.Close()
		})
	}
	group.Wait()
	if calls != 20 {
		t.Errorf("%d calls, want 20", calls)
	}
}

// TestLastAnswerRepeats plays two answers three times.
func TestLastAnswerRepeats(t *testing.T) {
	dir := t.TempDir()
	for i, name := range []string{"one", "two"} {
		data := `{"method":"GET","path":"/me","status":200,"received":{"json":{"id":"` + name + `"}}}`
		if err := os.WriteFile(filepath.Join(dir, string(rune('1'+i))+".json"), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	replayer, err := NewReplayer(dir)
	if err != nil {
		t.Fatal(err)
	}
	client := clientOver("https://api.spotify.com", replayer)
	var got []string
	for range 3 {
		me, err := client.Users.Me(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(me.ID))
	}
	if want := "one two two"; strings.Join(got, " ") != want {
		t.Errorf("played %q, want %q", got, want)
	}
}
