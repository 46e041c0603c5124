package spotifytest

import (
	"bytes"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// servePage shows the state of the server to a person, with controls that change it.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	// The pictures are those of the API, wherever the page was opened.
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "+
		"img-src 'self' data: "+s.AccountsURL+"; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	if !s.isOwnHost(r.Host) {
		http.Error(w, "the page is at "+s.AccountsURL+"/, and not at "+r.Host, http.StatusMisdirectedRequest)
		return
	}
	if strings.HasPrefix(r.URL.Path, controlsPath) {
		s.serveControl(w, r)
		return
	}
	text, contentType := "", ""
	switch r.URL.Path {
	case "/":
	case "/page.css":
		text, contentType = pageCSS, "text/css; charset=utf-8"
	case "/page.js":
		text, contentType = pageJS, "text/javascript; charset=utf-8"
	default:
		http.NotFound(w, r)
		return
	}
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case text != "":
		header.Set("Content-Type", contentType)
		fmt.Fprint(w, text)
	default:
		s.serveView(w, spotify.UserID(r.URL.Query().Get("user")))
	}
}

func (s *Server) serveView(w http.ResponseWriter, user spotify.UserID) {
	view, ok := s.view(user)
	if !ok {
		http.Error(w, "there is no such user", http.StatusNotFound)
		return
	}
	var page bytes.Buffer
	if err := pageTemplate().Execute(&page, view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(page.Bytes())
}

func pageTemplate() *template.Template {
	return template.Must(template.New("page").Parse(pageHTML))
}

// MatchesAnyPort reports whether a login may use one of the redirect URIs with any port.
// That is so if the URI has a loopback IP address and no port.
func (app App) MatchesAnyPort(redirectURI string) bool {
	u, err := url.Parse(redirectURI)
	if err != nil || u.Port() != "" || !slices.Contains(app.RedirectURIs, redirectURI) {
		return false
	}
	u.Host += ":1"
	return app.isRedirectURI(u.String())
}

// isOwnHost reports whether the header Host names this server. Any IP address may, but a
// name has to be one that cannot belong to somebody else. Otherwise a site could let its
// name lead to this computer, and would then have the page for its own.
func (s *Server) isOwnHost(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	listening, _, err := net.SplitHostPort(s.address)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") ||
		err == nil && listening != "" && name == strings.ToLower(listening)
}
