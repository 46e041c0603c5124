package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/internal/cli"
)

// started runs the command until the test ends, and returns what it has printed once
// it listens, and what it ends with.
func started(t *testing.T, args ...string) (printed string, stderr *strings.Builder, end func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, w := io.Pipe()
	code := make(chan int, 1)
	stderr = new(strings.Builder)
	go func() {
		code <- command().Run(ctx, cli.Terminal{Stdout: w, Stderr: stderr}, append(args, "--address", "127.0.0.1:0"))
		w.Close()
	}()
	var text strings.Builder
	for lines := bufio.NewScanner(out); lines.Scan(); {
		text.WriteString(lines.Text() + "\n")
		if strings.HasPrefix(lines.Text(), "Ctrl-C") {
			break
		}
	}
	return text.String(), stderr, func() int { cancel(); return <-code }
}

func bodyOf(t *testing.T, response *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func getText(t *testing.T, address string) string {
	t.Helper()
	response, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return bodyOf(t, response)
}

// TestHowTo does what the printed how-to says.
func TestHowTo(t *testing.T) {
	printed, stderr, end := started(t)
	for _, want := range []string{"client ID fa4e", "http://127.0.0.1/callback", "spotify.WithBaseURL(", "listener (Lisa Listener)"} {
		if !strings.Contains(printed, want) {
			t.Errorf("the how-to lacks %q:\n%s", want, printed)
		}
	}
	curl := regexp.MustCompile(`curl (?:-i )?(?:-X (\w+) )?-H 'Authorization: (Bearer \S+)' (?:-d '([^']*)' \\\n\s+-H 'Content-Type: application/json' )?'?(\S+?)'?\n`)
	commands := curl.FindAllStringSubmatch(printed, -1)
	if len(commands) != 3 {
		t.Fatalf("%d curl commands, want 3:\n%s", len(commands), printed)
	}
	for _, command := range commands {
		method, authorization, body, address := command[1], command[2], command[3], command[4]
		request, err := http.NewRequest(method, address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", authorization)
		if body != "" {
			request.Header.Set("Content-Type", "application/json")
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode >= 300 {
			t.Errorf("%s: status %d", command[0], response.StatusCode)
		}
	}
	post := regexp.MustCompile(`curl -X POST (\S+) -d (\S+) -d (\S+)`).FindStringSubmatch(printed)
	if post == nil {
		t.Fatalf("no command makes a token:\n%s", printed)
	}
	response, err := http.Post(post[1], "application/x-www-form-urlencoded", strings.NewReader(post[2]+"&"+post[3]))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if token := strings.TrimSpace(bodyOf(t, response)); statusOf(t, printed, "GET", "/me/tracks", token, "") != 200 {
		t.Errorf("the command makes the token %q, which is not valid", token)
	}
	if code := end(); code != cli.ExitOK || stderr.Len() > 0 {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}

// TestRedirectWords makes sure that it says of each redirect URI whether the port counts.
func TestRedirectWords(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "  Redirect   http://127.0.0.1/callback with any port\n"},
		{[]string{"--redirect", "http://127.0.0.1:3000/callback"}, "  Redirect   http://127.0.0.1:3000/callback exactly\n"},
		{[]string{"--redirect", "https://example.com/cb", "--redirect", "http://[::1]/x", "--redirect", "http://127.0.0.1:1/y"},
			"  Redirect   https://example.com/cb exactly\n             or http://[::1]/x with any port\n             or http://127.0.0.1:1/y exactly\n"},
	} {
		printed, _, end := started(t, test.args...)
		end()
		if !strings.Contains(printed, test.want) {
			t.Errorf("%q: it prints\n%s\nwithout\n%s", test.args, printed, test.want)
		}
	}
}

func TestRedirectURIs(t *testing.T) {
	printed, _, end := started(t, "--redirect", "https://example.com/cb", "--redirect", "http://127.0.0.1:3000/")
	defer end()
	accounts := strings.TrimSuffix(regexp.MustCompile(`http://\S+/`).FindString(printed), "/")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for uri, want := range map[string]int{"https://example.com/cb": 303, "http://127.0.0.1:3000/": 303, "http://127.0.0.1/callback": 400} {
		query := url.Values{"client_id": {"fa4efa4efa4efa4efa4efa4efa4efa4e"}, "response_type": {"code"}, "redirect_uri": {uri}}
		response, err := client.Get(accounts + "/authorize?" + query.Encode())
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != want {
			t.Errorf("%s: status %d, want %d", uri, response.StatusCode, want)
		}
	}
}

func TestViolationsArePrinted(t *testing.T) {
	printed, stderr, end := started(t, "--empty", "--mode", "development", "--playlists", "both")
	token := regexp.MustCompile(`Bearer (\S+)'`).FindStringSubmatch(printed)[1]
	base := regexp.MustCompile(`http://\S+/v1`).FindString(printed)
	request, err := http.NewRequest("GET", base+"/me?colour=red", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(response.Body)
	response.Body.Close()
	if err != nil || strings.Contains(string(body), "email") {
		t.Errorf("the answer is not that of development mode: %s, %v", body, err)
	}
	end()
	if !strings.Contains(stderr.String(), "not in the schema: Users.Me (GET /me)") || !strings.Contains(stderr.String(), "colour") {
		t.Errorf("stderr %q does not tell of the parameter", stderr)
	}
}

func TestWarningsArePrinted(t *testing.T) {
	printed, stderr, end := started(t)
	token := regexp.MustCompile(`Bearer (\S+)'`).FindStringSubmatch(printed)[1]
	track := regexp.MustCompile(`http://\S+/v1/tracks/(\w+)`).FindStringSubmatch(printed)[1]
	base := regexp.MustCompile(`http://\S+/v1`).FindString(printed)
	request, err := http.NewRequest("PUT", base+"/me/tracks?ids="+track, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	end()
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(stderr.String(), "warning: Tracks.Save (PUT /me/tracks): ids is in the query") {
		t.Errorf("status %d, stderr %q; want 200 and a warning", response.StatusCode, stderr)
	}
}

func TestCommandLine(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, test := range []struct {
		args           string
		code           int
		stdout, stderr string
	}{
		{"--help", cli.ExitOK, "Usage: spotifyfake [FLAGS]\n\nServe a fake Spotify", ""},
		{"-help", cli.ExitOK, "  --playlists both|new|old\n        names of the contents of playlists", ""},
		{"-version", cli.ExitOK, "spotifyfake ", ""},
		{"--version", cli.ExitOK, ", go1.", ""},
		{"--mode huge", cli.ExitUsage, "", `--mode "huge" is not extended or development`},
		{"-playlists odd", cli.ExitUsage, "", `--playlists "odd" is not both, new, or old; did you mean old?`},
		{"--nonsense", cli.ExitUsage, "", "spotifyfake: there is no flag --nonsense\nSee \"spotifyfake --help\".\n"},
		{"--redirect http://localhost/cb --address 127.0.0.1:0", cli.ExitProblem, "", "spotifyfake: register the app: "},
		{"serve --empty", cli.ExitUsage, "", `unexpected argument "serve"`},
		{"--address " + taken.Addr().String(), cli.ExitProblem, "", "spotifyfake: start: spotifytest: no port to listen on"},
	} {
		var stdout, stderr strings.Builder
		code := command().Run(t.Context(), cli.Terminal{Stdout: &stdout, Stderr: &stderr}, strings.Fields(test.args))
		if code != test.code || !strings.Contains(stdout.String(), test.stdout) || !strings.Contains(stderr.String(), test.stderr) {
			t.Errorf("spotifyfake %s: exit code %d, stdout %q, stderr %q; want %d, %q, %q", test.args, code, stdout.String(), stderr.String(), test.code, test.stdout, test.stderr)
		}
	}
}

// TestExamples runs the examples of the help, each on a port that is free.
func TestExamples(t *testing.T) {
	t.Chdir(t.TempDir()) // for the file of one of them
	examples := command().Examples
	if len(examples) == 0 {
		t.Error("there are no examples")
	}
	for _, example := range examples {
		args := strings.Fields(example)
		if args[0] != "spotifyfake" {
			t.Errorf("%q is no example of spotifyfake", example)
		}
		printed, stderr, end := started(t, args[1:]...)
		if code := end(); code != cli.ExitOK || stderr.Len() > 0 || !strings.Contains(printed, "is listening") {
			t.Errorf("%s: exit code %d, stderr %q, printed %q", example, code, stderr, printed)
		}
	}
}

// TestPlaylistNames makes sure that playlists have the names that the flags ask for.
func TestPlaylistNames(t *testing.T) {
	for _, test := range []struct {
		args     []string
		old, new bool
	}{
		{nil, true, true},
		{[]string{"--mode=development"}, false, true},
		{[]string{"--mode=development", "--playlists=old"}, false, true},
		{[]string{"--playlists=old"}, true, false},
		{[]string{"--playlists=new"}, false, true},
	} {
		printed, _, end := started(t, test.args...)
		token := regexp.MustCompile(`Bearer (\S+)'`).FindStringSubmatch(printed)[1]
		get := func(address string) string {
			request, err := http.NewRequest("GET", address, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer "+token)
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			return string(body)
		}
		list := get(regexp.MustCompile(`http://\S+/v1`).FindString(printed) + "/me/playlists")
		hasOld, hasNew := false, false
		// In development mode, the playlists of others have no contents.
		for _, address := range regexp.MustCompile(`http://[^"]+/v1/playlists/[0-9A-Za-z]{22}`).FindAllString(list, -1) {
			playlist := get(address)
			hasOld = hasOld || strings.Contains(playlist, `"track":{`)
			hasNew = hasNew || strings.Contains(playlist, `"item":{`)
		}
		if hasOld != test.old || hasNew != test.new {
			t.Errorf("%q: old names %v, new names %v; want %v, %v", test.args, hasOld, hasNew, test.old, test.new)
		}
		end()
	}
}
