package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A writer encodes one value in the way of one contender.
type writer struct {
	contender string
	write     func() ([]byte, error)
}

// writers returns those who encode what a body holds: this package its own
// types, and the others the lean structs with the same values in them. zmb3's
// types do not hold the same, and those of oapi-codegen hold JSON.
func writers(kind string, data []byte) ([]writer, error) {
	switch kind {
	case playlist, noMarkets:
		return writersOf[spotify.Page[spotify.PlaylistItem], leanPage[leanPlaylistItem]](data)
	case savedAlbums:
		return writersOf[spotify.Page[spotify.SavedAlbum], leanPage[leanSavedAlbum]](data)
	case search:
		return writersOf[spotify.SearchResult, leanSearchResult](data)
	case savedTracks:
		return writersOf[spotify.Page[spotify.SavedTrack], leanPage[leanSavedTrack]](data)
	case analysis:
		return writersOf[spotify.AudioAnalysis, leanAudioAnalysis](data)
	}
	return nil, fmt.Errorf("nobody encodes the body %q", kind)
}

func writersOf[Ours json.Marshaler, Lean any, P decodable[Ours]](data []byte) ([]writer, error) {
	ours, lean := new(Ours), new(Lean)
	if err := errors.Join(decoder[Ours, P]()(data, ours), json.Unmarshal(data, lean)); err != nil {
		return nil, err
	}
	encode := encoder[Ours]()
	list := []writer{{thisPackage, func() ([]byte, error) { return encode(ours) }}}
	for _, codec := range leanCodecs() {
		list = append(list, writer{codec.contender, func() ([]byte, error) { return codec.marshal(lean) }})
	}
	return list, nil
}

// writeRuns returns the runs of the writers, after it has made sure that all of
// them write the same.
func writeRuns(writers []writer) ([]run, error) {
	var runs []run
	var first []byte
	for _, w := range writers {
		data, err := w.write()
		if err == nil && first == nil {
			first = data
		}
		if err == nil {
			err = sameValues(first, data)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", w.contender, err)
		}
		runs = append(runs, run{w.contender, len(data), func() error {
			_, err := w.write()
			return err
		}})
	}
	return runs, nil
}

// sameValues reports as an error if two encodings differ in a value. A value
// that is empty may be left out, and what has two names may be under either.
func sameValues(a, b []byte) error {
	var left, right any
	if err := errors.Join(json.Unmarshal(a, &left), json.Unmarshal(b, &right)); err != nil {
		return err
	}
	if !reflect.DeepEqual(withoutEmpty(left), withoutEmpty(right)) {
		return errors.New("the JSON has other values than that of this package")
	}
	return nil
}

// withoutEmpty removes the properties without a value, and returns nil if
// nothing is left. Elements of lists keep their places.
func withoutEmpty(tree any) any {
	switch tree := tree.(type) {
	case map[string]any:
		kept := make(map[string]any)
		for key, value := range tree {
			if value = withoutEmpty(value); value != nil {
				kept[formerName(key, value)] = value
			}
		}
		if len(kept) > 0 {
			return kept
		}
	case []any:
		for i := range tree {
			tree[i] = withoutEmpty(tree[i])
		}
		if len(tree) > 0 {
			return tree
		}
	case string:
		if tree != "" {
			return tree
		}
	case float64:
		if tree != 0 {
			return tree
		}
	case bool:
		if tree {
			return tree
		}
	}
	return nil
}

// formerName returns the name by which the lean structs know what Spotify has
// renamed in playlists.
func formerName(key string, value any) string {
	_, isObject := value.(map[string]any)
	switch {
	case key == "item":
		return "track"
	case key == "items" && isObject:
		return "tracks"
	}
	return key
}
