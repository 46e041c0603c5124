//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// unknownCases are bodies with members that the schema does not name.
var unknownCases = []struct {
	name string
	read func(*spotify.Client, ...spotify.RequestOption) (any, error)
	body string
	// again is what must be in the result when it is encoded; "" is the body. Objects may
	// have more members.
	again string
	// unknown are the names of the unknown members of the result itself.
	unknown []string
}{
	{"scalars", readTrack, `{"a":1,"b":"x","c":true,"d":null,"e":1.50,"name":"n"}`, "", []string{"a", "b", "c", "d", "e"}},
	{"white space", readTrack, "{ \"a\" :\n [ 1 , 2 ] , \"name\" : \"n\" }", "", []string{"a"}},
	{"only unknown", readTrack, `{"a":{"b":[{}]}}`, "", []string{"a"}},
	{"strange names", readTrack, `{"":1,"\n\"":2,"\u00e9":3,"\ud83d\ude00":4,"a name that is longer than sixteen bytes":5}`, "", []string{"", "\n\"", "é", "😀", "a name that is longer than sixteen bytes"}},
	{"case counts", readTrack, `{"Name":"other","name":"n"}`, "", []string{"Name"}},
	{"a name twice", readTrack, `{"a":1,"name":"n","a":2}`, `{"a":2,"name":"n"}`, []string{"a"}},
	{"none", readTrack, `{"name":"n"}`, "", nil},
	{"an object that is named", readTrack, `{"external_ids":{"isrc":"i","iswc":"w"}}`, "", nil},
	{"a pointer", readTrack, `{"linked_from":{"id":"x","a":1},"restrictions":{"until":"noon"}}`, "", nil},
	{"lists", readTrack, `{"artists":[{"name":"one","a":1},{"name":"two"},{"a":[3]}]}`, "", nil},
	{"nested", readTrack, `{"a":0,"album":{"a":1,"artists":[{"a":2,"external_urls":{"a":3,"spotify":"s"}}],"images":[{"a":4,"url":"u"}]}}`, "", []string{"a"}},
	{"a page", readItems, `{"a":1,"total":1,"items":[{"a":2,"item":{"type":"track","a":3}}]}`, "", []string{"a"}},
	{"members of a union", readItems, `{"items":[{"item":{"a":1,"type":"track"}},{"item":{"a":2,"type":"episode"}},{"item":{"a":3,"album":{"a":4},"type":"episode"}},{"item":{"a":5,"type":"opera"}}]}`, "", nil},
	{"a kind that comes last", readItems, `{"items":[{"item":{"type":"track","a":1}},{"item":{"a":[2],"show":{"a":3},"type":"episode"}},{"item":{"a":[4],"type":"track"}}]}`, "", nil},
	{"a former name", readItems, `{"items":[{"track":{"type":"track","a":1,"track":true}}]}`, `{"items":[{"item":{"type":"track","a":1,"track":true}}]}`, nil},
	{"a former name beside the present one", readItems, `{"items":[{"item":{"type":"track","name":"n"},"track":{"type":"track","name":"n"},"a":1}]}`, `{"items":[{"item":{"name":"n"},"a":1}]}`, nil},
	{"an item that is nothing else", readItems, `{"items":[{"a":1},null]}`, "", nil},
	{"a page in a playlist", readPlaylist, `{"a":1,"items":{"a":2,"items":[{"a":3}]},"owner":{"a":4}}`, "", []string{"a"}},
	{"a former page in a playlist", readPlaylist, `{"tracks":{"a":2,"items":[{"a":3}]}}`, `{"items":{"a":2,"items":[{"a":3}]}}`, nil},
	{"pages of a search", readSearch, `{"a":1,"tracks":{"a":2,"items":[{"a":3}]},"playlists":{"items":[null,{"a":4}]}}`, "", []string{"a"}},
	{"cursors", readRecent, `{"a":1,"cursors":{"a":2,"after":"z"},"items":[{"a":3,"context":{"a":4},"played_at":"2017-05-27T20:07:54.721Z"}]}`, "", []string{"a"}},
	{"a batch", readAlbums, `{"lost":0,"albums":[{"a":1},null]}`, `[{"a":1},null]`, nil},
}

func readTrack(c *spotify.Client, o ...spotify.RequestOption) (any, error) {
	return c.Tracks.Get(ctx, "x", nil, o...)
}
func readItems(c *spotify.Client, o ...spotify.RequestOption) (any, error) {
	return c.Playlists.ListItems(ctx, "x", nil, o...)
}
func readPlaylist(c *spotify.Client, o ...spotify.RequestOption) (any, error) {
	return c.Playlists.Get(ctx, "x", nil, o...)
}
func readSearch(c *spotify.Client, o ...spotify.RequestOption) (any, error) {
	return c.Search.Query(ctx, "x", []spotify.Kind{spotify.KindTrack}, nil, o...)
}
func readRecent(c *spotify.Client, o ...spotify.RequestOption) (any, error) {
	return c.Player.ListRecentlyPlayed(ctx, nil, o...)
}
func readAlbums(c *spotify.Client, o ...spotify.RequestOption) (any, error) {
	return c.Albums.GetMany(ctx, []spotify.AlbumID{"a", "b"}, nil, o...)
}

func TestUnknownMembers(t *testing.T) {
	for _, test := range unknownCases {
		t.Run(test.name, func(t *testing.T) {
			server := serve(t, answering(test.body))
			again := test.again
			if again == "" {
				again = test.body
			}
			for way, client := range map[string]*spotify.Client{
				"the client": server.client(spotify.WithUnknownMembers()),
				"both":       server.client(spotify.WithUnknownMembers()),
				"the call":   server.client(),
			} {
				var options []spotify.RequestOption
				if way != "the client" {
					options = append(options, spotify.WithUnknownMembers())
				}
				result, err := test.read(client, options...)
				if err != nil {
					t.Fatal(err)
				}
				encoded, err := json.Marshal(result)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(parse(t, []byte(again)), common(parse(t, encoded), parse(t, []byte(again)))); diff != "" {
					t.Errorf("option of %s: encoded (-want +got):\n%s", way, diff)
				}
				checkUnknown(t, result, test.unknown)
			}

			result, err := test.read(server.client())
			if err != nil {
				t.Fatal(err)
			}
			checkUnknown(t, result, nil)
			if encoded, err := json.Marshal(result); err != nil || strings.Contains(string(encoded), `"a":`) && !strings.Contains(test.body, `"opera"`) {
				t.Errorf("without the option: encoded %s, %v", encoded, err)
			}
		})
	}
}

// checkUnknown checks the names of the unknown members of an object, and their JSON.
func checkUnknown(t *testing.T, value any, want []string) {
	t.Helper()
	object, ok := value.(interface {
		Unknown() map[string]json.RawMessage
	})
	if !ok {
		return // a list
	}
	got := object.Unknown()
	if len(got) != len(want) || (got == nil) != (want == nil) {
		t.Errorf("unknown members %q, want %q", got, want)
	}
	for _, name := range want {
		if raw, ok := got[name]; !ok || !json.Valid(raw) {
			t.Errorf("the unknown member %q is %q", name, raw)
		}
	}
}

func parse(t *testing.T, data []byte) any {
	t.Helper()
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		t.Fatalf("%s: %v", data, err)
	}
	return value
}

// common returns of a value only the members that another one has, however deep.
func common(value, other any) any {
	switch v := value.(type) {
	case map[string]any:
		o, ok := other.(map[string]any)
		if !ok {
			return v
		}
		kept := map[string]any{}
		for name, member := range v {
			if theirs, ok := o[name]; ok {
				kept[name] = common(member, theirs)
			}
		}
		return kept
	case []any:
		o, ok := other.([]any)
		if !ok || len(o) != len(v) {
			return v
		}
		kept := []any{}
		for i := range v {
			kept = append(kept, common(v[i], o[i]))
		}
		return kept
	}
	return value
}

func TestUnknownMembersAreRaw(t *testing.T) {
	client := serve(t, answering(`{"a": 1.50 , "b":[ 1 ,"é"],"c":null,"type":"track"}`)).client()
	track, err := client.Tracks.Get(ctx, "x", nil, spotify.WithUnknownMembers())
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]json.RawMessage{"a": json.RawMessage("1.50"), "b": json.RawMessage(`[ 1 ,"é"]`), "c": json.RawMessage("null")}
	if diff := cmp.Diff(want, track.Unknown()); diff != "" {
		t.Errorf("unknown members (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, spotify.Playable{Track: track}.Unknown()); diff != "" {
		t.Errorf("unknown members of a union (-want +got):\n%s", diff)
	}
	if got := (spotify.Playable{}).Unknown(); got != nil {
		t.Errorf("a union without a value has %q", got)
	}
}

// TestUnknownMembersOfBadItems lets an item fail after one of its unknown members.
func TestUnknownMembersOfBadItems(t *testing.T) {
	const body = `{"a":1,"items":[{"a":2,"is_local":"x"},{"a":3},{"item":{"a":4,"duration_ms":[],"type":"track"}},{"item":{"a":5,"type":"track"}}]}`
	bad := 0
	client := serve(t, answering(body)).client(spotify.WithBadItems(func(*spotify.DecodeError) { bad++ }), spotify.WithUnknownMembers())
	page, err := client.Playlists.ListItems(ctx, "x", nil)
	if err != nil || bad != 2 || len(page.Items) != 4 {
		t.Fatalf("error %v, %d bad items of %+v", err, bad, page)
	}
	got := []string{fmt.Sprintf("%s", page.Unknown())}
	for _, item := range page.Items {
		got = append(got, fmt.Sprintf("%s %s", item.Unknown(), item.Item.Unknown()))
	}
	want := []string{"map[a:1]", "map[] map[]", "map[a:3] map[]", "map[] map[]", "map[] map[a:5]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("unknown members (-want +got):\n%s", diff)
	}
}

// TestUnknownMembersThatAreBroken holds that they are still checked to be JSON.
func TestUnknownMembersThatAreBroken(t *testing.T) {
	for _, body := range []string{`{"a":}`, `{"a":tru}`, `{"a":{"b":1,}}`, `{"a":"`, `{"a":1 2}`, `{"a":01}`} {
		client := serve(t, answering(body)).client(spotify.WithUnknownMembers())
		if track, err := client.Tracks.Get(ctx, "x", nil); err == nil {
			t.Errorf("%s: decoded as %+v", body, track)
		}
	}
}

// TestUnknownMembersBelongToTheCaller holds that the next answer does not change them.
func TestUnknownMembersBelongToTheCaller(t *testing.T) {
	n := 0
	client := serve(t, func(w http.ResponseWriter, _ request) {
		n++
		fmt.Fprintf(w, `{"a":"%d","b%d":"text"}`, n, n)
	}).client(spotify.WithUnknownMembers())
	first, err := client.Tracks.Get(ctx, "x", nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if _, err := client.Tracks.Get(ctx, "x", nil); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]json.RawMessage{"a": json.RawMessage(`"1"`), "b1": json.RawMessage(`"text"`)}
	if diff := cmp.Diff(want, first.Unknown()); diff != "" {
		t.Errorf("unknown members (-want +got):\n%s", diff)
	}
}

// TestUnknownMembersEndWithTheCall holds that a decoder that is used again keeps nothing.
func TestUnknownMembersEndWithTheCall(t *testing.T) {
	client := serve(t, answering(`{"a":1}`)).client()
	for range 10 {
		if _, err := client.Tracks.Get(ctx, "x", nil, spotify.WithUnknownMembers()); err != nil {
			t.Fatal(err)
		}
		var track spotify.Track
		if err := track.UnmarshalJSON([]byte(`{"a":1}`)); err != nil || track.Unknown() != nil {
			t.Fatalf("error %v, unknown members %q", err, track.Unknown())
		}
	}
}

// TestUnknownMembersAreIterated holds that the option reaches all pages, and that an item
// with nothing else is not taken for null.
func TestUnknownMembersAreIterated(t *testing.T) {
	client := serve(t, func(w http.ResponseWriter, r request) {
		if r.Query.Get("offset") == "" {
			fmt.Fprintf(w, `{"total":4,"limit":2,"offset":0,"next":"more","items":[{"a":1},null]}`)
			return
		}
		fmt.Fprintf(w, `{"total":4,"limit":2,"offset":2,"next":null,"items":[{"a":2},{"a":3}]}`)
	}).client()
	got, err := names(client.Playlists.AllItems(ctx, "x", nil, spotify.WithUnknownMembers()), func(i spotify.PlaylistItem) string {
		return string(i.Unknown()["a"])
	})
	if diff := cmp.Diff([]string{"1", "2", "3"}, got); diff != "" || err != nil {
		t.Errorf("error %v, unknown members (-want +got):\n%s", err, diff)
	}
}

// TestUnknownMembersAreSent sets them in the body of a request.
func TestUnknownMembersAreSent(t *testing.T) {
	server := serve(t, answering(`{"id":"x"}`))
	request := spotify.CreatePlaylistRequest{Name: "n", UnknownMembers: &spotify.UnknownMembers{
		"mood": json.RawMessage(`"calm"`), "name": json.RawMessage(`"another"`),
	}}
	if _, err := server.client().Playlists.Create(context.Background(), request); err != nil {
		t.Fatal(err)
	}
	if got, want := server.requests[0].Body, `{"name":"n","mood":"calm"}`; got != want {
		t.Errorf("sent %s, want %s", got, want)
	}
}

// TestUnknownMembersCompare holds what the field must not take from the structs.
func TestUnknownMembersCompare(t *testing.T) {
	extra := func(raw string) *spotify.UnknownMembers { return &spotify.UnknownMembers{"a": json.RawMessage(raw)} }
	one, other := spotify.Followers{Total: 1}, spotify.Followers{Total: 1}
	if one != other || len(map[spotify.Followers]bool{one: true, other: true}) != 1 {
		t.Error("structs without unknown members are not equal")
	}
	if got := (&spotify.Followers{UnknownMembers: &spotify.UnknownMembers{}}).Unknown(); got != nil {
		t.Errorf("an empty map is returned as %#v", got)
	}
	if got := (*spotify.Followers)(nil).Unknown(); got != nil {
		t.Errorf("a nil pointer has %q", got)
	}
	one.UnknownMembers, other.UnknownMembers = extra("1"), extra("1")
	if diff := cmp.Diff(one, other); diff != "" {
		t.Errorf("equal members differ: %s", diff)
	}
	other.UnknownMembers = extra("2")
	if cmp.Equal(one, other) {
		t.Error("a difference is not found")
	}
}
