package spotifytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
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
	if isAPI || r.URL.Path == "/api/token" {
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
	case r.URL.Path == "/authorize", r.URL.Path == "/api/token":
		s.accounts.ServeHTTP(w, r)
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

// serveAPI answers a request of the Web API.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, path string) {
	body, tooLarge := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	e, values, otherMethod := match(s.endpoints, r.Method, path)
	c := &call{Server: s, endpoint: e, path: unescaped(values), query: r.URL.Query(), raw: body}
	x := s.observe(w, r, c, path)
	if !x.begin() {
		return
	}
	switch {
	case tooLarge != nil:
		s.write(x, r, nil, refuse(http.StatusRequestEntityTooLarge, "Payload too large"))
	case e == nil && otherMethod:
		s.violated(fmt.Sprintf("%s %s: the schema has no such method for the path", r.Method, x.logged.Path))
		s.write(x, r, nil, refuse(http.StatusMethodNotAllowed, "Method not allowed"))
	case e == nil:
		s.violated(fmt.Sprintf("%s %s: the schema has no such path", r.Method, x.logged.Path))
		s.write(x, r, nil, refuse(http.StatusNotFound, "Service not found"))
	default:
		result, violations, err := s.answer(c, r)
		for _, text := range violations {
			s.violated(fmt.Sprintf("%s (%s): %s", e.names(), e.key(), text))
		}
		s.write(x, r, result, err)
	}
	x.finish()
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
// the request was valid. Violations of the schema are reported later, without the lock.
func (s *Server) answer(c *call, r *http.Request) (result any, violations []string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refused := c.authorize(r); refused != nil {
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

// authorize finds out for whom a request is, and whether it is allowed.
func (c *call) authorize(r *http.Request) *refusal {
	var refused *refusal
	if c.grant, refused = c.accounts.check(r.Header.Get("Authorization")); refused != nil {
		return refused
	}
	c.user = c.users.get(c.grant.user)
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

// write sends the answer of a handler.
func (s *Server) write(w http.ResponseWriter, r *http.Request, result any, err error) {
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		s.writeRefusal(w, refused)
		return
	case err != nil:
		s.writeRefusal(w, refuse(http.StatusInternalServerError, err.Error()))
		return
	}
	success, ok := result.(answer)
	if !ok {
		success = answer{status: http.StatusOK, body: result}
	}
	if success.body == nil {
		w.WriteHeader(success.status)
		return
	}
	body := encode(success.body)
	isRead := r.Method == http.MethodGet && success.status == http.StatusOK
	if isRead && s.writeValidators(w, r, body) {
		return
	}
	w.Header().Set("Content-Type", contentJSON)
	w.WriteHeader(success.status)
	w.Write(body)
}

// writeRefusal sends an error in one of the forms that it comes in.
func (s *Server) writeRefusal(w http.ResponseWriter, refused *refusal) {
	if refused.retryAfter > 0 {
		w.Header().Set("Retry-After", seconds(refused.retryAfter))
	}
	if refused.plainText {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(refused.status)
		io.WriteString(w, refused.message)
		return
	}
	described := object{"status": refused.status, "message": refused.message}
	if refused.reason != "" {
		described["reason"] = refused.reason
	}
	w.Header().Set("Content-Type", contentJSON)
	w.WriteHeader(refused.status)
	w.Write(encode(object{"error": described}))
}

// encode writes JSON with the members of objects in the order of their names, and
// without the escapes that are only of use within HTML.
func encode(v any) []byte {
	if text, ok := v.(notJSON); ok {
		return []byte(text)
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return encode(object{"error": object{"status": http.StatusInternalServerError, "message": err.Error()}})
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}
