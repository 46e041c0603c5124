package spotifytest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// A Replayer is an [http.RoundTripper] that answers requests to the Web API from
// recordings. It needs no network and no token.
//
// A request gets the answer of the recording with the same method, path, query, and
// body. The host does not matter. If there are several such recordings, they are played
// in their order, and the last one is then repeated. If there is none, RoundTrip
// returns an error.
type Replayer struct {
	mu     sync.Mutex
	answer map[string][]*Recording // by key, those yet to be played
	all    []Recording
	played map[*Recording]bool
}

// NewReplayer reads the recordings in a folder, or in a file, which may also be HTTP
// archives (HAR) of a browser or proxy; see [ReadRecordings]. It returns an error if there
// are none.
func NewReplayer(dir string) (*Replayer, error) {
	recordings, err := ReadRecordings(dir)
	if err != nil {
		return nil, err
	}
	if len(recordings) == 0 {
		return nil, fmt.Errorf("spotifytest: there are no recordings in %s", dir)
	}
	r := &Replayer{answer: map[string][]*Recording{}, all: recordings, played: map[*Recording]bool{}}
	for i := range recordings {
		key := recordings[i].key()
		r.answer[key] = append(r.answer[key], &recordings[i])
	}
	return r, nil
}

// RoundTrip answers a request from the recordings.
func (r *Replayer) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	req = req.Clone(req.Context())
	body, err := replaceBody(req)
	if err != nil {
		return nil, err
	}
	wanted := newRecording(req, body)
	newScrubber(req).recording(wanted)
	recording := r.next(wanted.key())
	if recording == nil {
		return nil, fmt.Errorf("spotifytest: there is no recording of %s with this body; record it, or answer it with a Server", wanted.title())
	}
	header := recording.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", recording.Status, http.StatusText(recording.Status)),
		StatusCode:    recording.Status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        header,
		Body:          io.NopCloser(bytes.NewReader(recording.Received)),
		ContentLength: int64(len(recording.Received)),
		Request:       req,
	}, nil
}

func (r *Replayer) next(key string) *Recording {
	r.mu.Lock()
	defer r.mu.Unlock()
	left := r.answer[key]
	if len(left) == 0 {
		return nil
	}
	r.played[left[0]] = true
	if len(left) > 1 {
		r.answer[key] = left[1:]
	}
	return left[0]
}

// Unplayed lists the recorded requests that were not played yet, like "GET
// /me/tracks?limit=50", in the order in which they were recorded.
func (r *Replayer) Unplayed() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var left []string
	for i := range r.all {
		if !r.played[&r.all[i]] {
			left = append(left, r.all[i].title())
		}
	}
	return left
}
