// Package spotgen holds what the generator needs of this repository, so that
// spotgen works wherever it is run: the schema and its overrides.
package spotgen

import "embed"

// FS holds the schema, where it is from, the overrides, and the packages whose
// hand-written files other clients get copies of, under the paths that they have in
// the repository.
//
//go:embed spec/open-api-schema.yml spec/SOURCE
//go:embed overrides/names.yml overrides/docs.yml overrides/schema/*.yml
//go:embed gen/spotify/*.go gen/spotifytest/*.go
//go:embed gen/spotifytest/page.html gen/spotifytest/page.css gen/spotifytest/page.js
var FS embed.FS
