package main

import (
	"encoding/json"
	"slices"

	"github.com/bytedance/sonic"
)

// leanReaders decode into structs that a programmer would write who needs the
// same fields and wants them fast, with the decoders that there are for structs.
func leanReaders(kind string) []reader {
	var list []reader
	for _, codec := range leanCodecs() {
		list = append(list, codec.reader(kind))
	}
	return list
}

// sonicLeanReader is the one of these that is the fastest.
func sonicLeanReader(kind string) reader {
	return leanCodec{sonicLean, sonic.Unmarshal, sonic.Marshal}.reader(kind)
}

// A leanCodec decodes and encodes any struct.
type leanCodec struct {
	contender string
	unmarshal func(data []byte, into any) error
	marshal   func(value any) ([]byte, error)
}

func leanCodecs() []leanCodec {
	return []leanCodec{
		{jsonLean, json.Unmarshal, json.Marshal},
		jsonV2(),
		{sonicLean, sonic.Unmarshal, sonic.Marshal},
	}
}

func (c leanCodec) reader(kind string) reader {
	switch kind {
	case playlist, noMarkets:
		return leanReader(c, leanPlaylistNames)
	case savedAlbums:
		return leanReader(c, leanAlbumNames)
	case search:
		return leanReader(c, leanSearchNames)
	case savedTracks:
		return leanReader(c, leanSavedNames)
	case oneTrack:
		return leanReader(c, func(t *leanTrack) []string { return []string{t.Name} })
	case player:
		return leanReader(c, func(s *leanPlaybackState) []string { return []string{s.Item.Name} })
	default:
		return leanReader(c, leanAnalysisNames)
	}
}

func leanReader[T any](c leanCodec, names func(*T) []string) reader {
	return intoType(c.contender, func(data []byte, into *T) error { return c.unmarshal(data, into) }, names)
}

func leanPlaylistNames(page *leanPage[leanPlaylistItem]) []string {
	return namesOf(page.Items, func(item *leanPlaylistItem) string { return item.Track.Name })
}

func leanAlbumNames(page *leanPage[leanSavedAlbum]) []string {
	var names []string
	for i := range page.Items {
		names = append(names, page.Items[i].Album.Name)
		names = append(names, namesOf(page.Items[i].Album.Tracks.Items, func(t *leanSimplifiedTrack) string { return t.Name })...)
	}
	return names
}

func leanSearchNames(result *leanSearchResult) []string {
	return slices.Concat(
		namesOf(result.Tracks.Items, func(t *leanTrack) string { return t.Name }),
		namesOf(result.Artists.Items, func(a *leanArtist) string { return a.Name }),
		namesOf(result.Albums.Items, func(a *leanSimplifiedAlbum) string { return a.Name }),
		namesOf(result.Playlists.Items, func(p *leanSimplifiedPlaylist) string { return p.Name }),
	)
}

func leanSavedNames(page *leanPage[leanSavedTrack]) []string {
	return namesOf(page.Items, func(saved *leanSavedTrack) string { return saved.Track.Name })
}

func leanAnalysisNames(a *leanAudioAnalysis) []string {
	pitches := 0
	for _, s := range a.Segments {
		pitches += len(s.Pitches)
	}
	return analysisNames(a.Track.Codestring, a.Track.Echoprintstring, a.Track.Synchstring, a.Track.Rhythmstring,
		len(a.Bars), len(a.Beats), len(a.Tatums), len(a.Sections), len(a.Segments), pitches)
}
