package spotify

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

var sentinels = map[string]error{
	"BadRequest": ErrBadRequest, "Unauthorized": ErrUnauthorized, "Forbidden": ErrForbidden,
	"NotFound": ErrNotFound, "RateLimited": ErrRateLimited, "QuotaExceeded": ErrQuotaExceeded,
	"NoActiveDevice": ErrNoActiveDevice, "PremiumRequired": ErrPremiumRequired,
	"ReauthRequired": ErrReauthRequired, "LocalFile": ErrLocalFile, "NotModified": ErrNotModified,
	"TokenExpired": ErrTokenExpired, "InsufficientScope": ErrInsufficientScope, "Server": ErrServer,
	"UserNotRegistered": ErrUserNotRegistered, "DevelopmentMode": ErrDevelopmentMode,
}

func callAPI(t *testing.T, op *Operation, options ...ClientOption) *APIError {
	t.Helper()
	err := newCaller(append(options, WithRetry(NoRetry()))...).do(t.Context(), newRequest(op, nil), nil)
	var apiErr *APIError
	ok := errors.As(err, &apiErr)
	if !ok {
		t.Fatalf("%v (%T) is not an *APIError", err, err)
	}
	return apiErr
}

func TestAPIErrors(t *testing.T) {
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	tests := []struct {
		name    string
		op      *Operation
		status  int
		header  http.Header
		body    string
		message string
		reason  Reason
		code    string
		text    string // of Error, without "spotify: "
		is      string
	}{
		{"regular", opPlay, 404, nil, `{"error":{"status":404,"message":"Resource not found"}}`,
			"Resource not found", "", "", "Player.Play: 404 Not Found: Resource not found", "NotFound"},
		{"status in the body does not count", opPlay, 400, nil, `{"error":{"status":404,"message":"invalid id"}}`,
			"invalid id", "", "", "Player.Play: 400 Bad Request: invalid id", "BadRequest"},
		{"player", opPlay, 404, nil, `{"error":{"status":404,"message":"Player command failed: No active device found","reason":"NO_ACTIVE_DEVICE"}}`,
			"Player command failed: No active device found", ReasonNoActiveDevice, "",
			"Player.Play: 404 Not Found: Player command failed: No active device found [NO_ACTIVE_DEVICE]", "NoActiveDevice"},
		{"premium", opPlay, 403, nil, `{"error":{"status":403,"message":"Premium required","reason":"PREMIUM_REQUIRED"}}`,
			"Premium required", ReasonPremiumRequired, "", "Player.Play: 403 Forbidden: Premium required [PREMIUM_REQUIRED]", "Forbidden PremiumRequired"},
		{"commands too fast", opPlay, 403, nil, `{"error":{"status":403,"message":"slow down","reason":"RATE_LIMITED"}}`,
			"slow down", ReasonRateLimited, "", "Player.Play: 403 Forbidden: slow down [RATE_LIMITED]", "Forbidden"},
		{"new reason", opPlay, 403, nil, `{"error":{"status":403,"message":"no","reason":"MERCURY_RETROGRADE"}}`,
			"no", "MERCURY_RETROGRADE", "", "Player.Play: 403 Forbidden: no [MERCURY_RETROGRADE]", "Forbidden"},
		{"RFC 6749", opPlay, 400, nil, `{"error":"invalid_grant","error_description":"Refresh token revoked"}`,
			"Refresh token revoked", "", "invalid_grant", "Player.Play: 400 Bad Request: invalid_grant: Refresh token revoked", "BadRequest ReauthRequired"},
		{"RFC 6749 without description", opPlay, 401, nil, `{"error":"invalid_token"}`,
			"", "", "invalid_token", "Player.Play: 401 Unauthorized: invalid_token", "Unauthorized"},
		{"bare", opPlay, 400, nil, `{"status":400,"message":"Missing required field: uris"}`,
			"Missing required field: uris", "", "", "Player.Play: 400 Bad Request: Missing required field: uris", "BadRequest"},
		{"bare message", opPlay, 429, nil, `{"message":"API rate limit exceeded"}`,
			"API rate limit exceeded", "", "", "Player.Play: 429 Too Many Requests: API rate limit exceeded", "RateLimited"},
		{"text", opPlay, 403, http.Header{"Content-Type": {"text/plain"}}, "User not registered in the Developer Dashboard\r\n",
			"User not registered in the Developer Dashboard", "", "", "Player.Play: 403 Forbidden: User not registered in the Developer Dashboard", "Forbidden UserNotRegistered"},
		{"JSON text", opPlay, 403, nil, `"User not approved for app"`,
			"User not approved for app", "", "", "Player.Play: 403 Forbidden: User not approved for app", "Forbidden UserNotRegistered"},
		{"empty", opPlay, 429, http.Header{"Retry-After": {"13749"}}, "",
			"", "", "", "Player.Play: 429 Too Many Requests (retry after 3h49m9s)", "RateLimited"},
		{"quota", opPlay, 429, http.Header{"Retry-After": {"86400"}}, `{"error":{"status":429,"message":"Quota exceeded","reason":"QUOTA_EXCEEDED"}}`,
			"Quota exceeded", ReasonQuotaExceeded, "", "Player.Play: 429 Too Many Requests: Quota exceeded [QUOTA_EXCEEDED] (retry after 24h0m0s)", "QuotaExceeded"},
		{"HTML", opPlay, 502, html, "<!DOCTYPE html>\n<html><body>Bad Gateway",
			"", "", "", "Player.Play: 502 Bad Gateway", "Server"},
		{"HTML without its type", opPlay, 502, nil, "\n\t<html>",
			"", "", "", "Player.Play: 502 Bad Gateway", "Server"},
		{"HTML by its type alone", opPlay, 503, html, "Oops<br>",
			"", "", "", "Player.Play: 503 Service Unavailable", "Server"},
		{"JSON called HTML", opPlay, 502, nil, `{"error":{"status":502,"message":"Bad gateway."}}`,
			"Bad gateway.", "", "", "Player.Play: 502 Bad Gateway: Bad gateway.", "Server"},
		{"not modified", opPlay, 304, nil, "",
			"", "", "", "Player.Play: 304 Not Modified", "NotModified"},
		{"unknown status", opPlay, 599, nil, "", "", "", "", "Player.Play: 599", "Server"},
		{"odd JSON", opPlay, 500, nil, `{"error":{"status":"x","message":["a"],"reason":7}}`, "", "", "", "Player.Play: 500 Internal Server Error", "Server"},
		{"null", opPlay, 500, nil, `null`, "", "", "", "Player.Play: 500 Internal Server Error", "Server"},
		{"null error", opPlay, 500, nil, `{"error":null,"message":"m"}`, "m", "", "", "Player.Play: 500 Internal Server Error: m", "Server"},
		{"message as error", opPlay, 401, nil, `{"error":"No token provided"}`, "", "", "No token provided", "Player.Play: 401 Unauthorized: No token provided", "Unauthorized"},
		{"truncated JSON", opPlay, 500, nil, `{"error":{"sta`, `{"error":{"sta`, "", "", `Player.Play: 500 Internal Server Error: {"error":{"sta`, "Server"},
		{"byte order mark", opPlay, 404, nil, "\uFEFF" + `{"error":{"message":"m"}}`, "m", "", "", "Player.Play: 404 Not Found: m", "NotFound"},
		{"many lines", opPlay, 400, nil, "a\r\nb\u2028c\x00d\x1b[31m\xffe", "a b c d [31m\ufffde", "", "", "Player.Play: 400 Bad Request: a b c d [31m\ufffde", "BadRequest"},
		{"lines in JSON", opPlay, 400, nil, `{"error":{"message":"a\nb","reason":"X\nY"}}`, "a b", "X Y", "", "Player.Play: 400 Bad Request: a b [X Y]", "BadRequest"},
		{"gone in development mode", opSave, 403, nil, `{"error":{"status":403,"message":"Forbidden"}}`, "Forbidden", "", "",
			"Albums.Save: 403 Forbidden; this operation has not been available to apps in development mode since 2026-02-11; use Library.Save instead", "Forbidden DevelopmentMode"},
		{"gone without replacement", opGetMany, 403, nil, "", "", "", "",
			"Albums.GetMany: 403 Forbidden; this operation has not been available to apps in development mode since 2026-02-11", "Forbidden DevelopmentMode"},
		{"gone but not for that", opSave, 404, nil, "", "", "", "", "Albums.Save: 404 Not Found", "NotFound"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := callAPI(t, test.op, answers(test.status, test.header, test.body))
			header := test.header
			if header == nil {
				header = http.Header{}
			}
			want := &APIError{
				StatusCode: test.status, Message: test.message, Reason: test.reason, Code: test.code,
				RetryAfter: got.RetryAfter, // has a test of its own
				Attempts:   1,
				Operation:  test.op.Name, Method: test.op.Method, Path: test.op.Path,
				Replacement: test.op.Replacement, Development: test.op.Development,
				Header: header, Body: []byte(test.body),
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff("spotify: "+test.text, got.Error()); diff != "" {
				t.Errorf("Error() (-want +got):\n%s", diff)
			}
			for name, sentinel := range sentinels {
				want := strings.Contains(" "+test.is+" ", " "+name+" ")
				if errors.Is(got, sentinel) != want {
					t.Errorf("errors.Is(err, Err%s) = %v", name, !want)
				}
			}
		})
	}
}

func TestAPIErrorIsBounded(t *testing.T) {
	body := strings.Repeat("å long story ", 100_000)
	got := callAPI(t, opPlay, answers(400, nil, body))
	if len(got.Message) > maxMessage || !utf8.ValidString(got.Message) || !strings.HasSuffix(got.Message, "…") {
		t.Errorf("message of %d bytes: %q", len(got.Message), got.Message)
	}
	if len(got.Body) != maxKeptBody || cap(got.Body) > 2*maxKeptBody || string(got.Body) != body[:maxKeptBody] {
		t.Errorf("%d bytes of the body are kept, capacity %d", len(got.Body), cap(got.Body))
	}

	flood := &endless{}
	callAPI(t, opPlay, transport(func(req *http.Request) (*http.Response, error) {
		return response(req, 500, nil, flood), nil
	}))
	if flood.read > 4*maxErrorBody || !flood.closed {
		t.Errorf("read %d bytes, closed: %v", flood.read, flood.closed)
	}
}

func TestErrorsShowNoToken(t *testing.T) {
	echoes := map[string]string{
		"text":                "bad header Authorization: Bearer " + testToken,
		"regular":             `{"error":{"status":401,"message":"Invalid token ` + testToken + `","reason":"` + testToken + `"}}`,
		"escaped":             `{"error":{"message":"\u0042` + testToken[1:] + `"}}`,
		"escaped at the cut":  `{"error":{"message":"` + strings.Repeat("x", maxMessage-10) + `\u0042` + testToken[1:] + `"}}`,
		"RFC 6749":            `{"error":"` + testToken + `","error_description":"` + testToken + `"}`,
		"at the cut":          strings.Repeat("x", maxMessage-10) + testToken,
		"at the cut of bytes": strings.Repeat("x", maxKeptBody-10) + testToken,
	}
	for name, body := range echoes {
		t.Run(name, func(t *testing.T) {
			header := http.Header{"Www-Authenticate": {`Bearer error_description="` + testToken + `"`}}
			apiErr := callAPI(t, opPlay, withTestToken(), answers(401, header, body))
			shown := strings.Join([]string{
				apiErr.Error(), apiErr.Message, string(apiErr.Reason), apiErr.Code, apiErr.Header.Get("Www-Authenticate"),
			}, "\n")
			if !strings.HasPrefix(name, "escaped") { // what is kept of the body is as it came
				shown += "\n" + string(apiErr.Body)
			}
			// A part of a token is no better than the whole.
			if strings.Contains(shown, testToken[:5]) {
				t.Errorf("the token shows in\n%s", shown)
			}
			if !strings.Contains(shown, redacted) {
				t.Errorf("nothing was redacted in\n%s", shown)
			}
		})
	}
	if header := callAPI(t, opPlay, withTestToken(), answers(401, http.Header{"X": {testToken}}, "")).Header; header.Get("X") != redacted {
		t.Errorf("header %v", header)
	}
}

// A transport of golang.org/x/oauth2 sends another request than it is given.
func TestErrorsShowNoTokenOfTheTransport(t *testing.T) {
	apiErr := callAPI(t, opPlay, transport(func(req *http.Request) (*http.Response, error) {
		own := req.Clone(req.Context())
		own.Header.Set("Authorization", "Bearer "+testToken)
		return response(own, 401, nil, readCloser("no: "+testToken)), nil
	}))
	if apiErr.Message != "no: "+redacted {
		t.Errorf("message %q", apiErr.Message)
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	tests := []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"30", "", 30 * time.Second},
		{" 30 ", "", 30 * time.Second},
		{"0", "", 0},
		{"-5", "", 0},
		{"1.5", "", 1500 * time.Millisecond},
		{"NaN", "", 0},
		{"soon", "", 0},
		{"86400", "", 24 * time.Hour},
		{"99999999999999999999999", "", maxRetryAfter},
		{"9223372036854775807", "", maxRetryAfter},
		{"Wed, 01 Jul 2026 12:00:10 GMT", "", 10 * time.Second},
		{"Wed, 01 Jul 2026 11:59:00 GMT", "", 0},
		{"Wed, 01 Jul 2026 12:00:10 GMT", "Wed, 01 Jul 2026 12:00:03 GMT", 7 * time.Second},
		{"Wed, 01 Jul 2026 12:00:10 GMT", "yesterday", 10 * time.Second},
		{"Fri, 31 Dec 9999 23:59:59 GMT", "", maxRetryAfter},
	}
	for _, test := range tests {
		header := http.Header{}
		header.Set("Retry-After", test.value)
		header.Set("Date", test.date)
		if got := retryAfter(header, now); got != test.want {
			t.Errorf("Retry-After %q, Date %q: got %v, want %v", test.value, test.date, got, test.want)
		}
		c := newCaller(answers(429, header, ""), WithRetry(NoRetry()))
		c.now = func() time.Time { return now }
		var apiErr *APIError
		ok := errors.As(c.do(t.Context(), newRequest(opPlay, nil), nil), &apiErr)
		if !ok || apiErr.RetryAfter != test.want {
			t.Errorf("Retry-After %q, Date %q: error %v", test.value, test.date, apiErr)
		}
	}
}

// knownReasons are the reasons that the API is known to give.
var knownReasons = []Reason{
	"NO_PREV_TRACK", "NO_NEXT_TRACK", "NO_SPECIFIC_TRACK", "ALREADY_PAUSED", "NOT_PAUSED",
	"NOT_PLAYING_LOCALLY", "NOT_PLAYING_TRACK", "NOT_PLAYING_CONTEXT", "ENDLESS_CONTEXT",
	"CONTEXT_DISALLOW", "ALREADY_PLAYING", "RATE_LIMITED", "REMOTE_CONTROL_DISALLOW",
	"DEVICE_NOT_CONTROLLABLE", "VOLUME_CONTROL_DISALLOW", "NO_ACTIVE_DEVICE", "PREMIUM_REQUIRED",
	"UNKNOWN", "QUOTA_EXCEEDED",
}

func TestReasonIsKnown(t *testing.T) {
	for _, reason := range knownReasons {
		if !reason.IsKnown() {
			t.Errorf("%s is not known", reason)
		}
	}
	for _, reason := range []Reason{"", "no_active_device", "OTHER"} {
		if reason.IsKnown() {
			t.Errorf("%q is known", reason)
		}
	}
}

func FuzzAPIError(f *testing.F) {
	for _, body := range []string{
		"", "{}", "null", `"text"`, "[1]", "<html>", "text\nmore", "\xff\xfe", "{\"error\":",
		`{"error":{"status":404,"message":"m","reason":"NO_ACTIVE_DEVICE"}}`,
		`{"error":"invalid_grant","error_description":"d"}`, `{"status":400,"message":"m"}`,
	} {
		f.Add(403, "application/json", "30", body)
	}
	f.Add(502, "text/html", "Wed, 01 Jul 2026 12:00:10 GMT", "Bearer "+testToken)
	f.Fuzz(func(t *testing.T, status int, contentType, retry, body string) {
		header := http.Header{"Content-Type": {contentType}, "Retry-After": {retry}}
		resp := response(nil, status, header, readCloser(body))
		got := newAPIError(opSave, resp, secrets{testToken}, time.Time{})
		text := got.Error()
		if len(text) > 1000 || !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Errorf("message of %d bytes: %q", len(text), text)
		}
		if strings.Contains(text, testToken) || strings.Contains(string(got.Body), testToken) {
			t.Errorf("the token shows in %q", text)
		}
		if len(got.Body) > maxKeptBody || got.RetryAfter < 0 || got.RetryAfter > maxRetryAfter {
			t.Errorf("%d bytes of body, retry after %v", len(got.Body), got.RetryAfter)
		}
	})
}
