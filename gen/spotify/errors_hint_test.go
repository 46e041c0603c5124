package spotify

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// oneSentence is what a hint has to be.
var oneSentence = regexp.MustCompile(`^[A-Z][^\n]*[^.\s]\.$`)

func TestHints(t *testing.T) {
	gone := Availability{RemovedOn: "2026-02-11"}
	owners := Availability{Note: "only the owner and collaborators can read the items; others get status 403"}
	read := ScopeRule{All: []Scope{"user-library-read"}}
	tests := []struct {
		name string
		err  APIError
		want string
		is   string // beside what the status says
	}{
		{"missing scope", APIError{StatusCode: 403, Message: "Insufficient client scope", MissingScopes: []Scope{"a", "b"}, Scopes: read},
			"The user has not granted a, b: log in again with more Scopes in the AuthConfig.", "Forbidden InsufficientScope"},
		{"missing scope, bare", APIError{StatusCode: 403, Message: "Forbidden", MissingScopes: []Scope{"a"}, Development: gone},
			"The user has not granted a: log in again with more Scopes in the AuthConfig.", "Forbidden InsufficientScope"},
		{"missing scope, status 401", APIError{StatusCode: 401, Message: "Unauthorized.", MissingScopes: []Scope{"ugc-image-upload"}},
			"The user has not granted ugc-image-upload: log in again with more Scopes in the AuthConfig.", "Unauthorized InsufficientScope"},
		{"scope, grant not known", APIError{StatusCode: 403, Message: "Insufficient client scope", Scopes: read, Development: gone},
			"The token lacks a scope, and the operation takes user-library-read: log in again with more Scopes in the AuthConfig.", "Forbidden InsufficientScope"},
		{"scope, nothing known", APIError{StatusCode: 403, Message: "Insufficient client scope"},
			"The token lacks a scope: log in again with more Scopes in the AuthConfig.", "Forbidden InsufficientScope"},
		{"perhaps a scope", APIError{StatusCode: 403, Message: "Forbidden", Scopes: read},
			"The token may lack a scope, because the operation takes user-library-read.", "Forbidden"},
		{"another thing's owner", APIError{StatusCode: 403, Message: "You cannot modify a playlist you don't own.", Scopes: read}, "", "Forbidden"},
		{"nothing to say", APIError{StatusCode: 403}, "", "Forbidden"},

		{"development mode", APIError{StatusCode: 403, Message: "Forbidden", Development: gone, Replacement: "Library.Save", Scopes: read},
			"Apps in development mode have not had this operation since 2026-02-11: use Library.Save instead.", "Forbidden DevelopmentMode"},
		{"development mode, no replacement", APIError{StatusCode: 403, Development: gone},
			"Apps in development mode have not had this operation since 2026-02-11: it takes extended quota mode, and there is no replacement.", "Forbidden DevelopmentMode"},
		{"development mode, for some only", APIError{StatusCode: 403, Message: "Forbidden", Development: owners, Scopes: read},
			"In development mode, only the owner and collaborators can read the items; others get status 403.", "Forbidden"},
		{"not registered", APIError{StatusCode: 403, Message: "User not registered in the Developer Dashboard", Development: gone},
			"Development mode admits only users that are registered with the app: add the user at " + dashboardURL + ".", "Forbidden UserNotRegistered"},
		{"not approved", APIError{StatusCode: 403, Message: "User not approved for app"},
			"Development mode admits only users that are registered with the app: add the user at " + dashboardURL + ".", "Forbidden UserNotRegistered"},
		{"perhaps not registered", APIError{StatusCode: 403, Message: "Check settings on developer.spotify.com/dashboard, the user may not be registered."},
			"Development mode admits only users that are registered with the app: add the user at " + dashboardURL + ".", "Forbidden UserNotRegistered"},

		{"premium", APIError{StatusCode: 403, Message: "Player command failed: Premium required", Reason: ReasonPremiumRequired},
			premiumHint, "Forbidden PremiumRequired"},
		{"premium without a reason", APIError{StatusCode: 403, Message: "Active premium subscription required for the owner of the app.", Development: gone},
			premiumHint, "Forbidden PremiumRequired"},
		{"no active device", APIError{StatusCode: 404, Message: "Player command failed: No active device found", Reason: ReasonNoActiveDevice},
			"No device of the user is active: start Spotify on one, or name one in the options of the command.", "NoActiveDevice"},
		{"no such device", APIError{StatusCode: 404, Message: "Device not found"},
			"The device is not there any more: list the devices again.", "NotFound"},
		{"commands too fast", APIError{StatusCode: 403, Message: "slow down", Reason: ReasonRateLimited},
			"Commands to the player follow each other too fast: send them more slowly.", "Forbidden"},
		{"new reason", APIError{StatusCode: 403, Message: "no premium", Reason: "MERCURY_RETROGRADE", Development: gone}, "", "Forbidden"},

		{"rate limit", APIError{StatusCode: 429, RetryAfter: 30 * time.Second},
			"The app sends too many requests, and all of them are refused for a while: wait 30s.", "RateLimited"},
		{"rate limit without a time", APIError{StatusCode: 429, Message: "Too many requests"},
			"The app sends too many requests, and all of them are refused for a while: send fewer, for example with WithLimiter.", "RateLimited"},
		{"quota", APIError{StatusCode: 429, Reason: ReasonQuotaExceeded, RetryAfter: 24 * time.Hour},
			"The daily quota of the developer account is used up: wait 24h0m0s.", "QuotaExceeded"},
		{"quota without a time", APIError{StatusCode: 429, Reason: ReasonQuotaExceeded},
			"The daily quota of the developer account is used up: wait until tomorrow.", "QuotaExceeded"},

		{"token expired", APIError{StatusCode: 401, Message: "The access token expired"},
			"The access token has expired: get a new one, or give the client a TokenSource of an Authenticator, which renews it in time.", "Unauthorized TokenExpired"},
		{"token of an app", APIError{StatusCode: 401, Message: "Valid user authentication required"},
			"This needs the token of a user, not that of the app alone: let a user log in, for example with StoredLogin.", "Unauthorized"},
		{"no token", APIError{StatusCode: 401, Code: "No token provided"},
			"The client has no token: give it one with WithTokenSource.", "Unauthorized"},
		{"bad token", APIError{StatusCode: 401, Message: "Invalid access token"},
			"Spotify does not accept the token: get a new one, because it may be revoked, cut off, or of another service.", "Unauthorized"},
		{"token with a word", APIError{StatusCode: 400, Message: "Only valid bearer authentication supported"},
			"The token is not sent as Spotify wants it: give the client the access token alone, without the word Bearer.", "BadRequest"},
		{"login over", APIError{StatusCode: 400, Code: "invalid_grant", Message: "Refresh token revoked"}, reauthHint, "BadRequest ReauthRequired"},

		{"limit", APIError{StatusCode: 400, Message: "Invalid limit", Pages: PageSizes{Largest: 10, Extended: 50}},
			"A page has at most 10 items, or 50 in extended quota mode: ask for fewer at a time.", "BadRequest"},
		{"limit of both modes", APIError{StatusCode: 400, Message: "Invalid limit", Pages: PageSizes{Largest: 50}},
			"A page has at most 50 items: ask for fewer at a time.", "BadRequest"},
		{"limit of no page", APIError{StatusCode: 400, Message: "Invalid limit"}, "", "BadRequest"},
		{"market", APIError{StatusCode: 400, Message: "Invalid market code"},
			"A market is a country in two letters, like SE, and Spotify has to be on offer there.", "BadRequest"},
		{"ID", APIError{StatusCode: 400, Message: "Invalid base62 id"},
			"An ID has 22 letters and digits: ParseURI and functions like ParseTrackID read links and URIs.", "BadRequest"},
		{"malformed ID", APIError{StatusCode: 400, Message: "invalid id"},
			"An ID has 22 letters and digits: ParseURI and functions like ParseTrackID read links and URIs.", "BadRequest"},
		{"not found", APIError{StatusCode: 404, Message: "Resource not found"},
			"There is nothing with this ID for this user and market: check the ID, or name a market that has it.", "NotFound"},
		{"path not known", APIError{StatusCode: 404, Message: "Service not found", Method: "GET", Path: "/songs"},
			"Spotify does not know the path of GET /songs: check the base URL, and whether a newer version of this package has the operation elsewhere.", "NotFound"},
		{"method not known", APIError{StatusCode: 405, Method: "PUT", Path: "/me/tracks", Replacement: "Library.Save"},
			"Spotify does not take PUT /me/tracks: use Library.Save instead.", ""},
		{"server", APIError{StatusCode: 502}, "Spotify has failed, not the request: try again later.", "Server"},
		{"not modified", APIError{StatusCode: 304}, "", "NotModified"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := test.err.Hint()
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("hint (-want +got):\n%s", diff)
			}
			if got != "" && !oneSentence.MatchString(got) {
				t.Errorf("%q is not one sentence", got)
			}
			for name, sentinel := range sentinels {
				want := strings.Contains(" "+test.is+" ", " "+name+" ")
				if errors.Is(&test.err, sentinel) != want {
					t.Errorf("errors.Is(err, Err%s) = %v", name, !want)
				}
			}
		})
	}
}

// All reasons that the API is known to give have a hint.
func TestHintsOfReasons(t *testing.T) {
	for _, reason := range knownReasons {
		e := APIError{StatusCode: 403, Reason: reason}
		if hint := e.Hint(); !oneSentence.MatchString(hint) {
			t.Errorf("%s: hint %q", reason, hint)
		}
	}
}

// Other errors than an APIError have hints, too, and all are found inside of other errors.
func TestHintsOfOtherErrors(t *testing.T) {
	tests := []struct {
		err  error
		want string
	}{
		{&UnavailableError{Operation: "Albums.Save", Since: "2026-02-11", Replacement: "Library.Save"},
			"Apps in development mode have not had this operation since 2026-02-11: use Library.Save instead."},
		{&AuthError{Code: "invalid_grant", RetryAfter: time.Second}, reauthHint},
		{&AuthError{Code: "invalid_client"}, "Check the client ID and the client secret of the app at " + dashboardURL + "."},
		{&AuthError{StatusCode: http.StatusTooManyRequests, RetryAfter: time.Minute}, "Wait 1m0s before the next attempt to get a token."},
		{&AuthError{StatusCode: http.StatusBadGateway}, "The accounts service has failed, not the request: try again later."},
		{&AuthError{Code: "invalid_request"}, ""},
		{&BatchError{Operation: "Albums.GetMany", Err: &APIError{StatusCode: 502}}, "Spotify has failed, not the request: try again later."},
	}
	for _, test := range tests {
		var hinter interface{ Hint() string }
		if !errors.As(fmt.Errorf("reading: %w", test.err), &hinter) {
			t.Errorf("%v has no hint", test.err)
		} else if diff := cmp.Diff(test.want, hinter.Hint()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.err, diff)
		}
	}
}
