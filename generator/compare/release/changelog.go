package release

import (
	"errors"
	"fmt"
	"strings"
)

// Changelog is a change log in Markdown, in which every version has a section with a
// heading of the second level, the newest first.
type Changelog struct {
	above, unreleased, below string // with their ends of lines
	versions                 []string
}

const unreleased = "Unreleased"

// ParseChangelog finds the section of what is not released yet, of which there has to
// be one, above those of the versions.
func ParseChangelog(text string) (*Changelog, error) {
	c := &Changelog{}
	found, fenced := false, false
	part := &c.above
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "```") {
			fenced = !fenced
		}
		title, ok := strings.CutPrefix(strings.TrimSpace(line), "## ")
		if fenced || !ok || !strings.HasPrefix(line, "##") {
			*part += line
			continue
		}
		// Brackets are for those who link their versions.
		name, _, _ := strings.Cut(strings.Trim(title, "[] "), " ")
		switch name = strings.Trim(name, "[]"); {
		case !strings.EqualFold(name, unreleased):
			c.versions = append(c.versions, name)
			part = &c.below
			*part += line
		case found:
			return nil, fmt.Errorf("has two headings %q; leave one", "## "+unreleased)
		case len(c.versions) > 0:
			return nil, fmt.Errorf("the heading %q stands below that of %s; move it up", "## "+unreleased, c.versions[0])
		default:
			found = true
			part = &c.unreleased
		}
	}
	if !found {
		return nil, fmt.Errorf("has no heading %q, under which changes are noted; add it above the versions", "## "+unreleased)
	}
	return c, nil
}

// Entries returns what is written about the next version: its parts that say anything.
func (c *Changelog) Entries() string {
	text := withoutComments(c.unreleased)
	var kept []string
	for _, part := range splitBefore(text, "### ") {
		heading, body, _ := strings.Cut(part, "\n")
		if !strings.HasPrefix(heading, "### ") {
			heading, body = "", part
		}
		if strings.TrimSpace(body) == "" {
			continue
		}
		kept = append(kept, strings.TrimSpace(strings.TrimSpace(heading)+"\n\n"+strings.Trim(body, "\r\n")))
	}
	return strings.Join(kept, "\n\n")
}

// Release returns the change log in which a version has taken over the entries, below
// a text about it, and there is room for new ones.
func (c *Changelog) Release(version, date, about string) (string, error) {
	for _, known := range c.versions {
		if strings.Trim(known, "[]") == version {
			return "", errors.New("has a section of " + version + " already")
		}
	}
	section := []string{"## " + unreleased, "## " + version + " - " + date}
	for _, text := range []string{about, c.Entries()} {
		if text != "" {
			section = append(section, text)
		}
	}
	text := strings.TrimRight(c.above, "\n") + "\n\n" + strings.Join(section, "\n\n") + "\n"
	if below := strings.TrimLeft(c.below, "\n"); below != "" {
		text += "\n" + below
	}
	return strings.TrimLeft(text, "\n"), nil
}

// withoutComments takes out the comments of Markdown, which are those of HTML.
func withoutComments(text string) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "<!--")
		out.WriteString(before)
		if !ok {
			return out.String()
		}
		if _, text, ok = strings.Cut(rest, "-->"); !ok {
			return out.String()
		}
	}
}

// splitBefore splits a text before each line that begins with a prefix.
func splitBefore(text, prefix string) []string {
	parts := []string{""}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, prefix) {
			parts = append(parts, "")
		}
		parts[len(parts)-1] += line
	}
	return parts
}
