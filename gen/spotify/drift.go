package spotify

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
)

// A Drift is a place where an answer of the API differs from the schema, although the
// client could read it.
type Drift struct {
	// Operation is the Go name of the operation, like "Tracks.Get".
	Operation string `json:"operation"`
	// Path is where the value stands in the body of the answer, as a JSON pointer like
	// "/album/images/*/width". It is "" for the body itself. An index is *, and so is a
	// key that does not look like the name of a property: it may be an ID, or the name of
	// a user.
	Path string `json:"path"`
	// Kind says how the value differs.
	Kind DriftKind `json:"kind"`
	// Value is JSON, of a few hundred bytes at most. An unknown value or kind is shown if
	// it looks like a word of an enum, and a number that was bent as it was sent. Of
	// everything else there is only the form, because it may be personal: 0 or 0.5 stands
	// for a number, "…" for a text, "0000-00-00" for a date, and a list has only its first
	// element.
	Value json.RawMessage `json:"value"`
}

// A DriftKind says how a value differs from the schema.
type DriftKind string

// The kinds of drift.
const (
	// The schema does not name the member. [WithUnknownMembers] keeps such members.
	DriftUnknownMember DriftKind = "unknown_member"
	// The value is none of those of its enum. It is kept as it is.
	DriftUnknownValue DriftKind = "unknown_value"
	// The property that tells of which kind an object is names an unknown kind, or the
	// object lacks that property. It is kept as it is.
	DriftUnknownKind DriftKind = "unknown_kind"
	// The value has another form than the schema says, and was read all the same: 640.0
	// as the integer 640, an empty list as an empty object, a date or an empty text as a
	// time, an object around an integer, or a text that is no Unicode.
	DriftBent DriftKind = "bent"
)

// Bounds of what a client remembers of drift.
const (
	maxDrifts         = 1000
	maxDriftsPerPlace = 50 // unknown members of one object, or unknown values of one member
)

// WithDriftReport tells of answers that differ from the schema without being a failure: it
// calls report with each [Drift], once for each operation, path, and kind, and for unknown
// values once for each value. Null in place of a value and members that are missing do not
// count, and neither do the answers to the method Do of a client, whose schema is not known,
// the bodies of errors, and what As… methods and UnmarshalJSON read. An answer from the cache
// counts.
//
// A client remembers up to 1,000 of them, up to 50 unknown members of one object or values of
// one member, and reports no others. Clients that ForUser makes of it share this memory.
//
// report is called before the method returns, or soon after it if several goroutines find
// drift at a time: there is one call of report at a time. It may call the client. Without
// this option, the client does not look for drift. The option replaces an earlier one.
func WithDriftReport(report func(Drift)) ClientOption {
	return clientOption(func(c *config) {
		if report == nil {
			c.invalid(errors.New("WithDriftReport: the function is nil"))
			return
		}
		c.drift = c.drift.with(func(w *driftWatch) { w.report = report })
	})
}

// LogDrift returns a function for [WithDriftReport] that logs at level warn, with the
// attributes operation, path, kind, and value. For a nil logger, that is [slog.Default].
func LogDrift(logger *slog.Logger) func(Drift) {
	if logger == nil {
		logger = slog.Default()
	}
	return func(d Drift) {
		logger.LogAttrs(context.Background(), slog.LevelWarn, "spotify: an answer differs from the schema",
			slog.String("operation", d.Operation), slog.String("path", d.Path),
			slog.String("kind", string(d.Kind)), slog.String("value", string(d.Value)))
	}
}

// A driftWatch is told of the answers of a client and reports what is new. A nil one is told
// of none.
type driftWatch struct {
	report    func(Drift)     // nil is none
	collector *DriftCollector // nil is none

	mu         sync.Mutex
	known      driftSet
	queue      []Drift // to be reported
	delivering bool    // somebody is emptying the queue
}

// with returns a watch that is another one with a change, and remembers nothing yet.
func (w *driftWatch) with(change func(*driftWatch)) *driftWatch {
	changed := new(driftWatch)
	if w != nil {
		changed.report, changed.collector = w.report, w.collector
	}
	change(changed)
	return changed
}

// take reports the notes of a decoder.
func (w *driftWatch) take(operation string, d *decoder) {
	var paths pathFinder
	var path []byte
	for i := range d.notes {
		n := &d.notes[i]
		paths.find(d.data, n.start)
		var ok bool
		if path, ok = appendPlace(path[:0], d.data, paths.steps); !ok {
			continue
		}
		found := sighting{operation: operation, path: path, note: n, data: d.data}
		if w.collector != nil {
			w.collector.count(&found)
		}
		if w.report != nil {
			w.mu.Lock()
			if e := w.known.add(&found); e != nil && e.Count == 1 {
				w.queue = append(w.queue, e.Drift)
			}
			w.mu.Unlock()
		}
	}
	w.deliver()
}

// deliver empties the queue, unless somebody does so already: then that is what happens to
// the drift of this goroutine as well. So report may call the client.
func (w *driftWatch) deliver() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.delivering {
		return
	}
	w.delivering = true
	defer func() { w.delivering = false }() // also after a panic
	for len(w.queue) > 0 {
		next := w.queue[0]
		w.queue = w.queue[1:]
		func() {
			w.mu.Unlock()
			defer w.mu.Lock()
			w.report(next)
		}()
	}
	w.queue = nil
}
