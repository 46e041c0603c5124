package spotify

import (
	"context"
	"slices"
)

// scopesKey is the key of a context for a login. Its value is the scopes that the stored
// grant has, or that were asked for then.
type scopesKey struct{}

// asking returns a context in which a login also asks for the scopes of the stored grant.
// Otherwise two programs with one store would take turns in taking each other's scopes
// away.
func asking(ctx context.Context, stored Grant) context.Context {
	return context.WithValue(ctx, scopesKey{}, union(stored.Scopes, stored.RequestedScopes))
}

// forLogin returns an Authenticator that asks for the scopes of the context, too.
func (a *Authenticator) forLogin(ctx context.Context) *Authenticator {
	others, _ := ctx.Value(scopesKey{}).([]Scope)
	return a.WithScopes(others...)
}

// WithScopes returns an Authenticator that also asks for the given scopes. A login
// replaces the scopes of the logins before, so a web server passes those of the
// user's stored grant if another program may have asked for more:
//
//	grant, err := store.Load(ctx)
//	if err == nil {
//		auth = auth.WithScopes(grant.Scopes...)
//	}
//	attempt, err := auth.BeginLogin()
//
// [Authenticator.StoredLogin] does that itself.
func (a *Authenticator) WithScopes(scopes ...Scope) *Authenticator {
	return a.withExactScopes(union(a.settings().Scopes, scopes))
}

func (a *Authenticator) withExactScopes(scopes []Scope) *Authenticator {
	config := a.settings()
	config.Scopes = scopes
	asking := *a
	asking.settings = conceal(config)
	return &asking
}

// union returns the scopes of both lists, each once. It is not nil.
func union(a, b []Scope) []Scope {
	all := []Scope{}
	for _, scope := range slices.Concat(a, b) {
		if scope != "" && !slices.Contains(all, scope) {
			all = append(all, scope)
		}
	}
	return all
}

// hasAskedFor reports whether another login would bring none of the wanted scopes: each
// one was granted, or was not although it was asked for, or it is not known.
func (g Grant) hasAskedFor(wanted []Scope) bool {
	for _, scope := range g.MissingScopes(wanted...) {
		if !slices.Contains(g.RequestedScopes, scope) {
			return false
		}
	}
	return true
}
