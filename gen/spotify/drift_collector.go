package spotify

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"
)

// A DriftCollector counts the drift that clients find, to be written to a file; see
// [WithDriftCollector]. The zero value is empty. It is safe for use by several goroutines,
// and must not be copied.
type DriftCollector struct {
	mu    sync.Mutex
	found driftSet
}

// WithDriftCollector counts drift as [WithDriftReport] would report it, with the same
// bounds: how many values of the answers were found to differ in the same way. At most
// 16,384 of one answer are looked at. One collector may serve many clients. The option
// replaces an earlier one; it can be used together with WithDriftReport.
func WithDriftCollector(collector *DriftCollector) ClientOption {
	return clientOption(func(c *config) {
		if collector == nil {
			c.invalid(errors.New("WithDriftCollector: the collector is nil"))
			return
		}
		c.drift = c.drift.with(func(w *driftWatch) { w.collector = collector })
	})
}

func (c *DriftCollector) count(found *sighting) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found.add(found)
}

// WriteTo writes the drift that was found so far, sorted, each as a line of JSON: the
// members of [Drift], and how often it was seen as "count". The command "spotgen verify"
// reads such files.
func (c *DriftCollector) WriteTo(w io.Writer) (n int64, err error) {
	c.mu.Lock()
	all := make([]countedDrift, 0, len(c.found.all))
	for _, key := range slices.Sorted(maps.Keys(c.found.all)) {
		all = append(all, *c.found.all[key])
	}
	c.mu.Unlock()
	slices.SortStableFunc(all, func(a, b countedDrift) int {
		return cmp.Or(cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Path, b.Path))
	})
	var lines bytes.Buffer
	for _, d := range all {
		line, err := json.Marshal(d)
		if err != nil {
			return 0, err
		}
		lines.Write(append(line, '\n'))
	}
	return lines.WriteTo(w)
}
