package spotify

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// missingScopes returns the scopes for lack of which a call was refused, as far as that
// can be told. It is nil if the grant is not known.
func (c *call) missingScopes(refused *APIError) []Scope {
	source, ok := c.caller.tokenSource.(interface{ Grant() Grant })
	if !ok || c.request.header.Get("Authorization") != "" || refused.Reason != "" {
		return nil
	}
	grant := source.Grant()
	rule := c.op.Scopes
	switch {
	case grant.Scopes == nil: // not known
		return nil
	case refused.saysScope():
		rule.ByKind = c.kindScopes()
		return grant.MissingScopes(scopesFor([]ScopeRule{rule}, true)...)
	case refused.StatusCode != http.StatusForbidden && refused.StatusCode != http.StatusUnauthorized:
		return nil
	}
	// The answer has many reasons; for the lack of some scopes it is 401
	// (docs/facts/mismatches.md M67). But without these, the call is always refused.
	missing := grant.MissingScopes(rule.All...)
	if none := grant.MissingScopes(rule.Any...); len(none) == len(rule.Any) {
		missing = append(missing, none...)
	}
	return missing
}

// kindScopes returns the scopes for the kinds of URIs that the call names.
func (c *call) kindScopes() []KindScope {
	var kinds []Kind
	for _, param := range c.request.params {
		if param.name != c.op.Batch.Param {
			continue
		}
		if value, err := url.QueryUnescape(param.value); err == nil {
			for uri := range strings.SplitSeq(value, ",") {
				kinds = append(kinds, URI(uri).Kind())
			}
		}
	}
	if len(kinds) == 0 {
		return c.op.Scopes.ByKind
	}
	return slices.DeleteFunc(slices.Clone(c.op.Scopes.ByKind), func(k KindScope) bool { return !slices.Contains(kinds, k.Kind) })
}

// saysScope reports whether the API itself gives a scope as the reason.
func (e *APIError) saysScope() bool {
	return e.StatusCode == http.StatusForbidden && strings.Contains(strings.ToLower(e.Message), "scope")
}

// scopeAdvice is what the text of an error says about scopes, or "".
func (e *APIError) scopeAdvice() string {
	var parts []string
	if takes := e.Scopes.describe(); takes != "" && e.saysScope() {
		parts = append(parts, "the operation takes the scopes "+takes)
	}
	if len(e.MissingScopes) > 0 {
		parts = append(parts, "the user has not granted "+joinScopes(e.MissingScopes, ", ")+"; log in again with that among the Scopes of the AuthConfig")
	}
	return strings.Join(parts, "; ")
}

// describe lists the scopes of an operation for a person.
func (r ScopeRule) describe() string {
	var parts []string
	if len(r.All) > 0 {
		parts = append(parts, joinScopes(r.All, " and "))
	}
	if len(r.Any) > 0 {
		parts = append(parts, joinScopes(r.Any, " or ")+" (for a private or a public playlist)")
	}
	if len(r.Optional) > 0 {
		parts = append(parts, joinScopes(r.Optional, " and ")+" (for a part of what it reads)")
	}
	kinds := map[Scope][]string{}
	var scopes []Scope
	for _, k := range r.ByKind {
		if len(kinds[k.Scope]) == 0 {
			scopes = append(scopes, k.Scope)
		}
		kinds[k.Scope] = append(kinds[k.Scope], string(k.Kind))
	}
	for _, scope := range scopes {
		parts = append(parts, string(scope)+" (for "+strings.Join(kinds[scope], ", ")+")")
	}
	return strings.Join(parts, ", ")
}

func joinScopes(scopes []Scope, between string) string {
	names := make([]string, len(scopes))
	for i, scope := range scopes {
		names[i] = string(scope)
	}
	return strings.Join(names, between)
}
