package spotify

import (
	"bytes"
	"cmp"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// errorBody is what can be learned from the body of an error, as it stands there.
type errorBody struct {
	message string
	reason  string
	code    string
}

// parseErrorBody understands the forms in which errors come:
//
//	{"error": {"status": 404, "message": "…", "reason": "…"}}   Spotify's Web API
//	{"error": "…", "error_description": "…"}                    RFC 6749
//	{"status": 404, "message": "…"}                             bare, and without status
//	{"status": 404, "title": "…", "detail": "…"}                RFC 9457
//	text, HTML or nothing                                       proxies, allow lists
//
// HTML has nothing to say that the status does not.
func parseErrorBody(contentType string, body []byte) errorBody {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte(byteOrderMark)))
	if len(body) == 0 || isHTML(contentType, body) {
		return errorBody{}
	}
	var found errorObject
	if unmarshal(body, found.decode) == nil {
		return found.body()
	}
	var text string
	if unmarshal(body, func(d *decoder) { d.string(&text) }) == nil {
		return errorBody{message: text}
	}
	return errorBody{message: string(body)}
}

// An errorObject has the properties of all forms in which errors come as an object.
// A property that is not a string counts as absent.
type errorObject struct {
	inner *errorObject // in place of code
	errorBody
	description string
	detail      string
	title       string
}

func (o *errorObject) decode(d *decoder) {
	if d.peek() != '{' {
		d.mismatch("an object")
	}
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "error":
			if d.peek() == '{' && o.inner == nil {
				o.inner = new(errorObject)
				o.inner.decode(d)
				continue
			}
			d.stringOrSkip(&o.code)
		case "error_description":
			d.stringOrSkip(&o.description)
		case "message":
			d.stringOrSkip(&o.message)
		case "reason":
			d.stringOrSkip(&o.reason)
		case "detail":
			d.stringOrSkip(&o.detail)
		case "title":
			d.stringOrSkip(&o.title)
		default:
			d.skip()
		}
	}
}

func (o *errorObject) body() errorBody {
	if o.inner != nil {
		o = o.inner
	}
	if o.code != "" {
		return errorBody{code: o.code, message: o.description}
	}
	return errorBody{message: cmp.Or(o.message, o.detail, o.title), reason: o.reason}
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

const (
	maxMessage = 300 // bytes of foreign text in an error message
	maxQuoted  = 48  // bytes of an argument in an error message: enough to know it again, too few to leak a token

	ellipsis = "…"
	redacted = "[redacted]"
)

// singleLine makes foreign text fit for a message: printable, on one line, valid
// UTF-8, and at most limit bytes long.
func singleLine(text string, limit int) string {
	text = strings.ToValidUTF8(text, string(utf8.RuneError))
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
	return shorten(strings.Join(words, " "), limit)
}

// shorten cuts text to at most limit bytes, between characters.
func shorten(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	cut := limit - len(ellipsis)
	for cut > 0 && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + ellipsis
}

// secrets are texts that no message may contain.
type secrets []string

// minSecret keeps short stand-ins for a token, as tests have them, from tearing
// holes into messages.
const minSecret = 6

// add adds the credentials of an exchange. The request of the response is another
// one if the transport of the HTTP client adds a token of its own, as that of
// golang.org/x/oauth2 does.
func (s *secrets) add(req *http.Request, resp *http.Response) {
	s.addHeader(req.Header)
	if resp != nil && resp.Request != nil && resp.Request != req {
		s.addHeader(resp.Request.Header)
	}
}

func (s *secrets) addHeader(header http.Header) {
	for _, value := range header.Values("Authorization") {
		_, credentials, ok := strings.Cut(value, " ")
		if !ok {
			credentials = value
		}
		if len(credentials) >= minSecret {
			*s = append(*s, credentials)
		}
	}
}

func (s secrets) redact(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, redacted)
	}
	return text
}

func (s secrets) redactBytes(text []byte) []byte {
	for _, secret := range s {
		text = bytes.ReplaceAll(text, []byte(secret), []byte(redacted))
	}
	return text
}

func (s secrets) redactHeader(header http.Header) http.Header {
	clean := header.Clone()
	for _, values := range clean {
		for i, value := range values {
			values[i] = s.redact(value)
		}
	}
	return clean
}
