package spotify

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// One value stays, however often memory is collected, unless it is large.
func TestPoolKeepsOne(t *testing.T) {
	for _, test := range []struct {
		size int
		kept bool
	}{
		{0, true}, {maxLast, true}, {maxLast + 1, false}, {maxPooled + 1, false},
	} {
		var p pool[[]byte]
		value := p.get()
		if value == nil || *value != nil {
			t.Fatalf("the first value is %v, want a zero one", value)
		}
		p.put(value, test.size)
		p.put(new([]byte), 0) // this one stays if there is room
		for range 3 {
			runtime.GC()
		}
		if got := p.get(); (got == value) != test.kept {
			t.Errorf("size %d: kept %v, want %v", test.size, got == value, test.kept)
		}
	}
}

// What is too large for reuse is dropped at once.
func TestPoolDropsLargeValues(t *testing.T) {
	var p pool[[]byte]
	large := new([]byte)
	for range 10 {
		p.put(large, maxPooled+1)
	}
	for range 10 {
		if p.get() == large {
			t.Fatal("a large value is used again")
		}
	}
}

// A value is in use once at a time.
func TestPoolConcurrently(t *testing.T) {
	var p pool[atomic.Int32]
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 2000 {
				value, other := p.get(), p.get()
				if n := value.Add(1); n != 1 || value == other {
					t.Errorf("%d users of a value", n)
				}
				value.Add(-1)
				p.put(value, i%3*maxLast)
				p.put(other, 0)
			}
		})
	}
	wg.Wait()
}
