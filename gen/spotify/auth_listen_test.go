package spotify

import (
	"net"
	"net/url"
	"strings"
	"testing"
)

// In a container, Login listens where the ports are published. The browser is on another
// computer, for which the address is still the loopback one.
func TestLoginListensElsewhere(t *testing.T) {
	_, free, err := net.SplitHostPort(freeAddress(t))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, redirectURI, address string
		want                       string // redirect URI
		listen                     string // port; that of the redirect URI if empty
	}{
		{"both with the port", "http://127.0.0.1:PORT/callback", "0.0.0.0:PORT", "http://127.0.0.1:PORT/callback", ""},
		{"port of the redirect URI", "http://127.0.0.1:PORT/callback", "0.0.0.0", "http://127.0.0.1:PORT/callback", ""},
		{"port of the address", "http://127.0.0.1/callback", "0.0.0.0:PORT", "http://127.0.0.1:PORT/callback", ""},
		{"no host", "http://127.0.0.1/callback", ":PORT", "http://127.0.0.1:PORT/callback", ""},
		{"no redirect URI", "", ":PORT", "http://127.0.0.1:PORT/callback", ""},
		{"published at another port", "http://127.0.0.1:1/callback", "0.0.0.0:PORT", "http://127.0.0.1:1/callback", "PORT"},
		{"no port", "http://127.0.0.1/callback", "0.0.0.0", "http://127.0.0.1:", ""},
		{"loopback", "http://127.0.0.1/callback", "localhost:PORT", "http://127.0.0.1:PORT/callback", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			withPort := func(text string) string { return strings.ReplaceAll(text, "PORT", free) }
			server := newAccounts(t)
			config := testConfig(server)
			config.RedirectURI, config.ListenAddress = withPort(test.redirectURI), withPort(test.address)
			auth, _ := newTestAuth(t, config)
			grant, err := logIn(t.Context(), auth, func(loginURL string) {
				back := agree(t, loginURL)
				if test.listen != "" {
					back.Host = "127.0.0.1:" + withPort(test.listen) // as docker does
				}
				if page, _ := browse(t, back.String()); page.StatusCode != 200 {
					t.Errorf("the page has status %d", page.StatusCode)
				}
			})
			if err != nil || grant.Token.AccessToken == "" {
				t.Errorf("got %v, error %v", grant, err)
			}
			got := server.last(t).form.Get("redirect_uri")
			if u, err := url.Parse(got); err != nil || u.Hostname() != "127.0.0.1" || !strings.HasPrefix(got, withPort(test.want)) {
				t.Errorf("redirect URI %s, want %s", got, withPort(test.want))
			}
		})
	}
}

func TestListenAddressErrors(t *testing.T) {
	for address, valid := range map[string]bool{
		"": true, "0.0.0.0": true, "0.0.0.0:8080": true, ":8080": true, "::": true, "[::]": true, "[::]:8080": true, "container.internal:80": true,
		":": false, "http://0.0.0.0:8080": false, "0.0.0.0:0": false, "0.0.0.0:65536": false, "0.0.0.0:http": false, "0.0.0.0:-1": false,
		"0.0.0.0:8080/callback": false, "a b": false, "host:80:81": false,
	} {
		config := testConfig(newAccounts(t))
		config.ListenAddress = address
		_, err := NewAuthenticator(config)
		switch {
		case valid && err != nil:
			t.Errorf("%q: %v", address, err)
		case !valid:
			wantError(t, err, "spotify: ListenAddress is ", "want a host and a port, like 0.0.0.0:8080")
		}
	}
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	config := testConfig(newAccounts(t))
	config.ListenAddress = busy.Addr().String()
	auth, _ := newTestAuth(t, config)
	_, err = auth.Login(t.Context(), func(string) error { return nil })
	wantError(t, err, "the ListenAddress of the AuthConfig is \""+busy.Addr().String())
	if strings.Contains(err.Error(), "leave the port out") {
		t.Errorf("%v gives advice about the wrong setting", err)
	}
}
