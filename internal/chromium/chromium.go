// Package chromium finds the browser that tests of pages drive.
package chromium

import (
	"os/exec"
	"testing"
)

// Find returns the path of a Chromium or a Chrome. What CI runs installs one; elsewhere a
// machine may do without, and then the test is skipped.
func Find(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("there is no Chromium or Chrome on this machine; .ci/run installs one")
	return ""
}
