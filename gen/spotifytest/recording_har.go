package spotifytest

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// harFile is what matters of an HTTP archive, version 1.2: browsers and proxies save
// requests and their answers in it.
type harFile struct {
	Log *struct {
		Entries []harEntry `json:"entries"`
	} `json:"log"`
}

type harEntry struct {
	Started string      `json:"startedDateTime"`
	Request harRequest  `json:"request"`
	Answer  harResponse `json:"response"`
}

type harRequest struct {
	Method   string      `json:"method"`
	URL      string      `json:"url"`
	Headers  []harHeader `json:"headers"`
	PostData *harBody    `json:"postData"`
}

type harResponse struct {
	Status  int         `json:"status"`
	Headers []harHeader `json:"headers"`
	Content harBody     `json:"content"`
}

type harHeader struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// harBody is a body, from which a browser has already undone a compression.
type harBody struct {
	Size     int64   `json:"size"`
	MimeType string  `json:"mimeType"`
	Text     *string `json:"text"`
	Encoding string  `json:"encoding"` // base64, or none
}

// apiHost is where the Web API is.
const apiHost = "api.spotify.com"

// isHAR reports whether a file is an archive, by its only member.
func isHAR(data []byte) bool {
	var file struct {
		Log json.RawMessage `json:"log"`
	}
	return json.Unmarshal(data, &file) == nil && bytes.HasPrefix(file.Log, []byte("{"))
}

// recordingsOfHAR reads the requests to the Web API of an archive, in the order in which
// they were sent. Those of a server on this machine count if there are no others. Requests
// that a client does not make, and those whose answer the archive lacks, are left out.
func recordingsOfHAR(data []byte) ([]Recording, error) {
	var file harFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	if file.Log == nil {
		return nil, errors.New("it has no log")
	}
	entries := file.Log.Entries
	slices.SortStableFunc(entries, func(a, b harEntry) int {
		started, err := time.Parse(time.RFC3339Nano, a.Started)
		other, err2 := time.Parse(time.RFC3339Nano, b.Started)
		if err != nil || err2 != nil {
			return 0
		}
		return started.Compare(other)
	})
	var recordings, local []Recording
	for i := range entries {
		u, err := url.Parse(entries[i].Request.URL)
		if err != nil || pathBelowBase(u) == "" {
			continue
		}
		host := strings.ToLower(u.Hostname())
		ip := net.ParseIP(host)
		isLocal := host == "localhost" || ip != nil && ip.IsLoopback()
		if host != apiHost && !isLocal {
			continue
		}
		recording, err := entries[i].recording(u)
		switch {
		case err != nil:
			return nil, fmt.Errorf("entry %d: %w", i, err)
		case recording == nil:
		case isLocal:
			local = append(local, *recording)
		default:
			recordings = append(recordings, *recording)
		}
	}
	if len(recordings) == 0 {
		return local, nil
	}
	return recordings, nil
}

// recording makes a recording of an entry, nil if the entry is of no use.
func (e *harEntry) recording(u *url.URL) (*Recording, error) {
	req := &http.Request{Method: strings.ToUpper(e.Request.Method), URL: u, Header: headerOf(e.Request.Headers)}
	status := e.Answer.Status
	received, err := e.Answer.Content.bytes()
	if err != nil {
		return nil, fmt.Errorf("the answer: %w", err)
	}
	switch {
	case status == http.StatusNotModified && len(received) > 0:
		status = http.StatusOK // the browser had the answer
	case status < 100, status == http.StatusNotModified,
		req.Method == http.MethodOptions, req.Method == http.MethodHead,
		e.Answer.Content.Text == nil && e.Answer.Content.Size > 0:
		return nil, nil
	}
	var sent []byte
	if body := e.Request.PostData; body != nil {
		if isMediaType(body.MimeType, "application/x-www-form-urlencoded") {
			return nil, nil
		}
		if sent, err = body.bytes(); err != nil {
			return nil, fmt.Errorf("the body of the request: %w", err)
		}
	}
	header := headerOf(e.Answer.Headers)
	if header.Get("Content-Type") == "" && e.Answer.Content.MimeType != "" {
		header.Set("Content-Type", e.Answer.Content.MimeType)
	}
	recording := newRecording(req, sent)
	recording.answered(status, header, received)
	newScrubber(req).recording(recording)
	return recording, nil
}

// bytes returns a body as it is without compression. Some proxies keep the compressed form.
func (b *harBody) bytes() ([]byte, error) {
	if b.Text == nil {
		return nil, nil
	}
	body := []byte(*b.Text)
	if strings.EqualFold(b.Encoding, "base64") {
		plain, err := base64.StdEncoding.DecodeString(*b.Text)
		if err != nil {
			return nil, errors.New("it is not base64, as it says")
		}
		body = plain
	}
	if bytes.HasPrefix(body, []byte{0x1F, 0x8B}) {
		if packed, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
			if plain, err := io.ReadAll(packed); err == nil {
				return plain, nil
			}
		}
	}
	return body, nil
}

func headerOf(list []harHeader) http.Header {
	header := http.Header{}
	for _, h := range list {
		header.Add(h.Name, h.Value)
	}
	return header
}
