package spotify

import (
	"bytes"
	"encoding/json"
)

// A sighting is a note with the place to which it leads.
type sighting struct {
	operation string
	path      []byte // good until the next sighting
	note      *driftNote
	data      []byte // the answer
}

// value is the value that is shown.
func (s *sighting) value() json.RawMessage {
	raw := s.data[s.note.start:s.note.end]
	switch s.note.kind {
	case DriftUnknownMember:
		return outline(raw)
	case DriftBent:
		return bentValue(raw)
	}
	if s.note.text == "" && len(raw) == 0 {
		return json.RawMessage("{}") // an object that does not say of which kind it is
	}
	return publicWord(s.note.text)
}

// place is the object that has the unknown member, or else the path.
func (s *sighting) place() []byte {
	if i := bytes.LastIndexByte(s.path, '/'); i >= 0 && s.note.kind == DriftUnknownMember {
		return s.path[:i]
	}
	return s.path
}

// A driftSet remembers drift, up to some bound. The zero value is empty.
type driftSet struct {
	all    map[string]*countedDrift // by what makes it the same as another one
	places map[string]int           // how many there are at each
	key    []byte                   // for the next one
}

// A countedDrift is a drift and how often it was seen.
type countedDrift struct {
	Drift
	Count int `json:"count"`
}

// add counts a sighting and returns the drift, nil if the set is full.
func (s *driftSet) add(found *sighting) *countedDrift {
	s.key = append(append(s.key[:0], found.operation...), 0)
	s.key = append(append(s.key, found.note.kind...), 0)
	start := len(s.key)
	s.key = append(s.key, found.path...)
	if found.note.text != "" {
		s.key = append(append(s.key, 0), publicWord(found.note.text)...)
	}
	if known := s.all[string(s.key)]; known != nil {
		known.Count++
		return known
	}
	place := string(s.key[:start]) + string(found.place())
	if len(s.all) >= maxDrifts || s.places[place] >= maxDriftsPerPlace {
		return nil
	}
	if s.all == nil {
		s.all, s.places = map[string]*countedDrift{}, map[string]int{}
	}
	s.places[place]++
	added := &countedDrift{Drift: Drift{found.operation, string(found.path), found.note.kind, found.value()}, Count: 1}
	s.all[string(s.key)] = added
	return added
}
