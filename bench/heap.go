package main

import (
	"fmt"
	"runtime"
)

// A heapRow is what a contender keeps alive.
type heapRow struct {
	Contender string  `json:"contender"`
	Bytes     float64 `json:"bytes"`
}

// measureHeap returns, for each contender that keeps anything, how much memory
// is alive after it has decoded that many different pages of playlist items.
func measureHeap(pages int) ([]heapRow, error) {
	var rows []heapRow
	for _, r := range readers(playlist) {
		if r.names == nil {
			continue
		}
		bytes, err := liveHeap(r, pages)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", r.contender, err)
		}
		rows = append(rows, heapRow{r.contender, bytes})
	}
	return rows, nil
}

// liveHeap decodes pages and keeps the values. The bodies are not kept: if they
// are alive at the end, it is because the values hold on to them.
func liveHeap(r reader, pages int) (float64, error) {
	kept := make([]any, pages)
	before := heapInUse()
	for i := range kept {
		value, err := r.read(playlistBody(uint64(i), true).data)
		if err != nil {
			return 0, err
		}
		kept[i] = value
	}
	after := heapInUse()
	runtime.KeepAlive(kept)
	return after - before, nil
}

// heapInUse collects twice, because pools keep what they hold for one collection.
func heapInUse() float64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc)
}
