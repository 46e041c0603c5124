package spotify

import (
	"fmt"
	"net/http"
	"strings"
)

// Hint says in one sentence what may help against the error, for a person who uses or
// writes the program. It is "" if there is nothing to say that the status and the message
// do not. It goes by what the client knows of the operation and by the usual messages of
// the API, whose wording may change: decide with [errors.Is], and show the hint.
//
// Hints are not a part of the text of [APIError.Error], which has only facts: missing
// scopes, the replacement of an operation that development mode lacks, and the size of
// pages.
func (e *APIError) Hint() string {
	if hint := e.Reason.hint(); hint != "" {
		return hint
	}
	switch {
	case e.Is(ErrPremiumRequired):
		return premiumHint
	case e.Is(ErrReauthRequired):
		return reauthHint
	case e.Is(ErrQuotaExceeded):
		return "The daily quota of the developer account is used up: " + e.wait("wait until tomorrow") + "."
	case e.Is(ErrUserNotRegistered):
		return "Development mode admits only users that are registered with the app: add the user at " + dashboardURL + "."
	case e.Is(ErrInsufficientScope):
		return e.scopeHint()
	case e.Is(ErrDevelopmentMode):
		return developmentHint(e.Development.RemovedOn, e.Replacement)
	}
	switch e.StatusCode {
	case http.StatusBadRequest:
		return e.badRequestHint()
	case http.StatusUnauthorized:
		return e.unauthorizedHint()
	case http.StatusForbidden:
		return e.forbiddenHint()
	case http.StatusNotFound:
		return e.notFoundHint()
	case http.StatusMethodNotAllowed:
		return fmt.Sprintf("Spotify does not take %s %s: %s.", e.Method, e.Path, e.elsewhere())
	case http.StatusTooManyRequests:
		return "The app sends too many requests, and all of them are refused for a while: " + e.wait("send fewer, for example with WithLimiter") + "."
	}
	if e.Is(ErrServer) {
		return "Spotify has failed, not the request: try again later."
	}
	return ""
}

// Hint says in one sentence what may help against the error.
func (e *UnavailableError) Hint() string { return developmentHint(e.Since, e.Replacement) }

// Hint says in one sentence what may help against the error, or is "".
func (e *AuthError) Hint() string {
	switch {
	case e.Code == codeInvalidGrant:
		return reauthHint
	case e.Code == "invalid_client":
		return "Check the client ID and the client secret of the app at " + dashboardURL + "."
	case e.RetryAfter > 0:
		return fmt.Sprintf("Wait %v before the next attempt to get a token.", e.RetryAfter)
	case e.StatusCode >= http.StatusInternalServerError:
		return "The accounts service has failed, not the request: try again later."
	}
	return ""
}

const (
	premiumHint = "This needs a Premium subscription: that of the user, or, in development mode, also that of the owner of the app."
	reauthHint  = "The login has ended: let the user log in again."
)

func developmentHint(since, replacement string) string {
	hint := "Apps in development mode have not had this operation since " + since + ": "
	if replacement != "" {
		return hint + "use " + replacement + " instead."
	}
	return hint + "it takes extended quota mode, and there is no replacement."
}

// wait says how long to wait if the answer says so.
func (e *APIError) wait(otherwise string) string {
	if e.RetryAfter > 0 {
		return fmt.Sprintf("wait %v", e.RetryAfter)
	}
	return otherwise
}

// elsewhere says what to do about a request that the API does not know.
func (e *APIError) elsewhere() string {
	if e.Replacement != "" {
		return "use " + e.Replacement + " instead"
	}
	return "check the base URL, and whether a newer version of this package has the operation elsewhere"
}

// says reports whether the message contains one of some texts, in any case.
func (e *APIError) says(texts ...string) bool {
	message := strings.ToLower(e.Message + " " + e.Code)
	for _, text := range texts {
		if strings.Contains(message, text) {
			return true
		}
	}
	return false
}

func (e *APIError) scopeHint() string {
	const again = "log in again with more Scopes in the AuthConfig"
	if len(e.MissingScopes) > 0 {
		return "The user has not granted " + joinScopes(e.MissingScopes, ", ") + ": " + again + "."
	}
	if takes := e.Scopes.describe(); takes != "" {
		return "The token lacks a scope, and the operation takes " + takes + ": " + again + "."
	}
	return "The token lacks a scope: " + again + "."
}

func (e *APIError) badRequestHint() string {
	switch {
	case e.refusesLimit():
		text := e.Pages.String()
		return strings.ToUpper(text[:1]) + text[1:] + ": ask for fewer at a time."
	case e.says("bearer"):
		return "The token is not sent as Spotify wants it: give the client the access token alone, without the word Bearer."
	case e.says("market", "country"):
		return "A market is a country in two letters, like SE, and Spotify has to be on offer there."
	case e.says("base62", "invalid id"):
		return "An ID has 22 letters and digits: ParseURI and functions like ParseTrackID read links and URIs."
	}
	return ""
}

// refusesLimit reports whether a page was too large.
func (e *APIError) refusesLimit() bool {
	return e.StatusCode == http.StatusBadRequest && e.Pages.Largest > 0 && e.says("limit")
}

func (e *APIError) unauthorizedHint() string {
	switch {
	case e.Is(ErrTokenExpired):
		return "The access token has expired: get a new one, or give the client a TokenSource of an Authenticator, which renews it in time."
	case e.says("user authentication", "user auth"):
		return "This needs the token of a user, not that of the app alone: let a user log in, for example with StoredLogin."
	case e.says("no token"):
		return "The client has no token: give it one with WithTokenSource."
	}
	return "Spotify does not accept the token: get a new one, because it may be revoked, cut off, or of another service."
}

func (e *APIError) forbiddenHint() string {
	bare := e.Message == "" || strings.EqualFold(e.Message, http.StatusText(e.StatusCode))
	switch takes := e.Scopes.describe(); {
	case strings.Contains(e.Development.Note, "403"):
		return "In development mode, " + strings.TrimSuffix(e.Development.Note, ".") + "."
	case bare && takes != "" && e.MissingScopes == nil:
		return "The token may lack a scope, because the operation takes " + takes + "."
	}
	return ""
}

func (e *APIError) notFoundHint() string {
	switch {
	case e.says("device"):
		return "The device is not there any more: list the devices again."
	case e.says("service not found"):
		return fmt.Sprintf("Spotify does not know the path of %s %s: %s.", e.Method, e.Path, e.elsewhere())
	}
	return "There is nothing with this ID for this user and market: check the ID, or name a market that has it."
}

// hint says what may help where the API gives a reason.
func (r Reason) hint() string {
	switch r {
	case ReasonNoActiveDevice:
		return "No device of the user is active: start Spotify on one, or name one in the options of the command."
	case ReasonPremiumRequired:
		return premiumHint
	case ReasonRateLimited:
		return "Commands to the player follow each other too fast: send them more slowly."
	case ReasonAlreadyPaused, ReasonNotPaused, ReasonAlreadyPlaying:
		return "The player is already as it should be: nothing has to be done."
	case ReasonNoPrevTrack, ReasonNoNextTrack:
		return "There is nothing to go to: play a list that has more."
	case ReasonNoSpecificTrack:
		return "What plays does not have this track: name one that is in the list, or play another list."
	case ReasonNotPlayingTrack, ReasonNotPlayingContext, ReasonNotPlayingLocally:
		return "Nothing plays that the command could be for: play something first."
	case ReasonEndlessContext, ReasonContextDisallow:
		return "What plays does not allow this command: play something else first."
	case ReasonRemoteControlDisallow, ReasonDeviceNotControllable:
		return "The device takes no commands from elsewhere: choose another one."
	case ReasonVolumeControlDisallow:
		return "The device does not let its volume be changed: choose another one, or change it there."
	case ReasonUnknown:
		return "The player refuses the command without a reason: read its state, which says what it allows now."
	}
	return ""
}
