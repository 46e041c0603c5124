package report_test

import (
	"fmt"
	"strings"

	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/compare/lint"
	"github.com/spotgen/spotgen/generator/model"
)

// samples are the reports that the golden files show, by the names of their folders.
func samples() map[string]*diff.Report {
	return map[string]*diff.Report{
		"february": february(),
		"kinds":    everyKind(),
		"hostile":  hostile(),
		"upkeep":   upkeep(),
		"guesses":  guesses(),
		"raw":      rawReport(),
		"empty":    {Old: diff.Side{Name: "a.yml", Operations: 89, Methods: 92, Types: 60}, New: diff.Side{Name: "b.yml", Operations: 89, Methods: 92, Types: 60}},
	}
}

// february is in the manner of what happened in February 2026.
func february() *diff.Report {
	r := &diff.Report{
		Old: diff.Side{Name: "2025-10-03.yml", Operations: 89, Methods: 97, Types: 118},
		New: diff.Side{Name: "spec/open-api-schema.yml", Operations: 96, Methods: 104, Types: 121},
	}
	at := func(line int) model.Pos { return model.Pos{File: "spec/open-api-schema.yml", Line: line, Col: 5} }
	for i, op := range []struct{ place, method string }{
		{"PUT /me/library", "Library.Save"}, {"DELETE /me/library", "Library.Remove"}, {"GET /me/library/contains", "Library.Check"},
		{"GET /playlists/{playlist_id}/items", "Playlists.ListItems"}, {"PUT /playlists/{playlist_id}/items", "Playlists.ReplaceItems"},
		{"POST /playlists/{playlist_id}/items", "Playlists.AddItems"}, {"DELETE /playlists/{playlist_id}/items", "Playlists.RemoveItems"},
	} {
		service, name, _ := strings.Cut(op.method, ".")
		r.Changes = append(r.Changes, diff.Change{
			Kind: diff.OperationAdded, Group: diff.Operations, Effect: diff.Additive, Subject: op.place,
			Text: diff.Textf("%s is new.", op.place), Pos: at(100 + i),
			Go: []diff.GoName{
				{Name: op.method, New: "func (*" + service + "Service) " + name + "(context.Context, ...RequestOption) error"},
				{Name: "Op" + service + name, New: "const Op" + service + name + " Op"},
			},
		})
	}
	for i, op := range []struct{ place, method, next string }{
		{"GET /albums", "Albums.GetMany", "Albums.Get"}, {"GET /artists", "Artists.GetMany", "Artists.Get"},
		{"GET /tracks", "Tracks.GetMany", "Tracks.Get"}, {"GET /shows", "Shows.GetMany", "Shows.Get"},
		{"GET /episodes", "Episodes.GetMany", "Episodes.Get"}, {"GET /audiobooks", "Audiobooks.GetMany", "Audiobooks.Get"},
		{"PUT /me/albums", "Albums.Save", "Library.Save"}, {"DELETE /me/albums", "Albums.RemoveSaved", "Library.Remove"},
		{"GET /me/albums/contains", "Albums.CheckSaved", "Library.Check"}, {"PUT /me/tracks", "Tracks.Save", "Library.Save"},
		{"DELETE /me/tracks", "Tracks.RemoveSaved", "Library.Remove"}, {"GET /me/tracks/contains", "Tracks.CheckSaved", "Library.Check"},
		{"GET /playlists/{playlist_id}/followers/contains", "Playlists.CheckFollowing", "Library.Check"},
		{"GET /markets", "Markets.List", ""}, {"GET /browse/new-releases", "Albums.ListNewReleases", ""},
	} {
		c := diff.Change{
			Kind: diff.OperationDeprecated, Group: diff.Operations, Effect: diff.Behaviour, Subject: op.place, Pos: at(200 + i), Since: "2026-02-11",
			Text: diff.Textf("%s is deprecated, and has been unavailable to apps in development mode since 2026-02-11. Nothing replaces it.", op.place),
			Go:   []diff.GoName{{Name: op.method}}, Advice: advised(diff.DoWithout, "Prepare to stop using %s.", diff.About(op.method)),
		}
		if op.next != "" {
			c.New = diff.Textf("%s", "GET /"+op.next)
			c.Advice = useInstead(op.next, op.method)
			if strings.HasSuffix(op.method, "GetMany") {
				method := diff.About(op.method)
				c.Advice.Or = "WithQuotaMode(Development)"
				c.Advice.Text = diff.Textf("Use %s instead of %s, or %s, with which %s reads one by one.", op.next, method, c.Advice.Or, method)
			}
		}
		r.Changes = append(r.Changes, c)
	}
	for i, field := range []struct{ owner, name, goName string }{
		{"AlbumObject", "popularity", "Album.Popularity"}, {"ArtistObject", "popularity", "Artist.Popularity"}, {"TrackObject", "popularity", "Track.Popularity"},
		{"AlbumObject", "available_markets", "Album.AvailableMarkets"}, {"TrackObject", "available_markets", "Track.AvailableMarkets"},
		{"ShowObject", "publisher", "Show.Publisher"}, {"PrivateUserObject", "email", "CurrentUser.Email"},
	} {
		r.Changes = append(r.Changes, diff.Change{
			Kind: diff.FieldDeprecated, Group: diff.Types, Effect: diff.Comment, Subject: field.owner + "." + field.name, Pos: at(900 + i),
			Text: diff.Textf("%s is deprecated.", field.owner+"."+field.name), Go: []diff.GoName{{Name: field.goName}},
		})
	}
	for i, place := range []string{"GET /search", "GET /artists/{id}/albums"} {
		name := []string{"SearchQueryOptions.Limit", "ArtistsListAlbumsOptions.Limit"}[i]
		r.Changes = append(r.Changes, diff.Change{
			Kind: diff.ParameterBounds, Group: diff.Parameters, Effect: diff.Behaviour, Subject: place + " limit", Old: diff.Textf("0 to 50"), New: diff.Textf("0 to 10"),
			Text: diff.Textf("%s of %s is bounded differently: 0 to 10 instead of 0 to 50.", "limit", place), Pos: at(300 + i),
			Advice: advised(diff.Do, "Ask for at most %d at a time.", 10), Go: []diff.GoName{{Name: name}},
		})
	}
	r.Changes = append(r.Changes,
		diff.Change{
			Kind: diff.FieldRenamed, Group: diff.Types, Effect: diff.Compile, Subject: "PlaylistTrackObject.track", Old: diff.Textf("%s", "track"), New: diff.Textf("%s", "item"), Pos: at(950),
			Text: diff.Textf("%s is called %s now.", "PlaylistTrackObject.track", "item"), Advice: useInstead("PlaylistItem.Item", "PlaylistItem.Track"),
			Go: []diff.GoName{
				{Name: "PlaylistItem.Item", New: "field PlaylistItem.Item PlayableItem"},
				{Name: "PlaylistItem.Track", Old: "field PlaylistItem.Track PlayableItem", Breaking: true},
			},
		},
		diff.Change{
			Kind: diff.OperationIDMoved, Group: diff.Operations, Effect: diff.None, Subject: "create-playlist", Old: diff.Textf("%s", "POST /users/{user_id}/playlists"), New: diff.Textf("%s", "POST /me/playlists"), Pos: at(500),
			Text: diff.Textf("The %s %s names %s now; it was %s.", "operationId", "create-playlist", "POST /me/playlists", "POST /users/{user_id}/playlists"),
		},
	)
	return r
}

// everyKind has a change or two of every kind, in every group and of every effect.
func everyKind() *diff.Report {
	r := &diff.Report{Old: diff.Side{Name: "old.yml", Operations: 1234}, New: diff.Side{Name: "new.yml", Operations: 1235}}
	effects := []diff.Effect{diff.Compile, diff.Behaviour, diff.Additive, diff.Comment, diff.None}
	for i, kind := range allKinds() {
		subjects := []string{"GET /things/{id}"}
		switch kind.group {
		case diff.Parameters:
			subjects = []string{"GET /things limit", "GET /others limit"}
		case diff.Types:
			subjects = []string{"ThingObject.name", "OtherObject.name"}
		case diff.Enums:
			subjects = []string{"Colour red", "Colour green"}
		case diff.Scopes:
			subjects = []string{"user-read-things"}
		case diff.GoAPI:
			subjects = []string{"Thing.Name", "Thing.Size"}
		}
		for j, subject := range subjects {
			c := diff.Change{
				Kind: kind.kind, Group: kind.group, Effect: effects[i%len(effects)], Subject: subject,
				Text: diff.Textf("%s has changed: "+strings.ReplaceAll(string(kind.kind), "-", " ")+".", subject),
				Pos:  model.Pos{File: "new.yml", Line: 10*i + j + 1, Col: 3},
			}
			if i%3 == 0 {
				c.Old, c.New = diff.Textf("a string"), diff.Textf("an integer")
				if kind.group == diff.GoAPI { // they are declarations
					c.Old, c.New = diff.Textf("%s", "a string"), diff.Textf("%s", "an integer")
				}
				c.Go = []diff.GoName{{Name: "Thing.Name", Old: "field Thing.Name string", New: "field Thing.Name int", Breaking: c.Effect == diff.Compile}}
			}
			if i%4 == 0 {
				c.Advice = advised(diff.Do, "Convert what is in %s.", "Thing.Name")
				if i%3 == 0 {
					c.Advice = advised(diff.Do, "Convert what is in %s.", diff.About("Thing.Name"))
				}
			}
			r.Changes = append(r.Changes, c)
		}
	}
	return r
}

// kindIn is a kind with the group in which it occurs.
type kindIn struct {
	kind  diff.Kind
	group diff.Group
}

func allKinds() []kindIn {
	return []kindIn{
		{diff.OperationAdded, diff.Operations}, {diff.OperationRemoved, diff.Operations}, {diff.OperationMoved, diff.Operations},
		{diff.OperationIDChanged, diff.Operations}, {diff.OperationIDMoved, diff.Operations}, {diff.OperationDeprecated, diff.Operations},
		{diff.OperationRestored, diff.Operations}, {diff.OperationReplaced, diff.Operations}, {diff.MethodRenamed, diff.Operations},
		{diff.RetryChanged, diff.Operations}, {diff.ServerChanged, diff.Operations},
		{diff.ParameterAdded, diff.Parameters}, {diff.ParameterRemoved, diff.Parameters}, {diff.ParameterRenamed, diff.Parameters},
		{diff.ParameterRequired, diff.Parameters}, {diff.ParameterOptional, diff.Parameters}, {diff.ParameterType, diff.Parameters},
		{diff.ParameterBounds, diff.Parameters}, {diff.ParameterValues, diff.Parameters}, {diff.ParameterDefault, diff.Parameters},
		{diff.ParameterDeprecated, diff.Parameters}, {diff.BatchSize, diff.Parameters}, {diff.BodyChanged, diff.Parameters},
		{diff.ResultChanged, diff.Results}, {diff.ResultStatus, diff.Results}, {diff.PagingChanged, diff.Results},
		{diff.TypeAdded, diff.Types}, {diff.TypeRemoved, diff.Types}, {diff.TypeRenamed, diff.Types},
		{diff.FieldAdded, diff.Types}, {diff.FieldRemoved, diff.Types}, {diff.FieldRenamed, diff.Types}, {diff.FieldType, diff.Types},
		{diff.FieldNullable, diff.Types}, {diff.FieldNotNull, diff.Types}, {diff.FieldRequired, diff.Types}, {diff.FieldOptional, diff.Types},
		{diff.FieldDeprecated, diff.Types}, {diff.FieldRestored, diff.Types}, {diff.FieldBounds, diff.Types},
		{diff.MemberAdded, diff.Types}, {diff.MemberRemoved, diff.Types},
		{diff.ValueAdded, diff.Enums}, {diff.ValueRemoved, diff.Enums}, {diff.ValueRenamed, diff.Enums},
		{diff.ScopeAdded, diff.Scopes}, {diff.ScopeRemoved, diff.Scopes}, {diff.ScopesChanged, diff.Scopes},
		{diff.ModeLost, diff.Modes}, {diff.ModeRegained, diff.Modes}, {diff.ModeNote, diff.Modes},
		{diff.ModeLost, diff.Types}, {diff.ModeRegained, diff.Types},
		{diff.GoAdded, diff.GoAPI}, {diff.GoRemoved, diff.GoAPI}, {diff.GoChanged, diff.GoAPI},
		{diff.ValueUnlisted, diff.Enums},
	}
}

// evil are texts that somebody may put into a schema to see what happens.
func evil() []string {
	return []string{
		"<script>alert(1)</script>", "`", "``` ```", "a|b\\|c", "two\nlines\r\n", "\x1b[31mred\x1b[0m", "\u009b31m", "@everyone", "#1 GH-1 owner/name#1",
		"</code></summary></details><img src=x onerror=alert(1)>", "\u202eright to left", "\xff\xfe", "[link](javascript:alert(1))", "https://example.com/x",
		"*bold* _italic_ ~~gone~~", "- list\n# heading", "&lt;&amp;", " ", "", "\x00\a\b\x7f", strings.Repeat("long", 500), "1. one", "{{.}}", "--> <!--", "]]>",
		"' onmouseover='alert(1)", "\" autofocus onfocus=\"alert(1)", "\U000e0041tag", ":smile: user@example.com", "👩‍👩‍👧",
	}
}

func hostile() *diff.Report {
	r := &diff.Report{Old: diff.Side{Name: "<b>old</b>\x1b[1m"}, New: diff.Side{Name: "new|`\n@team"}}
	for i, text := range evil() {
		pos := model.Pos{File: text, Line: i}
		r.Changes = append(r.Changes,
			diff.Change{
				Kind: diff.FieldType, Group: diff.Types, Effect: diff.Compile, Subject: "Object." + text, Old: diff.Textf("%s", text), New: diff.Textf("%s", text+"!"),
				Text: diff.Textf("%s is of the type %s now, and was %s.", "Object."+text, text+"!", text), Pos: pos,
				Advice: diff.Advice{Kind: diff.UseInstead, Text: diff.Textf("Use %s instead.", text), Use: []string{text}},
				Go:     []diff.GoName{{Name: text, Old: text, New: text + " " + text, Breaking: true, Why: text}},
			},
			diff.Change{Kind: diff.Kind(text), Group: diff.Group(text), Effect: diff.Effect(i % 5), Subject: text, Text: diff.Textf("%s", text), Advice: advised(diff.Do, "%s", text), Pos: pos},
		)
		r.Overrides = append(r.Overrides, diff.Override{Staleness: model.Staleness(text), Pos: pos, Message: text})
		r.Findings = append(r.Findings, lint.Finding{Rule: text, Pos: pos, Pointer: text, Message: text, Topic: text, Action: "- " + text})
	}
	return r
}

// upkeep has news for the maintainer only.
func upkeep() *diff.Report {
	place := func(file string, line int) model.Pos {
		return model.Pos{File: "overrides/schema/" + file, Line: line, Col: 5}
	}
	return &diff.Report{
		Old: diff.Side{Name: "HEAD~1:spec/open-api-schema.yml", Operations: 96, Methods: 104, Types: 121},
		New: diff.Side{Name: "spec/open-api-schema.yml", Operations: 96, Methods: 104, Types: 121},
		Overrides: []diff.Override{
			{Staleness: model.Unnecessary, Pos: place("nullability.yml", 12), Message: "the action changes nothing: $.components.schemas.TrackObject.properties.name is nullable already"},
			{Staleness: model.Unmatched, Pos: place("strings.yml", 3), Message: "the action matches nothing: $.paths['/albums'].get.parameters[7]"},
			{Staleness: model.Unmatched, Pos: place("modes.yml", 44), Message: "x-was does not hold: deprecated is not true", Known: true},
			{Staleness: model.Unmatched, Pos: place("modes.yml", 54), Message: "x-was does not hold: deprecated is not true", Known: true},
		},
		Findings: []lint.Finding{
			{
				Rule: "untyped-list", Pos: model.Pos{File: "spec/open-api-schema.yml", Line: 77, Col: 9}, Pointer: "/paths/~1me~1library/put/parameters/0",
				Message: "uris is described as a list and typed as a string, so that it takes no slice.", Topic: "requests.yml",
				Action: "- target: $.paths['/me/library'].put.parameters[?@.name == 'uris'].schema\n  description: a list, separated by commas\n  x-evidence: \"spotgen lint: the name and the description\"\n  update:\n    type: array\n    items: {type: string}\n",
			},
			{
				Rule: "described-nullable", Pos: model.Pos{File: "spec/open-api-schema.yml", Line: 99, Col: 9}, Pointer: "/components/schemas/DeviceObject/properties/id",
				Message: "DeviceObject.id is described as null at times, and its type does not say so.", Topic: "nullability.yml",
				Action: "- target: $.components.schemas.DeviceObject.properties.id\n  description: null at times\n  x-evidence: \"spotgen lint: the name and the description\"\n  update:\n    nullable: true\n",
			},
			{
				Rule: "described-nullable", Pos: model.Pos{File: "spec/open-api-schema.yml", Line: 98, Col: 9}, Pointer: "/components/schemas/DeviceObject/properties/volume",
				Message: "DeviceObject.volume is described as null at times, and its type does not say so.", Topic: "nullability.yml",
				Action: "- target: $.components.schemas.DeviceObject.properties.volume\n  description: null at times\n  x-evidence: \"spotgen lint: the name and the description\"\n  update:\n    nullable: true\n",
			},
			{Rule: "no-mapping", Pos: model.Pos{File: "spec/open-api-schema.yml", Line: 120, Col: 9}, Pointer: "/components/schemas/Any", Message: "Any has a discriminator without a mapping."},
		},
	}
}

// rawReport is what Spotify publishes, without Go names.
func rawReport() *diff.Report {
	r := february()
	r.Raw = true
	for i := range r.Changes {
		r.Changes[i].Go = nil
	}
	return r
}

// huge has more changes than a page on GitHub takes.
func huge() *diff.Report {
	r := &diff.Report{Old: diff.Side{Name: "old.yml"}, New: diff.Side{Name: "new.yml"}}
	for i := range 5000 {
		kind := allKinds()[i%len(allKinds())]
		name := fmt.Sprintf("GET /thing%d field%d", i, i%977)
		r.Changes = append(r.Changes, diff.Change{
			Kind: kind.kind, Group: kind.group, Effect: diff.Effect(i % 5), Subject: name, Text: diff.Textf("%s has changed.", name),
			Advice: advised(diff.Do, "Look at %s.", diff.About(fmt.Sprint("Thing.Field", i))), Go: []diff.GoName{{Name: fmt.Sprintf("Thing.Field%d", i), Old: "int", New: "string", Breaking: true}},
		})
	}
	r.Findings, r.Overrides = upkeep().Findings, upkeep().Overrides
	return r
}
