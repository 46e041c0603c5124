package spotify

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"math"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func testEntry() *cacheEntry {
	return &cacheEntry{
		key: "spotify:00", variant: "\x00\xff",
		requested: time.Unix(1772359200, 5), received: time.Unix(1772359202, 0),
		header: http.Header{
			"Cache-Control": {"max-age=60"}, "Etag": {"W/\"caf\xe9\""}, "Vary": {"Accept", "Accept-Language"},
			"Date": {"Sun, 01 Mar 2026 10:00:00 GMT"},
		},
		body: []byte(`{"id":"x"}`),
	}
}

func TestEntryCodec(t *testing.T) {
	tests := map[string]*cacheEntry{
		"full": testEntry(),
		"bare": {header: http.Header{}, requested: time.Unix(0, math.MinInt64), received: time.Unix(0, math.MaxInt64), body: []byte{}},
	}
	for name, want := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := decodeEntry(want.encode())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(cacheEntry{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Every single damage is noticed.
func TestDamagedEntries(t *testing.T) {
	whole := testEntry().encode()
	for i := range whole {
		if _, err := decodeEntry(whole[:i]); err == nil {
			t.Errorf("cut off at %d: no error", i)
		}
		for bit := range 8 {
			damaged := bytes.Clone(whole)
			damaged[i] ^= 1 << bit
			if _, err := decodeEntry(damaged); err == nil {
				t.Errorf("bit %d of byte %d flipped: no error", bit, i)
			}
		}
	}
	if _, err := decodeEntry(append(bytes.Clone(whole), ' ')); err == nil {
		t.Error("longer: no error")
	}
}

// withChecksum makes an entry of bytes that are not one.
func withChecksum(rest []byte) []byte {
	data := binary.BigEndian.AppendUint32([]byte(entryMagic), crc32.Checksum(rest, castagnoli()))
	return append(data, rest...)
}

// The checksum does not prove that the rest makes sense.
func TestMalformedEntries(t *testing.T) {
	tests := map[string]string{
		"nothing":               "",
		"text without a length": "\xff",
		"text that is longer":   "\x04abc",
		"number that overflows": "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
		"no times":              "\x01k\x01v",
		"one time":              "\x01k\x01v\x00",
		"no header":             "\x01k\x01v\x00\x00",
		"endless header":        "\x01k\x01v\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x7f",
		"half a header line":    "\x01k\x01v\x00\x00\x01\x01A",
	}
	for name, rest := range tests {
		if e, err := decodeEntry(withChecksum([]byte(rest))); err == nil {
			t.Errorf("%s: decodes as %+v", name, e)
		}
	}
}

func FuzzDecodeEntry(f *testing.F) {
	f.Add(testEntry().encode()[len(entryMagic)+crc32.Size:])
	f.Add([]byte("\x01k\x01v\x00\x00\x01\x01A\x01b{}"))
	f.Add([]byte("\x01k\x01v\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x7f"))
	f.Fuzz(func(t *testing.T, rest []byte) {
		decodeEntry(rest)
		e, err := decodeEntry(withChecksum(rest))
		if err != nil {
			return
		}
		again, err := decodeEntry(e.encode())
		if err != nil {
			t.Fatalf("cannot decode what was encoded from %+v", e)
		}
		if diff := cmp.Diff(e, again, cmp.AllowUnexported(cacheEntry{})); diff != "" {
			t.Errorf("(-first +second):\n%s", diff)
		}
		// None of this may fail, whatever somebody has put into the cache.
		e.servable(cacheControl{}, time.Unix(1772359200, 0))
		e.conditional(&http.Request{Header: http.Header{}})
		e.confirmed(http.Header{}, e.requested, e.received)
		e.mayBeKept()
		variantOf(&http.Request{Header: http.Header{}}, e.header)
	})
}

func TestServable(t *testing.T) {
	e := testEntry() // dated 10:00:00, received 10:00:02, fresh until 10:01:00
	tests := []struct {
		name   string
		wanted cacheControl
		after  time.Duration // since it was received
		want   bool
	}{
		{"at once", cacheControl{}, 0, true},
		{"until the end", cacheControl{}, 57 * time.Second, true},
		{"at the end", cacheControl{}, 58 * time.Second, false},
		{"no-cache", cacheControl{noCache: true}, 0, false},
		{"young enough", cacheControl{hasMaxAge: true, maxAge: 3 * time.Second}, time.Second, true},
		{"too old", cacheControl{hasMaxAge: true, maxAge: 3 * time.Second}, 2 * time.Second, false},
		{"clock set back", cacheControl{}, -time.Second, false},
		{"long ago", cacheControl{}, math.MaxInt64, false},
	}
	for _, test := range tests {
		if got := e.servable(test.wanted, e.received.Add(test.after)); got != test.want {
			t.Errorf("%s: servable %v, want %v", test.name, got, test.want)
		}
	}
}

func TestKeptHeader(t *testing.T) {
	received := time.Date(2026, 3, 1, 10, 0, 2, 0, time.FixedZone("", 3600))
	got := keptHeader(http.Header{
		"Etag": {`"1"`}, "Cache-Control": {"max-age=1"}, "X-Custom": {"kept"}, "Age": {"3"},
		"Connection": {"close, X-Hop", "x-hop-2"}, "X-Hop": {"1"}, "X-Hop-2": {"2"}, "Keep-Alive": {"timeout=5"},
		"Set-Cookie": {"sp_t=hunter2"}, "Authorization": {"Bearer x"}, "Www-Authenticate": {"Bearer"},
		"Proxy-Authorization": {"x"}, "Content-Length": {"9"}, "Transfer-Encoding": {"chunked"}, "Te": {"x"},
	}, received)
	want := http.Header{
		"Etag": {`"1"`}, "Cache-Control": {"max-age=1"}, "X-Custom": {"kept"}, "Age": {"3"},
		"Date": {"Sun, 01 Mar 2026 09:00:02 GMT"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(http.Header{"Date": want["Date"]}, keptHeader(nil, received)); diff != "" {
		t.Errorf("no header (-want +got):\n%s", diff)
	}
}

func TestConfirmed(t *testing.T) {
	e := testEntry()
	e.header["Age"] = []string{"50"}
	e.header["Content-Type"] = []string{"application/json"}
	before := e.header.Clone()
	requested := e.requested.Add(time.Hour)
	received := requested.Add(time.Second)
	got := e.confirmed(http.Header{
		"Cache-Control": {"max-age=5"}, "X-New": {"1"}, "Content-Type": {"text/plain"}, "Set-Cookie": {"x=hunter2"}, "Content-Length": {"0"},
	}, requested, received)
	want := *e
	want.requested, want.received = requested, received
	want.header = http.Header{
		"Cache-Control": {"max-age=5"}, "X-New": {"1"}, "Content-Type": {"application/json"},
		"Etag": before["Etag"], "Vary": before["Vary"],
		"Date": {"Sun, 01 Mar 2026 11:00:01 GMT"},
	}
	if diff := cmp.Diff(&want, got, cmp.AllowUnexported(cacheEntry{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, e.header); diff != "" {
		t.Errorf("the old entry was changed (-before +after):\n%s", diff)
	}
}

// Whoever gets an answer may change its header. Its content is that of the entry.
func TestAnswerOfAnEntry(t *testing.T) {
	e := testEntry()
	ans := e.answer(&http.Request{})
	if !bytes.Equal(ans.content, e.body) || ans.ContentLength != int64(len(e.body)) {
		t.Errorf("content %q, length %d", ans.content, ans.ContentLength)
	}
	ans.Header.Set("Etag", "X")
	if diff := cmp.Diff(testEntry(), e, cmp.AllowUnexported(cacheEntry{})); diff != "" {
		t.Errorf("the entry was changed (-want +got):\n%s", diff)
	}
}

func TestValidators(t *testing.T) {
	tests := []struct {
		header         http.Header
		etag, modified string
	}{
		{http.Header{}, "", ""},
		{http.Header{"Etag": {`"a"`}}, `"a"`, ""},
		{http.Header{"Etag": {`W/"a"`}}, `W/"a"`, ""},
		{http.Header{"Etag": {"a\nX-Evil: 1"}}, "", ""},
		{http.Header{"Last-Modified": {"Sun, 01 Mar 2026 10:00:00 GMT"}}, "", "Sun, 01 Mar 2026 10:00:00 GMT"},
		{http.Header{"Last-Modified": {"yesterday"}}, "", ""},
	}
	for _, test := range tests {
		etag, modified := validators(test.header)
		if etag != test.etag || modified != test.modified {
			t.Errorf("%v: %q and %q, want %q and %q", test.header, etag, modified, test.etag, test.modified)
		}
	}
}
