package clienttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A flag under the former name of an entry's item does not count, wherever it stands. An
// object does if there is no item.
func TestEntriesWithAFlagForATrack(t *testing.T) {
	const (
		item  = `"item":{"type":"track","name":"new","track":true,"episode":false}`
		track = `"track":{"type":"track","name":"old"}`
	)
	for members, want := range map[string]string{
		`"track":true,` + item:                          "new",
		item + `,"track":true`:                          "new",
		`"episode":false,"track":true,` + item:          "new",
		item + `,"track":true,"episode":false`:          "new",
		`"track" : false , ` + item:                     "new",
		`"episode":true,"track":false,` + item:          "new",
		track + `,` + item:                              "new",
		item + `,` + track:                              "new",
		`"track":null,` + item:                          "new",
		item + `,"track":null`:                          "new",
		`"item":null,` + track:                          "old",
		track + `,"item":null`:                          "old",
		`"item":[],` + track:                            "old",
		track + `,"item":[]`:                            "old",
		`"track":[],` + item:                            "new",
		track + `,"episode":false`:                      "old",
		`"track":true,"item":null`:                      "",
		`"item":null,"track":true`:                      "",
		`"track":true`:                                  "",
		`"track":true,"item":[]`:                        "",
		`"item":[ ]`:                                    "",
		`"track":true,"added_at":"2014-02-13",` + item:  "new",
		`"track":{"type":"track"},"track":true,` + item: "new",
	} {
		var entry spotify.PlaylistItem
		if err := json.Unmarshal([]byte(`{`+members+`}`), &entry); err != nil {
			t.Errorf("%s: %v", members, err)
			continue
		}
		name := ""
		if entry.Item.Track != nil {
			name = entry.Item.Track.Name
		}
		if name != want || entry.Item.IsZero() != (want == "") {
			t.Errorf("%s: %q, nothing: %t, want %q", members, name, entry.Item.IsZero(), want)
		}
	}
	for _, members := range []string{`"track":7`, `"track":"x"`, `"track":[1]`, `"item":[1]`, `"item":true`, `"track":tru`, item + `,"track":tru`} {
		if err := json.Unmarshal([]byte(`{`+members+`}`), new(spotify.PlaylistItem)); err == nil {
			t.Errorf("%s is read", members)
		}
	}
}

// A whole answer with everything that is odd.
func TestAnswerOfOddShapes(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, _ request) {
		fmt.Fprint(w, "\ufeff"+`{"offset":0,"limit":20,"total":3,"items":[
			{"added_at":"","added_by":{"id":"a","external_urls":[]},"track":true,"item":{"type":"track","name":"One","album":{"name":"A","restrictions":[]},"external_ids":[],"external_urls":[]}},
			{"added_at":"2014-02-13","added_by":[],"item":{"type":"episode","name":"Two","show":[],"resume_point":[]},"episode":true},
			{"added_at":"2014-02-13T10:20:30.5","item":[]}]}`)
	})
	page, err := server.client().Playlists.ListItems(t.Context(), "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range page.Items {
		name := "-"
		switch {
		case entry.Item.Track != nil:
			name = entry.Item.Track.Name
		case entry.Item.Episode != nil:
			name = entry.Item.Episode.Name
		}
		got = append(got, fmt.Sprintf("%d %s %s", entry.Position, name, entry.AddedAt.Format(time.RFC3339Nano)))
	}
	want := []string{"0 One 0001-01-01T00:00:00Z", "1 Two 2014-02-13T00:00:00Z", "2 - 2014-02-13T10:20:30.5Z"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// All times that the client reads may be empty or a date.
func TestOddTimesOfAllTypes(t *testing.T) {
	for name, read := range map[string]func(data []byte) (time.Time, error){
		"added_at of a playlist entry": func(data []byte) (time.Time, error) {
			var v spotify.PlaylistItem
			err := json.Unmarshal(data, &v)
			return v.AddedAt, err
		},
		"added_at of a saved track": func(data []byte) (time.Time, error) {
			var v spotify.SavedTrack
			err := json.Unmarshal(data, &v)
			return v.AddedAt, err
		},
		"added_at of a saved album": func(data []byte) (time.Time, error) {
			var v spotify.SavedAlbum
			err := json.Unmarshal(data, &v)
			return v.AddedAt, err
		},
		"played_at of what was played": func(data []byte) (time.Time, error) {
			var v spotify.PlayHistory
			err := json.Unmarshal(data, &v)
			return v.PlayedAt, err
		},
	} {
		key := name[:len("added_at")]
		if name[0] == 'p' {
			key = "played_at"
		}
		for text, want := range map[string]time.Time{"": {}, "2014-02-13": time.Date(2014, 2, 13, 0, 0, 0, 0, time.UTC)} {
			got, err := read(fmt.Appendf(nil, `{%q:%q}`, key, text))
			if err != nil || !got.Equal(want) {
				t.Errorf("%s, %q: %v, error %v", name, text, got, err)
			}
		}
	}
}
