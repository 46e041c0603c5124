package lint_test

func rowsOfObjects() map[string]row {
	base := "PagingObject: {type: object, x-spotgen-page: offset, properties: {href: {type: string}, next: {type: string}, limit: {type: integer}, offset: {type: integer}, total: {type: integer}}}"
	return map[string]row{
		"a page": {schemas(base, "Songs: {type: object, required: [href], properties: {href: {type: string}, next: {type: string}, limit: {type: integer}, offset: {type: integer}, total: {type: integer}, items: {type: array, items: {type: string}}}}"), []string{
			"7:5: page: Songs has the properties of a page, but does not compose the schema of pages",
		}, `  - target: $.components.schemas.Songs.properties
    description: makes room for the schema of pages
    remove: true

  - target: $.components.schemas.Songs.required
    description: makes room for the schema of pages
    remove: true

  - target: $.components.schemas.Songs
    description: a page like the others
    update:
      allOf:
        - $ref: '#/components/schemas/PagingObject'
        - type: object
          properties:
            items: {type: array, items: {type: string}}
`},
		"a page, and no base":  {schemas("Songs: {type: object, properties: {href: {type: string}, next: {type: string}, limit: {type: integer}, total: {type: integer}, items: {type: array, items: {type: string}}}}"), []string{"6:5: page: Songs has the properties of a page, but does not compose the schema of pages"}, ""},
		"a page that composes": {schemas(base, "Songs: {allOf: [{$ref: '#/components/schemas/PagingObject'}, {type: object, properties: {items: {type: array, items: {type: string}}}}]}"), nil, ""},
		"a list with a total":  {schemas("Songs: {type: object, properties: {href: {type: string}, total: {type: integer}, items: {type: array, items: {type: string}}}}"), nil, ""},

		"a base of pages": {schemas("CursorPaging: {type: object, properties: {href: {type: string}, next: {type: string}, limit: {type: integer}, cursors: {type: string}}}"), []string{
			"6:5: page-base: CursorPaging has the properties of a page, but it does not say how to get to the next page",
		}, "  - target: $.components.schemas.CursorPaging\n    description: how one gets to the next page\n    update:\n      x-spotgen-page: cursor\n"},

		"an empty object":                   {schemas("Song: {type: object, properties: {origin: {type: object}}}"), []string{"6:39: empty-object: the properties of origin are not described"}, ""},
		"an empty object that has a sister": {schemas("A: {type: object, properties: {origin: {type: object}}}", "B: {type: object, properties: {origin: {$ref: '#/components/schemas/C'}}}", "C: {type: object, properties: {n: {type: integer}}}"), []string{"6:36: empty-object: the properties of origin are not described"}, "  - target: $.components.schemas.A.properties.origin\n    description: like the others of its name\n    update:\n      allOf:\n        - $ref: '#/components/schemas/C'\n"},
		"no empty objects":                  {schemas("Song: {type: object, properties: {a: {type: object, additionalProperties: {type: string}}, b: {type: object, x-go-type: URI}, c: {type: object, properties: {d: {type: string}}}}}", "Other: {allOf: [{$ref: '#/components/schemas/Song'}, {type: object}]}"), nil, ""},

		"an open body": {body("{type: object, additionalProperties: true, properties: {n: {type: integer}}}"), []string{
			"8:38: open-object: the schema allows other properties than it describes; other clients show that the API does not",
		}, ""},
		"an open scalar": {body("{type: object, properties: {n: {type: integer, additionalProperties: true}}}"), []string{"9:39: open-object: properties are allowed in n, which is not an object"}, ""},
		"a map":          {body("{type: object, additionalProperties: true}"), []string{"8:38: empty-object: the properties of the schema are not described"}, ""},
		"an open answer": {schemas("Song: {type: object, additionalProperties: true, properties: {n: {type: integer}}}"), nil, ""},

		"required and unknown":          {body("{type: object, required: [uris], properties: {n: {type: integer}}}"), []string{"8:38: unknown-required: uris is required, but not described"}, "  - target: $.paths['/songs'].put.requestBody.content['application/json'].schema.required\n    description: there is no such property\n    x-was: [uris]\n    remove: true\n"},
		"one required and unknown":      {schemas("Song: {type: object, required: [n, uris], properties: {n: {type: integer}}}"), []string{"6:5: unknown-required: uris is required, but not described"}, "  - target: $.components.schemas.Song.required[?@ == 'uris']\n    description: there is no such property\n    remove: true\n"},
		"required of what is composed":  {schemas("Song: {allOf: [{$ref: '#/components/schemas/Base'}], required: [n]}", "Base: {type: object, properties: {n: {type: integer}}}"), nil, ""},
		"required by what is composed":  {schemas("Song: {allOf: [{$ref: '#/components/schemas/Base'}, {properties: {n: {type: integer}}}]}", "Base: {type: object, required: [n], properties: {m: {type: integer}}}"), nil, ""},
		"required in a part of a whole": {schemas("Song: {allOf: [{required: [n]}, {properties: {n: {type: integer}}}]}"), nil, ""},

		"a bare error": {operation("put /songs", "responses:", "  '204': {description: d}", "  '401': {description: d, content: {application/json: {schema: {type: object, properties: {error: {$ref: '#/components/schemas/ErrorObject'}}}}}}",
			"  '400': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ErrorObject'}}}}", "", "components: {schemas: {ErrorObject: {type: object, properties: {status: {type: integer}}}}}"), []string{
			"9:9: bare-error: the answer 400 is a bare error object, while others have it under error",
		}, `  - target: $.paths['/songs'].put.responses['400'].content
    description: the bare error object
    x-was: {application/json: {schema: {$ref: '#/components/schemas/ErrorObject'}}}
    remove: true

  - target: $.paths['/songs'].put.responses['400']
    description: the error object in its envelope
    update:
      content:
        application/json:
          schema:
            type: object
            required: [error]
            properties:
              error:
                $ref: '#/components/schemas/ErrorObject'
`},
		"errors that are all bare": {operation("put /songs", "responses:", "  '204': {description: d}", "  '400': {description: d, content: {application/json: {schema: {$ref: '#/components/schemas/ErrorObject'}}}}", "",
			"components: {schemas: {ErrorObject: {type: object, properties: {status: {type: integer}}}}}"), nil, ""},

		"unlike its siblings": {schemas("A: {type: object, properties: {public: {type: boolean, x-go-type-skip-optional-pointer: false}}}", "B: {type: object, properties: {public: {type: boolean, x-go-type-skip-optional-pointer: false}}}", "C: {type: object, properties: {public: {type: boolean}}}"), []string{
			"8:36: unlike-siblings: public has no x-go-type-skip-optional-pointer: false, unlike the 2 others of its name and type",
		}, "  - target: $.components.schemas.C.properties.public\n    description: like the others of its name\n    update:\n      x-go-type-skip-optional-pointer: false\n"},
		"unlike its siblings in two ways": {schemas("A: {type: object, properties: {at: {type: string, format: date-time, x-go-type-skip-optional-pointer: false}}}", "B: {type: object, properties: {at: {type: string, format: date-time, x-go-type-skip-optional-pointer: false}}}", "C: {type: object, properties: {at: {type: string}}}"), []string{
			"8:36: unlike-siblings: at has no format: date-time and x-go-type-skip-optional-pointer: false, unlike the 2 others of its name and type",
		}, ""},
		"null, like its siblings by rule": {schemas("A: {type: object, properties: {d: {allOf: [{$ref: '#/components/schemas/D'}], x-go-type-skip-optional-pointer: false}}}", "B: {type: object, properties: {d: {allOf: [{$ref: '#/components/schemas/D'}], x-go-type-skip-optional-pointer: false}}}", "C: {type: object, properties: {d: {allOf: [{$ref: '#/components/schemas/D'}], nullable: true}}}", "D: {type: object, properties: {n: {type: integer}}}"), nil, ""},
		"unlike one sibling":              {schemas("A: {type: object, properties: {public: {type: boolean, x-go-type-skip-optional-pointer: false}}}", "C: {type: object, properties: {public: {type: boolean}}}"), nil, ""},
		"unlike half its siblings":        {schemas("A: {type: object, properties: {public: {type: boolean, x-go-type-skip-optional-pointer: false}}}", "B: {type: object, properties: {public: {type: boolean, x-go-type-skip-optional-pointer: false}}}", "C: {type: object, properties: {public: {type: boolean}}}", "D: {type: object, properties: {public: {type: boolean}}}"), nil, ""},
		"siblings of another type":        {schemas("A: {type: object, properties: {public: {type: boolean, x-go-type-skip-optional-pointer: false}}}", "B: {type: object, properties: {public: {type: boolean, x-go-type-skip-optional-pointer: false}}}", "C: {type: object, properties: {public: {type: string}}}"), nil, ""},
	}
}

func rowsOfRequests() map[string]row {
	return map[string]row{
		"an untyped list": {parameter("- {name: ids, in: query, description: 'A comma-separated list of IDs. Maximum: 50 IDs.', schema: {type: string}}"), []string{
			"7:11: untyped-list: ids is one string, though the name ids and the description say that it is a list",
		}, `  - target: $.paths['/songs'].put.parameters[?@.name == 'ids']
    description: a list, written with commas
    x-was:
      schema:
        type: string
    update:
      style: form
      explode: false
      schema:
        type: array
        maxItems: 50
        items:
          type: string
`},
		"an untyped list of known IDs": {operation("put /me/tracks", "parameters: [{name: ids, in: query, schema: {type: string}}]"), []string{"6:20: untyped-list: ids is one string, though the name ids says that it is a list"}, `  - target: $.paths['/me/tracks'].put.parameters[?@.name == 'ids']
    description: a list, written with commas
    x-was:
      schema:
        type: string
    update:
      style: form
      explode: false
      schema:
        type: array
        items:
          type: string
          x-go-type: TrackID
`},
		"an untyped list of things": {parameter("- {name: uris, in: query, required: true, schema: {type: string}}"), []string{"7:11: untyped-list: uris is one string, though the name uris says that it is a list"}, `  - target: $.paths['/songs'].put.parameters[?@.name == 'uris']
    description: a list, written with commas
    x-was:
      schema:
        type: string
    update:
      style: form
      explode: false
      schema:
        type: array
        x-go-type: Resources
        items:
          type: string
`},
		"an untyped list of words":        {parameter("- {name: groups, in: query, description: 'A comma-separated list. Valid values are `a` and `b`.', schema: {type: string, example: 'a,b'}}"), []string{"7:11: untyped-list: groups is one string, though the example and the description say that it is a list"}, ""},
		"two parameters of a name":        {operation("put /songs/{ids}", "parameters:", "  - {name: ids, in: path, required: true, schema: {type: string}}", "  - {name: ids, in: query, schema: {type: string}}"), []string{"8:11: untyped-list: ids is one string, though the name ids says that it is a list"}, ""},
		"a list":                          {parameter("- {name: ids, in: query, schema: {type: array, items: {type: string}}}"), nil, ""},
		"a grammar":                       {parameter("- {name: fields, in: query, description: 'A comma-separated list of fields, with parentheses.', schema: {type: string}}", "- {name: filter, in: query, description: 'A comma-separated list.', schema: {type: string, example: 'a,b(c,d)'}}"), nil, ""},
		"a search":                        {parameter("- {name: q, in: query, schema: {type: string, example: 'a, b'}}"), nil, ""},
		"a limit":                         {parameter("- {name: limit, in: query, schema: {type: integer, minimum: 0, maximum: 50}}"), []string{"7:36: bounds: limit lacks minimum: 1"}, "  - target: $.paths['/songs'].put.parameters[?@.name == 'limit'].schema\n    description: bounds\n    x-was:\n      minimum: 0\n    update:\n      minimum: 1\n"},
		"an offset":                       {parameter("- {name: offset, in: query, description: 'Maximum offset: 100.000\\. Use it.', schema: {type: integer}}"), []string{"7:87: bounds: offset lacks minimum: 0 and maximum: 100000"}, ""},
		"a range":                         {parameter("- {name: volume, in: query, description: 'How loud, a value from 0 to 100 inclusive.', schema: {type: integer}}"), []string{"7:96: bounds: volume lacks minimum: 0 and maximum: 100"}, ""},
		"a list with a maximum in words":  {body("{type: object, properties: {uris: {type: array, x-go-type: Resources, items: {type: string}, description: A maximum of 100 items can be sent.}}}"), []string{"9:39: bounds: uris can have 100 elements by its description, but has no maxItems"}, ""},
		"bounds":                          {parameter("- {name: limit, in: query, description: 'Minimum: 1. Maximum: 50.', schema: {type: integer, minimum: 1, maximum: 10}}"), nil, ""},
		"a number without bounds":         {parameter("- {name: position, in: query, schema: {type: integer}}"), nil, ""},
		"an offset that is no parameter":  {body("{type: object, properties: {offset: {type: integer}}}"), nil, ""},
		"a number in an answer":           {schemas("A: {type: object, properties: {limit: {type: integer, description: 'Maximum: 50'}}}"), nil, ""},
		"an optional body":                {operation("put /songs", "requestBody: {content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}}}"), []string{"6:7: optional-body: the body need not be given, though n in it is required"}, "  - target: $.paths['/songs'].put.requestBody\n    description: nothing happens without a body\n    update:\n      required: true\n"},
		"a body of options":               {operation("put /songs", "requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}}"), nil, ""},
		"all of a body in the query, too": {operation("put /songs", "parameters: [{name: n, in: query, schema: {type: integer}}]", "requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}}"), []string{"7:7: said-twice: n can be given in the query and in the body; keep one of them"}, "  - target: $.paths['/songs'].put.requestBody\n    description: a duplicate of the query\n    remove: true\n"},
		"some of a body in the query, too": {operation("put /songs", "parameters: [{name: n, in: query, schema: {type: integer}}]", "requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}, m: {type: integer}}}}}}"), []string{
			"7:7: said-twice: n can be given in the query and in the body; keep one of them",
		}, "  - target: $.paths['/songs'].put.parameters[?@.name == 'n']\n    description: a duplicate of the body\n    remove: true\n"},
		"a shared parameter in a body, too": {operation("put /songs", "parameters: [{$ref: '#/components/parameters/N'}]", "requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}, m: {type: integer}}}}}}", "", "components: {parameters: {N: {name: n, in: query, schema: {type: integer}}}}"), []string{
			"7:7: said-twice: n can be given in the query and in the body; keep one of them",
		}, "  - target: $.paths['/songs'].put.parameters[?@['$ref'] == '#/components/parameters/N']\n    description: a duplicate of the body\n    remove: true\n"},
		"a header of that name": {operation("put /songs", "parameters: [{name: n, in: header, schema: {type: integer}}]", "requestBody: {content: {application/json: {schema: {type: object, properties: {n: {type: integer}}}}}}"), nil, ""},
	}
}

func rowsOfOperations() map[string]row {
	security := "components: {securitySchemes: {oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://x.test', scopes: {}}}}}}"
	frame := func(lines string) string {
		return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /songs: {put: {operationId: a, tags: [Songs], security: [], responses: {'204': {description: d}}}}\n" + lines
	}
	return map[string]row{
		"no scopes":         {frame("  /songs/new: {put: {operationId: b, tags: [Songs], responses: {'204': {description: d}}}}\n" + security + "\n"), []string{"5:16: no-scopes: PUT /songs/new does not say which scopes it needs"}, "  - target: $.paths['/songs/new'].put\n    description: a token, and no scope that is known\n    update:\n      security:\n        - oauth: []\n"},
		"scopes for all":    {frame("  /songs/new: {put: {operationId: b, tags: [Songs], responses: {'204': {description: d}}}}\nsecurity: []\n"), nil, ""},
		"no tag":            {frame("  /songs/new: {put: {operationId: b, security: [], responses: {'204': {description: d}}}}\n"), []string{"5:16: no-tag: PUT /songs/new has no tag, so its service is guessed from the path"}, "  - target: $.paths['/songs/new'].put\n    description: the service of its neighbours\n    update:\n      tags: [Songs]\n"},
		"no tag anywhere":   {frame("  /hymns: {put: {operationId: b, security: [], responses: {'204': {description: d}}}}\n"), []string{"5:12: no-tag: PUT /hymns has no tag, so its service is guessed from the path"}, ""},
		"no ID":             {frame("  /songs/new: {put: {tags: [Songs], security: [], responses: {'204': {description: d}}}}\n"), []string{"5:16: no-operation-id: PUT /songs/new has no operationId"}, "  - target: $.paths['/songs/new'].put\n    description: a name in reports\n    update:\n      operationId: put-songs-new\n"},
		"no answer":         {operation("get /songs", "responses: {'200': {description: d}}"), []string{"5:5: no-answer: GET /songs answers 200 without a body; describe what it answers"}, ""},
		"no success":        {operation("get /songs", "responses: {'400': {description: d}}"), []string{"5:5: no-answer: GET /songs has no successful answer; describe one"}, ""},
		"no schema":         {operation("get /songs", "responses: {'200': {description: d, content: {application/json: {}}}}"), []string{"5:5: no-answer: GET /songs answers 200 without a body; describe what it answers"}, ""},
		"a text":            {operation("get /songs", "responses: {'200': {description: d, content: {text/plain: {}}}}"), nil, ""},
		"an answer":         {operation("get /songs", "responses: {'200': {description: d, content: {application/json: {schema: {type: string}}}}, '204': {description: d}}"), nil, ""},
		"a shared answer":   {operation("get /songs", "responses: {'200': {$ref: '#/components/responses/R'}}", "", "components: {responses: {R: {description: d, content: {application/json: {schema: {type: string}}}}}}"), nil, ""},
		"no mode":           {operation("put /songs", "deprecated: true"), []string{"5:5: no-mode: PUT /songs is deprecated, but nothing says what development mode makes of it, and what replaces it"}, ""},
		"a mode":            {operation("put /songs", "deprecated: true", "x-spotgen-development: {removed: '2026-02-11'}"), nil, ""},
		"a path with quote": {operation("put /it's", "deprecated: true"), []string{"5:5: no-mode: PUT /it's is deprecated, but nothing says what development mode makes of it, and what replaces it"}, ""},
	}
}
