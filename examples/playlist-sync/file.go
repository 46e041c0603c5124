package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A listFile is a text file with a link, a URI, or the ID of a track in each line. What
// follows "#" is a comment. Comments and empty lines stay with the item below them.
type listFile struct {
	items []item
	text  map[item]string // the lines of an item
	end   string          // what follows the last item
}

// readList reads the file, which is empty if it does not exist. All lines that are wrong
// are named in the error.
func readList(name string) (listFile, error) {
	f := listFile{text: map[item]string{}}
	data, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return f, err
	}
	var uris []spotify.URI
	var texts []string
	var problems []error
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		f.end += strings.TrimRight(line, "\r\n") + "\n"
		content, _, _ := strings.Cut(line, "#")
		if content = strings.TrimSpace(content); content == "" {
			continue
		}
		uri, err := parseItem(content)
		if err != nil {
			problems = append(problems, fmt.Errorf("%s:%d: %w", name, number, err))
			continue
		}
		uris, texts = append(uris, uri), append(texts, f.end)
		f.end = ""
	}
	f.items = itemsOf(uris)
	for i, it := range f.items {
		f.text[it] = texts[i]
	}
	return f, errors.Join(problems...)
}

func parseItem(text string) (spotify.URI, error) {
	if id, err := spotify.ParseTrackID(text); err == nil {
		return id.URI(), nil
	}
	uri, err := spotify.ParseURI(text)
	if err != nil {
		return "", err
	}
	if kind := uri.Kind(); kind != spotify.KindTrack && kind != spotify.KindEpisode && kind != spotify.KindLocal {
		return "", fmt.Errorf("it is of the kind %s; want a track or an episode", kind)
	}
	return uri, nil
}

// write writes the items, new ones with their titles. What has no URI has no line.
func (f listFile) write(name string, items []item, titles map[spotify.URI]string) error {
	var text strings.Builder
	for _, it := range items {
		switch lines, ok := f.text[it]; {
		case ok:
			text.WriteString(lines)
		case it.uri != "" && titles[it.uri] != "":
			fmt.Fprintf(&text, "%s # %s\n", it.uri, titles[it.uri])
		case it.uri != "":
			fmt.Fprintln(&text, it.uri)
		}
	}
	text.WriteString(f.end)
	return replaceFile(name, []byte(text.String()))
}

// A record is what both sides were when they were last in step.
type record struct {
	Playlist spotify.PlaylistID `json:"playlist"`
	Items    []spotify.URI      `json:"items"`
	// Version is that of the playlist; empty if it has to be read again.
	Version spotify.SnapshotID `json:"version,omitzero"`
}

// readRecord reads the record beside a file. Without one, and for another playlist,
// nothing was in step.
func readRecord(name string, playlist spotify.PlaylistID) (record, error) {
	fresh := record{Playlist: playlist}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return fresh, nil
	}
	if err != nil {
		return fresh, err
	}
	var saved record
	if err := json.Unmarshal(data, &saved); err != nil {
		return fresh, fmt.Errorf("%s: %w; remove it to begin anew", name, err)
	}
	if saved.Playlist != playlist {
		return fresh, nil
	}
	return saved, nil
}

func (r record) write(name string) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return replaceFile(name, append(data, '\n'))
}

// replaceFile leaves either the old file or the whole new one.
func replaceFile(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}
