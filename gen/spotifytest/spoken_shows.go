package spotifytest

func showHandlers() map[string]handler {
	return map[string]handler{
		"GET /episodes":            getEpisodes,
		"GET /episodes/{id}":       getEpisode,
		"GET /shows":               getShows,
		"GET /shows/{id}":          getShow,
		"GET /shows/{id}/episodes": listShowEpisodes,
	}
}

func getShows(c *call) (any, error) {
	return batch(c, "shows", &c.shows, func(s *Show) object {
		if !c.offered(s.Markets) {
			return nil
		}
		return c.simplifiedShow(s)
	})
}

func getShow(c *call) (any, error) {
	s, err := c.offeredShow()
	if err != nil {
		return nil, err
	}
	return c.showObject(s), nil
}

func listShowEpisodes(c *call) (any, error) {
	s, err := c.offeredShow()
	if err != nil {
		return nil, err
	}
	return page(c, c.episodeList(s.ID), c.simplifiedEpisode), nil
}

// offeredShow finds the show in the path. Where the market does not have it, it is not
// there, unlike music.
func (c *call) offeredShow() (*Show, error) {
	s, err := find(c, &c.shows, "id")
	switch {
	case err != nil:
		return nil, err
	case !c.offered(s.Markets):
		return nil, notFound()
	}
	return s, nil
}

func getEpisodes(c *call) (any, error) {
	return batch(c, "episodes", &c.episodes, func(e *Episode) object {
		if e.Removed || !c.offered(e.Markets) {
			return nil
		}
		return c.episodeObject(e)
	})
}

func getEpisode(c *call) (any, error) {
	e, err := find(c, &c.episodes, "id")
	switch {
	case err != nil:
		return nil, err
	case e.Removed || !c.offered(e.Markets):
		return nil, notFound()
	}
	return c.episodeObject(e), nil
}
