package report_test

import (
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
)

// guesses has names that may be those of successors, beside others that are known to be,
// and fields that apps in development mode are no longer sent.
func guesses() *diff.Report {
	r := &diff.Report{Old: diff.Side{Name: "old.yml", Operations: 89}, New: diff.Side{Name: "new.yml", Operations: 89}}
	for _, f := range []struct {
		old, new, goOld, goNew string
		known                  bool
	}{
		{"DeviceObject.supports_volume", "supports_voice", "Device.SupportsVolume", "Device.SupportsVoice", false},
		{"ShowObject.total_episodes", "total_chapters", "Show.TotalEpisodes", "Show.TotalChapters", false},
		{"PlaylistTrackObject.track", "item", "PlaylistItem.Track", "PlaylistItem.Item", true},
	} {
		owner, wire, _ := strings.Cut(f.old, ".")
		c := diff.Change{
			Kind: diff.FieldRenamed, Group: diff.Types, Effect: diff.Compile, Subject: owner + "." + f.new, Old: diff.Textf("%s", wire), New: diff.Textf("%s", f.new),
			Text:   diff.Textf("%s is gone; %s, of the same type, is new, and may be its successor.", f.old, f.new),
			Advice: advised(diff.UseIfSame, "If it means the same, use %s instead of %s.", diff.About(f.goNew), diff.About(f.goOld)),
			Go:     []diff.GoName{{Name: f.goNew, New: "field " + f.goNew + " bool"}, {Name: f.goOld, Old: "field " + f.goOld + " bool", Breaking: true}},
		}
		if f.known {
			c.Text, c.Advice = diff.Textf("%s is called %s now.", f.old, f.new), useInstead(f.goNew, f.goOld)
		}
		r.Changes = append(r.Changes, c)
	}
	r.Changes = append(r.Changes, diff.Change{
		Kind: diff.ParameterRenamed, Group: diff.Parameters, Effect: diff.Compile, Subject: "GET /search search_text", Old: diff.Textf("%s", "search_texts"), New: diff.Textf("%s", "search_text"),
		Text:   diff.Textf("The parameter %s of %s is gone; %s, of the same type, is new, and may be its successor.", "search_texts", "GET /search", "search_text"),
		Advice: advised(diff.UseIfSame, "If it means the same, use %s instead of %s.", "SearchQueryOptions.SearchText", diff.About("SearchQueryOptions.SearchTexts")),
		Go:     []diff.GoName{{Name: "SearchQueryOptions.SearchTexts", Old: "field SearchQueryOptions.SearchTexts string", Breaking: true}},
	})
	for _, f := range [][2]string{
		{"AlbumObject.popularity", "Album.Popularity"}, {"TrackObject.popularity", "Track.Popularity"}, {"AlbumObject.label", "Album.Label"},
	} {
		r.Changes = append(r.Changes, diff.Change{
			Kind: diff.FieldDeprecated, Group: diff.Types, Effect: diff.Behaviour, Subject: f[0], Since: "2026-02-11", Go: []diff.GoName{{Name: f[1]}},
			Text:   diff.Textf("%s is deprecated, and has not been sent in development mode since 2026-02-11.", f[0]),
			Advice: advised(diff.DoWithout, "Do not rely on %s in development mode, where a zero value comes instead.", diff.About(f[1])),
		})
	}
	for _, f := range [][2]string{{"PrivateUserObject.email", "CurrentUser.Email"}, {"PrivateUserObject.product", "CurrentUser.Product"}} {
		r.Changes = append(r.Changes, diff.Change{
			Kind: diff.ModeLost, Group: diff.Types, Effect: diff.Behaviour, Subject: f[0], New: diff.Textf("2026-02-11"), Since: "2026-02-11", Go: []diff.GoName{{Name: f[1]}},
			Text:   diff.Textf("%s has not been sent in development mode since 2026-02-11.", f[0]),
			Advice: advised(diff.DoWithout, "Do not rely on %s in development mode, where a zero value comes instead.", diff.About(f[1])),
		})
	}
	r.Changes = append(r.Changes, diff.Change{
		Kind: diff.ModeLost, Group: diff.Modes, Effect: diff.Behaviour, Subject: "GET /markets", New: diff.Textf("2026-02-11"), Since: "2026-02-11", Go: []diff.GoName{{Name: "Markets.List"}},
		Text: diff.Textf("%s has been unavailable to apps in development mode since 2026-02-11.", "GET /markets"), Advice: advised(diff.DoWithout, "Do not use %s in development mode.", diff.About("Markets.List")),
	})
	return r
}

// advised makes an advice of a kind that has nothing but a text.
func advised(kind diff.AdviceKind, format string, args ...any) diff.Advice {
	return diff.Advice{Kind: kind, Text: diff.Textf(format, args...)}
}

// useInstead advises to use something instead of what a change is about.
func useInstead(next, name string) diff.Advice {
	return diff.Advice{Kind: diff.UseInstead, Text: diff.Textf("Use %s instead of %s.", next, diff.About(name)), Use: []string{next}}
}
