package fetch_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/compare/fetch"
	"github.com/spotgen/spotgen/generator/load"
	"github.com/spotgen/spotgen/generator/model"
)

// prose is a schema with text everywhere that text can be.
const prose = `# A comment that is prose.
openapi: '3.0.3'
info:
  title: 'An API'
  description: Says much.
  version: '1.0.0'
  contact: {name: Someone, url: https://example.com}
externalDocs: {description: More prose., url: https://example.com/docs}
servers:
  - url: https://example.com/v1
    description: The server.
tags:
  - name: Things
    description: All about things.
paths:
  /things/{id}: # one thing
    description: One thing.
    get:
      operationId: get-thing
      tags: [Things]
      x-spotify-policy-list:
        $ref: '#/components/x-spotify-policy/list'
      x-note: This is a sentence that somebody wrote about the operation, for readers.
      x-spotify-docs-type: A | B
      summary: |
        Get Thing
      description: >
        Get a thing. It is
        folded.
      deprecated: true
      parameters:
        - name: id
          in: path
          required: true
          description: The ID of the thing.
          schema:
            title: Thing ID
            type: string
            minLength: 1
            example: 4aawyAB9vmqN3uQ7FjRGTy
          examples:
            short: {summary: One, value: abc}
            long: {value: A sentence in an example.}
      responses:
        '200':
          description: A thing
          headers:
            Link: {description: The next one., schema: {type: string}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing', description: By reference.}
              example: {id: 1, tags: [a, b]}
        '404':
          $ref: '#/components/responses/NotFound'
  /things:
    put:
      summary: Change a thing.
      requestBody:
        description: The new thing.
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing'}
            examples:
              all: {value: Only prose here.}
      responses:
        '204': {description: Changed.}
components:
  x-spotify-policy:
    policies: {$ref: '../policies.yaml'}
    list:
      - $ref: '#/components/x-spotify-policy/policies/A'
  responses:
    NotFound: {description: No such thing}
  schemas:
    description:
      type: object
      description: A schema named like a keyword.
    Thing:
      title: A thing is what people have when they do not know what else to call it
      type: object
      required: [description, title]
      properties:
        description:
          type: string
          description: |
            What it is.
            On several lines.
          example: |
            A thing that
            one can have.
        title: {type: string, default: none, example: 'Two words'}
        example: {type: array, items: {type: integer, description: n}, example: [1, 2]}
        summary:
          allOf:
            - $ref: '#/components/schemas/description'
          description: Beside.
        kind: {type: string, enum: [one kind, "another"], example: one, pattern: '^[a-z ]+$'}
  securitySchemes:
    oauth:
      type: oauth2
      description: How to log in.
      flows:
        authorizationCode:
          authorizationUrl: https://example.com/authorize
          tokenUrl: https://example.com/token
          scopes:
            read-things: |
              Read all the things.
            description: Named like a keyword.
`

const reduced = `# Reduced to its interface by "spotgen fetch": prose is left out. SOURCE beside
# this file says what was read. Do not edit; corrections go to overrides/schema.
openapi: '3.0.3'
info:
  title: 'An API'
  version: '1.0.0'
  contact: {name: Someone, url: 'https://example.com'}
externalDocs: {url: 'https://example.com/docs'}
servers:
  - url: https://example.com/v1
tags:
  - name: Things
paths:
  /things/{id}:
    get:
      operationId: get-thing
      tags: [Things]
      x-spotify-policy-list:
        $ref: '#/components/x-spotify-policy/list'
      x-spotify-docs-type: A | B
      summary: Get Thing
      deprecated: true
      parameters:
        - name: id
          in: path
          required: true
          schema:
            title: Thing ID
            type: string
            minLength: 1
            example: 4aawyAB9vmqN3uQ7FjRGTy
          examples:
            short: {summary: One, value: abc}
      responses:
        '200':
          description: ""
          headers:
            Link: {schema: {type: string}}
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
              example: {id: 1, tags: [a, b]}
        '404':
          $ref: '#/components/responses/NotFound'
  /things:
    put:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing'}
      responses:
        '204': {description: ""}
components:
  x-spotify-policy:
    policies: {$ref: '../policies.yaml'}
    list:
      - $ref: '#/components/x-spotify-policy/policies/A'
  responses:
    NotFound: {description: ""}
  schemas:
    description:
      type: object
    Thing:
      type: object
      required: [description, title]
      properties:
        description:
          type: string
        title: {type: string, default: none}
        example: {type: array, items: {type: integer}, example: [1, 2]}
        summary:
          allOf:
            - $ref: '#/components/schemas/description'
        kind: {type: string, enum: [one kind, "another"], example: one, pattern: '^[a-z ]+$'}
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://example.com/authorize
          tokenUrl: https://example.com/token
          scopes:
            read-things: ""
            description: ""
`

func TestReduce(t *testing.T) {
	got, err := fetch.Reduce([]byte(prose))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reduced, string(got)); diff != "" {
		t.Errorf("reduced schema (-want +got):\n%s", diff)
	}
	again, err := fetch.Reduce(got)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(got), string(again)); diff != "" {
		t.Errorf("reducing twice differs (-once +twice):\n%s", diff)
	}
	// The empty description of a response is valid.
	if _, _, err := load.Load(load.Source{Name: "reduced.yml", Data: got}, nil, load.Options{}); err != nil {
		t.Errorf("the reduced schema does not load: %v", err)
	}
}

func TestReduceTitles(t *testing.T) {
	tests := map[string]struct {
		title string
		kept  bool
	}{
		"title":             {"Get Album's Tracks [DEPRECATED]", true},
		"abbreviation":      {"Min. Valence", true},
		"60 characters":     {strings.Repeat("ä", 60), true},
		"61 characters":     {strings.Repeat("ä", 61), false},
		"sentence":          {"Get an album.", false},
		"question":          {"Which album?", false},
		"two lines":         {"Get\nAlbum", false},
		"nothing":           {" ", false},
		"line break at end": {"Get Album\n", true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			quoted := strings.ReplaceAll(test.title, "\n", `\n`)
			got, err := fetch.Reduce([]byte("openapi: 3.0.3\npaths: {/a: {get: {summary: \"" + quoted + "\"}}}\n"))
			if err != nil {
				t.Fatal(err)
			}
			if kept := strings.Contains(string(got), "summary"); kept != test.kept {
				t.Errorf("kept = %v, want %v:\n%s", kept, test.kept, got)
			}
		})
	}
}

func TestReduceReportsWhatIsNoSchema(t *testing.T) {
	_, err := fetch.Reduce([]byte("swagger: '2.0'\n"))
	var found model.Diagnostics
	if !errors.As(err, &found) {
		t.Fatalf("error is %v", err)
	}
	if got, want := err.Error(), "open-api-schema.yml:1:10: is Swagger 2.0; convert it to OpenAPI 3.0"; got != want {
		t.Errorf("error is %q, want %q", got, want)
	}
}

// The reduced schema of the repository is what Reduce makes of the published
// one, which stands beside the repository.
func TestCommittedSchemaIsReduced(t *testing.T) {
	committed, err := os.ReadFile("../../../spec/" + fetch.SchemaFile)
	if err != nil {
		t.Fatal(err)
	}
	again, err := fetch.Reduce(committed)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), string(again)); diff != "" {
		t.Errorf("the committed schema holds prose (-committed +reduced):\n%s", diff)
	}
	published, err := os.ReadFile("../../../../shared/published/" + fetch.SchemaFile)
	if errors.Is(err, fs.ErrNotExist) {
		return // a clone has only the reduced schema
	}
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile("../../../spec/" + fetch.SourceFile)
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(published); !bytes.Contains(source, []byte(hex.EncodeToString(sum[:]))) {
		return // spec/ is of another version
	}
	got, err := fetch.Reduce(published)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(committed), string(got)); diff != "" {
		t.Errorf("the committed schema is not the published one (-committed +published):\n%s", diff)
	}
}
