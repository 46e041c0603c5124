package spotifytest

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A searchIndex has what a search compares. Its parts are made when they are needed
// first, and may be used by several servers at once that have the same catalogue.
type searchIndex struct {
	artists    func() []indexed[Artist]
	albums     func() []indexed[Album]
	tracks     func() []indexed[Track]
	shows      func() []indexed[Show]
	episodes   func() []indexed[Episode]
	audiobooks func() []indexed[Audiobook]
}

// An indexed thing is a thing with the words by which a search finds it.
type indexed[E any] struct {
	searchEntry
	thing *E
}

// A searchEntry is what can be found of a thing. Its texts are [padded]. What does not
// apply to a kind of things is empty.
type searchEntry struct {
	id         string
	name       string
	text       string // name, artists, and album of a track; what words are looked for in
	artists    string
	albums     string
	tracks     string
	genres     string
	years      []int
	upc        string
	isrc       string
	released   spotify.ReleaseDate // of an album
	hipster    bool                // of an album: hardly known
	popularity int
}

func newSearchIndex(c *catalogue) *searchIndex {
	return &searchIndex{
		artists:    sync.OnceValue(c.indexArtists),
		albums:     sync.OnceValue(c.indexAlbums),
		tracks:     sync.OnceValue(c.indexTracks),
		shows:      sync.OnceValue(c.indexShows),
		episodes:   sync.OnceValue(c.indexEpisodes),
		audiobooks: sync.OnceValue(c.indexAudiobooks),
	}
}

// searchable is the index of the catalogue as it is.
func (c *catalogue) searchable() *searchIndex {
	if c.search == nil {
		c.search = newSearchIndex(c)
	}
	return c.search
}

// padded makes texts ready to be searched as one. Between them are two spaces, so that
// no phrase begins in the one and ends in the other.
func padded(texts ...string) string {
	size := 0
	for _, text := range texts {
		size += len(text) + 2
	}
	var b strings.Builder
	b.Grow(size)
	for _, text := range texts {
		b.WriteByte(' ')
		appendPlain(&b, text)
		b.WriteByte(' ')
	}
	return b.String()
}

func (c *catalogue) namesOf(artists []spotify.ArtistID) []string {
	names := make([]string, len(artists))
	for i, id := range artists {
		names[i] = c.artists.get(id).Name
	}
	return names
}

func (c *catalogue) indexArtists() []indexed[Artist] {
	list := make([]indexed[Artist], 0, c.artists.len())
	for artist := range c.artists.all() {
		name := padded(artist.Name)
		e := searchEntry{
			id: string(artist.ID), name: name, text: name, artists: name,
			genres: padded(artist.Genres...), popularity: artist.Popularity,
		}
		var albums []string
		for _, id := range c.albumsOfArtist[artist.ID] {
			album := c.albums.get(id)
			albums = append(albums, album.Name)
			e.years = append(e.years, album.ReleaseDate.Year())
		}
		e.albums = padded(albums...)
		list = append(list, indexed[Artist]{e, artist})
	}
	return list
}

func (c *catalogue) indexAlbums() []indexed[Album] {
	list := make([]indexed[Album], 0, c.albums.len())
	unknown := c.hipsterPopularity()
	for album := range c.albums.all() {
		name, artists := padded(album.Name), padded(c.namesOf(album.Artists)...)
		list = append(list, indexed[Album]{searchEntry{
			id: string(album.ID), name: name, text: name + artists, artists: artists, albums: name,
			years: []int{album.ReleaseDate.Year()}, upc: album.UPC, released: album.ReleaseDate,
			hipster: album.Popularity <= unknown, popularity: album.Popularity,
		}, album})
	}
	return list
}

// hipsterPopularity is what a tenth of the albums does not exceed.
func (c *catalogue) hipsterPopularity() int {
	var all []int
	for album := range c.albums.all() {
		all = append(all, album.Popularity)
	}
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[(len(all)-1)/10]
}

func (c *catalogue) indexTracks() []indexed[Track] {
	list := make([]indexed[Track], 0, c.tracks.len())
	for track := range c.tracks.all() {
		album := c.albums.get(track.Album)
		name, artists := padded(track.Name), padded(c.namesOf(track.Artists)...)
		text := name + artists + padded(album.Name)
		e := searchEntry{
			id: string(track.ID), name: name, text: text, tracks: name, artists: artists,
			albums: text[len(name)+len(artists):],
			years:  []int{album.ReleaseDate.Year()}, isrc: track.ISRC, popularity: track.Popularity,
		}
		genres := []string{track.Genre}
		for _, artist := range track.Artists {
			genres = append(genres, c.artists.get(artist).Genres...)
		}
		e.genres = padded(genres...)
		list = append(list, indexed[Track]{e, track})
	}
	return list
}

func (c *catalogue) indexShows() []indexed[Show] {
	list := make([]indexed[Show], 0, c.shows.len())
	for show := range c.shows.all() {
		name := padded(show.Name)
		list = append(list, indexed[Show]{searchEntry{id: string(show.ID), name: name, text: name + padded(show.Publisher)}, show})
	}
	return list
}

func (c *catalogue) indexEpisodes() []indexed[Episode] {
	list := make([]indexed[Episode], 0, c.episodes.len())
	for episode := range c.episodes.all() {
		name := padded(episode.Name)
		text := name + padded(c.shows.get(episode.Show).Name)
		list = append(list, indexed[Episode]{searchEntry{id: string(episode.ID), name: name, text: text}, episode})
	}
	return list
}

func (c *catalogue) indexAudiobooks() []indexed[Audiobook] {
	list := make([]indexed[Audiobook], 0, c.audiobooks.len())
	for book := range c.audiobooks.all() {
		name := padded(book.Name)
		text := name + padded(book.Authors...)
		list = append(list, indexed[Audiobook]{searchEntry{id: string(book.ID), name: name, text: text}, book})
	}
	return list
}

// searchDays are the days of which a release is new.
type searchDays struct{ first, last spotify.ReleaseDate }

// newReleases are those of the last two weeks.
func newReleases(now time.Time) searchDays {
	return searchDays{
		first: spotify.ReleaseDate(now.AddDate(0, 0, -14).Format(time.DateOnly)),
		last:  spotify.ReleaseDate(now.Format(time.DateOnly)),
	}
}

func (d searchDays) isNew(date spotify.ReleaseDate) bool {
	return len(date) == len(d.first) && d.first <= date && date <= d.last
}

// rank says how well the name of a thing fits, the best first.
func (e *searchEntry) rank(query searchQuery, focus string) int {
	switch {
	case focus == "":
		return 3
	case strings.TrimSuffix(e.name, " ") == focus:
		return 0
	case strings.HasPrefix(e.name, focus):
		return 1
	case query.isAbout(e.name):
		return 2
	}
	return 3
}

// search finds things of a kind, the best first: those with exactly this name, then
// those whose name begins with it, then those with all the words in their name, and
// then the rest. Within each of these, the more popular come first. This order is made
// up: Spotify's is not known, and changes from search to search.
func search[E any](list []indexed[E], query searchQuery, field string, today searchDays, admits func(*E) bool) []*E {
	type result struct {
		*indexed[E]
		rank int
	}
	var results []result
	focus := query.focus(field)
	for i := range list {
		if e := &list[i]; query.finds(&e.searchEntry, today) && admits(e.thing) {
			results = append(results, result{e, e.rank(query, focus)})
		}
	}
	slices.SortFunc(results, func(a, b result) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.popularity, a.popularity), cmp.Compare(a.id, b.id))
	})
	found := make([]*E, len(results))
	for i, r := range results {
		found[i] = r.thing
	}
	return found
}

// plain reduces a text to what a search compares: words of lower-case letters without
// diacritics, and numbers, with one space between them. Apostrophes vanish, and all
// other characters part words.
func plain(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	appendPlain(&b, text)
	return b.String()
}

func appendPlain(b *strings.Builder, text string) {
	begun, gap := false, false
	for _, r := range text {
		letters := plainLetters(r)
		if letters == "" {
			gap = gap || !isSilent(r)
			continue
		}
		if gap && begun {
			b.WriteByte(' ')
		}
		b.WriteString(letters)
		begun, gap = true, false
	}
}

// isSilent is for what stands within words and is not compared.
func isSilent(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || unicode.Is(unicode.Mn, r)
}

// plainLetters is what a letter or a digit is compared as, and "" for all else.
func plainLetters(r rune) string {
	const ascii = "0123456789abcdefghijklmnopqrstuvwxyz"
	switch {
	case '0' <= r && r <= '9':
		return ascii[r-'0' : r-'0'+1]
	case 'a' <= r && r <= 'z':
		return ascii[r-'a'+10 : r-'a'+11]
	case 'A' <= r && r <= 'Z':
		return ascii[r-'A'+10 : r-'A'+11]
	case r < 0x80 || !unicode.IsLetter(r) && !unicode.IsNumber(r):
		return ""
	}
	return withoutDiacritics(unicode.ToLower(r))
}

// withoutDiacritics knows the Latin letters that are likely in names.
func withoutDiacritics(r rune) string {
	switch r {
	case 'à', 'á', 'â', 'ã', 'ä', 'å', 'ā', 'ă', 'ą', 'ǎ', 'ạ', 'ả', 'ấ', 'ầ':
		return "a"
	case 'ç', 'ć', 'ĉ', 'ċ', 'č':
		return "c"
	case 'ď', 'đ', 'ð':
		return "d"
	case 'è', 'é', 'ê', 'ë', 'ē', 'ĕ', 'ė', 'ę', 'ě', 'ẹ', 'ẻ', 'ế', 'ề', 'ệ':
		return "e"
	case 'ĝ', 'ğ', 'ġ', 'ģ':
		return "g"
	case 'ĥ', 'ħ':
		return "h"
	case 'ì', 'í', 'î', 'ï', 'ĩ', 'ī', 'ĭ', 'į', 'ı', 'ị', 'ỉ':
		return "i"
	case 'ĵ':
		return "j"
	case 'ķ':
		return "k"
	case 'ĺ', 'ļ', 'ľ', 'ł':
		return "l"
	case 'ñ', 'ń', 'ņ', 'ň':
		return "n"
	case 'ò', 'ó', 'ô', 'õ', 'ö', 'ø', 'ō', 'ŏ', 'ő', 'ơ', 'ọ', 'ỏ', 'ố', 'ồ':
		return "o"
	case 'ŕ', 'ŗ', 'ř':
		return "r"
	case 'ś', 'ŝ', 'ş', 'š', 'ș':
		return "s"
	case 'ţ', 'ť', 'ŧ', 'ț':
		return "t"
	case 'ù', 'ú', 'û', 'ü', 'ũ', 'ū', 'ŭ', 'ů', 'ű', 'ų', 'ư', 'ụ', 'ủ':
		return "u"
	case 'ŵ':
		return "w"
	case 'ý', 'ÿ', 'ŷ':
		return "y"
	case 'ź', 'ż', 'ž':
		return "z"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	}
	return string(r)
}
