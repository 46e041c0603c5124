package lint_test

func rowsOfStrings() map[string]row {
	property := func(line string) string { return schemas("TrackObject: {type: object, properties: {" + line + "}}") }
	return map[string]row{
		"untyped URI": {property("uri: {type: string}"), []string{
			"6:46: untyped-string: uri is a plain string, but its name is that of the type URI",
		}, "  - target: $.components.schemas.TrackObject.properties.uri\n    description: the type of its name\n    update:\n      x-go-type: URI\n"},
		"untyped ID of its object":    {property("id: {type: string}"), []string{"6:46: untyped-string: id is a plain string, but its name is that of the type TrackID"}, ""},
		"untyped ID of a kind":        {property("device_id: {type: string}"), []string{"6:46: untyped-string: device_id is a plain string, but its name is that of the type DeviceID"}, ""},
		"untyped list as a whole":     {property("available_markets: {type: array, items: {type: string}}"), []string{"6:46: untyped-string: available_markets is a plain string, but its name is that of the type Markets"}, ""},
		"untyped elements":            {property("device_ids: {type: array, items: {type: string}}"), []string{"6:72: untyped-string: device_ids is a plain string, but its name is that of the type DeviceID"}, ""},
		"untyped country":             {property("country: {type: string, description: An ISO 3166-1 alpha-2 country code}"), []string{"6:46: untyped-string: country is a plain string, but its name is that of the type Market"}, ""},
		"typed":                       {property("uri: {type: string, x-go-type: URI}"), nil, ""},
		"a language and a country":    {property("locale: {type: string, description: 'An ISO 639-1 language code and an ISO 3166-1 alpha-2 country code'}"), nil, ""},
		"a type of the runtime alone": {property("reason: {type: string}"), nil, ""},
		"an ID without a type":        {property("account_id: {type: string}"), nil, ""},
		"an ID in an error":           {schemas("ErrorObject: {type: object, properties: {uri: {type: string}}}"), nil, ""},
		"ID in the path": {operation("put /tracks/{id}", "parameters: [{name: id, in: path, required: true, schema: {type: string}}]"), []string{
			"6:57: untyped-string: id is a plain string, but its name is that of the type TrackID",
		}, "  - target: $.paths['/tracks/{id}'].put.parameters[?@.name == 'id'].schema\n    description: the type of its name\n    update:\n      x-go-type: TrackID\n"},
		"ID in a shared parameter": {operation("put /x/{id}", "parameters: [{$ref: '#/components/parameters/PathAlbumId'}]", "",
			"components: {parameters: {PathAlbumId: {name: id, in: path, required: true, schema: {type: string}}}}"), []string{
			"11:77: untyped-string: id is a plain string, but its name is that of the type AlbumID",
		}, ""},
		"ID of nothing known": {operation("put /songs/{id}", "parameters: [{name: id, in: path, required: true, schema: {type: string}}]"), nil, ""},

		"untyped time by name":    {property("added_at: {type: string}"), []string{"6:46: untyped-time: added_at is a plain string, but the name added_at is that of a time"}, ""},
		"untyped time by example": {property("since: {type: string, example: '2026-05-30T12:00:00Z'}"), []string{"6:46: untyped-time: since is a plain string, but the example 2026-05-30T12:00:00Z is that of a time"}, ""},
		"a time":                  {property("added_at: {type: string, format: date-time}"), nil, ""},
		"a day":                   {property("since: {type: string, example: '2026-05-30'}"), nil, ""},

		"unix time by name":    {property("timestamp: {type: integer}"), []string{"6:46: unix-time: timestamp needs 64 bits by the name timestamp, but has no format: int64"}, ""},
		"unix time in words":   {property("since: {type: integer, description: A Unix timestamp in milliseconds}"), []string{"6:46: unix-time: since needs 64 bits by the description, but has no format: int64"}, ""},
		"unix time by example": {property("since: {type: integer, example: 1490252122574}"), []string{"6:46: unix-time: since needs 64 bits by the example, but has no format: int64"}, ""},
		"a unix time":          {property("timestamp: {type: integer, format: int64}"), nil, ""},
		"a duration":           {property("duration_ms: {type: integer, example: 245000}"), nil, ""},

		"example of another type": {property("size: {type: boolean, example: large}"), []string{"6:46: example-type: the example large is not of the type boolean; correct the type, or remove the example"}, ""},
		"example with a fraction": {property("size: {type: integer, example: 0.5}"), []string{"6:46: example-type: the example 0.5 is not of the type integer; correct the type, or remove the example"},
			"  - target: $.components.schemas.TrackObject.properties.size\n    description: not always whole\n    x-was:\n      type: integer\n    update:\n      type: number\n"},
		"example of its type": {property("size: {type: integer, example: 5}, tempo: {type: number, example: 118}, name: {type: string, example: 1984}"), nil, ""},
	}
}

func rowsOfEnums() map[string]row {
	property := func(line string) string { return schemas("SongObject: {type: object, properties: {" + line + "}}") }
	others := "AObject: {type: object, properties: {type: {type: string, enum: [track], x-go-type-name: ItemType}}}"
	return map[string]row{
		"values in words": {property("state: {type: string, description: 'Can be one of `on` or `off`. Not `both`.'}"), []string{
			"6:45: described-enum: state has its values only in its description: on, off",
		}, "  - target: $.components.schemas.SongObject.properties.state\n    description: the values in words\n    update:\n      enum: [on, off]\n"},
		"values and nothing else":  {property("state: {type: string, description: 'on, off'}"), []string{"6:45: described-enum: state has its values only in its description: on, off"}, ""},
		"values with explanations": {property("state: {type: string, description: 'Valid values: `a` (from ~1. May, all of it), `b` (none). Default: `c`'}"), []string{"6:45: described-enum: state has its values only in its description: a, b"}, ""},
		"values in lines":          {property("state: {type: string, description: \"Supported values:\\n- `a` - Not `x`.\\n- `b` - More.\"}"), []string{"6:45: described-enum: state has its values only in its description: a, b"}, ""},
		"values with meanings":     {property("state: {type: string, description: 'The kind: `C` = one, `P` = two.'}"), []string{"6:45: described-enum: state has its values only in its description: C, P"}, ""},
		"values of a parameter":    {parameter("- {name: state, in: query, description: 'Either `on` or `off`.', schema: {type: string}}"), []string{"7:74: described-enum: state has its values only in its description: on, off"}, ""},
		"values as an enum":        {property("state: {type: string, enum: [on, off], description: 'Can be one of `on` or `off`.'}"), nil, ""},
		"words about others":       {property("state: {type: string, description: 'Only required if `a` and `b` are not set.'}"), nil, ""},
		"words in a sentence":      {property("state: {type: string, description: 'Set by `a`, as `b` is.'}"), nil, ""},

		"mixed case": {property("state: {type: string, enum: [ON, 'off']}"), []string{
			"6:45: mixed-case-enum: the enum has values in upper and in lower case (ON, off), so the API may mix them",
		}, ""},
		"mixed case, folded": {property("state: {type: string, enum: [ON, 'off'], x-spotgen-fold-case: true}"), nil, ""},
		"one case":           {property("state: {type: string, enum: [ON, OFF]}, other: {type: string, enum: [a, b]}, letter: {type: string, enum: [C, P]}"), nil, ""},
		"one value":          {property("state: {type: string, enum: [Both]}"), nil, ""},

		"numbers": {property("mode: {type: number, enum: [-1, 0, 1]}"), []string{
			"6:45: number-enum: an enum of numbers gives no names for constants; describe it by bounds",
		}, "  - target: $.components.schemas.SongObject.properties.mode.enum\n    description: numbers make no enum of names\n    x-was: [-1, 0, 1]\n    remove: true\n\n" +
			"  - target: $.components.schemas.SongObject.properties.mode\n    description: the bounds of the enum\n    x-was:\n      type: number\n    update:\n      type: integer\n      minimum: -1\n      maximum: 1\n"},
		"fractions": {property("mode: {type: number, enum: [0.5, 1]}"), []string{"6:45: number-enum: an enum of numbers gives no names for constants; describe it by bounds"}, ""},

		"type in words": {property("type: {type: string, description: 'The object type: \"song\"'}"), []string{
			"6:45: object-type: the type of SongObject is always \"song\", but has no enum",
		}, ""},
		"type as of others": {schemas(others, "SimplifiedTrackObject: {type: object, properties: {type: {type: string}}}"), []string{
			"7:56: object-type: the type of SimplifiedTrackObject is always \"track\", but has no enum",
		}, "  - target: $.components.schemas.SimplifiedTrackObject.properties.type\n    description: always track\n    update:\n      enum: [track]\n      x-go-type-name: ItemType\n"},
		"type of another object": {schemas("EpisodeBase: {type: object, properties: {type: {type: string, enum: [episode]}}}", "ChapterBase: {type: object, properties: {type: {type: string, enum: [episode]}}}"), []string{
			"7:46: object-type: ChapterBase says that its type is \"episode\", like another schema",
		}, "  - target: $.components.schemas.ChapterBase.properties.type.enum\n    description: the type of another object\n    x-was: [episode]\n    remove: true\n\n" +
			"  - target: $.components.schemas.ChapterBase.properties.type\n    description: the type of ChapterBase\n    update:\n      enum: [chapter]\n"},
		"types of a name":    {schemas("PlaylistUserObject: {type: object, properties: {type: {type: string, enum: [user]}}}", "AudioFeaturesObject: {type: object, properties: {type: {type: string, enum: [audio_features]}}}"), nil, ""},
		"type of anything":   {schemas(others, "DeviceObject: {type: object, properties: {type: {type: string}}}"), nil, ""},
		"a type of its own":  {schemas("LocalObject: {type: object, properties: {type: {type: string, enum: [file]}}}"), nil, ""},
		"a type of a nested": {schemas(others, "B: {type: object, properties: {track: {type: object, properties: {type: {type: string}}}}}"), nil, ""},
	}
}

func rowsOfNulls() map[string]row {
	property := func(line string) string {
		return schemas("Song: {type: object, properties: {"+line+"}}", "Other: {type: object, properties: {n: {type: integer}}}")
	}
	return map[string]row{
		"null in words": {property("size: {type: integer, description: 'The size. Can be `null`.'}"), []string{
			"6:39: described-nullable: size can be null by its description, but is not nullable",
		}, "  - target: $.components.schemas.Song.properties.size\n    description: null in words\n    update:\n      nullable: true\n"},
		"null if":                {property("size: {type: integer, description: '( `null` if none)'}"), []string{"6:39: described-nullable: size can be null by its description, but is not nullable"}, ""},
		"null otherwise":         {property("size: {type: integer, description: 'Only for some, otherwise_ `null`.'}"), []string{"6:39: described-nullable: size can be null by its description, but is not nullable"}, ""},
		"null of a wrapped part": {property("other: {allOf: [{$ref: '#/components/schemas/Other'}], description: may be null}"), []string{"6:39: described-nullable: other can be null by its description, but is not nullable"}, ""},
		"null of a bare part": {property("other: {$ref: '#/components/schemas/Other', description: may be null}"), []string{
			"6:39: described-nullable: other can be null by its description, but is not nullable",
		}, "  - target: $.components.schemas.Song.properties.other['$ref']\n    description: makes room for the wrapped reference\n    x-was: '#/components/schemas/Other'\n    remove: true\n\n" +
			"  - target: $.components.schemas.Song.properties.other\n    description: null in words\n    update:\n      nullable: true\n      allOf:\n        - $ref: '#/components/schemas/Other'\n"},
		"nullable":          {property("size: {type: integer, nullable: true, description: 'Can be `null`.'}"), nil, ""},
		"not null":          {property("size: {type: integer, description: 'This is not null, and never was.'}"), nil, ""},
		"null in a request": {body("{type: object, properties: {size: {type: integer, description: 'Can be `null`.'}}}"), nil, ""},

		"null elements": {property("sizes: {type: array, items: {type: integer}, description: There may be `null` items in the array.}"), []string{
			"6:39: null-elements: sizes can have null elements by its description, but has no x-spotgen-null-elements",
		}, ""},
		"null elements of an answer": {operation("get /songs", "responses: {'200': {description: 'You find a `null` item in the `songs` array.', content: {application/json: {schema: {type: object, properties: {songs: {type: array, items: {type: integer}}}}}}}}"), []string{
			"6:153: null-elements: songs can have null elements by its description, but has no x-spotgen-null-elements",
		}, "  - target: $.paths['/songs'].get.responses['200'].content['application/json'].schema.properties.songs\n    description: null in place of what cannot be shown\n    update:\n      x-spotgen-null-elements: pointer\n"},
		"null elements, described": {property("sizes: {type: array, items: {type: integer}, x-spotgen-null-elements: zero, description: There may be `null` items in the array.}"), nil, ""},

		"restrictions": {schemas("Song: {type: object, properties: {limits: {allOf: [{$ref: '#/components/schemas/SongRestrictionObject'}]}}}", "SongRestrictionObject: {type: object, properties: {reason: {type: string}}}"), []string{
			"6:39: optional-object: limits is sent only where something is restricted, which a zero value does not show",
		}, "  - target: $.components.schemas.Song.properties.limits\n    description: sent only where something is restricted\n    update:\n      x-go-type-skip-optional-pointer: false\n"},
		"restrictions by name": {property("restrictions: {$ref: '#/components/schemas/Other'}"), []string{"6:39: optional-object: restrictions is sent only where something is restricted, which a zero value does not show"}, ""},
		"restrictions, mended": {property("restrictions: {x-go-type-skip-optional-pointer: false, allOf: [{$ref: '#/components/schemas/Other'}]}"), nil, ""},
		"restrictions in text": {property("restrictions: {type: string}"), nil, ""},

		"renamed": {property("tracks: {type: integer, deprecated: true, description: 'Use `items` instead, which has them all.'}, items: {type: integer}"), []string{
			"6:39: renamed-property: tracks is the former name of items, and answers may have either",
		}, ""},
		"renamed elsewhere": {property("tracks: {type: integer, deprecated: true, description: 'Use `items` instead.'}"), nil, ""},
		"merged":            {property("tracks: {type: integer, deprecated: true, x-spotgen-merge-into: items, description: 'Use `items` instead.'}, items: {type: integer}"), nil, ""},
	}
}

func rowsOfUnions() map[string]row {
	a, b := "A: {type: object, properties: {type: {type: string, enum: [a]}}}", "B: {type: object, properties: {type: {type: string, enum: [b]}}}"
	refs := "oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]"
	return map[string]row{
		"no discriminator": {schemas(a, b, "U: {"+refs+"}"), []string{
			"8:5: no-discriminator: the schema does not tell which of A, B it is",
		}, "  - target: $.components.schemas.U\n    description: told apart by their type\n    update:\n      discriminator:\n        propertyName: type\n        mapping:\n          a: '#/components/schemas/A'\n          b: '#/components/schemas/B'\n"},
		"no discriminator, no types":  {schemas("A: {type: object, properties: {n: {type: integer}}}", b, "U: {"+refs+"}"), []string{"8:5: no-discriminator: the schema does not tell which of A, B it is"}, ""},
		"no discriminator of anyOf":   {schemas(a, b, "U: {anyOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}"), []string{"8:5: no-discriminator: the schema does not tell which of A, B it is"}, ""},
		"a union of scalars":          {schemas("U: {oneOf: [{type: string}, {type: integer}]}"), nil, ""},
		"a union of one":              {schemas(a, "U: {oneOf: [{$ref: '#/components/schemas/A'}]}"), nil, ""},
		"no mapping":                  {schemas(a, b, "U: {"+refs+", discriminator: {propertyName: type}}"), []string{"8:5: no-mapping: the discriminator does not say which value of type stands for A, B"}, ""},
		"no mapping of one":           {schemas(a, b, "U: {"+refs+", discriminator: {propertyName: type, mapping: {a: '#/components/schemas/A'}}}"), []string{"8:5: no-mapping: the discriminator does not say which value of type stands for B"}, ""},
		"no mapping, the same values": {schemas(a, "B: {allOf: [{$ref: '#/components/schemas/A'}]}", "U: {"+refs+", discriminator: {propertyName: type}}"), []string{"8:5: no-mapping: the discriminator does not say which value of type stands for A, B"}, ""},
		"a mapping":                   {schemas(a, b, "U: {"+refs+", discriminator: {propertyName: type, mapping: {a: '#/components/schemas/A', b: B}}}"), nil, ""},
		"a member without an enum": {schemas(a, "B: {type: object, properties: {type: {type: string}}}", "U: {"+refs+", discriminator: {propertyName: type, mapping: {a: '#/components/schemas/A', b: '#/components/schemas/B'}}}"), []string{
			"7:36: member-without-type: the member B does not say with an enum that its type is b",
		}, "  - target: $.components.schemas.B.properties.type\n    description: always b\n    update:\n      enum: [b]\n"},
		"a member of two unions": {schemas(a, "B: {type: object, properties: {type: {type: string}}}", "U: {"+refs+", discriminator: {propertyName: type, mapping: {a: '#/components/schemas/A', b: '#/components/schemas/B'}}}", "V: {"+refs+", discriminator: {propertyName: type, mapping: {a: '#/components/schemas/A', b: '#/components/schemas/B'}}}"), []string{
			"7:36: member-without-type: the member B does not say with an enum that its type is b",
		}, ""},
		"a member without the property": {schemas(a, "B: {type: object, properties: {n: {type: integer}}}", "U: {"+refs+", discriminator: {propertyName: type, mapping: {a: '#/components/schemas/A', b: '#/components/schemas/B'}}}"), []string{
			"7:5: member-without-type: the member B has no property type, by which the union is told apart",
		}, ""},
	}
}
