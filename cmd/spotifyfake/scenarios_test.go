package main

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/internal/cli"
)

// TestScenarios makes sure that each scenario does what its line in the help says.
func TestScenarios(t *testing.T) {
	tests := map[string]func(t *testing.T, printed string, get func(method, path string) (int, string)){
		"ad": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			if _, body := get("GET", "/me/player"); !strings.Contains(body, `"currently_playing_type":"ad"`) {
				t.Errorf("the player says %s", body)
			}
		},
		"development": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			if _, body := get("GET", "/me"); strings.Contains(body, `"email"`) {
				t.Errorf("the profile is %s", body)
			}
		},
		"flaky": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			for _, want := range []int{502, 429, 0, 200} {
				if status, body := get("POST", "/nothing"); want != 200 && status != want {
					t.Errorf("status %d (%s), want %d", status, body, want)
				}
			}
			if status, _ := get("GET", "/me"); status != 200 {
				t.Errorf("status %d after the failures", status)
			}
		},
		"free": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			if _, body := get("GET", "/me"); !strings.Contains(body, `"product":"free"`) {
				t.Errorf("the profile is %s", body)
			}
			if status, body := get("PUT", "/me/player/pause"); status != 403 || !strings.Contains(body, "PREMIUM_REQUIRED") {
				t.Errorf("a command: status %d, %s", status, body)
			}
		},
		"no-device": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			if _, body := get("GET", "/me/player/devices"); strings.Contains(body, `"is_restricted":false`) {
				t.Errorf("the devices are %s", body)
			}
		},
		"odd": func(t *testing.T, printed string, get func(string, string) (int, string)) {
			device := regexp.MustCompile(`device_id=(\w+)`).FindStringSubmatch(printed)[1]
			if status, _ := get("PUT", "/me/player/shuffle?state=true&device_id="+device); status != 200 {
				t.Errorf("a command has status %d, want the odd 200", status)
			}
		},
		"outage": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			for range 3 {
				if status, _ := get("GET", "/me"); status != 503 {
					t.Errorf("status %d", status)
				}
			}
		},
		"quota": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			if status, body := get("GET", "/me"); status != 429 || !strings.Contains(body, "Quota exceeded") {
				t.Errorf("status %d, %s", status, body)
			}
		},
		"rate-limit": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			for i := range 21 {
				if status, _ := get("GET", "/markets"); (status == 429) != (i == 20) {
					t.Errorf("request %d: status %d", i, status)
				}
			}
		},
		"refused-login": func(t *testing.T, printed string, _ func(string, string) (int, string)) {
			if location := logIn(t, printed); !strings.Contains(location, "error=access_denied") {
				t.Errorf("a login leads to %s", location)
			}
		},
		"short-tokens": func(t *testing.T, printed string, _ func(string, string) (int, string)) {
			code := regexp.MustCompile(`code=([^&]+)`).FindStringSubmatch(logIn(t, printed))[1]
			first := postToken(t, printed, url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {"http://127.0.0.1:1/callback"}})
			refresh := regexp.MustCompile(`"refresh_token":"([^"]+)"`).FindStringSubmatch(first)
			if refresh == nil || !strings.Contains(first, `"expires_in":60`) {
				t.Fatalf("a login gives %s", first)
			}
			postToken(t, printed, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh[1]}})
			if again := postToken(t, printed, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh[1]}}); !strings.Contains(again, "invalid_grant") {
				t.Errorf("a refresh token works twice: %s", again)
			}
		},
		"unregistered": func(t *testing.T, _ string, get func(string, string) (int, string)) {
			if status, body := get("GET", "/me"); status != 403 || !strings.Contains(body, "not registered") {
				t.Errorf("status %d, %s", status, body)
			}
		},
		"slow": func(t *testing.T, printed string, _ func(string, string) (int, string)) {
			if page := getText(t, accountsOf(printed)+"/"); !strings.Contains(page, "2s late: any operation") {
				t.Error("nothing is late")
			}
		},
	}
	for _, s := range scenarios() {
		check, ok := tests[s.name]
		if !ok {
			t.Errorf("the scenario %s has no test", s.name)
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			printed, _, end := started(t, "--scenario", s.name)
			defer end()
			token := tokenOf(printed)
			check(t, printed, func(method, path string) (int, string) {
				request, err := http.NewRequest(method, regexp.MustCompile(`http://\S+/v1`).FindString(printed)+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				request.Header.Set("Authorization", "Bearer "+token)
				response, err := http.DefaultClient.Do(request)
				if err != nil {
					return 0, err.Error()
				}
				defer response.Body.Close()
				return response.StatusCode, bodyOf(t, response)
			})
		})
	}
	if !strings.Contains(command().Details, "\n  flaky          the first three requests fail") {
		t.Errorf("the help does not describe the scenarios:\n%s", command().Details)
	}
}

// TestScenariosTogether makes sure that several can be given, in both ways.
func TestScenariosTogether(t *testing.T) {
	printed, _, end := started(t, "--scenario", "free,slow", "--scenario", "ad")
	defer end()
	page := getText(t, accountsOf(printed)+"/")
	for _, want := range []string{"SE, free", "2s late", "An advertisement"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	var stdout, stderr strings.Builder
	if code := command().Run(t.Context(), cli.Terminal{Stdout: &stdout, Stderr: &stderr}, []string{"--scenario", "slow,flakey"}); code != cli.ExitUsage || !strings.Contains(stderr.String(), `--scenario: there is no scenario "flakey"; did you mean flaky?`) {
		t.Errorf("exit code %d, stderr %q", code, stderr.String())
	}
}

func accountsOf(printed string) string {
	return strings.TrimSuffix(regexp.MustCompile(`http://\S+/`).FindString(printed), "/")
}

// logIn opens the login page, and returns where it leads.
func logIn(t *testing.T, printed string) string {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	query := url.Values{"client_id": {"fa4efa4efa4efa4efa4efa4efa4efa4e"}, "response_type": {"code"}, "redirect_uri": {"http://127.0.0.1:1/callback"}}
	response, err := client.Get(accountsOf(printed) + "/authorize?" + query.Encode())
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.Header.Get("Location")
}

func postToken(t *testing.T, printed string, form url.Values) string {
	t.Helper()
	form.Set("client_id", "fa4efa4efa4efa4efa4efa4efa4efa4e")
	form.Set("client_secret", "5ec2e75ec2e75ec2e75ec2e75ec2e75e")
	response, err := http.PostForm(accountsOf(printed)+"/api/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	return bodyOf(t, response)
}
