package spotify

import (
	"context"
	"errors"
)

// A Cache keeps answers of the Web API for [WithCache]. [NewMemoryCache] makes one;
// others can keep them in files or on a server that several processes share.
//
// Keys are short and printable. Values are opaque: their form may change between
// versions of this package, and a value that is not what was set is ignored. They
// hold answers that belong to one user, unencrypted, but no token.
//
// A cache has no errors to return, because none of them is a reason for a call to
// fail: what cannot be found or kept is asked for again. It may drop values at any
// time, and where nothing else bounds it, it gives them a time to live of its own
// choice. It is used by several goroutines at a time.
type Cache interface {
	// Get returns the value of a key, and whether there is one. The client does
	// not change the value.
	Get(ctx context.Context, key string) (value []byte, ok bool)
	// Set keeps the value in place of the one that the key had. The client does
	// not change the value afterwards.
	Set(ctx context.Context, key string, value []byte)
	// Delete drops the value of a key, if there is one.
	Delete(ctx context.Context, key string)
}

// WithCache keeps answers as a private cache of RFC 9111 does, so that reads
// within the time that Spotify allows need no request, and later ones ask only
// whether the answer still holds (If-None-Match, If-Modified-Since). Spotify
// documents ETag, but does not send it everywhere, so how much this saves depends
// on the operation. Nothing is served longer than the answer allows, and no
// lifetime is guessed.
//
// One cache may serve many clients. Answers are kept apart by access token, so no
// user ever gets those of another; they are lost when the token is refreshed,
// unless [WithCacheUser] names the user. Where neither says whose an answer is,
// because the HTTP client adds the token, nothing is kept.
//
// Only complete answers with status 200 to reads are kept, of at most 4 MiB each.
// A write drops what is kept for its own URL; that of other URLs, like the other
// pages of a playlist, remains until it is no longer fresh. One answer is kept per
// URL: if the answer depends on a header of the request, like Accept-Language, the
// last one.
//
// Of a request's Cache-Control, which [WithHeader] sets, "no-cache" asks whether
// the answer still holds, "max-age" bounds its age, and "no-store" leaves the cache
// out. So does a condition of one's own, like If-None-Match: its 304 is returned as
// [ErrNotModified].
func WithCache(cache Cache) ClientOption {
	return func(c *config) {
		if cache == nil {
			c.invalid(errors.New("WithCache: nil cache"))
			return
		}
		c.cache = cache
	}
}

// WithCacheUser names the user whose answers the cache keeps, so that they remain
// of use when the access token is refreshed. The name is any text that is not empty,
// best the user's ID.
//
// Whoever shares the cache and the name shares the answers: a name that two users
// have shows the data of one to the other. Answers also depend on the app and on the
// scopes, so clients that differ in these need different names. A call that sets
// its own Authorization header is not this user's, and is kept apart by that header.
func WithCacheUser(name string) ClientOption {
	return func(c *config) {
		if name == "" {
			c.invalid(errors.New("WithCacheUser: the name of the user is empty"))
			return
		}
		c.cacheUser = name
	}
}
