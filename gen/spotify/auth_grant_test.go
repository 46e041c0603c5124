package spotify

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReauthorizeBy(t *testing.T) {
	tests := []struct{ authorized, want string }{
		{"2026-07-01T12:30:00Z", "2027-01-01T12:30:00Z"},
		{"2026-08-31T12:00:00Z", "2027-02-28T12:00:00Z"},
		{"2027-08-30T12:00:00Z", "2028-02-29T12:00:00Z"},
		{"2026-10-31T00:00:00Z", "2027-04-30T00:00:00Z"},
		{"2026-12-31T23:59:59Z", "2027-06-30T23:59:59Z"},
	}
	for _, test := range tests {
		at, err := time.Parse(time.RFC3339, test.authorized)
		if err != nil {
			t.Fatal(err)
		}
		if got := (Grant{AuthorizedAt: at}).ReauthorizeBy().Format(time.RFC3339); got != test.want {
			t.Errorf("authorized at %s: got %s, want %s", test.authorized, got, test.want)
		}
	}
	if got := (Grant{}).ReauthorizeBy(); !got.IsZero() {
		t.Errorf("authorized at an unknown time: got %v", got)
	}
}

func TestMissingScopes(t *testing.T) {
	g := Grant{Scopes: []Scope{"a", "b"}}
	if diff := cmp.Diff([]Scope{"d", "c"}, g.MissingScopes("d", "a", "c")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := g.MissingScopes("b"); got != nil {
		t.Errorf("got %v", got)
	}
}

// Whatever holds a secret can be printed and logged.
func TestPrintingShowsNoSecrets(t *testing.T) {
	config := AuthConfig{ClientID: testClientID, ClientSecret: testSecret, RedirectURI: "https://example.com/?code=" + testCode}
	auth, err := NewAuthenticator(config)
	if err != nil {
		t.Fatal(err)
	}
	source := auth.TokenSource(t.Context(), testGrant())
	values := map[string]any{
		"grant": testGrant(), "pointer to grant": Ptr(testGrant()), "list": []Grant{testGrant()},
		"config": config, "authenticator": auth, "authenticator by value": *auth,
		"source": source, "client": newCaller(WithTokenSource(source)),
	}
	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
				fmt.Fprintf(&out, verb+"\n", value)
			}
			slog.New(slog.NewTextHandler(&out, nil)).Info("text", "value", value)
			slog.New(slog.NewJSONHandler(&out, nil)).Info("json", "value", value)
			if strings.Contains(out.String(), anySecret) || strings.Contains(out.String(), fmt.Sprintf("%x", anySecret)) {
				t.Errorf("a secret shows in\n%s", out.String())
			}
		})
	}
	wantParts(t, testGrant().String(), "access token: [redacted]", "2026-07-01T13:00:00Z", "user-read-email")
	wantParts(t, Grant{}.String(), "access token: none")
	wantParts(t, config.String(), testClientID, "client secret: [redacted]", "https://example.com/")
	wantParts(t, source.String(), "spotify.TokenSource of spotify.Grant{")
}

func wantParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not say %q", text, part)
		}
	}
}
