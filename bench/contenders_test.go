package main

import (
	"bytes"
	"encoding/json"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bytedance/sonic"
	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestReaders makes sure that everybody reads every body, and finds everything
// in it.
func TestReaders(t *testing.T) {
	want := []string{thisPackage, zmb3Types, stockTypes, jsonLean, jsonV2Lean, sonicLean, jxSkip, sonicValid, jsonValid}
	for _, kind := range bodyKinds() {
		t.Run(kind.name, func(t *testing.T) {
			b := kind.make(3)
			var got []string
			for _, r := range readers(kind.name) {
				got = append(got, r.contender)
				if err := r.check(b); err != nil {
					t.Error(err)
				}
				if _, err := r.read(b.data[:len(b.data)/2]); err == nil {
					t.Errorf("%s: half of the body is no error", r.contender)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("contenders (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCheck makes sure that a contender is found out who does not find
// everything, whatever the kind of body.
func TestCheck(t *testing.T) {
	for _, kind := range bodyKinds() {
		b := kind.make(3)
		for name, change := range map[string]func([]string) []string{
			"a name is another one": func(names []string) []string { return append(names[:1:1], append([]string{"?"}, names[2:]...)...) },
			"a name is missing":     func(names []string) []string { return names[:len(names)-1] },
			"a name is too many":    func(names []string) []string { return append(slices.Clone(names), "?") },
		} {
			changed := body{b.data, change(b.names)}
			for _, r := range readers(kind.name) {
				if err := r.check(changed); r.names != nil && err == nil {
					t.Errorf("%s: %s: %s: no error", kind.name, r.contender, name)
				}
			}
		}
	}
}

// TestStockUnions makes sure that oapi-codegen's page holds tracks in the end,
// and not their JSON.
func TestStockUnions(t *testing.T) {
	var page stockPlaylist
	if err := unmarshalStockPlaylist(playlistBody(3, true).data, &page); err != nil {
		t.Fatal(err)
	}
	for i, item := range page.page.Items {
		//lint:ignore SA1019 the bodies have the former name of item
		if page.items[i] == nil || item.Track != nil || item.Item != nil {
			t.Fatalf("item %d is not resolved", i)
		}
	}
	broken := bytes.Replace(playlistBody(3, true).data, []byte(`"type":"track"`), []byte(`"type":"sound"`), 1)
	if err := unmarshalStockPlaylist(broken, new(stockPlaylist)); err == nil {
		t.Error("a kind that nobody knows is no error, so that nobody has been asked for it")
	}
}

// TestSonic makes sure that sonic is measured, and not what it falls back to.
func TestSonic(t *testing.T) {
	if runtime.GOARCH == "amd64" && sonic.APIKind != sonic.UseSonicJSON {
		t.Error("bytedance/sonic uses encoding/json with this version of Go; update it")
	}
}

// TestCodec makes sure that methods are called directly where there are any:
// through encoding/json, what they read and write would have to be JSON.
func TestCodec(t *testing.T) {
	var own ownCodec
	if err := decoder[ownCodec]()([]byte("not JSON"), &own); err != nil || own.text != "not JSON" {
		t.Errorf("decoded %q: %v", own.text, err)
	}
	if data, err := encoder[ownCodec]()(&own); err != nil || string(data) != "not JSON" {
		t.Errorf("encoded %q: %v", data, err)
	}
}

type ownCodec struct{ text string }

func (c *ownCodec) UnmarshalJSON(data []byte) error {
	c.text = string(data)
	return nil
}

func (c ownCodec) MarshalJSON() ([]byte, error) { return []byte(c.text), nil }

// TestLeanTypes makes sure that the lean structs have no fields but those of the
// emitted types, in the same form, and all of those that any body has. A field that
// is new in the schema is in none.
func TestLeanTypes(t *testing.T) {
	compareTypes(t, reflect.TypeFor[spotify.Page[spotify.PlaylistItem]](), reflect.TypeFor[leanPage[leanPlaylistItem]]())
	compareTypes(t, reflect.TypeFor[spotify.Page[spotify.SavedAlbum]](), reflect.TypeFor[leanPage[leanSavedAlbum]]())
	compareTypes(t, reflect.TypeFor[spotify.Page[spotify.SavedTrack]](), reflect.TypeFor[leanPage[leanSavedTrack]]())
	compareTypes(t, reflect.TypeFor[spotify.SearchResult](), reflect.TypeFor[leanSearchResult]())
	compareTypes(t, reflect.TypeFor[spotify.AudioAnalysis](), reflect.TypeFor[leanAudioAnalysis]())
	compareTypes(t, reflect.TypeFor[spotify.PlaybackState](), reflect.TypeFor[leanPlaybackState]())
}

func compareTypes(t *testing.T, ours, lean reflect.Type) {
	t.Helper()
	for ours.Kind() == reflect.Pointer {
		ours = ours.Elem()
	}
	switch {
	case ours == reflect.TypeFor[spotify.Playable]():
		ours = reflect.TypeFor[spotify.Track]()
	case ours == reflect.TypeFor[spotify.Markets](), ours == reflect.TypeFor[time.Time]():
		return
	case ours.Kind() != lean.Kind():
		t.Errorf("%v is %v", ours, lean)
		return
	}
	switch ours.Kind() {
	case reflect.Slice:
		compareTypes(t, ours.Elem(), lean.Elem())
	case reflect.Struct:
		compareFields(t, ours, lean)
	}
}

func compareFields(t *testing.T, ours, lean reflect.Type) {
	t.Helper()
	wanted, found := fieldsByKey(ours), fieldsByKey(lean)
	for _, former := range [][2]string{{"item", "track"}, {"items", "tracks"}} {
		if _, ok := found[former[1]]; ok && wanted[former[1]] == nil {
			wanted[former[1]] = wanted[former[0]]
			delete(wanted, former[0])
		}
	}
	if ours == reflect.TypeFor[spotify.SearchResult]() {
		for _, key := range []string{"audiobooks", "episodes", "shows"} {
			delete(wanted, key)
		}
	}
	for key, field := range wanted {
		if found[key] == nil {
			if inBodies(key) {
				t.Errorf("%v has no %s", lean, key)
			}
			continue
		}
		compareTypes(t, field, found[key])
	}
	for key := range found {
		if wanted[key] == nil {
			t.Errorf("%v has %s, which %v has not", lean, key, ours)
		}
	}
}

// inBodies reports whether any body has a property of that name.
func inBodies(key string) bool {
	return slices.ContainsFunc(bodyKinds(), func(kind bodyKind) bool {
		return bytes.Contains(kind.make(1).data, []byte(`"`+key+`":`))
	})
}

func fieldsByKey(structure reflect.Type) map[string]reflect.Type {
	fields := make(map[string]reflect.Type)
	for i := range structure.NumField() {
		field := structure.Field(i)
		if key, _, _ := strings.Cut(field.Tag.Get("json"), ","); field.IsExported() && key != "-" {
			fields[key] = field.Type
		}
	}
	return fields
}

// TestWriters makes sure that everybody encodes what the body holds.
func TestWriters(t *testing.T) {
	want := []string{thisPackage, jsonLean, jsonV2Lean, sonicLean}
	for _, kind := range bodyKinds() {
		b := kind.make(3)
		list, err := writers(kind.name, b.data)
		if err != nil {
			t.Errorf("%s: %v", kind.name, err)
			continue
		}
		runs, err := writeRuns(list)
		if err != nil {
			t.Errorf("%s: %v", kind.name, err)
			continue
		}
		var got []string
		for i, r := range runs {
			got = append(got, r.contender)
			if err := r.do(); err != nil {
				t.Errorf("%s: %s: %v", kind.name, r.contender, err)
			}
			data, err := list[i].write()
			if err != nil || r.size != len(data) {
				t.Errorf("%s: %s: size %d, wrote %d: %v", kind.name, r.contender, r.size, len(data), err)
			}
			if err := readers(kind.name)[0].check(body{data, b.names}); err != nil {
				t.Errorf("%s: what %s has written: %v", kind.name, r.contender, err)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: contenders (-want +got):\n%s", kind.name, diff)
		}
	}
}

func TestWritersOfOtherValues(t *testing.T) {
	writing := func(text string) writer {
		return writer{text, func() ([]byte, error) { return json.Marshal(map[string]string{"name": text}) }}
	}
	if _, err := writeRuns([]writer{writing("a"), writing("b")}); err == nil {
		t.Error("other values are no error")
	}
}

func TestSameValues(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{`{"a":1,"b":"x"}`, `{"b":"x","a":1.0}`, true},
		{`{"a":1}`, `{"a":1,"b":null,"c":"","d":0,"e":false,"f":[],"g":{"h":""}}`, true},
		{`{"item":{"id":"x"}}`, `{"track":{"id":"x"}}`, true},
		{`{"items":{"total":1}}`, `{"tracks":{"total":1}}`, true},
		{`{"items":[1]}`, `{"tracks":[1]}`, false},
		{`{"a":1}`, `{"a":2}`, false},
		{`{"a":1}`, `{}`, false},
		{`{"a":true}`, `{"a":1}`, false},
		{`[1,0,2]`, `[1,null,2]`, true},
		{`[1,0,2]`, `[1,2]`, false},
		{`{"a":["x"]}`, `{"a":["y"]}`, false},
		{`{`, `{`, false},
	} {
		if err := sameValues([]byte(test.a), []byte(test.b)); (err == nil) != test.want {
			t.Errorf("%s and %s: %v", test.a, test.b, err)
		}
	}
}
