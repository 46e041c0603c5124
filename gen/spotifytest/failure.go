package spotifytest

import (
	"net/http"
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A Failure is what a client gets in place of the answer to its request; see
// [Server.Fail]. The functions that return one make those that have been seen.
type Failure struct {
	// Status is the HTTP status, 200 to 599. Anything else is taken for 500.
	Status int
	// ContentType and Body are the body, and what it says to be. An empty ContentType
	// is not sent.
	ContentType string
	Body        string
	// RetryAfter is the time that the answer asks to wait, sent in seconds. Zero is not
	// sent. Spotify asks for whole seconds.
	RetryAfter time.Duration
	// After lets the request be carried out before its answer is lost: the client
	// cannot tell whether it was.
	After bool

	loss loss
}

// A loss is what a client does not get of an answer.
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

// JSONError is an error in the form of the Web API, without a reason if that is empty:
//
//	{"error": {"status": 404, "message": "…", "reason": "…"}}
func JSONError(status int, message string, reason spotify.Reason) Failure {
	described := object{"status": status, "message": message}
	if reason != "" {
		described["reason"] = reason
	}
	return jsonFailure(status, object{"error": described})
}

// OAuthError is an error in the form of RFC 6749, without a description if that is
// empty:
//
//	{"error": "invalid_token", "error_description": "…"}
func OAuthError(status int, code, description string) Failure {
	described := object{"error": code}
	if description != "" {
		described["error_description"] = description
	}
	return jsonFailure(status, described)
}

// BareError is an error in the form of the Web API without the object around it, as the
// schema has it for the library:
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

// HTMLError is a page as the servers in front of the API send it.
func HTMLError(status int) Failure {
	// Such a page has come with 502 (docs/facts/mismatches.md M75).
	title := strconv.Itoa(status) + " " + http.StatusText(status)
	return Failure{
		Status:      status,
		ContentType: "text/html; charset=utf-8",
		Body:        "<html>\n<head><title>" + title + "</title></head>\n<body><h1>" + title + "</h1></body>\n</html>\n",
	}
}

// EmptyError is a status without a body.
func EmptyError(status int) Failure { return Failure{Status: status} }

// ServerError is one of the statuses 500 to 504: a page for 502, and JSON for the others.
func ServerError(status int) Failure {
	if status == http.StatusBadGateway {
		return HTMLError(status)
	}
	return JSONError(status, http.StatusText(status), "")
}

// RateLimited is the usual refusal of requests that come too fast. Without a time to
// wait, it does not say how long.
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

// QuotaExceeded is the refusal of all requests for the rest of the day, because the
// quota of the developer is used up.
func QuotaExceeded() Failure {
	const day = 24 * time.Hour
	return JSONError(http.StatusTooManyRequests, "Quota exceeded", spotify.ReasonQuotaExceeded).asking(day)
}

// NotRegistered is the refusal of a user who is not on the list of those that may use an
// app in development mode.
func NotRegistered() Failure {
	// One of the texts in docs/facts/mismatches.md M73.
	return TextError(http.StatusForbidden, "User not registered in the Developer Dashboard")
}

// Reset breaks the connection without an answer. The effect on a client depends on its
// transport: that of Go silently sends a read again if the connection had been used
// before.
func Reset() Failure { return Failure{loss: lostAnswer} }

// Truncated carries the request out, and breaks the connection after half of the body of
// the right answer. If that has no body, all of it is lost.
func Truncated() Failure { return Failure{After: true, loss: lostHalf} }

// Garbage is a success whose body says that it is JSON, and is not.
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
