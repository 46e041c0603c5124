package generator_test

import (
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/emit"
)

// mutations is how many changes of the real schema are tried; fifty times as many, which has
// all kinds, in the exhaustive run.
const mutations = 6

// TestMutatedSchema changes the real schema under the real overrides. What comes of
// it must be packages that compile.
func TestMutatedSchema(t *testing.T) {
	document := realDocument(t)
	tries := mutations
	if *exhaustive {
		tries *= 50
	}
	for seed := range tries {
		data, done := mutate(t, document, seed)
		t.Run(strconv.Itoa(seed), func(t *testing.T) {
			t.Parallel()
			outputOf(t, data)
			if t.Failed() {
				t.Logf("made by: %s", strings.Join(done, "; then: "))
			}
		})
	}
}

// TestChangedParts changes parts of the real schema that the emitted code is built
// upon. It wants findings, or what the code does without the part.
func TestChangedParts(t *testing.T) {
	const (
		albums  = "components/responses/ManyAlbums/content/application~json/schema/properties"
		linked  = "components/schemas/LinkedTrackObject/properties"
		cursors = "components/schemas/CursorObject/properties"
	)
	tests := map[string]struct {
		mapping, key, value string // no value removes the key
		want, unwanted      string // in the emitted files, or in the findings
	}{
		"another property beside the albums": {albums, "fetched_at", "{type: string}",
			"GetMany(ctx context.Context, ids []AlbumID, opts *AlbumsGetManyOptions, reqOpts ...RequestOption) (*AlbumsGetManyResult, error)", "inBatches(&operations[opAlbumsGetMany]"},
		"albums that are a text":    {albums, "albums", "{type: string}", "reqOpts ...RequestOption) (string, error)", "inBatches(&operations[opAlbumsGetMany]"},
		"albums that are a time":    {albums, "albums", "{type: string, format: date-time}", "reqOpts ...RequestOption) (time.Time, error)", "inBatches(&operations[opAlbumsGetMany]"},
		"albums that are texts":     {albums, "albums", "{type: array, items: {type: string}}", "inBatches(&operations[opAlbumsGetMany]", "oneByOne(ctx, &operations[opAlbumsGetMany]"},
		"a cursor that is a number": {cursors, "after", "{type: integer}", "pages must be an object, never a pointer, with a string called after", ""},
		"no cursor":                 {cursors, "after", "", "pages must be an object, never a pointer, with a string called after", ""},
		"an original without a URI": {linked, "uri", "", `originalTrackURI(t.URI, "", t.LinkedFrom.ID)`, "t.LinkedFrom.URI"},
		"an original without an ID": {linked, "id", "", `originalTrackID(t.ID, t.LinkedFrom.URI, "")`, "t.LinkedFrom.ID"},
		"things to remove that are no list": {"paths/~playlists~{playlist_id}~items/delete/requestBody/content/application~json/schema/properties", "items", "{type: string}",
			"PlaylistsRemoveItems", "eachBatch(&operations[opPlaylistsRemoveItems]"},
		"a next that is a number": {"components/schemas/PagingObject/properties", "next", "{type: integer}", `"next" of pages must be a string`, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document := realDocument(t)
			mapping := document.Content[0]
			for step := range strings.SplitSeq(test.mapping, "/") {
				if mapping = lookUp(mapping, strings.ReplaceAll(step, "~", "/")); mapping == nil {
					t.Fatalf("the schema has no %s", test.mapping)
				}
			}
			if test.value == "" {
				if !remove(mapping, test.key) {
					t.Fatalf("%s has no %s", test.mapping, test.key)
				}
			} else {
				assign(mapping, test.key, yamlOf(test.value))
			}
			data, err := yaml.Marshal(document)
			if err != nil {
				t.Fatal(err)
			}
			got := said(t, data)
			if !strings.Contains(got, test.want) {
				t.Errorf("there is no %s in it", test.want)
			}
			if test.unwanted != "" && strings.Contains(got, test.unwanted) {
				t.Errorf("%s is in it", test.unwanted)
			}
		})
	}
}

// TestChangedPositions changes what a list in a body says of places in another one.
func TestChangedPositions(t *testing.T) {
	tests := map[string]struct{ old, new, want string }{
		"positions that are numbers": {"positions: {type: array, items: {type: integer}}", "positions: {type: integer}", ""},
		"a version that is a number": {"snapshot_id: {type: string, x-go-type: SnapshotID}\n", "snapshot_id: {type: integer}\n", "snapshot_id must be a string, never a pointer"},
		"a version by pointer":       {"snapshot_id: {type: string, x-go-type: SnapshotID}\n", "snapshot_id: {type: string, x-go-type-skip-optional-pointer: false}\n", "snapshot_id must be a string, never a pointer"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := caseInputs(t, "testdata/cases/batches")
			changed := strings.Replace(string(in.Spec.Data), test.old, test.new, 1)
			if changed == string(in.Spec.Data) {
				t.Fatalf("the case has no %s", test.old)
			}
			in.Spec.Data = []byte(changed)
			output, err := generator.Generate(in, generator.Options{})
			switch {
			case err != nil && test.want == "":
				t.Error(err)
			case err != nil:
				checkFindings(t, err)
				if !strings.Contains(err.Error(), test.want) {
					t.Errorf("found %v, want something with %q", err, test.want)
				}
			case test.want != "":
				t.Errorf("nothing is found, want something with %q", test.want)
			default:
				for _, err := range typeCheck(t, output.Files, output.Fake) {
					t.Error(err)
				}
			}
		})
	}
}

// said is the whole text of the client that comes of a schema, or of the findings.
func said(t *testing.T, data []byte) string {
	t.Helper()
	var b strings.Builder
	output, err := outputOf(t, data)
	if err != nil {
		return err.Error()
	}
	for _, file := range output.Files {
		if strings.HasPrefix(string(file.Data), emit.Marker+" from the OpenAPI schema") {
			b.Write(file.Data)
		}
	}
	b.WriteString(output.Warnings.Error())
	return b.String()
}

// outputOf generates from a changed schema and checks what comes of it. It returns
// nothing but an error if that is findings.
func outputOf(t *testing.T, data []byte) (*generator.Output, error) {
	t.Helper()
	output, err := generator.Generate(changedInputs(t, data), realOptions)
	if err != nil {
		t.Errorf("refused: %v", err)
		return nil, err
	}
	errs := typeCheck(t, output.Files, output.Fake)
	for _, err := range errs[:min(len(errs), 5)] {
		t.Error(err)
	}
	return output, nil
}

func changedInputs(t *testing.T, data []byte) generator.Inputs {
	t.Helper()
	in := repositoryInputs(t)
	in.Spec.Data = data
	// The hand-written files need types that may be gone.
	in.Fake = outlinedFake(t)
	return in
}

func realDocument(t *testing.T) *yaml.Node {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal(repositoryInputs(t).Spec.Data, &document); err != nil {
		t.Fatal(err)
	}
	return &document
}
