package spotifytest

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// A scrubber takes secrets, and what tells who somebody is, out of a request and its
// answer. Everything else stays as it is, to the byte.
type scrubber struct {
	token *strings.Replacer // of the Authorization header
	rules []scrubRule
}

type scrubRule struct {
	find *regexp.Regexp
	put  string
}

// secretNames are what secrets are called in queries, forms, and JSON.
const secretNames = `access_token|refresh_token|id_token|client_secret|code_verifier`

// newScrubber makes one for a request. It may be used for the answer too, which can
// repeat the token.
func newScrubber(r *http.Request) *scrubber {
	s := &scrubber{token: strings.NewReplacer()}
	if _, token, _ := strings.Cut(r.Header.Get("Authorization"), " "); len(token) >= minSecret {
		s.token = strings.NewReplacer(token, hidden, url.QueryEscape(token), hidden)
	}
	text := `"(?:[^"\\]|\\.)*"`
	s.rules = []scrubRule{
		{regexp.MustCompile(`\b((?:` + secretNames + `)=)[^&\s"'<>]+`), "${1}" + hidden},
		{regexp.MustCompile(`("(?:` + secretNames + `)"\s*:\s*)` + text), `${1}"` + hidden + `"`},
		{regexp.MustCompile(`("account_id"\s*:\s*)` + text), `${1}"account"`},
		{regexp.MustCompile(`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`), "somebody@example.com"},
	}
	return s
}

func (s *scrubber) text(text string) string {
	text = s.token.Replace(text)
	for _, rule := range s.rules {
		text = rule.find.ReplaceAllString(text, rule.put)
	}
	return text
}

// query returns the parameters without those that are secrets, and nil without any.
func (s *scrubber) query(query url.Values) url.Values {
	secret := regexp.MustCompile(`^(?i:` + secretNames + `)$`)
	var kept url.Values
	for name, values := range query {
		if secret.MatchString(name) {
			continue
		}
		if kept == nil {
			kept = url.Values{}
		}
		for _, value := range values {
			kept.Add(s.text(name), s.text(value))
		}
	}
	return kept
}

// body returns a body that may be none.
func (s *scrubber) body(body []byte) Content {
	if len(body) == 0 {
		return nil
	}
	return Content(s.text(string(body)))
}
