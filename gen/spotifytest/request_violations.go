package spotifytest

import (
	"slices"
	"strings"
	"sync"
)

// findings are texts about requests. They have a lock of their own, because a test is told
// of them while requests are served.
type findings struct {
	mu    sync.Mutex
	texts []string
}

// maxFindings bounds what is kept of a server that runs for long.
const maxFindings = 1000

func (f *findings) add(text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.texts = append(f.texts, text)
	f.texts = f.texts[max(len(f.texts)-maxFindings, 0):]
}

func (f *findings) list() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.texts)
}

// A gate is open until the test may be over. A report to a test that is over would be a
// panic.
type gate struct {
	mu     sync.RWMutex // held while somebody is told
	closed bool
}

func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
}

// pass calls a function while the gate is open.
func (g *gate) pass(report func()) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if !g.closed {
		report()
	}
}

// Violations returns the problems of requests that do not fit the schema: the last
// 1,000, the oldest first. Each text begins with the method of the client that sends
// such requests. Unless the server is [Relaxed], each has failed the test.
func (s *Server) Violations() []string { return s.violations.list() }

// Warnings returns what is odd about requests that do not fit the schema, but that Spotify
// is known to accept as they are. An example is a list of IDs in the query that the schema
// has in the body. They are the last 1,000 warnings, the oldest first. Each text begins
// with the method of the client that sends such requests. Warnings never fail a test.
func (s *Server) Warnings() []string { return s.warnings.list() }

// violated reports a request that is not in the schema.
func (s *Server) violated(text string) {
	s.violations.add(text)
	s.reports.pass(func() {
		if s.report != nil {
			s.report(text)
		}
		if s.t != nil && !s.relaxed {
			s.t.Errorf("spotifytest: %s", text)
		}
	})
}

// warned reports a request that is not in the schema and is accepted all the same.
func (s *Server) warned(text string) {
	s.warnings.add(text)
	s.reports.pass(func() {
		if s.reportWarning != nil {
			s.reportWarning(text)
		}
	})
}

// alternatives suggests names for one that does not exist.
func alternatives(name string, names []string, none string) string {
	if len(names) == 0 {
		return none
	}
	if near := nearName(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "want " + oneOfThese(names)
}

// oneOfThese lists what can be chosen. A list that is too long to read is cut.
func oneOfThese(names []string) string {
	const most = 12
	if len(names) > most {
		return "one of " + strings.Join(names[:most], ", ") + ", …"
	}
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// nearName returns the name that is most like another one, "" if none is. A third of
// its letters may differ.
func nearName(name string, names []string) string {
	const longest = 64 // that anybody mistypes
	if len(name) > longest {
		return ""
	}
	best, bestDistance := "", len(name)/3+1
	for _, candidate := range names {
		if d := editsBetween(strings.ToLower(name), strings.ToLower(candidate)); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// editsBetween is the number of letters to insert, remove, replace, or swap with the next
// one, to get from one text to the other.
func editsBetween(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			replaced := last[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(replaced, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
