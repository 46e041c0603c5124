package generator_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/internal/backlog"
)

// TestNothingToMend holds that the overrides fit the schema and mend all of its known
// troubles, so that whatever lint says of the next schema is news.
func TestNothingToMend(t *testing.T) {
	in := repositoryInputs(t)
	t.Run("committed", func(t *testing.T) { checkNothingToMend(t, in) })
	t.Run("published", func(t *testing.T) {
		in.Spec = published(t, filepath.Join(publishedDir, "open-api-schema.yml"))
		checkNothingToMend(t, in)
	})
}

func checkNothingToMend(t *testing.T, in generator.Inputs) {
	review, err := generator.Lint(in)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, d := range review.Stale {
		found = append(found, d.String())
	}
	for _, f := range review.Findings {
		found = append(found, fmt.Sprintf("%s: %s: %s\n%s", f.Pos, f.Rule, f.Message, f.Action))
	}
	backlog.Check(t, "an override is wanting or no longer fits, as make lint says", found)
}

// TestSuggestionsAreAccepted starts over, with what lets the schema load and nothing
// else, and pastes all that lint suggests: what comes out is a schema that generates,
// in which no more is found than what only a person can mend. Days are for a person to
// fill in, too, and it has to be said that they are missing.
func TestSuggestionsAreAccepted(t *testing.T) {
	in := repositoryInputs(t)
	topics := map[string]*load.Source{}
	for _, o := range in.Overlay {
		name := filepath.Base(o.Name)
		head, _, found := strings.Cut(string(o.Data), "\nactions:\n")
		if !found {
			t.Fatalf("%s has no actions", o.Name)
		}
		topics[name] = &load.Source{Name: o.Name, Data: []byte(head + "\nactions:\n")}
		if name == "load.yml" {
			topics[name].Data = o.Data
		}
	}
	in.Overlay = []load.Source{*topics["load.yml"]}
	before := problems(t, in)
	for round := 1; ; round++ {
		if round > 5 {
			t.Fatal("what is suggested leads to ever more suggestions")
		}
		review, _ := generator.Lint(in)
		if review == nil {
			t.Fatalf("round %d does not load", round)
		}
		if n := pasteAll(t, topics, review.Findings); n == 0 {
			t.Logf("round %d suggests nothing; %d findings are left", round, len(review.Findings))
			break
		} else {
			t.Logf("round %d suggests %d of %d", round, n, len(review.Findings))
		}
		in.Overlay = in.Overlay[:0]
		for _, o := range repositoryInputs(t).Overlay {
			if topic := topics[filepath.Base(o.Name)]; !strings.HasSuffix(string(topic.Data), "\nactions:\n") {
				in.Overlay = append(in.Overlay, *topic)
			}
		}
	}
	missing := 0
	for _, problem := range newProblems(t, in, before) {
		if !strings.Contains(problem, "modes.yml:") || !strings.Contains(problem, "fill it in") {
			t.Error("new:", problem)
		}
		missing++
	}
	if suggested := fillInDays(in); missing != suggested || missing == 0 {
		t.Errorf("%d days are said to be missing, but %d are suggested without one", missing, suggested)
	}
	for _, problem := range newProblems(t, in, before) {
		t.Error("new with all days filled in:", problem)
	}
	_, warnings, err := load.Load(in.Spec, in.Overlay, load.Options{StaleAsWarning: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range warnings {
		if filepath.Base(w.Pos.File) != "load.yml" { // which is not made of suggestions
			t.Error("an action does not fit:", w)
		}
	}
}

// problems are what keeps a model from being made; without the overrides, a few
// methods have the same name.
func problems(t *testing.T, in generator.Inputs) []string {
	t.Helper()
	_, err := generator.Lint(in)
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

// newProblems are those that were not there before.
func newProblems(t *testing.T, in generator.Inputs, before []string) []string {
	t.Helper()
	return slices.DeleteFunc(problems(t, in), func(problem string) bool { return slices.Contains(before, problem) })
}

// fillInDays puts a day wherever a suggestion leaves it open, as a person would, and
// returns how many there are.
func fillInDays(in generator.Inputs) int {
	n := 0
	for i, o := range in.Overlay {
		n += bytes.Count(o.Data, []byte("YYYY-MM-DD"))
		in.Overlay[i].Data = bytes.ReplaceAll(o.Data, []byte("YYYY-MM-DD"), []byte("'2026-02-11'"))
	}
	return n
}

// pasteAll appends actions to the topics that they belong to, but for those that are
// about a part which another one removes, and returns how many there are.
func pasteAll(t *testing.T, topics map[string]*load.Source, findings []lint.Finding) int {
	n := 0
	removed := ""
	for _, f := range findings {
		if removed != "" && strings.HasPrefix(f.Pointer, removed) || f.Action == "" {
			continue
		}
		if f.Rule == "said-twice" {
			removed = f.Pointer
		}
		topic := topics[f.Topic]
		if topic == nil {
			t.Fatalf("%s belongs to %s, which is no topic", f.Key(), f.Topic)
		}
		topic.Data = append(topic.Data, f.Action...)
		n++
	}
	return n
}
