package spotify

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkMemoryCacheGet reads random keys. What it needs grows with the number of
// entries because they no longer fit into the caches of the processor.
func BenchmarkMemoryCacheGet(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			cache := NewMemoryCache(1 << 40)
			keys := make([]string, n)
			for i := range keys {
				keys[i] = fmt.Sprintf("spotify:2:%064x", i)
				cache.Set(b.Context(), keys[i], make([]byte, 100))
			}
			asked := make([]string, 1<<16) // copies: the caller has built its key
			for i := range asked {
				asked[i] = fmt.Sprintf("spotify:2:%064x", rand.IntN(n))
			}
			i := 0
			for b.Loop() {
				if _, ok := cache.Get(b.Context(), asked[i&(1<<16-1)]); !ok {
					b.Fatal("lost")
				}
				i++
			}
		})
	}
}
