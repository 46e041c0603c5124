package report_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/report"
)

func TestJSONRoundTrip(t *testing.T) {
	for name, r := range samples() {
		t.Run(name, func(t *testing.T) { roundTrip(t, r) })
	}
	t.Run("huge", func(t *testing.T) { roundTrip(t, huge()) })
}

// roundTrip writes a report and reads it again. Bytes that are no UTF-8 are not kept, nor
// is what JSON only has in words.
func roundTrip(t testing.TB, r *diff.Report) {
	t.Helper()
	read, err := report.ReadJSON(strings.NewReader(render(t, r, report.FormatJSON)))
	if err != nil {
		t.Fatal(err)
	}
	invalid := cmp.FilterValues(func(a, b any) bool { return isInvalid(a) || isInvalid(b) }, cmp.Comparer(func(a, b any) bool {
		return slices.Equal([]rune(reflect.ValueOf(a).String()), []rune(reflect.ValueOf(b).String()))
	}))
	if got := cmp.Diff(asRead(r), read, invalid); got != "" {
		t.Errorf("the report differs (-written +read):\n%s", got)
	}
}

// asRead is a report with only what JSON has of it.
func asRead(r *diff.Report) *diff.Report {
	bare := *r
	bare.Changes = slices.Clone(r.Changes)
	for i := range bare.Changes {
		c := &bare.Changes[i]
		c.Since, c.Old, c.New, c.Text = "", unmarked(c.Old.String()), unmarked(c.New.String()), unmarked(c.Text.String())
		if c.Advice = (diff.Advice{Kind: diff.Do, Text: unmarked(c.Advice.Text.String())}); c.Advice.Text == nil {
			c.Advice.Kind = diff.NoAdvice
		}
	}
	return &bare
}

// unmarked is a text that says nothing of its names.
func unmarked(text string) diff.Text {
	if text == "" {
		return nil
	}
	return diff.Text{{Text: text, Kind: diff.Unmarked}}
}

func isInvalid(value any) bool {
	v := reflect.ValueOf(value)
	return v.Kind() == reflect.String && !utf8.ValidString(v.String())
}

func TestJSONForm(t *testing.T) {
	for name, r := range samples() {
		text := render(t, r, report.FormatJSON)
		if regexp.MustCompile(`": null,?\n`).MatchString(text) {
			t.Errorf("%s has a null", name)
		}
		if !strings.HasSuffix(text, "}\n") || strings.HasSuffix(text, "\n\n") {
			t.Errorf("%s does not end with one line feed", name)
		}
	}
	text := render(t, &diff.Report{Old: diff.Side{Name: "a<b>&c"}}, report.FormatJSON)
	if !strings.Contains(text, `"a<b>&c"`) {
		t.Errorf("< is escaped:\n%s", text)
	}
	var top struct {
		Schema  int
		Effect  string
		Step    string
		Verdict string
		Changes []struct{ Effect, Step string }
	}
	if err := json.Unmarshal([]byte(render(t, february(), report.FormatJSON)), &top); err != nil {
		t.Fatal(err)
	}
	if top.Schema != 1 || top.Effect != "compile" || top.Step != "major" || top.Verdict == "" {
		t.Errorf("the report begins with %+v", top)
	}
	if first := top.Changes[0]; first.Effect != "additive" || first.Step != "minor" {
		t.Errorf("the first change is %+v", first)
	}
	if text := render(t, rawReport(), report.FormatJSON); !strings.Contains(text, `"step": "none"`) || strings.Contains(text, `"step": "m`) {
		t.Error("a raw report has a step")
	}
}

func TestReadJSONErrors(t *testing.T) {
	good := render(t, february(), report.FormatJSON)
	for name, test := range map[string]struct{ text, want string }{
		"nothing":         {"", "EOF"},
		"no JSON":         {"schema: 1", "invalid character"},
		"another version": {strings.Replace(good, `"schema": 1`, `"schema": 2`, 1), "it has the form 2, not 1"},
		"no version":      {"{}", "it has the form 0, not 1"},
		"another effect":  {strings.Replace(good, `"effect": "compile"`, `"effect": "worse"`, 1), `"worse"`},
		"something after": {good + "{}", "something after it"},
		"another type":    {strings.Replace(good, `"raw": false`, `"raw": 0`, 1), "cannot unmarshal"},
		"cut":             {good[:len(good)/2], "unexpected EOF"},
	} {
		if _, err := report.ReadJSON(strings.NewReader(test.text)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: the error is %v, want one with %q", name, err, test.want)
		}
	}
	newer := strings.Replace(good, `"schema": 1`, `"schema": 1, "later": {"x": []}`, 1)
	if _, err := report.ReadJSON(strings.NewReader(newer)); err != nil {
		t.Errorf("a member that is not known: %v", err)
	}
}

// TestJSONOfUnknownEffect makes sure that what no reader would understand is not written.
func TestJSONOfUnknownEffect(t *testing.T) {
	var out bytes.Buffer
	err := report.JSON(&out, &diff.Report{Changes: []diff.Change{{Effect: 17}}})
	if err == nil || !strings.Contains(err.Error(), fmt.Sprint(17)) || out.Len() > 0 {
		t.Errorf("the error is %v, after %d bytes", err, out.Len())
	}
}
