package verify_test

import (
	"net/http"

	"github.com/spotgen/spotgen/generator/compare/verify"
)

// planted is a mismatch, and what has to be found and suggested.
type planted struct {
	name    string
	answers []verify.Exchange
	want    []string // kind: subject message, seen
	actions string   // without descriptions and evidence
	remains bool     // no action can correct it
}

func plantedMismatches() []planted {
	slow := get("/things/1", "market=SE", "")
	slow.Status, slow.Header = 429, http.Header{"Retry-After": {"7"}}
	return []planted{
		{name: "clean", answers: []verify.Exchange{small(""), small(`, "size": 3, "owner": {"id": "x"}, "tags": [], "ratio": 1, "day": "2020-01-31", "at": "2020-01-31T00:00:00Z"`)}},
		{
			name:    "null of a scalar",
			answers: []verify.Exchange{small(`, "size": null`), small(`, "size": 1`), small("")},
			want:    []string{"null: Base.size is null, seen in 1 of 2 answers"},
			actions: "- target: $.components.schemas.Base.properties.size\n  x-was: {type: integer}\n  update: {nullable: true}\n",
		},
		{
			name:    "null of a wrapped reference",
			answers: []verify.Exchange{small(`, "owner": null`)},
			want:    []string{"null: Base.owner is null, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.owner\n  x-was: {allOf: [{$ref: '#/components/schemas/Owner'}]}\n  update: {nullable: true}\n",
		},
		{
			name:    "null of a reference",
			answers: []verify.Exchange{small(`, "maker": null`)},
			want:    []string{"null: Base.maker is null, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.maker\n  x-was: {$ref: '#/components/schemas/Owner'}\n  update: {nullable: true}\n",
		},
		{
			name:    "null elements of texts",
			answers: []verify.Exchange{small(`, "tags": ["a", null]`)},
			want:    []string{"null_element: Base.tags has null elements, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.tags\n  x-was: {type: array}\n  update: {x-spotgen-null-elements: zero, items: {nullable: true}}\n",
		},
		{
			name:    "null elements of a batch",
			answers: []verify.Exchange{get("/things", "ids=a,b", `{"things": [null, {"name": "N", "kind": "big", "parts": []}]}`)},
			want:    []string{"null_element: GET /things 200.things has null elements, seen in 1 of 1 answers"},
			actions: "- target: $.paths['/things'].get.responses['200'].content['application/json'].schema.properties.things\n  x-was: {type: array}\n  update: {x-spotgen-null-elements: pointer}\n",
		},
		{
			name:    "one required member is missing",
			answers: []verify.Exchange{get("/small", "", `{"name": "N"}`), small("")},
			want:    []string{"missing: Base lacks kind, seen in 1 of 2 answers"},
			actions: "- target: $.components.schemas.Base.required[?@ == 'kind']\n  x-was: kind\n  remove: true\n",
		},
		{
			name:    "all required members are missing",
			answers: []verify.Exchange{get("/small", "", `{}`)},
			want:    []string{"missing: Base lacks kind, seen in 1 of 1 answers", "missing: Base lacks name, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.required\n  x-was: [name, kind]\n  remove: true\n",
		},
		{
			name:    "unknown members of one object",
			answers: []verify.Exchange{small(`, "smart": true, "score": 3000000000`)},
			want:    []string{"unknown_member: SmallThing has score, an integer, seen in 1 of 1 answers", "unknown_member: SmallThing has smart, a boolean, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.SmallThing.allOf[1].properties\n  update: {score: {type: integer, format: int64}, smart: {type: boolean}}\n",
		},
		{
			name:    "unknown member of all objects with a base",
			answers: []verify.Exchange{small(`, "color": null`), get("/things/1", "market=SE", `{"name": "N", "kind": "big", "parts": [], "color": "red"}`)},
			want:    []string{"unknown_member: SmallThing has color, null, seen in 1 of 1 answers", "unknown_member: Thing has color, a text, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties\n  update: {color: {nullable: true, type: string}}\n",
		},
		{
			name:    "unknown member that is a component",
			answers: []verify.Exchange{small(`, "seller": {"id": "x", "followers": 3}`)},
			want:    []string{"unknown_member: SmallThing has seller, an object, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.SmallThing.allOf[1].properties\n  update: {seller: {$ref: '#/components/schemas/Owner'}}\n",
		},
		{
			name:    "unknown member that another object has",
			answers: []verify.Exchange{get("/things/1", "market=SE", `{"name": "N", "kind": "big", "parts": [], "followers": null, "language": "en"}`)},
			want:    []string{"unknown_member: Thing has followers, null, seen in 1 of 1 answers", "unknown_member: Thing has language, a text, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Thing.allOf[1].properties\n  update: {followers: {nullable: true}, language: {type: string}}\n",
		},
		{
			name:    "members of an object without a description",
			answers: []verify.Exchange{small(`, "hidden": {"one": [1.5], "two": {"x": "2020-01-31T00:00:00Z"}}`)},
			want:    []string{"unknown_member: Base.hidden has one, a list, seen in 1 of 1 answers", "unknown_member: Base.hidden has two, an object, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.hidden\n  x-was: {type: object}\n  update: {properties: {one: {type: array, items: {type: number}}, two: {type: object, properties: {x: {type: string, format: date-time}}}}}\n",
		},
		{
			name:    "members of a component, of an object without a description",
			answers: []verify.Exchange{small(`, "hidden": {"id": "x", "followers": 3}`), small(`, "hidden": {"id": "x"}`)},
			want:    []string{"unknown_member: Base.hidden has followers, an integer, seen in 1 of 2 answers", "unknown_member: Base.hidden has id, a text, seen in 2 of 2 answers"},
			actions: "- target: $.components.schemas.Base.properties.hidden\n  x-was: {type: object}\n  update: {allOf: [{$ref: '#/components/schemas/Owner'}]}\n",
		},
		{
			name:    "a property one level deeper",
			answers: []verify.Exchange{small(`, "owner": {"user": {"id": "x"}}, "maker": {"user": {"id": "x"}}`)},
			want: []string{
				"wrapped: Base.maker is inside of the member user of another object, seen in 1 of 1 answers",
				"wrapped: Base.owner is inside of the member user of another object, seen in 1 of 1 answers",
			},
			actions: "- target: $.components.schemas.Base.properties.maker['$ref']\n  x-was: '#/components/schemas/Owner'\n  remove: true\n" +
				"- target: $.components.schemas.Base.properties.maker\n  update: {type: object, required: [user], properties: {user: {$ref: '#/components/schemas/Owner'}}}\n" +
				"- target: $.components.schemas.Base.properties.owner.allOf\n  x-was: [{$ref: '#/components/schemas/Owner'}]\n  remove: true\n" +
				"- target: $.components.schemas.Base.properties.owner\n  update: {type: object, required: [user], properties: {user: {allOf: [{$ref: '#/components/schemas/Owner'}]}}}\n",
		},
		{
			name:    "elements that are one level deeper only sometimes",
			answers: []verify.Exchange{get("/things", "ids=a,b", `{"things": [{"x": {"name": "N", "kind": "big", "parts": []}}, {"name": "N", "kind": "big", "parts": []}]}`)},
			want:    []string{"wrapped: GET /things 200.things[] is inside of the member x of another object, seen in 1 of 1 answers"},
			remains: true,
		},
		{
			name:    "an answer one level deeper",
			answers: []verify.Exchange{get("/small", "", `{"thing": {"name": "N", "kind": "big"}}`)},
			want:    []string{"wrapped: GET /small 200 is inside of the member thing of another object, seen in 1 of 1 answers"},
			actions: "- target: $.paths['/small'].get.responses['200'].content\n  x-was: {application/json: {schema: {$ref: '#/components/schemas/SmallThing'}}}\n  remove: true\n" +
				"- target: $.paths['/small'].get.responses['200']\n  update: {content: {application/json: {schema: {type: object, required: [thing], properties: {thing: {$ref: '#/components/schemas/SmallThing'}}}}}}\n",
		},
		{
			name:    "members with the names of people",
			answers: []verify.Exchange{small(`, "hidden": {"11dFghVXANMlKmJXsNCbNl": 1, "wizard 2": null}`)},
			want:    []string{"unknown_member: Base.hidden has members with many names, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.hidden\n  x-was: {type: object}\n  update: {additionalProperties: {nullable: true, type: integer}}\n",
		},
		{
			name:    "a value outside of an enum",
			answers: []verify.Exchange{get("/small", "", `{"name": "N", "kind": "huge"}`), small("")},
			want:    []string{`unknown_value: Base.kind is "huge", seen in 1 of 2 answers`},
			actions: "- target: $.components.schemas.Base.properties.kind\n  x-was: {enum: [big, small]}\n  update: {enum: [huge]}\n",
		},
		{
			name:    "two values outside of an enum",
			answers: []verify.Exchange{get("/small", "", `{"name": "N", "kind": "huge"}`), get("/small", "", `{"name": "N", "kind": "tiny"}`)},
			want:    []string{`unknown_value: Base.kind is "huge", seen in 1 of 2 answers`, `unknown_value: Base.kind is "tiny", seen in 1 of 2 answers`},
			actions: "- target: $.components.schemas.Base.properties.kind\n  x-was: {enum: [big, small]}\n  update: {enum: [huge, tiny]}\n",
		},
		{
			name:    "a private text outside of an enum",
			answers: []verify.Exchange{get("/small", "", `{"name": "N", "kind": "somebody@example.com"}`)},
			want:    []string{`unknown_value: Base.kind is a text, seen in 1 of 1 answers`},
			remains: true,
		},
		{
			name:    "other letters",
			answers: []verify.Exchange{get("/small", "", `{"name": "N", "kind": "BIG"}`)},
			want:    []string{`other_case: Base.kind is "BIG" in these letters, seen in 1 of 1 answers`},
			actions: "- target: $.components.schemas.Base.properties.kind\n  x-was: {enum: [big, small]}\n  update: {x-spotgen-fold-case: true}\n",
		},
		{
			name:    "an integer that is a text",
			answers: []verify.Exchange{small(`, "size": "secret"`), small("")},
			want:    []string{"wrong_type: Base.size is a text and not an integer, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.size\n  x-was: {type: integer}\n  update: {type: string}\n",
		},
		{
			name:    "an integer that is sometimes a text",
			answers: []verify.Exchange{small(`, "size": "secret"`), small(`, "size": 2`)},
			want:    []string{"wrong_type: Base.size is a text and not an integer, seen in 1 of 2 answers"},
			remains: true,
		},
		{
			name:    "an integer that is a number",
			answers: []verify.Exchange{small(`, "size": 1.5`), small(`, "size": 2`)},
			want:    []string{"wrong_type: Base.size is a number with a fraction or an exponent and not an integer, seen in 1 of 2 answers"},
			actions: "- target: $.components.schemas.Base.properties.size\n  x-was: {type: integer}\n  update: {type: number}\n",
		},
		{
			name:    "a text with a format that is a list",
			answers: []verify.Exchange{small(`, "day": ["2020"]`)},
			want:    []string{"wrong_type: Base.day is a list and not a text, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.day.format\n  x-was: date\n  remove: true\n" +
				"- target: $.components.schemas.Base.properties.day\n  x-was: {type: string}\n  update: {type: array, items: {type: string}}\n",
		},
		{
			name:    "a number that came otherwise",
			answers: []verify.Exchange{small(`, "size": 640.0`), small(`, "size": 1.2E3`)},
			want:    []string{"bent: Base.size comes as a number with a fraction or an exponent, seen in 2 of 2 answers"},
			remains: true,
		},
		{
			name:    "a number in an object",
			answers: []verify.Exchange{small(`, "size": {"total": 640}`)},
			want:    []string{`bent: Base.size comes as an object with integer "total", seen in 1 of 1 answers`},
			actions: "- target: $.components.schemas.Base.properties.size\n  x-was: {type: integer}\n  update: {x-spotgen-within: total}\n",
		},
		{
			name:    "beyond 32 bits",
			answers: []verify.Exchange{small(`, "size": 1700000000000`)},
			want:    []string{"format: Base.size is an integer beyond 32 bits, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.size\n  x-was: {type: integer}\n  update: {format: int64}\n",
		},
		{
			name:    "formats",
			answers: []verify.Exchange{small(`, "day": "2020", "at": "2020-01-31", "link": "nowhere"`)},
			want:    []string{"format: Base.at is not of the format date-time, seen in 1 of 1 answers", "format: Base.day is not of the format date, seen in 1 of 1 answers", "format: Base.link is not of the format uri, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.at.format\n  x-was: date-time\n  remove: true\n" +
				"- target: $.components.schemas.Base.properties.day.format\n  x-was: date\n  remove: true\n" +
				"- target: $.components.schemas.Base.properties.link.format\n  x-was: uri\n  remove: true\n",
		},
		{
			name:    "bounds",
			answers: []verify.Exchange{small(`, "ratio": 0.25`), get("/things/1", "market=SE", `{"name": "N", "kind": "big", "parts": [{"name": "A", "kind": "big"}, {"name": "A", "kind": "big"}, {"name": "A", "kind": "big"}, {"name": "A", "kind": "big"}]}`)},
			want:    []string{"bounds: Base.ratio is beyond minimum 0.5: 0.25, seen in 1 of 1 answers", "bounds: Thing.parts is beyond maxItems 3, seen in 1 of 1 answers"},
			actions: "- target: $.components.schemas.Base.properties.ratio.minimum\n  x-was: 0.5\n  remove: true\n" +
				"- target: $.components.schemas.Thing.allOf[1].properties.parts.maxItems\n  x-was: 3\n  remove: true\n",
		},
		{
			name:    "kinds that the union does not know",
			answers: []verify.Exchange{get("/one", "", `{"type": "track", "album": {"id": "x"}, "artists": [], "minutes": 2}`)},
			want:    []string{`unknown_kind: GET /one 200 is of the kind "track", seen in 1 of 1 answers`},
			actions: "- target: $.paths['/one'].get.responses['200'].content['application/json'].schema\n  x-was: {discriminator: {propertyName: type}}\n  update: {discriminator: {mapping: {track: '#/components/schemas/Track', episode: '#/components/schemas/Episode'}}}\n",
		},
		{
			name:    "an object of another kind than it says",
			answers: []verify.Exchange{get("/one", "", `{"type": "episode", "album": {"id": "x"}, "artists": [], "minutes": 2}`)},
			want:    []string{`other_shape: GET /one 200 an object that says "episode" with "album" is "track", seen in 1 of 1 answers`, `unknown_kind: GET /one 200 is of the kind "episode", seen in 1 of 1 answers`},
			actions: "- target: $.paths['/one'].get.responses['200'].content['application/json'].schema\n  x-was: {discriminator: {propertyName: type}}\n  update: {x-spotgen-shapes: [{says: episode, has: album, is: track}], discriminator: {mapping: {track: '#/components/schemas/Track', episode: '#/components/schemas/Episode'}}}\n",
		},
		{
			name:    "a status without a body",
			answers: []verify.Exchange{status(get("/small", "", ""), 204), small("")},
			want:    []string{"unknown_status: GET /small answers with status 204, seen in 1 of 2 answers"},
			actions: "- target: $.paths['/small'].get.responses\n  update: {\"204\": {description: Answers with status 204}}\n",
		},
		{
			name:    "failures",
			answers: []verify.Exchange{status(get("/things/1", "", `{"error": {"status": 404, "message": "Not found"}}`), 404), status(get("/things/1", "", `{"error": {"status": 500, "message": "?"}}`), 500)},
			want:    []string{"unknown_status: GET /things/{id} answers with status 404, seen in 1 of 2 answers", "unknown_status: GET /things/{id} answers with status 500, seen in 1 of 2 answers"},
			actions: "- target: $.paths['/things/{id}'].get.responses\n  update: {default: {description: Any other failure, content: {application/json: {schema: {type: object, required: [error], properties: {error: {$ref: '#/components/schemas/Error'}}}}}}}\n",
		},
		{
			name:    "a header",
			answers: []verify.Exchange{slow},
			want:    []string{"unknown_header: GET /things/{id} 429 has the header Retry-After, seen in 1 of 1 answers"},
			actions: "- target: $.paths['/things/{id}'].get.responses['429']\n  update: {headers: {Retry-After: {description: Seconds to wait before the next request., schema: {type: integer, minimum: 0}}}}\n",
		},
		{
			name:    "no body, and none of JSON",
			answers: []verify.Exchange{get("/small", "", ""), get("/one", "", "<html>")},
			want:    []string{"not_json: GET /one 200 has a body that is not JSON, seen in 1 of 1 answers", "missing_body: GET /small 200 has no body, seen in 1 of 1 answers"},
			remains: true,
		},
		{
			name:    "a body where none is described",
			answers: []verify.Exchange{{File: "f.json", Method: "PUT", Path: "/things/1", Status: 200, Sent: []byte(`{"name": "x"}`), Received: []byte(`{"snapshot": "s"}`)}},
			want:    []string{"unknown_body: PUT /things/{id} 200 has a body of JSON, seen in 1 of 1 answers"},
			actions: "- target: $.paths['/things/{id}'].put.responses['200']\n  update: {content: {application/json: {schema: {type: object, properties: {snapshot: {type: string}}}}}}\n",
		},
		{
			name:    "parameters",
			answers: []verify.Exchange{get("/things/1", "limit=100&types=big,huge&page=2", `{"name": "N", "kind": "big", "parts": []}`)},
			want: []string{
				"unknown_parameter: GET /things/{id} has the parameter page, seen in 1 of 1 answers",
				"bounds: GET /things/{id} limit is beyond maximum 50: 100, seen in 1 of 1 answers",
				"missing_parameter: GET /things/{id} is accepted without market, seen in 1 of 1 answers",
				`unknown_value: GET /things/{id} types[] is "huge", seen in 1 of 1 answers`,
			},
			actions: "- target: $.paths['/things/{id}'].get\n  update: {parameters: [{name: page, in: query, schema: {type: string}}]}\n" +
				"- target: $.paths['/things/{id}'].get.parameters[?@.name == 'limit'].schema\n  x-was: {maximum: 50}\n  update: {maximum: 100}\n" +
				"- target: $.paths['/things/{id}'].get.parameters[?@.name == 'market']\n  x-was: {required: true}\n  update: {required: false}\n" +
				"- target: $.paths['/things/{id}'].get.parameters[?@.name == 'types'].schema.items\n  x-was: {enum: [big, small]}\n  update: {enum: [huge]}\n",
		},
		{
			name:    "lists in parameters",
			answers: []verify.Exchange{get("/things/1", "market=SE&sizes=1&sizes=2&colors=red|blue&types=big,small&filter={}", `{"name": "N", "kind": "big", "parts": []}`), get("/things/1", "market=SE&sizes=1", `{"name": "N", "kind": "big", "parts": []}`)},
		},
		{
			name:    "refused requests say nothing",
			answers: []verify.Exchange{status(get("/things/1", "limit=100&page=2", `{"error": {"status": 401, "message": "?"}}`), 401)},
		},
		{
			name:    "bodies of requests",
			answers: []verify.Exchange{put(`{"size": 7, "shade": "x"}`), put("")},
			want: []string{
				"missing_body: PUT /things/{id} has no body, seen in 1 of 2 answers",
				"missing: PUT /things/{id} lacks name, seen in 1 of 1 answers",
				"unknown_member: PUT /things/{id} has shade, a text, seen in 1 of 1 answers",
				"bounds: PUT /things/{id}.size is beyond maximum 5: 7, seen in 1 of 1 answers",
			},
			actions: "- target: $.paths['/things/{id}'].put.requestBody\n  x-was: {required: true}\n  update: {required: false}\n" +
				"- target: $.paths['/things/{id}'].put.requestBody.content['application/json'].schema.required\n  x-was: [name]\n  remove: true\n" +
				"- target: $.paths['/things/{id}'].put.requestBody.content['application/json'].schema.properties\n  update: {shade: {type: string}}\n" +
				"- target: $.paths['/things/{id}'].put.requestBody.content['application/json'].schema.properties.size\n  x-was: {maximum: 5}\n  update: {maximum: 7}\n",
		},
		{
			name:    "maps",
			answers: []verify.Exchange{get("/named", "", `{"wizard": 1, "11dFghVXANMlKmJXsNCbNl": "x"}`)},
			want:    []string{"wrong_type: GET /named 200[*] is a text and not an integer, seen in 1 of 1 answers"},
			remains: true,
		},
		{
			name:    "no operation, with a private path",
			answers: []verify.Exchange{get("/users/wizard/things", "", `{}`)},
			want:    []string{"unknown_operation: GET /*/*/things is no operation, seen once"},
			remains: true,
		},
	}
}
