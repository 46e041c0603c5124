package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A keeper keeps the state of a server in a file.
type keeper struct {
	name   string
	server *spotifytest.Server
	last   []byte // what is in the file
}

// openState loads a state if the file is there, and writes it at once, so that a folder
// that cannot be written to is known from the beginning.
func openState(name string, server *spotifytest.Server) (*keeper, error) {
	if target, err := filepath.EvalSymlinks(name); err == nil {
		name = target // a link stays one
	}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		if err := server.LoadState(bytes.NewReader(data)); err != nil {
			return nil, fmt.Errorf("%s: %w; move it away to begin anew", name, err)
		}
	}
	k := &keeper{name: name, server: server}
	return k, k.save()
}

// follow writes the state whenever a tick finds it changed, until the context ends. Each
// error is told once.
func (k *keeper) follow(ctx context.Context, ticks <-chan time.Time, tell func(error)) {
	told := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		text := ""
		if err := k.save(); err != nil {
			if text = err.Error(); text != told {
				tell(err)
			}
		}
		told = text
	}
}

// save writes the state if it has changed. The file is always a whole one: the old or the
// new.
func (k *keeper) save() error {
	var state bytes.Buffer
	if err := k.server.SaveState(&state); err != nil {
		return err
	}
	if bytes.Equal(state.Bytes(), k.last) {
		return nil
	}
	if err := replaceFile(k.name, state.Bytes()); err != nil {
		return err
	}
	k.last = state.Bytes()
	return nil
}

func replaceFile(name string, data []byte) (err error) {
	file, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(file.Name())
		}
	}()
	if _, err := file.Write(data); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), name)
}
