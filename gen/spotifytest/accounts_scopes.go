package spotifytest

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// AllScopes lists the scopes that any app may ask a user for, sorted.
func AllScopes() []spotify.Scope { return allScopes() }

// allScopes lists the scopes that any app may ask a user for. Scopes for partners only,
// like user-soa-link, are refused like unknown ones.
func allScopes() []spotify.Scope {
	return []spotify.Scope{
		"app-remote-control",
		"playlist-modify-private",
		"playlist-modify-public",
		"playlist-read-collaborative",
		"playlist-read-private",
		"streaming",
		"ugc-image-upload",
		"user-follow-modify",
		"user-follow-read",
		"user-library-modify",
		"user-library-read",
		"user-modify-playback-state",
		"user-read-currently-playing",
		"user-read-email",
		"user-read-playback-position",
		"user-read-playback-state",
		"user-read-private",
		"user-read-recently-played",
		"user-top-read",
	}
}

// parseScopes reads what a login page is asked for: names with spaces between them.
// A repeated one counts once. The result is false if a name is no scope.
func parseScopes(text string) ([]spotify.Scope, bool) {
	known := allScopes()
	var scopes []spotify.Scope
	for name := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' }) {
		scope := spotify.Scope(name)
		if !slices.Contains(known, scope) {
			return nil, false
		}
		if !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	return scopes, true
}

// formatScopes is the reverse of parseScopes.
func formatScopes(scopes []spotify.Scope) string {
	names := make([]string, len(scopes))
	for i, scope := range scopes {
		names[i] = string(scope)
	}
	return strings.Join(names, " ")
}
