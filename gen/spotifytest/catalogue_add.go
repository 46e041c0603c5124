package spotifytest

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// someDate is the release date of a thing that is added without a date. unknownDate is
// how the API writes a date that it does not know (docs/facts/mismatches.md M45).
const (
	someDate    spotify.ReleaseDate = "2020-01-01"
	unknownDate spotify.ReleaseDate = "0000"
)

const kindCategory spotify.Kind = "category"

// The functions below add to the catalogue, and are called with the lock held. They
// return the thing in its table, or after a mistake a zero value that is in no table.

func (s *Server) addArtist(a Artist) *Artist {
	if s.mistaken(spotify.KindArtist, a.Name, flawInID(a.ID),
		flawInPopularity(a.Popularity), flawInCount("number of followers", a.Followers)) {
		return new(Artist)
	}
	a.ID = freshID(&s.catalogue, &s.artists, spotify.KindArtist, a.ID)
	a.Name = nameOr(a.Name, spotify.KindArtist, s.artists.len())
	s.changed()
	return s.artists.put(a.ID, a)
}

func (s *Server) addAlbum(a Album) *Album {
	a.Type = cmp.Or(a.Type, "album")
	a.ReleaseDate = cmp.Or(a.ReleaseDate, someDate)
	if s.mistaken(spotify.KindAlbum, a.Name, flawInID(a.ID), s.flawInArtists(a.Artists),
		flawInChoice("type", a.Type, "album", "single", "compilation", "ep"),
		flawInDate(a.ReleaseDate), s.flawInMarkets(a.Markets), flawInPopularity(a.Popularity)) {
		return new(Album)
	}
	a.ID = freshID(&s.catalogue, &s.albums, spotify.KindAlbum, a.ID)
	a.Name = nameOr(a.Name, spotify.KindAlbum, s.albums.len())
	if len(a.Artists) == 0 {
		a.Artists = []spotify.ArtistID{s.unknownArtist()}
	}
	if a.UPC == "" {
		a.UPC = s.newUPC()
	}
	if old := s.albums.get(a.ID); old != nil {
		for _, artist := range old.Artists {
			unindex(s.albumsOfArtist, artist, a.ID)
		}
	}
	s.changed()
	album := s.albums.put(a.ID, a)
	for _, artist := range a.Artists {
		indexUnder(&s.albumsOfArtist, artist, a.ID, func(other spotify.AlbumID) bool {
			return s.albums.get(other).ReleaseDate < a.ReleaseDate
		})
	}
	return album
}

func (s *Server) addTrack(t Track) *Track {
	if s.mistaken(spotify.KindTrack, t.Name, flawInID(t.ID),
		flawInReference(spotify.KindAlbum, &s.albums, t.Album), s.flawInArtists(t.Artists),
		flawInDuration(t.Duration), flawInCount("disc", t.Disc), flawInCount("number", t.Number),
		flawInPopularity(t.Popularity), s.flawInMarkets(t.Markets),
		flawInChoice("restriction", t.Restriction, "", "product", "explicit"), flawInFeatures(t.Features),
		flawInPreview(t.PreviewURL)) {
		return new(Track)
	}
	t.ID = freshID(&s.catalogue, &s.tracks, spotify.KindTrack, t.ID)
	t.Name = nameOr(t.Name, spotify.KindTrack, s.tracks.len())
	t.Duration = cmp.Or(t.Duration, 3*time.Minute)
	t.Disc = cmp.Or(t.Disc, 1)
	s.complete(&t)
	if old := s.tracks.get(t.ID); old != nil {
		s.unlist(old)
	}
	if t.Number == 0 {
		t.Number = s.nextNumber(t.Album, t.Disc)
	}
	s.changed()
	track := s.tracks.put(t.ID, t)
	indexUnder(&s.tracksOfAlbum, t.Album, t.ID, func(other spotify.TrackID) bool {
		o := s.tracks.get(other)
		return cmp.Or(cmp.Compare(o.Disc, t.Disc), cmp.Compare(o.Number, t.Number)) > 0
	})
	for _, artist := range t.Artists {
		indexUnder(&s.tracksOfArtist, artist, t.ID, nil)
	}
	indexUnder(&s.tracksByISRC, t.ISRC, t.ID, nil)
	return track
}

// complete gives a track album, artists, and ISRC, which those of the one that it
// replaces may be.
func (s *Server) complete(t *Track) {
	if old := s.tracks.get(t.ID); old != nil {
		t.Album = cmp.Or(t.Album, old.Album)
		t.ISRC = cmp.Or(t.ISRC, old.ISRC)
		if t.Number == 0 && t.Album == old.Album && t.Disc == old.Disc {
			t.Number = old.Number
		}
	}
	if t.Album == "" {
		t.Album = s.addAlbum(Album{
			Name: t.Name, Type: "single", Artists: slices.Clone(t.Artists),
			Markets: slices.Clone(t.Markets), Popularity: t.Popularity,
		}).ID
	}
	if len(t.Artists) == 0 {
		t.Artists = slices.Clone(s.albums.get(t.Album).Artists)
	}
	if t.ISRC == "" {
		t.ISRC = s.newISRC()
	}
}

// unlist takes a track out of the indexes.
func (s *Server) unlist(t *Track) {
	unindex(s.tracksOfAlbum, t.Album, t.ID)
	for _, artist := range t.Artists {
		unindex(s.tracksOfArtist, artist, t.ID)
	}
	unindex(s.tracksByISRC, t.ISRC, t.ID)
}

// nextNumber is the number behind the last track of a disc.
func (s *Server) nextNumber(album spotify.AlbumID, disc int) int {
	last := 0
	for _, id := range s.tracksOfAlbum[album] {
		if t := s.tracks.get(id); t.Disc == disc {
			last = max(last, t.Number)
		}
	}
	return last + 1
}

func (s *Server) addShow(show Show) *Show {
	if s.mistaken(spotify.KindShow, show.Name, flawInID(show.ID), s.flawInMarkets(show.Markets)) {
		return new(Show)
	}
	show.ID = freshID(&s.catalogue, &s.shows, spotify.KindShow, show.ID)
	show.Name = nameOr(show.Name, spotify.KindShow, s.shows.len())
	show.Languages = languagesOr(show.Languages)
	s.changed()
	return s.shows.put(show.ID, show)
}

func (s *Server) addEpisode(e Episode) *Episode {
	e.ReleaseDate = cmp.Or(e.ReleaseDate, someDate)
	if s.mistaken(spotify.KindEpisode, e.Name, flawInID(e.ID),
		flawInReference(spotify.KindShow, &s.shows, e.Show), flawInDuration(e.Duration),
		flawInDate(e.ReleaseDate), s.flawInMarkets(e.Markets), flawInPreview(e.PreviewURL)) {
		return new(Episode)
	}
	e.ID = freshID(&s.catalogue, &s.episodes, spotify.KindEpisode, e.ID)
	e.Name = nameOr(e.Name, spotify.KindEpisode, s.episodes.len())
	e.Duration = cmp.Or(e.Duration, 30*time.Minute)
	if old := s.episodes.get(e.ID); old != nil {
		e.Show = cmp.Or(e.Show, old.Show)
		unindex(s.episodesOfShow, old.Show, e.ID)
	}
	if e.Show == "" {
		e.Show = s.addShow(Show{Name: e.Name, Markets: slices.Clone(e.Markets), Explicit: e.Explicit}).ID
	}
	s.changed()
	episode := s.episodes.put(e.ID, e)
	indexUnder(&s.episodesOfShow, e.Show, e.ID, func(other spotify.EpisodeID) bool {
		// Of two episodes of a day, the one that came later is the newer one.
		return s.episodes.get(other).ReleaseDate <= e.ReleaseDate
	})
	return episode
}

func (s *Server) addAudiobook(b Audiobook) *Audiobook {
	if s.mistaken(spotify.KindAudiobook, b.Name, flawInID(b.ID), s.flawInMarkets(b.Markets)) {
		return new(Audiobook)
	}
	b.ID = freshID(&s.catalogue, &s.audiobooks, spotify.KindAudiobook, b.ID)
	b.Name = nameOr(b.Name, spotify.KindAudiobook, s.audiobooks.len())
	b.Languages = languagesOr(b.Languages)
	s.changed()
	return s.audiobooks.put(b.ID, b)
}

func (s *Server) addChapter(c Chapter) *Chapter {
	c.ReleaseDate = cmp.Or(c.ReleaseDate, someDate)
	if s.mistaken(spotify.KindChapter, c.Name, flawInID(c.ID),
		flawInReference(spotify.KindAudiobook, &s.audiobooks, c.Audiobook), flawInDuration(c.Duration),
		flawInCount("number", c.Number), flawInDate(c.ReleaseDate), s.flawInMarkets(c.Markets),
		flawInPreview(c.PreviewURL)) {
		return new(Chapter)
	}
	c.ID = freshID(&s.catalogue, &s.chapters, spotify.KindChapter, c.ID)
	c.Name = nameOr(c.Name, spotify.KindChapter, s.chapters.len())
	c.Duration = cmp.Or(c.Duration, 10*time.Minute)
	old := s.chapters.get(c.ID)
	if old != nil {
		c.Audiobook = cmp.Or(c.Audiobook, old.Audiobook)
		unindex(s.chaptersOfBook, old.Audiobook, c.ID)
	}
	switch {
	case c.Audiobook == "":
		c.Audiobook = s.addAudiobook(Audiobook{Name: c.Name, Markets: slices.Clone(c.Markets)}).ID
	case c.Number == 0 && old != nil && old.Audiobook == c.Audiobook:
		c.Number = old.Number
	case c.Number == 0:
		for _, id := range s.chaptersOfBook[c.Audiobook] {
			c.Number = max(c.Number, s.chapters.get(id).Number+1)
		}
	}
	chapter := s.chapters.put(c.ID, c)
	indexUnder(&s.chaptersOfBook, c.Audiobook, c.ID, func(other spotify.ChapterID) bool {
		return s.chapters.get(other).Number > c.Number
	})
	return chapter
}

func (s *Server) addCategory(c Category) *Category {
	if s.mistaken(kindCategory, c.Name, s.flawInPlaylists(c.Playlists)) {
		return new(Category)
	}
	c.ID = freshID(&s.catalogue, &s.categories, kindCategory, c.ID)
	c.Name = nameOr(c.Name, kindCategory, s.categories.len())
	return s.categories.put(c.ID, c)
}

func (s *Server) addUser(u User) *member {
	u.Country = cmp.Or(u.Country, "SE")
	u.Product = cmp.Or(u.Product, "premium")
	if s.mistaken(spotify.KindUser, string(u.ID), s.flawInMarket(u.Country),
		flawInChoice("product", u.Product, "premium", "free", "open"),
		flawInCount("number of followers", u.Followers)) {
		return new(member)
	}
	if u.ID == "" {
		u.ID = s.newUserID()
	}
	if known := s.users.get(u.ID); known != nil {
		known.User = u
		return known
	}
	return s.users.put(u.ID, member{
		User:      u,
		saved:     map[spotify.Kind]*shelf{},
		following: map[spotify.Kind]*shelf{},
		resume:    map[spotify.URI]time.Duration{},
		player:    newPlayer(),
	})
}

// newUserID makes an ID that is not one of 22 characters of both cases, because those of
// users are free text (docs/facts/concepts.md "IDs, URIs, URLs"): 25 digits and letters in
// lower case. That Spotify gives such IDs to new users is not among the facts.
func (s *Server) newUserID() spotify.UserID {
	const length = 25
	for {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", spotify.KindUser, s.count(spotify.KindUser)))
		id := spotify.UserID(new(big.Int).SetBytes(sum[:]).Text(36)[:length])
		if s.users.get(id) == nil {
			return id
		}
	}
}

// unknownArtist is the artist of things that name no artist.
func (s *Server) unknownArtist() spotify.ArtistID {
	id := spotify.ArtistID(hashID("unknown artist", 1))
	if s.artists.get(id) == nil {
		s.addArtist(Artist{ID: id, Name: "Unknown Artist"})
	}
	return id
}

// newISRC makes an ISRC that no track has. The country code ZZ belongs to no country.
func (s *Server) newISRC() string {
	for {
		isrc := "ZZSPT" + digits(s.count("isrc"), 7)
		if len(s.tracksByISRC[isrc]) == 0 {
			return isrc
		}
	}
}

// newUPC makes one of the numbers that shops may give away as they like.
func (s *Server) newUPC() string { return "2" + digits(s.count("upc"), 11) }

// digits writes the last digits of a number, so many of them.
func digits(n, width int) string {
	text := make([]byte, width)
	for i := range text {
		text[width-1-i] = byte('0' + n%10)
		n /= 10
	}
	return string(text)
}

// freshID is the ID of a thing, which is made up if there is none.
func freshID[ID ~string, E any](c *catalogue, t *table[ID, E], kind spotify.Kind, id ID) ID {
	for id == "" {
		if made := ID(c.newID(kind)); t.get(made) == nil {
			return made
		}
	}
	return id
}

// nameOr names a thing that has no name: "Track 7".
func nameOr(name string, kind spotify.Kind, n int) string {
	if name != "" {
		return name
	}
	return fmt.Sprintf("%s%s %d", strings.ToUpper(string(kind[:1])), kind[1:], n+1)
}

func languagesOr(languages []string) []string {
	if len(languages) == 0 {
		return []string{"en"}
	}
	return languages
}

// indexUnder adds to an index, at the end or before those that come after it.
func indexUnder[Of ~string, ID ~string](index *map[Of][]ID, of Of, id ID, after func(other ID) bool) {
	if *index == nil {
		*index = map[Of][]ID{}
	}
	ids := (*index)[of]
	at := len(ids)
	for after != nil && at > 0 && after(ids[at-1]) {
		at--
	}
	(*index)[of] = slices.Insert(ids, at, id)
}

// unindex takes out of an index. The list may be that of other catalogues, too.
func unindex[Of ~string, ID ~string](index map[Of][]ID, of Of, id ID) {
	if at := slices.Index(index[of], id); at >= 0 {
		index[of] = slices.Concat(index[of][:at], index[of][at+1:])
	}
}
