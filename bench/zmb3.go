package main

import (
	"encoding/json"
	"slices"

	zmb3 "github.com/zmb3/spotify/v2"
)

// zmb3Readers decode into the types of github.com/zmb3/spotify with
// encoding/json, as its client does.
func zmb3Readers(kind string) []reader {
	switch kind {
	case playlist, noMarkets:
		return []reader{intoType(zmb3Types, unmarshal[zmb3.PlaylistItemPage], zmb3PlaylistNames)}
	case savedAlbums:
		return []reader{intoType(zmb3Types, unmarshal[zmb3.SavedAlbumPage], zmb3AlbumNames)}
	case search:
		return []reader{intoType(zmb3Types, unmarshal[zmb3.SearchResult], zmb3SearchNames)}
	case savedTracks:
		return []reader{intoType(zmb3Types, unmarshal[zmb3.SavedTrackPage], zmb3SavedNames)}
	case analysis:
		return []reader{intoType(zmb3Types, unmarshal[zmb3.AudioAnalysis], zmb3AnalysisNames)}
	}
	return nil
}

func unmarshal[T any](data []byte, into *T) error { return json.Unmarshal(data, into) }

func zmb3PlaylistNames(page *zmb3.PlaylistItemPage) []string {
	return namesOf(page.Items, func(item *zmb3.PlaylistItem) string {
		if item.Track.Track == nil {
			return ""
		}
		return item.Track.Track.Name
	})
}

func zmb3AlbumNames(page *zmb3.SavedAlbumPage) []string {
	var names []string
	for i := range page.Albums {
		names = append(names, page.Albums[i].Name)
		names = append(names, namesOf(page.Albums[i].Tracks.Tracks, func(t *zmb3.SimpleTrack) string { return t.Name })...)
	}
	return names
}

func zmb3SearchNames(result *zmb3.SearchResult) []string {
	return slices.Concat(
		namesOf(result.Tracks.Tracks, func(t *zmb3.FullTrack) string { return t.Name }),
		namesOf(result.Artists.Artists, func(a *zmb3.FullArtist) string { return a.Name }),
		namesOf(result.Albums.Albums, func(a *zmb3.SimpleAlbum) string { return a.Name }),
		namesOf(result.Playlists.Playlists, func(p *zmb3.SimplePlaylist) string { return p.Name }),
	)
}

func zmb3SavedNames(page *zmb3.SavedTrackPage) []string {
	return namesOf(page.Tracks, func(saved *zmb3.SavedTrack) string { return saved.Name })
}

func zmb3AnalysisNames(a *zmb3.AudioAnalysis) []string {
	pitches := 0
	for _, s := range a.Segments {
		pitches += len(s.Pitches)
	}
	return analysisNames(a.Track.CodeString, a.Track.EchoprintString, a.Track.SynchString, a.Track.RhythmString,
		len(a.Bars), len(a.Beats), len(a.Tatums), len(a.Sections), len(a.Segments), pitches)
}
