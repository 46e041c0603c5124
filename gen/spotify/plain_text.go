package spotify

import (
	"html"
	"strings"
)

// plainText returns a text that the API has escaped as in HTML, as it was written. It
// removes links and keeps what they show. Other tags do not occur: what a user writes is
// escaped, and stays (docs/facts/concepts.md "Playlists").
func plainText(text string) string {
	var b strings.Builder
	for {
		start := strings.IndexByte(text, '<')
		if start < 0 {
			break
		}
		b.WriteString(text[:start])
		text = text[start:]
		n := linkTag(text)
		if n == 0 {
			b.WriteByte('<')
			n = 1
		}
		text = text[n:]
	}
	b.WriteString(text)
	return html.UnescapeString(b.String())
}

// linkTag returns the length of the tag of a link at the beginning of a text, 0 if there is
// none.
func linkTag(text string) int {
	end := strings.IndexByte(text, '>') + 1
	if end == 0 {
		return 0
	}
	switch tag := strings.ToLower(text[:end]); {
	case tag == "</a>", tag == "<a>", strings.HasPrefix(tag, "<a "):
		return end
	}
	return 0
}
