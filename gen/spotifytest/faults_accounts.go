package spotifytest

import (
	"net/http"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The requests to the accounts service are operations, too. [Server.Fail] and its like
// take them, and the log of requests names them. They are no methods of the client, so
// they concern only calls that name them: without operations, [Server.Fail],
// [Server.Delay], [Server.Hold], [Server.Count], and [Server.AwaitRequests] mean all
// operations of the Web API.
const (
	// OpAuthorize is the login page, GET /authorize.
	OpAuthorize spotify.Op = "Accounts.Authorize"
	// OpExchangeCode is a request for tokens in exchange for an authorization code.
	OpExchangeCode spotify.Op = "Accounts.ExchangeCode"
	// OpRefreshToken is a request for an access token with a refresh token.
	OpRefreshToken spotify.Op = "Accounts.RefreshToken"
	// OpClientCredentials is a request for a token of the app without a user.
	OpClientCredentials spotify.Op = "Accounts.ClientCredentials"
)

// AccountsOps returns all operations of the accounts service. Those of its token endpoint
// are all but the first.
func AccountsOps() []spotify.Op {
	return []spotify.Op{OpAuthorize, OpExchangeCode, OpRefreshToken, OpClientCredentials}
}

// ops tells which operation a request to the accounts service is, nil if it is none.
func (r *accountsRequest) ops() []spotify.Op {
	switch {
	case r.path == authorizePath && r.method == http.MethodGet:
		return []spotify.Op{OpAuthorize}
	case r.path != tokenPath || r.method != http.MethodPost:
		return nil
	}
	switch r.form.Get("grant_type") {
	case "authorization_code":
		return []spotify.Op{OpExchangeCode}
	case "refresh_token":
		return []spotify.Op{OpRefreshToken}
	case "client_credentials":
		return []spotify.Op{OpClientCredentials}
	}
	return nil
}

// TokenExpired is the status 401 for an access token that is too old. With [Server.Fail],
// also a good token gets it. A client with a refresh token then gets another one and
// sends the request again. [Server.ExpireTokens] makes the tokens really expire.
func TokenExpired() Failure {
	return JSONError(http.StatusUnauthorized, "The access token expired", "")
}

// TokenInvalid is the status 401 for an access token that Spotify does not know.
func TokenInvalid() Failure { return JSONError(http.StatusUnauthorized, "Invalid access token", "") }

// TokenMissing is the status 401 for a request without an access token. It has also come
// to requests with one.
func TokenMissing() Failure { return JSONError(http.StatusUnauthorized, "Access token missing", "") }

// LoginRevoked is how the accounts service refuses a refresh token whose user has removed
// the app: status 400 with the code invalid_grant. The user has to log in again.
func LoginRevoked() Failure {
	// docs/facts/mismatches.md M78
	return OAuthError(http.StatusBadRequest, "invalid_grant", "Refresh token revoked")
}
