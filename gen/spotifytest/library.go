package spotifytest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A savedKind is one of the kinds of things that a library is made of, each with
// operations of its own.
type savedKind struct {
	kind spotify.Kind
	path string
	// rewrite is that of the requests which save and remove.
	rewrite rewriting
	render  func(c *call, e entry) object // nil if the thing does not exist any more
}

// savedKinds are the five kinds. Audiobooks are listed bare, the others with the time
// at which they were saved (docs/facts/mismatches.md M43).
func savedKinds() []savedKind {
	return []savedKind{
		{spotify.KindAlbum, "/me/albums", idsFromBody, func(c *call, e entry) object {
			return savedAs(e, "album", renderID(&c.albums, e.uri.ID(), c.albumObject))
		}},
		{spotify.KindAudiobook, "/me/audiobooks", idsFromAnyBody, func(c *call, e entry) object {
			return renderID(&c.audiobooks, e.uri.ID(), c.simplifiedAudiobook)
		}},
		{spotify.KindEpisode, "/me/episodes", idsFromBody, func(c *call, e entry) object {
			return savedAs(e, "episode", renderID(&c.episodes, e.uri.ID(), c.episodeObject))
		}},
		{spotify.KindShow, "/me/shows", idsFromBody, func(c *call, e entry) object {
			return savedAs(e, "show", renderID(&c.shows, e.uri.ID(), c.simplifiedShow))
		}},
		{spotify.KindTrack, "/me/tracks", idsFromBody, func(c *call, e entry) object {
			return savedAs(e, "track", renderID(&c.tracks, e.uri.ID(), c.trackJSON))
		}},
	}
}

// renderID renders a thing of the catalogue; nil is for one that is not there.
func renderID[ID ~string, E any, R rendered](t *table[ID, E], id string, render func(*E) R) R {
	if found := t.get(ID(id)); found != nil {
		return render(found)
	}
	return nil
}

// savedAs wraps a thing with the time at which it was saved. What has left the
// catalogue is null as a whole (docs/facts/mismatches.md M12).
func savedAs[R rendered](e entry, member string, thing R) object {
	if thing == nil {
		return nil
	}
	return object{"added_at": e.at.UTC().Format(time.RFC3339), member: thing}
}

func libraryRoutes() map[string]route {
	all := map[string]route{
		"PUT /me/library":          {handle: saveAny},
		"DELETE /me/library":       {handle: removeAny},
		"GET /me/library/contains": {handle: containsAny},
	}
	for _, k := range savedKinds() {
		all["GET "+k.path] = route{handle: k.list}
		all["PUT "+k.path] = route{handle: k.save, rewrite: k.rewrite}
		all["DELETE "+k.path] = route{handle: k.remove, rewrite: k.rewrite}
		all["GET "+k.path+"/contains"] = route{handle: k.contains}
	}
	all["PUT /me/tracks"] = route{handle: saveTracks, rewrite: idsFromQuery, mark: saveMark}
	return all
}

func (k savedKind) list(c *call) (any, error) {
	return page(c, shelfOf(c.user.saved, k.kind).entries, func(e entry) object {
		return k.render(c, e)
	}), nil
}

func (k savedKind) save(c *call) (any, error) {
	uris, err := c.idsToAdd(k.kind)
	if err != nil {
		return nil, err
	}
	shelf := shelfOf(c.user.saved, k.kind)
	for _, uri := range uris {
		shelf.add(uri, c.now())
	}
	return nothing(http.StatusOK)
}

// remove takes IDs of things that do not exist, too: what has left the catalogue must
// be able to leave the library.
func (k savedKind) remove(c *call) (any, error) {
	uris, err := c.idsOf(k.kind)
	if err != nil {
		return nil, err
	}
	shelf := shelfOf(c.user.saved, k.kind)
	for _, uri := range uris {
		shelf.remove(uri)
	}
	return nothing(http.StatusOK)
}

func (k savedKind) contains(c *call) (any, error) {
	uris, err := c.idsOf(k.kind)
	if err != nil {
		return nil, err
	}
	return containedIn(shelfOf(c.user.saved, k.kind), uris), nil
}

// containedIn is by the very ID that was saved: given the substitute of a relinked
// track, it is false for the original and the other way round.
func containedIn(s *shelf, uris []spotify.URI) []bool {
	answers := make([]bool, len(uris))
	for i, uri := range uris {
		answers[i] = s.has(uri)
	}
	return answers
}

// saveTracks is the one that takes its IDs in a body, and that can be told when the
// tracks were saved. Where there are times, the plain IDs do not count.
func saveTracks(c *call) (any, error) {
	entries, err := c.timestamped()
	if err != nil {
		return nil, err
	}
	if len(entries) == 0 {
		uris, err := c.idsToAdd(spotify.KindTrack)
		if err != nil {
			return nil, err
		}
		for _, uri := range uris {
			entries = append(entries, entry{uri, c.now()})
		}
	}
	shelf := shelfOf(c.user.saved, spotify.KindTrack)
	for _, e := range entries {
		shelf.add(e.uri, e.at)
	}
	return nothing(http.StatusOK)
}

// timestamped reads tracks with times from the body.
func (c *call) timestamped() ([]entry, error) {
	list, _ := c.body["timestamped_ids"].([]any)
	ids := make([]string, len(list))
	entries := make([]entry, len(list))
	for i, element := range list {
		members, _ := element.(object)
		ids[i], _ = members["id"].(string)
		text, _ := members["added_at"].(string)
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, badRequest("Invalid timestamped_ids")
		}
		entries[i].at = at.UTC().Truncate(time.Second)
	}
	uris, err := c.addable(spotify.KindTrack, ids)
	for i, uri := range uris {
		entries[i].uri = uri
	}
	return entries, err
}

// ids reads IDs, which are in the query or in the body, as the schema says. How many
// there may be has been checked, but a body may have none (docs/facts/mismatches.md M60).
func (c *call) ids() ([]string, error) {
	ids := c.list("ids")
	if c.endpoint.body.mediaType != "" {
		ids = c.strings("ids")
	}
	if len(ids) == 0 {
		return nil, badRequest("Missing required field: ids")
	}
	return ids, nil
}

// idsOf reads IDs of a kind, as URIs.
func (c *call) idsOf(kind spotify.Kind) ([]spotify.URI, error) {
	ids, err := c.ids()
	if err != nil {
		return nil, err
	}
	return urisFrom(kind, ids)
}

// idsToAdd reads IDs of things that must exist.
func (c *call) idsToAdd(kind spotify.Kind) ([]spotify.URI, error) {
	ids, err := c.ids()
	if err != nil {
		return nil, err
	}
	return c.addable(kind, ids)
}

// addable finds things that must exist. If one is unknown, it refuses all of them. The
// facts do not tell what Spotify does then, and a refusal is not overlooked.
func (s *Server) addable(kind spotify.Kind, ids []string) ([]spotify.URI, error) {
	uris, err := urisFrom(kind, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if !s.knows(kind, id) {
			return nil, notFound()
		}
	}
	return uris, nil
}

// urisFrom makes the URIs of IDs.
func urisFrom(kind spotify.Kind, ids []string) ([]spotify.URI, error) {
	uris := make([]spotify.URI, len(ids))
	for i, id := range ids {
		if kind != spotify.KindUser && !isBase62(id) {
			return nil, badRequest("Invalid base62 id")
		}
		uris[i] = uriOf(kind, id)
	}
	return uris, nil
}

// uriOf makes the URI of an ID. That of an audiobook says show (docs/facts/mismatches.md
// M42).
func uriOf(kind spotify.Kind, id string) spotify.URI {
	switch kind {
	case spotify.KindAudiobook:
		return spotify.AudiobookID(id).URI()
	case spotify.KindUser:
		return spotify.UserID(id).URI()
	}
	return wireURI(kind, id)
}

// knows reports whether there is something that can be saved or followed.
func (s *Server) knows(kind spotify.Kind, id string) bool {
	switch kind {
	case spotify.KindAlbum:
		return s.albums.get(spotify.AlbumID(id)) != nil
	case spotify.KindArtist:
		return s.artists.get(spotify.ArtistID(id)) != nil
	case spotify.KindAudiobook:
		return s.audiobooks.get(spotify.AudiobookID(id)) != nil
	case spotify.KindEpisode:
		return s.episodes.get(spotify.EpisodeID(id)) != nil
	case spotify.KindPlaylist:
		return s.playlists.get(spotify.PlaylistID(id)) != nil
	case spotify.KindShow:
		return s.shows.get(spotify.ShowID(id)) != nil
	case spotify.KindTrack:
		return s.tracks.get(spotify.TrackID(id)) != nil
	case spotify.KindUser:
		return s.users.get(spotify.UserID(id)) != nil
	}
	return false
}

// listFollowed answers the artists that the user follows, in pages, in the order of
// their IDs. The cursor is the ID of an artist, so a program that unfollows artists
// while it reads does not miss any.
func listFollowed(c *call) (any, error) {
	after := c.text("after")
	if after != "" && !isBase62(after) {
		return nil, badRequest("Invalid base62 id")
	}
	var ids []string
	for _, e := range shelfOf(c.user.following, spotify.KindArtist).entries {
		ids = append(ids, e.uri.ID())
	}
	slices.Sort(ids)
	from, found := slices.BinarySearch(ids, after)
	if found {
		from++
	}
	limit := c.number("limit")
	to := min(from+limit, len(ids))
	link := func(after string) string {
		values := url.Values{"type": {"artist"}, "limit": {strconv.Itoa(limit)}}
		if after != "" {
			values.Set("after", after)
		}
		return c.address() + "?" + values.Encode()
	}
	artists := object{
		"cursors": object{"after": nil}, // null on the last page (docs/facts/mismatches.md M20)
		"href":    link(after),
		"items": renderAll(ids[from:to], func(id string) object {
			return renderID(&c.artists, id, c.artistObject)
		}),
		"limit": limit,
		"next":  nil,
		"total": len(ids),
	}
	if to < len(ids) {
		artists["cursors"] = object{"after": ids[to-1]}
		artists["next"] = link(ids[to-1])
	}
	return object{"artists": artists}, nil
}

// putFollowing answers 204, unlike saving.
func putFollowing(c *call) (any, error) {
	kind := c.followedKind()
	uris, err := c.idsToAdd(kind)
	if err != nil {
		return nil, err
	}
	shelf := shelfOf(c.user.following, kind)
	for _, uri := range uris {
		shelf.add(uri, c.now())
	}
	return nothing(http.StatusNoContent)
}

func deleteFollowing(c *call) (any, error) {
	kind := c.followedKind()
	uris, err := c.idsOf(kind)
	if err != nil {
		return nil, err
	}
	shelf := shelfOf(c.user.following, kind)
	for _, uri := range uris {
		shelf.remove(uri)
	}
	return nothing(http.StatusNoContent)
}

func checkFollowing(c *call) (any, error) {
	kind := c.followedKind()
	uris, err := c.idsOf(kind)
	if err != nil {
		return nil, err
	}
	return containedIn(shelfOf(c.user.following, kind), uris), nil
}

// followedKind says of what kind the IDs of the request are.
func (c *call) followedKind() spotify.Kind { return spotify.Kind(c.text("type")) }
