package spotify

import (
	"bufio"
	"io"
	"net/http"
	"unicode"
)

// trimmingClient returns a client that leaves out what some servers and proxies put in
// front of JSON: a byte order mark and white space of all kinds. golang.org/x/oauth2 reads
// neither a token nor the code of an error behind these.
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
	if err == nil && resp != nil && resp.Body != nil {
		resp.Body = &trimmedBody{text: bufio.NewReader(resp.Body), Closer: resp.Body}
	}
	return resp, err
}

// A trimmedBody begins with what is neither a byte order mark nor white space.
type trimmedBody struct {
	io.Closer
	text  *bufio.Reader
	begun bool
}

func (b *trimmedBody) Read(p []byte) (int, error) {
	for !b.begun {
		r, _, err := b.text.ReadRune()
		if err != nil {
			return 0, err
		}
		if !unicode.IsSpace(r) && r != '\uFEFF' {
			b.begun = true
			b.text.UnreadRune() // which works after ReadRune
		}
	}
	return b.text.Read(p)
}
