package spotifytest

import _ "embed"

// pageHTML is the template of the page.
//
//go:embed page.html
var pageHTML string

// pageCSS is how the page looks.
//
//go:embed page.css
var pageCSS string

// pageJS follows the state, and presses the controls without leaving the page.
//
//go:embed page.js
var pageJS string
