package spotify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// maxCachedBody bounds the answers that are kept.
const maxCachedBody = 4 << 20

// A responseCache is the layer of [WithCache]: a private cache as RFC 9111 has it,
// reduced to what a client of one API needs.
type responseCache struct {
	*cacheWrites
	caller *caller
	cache  Cache
	next   exchange
}

// cacheWrites counts the writes for which a cache is changed. Callers with the same
// cache share it.
type cacheWrites struct {
	mu     sync.Mutex // keeps a write from coming between the look at writes and the change of the cache
	writes uint64     // that have ended
}

// An inquiry is a read that is on its way.
type inquiry struct {
	since  time.Time
	writes uint64 // that had ended then
}

func (c *responseCache) inquire() inquiry {
	c.mu.Lock()
	defer c.mu.Unlock()
	return inquiry{since: c.caller.now(), writes: c.writes}
}

// cached puts the cache of the client in front of an exchange.
func (c *caller) cached(next exchange) exchange {
	layer := &responseCache{cacheWrites: c.writes, caller: c, cache: c.cache, next: next}
	return layer.exchange
}

func (c *responseCache) exchange(call *call, req *http.Request) (answer, error) {
	owner := c.owner(call)
	switch {
	case owner.name == "":
		return c.next(call, req)
	case req.Method != http.MethodGet:
		return c.write(call, req, owner)
	case !mayUseCache(req):
		return c.next(call, req)
	}
	return c.read(call, req, owner)
}

// A cacheOwner identifies those who may see a stored answer.
type cacheOwner struct {
	named bool   // by WithCacheUser
	name  string // the Authorization header, or what WithCacheUser says
}

// owner finds out whose answer the request will get. The name is empty if that is
// unknown, because the HTTP client brings the token.
func (c *responseCache) owner(call *call) cacheOwner {
	own := call.request.header.Get("Authorization")
	switch {
	case own != "":
		return cacheOwner{name: own}
	case c.caller.cacheUser != "":
		return cacheOwner{named: true, name: c.caller.cacheUser}
	}
	return cacheOwner{name: call.authorization}
}

// key names the answer for a URL.
func (o cacheOwner) key(u *url.URL) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%t ", o.named)
	hashText(sum, o.name)
	hashText(sum, u.String())
	return "spotify:" + hex.EncodeToString(sum.Sum(nil))
}

// got reports whether the answer to a request that has been sent is one for the
// owner. It may have been sent with another token: that of the token source changes,
// and the HTTP client may bring its own.
func (o cacheOwner) got(call *call) bool {
	return o.named || !slices.ContainsFunc(call.hidden, func(token string) bool { return !strings.HasSuffix(o.name, token) })
}

// hashText adds a text and where it ends.
func hashText(sum hash.Hash, text string) {
	fmt.Fprintf(sum, "%d:%s", len(text), text)
}

// mayUseCache reports whether the cache may answer a request. Not one with a
// condition, because its caller wants to see the answer to it, and not one for a
// range, because the cache stores whole answers.
func mayUseCache(req *http.Request) bool {
	for _, name := range []string{"If-None-Match", "If-Modified-Since", "If-Match", "If-Unmodified-Since", "If-Range", "Range"} {
		if req.Header.Get(name) != "" {
			return false
		}
	}
	return !parseCacheControl(req.Header.Values("Cache-Control")).noStore
}

// write sends a write. Unless it was refused, what is kept for its URL, and for
// those that it says it changed, may hold no more (RFC 9111, 4.4). That includes a
// write that failed on the way: it may have been carried out.
func (c *responseCache) write(call *call, req *http.Request, owner cacheOwner) (answer, error) {
	ans, err := c.next(call, req)
	if err == nil && ans.StatusCode >= 400 && ans.StatusCode < 500 {
		return ans, nil
	}
	c.mu.Lock()
	c.writes++
	c.cache.Delete(req.Context(), owner.key(req.URL))
	c.mu.Unlock()
	if err != nil {
		return answer{}, err
	}
	for _, name := range []string{"Location", "Content-Location"} {
		if ans.Header.Get(name) == "" {
			continue
		}
		changed, err := req.URL.Parse(ans.Header.Get(name))
		if err == nil && sameServer(req.URL, changed) {
			c.cache.Delete(req.Context(), owner.key(changed))
		}
	}
	return ans, nil
}

// read answers from the cache, or asks and keeps the answer.
func (c *responseCache) read(call *call, req *http.Request, owner cacheOwner) (answer, error) {
	key := owner.key(req.URL)
	entry := c.load(req, key)
	if entry == nil {
		return c.fetch(call, req, owner, key)
	}
	now := c.caller.now()
	if entry.servable(parseCacheControl(req.Header.Values("Cache-Control")), now) {
		ans := entry.answer(req)
		age, _ := entry.age(now)
		ans.Header.Set("Age", formatAge(age))
		return ans, nil
	}
	if asked, ok := entry.conditional(req); ok {
		return c.revalidate(call, req, asked, owner, entry)
	}
	return c.fetch(call, req, owner, key)
}

// load returns what is kept for a request, nil if that is nothing, nothing
// readable, or the answer to another request.
func (c *responseCache) load(req *http.Request, key string) *cacheEntry {
	data, ok := c.cache.Get(req.Context(), key)
	if !ok {
		return nil
	}
	entry, err := decodeEntry(data)
	if err != nil || entry.key != key {
		return nil
	}
	if int64(len(entry.body)) > c.caller.maxResponseSize {
		return nil // it was kept by a client with another limit
	}
	if variant, ok := variantOf(req, entry.header); !ok || variant != entry.variant {
		return nil
	}
	return entry
}

// fetch asks without a condition.
func (c *responseCache) fetch(call *call, req *http.Request, owner cacheOwner, key string) (answer, error) {
	begun := c.inquire()
	ans, err := c.next(call, req)
	if err != nil {
		return answer{}, err
	}
	c.keep(call, req, ans, owner, key, begun)
	return ans, nil
}

// revalidate asks, with a condition, whether the entry still holds.
func (c *responseCache) revalidate(call *call, req, asked *http.Request, owner cacheOwner, entry *cacheEntry) (answer, error) {
	begun := c.inquire()
	ans, err := c.next(call, asked)
	if err != nil {
		return answer{}, err
	}
	if ans.StatusCode != http.StatusNotModified {
		c.keep(call, req, ans, owner, entry.key, begun)
		return ans, nil
	}
	discard(ans.Response)
	if !owner.got(call) || redirected(req, ans.Response) || !entry.confirmedBy(ans.Header) {
		// Something holds, but not what is kept. The answer to a request without a
		// condition cannot be misunderstood.
		return c.fetch(call, req, owner, entry.key)
	}
	entry = entry.confirmed(ans.Header, begun.since, c.caller.now())
	c.set(call, req, entry, begun)
	return entry.answer(req), nil
}

// keep keeps an answer if it may, and drops the one before if it is over.
func (c *responseCache) keep(call *call, req *http.Request, ans answer, owner cacheOwner, key string, begun inquiry) {
	switch {
	case !owner.got(call):
		return
	case ans.StatusCode == http.StatusNotFound, ans.StatusCode == http.StatusGone:
		c.cache.Delete(req.Context(), key)
		return
	case ans.StatusCode != http.StatusOK:
		return
	}
	received := c.caller.now()
	entry := &cacheEntry{key: key, requested: begun.since, received: received, header: keptHeader(ans.Header, received)}
	// A body that has not been read yet might turn out to be incomplete.
	if call.readingOf(ans.Response).ignores() || len(ans.content) > maxCachedBody || redirected(req, ans.Response) || !endIsKnown(ans.Response) {
		c.cache.Delete(req.Context(), key)
		return
	}
	entry.body = ans.content // the buffer of the call, of which set makes a copy
	c.set(call, req, entry, begun)
}

// set keeps an entry if that is allowed, and worth it: without a validator, it is
// only while the answer is fresh. Otherwise what was kept before is over. So it is
// if a write, to whatever, has ended since the read began: the answer may be older.
func (c *responseCache) set(call *call, req *http.Request, entry *cacheEntry, begun inquiry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	variant, ok := variantOf(req, entry.header)
	if !ok || c.writes != begun.writes || !entry.mayBeKept() || entry.holds(call.hidden) {
		c.cache.Delete(req.Context(), entry.key)
		return
	}
	entry.variant = variant
	c.cache.Set(req.Context(), entry.key, entry.encode())
}

// redirected reports whether the answer is that of another URL, which then is as
// fresh as it says, while the redirect may be not.
func redirected(req *http.Request, resp *http.Response) bool {
	return resp.Request != nil && resp.Request.URL.String() != req.URL.String()
}

// endIsKnown reports whether a body that was cut off would be noticed. In HTTP/1 it
// is not, if only the end of the connection ends it.
func endIsKnown(resp *http.Response) bool {
	return resp.ProtoMajor != 1 || resp.ContentLength >= 0 || resp.Uncompressed || len(resp.TransferEncoding) > 0
}

// variantOf identifies a request among those for the same URL by the headers that
// the Vary of the answer names. It is not ok if the answer depends on what cannot
// be seen here: the cookies are in the HTTP client.
//
// Authorization does not count, the key holds it: if WithCacheUser names the user,
// the tokens are meant to make no difference.
func variantOf(req *http.Request, header http.Header) (variant string, ok bool) {
	sum := sha256.New()
	for _, value := range header.Values("Vary") {
		for name := range strings.SplitSeq(value, ",") {
			switch name = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)); name {
			case "*", "Cookie":
				return "", false
			case "", "Authorization":
			default:
				hashText(sum, strings.Join(req.Header.Values(name), "\x00"))
			}
		}
	}
	return string(sum.Sum(nil)), true
}

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

// parseCacheControl reads the values of Cache-Control. A mistake counts as the value
// that stores less: a malformed or contradictory max-age is 0, and a string without
// an end, which may hide other directives, is no-store.
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
	// "0" is common. It means that the answer has expired, like any text that is not a
	// date.
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
