// Package recipes has short answers to questions that many ask, most of them as tests.
// The page docs/cookbook.md shows them.
package recipes

import (
	"errors"
	"fmt"

	"github.com/spotgen/spotgen/gen/spotify"
)

// ParseItems reads what users paste to name tracks and episodes: a URI, a link with or
// without https and whatever follows the ID, or the bare ID of a track. The result can go
// into a playlist or a queue. The error names each line that cannot.
func ParseItems(lines []string) (spotify.Resources, error) {
	var items spotify.Resources
	var problems []error
	for i, line := range lines {
		uri, err := parseItem(line)
		if err != nil {
			problems = append(problems, fmt.Errorf("line %d: %w", i+1, err))
			continue
		}
		items = append(items, uri)
	}
	return items, errors.Join(problems...)
}

func parseItem(text string) (spotify.URI, error) {
	if id, err := spotify.ParseTrackID(text); err == nil {
		return id.URI(), nil
	}
	uri, err := spotify.ParseURI(text)
	if err != nil {
		return "", err
	}
	switch kind := uri.Kind(); kind {
	case spotify.KindTrack, spotify.KindEpisode:
		return uri, nil
	case spotify.KindLocal:
		return "", spotify.ErrLocalFile
	default:
		return "", fmt.Errorf("it is of the kind %s; want a track or an episode", kind)
	}
}
