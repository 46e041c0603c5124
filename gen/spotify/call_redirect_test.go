package spotify

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestRedirects(t *testing.T) {
	evil := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.Errorf("the other server got %s %s, Authorization %q", r.Method, r.URL, r.Header.Get("Authorization"))
	}))
	defer evil.Close()
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	redirect := func(status int, location string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", location)
			w.WriteHeader(status)
		}
	}
	var body, auth string
	mux.HandleFunc("/same/me/player/play", redirect(307, "/there"))
	mux.HandleFunc("/there", func(w http.ResponseWriter, r *http.Request) {
		data := make([]byte, 100)
		n, _ := r.Body.Read(data)
		body, auth = r.Method+" "+string(data[:n]), r.Header.Get("Authorization")
	})
	mux.HandleFunc("/other/me/player/play", redirect(307, evil.URL+"/?key=hunter2"))
	mux.HandleFunc("/lost/me/player/play", redirect(302, "/there"))
	mux.HandleFunc("/loop/me/player/play", redirect(308, "/loop/me/player/play"))

	tests := []struct {
		base string
		want []string // parts of the error
	}{
		{"/same", nil},
		{"/other", []string{"redirect to another server refused", evil.URL}},
		{"/lost", []string{"turns PUT into GET"}},
		{"/loop", []string{"too many redirects"}},
	}
	for _, test := range tests {
		t.Run(test.base, func(t *testing.T) {
			body, auth = "", ""
			r := newRequest(opPlay, nil)
			r.jsonBody(encoding(map[string]int{"a": 1}))
			err := newCaller(WithBaseURL(server.URL+test.base), withTestToken()).do(t.Context(), r, nil)
			if test.want == nil {
				if err != nil || body != `PUT {"a":1}` || auth != "Bearer "+testToken {
					t.Errorf("got %q, Authorization %q, error %v", body, auth, err)
				}
				return
			}
			wantError(t, err, append(test.want, "Player.Play")...)
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("error %q shows the query", err)
			}
			if body != "" {
				t.Errorf("the redirect was followed: %s", body)
			}
		})
	}
}

func TestOwnRedirectPolicyStays(t *testing.T) {
	server := httptest.NewServer(http.RedirectHandler("/elsewhere", http.StatusFound))
	defer server.Close()
	own := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	err := newCaller(WithBaseURL(server.URL), WithHTTPClient(own)).do(t.Context(), newRequest(opPlay, nil), nil)
	wantError(t, err, "spotify: Player.Play: 302 Found")

	plain := &http.Client{}
	newCaller(WithHTTPClient(plain))
	if plain.CheckRedirect != nil || http.DefaultClient.CheckRedirect != nil {
		t.Error("the client of the caller was changed")
	}
}

func TestSameServer(t *testing.T) {
	tests := []struct {
		from, to string
		want     bool
	}{
		{"https://api.spotify.com/a", "https://api.spotify.com/b", true},
		{"https://api.spotify.com/a", "https://API.spotify.com:443/b", true},
		{"http://api.spotify.com/a", "https://api.spotify.com/b", true},
		{"https://api.spotify.com/a", "http://api.spotify.com/b", false},
		{"https://api.spotify.com/a", "http://api.spotify.com:443/b", false},
		{"https://api.spotify.com/a", "https://api.spotify.com:8443/b", false},
		{"https://spotify.com/a", "https://evil.spotify.com/b", false},
		{"https://api.spotify.com/a", "https://api.spotify.com@evil.example/b", false},
		{"http://127.0.0.1:8080/a", "https://127.0.0.1:8443/b", false},
		{"http://127.0.0.1:8080/a", "http://127.0.0.1:8081/b", false},
		{"https://api.spotify.com/a", "ftp://api.spotify.com/b", false},
	}
	for _, test := range tests {
		from, err := url.Parse(test.from)
		if err != nil {
			t.Fatal(err)
		}
		to, err := url.Parse(test.to)
		if err != nil {
			t.Fatal(err)
		}
		if got := sameServer(from, to); got != test.want {
			t.Errorf("sameServer(%s, %s) = %v", from, to, got)
		}
	}
}
