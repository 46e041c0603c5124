package spotifytest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A Failure is the answer that a client gets in place of the right one; see
// [Server.Fail]. The functions that return a Failure make those that have been seen in
// the real API, and a few that no API should send.
//
// Some are oddities: the request is carried out, and its answer is a success that differs
// from the right one, as with [NullImages]. An oddity that does not fit an answer leaves it
// as it is. So does each oddity with errors and with answers without JSON.
type Failure struct {
	// Status is the HTTP status, 200 to 599. Any other value is sent as 500.
	Status int
	// ContentType is the header Content-Type, which is not sent if it is empty. Body is
	// the body.
	ContentType string
	Body        string
	// RetryAfter is the header Retry-After, which is sent in seconds. It is not sent if it
	// is zero. Spotify sends whole seconds only.
	RetryAfter time.Duration
	// After says that the request is carried out before it fails, so that the client
	// cannot tell whether it was.
	After bool

	loss  loss
	odd   *oddity // nil of a failure that replaces the answer
	label string  // on the page that has made it
}

// A loss says how much of an answer the client does not get.
type loss int

const (
	lostNothing loss = iota
	lostAnswer       // and the connection with it
	lostHalf         // of the body
)

// After returns the failure as one that happens after the request has been carried out,
// so that the client cannot tell whether it was.
func After(f Failure) Failure {
	f.After = true
	return f
}

// JSONError is an error in the form of the Web API. An empty reason is left out:
//
//	{"error": {"status": 404, "message": "…", "reason": "…"}}
func JSONError(status int, message string, reason spotify.Reason) Failure {
	described := object{"status": status, "message": message}
	if reason != "" {
		described["reason"] = reason
	}
	return jsonFailure(status, object{"error": described})
}

// OAuthError is an error in the form of RFC 6749. An empty description is left out:
//
//	{"error": "invalid_token", "error_description": "…"}
func OAuthError(status int, code, description string) Failure {
	described := object{"error": code}
	if description != "" {
		described["error_description"] = description
	}
	return jsonFailure(status, described)
}

// BareError is an error in the form of the Web API, but without the object around it.
// The schema describes it so for the library:
//
//	{"status": 400, "message": "…"}
func BareError(status int, message string) Failure {
	// The schema is wrong there (docs/facts/mismatches.md M72).
	return jsonFailure(status, object{"status": status, "message": message})
}

// TextError is an error in plain text.
func TextError(status int, text string) Failure {
	return Failure{Status: status, ContentType: "text/plain; charset=utf-8", Body: text}
}

// HTMLError is an HTML page like those that the servers in front of the API send.
func HTMLError(status int) Failure {
	// Such a page has come with 502 (docs/facts/mismatches.md M75).
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return Failure{
		Status:      status,
		ContentType: "text/html; charset=utf-8",
		Body:        "<html>\n<head><title>" + title + "</title></head>\n<body><h1>" + title + "</h1></body>\n</html>\n",
	}
}

// EmptyError is an error without a body.
func EmptyError(status int) Failure { return Failure{Status: status} }

// ServerError is an error with a status from 500 to 504. For 502 the body is an HTML
// page, for the others it is JSON.
func ServerError(status int) Failure {
	if status == http.StatusBadGateway {
		return HTMLError(status)
	}
	return JSONError(status, http.StatusText(status), "")
}

// RateLimited is the usual refusal of requests that come too fast: status 429 with
// JSON. If retryAfter is zero, there is no Retry-After.
func RateLimited(retryAfter time.Duration) Failure {
	// docs/facts/mismatches.md M74 has the forms of this and of the next two.
	return JSONError(http.StatusTooManyRequests, "API rate limit exceeded", "").asking(retryAfter)
}

// RateLimitedText is [RateLimited] in plain text.
func RateLimitedText(retryAfter time.Duration) Failure {
	return TextError(http.StatusTooManyRequests, "Too many requests").asking(retryAfter)
}

// RateLimitedEmpty is [RateLimited] without a body.
func RateLimitedEmpty(retryAfter time.Duration) Failure {
	return EmptyError(http.StatusTooManyRequests).asking(retryAfter)
}

// QuotaExceeded is the status 429 that refuses all requests for the rest of the day,
// because the quota of the developer is used up. Its Retry-After is 24 hours.
func QuotaExceeded() Failure {
	const day = 24 * time.Hour
	return JSONError(http.StatusTooManyRequests, "Quota exceeded", spotify.ReasonQuotaExceeded).asking(day)
}

// NotRegistered is the status 403 for a user who is not on the list of users of an app
// in development mode.
func NotRegistered() Failure {
	// One of the texts in docs/facts/mismatches.md M73.
	return TextError(http.StatusForbidden, "User not registered in the Developer Dashboard")
}

// Reset breaks the connection without an answer. The HTTP transport of Go then silently
// sends a read again if the connection had been used before.
func Reset() Failure { return Failure{loss: lostAnswer} }

// Truncated carries the request out, and breaks the connection after half of the body
// of the right answer. If the answer has no body, the client gets nothing of it.
func Truncated() Failure { return Failure{After: true, loss: lostHalf} }

// Garbage is a success whose body is not JSON, although its Content-Type says so.
func Garbage() Failure {
	return Failure{Status: http.StatusOK, ContentType: contentJSON, Body: "{\"items\": [\ufffd\x00\x1b[0m"}
}

const contentJSON = "application/json; charset=utf-8"

func jsonFailure(status int, body object) Failure {
	return Failure{Status: status, ContentType: contentJSON, Body: string(encode(body))}
}

// asking returns the failure with a time to wait.
func (f Failure) asking(wait time.Duration) Failure {
	f.RetryAfter = wait
	return f
}
