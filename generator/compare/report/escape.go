package report

import (
	"html"
	"strings"
)

// inline renders a phrase in Markdown. Names are code spans, in which GitHub neither
// looks for markup nor notifies users. Words need no escapes, because text that would
// need one counts as a name.
func inline(p phrase, inTable bool) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		if !p[i].Code {
			b.WriteString(p[i].Text)
			continue
		}
		// The backticks of two spans beside each other would be one row.
		text := p[i].Text
		for ; i+1 < len(p) && p[i+1].Code; i++ {
			text += p[i+1].Text
		}
		b.WriteString(codeSpan(text, inTable))
	}
	return guardStart(b.String())
}

// guardStart keeps a text from being a list because it begins with a number: "10. ".
func guardStart(text string) string {
	digits := len(text) - len(strings.TrimLeft(text, "0123456789"))
	if digits > 0 && digits < len(text) && strings.ContainsRune(".)", rune(text[digits])) {
		return text[:digits] + `\` + text[digits:]
	}
	return text
}

// codeSpan renders a name in backticks, more of them than it has itself in a row. In a
// table, a pipe ends a cell even there, unless it has a backslash.
func codeSpan(text string, inTable bool) string {
	text = shorten(text, mostRunes)
	if text == "" {
		text = `""`
	}
	fence := strings.Repeat("`", longestRun(text, '`')+1)
	// A space at both ends is dropped; a backtick at an end would join the fence.
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") ||
		strings.HasPrefix(text, " ") && strings.HasSuffix(text, " ") {
		text = " " + text + " "
	}
	if inTable {
		text = strings.ReplaceAll(text, "|", `\|`)
	}
	return fence + text + fence
}

// fenced renders a text of several lines as a block of code, each line with an indent.
func fenced(language, text, indent string) string {
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	lines := strings.Split(fence+language+"\n"+text+"\n"+fence, "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = indent + line
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

func longestRun(text string, of rune) int {
	longest, run := 0, 0
	for _, r := range text {
		if r != of {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// inlineHTML renders a phrase for places of Markdown that take HTML.
func inlineHTML(p phrase) string {
	var b strings.Builder
	for _, s := range p {
		text := html.EscapeString(shorten(s.Text, mostRunes))
		if s.Code {
			text = "<code>" + text + "</code>"
		}
		b.WriteString(text)
	}
	return b.String()
}
