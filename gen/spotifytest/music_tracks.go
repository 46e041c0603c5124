package spotifytest

func trackHandlers() map[string]handler {
	return map[string]handler{
		"GET /audio-analysis/{id}":                   getAudioAnalysis,
		"GET /audio-features":                        getManyAudioFeatures,
		"GET /audio-features/{id}":                   getAudioFeatures,
		"GET /recommendations":                       getRecommendations,
		"GET /recommendations/available-genre-seeds": listGenreSeeds,
		"GET /tracks":                                getTracks,
		"GET /tracks/{id}":                           getTrack,
	}
}

func getTracks(c *call) (any, error) {
	return batch(c, "tracks", &c.tracks, c.trackObject)
}

func getTrack(c *call) (any, error) {
	t, err := find(c, &c.tracks, "id")
	if err != nil {
		return nil, err
	}
	return c.trackObject(t), nil
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
