package codectest

import (
	"encoding/json"
	"reflect"
	"sync"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// What struct tags do not tell is in these tables, and nowhere else. They are made
// once, because they are asked about every value.

// A union is a type with a field for each kind of object, which a property names.
type union struct {
	kind    string            // the property
	members map[string]string // from kinds to fields
	shapes  []shape
	raw     string // the field with the JSON of other kinds
}

// A shape overrules a kind: an object that has an object as a property is of
// another kind than it says.
type shape struct{ kind, property, becomes string }

var unions = sync.OnceValue(func() map[reflect.Type]union {
	return map[reflect.Type]union{
		reflect.TypeFor[spotify.Playable](): {
			kind:    "type",
			members: map[string]string{"track": "Track", "episode": "Episode"},
			shapes:  []shape{{kind: "episode", property: "album", becomes: "track"}},
			raw:     "Raw",
		},
	}
})

// twins has the former names of properties, by their present ones.
var twins = sync.OnceValue(func() map[reflect.Type]map[string]string {
	return map[reflect.Type]map[string]string{
		reflect.TypeFor[spotify.Playlist]():           {"items": "tracks"},
		reflect.TypeFor[spotify.SimplifiedPlaylist](): {"items": "tracks"},
		reflect.TypeFor[spotify.PlaylistItem]():       {"item": "track"},
	}
})

// millisecondsKey is that of the only property of an object that takes the place of
// a number of milliseconds.
const millisecondsKey = "totalMilliseconds"

// milliseconds has the properties that can be such objects.
var milliseconds = sync.OnceValue(func() map[reflect.Type]string {
	return map[reflect.Type]string{
		reflect.TypeFor[spotify.Track]():           "duration_ms",
		reflect.TypeFor[spotify.SimplifiedTrack](): "duration_ms",
	}
})

// listsOfOne has the properties that are lists of exactly one on the wire.
var listsOfOne = sync.OnceValue(func() map[reflect.Type]string {
	return map[reflect.Type]string{
		reflect.TypeFor[spotify.TransferRequest](): "device_ids",
	}
})

// Types that are not what their kind says.
func isMarkets(t reflect.Type) bool   { return t == reflect.TypeFor[spotify.Markets]() }
func isResources(t reflect.Type) bool { return t == reflect.TypeFor[spotify.Resources]() }
func isResource(t reflect.Type) bool  { return t == reflect.TypeFor[spotify.Resource]() }
func isTime(t reflect.Type) bool      { return t == reflect.TypeFor[time.Time]() }
func isUnknown(t reflect.Type) bool   { return t == reflect.TypeFor[*spotify.UnknownMembers]() }
func isRaw(t reflect.Type) bool       { return t == reflect.TypeFor[json.RawMessage]() }

// isPage reports whether the zero values among the items of a struct stand for null.
func isPage(t reflect.Type) bool { return t.Kind() == reflect.Struct && isPageName(t.Name()) }

// isRequest reports whether a type is only ever sent, so that it can hold what
// cannot be encoded.
func isRequest(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if isRequest(t.Field(i).Type) {
				return true
			}
		}
	case reflect.Slice, reflect.Pointer:
		return isResources(t) || isRequest(t.Elem())
	}
	return isResource(t)
}

func hasRules[V any](rules map[reflect.Type]V, t reflect.Type) bool {
	_, ok := rules[t]
	return ok
}
