package codectest

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/internal/backlog"
)

const emittedDir = "../../gen/spotify"

// A subject is a type whose codec is tested.
type subject struct {
	name string
	typ  reflect.Type
}

// subjects lists all types that the generator emits with JSON in mind, and those of
// the runtime that are JSON themselves. TestSubjectsAreComplete keeps it honest.
func subjects() []subject {
	var list []subject
	for _, value := range []any{
		spotify.Actions{}, spotify.AddItemsRequest{}, spotify.Album{}, spotify.Artist{},
		spotify.AudioAnalysis{}, spotify.AudioAnalysisMeta{}, spotify.AudioAnalysisTrack{},
		spotify.AudioFeatures{}, spotify.AudioSection{}, spotify.AudioSegment{},
		spotify.Audiobook{}, spotify.Author{}, spotify.Category{}, spotify.Chapter{},
		spotify.Copyright{}, spotify.CreatePlaylistRequest{}, spotify.CurrentUser{},
		spotify.CurrentlyPlaying{}, spotify.Cursors{}, spotify.Device{}, spotify.Disallows{},
		spotify.DiscographyAlbum{}, spotify.Episode{}, spotify.ExplicitContentSettings{},
		spotify.ExternalIDs{}, spotify.ExternalURLs{}, spotify.FeaturedPlaylists{},
		spotify.FollowPlaylistRequest{}, spotify.Followers{}, spotify.Image{},
		spotify.LinkedTrack{}, spotify.Narrator{}, spotify.PlayHistory{},
		spotify.PlayOffset{}, spotify.PlayRequest{}, spotify.Playable{},
		spotify.PlaybackContext{}, spotify.PlaybackState{}, spotify.Playlist{},
		spotify.PlaylistItem{}, spotify.PlaylistItemToRemove{}, spotify.PlaylistItemsRef{},
		spotify.PlaylistOwner{}, spotify.Queue{}, spotify.RecommendationSeed{},
		spotify.Recommendations{}, spotify.RemoveItemsRequest{},
		spotify.RemoveTracksRequest{}, spotify.ReorderItemsRequest{},
		spotify.ReplaceItemsRequest{}, spotify.Restrictions{}, spotify.ResumePoint{},
		spotify.SavedAlbum{}, spotify.SavedEpisode{},
		spotify.SavedShow{}, spotify.SavedTrack{}, spotify.SearchResult{}, spotify.Show{},
		spotify.SimplifiedAlbum{}, spotify.SimplifiedArtist{},
		spotify.SimplifiedAudiobook{}, spotify.SimplifiedChapter{},
		spotify.SimplifiedEpisode{}, spotify.SimplifiedPlaylist{}, spotify.SimplifiedShow{},
		spotify.SimplifiedTrack{}, spotify.TimeInterval{}, spotify.TimestampedID{},
		spotify.Track{}, spotify.TransferRequest{}, spotify.UpdatePlaylistRequest{},
		spotify.User{}, spotify.UserRef{},

		spotify.CursorPage[spotify.Artist]{}, spotify.CursorPage[spotify.PlayHistory]{},
		spotify.Page[spotify.Artist]{}, spotify.Page[spotify.Category]{},
		spotify.Page[spotify.DiscographyAlbum]{}, spotify.Page[spotify.PlaylistItem]{},
		spotify.Page[spotify.SavedAlbum]{}, spotify.Page[spotify.SavedEpisode]{},
		spotify.Page[spotify.SavedShow]{}, spotify.Page[spotify.SavedTrack]{},
		spotify.Page[spotify.SimplifiedAlbum]{}, spotify.Page[spotify.SimplifiedAudiobook]{},
		spotify.Page[spotify.SimplifiedChapter]{}, spotify.Page[spotify.SimplifiedEpisode]{},
		spotify.Page[spotify.SimplifiedPlaylist]{}, spotify.Page[spotify.SimplifiedShow]{},
		spotify.Page[spotify.SimplifiedTrack]{}, spotify.Page[spotify.Track]{},

		spotify.Markets{}, spotify.Resources{},
	} {
		list = append(list, subjectOf(reflect.TypeOf(value)))
	}
	return list
}

// subjectFor returns the subject of a type that is known when the test is compiled.
func subjectFor[T any]() subject { return subjectOf(reflect.TypeFor[T]()) }

func subjectOf(t reflect.Type) subject {
	return subject{strings.ReplaceAll(t.Name(), t.PkgPath()+".", ""), t}
}

// decode decodes as encoding/json would make the type do it, but does not let
// encoding/json look at the input first: the decoder must find every mistake itself.
// Mirrors, which have no methods, are left to encoding/json.
func decode(into any, data []byte) error {
	if u, ok := into.(json.Unmarshaler); ok {
		return u.UnmarshalJSON(data)
	}
	return json.Unmarshal(data, into)
}

// encode is the way back, without the second look of encoding/json either.
func encode(value any) ([]byte, error) {
	if m, ok := value.(json.Marshaler); ok {
		return m.MarshalJSON()
	}
	return standardEncode(value)
}

// standardEncode is encoding/json without the escapes for HTML, and without the
// newline of its Encoder.
func standardEncode(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// TestCodecsAreEmitted makes sure that no type is left to the reflection of
// encoding/json, and that no test here looks at that instead of emitted code.
func TestCodecsAreEmitted(t *testing.T) {
	for _, s := range subjects() {
		if !reflect.PointerTo(s.typ).Implements(reflect.TypeFor[json.Unmarshaler]()) {
			t.Errorf("*%s has no UnmarshalJSON", s.name)
		}
		if !s.typ.Implements(reflect.TypeFor[json.Marshaler]()) {
			t.Errorf("%s has no MarshalJSON", s.name)
		}
	}
}

// TestSubjectsAreComplete compares the list of subjects with the structs of types_gen.go
// and with the pages that any emitted file speaks of.
func TestSubjectsAreComplete(t *testing.T) {
	listed := make(map[string]bool)
	for _, s := range subjects() {
		if listed[s.name] {
			t.Errorf("%s is listed twice", s.name)
		}
		listed[s.name] = true
	}
	structs, pages := emittedTypes(t)
	if len(structs) < 50 || len(pages) < 10 {
		t.Fatalf("found only %d structs and %d pages; are they declared elsewhere?", len(structs), len(pages))
	}
	backlog.Check(t, "a type is emitted, but not among the subjects",
		slices.DeleteFunc(slices.Concat(structs, pages), func(name string) bool { return listed[name] }))
}

// emittedTypes returns the names of the exported structs without type parameters in
// types_gen.go, and of all pages of a known type in the package.
func emittedTypes(t *testing.T) (structs, pages []string) {
	paths, err := filepath.Glob(filepath.Join(emittedDir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.TypeSpec:
				_, isStruct := node.Type.(*ast.StructType)
				if isStruct && node.TypeParams == nil && node.Name.IsExported() && filepath.Base(path) == "types_gen.go" {
					structs = append(structs, node.Name.Name)
				}
			case *ast.IndexExpr:
				generic, ok := node.X.(*ast.Ident)
				element, elementOK := node.Index.(*ast.Ident)
				if ok && elementOK && isPageName(generic.Name) && len(element.Name) > 1 && element.IsExported() {
					pages = append(pages, generic.Name+"["+element.Name+"]")
				}
			}
			return true
		})
	}
	slices.Sort(pages)
	return structs, slices.Compact(pages)
}

// isPageName reports whether a type of this name, with or without its parameter, is
// a page.
func isPageName(name string) bool {
	generic, _, _ := strings.Cut(name, "[")
	return generic == "Page" || generic == "CursorPage"
}
