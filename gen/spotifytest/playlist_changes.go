package spotifytest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// mostItems is how many items a request can add, replace, or remove.
const mostItems = 100

func outOfBounds() *refusal { return badRequest("Index out of bounds.") }

func unsupported() *refusal { return badRequest("Unsupported URL / URI.") }

func notRemovable() *refusal {
	return badRequest("Could not remove tracks, please check parameters.")
}

// addPlaylistItems inserts tracks and episodes.
func addPlaylistItems(c *call) (any, error) {
	p, err := c.sharedPlaylist()
	if err != nil {
		return nil, err
	}
	items, err := c.newItems()
	if err != nil {
		return nil, err
	}
	now := p.present().places
	at, given := c.integer("position")
	if !given {
		at = len(now)
	}
	switch {
	case len(items) == 0:
		return nil, badRequest("No uris provided.")
	case at < 0 || at > len(now):
		return nil, outOfBounds()
	}
	p.change(slices.Insert(slices.Clone(now), at, c.placesFor(items, c.user.ID)...))
	return answer{http.StatusCreated, snapshotOf(p)}, nil
}

// changePlaylistItems replaces all items, or moves some of them.
func changePlaylistItems(c *call) (any, error) {
	p, err := c.sharedPlaylist()
	if err != nil {
		return nil, err
	}
	then, err := c.intended(p)
	if err != nil {
		return nil, err
	}
	_, replaces := c.body["uris"]
	_, reorders := c.body["range_start"]
	switch {
	case replaces && reorders:
		return nil, badRequest("Items can be either replaced or reordered, and not both in one request.")
	case reorders:
		err = c.reorder(p, then)
	case replaces:
		err = c.replace(p)
	default:
		err = badRequest("Missing required field: uris")
	}
	if err != nil {
		return nil, err
	}
	return snapshotOf(p), nil
}

func (c *call) replace(p *playlist) error {
	items, err := c.newItems()
	if err != nil {
		return err
	}
	p.change(c.placesFor(items, c.user.ID))
	return nil
}

func (c *call) reorder(p *playlist, then version) error {
	start, _ := c.integer("range_start")
	before, ok := c.integer("insert_before")
	if !ok {
		return badRequest("Missing required field: insert_before")
	}
	length, ok := c.integer("range_length")
	if !ok {
		length = 1
	}
	n := len(then.places)
	if start < 0 || start >= n || length < 1 || length > n-start || before < 0 || before > n {
		return outOfBounds()
	}
	p.changeTo(reordered(p.present().places, then.places, start, length, before))
	return nil
}

// removePlaylistItems removes items by their URIs, or those of them that stand at the
// positions that are given beside a URI. They are told by the version that the request
// means, and removed from the present one.
func removePlaylistItems(c *call) (any, error) {
	p, err := c.sharedPlaylist()
	if err != nil {
		return nil, err
	}
	then, err := c.intended(p)
	if err != nil {
		return nil, err
	}
	list, _ := c.body[c.removedName()].([]any)
	if len(list) == 0 || len(list) > mostItems {
		return nil, notRemovable()
	}
	var gone []*PlaylistItem
	for _, element := range list {
		found, err := c.toRemove(element, then)
		if err != nil {
			return nil, err
		}
		gone = append(gone, found...)
	}
	p.changeTo(without(p.present().places, gone))
	return snapshotOf(p), nil
}

// removedName is the member of the body that lists what to remove. Each path has its
// own.
func (c *call) removedName() string {
	return c.endpoint.path[strings.LastIndexByte(c.endpoint.path, '/')+1:]
}

// toRemove finds the places that one element of a request to remove means.
func (c *call) toRemove(element any, then version) ([]*PlaylistItem, error) {
	described, _ := element.(object)
	text, _ := described["uri"].(string)
	uri := spotify.URI(text)
	if positions, ok := described["positions"].([]any); ok {
		if uri.IsLocal() && c.body["snapshot_id"] == nil {
			return nil, notRemovable()
		}
		return placesAt(positions, uri, then)
	}
	// A local file can be removed by its position only
	// (docs/facts/concepts.md "Local files").
	if kind := uri.Kind(); kind != spotify.KindTrack && kind != spotify.KindEpisode {
		return nil, unsupported()
	}
	var found []*PlaylistItem
	for _, place := range then.places {
		if place.URI == uri {
			found = append(found, place)
		}
	}
	return found, nil
}

// placesAt finds places by their positions, at each of which the URI has to stand. The
// empty one is that of a null.
func placesAt(positions []any, uri spotify.URI, then version) ([]*PlaylistItem, error) {
	var found []*PlaylistItem
	for _, position := range positions {
		at, ok := position.(float64)
		if !ok || at < 0 || at >= float64(len(then.places)) || then.places[int(at)].URI != uri {
			return nil, notRemovable()
		}
		found = append(found, then.places[int(at)])
	}
	return found, nil
}

// intended is the version that a request means.
func (c *call) intended(p *playlist) (version, error) {
	snapshot, _ := c.body["snapshot_id"].(string)
	then, ok := p.versionOf(spotify.SnapshotID(snapshot))
	if !ok {
		return version{}, badRequest("Invalid snapshot_id")
	}
	return then, nil
}

func snapshotOf(p *playlist) object { return object{"snapshot_id": p.snapshot()} }

// newItems are the items that a request names by their URIs.
func (c *call) newItems() ([]PlaylistItem, error) {
	uris := c.strings("uris")
	if len(uris) > mostItems {
		return nil, badRequest("You can add a maximum of 100 tracks per request.")
	}
	items := make([]PlaylistItem, len(uris))
	for i, uri := range uris {
		var err error
		if items[i].URI, err = c.plainURI(spotify.URI(uri)); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// plainURI is the URI of something that can be added to a playlist, in its plain form.
func (c *call) plainURI(uri spotify.URI) (spotify.URI, error) {
	track, episode := spotify.TrackID(uri.ID()), spotify.EpisodeID(uri.ID())
	kind := uri.Kind()
	switch {
	case kind != spotify.KindTrack && kind != spotify.KindEpisode:
		return "", unsupported()
	case !isBase62(uri.ID()):
		return "", badRequest("Invalid base62 id")
	case kind == spotify.KindTrack && c.tracks.get(track) != nil:
		return track.URI(), nil
	case kind == spotify.KindEpisode && c.episodes.get(episode) != nil && !c.episodes.get(episode).Removed:
		return episode.URI(), nil
	}
	return "", badRequest("Payload contains a non-existing ID")
}
