package spotifyredis

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
	"io"
)

// The first byte of a value, before it is encrypted.
const (
	cacheRaw  = 0x10
	cacheGzip = 0x11
)

// A cacheCodec gives values the form in which they are stored: a byte that says which, a
// checksum of four bytes, and the value, all of it sealed.
type cacheCodec struct {
	keys          sealer
	compressAbove int // -1 is never
	max           int // size of the largest value
}

// encode is for a value that is stored under a name.
func (c cacheCodec) encode(name string, value []byte) []byte {
	form, content := byte(cacheRaw), value
	if c.compressAbove >= 0 && len(value) > c.compressAbove {
		if packed := pack(value); len(packed) < len(value) {
			form, content = cacheGzip, packed
		}
	}
	header := binary.BigEndian.AppendUint32([]byte{form}, checksum(form, name, content))
	return c.keys.seal(name, append(header, content...))
}

// decode is the reverse of encode. It is not ok if the value is damaged, is that of another
// name or version, or is too large.
func (c cacheCodec) decode(name string, stored []byte) (value []byte, ok bool) {
	text, err := c.keys.open(name, stored)
	if err != nil || len(text) < 5 {
		return nil, false
	}
	form, content := text[0], text[5:]
	if binary.BigEndian.Uint32(text[1:]) != checksum(form, name, content) {
		return nil, false
	}
	switch {
	case form == cacheGzip:
		return c.unpack(content)
	case form == cacheRaw && len(content) <= c.max:
		return content, true
	}
	return nil, false
}

func checksum(form byte, name string, content []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli)
	return crc32.Update(crc32.Checksum(append([]byte{form}, name...), table), table, content)
}

func pack(value []byte) []byte {
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err == nil {
		_, err = writer.Write(value)
	}
	if err != nil || writer.Close() != nil {
		return value
	}
	return packed.Bytes()
}

// unpack reads one byte more than is allowed, to see whether there is one.
func (c cacheCodec) unpack(content []byte) ([]byte, bool) {
	reader, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, false
	}
	value, err := io.ReadAll(io.LimitReader(reader, int64(c.max)+1))
	if err != nil || len(value) > c.max {
		return nil, false
	}
	return value, true
}
