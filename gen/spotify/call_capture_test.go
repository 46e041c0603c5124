package spotify

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

func TestResponseInfo(t *testing.T) {
	const token = "a-token-that-nobody-must-see"
	tests := map[string]struct {
		status int
		body   string
	}{
		"success": {http.StatusOK, `{}`},
		"refusal": {http.StatusNotFound, `{"error":{"status":404,"message":"Resource not found"}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Echo", r.Header.Get("Authorization"))
				w.Header().Set("X-Kept", "yes")
				w.Header().Set("Set-Cookie", "session=1")
				w.WriteHeader(test.status)
				w.Write([]byte(test.body))
			}))
			defer server.Close()
			c := newCaller(WithBaseURL(server.URL), WithTokenSource(oauth2.StaticTokenSource(&oauth2.Token{AccessToken: token})))
			var captured []ResponseInfo
			r := newRequest(&Operation{Name: "Tracks.Get", Method: "GET", Path: "/tracks", Result: true, Idempotent: true},
				[]RequestOption{WithResponseInfo(func(info ResponseInfo) { captured = append(captured, info) })})
			var out struct{}
			err := c.do(t.Context(), r, decoding(&out))
			if (err != nil) != (test.status >= 400) {
				t.Errorf("error %v", err)
			}
			if len(captured) != 1 {
				t.Fatalf("captured %d responses, want 1", len(captured))
			}
			info := captured[0]
			if info.Operation != "Tracks.Get" || info.StatusCode != test.status || info.Attempts != 1 || info.Duration <= 0 {
				t.Errorf("captured %+v", info)
			}
			if info.Header.Get("X-Kept") != "yes" || info.Header.Get("Set-Cookie") != "" || info.Header.Get("X-Echo") == "Bearer "+token {
				t.Errorf("captured header %v", info.Header)
			}
		})
	}
}

// A call from within the function must not wait for the call that it is told of.
func TestResponseInfoHoldsNoPlaceAtTheLimiter(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, `{"error":{"status":403,"message":"Forbidden"}}`, http.StatusForbidden)
	}))
	defer server.Close()
	c := newCaller(WithBaseURL(server.URL), WithLimiter(NewLimiter(LimiterConfig{Concurrent: 1})))
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	op := &Operation{Name: "Tracks.Get", Method: "GET", Path: "/tracks", Result: true, Idempotent: true}
	var inner error
	capture := WithResponseInfo(func(ResponseInfo) { inner = c.do(ctx, newRequest(op, nil), decoding(new(struct{}))) })
	outer := c.do(ctx, newRequest(op, []RequestOption{capture}), decoding(new(struct{})))
	if !errors.Is(outer, ErrForbidden) || !errors.Is(inner, ErrForbidden) {
		t.Errorf("outer call: %v, inner call: %v; want both to be ErrForbidden", outer, inner)
	}
}
