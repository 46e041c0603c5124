package spotifytest

import (
	"crypto/sha256"
	"encoding/binary"
	"iter"
	"maps"
	"math/bits"
	"slices"
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A table keeps things by ID, in the order in which they came.
type table[ID ~string, E any] struct {
	byID  map[ID]*E
	order []ID
	room  []E // for those that are expected, in one piece of memory
}

func (t *table[ID, E]) get(id ID) *E { return t.byID[id] }

// put adds a thing, or puts it in the place of another one, which stays as it is for
// those that share it.
func (t *table[ID, E]) put(id ID, e E) *E {
	if t.byID == nil {
		t.byID = map[ID]*E{}
	}
	if t.byID[id] == nil {
		t.order = append(t.order, id)
	}
	added := t.place()
	*added = e
	t.byID[id] = added
	return added
}

// fork makes a table of the same things that does not change with this one.
func (t *table[ID, E]) fork() table[ID, E] {
	return table[ID, E]{byID: maps.Clone(t.byID), order: slices.Clip(t.order)}
}

// place is where the next thing goes. It stays there.
func (t *table[ID, E]) place() *E {
	if len(t.room) == 0 {
		return new(E)
	}
	place := &t.room[0]
	t.room = t.room[1:]
	return place
}

// expect makes room for so many things.
func (t *table[ID, E]) expect(count int) {
	t.byID = make(map[ID]*E, count)
	t.order = make([]ID, 0, count)
	t.room = make([]E, count)
}

func (t *table[ID, E]) len() int { return len(t.order) }

// all goes through the things in the order in which they came.
func (t *table[ID, E]) all() iter.Seq[*E] {
	return func(yield func(*E) bool) {
		for _, id := range t.order {
			if !yield(t.byID[id]) {
				return
			}
		}
	}
}

// list returns the things in the order in which they came.
func (t *table[ID, E]) list() []*E {
	list := make([]*E, 0, len(t.order))
	for e := range t.all() {
		list = append(list, e)
	}
	return list
}

// A catalogue is what Spotify has for everybody.
type catalogue struct {
	artists    table[spotify.ArtistID, Artist]
	albums     table[spotify.AlbumID, Album]
	tracks     table[spotify.TrackID, Track]
	shows      table[spotify.ShowID, Show]
	episodes   table[spotify.EpisodeID, Episode]
	audiobooks table[spotify.AudiobookID, Audiobook]
	chapters   table[spotify.ChapterID, Chapter]
	categories table[spotify.CategoryID, Category]
	markets    []spotify.Market

	tracksOfAlbum  map[spotify.AlbumID][]spotify.TrackID       // by disc and number
	tracksOfArtist map[spotify.ArtistID][]spotify.TrackID      // in the order in which they came
	albumsOfArtist map[spotify.ArtistID][]spotify.AlbumID      // their own, the newest first
	episodesOfShow map[spotify.ShowID][]spotify.EpisodeID      // the newest first
	chaptersOfBook map[spotify.AudiobookID][]spotify.ChapterID // by number
	tracksByISRC   map[string][]spotify.TrackID
	featured       []spotify.PlaylistID
	made           map[spotify.Kind]int // things of a kind that got their ID here
	example        Example
	search         *searchIndex // nil until something is searched for, and after changes
	kept           renderings
}

// An Artist is a person or a band.
type Artist struct {
	ID         spotify.ArtistID // made up if it is empty
	Name       string
	Genres     []string
	Popularity int // 0 to 100
	Followers  int
	NoImages   bool // makes the list of images empty
}

// An Album is a release of one or more artists.
type Album struct {
	ID          spotify.AlbumID // made up if it is empty
	Name        string
	Type        string              // album, single, compilation, or ep; album if it is empty
	Artists     []spotify.ArtistID  // "Unknown Artist" if it is empty
	ReleaseDate spotify.ReleaseDate // a year, a month, or a day; 2020-01-01 if it is empty
	Markets     []spotify.Market    // where it is available; nil is everywhere
	Label       string
	UPC         string // made up if it is empty
	Popularity  int    // 0 to 100
	Genres      []string
}

// A Track is one instance of a recording. All instances of a recording have the same
// ISRC. Where one is not available, the API answers with another one, which is called
// relinking.
type Track struct {
	ID         spotify.TrackID // made up if it is empty
	Name       string
	Album      spotify.AlbumID    // a new single if it is empty
	Artists    []spotify.ArtistID // those of the album if it is empty
	Duration   time.Duration      // three minutes if it is zero
	Disc       int                // from 1; 1 if it is zero
	Number     int                // from 1; the next one of the album if it is zero
	Explicit   bool
	Popularity int              // 0 to 100
	ISRC       string           // made up if it is empty
	PreviewURL string           // of half a minute of it; null for clients if it is empty
	Markets    []spotify.Market // where it is available; nil is everywhere
	Genre      string           // only recommendations use it
	// Restriction is the reason why the track cannot be played anywhere: product or
	// explicit. If it is empty, the reason is market where the track is not available.
	Restriction string
	// Features are audio features, by their names in the API: acousticness, danceability,
	// energy, instrumentalness, liveness, speechiness, and valence (from 0 to 1), key (-1 to
	// 11), loudness (-60 to 0 dB), mode (0 or 1), tempo (1 to 500 beats per minute), and
	// time_signature (3 to 7). Those that are not here are made up, the same ones for
	// all instances of a recording. The audio analysis and recommendations go by them, too.
	Features map[string]float64
}

// A Show is a podcast.
type Show struct {
	ID          spotify.ShowID // made up if it is empty
	Name        string
	Publisher   string
	Description string
	// HTMLDescription is the Description in a paragraph if it is empty.
	HTMLDescription string
	Languages       []string         // en if it is empty
	Markets         []spotify.Market // nil is everywhere
	Explicit        bool
	External        bool // hosted elsewhere
}

// An Episode is a part of a show.
type Episode struct {
	ID          spotify.EpisodeID // made up if it is empty
	Name        string
	Show        spotify.ShowID // a new one if it is empty
	Description string
	// HTMLDescription is the Description in a paragraph if it is empty.
	HTMLDescription string
	PreviewURL      string              // of the beginning; null for clients if it is empty
	Duration        time.Duration       // half an hour if it is zero
	ReleaseDate     spotify.ReleaseDate // 2020-01-01 if it is empty
	Markets         []spotify.Market    // nil is everywhere
	Explicit        bool
	// Removed says that the episode was taken down. It stays in libraries and playlists,
	// with null in most of its fields.
	Removed bool
}

// An Audiobook is a book that is read aloud, in chapters; see [Server.AddChapter].
type Audiobook struct {
	ID          spotify.AudiobookID // made up if it is empty
	Name        string
	Authors     []string
	Narrators   []string
	Publisher   string
	Description string
	// HTMLDescription is the Description in a paragraph if it is empty.
	HTMLDescription string
	Edition         string
	Languages       []string         // en if it is empty
	Markets         []spotify.Market // nil is everywhere
	Explicit        bool
}

// A Chapter is a part of an audiobook.
type Chapter struct {
	ID          spotify.ChapterID // made up if it is empty
	Name        string
	Audiobook   spotify.AudiobookID // a new one if it is empty
	Description string
	// HTMLDescription is the Description in a paragraph if it is empty.
	HTMLDescription string
	PreviewURL      string              // of the beginning; null for clients if it is empty
	Duration        time.Duration       // ten minutes if it is zero
	Number          int                 // from 0, as Spotify counts them; the next one of the book if it is zero
	ReleaseDate     spotify.ReleaseDate // 2020-01-01 if it is empty
	Markets         []spotify.Market    // nil is everywhere
}

// A Category groups playlists for browsing.
type Category struct {
	ID        spotify.CategoryID // made up if it is empty
	Name      string
	Playlists []spotify.PlaylistID
}

// seal makes a catalogue ready for forks: what is added to a list in one of them goes
// into a copy of that list.
func (c *catalogue) seal() {
	clipAll(c.tracksOfAlbum)
	clipAll(c.tracksOfArtist)
	clipAll(c.albumsOfArtist)
	clipAll(c.episodesOfShow)
	clipAll(c.chaptersOfBook)
	clipAll(c.tracksByISRC)
}

func clipAll[Of comparable, ID any](index map[Of][]ID) {
	for of, ids := range index {
		index[of] = slices.Clip(ids)
	}
}

// fork makes a catalogue of the same things, which changes by itself. The one that it
// comes from is sealed and does not change any more.
func (c *catalogue) fork() catalogue {
	return catalogue{
		artists:        c.artists.fork(),
		albums:         c.albums.fork(),
		tracks:         c.tracks.fork(),
		shows:          c.shows.fork(),
		episodes:       c.episodes.fork(),
		audiobooks:     c.audiobooks.fork(),
		chapters:       c.chapters.fork(),
		categories:     c.categories.fork(),
		markets:        c.markets,
		tracksOfAlbum:  maps.Clone(c.tracksOfAlbum),
		tracksOfArtist: maps.Clone(c.tracksOfArtist),
		albumsOfArtist: maps.Clone(c.albumsOfArtist),
		episodesOfShow: maps.Clone(c.episodesOfShow),
		chaptersOfBook: maps.Clone(c.chaptersOfBook),
		tracksByISRC:   maps.Clone(c.tracksByISRC),
		featured:       slices.Clip(c.featured),
		made:           maps.Clone(c.made),
		example:        c.example,
		search:         c.search,
	}
}

// newID makes the next ID of a kind. The same calls make the same IDs.
func (c *catalogue) newID(kind spotify.Kind) string { return hashID(string(kind), c.count(kind)) }

// count counts what is made of a kind.
func (c *catalogue) count(kind spotify.Kind) int {
	if c.made == nil {
		c.made = map[spotify.Kind]int{}
	}
	c.made[kind]++
	return c.made[kind]
}

// changed is called when there is something else to be found.
func (c *catalogue) changed() {
	c.search = nil
	c.kept.clear()
}

// hashID makes an ID as Spotify does: a number of 128 bits in 22 digits of base 62, so that
// the first digit is one of 0 to 7 (docs/facts/concepts.md "IDs, URIs, URLs").
func hashID(kind string, n int) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	sum := sha256.Sum256(strconv.AppendInt(append([]byte(kind), ' '), int64(n), 10))
	high, low := binary.BigEndian.Uint64(sum[:]), binary.BigEndian.Uint64(sum[8:])
	id := make([]byte, 22)
	for i := range id {
		var digit uint64
		high, digit = high/62, high%62
		low, digit = bits.Div64(digit, low, 62)
		id[len(id)-1-i] = digits[digit]
	}
	return string(id)
}
