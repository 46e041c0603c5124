package spotify

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

// The answers of the accounts service go through golang.org/x/oauth2, both as a
// token source of ours and as the transport of an HTTP client.
func TestAuthErrors(t *testing.T) {
	const secretBody = `,"refresh_token":"AQAsecret"}`
	tests := []struct {
		name        string
		status      int
		contentType string
		body        string
		code        string
		description string
		text        string
		reauth      bool
	}{
		{"revoked", 400, "application/json", `{"error":"invalid_grant","error_description":"Refresh token\nrevoked"` + secretBody,
			"invalid_grant", "Refresh token revoked", "status 400: invalid_grant: Refresh token revoked; the user must log in again", true},
		{"client", 401, "application/json", `{"error":"invalid_client"` + secretBody,
			"invalid_client", "", "status 401: invalid_client", false},
		{"not of RFC 6749", 503, "application/json", `{"error":{"status":503,"message":"down"}}`,
			"", "down", "status 503: down", false},
		{"HTML", 502, "text/html", `<html>AQAsecret`, "", "", "status 502", false},
		{"empty", 500, "", ``, "", "", "status 500", false},
	}
	for _, test := range tests {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", test.contentType)
			w.WriteHeader(test.status)
			io.WriteString(w, test.body)
		}))
		defer server.Close()
		config := &oauth2.Config{ClientID: "id", Endpoint: oauth2.Endpoint{TokenURL: server.URL, AuthStyle: oauth2.AuthStyleInParams}}
		expired := &oauth2.Token{RefreshToken: "AQAsecret"}

		for way, option := range map[string]ClientOption{
			"token source": WithTokenSource(config.TokenSource(context.Background(), expired)),
			"transport":    WithHTTPClient(config.Client(context.Background(), expired)),
		} {
			t.Run(test.name+"/"+way, func(t *testing.T) {
				err := newCaller(option).do(t.Context(), newRequest(opPlay, nil), nil)
				var authErr *AuthError
				ok := errors.As(err, &authErr)
				if !ok {
					t.Fatalf("%v (%T) is not an *AuthError", err, err)
				}
				if diff := cmp.Diff("spotify: Player.Play: no token: "+test.text, err.Error()); diff != "" {
					t.Errorf("Error() (-want +got):\n%s", diff)
				}
				got := AuthError{Code: authErr.Code, Description: authErr.Description, StatusCode: authErr.StatusCode, Operation: authErr.Operation}
				want := AuthError{Code: test.code, Description: test.description, StatusCode: test.status, Operation: "Player.Play"}
				if got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
				if strings.Contains(err.Error(), "AQAsecret") {
					t.Errorf("error %q shows a token", err)
				}
				for name, sentinel := range sentinels {
					if errors.Is(err, sentinel) != (test.reauth && name == "ReauthRequired" || test.status >= 500 && name == "Server") {
						t.Errorf("errors.Is(err, Err%s) is wrong", name)
					}
				}
				if ok := errors.As(err, new(*oauth2.RetrieveError)); !ok {
					t.Error("it does not wrap the error of oauth2")
				}
			})
		}
	}
}

func TestAuthErrorWithoutResponse(t *testing.T) {
	err := makeAuthError("", &oauth2.RetrieveError{ErrorCode: "invalid_grant"}, nil, time.Time{})
	if diff := cmp.Diff("spotify: no token: invalid_grant; the user must log in again", err.Error()); diff != "" {
		t.Errorf("Error() (-want +got):\n%s", diff)
	}
}

// A login is not over because a server that fails says so.
func TestAuthErrorOfAFailingServer(t *testing.T) {
	for status, ends := range map[int]bool{0: true, 200: true, 400: true, 401: true, 429: false, 500: false, 501: false, 503: false} {
		err := &AuthError{Code: codeInvalidGrant, StatusCode: status}
		if is, says := errors.Is(err, ErrReauthRequired), strings.Contains(err.Error(), "log in again"); is != ends || says != ends {
			t.Errorf("status %d: ErrReauthRequired %t, %v", status, is, err)
		}
	}
}

// A token source of golang.org/x/oauth2 is told how long to wait, too.
func TestAuthErrorRateLimited(t *testing.T) {
	refused := &oauth2.RetrieveError{Response: &http.Response{StatusCode: 429, Header: http.Header{"Retry-After": {"30"}}}}
	source := tokenFunc(func() (*oauth2.Token, error) { return nil, refused })
	err := newCaller(WithTokenSource(source)).do(t.Context(), newRequest(opPlay, nil), nil)
	wantError(t, err, "spotify: Player.Play: no token: status 429 (retry after 30s)")
	var authErr *AuthError
	if ok := errors.As(err, &authErr); !ok || authErr.RetryAfter != 30*time.Second || !errors.Is(err, ErrRateLimited) || errors.Is(err, ErrReauthRequired) {
		t.Errorf("got %#v", err)
	}
}
