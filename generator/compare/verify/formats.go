package verify

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// holds reports whether a text has a format. Formats that are not known hold.
func holds(format, text string) bool {
	var err error
	switch format {
	case "date":
		_, err = time.Parse(time.DateOnly, text)
	case "date-time":
		_, err = time.Parse(time.RFC3339Nano, text)
	case "uri", "url":
		var u *url.URL
		if u, err = url.Parse(text); err == nil && !u.IsAbs() {
			return false
		}
	case "uri-reference":
		_, err = url.Parse(text)
	case "email":
		_, err = mail.ParseAddress(text)
	case "uuid":
		return uuid.MatchString(text)
	case "byte":
		_, err = base64.StdEncoding.DecodeString(text)
	case "int32":
		_, err = strconv.ParseInt(text, 10, 32)
	case "int64":
		_, err = strconv.ParseInt(text, 10, 64)
	}
	return err == nil
}

var (
	uuid = regexp.MustCompile(`^(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	// word is what an enum may have. IDs and tokens have capitals and digits in them.
	word = regexp.MustCompile(`^[A-Za-z]+([_-]([A-Za-z]+|[0-9]{1,2}))*[0-9]?$`)
	// mixed is where a capital follows a small letter. A word has few of them.
	mixed = regexp.MustCompile(`[a-z][A-Z]`)
)

const (
	longestWord = 24 // characters
	mostMixed   = 3
)

// memberWord is what members of objects are called. Others may be keys of a map, such as
// the IDs of users.
var memberWord = regexp.MustCompile(`^[A-Za-z_$][A-Za-z_$-]{0,40}[0-9]{0,2}$`)

// others stands for what is not told by its name.
const others = "*"

func memberName(name string) string {
	if memberWord.MatchString(name) {
		return name
	}
	return others
}

func isWord(text string) bool {
	return len(text) <= longestWord && word.MatchString(text) && len(mixed.FindAllString(text, -1)) <= mostMixed
}

// shown renders a value for a report. Texts that cannot be words of an enum are only
// described: they may be private.
func shown(x any) string {
	switch x := x.(type) {
	case nil:
		return "null"
	case string:
		if isWord(x) {
			return strconv.Quote(x)
		}
		return describeText(x)
	case json.Number, bool:
		return fmt.Sprint(x)
	case []any:
		return "a list"
	}
	return "an object"
}

// describeText says of what kind a text is.
func describeText(x string) string {
	switch {
	case x == "":
		return "an empty text"
	case holds("date-time", x):
		return "a date with a time"
	case holds("date", x):
		return "a date"
	case strings.Contains(x, "://"):
		return "an address"
	case strings.HasPrefix(x, "spotify:"):
		return "a URI"
	case strings.Trim(x, "0123456789.-") == "":
		return "a number in a text"
	}
	return "a text"
}

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
