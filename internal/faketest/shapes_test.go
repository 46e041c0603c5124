//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"maps"
	"math"
	"net/http"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/backlog"
)

// A shape tells how an answer differs from the type of the client that it is decoded
// into: it compares names, which decoding does not, as it passes over what it does not
// know and makes nothing of what is missing.
type shape struct {
	missing map[string]bool // properties of the type that the answer lacks somewhere
	unknown map[string]bool // properties that the type lacks
	null    map[string]bool
	wrong   map[string]bool // properties of another JSON type
}

func shapeOf(value any, typ reflect.Type) shape {
	s := shape{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	s.compare("answer", value, typ)
	return s
}

func (s shape) compare(place string, value any, typ reflect.Type) {
	for typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	switch v := value.(type) {
	case nil:
		s.null[place] = true
	case map[string]any:
		if typ.Kind() == reflect.Struct && typ != reflect.TypeFor[spotify.Markets]() {
			s.compareObject(v, typ)
			return
		}
		s.wrong[place] = true
	case []any:
		switch {
		case typ == reflect.TypeFor[spotify.Markets]():
			typ = reflect.TypeFor[[]string]()
		case typ.Kind() != reflect.Slice:
			s.wrong[place] = true
			return
		}
		for _, element := range v {
			s.compare(place+"[]", element, typ.Elem())
		}
	default:
		if !fits(v, typ.Kind()) {
			s.wrong[place] = true
		}
	}
}

func (s shape) compareObject(members map[string]any, typ reflect.Type) {
	name, _, _ := strings.Cut(typ.Name(), "[")
	known := map[string]bool{}
	for _, field := range reflect.VisibleFields(typ) {
		key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if key == "-" { // not in JSON
			continue
		}
		known[key] = true
		value, ok := members[key]
		if !ok {
			s.missing[name+"."+key] = true
			continue
		}
		s.compare(name+"."+key, value, field.Type)
	}
	for key := range members {
		if !known[key] {
			s.unknown[name+"."+key] = true
		}
	}
}

// fits reports whether a JSON text, number, or boolean is one for a kind of Go type.
func fits(value any, kind reflect.Kind) bool {
	switch v := value.(type) {
	case string:
		return kind == reflect.String
	case bool:
		return kind == reflect.Bool
	case float64:
		return kind == reflect.Float64 || kind >= reflect.Int && kind <= reflect.Int64 && v == math.Trunc(v)
	}
	return false
}

// smallCatalogue is a server with one thing of each kind, or two.
func smallCatalogue(t *testing.T, options ...spotifytest.Option) (*spotifytest.Server, map[string]string) {
	t.Helper()
	s := spotifytest.NewServer(t, append(options, spotifytest.Empty())...)
	artist := s.AddArtist(spotifytest.Artist{Name: "Ann", Genres: []string{"hum"}, Popularity: 40, Followers: 7})
	s.AddArtist(spotifytest.Artist{Name: "Bob", Genres: []string{"hum"}})
	album := s.AddAlbum(spotifytest.Album{Name: "Album", Artists: []spotify.ArtistID{artist.ID}, Label: "Tin Roof"})
	swede := s.AddAlbum(spotifytest.Album{Name: "Svenska", Artists: []spotify.ArtistID{artist.ID}, Markets: []spotify.Market{"SE"}})
	track := s.AddTrack(spotifytest.Track{Name: "Track", Album: album.ID, ISRC: "ZZSPT2600001", Genre: "hum"})
	s.AddTrack(spotifytest.Track{Name: "Other", Album: album.ID, ISRC: "ZZSPT2600002", Genre: "hum"})
	relinked := s.AddTrack(spotifytest.Track{Name: "Swedish", Album: swede.ID, ISRC: "ZZSPT2600003", Markets: []spotify.Market{"SE"}})
	s.AddTrack(spotifytest.Track{Name: "Swedish, for others", Album: album.ID, ISRC: "ZZSPT2600003", Markets: []spotify.Market{"US"}})
	unplayable := s.AddTrack(spotifytest.Track{Name: "Nowhere", Album: swede.ID, ISRC: "ZZSPT2600004", Markets: []spotify.Market{}})
	show := s.AddShow(spotifytest.Show{Name: "Show", Publisher: "Ann", Description: "Q & A"})
	episode := s.AddEpisode(spotifytest.Episode{Name: "Episode", Show: show.ID})
	book := s.AddAudiobook(spotifytest.Audiobook{Name: "Book", Authors: []string{"Ann"}, Narrators: []string{"Bob"}, Publisher: "Ann"})
	chapter := s.AddChapter(spotifytest.Chapter{Name: "Chapter", Audiobook: book.ID})
	category := s.AddCategory(spotifytest.Category{Name: "Humming"})
	return s, map[string]string{
		"album":      string(album.ID),
		"artist":     string(artist.ID),
		"book":       string(book.ID),
		"category":   string(category.ID),
		"chapter":    string(chapter.ID),
		"episode":    string(episode.ID),
		"relinked":   string(relinked.ID),
		"show":       string(show.ID),
		"swede":      string(swede.ID),
		"track":      string(track.ID),
		"unplayable": string(unplayable.ID),
	}
}

// readJSON reads an answer as it is. The path names IDs in braces.
func readJSON(t *testing.T, s *spotifytest.Server, ids map[string]string, path, token string) any {
	t.Helper()
	for name, id := range ids {
		path = strings.ReplaceAll(path, "{"+name+"}", id)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: status %d: %s", path, resp.StatusCode, body)
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		t.Fatal(err)
	}
	return value
}

// typeOf is a type of the client. The answers of some operations are wrapped in an
// object, which the client takes off: it has no type of its own there.
func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// Everything that the schema names is answered, with the JSON type that it has there.
// What is not, and what is beyond the schema, is in the table.
func TestShapes(t *testing.T) {
	const (
		// Flags are in playlists only, and groups of albums in the list of an artist's.
		music     = "Track.linked_from Track.restrictions Track.track Track.episode SimplifiedAlbum.restrictions SimplifiedAlbum.album_group ExternalIDs.ean ExternalIDs.upc"
		inMarket  = "Track.available_markets"
		noMarket  = "Track.is_playable SimplifiedAlbum.is_playable"
		spoken    = "Episode.restrictions Episode.available_markets Episode.track Episode.episode"
		listed    = "SimplifiedTrack.available_markets SimplifiedTrack.linked_from SimplifiedTrack.restrictions"
		lastPage  = "Page.next Page.previous"
		noExcerpt = "SimplifiedTrack.preview_url"
	)
	tests := []struct {
		name    string
		path    string
		inside  string // of which member of the answer the type is
		typ     reflect.Type
		app     bool
		missing string
		null    string
	}{
		{name: "track", path: "/tracks/{track}", typ: typeOf[spotify.Track](),
			missing: music + " " + inMarket, null: "Track.preview_url"},
		{name: "track without a market", path: "/tracks/{track}", typ: typeOf[spotify.Track](), app: true,
			missing: music + " " + noMarket, null: "Track.preview_url"},
		{name: "relinked track", path: "/tracks/{relinked}?market=US", typ: typeOf[spotify.Track](),
			missing: "Track.available_markets Track.restrictions Track.track Track.episode SimplifiedAlbum.restrictions SimplifiedAlbum.album_group ExternalIDs.ean ExternalIDs.upc", null: "Track.preview_url"},
		{name: "unplayable track on an album that is not available", path: "/tracks/{unplayable}?market=US", typ: typeOf[spotify.Track](),
			missing: "Track.available_markets Track.linked_from Track.track Track.episode SimplifiedAlbum.album_group ExternalIDs.ean ExternalIDs.upc", null: "Track.preview_url"},
		{name: "tracks", path: "/tracks?ids={track},0000000000000000000000", inside: "tracks", typ: typeOf[[]spotify.Track](),
			missing: music + " " + inMarket, null: "Track.preview_url answer[]"},
		{name: "album", path: "/albums/{album}?market=US", typ: typeOf[spotify.Album](),
			missing: listed + " Album.restrictions Album.album_group ExternalIDs.isrc", null: lastPage + " " + noExcerpt},
		{name: "album without a market", path: "/albums/{album}", typ: typeOf[spotify.Album](), app: true,
			missing: "SimplifiedTrack.linked_from SimplifiedTrack.restrictions SimplifiedTrack.is_playable Album.restrictions Album.album_group Album.is_playable ExternalIDs.isrc",
			null:    lastPage + " " + noExcerpt},
		{name: "album that is not available", path: "/albums/{swede}?market=JP", typ: typeOf[spotify.Album](),
			missing: "SimplifiedTrack.available_markets SimplifiedTrack.linked_from Album.album_group ExternalIDs.isrc", null: lastPage + " " + noExcerpt},
		{name: "albums", path: "/albums?ids={album},0000000000000000000000", inside: "albums", typ: typeOf[[]spotify.Album](),
			missing: listed + " Album.restrictions Album.album_group ExternalIDs.isrc", null: lastPage + " " + noExcerpt + " answer[]"},
		{name: "tracks of an album", path: "/albums/{album}/tracks?limit=1&offset=1", typ: typeOf[spotify.Page[spotify.SimplifiedTrack]](),
			missing: listed, null: noExcerpt},
		{name: "new releases", path: "/browse/new-releases", inside: "albums", typ: typeOf[spotify.Page[spotify.SimplifiedAlbum]](),
			missing: "SimplifiedAlbum.restrictions SimplifiedAlbum.album_group", null: lastPage},
		{name: "artist", path: "/artists/{artist}", typ: typeOf[spotify.Artist](), null: "Followers.href"},
		{name: "artists", path: "/artists?ids={artist}", inside: "artists", typ: typeOf[[]spotify.Artist](), null: "Followers.href"},
		{name: "related artists", path: "/artists/{artist}/related-artists", inside: "artists", typ: typeOf[[]spotify.Artist](), null: "Followers.href"},
		{name: "albums of an artist", path: "/artists/{artist}/albums", typ: typeOf[spotify.Page[spotify.DiscographyAlbum]](),
			missing: "DiscographyAlbum.restrictions", null: lastPage},
		{name: "top tracks", path: "/artists/{artist}/top-tracks", inside: "tracks", typ: typeOf[[]spotify.Track](),
			missing: music + " " + inMarket, null: "Track.preview_url"},
		{name: "show", path: "/shows/{show}", typ: typeOf[spotify.Show](),
			missing: "SimplifiedEpisode.restrictions SimplifiedEpisode.available_markets", null: lastPage + " SimplifiedEpisode.audio_preview_url"},
		{name: "shows", path: "/shows?ids={show}", inside: "shows", typ: typeOf[[]spotify.SimplifiedShow]()},
		{name: "episodes of a show", path: "/shows/{show}/episodes", typ: typeOf[spotify.Page[spotify.SimplifiedEpisode]](),
			missing: "SimplifiedEpisode.restrictions SimplifiedEpisode.available_markets", null: lastPage + " SimplifiedEpisode.audio_preview_url"},
		{name: "episode", path: "/episodes/{episode}", typ: typeOf[spotify.Episode](),
			missing: spoken, null: "Episode.audio_preview_url"},
		{name: "episode for an app", path: "/episodes/{episode}?market=SE", typ: typeOf[spotify.Episode](), app: true,
			missing: spoken + " Episode.resume_point", null: "Episode.audio_preview_url"},
		{name: "episodes", path: "/episodes?ids={episode}", inside: "episodes", typ: typeOf[[]spotify.Episode](),
			missing: spoken, null: "Episode.audio_preview_url"},
		{name: "audiobook", path: "/audiobooks/{book}", typ: typeOf[spotify.Audiobook](),
			missing: "Audiobook.is_externally_hosted SimplifiedChapter.restrictions", null: lastPage + " SimplifiedChapter.audio_preview_url"},
		{name: "audiobooks", path: "/audiobooks?ids={book}", inside: "audiobooks", typ: typeOf[[]spotify.Audiobook](),
			missing: "Audiobook.is_externally_hosted SimplifiedChapter.restrictions", null: lastPage + " SimplifiedChapter.audio_preview_url"},
		{name: "chapters of an audiobook", path: "/audiobooks/{book}/chapters", typ: typeOf[spotify.Page[spotify.SimplifiedChapter]](),
			missing: "SimplifiedChapter.restrictions", null: lastPage + " SimplifiedChapter.audio_preview_url"},
		{name: "chapter", path: "/chapters/{chapter}", typ: typeOf[spotify.Chapter](),
			missing: "Chapter.restrictions SimplifiedAudiobook.is_externally_hosted", null: "Chapter.audio_preview_url"},
		{name: "chapters", path: "/chapters?ids={chapter}", inside: "chapters", typ: typeOf[[]spotify.Chapter](),
			missing: "Chapter.restrictions SimplifiedAudiobook.is_externally_hosted", null: "Chapter.audio_preview_url"},
		{name: "audio features", path: "/audio-features/{track}", typ: typeOf[spotify.AudioFeatures]()},
		{name: "audio features of several tracks", path: "/audio-features?ids={track},0000000000000000000000", inside: "audio_features",
			typ: typeOf[[]spotify.AudioFeatures](), null: "answer[]"},
		{name: "audio analysis", path: "/audio-analysis/{track}", typ: typeOf[spotify.AudioAnalysis](),
			missing: "AudioSection.key AudioSection.mode"}, // docs/facts/mismatches.md M33
		{name: "recommendations", path: "/recommendations?seed_genres=hum", typ: typeOf[spotify.Recommendations](),
			missing: music + " " + inMarket, null: "Track.preview_url RecommendationSeed.href"},
		{name: "genre seeds", path: "/recommendations/available-genre-seeds", inside: "genres", typ: typeOf[[]string]()},
		{name: "categories", path: "/browse/categories", inside: "categories", typ: typeOf[spotify.Page[spotify.Category]](), null: lastPage},
		{name: "category", path: "/browse/categories/{category}", typ: typeOf[spotify.Category]()},
		{name: "playlists of a category", path: "/browse/categories/{category}/playlists", typ: typeOf[spotify.FeaturedPlaylists](), null: lastPage},
		{name: "featured playlists", path: "/browse/featured-playlists", typ: typeOf[spotify.FeaturedPlaylists](), null: lastPage},
		{name: "markets", path: "/markets", inside: "markets", typ: typeOf[[]string]()},
	}
	isNew, newcomers := unknownNames(t), map[string]bool{}
	server, ids := smallCatalogue(t)
	forUser := server.TokenFor(server.User().ID, "user-read-playback-position").AccessToken
	forApp := server.AppToken().AccessToken
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			token := forUser
			if tt.app {
				token = forApp
			}
			value := readJSON(t, server, ids, tt.path, token)
			if tt.inside != "" {
				value = value.(map[string]any)[tt.inside]
			}
			got := shapeOf(value, tt.typ)
			for name := range got.missing {
				if isNew(name) {
					newcomers[name] = true
					delete(got.missing, name)
				}
			}
			compareNames(t, "missing", tt.missing, got.missing)
			compareNames(t, "beyond the schema", "", got.unknown)
			compareNames(t, "null", tt.null, got.null)
			compareNames(t, "of another type", "", got.wrong)
		})
	}
	backlog.Check(t, "the fake server does not know a field", slices.Collect(maps.Keys(newcomers)))
}

// unknownNames returns a function that tells whether the hand-written half of the fake
// server has never heard of a field: then it is new in the schema.
func unknownNames(t *testing.T) func(field string) bool {
	t.Helper()
	var source []byte
	err := fs.WalkDir(os.DirFS("../../gen/spotifytest"), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.go") {
			return err
		}
		data, err := os.ReadFile("../../gen/spotifytest/" + name)
		source = append(source, data...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return func(field string) bool {
		_, name, _ := strings.Cut(field, ".")
		return !bytes.Contains(source, []byte(strconv.Quote(name)))
	}
}

func compareNames(t *testing.T, what, want string, got map[string]bool) {
	t.Helper()
	names := strings.Fields(want)
	slices.Sort(names)
	if diff := cmp.Diff(names, slices.Sorted(maps.Keys(got)), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("what is %s differs (-want +got):\n%s", what, diff)
	}
}

// Development mode leaves out what docs/facts/changes-2026.md "Fields" lists, and
// nothing else.
func TestDevelopmentShapes(t *testing.T) {
	tests := []struct {
		path string
		typ  reflect.Type
		less string // than in extended quota mode
	}{
		{"/tracks/{track}?market=US", typeOf[spotify.Track](), "Track.popularity SimplifiedAlbum.available_markets"},
		{"/tracks/{relinked}?market=US", typeOf[spotify.Track](), "Track.popularity Track.linked_from SimplifiedAlbum.available_markets"},
		{"/albums/{album}", typeOf[spotify.Album](), "Album.available_markets Album.label Album.popularity"},
		{"/albums/{swede}/tracks?market=US&limit=1", typeOf[spotify.Page[spotify.SimplifiedTrack]](), "SimplifiedTrack.linked_from"},
		{"/artists/{artist}", typeOf[spotify.Artist](), "Artist.followers Artist.popularity"},
		{"/artists/{artist}/albums", typeOf[spotify.Page[spotify.DiscographyAlbum]](), "DiscographyAlbum.album_group DiscographyAlbum.available_markets"},
		{"/shows/{show}", typeOf[spotify.Show](), "Show.available_markets Show.publisher"},
		{"/shows/{show}/episodes", typeOf[spotify.Page[spotify.SimplifiedEpisode]](), ""},
		{"/episodes/{episode}", typeOf[spotify.Episode](), "SimplifiedShow.available_markets SimplifiedShow.publisher"},
		{"/audiobooks/{book}", typeOf[spotify.Audiobook](), "Audiobook.available_markets Audiobook.publisher SimplifiedChapter.available_markets"},
		{"/audiobooks/{book}/chapters", typeOf[spotify.Page[spotify.SimplifiedChapter]](), "SimplifiedChapter.available_markets"},
		{"/chapters/{chapter}", typeOf[spotify.Chapter](), "Chapter.available_markets SimplifiedAudiobook.available_markets SimplifiedAudiobook.publisher"},
	}
	missing := func(t *testing.T, path string, typ reflect.Type, options ...spotifytest.Option) map[string]bool {
		server, ids := smallCatalogue(t, options...)
		token := server.TokenFor(server.User().ID).AccessToken
		return shapeOf(readJSON(t, server, ids, path, token), typ).missing
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			less := missing(t, tt.path, tt.typ, spotifytest.Development())
			for name := range missing(t, tt.path, tt.typ) {
				delete(less, name)
			}
			compareNames(t, "missing in development mode only", tt.less, less)
		})
	}
}
