package spotifytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// A Recorder is an [http.RoundTripper] that writes each request to the Web API, and its
// answer, to a file. A [Replayer] can play the files back, and [DecodeResponse] can
// decode their bodies. Other requests, such as those for tokens, are sent but not
// recorded. These are forms, and requests without /v1/ in their path.
//
// Secrets are left out; see [Recording]. The token is removed wherever it occurs, and
// so are values with names such as access_token and refresh_token. E-mail addresses and
// account IDs are replaced. [WithoutPersonalData] replaces what tells who users are. A
// Recorder does not know what else is private, such as the names of playlists. To remove
// that, give [NewRecorder] a function.
type Recorder struct {
	dir    string
	base   http.RoundTripper
	redact func(*Recording)

	mu       sync.Mutex
	count    int
	errs     []error
	standIns *standIns // of personal data; nil keeps it
}

// NewRecorder returns a recorder that writes to the folder dir. The folder is created
// if necessary. It returns an error if the folder already has recordings. The requests
// are sent with base; nil means [http.DefaultTransport]. If redact is not nil, it can
// change each recording before it is written, and is called for one recording at a
// time. Options such as [WithoutPersonalData] limit what is kept.
func NewRecorder(dir string, base http.RoundTripper, redact func(*Recording), options ...RecorderOption) (*Recorder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("spotifytest: %w", err)
	}
	old, err := recordingsIn(dir)
	if err != nil {
		return nil, fmt.Errorf("spotifytest: %w", err)
	}
	if len(old) > 0 {
		return nil, fmt.Errorf("spotifytest: %s has recordings already; record into another folder, or remove them", dir)
	}
	if base == nil {
		base = http.DefaultTransport
	}
	if redact == nil {
		redact = func(*Recording) {}
	}
	r := &Recorder{dir: dir, base: base, redact: redact}
	for _, option := range options {
		option(r)
	}
	return r, nil
}

// RoundTrip sends a request, and records it with its answer. If it cannot be recorded,
// the request does not fail, because it may have changed something. [Recorder.Close]
// reports the error.
func (r *Recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	if pathBelowBase(req.URL) == "" || isMediaType(req.Header.Get("Content-Type"), "application/x-www-form-urlencoded") {
		return r.base.RoundTrip(req)
	}
	req = req.Clone(req.Context())
	sent, err := replaceBody(req)
	if err != nil {
		return nil, err
	}
	// The transport asks for gzip by itself, and then unpacks it.
	req.Header.Del("Accept-Encoding")
	resp, err := r.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	received, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(received))
	if err != nil {
		resp.Body = io.NopCloser(io.MultiReader(bytes.NewReader(received), failing{err}))
		r.failed(fmt.Errorf("%s %s: reading the answer: %w", req.Method, req.URL.Path, err))
		return resp, nil
	}
	if packed := resp.Header.Get("Content-Encoding"); packed != "" {
		r.failed(fmt.Errorf("%s %s: the answer is compressed (%s)", req.Method, req.URL.Path, packed))
		return resp, nil
	}
	recording := newRecording(req, sent)
	recording.answered(resp.StatusCode, resp.Header, received)
	r.keep(recording, newScrubber(req))
	return resp, nil
}

// replaceBody reads the body of a request and puts a copy of it in its place. The
// request is a clone: a round tripper must not change the one that it is given.
func replaceBody(req *http.Request) ([]byte, error) {
	if req.Body == nil || req.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(req.Body)
	req.Body.Close()
	req.Body = io.NopCloser(bytes.NewReader(body))
	return body, err
}

// failing is a body that breaks off.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// keep writes a recording. The file is there as a whole or not at all.
func (r *Recorder) keep(recording *Recording, scrub *scrubber) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.standIns != nil {
		r.standIns.apply(recording)
	}
	scrub.recording(recording)
	r.redact(recording)
	plain, err := marshalPlain(recording)
	var data bytes.Buffer
	if err == nil {
		err = json.Indent(&data, plain, "", "  ")
	}
	if err == nil {
		data.WriteByte('\n')
		r.count++
		err = writeWhole(r.dir, fmt.Sprintf("%06d_%s.json", r.count, fileName(recording)), data.Bytes())
	}
	if err != nil {
		r.errs = append(r.errs, notRecorded(err))
	}
}

func (r *Recorder) failed(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, notRecorded(err))
}

func notRecorded(err error) error { return fmt.Errorf("spotifytest: not recorded: %w", err) }

// Close returns the errors of all requests that could not be recorded, joined, or nil
// if there are none.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return errors.Join(r.errs...)
}

// fileName tells a person what is in a file: get_tracks_11dFghVXANMlKmJXsNCbNl.
func fileName(r *Recording) string {
	const longest = 80
	name := strings.Map(func(c rune) rune {
		switch {
		case '0' <= c && c <= '9', 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', c == '-':
			return c
		}
		return '_'
	}, strings.ToLower(r.Method)+r.Path)
	return name[:min(len(name), longest)]
}

// writeWhole writes a file that only its owner can read.
func writeWhole(dir, name string, data []byte) error {
	file, err := os.CreateTemp(dir, ".recording-*")
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), filepath.Join(dir, name))
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return nil
}
