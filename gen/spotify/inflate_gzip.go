package spotify

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
)

var errGzip = errors.New("the data are not in gzip format, or damaged")

// Flags of the header of a gzip member (RFC 1952, 2.3.1).
const (
	gzipHeaderCRC = 1 << (1 + iota)
	gzipExtra
	gzipName
	gzipComment
)

const (
	gzipHeaderSize  = 10
	gzipTrailerSize = 8
	// mostExpansion is a little more than how much DEFLATE can make of a byte.
	mostExpansion = 1040
)

// gunzip decompresses all members of src, and appends them to dst. More than limit bytes
// are an error, and are not made. It uses up to inputPad bytes of the capacity of src.
func (f *inflater) gunzip(dst, src []byte, limit int) ([]byte, error) {
	start := len(dst)
	if len(src) >= 4 && cap(dst) == start {
		// The trailer may lie. It is for the last member alone, too.
		size := int64(binary.LittleEndian.Uint32(src[len(src)-4:]))
		size = min(size, int64(limit), int64(len(src))*mostExpansion)
		dst = append(make([]byte, 0, start+int(size)+outputRoom), dst...)
	}
	padded := append(src, make([]byte, inputPad)...)
	for first := true; first || len(padded) > inputPad; first = false {
		header, err := gzipHeader(padded[:len(padded)-inputPad])
		if err != nil {
			return dst, err
		}
		padded = padded[header:]
		out, read, err := f.inflate(dst, padded, limit-(len(dst)-start))
		if err != nil {
			return out, err
		}
		made := out[len(dst):]
		dst, padded = out, padded[read:]
		if len(padded) < gzipTrailerSize+inputPad {
			return dst, io.ErrUnexpectedEOF
		}
		if binary.LittleEndian.Uint32(padded) != crc32.ChecksumIEEE(made) || binary.LittleEndian.Uint32(padded[4:]) != uint32(len(made)) {
			return dst, errGzip
		}
		padded = padded[gzipTrailerSize:]
	}
	return dst, nil
}

// gzipHeader returns how long the header of a member is.
func gzipHeader(src []byte) (int, error) {
	if len(src) < gzipHeaderSize {
		return 0, io.ErrUnexpectedEOF
	}
	if src[0] != 0x1f || src[1] != 0x8b || src[2] != 8 {
		return 0, errGzip
	}
	flags, n := src[3], gzipHeaderSize
	if flags&gzipExtra != 0 {
		if len(src) < n+2 {
			return 0, io.ErrUnexpectedEOF
		}
		n += 2 + int(binary.LittleEndian.Uint16(src[n:]))
	}
	for _, text := range []byte{gzipName, gzipComment} {
		for ended := flags&text == 0; !ended; n++ {
			if n >= len(src) {
				return 0, io.ErrUnexpectedEOF
			}
			ended = src[n] == 0
		}
	}
	if flags&gzipHeaderCRC != 0 {
		if len(src) < n+2 {
			return 0, io.ErrUnexpectedEOF
		}
		if binary.LittleEndian.Uint16(src[n:]) != uint16(crc32.ChecksumIEEE(src[:n])) {
			return 0, errGzip
		}
		n += 2
	}
	if n > len(src) {
		return 0, io.ErrUnexpectedEOF
	}
	return n, nil
}
