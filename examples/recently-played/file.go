package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// readPlays reads the file. It has no plays if it does not exist.
func readPlays(file string) ([]play, error) {
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var plays []play
	for i, line := range bytes.Split(complete(data), []byte("\n")) {
		if len(line) == 0 {
			continue
		}
		var p play
		if err := json.Unmarshal(line, &p); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
		plays = append(plays, p)
	}
	return plays, nil
}

// complete leaves out the beginning of a line that was not written to its end, because
// the computer was switched off.
func complete(data []byte) []byte {
	return data[:bytes.LastIndexByte(data, '\n')+1]
}

// appendPlays writes plays behind the last whole line of the file.
func appendPlays(file string, plays []play) (err error) {
	if len(plays) == 0 {
		return nil
	}
	var lines bytes.Buffer
	encoder := json.NewEncoder(&lines)
	for _, p := range plays {
		if err := encoder.Encode(p); err != nil {
			return err
		}
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	before, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	end := int64(len(complete(before)))
	if err := f.Truncate(end); err != nil {
		return err
	}
	if _, err := f.WriteAt(lines.Bytes(), end); err != nil {
		return err
	}
	return f.Sync()
}
