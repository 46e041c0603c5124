package spotify

import (
	"fmt"
	"net/http"

	"golang.org/x/oauth2"
)

// authorized makes the request of each attempt: with the body from its beginning,
// and with a token that is valid now.
func (c *caller) authorized(next exchange) exchange {
	return func(call *call, req *http.Request) (answer, error) {
		body, err := req.GetBody()
		if err != nil {
			return answer{}, call.failed(err)
		}
		if err := call.authorize(); err != nil {
			return answer{}, err
		}
		attempt := req.Clone(req.Context())
		attempt.Body = body
		if call.authorization != "" {
			attempt.Header.Set("Authorization", call.authorization)
		}
		return next(call, attempt)
	}
}

// authorize asks for the token of the next attempt, unless the call has one, or
// its request brings an Authorization header.
func (c *call) authorize() error {
	if c.authorization != "" || c.caller.tokenSource == nil || c.request.header.Get("Authorization") != "" {
		return nil
	}
	token, err := tokenFrom(c.ctx, c.caller.tokenSource)
	if refused, ok := asAuthError(c.op.Name, err, c.caller.now()); ok {
		return refused
	}
	if err == nil {
		err = unusableToken(token)
	}
	if err != nil {
		return c.failed(fmt.Errorf("token source: %w", err))
	}
	c.setToken(token)
	return nil
}

func (c *call) setToken(token *oauth2.Token) {
	c.token, c.authorization = token, token.Type()+" "+token.AccessToken
}

// dropToken makes the next attempt ask for a token again. It is called after a
// wait, because the token may have expired.
func (c *call) dropToken() { c.authorization = "" }
