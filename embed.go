// Package spotgen holds what the generator needs of this repository, so that
// spotgen works wherever it is run: the schema and its overrides.
package spotgen

import "embed"

// FS holds the schema, where it is from, and the overrides, under the paths that
// they have in the repository.
//
//go:embed spec/open-api-schema.yml spec/SOURCE
//go:embed overrides/names.yml overrides/docs.yml overrides/schema/*.yml
//go:embed overrides/spotify/*.go overrides/spotifytest/*.go
var FS embed.FS
