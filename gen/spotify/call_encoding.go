package spotify

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"math"
	"net/http"
	"strings"
)

// net/http asks for gzip and unpacks it while it is read. Where it would, the client does
// both by itself, because it reads answers whole and can unpack them at once.

// ofNetHTTP returns the transport if it is that of net/http. Others may expect that what
// is below them unpacks answers, or that every request has a body that can be read.
func (c *config) ofNetHTTP() *http.Transport {
	transport := c.httpClient.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	t, _ := transport.(*http.Transport)
	return t
}

// prepared returns the request of an attempt as suits net/http best.
func (c *config) prepared(req *http.Request) *http.Request {
	t := c.ofNetHTTP()
	if t == nil {
		return req
	}
	suited := *req
	if req.Body == http.NoBody {
		suited.Body = nil // net/http takes a buffer of 32 KiB to copy NoBody
	}
	if !t.DisableCompression && req.Method != http.MethodHead && req.Header.Get("Accept-Encoding") == "" && req.Header.Get("Range") == "" {
		suited.Header = req.Header.Clone()
		suited.Header.Set("Accept-Encoding", "gzip")
	}
	return &suited
}

// unpack makes an answer in gzip one that is not, as net/http does, whoever asked for it.
func unpack(resp *http.Response) {
	switch strings.ToLower(strings.TrimSpace(resp.Header.Get("Content-Encoding"))) {
	case "gzip", "x-gzip":
	default:
		return
	}
	resp.Header = resp.Header.Clone() // a transport may use its header again
	resp.Header.Del("Content-Encoding")
	resp.Header.Del("Content-Length")
	resp.ContentLength, resp.Uncompressed = -1, true
	resp.Body = &packedBody{ReadCloser: resp.Body}
}

// A packedBody is in gzip, and unpacks what is read of it. Bodies of results are not read
// so, but at once: see readPacked. If it is not in gzip after all, it is read as it is,
// because a transport may have unpacked it without saying so.
type packedBody struct {
	io.ReadCloser
	plain io.Reader // nil before the first read
}

func (b *packedBody) Read(p []byte) (int, error) {
	if b.plain == nil {
		if err := b.begin(); err != nil {
			return 0, err
		}
	}
	return b.plain.Read(p)
}

func (b *packedBody) begin() error {
	packed := bufio.NewReader(b.ReadCloser)
	if start, err := packed.Peek(2); !isGzip(start) {
		b.plain = packed
		if len(start) == 0 {
			return err
		}
		return nil
	}
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return err
	}
	b.plain = plain
	return nil
}

func isGzip(start []byte) bool { return len(start) >= 2 && start[0] == 0x1f && start[1] == 0x8b }

// An unpacker has what it takes to unpack an answer.
type unpacker struct {
	inflater
	packed bytes.Buffer
}

var unpackers pool[unpacker]

// readPacked reads a body in gzip whole, unless it is larger than the limit.
func readPacked(buffer *bytes.Buffer, body io.Reader, limit int64) error {
	u := unpackers.get()
	defer func() { unpackers.put(u, u.packed.Cap()) }()
	u.packed.Reset()
	if err := readPlain(&u.packed, body, limit); err != nil {
		return err
	}
	packed := u.packed.Bytes()
	if !isGzip(packed) {
		_, err := buffer.Write(packed)
		return err
	}
	u.packed.Grow(inputPad)
	content, err := u.gunzip(buffer.AvailableBuffer(), u.packed.Bytes(), int(min(limit, math.MaxInt32)))
	*buffer = *bytes.NewBuffer(content)
	return err
}

// readPlain reads a body whole, unless it is larger than the limit.
func readPlain(buffer *bytes.Buffer, body io.Reader, limit int64) error {
	if n, err := buffer.ReadFrom(io.LimitReader(body, limit)); n < limit || err != nil {
		return err
	}
	switch n, err := io.ReadFull(body, make([]byte, 1)); {
	case n > 0:
		return errTooLarge
	case err == io.EOF:
		return nil
	default:
		return err
	}
}

// checkEncoding tells of an answer in another form than gzip. It may have been unpacked
// without saying so.
func checkEncoding(resp *http.Response, content []byte) error {
	encoding := resp.Header.Get("Content-Encoding")
	if encoding == "" || strings.EqualFold(encoding, "identity") || len(content) == 0 || bytes.IndexByte([]byte("{[\"-0123456789tfn"), content[0]) >= 0 {
		return nil
	}
	return fmt.Errorf("the answer is encoded as %q, which the client cannot read; ask for no Accept-Encoding but gzip, or use a transport that decodes it", singleLine(encoding, maxQuoted))
}
