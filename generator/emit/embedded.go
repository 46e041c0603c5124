package emit

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
)

// embeddings finds what a hand-written file embeds. There is one form: a directive with
// one name, and below it a variable that is a string.
//
//	//go:embed page.css
//	var pageCSS string
func embeddings() *regexp.Regexp {
	return regexp.MustCompile(`(?m)^//go:embed (\S+)\nvar (\w+) string$`)
}

// EmbeddedNames lists the files that a hand-written file embeds, as its directives call
// them.
func EmbeddedNames(source []byte) []string {
	var names []string
	for _, found := range embeddings().FindAllSubmatch(source, -1) {
		names = append(names, string(found[1]))
	}
	return names
}

// inlined returns a hand-written file with the text of what it embeds in it: a copy has
// no other files beside it than Go files, which are known by their first line.
func inlined(s Source) ([]byte, error) {
	if !bytes.Contains(s.Data, []byte("\n//go:embed ")) {
		return s.Data, nil
	}
	var err error
	text := embeddings().ReplaceAllFunc(s.Data, func(found []byte) []byte {
		parts := embeddings().FindSubmatch(found)
		content, ok := s.Embedded[string(parts[1])]
		if !ok && err == nil {
			err = fmt.Errorf("%s embeds %s, which was not read", s.Path, parts[1])
		}
		return fmt.Appendf(nil, "const %s = %s", parts[2], quoted(string(content)))
	})
	if bytes.Contains(text, []byte("\n//go:embed ")) {
		return nil, fmt.Errorf("%s: embed one file with each directive, as a string", s.Path)
	}
	return bytes.Replace(text, []byte("import _ \"embed\"\n\n"), nil, 1), err
}

// quoted writes a text so that people can read it, if that is possible.
func quoted(text string) string {
	if canBackquoteLines(text) {
		return "`" + text + "`"
	}
	return strconv.Quote(text)
}

// canBackquoteLines is [strconv.CanBackquote] for a text of several lines.
func canBackquoteLines(text string) bool {
	for line := range bytes.Lines([]byte(text)) {
		if !strconv.CanBackquote(string(bytes.TrimSuffix(line, []byte("\n")))) {
			return false
		}
	}
	return true
}
