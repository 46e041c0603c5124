package spotify

import (
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A LocalFile is what the URI of a local file says about it: a file of the user
// that stands in a playlist. Each part may be empty.
//
// There is no way back from here to the URI. Clients of different age have written
// these URIs in different ways (escapes in lower case, raw spaces, * and ~ with and
// without an escape), and the service compares them as they stand. So keep the
// [URI] where the file has to be named again.
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
