package spotify

import (
	"sync"
	"sync/atomic"
)

// A pool keeps values to use them again, like a sync.Pool, but one of them stays until it is
// used. A sync.Pool keeps values for each processor, and drops those that are not used
// between two collections of garbage. A program that makes one call after another moves to
// another processor now and then, and would need a new value each time.
type pool[T any] struct {
	last atomic.Pointer[T]
	rest sync.Pool
}

const (
	// maxPooled bounds the buffers that are kept for reuse, in bytes.
	maxPooled = 4 << 20
	// maxLast bounds those that may stay for as long as the program runs.
	maxLast = 1 << 20
)

// get returns a value that is in use nowhere else, a zero one if there is no other.
func (p *pool[T]) get() *T {
	if value := p.last.Swap(nil); value != nil {
		return value
	}
	if value, ok := p.rest.Get().(*T); ok {
		return value
	}
	return new(T)
}

// put gives a value back that has a buffer of some bytes.
func (p *pool[T]) put(value *T, size int) {
	switch {
	case size <= maxLast && p.last.CompareAndSwap(nil, value):
	case size <= maxPooled:
		p.rest.Put(value)
	}
}
