package emit

import (
	"fmt"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// flagsMark begins the line with the flags that a package was generated with:
//
//	//spotgen:flags --package music --include-operations "GET /albums,Albums.AllSaved"
//
// The line is at the end of the comment of the package, where Go has directives and does
// not show them. It consists of words with spaces between them. A word that has other
// characters than plainWord is a Go string in double quotes, as in lines of go:generate.
const flagsMark = "//spotgen:flags"

var plainWord = regexp.MustCompile(`^[\w.,:=@%+/*-]+$`)

// flagsLine writes the line for some words, which are flags and their values.
func flagsLine(words []string) string {
	line := flagsMark
	for _, word := range words {
		if !plainWord.MatchString(word) {
			word = strconv.Quote(word)
		}
		line += " " + word
	}
	return line
}

// Flags returns the words that an emitted file records, or false if it records none.
func Flags(file File) (words []string, found bool, err error) {
	if !strings.HasPrefix(string(file.Data), Marker) {
		return nil, false, nil
	}
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file.Name, file.Data, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil || parsed.Doc == nil {
		return nil, false, err
	}
	for _, comment := range parsed.Doc.List {
		if line, ok := strings.CutPrefix(comment.Text, flagsMark); ok && (line == "" || line[0] == ' ') {
			words, err := cutWords(line)
			if err != nil {
				return nil, false, fmt.Errorf("%s: %w", set.Position(comment.Pos()), err)
			}
			return words, true, nil
		}
	}
	return nil, false, nil
}

// cutWords takes a line of words apart.
func cutWords(line string) (words []string, err error) {
	for {
		line = strings.TrimLeft(line, " ")
		if line == "" {
			return words, nil
		}
		word, rest, _ := strings.Cut(line, " ")
		if line[0] == '"' {
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, fmt.Errorf("the quotation mark before %.20s has no other one; generate the package again", line[1:])
			}
			rest = line[len(quoted):]
			if word, err = strconv.Unquote(quoted); err != nil {
				return nil, err
			}
		}
		words, line = append(words, word), rest
	}
}
