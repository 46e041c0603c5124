package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"testing"
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
		code <- run(ctx, append(args, "-address", "127.0.0.1:0"), w, stderr)
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
	if code := end(); code != exitOK || stderr.Len() > 0 {
		t.Errorf("exit code %d, stderr %q", code, stderr)
	}
}

func TestRedirectURIs(t *testing.T) {
	printed, _, end := started(t, "-redirect", "https://example.com/cb", "-redirect", "http://127.0.0.1:3000/")
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
	printed, stderr, end := started(t, "-empty", "-mode", "development", "-playlists", "both")
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
	if !strings.Contains(stderr.String(), "not in the schema: Users.GetCurrent (GET /me)") || !strings.Contains(stderr.String(), "colour") {
		t.Errorf("stderr %q does not tell of the parameter", stderr)
	}
}

// Whoever starts programs ends them with SIGTERM, people with an interrupt.
func TestSignalsInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process on Windows cannot send itself these signals")
	}
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		ctx := interruptible(t.Context())
		if err := self.Signal(signal); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
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
		{"-help", exitOK, "Usage: spotifyfake", ""},
		{"-mode huge", exitUsage, "", "want one of development, extended"},
		{"-playlists odd", exitUsage, "", "want one of both, new, old"},
		{"-nonsense", exitUsage, "", "-nonsense"},
		{"-redirect http://localhost/cb -address 127.0.0.1:0", exitProblem, "", "localhost"},
		{"serve", exitUsage, "", `unexpected argument "serve"`},
		{"-address " + taken.Addr().String(), exitProblem, "", "no port to listen on"},
	} {
		var stdout, stderr strings.Builder
		code := run(t.Context(), strings.Fields(test.args), &stdout, &stderr)
		if code != test.code || !strings.Contains(stdout.String(), test.stdout) || !strings.Contains(stderr.String(), test.stderr) {
			t.Errorf("spotifyfake %s: exit code %d, stdout %q, stderr %q; want %d, %q, %q", test.args, code, stdout.String(), stderr.String(), test.code, test.stdout, test.stderr)
		}
	}
}
