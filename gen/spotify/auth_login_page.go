package spotify

import (
	"fmt"
	"html"
	"net/http"
)

// ServeHTTP answers the requests for the redirect URI, and no others.
func (c *callback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("Referrer-Policy", "no-referrer") // the address of the page holds the code
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")

	query := r.URL.Query()
	switch {
	case r.URL.Path != c.path && (c.path != "" || r.URL.Path != "/"):
		http.NotFound(w, r)
	case r.Method == http.MethodHead:
		// Only looks whether there is something; the code is for the GET that follows.
		header.Set("Content-Type", pageType)
	case r.Method != http.MethodGet:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
	case !stateMatches(query, c.state):
		writePage(w, http.StatusBadRequest, "Not this login",
			"This page does not belong to the login that is under way. Please go back to the app, and log in from there.")
	default:
		if err := c.finish(query); err != nil {
			writePage(w, http.StatusBadRequest, "The login did not work", err.Error())
			return
		}
		writePage(w, http.StatusOK, "You are logged in", "The login worked. You can close this page and go back to the app.")
	}
}

const pageType = "text/html; charset=utf-8"

// writePage escapes by hand: html/template would be linked into every program that
// imports this package, and keep the linker from leaving out methods that nobody
// calls.
func writePage(w http.ResponseWriter, status int, title, text string) {
	w.Header().Set("Content-Type", pageType)
	w.WriteHeader(status)
	fmt.Fprintf(w, page, html.EscapeString(title), html.EscapeString(title), html.EscapeString(text))
}

const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>%s</title>
<style>body { font: 1.1rem/1.5 sans-serif; max-width: 34rem; margin: 20vh auto; padding: 0 1rem }</style>
</head>
<body>
<h1>%s</h1>
<p>%s</p>
</body>
</html>
`
