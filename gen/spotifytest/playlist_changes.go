package spotifytest

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
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

// keptVersions is how many versions of a playlist a request can still refer to.
const keptVersions = 50

// A version is a playlist as it was between two changes.
type version struct {
	snapshot spotify.SnapshotID
	// places are not changed once they are in a version: the pointers tell which
	// item of one version is which of another, however often its URI occurs.
	places []*PlaylistItem
}

// present is the last version.
func (p *playlist) present() version { return p.versions[len(p.versions)-1] }

// snapshot is the ID of the present version.
func (p *playlist) snapshot() spotify.SnapshotID { return p.present().snapshot }

// versionOf finds the version that a snapshot ID names, which may be too old to be
// known any more. Without a snapshot ID, it is the present one.
func (p *playlist) versionOf(snapshot spotify.SnapshotID) (version, bool) {
	if snapshot == "" {
		return p.present(), true
	}
	i := slices.IndexFunc(p.versions, func(v version) bool { return v.snapshot == snapshot })
	if i < 0 {
		return version{}, false
	}
	return p.versions[i], true
}

// change makes a new version with these items.
func (p *playlist) change(places []*PlaylistItem) {
	p.changes++
	p.versions = append(p.versions, version{snapshotID(p.ID, p.changes), places})
	if len(p.versions) > keptVersions {
		p.versions = slices.Delete(p.versions, 0, len(p.versions)-keptVersions)
	}
	p.Items = make([]PlaylistItem, len(places))
	for i, place := range places {
		p.Items[i] = *place
	}
}

// changeTo is change, but does nothing if the places stay the same.
func (p *playlist) changeTo(places []*PlaylistItem) {
	if !slices.Equal(places, p.present().places) {
		p.change(places)
	}
}

// touch makes a new version with the same items, for a change of something else.
func (p *playlist) touch() { p.change(p.present().places) }

// snapshotID names a version. It looks like those of Spotify, which mean nothing to
// clients either.
func snapshotID(id spotify.PlaylistID, change int) spotify.SnapshotID {
	const digest = 20
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", id, change))
	return spotify.SnapshotID(base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%d,%x", change, sum[:digest])))
}

// reordered moves a part of a list, as then was, within the list as it is now. Both
// have the same elements but for those that have come and gone in between. The part
// goes before the first element that stood at or after the position before and is
// still there; if there is none, it goes after the last one that stood in front.
func reordered[E comparable](now, then []E, start, length, before int) []E {
	moved := common(then[start:start+length], now)
	rest := without(now, moved)
	at := 0
	if after := common(then[before:], rest); len(after) > 0 {
		at = slices.Index(rest, after[0])
	} else if front := common(then[:before], rest); len(front) > 0 {
		at = slices.Index(rest, front[len(front)-1]) + 1
	}
	return slices.Insert(rest, at, moved...)
}

// common are the elements of a list that are in another one, too.
func common[E comparable](list, other []E) []E { return without(list, without(list, other)) }

// without leaves elements out of a list, which itself stays as it is.
func without[E comparable](list, gone []E) []E {
	leave := make(map[E]bool, len(gone))
	for _, e := range gone {
		leave[e] = true
	}
	return slices.DeleteFunc(slices.Clone(list), func(e E) bool { return leave[e] })
}
