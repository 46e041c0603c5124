package spotify

import (
	"cmp"
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
	KindGenre         Kind = "genre"          // a seed of recommendations
	KindAd            Kind = "ad"             // an advertisement that plays, without an item
	KindUnknown       Kind = "unknown"        // something else that plays
)

// IsKnown reports whether the kind is one of the constants of this package.
func (k Kind) IsKnown() bool {
	switch k {
	case KindUser, KindCollection, KindLocal, KindAudioFeatures, KindGenre, KindAd, KindUnknown:
		return true
	}
	return k.isCatalogue()
}

// decode reads a kind. null leaves it as it is.
func (k *Kind) decode(d *decoder) {
	text, ok := d.word()
	if !ok {
		return
	}
	switch string(text) {
	case "track":
		*k = KindTrack
	case "album":
		*k = KindAlbum
	case "artist":
		*k = KindArtist
	case "playlist":
		*k = KindPlaylist
	case "show":
		*k = KindShow
	case "episode":
		*k = KindEpisode
	case "user":
		*k = KindUser
	default:
		*k = Kind(d.keep(text))
		// Some properties shout.
		if d.extras&noteDrift != 0 && !Kind(strings.ToLower(string(*k))).IsKnown() {
			d.noteValue(DriftUnknownKind, string(*k))
		}
	}
}

// Is reports whether two kinds are equal, ignoring upper and lower case: the API documents
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
//	spotify:collection:tracks             the same, of an unknown user
//	spotify:local:{artist}:{album}:{title}:{seconds}
//	                                      kind local, without an ID
//	spotify:playlist:{id}:recommended     kind playlist
//	spotify:track:null                    kind track, without an ID
//	spotify:track:{id}#0:30               kind track
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

// IsValid reports whether the value is a URI, not a URL, of one of these forms or of a
// kind that this package does not know.
func (u URI) IsValid() bool {
	l, err := parseLink(string(u))
	return err == nil && l.raw == u && l.id == u.ID() // and not what had to be made one
}

// ResourceURI returns the URI itself: a URI is a [Resource].
func (u URI) ResourceURI() URI { return u }

func (u URI) parts() (Kind, string) {
	rest, ok := strings.CutPrefix(string(u), uriScheme)
	if !ok {
		return "", ""
	}
	rest, _, _ = strings.Cut(rest, "?")
	kind, id := classify(strings.SplitN(rest, ":", 5))
	if kind.isCatalogue() {
		id, _, _ = strings.Cut(id, "#") // a time: spotify:track:{id}#0:30
	}
	return kind, id
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

// ParseURI reads a URI, the URL of a thing on open.spotify.com, or its address in the
// API (href), as people paste them. It returns the URI in the form that the API takes. That form has no user in
// front of a playlist, no suffixes of a share link, and names an audiobook as a show.
// URIs of local files, and of kinds that this package does not know, stay as they
// are.
//
// The API plays the liked songs of a user as spotify:user:{user ID}:collection. Their
// other URI and their URL do not name the user, and are refused. Short links are
// refused, too: what they stand for is known only after following them.
func ParseURI(text string) (URI, error) {
	l, err := parseLink(text)
	if err == nil && l.kind == KindCollection && !strings.HasPrefix(string(l.raw), uriScheme+string(KindUser)+":") {
		err = fmt.Errorf("%s does not say whose liked songs it means; the API plays those of a user as spotify:user:{user ID}:collection", quote(text))
	}
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
	text = unwrapped(text)
	if strings.ContainsFunc(text, unicode.IsControl) {
		return link{}, errors.New("it holds control characters")
	}
	if uri, ok := embedded(text); ok {
		text = uri
	}
	text = withoutSlashes(text)
	var l link
	switch {
	case text == "":
		return link{}, errEmpty
	case isURI(text):
		l.raw = URI(uriScheme + strings.Join(eachKind(strings.SplitN(text[len(uriScheme):], ":", 4), Kind.lower), ":"))
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
	if l.kind.isCatalogue() {
		l.id = bareID(l.id)
	}
	return l, l.check(text)
}

// eachKind changes the segments of a link that name its kind.
func eachKind(segments []string, change func(Kind) Kind) []string {
	for i := range segments {
		if i == 0 || i == 2 && segments[0] == string(KindUser) {
			segments[i] = string(change(Kind(segments[i])))
		}
	}
	return segments
}

// lower writes the name of a kind in lower case. An ID is left alone: its case matters.
func (k Kind) lower() Kind {
	if lower := Kind(strings.ToLower(string(k))); lower.IsKnown() {
		return lower
	}
	return k
}

// singular is the kind of a thing at an address of the API: /v1/tracks/{id}.
func (k Kind) singular() Kind {
	if one := Kind(strings.TrimSuffix(string(k), "s")); one.isCatalogue() || one == KindUser {
		return one
	}
	return k
}

// trimmed removes what cannot be seen around a text.
func trimmed(text string) string {
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) })
}

// unwrapped removes what people put around a link, too: brackets and quotes.
func unwrapped(text string) string {
	text = trimmed(text)
	for _, w := range [][2]string{
		{"<", ">"}, {"(", ")"}, {"[", "]"}, {`"`, `"`}, {"'", "'"}, {"`", "`"},
		{"“", "”"}, {"„", "“"}, {"„", "”"}, {"‘", "’"}, {"‚", "‘"}, {"«", "»"}, {"»", "«"}, {"‹", "›"},
	} {
		inner, begins := strings.CutPrefix(text, w[0])
		if inner, ends := strings.CutSuffix(inner, w[1]); begins && ends {
			text = trimmed(inner)
			break
		}
	}
	return unescapedLink(text)
}

// unescapedLink is for a link that stood in the query of another one.
func unescapedLink(text string) string {
	lower := strings.ToLower(text)
	for _, start := range []string{"spotify%3a", "http%3a", "https%3a"} {
		if strings.HasPrefix(lower, start) {
			return unescape(text)
		}
	}
	return text
}

// isURI reports whether a text begins with the scheme, which has no case.
func isURI(text string) bool {
	return len(text) >= len(uriScheme) && strings.EqualFold(text[:len(uriScheme)], uriScheme)
}

// withoutSlashes makes spotify:track:{id} of spotify://track/{id}, which phones open, and
// a URL of one behind the scheme of a URI.
func withoutSlashes(text string) string {
	if !isURI(text) {
		return text
	}
	rest := strings.TrimLeft(text[len(uriScheme):], "/")
	hasSlashes := len(rest) < len(text)-len(uriScheme)
	scheme, _, _ := strings.Cut(strings.ToLower(rest), "://")
	switch {
	case scheme == "http" || scheme == "https" || hasSlashes && isURL(rest):
		return rest
	case !hasSlashes:
		return text
	}
	if end := strings.IndexAny(rest, "?#"); end >= 0 {
		rest = rest[:end]
	}
	return uriScheme + strings.ReplaceAll(strings.TrimRight(rest, "/"), "/", ":")
}

// embedded returns the URI that the URL of a player on another page has as a parameter.
func embedded(text string) (uri string, ok bool) {
	if isURI(text) || !isURL(text) {
		return "", false
	}
	u, err := parseURL(text)
	if err != nil || !isSpotifyHost(u.Hostname()) {
		return "", false
	}
	switch strings.Trim(u.Path, "/") {
	case "", "embed", "oembed":
	default:
		if !strings.EqualFold(u.Hostname(), embedHost) {
			return "", false
		}
	}
	query := u.Query()
	uri = unwrapped(cmp.Or(query.Get("uri"), query.Get("url")))
	return uri, uri != "" && !strings.ContainsFunc(uri, unicode.IsControl)
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
	host, _, ok := strings.Cut(strings.TrimPrefix(text, "//"), "/")
	return ok && (isSpotifyHost(host) || isShortHost(host))
}

// embedHost is where all pages are players and buttons for other pages.
const embedHost = "embed.spotify.com"

func isSpotifyHost(host string) bool {
	switch strings.ToLower(host) {
	case "open.spotify.com", "play.spotify.com", embedHost:
		return true
	}
	return isAPIHost(host)
}

// isAPIHost is for what answers call href.
func isAPIHost(host string) bool { return strings.EqualFold(host, "api.spotify.com") }

// isShortHost reports whether a host only leads on to others.
func isShortHost(host string) bool {
	switch strings.ToLower(host) {
	case "spotify.link", "spotify.app.link", "spoti.fi", "link.tospotify.com", "tospotify.com":
		return true
	}
	return false
}

func parseURL(text string) (*url.URL, error) {
	if !strings.Contains(text, "://") {
		text = "https://" + strings.TrimPrefix(text, "//")
	}
	return url.Parse(text)
}

// urlSegments returns the segments of the path that name the thing, escaped as in
// a URI. A language (/intl-de/) and the marks of embedded players go before them.
func urlSegments(text string) ([]string, error) {
	u, err := parseURL(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s is not a URL", quote(text))
	case isShortHost(u.Hostname()):
		return nil, fmt.Errorf("%s is a short link, not a URL of open.spotify.com; follow it first, and use the URL that it leads to", quote(u.Scheme+"://"+u.Host))
	case u.Scheme != "http" && u.Scheme != "https", !isSpotifyHost(u.Hostname()):
		return nil, fmt.Errorf("%s is not a URL of open.spotify.com", quote(u.Scheme+"://"+u.Host))
	}
	var segments []string
	for segment := range strings.SplitSeq(u.EscapedPath(), "/") {
		switch {
		case segment == "":
		case len(segments) == 0 && isPrefix(strings.ToLower(segment)):
		default:
			segments = append(segments, escapePart(unescape(segment)))
		}
	}
	if !isAPIHost(u.Hostname()) {
		return eachKind(segments, Kind.lower), nil
	}
	segments = eachKind(segments, Kind.singular)
	if len(segments) < 2 || !Kind(segments[0]).isCatalogue() && segments[0] != string(KindUser) {
		return nil, fmt.Errorf("%s is an address of the API that has no ID", quote(text))
	}
	return segments, nil
}

// isPrefix reports whether a segment stands before the kind: a language, what an embedded
// player has, or the version of the API.
func isPrefix(segment string) bool {
	return strings.HasPrefix(segment, "intl-") || strings.HasPrefix(segment, "embed") || segment == "v1"
}

// quote shows an argument in an error. It leaves out the query, because the URL
// that somebody pasted may be that of a login, with its authorization code.
func quote(text string) string {
	if end := strings.IndexAny(text, "?#"); end >= 0 {
		text = text[:end]
	}
	return fmt.Sprintf("%q", shorten(text, maxQuoted))
}
