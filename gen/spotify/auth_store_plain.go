package spotify

import (
	"errors"

	"golang.org/x/oauth2"
)

// plainToken is a token file of other programs: the JSON of an [oauth2.Token] alone.
type plainToken struct {
	oauth2.Token
	found bool // there is such a token
	own   bool // it is a file of this package, of whatever version
}

// parsePlainToken reads the content of such a file. It reports false if it is something
// else. Nothing says when the user logged in, or what was granted.
func parsePlainToken(content []byte) (Grant, bool, error) {
	var parsed plainToken
	err := unmarshal(content, parsed.decode)
	switch {
	case parsed.own || !parsed.found:
		return Grant{}, false, nil
	case err != nil:
		return Grant{}, true, errors.New("it does not hold a token as golang.org/x/oauth2 writes it")
	}
	return Grant{Token: parsed.Token}, true, nil
}

func (p *plainToken) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "version", "token":
			p.own = true
			d.skip()
		case "access_token":
			p.found = true
			d.string(&p.AccessToken)
		case "token_type":
			d.string(&p.TokenType)
		case "refresh_token":
			p.found = true
			d.string(&p.RefreshToken)
		case "expiry":
			d.time(&p.Expiry)
		default: // expires_in says nothing, because nobody knows since when
			d.skip()
		}
	}
}
