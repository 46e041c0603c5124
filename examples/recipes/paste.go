// Package recipes has short examples for docs/cookbook.md, most of them as tests.
package recipes

import (
	"errors"
	"fmt"

	"github.com/spotgen/spotgen/gen/spotify"
)

// ParseItems reads tracks and episodes that users have pasted, one in each line: a URI,
// a link to open.spotify.com, or the bare ID of a track. The result can be added to a
// playlist. If some lines are wrong, the error says what is wrong with each of them,
// and the result has the others.
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
