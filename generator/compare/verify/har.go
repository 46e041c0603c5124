package verify

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// har reads an HTTP archive (HAR 1.2), one entry after the other. Requests to other
// servers, and those without an answer, are left out.
func (in *input) har(ctx context.Context) error {
	decoder := json.NewDecoder(in.data)
	index := 0
	err := enter(decoder, "log", func() error {
		return enter(decoder, "entries", func() error {
			return eachElement(decoder, func() error {
				index++
				in.tell(in.v)
				start := decoder.InputOffset()
				var raw json.RawMessage
				if err := decoder.Decode(&raw); err != nil {
					return err
				}
				if len(raw) > MaxBytes {
					in.wrong(start+1, "entry %d is larger than %d MiB", index, MaxBytes>>20)
					return nil
				}
				var entry harEntry
				if err := json.Unmarshal(raw, &entry); err != nil {
					in.wrong(decoder.InputOffset(), "entry %d is not as HAR 1.2 has it", index)
					return nil
				}
				if x, ok := entry.exchange(in.v); ok {
					x.File, x.Index = in.shown, index
					if err := in.v.Add(x); err != nil {
						in.wrong(decoder.InputOffset(), "%v", err)
					}
				}
				return ctx.Err()
			})
		})
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		in.failJSON(decoder.InputOffset(), err)
	}
	return nil
}

// enter reads an object, and calls read in front of the value of one key.
func enter(decoder *json.Decoder, key string, read func() error) error {
	if err := expect(decoder, '{'); err != nil {
		return err
	}
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		if name == key {
			err = read()
		} else {
			err = skip(decoder)
		}
		if err != nil {
			return err
		}
	}
	return expect(decoder, '}')
}

// skip reads a value and drops it, token by token.
func skip(decoder *json.Decoder) error {
	for depth := 0; ; {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

func eachElement(decoder *json.Decoder, read func() error) error {
	if err := expect(decoder, '['); err != nil {
		return err
	}
	for decoder.More() {
		if err := read(); err != nil {
			return err
		}
	}
	return expect(decoder, ']')
}

func expect(decoder *json.Decoder, want json.Delim) error {
	token, err := decoder.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	if err == nil && token != want {
		return fmt.Errorf("there is no %s where HAR 1.2 has one", want)
	}
	return err
}

type harEntry struct {
	Request struct {
		Method   string `json:"method"`
		URL      string `json:"url"`
		PostData *struct {
			MimeType string `json:"mimeType"`
			Text     string `json:"text"`
		} `json:"postData"`
	} `json:"request"`
	Response struct {
		Status  int `json:"status"`
		Headers []struct {
			Name  string `json:"name"`
			Value string `json:"value"`
		} `json:"headers"`
		Content struct {
			Size     float64 `json:"size"`
			Text     *string `json:"text"`
			Encoding string  `json:"encoding"`
		} `json:"content"`
	} `json:"response"`
}

// exchange returns the exchange of an entry, if it is one with the API.
func (e *harEntry) exchange(v *Verifier) (x Exchange, ok bool) {
	u, err := url.Parse(e.Request.URL)
	if err != nil || !v.tree.serves(u) || e.Response.Status == 0 || e.Request.Method == http.MethodOptions || e.Request.Method == http.MethodHead {
		return x, false
	}
	_, path, found := strings.Cut(u.EscapedPath(), "/v1/")
	if !found {
		return x, false
	}
	x = Exchange{Method: e.Request.Method, Path: "/" + path, Query: u.Query(), Status: e.Response.Status, Header: http.Header{}}
	if post := e.Request.PostData; post != nil {
		x.Sent, x.SentType = []byte(post.Text), post.MimeType
	}
	for _, h := range e.Response.Headers {
		x.Header.Add(h.Name, h.Value)
	}
	body := e.Response.Content
	switch {
	case body.Text == nil:
		x.Cut = body.Size > 0
	case body.Encoding == "base64":
		if x.Received, err = base64.StdEncoding.DecodeString(*body.Text); err != nil {
			x.Received, x.Cut = nil, true
		}
	default:
		x.Received = []byte(*body.Text)
	}
	return x, true
}

// serves reports whether a URL is one of the servers of the schema, or of this machine,
// where a fake server or a proxy may stand for it.
func (t *tree) serves(u *url.URL) bool {
	switch u.Hostname() {
	case "localhost", "127.0.0.1", "::1":
		return true
	}
	servers := get(t.root, "servers")
	if servers == nil {
		return true
	}
	for _, server := range servers.Content {
		if s, err := url.Parse(text(server, "url")); err == nil && s.Hostname() == u.Hostname() {
			return true
		}
	}
	return false
}
