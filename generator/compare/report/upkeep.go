package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/model"
)

// overrides is what a report says about the overrides.
type overrides struct {
	Groups []overrideGroup
	// Known counts those which did not fit the old schema either. They are not listed,
	// because this change of the schema did not cause that.
	Known int
}

// overrideGroup holds overrides that no longer fit in the same way, or parts of the schema
// that want one.
type overrideGroup struct {
	Staleness model.Staleness
	Title     string
	Lead      string
	Items     []note
}

// note is a remark about a place in a file.
type note struct {
	Place string // file:line:col
	Text  phrase
}

// troubles are parts of the new schema that look like trouble, by the file that the
// suggested overrides belong to.
type troubles struct {
	N     int
	Files []troubleFile
}

type troubleFile struct {
	File   string // overrides/schema/strings.yml; empty where nothing is suggested
	Items  []trouble
	Action string // all actions of the items, to be pasted
}

type trouble struct {
	Rule string
	note
}

// overlayFolder is where a topic of lint belongs.
const overlayFolder = "overrides/schema"

func makeOverrides(all []diff.Override) overrides {
	var o overrides
	fresh := slices.DeleteFunc(slices.Clone(all), func(o diff.Override) bool { return o.Known })
	o.Known = len(all) - len(fresh)
	for _, g := range []overrideGroup{
		{Staleness: model.Unnecessary, Title: "no longer needed", Lead: "The schema now says the same by itself."},
		{Staleness: model.Unmatched, Title: "no longer matching", Lead: "The part of the schema that was overridden is gone or has changed."},
		{Staleness: model.Lost, Title: "wanted", Lead: "Without an override, the client leaves out these parts of the schema, keeps them as raw JSON, or gives them another name."},
	} {
		for _, override := range sortedOverrides(fresh) {
			if kindOf(override) == g.Staleness {
				g.Items = append(g.Items, note{Place: visible(override.Pos.String()), Text: unmarked(override.Message)})
			}
		}
		if n := len(g.Items); n > 0 {
			noun := " overrides "
			if n == 1 {
				noun = " override "
			}
			g.Title = number(n) + noun + g.Title
			o.Groups = append(o.Groups, g)
		}
	}
	return o
}

// kindOf returns the group that an override belongs to. One of an unknown kind, as a report
// of a later version may have, is listed as one that does not match.
func kindOf(o diff.Override) model.Staleness {
	switch o.Staleness {
	case model.Unnecessary, model.Lost:
		return o.Staleness
	}
	return model.Unmatched
}

// knownWords says how many overrides are not listed.
func (o overrides) knownWords() string {
	switch o.Known {
	case 0:
		return ""
	case 1:
		return "One more did not fit the old schema either."
	}
	return number(o.Known) + " more did not fit the old schema either."
}

func sortedOverrides(all []diff.Override) []diff.Override {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b diff.Override) int {
		return cmp.Or(comparePlaces(a.Pos, b.Pos), cmp.Compare(a.Message, b.Message))
	})
	return sorted
}

func makeTroubles(findings []lint.Finding) troubles {
	t := troubles{N: len(findings)}
	sorted := slices.Clone(findings)
	slices.SortStableFunc(sorted, func(a, b lint.Finding) int {
		return cmp.Or(
			compareBool(fileOf(a) != "", fileOf(b) != ""),
			cmp.Compare(fileOf(a), fileOf(b)),
			cmp.Compare(a.Rule, b.Rule),
			comparePlaces(a.Pos, b.Pos),
			cmp.Compare(a.Pointer, b.Pointer),
			cmp.Compare(a.Message, b.Message),
			cmp.Compare(a.Action, b.Action),
		)
	})
	for _, f := range sorted {
		file := fileOf(f)
		if n := len(t.Files); n == 0 || t.Files[n-1].File != file {
			t.Files = append(t.Files, troubleFile{File: file})
		}
		last := &t.Files[len(t.Files)-1]
		last.Items = append(last.Items, trouble{Rule: visible(f.Rule), note: note{Place: place(f), Text: unmarked(f.Message)}})
		if file == "" {
			continue
		}
		if last.Action != "" {
			last.Action += "\n\n"
		}
		last.Action += visibleLines(strings.Trim(f.Action, "\n"))
	}
	return t
}

// fileOf is where the action of a finding belongs; empty where none is suggested.
func fileOf(f lint.Finding) string {
	if f.Topic == "" || f.Action == "" {
		return ""
	}
	return visible(overlayFolder + "/" + f.Topic)
}

// compareBool puts what is true first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// place is where a finding is: in a line, or at a pointer where the line is not known.
func place(f lint.Finding) string {
	if f.Pos == (model.Pos{}) {
		return visible(f.Pointer)
	}
	return visible(f.Pos.String())
}

func comparePlaces(a, b model.Pos) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

const (
	troublesTitle = "Possible trouble"
	troublesLead  = "New parts of the schema that look like parts which needed an override before."
)
