package spotifytest

import (
	"cmp"
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

func musicRoutes() map[string]route {
	return map[string]route{
		"GET /albums":                                {handle: getAlbums},
		"GET /albums/{id}":                           {handle: getAlbum},
		"GET /albums/{id}/tracks":                    {handle: listAlbumTracks},
		"GET /browse/new-releases":                   {handle: listNewReleases},
		"GET /artists":                               {handle: getArtists},
		"GET /artists/{id}":                          {handle: getArtist},
		"GET /artists/{id}/albums":                   {handle: listArtistAlbums},
		"GET /artists/{id}/related-artists":          {handle: listRelatedArtists},
		"GET /artists/{id}/top-tracks":               {handle: listTopTracks, rewrite: marketFromCountry},
		"GET /audio-analysis/{id}":                   {handle: getAudioAnalysis},
		"GET /audio-features":                        {handle: getManyAudioFeatures},
		"GET /audio-features/{id}":                   {handle: getAudioFeatures},
		"GET /recommendations":                       {handle: getRecommendations},
		"GET /recommendations/available-genre-seeds": {handle: listGenreSeeds},
		"GET /tracks":                                {handle: getTracks},
		"GET /tracks/{id}":                           {handle: getTrack},
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
	return page(c, c.tracklist(a.ID), c.simplifiedTrackJSON), nil
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
func batch[ID ~string, E any, R rendered](c *call, name string, t *table[ID, E], render func(*E) R) (any, error) {
	found, err := findMany(c, t, c.list("ids"))
	if err != nil {
		return nil, err
	}
	return object{name: renderAll(found, func(e *E) R {
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

func getArtists(c *call) (any, error) {
	return batch(c, "artists", &c.artists, c.artistObject)
}

func getArtist(c *call) (any, error) {
	a, err := find(c, &c.artists, "id")
	if err != nil {
		return nil, err
	}
	return c.artistObject(a), nil
}

// albumGroups are the parts that an artist can have in an album, in the order in which
// they are listed.
func albumGroups() []string { return []string{"album", "single", "appears_on", "compilation"} }

// listArtistAlbums lists what the market has of an artist's albums, group by group, and
// the latest first within a group.
func listArtistAlbums(c *call) (any, error) {
	artist, err := find(c, &c.artists, "id")
	if err != nil {
		return nil, err
	}
	groups := c.list("include_groups")
	for _, group := range groups {
		if !slices.Contains(albumGroups(), group) {
			return nil, badRequest("Invalid album type: " + group)
		}
	}
	if len(groups) == 0 {
		groups = albumGroups()
	}
	list := slices.DeleteFunc(c.albumsInMarket(c.albumsWith(artist.ID)), func(a *Album) bool {
		return !slices.Contains(groups, a.groupFor(artist.ID))
	})
	sortByDate(list)
	slices.SortStableFunc(list, func(a, b *Album) int {
		place := func(a *Album) int { return slices.Index(albumGroups(), a.groupFor(artist.ID)) }
		return cmp.Compare(place(a), place(b))
	})
	return page(c, list, func(a *Album) object { return c.discographyAlbum(a, artist.ID) }), nil
}

// listTopTracks lists the ten most popular recordings of an artist that the market has.
// Which ones these are depends on the market, so that there has to be one.
func listTopTracks(c *call) (any, error) {
	const most = 10
	artist, err := find(c, &c.artists, "id")
	if err != nil {
		return nil, err
	}
	if c.market == "" {
		return nil, badRequest("Missing required field: market")
	}
	list := c.recordings(subset(&c.tracks, c.tracksOfArtist[artist.ID]))
	slices.SortStableFunc(list, func(a, b *Track) int { return cmp.Compare(b.Popularity, a.Popularity) })
	return object{"tracks": renderAll(list[:min(len(list), most)], func(t *Track) object {
		return shout(c.trackObject(t))
	})}, nil
}

// recordings returns the tracks that the market has, and no recording twice.
func (c *call) recordings(list []*Track) []*Track {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(list), func(t *Track) bool {
		out := t.Restriction != "" || !c.available(t.Markets) || seen[t.ISRC]
		seen[t.ISRC] = seen[t.ISRC] || !out
		return out
	})
}

// listRelatedArtists lists those who share most genres with an artist, and of these the
// most popular ones first.
func listRelatedArtists(c *call) (any, error) {
	const most = 20
	artist, err := find(c, &c.artists, "id")
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(c.artists.list(), func(other *Artist) bool {
		return other == artist || artist.shared(other) == 0
	})
	slices.SortStableFunc(list, func(a, b *Artist) int {
		return cmp.Or(
			cmp.Compare(artist.shared(b), artist.shared(a)),
			cmp.Compare(b.Popularity, a.Popularity),
		)
	})
	return object{"artists": renderAll(list[:min(len(list), most)], c.artistObject)}, nil
}

// shared counts the genres that two artists have in common.
func (a *Artist) shared(other *Artist) int {
	n := 0
	for _, genre := range a.Genres {
		if slices.Contains(other.Genres, genre) {
			n++
		}
	}
	return n
}

func getTracks(c *call) (any, error) {
	return batch(c, "tracks", &c.tracks, c.trackJSON)
}

func getTrack(c *call) (any, error) {
	t, err := find(c, &c.tracks, "id")
	if err != nil {
		return nil, err
	}
	return c.trackJSON(t), nil
}

func getManyAudioFeatures(c *call) (any, error) {
	return batch(c, "audio_features", &c.tracks, c.audioFeatures)
}

func getAudioFeatures(c *call) (any, error) {
	t, err := find(c, &c.tracks, "id")
	if err != nil {
		return nil, err
	}
	return c.audioFeatures(t), nil
}

func getAudioAnalysis(c *call) (any, error) {
	t, err := find(c, &c.tracks, "id")
	if err != nil {
		return nil, err
	}
	return audioAnalysis(t), nil
}
