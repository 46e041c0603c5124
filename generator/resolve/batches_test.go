package resolve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

// batchRead is a schema with a read of many songs, and the read of one that takes its
// place in development mode. The parts that tests change are the option of the latter,
// in line 20, and the properties of the simplified song, in line 24.
func batchRead(option, properties string) string {
	return `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /songs:
    get:
      tags: [Songs]
      x-spotgen-replacement: GET /songs/{id}
      parameters:
        - {name: ids, in: query, required: true, explode: false, schema: {type: array, maxItems: 20, items: {type: string}}}
        - {name: verses, in: query, schema: {type: integer}}
      responses:
        '200':
          description: d
          content: {application/json: {schema: {type: object, properties: {songs: {type: array, x-spotgen-null-elements: pointer, items: {$ref: '#/components/schemas/SimplifiedSong'}}}}}}
  /songs/{id}:
    get:
      tags: [Songs]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - ` + option + `
      responses: {'200': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/Song'}}}}}
components:
  schemas:
    SimplifiedSong: {type: object, properties: ` + properties + `}
    Song: {type: object, properties: {title: {type: string}, seconds: {type: integer}, text: {type: string}}}
`
}

// batchWrite is a schema with a method that removes songs; the version in which their
// positions count is in line 19.
func batchWrite(song, version string) string {
	return `openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /songs:
    delete:
      tags: [Songs]
      responses: {'204': {description: d}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                numbers: {type: array, maxItems: 50, items: {type: integer}}
                position: {type: integer, x-go-type-skip-optional-pointer: false}
                single: {type: array, maxItems: 1, items: {type: integer}}
                songs: {type: array, maxItems: 20, items: {$ref: '#/components/schemas/Song'}}
                title: {type: string}
                snapshot_id: ` + version + `
components:
  schemas:
    Song: {type: object, properties: {uri: {type: string}, ` + song + `}}
`
}

func TestBatches(t *testing.T) {
	const option, title = "{name: verses, in: query, schema: {type: integer}}", "{title: {type: string}, seconds: {type: integer}}"
	const positions, text = "positions: {type: array, items: {type: integer}}", "{type: string}"
	tests := map[string]struct {
		spec string
		want []string
	}{
		"reads":          {batchRead(option, title), nil},
		"another option": {batchRead("{name: lines, in: query, schema: {type: boolean}}", title), nil},
		"option of other type": {batchRead("{name: verses, in: query, schema: {type: boolean}}", title), []string{
			"spec.yml:5:5: the option Verses of Songs.GetMany is of another type than that of Songs.Get, with which it is read in development mode; describe both in one way in overrides/schema/requests.yml",
		}},
		"no such field": {batchRead(option, "{title: {type: string}, key: {type: string}}"), []string{
			"spec.yml:24:72: a Song has no Key like it; the batch read of SimplifiedSong cannot be replaced by single reads in development mode: remove its x-spotgen-replacement",
		}},
		"field of other type": {batchRead(option, "{title: {type: string}, text: {type: integer}}"), []string{
			"spec.yml:24:72: a Song has no Text like it; the batch read of SimplifiedSong cannot be replaced by single reads in development mode: remove its x-spotgen-replacement",
		}},
		"writes": {batchWrite(positions, text), nil},
		"version that is a number": {batchWrite(positions, "{type: integer}"), []string{
			"spec.yml:19:17: the property snapshot_id must be a string, never a pointer: it says in which version of a playlist positions count; describe it so in overrides/schema/playlists.yml",
		}},
		"number that is no version": {batchWrite("position: {type: integer}", "{type: integer}"), nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, findings(t, inputs{spec: test.spec})); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFactsOfBatches(t *testing.T) {
	number := model.TypeRef{Kind: model.Int}
	song := model.TypeRef{Kind: model.Named, Class: model.Struct, Name: "Song"}
	tests := map[string]struct {
		spec string
		want model.Batch
	}{
		"reads": {
			batchRead("{name: verses, in: query, schema: {type: integer}}", "{title: {type: string}, seconds: {type: integer}}"),
			model.Batch{Param: "ids", Max: 20, IDs: true, Single: "Get", Shared: []string{"Verses"}, Copied: []string{"Seconds", "Title"}},
		},
		"writes": {
			batchWrite("positions: {type: array, items: {type: integer}}", "{type: string}"),
			model.Batch{Param: "numbers", Max: 50, Snapshot: "SnapshotID", InsertAt: "Position", Lists: []model.BatchList{
				{Wire: "numbers", GoName: "Numbers", Type: model.TypeRef{Kind: model.List, Elem: &number}},
				{Wire: "songs", GoName: "Songs", Type: model.TypeRef{Kind: model.List, Elem: &song}, Positions: "Positions"},
			}},
		},
		"writes without positions": {
			batchWrite("position: {type: integer}", "{type: string}"),
			model.Batch{Param: "numbers", Max: 50, InsertAt: "Position", Lists: []model.BatchList{
				{Wire: "numbers", GoName: "Numbers", Type: model.TypeRef{Kind: model.List, Elem: &number}},
				{Wire: "songs", GoName: "Songs", Type: model.TypeRef{Kind: model.List, Elem: &song}},
			}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			api, _, err := resolveInputs(t, inputs{spec: test.spec})
			if err != nil {
				t.Fatal(err)
			}
			op := api.Operations()[0]
			for _, other := range api.Operations() {
				if other.Batch.Param != "" {
					op = other
				}
			}
			if diff := cmp.Diff(test.want, op.Batch); diff != "" {
				t.Errorf("the batch differs (-want +got):\n%s", diff)
			}
			if isSplit := op.SplitList() != nil; isSplit != (test.want.Lists == nil) {
				t.Errorf("a list in the query is split: %v", isSplit)
			}
		})
	}
}
