package spotifytest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Recording is a request to the Web API and its answer, as they are kept in a file.
// It has no headers of the request, and only those of the answer that a client reads.
// So it has no token, no cookie, and no ID that could be traced.
type Recording struct {
	Method string `json:"method"`
	// Path is the path below the base URL, like "/tracks/11dFghVXANMlKmJXsNCbNl".
	// [DecodeResponse] takes it as it is.
	Path  string     `json:"path"`
	Query url.Values `json:"query,omitempty"`
	// Sent is the body of the request.
	Sent Content `json:"sent,omitzero"`

	Status int `json:"status"`
	// Header has Content-Type, ETag, Cache-Control, and Retry-After, if they were sent.
	Header http.Header `json:"header,omitempty"`
	// Received is the body of the answer.
	Received Content `json:"received,omitzero"`
}

// keptHeaders are those of an answer that a client goes by.
func keptHeaders() []string {
	return []string{"Cache-Control", "Content-Type", "Etag", "Retry-After"}
}

// Content is the body of a request or an answer. In a file, JSON is written as JSON, in
// which only white space differs; text is written as text, and all else in base64.
type Content []byte

// MarshalJSON writes {"json": …}, {"text": "…"}, or {"base64": "…"}.
func (c Content) MarshalJSON() ([]byte, error) {
	var form contentForm
	switch {
	case json.Valid(c):
		form.JSON = json.RawMessage(c)
	case utf8.Valid(c):
		text := string(c)
		form.Text = &text
	default:
		form.Base64 = c
	}
	return marshalPlain(form)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Content) UnmarshalJSON(data []byte) error {
	var form contentForm
	if err := json.Unmarshal(data, &form); err != nil {
		return err
	}
	switch {
	case form.JSON != nil:
		var compact bytes.Buffer
		if err := json.Compact(&compact, form.JSON); err != nil {
			return err
		}
		*c = compact.Bytes()
	case form.Text != nil:
		*c = Content(*form.Text)
	default:
		*c = form.Base64
	}
	return nil
}

type contentForm struct {
	JSON   json.RawMessage `json:"json,omitempty"`
	Text   *string         `json:"text,omitempty"`
	Base64 []byte          `json:"base64,omitempty"`
}

// marshalPlain leaves <, >, and & as they are.
func marshalPlain(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// key tells requests apart that want different answers.
func (r *Recording) key() string { return r.title() + " " + string(compacted(r.Sent)) }

// title names the request for people: "GET /tracks/1?market=SE".
func (r *Recording) title() string {
	title := r.Method + " " + r.Path
	if len(r.Query) > 0 {
		title += "?" + r.Query.Encode()
	}
	return title
}

// compacted makes equal JSON equal.
func compacted(body []byte) []byte {
	var v any
	if json.Unmarshal(body, &v) != nil {
		return body
	}
	return encode(v)
}

// newRecording describes a request, with its secrets.
func newRecording(r *http.Request, body []byte) *Recording {
	return &Recording{Method: r.Method, Path: pathBelowBase(r.URL), Query: r.URL.Query(), Sent: body}
}

// answered adds an answer.
func (r *Recording) answered(status int, header http.Header, body []byte) {
	r.Status, r.Received = status, body
	for _, name := range keptHeaders() {
		if value := header.Get(name); value != "" {
			if r.Header == nil {
				r.Header = http.Header{}
			}
			r.Header.Set(name, value)
		}
	}
}

// pathBelowBase returns what follows /v1 in the path of a URL; "" if it is not one of
// the Web API.
func pathBelowBase(u *url.URL) string {
	_, path, found := strings.Cut(u.EscapedPath(), "/v1/")
	if !found {
		return ""
	}
	return "/" + path
}

// ReadRecordings reads the recordings in a folder, in the order of the names of their
// files, which is that in which a [Recorder] has made them.
//
// The folder may also have HTTP archives of browsers and proxies (HAR 1.2, .har or .json).
// Of these, the requests to the Web API count, in the order in which they were sent.
// Requests to other hosts are ignored, and so are those that were not answered or whose
// answer was not saved; a server on this machine counts if the archive has no request to
// api.spotify.com. Secrets are left out as a Recorder does. In place of a folder, a single
// file can be named.
//
// It returns an error if a file is neither.
func ReadRecordings(dir string) ([]Recording, error) {
	names, err := recordingsIn(dir)
	if err != nil {
		return nil, fmt.Errorf("spotifytest: %w", err)
	}
	var recordings []Recording
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("spotifytest: %w", err)
		}
		more, err := readRecordings(name, bytes.TrimPrefix(data, []byte("\uFEFF")))
		if err != nil {
			return nil, fmt.Errorf("spotifytest: %w", err)
		}
		recordings = append(recordings, more...)
	}
	return recordings, nil
}

// readRecordings reads the recordings in a file.
func readRecordings(name string, data []byte) ([]Recording, error) {
	if strings.EqualFold(filepath.Ext(name), harExt) || isHAR(data) {
		recordings, err := recordingsOfHAR(data)
		if err != nil {
			return nil, fmt.Errorf("%s is not an HTTP archive: %w", name, err)
		}
		return recordings, nil
	}
	var recording Recording
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&recording); err != nil {
		return nil, fmt.Errorf("%s is not a recording: %w", name, err)
	}
	if recording.Method == "" || recording.Path == "" || recording.Status == 0 {
		return nil, fmt.Errorf("%s is not a recording: it lacks a method, a path, or a status", name)
	}
	return []Recording{recording}, nil
}

const harExt = ".har"

// recordingsIn lists the files of a folder that are recordings by their names, in the
// order of these. The list of a file is that file.
func recordingsIn(dir string) ([]string, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return []string{dir}, nil
	}
	entries, err := os.ReadDir(dir) // sorted
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		if ext := strings.ToLower(filepath.Ext(entry.Name())); ext == ".json" || ext == harExt {
			names = append(names, filepath.Join(dir, entry.Name()))
		}
	}
	return names, nil
}

// A scrubber takes secrets, and what tells who somebody is, out of a request and its
// answer. Everything else stays as it is, to the byte.
type scrubber struct {
	token *strings.Replacer // of the Authorization header
	rules []scrubRule
}

type scrubRule struct {
	find *regexp.Regexp
	put  string
}

// secretNames are what secrets are called in queries, forms, and JSON.
const secretNames = `access_token|refresh_token|id_token|client_secret|code_verifier`

// newScrubber makes one for a request. It may be used for the answer too, which can
// repeat the token.
func newScrubber(r *http.Request) *scrubber {
	s := &scrubber{token: strings.NewReplacer()}
	if _, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); len(token) >= minSecret {
		s.token = strings.NewReplacer(token, hidden, url.QueryEscape(token), hidden)
	}
	text := `"(?:[^"\\]|\\.)*"`
	s.rules = []scrubRule{
		{regexp.MustCompile(`\b((?:` + secretNames + `)=)[^&\s"'<>]+`), "${1}" + hidden},
		{regexp.MustCompile(`("(?:` + secretNames + `)"\s*:\s*)` + text), `${1}"` + hidden + `"`},
		{regexp.MustCompile(`("account_id"\s*:\s*)` + text), `${1}"account"`},
		{regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`), "somebody@example.com"},
	}
	return s
}

// recording takes them out of a recording.
func (s *scrubber) recording(r *Recording) {
	r.Path, r.Query = s.text(r.Path), s.query(r.Query)
	r.Sent, r.Received = s.body(r.Sent), s.body(r.Received)
	for name := range r.Header {
		r.Header.Set(name, s.text(r.Header.Get(name)))
	}
}

func (s *scrubber) text(text string) string {
	text = s.token.Replace(text)
	for _, rule := range s.rules {
		text = rule.find.ReplaceAllString(text, rule.put)
	}
	return text
}

// query returns the parameters without those that are secrets, and nil without any.
func (s *scrubber) query(query url.Values) url.Values {
	secret := regexp.MustCompile(`^(?i:` + secretNames + `)$`)
	var kept url.Values
	for name, values := range query {
		if secret.MatchString(name) {
			continue
		}
		if kept == nil {
			kept = url.Values{}
		}
		for _, value := range values {
			kept.Add(s.text(name), s.text(value))
		}
	}
	return kept
}

// body returns a body that may be none.
func (s *scrubber) body(body []byte) Content {
	if len(body) == 0 {
		return nil
	}
	return Content(s.text(string(body)))
}
