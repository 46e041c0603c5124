package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A play is a line of the file.
type play struct {
	PlayedAt time.Time   `json:"played_at"` // in UTC, to the millisecond
	Track    spotify.URI `json:"track"`
	Name     string      `json:"name"`
	Artists  []string    `json:"artists"`
	Context  spotify.URI `json:"context,omitzero"` // the album or playlist it was played from
}

// A moment tells plays apart: one user can play one track at a time, but the times of the
// API are not exact.
type moment struct {
	at    int64 // Unix milliseconds
	track spotify.URI
}

func (p play) moment() moment { return moment{p.PlayedAt.UnixMilli(), p.Track} }

// A round is what one call of collect has found.
type round struct {
	added []play // the oldest first
	// gap says that the API did not remember the last play of the file any more, so
	// that others may be missing.
	gap bool
}

// collect adds the plays that the file lacks. It adds all of them or, if it fails, none:
// a part would hide from the next call that the others are missing.
func collect(ctx context.Context, client *spotify.Client, file string) (round, error) {
	saved, err := readPlays(file)
	if err != nil {
		return round{}, err
	}
	options := &spotify.PlayerListRecentlyPlayedOptions{}
	isKnown := map[moment]bool{}
	if len(saved) > 0 {
		// After is exclusive. A millisecond earlier, the answer has the last play again,
		// and others of the same moment.
		options.After = saved[len(saved)-1].PlayedAt.UnixMilli() - 1
	}
	for _, p := range saved {
		isKnown[p.moment()] = true
	}

	var found round
	found.gap = len(saved) > 0
	for history, err := range client.Player.AllRecentlyPlayed(ctx, options) {
		if err != nil {
			return round{}, fmt.Errorf("reading the plays: %w", err)
		}
		p := newPlay(history)
		if isKnown[p.moment()] {
			found.gap = false
			continue
		}
		isKnown[p.moment()] = true
		found.added = append(found.added, p)
	}
	// Behind After, pages go forward, but each of them has the latest play first.
	slices.SortStableFunc(found.added, func(a, b play) int { return a.PlayedAt.Compare(b.PlayedAt) })
	found.gap = found.gap && len(found.added) > 0
	return found, appendPlays(file, found.added)
}

func newPlay(history spotify.PlayHistory) play {
	p := play{
		PlayedAt: history.PlayedAt,
		Track:    history.Track.ResourceURI(), // also of a track that another one stands in for
		Name:     history.Track.Name,
		Artists:  history.Track.ArtistNames(),
	}
	if history.Context != nil {
		p.Context = history.Context.URI
	}
	return p
}
