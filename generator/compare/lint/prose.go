package lint

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Patterns of facts that the schema gives only in words. Words are a weak signal: each
// pattern is one that Spotify uses, and similar words with another meaning are left out.

var (
	saysNull = regexp.MustCompile("(?i)(?:\\b(?:can|may|might|could|will|would)(?: also)?(?: always)? (?:be|return|contain)(?: set to)?|\\bset to|\\bor|\\botherwise)[\\s_*.(]*`?null\\b" +
		"|`?\\bnull`? (?:if|when|unless|for|the|means|is)\\b")
	saysNullElements = regexp.MustCompile("(?i)`?\\bnull`? (?:items?|elements?|entry|entries|values?|objects?) (?:in|inside|at)(?: the)? `?(\\w*)`?")
	useInstead       = regexp.MustCompile("(?i)\\buse `(\\w+)` instead")
)

// describesNull reports whether a description says that a value can be null.
func describesNull(prose string) bool {
	return saysNull.MatchString(saysNullElements.ReplaceAllString(prose, ""))
}

var (
	saysList   = regexp.MustCompile(`(?i)\bcomma[- ]separated\b`)
	listName   = regexp.MustCompile(`^(?:ids|uris)$|_(?:ids|uris)$`)
	listSample = regexp.MustCompile(`^[\w:-]+(?:,[\w:-]+)+$`)
	// A grammar of its own, such as items(track(name,href)), is more than a list.
	isGrammar = regexp.MustCompile(`[()!]`)
)

var (
	maximumInWords = regexp.MustCompile(`(?i)\bmaximum(?: offset)?(?: of|:| is)\s*(\d[\d.,]*)\b`)
	minimumInWords = regexp.MustCompile(`(?i)\bminimum(?: of|:| is)\s*(\d[\d.,]*)\b`)
	rangeInWords   = regexp.MustCompile(`(?i)\bfrom (\d+) to (\d+) inclusive\b`)
	countInWords   = regexp.MustCompile(`(?i)\bmaximum(?: of|:| is)\s*(\d+) ?(?:\w+ )?(?:ids?|uris|items|objects)\b`)
)

// bounds returns what words say of a number, or -1.
func bounds(prose string) (minimum, maximum int) {
	if m := rangeInWords.FindStringSubmatch(prose); m != nil {
		return number(m[1]), number(m[2])
	}
	return numberIn(minimumInWords, prose), numberIn(maximumInWords, prose)
}

func numberIn(pattern *regexp.Regexp, prose string) int {
	if m := pattern.FindStringSubmatch(prose); m != nil {
		return number(m[1])
	}
	return -1
}

// number reads a number in which dots and commas separate thousands.
func number(text string) int {
	n, err := strconv.Atoi(strings.NewReplacer(".", "", ",", "").Replace(text))
	if err != nil {
		return -1
	}
	return n
}

var (
	valuesFollow  = regexp.MustCompile(`(?is)(?:\b(?:valid|allowed|possible|supported) (?:values?|types?)\b|\bone of\b|\bcurrently only\b|\beither\b|\bobject type:)(?: are| is)?(?: of)?:?\s*(.*)`)
	inParentheses = regexp.MustCompile(`\([^()]*\)`)
	sentenceEnd   = regexp.MustCompile("[.;](?:\\s|$|<)|\n\n")
	quotedWord    = regexp.MustCompile("[`\"]([A-Za-z][\\w-]*)[`\"]")
	bullet        = regexp.MustCompile("(?m)^\\s*[-*] [`\"]([A-Za-z][\\w-]*)[`\"]")
	explained     = regexp.MustCompile("(?m)(?:[`\"]|\\*\\*)([A-Za-z][\\w-]*)(?:[`\"]|\\*\\*)\\s+(?:=|will|turns)")
	onlyWords     = regexp.MustCompile(`^[a-z_]+(?:, [a-z_]+)+$`)
)

// maxValues is how many words may be values: more are a text.
const maxValues = 20

// valuesIn returns the values that words list for a text, or nothing.
func valuesIn(prose string) []string {
	prose = strings.TrimSpace(prose)
	if onlyWords.MatchString(prose) {
		return strings.Split(prose, ", ")
	}
	var values []string
	m := valuesFollow.FindStringSubmatch(prose)
	switch {
	case m != nil && bullet.MatchString(m[1]):
		values = words(bullet, m[1])
	case m != nil:
		tail := inParentheses.ReplaceAllString(m[1], "")
		if end := sentenceEnd.FindStringIndex(tail); end != nil {
			tail = tail[:end[0]]
		}
		values = words(quotedWord, tail)
	}
	if len(values) == 0 {
		if values = words(explained, prose); len(values) < 2 {
			return nil
		}
	}
	if len(values) > maxValues {
		return nil
	}
	return values
}

func words(pattern *regexp.Regexp, text string) []string {
	var found []string
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(found, m[1]) {
			found = append(found, m[1])
		}
	}
	return found
}
