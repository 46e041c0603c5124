package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/report"
	"github.com/spotgen/spotgen/internal/chromium"
)

var (
	scripts = regexp.MustCompile(`(?s)<(script|style)>.*?</(script|style)>`)
	tags    = regexp.MustCompile(`<[^>]*>`)
	ids     = regexp.MustCompile(` id="([^"]*)"`)
	links   = regexp.MustCompile(` href="([^"]*)"`)
	loads   = regexp.MustCompile(`(?i) (src|srcset|action|poster|data|background)=|@import|url\(|<(link|iframe|object|embed|base)\b`)
)

// TestHTMLWithoutScript makes sure that a browser without scripts shows everything, and
// no filters that would do nothing.
func TestHTMLWithoutScript(t *testing.T) {
	for name, r := range samples() {
		if name == "hostile" {
			continue // it has texts without words; see TestNoControlCharacters
		}
		page := scripts.ReplaceAllString(render(t, r, report.FormatHTML), "")
		text := html.UnescapeString(tags.ReplaceAllString(page, ""))
		var want []string
		for _, c := range r.Changes {
			// The sentence of a single change has its subject, or says as much.
			want = append(want, c.Text.String(), c.Pos.String())
			for _, goName := range c.Go {
				want = append(want, goName.Old, goName.New)
			}
		}
		for _, o := range r.Overrides {
			if !o.Known {
				want = append(want, o.Message, o.Pos.String())
			}
		}
		for _, f := range r.Findings {
			want = append(want, f.Message, f.Pos.String(), strings.TrimSpace(f.Action))
		}
		for _, want := range want {
			if !strings.Contains(text, want) {
				t.Errorf("the page of %s lacks %q", name, want)
			}
		}
		if strings.Contains(page, "<form") && !strings.Contains(page, `<form id="filters" hidden>`) {
			t.Errorf("the page of %s shows filters", name)
		}
		if strings.Contains(page, "Copy") {
			t.Errorf("the page of %s has a button that does nothing", name)
		}
	}
}

// TestHTMLIsSelfContained makes sure that the page asks nobody for anything, and that
// every place in it that is linked to is there, once.
func TestHTMLIsSelfContained(t *testing.T) {
	const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">`
	for name, r := range samples() {
		page := render(t, r, report.FormatHTML)
		if strings.Count(page, policy) != 1 {
			t.Errorf("the page of %s has no policy", name)
		}
		if strings.Count(page, "<script") > 1 || strings.Count(page, "<style") != 1 {
			t.Errorf("the page of %s has other scripts or styles", name)
		}
		if found := loads.FindString(tagsOf(page)); found != "" {
			t.Errorf("the page of %s may load something: %s", name, found)
		}
		known := map[string]bool{}
		for _, id := range ids.FindAllStringSubmatch(page, -1) {
			if known[id[1]] {
				t.Errorf("the page of %s has two elements %q", name, id[1])
			}
			known[id[1]] = true
		}
		for _, link := range links.FindAllStringSubmatch(page, -1) {
			target, ok := strings.CutPrefix(link[1], "#")
			if !ok || !known[target] {
				t.Errorf("the page of %s links to %q", name, link[1])
			}
		}
		if n := strings.Count(page, `class="change"`); n != len(r.Changes) {
			t.Errorf("the page of %s has %d of %d changes", name, n, len(r.Changes))
		}
	}
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// tagsOf returns the tags of a page without the values of their attributes, and the
// styles, which are all that can load.
func tagsOf(page string) string {
	found := tags.FindAllString(scripts.ReplaceAllString(page, ""), -1)
	return scripts.FindString(page) + quoted.ReplaceAllString(strings.Join(found, "\n"), `""`)
}

// view is what a browser shows after a step.
type view struct {
	Subjects []string // of the changes that are to be seen
	Sections []string // headings of the sections that are to be seen
	Pressed  []string // the buttons that are pressed
	Fragment string
	Shown    string
}

// steps is a script that uses the page as a reader does and notes what it shows.
const steps = `<script>
(async () => {
  const seen = (element) => element.closest("[hidden]") === null;
  const views = [];
  const note = () => views.push({
    Subjects: [...document.querySelectorAll(".change")].filter(seen).map((c) => c.id).sort(),
    Sections: [...document.querySelectorAll("h2")].filter(seen).map((h) => h.firstChild.textContent.trim()),
    Pressed: [...document.querySelectorAll("[aria-pressed=true]")].map((b) => b.dataset.value),
    Fragment: decodeURIComponent(location.hash),
    Shown: document.getElementById("shown").textContent,
  });
  const press = (name, value) => document.querySelector('[data-filter="' + name + '"][data-value="' + value + '"]').click();
  const type = (text) => {
    const find = document.getElementById("find");
    find.value = text;
    find.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const go = (fragment) => new Promise((done) => {
    addEventListener("hashchange", done, { once: true });
    location.hash = fragment;
  });
  note();
  press("effect", "compile"); note();
  press("effect", "behaviour"); note();
  press("group", "parameters"); note();
  type("SEARCH limit"); note();
  document.querySelector("button[type=reset]").click(); note();
  press("kind", "comment_field-deprecated"); type("album."); note();
  await go("effect=additive&find=playlists"); note();
  await go("field-deprecated-albumobject-popularity"); note();
  const target = document.getElementById("field-deprecated-albumobject-popularity");
  const open = target.querySelector("details").open && target.closest(".many > details").open;
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify({ views, open, form: !document.getElementById("filters").hidden });
  document.body.append(result);
})();
</script>`

// TestHTMLInBrowser filters the page in a browser.
func TestHTMLInBrowser(t *testing.T) {
	browser := chromium.Find(t)
	page := strings.Replace(render(t, february(), report.FormatHTML), "</body>", steps+"</body>", 1)
	dom := open(t, browser, page)
	_, text, ok := strings.Cut(dom, `<pre id="result">`)
	if !ok {
		t.Fatalf("the page did not come to its end:\n%s", dom)
	}
	text, _, _ = strings.Cut(text, "</pre>")
	var got struct {
		Views      []view
		Open, Form bool
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(text)), &got); err != nil {
		t.Fatal(err)
	}
	if !got.Form {
		t.Error("the filters are hidden")
	}
	if !got.Open {
		t.Error("a change that is linked to is folded away")
	}

	all := []string{"Code that may no longer compile", "Code that compiles but behaves differently", "New", "Documentation only", "No difference"}
	everything := len(february().Changes)
	limits := []string{"parameter-bounds-get-artists-id-albums-limit", "parameter-bounds-get-search-limit"}
	wanted := []struct {
		n    int
		view view
	}{
		{everything, view{Sections: all}},
		{1, view{Sections: all[:1], Pressed: []string{"compile"}, Fragment: "#effect=compile", Subjects: []string{"field-renamed-playlisttrackobject-track"}}},
		{18, view{Sections: all[:2], Pressed: []string{"compile", "behaviour"}, Fragment: "#effect=compile.behaviour"}},
		{2, view{Sections: all[1:2], Pressed: []string{"compile", "behaviour", "parameters"}, Fragment: "#effect=compile.behaviour&group=parameters", Subjects: limits}},
		{1, view{Sections: all[1:2], Pressed: []string{"compile", "behaviour", "parameters"}, Fragment: "#effect=compile.behaviour&group=parameters&find=SEARCH+limit", Subjects: limits[1:]}},
		{everything, view{Sections: all}},
		{2, view{
			Sections: all[3:4], Pressed: []string{"comment_field-deprecated"}, Fragment: "#kind=comment_field-deprecated&find=album.",
			Subjects: []string{"field-deprecated-albumobject-available-markets", "field-deprecated-albumobject-popularity"},
		}},
		{4, view{Sections: all[2:3], Pressed: []string{"additive"}, Fragment: "#effect=additive&find=playlists"}},
		{everything, view{Sections: all, Fragment: "#field-deprecated-albumobject-popularity"}},
	}
	if len(got.Views) != len(wanted) {
		t.Fatalf("there are %d views, want %d", len(got.Views), len(wanted))
	}
	for i, want := range wanted {
		view := got.Views[i]
		if len(view.Subjects) != want.n {
			t.Errorf("step %d shows %d changes, want %d: %q", i, len(view.Subjects), want.n, view.Subjects)
		}
		want.view.Shown = fmt.Sprintf("%d of %d changes", want.n, everything)
		if want.n == everything {
			want.view.Shown = fmt.Sprintf("All %d changes", everything)
		}
		if want.view.Subjects == nil {
			want.view.Subjects = view.Subjects
		}
		slices.Sort(want.view.Pressed)
		slices.Sort(view.Pressed)
		if len(view.Pressed) == 0 {
			view.Pressed = nil
		}
		if view.Fragment == "#" {
			view.Fragment = ""
		}
		if diff := cmp.Diff(want.view, view); diff != "" {
			t.Errorf("step %d (-want +got):\n%s", i, diff)
		}
	}
}

// TestCopyInBrowser makes sure that each block of actions gets a button, also where
// there is nothing to filter.
func TestCopyInBrowser(t *testing.T) {
	dom := open(t, chromium.Find(t), render(t, upkeep(), report.FormatHTML))
	if got, want := strings.Count(dom, `class="copy"`), 2; got != want {
		t.Errorf("there are %d buttons to copy with, want %d:\n%s", got, want, dom)
	}
}

// open opens a page of a file and returns what it has become.
func open(t *testing.T, browser, page string) (dom string) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	const attempts = 3 // a browser that crashes says nothing about the page
	var err error
	for range attempts {
		var out []byte
		if out, err = dump(t, browser, "file://"+filepath.ToSlash(name)); err == nil {
			return string(out)
		}
	}
	t.Fatal(err)
	return ""
}

func dump(t *testing.T, browser, address string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	var stderr strings.Builder
	// The time of the page runs as fast as it can: the budget is no waiting.
	command := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--disable-dev-shm-usage", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=5000", "--dump-dom", address)
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", browser, err, stderr.String())
	}
	return out, nil
}
