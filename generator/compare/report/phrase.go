package report

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// span is a stretch of a text: words, or a name that is shown as code.
type span struct {
	Text string // without control characters
	Code bool
}

// phrase is a text of words and names. Its words hold nothing that a format could take
// for markup: they are our own, or plainly words.
type phrase []span

// code makes a phrase of one name.
func code(name string) phrase { return phrase{{Text: visible(name), Code: true}} }

// plain makes a phrase of words that this package has written itself.
func plain(words string) phrase { return phrase{{Text: words}} }

// shown makes a phrase of a text of a change.
func shown(t diff.Text) phrase {
	var all phrase
	for _, s := range t {
		switch s.Kind {
		case diff.Code:
			all = join(all, code(s.Text))
		case diff.Words:
			all = join(all, plain(visible(s.Text)))
		default:
			all = join(all, unmarked(s.Text))
		}
	}
	return all
}

// join makes one phrase of several.
func join(parts ...phrase) phrase {
	var all phrase
	for _, part := range parts {
		for _, s := range part {
			if last := len(all) - 1; last >= 0 && !s.Code && !all[last].Code {
				all[last].Text += s.Text
				continue
			}
			all = append(all, s)
		}
	}
	return all
}

// String returns the phrase as it is read: names look like words.
func (p phrase) String() string {
	var b strings.Builder
	for _, s := range p {
		b.WriteString(s.Text)
	}
	return b.String()
}

// list makes "a, b, and c" of phrases. Of more than most, it names those that fit
// and counts the others; zero names all.
func list(items []phrase, most int) phrase {
	left := 0
	if most > 0 && len(items) > most {
		left = len(items) - most
		items = items[:most]
	}
	var all phrase
	for i, item := range items {
		switch {
		case i == 0:
		case left == 0 && i == len(items)-1 && i == 1:
			all = join(all, plain(" and "))
		case left == 0 && i == len(items)-1:
			all = join(all, plain(", and "))
		default:
			all = join(all, plain(", "))
		}
		all = join(all, item)
	}
	if left > 0 {
		all = join(all, plain(", and "+number(left)+" more"))
	}
	return all
}

// codes makes a list of names.
func codes(names []string, most int) phrase {
	items := make([]phrase, len(names))
	for i, name := range names {
		items[i] = code(name)
	}
	return list(items, most)
}

// mostSentence is how much of an unmarked text is told, in characters. None of ours comes
// near it.
const mostSentence = 4_000

// unmarked makes a phrase of what anybody may have written: the message of an override or
// of a finding, or a report that was read. Whatever is not plainly a word counts as a name.
func unmarked(text string) phrase {
	var all phrase
	for rest := shorten(text, mostSentence); rest != ""; {
		part, after, more := strings.Cut(rest, " ")
		if isMethod(part) && strings.HasPrefix(after, "/") { // GET /albums is one name
			var path string
			path, after, more = strings.Cut(after, " ")
			part += " " + path
		}
		all = join(all, word(part))
		if more {
			all = join(all, plain(" "))
		}
		rest = after
	}
	return slices.DeleteFunc(all, func(s span) bool { return s.Text == "" })
}

// word makes a phrase of what stands between two spaces. Punctuation around a name is
// not part of it.
func word(text string) phrase {
	core := strings.TrimLeft(text, `("'`)
	before := text[:len(text)-len(core)]
	core = strings.TrimRight(core, `.,;:!?)"'`)
	after := text[len(before)+len(core):]
	switch {
	case core == "":
		if text == "" || strings.Trim(text, `.,;()"'`) == "" {
			return plain(text)
		}
		return code(text)
	case isPlainWord(core), isPlainNumber(core), slices.Contains([]string{"–", "—", "→"}, core):
		return plain(text)
	}
	return join(plain(before), code(core), plain(after))
}

// isPlainWord reports whether a text can only be a word: letters, with hyphens and
// apostrophes between them, and not in camel case.
func isPlainWord(text string) bool {
	if scheme := strings.ToLower(text); scheme == "http" || scheme == "https" {
		return false // with what follows, it could be a link
	}
	letter, lower := false, false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r):
			if lower && unicode.IsUpper(r) {
				return false
			}
			letter, lower = true, unicode.IsLower(r)
		case letter && strings.ContainsRune("-'’", r):
			letter, lower = false, false
		default:
			return false
		}
	}
	return letter
}

// isPlainNumber reports whether a text is a number as people write it. Long rows of
// digits do not count: they are IDs, or hashes of commits.
func isPlainNumber(text string) bool {
	digits := 0
	for i, r := range text {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case i == 0 || !strings.ContainsRune(".,-%", r):
			return false
		}
	}
	return digits > 0 && len(text) <= len("2026-02-11")
}

// visible replaces characters that cannot be printed by their escape sequences in Go: a
// line feed becomes \n, an escape \x1b, and a byte that is not UTF-8 \xff. So are
// characters that change the direction of a text.
func visible(text string) string {
	clean := true
	for _, r := range text {
		clean = clean && unicode.IsPrint(r) && r != utf8.RuneError
	}
	if clean {
		return text
	}
	var b strings.Builder
	for i, r := range text {
		switch size := runeSize(text[i:]); {
		case r == utf8.RuneError && size == 1:
			b.WriteString(`\x` + strconv.FormatUint(uint64(text[i]), 16))
		case unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

func runeSize(text string) int {
	_, size := utf8.DecodeRuneInString(text)
	return size
}

// visibleLines is visible for a text of several lines, which stay lines.
func visibleLines(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		lines[i] = visible(line)
	}
	return strings.Join(lines, "\n")
}

// shorten cuts a text that is longer than a number of characters.
func shorten(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	runes := []rune(text)
	return string(runes[:most-1]) + "…"
}

// number writes a count with commas between the thousands.
func number(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}
