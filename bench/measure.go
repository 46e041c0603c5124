package main

import (
	"fmt"
	"runtime"
	"slices"
	"time"
)

// An effort is how long to measure. The machine may have other things to do, so
// that several short rounds tell more than one long one.
type effort struct {
	Rounds int           `json:"rounds"`
	Time   time.Duration `json:"time"` // of each contender in each round, at least
}

// A run is something to measure again and again.
type run struct {
	contender string
	size      int // bytes of JSON that go in or come out
	do        func() error
}

// A row is what was measured of a contender: the median of the rounds, for one
// time that it ran.
type row struct {
	Contender   string  `json:"contender"`
	Size        int     `json:"size"` // bytes of JSON
	Nanoseconds float64 `json:"nanoseconds"`
	Bytes       float64 `json:"bytes"` // allocated
	Allocations float64 `json:"allocations"`
}

// measure lets the contenders run in turns. Each round begins with another one,
// so that nobody always comes after the same neighbour.
func measure(runs []run, e effort) ([]row, error) {
	samples := make([][]row, len(runs))
	for round := range e.Rounds {
		for turn := range runs {
			i := (round + turn) % len(runs)
			sample, err := runs[i].sample(e.Time)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", runs[i].contender, err)
			}
			samples[i] = append(samples[i], sample)
		}
	}
	rows := make([]row, len(runs))
	for i, r := range runs {
		rows[i] = row{
			Contender:   r.contender,
			Size:        r.size,
			Nanoseconds: median(samples[i], func(s row) float64 { return s.Nanoseconds }),
			Bytes:       median(samples[i], func(s row) float64 { return s.Bytes }),
			Allocations: median(samples[i], func(s row) float64 { return s.Allocations }),
		}
	}
	return rows, nil
}

// sample measures one round. What the contenders before have left behind is
// collected first; what this one leaves behind is part of its time.
func (r run) sample(atLeast time.Duration) (row, error) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, elapsed := 0, time.Duration(0)
	for start := time.Now(); n == 0 || elapsed < atLeast; elapsed = time.Since(start) {
		if err := r.do(); err != nil {
			return row{}, err
		}
		n++
	}
	runtime.ReadMemStats(&after)
	return row{
		Nanoseconds: float64(elapsed.Nanoseconds()) / float64(n),
		Bytes:       float64(after.TotalAlloc-before.TotalAlloc) / float64(n),
		Allocations: float64(after.Mallocs-before.Mallocs) / float64(n),
	}, nil
}

// median returns the middle of the values, of two the mean.
func median(samples []row, value func(row) float64) float64 {
	var values []float64
	for _, s := range samples {
		values = append(values, value(s))
	}
	slices.Sort(values)
	n := len(values)
	if n == 0 {
		return 0
	}
	return (values[(n-1)/2] + values[n/2]) / 2
}
