package spotify

import (
	"bytes"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"
)

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

// secretsOf finds the credentials of an exchange. The request of the response is
// another one if the transport of the HTTP client adds a token of its own, as that
// of golang.org/x/oauth2 does.
func secretsOf(req *http.Request, resp *http.Response) secrets {
	var found secrets
	found.add(req.Header)
	if resp != nil && resp.Request != nil && resp.Request != req {
		found.add(resp.Request.Header)
	}
	return found
}

func (s *secrets) add(header http.Header) {
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
