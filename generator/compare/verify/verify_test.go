package verify_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/verify"
	"github.com/spotgen/spotgen/generator/load"
)

// schema is a small schema with something of each kind that is compared.
const schema = `openapi: 3.0.3
info: {title: Test, version: "1"}
servers: [{url: https://api.example.com/v1}]
paths:
  /things/{id}:
    get:
      operationId: get-thing
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 50}}
        - {name: market, in: query, required: true, schema: {type: string}}
        - {name: sizes, in: query, style: form, explode: true, schema: {type: array, items: {type: integer}}}
        - {name: colors, in: query, style: pipeDelimited, explode: false, schema: {type: array, maxItems: 2, items: {type: string}}}
        - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: types, in: query, style: form, explode: false, schema: {type: array, items: {type: string, enum: [big, small]}}}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
        '401': {$ref: '#/components/responses/Unauthorized'}
        '429': {description: slow down}
    put:
      operationId: put-thing
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string}
                size: {type: integer, maximum: 5}
      responses:
        '200': {description: OK}
  /things:
    get:
      operationId: get-things
      parameters:
        - {name: ids, in: query, required: true, style: form, explode: false, schema: {type: array, items: {type: string}}}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                type: object
                required: [things]
                properties:
                  things: {type: array, items: {$ref: '#/components/schemas/Thing'}}
  /small:
    get:
      operationId: get-small
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/SmallThing'}
  /one:
    get:
      operationId: get-one
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema:
                oneOf:
                  - {$ref: '#/components/schemas/Track'}
                  - {$ref: '#/components/schemas/Episode'}
                discriminator: {propertyName: type}
  /named:
    get:
      operationId: get-named
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {type: object, additionalProperties: {type: integer}}
components:
  responses:
    Unauthorized:
      description: no
      content:
        application/json:
          schema:
            type: object
            required: [error]
            properties:
              error: {$ref: '#/components/schemas/Error'}
  schemas:
    Error:
      type: object
      required: [status, message]
      properties:
        status: {type: integer}
        message: {type: string}
    Base:
      type: object
      required: [name, kind]
      properties:
        name: {type: string}
        kind: {type: string, enum: [big, small]}
        size: {type: integer}
        owner: {allOf: [{$ref: '#/components/schemas/Owner'}]}
        maker: {$ref: '#/components/schemas/Owner'}
        tags: {type: array, items: {type: string}}
        ratio: {type: number, minimum: 0.5}
        day: {type: string, format: date}
        at: {type: string, format: date-time}
        link: {type: string, format: uri}
        hidden: {type: object}
    Owner:
      type: object
      required: [id]
      properties:
        id: {type: string}
        followers: {type: integer}
    Thing:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          required: [parts]
          properties:
            parts: {type: array, maxItems: 3, items: {$ref: '#/components/schemas/SmallThing'}}
    SmallThing:
      allOf:
        - $ref: '#/components/schemas/Base'
        - type: object
          properties:
            spare: {type: boolean}
    Track:
      type: object
      required: [album, artists, minutes]
      properties:
        type: {type: string, enum: [track]}
        album: {$ref: '#/components/schemas/Owner'}
        artists: {type: array, items: {type: string}}
        minutes: {type: integer}
    Episode:
      type: object
      required: [show, words, language]
      properties:
        type: {type: string, enum: [episode]}
        show: {$ref: '#/components/schemas/Owner'}
        words: {type: string}
        language: {type: string}
`

const overlayHead = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n"

// newVerifier makes a verifier of the schema with actions.
func newVerifier(t *testing.T, actions ...string) *verify.Verifier {
	t.Helper()
	var overlays []load.Source
	for i, a := range actions {
		if a != "" {
			overlays = append(overlays, load.Source{Name: string(rune('a'+i)) + ".yml", Data: []byte(overlayHead + a)})
		}
	}
	doc, _, err := load.Load(load.Source{Name: "spec.yml", Data: []byte(schema)}, overlays, load.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, strings.Join(actions, "\n"))
	}
	return verify.New(doc, []verify.Method{{Name: "Things.Get", Method: "GET", Path: "/things/{id}"}})
}

func get(path, query, body string) verify.Exchange {
	values, err := url.ParseQuery(query)
	if err != nil {
		panic(err)
	}
	return verify.Exchange{File: "f.json", Method: "GET", Path: path, Query: values, Status: 200, Received: []byte(body)}
}

func status(x verify.Exchange, status int) verify.Exchange { x.Status = status; return x }

func put(body string) verify.Exchange {
	return verify.Exchange{File: "f.json", Method: "PUT", Path: "/things/1", Status: 200, Sent: []byte(body)}
}

// small is an answer of /small with further members.
func small(more string) verify.Exchange {
	return get("/small", "", `{"name": "N", "kind": "big"`+more+`}`)
}

func TestPlantedMismatches(t *testing.T) {
	for _, test := range plantedMismatches() {
		t.Run(test.name, func(t *testing.T) {
			v := newVerifier(t)
			report := add(t, v, test.answers)
			var got []string
			for _, f := range report.Findings {
				got = append(got, string(f.Kind)+": "+f.Subject+" "+f.Message+", "+seen(f))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			actions := report.Suggestions()
			if diff := cmp.Diff(test.actions, bare(t, actions)); diff != "" {
				t.Errorf("actions (-want +got):\n%s", diff)
			}
			if actions != "" && !strings.Contains(actions, `x-evidence: "spotgen verify: f.json`) {
				t.Errorf("there is no evidence in\n%s", actions)
			}
			generates(t, actions)
			again := add(t, newVerifier(t, actions), test.answers)
			if left := len(again.Findings); left > 0 != test.remains {
				t.Errorf("%d findings remain after the actions\n%s\n%+v", left, actions, again.Findings)
			}
		})
	}
}

// generates makes sure that the generator accepts actions, and loses nothing by them.
func generates(t *testing.T, actions string) {
	t.Helper()
	in := generator.Inputs{Spec: load.Source{Name: "spec.yml", Data: []byte(schema)}}
	_, before, err := generator.Model(in, generator.Options{StaleAsWarning: true})
	if err != nil {
		t.Fatal(err)
	}
	if actions == "" {
		return
	}
	in.Overlay = []load.Source{{Name: "a.yml", Data: []byte(overlayHead + actions)}}
	_, after, err := generator.Model(in, generator.Options{StaleAsWarning: true})
	if err != nil || len(after) > len(before) {
		t.Errorf("the generator says %v, and warns\n%v, of\n%s", err, after, actions)
	}
}

func add(t *testing.T, v *verify.Verifier, answers []verify.Exchange) *verify.Report {
	t.Helper()
	for _, x := range answers {
		if err := v.Add(x); err != nil {
			t.Fatal(err)
		}
	}
	return v.Report()
}
