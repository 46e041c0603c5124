package spotify

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBrowserCommands(t *testing.T) {
	const address = "http://127.0.0.1/?a=b&c=%73"
	list := func(names ...string) string { return strings.Join(names, string(os.PathListSeparator)) }
	tests := []struct {
		name, system string
		env          map[string]string
		want         []string // with spaces between the words
	}{
		{"Windows", "windows", nil, []string{"rundll32 url.dll,FileProtocolHandler URL"}},
		{"macOS", "darwin", nil, []string{"open URL"}},
		{"Linux, X11", "linux", map[string]string{"DISPLAY": ":0"}, []string{"xdg-open URL", "gio open URL"}},
		{"Linux, Wayland", "linux", map[string]string{"WAYLAND_DISPLAY": "wayland-0"}, []string{"xdg-open URL", "gio open URL"}},
		{"FreeBSD", "freebsd", map[string]string{"DISPLAY": ":0"}, []string{"xdg-open URL", "gio open URL"}},
		{"Linux on Windows", "linux", map[string]string{"WSL_DISTRO_NAME": "x"}, []string{"wslview URL", "rundll32.exe url.dll,FileProtocolHandler URL"}},
		{"container", "linux", nil, nil},
		{"container with a helper", "linux", map[string]string{"BROWSER": "/opt/helper.sh"}, []string{"/opt/helper.sh URL"}},
		{"several of the user's", "darwin", map[string]string{"BROWSER": list("", "a --new", "b=%s", "c 'x=%s' y", "%s", " ")}, []string{"a --new URL", "c 'x=URL' y", "open URL"}},
		{"browser", "js", nil, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, command := range browserCommands(address, test.system, func(name string) string { return test.env[name] }) {
				got = append(got, strings.ReplaceAll(strings.Join(command, " "), address, "URL"))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOpenBrowserErrors(t *testing.T) {
	t.Setenv("BROWSER", "/nowhere/browser-of-nobody")
	for _, address := range []string{"", "file:///etc/passwd", "/etc/passwd", "-help", "javascript:alert(1)", "http:", "http://", "http:x", "calc.exe", "http://a\nb"} {
		wantError(t, OpenBrowser(address), "spotify: no browser: the address is not an http or https URL")
	}
	err := openBrowser("https://example.com/?state="+testState, "linux", func(name string) string {
		return map[string]string{"BROWSER": "/nowhere/one" + string(os.PathListSeparator) + "/nowhere/two"}[name]
	}, time.Second)
	wantError(t, err, "/nowhere/one: ", "; /nowhere/two: ")
	noSecrets(t, err)
	err = openBrowser("https://example.com", "linux", func(string) string { return "" }, time.Second)
	wantError(t, err, "there is no desktop, and the environment variable BROWSER is not set")
}
