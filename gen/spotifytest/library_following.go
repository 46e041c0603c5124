package spotifytest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/spotgen/spotgen/gen/spotify"
)

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
