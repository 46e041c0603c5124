package spotify

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
)

// zipped compresses data as one gzip member.
func zipped(t testing.TB, data []byte, level int, header gzip.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, level)
	if err != nil {
		t.Fatal(err)
	}
	w.Header = header
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// inflatedByOthers is what compress/gzip makes of data.
func inflatedByOthers(data []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// inflatables are texts that make all kinds of blocks, matches, and codes.
func inflatables() map[string][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 200_000)
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	var page strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&page, `{"id":"%022d","name":"Song %d","popularity":%d,"markets":["SE","DE","FR"]},`, i*i, i, i%101)
	}
	skewed := make([]byte, 100_000) // whose codes are as long as they can be
	for i := range skewed {
		skewed[i] = byte(min(20, int(random.ExpFloat64()*2)))
		if i%1000 == 0 {
			skewed[i] = byte(random.Uint32())
		}
	}
	return map[string][]byte{
		"nothing": {}, "a byte": {'x'}, "zeros": make([]byte, 100_000), "noise": noise, "page": []byte(page.String()), "skewed": skewed,
		"far": append(append(bytes.Clone(noise[:32_768]), noise[:300]...), noise[:32_768]...),
		"two": bytes.Repeat([]byte("ab"), 5000), "seven": bytes.Repeat([]byte("abcdefg"), 5000),
	}
}

func TestGunzip(t *testing.T) {
	f := new(inflater)
	for name, data := range inflatables() {
		for _, level := range []int{flate.HuffmanOnly, flate.NoCompression, 1, 6, 9} {
			packed := zipped(t, data, level, gzip.Header{})
			for _, room := range []int{0, 10, len(data) + outputRoom} {
				got, err := f.gunzip(append(make([]byte, 0, 3+room), "abc"...), packed, len(data))
				if err != nil || !bytes.Equal(got, append([]byte("abc"), data...)) {
					t.Errorf("%s at level %d: %v, %d bytes, want %d", name, level, err, len(got), 3+len(data))
				}
			}
			if _, err := f.gunzip(nil, packed, len(data)-1); len(data) > 0 && !errors.Is(err, errTooLarge) {
				t.Errorf("%s at level %d, limited: %v, want an error", name, level, err)
			}
		}
	}
}

// Matches of every length at every short distance, where what is repeated overlaps with
// what is written, between noise in which nothing repeats.
func TestGunzipMatches(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	f := new(inflater)
	for distance := 1; distance <= 40; distance++ {
		var data []byte
		for length := 1; length <= 2*maxMatch; length += 1 + length/60 {
			unit := make([]byte, distance)
			for i := range unit {
				unit[i] = byte(random.Uint32())
			}
			data = append(append(data, unit...), bytes.Repeat(unit, length/distance+1)[:length]...)
		}
		packed := zipped(t, data, 9, gzip.Header{})
		if got, err := f.gunzip(nil, packed, len(data)); err != nil || !bytes.Equal(got, data) {
			t.Errorf("distance %d: %v, %d bytes, want %d, or others", distance, err, len(got), len(data))
		}
	}
}

// Headers have parts that nobody needs, and a file may have several members.
func TestGunzipHeaders(t *testing.T) {
	data := []byte(strings.Repeat("a song, ", 20))
	plain := zipped(t, data, 6, gzip.Header{})
	withCRC := append([]byte{}, plain[:10]...)
	withCRC[3] = gzipHeaderCRC
	sum := crc32.ChecksumIEEE(withCRC)
	withCRC = append(append(withCRC, byte(sum), byte(sum>>8)), plain[10:]...)
	wrongCRC := bytes.Clone(withCRC)
	wrongCRC[10] ^= 1
	tests := []struct {
		name   string
		packed []byte
		want   string // "" for an error
	}{
		{"extra, name, and comment", zipped(t, data, 6, gzip.Header{Extra: []byte("ab\x00c"), Name: "n", Comment: "of it"}), string(data)},
		{"checksum of the header", withCRC, string(data)},
		{"another checksum", wrongCRC, ""},
		{"two members", append(bytes.Clone(plain), zipped(t, []byte("more"), 1, gzip.Header{Name: "x"})...), string(data) + "more"},
		{"two members, the first empty", append(zipped(t, nil, 6, gzip.Header{}), plain...), string(data)},
		{"a distance into another member", append(zipped(t, []byte(farText), 6, gzip.Header{}), farDistance(t)...), ""},
		{"rubbish behind", append(bytes.Clone(plain), "rubbish behind the member"...), ""},
		{"wrong size", changed(plain, len(plain)-1, 0x40), ""},
		{"wrong checksum", changed(plain, len(plain)-5, 1), ""},
		{"stored with another complement of its length", changed(zipped(t, data, flate.NoCompression, gzip.Header{}), 13, 1), ""},
		{"another magic", changed(plain, 0, 1), ""},
		{"another method", changed(plain, 2, 1), ""},
		{"plain JSON", []byte(`{"id":"4Lighthouse00000000001"}`), ""},
		{"nothing", nil, ""},
	}
	for _, test := range tests {
		got, err := new(inflater).gunzip(nil, test.packed, 1<<20)
		if (err == nil) != (test.want != "") || err == nil && string(got) != test.want {
			t.Errorf("%s: %q, %v; want %q", test.name, got, err, test.want)
		}
		if others, otherErr := inflatedByOthers(test.packed); (err == nil) != (otherErr == nil) || err == nil && !bytes.Equal(got, others) {
			t.Errorf("%s: compress/gzip says %v, and this package %v", test.name, otherErr, err)
		}
	}
}

const farText = "songs of other members"

// farDistance is a member that is only a match with what stands before it. With the text
// there, its checksum would be right.
func farDistance(t *testing.T) []byte {
	var b bytes.Buffer
	w, err := flate.NewWriterDict(&b, 9, []byte(farText))
	if err != nil {
		t.Fatal(err)
	}
	w.Write([]byte(farText))
	w.Close()
	member := append([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0}, b.Bytes()...)
	sum := crc32.ChecksumIEEE([]byte(farText))
	return append(member, byte(sum), byte(sum>>8), byte(sum>>16), byte(sum>>24), byte(len(farText)), 0, 0, 0)
}

func changed(data []byte, i int, by byte) []byte {
	data = bytes.Clone(data)
	data[i] ^= by
	return data
}

// Wherever an answer is cut off, that is an error, and nothing is made up.
func TestGunzipTruncated(t *testing.T) {
	f := new(inflater)
	for name, data := range inflatables() {
		packed := zipped(t, data[:min(len(data), 1500)], 6, gzip.Header{Name: "n"})
		for n := range packed {
			got, err := f.gunzip(nil, packed[:n:n], 1<<20)
			if !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatalf("%s, %d of %d bytes: %v", name, n, len(packed), err)
			}
			if !bytes.HasPrefix(data, got[:min(len(got), max(0, len(got)-300))]) {
				t.Fatalf("%s, %d of %d bytes: %d bytes are made up", name, n, len(packed), len(got))
			}
		}
	}
}

// A trailer that promises much gets no memory for it.
func TestGunzipLyingTrailer(t *testing.T) {
	packed := zipped(t, []byte("x"), 6, gzip.Header{})
	for i := range 4 {
		packed[len(packed)-1-i] = 0xff
	}
	got, err := new(inflater).gunzip(nil, packed, 1<<30)
	if err == nil || cap(got) > 100_000 {
		t.Errorf("%v, with memory for %d bytes from %d", err, cap(got), len(packed))
	}
}

// FuzzGunzip compares with compress/gzip: what one takes, the other takes, and both make
// the same of it.
func FuzzGunzip(f *testing.F) {
	for _, data := range inflatables() {
		for _, level := range []int{flate.HuffmanOnly, 0, 1, 9} {
			f.Add(zipped(f, data[:min(len(data), 3000)], level, gzip.Header{}), false)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, isStream bool) {
		if isStream { // anything may be a stream, but hardly with the right checksum
			checkStream(t, data)
			return
		}
		got, err := new(inflater).gunzip(nil, bytes.Clone(data), 1<<20)
		want, wantErr := inflatedByOthers(data)
		if len(want) > 1<<20 || errors.Is(wantErr, gzip.ErrHeader) && err == nil && len(data) > 500 {
			return // compress/gzip takes names of up to 511 bytes
		}
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) {
			t.Errorf("%d bytes and %v, want %d and %v", len(got), err, len(want), wantErr)
		}
	})
}

func checkStream(t *testing.T, data []byte) {
	rest := bytes.NewReader(data)
	want, wantErr := io.ReadAll(flate.NewReader(rest))
	if len(want) > 1<<20 {
		return
	}
	got, read, err := new(inflater).inflate(nil, append(bytes.Clone(data), make([]byte, inputPad)...), 1<<20)
	if (err == nil) != (wantErr == nil) || err == nil && (!bytes.Equal(got, want) || read != len(data)-rest.Len()) {
		t.Errorf("%d bytes of %d and %v, want %d of %d and %v", len(got), read, err, len(want), len(data)-rest.Len(), wantErr)
	}
}

func BenchmarkGunzip(b *testing.B) {
	for name, data := range inflatables() {
		packed := zipped(b, data, 6, gzip.Header{})
		b.Run(name+"/ours", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			f, out := new(inflater), []byte(nil)
			for b.Loop() {
				out, _ = f.gunzip(out[:0], packed, 1<<30)
			}
		})
		b.Run(name+"/compress", func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			r, out := new(gzip.Reader), new(bytes.Buffer)
			for b.Loop() {
				r.Reset(bytes.NewReader(packed))
				out.Reset()
				out.ReadFrom(r)
			}
		})
	}
}
