package faketest_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// press sends a form of the page, and returns the answer without following it.
func press(t *testing.T, server *spotifytest.Server, control, form string, header map[string]string) (status int, text string) {
	t.Helper()
	request, err := http.NewRequest("POST", server.AccountsURL+"/page/"+control, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range header {
		request.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, strings.TrimSpace(string(body))
}

func TestControlsOfTheClock(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	begin := server.Now()
	for _, test := range []struct {
		by     string
		status int
		ahead  time.Duration // then
	}{
		{"90s", 200, 90 * time.Second},
		{"1h 30m", 200, 5490 * time.Second},
		{"0s", 400, 5490 * time.Second},
		{"-1h", 400, 5490 * time.Second},
		{"", 400, 5490 * time.Second},
		{"soon", 400, 5490 * time.Second},
		{"9000h", 400, 5490 * time.Second},
	} {
		status, text := press(t, server, "clock", url.Values{"by": {test.by}}.Encode(), nil)
		if ahead := server.Now().Sub(begin); status != test.status || ahead != test.ahead {
			t.Errorf("by %q: status %d (%s), %v ahead; want %d, %v", test.by, status, text, ahead, test.status, test.ahead)
		}
	}
}

func TestControlsOfFaults(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	client := server.Client()
	track := server.AddTrack(spotifytest.Track{}).ID
	ask := func() (status int) {
		_, err := client.Tracks.Get(t.Context(), track, nil)
		if failed := (*spotify.APIError)(nil); errors.As(err, &failed) {
			return failed.StatusCode
		}
		return 200
	}
	shown := func() string {
		_, page := getPage(t, "GET", server.AccountsURL+"/")
		_, list, _ := strings.Cut(page, `<ul id="live-faults" data-live>`)
		list, _, _ = strings.Cut(list, "</ul>")
		return strings.NewReplacer("<li>", "", "</li>", "; ").Replace(list)
	}
	for _, test := range []struct {
		name, form string
		status     int
		shown      string
		answer     int
	}{
		{"none", "do=clear", 200, "None are waiting.; ", 200},
		{"once", "do=fail&failure=missing&count=1", 200, "404 not found, once: any operation; ", 404},
		{"no more", "do=clear", 200, "None are waiting.; ", 200},
		{"another operation", "do=fail&failure=missing&count=3&op=Albums.Get", 200, "404 not found, 3 times: Albums.Get; ", 200},
		{"always", "do=fail&failure=user&count=", 200, "404 not found, 3 times: Albums.Get; 403 user not registered, always: any operation; ", 403},
		{"a limit", "do=limit&count=20&window=30s", 200, "404 not found, 3 times: Albums.Get; 403 user not registered, always: any operation; at most 20 requests of each app in 30s; ", 403},
		{"over", "do=clear", 200, "None are waiting.; ", 200},
		{"an odd answer", "do=fail&failure=images&count=1", 200, "images that are null, once: any operation; ", 200},
		{"of the accounts service", "do=fail&failure=revoked&count=1&op=Accounts.RefreshToken", 200, "400 login revoked, of the accounts service, once: Accounts.RefreshToken; ", 200},
		{"over again", "do=clear", 200, "None are waiting.; ", 200},
		{"a delay", "do=delay&delay=1us&op=Tracks.Get", 200, "1µs late: Tracks.Get; ", 200},
		{"unknown failure", "do=fail&failure=odd", 400, "1µs late: Tracks.Get; ", 200},
		{"unknown operation", "do=fail&failure=missing&op=Nothing", 400, "1µs late: Tracks.Get; ", 200},
		{"no count", "do=fail&failure=missing&count=0", 400, "1µs late: Tracks.Get; ", 200},
		{"no window", "do=limit&count=1&window=", 400, "1µs late: Tracks.Get; ", 200},
		{"nothing", "", 400, "1µs late: Tracks.Get; ", 200},
	} {
		status, text := press(t, server, "faults", test.form, nil)
		if status != test.status {
			t.Errorf("%s: status %d (%s), want %d", test.name, status, text, test.status)
		}
		if diff := cmp.Diff(test.shown, shown()); diff != "" {
			t.Errorf("%s: faults on the page (-want +got):\n%s", test.name, diff)
		}
		if answer := ask(); answer != test.answer {
			t.Errorf("%s: the answer has status %d, want %d", test.name, answer, test.answer)
		}
	}
	// Each failure that the page offers is one.
	_, page := getPage(t, "GET", server.AccountsURL+"/")
	_, list, _ := strings.Cut(page, `<select name="failure">`)
	list, _, _ = strings.Cut(list, "</select>")
	offered := strings.Split(list, `<option value="`)[1:]
	for _, option := range offered {
		name, _, _ := strings.Cut(option, `"`)
		if status, text := press(t, server, "faults", "do=fail&count=1&failure="+name, nil); status != 200 {
			t.Errorf("%s: status %d, %s", name, status, text)
		}
	}
	if len(offered) < 10 {
		t.Errorf("the page offers %d failures", len(offered))
	}

	token := server.TokenFor("").AccessToken
	lasting := server.LastingToken("").AccessToken
	press(t, server, "faults", "do=clear", nil)
	press(t, server, "faults", "do=expire", nil)
	for _, old := range []string{token, lasting} {
		if status := statusWith(t, server, old); status != 401 {
			t.Errorf("an expired token: status %d, want 401", status)
		}
	}
	if again := server.LastingToken("").AccessToken; again == lasting || statusWith(t, server, again) != 200 {
		t.Error("there is no new token in place of the expired one")
	}
}

// statusWith is the status of a request with a token.
func statusWith(t *testing.T, server *spotifytest.Server, token string) int {
	t.Helper()
	request, err := http.NewRequest("GET", server.URL+"/markets", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

func TestControlsOfDevices(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.AddUser(spotifytest.User{ID: "other"})
	first := server.Devices("")[0].ID
	names := func(user spotify.UserID) (list []string) {
		for _, d := range server.Devices(user) {
			name := d.Name
			if d.Active {
				name += " (active)"
			}
			list = append(list, name)
		}
		return list
	}
	for _, test := range []struct {
		form   string
		status int
		want   []string // then, of the default user
	}{
		{"do=activate&id=" + string(first), 200, []string{"Kitchen Computer (active)"}},
		{"do=add&name=Radio&type=Speaker&volume=30", 200, []string{"Kitchen Computer (active)", "Radio"}},
		{"do=add&name=&type=Speaker&volume=30", 400, []string{"Kitchen Computer (active)", "Radio"}},
		{"do=add&name=Loud&type=Speaker&volume=130", 400, []string{"Kitchen Computer (active)", "Radio"}},
		{"do=remove&id=" + string(first), 200, []string{"Radio"}},
		{"do=remove&id=" + string(first), 400, []string{"Radio"}},
		{"do=remove&id=", 400, []string{"Radio"}},
		{"do=melt&id=" + string(first), 400, []string{"Radio"}},
		{"do=add&name=Lamp&volume=1&user=nobody", 404, []string{"Radio"}},
		{"do=add&name=Lamp&volume=1&user=other", 200, []string{"Radio"}},
		{"do=add&name=Lamp&volume=1&user=-", 404, []string{"Radio"}},
	} {
		status, text := press(t, server, "devices", test.form, nil)
		if status != test.status {
			t.Errorf("%s: status %d (%s), want %d", test.form, status, text, test.status)
		}
		if diff := cmp.Diff(test.want, names("")); diff != "" {
			t.Errorf("%s: devices (-want +got):\n%s", test.form, diff)
		}
	}
	if diff := cmp.Diff([]string{"Kitchen Computer", "Lamp"}, names("other")); diff != "" {
		t.Errorf("devices of the other user (-want +got):\n%s", diff)
	}
}

func TestControlOfTokens(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.AddUser(spotifytest.User{ID: "other"})
	for _, test := range []struct {
		form       string
		status     int
		me, albums int // statuses of two requests with the token
		later      int // and of one after ten years
	}{
		{"", 200, 200, 200, 200},
		{"user=other", 200, 200, 200, 200},
		{"scope=user-library-read", 200, 200, 200, 200},
		{"scope=&scope=user-read-private", 200, 200, 403, 200},
		{"scope=", 200, 200, 403, 200},
		{"user=-", 200, 401, 401, 200},
		{"lifetime=1h", 200, 200, 200, 401},
		{"lifetime=never", 400, 0, 0, 0},
		{"scope=everything", 400, 0, 0, 0},
		{"user=nobody", 404, 0, 0, 0},
	} {
		status, text := press(t, server, "token", test.form, nil)
		if status != test.status {
			t.Errorf("%q: status %d (%s), want %d", test.form, status, text, test.status)
		}
		if status != 200 {
			continue
		}
		for path, want := range map[string]int{"/me": test.me, "/me/albums": test.albums} {
			request, err := http.NewRequest("GET", server.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+text)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			response.Body.Close()
			if response.StatusCode != want {
				t.Errorf("%q: %s has status %d, want %d", test.form, path, response.StatusCode, want)
			}
		}
		server.Advance(10 * 365 * 24 * time.Hour)
		if got := statusWith(t, server, text); got != test.later {
			t.Errorf("%q: status %d after ten years, want %d", test.form, got, test.later)
		}
	}
	token := server.LastingToken("").AccessToken
	if again := server.LastingToken("").AccessToken; again != token || statusWith(t, server, token) != 200 {
		t.Error("the lasting token does not last")
	}
	if _, page := getPage(t, "GET", server.AccountsURL+"/"); !strings.Contains(page, `<code id="token">`+token+`</code>`) {
		t.Error("the page shows another token")
	}
	server.SetTokenLifetime(time.Minute)
	server.Advance(time.Hour)
	if again := server.LastingToken("").AccessToken; again != token {
		t.Error("the lasting token depends on the lifetime of others")
	}
	server.RevokeTokens("")
	if again := server.LastingToken("").AccessToken; again == token || statusWith(t, server, again) != 200 {
		t.Error("there is no new token in place of the revoked one")
	}
}

// TestControlsRefuseOtherSites makes sure that a page of another site cannot press the
// controls: a browser says where a request comes from, programs do not.
func TestControlsRefuseOtherSites(t *testing.T) {
	server := spotifytest.NewServer(t, spotifytest.Empty())
	begin := server.Now()
	for _, test := range []struct {
		name   string
		header map[string]string
		want   int
	}{
		{"a program", nil, 200},
		{"the page", map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Origin": server.AccountsURL}, 200},
		{"the page without its script", map[string]string{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate", "Origin": server.AccountsURL}, 303},
		{"the page in an old browser", map[string]string{"Origin": server.AccountsURL}, 200},
		{"another site", map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://site.example"}, 403},
		{"a form of another site", map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 403},
		{"another port", map[string]string{"Sec-Fetch-Site": "same-site", "Origin": "http://127.0.0.1:1"}, 403},
		{"an old browser", map[string]string{"Origin": "https://site.example"}, 403},
		{"a file", map[string]string{"Origin": "null"}, 403},
	} {
		before := server.Now()
		status, text := press(t, server, "clock", "by=1h", test.header)
		if status != test.want {
			t.Errorf("%s: status %d (%s), want %d", test.name, status, text, test.want)
		}
		if moved := server.Now().After(before); moved != (test.want < 400) {
			t.Errorf("%s: the clock has moved: %v", test.name, moved)
		}
	}
	for _, control := range []string{"faults", "devices", "reset", "token"} {
		if status, text := press(t, server, control, "", map[string]string{"Sec-Fetch-Site": "cross-site"}); status != 403 {
			t.Errorf("%s: status %d (%s), want 403", control, status, text)
		}
	}
	if server.Now().Equal(begin) {
		t.Error("the clock was not moved at all")
	}
}

// TestControlsOfTheGuide does what the guide says to programs.
func TestControlsOfTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/testing.md")
	if err != nil {
		t.Fatal(err)
	}
	server := spotifytest.NewServer(t, spotifytest.Empty())
	commands := regexp.MustCompile(`curl -X POST http://127\.0\.0\.1:8182/page/(\w+)((?: -d \S+)*)`).FindAllStringSubmatch(string(guide), -1)
	for _, command := range commands {
		form := strings.TrimPrefix(strings.ReplaceAll(command[2], " -d ", "&"), "&")
		if status, text := press(t, server, command[1], form, nil); status != 200 {
			t.Errorf("%s: status %d, %s", command[0], status, text)
		}
	}
	if len(commands) != 6 {
		t.Errorf("the guide has %d commands, want 6", len(commands))
	}
}
