package spotifytest

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/spotgen/spotgen/gen/spotify"
)

func browseRoutes() map[string]route {
	return map[string]route{
		"GET /browse/categories":                         {handle: listCategories},
		"GET /browse/categories/{category_id}":           {handle: getCategory},
		"GET /browse/categories/{category_id}/playlists": {handle: listCategoryPlaylists},
		"GET /browse/featured-playlists":                 {handle: listFeaturedPlaylists},
		"GET /markets":                                   {handle: listMarkets},
	}
}

func listMarkets(c *call) (any, error) {
	return object{"markets": c.availableMarkets(nil)}, nil
}

func listCategories(c *call) (any, error) {
	return object{"categories": page(c, c.categories.list(), c.categoryObject)}, nil
}

func getCategory(c *call) (any, error) {
	category, err := c.category()
	if err != nil {
		return nil, err
	}
	return c.categoryObject(category), nil
}

// category finds the category in the path. Its ID can be any text, so that none is
// malformed.
func (c *call) category() (*Category, error) {
	category := c.categories.get(spotify.CategoryID(c.path["category_id"]))
	if category == nil {
		return nil, notFound()
	}
	return category, nil
}

func listCategoryPlaylists(c *call) (any, error) {
	category, err := c.category()
	if err != nil {
		return nil, err
	}
	return object{
		"message":   category.Name,
		"playlists": page(c, category.Playlists, c.listedPlaylist),
	}, nil
}

func listFeaturedPlaylists(c *call) (any, error) {
	return object{
		"message":   "Picked for a quiet afternoon",
		"playlists": page(c, c.featured, c.listedPlaylist),
	}, nil
}

// listedPlaylist is a playlist in a list that Spotify has made. One that is not there
// any more leaves a null in its place (docs/facts/mismatches.md M12).
func (c *call) listedPlaylist(id spotify.PlaylistID) object {
	p := c.playlists.get(id)
	if p == nil || p.deleted {
		return nil
	}
	return c.simplifiedPlaylist(p)
}

// listGenreSeeds lists the genres that recommendations can start from: those of the
// tracks there are.
func listGenreSeeds(c *call) (any, error) {
	genres := []string{}
	for t := range c.tracks.all() {
		if t.Genre != "" {
			genres = append(genres, t.Genre)
		}
	}
	slices.Sort(genres)
	return object{"genres": slices.Compact(genres)}, nil
}

// A seed is what recommendations start from.
type seed struct {
	kind string // in capitals, as the answer has it (docs/facts/mismatches.md M50)
	id   string
	href any // null for genres (docs/facts/mismatches.md M22)
	pool []*Track
}

// getRecommendations recommends tracks: those that have something in common with the
// seeds, that are within the bounds asked for, and that the market has. The nearest to
// the targets come first, and the most popular ones among equals.
func getRecommendations(c *call) (any, error) {
	seeds, err := c.seeds()
	if err != nil {
		return nil, err
	}
	wishes := c.wishes()
	described := []any{}
	var found []*Track
	for _, s := range seeds {
		within := slices.DeleteFunc(slices.Clone(s.pool), func(t *Track) bool { return !wishes.allow(t) })
		inMarket := c.recordings(within)
		described = append(described, object{
			"afterFilteringSize": len(within),
			"afterRelinkingSize": len(inMarket),
			"href":               s.href,
			"id":                 s.id,
			"initialPoolSize":    len(s.pool),
			"type":               s.kind,
		})
		found = append(found, inMarket...)
	}
	found = c.recordings(found) // several seeds can lead to the same one
	wishes.sort(found)
	return object{
		"seeds": described,
		"tracks": renderAll(found[:min(len(found), c.number("limit"))], func(t *Track) object {
			return shout(c.trackObject(t))
		}),
	}, nil
}

// seeds reads the seeds of the request: from one to five, of three kinds together.
func (c *call) seeds() ([]seed, error) {
	const most = 5
	artists, genres, tracks := c.list("seed_artists"), c.list("seed_genres"), c.list("seed_tracks")
	switch n := len(artists) + len(genres) + len(tracks); {
	case n == 0:
		return nil, badRequest("At least one seed is required: seed_artists, seed_genres or seed_tracks")
	case n > most:
		return nil, badRequest("Too many seeds: at most five of all kinds together")
	}
	foundArtists, err := findMany(c, &c.artists, artists)
	if err != nil {
		return nil, err
	}
	foundTracks, err := findMany(c, &c.tracks, tracks)
	if err != nil {
		return nil, err
	}
	var seeds []seed
	for i, id := range artists {
		seeds = append(seeds, c.artistSeed(id, foundArtists[i]))
	}
	for _, genre := range genres {
		seeds = append(seeds, seed{kind: "GENRE", id: genre, pool: c.ofGenres(genre)})
	}
	for i, id := range tracks {
		seeds = append(seeds, c.trackSeed(id, foundTracks[i]))
	}
	return seeds, nil
}

// artistSeed leads to the tracks of an artist and of their genres.
func (c *call) artistSeed(id string, a *Artist) seed {
	s := seed{kind: "ARTIST", id: id, href: c.href("/artists/" + id)}
	if a == nil {
		return s
	}
	s.pool = subset(&c.tracks, c.tracksOfArtist[a.ID])
	for _, t := range c.ofGenres(a.Genres...) {
		if !slices.Contains(t.Artists, a.ID) {
			s.pool = append(s.pool, t)
		}
	}
	return s
}

// trackSeed leads to the other tracks of its artists and of its genre.
func (c *call) trackSeed(id string, from *Track) seed {
	s := seed{kind: "TRACK", id: id, href: c.href("/tracks/" + id)}
	if from == nil {
		return s
	}
	for t := range c.tracks.all() {
		sameGenre := t.Genre != "" && t.Genre == from.Genre
		sameArtist := slices.ContainsFunc(t.Artists, func(a spotify.ArtistID) bool { return slices.Contains(from.Artists, a) })
		if t.ISRC != from.ISRC && (sameGenre || sameArtist) {
			s.pool = append(s.pool, t)
		}
	}
	return s
}

func (c *call) ofGenres(genres ...string) []*Track {
	return slices.DeleteFunc(c.tracks.list(), func(t *Track) bool {
		return t.Genre == "" || !slices.Contains(genres, t.Genre)
	})
}

// A wish is what a request says of one measure.
type wish struct {
	measure
	low, high float64 // infinite without bounds
	target    float64 // NaN without a target
}

type wishes []wish

// wishes reads min_, max_ and target_ of all measures and of the popularity.
func (c *call) wishes() wishes {
	popularity := measure{name: "popularity", spread: 100, of: func(t *Track) float64 { return float64(t.Popularity) }}
	var list wishes
	for _, m := range append(measures(), popularity) {
		if c.query.Has("min_"+m.name) || c.query.Has("max_"+m.name) || c.query.Has("target_"+m.name) {
			list = append(list, wish{
				measure: m,
				low:     c.bound("min_"+m.name, math.Inf(-1)),
				high:    c.bound("max_"+m.name, math.Inf(1)),
				target:  c.bound("target_"+m.name, math.NaN()),
			})
		}
	}
	return list
}

func (c *call) bound(name string, preset float64) float64 {
	if value, err := strconv.ParseFloat(c.query.Get(name), 64); err == nil {
		return value
	}
	return preset
}

// allow reports whether a track is within all bounds.
func (w wishes) allow(t *Track) bool {
	return !slices.ContainsFunc(w, func(one wish) bool {
		value := one.of(t)
		return value < one.low || value > one.high
	})
}

// sort puts the nearest to the targets first.
func (w wishes) sort(list []*Track) {
	distance := map[*Track]float64{}
	for _, t := range list {
		for _, one := range w {
			if !math.IsNaN(one.target) {
				difference := (one.of(t) - one.target) / one.spread
				distance[t] += difference * difference
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *Track) int {
		return cmp.Or(cmp.Compare(distance[a], distance[b]), cmp.Compare(b.Popularity, a.Popularity))
	})
}
