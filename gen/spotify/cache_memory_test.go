package spotify

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
)

func TestMemoryCache(t *testing.T) {
	c := NewMemoryCache(1 << 20)
	if value, ok := c.Get(t.Context(), "a"); ok {
		t.Errorf("an empty cache has %q", value)
	}
	c.Set(t.Context(), "a", []byte("1"))
	c.Set(t.Context(), "b", []byte("2"))
	c.Set(t.Context(), "a", []byte("3"))
	for key, want := range map[string]string{"a": "3", "b": "2"} {
		if value, ok := c.Get(t.Context(), key); !ok || string(value) != want {
			t.Errorf("%s is %q, %v, want %q", key, value, ok, want)
		}
	}
	c.Delete(t.Context(), "a")
	c.Delete(t.Context(), "a")
	if _, ok := c.Get(t.Context(), "a"); ok {
		t.Error("a was not deleted")
	}
	if want := int64(2) + cacheOverhead; c.size != want {
		t.Errorf("size is %d, want %d", c.size, want)
	}
}

func TestMemoryCacheDropsTheLeastRecentlyUsed(t *testing.T) {
	// Room for ten entries.
	value := make([]byte, 1000)
	c := NewMemoryCache(10 * (1 + 1000 + cacheOverhead))
	keys := "abcdefghijklm"
	for _, key := range keys[:10] {
		c.Set(t.Context(), string(key), value)
	}
	c.Get(t.Context(), "a")
	c.Set(t.Context(), "c", value)
	for _, key := range keys[10:] {
		c.Set(t.Context(), string(key), value)
	}
	var kept string
	for _, key := range keys {
		if _, ok := c.Get(t.Context(), string(key)); ok {
			kept += string(key)
		}
	}
	if kept != "acfghijklm" {
		t.Errorf("kept %q, want all but b, d, e", kept)
	}
}

func TestMemoryCacheRefusesLargeEntries(t *testing.T) {
	const maxBytes = 80_000
	largest := maxBytes/cacheShare - cacheOverhead - 1
	tests := []struct {
		name  string
		value []byte
		kept  bool
	}{
		{"largest", make([]byte, largest), true},
		{"too large", make([]byte, largest+1), false},
		{"unused capacity", make([]byte, 1, largest+1), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := NewMemoryCache(maxBytes)
			c.Set(t.Context(), "k", []byte("before"))
			c.Set(t.Context(), "k", test.value)
			value, ok := c.Get(t.Context(), "k")
			if ok != test.kept || string(value) == "before" {
				t.Errorf("kept %v (%d bytes), want %v", ok, len(value), test.kept)
			}
		})
	}
}

func TestMemoryCacheDefaultSize(t *testing.T) {
	for _, maxBytes := range []int64{0, -1} {
		if c := NewMemoryCache(maxBytes); c.max != defaultCacheSize {
			t.Errorf("NewMemoryCache(%d) has %d bytes", maxBytes, c.max)
		}
	}
}

// Against a model without any cleverness, which keeps the entries in order of use.
func TestMemoryCacheUnderRandomLoad(t *testing.T) {
	const maxBytes = 40_000
	type entry struct {
		key   string
		value []byte
	}
	var model []entry // the last one used at the end
	size := func() (sum int64) {
		for _, e := range model {
			sum += int64(len(e.key)+cap(e.value)) + cacheOverhead
		}
		return sum
	}
	random := rand.New(rand.NewPCG(1, 2))
	c := NewMemoryCache(maxBytes)
	for step := range 20_000 {
		key := fmt.Sprint("key-", random.IntN(60))
		at := slices.IndexFunc(model, func(e entry) bool { return e.key == key })
		switch random.IntN(10) {
		case 0:
			c.Delete(t.Context(), key)
			if at >= 0 {
				model = slices.Delete(model, at, at+1)
			}
		case 1, 2, 3, 4:
			value := make([]byte, random.IntN(6000))
			c.Set(t.Context(), key, value)
			if at >= 0 {
				model = slices.Delete(model, at, at+1)
			}
			if int64(len(key)+cap(value))+cacheOverhead <= maxBytes/cacheShare {
				model = append(model, entry{key, value})
			}
			for size() > maxBytes {
				model = slices.Delete(model, 0, 1)
			}
		default:
			value, ok := c.Get(t.Context(), key)
			if ok != (at >= 0) || ok && len(value) != len(model[at].value) {
				t.Fatalf("step %d: %s is there: %v (%d bytes), in the model at %d", step, key, ok, len(value), at)
			}
			if at >= 0 {
				used := model[at]
				model = append(slices.Delete(model, at, at+1), used)
			}
		}
		if c.size > maxBytes || c.size != size() || len(c.entries) != len(model) || ringLen(c) != len(model) {
			t.Fatalf("step %d: %d bytes, %d keys, %d entries; want %d bytes, %d entries", step, c.size, len(c.entries), ringLen(c), size(), len(model))
		}
	}
}

func TestMemoryCacheConcurrently(t *testing.T) {
	const maxBytes = 50_000
	c := NewMemoryCache(maxBytes)
	var wg sync.WaitGroup
	for seed := range uint64(8) {
		wg.Go(func() {
			random := rand.New(rand.NewPCG(seed, 0))
			for range 2000 {
				key := fmt.Sprint(random.IntN(40))
				switch random.IntN(4) {
				case 0:
					c.Delete(t.Context(), key)
				case 1:
					c.Set(t.Context(), key, []byte(key+" is mine"+string(make([]byte, random.IntN(4000)))))
				default:
					if value, ok := c.Get(t.Context(), key); ok && string(value[:len(key)]) != key {
						t.Errorf("key %s has the value of %.10q", key, value)
					}
				}
			}
		})
	}
	wg.Wait()
	var sum int64
	for entry := c.ring.next; entry != &c.ring; entry = entry.next {
		sum += entry.size()
	}
	if sum != c.size || sum > maxBytes || ringLen(c) != len(c.entries) {
		t.Errorf("%d bytes counted, %d held, %d entries, %d keys", c.size, sum, ringLen(c), len(c.entries))
	}
}

// ringLen counts the entries in order of use, in both directions.
func ringLen(c *MemoryCache) (n int) {
	for e := c.ring.next; e != &c.ring; e = e.next {
		if e.next.before != e {
			return -1
		}
		n++
	}
	return n
}
