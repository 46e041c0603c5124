package spotifytest

func spokenRoutes() map[string]route {
	return map[string]route{
		"GET /episodes":                 {handle: getEpisodes},
		"GET /episodes/{id}":            {handle: getEpisode},
		"GET /shows":                    {handle: getShows},
		"GET /shows/{id}":               {handle: getShow},
		"GET /shows/{id}/episodes":      {handle: listShowEpisodes},
		"GET /audiobooks":               {handle: getAudiobooks},
		"GET /audiobooks/{id}":          {handle: getAudiobook},
		"GET /audiobooks/{id}/chapters": {handle: listChapters},
		"GET /chapters":                 {handle: getChapters},
		"GET /chapters/{id}":            {handle: getChapter},
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

func getAudiobooks(c *call) (any, error) {
	return batch(c, "audiobooks", &c.audiobooks, func(b *Audiobook) object {
		if !c.offered(b.Markets) {
			return nil
		}
		return c.audiobookObject(b)
	})
}

func getAudiobook(c *call) (any, error) {
	b, err := c.offeredBook()
	if err != nil {
		return nil, err
	}
	return c.audiobookObject(b), nil
}

func listChapters(c *call) (any, error) {
	b, err := c.offeredBook()
	if err != nil {
		return nil, err
	}
	return page(c, c.chapterList(b.ID), c.simplifiedChapter), nil
}

// offeredBook finds the audiobook in the path. Where the market does not have it, it is
// not there, unlike music.
func (c *call) offeredBook() (*Audiobook, error) {
	b, err := find(c, &c.audiobooks, "id")
	switch {
	case err != nil:
		return nil, err
	case !c.offered(b.Markets):
		return nil, notFound()
	}
	return b, nil
}

func getChapters(c *call) (any, error) {
	return batch(c, "chapters", &c.chapters, func(ch *Chapter) object {
		if !c.offered(ch.Markets) {
			return nil
		}
		return c.chapterObject(ch)
	})
}

func getChapter(c *call) (any, error) {
	ch, err := find(c, &c.chapters, "id")
	switch {
	case err != nil:
		return nil, err
	case !c.offered(ch.Markets):
		return nil, notFound()
	}
	return c.chapterObject(ch), nil
}
