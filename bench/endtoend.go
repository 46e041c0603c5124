package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"

	"github.com/bytedance/sonic"
	zmb3 "github.com/zmb3/spotify/v2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/oracle/stock"
)

// What else is measured from end to end.
const (
	httpSonic = "net/http, " + sonicLean
	httpOnly  = "net/http, body read and dropped"
)

// The base paths of the server. What is below one of them is sent like that,
// whatever the request says.
const (
	plainPath = "/plain"
	gzipPath  = "/gzip"
)

// anyPlaylist is the playlist that is asked for. The server has only one.
const anyPlaylist = "3cEYpjA9oz9GiPac4AsH4n"

// serve answers every request on a loopback address with a body, compressed
// beforehand where that is wanted. It returns the URL of the server, and what
// ends it.
func serve(data []byte) (url string, stop func() error, err error) {
	compressed, err := gzipped(data)
	if err != nil {
		return "", nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := data
		if strings.HasPrefix(r.URL.Path, gzipPath+"/") {
			body = compressed
			w.Header().Set("Content-Encoding", "gzip")
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body)
	})}
	go server.Serve(listener)
	return "http://" + listener.Addr().String(), server.Close, nil
}

func gzipped(data []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	err = errors.Join(err, w.Close())
	return b.Bytes(), err
}

// callers return readers that get the page of playlist items from the server at
// a base URL, each over its own connection. They do not read what they are given.
func callers(baseURL string) ([]reader, error) {
	ours := spotify.NewClient(spotify.WithBaseURL(baseURL), spotify.WithHTTPClient(newHTTPClient()))
	theirs := zmb3.New(newHTTPClient(), zmb3.WithBaseURL(baseURL+"/"))
	stocks, err := stock.NewClientWithResponses(baseURL, stock.WithHTTPClient(newHTTPClient()))
	if err != nil {
		return nil, err
	}
	forSonic, forNothing := newHTTPClient(), newHTTPClient()
	address := baseURL + "/playlists/" + anyPlaylist + "/items"
	ctx := context.Background()
	return []reader{
		calling(thisPackage, spotgenPlaylistNames, func() (*spotify.Page[spotify.PlaylistItem], error) {
			return ours.Playlists.ListItems(ctx, anyPlaylist, nil)
		}),
		calling(zmb3Types, zmb3PlaylistNames, func() (*zmb3.PlaylistItemPage, error) {
			return theirs.GetPlaylistItems(ctx, anyPlaylist)
		}),
		calling(stockTypes, stockPlaylistNames, func() (*stockPlaylist, error) {
			return stockItems(ctx, stocks)
		}),
		calling(httpSonic, leanPlaylistNames, func() (*leanPage[leanPlaylistItem], error) {
			return sonicItems(forSonic, address)
		}),
		keepingNothing(httpOnly, func([]byte) error { return dropItems(forNothing, address) }),
	}, nil
}

func newHTTPClient() *http.Client { return &http.Client{Transport: &http.Transport{}} }

func calling[T any](contender string, names func(*T) []string, call func() (*T, error)) reader {
	return reader{
		contender: contender,
		read:      func([]byte) (any, error) { return call() },
		names:     func(value any) []string { return names(value.(*T)) },
	}
}

func stockItems(ctx context.Context, client *stock.ClientWithResponses) (*stockPlaylist, error) {
	answer, err := client.GetPlaylistsItemsWithResponse(ctx, anyPlaylist, nil)
	if err != nil {
		return nil, err
	}
	if answer.JSON200 == nil {
		return nil, fmt.Errorf("status %s", answer.HTTPResponse.Status)
	}
	var items stockPlaylist
	return &items, items.resolve(answer.JSON200)
}

func sonicItems(client *http.Client, address string) (*leanPage[leanPlaylistItem], error) {
	resp, err := client.Get(address)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	var page leanPage[leanPlaylistItem]
	return &page, sonic.Unmarshal(data, &page)
}

func dropItems(client *http.Client, address string) error {
	resp, err := client.Get(address)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
