package spotifyredis

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
)

//go:embed cache_set.lua
var cacheSetScript string

const (
	cachePrefix        = "spotgen"
	cacheTTL           = 24 * time.Hour
	cacheMaxValue      = 1 << 20
	cacheMaxBytes      = 256 << 20
	cacheCompressAbove = 4 << 10
	cacheTimeout       = 100 * time.Millisecond

	// cacheOverhead is about what an entry costs beside its value.
	cacheOverhead = 400
)

// A CacheConfig says how answers are kept. The zero value is of use. Processes that share a
// cache need the same Prefix and App, and the same keys; they should have the same limits.
type CacheConfig struct {
	// Prefix is the beginning of all keys; "" is "spotgen".
	Prefix string
	// App tells the caches of apps apart: any name.
	App string
	// TTL is how long a value is kept; 0 is 24 hours. No answer is used for longer than it
	// allows, however long it is kept.
	TTL time.Duration
	// MaxValueBytes is the size of the largest value that is kept, before compression; 0
	// is 1 MiB.
	MaxValueBytes int
	// MaxBytes is about how much memory of the server all values may take; 0 is 256 MiB.
	// Those that were written first go first.
	MaxBytes int64
	// CompressAbove is the size in bytes from which values are compressed; 0 is 4 KiB, and
	// -1 is never.
	CompressAbove int
	// Timeout is the longest wait for the server; 0 is 100 ms. When that has passed, the
	// API is asked instead.
	Timeout time.Duration
	// Keys encrypt the values, which hold data of users: the first one encrypts, all of
	// them decrypt. Without keys, values are not encrypted.
	Keys []Key
	// Logger is told when the server fails, at level warn, and when it is back, at level
	// info; nil is [slog.Default].
	Logger *slog.Logger
}

func (c CacheConfig) withDefaults() CacheConfig {
	c.Prefix = cmp.Or(c.Prefix, cachePrefix)
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{{&c.TTL, cacheTTL}, {&c.Timeout, cacheTimeout}} {
		if *d.value < time.Millisecond {
			*d.value = d.standard
		}
	}
	if c.MaxValueBytes <= 0 {
		c.MaxValueBytes = cacheMaxValue
	}
	if c.MaxBytes <= 0 {
		c.MaxBytes = cacheMaxBytes
	}
	if c.CompressAbove == 0 {
		c.CompressAbove = cacheCompressAbove
	}
	return c
}

// A Cache keeps answers on the server, for [spotify.WithCache]. Name the user with
// [spotify.WithCacheUser], so that all processes find them. Keys are hashed, so that the
// names of keys on the server say nothing about users.
//
// While the server fails, the cache is empty: the API is asked, and nothing is kept. This is
// what FailOpen means elsewhere; there is no FailClosed, because a call must not fail for
// want of a cache. No method waits for longer than [CacheConfig].Timeout, and after some
// failures in a row the server is left alone for a while: a second at first, half a minute
// at most. A value that could not be replaced or deleted meanwhile is not used any more by
// this process, and is deleted once the server is back. Other processes may use it as long
// as its answer allows.
//
// All values of an app are on one server of a cluster. A server that drops values to save
// memory may do so at any time.
//
// Several goroutines may use a Cache at a time. Printed, logged or encoded, it shows no key.
type Cache struct {
	rdb    redis.UniversalClient
	config CacheConfig // without keys
	codec  func() cacheCodec
	err    error // why nothing is kept

	values, index, sizes string // keys; that of values is a prefix
	set                  *redis.Script
	breaker              breaker
	doubts               doubts
}

var _ spotify.Cache = (*Cache)(nil)

// NewCache returns a cache. The server is not asked yet. Limits that are not positive are
// the default ones. If a key is empty or two have the same ID, the cache keeps nothing, and
// logs an error: it must not store what should be encrypted.
func NewCache(rdb redis.UniversalClient, config CacheConfig) *Cache {
	config = config.withDefaults()
	keys, err := newSealer(config.Keys, len(config.Keys) == 0)
	if rdb == nil {
		err = errors.New("spotifyredis: the client of Redis is nil")
	}
	codec := cacheCodec{keys: keys, compressAbove: config.CompressAbove, max: config.MaxValueBytes}
	config.Keys = nil
	tag := escapeTag(config.Prefix) + ":{" + escapeTag(config.App) + ":cache}:"
	c := &Cache{
		rdb: rdb, config: config, codec: func() cacheCodec { return codec }, err: err,
		values: tag + "v:", index: tag + "index", sizes: tag + "sizes", set: redis.NewScript(cacheSetScript),
		breaker: breaker{now: time.Now}, doubts: doubts{now: time.Now, keep: config.TTL},
	}
	if err != nil {
		c.logger().Error("spotifyredis: the cache keeps nothing", slog.String("error", err.Error()))
	}
	return c
}

// Get returns the value of a key. It is not ok if there is none, if it is damaged, or if the
// server did not answer in time.
func (c *Cache) Get(ctx context.Context, key string) (value []byte, ok bool) {
	name := cacheName(key)
	if doubted, failed := c.doubts.look(name); doubted {
		if failed {
			c.remove(ctx, name)
		}
		return nil, false
	}
	stored, ok := ask(ctx, c, func(ctx context.Context) ([]byte, error) {
		stored, err := c.rdb.Get(ctx, c.values+name).Bytes()
		if errors.Is(err, redis.Nil) {
			return nil, nil
		}
		return stored, err
	})
	if !ok || len(stored) == 0 {
		return nil, false
	}
	return c.codec().decode(c.values+name, stored)
}

// Set stores the value and replaces the previous value of the key. One that is too large is
// not stored, but the previous one is removed.
func (c *Cache) Set(ctx context.Context, key string, value []byte) {
	name := cacheName(key)
	var stored []byte
	if len(value) <= c.config.MaxValueBytes {
		stored = c.codec().encode(c.values+name, value)
	}
	c.put(ctx, name, stored)
}

// Delete drops the value of a key, also if the context has ended: what it is about may
// have been carried out.
func (c *Cache) Delete(ctx context.Context, key string) { c.remove(ctx, cacheName(key)) }

func (c *Cache) remove(ctx context.Context, name string) { c.put(ctx, name, nil) }

// put replaces a value, or removes it if there is no new one.
func (c *Cache) put(ctx context.Context, name string, stored []byte) {
	change := c.doubts.begin(name)
	size := len(stored) + cacheOverhead
	_, ok := ask(context.WithoutCancel(ctx), c, func(ctx context.Context) (any, error) {
		return c.set.Run(ctx, c.rdb, []string{c.values + name, c.index, c.sizes},
			name, c.values, stored, c.config.TTL.Milliseconds(), size, c.config.MaxBytes).Result()
	})
	c.doubts.end(name, change, ok, stored == nil)
}

// ask asks the server, if that makes sense. It is not ok if there was no answer.
func ask[T any](ctx context.Context, c *Cache, do func(context.Context) (T, error)) (value T, ok bool) {
	if c.err != nil || ctx.Err() != nil || !c.breaker.enter() {
		return value, false
	}
	value, err := within(ctx, c.config.Timeout, do)
	if err != nil && ctx.Err() != nil {
		c.breaker.leave() // which says nothing about the server
		return value, false
	}
	switch c.breaker.done(err == nil) {
	case breakerOpened:
		c.logger().Warn("spotifyredis: the cache is empty while the server fails", slog.String("error", unavailable(err).Error()))
	case breakerClosed:
		c.logger().Info("spotifyredis: the cache is back")
	}
	return value, err == nil
}

func (c *Cache) logger() *slog.Logger {
	if c.config.Logger == nil {
		return slog.Default()
	}
	return c.config.Logger
}

// cacheName is what stands for a key on the server.
func cacheName(key string) string {
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}

// String describes the cache.
func (c *Cache) String() string { return "spotifyredis.Cache of " + c.values }

// Format prints the same as String, whatever the verb.
func (c *Cache) Format(f fmt.State, _ rune) { io.WriteString(f, c.String()) }

// LogValue logs the same as String.
func (c *Cache) LogValue() slog.Value { return slog.StringValue(c.String()) }

// MarshalText returns the same as String, so that encoders do not show more.
func (c *Cache) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
