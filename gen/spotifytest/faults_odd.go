package spotifytest

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// An oddity is how an answer differs from the right one.
type oddity struct {
	asks    []func(*call)         // each changes the request before it is carried out
	changes []func([]byte) []byte // each changes the JSON of the answer
}

// ask changes a request that is about to be carried out. Most failures change nothing.
func (f *Failure) ask(c *call) {
	if f == nil || f.odd == nil {
		return
	}
	for _, ask := range f.odd.asks {
		ask(c)
	}
}

func (f *Failure) distorts() bool { return f.odd != nil && len(f.odd.changes) > 0 }

// distort changes the body of a success.
func (f *Failure) distort(body []byte) []byte {
	if !f.distorts() || !json.Valid(body) {
		return body
	}
	for _, change := range f.odd.changes {
		body = change(body)
	}
	return body
}

// keepsAnswer reports whether nothing replaces the answer.
func (f *Failure) keepsAnswer() bool { return f.odd != nil && f.Status == 0 }

// Pass lets a request through unharmed. Other failures that concern the same operation
// wait for the requests after it:
//
//	server.Fail(1, spotifytest.Pass(), spotify.OpTracksListSaved)
//	server.Fail(1, spotifytest.EmptyPage(), spotify.OpTracksListSaved) // the second page
func Pass() Failure { return Failure{After: true, odd: &oddity{}} }

// Together does several things to one answer, in their order:
//
//	server.Fail(-1, spotifytest.Together(spotifytest.NullImages(), spotifytest.FloatIntegers()))
//
// Any number of oddities can go together, and one failure of another sort with them, such
// as [Truncated]. Of several others, the last counts.
func Together(failures ...Failure) Failure {
	together, all := Pass(), &oddity{}
	for _, f := range failures {
		if f.odd != nil {
			all.asks = append(all.asks, f.odd.asks...)
			all.changes = append(all.changes, f.odd.changes...)
		}
		if !f.keepsAnswer() {
			together = f
		}
	}
	together.odd = all
	return together
}

// Edited has the body of an answer changed by a function, if it is JSON. The function must
// not call methods of the server. What it returns is sent as it is.
func Edited(edit func(body []byte) []byte) Failure {
	return Failure{After: true, odd: &oddity{changes: []func([]byte) []byte{func(body []byte) []byte {
		return edit(bytes.Clone(body))
	}}}}
}

// changed is an oddity that changes the JSON of an answer.
func changed(change func(v any) any) Failure {
	return Failure{After: true, odd: &oddity{changes: []func([]byte) []byte{func(body []byte) []byte {
		return encode(change(generic(json.RawMessage(body))))
	}}}}
}

// inEveryObject is an oddity that changes all objects of an answer, the inner ones first.
func inEveryObject(change func(object)) Failure {
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, element := range v {
				walk(element)
			}
		case object:
			for _, member := range v {
				walk(member)
			}
			change(v)
		}
	}
	return changed(func(v any) any {
		walk(v)
		return v
	})
}

// NullMembers makes the members of these names null, in all objects of an answer that have
// them.
func NullMembers(names ...string) Failure {
	odd := Pass()
	for _, name := range names {
		odd = Together(odd, ReplacedMember(name, nil))
	}
	return odd
}

// ReplacedMember gives the members of this name another value, in all objects of an answer
// that have them. The value is written as encoding/json does it. This is an
// answer that does not fit its type:
//
//	server.Fail(1, spotifytest.ReplacedMember("popularity", "very"), spotify.OpTracksGet)
func ReplacedMember(name string, value any) Failure {
	return inEveryObject(func(o object) {
		if _, ok := o[name]; ok {
			o[name] = value
		}
	})
}

// NullImages makes all lists of images null, as those of playlists and artists have been.
func NullImages() Failure {
	return NullMembers("images") // docs/facts/mismatches.md M14, M15
}

// MissingMembers leaves out the members of these names, in all objects of an answer.
func MissingMembers(names ...string) Failure {
	return inEveryObject(func(o object) {
		for _, name := range names {
			delete(o, name)
		}
	})
}

// AddedMember gives all objects of an answer another member, unless they have it. The value
// is written as encoding/json does it. Spotify adds members before its schema has them.
func AddedMember(name string, value any) Failure {
	return inEveryObject(func(o object) { // docs/facts/mismatches.md M48
		if _, ok := o[name]; !ok {
			o[name] = value
		}
	})
}

// RenamedMember gives the members of one name another name, in all objects of an answer.
// It replaces members that have the other name already. Spotify renamed tracks to items in
// February 2026, for example.
func RenamedMember(from, to string) Failure {
	return inEveryObject(func(o object) {
		if value, ok := o[from]; ok {
			delete(o, from)
			o[to] = value
		}
	})
}

// DurationObjects makes the duration_ms of tracks an object, as that of local files has
// been:
//
//	{"duration_ms": {"totalMilliseconds": 188000}}
func DurationObjects() Failure {
	return inEveryObject(func(o object) { // docs/facts/mismatches.md M31
		if length, ok := o["duration_ms"].(json.Number); ok && o["type"] == "track" {
			o["duration_ms"] = object{"totalMilliseconds": length}
		}
	})
}

// FloatIntegers writes the integers of these members as floating-point numbers: 640.0, and
// 1.1113535E7 from ten millions on. Without names, it writes all integers of an answer so.
func FloatIntegers(names ...string) Failure {
	return inEveryObject(func(o object) { // docs/facts/mismatches.md M30
		for name, value := range o {
			if len(names) == 0 || slices.Contains(names, name) {
				o[name] = floats(value)
			}
		}
	})
}

// floats makes floating-point numbers of integers, also of those in a list.
func floats(v any) any {
	switch v := v.(type) {
	case json.Number:
		if n, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return json.Number(javaFloat(n))
		}
	case []any:
		for i, element := range v {
			v[i] = floats(element)
		}
	}
	return v
}

// javaFloat writes an integer as Java writes a double, which is how Spotify did.
func javaFloat(n int64) string {
	const exponential = 10_000_000
	if -exponential < n && n < exponential {
		return strconv.FormatInt(n, 10) + ".0"
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(float64(n), 'E', -1, 64), "E+")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	return mantissa + "E" + strings.TrimPrefix(exponent, "0")
}
