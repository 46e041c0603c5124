package faketest_test

import (
	"bytes"
	"flag"
	"image/png"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

var update = flag.Bool("update", false, "write the screenshots in docs")

// TestPageInBrowser uses the page as a person does.
func TestPageInBrowser(t *testing.T) {
	b := openBrowser(t)
	server := spotifytest.NewServer(t, spotifytest.Relaxed())
	client := server.Client()
	ctx := t.Context()
	b.size(1200, 900, false)
	b.open(server.AccountsURL + "/")

	// It follows the state, and keeps what was opened.
	b.eval(`document.getElementById("library-Tracks").open = true`)
	track := server.AddTrack(spotifytest.Track{Name: "Begun Later"})
	server.StartPlayback("", track.ID.URI())
	server.Save("", track.ID.URI())
	b.await(`document.querySelector("#now strong")?.textContent === "Begun Later"`)
	b.await(`document.getElementById("library-Tracks").textContent.includes("Begun Later")`)
	if b.eval(`document.getElementById("library-Tracks").open`) != true {
		t.Error("what was opened is closed again")
	}

	// The keyboard reaches every control, and each has a name.
	if names, _ := b.eval(unnamed).([]any); len(names) > 0 {
		t.Errorf("without a label: %q", names)
	}
	b.eval(`document.activeElement.blur(); scrollTo(0, 0); document.body.tabIndex = -1; document.body.focus()`)
	count, _ := b.eval(controlsOnScreen + `.length`).(float64)
	b.eval(`window.reached = new Set(); document.addEventListener("focusin", event => reached.add(event.target))`)
	for range int(count) + 40 { // what scrolls may be reached as well
		b.press("Tab")
	}
	if missed, _ := b.eval(controlsOnScreen + `.filter(e => !reached.has(e)).slice(0, 5).map(e => e.outerHTML)`).([]any); len(missed) > 0 || count < 30 {
		t.Errorf("of %v controls, the keyboard does not reach %q", count, missed)
	}

	// The keyboard presses them.
	begin := server.Now()
	b.eval(`document.querySelector("button[value='1h']").focus()`)
	b.press("Enter")
	b.await(`document.getElementById("said").textContent.startsWith("The clock is 1h0m0s ahead")`)
	if got := server.Now().Sub(begin); got != time.Hour {
		t.Errorf("the clock has moved by %v, want an hour", got)
	}
	b.await(`document.getElementById("live-clock").textContent.includes("13:00:00")`)
	b.eval(`document.querySelector("input[name='by']").select(); document.querySelector("input[name='by']").focus()`)
	b.write("tomorrow")
	b.press("Enter")
	b.await(`document.getElementById("said").className === "bad" && document.getElementById("said").textContent.includes("tomorrow")`)

	// The focus stays where it is while the list around it changes.
	b.eval(`document.getElementById("copy-` + string(server.Devices("")[0].ID) + `").focus()`)
	server.AddDevice("", spotifytest.Device{Name: "Barn Speaker"})
	b.await(`document.getElementById("live-devices").textContent.includes("Barn Speaker")`)
	if got := b.text(`document.activeElement.id`); got != "copy-"+string(server.Devices("")[0].ID) {
		t.Errorf("the focus is on %q", got)
	}
	b.eval(`document.getElementById("drop-` + string(server.Devices("")[0].ID) + `").focus()`)
	b.press(" ")
	b.await(`document.getElementById("said").textContent === "Kitchen Computer is gone."`)
	if got := server.Devices("")[0].Name; got == "Kitchen Computer" {
		t.Error("the device is still there")
	}

	// It copies.
	b.must("Browser.grantPermissions", map[string]any{"permissions": []string{"clipboardReadWrite", "clipboardSanitizedWrite"}})
	for selector, want := range map[string]string{
		`[data-copy="client-id"]`:                server.App().ID,
		`[data-copy="secret"]`:                   server.App().Secret,
		`[data-copy="token"]`:                    server.LastingToken("").AccessToken,
		`[data-copy="curl"]`:                     "curl -H 'Authorization: Bearer " + server.LastingToken("").AccessToken + "' " + server.URL + "/me",
		`#live-player .copy button:nth-child(1)`: string(track.ID.URI()),
		`#live-player .copy button:nth-child(2)`: string(track.ID),
	} {
		b.eval("document.querySelector(`" + selector + "`).click()")
		b.await("document.getElementById('said').textContent === `Copied: " + want + "`")
		if got := b.text(`navigator.clipboard.readText()`); got != want {
			t.Errorf("%s copies %q, want %q", selector, got, want)
		}
	}
	b.eval(`document.getElementById("more-tokens").open = true; document.querySelector("#more-tokens form button").click()`)
	b.await(`document.getElementById("new-token").textContent.startsWith("BQ")`)
	if status := statusWith(t, server, b.text(`document.getElementById("new-token").textContent`)); status != 200 {
		t.Errorf("a new token: status %d", status)
	}

	// It finds requests.
	server.Fail(1, spotifytest.JSONError(404, "Gone for good", ""), spotify.OpAlbumsGet)
	client.Albums.Get(ctx, server.Example().Album, nil)
	if _, err := client.Users.Me(ctx); err != nil {
		t.Fatal(err)
	}
	b.await(`document.querySelectorAll("tr.request").length === 3`) // with that of the token
	for _, test := range []struct {
		words, kind string
		want        float64
	}{{"", "", 3}, {"gone for GOOD", "", 1}, {"users.me", "", 1}, {"nothing of it", "", 0}, {"", "failed", 1}, {"", "violation", 0}, {"markets", "failed", 0}} {
		b.eval(`document.getElementById("filter").value = "` + test.words + `"; document.getElementById("filter").dispatchEvent(new Event("input"));
			document.getElementById("kind").value = "` + test.kind + `"; document.getElementById("kind").dispatchEvent(new Event("change"))`)
		if got := b.eval(`[...document.querySelectorAll("tr.request")].filter(row => row.checkVisibility()).length`); got != test.want {
			t.Errorf("%q, %q: %v requests, want %v", test.words, test.kind, got, test.want)
		}
	}

	// The pictures are those of the API.
	b.eval(`document.getElementById("playlists").scrollIntoView()`)
	if got, want := b.text(`document.querySelector("#live-player img").src`), smallestCover(t, server, track.ID); got != want {
		t.Errorf("the picture is %q, and that of the API %q", got, want)
	}

	// Of what a reset asks, only the answer counts.
	b.eval(`window.confirm = () => false; document.querySelector("[data-ask]").click()`)
	b.eval(`new Promise(done => setTimeout(done, 0))`)
	if _, there := server.Track(track.ID); !there {
		t.Error("it was reset without consent")
	}
	b.eval(`window.confirm = () => true; document.querySelector("[data-ask]").click()`)
	b.await(`document.getElementById("now").textContent === "Nothing plays."`)

	// It says so when the server is gone.
	server.Close()
	b.await(`!document.getElementById("gone").hidden`)
}

// smallestCover is the address of the smallest picture of a track's album.
func smallestCover(t *testing.T, server *spotifytest.Server, id spotify.TrackID) string {
	t.Helper()
	track, err := server.Client().Tracks.Get(t.Context(), id, nil)
	if err != nil {
		t.Fatal(err)
	}
	return track.Album.Images[len(track.Album.Images)-1].URL
}

const (
	// controlsOnScreen are the controls that can be seen.
	controlsOnScreen = `[...document.querySelectorAll("main a, main button, main input:not([type=hidden]), main select, main summary")].filter(e => e.checkVisibility())`
	// unnamed are the controls that a screen reader could not name.
	unnamed = controlsOnScreen + `.filter(e => !(e.ariaLabel || e.textContent.trim() && !e.matches("select") || e.labels?.length)).slice(0, 5).map(e => e.outerHTML)`
)

// TestPageWithoutScript uses a form as a browser without scripts does.
func TestPageWithoutScript(t *testing.T) {
	b := openBrowser(t)
	server := spotifytest.NewServer(t, spotifytest.Empty())
	server.AddUser(spotifytest.User{ID: "a & b"})
	b.must("Emulation.setScriptExecutionDisabled", map[string]any{"value": true})
	b.open(server.AccountsURL + "/?user=" + url.QueryEscape("a & b"))
	begin := server.Now()
	b.load(func() { b.eval(`document.querySelector("button[value='1m']").click()`) })
	if got := b.text(`document.getElementById("live-clock").textContent`); !strings.Contains(got, "12:01:00") {
		t.Errorf("the page says %q", got)
	}
	if got := server.Now().Sub(begin); got != time.Minute {
		t.Errorf("the clock has moved by %v, want a minute", got)
	}
	if got := b.text(`document.querySelector("#player h2").textContent`); got != "Player of a & b" {
		t.Errorf("the page is that of %q", got)
	}
}

// TestPageFitsItsWindow looks at the page on a desk and on a phone, and makes the pictures
// of it in docs.
func TestPageFitsItsWindow(t *testing.T) {
	b := openBrowser(t)
	options := []spotifytest.Option{spotifytest.Relaxed()}
	if *update {
		options = append(options, spotifytest.Address("127.0.0.1:8182")) // that of spotifyfake
	}
	server := spotifytest.NewServer(t, options...)
	showOff(t, server)
	for _, window := range []struct {
		name          string
		width, height int
		phone         bool
		first         string // section at the top
	}{
		{"fake-page.png", 1000, 700, false, ""},
		{"fake-requests.png", 1000, 560, false, "requests"},
		{"fake-page-phone.png", 390, 700, true, "controls"},
	} {
		b.size(window.width, window.height, window.phone)
		b.open(server.AccountsURL + "/")
		b.eval(`for (const d of document.querySelectorAll("details")) d.open = true`)
		if over, _ := b.eval(`document.documentElement.scrollWidth - innerWidth`).(float64); over > 0 {
			t.Errorf("%s: the page is %v pixels wider than the window, with %q", window.name, over,
				b.eval(`[...document.querySelectorAll("main *")].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 5).map(e => e.outerHTML.slice(0, 200))`))
		}
		if small, _ := b.eval(`[...document.querySelectorAll("button, select")].filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 24).slice(0, 5).map(e => e.outerHTML)`).([]any); len(small) > 0 {
			t.Errorf("%s: these are less than 24 pixels high: %q", window.name, small)
		}
		b.await(`document.querySelector(".now img")?.naturalWidth > 0`) // a picture that loads
		b.eval(`for (const d of document.querySelectorAll("details")) d.open = false`)
		b.eval(`document.querySelector("tr.request:nth-child(4) details").open = true`)
		if window.first != "" {
			b.eval(`document.getElementById("` + window.first + `").scrollIntoView()`)
		}
		checkPicture(t, filepath.Join("..", "..", "docs", window.name), b.picture(), window.width, window.height)
	}
}

// showOff lets things happen that the page can show.
func showOff(t *testing.T, server *spotifytest.Server) {
	t.Helper()
	client, example, ctx := server.Client(), server.Example(), t.Context()
	server.StartPlayback("", example.Album.URI())
	server.Advance(75 * time.Second)
	server.Fail(1, spotifytest.RateLimited(5*time.Second), spotify.OpPlayerNext)
	if _, err := client.Users.Me(ctx); err != nil {
		t.Fatal(err)
	}
	token := server.LastingToken("").AccessToken
	for _, request := range []struct{ method, path, body string }{
		{"GET", "/albums/" + string(example.Album), ""},
		{"POST", "/me/playlists", `{"name": "Road Trip"}`},
		{"GET", "/tracks/0000000000000000000000", ""},
		{"PUT", "/me/tracks?ids=" + string(example.Track), ""},
		{"GET", "/me/playlists?colour=red", ""},
	} {
		sendWith(t, server, token, request.method, request.path, request.body)
	}
}

// checkPicture compares nothing but the size: fonts differ between machines.
func checkPicture(t *testing.T, name string, made []byte, width, height int) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, made, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatalf("%v; run go test ./internal/faketest -run Page -update", err)
	}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil || config.Width != width || config.Height != height {
		t.Errorf("%s: %d×%d (%v), want %d×%d", name, config.Width, config.Height, err, width, height)
	}
	if len(data) > 150_000 {
		t.Errorf("%s has %d bytes, want 150,000 at most", name, len(data))
	}
}
