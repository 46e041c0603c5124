package spotifytest

import (
	"slices"
	"strings"
	"sync"
)

// violations are the requests that are not in the schema. They have a lock of their own,
// because a test is told of them while requests are served.
type violations struct {
	mu    sync.Mutex
	texts []string

	gate   sync.RWMutex // held while somebody is told
	closed bool         // the test may be over
}

// maxViolations bounds what is kept of a server that runs for long.
const maxViolations = 1000

// Violations returns the problems of requests that do not fit the schema: the last
// 1,000, the oldest first. Each text begins with the method of the client that sends
// such requests. Unless the server is [Relaxed], each has failed the test.
func (s *Server) Violations() []string {
	s.violations.mu.Lock()
	defer s.violations.mu.Unlock()
	return slices.Clone(s.violations.texts)
}

// violated reports a request that is not in the schema.
func (s *Server) violated(text string) {
	v := &s.violations
	v.add(text)
	v.gate.RLock()
	defer v.gate.RUnlock()
	if v.closed {
		return
	}
	if s.report != nil {
		s.report(text)
	}
	if s.t != nil && !s.relaxed {
		s.t.Errorf("spotifytest: %s", text)
	}
}

func (v *violations) add(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.texts = append(v.texts, text)
	v.texts = v.texts[max(len(v.texts)-maxViolations, 0):]
}

// close ends the reports to the test: one that comes when it is over would be a panic.
func (v *violations) close() {
	v.gate.Lock()
	defer v.gate.Unlock()
	v.closed = true
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
