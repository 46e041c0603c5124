package naming_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/naming"
)

func TestWords(t *testing.T) {
	tests := map[string][]string{
		"":                   nil,
		"_- .":               nil,
		"album":              {"album"},
		"external_urls":      {"external", "urls"},
		"cover-art":          {"cover", "art"},
		"appears on":         {"appears", "on"},
		"operationId":        {"operation", "Id"},
		"SimplifiedTrack":    {"Simplified", "Track"},
		"HTTPServer":         {"HTTPServer"}, // no rule: upper case runs on
		"md5Hash":            {"md5", "Hash"},
		"2nd_track":          {"2nd", "track"},
		"__x__":              {"x"},
		"größe_Ähnlich":      {"größe", "Ähnlich"},
		"a\x00b":             {"a", "b"},
		"{playlist_id}":      {"playlist", "id"},
		"user-library-READ3": {"user", "library", "READ3"},
	}
	for name, want := range tests {
		if diff := cmp.Diff(want, naming.Words(name)); diff != "" {
			t.Errorf("Words(%q) differs (-want +got):\n%s", name, diff)
		}
	}
}

func TestExported(t *testing.T) {
	tests := map[string]string{
		"":                 "",
		"-":                "",
		"_":                "",
		"album_type":       "AlbumType",
		"id":               "ID",
		"ids":              "IDs",
		"Ids":              "IDs",
		"external_urls":    "ExternalURLs",
		"href":             "Href",
		"isrc":             "ISRC",
		"duration_ms":      "DurationMS",
		"html_description": "HTMLDescription",
		"trackId":          "TrackID",
		"uris":             "URIs",
		"ms":               "MS",
		"apis":             "APIs",
		"videos":           "Videos", // not the plural of an initialism
		"ep":               "EP",
		"7-inch":           "N7Inch",
		"33⅓ rpm":          "N33Rpm",
		"٣":                "N٣",
		"ørsted":           "Ørsted",
		"日本":               "日本", // no upper case: IsExported refuses it
		"fan-out.x":        "FanOutX",
		"EAN":              "EAN",
		"isbn":             "ISBN",
	}
	for name, want := range tests {
		if got := naming.Exported(name); got != want {
			t.Errorf("Exported(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestUnexported(t *testing.T) {
	tests := map[string]string{
		"":            "",
		"+":           "",
		"id":          "id",
		"ID":          "id",
		"ids":         "ids",
		"playlist_id": "playlistID",
		"position_ms": "positionMS",
		"volume":      "volume",
		"q":           "q",
		"type":        "kind",
		"Type":        "kind",
		"range":       "rangeValue",
		"func":        "funcValue",
		"2nd":         "n2nd",
		"٣":           "n٣",
	}
	for name, want := range tests {
		if got := naming.Unexported(name); got != want {
			t.Errorf("Unexported(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestUnexportedLeavesOthersAlone makes sure that no argument hides something
// that emitted methods refer to.
func TestUnexportedLeavesOthersAlone(t *testing.T) {
	for name := range strings.FieldsSeq(`ctx opts reqOpts req out err s found body jpeg newRequest operations pathValue queryValue
		queryList queryListAs optionalValue optionalPtr optionalList optionalListAs headerValue optionalHeader optionalHeaderPtr
		pipes spaces repeated only json time string int int64 bool byte float64 any error len nil`) {
		// What an argument of this name is called in the schema.
		for _, wire := range []string{name, strings.Join(naming.Words(name), "_")} {
			if got := naming.Unexported(wire); got == name {
				t.Errorf("Unexported(%q) = %q, which emitted methods use", wire, got)
			}
		}
	}
}

func TestIsExported(t *testing.T) {
	tests := map[string]bool{
		"Album": true, "ID": true, "Ørsted": true, "N7": true, "A_b": true,
		"": false, "album": false, "_Album": false, "7Inch": false, "日本": false, "A b": false, "A.B": false, "../A": false, "A\n": false,
	}
	for name, want := range tests {
		if got := naming.IsExported(name); got != want {
			t.Errorf("IsExported(%q) = %v, want %v", name, got, want)
		}
	}
}

func TestSingular(t *testing.T) {
	tests := map[string]string{
		"": "", "Playlists": "Playlist", "Categories": "Category", "Genres": "Genre", "Series": "Sery",
		"Album": "Album", "Class": "Class", "IDs": "ID", "uris": "uri", "s": "",
	}
	for noun, want := range tests {
		if got := naming.Singular(noun); got != want {
			t.Errorf("Singular(%q) = %q, want %q", noun, got, want)
		}
	}
}

func TestType(t *testing.T) {
	tests := map[string]string{
		"TrackObject": "Track", "SimplifiedTrackObject": "SimplifiedTrack", "SearchItems": "SearchItems",
		"Object": "Object", "ObjectObject": "Object", "ExternalUrlObject": "ExternalURL", "audio.Key": "AudioKey", "3dObject": "N3d", "": "",
	}
	for schema, want := range tests {
		if got := naming.Type(schema); got != want {
			t.Errorf("Type(%q) = %q, want %q", schema, got, want)
		}
	}
}

func TestMethodName(t *testing.T) {
	tests := []struct {
		service, method, path string
		list, batch, put      bool
		want                  string
	}{
		{service: "Albums", method: "GET", path: "/albums/{id}", want: "Get"},
		{service: "Albums", method: "GET", path: "/albums", list: true, batch: true, want: "GetMany"},
		{service: "Albums", method: "GET", path: "/albums", list: true, want: "List"},
		{service: "Albums", method: "GET", path: "/albums/{id}/tracks", list: true, want: "ListTracks"},
		{service: "Albums", method: "GET", path: "/me/albums", list: true, want: "ListSaved"},
		{service: "Albums", method: "GET", path: "/me/albums/contains", list: true, batch: true, want: "CheckSaved"},
		{service: "Albums", method: "PUT", path: "/me/albums", batch: true, want: "Save"},
		{service: "Albums", method: "DELETE", path: "/me/albums", batch: true, want: "RemoveSaved"},
		{service: "Albums", method: "POST", path: "/me/albums", want: "Create"},
		{service: "Albums", method: "GET", path: "/me/albums/{id}/notes", want: "GetNotes"},
		{service: "Playlists", method: "PUT", path: "/playlists/{id}", want: "Update"},
		{service: "Playlists", method: "PATCH", path: "/playlists/{id}", want: "Update"},
		{service: "Playlists", method: "PATCH", path: "/playlists/{id}", put: true, want: "Patch"},
		{service: "Playlists", method: "POST", path: "/playlists/{id}/items", want: "AddItems"},
		{service: "Playlists", method: "DELETE", path: "/playlists/{id}/items", want: "RemoveItems"},
		{service: "Playlists", method: "POST", path: "/playlists", want: "Create"},
		{service: "Playlists", method: "GET", path: "/playlists/{id}/followers/contains", list: true, want: "CheckFollowers"},
		{service: "Player", method: "GET", path: "/me/player", want: "Get"},
		{service: "Player", method: "GET", path: "/me/player/devices", list: true, want: "ListDevices"},
		{service: "Player", method: "GET", path: "/me/player/currently-playing", want: "GetCurrentlyPlaying"},
		{service: "Player", method: "PUT", path: "/me/player/shuffle", want: "UpdateShuffle"},
		{service: "Categories", method: "GET", path: "/browse/categories/{id}", want: "Get"},
		{service: "AudioFeatures", method: "GET", path: "/audio-features/{id}", want: "Get"},
		{service: "Albums", method: "HEAD", path: "/albums/{id}", want: "Head"},
		{service: "Albums", method: "GET", path: "/", want: "Get"},
	}
	for _, test := range tests {
		got := naming.MethodName(naming.Operation{Service: test.service, Method: test.method, Path: test.path, List: test.list, Batch: test.batch, Put: test.put})
		if got != test.want {
			t.Errorf("%s: %s %s is called %s, want %s", test.service, test.method, test.path, got, test.want)
		}
	}
}

func TestService(t *testing.T) {
	tests := []struct {
		path string
		tags []string
		want string
	}{
		{"/albums/{id}", []string{"Albums"}, "Albums"},
		{"/artists/{id}/albums", []string{"Albums", "Artists"}, "Artists"},
		{"/me/albums", []string{"Library", "Albums"}, "Albums"},
		{"/me/following", []string{"Users", "Library"}, "Users"},
		{"/audio-features", []string{"Tracks"}, "Tracks"},
		{"/audio-features", []string{"Audio Features"}, "AudioFeatures"},
		{"/{albums}/x", []string{"Users", "Albums"}, "Users"},
		{"/moods/{id}", nil, "Moods"},
	}
	for _, test := range tests {
		if got := naming.Service(test.path, test.tags); got != test.want {
			t.Errorf("%s with %q belongs to %s, want %s", test.path, test.tags, got, test.want)
		}
	}
}
