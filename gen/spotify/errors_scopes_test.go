package spotify

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"
)

// A grantedSource is a token source that knows what the user has granted.
type grantedSource struct {
	oauth2.TokenSource
	scopes []Scope
}

func (s grantedSource) Grant() Grant { return Grant{Scopes: s.scopes} }

func TestMissingScopesOfAnError(t *testing.T) {
	const noScope = `{"error":{"status":403,"message":"Insufficient client scope"}}`
	op := func(rule ScopeRule) *Operation {
		return &Operation{Name: "Things.Do", Method: "PUT", Path: "/things", Scopes: rule, Batch: Batch{Param: "uris"}}
	}
	all := ScopeRule{All: []Scope{"a", "b"}}
	cover := ScopeRule{All: []Scope{"image"}, Any: []Scope{"private", "public"}}
	read := ScopeRule{Optional: []Scope{"collaborative", "private"}}
	kinds := ScopeRule{ByKind: []KindScope{{KindAlbum, "library"}, {KindArtist, "follow"}, {KindTrack, "library"}}}
	const again = "; log in again with that among the Scopes of the AuthConfig"
	tests := []struct {
		name    string
		rule    ScopeRule
		granted []Scope // nil is not known
		status  int
		body    string
		uris    string
		want    []Scope
		text    string // after the message
	}{
		{"all", all, []Scope{"x", "b"}, 403, noScope, "", []Scope{"a"}, "; the operation takes the scopes a and b; the user has not granted a" + again},
		{"nothing granted", all, []Scope{}, 403, noScope, "", []Scope{"a", "b"}, "; the operation takes the scopes a and b; the user has not granted a, b" + again},
		{"not known", all, nil, 403, noScope, "", nil, "; the operation takes the scopes a and b"},
		{"in upper case", all, nil, 403, `{"error":{"status":403,"message":"SCOPE missing"}}`, "", nil, "; the operation takes the scopes a and b"},
		{"playlist of the other kind", cover, []Scope{"image", "public"}, 403, noScope, "", []Scope{"private"},
			"; the operation takes the scopes image, private or public (for a private or a public playlist); the user has not granted private" + again},
		{"optional", read, []Scope{"private"}, 403, noScope, "", []Scope{"collaborative"},
			"; the operation takes the scopes collaborative and private (for a part of what it reads); the user has not granted collaborative" + again},
		{"kinds", kinds, []Scope{}, 403, noScope, "spotify:track:6kLCHFM39wkFjOuyPGLGeQ,spotify:album:6kLCHFM39wkFjOuyPGLGeQ", []Scope{"library"},
			"; the operation takes the scopes library (for album, track), follow (for artist); the user has not granted library" + again},
		{"kinds are not known", kinds, []Scope{}, 403, noScope, "", []Scope{"follow", "library"},
			"; the operation takes the scopes library (for album, track), follow (for artist); the user has not granted follow, library" + again},
		{"all granted", all, []Scope{"a", "b"}, 403, noScope, "", nil, "; the operation takes the scopes a and b"},
		{"none needed", ScopeRule{}, []Scope{}, 403, noScope, "", nil, ""},
		{"other reason", read, []Scope{}, 403, `{"error":{"status":403,"message":"Not yours"}}`, "", nil, ""},
		{"no reason, needed", all, []Scope{"a"}, 403, `{"error":{"status":403,"message":"Forbidden"}}`, "", []Scope{"b"}, "; the user has not granted b" + again},
		{"no reason, one of two is granted", cover, []Scope{"image", "public"}, 403, "", "", nil, ""},
		{"no reason, one of two is needed", cover, []Scope{"image"}, 403, "", "", []Scope{"private", "public"}, "; the user has not granted private, public" + again},
		{"cover", cover, []Scope{"public"}, 401, `{"error":{"status":401,"message":"Unauthorized."}}`, "", []Scope{"image"}, "; the user has not granted image" + again},
		{"expired token", cover, []Scope{"image", "public"}, 401, "", "", nil, ""},
		{"player", all, []Scope{}, 403, `{"error":{"status":403,"message":"Restricted","reason":"PREMIUM_REQUIRED"}}`, "", nil, ""},
		{"not found", all, []Scope{}, 404, noScope, "", nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: testToken})
			c := newCaller(answers(test.status, nil, test.body), WithRetry(NoRetry()), WithTokenSource(grantedSource{source, test.granted}))
			req := newRequest(op(test.rule), nil)
			if test.uris != "" {
				queryList(req, "uris", strings.Split(test.uris, ","))
			}
			got := asAPIError(t, c.do(t.Context(), req, nil))
			if diff := cmp.Diff(test.want, got.MissingScopes); diff != "" {
				t.Errorf("missing (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.rule, got.Scopes); diff != "" {
				t.Errorf("scopes (-want +got):\n%s", diff)
			}
			if text := got.Error(); !strings.HasSuffix(text, test.text) || test.text == "" && strings.Contains(text, "; ") {
				t.Errorf("got %q, want it to end in %q", got.Error(), test.text)
			}
		})
	}
}

// The grant is known of what an Authenticator makes, and says nothing about other tokens.
func TestMissingScopesByTokenSource(t *testing.T) {
	auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
	source := auth.TokenSource(t.Context(), testGrant())
	op := &Operation{Name: "Things.Get", Method: "GET", Path: "/things", Scopes: ScopeRule{All: []Scope{"user-top-read", "x"}}}
	tests := []struct {
		name    string
		client  []ClientOption
		request []RequestOption
		want    []Scope
	}{
		{"token source", []ClientOption{WithTokenSource(source)}, nil, []Scope{"x"}},
		{"other token source", []ClientOption{withTestToken()}, nil, nil},
		{"none", nil, nil, nil},
		{"token of the call", []ClientOption{WithTokenSource(source)}, []RequestOption{WithHeader("Authorization", "Bearer "+testToken)}, nil},
	}
	for _, test := range tests {
		c := newCaller(append(test.client, answers(http.StatusForbidden, nil, `{"error":{"message":"Insufficient client scope"}}`))...)
		got := asAPIError(t, callOp(t.Context(), c, op, test.request...))
		if diff := cmp.Diff(test.want, got.MissingScopes); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		wantError(t, got, "the operation takes the scopes user-top-read and x")
	}
}
