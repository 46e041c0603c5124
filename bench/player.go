package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	zmb3 "github.com/zmb3/spotify/v2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// benchPlayer measures small calls, of the state of the player: one after the other over
// the same connection, and each with a client and a connection of its own.
func benchPlayer(e effort) ([]table, error) {
	b := playerBody(1)
	url, stop, err := serve(b.data)
	if err != nil {
		return nil, err
	}
	defer stop()
	url += gzipPath
	var tables []table
	for _, way := range []struct {
		key, title string
		callers    []reader
	}{
		{"warm", "over one connection", playerCallers(url, false)},
		{"cold", "over a connection of its own", playerCallers(url, true)},
	} {
		rows, err := measureReaders(way.callers, b, e)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", way.title, err)
		}
		tables = append(tables, table{way.key, way.title, rows})
	}
	return tables, nil
}

// playerCallers return readers that get the state of the player with this package and with
// zmb3/spotify, cold ones with a new client each time.
func playerCallers(url string, cold bool) []reader {
	ctx := context.Background()
	ourClient := func(h *http.Client) *spotify.Client {
		return spotify.NewClient(spotify.WithBaseURL(url), spotify.WithHTTPClient(h))
	}
	theirClient := func(h *http.Client) *zmb3.Client { return zmb3.New(h, zmb3.WithBaseURL(url+"/")) }
	return []reader{
		calling(thisPackage, spotgenPlayerNames, fresh(cold, ourClient, func(c *spotify.Client) (*spotify.PlaybackState, error) {
			return c.Player.GetState(ctx, nil)
		})),
		calling(zmb3Types, zmb3PlayerNames, fresh(cold, theirClient, func(c *zmb3.Client) (*zmb3.PlayerState, error) {
			return c.PlayerState(ctx)
		})),
	}
}

// fresh returns a function that calls with one client, or with a new one each time.
func fresh[C, T any](cold bool, newClient func(*http.Client) *C, call func(*C) (*T, error)) func() (*T, error) {
	if !cold {
		client := newClient(newHTTPClient())
		return func() (*T, error) { return call(client) }
	}
	return func() (*T, error) {
		h := newHTTPClient()
		defer h.CloseIdleConnections()
		return call(newClient(h))
	}
}

func zmb3PlayerNames(s *zmb3.PlayerState) []string {
	if s.Item == nil {
		return nil
	}
	return []string{s.Item.Name}
}

func writePlayer(b *strings.Builder, r report, heading string) {
	for _, t := range r.Player {
		t.write(b, heading+" The state of the player "+t.Title+", the server's work included")
	}
}

// playerAtWorst returns which part of the time and of the bytes of zmb3/spotify a call of
// the player takes, the largest of them.
func playerAtWorst(r report) (worst float64, ok bool) {
	for _, t := range r.Player {
		ours, found := rowOf(t.Rows, thisPackage)
		theirs, alsoFound := rowOf(t.Rows, zmb3Types)
		if !found || !alsoFound {
			return 0, false
		}
		worst, ok = max(worst, ours.Nanoseconds/theirs.Nanoseconds, ours.Bytes/theirs.Bytes), true
	}
	return worst, ok
}
