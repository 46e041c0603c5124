package spotify

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// errorBody is what can be learned from the body of an error, as it stands there.
type errorBody struct {
	message string
	reason  string
	code    string
}

// parseErrorBody understands the forms in which errors come:
//
//	{"error": {"status": 404, "message": "…", "reason": "…"}}   the Web API
//	{"error": "…", "error_description": "…"}                    RFC 6749
//	{"status": 404, "message": "…"}                             bare, and without status
//	text, HTML or nothing                                       proxies, allow lists
//
// HTML has nothing to say that the status does not.
func parseErrorBody(contentType string, body []byte) errorBody {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF")))
	if len(body) == 0 || isHTML(contentType, body) {
		return errorBody{}
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(body, &object) == nil {
		return parseErrorObject(object)
	}
	var text string
	if json.Unmarshal(body, &text) == nil {
		return errorBody{message: text}
	}
	return errorBody{message: string(body)}
}

func parseErrorObject(object map[string]json.RawMessage) errorBody {
	var inner map[string]json.RawMessage
	if json.Unmarshal(object["error"], &inner) == nil && inner != nil {
		object = inner
	}
	if code := jsonString(object["error"]); code != "" {
		return errorBody{code: code, message: jsonString(object["error_description"])}
	}
	return errorBody{message: jsonString(object["message"]), reason: jsonString(object["reason"])}
}

// jsonString returns "" for what is not a string.
func jsonString(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

func isHTML(contentType string, body []byte) bool {
	mediaType, _, _ := mime.ParseMediaType(contentType)
	return body[0] == '<' || strings.HasSuffix(mediaType, "html")
}

// maxRetryAfter bounds what is believed. A day has been seen; anything near this
// limit is nonsense that must not overflow.
const maxRetryAfter = 366 * 24 * time.Hour

// retryAfter reads Retry-After: seconds, or an HTTP date, which is compared with
// the Date of the same answer where it has one, because clocks differ.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		// Written so that NaN is refused.
		if !(seconds > 0) {
			return 0
		}
		if seconds > maxRetryAfter.Seconds() {
			return maxRetryAfter
		}
		return time.Duration(seconds * float64(time.Second))
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return min(max(at.Sub(now), 0), maxRetryAfter)
}
