package spotify

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

// browserStart is how long OpenBrowser waits for the command that starts a browser. One
// that fails does so at once; some run until the browser is closed.
const browserStart = 2 * time.Second

// OpenBrowser shows an http or https URL in the browser of the user's desktop, for
// [Authenticator.Login]. The environment variable BROWSER can name another
// command. Where no browser can be started, as in a container or behind SSH, the
// error says why. Print the URL as well, so that the user can open it by hand:
//
//	source, err := auth.StoredLogin(ctx, store, func(url string) error {
//		fmt.Println("Please log in at", url)
//		_ = OpenBrowser(url) // the user has the URL
//		return nil
//	})
//
// The error is nil if a browser was started. Whether it shows the page is not
// known.
func OpenBrowser(url string) error {
	// A library would be one more module for each importer, for what is a few commands.
	if err := openBrowser(url, runtime.GOOS, os.Getenv, browserStart); err != nil {
		return fmt.Errorf("spotify: no browser: %w", err)
	}
	return nil
}

func openBrowser(address, system string, env func(string) string, patience time.Duration) error {
	// What starts a browser also opens files and programs, and reads options.
	if u, err := url.Parse(address); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("the address is not an http or https URL")
	}
	commands := browserCommands(address, system, env)
	if len(commands) == 0 {
		return errors.New("there is no desktop, and the environment variable BROWSER is not set")
	}
	var failures []string
	for _, command := range commands {
		err := startBrowser(command, patience)
		if err == nil {
			return nil
		}
		failures = append(failures, command[0]+": "+singleLine(err.Error(), maxMessage))
	}
	return errors.New(strings.Join(failures, "; "))
}

// browserCommands returns the commands to try, the best first.
func browserCommands(address, system string, env func(string) string) [][]string {
	var commands [][]string
	for command := range strings.SplitSeq(env("BROWSER"), string(os.PathListSeparator)) {
		words := strings.Fields(command)
		switch {
		case len(words) == 0, strings.Contains(words[0], "%s"):
		case strings.Contains(command, "%s"):
			for i := range words {
				words[i] = strings.ReplaceAll(words[i], "%s", address)
			}
			commands = append(commands, words)
		default:
			commands = append(commands, append(words, address))
		}
	}
	const handler = "url.dll,FileProtocolHandler"
	switch system {
	case "windows":
		return append(commands, []string{"rundll32", handler, address})
	case "darwin":
		return append(commands, []string{"open", address})
	case "js", "wasip1", "android", "ios", "plan9":
		return commands
	}
	if env("WSL_DISTRO_NAME") != "" { // Linux on Windows
		commands = append(commands, []string{"wslview", address}, []string{"rundll32.exe", handler, address})
	}
	// Without a desktop, xdg-open starts browsers that take over the terminal.
	if cmp.Or(env("DISPLAY"), env("WAYLAND_DISPLAY")) != "" {
		commands = append(commands, []string{"xdg-open", address}, []string{"gio", "open", address})
	}
	return commands
}

// startBrowser lets the command run on, but reports it if it fails at once.
func startBrowser(command []string, patience time.Duration) error {
	cmd := exec.Command(command[0], command[1:]...)
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return err
	case <-time.After(patience):
		return nil
	}
}
