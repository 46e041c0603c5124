package spotifytest

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The log shows requests to the accounts service as they were sent, without anything that
// is secret, wherever it was put.
func TestAccountsLog(t *testing.T) {
	const secret, other = "s3cret/AND+more", "OtherTokenOrCode-0123"
	escaped := url.QueryEscape(secret)
	const form = "application/x-www-form-urlencoded"
	type shown struct {
		Method, Path string
		Query        url.Values
		Body         string
	}
	post := func(body string) shown { return shown{"POST", "/api/token", url.Values{}, body} }
	for _, test := range []struct {
		name                   string
		method, address        string // without the host
		contentType, body      string
		basicSecret, userAgent string
		want                   shown
	}{
		{"exchange", "POST", "/api/token", form,
			"grant_type=authorization_code&code=" + other + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&code_verifier=" + escaped + "&client_id=11", "", "",
			post("grant_type=authorization_code&code=[hidden]&redirect_uri=http://127.0.0.1/cb&code_verifier=[hidden]&client_id=11")},
		{"refresh", "POST", "/api/token", form, "refresh_token=" + other + "&grant_type=refresh_token", secret, "",
			post("refresh_token=[hidden]&grant_type=refresh_token")},
		{"secret in the body", "POST", "/api/token", form, "grant_type=client_credentials&client_id=11&client_secret=" + escaped, "", "",
			post("grant_type=client_credentials&client_id=11&client_secret=[hidden]")},
		{"short secret", "POST", "/api/token", form, "grant_type=refresh_token&refresh_token=OtherTo", "", "", post("grant_type=refresh_token&refresh_token=[hidden]")},
		{"secret as something else", "POST", "/api/token", form, "grant_type=refresh_token&client_id=" + escaped + "&scope=" + defaultClientSecret, secret, "",
			post("grant_type=refresh_token&client_id=[hidden]&scope=[hidden]")},
		{"token twice", "POST", "/api/token", form, "grant_type=refresh_token&refresh_token=" + other + "&client_id=" + other, "", "",
			post("grant_type=refresh_token&refresh_token=[hidden]&client_id=[hidden]")},
		{"unknown parameter", "POST", "/api/token", form, "grant_type=refresh_token&token=" + other + "&empty=&bare", "", "",
			post("grant_type=refresh_token&token=[hidden]&empty=&bare")},
		{"token as a name", "POST", "/api/token", form, other + "=&grant_type=x&" + escaped, "", "", post("[hidden]=&grant_type=x&[hidden]")},
		{"JSON", "POST", "/api/token", "application/json", `{"refresh_token":"` + other + `"}`, "", "", post("[hidden]")},
		{"no form", "POST", "/api/token", form, "%zz" + other, "", "", post("[hidden]")},
		{"too much", "POST", "/api/token", form, strings.Repeat(other, maxForm/len(other)+1), "", "", post("[hidden]")},
		{"secret in the query", "POST", "/api/token?client_secret=" + escaped + "&grant_type=refresh_token&" + other, form, "grant_type=refresh_token", "", "",
			shown{"POST", "/api/token", url.Values{"client_secret": {"[hidden]"}, "grant_type": {"refresh_token"}, "[hidden]": {""}}, "grant_type=refresh_token"}},
		{"secret in a header", "POST", "/api/token", form, "grant_type=refresh_token&refresh_token=" + other, "", "agent of " + other,
			post("grant_type=refresh_token&refresh_token=[hidden]")},
		{"secret in a header, escaped", "POST", "/api/token", form, "grant_type=refresh_token", secret, "agent of " + escaped, post("grant_type=refresh_token")},
		{"login page", "GET", "/authorize?client_id=11&scope=streaming&state=" + other + "&code_challenge=hash&redirect_uri=app:cb", "", "", "", "",
			shown{"GET", "/authorize", url.Values{
				"client_id": {"11"}, "scope": {"streaming"}, "state": {"[hidden]"}, "code_challenge": {"hash"}, "redirect_uri": {"app:cb"},
			}, ""}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newLoginDesk(t)
			r := requestTo(t, test.method, d.url+test.address, test.body)
			r.Header.Set("Content-Type", test.contentType)
			if test.basicSecret != "" {
				r.SetBasicAuth("11", url.QueryEscape(test.basicSecret))
			}
			r.Header.Set("User-Agent", test.userAgent)
			status := send(t, r).status
			logged := d.Requests()
			if len(logged) != 1 || logged[0].Status != status || !logged[0].Accounts || logged[0].User != "" {
				t.Fatalf("logged %+v", logged)
			}
			got := logged[0]
			if diff := cmp.Diff(test.want, shown{got.Method, got.Path, got.Query, string(got.Body)}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			all := fmt.Sprintf("%+v %s", got, got.Body)
			for _, text := range []string{secret, escaped, other, defaultClientSecret, r.Header.Get("Authorization")} {
				if text != "" && strings.Contains(all, text) {
					t.Errorf("%q is in the log: %s", text, all)
				}
			}
		})
	}
}
