package spotifytest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// maxBody bounds what is read of a request. A cover image is 256 kB.
const maxBody = 1 << 20

// serve answers a request: as the Web API below /v1, as the accounts service, or with
// the page that shows the state.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	path, isAPI := strings.CutPrefix(r.URL.EscapedPath(), "/v1")
	if isAPI || r.URL.Path == tokenPath {
		if admitPages(w.Header(), r); r.Method == http.MethodOptions {
			w.WriteHeader(http.StatusNoContent)
			return
		}
	}
	switch {
	case isAPI:
		if path != "/" {
			path = strings.TrimSuffix(path, "/") // clients in other languages send one
		}
		s.serveAPI(w, r, path)
	case r.URL.Path == authorizePath, r.URL.Path == tokenPath:
		s.serveAccounts(w, r)
	case strings.HasPrefix(r.URL.Path, imagePath):
		s.serveImage(w, r)
	default:
		s.servePage(w, r)
	}
}

// admitPages lets pages of other origins send requests and read the answers, because
// clients may run in a browser. That is safe: unlike a cookie, a token is not sent by
// the browser itself.
func admitPages(header http.Header, r *http.Request) {
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Expose-Headers", "ETag, Retry-After")
	if r.Method == http.MethodOptions {
		header.Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
		header.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match")
		header.Set("Access-Control-Max-Age", "600")
	}
}

func unescaped(values map[string]string) map[string]string {
	for name, value := range values {
		if text, err := url.PathUnescape(value); err == nil {
			values[name] = text
		}
	}
	return values
}

// answer authorizes a request, checks it against the schema, and carries it out, in
// this order. So a client that is not allowed to do something does not learn whether
// the request was valid.
func (c *call) answer(r *http.Request) (result any, violations []string, err error) {
	if refused := c.authorize(); refused != nil {
		return nil, nil, refused
	}
	if c.endpoint.rewrite != nil && c.endpoint.rewrite(c, r) {
		r.URL.RawQuery = c.query.Encode()
	}
	violations, refused := c.check(r)
	if refused != nil {
		return nil, violations, refused
	}
	c.market = c.effectiveMarket()
	if c.endpoint.handle == nil {
		return nil, violations, refuse(http.StatusNotImplemented, "spotifytest does not know "+c.endpoint.key()+" yet; add a route to gen/spotifytest")
	}
	result, err = c.endpoint.handle(c)
	return result, violations, err
}

// checkToken finds out for whom a request is.
func (c *call) checkToken(r *http.Request) {
	c.grant, c.denied = c.accounts.check(r.Header.Get("Authorization"))
	c.user = c.users.get(c.grant.user)
}

// authorize finds out whether a request is allowed.
func (c *call) authorize() *refusal {
	if c.denied != nil {
		return c.denied
	}
	facts := c.endpoint.facts()
	if c.development() && !facts.Development.Available() {
		// It looks just like a missing scope (docs/facts/mismatches.md M77).
		return forbidden()
	}
	return c.checkScopes(facts.Scopes)
}

// checkScopes checks the scopes that do not depend on the arguments of the request. The
// handlers of playlists choose between scopes.
func (c *call) checkScopes(rule spotify.ScopeRule) *refusal {
	if c.user == nil && strings.HasPrefix(c.endpoint.path, "/me") {
		return refuse(http.StatusUnauthorized, "Valid user authentication required")
	}
	for _, scope := range rule.All {
		if !c.has(scope) {
			return c.missingScope()
		}
	}
	anyOf := len(rule.Any) == 0
	for _, scope := range rule.Any {
		anyOf = anyOf || c.has(scope)
	}
	if !anyOf {
		return c.missingScope()
	}
	for _, uri := range c.list("uris") {
		for _, byKind := range rule.ByKind {
			if spotify.URI(uri).Kind() == byKind.Kind && !c.has(byKind.Scope) {
				return c.missingScope()
			}
		}
	}
	return nil
}

// effectiveMarket is the market of the query, or else the country of the user. The
// documentation says that the country wins, but a test that names a market means it.
func (c *call) effectiveMarket() spotify.Market {
	market := spotify.Market(strings.ToUpper(c.query.Get("market")))
	if (market == "" || c.query.Get("market") == string(spotify.MarketFromToken)) && c.user != nil {
		return c.user.Country
	}
	return market
}
