package spotify

import (
	"fmt"
	"strings"
)

// IDs of the catalogue: 22 base-62 characters. Each kind has a type of its own, so
// that an album is not mistaken for a track. A constant string converts by itself;
// Parse…ID checks one that comes from elsewhere, and takes it out of a URI or URL,
// however people paste it: with white space around it, with the end of a share link
// (?si=…), with a time (#0:30), or as the address of an embedded player.
type (
	// A TrackID names a track.
	TrackID string
	// An AlbumID names an album.
	AlbumID string
	// An ArtistID names an artist.
	ArtistID string
	// A PlaylistID names a playlist.
	PlaylistID string
	// A ShowID names a show, which is a podcast.
	ShowID string
	// An EpisodeID names an episode of a show.
	EpisodeID string
	// An AudiobookID names an audiobook.
	AudiobookID string
	// A ChapterID names a chapter of an audiobook.
	ChapterID string
)

// A UserID names a user. It is free text: older IDs are names that users chose,
// and can hold any characters.
type UserID string

// A CategoryID names a category of the browse tab. It is free text: some IDs
// are words, others look like the IDs in the catalogue.
type CategoryID string

// A DeviceID names a device that plays. The API can withhold it, and it can
// change between sessions of the device.
type DeviceID string

// A SnapshotID names one version of a playlist. It can only be compared and
// passed to the API.
type SnapshotID string

// URI returns the URI of the track, "" for an empty ID.
func (id TrackID) URI() URI { return makeURI(KindTrack, string(id)) }

// URI returns the URI of the album, "" for an empty ID.
func (id AlbumID) URI() URI { return makeURI(KindAlbum, string(id)) }

// URI returns the URI of the artist, "" for an empty ID.
func (id ArtistID) URI() URI { return makeURI(KindArtist, string(id)) }

// URI returns the URI of the playlist, "" for an empty ID.
func (id PlaylistID) URI() URI { return makeURI(KindPlaylist, string(id)) }

// URI returns the URI of the show, "" for an empty ID.
func (id ShowID) URI() URI { return makeURI(KindShow, string(id)) }

// URI returns the URI of the episode, "" for an empty ID.
func (id EpisodeID) URI() URI { return makeURI(KindEpisode, string(id)) }

// URI returns the URI of the audiobook, which names the kind show. It is "" for
// an empty ID.
func (id AudiobookID) URI() URI { return makeURI(KindAudiobook, string(id)) }

// URI returns the URI of the chapter, which names the kind episode. It is ""
// for an empty ID.
func (id ChapterID) URI() URI { return makeURI(KindChapter, string(id)) }

// URI returns the URI of the user, in which the ID is escaped. It is "" for an
// empty ID.
func (id UserID) URI() URI { return makeURI(KindUser, string(id)) }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id TrackID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id AlbumID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id ArtistID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id PlaylistID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id ShowID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id EpisodeID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id AudiobookID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id ChapterID) ResourceURI() URI { return id.URI() }

// ResourceURI returns the URI, which makes the ID a [Resource].
func (id UserID) ResourceURI() URI { return id.URI() }

// ParseTrackID reads the ID of a track, its URI or its URL on open.spotify.com.
func ParseTrackID(text string) (TrackID, error) { return parseID[TrackID](text, KindTrack) }

// ParseAlbumID reads the ID of an album, its URI or its URL on open.spotify.com.
func ParseAlbumID(text string) (AlbumID, error) { return parseID[AlbumID](text, KindAlbum) }

// ParseArtistID reads the ID of an artist, its URI or its URL on open.spotify.com.
func ParseArtistID(text string) (ArtistID, error) { return parseID[ArtistID](text, KindArtist) }

// ParsePlaylistID reads the ID of a playlist, its URI or its URL on
// open.spotify.com, including the older forms with a user in front.
func ParsePlaylistID(text string) (PlaylistID, error) {
	return parseID[PlaylistID](text, KindPlaylist)
}

// ParseShowID reads the ID of a show, its URI or its URL on open.spotify.com. The
// URI and the URL of an audiobook may look the same.
func ParseShowID(text string) (ShowID, error) { return parseID[ShowID](text, KindShow) }

// ParseEpisodeID reads the ID of an episode, its URI or its URL on
// open.spotify.com. The URI and the URL of a chapter may look the same.
func ParseEpisodeID(text string) (EpisodeID, error) { return parseID[EpisodeID](text, KindEpisode) }

// ParseAudiobookID reads the ID of an audiobook, its URI or its URL on
// open.spotify.com. The URI and the URL may name the kind show.
func ParseAudiobookID(text string) (AudiobookID, error) {
	return parseID[AudiobookID](text, KindAudiobook)
}

// ParseChapterID reads the ID of a chapter, its URI or its URL on
// open.spotify.com. The URI and the URL may name the kind episode.
func ParseChapterID(text string) (ChapterID, error) { return parseID[ChapterID](text, KindChapter) }

// ParseUserID reads the ID of a user, its URI or its URL on open.spotify.com.
// User IDs are free text, so every text that is neither a URI nor a URL counts
// as an ID.
func ParseUserID(text string) (UserID, error) { return parseID[UserID](text, KindUser) }

func parseID[ID ~string](text string, want Kind) (ID, error) {
	id, err := findID(trimmed(text), want)
	if err != nil {
		return "", fmt.Errorf("spotify: not the ID of %s: %w; want %s", want.withArticle(), err, want.accepted())
	}
	return ID(id), nil
}

func findID(text string, want Kind) (string, error) {
	if plain := unwrapped(text); !isURI(plain) && !isURL(plain) {
		if want.isCatalogue() {
			text = bareID(plain)
		} else {
			text, _, _ = strings.Cut(text, "?si=") // free text, but not such
		}
		return text, checkID(text, want)
	}
	l, err := parseLink(text)
	switch {
	case err != nil:
		return "", err
	case l.kind == KindLocal:
		return "", fmt.Errorf("a local file has no ID: %w", ErrLocalFile)
	case l.kind != want && l.kind != want.inURI():
		return "", fmt.Errorf("%s is %s, not %s", quote(text), l.kind.withArticle(), want.withArticle())
	}
	return l.id, nil
}

// bareID is an ID in the catalogue without what follows it in a link or in a sentence.
func bareID(text string) string {
	if end := strings.IndexAny(text, "?#&"); end >= 0 {
		text = text[:end]
	}
	return strings.TrimRight(trimmed(text), "/.,;:!)")
}

func checkID(id string, want Kind) error {
	switch {
	case id == "":
		return errEmpty
	case want.isCatalogue():
		return checkBase62(id)
	}
	return nil
}

func checkBase62(id string) error {
	switch {
	case strings.ContainsFunc(id, isNotBase62):
		return fmt.Errorf("%s has characters other than letters and digits", quote(id))
	case len(id) != 22:
		return fmt.Errorf("%s has %d characters", quote(id), len(id))
	}
	return nil
}

func isNotBase62(r rune) bool {
	return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// accepted says what the parser for IDs of this kind takes.
func (k Kind) accepted() string {
	id := "22 letters and digits"
	if !k.isCatalogue() {
		id = "any text"
	}
	return fmt.Sprintf("%s, a URI (%s%s:…) or a URL (https://open.spotify.com/%s/…)", id, uriScheme, k.inURI(), k.inURI())
}

func (k Kind) withArticle() string {
	switch k {
	case KindAlbum, KindArtist, KindEpisode, KindAudiobook:
		return "an " + string(k)
	case KindLocal:
		return "a local file"
	}
	return "a " + singleLine(string(k), maxQuoted)
}
