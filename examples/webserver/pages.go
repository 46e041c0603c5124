package main

import (
	"bytes"
	"net/http"
)

const pages = `
{{define "welcome"}}<!doctype html>
<html lang="en"><title>Saved tracks</title>
<p><a href="/login">Log in with Spotify</a></p>
</html>
{{end}}

{{define "library"}}<!doctype html>
<html lang="en"><title>Saved tracks</title>
<ul>
{{- range .}}
<li>{{.Track.Name}}</li>
{{- end}}
</ul>
<form method="post" action="/logout"><button>Log out</button></form>
</html>
{{end}}
`

// show makes the whole page before it sends any of it, so that an error can still be
// reported.
func (s *site) show(w http.ResponseWriter, r *http.Request, name string, data any) {
	var body bytes.Buffer
	if err := s.pages.ExecuteTemplate(&body, name, data); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store") // it belongs to one user
	w.Write(body.Bytes())
}
