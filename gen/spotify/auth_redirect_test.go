package spotify

import (
	"strings"
	"testing"
)

func TestCheckRedirectURI(t *testing.T) {
	tests := []struct {
		uri  string
		want string // part of the error; "" is fine
	}{
		{LoopbackRedirectURI, ""},
		{"https://example.com/callback", ""},
		{"https://example.com", ""},
		{"https://example.com:8443/a/b?c=d", ""},
		{"https://192.0.2.7/callback", ""},
		{"https://127.0.0.1/callback", ""},
		{"http://127.0.0.1:8888/callback", ""},
		{"http://127.0.0.1", ""},
		{"HTTP://127.0.0.1/", ""},
		{"http://[::1]:8888/callback", ""},
		{"http://[::1]/callback", ""},
		{"my-app://callback", ""},
		{"com.example.app:/callback", ""},

		{"", "write one like http://127.0.0.1/callback"},
		{"http://localhost:8080/callback", "Spotify refuses localhost; write http://127.0.0.1:8080/callback instead"},
		{"http://localhost/callback", "write http://127.0.0.1:PORT/callback instead"},
		{"http://localhost", "write http://127.0.0.1:PORT instead"},
		{"https://localhost:8080/a%20b", "write http://127.0.0.1:8080/a%20b instead"},
		{"http://LocalHost.:8080/callback", "write http://127.0.0.1:8080/callback instead"},
		{"http://app.localhost:8080/", "write http://127.0.0.1:8080/ instead"},
		{"localhost:8080/callback", "write http://127.0.0.1:8080/callback instead"},
		{"localhost", "write http://127.0.0.1:PORT instead"},
		{"localhost/callback", "write http://127.0.0.1:PORT/callback instead"},
		{"my-app://localhost/x", ""},
		{"http://localhost.example.com/", "write \"https://localhost.example.com/\" instead"},

		{"http://example.com/callback", "plain http is only for 127.0.0.1 and [::1]; write \"https://example.com/callback\" instead"},
		{"http://192.168.0.7/callback", "plain http"},
		{"http://0.0.0.0:8080/", "plain http"},
		{"http://127.0.0.2:8080/callback", "write http://127.0.0.1:8080/callback instead"},
		{"http://[0:0:0:0:0:0:0:1]:8080/callback", "write http://127.0.0.1:8080/callback instead"},
		{"http://[::ffff:127.0.0.1]:8080/", "write http://127.0.0.1:8080/ instead"},
		{"http://127.0.0.1:0/callback", `port "0"`},
		{"http://127.0.0.1:65536/callback", `port "65536"`},
		{"http://127.0.0.1:/callback", `port ""`},
		{"http://localhost:99999/callback", "write http://127.0.0.1:PORT/callback instead"},
		{"https://*.example.com/callback", "wildcard"},
		{"https:///callback", "no host"},
		{"https://example.com/callback#", "fragment"},
		{"https://example.com/callback#top", "fragment"},
		{"https://user:hush-password@example.com/", "user name"},
		{"https://example.com/call back", "white space"},
		{"https://example.com/callback\n", "white space"},
		{"127.0.0.1:8080/callback", "write one like http://127.0.0.1/callback"},
		{"127.0.0.1/callback", "not an absolute URL"},
		{"example.com:8080/callback", "not an absolute URL"},
		{"/callback", "not an absolute URL"},
		{"javascript:alert(1)", "not an absolute URL"},
		{"file:///etc/passwd", "is a file"},
		{"http://127.0.0.1:x/callback", "not a URL"},
		{"http://localhost:8080/callback?code=hush-code", "write http://127.0.0.1:8080/callback?… instead"},
		{"http://localhost:8080/" + strings.Repeat("x", 1000), "write http://127.0.0.1:8080/xxx"},
	}
	for _, test := range tests {
		t.Run(test.uri, func(t *testing.T) {
			err := CheckRedirectURI(test.uri)
			if test.want == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			wantError(t, err, "spotify: redirect URI: ", test.want)
			noSecrets(t, err)
			if len(err.Error()) > 400 {
				t.Errorf("error of %d bytes", len(err.Error()))
			}
		})
	}
}
