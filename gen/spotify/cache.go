package spotify

import (
	"context"
	"errors"
	"sync"
)

// A Cache keeps answers of the API for [WithCache]. [NewMemoryCache] makes
// one. Other implementations can keep them in files, or on a server that
// several processes share.
//
// Keys are short and printable. Values are opaque: their form may change
// between versions of this package, and the client ignores a value that is not
// what it stored. They hold the answers for one user, unencrypted, but no
// token.
//
// The methods return no errors, because a failing cache must not make a call
// fail: the client asks the API again. A cache may drop values at any time. If
// it has no other limit, it should give its values a time to live. It must be
// safe for use by several goroutines.
type Cache interface {
	// Get returns the value of a key; ok is false if there is none. The client
	// does not change the value.
	Get(ctx context.Context, key string) (value []byte, ok bool)
	// Set stores the value and replaces the previous value of the key. The client
	// does not change the value afterwards.
	Set(ctx context.Context, key string, value []byte)
	// Delete drops the value of a key, if there is one.
	Delete(ctx context.Context, key string)
}

// WithCache stores answers like a private cache of RFC 9111. While an answer is
// fresh, reads need no request. Later reads ask only whether the answer is
// still valid (If-None-Match, If-Modified-Since). Spotify documents ETag, but
// does not send it everywhere, so the saving depends on the operation. Nothing
// is served longer than the answer allows, and no lifetime is guessed.
//
// One cache may serve many clients. Answers are kept apart by access token, so
// no user ever gets those of another. They are lost when the token is
// refreshed, unless [WithCacheUser] names the user. If the HTTP client adds the
// token and WithCacheUser is not used, nothing is cached.
//
// Only complete answers to reads with status 200 are cached, up to 4 MiB each.
// A write drops the answer cached for its own URL. Answers for other URLs, like
// the other pages of a playlist, stay until they are no longer fresh. Only one
// answer is cached per URL: if it depends on a header of the request, like
// Accept-Language, it is the last one.
//
// To control the cache for one call, set Cache-Control with [WithHeader]:
// "no-cache" asks the API whether the answer is still valid, "max-age" limits
// its age, and "no-store" bypasses the cache. A condition that you set
// yourself, like If-None-Match, bypasses it as well: a 304 is then returned as
// [ErrNotModified].
func WithCache(cache Cache) ClientOption {
	return clientOption(func(c *config) {
		if cache == nil {
			c.invalid(errors.New("WithCache: the cache is nil"))
			return
		}
		c.cache = cache
	})
}

// WithCacheUser names the user whose answers are cached, so that they stay
// usable when the access token is refreshed. The name is any text that is not
// empty; the user's ID is best.
//
// Clients with the same cache and the same name share the answers: if two users
// have the same name, one gets the data of the other. Answers also depend on
// the app and on the scopes, so clients that differ in these need different
// names. A call that sets its own Authorization header does not count as this
// user's. Its answers are kept apart by that header.
func WithCacheUser(name string) ClientOption {
	return clientOption(func(c *config) {
		if name == "" {
			c.invalid(errors.New("WithCacheUser: the name of the user is empty"))
			return
		}
		c.cacheUser = name
	})
}

const (
	defaultCacheSize = 32 << 20

	// cacheOverhead is about what an entry costs beside its key and its value: its
	// place in the map and in the order of use, and two headers.
	cacheOverhead = 256

	// cacheShare is the part of a cache, one in so many, that a single entry may
	// have. Larger ones would drive out everything else.
	cacheShare = 8
)

// A MemoryCache is a [Cache] in the memory of the process. When it gets too
// large, it drops the values that have not been used for the longest time.
type MemoryCache struct {
	max int64

	mu      sync.Mutex
	size    int64
	entries map[string]*memoryEntry
	ring    memoryEntry // stands between the entry used last, behind it, and the one to drop next, before it
}

// A memoryEntry is in a ring, in the order of use. To use one of many entries touches
// memory that the processor no longer has at hand, so that the ring is a part of them.
type memoryEntry struct {
	key          string
	value        []byte
	before, next *memoryEntry
}

// moveTo puts an entry behind another one, and takes it out of its place if it has one.
func (e *memoryEntry) moveTo(place *memoryEntry) {
	e.takeOut()
	e.before, e.next = place, place.next
	e.before.next, e.next.before = e, e
}

func (e *memoryEntry) takeOut() {
	if e.next != nil {
		e.before.next, e.next.before = e.next, e.before
	}
}

func (e *memoryEntry) size() int64 {
	return int64(len(e.key)+cap(e.value)) + cacheOverhead
}

// NewMemoryCache makes an empty cache that takes up to about maxBytes of
// memory, or 32 MiB if maxBytes is not positive. A value that would take more
// than an eighth of that is not kept.
func NewMemoryCache(maxBytes int64) *MemoryCache {
	if maxBytes <= 0 {
		maxBytes = defaultCacheSize
	}
	c := &MemoryCache{max: maxBytes, entries: make(map[string]*memoryEntry)}
	c.ring.before, c.ring.next = &c.ring, &c.ring
	return c
}

// Get returns the value of a key; ok is false if there is none. Do not change
// the value.
func (c *MemoryCache) Get(_ context.Context, key string) (value []byte, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.entries[key]
	if !ok {
		return nil, false
	}
	entry.moveTo(&c.ring)
	return entry.value, true
}

// Set stores a value, which must not be changed afterwards. A value that is too
// large is not stored, but the previous value of the key is still removed.
func (c *MemoryCache) Set(_ context.Context, key string, value []byte) {
	entry := &memoryEntry{key: key, value: value}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(key)
	if entry.size() > c.max/cacheShare {
		return
	}
	c.entries[key] = entry
	entry.moveTo(&c.ring)
	c.size += entry.size()
	for c.size > c.max {
		c.remove(c.ring.before.key)
	}
}

// Delete drops the value of a key.
func (c *MemoryCache) Delete(_ context.Context, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(key)
}

func (c *MemoryCache) remove(key string) {
	entry, ok := c.entries[key]
	if !ok {
		return
	}
	delete(c.entries, key)
	entry.takeOut()
	c.size -= entry.size()
}
