package spotifytest

import "github.com/spotgen/spotgen/gen/spotify"

func browseHandlers() map[string]handler {
	return map[string]handler{
		"GET /browse/categories":                         listCategories,
		"GET /browse/categories/{category_id}":           getCategory,
		"GET /browse/categories/{category_id}/playlists": listCategoryPlaylists,
		"GET /browse/featured-playlists":                 listFeaturedPlaylists,
		"GET /markets":                                   listMarkets,
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
