// Package templates holds the templates of emitted files: Go files with holes,
// as text/template. The emit package fills them.
package templates

import "embed"

// FS holds every template at its root.
//
//go:embed *.tmpl
var FS embed.FS
