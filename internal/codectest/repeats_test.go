package codectest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// Objects that repeat are looked for in large documents only.
const largeDocument = 24 << 10

// repeating returns a large page that has each of a few random items several times.
func repeating(item reflect.Type, seed uint64, with oddities) []byte {
	r := rand.New(rand.NewPCG(seed, 4))
	var few [][]byte
	for i := range 1 + r.Uint64N(5) {
		few = append(few, newDocuments(1000*seed+i, with).of(item))
	}
	doc := []byte(`{"items":[`)
	for i := 0; i < 4 || len(doc) < largeDocument && i < 400; i++ {
		if i > 0 {
			doc = append(doc, ',')
		}
		doc = append(doc, few[r.IntN(len(few))]...)
	}
	return append(doc, `]}`...)
}

// TestRepeatsAgree compares decoders with the reference on large documents in which much
// repeats, and looks at the places of errors in them.
func TestRepeatsAgree(t *testing.T) {
	for page, item := range map[reflect.Type]reflect.Type{
		reflect.TypeFor[spotify.Page[spotify.PlaylistItem]]():      reflect.TypeFor[spotify.PlaylistItem](),
		reflect.TypeFor[spotify.Page[spotify.SavedAlbum]]():        reflect.TypeFor[spotify.SavedAlbum](),
		reflect.TypeFor[spotify.Page[spotify.SimplifiedTrack]]():   reflect.TypeFor[spotify.SimplifiedTrack](),
		reflect.TypeFor[spotify.CursorPage[spotify.PlayHistory]](): reflect.TypeFor[spotify.PlayHistory](),
	} {
		s := subject{page.String(), page}
		t.Run(item.Name(), func(t *testing.T) {
			t.Parallel()
			for _, with := range []oddities{tidy, odd, odd | wrong, odd | wrong | broken} {
				for seed := range seeds(20) {
					doc := repeating(item, seed, with)
					if disagreement(s, doc) != "" {
						report(t, s, doc)
					}
					if _, _, err := attempt(s, doc); err == nil {
						continue
					}
					if problem := errorProblem(s, doc); problem != "" {
						t.Fatalf("%s: %s\nJSON: %q", s.name, problem, doc)
					}
				}
			}
		})
	}
}

const (
	userText   = `{"external_urls":{"spotify":"https://open.spotify.com/user/abcdefghijkl"},"href":"https://api.spotify.com/v1/users/abcdefghijkl","id":"abcdefghijkl","type":"user","uri":"spotify:user:abcdefghijkl"}`
	artistText = `{"external_urls":{"spotify":"https://open.spotify.com/artist/4Z8W4fKeB5YxbusRsdQVPb"},"href":"https://api.spotify.com/v1/artists/4Z8W4fKeB5YxbusRsdQVPb","id":"4Z8W4fKeB5YxbusRsdQVPb","name":"A","type":"artist","uri":"spotify:artist:4Z8W4fKeB5YxbusRsdQVPb"}`
)

// TestRepeatsInPlace compares decoders with the reference where an object that was read is
// changed by the rest of the document, or begins like one that was read.
func TestRepeatsInPlace(t *testing.T) {
	page := reflect.TypeFor[spotify.Page[spotify.PlaylistItem]]()
	s := subject{page.String(), page}
	track := `,"item":{"type":"track","artists":[` + artistText + `,` + artistText + `]}`
	space := strings.Repeat(" ", largeDocument)
	deep := strings.Repeat(`[`, 400) + strings.Repeat(`]`, 400)
	user := func(more string) string { return strings.TrimSuffix(userText, "}") + more }
	for name, items := range map[string][]string{
		"the same":                  {`{"added_by":` + userText + track + `}`, `{"added_by":` + userText + track + `}`},
		"twice in one object":       {`{"added_by":` + userText + `,"added_by":{"id":"other"}}`, `{"added_by":` + userText + `}`},
		"twice and the same":        {`{"added_by":` + userText + `,"added_by":` + userText + `}`, `{"added_by":` + userText + `}`},
		"first a part":              {`{"added_by":` + userText + `}`, `{"added_by":{"type":"x"},"added_by":` + userText + `}`},
		"null after it":             {`{"added_by":` + userText + `,"added_by":null}`, `{"added_by":` + userText + `,"added_by":{}}`},
		"the object around twice":   {`{"added_by":` + userText + track + track + `}`, `{"added_by":` + userText + track + `}`},
		"with more":                 {`{"added_by":` + userText + `}`, `{"added_by":` + user(`,"name":"x"}`) + `}`, `{"added_by":` + userText + `}`},
		"cut off":                   {`{"added_by":` + userText + `}`, `{"added_by":` + user(`}`)[:len(userText)-2]},
		"with a mistake after":      {`{"added_by":` + userText + `}`, `{"added_by":` + userText + `x}`},
		"with a mistake in it":      {`{"added_by":` + user(`,"href":7}`) + `}`, `{"added_by":` + user(`,"href":7}`) + `}`},
		"not objects":               {`{"item":{"type":"track","artists":[null,null,[],[]]},"added_by":null}`, `{"item":{"type":"track","artists":[null,[],nul]}}`},
		"with nested unknown":       {`{"added_by":` + user(`,"x":`+deep+`}`) + `}`, `{"added_by":` + user(`,"x":`+deep+`}`) + `}`},
		"with white space":          {`{"added_by": ` + userText + ` , "is_local":true}`, `{"added_by":  ` + userText + ` }`},
		"with an escape":            {`{"added_by":` + user(`,"id":"\u0041"}`) + `}`, `{"added_by":` + user(`,"id":"\u0041"}`) + `}`},
		"after the end of what was": {`{"added_by":` + userText + `}`, `{"added_by":` + userText},
	} {
		for _, around := range []string{`{"items":[%s]` + space + `}`, space + `{"items":[%s]}`} {
			doc := []byte(strings.Replace(around, "%s", strings.Join(items, ","), 1))
			if problem := disagreement(s, doc); problem != "" {
				t.Errorf("%s: %s", name, problem)
			}
			if _, _, err := attempt(s, doc); err != nil {
				if problem := errorProblem(s, doc); problem != "" {
					t.Errorf("%s: %s", name, problem)
				}
			}
		}
	}
}

// TestRepeatsAreCopies makes sure that a program that changes an object changes no other.
func TestRepeatsAreCopies(t *testing.T) {
	item := `{"added_by":` + userText + `,"item":{"type":"track","artists":[` + artistText + `,` + artistText + `]}}`
	doc := []byte(`{"items":[` + strings.Repeat(item+",", 99) + item + `]}`)
	var page, again spotify.Page[spotify.PlaylistItem]
	for _, p := range []*spotify.Page[spotify.PlaylistItem]{&page, &again} {
		if err := decode(p, bytes.Clone(doc)); err != nil {
			t.Fatal(err)
		}
	}
	for i := range page.Items {
		page.Items[i].AddedBy.ID = spotify.UserID(fmt.Sprint("user", i))
		for j := range page.Items[i].Item.Track.Artists {
			page.Items[i].Item.Track.Artists[j].Name = fmt.Sprint("artist", i, j)
		}
	}
	for i, it := range page.Items {
		if want := fmt.Sprint("user", i); string(it.AddedBy.ID) != want {
			t.Errorf("user %d is %s", i, it.AddedBy.ID)
		}
		for j, artist := range it.Item.Track.Artists {
			if want := fmt.Sprint("artist", i, j); artist.Name != want {
				t.Errorf("artist %d of item %d is %s", j, i, artist.Name)
			}
		}
		if other := again.Items[i]; other.AddedBy.ID != "abcdefghijkl" || other.Item.Track.Artists[1].Name != "A" {
			t.Errorf("item %d of the other page has changed", i)
		}
	}
}

// TestRepeatsShareNothing makes sure that the types that are copied have nothing that a
// copy would share: no pointers but that to unknown members, which is nil when they are
// copied, and no lists.
func TestRepeatsShareNothing(t *testing.T) {
	source, err := os.ReadFile(filepath.Join(emittedDir, "decoders_gen.go"))
	if err != nil {
		t.Fatal(err)
	}
	types := map[string]reflect.Type{}
	for _, s := range subjects() {
		types[s.typ.Name()] = s.typ
	}
	found := regexp.MustCompile(`decodeRepeated\w+\(d, \S+, \(\*(\w+)\)\.decode\)`).FindAllStringSubmatch(string(source), -1)
	if want := strings.Count(string(source), "decodeRepeated"); len(found) != want || want == 0 {
		t.Errorf("found %d types, want those of %d calls", len(found), want)
	}
	for _, match := range found {
		if shared := sharedBy(types[match[1]]); shared != "" {
			t.Errorf("copies of %s share %s", match[1], shared)
		}
	}
	if sharedBy(reflect.TypeFor[spotify.Track]()) == "" {
		t.Error("copies of a track would share nothing")
	}
}

// sharedBy names a part of a type that a copy shares, "" if there is none.
func sharedBy(typ reflect.Type) string {
	switch {
	case typ == nil:
		return "what is not known"
	case typ == reflect.TypeFor[time.Time](), typ == reflect.TypeFor[*spotify.UnknownMembers]():
		return ""
	}
	switch typ.Kind() {
	case reflect.Struct:
		for i := range typ.NumField() {
			if shared := sharedBy(typ.Field(i).Type); shared != "" {
				return typ.Field(i).Name + ": " + shared
			}
		}
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface, reflect.Func, reflect.Chan:
		return typ.String()
	}
	return ""
}
