package spotifytest

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// savedAccounts is the accounts service without codes, which do not live for long.
type savedAccounts struct {
	Made    int
	Apps    []App
	Logins  []savedLogin
	Access  map[string]savedAccess    `json:",omitempty"`
	Refresh map[string]savedRefresh   `json:",omitempty"`
	Lasting map[spotify.UserID]string `json:",omitempty"` // access tokens
}

// A savedLogin is an authorization, which several tokens share.
type savedLogin struct {
	User         spotify.UserID  `json:",omitempty"`
	Scopes       []spotify.Scope `json:",omitempty"`
	ClientID     string
	At           time.Time
	Confidential bool `json:",omitempty"`
	Revoked      bool `json:",omitempty"`
}

type savedAccess struct {
	Login   int // index of Logins
	Expires time.Time
	Expired bool `json:",omitempty"`
}

type savedRefresh struct {
	Login    int
	Replaced bool `json:",omitempty"`
}

func (a *accounts) save(lasting map[spotify.UserID]string) savedAccounts {
	saved := savedAccounts{Made: a.made, Access: map[string]savedAccess{}, Refresh: map[string]savedRefresh{}, Lasting: maps.Clone(lasting)}
	for _, id := range slices.Sorted(maps.Keys(a.apps)) {
		if id != defaultClientID { // which is what the server is started with
			saved.Apps = append(saved.Apps, a.apps[id])
		}
	}
	numbers := map[*authorization]int{}
	number := func(auth *authorization) int {
		n, known := numbers[auth]
		if !known {
			n = len(saved.Logins)
			numbers[auth] = n
			saved.Logins = append(saved.Logins, savedLogin{auth.user, auth.scopes, auth.clientID, auth.at, auth.confidential, auth.revoked})
		}
		return n
	}
	// In an order that is the same each time.
	for _, text := range slices.Sorted(maps.Keys(a.access)) {
		token := a.access[text]
		if dead := token.expired || !a.now().Before(token.expires); !dead {
			saved.Access[text] = savedAccess{number(token.authorization), token.expires, token.expired}
		}
	}
	for _, text := range slices.Sorted(maps.Keys(a.refresh)) {
		token := a.refresh[text]
		saved.Refresh[text] = savedRefresh{number(token.authorization), token.replaced}
	}
	return saved
}

// load changes nothing if it returns an error.
func (a *accounts) load(saved savedAccounts) error {
	if saved.Made < 0 {
		return errors.New("the number of tokens is negative")
	}
	logins := make([]*authorization, len(saved.Logins))
	for i, l := range saved.Logins {
		logins[i] = &authorization{grant: grant{l.User, l.Scopes, l.ClientID}, at: l.At, confidential: l.Confidential, revoked: l.Revoked}
	}
	login := func(n int) (*authorization, error) {
		if n < 0 || n >= len(logins) {
			return nil, fmt.Errorf("a token is that of login %d of %d", n, len(logins))
		}
		return logins[n], nil
	}
	access, refresh := map[string]*accessToken{}, map[string]*refreshToken{}
	for text, token := range saved.Access {
		auth, err := login(token.Login)
		if err != nil {
			return err
		}
		access[text] = &accessToken{authorization: auth, expires: token.Expires, expired: token.Expired}
	}
	for text, token := range saved.Refresh {
		auth, err := login(token.Login)
		if err != nil {
			return err
		}
		refresh[text] = &refreshToken{authorization: auth, replaced: token.Replaced}
	}
	scratch := accounts{apps: map[string]App{}}
	for _, app := range saved.Apps {
		if err := scratch.register(app); err != nil {
			return err
		}
	}
	maps.Copy(a.apps, scratch.apps)
	a.access, a.refresh = access, refresh
	a.made = max(a.made, saved.Made)
	return nil
}
