package spotify

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

func TestDo(t *testing.T) {
	type song struct {
		Name string `json:"name"`
	}
	tests := map[string]struct {
		method, path string
		query        url.Values
		body         any
		want         string // method, target, body
		err          []string
	}{
		"plain":                   {method: "GET", path: "/me", want: "GET " + testServer + "/me "},
		"query":                   {method: "GET", path: "/songs", query: url.Values{"q": {"a b"}, "ids": {"1", "2"}}, want: "GET " + testServer + "/songs?ids=1&ids=2&q=a+b "},
		"query in the path":       {method: "GET", path: "/songs?offset=20&limit=5", query: url.Values{"q": {"x"}}, want: "GET " + testServer + "/songs?limit=5&offset=20&q=x "},
		"next page":               {method: "GET", path: testServer + "/songs?offset=20", want: "GET " + testServer + "/songs?offset=20 "},
		"escaped":                 {method: "DELETE", path: "/users/a%2Fb%20c", want: "DELETE " + testServer + "/users/a%2Fb%20c "},
		"struct":                  {method: "POST", path: "/songs", body: song{"A"}, want: `POST ` + testServer + `/songs {"name":"A"}`},
		"emitted or own encoder":  {method: "PUT", path: "/songs", body: Resources{URI("spotify:track:x")}, want: `PUT ` + testServer + `/songs ["spotify:track:x"]`},
		"bytes":                   {method: "PATCH", path: "/songs", body: []byte(`{"a" : 1}`), want: `PATCH ` + testServer + `/songs {"a" : 1}`},
		"raw JSON":                {method: "PUT", path: "/songs", body: json.RawMessage(`[1]`), want: `PUT ` + testServer + `/songs [1]`},
		"space":                   {method: "GET", path: "/users/b c", want: "GET " + testServer + "/users/b%20c "},
		"escaped in part":         {method: "GET", path: "/users/a%2Fb c", err: []string{"escaped in part"}},
		"no method":               {method: "get", path: "/me", err: []string{"get /me", `"get" is no method`}},
		"no slash":                {method: "GET", path: "me", err: []string{"must begin with a slash"}},
		"no path":                 {method: "GET", err: []string{"must begin with a slash"}},
		"other server":            {method: "GET", path: "https://evil.example/v1/me", err: []string{"must begin with a slash"}},
		"other server, no scheme": {method: "GET", path: "//evil.example/me", err: []string{"must begin with a slash"}},
		"server that looks alike": {method: "GET", path: testServer + ".evil.example/me", err: []string{"must begin with a slash"}},
		"up":                      {method: "GET", path: "/a/../b", err: []string{". or .."}},
		"up, escaped":             {method: "GET", path: "/a/%2e%2e/b", err: []string{". or .."}},
		"no URL":                  {method: "GET", path: "/%zz", err: []string{"cannot be read"}},
		"no JSON":                 {method: "PUT", path: "/a", body: []byte("x"), err: []string{"request body: it is not JSON"}},
		"not encodable":           {method: "PUT", path: "/a", body: func() {}, err: []string{"request body", "func()"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCaller()
			r := c.foreignRequest(test.method, test.path, test.query, nil)
			r.foreignBody(test.body)
			got, body, err := sent(t, r)
			if test.err != nil {
				wantError(t, err, test.err...)
				if got != nil {
					t.Error("the request was sent nevertheless")
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got.Method+" "+got.URL.String()+" "+body); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDoDecodesIntoAnything(t *testing.T) {
	body := `{"name":"A","uri":"spotify:track:x"}`
	var (
		own     struct{ Name string }
		raw     json.RawMessage
		all     []byte
		members map[string]any
	)
	for _, out := range []any{&own, &raw, &all, &members, nil} {
		if err := newCaller(answers(200, nil, body)).doForeign(t.Context(), "GET", "/me", nil, nil, out, nil); err != nil {
			t.Fatal(err)
		}
	}
	if own.Name != "A" || string(raw) != body || string(all) != body || members["uri"] != "spotify:track:x" {
		t.Errorf("decoded %v, %s, %s, %v", own, raw, all, members)
	}

	err := newCaller(answers(200, nil, `{"name":1}`)).doForeign(t.Context(), "GET", "/me", nil, nil, &own, nil)
	if mistake := new(DecodeError); !errors.As(err, &mistake) || mistake.Operation != "GET /me" {
		t.Errorf("the error is %v", err)
	}
	for _, none := range []any{(*thing)(nil), (*struct{ Name string })(nil)} {
		err := newCaller(answers(200, nil, body)).doForeign(t.Context(), "GET", "/me", nil, nil, none, nil)
		if mistake := new(DecodeError); !errors.As(err, &mistake) {
			t.Errorf("into a %T that is nil: %v", none, err)
		}
	}
	if err := newCaller(answers(204, nil, "")).doForeign(t.Context(), "PUT", "/me", nil, nil, &own, nil); err != nil || own.Name != "A" {
		t.Errorf("an empty answer: %v, %v", err, own)
	}
}

// Requests of Do have the errors, the repetitions, and the options of others.
func TestDoBehavesLikeMethods(t *testing.T) {
	tests := map[string]struct {
		method string
		step   step
		want   int // attempts
	}{
		"reads are repeated":          {"GET", step{status: 502}, 3},
		"writes are not":              {"PUT", step{status: 502}, 1},
		"refused writes are repeated": {"PUT", step{status: 429, after: "1"}, 2},
		"a refusal is final":          {"GET", step{status: 404}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := newFakeAPI(test.step)
				policy := RetryPolicy{}
				if test.step.status == http.StatusTooManyRequests {
					api = newFakeAPI(test.step, step{status: 204})
				}
				err := api.caller(WithRetry(policy)).doForeign(t.Context(), test.method, "/songs", nil, nil, nil, nil)
				if len(api.times) != test.want {
					t.Errorf("sent %d times, want %d; %v", len(api.times), test.want, err)
				}
				if apiErr := new(APIError); test.step.status != 429 && (!errors.As(err, &apiErr) || apiErr.Operation != test.method+" /songs" || apiErr.StatusCode != test.step.status) {
					t.Errorf("the error is %v", err)
				}
			})
		})
	}
}
