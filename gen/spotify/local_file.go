package spotify

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A LocalFile describes a file of the user's own that is part of a playlist, as
// far as its URI tells. Each field may be empty.
//
// The URI cannot be rebuilt from a LocalFile. Older and newer clients have
// written these URIs in different ways (escapes in lower case, raw spaces, *
// and ~ with and without an escape). The service compares them literally. So
// keep the [URI] if you need to name the file again.
type LocalFile struct {
	Artist string
	Album  string
	Title  string
	// Duration is in whole seconds, 0 if it is not known.
	Duration time.Duration
}

// parseLocal reads spotify:local:{artist}:{album}:{title}:{seconds}, whose parts
// are escaped as in an HTML form (docs/facts/concepts.md "Local files").
func parseLocal(u URI) (LocalFile, bool) {
	rest, ok := strings.CutPrefix(string(u), uriScheme+string(KindLocal)+":")
	if !ok {
		return LocalFile{}, false
	}
	parts := strings.Split(rest, ":")
	if len(parts) != 4 {
		return LocalFile{}, false
	}
	for i, part := range parts {
		plain, err := url.QueryUnescape(part)
		if err != nil {
			return LocalFile{}, false
		}
		parts[i] = plain
	}
	duration, ok := parseSeconds(parts[3])
	if !ok {
		return LocalFile{}, false
	}
	return LocalFile{Artist: parts[0], Album: parts[1], Title: parts[2], Duration: duration}, true
}

func parseSeconds(text string) (time.Duration, bool) {
	if text == "" {
		return 0, true
	}
	seconds, err := strconv.ParseUint(text, 10, 64)
	if err != nil || seconds > uint64(math.MaxInt64/time.Second) {
		return 0, false
	}
	return time.Duration(seconds) * time.Second, true
}
