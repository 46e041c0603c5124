package prune_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/prune"
)

// library is a small API: albums that can be read one by one or together, a page of
// what is saved, and a library that replaces an older operation.
func library() *model.API {
	albumID := model.TypeRef{Kind: model.Named, Class: model.Runtime, Name: "AlbumID", Runtime: model.Text}
	album := model.TypeRef{Kind: model.Named, Class: model.Struct, Name: "Album"}
	track := model.TypeRef{Kind: model.Named, Class: model.Struct, Name: "Track"}
	kind := model.TypeRef{Kind: model.Named, Class: model.EnumType, Name: "Kind"}
	thing := model.TypeRef{Kind: model.Named, Class: model.UnionType, Name: "Thing"}
	things := model.TypeRef{Kind: model.PageOf, Name: "Page", Elem: &thing}
	return &model.API{
		Package: "spotify",
		Server:  "https://api.example.com/v1",
		Doc:     "Package spotify is small.\n\nRead so:\n\n\tclient.Albums.Get(ctx, id)\n\nSave so:\n\n\tclient.Library.Save(ctx, track)\n\n# Tracks\n\nOriginalURI tells more.\n\n# The end\n\nSee [Album] and [Track].",
		Scopes:  []model.Scope{{Name: "user-all", GoName: "ScopeUserAll"}, {Name: "user-read", GoName: "ScopeUserRead"}},
		Services: []model.Service{
			{Name: "Albums", Operations: []model.Operation{
				{Service: "Albums", Name: "Get", Method: "GET", Path: "/albums/{id}", ID: "one", Tags: []string{"Music"},
					Params: []model.Param{{Wire: "id", Type: albumID}}, Result: model.Result{Kind: model.Value, Type: album}},
				{Service: "Albums", Name: "GetMany", Method: "GET", Path: "/albums", ID: "many", Tags: []string{"Music", "Batches"},
					Params: []model.Param{{Wire: "ids", Type: model.TypeRef{Kind: model.List, Elem: &albumID}}},
					Result: model.Result{Kind: model.Unwrap, Type: model.TypeRef{Kind: model.List, Elem: &album}},
					Batch:  model.Batch{Param: "ids", Max: 20, Single: "Get"}},
				{Service: "Albums", Name: "Save", Method: "PUT", Path: "/me/albums", Doc: "saves as [LibraryService.Save] does.",
					Deprecated: true, Replacement: "Library.Save"},
			}},
			{Name: "Library", Doc: "has many a [Thing].", Operations: []model.Operation{
				{Service: "Library", Name: "List", Method: "GET", Path: "/me/library", Scopes: model.ScopeRule{Any: []string{"user-read"}},
					Options: []model.Param{{Wire: "kind", Type: kind}}, Result: model.Result{Kind: model.Value, Type: things},
					Iterators: []model.Iterator{{Name: "All", Elem: thing}}},
				{Service: "Library", Name: "Save", Method: "PUT", Path: "/me/library",
					Scopes: model.ScopeRule{ByKind: []model.KindScope{{Kind: "track", Scope: "user-all"}}}},
			}},
		},
		Types: []model.Type{
			{Name: "Album", Doc: "holds one [Track] or more.", Fields: []model.Field{{GoName: "Within", Type: model.TypeRef{Kind: model.Named, Class: model.Struct, Name: "Album", Pointer: true}}}},
			{Name: "Total", Fields: []model.Field{{GoName: "Tracks", Type: model.TypeRef{Kind: model.Int}}}},
			{Name: "Track", Relinkable: true, Fields: []model.Field{{GoName: "Album", Type: album, Doc: "See [Album]."}}},
			{Name: "Video", Fields: []model.Field{{GoName: "Like", Type: thing}, {GoName: "Song", Type: track}}},
		},
		Enums:  []model.Enum{{Name: "Kind", Values: []model.EnumValue{{Wire: "track", GoName: "KindTrack"}}}},
		Unions: []model.Union{{Name: "Thing", Members: []model.Member{{GoName: "Video", Type: "Video", Kind: "video"}}}},
		Pages: []model.Page{{Name: "Page", Paging: model.OffsetPaging, Fields: []model.Field{
			{GoName: "Total", Type: model.TypeRef{Kind: model.Named, Class: model.Struct, Name: "Total"}}}}},
		Endpoints: []model.Endpoint{
			{Method: "GET", Path: "/albums", Methods: []string{"Albums.GetMany"}},
			{Method: "GET", Path: "/albums/{id}", Methods: []string{"Albums.Get"}},
			{Method: "PUT", Path: "/me/albums", Methods: []string{"Albums.Save"}},
			{Method: "GET", Path: "/me/library", Methods: []string{"Library.List"}},
			{Method: "PUT", Path: "/me/library", Methods: []string{"Library.Save"}},
		},
	}
}

// content lists what a model has.
func content(api *model.API) map[string][]string {
	list := map[string][]string{}
	add := func(what, name string) { list[what] = append(list[what], name) }
	for _, s := range api.Services {
		add("services", s.Name)
	}
	for _, op := range api.Operations() {
		add("methods", op.QualifiedName())
	}
	for _, e := range api.Endpoints {
		add("endpoints", e.Method+" "+e.Path)
	}
	for _, s := range api.Scopes {
		add("scopes", s.Name)
	}
	for _, t := range api.Types {
		add("types", t.Name)
	}
	for _, e := range api.Enums {
		add("types", e.Name)
	}
	for _, u := range api.Unions {
		add("types", u.Name)
	}
	for _, p := range api.Pages {
		add("types", p.Name)
	}
	return list
}

func TestPrune(t *testing.T) {
	single := []prune.Needed{{Method: "Albums.Get", By: "Albums.GetMany"}}
	one := map[string][]string{
		"services": {"Albums"}, "methods": {"Albums.Get"}, "endpoints": {"GET /albums/{id}"}, "types": {"Album"}}
	two := map[string][]string{
		"services": {"Albums"}, "methods": {"Albums.Get", "Albums.GetMany"},
		"endpoints": {"GET /albums", "GET /albums/{id}"}, "types": {"Album"}}
	albums := map[string][]string{
		"services": {"Albums"}, "methods": {"Albums.Get", "Albums.GetMany", "Albums.Save"},
		"endpoints": {"GET /albums", "GET /albums/{id}", "PUT /me/albums"}, "types": {"Album"}}
	list := map[string][]string{
		"services": {"Library"}, "methods": {"Library.List"}, "endpoints": {"GET /me/library"}, "scopes": {"user-read"},
		"types": {"Album", "Total", "Track", "Video", "Kind", "Thing", "Page"}}
	save := map[string][]string{
		"services": {"Library"}, "methods": {"Library.Save"}, "endpoints": {"PUT /me/library"}, "scopes": {"user-all"}}
	tests := []struct {
		name       string
		tags       []string
		operations []string
		exclude    []string
		want       map[string][]string
		needed     []prune.Needed
	}{
		{name: "everything", want: content(library())},
		{name: "method and path", operations: []string{"GET /albums/{id}"}, want: one},
		{name: "lower case and spaces", operations: []string{"get  /albums/{ID}"}, want: one},
		{name: "operation ID", operations: []string{"one"}, want: one},
		{name: "Go name", operations: []string{"albums.get"}, want: one},
		{name: "batch", operations: []string{"many"}, want: two, needed: single},
		{name: "batch and single", operations: []string{"many", "one"}, want: two},
		{name: "iterator", operations: []string{"Library.All"}, want: list},
		{name: "scope by kind", operations: []string{"PUT /me/library"}, want: save},
		{name: "all of a service", operations: []string{"Albums.*"}, want: albums},
		{name: "service", tags: []string{"albums"}, want: albums},
		{name: "tag", tags: []string{"music"}, want: two},
		{name: "second tag", tags: []string{"Batches"}, want: two, needed: single},
		{name: "all but some", exclude: []string{"Library.*", "Albums.Save"}, want: two},
		{name: "excluded from a tag", tags: []string{"Albums"}, exclude: []string{"albums.save"}, want: two},
		{name: "excluded from operations", operations: []string{"Albums.*"}, exclude: []string{"PUT /me/albums", "many"}, want: one},
		{name: "excluded by two names", exclude: []string{"Library.*", "Library.Save", "PUT /me/albums", "GET /albums"}, want: one},
		{name: "excluded, but needed", operations: []string{"many"}, tags: []string{"Music"}, exclude: []string{"one"}, want: two, needed: single},
		{name: "all but what is needed", exclude: []string{"one", "Library.*", "Albums.Save"}, want: two, needed: single},
		{name: "both", tags: []string{"Albums"}, operations: []string{"Library.Save"}, want: map[string][]string{
			"services": {"Albums", "Library"}, "methods": {"Albums.Get", "Albums.GetMany", "Albums.Save", "Library.Save"},
			"endpoints": {"GET /albums", "GET /albums/{id}", "PUT /me/albums", "PUT /me/library"}, "scopes": {"user-all"}, "types": {"Album"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			api := library()
			part, needed, err := prune.Prune(api, prune.Selection{Tags: test.tags, Operations: test.operations, Exclude: test.exclude})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, content(part)); diff != "" {
				t.Errorf("part (-want +got):\n%s", diff)
			}
			if part.Server != api.Server {
				t.Errorf("server %q, want %q", part.Server, api.Server)
			}
			if diff := cmp.Diff(test.needed, needed); diff != "" {
				t.Errorf("needed (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(library(), api); diff != "" {
				t.Errorf("the model that it is made from (-before +after):\n%s", diff)
			}
		})
	}
}

// TestResultByStatus makes sure that the types of all cases are kept, and that the struct
// that holds them is named only where it is.
func TestResultByStatus(t *testing.T) {
	api := library()
	save := &api.Services[1].Operations[1]
	save.Result = model.Result{
		Kind: model.ByStatus,
		Type: model.TypeRef{Kind: model.Named, Class: model.ResultStruct, Name: "LibrarySaveResult"},
		Cases: []model.Case{
			{Status: 200, GoName: "OK", Kind: model.Value, Type: model.TypeRef{Kind: model.Named, Class: model.Struct, Name: "Track"}},
			{Status: 201, GoName: "Created", Kind: model.Value, Type: model.TypeRef{Kind: model.Named, Class: model.EnumType, Name: "Kind"}},
		},
	}
	api.Services[0].Doc = "are what [LibrarySaveResult] has."
	part, _, err := prune.Prune(api, prune.Selection{Operations: []string{"Library.Save"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(part.Types) != 2 || part.Types[0].Name != "Album" || part.Types[1].Name != "Track" || len(part.Enums) != 1 {
		t.Errorf("kept the types %+v and the enums %+v", part.Types, part.Enums)
	}
	part, _, err = prune.Prune(api, prune.Selection{Tags: []string{"Albums"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := part.Services[0].Doc, "are what LibrarySaveResult has."; got != want {
		t.Errorf("the service says %q, want %q", got, want)
	}
}

func TestUnknown(t *testing.T) {
	tests := []struct {
		selection prune.Selection
		want      string
	}{
		{prune.Selection{Tags: []string{"Albums", "Album"}}, `there is no tag "Album"; did you mean Albums?`},
		{prune.Selection{Tags: []string{"Podcasts"}}, `there is no tag "Podcasts"; there are Albums, Batches, Library, Music`},
		{prune.Selection{Operations: []string{"GET /albums/{album_id}"}}, `there is no operation "GET /albums/{album_id}"; did you mean GET /albums/{id}?`},
		{prune.Selection{Operations: []string{"/me/albums"}}, `there is no operation "/me/albums"; did you mean PUT /me/albums?`},
		{prune.Selection{Operations: []string{"/me/libary"}}, `there is no operation "/me/libary"; did you mean GET /me/library or PUT /me/library?`},
		{prune.Selection{Operations: []string{"Album.*"}}, `there is no operation "Album.*"; did you mean Albums.*?`},
		{prune.Selection{Operations: []string{"mayn"}}, `there is no operation "mayn"; did you mean many?`},
		{prune.Selection{Operations: []string{"Player.Play"}}, `there is no operation "Player.Play"; the command ops lists all`},
		{prune.Selection{Exclude: []string{"Albums.Gte"}}, `there is no operation "Albums.Gte"; did you mean Albums.Get?`},
		{prune.Selection{Tags: []string{"Albums"}, Exclude: []string{"Library.Save"}}, `"Library.Save" cannot be excluded, because it is not included; leave it out`},
		{prune.Selection{Tags: []string{"Albumz"}, Exclude: []string{"Albums.Save"}}, `there is no tag "Albumz"; did you mean Albums?`},
		{prune.Selection{Exclude: []string{"Albums.*", "Library.*"}}, `everything that is included is excluded, and nothing is left`},
		{prune.Selection{Tags: []string{"Musik"}, Operations: []string{"none"}, Exclude: []string{"Albums.Gte"}}, `there is no tag "Musik"; did you mean Music?
there is no operation "none"; did you mean one?
there is no operation "Albums.Gte"; did you mean Albums.Get?`},
		{prune.Selection{Tags: []string{"Musik", "Albums"}, Operations: []string{"Albums.Gte", "one", "Library.Sav"}}, `there is no tag "Musik"; did you mean Music?
there is no operation "Albums.Gte"; did you mean Albums.Get?
there is no operation "Library.Sav"; did you mean Library.Save?`},
	}
	for _, test := range tests {
		_, _, err := prune.Prune(library(), test.selection)
		if ok := errors.As(err, new(*prune.SelectionError)); !ok || err.Error() != test.want {
			t.Errorf("%+v:\ngot  %v\nwant %s", test.selection, err, test.want)
		}
	}
}

func TestDocs(t *testing.T) {
	tests := []struct {
		operation string
		pkg       string
		member    func(*model.API) string
		want      string
	}{
		{
			operation: "Albums.Save",
			pkg: "Package spotify is small.\n\nRead so.\n\nSave so.\n\n# The end\n\nSee Album and Track.\n\n" +
				"# What is here\n\nThis package has 1 of the 5 operations of the API, and the types that these need. It is made by\n\n" +
				"\tspotgen generate --package spotify --include-operations Albums.Save",
			member: func(api *model.API) string {
				op := api.Services[0].Operations[0]
				return op.Doc + " " + op.Replacement
			},
			want: "saves as PUT /me/library does. PUT /me/library",
		},
		{
			operation: "GET /albums/{id}",
			pkg: "Package spotify is small.\n\nRead so:\n\n\tclient.Albums.Get(ctx, id)\n\nSave so.\n\n# The end\n\nSee [Album] and Track.\n\n" +
				"# What is here\n\nThis package has 1 of the 5 operations of the API, and the types that these need. It is made by\n\n" +
				"\tspotgen generate --package spotify --include-operations 'GET /albums/{id}'",
			member: func(api *model.API) string { return api.Types[0].Doc },
			want:   "holds one Track or more.",
		},
		{
			operation: "Library.*",
			pkg: "Package spotify is small.\n\nRead so.\n\nSave so:\n\n\tclient.Library.Save(ctx, track)\n\n# Tracks\n\nOriginalURI tells more.\n\n# The end\n\nSee [Album] and [Track].\n\n" +
				"# What is here\n\nThis package has 2 of the 5 operations of the API, and the types that these need. It is made by\n\n" +
				"\tspotgen generate --package spotify --include-operations 'Library.*'",
			member: func(api *model.API) string { return api.Services[0].Doc + api.Types[2].Fields[0].Doc },
			want:   "has many a [Thing].See [Album].",
		},
		{
			operation: "Library.Save",
			pkg: "Package spotify is small.\n\nRead so.\n\nSave so:\n\n\tclient.Library.Save(ctx, track)\n\n# The end\n\nSee Album and Track.\n\n" +
				"# What is here\n\nThis package has 1 of the 5 operations of the API, and the types that these need. It is made by\n\n" +
				"\tspotgen generate --package spotify --include-operations Library.Save",
			member: func(api *model.API) string { return api.Services[0].Doc },
			want:   "has many a Thing.",
		},
	}
	for _, test := range tests {
		part, _, err := prune.Prune(library(), prune.Selection{Operations: []string{test.operation}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.pkg, part.Doc); diff != "" {
			t.Errorf("%s: comment of the package (-want +got):\n%s", test.operation, diff)
		}
		if got := test.member(part); got != test.want {
			t.Errorf("%s: got %q, want %q", test.operation, got, test.want)
		}
	}
}

// TestDocsOfExclusions makes sure that the comment of the package says what was excluded.
func TestDocsOfExclusions(t *testing.T) {
	part, _, err := prune.Prune(library(), prune.Selection{Tags: []string{"Albums"}, Exclude: []string{"PUT /me/albums"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := "\n\n\tspotgen generate --package spotify --include-tags Albums --exclude-operations 'PUT /me/albums'"; !strings.HasSuffix(part.Doc, want) {
		t.Errorf("comment of the package %q, want the end %q", part.Doc, want)
	}
}

// TestReduce makes sure that names that do not fit are left out of a selection, and that
// a selection of which nothing is left is not one of everything.
func TestReduce(t *testing.T) {
	for _, test := range []struct {
		selection prune.Selection
		methods   []string
		problems  []string
	}{
		{prune.Selection{Tags: []string{"Musik"}}, nil, []string{"Musik"}},
		{prune.Selection{Operations: []string{"one", "gone"}}, []string{"Albums.Get"}, []string{"gone"}},
		{prune.Selection{Tags: []string{"Library"}, Exclude: []string{"one", "gone"}}, []string{"Library.List", "Library.Save"}, []string{"one", "gone"}},
		{prune.Selection{Tags: []string{"Library"}, Exclude: []string{"Library.*"}}, nil, []string{""}},
	} {
		part, _, problems := prune.Reduce(library(), test.selection)
		var names []string
		for _, p := range problems {
			names = append(names, p.Name)
		}
		if diff := cmp.Diff(test.methods, content(part)["methods"]); diff != "" {
			t.Errorf("%+v: methods (-want +got):\n%s", test.selection, diff)
		}
		if diff := cmp.Diff(test.problems, names); diff != "" {
			t.Errorf("%+v: problems (-want +got):\n%s", test.selection, diff)
		}
	}
}

// TestReplacementThatIsThere makes sure that a replacement keeps its Go name where
// the part has it.
func TestReplacementThatIsThere(t *testing.T) {
	part, _, err := prune.Prune(library(), prune.Selection{Operations: []string{"Albums.Save", "Library.Save"}})
	if err != nil {
		t.Fatal(err)
	}
	op := part.Services[0].Operations[0]
	if got, want := op.Doc+" "+op.Replacement, "saves as [LibraryService.Save] does. Library.Save"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
