//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package codectest

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestTrafficIsKept decodes members that answers have although the published schema lacks
// them, or that are easy to lose (docs/facts/mismatches.md M46, M48, M51), and encodes them
// again.
func TestTrafficIsKept(t *testing.T) {
	yes, no := true, false
	for _, test := range []struct {
		name  string
		body  string
		value any // what the body decodes to
	}{
		{"is_playable of a track's album", `{"album":{"is_playable":false}}`,
			spotify.Track{Album: spotify.SimplifiedAlbum{IsPlayable: &no}}},
		{"is_playable of an album of a discography", `{"is_playable":true}`, spotify.DiscographyAlbum{IsPlayable: &yes}},
		{"is_playable of a whole album", `{"is_playable":true}`, spotify.Album{IsPlayable: &yes}},
		{"album_group in a discography", `{"album_group":"appears_on"}`,
			spotify.DiscographyAlbum{AlbumGroup: spotify.AlbumGroupAppearsOn}},
		{"album_group elsewhere", `{"album":{"album_group":"single"}}`,
			spotify.Track{Album: spotify.SimplifiedAlbum{AlbumGroup: spotify.AlbumGroupSingle}}},
		{"color of a playlist", `{"primary_color":"#A1B2C3"}`, spotify.Playlist{PrimaryColor: "#A1B2C3"}},
		{"color of a playlist in a list", `{"primary_color":"#A1B2C3"}`, spotify.SimplifiedPlaylist{PrimaryColor: "#A1B2C3"}},
		{"color of an entry", `{"primary_color":"#A1B2C3"}`, spotify.PlaylistItem{PrimaryColor: "#A1B2C3"}},
		{"pool sizes", `{"initialPoolSize":250,"afterFilteringSize":240,"afterRelinkingSize":230}`,
			spotify.RecommendationSeed{InitialPoolSize: 250, AfterFilteringSize: 240, AfterRelinkingSize: 230}},
		{"flags of a track", `{"item":{"type":"track","track":true,"episode":false}}`,
			spotify.PlaylistItem{Item: spotify.Playable{Track: &spotify.Track{Type: spotify.KindTrack, IsTrack: &yes, IsEpisode: &no}}}},
		{"flags of an episode", `{"item":{"type":"episode","episode":true,"track":false}}`,
			spotify.PlaylistItem{Item: spotify.Playable{Episode: &spotify.Episode{Type: spotify.KindEpisode, IsTrack: &no, IsEpisode: &yes}}}},
		{"flags of an episode as a track", `{"item":{"album":{"name":"a show"},"type":"episode","episode":true,"track":false}}`,
			spotify.PlaylistItem{Item: spotify.Playable{Track: &spotify.Track{
				Album: spotify.SimplifiedAlbum{Name: "a show"}, Type: spotify.KindEpisode, IsTrack: &no, IsEpisode: &yes}}}},
		{"markets of an episode", `{"available_markets":["SE"]}`, spotify.Episode{AvailableMarkets: spotify.NewMarkets("SE")}},
		{"host of an audiobook", `{"is_externally_hosted":true}`, spotify.SimplifiedAudiobook{IsExternallyHosted: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			value := reflect.New(reflect.TypeOf(test.value))
			if err := json.Unmarshal([]byte(test.body), value.Interface()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.value, value.Elem().Interface()); diff != "" {
				t.Errorf("decoded (-want +got):\n%s", diff)
			}
			encoded, err := json.Marshal(value.Interface())
			if err != nil {
				t.Fatal(err)
			}
			checkContains(t, encoded, []byte(test.body))
		})
	}
}

// TestFlagsAreNotTheFormerItem tells the flag of a track from the former name of the item
// that it is in.
func TestFlagsAreNotTheFormerItem(t *testing.T) {
	const track = `{"name":"n","type":"track","track":true,"episode":false}`
	for _, body := range []string{
		`{"item":` + track + `}`,
		`{"track":` + track + `}`,
		`{"item":` + track + `,"track":` + track + `}`,
		`{"track":` + track + `,"item":` + track + `}`,
	} {
		var entry spotify.PlaylistItem
		if err := json.Unmarshal([]byte(body), &entry); err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		got := entry.Item.Track
		if got == nil || got.Name != "n" || got.IsTrack == nil || !*got.IsTrack || got.IsEpisode == nil || *got.IsEpisode {
			t.Errorf("%s: decoded as %+v", body, got)
		}
	}
}

// TestTimesKeepTheirFraction goes through all fields that are times.
func TestTimesKeepTheirFraction(t *testing.T) {
	times := 0
	for _, s := range subjects() {
		if s.typ.Kind() != reflect.Struct {
			continue
		}
		for i := range s.typ.NumField() {
			field := s.typ.Field(i)
			if !isTime(field.Type) {
				continue
			}
			times++
			name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			for _, text := range []string{
				"2017-05-27T20:07:54.721Z", "2017-05-27T20:07:54.001Z", "2017-05-27T20:07:54.72Z", "2017-05-27T20:07:54Z",
				"2024-02-29T23:59:59.999Z", "2017-05-27T20:07:54.123456789Z",
			} {
				value := reflect.New(s.typ)
				body := `{"` + name + `":"` + text + `"}`
				if err := json.Unmarshal([]byte(body), value.Interface()); err != nil {
					t.Errorf("%s: %s: %v", s.name, body, err)
					continue
				}
				want, err := time.Parse(time.RFC3339Nano, text)
				if err != nil {
					t.Fatal(err)
				}
				if got := value.Elem().Field(i).Interface().(time.Time); !got.Equal(want) {
					t.Errorf("%s: %s became %v", s.name, body, got)
				}
				encoded, err := json.Marshal(value.Interface())
				if err != nil || !strings.Contains(string(encoded), `"`+name+`":"`+text+`"`) {
					t.Errorf("%s: %s became %s, %v", s.name, body, encoded, err)
				}
			}
		}
	}
	if times < 7 {
		t.Errorf("only %d fields are times", times)
	}
}

// checkContains checks that an object has all members of another, with the same values.
func checkContains(t *testing.T, object, members []byte) {
	t.Helper()
	var got, want any
	for data, into := range map[*[]byte]*any{&object: &got, &members: &want} {
		if err := json.Unmarshal(*data, into); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, restricted(got, want)); diff != "" {
		t.Errorf("encoded (-want +got):\n%s", diff)
	}
}

// restricted returns of a value only the members that another one has.
func restricted(value, to any) any {
	object, ok := value.(map[string]any)
	other, otherOK := to.(map[string]any)
	if !ok || !otherOK {
		return value
	}
	kept := map[string]any{}
	for name := range other {
		if member, ok := object[name]; ok {
			kept[name] = restricted(member, other[name])
		}
	}
	return kept
}
