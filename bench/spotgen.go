package main

import (
	"slices"

	"github.com/spotgen/spotgen/gen/spotify"
)

// spotgenReaders decode into the types of this package.
func spotgenReaders(kind string) []reader {
	switch kind {
	case playlist, noMarkets:
		return []reader{intoType(thisPackage, decoder[spotify.Page[spotify.PlaylistItem]](), spotgenPlaylistNames)}
	case savedAlbums:
		return []reader{intoType(thisPackage, decoder[spotify.Page[spotify.SavedAlbum]](), spotgenAlbumNames)}
	case search:
		return []reader{intoType(thisPackage, decoder[spotify.SearchResult](), spotgenSearchNames)}
	case savedTracks:
		return []reader{intoType(thisPackage, decoder[spotify.Page[spotify.SavedTrack]](), spotgenSavedNames)}
	case analysis:
		return []reader{intoType(thisPackage, decoder[spotify.AudioAnalysis](), spotgenAnalysisNames)}
	case oneTrack:
		return []reader{intoType(thisPackage, decoder[spotify.Track](), func(t *spotify.Track) []string { return []string{t.Name} })}
	case player:
		return []reader{intoType(thisPackage, decoder[spotify.PlaybackState](), spotgenPlayerNames)}
	}
	return nil
}

func spotgenPlaylistNames(page *spotify.Page[spotify.PlaylistItem]) []string {
	return namesOf(page.Items, func(item *spotify.PlaylistItem) string {
		if item.Item.Track == nil {
			return ""
		}
		return item.Item.Track.Name
	})
}

func spotgenAlbumNames(page *spotify.Page[spotify.SavedAlbum]) []string {
	var names []string
	for i := range page.Items {
		names = append(names, page.Items[i].Album.Name)
		names = append(names, namesOf(page.Items[i].Album.Tracks.Items, func(t *spotify.SimplifiedTrack) string { return t.Name })...)
	}
	return names
}

func spotgenSearchNames(result *spotify.SearchResult) []string {
	return slices.Concat(
		namesOf(result.Tracks.Items, func(t *spotify.Track) string { return t.Name }),
		namesOf(result.Artists.Items, func(a *spotify.Artist) string { return a.Name }),
		namesOf(result.Albums.Items, func(a *spotify.SimplifiedAlbum) string { return a.Name }),
		namesOf(result.Playlists.Items, func(p *spotify.SimplifiedPlaylist) string { return p.Name }),
	)
}

func spotgenPlayerNames(s *spotify.PlaybackState) []string {
	if s.Item.Track == nil {
		return nil
	}
	return []string{s.Item.Track.Name}
}

func spotgenSavedNames(page *spotify.Page[spotify.SavedTrack]) []string {
	return namesOf(page.Items, func(saved *spotify.SavedTrack) string { return saved.Track.Name })
}

func spotgenAnalysisNames(a *spotify.AudioAnalysis) []string {
	pitches := 0
	for _, s := range a.Segments {
		pitches += len(s.Pitches)
	}
	return analysisNames(a.Track.Codestring, a.Track.Echoprintstring, a.Track.Synchstring, a.Track.Rhythmstring,
		len(a.Bars), len(a.Beats), len(a.Tatums), len(a.Sections), len(a.Segments), pitches)
}
