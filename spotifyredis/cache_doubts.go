package spotifyredis

import (
	"sync"
	"time"
)

// maxDoubts is how many names are doubted one by one.
const maxDoubts = 10_000

// Doubts are about values on the server that could not be replaced or deleted.
type doubts struct {
	now  func() time.Time
	keep time.Duration // as long as values live

	mu    sync.Mutex
	count uint64 // of changes
	names map[string]*doubt
	all   time.Time // until when everything is doubted, because there were too many names
}

type doubt struct {
	underway int       // changes
	failed   uint64    // the last change that was under way when one failed; 0 for none
	until    time.Time // if one has failed
}

// begin is called before a change. Until its end, the value is doubted: it may be read
// before the change and come after it.
func (d *doubts) begin(name string) (change uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.names == nil {
		d.names = map[string]*doubt{}
	}
	if d.names[name] == nil {
		d.names[name] = new(doubt)
	}
	d.names[name].underway++
	d.count++
	return d.count
}

// end is called after a change. If it has failed, the value is doubted as long as it may
// live, or until a change that has begun later succeeds. If there are many doubts already,
// those that a change need not leave are left out.
func (d *doubts) end(name string, change uint64, ok, need bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	known := d.names[name]
	if known == nil {
		return // there were too many
	}
	known.underway--
	switch {
	case !ok && (need || len(d.names) < maxDoubts/2):
		known.failed, known.until = d.count, d.now().Add(d.keep)
	case ok && change > known.failed:
		known.failed = 0
	}
	if known.underway == 0 && known.failed == 0 {
		delete(d.names, name)
	}
	if len(d.names) > maxDoubts {
		d.names, d.all = nil, d.now().Add(d.keep)
	}
}

// look reports whether a value must not be used, and whether that is so because of a change
// that has failed.
func (d *doubts) look(name string) (doubted, failed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.now()
	known := d.names[name]
	if known != nil && known.failed != 0 && now.After(known.until) {
		if known.failed = 0; known.underway == 0 {
			delete(d.names, name)
			known = nil
		}
	}
	failed = known != nil && known.failed != 0
	return known != nil || now.Before(d.all), failed
}
