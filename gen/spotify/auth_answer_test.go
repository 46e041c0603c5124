package spotify

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// A byte order mark and white space in front of an answer do not matter.
func TestAnswersBehindBlanks(t *testing.T) {
	const refusal = `{"error":"invalid_grant","error_description":"Refresh token revoked"}`
	for name, before := range map[string]string{
		"nothing": "", "mark": "\ufeff", "white space": " \r\n\t", "mark and white space": "\ufeff\n", "white space and mark": "\n\ufeff",
		"other white space": "\v\f\u00a0\u2028", "much": strings.Repeat(" \ufeff", 5000),
	} {
		t.Run(name, func(t *testing.T) {
			server := newAccounts(t)
			config := testConfig(server)
			config.ClientSecret = testSecret
			auth, _ := newTestAuth(t, config)
			server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, before+tokenAnswer(2, true)) })
			grant, err := auth.Exchange(t.Context(), testCode, testVerifier)
			if err != nil || grant.Token.AccessToken != accessToken(2) || len(grant.Scopes) != 2 {
				t.Errorf("exchange: got %s, %v", grantText(t, grant), err)
			}
			old := testGrant()
			old.Token.Expiry = newClock().at
			if got := mustToken(t, auth.TokenSource(t.Context(), old)); got != accessToken(2) {
				t.Errorf("refresh: got %s", got)
			}
			app, err := auth.ClientCredentials(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := mustToken(t, app); got != accessToken(2) {
				t.Errorf("client credentials: got %s", got)
			}
			server.answer(func(w http.ResponseWriter, _ url.Values) {
				w.WriteHeader(http.StatusBadRequest)
				io.WriteString(w, before+refusal)
			})
			if _, err := auth.TokenSource(t.Context(), old).Token(); !errors.Is(err, ErrReauthRequired) {
				t.Errorf("refused: got %v", err)
			}
		})
	}
}

// Nothing but blanks is no token.
func TestBlankAnswers(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	for _, body := range []string{"", "\ufeff", " \n", "\xff", "\ufeff\xff{}"} {
		server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, body) })
		if _, err := auth.Exchange(t.Context(), testCode, testVerifier); err == nil {
			t.Errorf("%q: no error", body)
		}
	}
}
