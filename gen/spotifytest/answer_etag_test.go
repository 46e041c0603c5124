package spotifytest

import (
	"io"
	"net/http"
	"testing"
	"time"
)

func TestETagsOnTheWire(t *testing.T) {
	s := newCounter(t, ETags())
	first, _ := s.do(t.Context(), "GET", "/thing")
	tag := first.Header.Get("ETag")
	if len(tag) < 10 || tag[0] != '"' || first.Header.Get("Cache-Control") != "private, max-age=0" || first.Header.Get("Vary") != "Authorization" {
		t.Fatalf("header %v", first.Header)
	}
	tests := []struct {
		name  string
		given []string
		want  int
	}{
		{"none", nil, 200},
		{"the same", []string{tag}, 304},
		{"weak", []string{"W/" + tag}, 304},
		{"one of several", []string{`"other",W/"with, comma" , ` + tag}, 304},
		{"in another line", []string{`"other"`, tag}, 304},
		{"any", []string{" * "}, 304},
		{"another", []string{`"other"`}, 200},
		{"within another", []string{`"a,` + tag[1:]}, 200},
		{"without quotes", []string{tag[1 : len(tag)-1]}, 200},
		{"without an end", []string{tag[:len(tag)-1]}, 200},
		{"any among others", []string{`"other", *`}, 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := http.NewRequest("GET", s.URL+"/thing", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header = http.Header{"Authorization": {"Bearer " + s.token}, "If-None-Match": test.given}
			resp, err := s.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != test.want || (len(body) == 0) != (test.want == 304) {
				t.Errorf("status %d, %d bytes, error %v; want status %d", resp.StatusCode, len(body), err, test.want)
			}
			if resp.Header.Get("ETag") != tag || resp.Header.Get("Cache-Control") == "" || resp.Header.Get("Vary") == "" {
				t.Errorf("header %v", resp.Header)
			}
		})
	}

	s.post(t)
	if changed, _ := s.do(t.Context(), "GET", "/thing"); changed.Header.Get("ETag") == tag {
		t.Error("another body has the same tag")
	}
}

func TestNoValidatorsWithoutOptions(t *testing.T) {
	for name, options := range map[string][]Option{"read": nil, "accepted": {ETags()}, "write": {ETags(), MaxAge(time.Hour)}, "refusal": {ETags(), MaxAge(time.Hour)}} {
		t.Run(name, func(t *testing.T) {
			s := newCounter(t, options...)
			method := "GET"
			if name == "write" {
				method = "POST"
			}
			if name == "accepted" {
				s.endpoints[0].handle = func(*call) (any, error) { return answer{status: http.StatusAccepted, body: object{}}, nil }
			}
			if name == "refusal" {
				s.token = "none"
			}
			resp, _ := s.do(t.Context(), method, "/thing")
			for _, field := range []string{"ETag", "Cache-Control", "Vary"} {
				if resp.Header.Get(field) != "" {
					t.Errorf("%s: %s", field, resp.Header.Get(field))
				}
			}
		})
	}
}

func TestMaxAge(t *testing.T) {
	s := newCounter(t, MaxAge(90*time.Second))
	resp, _ := s.do(t.Context(), "GET", "/thing")
	if resp.Header.Get("Cache-Control") != "private, max-age=90" || resp.Header.Get("ETag") != "" {
		t.Errorf("header %v", resp.Header)
	}
}
