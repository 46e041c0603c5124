package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/cli"
)

// seeded starts an empty server with the seed of a file.
func seeded(t *testing.T, file string) *spotifytest.Server {
	t.Helper()
	sow, err := readSeed(file)
	if err != nil {
		t.Fatal(err)
	}
	server, err := spotifytest.Start(spotifytest.Empty(), spotifytest.Relaxed(), spotifytest.Prepare(sow))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// TestSeed reads the example of the guide, and looks at what has become of it.
func TestSeed(t *testing.T) {
	server := seeded(t, filepath.Join("testdata", "seed.json"))
	for range 2 {
		client, ctx := server.Client(), t.Context()
		if user := server.User(); user.DisplayName != "Robin Reed" || user.Country != "DE" || user.Product != "premium" {
			t.Errorf("the user is %+v", user)
		}
		track, err := client.Tracks.Get(ctx, "2HarbourLights00000001", nil)
		if err != nil {
			t.Fatal(err)
		}
		if track.Name != "Harbour Lights" || track.Album.Name != "Quayside" || track.Artists[0].Name != "The Paper Boats" || track.Duration() != 201*time.Second {
			t.Errorf("the track is %+v", track)
		}
		low, ok := server.Track(spotify.TrackID(server.RecentlyPlayed("")[0].URI.ID()))
		if !ok || low.Name != "Low Tide" || !low.Explicit || len(low.Markets) != 2 {
			t.Errorf("the track that was played is %+v", low)
		}
		var names []string
		for _, kind := range []spotify.Kind{spotify.KindTrack, spotify.KindShow, spotify.KindAudiobook} {
			for _, uri := range server.Saved("", kind) {
				names = append(names, string(kind)+" "+uri.ID())
			}
		}
		if len(names) != 3 || names[0] != "track 2HarbourLights00000001" {
			t.Errorf("saved: %q", names)
		}
		if n := len(server.Following("", spotify.KindArtist)) + len(server.Following("", spotify.KindUser)) + len(server.Following("", spotify.KindPlaylist)); n != 3 {
			t.Errorf("the user follows %d, want 3", n)
		}
		playlist := server.PlaylistsOf("")[0]
		if playlist.Name != "Commute" || !playlist.Collaborative || !playlist.Private || len(playlist.Items) != 3 ||
			playlist.Items[1].AddedBy != "listener" || playlist.Items[1].AddedAt.Hour() != 7 || !playlist.Items[2].URI.IsLocal() {
			t.Errorf("the playlist is %+v", playlist)
		}
		if playback := server.Playback(""); playback.Item != track.URI || playback.Context != playlist.ID.URI() {
			t.Errorf("playback is %+v", playback)
		}
		if devices := server.Devices(""); devices[len(devices)-1].Name != "Studio Speaker" || devices[len(devices)-1].Volume != 35 {
			t.Errorf("the devices are %+v", devices)
		}
		// What a reset puts back is the seed.
		server.Unsave("", "spotify:track:2HarbourLights00000001")
		if err := server.Reset(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSeedIsRefused makes sure that each error says where it is.
func TestSeedIsRefused(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", ":1:1: unexpected end of JSON input"},
		{"no JSON", "{\n  oops\n}", ":2:3: invalid character 'o'"},
		{"a comma too many", "{\n  \"users\": [],\n}", ":3:1: invalid character '}'"},
		{"something behind it", "{}\n{}", ":2:1: invalid character '{' after top-level value"},
		{"a list", "[]", ":1:1: a seed is an object, and not a list"},
		{"an unknown section", "{\n  \"artist\": []\n}", `:2:3: a seed has no "artist"; did you mean artists?`},
		{"no list", `{"tracks": {}}`, `:1:12: "tracks" is a list, and not an object`},
		{"twice", "{\n\"tracks\": [],\n \"tracks\": []}", `:3:2: "tracks" is there twice`},
		{"no object", "{\"tracks\": [\n  \"Song\"]}", ":2:3: this is a text, and not an object"},
		{"an unknown member", "{\"tracks\": [\n  {\"name\": \"Song\", \"artits\": []}]}", `:2:20: there is no "artits" here; did you mean artists?`},
		{"another type", "{\"tracks\": [\n  {\"name\": 7}]}", ":2:12: this is a number, and not a text"},
		{"half a millisecond", "{\"tracks\": [{\"duration_ms\": 1.5}]}", ":1:29: 1.5 is not whole milliseconds of at most 2147483647"},
		{"too long", "{\"tracks\": [{\"duration_ms\": 99999999999}]}", ":1:29: 99999999999 is not whole milliseconds of at most 2147483647"},
		{"no time", "{\"users\": [{\"id\": \"a\", \"plays\": [{\"at\": \"now\"}]}]}", `:1:41: "now" is no time like 2026-01-15T12:00:00Z`},
		{"an unknown album", "{\"tracks\": [\n\n  {\"name\": \"Song\", \"album\": \"Gone\"}]}", `:3:3: cannot add the track "Song": there is no album "Gone"`},
		{"a bad market", "{\"tracks\": [{\"name\": \"Song\", \"markets\": [\"XX\"]}]}", `:1:13: cannot add the track "Song": "XX" is not a market`},
		{"a bad ID", "{\"artists\": [{\"id\": \"short\"}]}", `:1:14: cannot add the artist "": the ID "short"`},
		{"two of a name", "{\"albums\": [{\"name\": \"A\"}, {\"name\": \"A\"}],\n\"tracks\": [{\"album\": \"A\"}]}", `:2:22: there is more than one album called "A"; give one an "id"`},
		{"nothing of the name", "{\"tracks\": [{\"name\": \"Song\"}],\n\"users\": [{\"id\": \"a\", \"saved\": [\"track:Sung\"]}]}", `:2:33: the file has no track called "Sung"; did you mean Song?`},
		{"no URI", "{\"users\": [{\"id\": \"a\", \"saved\": [\"Song\"]}]}", `:1:34: "Song" is neither a URI nor of the form "track:Name"`},
		{"what cannot be saved", "{\"users\": [\n{\"id\": \"a\", \"saved\": [\"user:a\"]}]}", `:2:1: "spotify:user:a" cannot be saved`},
		{"an unknown owner", "{\"playlists\": [{\"name\": \"P\", \"owner\": \"x\"}]}", `:1:16: cannot add the playlist "P"`},
		{"an unknown playlist", "{\"featured\": [\"P\"]}", ":1:15: "},
	} {
		file := filepath.Join(t.TempDir(), "seed.json")
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr strings.Builder
		code := command().Run(t.Context(), cli.Terminal{Stdout: &stdout, Stderr: &stderr}, []string{"--address", "127.0.0.1:0", "--empty", "--seed", file})
		if code != cli.ExitProblem || !strings.Contains(stderr.String(), file+test.want) {
			t.Errorf("%s: exit code %d, stderr %q; want %q", test.name, code, stderr.String(), test.want)
		}
	}
}

func TestSeedAddsToTheCatalogue(t *testing.T) {
	file := filepath.Join(t.TempDir(), "seed.json")
	server := spotifytest.NewServer(t)
	album := server.Example().Album
	text := `{"tracks": [{"id": "2HarbourLights00000001", "name": "Bonus", "album": "` + string(album) + `"}],
		"users": [{"id": "listener", "saved": ["track:2HarbourLights00000001", "album:` + string(album) + `"]}], "shows": null}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	sow, err := readSeed(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := sow(server); err != nil {
		t.Fatal(err)
	}
	if track, _ := server.Track("2HarbourLights00000001"); track.Album != album {
		t.Errorf("the track is %+v", track)
	}
	if saved := server.Saved("", spotify.KindTrack); saved[0] != "spotify:track:2HarbourLights00000001" {
		t.Errorf("saved: %s", saved[0])
	}
}

func TestSnake(t *testing.T) {
	got := map[string]string{}
	want := map[string]string{
		"Name": "name", "AddedBy": "added_by", "ISRC": "isrc", "UPC": "upc", "ID": "id", "URI": "uri", "ReleaseDate": "release_date",
		"NullImages": "null_images", "ISRCOf": "isrc_of", "HTMLText": "html_text",
	}
	for name := range want {
		got[name] = snake(name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

// TestSeedOfTheGuide reads the seed in the guide.
func TestSeedOfTheGuide(t *testing.T) {
	guide, err := os.ReadFile(filepath.Join("..", "..", "docs", "testing.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), "```json\n")
	text, _, ok := strings.Cut(rest, "```")
	if !ok {
		t.Fatal("the guide has no JSON")
	}
	file := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	server := seeded(t, file)
	if playback := server.Playback(""); !playback.Playing || len(server.Saved("", spotify.KindTrack)) != 1 {
		t.Errorf("playback is %+v", playback)
	}
}

func TestReadBytes(t *testing.T) {
	for text, want := range map[string]string{`{"cover": "aGk="}`: "hi", `{"cover": "a"}`: "f:1:11: this is not base64", `{"cover": 1}`: "f:1:11: this is a number, and not bytes in base64"} {
		root, err := parseJSON("f", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var read struct{ Cover []byte }
		if err := newSower(nil).read(root, &read); err != nil {
			read.Cover = []byte(err.Error())
		}
		if !strings.HasPrefix(string(read.Cover), want) {
			t.Errorf("%s: %s, want %s", text, read.Cover, want)
		}
	}
}
