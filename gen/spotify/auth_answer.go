package spotify

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"unicode"
)

// maxTokenAnswer is how much golang.org/x/oauth2 reads of an answer.
const maxTokenAnswer = 1 << 20

// trimmingClient returns a client that leaves out what some servers and proxies put in
// front of JSON: a byte order mark and white space of all kinds. golang.org/x/oauth2 reads
// neither a token nor the code of an error behind these. An answer that breaks off is a
// failure of the request, so that it can be sent again; oauth2 would hide the reason.
func trimmingClient(client *http.Client) *http.Client {
	trimming := *client
	trimming.Transport = trimmingTransport{client.Transport}
	return &trimming
}

type trimmingTransport struct {
	next http.RoundTripper // nil is the default one
}

func (t trimmingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	next := t.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(req)
	if err != nil || resp == nil || resp.Body == nil {
		return resp, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxTokenAnswer))
	if err != nil {
		return nil, fmt.Errorf("the answer breaks off: %w", err)
	}
	body = bytes.TrimLeftFunc(body, func(r rune) bool { return unicode.IsSpace(r) || r == '\uFEFF' })
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}
