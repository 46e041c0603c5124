package generator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/verify"
	"github.com/spotgen/spotgen/generator/load"
)

// TestRefuse makes sure that what is suggested generates: of three findings, one needs an
// action that the generator does not accept.
func TestRefuse(t *testing.T) {
	in, err := generator.ReadInputs("../spec/open-api-schema.yml", "../overrides", "../gen")
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := generator.NewVerifier(in)
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{
		"Tracks.Get": `{"name": null, "mood": "calm"}`,
		"Albums.ListTracks": `{"href": "h", "items": [], "limit": 20, "next": null, "offset": 0, "previous": null,
			"total": 3000000000}`,
	} {
		if err := v.Add(verify.Exchange{File: name + ".json", Name: name, Status: http.StatusOK, Received: []byte(body)}); err != nil {
			t.Fatal(err)
		}
	}
	report := v.Report()
	generator.Refuse(in, report)
	for _, want := range []struct{ subject, refused string }{
		{"PagingObject.total", "is of another type"},
		{"TrackObject", ""},
		{"TrackObject.name", ""},
	} {
		found := false
		for _, f := range report.Findings {
			if f.Subject != want.subject {
				continue
			}
			found = true
			if (f.Actions == nil) != (want.refused != "") || !strings.Contains(f.Refused, want.refused) {
				t.Errorf("%s: actions %v, refused %q; want that it says %q", f.Subject, f.Actions, f.Refused, want.refused)
			}
		}
		if !found {
			t.Errorf("there is no finding about %s in %+v", want.subject, report.Findings)
		}
	}
	in.Overlay = append(in.Overlay, load.Source{Name: "verify.yml", Data: []byte(report.Overlay())})
	if _, err := generator.Generate(in, generator.Options{}); err != nil {
		t.Errorf("%v of\n%s", err, report.Overlay())
	}
	if text := report.Overlay(); !strings.Contains(text, "  # No action for: PagingObject.total is an integer beyond 32 bits; seen in 1 of 1 answers\n  #   The generator refuses it: ") {
		t.Errorf("the overlay does not say what it lacks:\n%s", text)
	}

	// Of inputs that do not generate, nothing is known.
	again := v.Report()
	in.Overlay = in.Overlay[:1]
	generator.Refuse(in, again)
	for _, f := range again.Findings {
		if f.Actions == nil || f.Refused != "" {
			t.Errorf("%s: refused %q, want that all actions stay", f.Subject, f.Refused)
		}
	}
}
