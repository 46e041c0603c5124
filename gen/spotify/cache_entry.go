package spotify

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A cacheEntry is an answer with status 200 as it is kept.
type cacheEntry struct {
	// key is kept with the answer, so that a cache which confuses its keys never
	// shows the answer of another user.
	key       string
	variant   string    // see variantOf
	requested time.Time // when the request was sent
	received  time.Time // when the answer, or the last confirmation of it, came
	header    http.Header
	body      []byte
}

// age is how old the answer is. It is not ok if the clock has been set back since.
func (e *cacheEntry) age(now time.Time) (age time.Duration, ok bool) {
	resident := now.Sub(e.received)
	return initialAge(e.header, e.requested, e.received) + clampSeconds(resident), resident >= 0
}

// servable reports whether the entry answers a request without asking.
func (e *cacheEntry) servable(wanted cacheControl, now time.Time) bool {
	age, ok := e.age(now)
	switch {
	case !ok, wanted.noCache, wanted.hasMaxAge && age > wanted.maxAge:
		return false
	}
	return age < freshnessLifetime(e.header)
}

// mayBeKept reports whether the answer allows it, and whether it can be of use.
func (e *cacheEntry) mayBeKept() bool {
	switch {
	case parseCacheControl(e.header.Values("Cache-Control")).noStore:
		return false
	case e.header.Get("Content-Encoding") != "":
		// The HTTP client decodes what it asks for itself. Others that share the
		// cache may not understand what this request asked for.
		return false
	}
	etag, modified := validators(e.header)
	return etag != "" || modified != "" || initialAge(e.header, e.requested, e.received) < freshnessLifetime(e.header)
}

// holds reports whether a secret is a part of the entry.
func (e *cacheEntry) holds(hidden secrets) bool {
	return slices.ContainsFunc(hidden, func(secret string) bool {
		for _, values := range e.header {
			if slices.ContainsFunc(values, func(value string) bool { return strings.Contains(value, secret) }) {
				return true
			}
		}
		return bytes.Contains(e.body, []byte(secret))
	})
}

// conditional returns the request with the condition that the entry does not hold
// any more. It is not ok if the entry has nothing to tell that by.
func (e *cacheEntry) conditional(req *http.Request) (asked *http.Request, ok bool) {
	etag, modified := validators(e.header)
	if etag == "" && modified == "" {
		return nil, false
	}
	asked = req.Clone(req.Context())
	if etag != "" {
		asked.Header.Set("If-None-Match", etag)
	}
	if modified != "" {
		asked.Header.Set("If-Modified-Since", modified)
	}
	return asked, true
}

// validators returns those that can be sent, as they came, or "".
func validators(header http.Header) (etag, modified string) {
	etag, modified = header.Get("ETag"), header.Get("Last-Modified")
	if strings.ContainsFunc(etag, unicode.IsControl) {
		etag = ""
	}
	if _, err := http.ParseTime(modified); err != nil {
		modified = ""
	}
	return etag, modified
}

// confirmedBy reports whether a 304 is about this very answer: without an entity
// tag it is, otherwise the tags must agree.
func (e *cacheEntry) confirmedBy(header http.Header) bool {
	was, is := e.header.Get("ETag"), header.Get("ETag")
	return is == "" || strings.TrimPrefix(was, "W/") == strings.TrimPrefix(is, "W/")
}

// confirmed returns the entry with the header that a 304 updates (RFC 9111, 3.2).
func (e *cacheEntry) confirmed(header http.Header, requested, received time.Time) *cacheEntry {
	update := keptHeader(header, received)
	for _, name := range []string{"Content-Encoding", "Content-Type", "Content-Range"} {
		update.Del(name) // they describe the body, which remains
	}
	changed := *e
	changed.requested, changed.received = requested, received
	changed.header = e.header.Clone()
	changed.header.Del("Age") // of the first answer
	maps.Copy(changed.header, update)
	return &changed
}

// answer makes an answer to the request, with its own header.
func (e *cacheEntry) answer(req *http.Request) answer {
	return answer{
		Response: &http.Response{
			Status: "200 OK", StatusCode: http.StatusOK,
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header:        e.header.Clone(),
			Body:          http.NoBody,
			ContentLength: int64(len(e.body)),
			Request:       req,
		},
		content: e.body, // of which nothing is changed, and decoded values keep no part
	}
}

// keptHeader is the part of a header that may be kept: what concerns only the
// connection, and what gives access, is not. It has a Date in any case.
func keptHeader(header http.Header, received time.Time) http.Header {
	kept := header.Clone()
	if kept == nil {
		kept = http.Header{}
	}
	for _, value := range header.Values("Connection") {
		for name := range strings.SplitSeq(value, ",") {
			kept.Del(strings.TrimSpace(name))
		}
	}
	for _, name := range []string{
		"Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authentication-Info",
		"Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
		"Content-Length", // of the body as it was sent
		"Authorization", "Authentication-Info", "Set-Cookie", "Set-Cookie2", "WWW-Authenticate",
	} {
		kept.Del(name)
	}
	if _, err := http.ParseTime(kept.Get("Date")); err != nil {
		kept.Set("Date", received.UTC().Format(http.TimeFormat))
	}
	return kept
}

// entryMagic begins an encoded entry, and changes with its form.
const entryMagic = "spotify1"

var errNotAnEntry = errors.New("not an entry of this cache")

// encode makes the bytes of an entry:
//
//	magic, CRC-32C of the rest, key, variant, requested, received,
//	number of header lines, name and value of each, body
//
// Times are Unix nanoseconds. Numbers are varints, texts have their length before
// them, and the body reaches to the end.
func (e *cacheEntry) encode() []byte {
	var head []byte
	head = appendText(head, e.key)
	head = appendText(head, e.variant)
	head = binary.AppendVarint(head, e.requested.UnixNano())
	head = binary.AppendVarint(head, e.received.UnixNano())
	lines := 0
	for _, values := range e.header {
		lines += len(values)
	}
	head = binary.AppendUvarint(head, uint64(lines))
	for _, name := range slices.Sorted(maps.Keys(e.header)) {
		for _, value := range e.header[name] {
			head = appendText(head, name)
			head = appendText(head, value)
		}
	}

	sum := crc32.Update(crc32.Checksum(head, castagnoli()), castagnoli(), e.body)
	// One allocation of the right size: a cache counts what it keeps.
	encoded := make([]byte, 0, len(entryMagic)+crc32.Size+len(head)+len(e.body))
	encoded = append(encoded, entryMagic...)
	encoded = binary.BigEndian.AppendUint32(encoded, sum)
	encoded = append(encoded, head...)
	return append(encoded, e.body...)
}

// castagnoli returns a table that is made once.
func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// decodeEntry reads what encode wrote. The body of the entry is a part of the
// data, which is not changed.
func decodeEntry(data []byte) (*cacheEntry, error) {
	rest, ok := bytes.CutPrefix(data, []byte(entryMagic))
	if !ok || len(rest) < crc32.Size {
		return nil, errNotAnEntry
	}
	sum, rest := binary.BigEndian.Uint32(rest), rest[crc32.Size:]
	if crc32.Checksum(rest, castagnoli()) != sum {
		return nil, errNotAnEntry
	}
	d := entryDecoder{rest: rest}
	e := &cacheEntry{key: d.text(), variant: d.text(), requested: d.time(), received: d.time(), header: http.Header{}}
	for range d.number() {
		name, value := d.text(), d.text()
		if d.bad {
			break
		}
		e.header.Add(name, value)
	}
	if d.bad {
		return nil, errNotAnEntry
	}
	e.body = d.rest
	return e, nil
}

// An entryDecoder reads the parts of an entry until one of them is bad.
type entryDecoder struct {
	rest []byte
	bad  bool
}

func (d *entryDecoder) number() uint64 {
	n, size := binary.Uvarint(d.rest)
	return advance(d, n, size)
}

func (d *entryDecoder) time() time.Time {
	n, size := binary.Varint(d.rest)
	return time.Unix(0, advance(d, n, size))
}

// advance goes over a number, or ends the reading if there is none.
func advance[N int64 | uint64](d *entryDecoder, n N, size int) N {
	if d.bad || size <= 0 {
		d.bad, d.rest = true, nil
		return 0
	}
	d.rest = d.rest[size:]
	return n
}

func (d *entryDecoder) text() string {
	length := d.number()
	if length > uint64(len(d.rest)) {
		d.bad, d.rest = true, nil
		return ""
	}
	s := string(d.rest[:length])
	d.rest = d.rest[length:]
	return s
}

// formatAge writes an age as the Age header has it.
func formatAge(age time.Duration) string {
	return strconv.FormatInt(int64(age/time.Second), 10)
}
