package spotifytest

import (
	"cmp"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

func albumHandlers() map[string]handler {
	return map[string]handler{
		"GET /albums":              getAlbums,
		"GET /albums/{id}":         getAlbum,
		"GET /albums/{id}/tracks":  listAlbumTracks,
		"GET /browse/new-releases": listNewReleases,
	}
}

func getAlbums(c *call) (any, error) {
	return batch(c, "albums", &c.albums, c.albumObject)
}

func getAlbum(c *call) (any, error) {
	a, err := find(c, &c.albums, "id")
	if err != nil {
		return nil, err
	}
	return c.albumObject(a), nil
}

func listAlbumTracks(c *call) (any, error) {
	a, err := find(c, &c.albums, "id")
	if err != nil {
		return nil, err
	}
	return page(c, c.tracklist(a.ID), c.simplifiedTrack), nil
}

// listNewReleases lists the latest albums that the market has, as many as Spotify does.
func listNewReleases(c *call) (any, error) {
	const most = 100
	list := c.albumsInMarket(c.albums.list())
	sortByDate(list)
	return object{"albums": page(c, list[:min(len(list), most)], c.simplifiedAlbum)}, nil
}

// albumsInMarket leaves out what the market does not have.
func (c *call) albumsInMarket(list []*Album) []*Album {
	return slices.DeleteFunc(list, func(a *Album) bool { return !c.available(a.Markets) })
}

// sortByDate puts the latest albums first. Dates of different precision compare as
// texts well enough.
func sortByDate(list []*Album) {
	slices.SortStableFunc(list, func(a, b *Album) int { return cmp.Compare(b.ReleaseDate, a.ReleaseDate) })
}

// batch answers a request for several things by their IDs. Each is in the place of its
// ID; where there is none to answer, and where rendering yields nil, that is null.
func batch[ID ~string, E any](c *call, name string, t *table[ID, E], render func(*E) object) (any, error) {
	found, err := findMany(c, t, c.list("ids"))
	if err != nil {
		return nil, err
	}
	return object{name: renderAll(found, func(e *E) object {
		if e == nil {
			return nil
		}
		return render(e)
	})}, nil
}

// albumsWith returns the albums that an artist has a part in, each of them once: those
// that name the artist, and those with a track that does.
func (c *call) albumsWith(artist spotify.ArtistID) []*Album {
	ids := slices.Clone(c.albumsOfArtist[artist])
	for _, t := range subset(&c.tracks, c.tracksOfArtist[artist]) {
		ids = append(ids, t.Album)
	}
	seen := map[spotify.AlbumID]bool{}
	ids = slices.DeleteFunc(ids, func(id spotify.AlbumID) bool {
		again := seen[id]
		seen[id] = true
		return again
	})
	return subset(&c.albums, ids)
}
