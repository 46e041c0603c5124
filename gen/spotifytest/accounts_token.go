package spotifytest

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A tokenAnswer is what the token endpoint gives (RFC 6749, section 5.1).
type tokenAnswer struct {
	AccessToken  string  `json:"access_token"`
	TokenType    string  `json:"token_type"`
	ExpiresIn    int64   `json:"expires_in"` // seconds
	RefreshToken string  `json:"refresh_token,omitempty"`
	Scope        *string `json:"scope,omitempty"` // "" of a user who granted none; absent without a user
}

// A tokenClient is the app that asks for a token.
type tokenClient struct {
	App
	authenticated bool // by its secret
	basic         bool // with a header
}

// token answers a request for a token. The header is that for authorization.
func (a *accounts) token(form url.Values, header string) accountsAnswer {
	var give func(tokenClient, url.Values) (tokenAnswer, *oauthError)
	switch form.Get("grant_type") {
	case "authorization_code":
		give = a.redeem
	case "refresh_token":
		give = a.renew
	case "client_credentials":
		give = a.trust
	case "":
		return (&oauthError{code: "unsupported_grant_type", description: "grant_type parameter is missing"}).answer()
	default:
		return (&oauthError{code: "unsupported_grant_type", description: "grant_type must be client_credentials, authorization_code or refresh_token"}).answer()
	}
	client, failed := a.identify(form, header)
	if failed != nil {
		return failed.answer()
	}
	given, failed := give(client, form)
	if failed != nil {
		return failed.answer()
	}
	return oauthAnswer(http.StatusOK, given)
}

// identify finds out which app asks. The app names itself in a header or in the body.
// With PKCE, it need not send its secret (RFC 6749, section 2.3).
func (a *accounts) identify(form url.Values, header string) (tokenClient, *oauthError) {
	id, secret := form.Get("client_id"), form.Get("client_secret")
	tried, basic := secret != "", header != ""
	if basic {
		headerID, headerSecret, ok := parseBasic(header)
		switch {
		case !ok:
			return tokenClient{}, invalidClient("Invalid client", basic)
		case tried:
			return tokenClient{}, &oauthError{code: "invalid_request", description: "The client must authenticate in one way only"}
		case id != "" && id != headerID:
			return tokenClient{}, &oauthError{code: "invalid_request", description: "client_id must be that of the header"}
		}
		id, secret, tried = headerID, headerSecret, true
	}
	app, ok := a.apps[id]
	switch {
	case !ok:
		return tokenClient{}, invalidClient("Invalid client", basic)
	case tried && (secret == "" || secret != app.Secret):
		return tokenClient{}, invalidClient("Invalid client secret", basic)
	}
	return tokenClient{App: app, authenticated: tried, basic: basic}, nil
}

// parseBasic reads a header in which ID and secret are written as in a form, as
// RFC 6749 wants it and few clients do; of IDs and secrets like those of Spotify, it
// makes no difference.
func parseBasic(header string) (id, secret string, ok bool) {
	id, secret, ok = (&http.Request{Header: http.Header{"Authorization": {header}}}).BasicAuth()
	if !ok {
		return "", "", false
	}
	return formValue(id), formValue(secret), true
}

func formValue(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

// invalidClient has the status 401 only where the client used the header (RFC 6749,
// section 5.2).
func invalidClient(description string, basic bool) *oauthError {
	return &oauthError{code: "invalid_client", description: description, challenge: basic}
}

// needSecret refuses an app that has to send its secret and did not.
func (c tokenClient) needSecret() *oauthError {
	return invalidClient("Invalid client secret", c.basic)
}

// redeem gives tokens for an authorization code. Only a code that was redeemed is
// spent: one that was refused can be sent again as it should be.
func (a *accounts) redeem(client tokenClient, form url.Values) (tokenAnswer, *oauthError) {
	for _, name := range []string{"code", "redirect_uri"} {
		if form.Get(name) == "" {
			return tokenAnswer{}, &oauthError{code: "invalid_request", description: name + " must be supplied"}
		}
	}
	code := a.codes[form.Get("code")]
	switch {
	case code == nil, code.clientID != client.ID:
		return tokenAnswer{}, invalidGrant("Invalid authorization code")
	case code.challenge == "" && !client.authenticated:
		return tokenAnswer{}, client.needSecret()
	case code.spent:
		// Somebody else may have the code, too. All tokens from it are revoked (RFC 6749,
		// section 4.1.2).
		code.revoked = true
		return tokenAnswer{}, invalidGrant("Invalid authorization code")
	case code.revoked:
		return tokenAnswer{}, invalidGrant("Invalid authorization code")
	case !a.now().Before(code.expires):
		return tokenAnswer{}, invalidGrant("Authorization code expired")
	case form.Get("redirect_uri") != code.redirectURI:
		return tokenAnswer{}, invalidGrant("Invalid redirect URI")
	}
	if failed := code.verify(form.Get("code_verifier")); failed != nil {
		return tokenAnswer{}, failed
	}
	code.spent = true
	code.confidential = client.authenticated
	given := a.give(code.authorization)
	given.RefreshToken = a.newRefreshToken(code.authorization)
	return given, nil
}

// verify checks the PKCE verifier. One without a challenge is refused as well: the
// challenge may have been taken away on its way (RFC 9700, section 4.8.2).
func (c *authCode) verify(verifier string) *oauthError {
	if c.challenge == "" && verifier == "" {
		return nil
	}
	if verifier == "" {
		return &oauthError{code: "invalid_request", description: "code_verifier must be supplied"}
	}
	sum := sha256.Sum256([]byte(verifier))
	if !isVerifier(verifier) || base64.RawURLEncoding.EncodeToString(sum[:]) != c.challenge {
		return invalidGrant("code_verifier was incorrect")
	}
	return nil
}

// isVerifier checks the form of a verifier (RFC 7636, section 4.1).
func isVerifier(text string) bool {
	return len(text) >= 43 && len(text) <= 128 && !strings.ContainsFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("-._~", r)
	})
}

// renew gives an access token for a refresh token. The scopes stay what they were; a
// parameter that asks for others is ignored.
func (a *accounts) renew(client tokenClient, form url.Values) (tokenAnswer, *oauthError) {
	text := form.Get("refresh_token")
	if text == "" {
		return tokenAnswer{}, &oauthError{code: "invalid_request", description: "refresh_token must be supplied"}
	}
	old := a.refresh[text]
	switch {
	case old == nil, old.clientID != client.ID:
		return tokenAnswer{}, invalidGrant("Invalid refresh token")
	case old.confidential && !client.authenticated:
		return tokenAnswer{}, client.needSecret()
	case old.revoked, old.replaced:
		return tokenAnswer{}, invalidGrant("Refresh token revoked")
	case !a.now().Before(old.ends()):
		return tokenAnswer{}, invalidGrant("Refresh token expired")
	}
	given := a.give(old.authorization)
	switch a.rotation {
	case RotationReplace:
		old.replaced = true
		given.RefreshToken = a.newRefreshToken(old.authorization)
	case RotationRepeat:
		given.RefreshToken = text
	}
	return given, nil
}

// trust gives an access token to an app that knows its secret.
func (a *accounts) trust(client tokenClient, _ url.Values) (tokenAnswer, *oauthError) {
	if !client.authenticated {
		return tokenAnswer{}, client.needSecret()
	}
	return a.give(a.newAuthorization(grant{clientID: client.ID})), nil
}

func invalidGrant(description string) *oauthError {
	return &oauthError{code: "invalid_grant", description: description}
}

// give makes an access token.
func (a *accounts) give(auth *authorization) tokenAnswer {
	given := tokenAnswer{
		AccessToken: a.newAccessToken(auth),
		TokenType:   "Bearer",
		ExpiresIn:   int64(a.lifetime / time.Second),
	}
	if auth.user != "" {
		scopes := formatScopes(auth.scopes)
		given.Scope = &scopes
	}
	return given
}
