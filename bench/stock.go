package main

//lint:file-ignore SA1019 the bodies have the former name of item, which the schema deprecates

import (
	"encoding/json"
	"slices"

	"github.com/spotgen/spotgen/oracle/stock"
)

// stockReaders decode into the types that oapi-codegen makes of the same schema
// with encoding/json, as its client does.
func stockReaders(kind string) []reader {
	switch kind {
	case playlist, noMarkets:
		return []reader{intoType(stockTypes, unmarshalStockPlaylist, stockPlaylistNames)}
	case savedAlbums:
		return []reader{intoType(stockTypes, unmarshal[stock.PagingSavedAlbumObject], stockAlbumNames)}
	case search:
		return []reader{intoType(stockTypes, unmarshal[stockSearch], stockSearchNames)}
	case savedTracks:
		return []reader{intoType(stockTypes, unmarshal[stock.PagingSavedTrackObject], stockSavedNames)}
	case analysis:
		return []reader{intoType(stockTypes, unmarshal[stock.AudioAnalysisObject], stockAnalysisNames)}
	}
	return nil
}

// stockPlaylist is a page of playlist items with the tracks and episodes, which
// the page itself keeps as JSON until it is asked.
type stockPlaylist struct {
	page  *stock.PagingPlaylistTrackObject
	items []any // stock.TrackObject or stock.EpisodeObject
}

func unmarshalStockPlaylist(data []byte, into *stockPlaylist) error {
	var page stock.PagingPlaylistTrackObject
	if err := json.Unmarshal(data, &page); err != nil {
		return err
	}
	return into.resolve(&page)
}

// resolve asks each item which kind it is, and for its value. The JSON of the
// items is dropped, because nobody needs it any more.
func (p *stockPlaylist) resolve(page *stock.PagingPlaylistTrackObject) error {
	p.page = page
	p.items = make([]any, len(page.Items))
	for i := range page.Items {
		item := &page.Items[i]
		if item.Track == nil {
			continue
		}
		value, err := item.Track.ValueByDiscriminator()
		if err != nil {
			return err
		}
		p.items[i], item.Track = value, nil
	}
	return nil
}

func stockPlaylistNames(p *stockPlaylist) []string {
	return namesOf(p.items, func(item *any) string {
		track, _ := (*item).(stock.TrackObject)
		return sent(track.Name)
	})
}

func stockAlbumNames(page *stock.PagingSavedAlbumObject) []string {
	var names []string
	for _, saved := range page.Items {
		names = append(names, saved.Album.Name)
		names = append(names, namesOf(saved.Album.Tracks.Items, func(t *stock.SimplifiedTrackObject) string { return sent(t.Name) })...)
	}
	return names
}

// stockSearch is the answer of a search, which has no name in the client of oapi-codegen.
type stockSearch struct {
	Albums     *stock.PagingSimplifiedAlbumObject     `json:"albums,omitempty"`
	Artists    *stock.PagingArtistObject              `json:"artists,omitempty"`
	Audiobooks *stock.PagingSimplifiedAudiobookObject `json:"audiobooks,omitempty"`
	Episodes   *stock.PagingSimplifiedEpisodeObject   `json:"episodes,omitempty"`
	Playlists  *stock.PagingPlaylistObject            `json:"playlists,omitempty"`
	Shows      *stock.PagingSimplifiedShowObject      `json:"shows,omitempty"`
	Tracks     *stock.PagingTrackObject               `json:"tracks,omitempty"`
}

func stockSearchNames(result *stockSearch) []string {
	return slices.Concat(
		namesOf(result.Tracks.Items, func(t *stock.TrackObject) string { return sent(t.Name) }),
		namesOf(result.Artists.Items, func(a *stock.ArtistObject) string { return sent(a.Name) }),
		namesOf(result.Albums.Items, func(a *stock.SimplifiedAlbumObject) string { return a.Name }),
		namesOf(result.Playlists.Items, func(p *stock.SimplifiedPlaylistObject) string { return sent(p.Name) }),
	)
}

func stockSavedNames(page *stock.PagingSavedTrackObject) []string {
	return namesOf(page.Items, func(saved *stock.SavedTrackObject) string { return sent(saved.Track.Name) })
}

func stockAnalysisNames(a *stock.AudioAnalysisObject) []string {
	pitches := 0
	for _, s := range sent(a.Segments) {
		pitches += len(sent(s.Pitches))
	}
	return analysisNames(sent(a.Track.Codestring), sent(a.Track.Echoprintstring), sent(a.Track.Synchstring), sent(a.Track.Rhythmstring),
		len(sent(a.Bars)), len(sent(a.Beats)), len(sent(a.Tatums)), len(sent(a.Sections)), len(sent(a.Segments)), pitches)
}

// sent returns what a pointer points at, or the zero value.
func sent[T any](pointer *T) T {
	if pointer == nil {
		return *new(T)
	}
	return *pointer
}
