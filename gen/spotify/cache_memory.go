package spotify

import (
	"container/list"
	"context"
	"sync"
)

const (
	defaultCacheSize = 32 << 20

	// cacheOverhead is about what an entry costs beside its key and its value: a
	// list element, an entry of the map, and two headers.
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
	entries map[string]*list.Element
	recent  list.List // of *memoryEntry, the last one used first
}

type memoryEntry struct {
	key   string
	value []byte
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
	return &MemoryCache{max: maxBytes, entries: make(map[string]*list.Element)}
}

// Get returns the value of a key; ok is false if there is none. Do not change
// the value.
func (c *MemoryCache) Get(_ context.Context, key string) (value []byte, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.entries[key]
	if !ok {
		return nil, false
	}
	c.recent.MoveToFront(element)
	return element.Value.(*memoryEntry).value, true
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
	c.entries[key] = c.recent.PushFront(entry)
	c.size += entry.size()
	for c.size > c.max {
		c.remove(c.recent.Back().Value.(*memoryEntry).key)
	}
}

// Delete drops the value of a key.
func (c *MemoryCache) Delete(_ context.Context, key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remove(key)
}

func (c *MemoryCache) remove(key string) {
	element, ok := c.entries[key]
	if !ok {
		return
	}
	delete(c.entries, key)
	c.size -= c.recent.Remove(element).(*memoryEntry).size()
}
