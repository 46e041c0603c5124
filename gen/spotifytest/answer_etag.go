package spotifytest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// ETags makes the server send an ETag with the answer to each read. A request with
// If-None-Match then gets status 304 and no body if the answer is still the same. By
// default there are no ETags: they are documented, but Spotify hardly ever sends them.
func ETags() Option { return func(c *config) { c.etags = true } }

// MaxAge makes the server send Cache-Control: max-age with the answer to each read, so
// that a client may reuse it for that time. Fractions of a second are cut off. The
// client measures the time by its own clock.
func MaxAge(d time.Duration) Option { return func(c *config) { c.maxAge = max(d, 0) } }

// writeValidators adds what a cache wants to know of a body to the header of the answer
// to a successful read. It reports true if the client has the body already, in which case
// the answer has to be a 304.
func (c *config) writeValidators(header http.Header, r *http.Request, body []byte) (known bool) {
	if !c.etags && c.maxAge == 0 {
		return false
	}
	header.Set("Cache-Control", fmt.Sprintf("private, max-age=%d", int(c.maxAge.Seconds())))
	header.Set("Vary", "Authorization")
	if !c.etags { // as is usual (docs/facts/mismatches.md M79)
		return false
	}
	tag := entityTag(body)
	header.Set("ETag", tag)
	return matchesTag(r.Header.Values("If-None-Match"), tag)
}

// entityTag makes a strong tag: bodies that have the same are the same.
func entityTag(body []byte) string {
	const bytes = 12
	sum := sha256.Sum256(body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:bytes]) + `"`
}

// matchesTag reports whether the values of If-None-Match have a tag, by the weak
// comparison that RFC 9110 (13.1.2) wants there, or "*", which is any. What cannot be
// read ends the list.
func matchesTag(values []string, tag string) bool {
	for _, rest := range values {
		if strings.TrimSpace(rest) == "*" {
			return true
		}
		for {
			var given string
			var ok bool
			if given, rest, ok = cutTag(rest); !ok {
				break
			}
			if given == tag {
				return true
			}
		}
	}
	return false
}

// cutTag cuts the first tag, without the mark of a weak one, off a list. Tags may have
// commas in them.
func cutTag(list string) (tag, rest string, ok bool) {
	list = strings.TrimPrefix(strings.TrimLeft(list, " \t,"), "W/")
	if !strings.HasPrefix(list, `"`) {
		return "", "", false
	}
	end := strings.IndexByte(list[1:], '"')
	if end < 0 {
		return "", "", false
	}
	return list[:end+2], list[end+2:], true
}
