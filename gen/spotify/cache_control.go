package spotify

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxDelta is what RFC 9111 (1.2.2) wants larger numbers taken for. Three of
// them can be added without overflow.
const maxDelta = (1 << 31) * time.Second

// cacheControl is what a private cache wants to know of Cache-Control.
type cacheControl struct {
	noStore bool
	// noCache is also set by the form that names fields, no-cache="Set-Cookie",
	// as RFC 9111 (5.2.2.4) allows.
	noCache   bool
	maxAge    time.Duration
	hasMaxAge bool
}

// parseCacheControl reads the values of Cache-Control. What is wrong is taken for
// what keeps less: a malformed or contradictory max-age is 0, and a string without
// an end, which may have swallowed anything, is no-store.
func parseCacheControl(values []string) cacheControl {
	var c cacheControl
	for _, rest := range values {
		for rest != "" {
			var directive string
			var ok bool
			if directive, rest, ok = cutDirective(rest); !ok {
				c.noStore = true
			}
			c.add(directive)
		}
	}
	return c
}

func (c *cacheControl) add(directive string) {
	name, argument, _ := strings.Cut(directive, "=")
	switch strings.ToLower(strings.TrimSpace(name)) {
	case "no-store":
		c.noStore = true
	case "no-cache":
		c.noCache = true
	case "max-age":
		age, _ := deltaSeconds(strings.Trim(strings.TrimSpace(argument), `"`))
		if c.hasMaxAge && age != c.maxAge {
			age = 0
		}
		c.maxAge, c.hasMaxAge = age, true
	}
}

// cutDirective cuts at the first comma outside a quoted string. It is not ok if a
// string does not end.
func cutDirective(s string) (directive, rest string, ok bool) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '\\' && quoted:
			i++
		case s[i] == ',' && !quoted:
			return s[:i], s[i+1:], true
		}
	}
	return s, "", !quoted
}

// deltaSeconds reads a number of seconds, which has digits only.
func deltaSeconds(s string) (d time.Duration, ok bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	seconds, err := strconv.ParseInt(s, 10, 64)
	if err != nil || seconds > int64(maxDelta/time.Second) {
		return maxDelta, true
	}
	return time.Duration(seconds) * time.Second, true
}

// freshnessLifetime is how long after its Date an answer may be served unasked
// (RFC 9111, 4.2.1). Nothing is guessed: without max-age and Expires it is 0.
func freshnessLifetime(header http.Header) time.Duration {
	control := parseCacheControl(header.Values("Cache-Control"))
	switch {
	case control.noCache:
		return 0
	case control.hasMaxAge:
		return control.maxAge
	}
	// "0" is common, and means that it has expired, like all that is no date.
	expires, err := http.ParseTime(header.Get("Expires"))
	if err != nil || len(header.Values("Expires")) > 1 {
		return 0
	}
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		return 0
	}
	return clampSeconds(expires.Sub(date))
}

// initialAge is how old an answer was on arrival (RFC 9111, 4.2.3): by its Date,
// or by the Age that caches on the way gave it and the time that it took.
func initialAge(header http.Header, requested, received time.Time) time.Duration {
	var apparent time.Duration
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		apparent = clampSeconds(received.Sub(date))
	}
	age, _, _ := strings.Cut(header.Get("Age"), ",")
	corrected, _ := deltaSeconds(strings.TrimSpace(age))
	return max(apparent, corrected+clampSeconds(received.Sub(requested)))
}

func clampSeconds(d time.Duration) time.Duration {
	return min(max(d, 0), maxDelta)
}
