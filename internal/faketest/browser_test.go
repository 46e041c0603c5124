package faketest_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spotgen/spotgen/internal/chromium"
)

// A browser is a Chromium or a Chrome with one page, which is driven over two pipes with
// the messages of its DevTools.
type browser struct {
	t       *testing.T
	ctx     context.Context
	to      io.Writer
	from    *bufio.Reader
	session string
	last    int            // message
	events  map[string]int // that came, by method
	stderr  string         // the file with what it complains about
}

// openBrowser starts a browser, which ends with the test. Without one on this machine,
// the test is left out; what CI runs installs one.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := chromium.Find(t)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	command := exec.CommandContext(ctx, path, "--headless", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-dev-shm-usage", "--hide-scrollbars", "--user-data-dir="+t.TempDir(), "about:blank")
	b := &browser{t: t, ctx: ctx, events: map[string]int{}, stderr: filepath.Join(t.TempDir(), "stderr")}
	stderr, err := os.Create(b.stderr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stderr.Close() })
	// Not the file itself, but a pipe to it: Wait then waits for all processes of the browser,
	// which may write into its folder until they end.
	command.Stderr, command.WaitDelay = struct{ io.Writer }{stderr}, 10*time.Second
	commands, to := pipe(t)
	from, events := pipe(t)
	command.ExtraFiles = []*os.File{commands, events} // its descriptors 3 and 4
	b.to, b.from = to, bufio.NewReader(from)
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	commands.Close()
	events.Close()
	t.Cleanup(func() {
		// It closes its files and ends when the pipe does; only then can its folder go.
		b.call("Browser.close", nil)
		to.Close()
		command.Wait()
	})
	context.AfterFunc(ctx, func() { from.Close() })
	target := b.must("Target.createTarget", map[string]any{"url": "about:blank"})
	attached := b.must("Target.attachToTarget", map[string]any{"targetId": target["targetId"], "flatten": true})
	b.session, _ = attached["sessionId"].(string)
	b.must("Page.enable", nil)
	return b
}

func pipe(t *testing.T) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close(); w.Close() })
	return r, w
}

// call sends a message and returns the answer to it.
func (b *browser) call(method string, params map[string]any) (map[string]any, error) {
	b.last++
	message := map[string]any{"id": b.last, "method": method}
	if params != nil {
		message["params"] = params
	}
	if b.session != "" && !strings.HasPrefix(method, "Browser.") {
		message["sessionId"] = b.session
	}
	data, err := json.Marshal(message)
	if err != nil {
		return nil, err
	}
	if _, err := b.to.Write(append(data, 0)); err != nil {
		return nil, err
	}
	for {
		answer, err := b.read()
		switch {
		case err != nil:
			return nil, err
		case answer.ID != b.last:
		case answer.Error.Message != "":
			return nil, errors.New(answer.Error.Message)
		default:
			return answer.Result, nil
		}
	}
}

// A reply is an answer or an event.
type reply struct {
	ID     int
	Method string
	Result map[string]any
	Error  struct{ Message string }
}

func (b *browser) read() (r reply, err error) {
	data, err := b.from.ReadBytes(0)
	if err != nil {
		complaints, _ := os.ReadFile(b.stderr)
		return r, fmt.Errorf("%w; the browser says:\n%s", err, complaints)
	}
	err = json.Unmarshal(data[:len(data)-1], &r)
	b.events[r.Method]++
	return r, err
}

func (b *browser) must(method string, params map[string]any) map[string]any {
	b.t.Helper()
	result, err := b.call(method, params)
	if err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
	return result
}

// size makes the window so large, as that of a phone or of a desk.
func (b *browser) size(width, height int, phone bool) {
	b.t.Helper()
	b.must("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone})
	b.must("Emulation.setTouchEmulationEnabled", map[string]any{"enabled": phone})
}

// open goes to an address, and waits until the page has loaded.
func (b *browser) open(address string) {
	b.t.Helper()
	b.load(func() { b.must("Page.navigate", map[string]any{"url": address}) })
}

// load waits until what somebody does has loaded another page.
func (b *browser) load(do func()) {
	b.t.Helper()
	const loaded = "Page.loadEventFired"
	before := b.events[loaded]
	do()
	for b.events[loaded] == before {
		if _, err := b.read(); err != nil {
			b.t.Fatal(err)
		}
	}
}

// eval runs an expression in the page and returns its value, as JSON does.
func (b *browser) eval(expression string) any {
	b.t.Helper()
	result := b.must("Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true})
	if problem, ok := result["exceptionDetails"]; ok {
		b.t.Fatalf("%s: %v", expression, problem)
	}
	value, _ := result["result"].(map[string]any)
	return value["value"]
}

// text is eval for what is a string.
func (b *browser) text(expression string) string {
	b.t.Helper()
	text, _ := b.eval(expression).(string)
	return text
}

// await waits in the page until a condition holds.
func (b *browser) await(condition string) {
	b.t.Helper()
	const most = 20_000 // milliseconds
	held := b.eval(fmt.Sprintf(`new Promise(done => {
		const begun = Date.now();
		const look = () => (%s) ? done(true) : Date.now() - begun > %d ? done(false) : setTimeout(look, 20);
		look();
	})`, condition, most))
	if held != true {
		b.t.Fatalf("the page never has: %s\nIt says:\n%s", condition, b.text("document.body.innerText"))
	}
}

// press presses a key, as on a keyboard.
func (b *browser) press(key string) {
	b.t.Helper()
	codes := map[string]int{"Tab": 9, "Enter": 13, " ": 32}
	text := ""
	switch key {
	case "Enter":
		text = "\r"
	case " ":
		text = " "
	}
	for _, kind := range []string{"keyDown", "keyUp"} {
		event := map[string]any{"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
		if text != "" && kind == "keyDown" {
			event["text"] = text
		}
		b.must("Input.dispatchKeyEvent", event)
	}
}

// write types a text where the focus is.
func (b *browser) write(text string) {
	b.t.Helper()
	b.must("Input.insertText", map[string]any{"text": text})
}

// picture is what the window shows, as a PNG.
func (b *browser) picture() []byte {
	b.t.Helper()
	encoded, _ := b.must("Page.captureScreenshot", map[string]any{"format": "png"})["data"].(string)
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		b.t.Fatal(err)
	}
	return data
}
