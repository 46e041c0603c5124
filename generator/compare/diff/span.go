package diff

import (
	"fmt"
	"strconv"
	"strings"
)

// Text is a sentence, or a few words, in spans.
type Text []Span

// Span is a stretch of a text.
type Span struct {
	Text string
	Kind SpanKind
	// About says that the span names what its change is about. Advice to do the same about
	// something else differs in such spans only.
	About bool
}

// SpanKind tells where the words of a span come from.
type SpanKind string

// The kinds of spans.
const (
	Words SpanKind = ""     // this package, so that they are letters, digits, and punctuation
	Code  SpanKind = "code" // the schema, or Go: they are a name or a value
	// Unmarked words come from anywhere else. There may be names among them.
	Unmarked SpanKind = "unmarked"
)

// String returns the text as it is read: names look like words.
func (t Text) String() string {
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Textf makes a text of a format, whose own words are not code. In the place of %s comes a
// string, which is a name or a value and therefore code, or a text as it is; of %q a string
// in quotes, which are not code; of %d an int, which is not code either. It panics if the
// arguments do not fit the format.
func Textf(format string, args ...any) Text {
	parts := strings.Split(format, "%")
	if len(parts) != len(args)+1 {
		panic(fmt.Sprintf("diff: %d arguments for %q", len(args), format))
	}
	t := words(parts[0])
	for i, part := range parts[1:] {
		t = join(t, argument(part[:1], args[i]), words(part[1:]))
	}
	return t
}

// argument makes a text of what comes in the place of a verb.
func argument(verb string, arg any) Text {
	switch arg := arg.(type) {
	case string:
		if verb == "q" {
			quoted := strconv.Quote(arg)
			return join(words(`"`), name(quoted[1:len(quoted)-1]), words(`"`))
		}
		return name(arg)
	case int:
		return words(strconv.Itoa(arg))
	case Text:
		return arg
	}
	panic(fmt.Sprintf("diff: there is no text of a %T", arg))
}

// words makes a text of words that this package has written itself.
func words(text string) Text { return join(Text{{Text: text}}) }

// unmarked makes a text of words from anywhere else.
func unmarked(text string) Text { return join(Text{{Text: text, Kind: Unmarked}}) }

// name makes a text of one name, or one value.
func name(name string) Text { return join(Text{{Text: name, Kind: Code}}) }

// About makes a text of the names of what a change is about, with "and" before the last.
func About(names ...string) Text { return about(list(names, "and")) }

// about marks all of a text as what a change is about.
func about(t Text) Text {
	marked := make(Text, len(t))
	for i, s := range t {
		s.About = true
		marked[i] = s
	}
	return marked
}

// join makes one text of several. Words beside each other are one span, and no span is
// empty.
func join(parts ...Text) Text {
	var all Text
	for _, part := range parts {
		for _, s := range part {
			last := len(all) - 1
			switch {
			case s.Text == "":
			case last >= 0 && s.Kind != Code && s.Kind == all[last].Kind && s.About == all[last].About:
				all[last].Text += s.Text
			default:
				all = append(all, s)
			}
		}
	}
	return all
}

// list names several things, with a conjunction before the last.
func list(names []string, conjunction string) Text {
	items := make([]Text, len(names))
	for i, n := range names {
		items[i] = name(n)
	}
	return enumerate(items, conjunction)
}

// enumerate joins texts with commas and a conjunction. What stands between two names
// of what a change is about belongs to them.
func enumerate(items []Text, conjunction string) Text {
	var all Text
	for i, item := range items {
		between := words(", ")
		switch {
		case i == 0:
			between = nil
		case i == len(items)-1:
			between = words(" " + conjunction + " ")
		}
		if len(all) > 0 && all[len(all)-1].About && len(item) > 0 && item[0].About {
			between = about(between)
		}
		all = join(all, between, item)
	}
	return all
}
