package spotify

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// A Kind is the kind of a thing, as its URI and its property type name it. Other values
// than the constants can occur: Spotify has more kinds of things than the Web API knows.
type Kind string

// The kinds of things that the API has. The URI of an audiobook names the kind
// show, and that of a chapter the kind episode. KindAudiobook and KindChapter
// occur in URLs and in the type of an object.
const (
	KindTrack      Kind = "track"
	KindAlbum      Kind = "album"
	KindArtist     Kind = "artist"
	KindPlaylist   Kind = "playlist"
	KindShow       Kind = "show"
	KindEpisode    Kind = "episode"
	KindAudiobook  Kind = "audiobook"
	KindChapter    Kind = "chapter"
	KindUser       Kind = "user"
	KindCollection Kind = "collection" // the liked songs of a user
	KindLocal      Kind = "local"      // a file of the user

	// These occur in properties called type, and not in URIs.
	KindAudioFeatures Kind = "audio_features" // the measures of a track's sound
	KindGenre         Kind = "genre"          // of a seed for recommendations
	KindAd            Kind = "ad"             // of what plays: an advertisement, without an item
	KindUnknown       Kind = "unknown"        // of what plays: something else
)

// IsKnown reports whether the kind is one of the constants of this package.
func (k Kind) IsKnown() bool {
	switch k {
	case KindUser, KindCollection, KindLocal, KindAudioFeatures, KindGenre, KindAd, KindUnknown:
		return true
	}
	return k.isCatalogue()
}

// Is reports whether two kinds are equal but for upper and lower case: the API documents
// the seed genre, but also sends GENRE.
func (k Kind) Is(other Kind) bool { return strings.EqualFold(string(k), string(other)) }

// isCatalogue reports whether things of this kind have an ID of 22 base-62
// characters.
func (k Kind) isCatalogue() bool {
	switch k {
	case KindTrack, KindAlbum, KindArtist, KindPlaylist, KindShow, KindEpisode, KindAudiobook, KindChapter:
		return true
	}
	return false
}

func (k Kind) isName() bool {
	return k != "" && !strings.ContainsFunc(string(k), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// inURI is the kind that a URI of such a thing has (docs/facts/mismatches.md M42).
func (k Kind) inURI() Kind {
	switch k {
	case KindAudiobook:
		return KindShow
	case KindChapter:
		return KindEpisode
	}
	return k
}

const uriScheme = "spotify:"

// A URI names a thing of Spotify, like spotify:track:6kLCHFM39wkFjOuyPGLGeQ. It
// is kept as the API sent it; [ParseURI] checks one that comes from elsewhere.
//
// Its methods also understand older and unusual forms:
//
//	spotify:user:{user}                   kind user
//	spotify:user:{user}:playlist:{id}     kind playlist
//	spotify:user:{user}:collection        kind collection, without an ID
//	spotify:local:{artist}:{album}:{title}:{seconds}
//	                                      kind local, without an ID
//	spotify:playlist:{id}:recommended     kind playlist
//	spotify:track:null                    kind track, without an ID
type URI string

// Kind returns the kind of thing that the URI names, or "" if it is not a URI.
func (u URI) Kind() Kind {
	kind, _ := u.parts()
	return kind
}

// ID returns the ID of the thing, unescaped, or "" if the URI has none.
func (u URI) ID() string {
	_, id := u.parts()
	return id
}

// IsLocal reports whether the URI stands for a local file.
func (u URI) IsLocal() bool { return u.Kind() == KindLocal }

// Local returns the description of a local file that its URI holds. It reports
// false if the URI is malformed or not that of a local file.
func (u URI) Local() (LocalFile, bool) { return parseLocal(u) }

// IsValid reports whether the value is a URI, not a URL, that [ParseURI]
// accepts.
func (u URI) IsValid() bool {
	_, err := parseLink(string(u))
	return err == nil && strings.HasPrefix(string(u), uriScheme) && strings.TrimSpace(string(u)) == string(u)
}

// ResourceURI returns the URI itself: a URI is a [Resource].
func (u URI) ResourceURI() URI { return u }

func (u URI) parts() (Kind, string) {
	rest, ok := strings.CutPrefix(string(u), uriScheme)
	if !ok {
		return "", ""
	}
	rest, _, _ = strings.Cut(rest, "?")
	return classify(strings.SplitN(rest, ":", 5))
}

// classify finds kind and ID among the segments of a URI or of the path of a URL,
// which mean the same. The segments are escaped. What follows the ID is a page
// about the thing.
func classify(segments []string) (kind Kind, id string) {
	segment := func(i int) string {
		if i >= len(segments) {
			return ""
		}
		return unescape(segments[i])
	}
	kind, id = Kind(segment(0)), segment(1)
	if kind == KindUser {
		switch Kind(segment(2)) {
		case KindPlaylist:
			kind, id = KindPlaylist, segment(3)
		case KindCollection:
			kind = KindCollection
		}
	}
	switch {
	case kind == KindCollection, kind == KindLocal:
		id = ""
	case id == "null" && kind != KindUser: // but a user may be called so
		id = ""
	}
	return kind, id
}

// escapePart escapes everything that could be taken for a part of the URI itself.
func escapePart(text string) string {
	return strings.ReplaceAll(url.QueryEscape(text), "+", "%20")
}

// unescape leaves text alone that was never escaped.
func unescape(text string) string {
	plain, err := url.PathUnescape(text)
	if err != nil {
		return text
	}
	return plain
}

// ParseURI reads a URI, or the URL of a thing on open.spotify.com. It returns
// the URI in the form that the API takes. That form has no user in front of a
// playlist, no suffixes of a share link, and names an audiobook as a show. URIs
// of local files, and of kinds that this package does not know, stay as they
// are.
func ParseURI(text string) (URI, error) {
	l, err := parseLink(text)
	if err != nil {
		return "", fmt.Errorf("spotify: not a URI: %w; want one like spotify:track:6kLCHFM39wkFjOuyPGLGeQ or https://open.spotify.com/track/6kLCHFM39wkFjOuyPGLGeQ", err)
	}
	return l.uri(), nil
}

// A link is a URI or URL taken apart.
type link struct {
	kind Kind
	id   string
	raw  URI
}

func (l link) uri() URI {
	if l.kind.isCatalogue() || l.kind == KindUser {
		return makeURI(l.kind, l.id)
	}
	return l.raw
}

// makeURI returns "" for an empty ID, so that it is noticed where it is used.
func makeURI(kind Kind, id string) URI {
	if id == "" {
		return ""
	}
	return URI(uriScheme + string(kind.inURI()) + ":" + escapePart(id))
}

func parseLink(text string) (link, error) {
	text = strings.TrimSpace(text)
	if strings.ContainsFunc(text, unicode.IsControl) {
		return link{}, errors.New("it holds control characters")
	}
	var l link
	switch {
	case text == "":
		return link{}, errEmpty
	case strings.HasPrefix(text, uriScheme):
		l.raw = URI(text)
		l.kind, l.id = l.raw.parts()
	case isURL(text):
		segments, err := urlSegments(text)
		if err != nil {
			return link{}, err
		}
		l.raw = URI(uriScheme + strings.Join(segments, ":"))
		l.kind, l.id = classify(segments)
	default:
		return link{}, fmt.Errorf("%s is neither a URI nor a URL", quote(text))
	}
	return l, l.check(text)
}

func (l link) check(text string) error {
	switch {
	case !l.kind.isName():
		return fmt.Errorf("%s does not name a kind", quote(text))
	case l.kind == KindLocal:
		if _, ok := l.raw.Local(); !ok {
			return fmt.Errorf("%s is a malformed URI of a local file", quote(text))
		}
	case l.kind == KindCollection:
	case l.id == "":
		return fmt.Errorf("%s has no ID", quote(text))
	case l.kind.isCatalogue():
		return checkBase62(l.id)
	}
	return nil
}

// isURL also recognizes what people copy without the scheme.
func isURL(text string) bool {
	if strings.Contains(text, "://") {
		return true
	}
	host, _, ok := strings.Cut(text, "/")
	return ok && isSpotifyHost(host)
}

func isSpotifyHost(host string) bool {
	return strings.EqualFold(host, "open.spotify.com") || strings.EqualFold(host, "play.spotify.com")
}

// urlSegments returns the segments of the path that name the thing, escaped as in
// a URI. A language (/intl-de/) and the marks of embedded players go before them.
func urlSegments(text string) ([]string, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s is not a URL", quote(text))
	case u.Scheme != "http" && u.Scheme != "https", !isSpotifyHost(u.Hostname()):
		return nil, fmt.Errorf("%s is not a URL of open.spotify.com", quote(u.Scheme+"://"+u.Host))
	}
	var segments []string
	for segment := range strings.SplitSeq(u.EscapedPath(), "/") {
		switch {
		case segment == "":
		case len(segments) == 0 && (strings.HasPrefix(segment, "intl-") || strings.HasPrefix(segment, "embed")):
		default:
			segments = append(segments, escapePart(unescape(segment)))
		}
	}
	return segments, nil
}

// quote shows an argument in an error. It leaves out the query, because the URL
// that somebody pasted may be that of a login, with its authorization code.
func quote(text string) string {
	if end := strings.IndexAny(text, "?#"); end >= 0 {
		text = text[:end]
	}
	return fmt.Sprintf("%q", shorten(text, maxQuoted))
}
