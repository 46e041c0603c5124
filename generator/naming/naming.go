// Package naming turns the names of a schema into Go names. It has the rules only.
// The exceptions in overrides/names.yml take precedence.
package naming

import (
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// initialisms are the words that Go writes in one case throughout.
// The list is Go's customary one, as far as this API needs it, and the words
// that APIs about books and music add (EAN, ISBN, ISRC, UPC are codes on releases, EP is a
// kind of them, MS is a unit).
func isInitialism(word string) bool {
	switch strings.ToUpper(word) {
	case "API", "EAN", "EP", "HTML", "HTTP", "HTTPS", "ID", "ISBN", "ISRC", "JSON", "MD5", "MS", "UPC", "URI", "URL", "UTC":
		return true
	}
	return false
}

// Words splits a name at everything that is not a letter or digit, and
// between a lower-case letter or digit and an upper-case letter.
func Words(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, string(word))
			word = nil
		}
	}
	var previous rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
		case unicode.IsUpper(r) && (unicode.IsLower(previous) || unicode.IsDigit(previous)):
			flush()
			word = append(word, r)
		default:
			word = append(word, r)
		}
		previous = r
	}
	flush()
	return words
}

// Exported returns the exported Go name: external_urls becomes ExternalURLs.
// It is empty for a name without letters or digits.
func Exported(name string) string {
	var b strings.Builder
	for _, word := range Words(name) {
		b.WriteString(title(word))
	}
	goName := b.String()
	if beginsWithDigit(goName) {
		goName = "N" + goName // a Go name cannot begin with one
	}
	return goName
}

// Unexported returns the name of a Go argument: playlist_id becomes
// playlistID, type becomes typ.
func Unexported(name string) string {
	var b strings.Builder
	for i, word := range Words(name) {
		if i == 0 {
			b.WriteString(strings.ToLower(word))
			continue
		}
		b.WriteString(title(word))
	}
	arg := b.String()
	if arg == "type" {
		return "kind"
	}
	if beginsWithDigit(arg) {
		arg = "n" + arg
	}
	if token.IsKeyword(arg) || isTaken(arg) {
		return arg + "Value"
	}
	return arg
}

func beginsWithDigit(name string) bool {
	first, _ := utf8.DecodeRuneInString(name)
	return unicode.IsDigit(first)
}

// isTaken reports whether emitted methods use a name for something else.
func isTaken(arg string) bool {
	switch arg {
	case "ctx", "opts", "reqOpts", "req", "out", "err", "s", "found", "body", "jpeg", "contentType", "form", // variables
		"pathValue", "queryValue", "queryList", "queryListAs", "optionalValue", "optionalPtr", "optionalList", "optionalListAs",
		"headerValue", "optionalHeader", "optionalHeaderPtr", "cookieValue", "optionalCookie", "optionalCookiePtr", "pipes", "spaces", "repeated", // what parameters refer to
		"newRequest", "operations", "only", "json", "time", // what bodies of methods refer to
		"newForm", "formValue", "optionalForm", "optionalFormPtr", "formList", "formMap", "commas", "cmp", "file", // what forms refer to
		"string", "int", "int64", "bool", "byte", "float64", "any", "error", "len", "nil", "true", "false", "append": // what Go declares
		return true
	}
	return false
}

// title writes one word with an upper-case initial, or as an initialism, a
// plural one included: urls becomes URLs.
func title(word string) string {
	if isInitialism(word) {
		return strings.ToUpper(word)
	}
	if stem, ok := strings.CutSuffix(strings.ToLower(word), "s"); ok && isInitialism(stem) {
		return strings.ToUpper(stem) + "s"
	}
	runes := []rune(word)
	runes[0] = unicode.ToUpper(runes[0])
	return string(runes)
}

// Snake returns a name in lower case with underscores, as names of properties are written.
func Snake(name string) string { return strings.ToLower(strings.Join(Words(name), "_")) }

// IsExported reports whether a name can be an exported Go identifier.
func IsExported(name string) bool {
	return token.IsIdentifier(name) && token.IsExported(name)
}

// Singular returns the singular of a plural English noun as this API uses
// them: Playlists becomes Playlist, Categories becomes Category.
func Singular(noun string) string {
	switch {
	case strings.HasSuffix(noun, "ies"):
		return strings.TrimSuffix(noun, "ies") + "y"
	case strings.HasSuffix(noun, "s") && !strings.HasSuffix(noun, "ss"):
		return strings.TrimSuffix(noun, "s")
	}
	return noun
}

// Type returns the Go name of a component schema: the name without the
// suffix Object, which says nothing in Go.
func Type(schema string) string {
	if trimmed := strings.TrimSuffix(schema, "Object"); trimmed != "" {
		schema = trimmed
	}
	return Exported(schema)
}

// Service returns the Go name of the service of an operation: the first segment of the path
// that is one of its tags, or else its first tag; without tags, the first segment.
func Service(path string, tags []string) string {
	segments := pathSegments(path)
	for _, s := range segments {
		for _, tag := range tags {
			if !s.param && strings.EqualFold(Exported(s.name), Exported(tag)) {
				return Exported(tag)
			}
		}
	}
	if len(tags) > 0 {
		return Exported(tags[0])
	}
	return Exported(segments[0].name)
}

// Operation is what the rule for the names of methods looks at.
type Operation struct {
	Service string
	Method  string // GET
	Path    string // /me/albums/contains
	List    bool   // it answers a page or a list
	Batch   bool   // it takes a list of IDs
	Put     bool   // there is a PUT at its path
}

// MethodName returns the Go name of an operation in its service:
//
//	GET    /albums/{id}               Albums.Get
//	GET    /albums?ids=               Albums.GetMany
//	GET    /albums/{id}/tracks        Albums.ListTracks
//	PUT    /playlists/{id}            Playlists.Update
//	POST   /playlists/{id}/items      Playlists.AddItems
//	GET    /me/albums                 Albums.ListSaved
//	PUT    /me/albums                 Albums.Save
//	DELETE /me/albums                 Albums.RemoveSaved
//	GET    /me/albums/contains        Albums.CheckSaved
//	GET    /me/player/devices         Player.ListDevices
//
// Whatever has another form is named by its verb and the rest of its path.
func MethodName(op Operation) string {
	segments := pathSegments(op.Path)
	if name, ok := savedName(op, segments); ok {
		return name
	}
	var nouns string
	for _, s := range segments {
		if s.param || isCollection(s.name, op.Service) || isFiller(s.name) {
			continue
		}
		nouns += Exported(s.name)
	}
	return verb(op, segments) + nouns
}

// isFiller reports whether a segment says nothing about what is in it.
func isFiller(name string) bool { return name == "me" || name == "browse" || name == "contains" }

// savedName names the operations on the user's library that have the form
// /me/{service} and /me/{service}/contains.
func savedName(op Operation, segments []segment) (string, bool) {
	if len(segments) < 2 || segments[0].name != "me" || !isCollection(segments[1].name, op.Service) || op.Service == "Player" {
		return "", false
	}
	switch {
	case len(segments) == 3 && segments[2].name == "contains" && op.Method == "GET":
		return "CheckSaved", true
	case len(segments) != 2:
		return "", false
	case op.Method == "GET":
		return "ListSaved", true
	case op.Method == "PUT":
		return "Save", true
	case op.Method == "DELETE":
		return "RemoveSaved", true
	}
	return "", false
}

func verb(op Operation, segments []segment) string {
	inside := len(segments) > 0 && !segments[len(segments)-1].param && len(segments) > 1
	switch op.Method {
	case "GET":
		switch {
		case op.Batch:
			return "GetMany"
		case inside && segments[len(segments)-1].name == "contains":
			return "Check"
		case op.List:
			return "List"
		}
		return "Get"
	case "POST":
		if inside && segments[0].name != "me" {
			return "Add"
		}
		return "Create"
	case "PATCH":
		if op.Put {
			return "Patch"
		}
		return "Update"
	case "PUT":
		return "Update"
	case "DELETE":
		return "Remove"
	}
	return title(strings.ToLower(op.Method))
}

type segment struct {
	name  string
	param bool
}

func pathSegments(path string) []segment {
	var segments []segment
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		name, param := strings.CutPrefix(part, "{")
		segments = append(segments, segment{name: strings.TrimSuffix(name, "}"), param: param})
	}
	return segments
}

// isCollection reports whether a path segment is the service's own noun.
func isCollection(name, service string) bool {
	return strings.EqualFold(Exported(name), service)
}
