package resolve_test

import "strings"

// finding is a row of TestFindings: inputs, and what is found wrong with them.
type finding = struct {
	in   inputs
	want []string
}

// findingsOfTexts are about overrides/names.yml and overrides/docs.yml.
func findingsOfTexts() map[string]finding {
	plain := operation()
	return map[string]finding{
		"names are no YAML": {inputs{spec: plain, names: "methods:\n  GET /songs: {name: Sing, because\n"}, []string{
			"names.yml:2: not YAML: did not find expected ',' or '}'",
		}},
		"docs are no YAML": {inputs{spec: plain, docs: "types:\n\t- x\n"}, []string{
			"docs.yml:2: not YAML: found character that cannot start any token",
		}},
		"anchor": {inputs{spec: plain, docs: "types: *nowhere\n"}, []string{
			"docs.yml: not YAML: unknown anchor 'nowhere' referenced",
		}},
		"list at the top": {inputs{spec: plain, names: "- methods\n"}, []string{
			`names.yml:1:1: must be a mapping with the sections services, methods, requests, options, results, types, formerly`,
		}},
		"text at the top": {inputs{spec: plain, docs: "\n  hello\n"}, []string{
			"docs.yml:2:3: must be a mapping with the sections package, services, operations, parameters, types, fields, getters, values, scopes",
		}},
		"only a comment": {inputs{spec: plain, docs: "# nothing yet\n"}, nil},
		"unknown section": {inputs{spec: plain, names: "methods: {}\nfunctions: {}\n"}, []string{
			`names.yml:2:1: unknown section "functions"; the sections are services, methods, requests, options, results, types, formerly`,
		}},
		"section is a list": {inputs{spec: plain, docs: "types:\n  - x\n"}, []string{
			`docs.yml:2:3: section "types" must be a mapping`,
		}},
		"section is empty":   {inputs{spec: plain, docs: "types:\noperations:\n  GET /songs: a\n", names: "methods:\n"}, nil},
		"package is nothing": {inputs{spec: plain, docs: "package:\n"}, nil},
		"text is nothing": {inputs{spec: plain, docs: "operations:\n  GET /songs:\n"}, []string{
			`docs.yml:2:3: operations: "GET /songs" must be a text`,
		}},
		"text is an alias": {inputs{spec: plain, docs: "operations:\n  GET /songs: &a a\nservices:\n  Songs: *a\n"}, []string{
			`docs.yml:4:3: services: "Songs" must be a text`,
		}},
		"section is a text": {inputs{spec: plain, docs: "types: x\n"}, []string{
			`docs.yml:1:8: section "types" must be a mapping`,
		}},
		"package is a mapping": {inputs{spec: plain, docs: "package: {a: b}\n"}, []string{
			"docs.yml:1:1: package must be a text",
		}},
		"key twice": {
			inputs{spec: plain, docs: "operations:\n  GET /songs: a\n  GET /songs: b\n"}, []string{
				`docs.yml:3:3: "GET /songs" stands here twice, first at docs.yml:2:3; remove one`,
			},
		},
		"section twice": {
			inputs{spec: plain, docs: "operations:\n  GET /songs: a\noperations:\n  GET /songs: b\n"}, []string{
				`docs.yml:3:1: the section "operations" stands here twice, first at docs.yml:1:1; join them`,
			},
		},
		"name without a reason": {inputs{spec: plain, names: "methods:\n  GET /songs: {name: Sing}\n"}, []string{
			`names.yml:2:3: methods: "GET /songs" needs a name and a reason: {name: …, because: …}`,
		}},
		"name is a text": {inputs{spec: plain, names: "methods:\n  GET /songs: Sing\n"}, []string{
			`names.yml:2:3: methods: "GET /songs" needs a name and a reason: {name: …, because: …}`,
		}},
		"misspelled reason": {inputs{spec: plain, names: "methods:\n  GET /songs: {name: Sing, why: b}\n"}, []string{
			`names.yml:2:3: methods: "GET /songs" needs a name and a reason: {name: …, because: …}`,
		}},
		"text is a mapping": {inputs{spec: plain, docs: "operations:\n  GET /songs: {a: b}\n"}, []string{
			`docs.yml:2:3: operations: "GET /songs" must be a text`,
		}},
		"stale name": {inputs{spec: plain, names: "methods:\n  GET /hymns: {name: Sing, because: b}\n"}, []string{
			`names.yml:2:3: methods: "GET /hymns" matches nothing in the schema: upstream moved or removed it; correct the key or remove the entry`,
		}},
		"stale name, older schema": {
			inputs{spec: plain, names: "methods:\n  GET /hymns: {name: Sing, because: b}\n", stale: true}, []string{
				`names.yml:2:3: warning: methods: "GET /hymns" matches nothing in the schema: upstream moved or removed it; correct the key or remove the entry`,
			},
		},
		"stale docs": {inputs{spec: plain, docs: "services: {Songs: a}\ntypes:\n  HymnObject: a\nfields:\n  HymnObject.verses: b\n"}, []string{
			`docs.yml:3:3: types: "HymnObject" matches nothing in the schema: upstream moved or removed it; correct the key or remove the entry`,
			`docs.yml:5:3: fields: "HymnObject.verses" matches nothing in the schema: upstream moved or removed it; correct the key or remove the entry`,
		}},
		"stale docs, older schema": {
			inputs{spec: plain, docs: "types:\n  HymnObject: a\n", stale: true}, []string{
				`docs.yml:2:3: warning: types: "HymnObject" matches nothing in the schema: upstream moved or removed it; correct the key or remove the entry`,
			},
		},
		"name as by rule": {inputs{spec: plain, names: "services:\n  GET /songs: {name: Songs, because: b}\nmethods:\n  GET /songs: {name: Get, because: b}\n"}, []string{
			`names.yml:2:3: services: "GET /songs" is called Songs by rule; remove the entry`,
			`names.yml:4:3: methods: "GET /songs" is called Get by rule; remove the entry`,
		}},
		"type as by rule": {inputs{spec: property("a: {type: string}", "b: {type: string}"), names: "types:\n  SongObject: {name: Song, because: b}\n"}, []string{
			`names.yml:2:3: types: "SongObject" is called Song by rule; remove the entry`,
		}},
	}
}

// findingsOfTypes are about schemas.
func findingsOfTypes() map[string]finding {
	page := []string{"PagingObject: {type: object, x-spotgen-page: offset, properties: {total: {type: integer}}}"}
	star := "StarObject: {type: object, properties: {type: {type: string}, points: {type: integer}}}"
	moon := "MoonObject: {type: object, properties: {type: {type: string}, phase: {type: integer}}}"
	return map[string]finding{
		"unknown runtime type": {inputs{spec: property("uri: {type: string, x-go-type: URL}")}, []string{
			"spec.yml:18:29: x-go-type: URL is no type of gen/spotify; write it there or correct the name",
		}},
		"function as a type": {inputs{spec: property("uri: {type: string, x-go-type: ParseURI}")}, []string{
			"spec.yml:18:29: x-go-type: ParseURI is no type of gen/spotify; write it there or correct the name",
		}},
		"base of pages alone": {inputs{spec: answer("{$ref: '#/components/schemas/PagingObject'}", page...)}, []string{
			`spec.yml:12:15: PagingObject is the base of offset pages and is used without items, which are raw JSON; compose it with allOf`,
		}},
		"page without items": {inputs{spec: answer("{allOf: [{$ref: '#/components/schemas/PagingObject'}]}", page...)}, []string{
			`spec.yml:12:15: PagingObject is the base of offset pages and is used without items, which are raw JSON; compose it with allOf`,
		}},
		"page of no list": {
			inputs{spec: answer("{allOf: [{$ref: '#/components/schemas/PagingObject'}, {type: object, properties: {items: {type: string}}}]}", page...)}, []string{
				`spec.yml:12:15: a page without a list of items has raw JSON for items; add them in overrides/schema/pages.yml`,
			},
		},
		"unknown paging": {inputs{spec: answer("{allOf: [{$ref: '#/components/schemas/PagingObject'}, {type: object, properties: {items: {type: array, items: {type: string}}}}]}",
			"PagingObject:", "  type: object", "  x-spotgen-page: number", "  properties: {total: {type: integer}}")}, []string{
			`spec.yml:17:7: x-spotgen-page: "number" is neither offset nor cursor`,
		}},
		"unknown null policy": {inputs{spec: property("songs:", "  type: array", "  x-spotgen-null-elements: skip", "  items: {type: string}")}, []string{
			`spec.yml:20:11: x-spotgen-null-elements: "skip" is neither pointer nor zero`,
		}},
		"map": {inputs{spec: property("songs: {type: object, additionalProperties: {type: string}}")}, nil},
		"properties beside a map": {inputs{spec: property("songs: {type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}")}, []string{
			"spec.yml:18:64: properties that are not listed are left out; list them in overrides/schema, or remove additionalProperties there",
		}},
		"numbers in an enum": {inputs{spec: property("size:", "  type: string", "  enum: [7, ten, 12]")}, nil},
		"list in an enum": {inputs{spec: property("size:", "  type: string", "  enum: [[7], ten]")}, []string{
			"spec.yml:20:11: the value [7] of a string enum is not a string; quote it",
		}},
		"only null in an enum":    {inputs{spec: property("size: {type: string, enum: [null]}")}, nil},
		"mapping of some members": {inputs{spec: answer("{x-go-type-name: Sky, oneOf: [{$ref: '#/components/schemas/StarObject'}, {$ref: '#/components/schemas/MoonObject'}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", star, moon)}, nil},
		"member with a name of unions": {inputs{spec: answer("{x-go-type-name: Sky, oneOf: [{$ref: '#/components/schemas/RawObject'}], discriminator: {propertyName: type, mapping: {raw: '#/components/schemas/RawObject'}}}",
			"RawObject: {type: object, properties: {type: {type: string}}}")}, []string{
			"spec.yml:12:15: the member Raw of the union Sky has the name of something that unions have; rename it in overrides/names.yml",
		}},
		"shapes that are no list": {inputs{spec: answer("{x-go-type-name: Sky, x-spotgen-shapes: star, oneOf: [{$ref: '#/components/schemas/StarObject'}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", star)}, []string{
			"spec.yml:12:45: x-spotgen-shapes must be a list of objects with says, has and is, all of them strings",
		}},
		"shape without a key": {inputs{spec: answer("{x-go-type-name: Sky, x-spotgen-shapes: [{says: sun, is: star}], oneOf: [{$ref: '#/components/schemas/StarObject'}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", star)}, []string{
			"spec.yml:12:45: x-spotgen-shapes must be a list of objects with says, has and is, all of them strings",
		}},
		"shape of no member": {inputs{spec: answer("{x-go-type-name: Sky, x-spotgen-shapes: [{says: star, has: rays, is: sun}], oneOf: [{$ref: '#/components/schemas/StarObject'}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", star)}, []string{
			`spec.yml:12:45: x-spotgen-shapes: the union Sky has no member of the kind "sun"; correct it in overrides/schema/unions.yml`,
		}},
		"shape of no member, of another schema": {inputs{stale: true, spec: answer("{x-go-type-name: Sky, x-spotgen-shapes: [{says: star, has: rays, is: sun}], oneOf: [{$ref: '#/components/schemas/StarObject'}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", star)}, []string{
			`spec.yml:12:45: warning: x-spotgen-shapes: the union Sky has no member of the kind "sun"; correct it in overrides/schema/unions.yml`,
		}},
		"text within an object": {inputs{spec: property("name: {type: string, x-spotgen-within: text}", "a: {type: string}")}, []string{
			`spec.yml:18:9: x-spotgen-within: "name" is no integer; remove it`,
		}},
		"replaced by nothing": {inputs{spec: property("name: {type: string, deprecated: true, x-spotgen-replacement: names}", "a: {type: string}")}, []string{
			`spec.yml:18:9: x-spotgen-replacement: there is no other property "names" beside "name"; correct or remove it`,
		}},
		"replaced by itself": {inputs{spec: property("name: {type: string, deprecated: true, x-spotgen-replacement: name}", "a: {type: string}")}, []string{
			`spec.yml:18:9: x-spotgen-replacement: there is no other property "name" beside "name"; correct or remove it`,
		}},
		"a number as HTML": {inputs{spec: property("name: {type: integer, x-spotgen-html: true}", "a: {type: string}")}, []string{
			`spec.yml:18:9: x-spotgen-html: "name" is no string; remove it`,
		}},
		"a field like the text of another": {inputs{spec: property("note: {type: string, x-spotgen-html: true}", "note_text: {type: string}")}, []string{
			"spec.yml:18:9: Song.NoteText has the name of the method that reads Note; rename it in overrides/names.yml",
		}},
		"text that is not empty": {inputs{spec: property("name: {type: string, x-spotgen-not-empty: true}", "a: {type: string}")}, []string{
			`spec.yml:18:9: x-spotgen-not-empty: "name" is no list; remove it`,
		}},
		"an alternative to nothing": {inputs{spec: property("sky: {type: object, x-spotgen-alternatives: [sun], properties: {sun: {type: string}}}", "a: {type: string}")}, []string{
			"spec.yml:18:9: x-spotgen-alternatives is [sun]; want a list of two properties or more",
		}},
		"an alternative that is not there": {inputs{spec: property("sky: {type: object, x-spotgen-alternatives: [sun, moon], properties: {sun: {type: string}}}", "a: {type: string}")}, []string{
			`spec.yml:18:9: x-spotgen-alternatives names the property "moon", which is not there; correct it in overrides/schema`,
		}},
		"unions of one name": {inputs{spec: property(
			"night: {x-go-type-name: Sky, oneOf: [{$ref: '#/components/schemas/StarObject'}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}",
			"dawn: {x-go-type-name: Sky, oneOf: [{$ref: '#/components/schemas/MoonObject'}], discriminator: {propertyName: type, mapping: {moon: '#/components/schemas/MoonObject'}}}") + "    " + star + "\n    " + moon + "\n"}, nil},
		"unions of one name that tell their kinds otherwise": {inputs{spec: property(
			"night: {x-go-type-name: Sky, oneOf: [{$ref: '#/components/schemas/StarObject'}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}",
			"dawn: {x-go-type-name: Sky, oneOf: [{$ref: '#/components/schemas/MoonObject'}], discriminator: {propertyName: kind, mapping: {moon: '#/components/schemas/MoonObject'}}}") + "    " + star + "\n    " + moon + "\n"}, []string{
			`spec.yml:18:9: the union Sky is told by "type", and the one at spec.yml:19:9 by "kind"; give one of them another x-go-type-name`,
		}},

		"former name": {inputs{spec: answer("{$ref: '#/components/schemas/StarObject'}", star), names: "formerly:\n  Sun: {name: Star, because: b}\n"}, nil},
		"former name without a reason": {inputs{spec: answer("{$ref: '#/components/schemas/StarObject'}", star), names: "formerly:\n  Sun: {name: Star}\n"}, []string{
			`names.yml:2:3: formerly: "Sun" needs a name and a reason: {name: …, because: …}`,
		}},
		"former name of nothing": {inputs{spec: answer("{$ref: '#/components/schemas/StarObject'}", star), names: "formerly:\n  Sun: {name: Moon, because: b}\n"}, []string{
			"names.yml:2:3: formerly: there is no type Moon of which Sun could be the former name; correct or remove the entry",
		}},
		"former name that is a type": {inputs{spec: property("star: {$ref: '#/components/schemas/StarObject'}", "moon: {$ref: '#/components/schemas/MoonObject'}") + "    " + star + "\n    " + moon + "\n",
			names: "formerly:\n  Moon: {name: Star, because: b}\n"}, []string{
			"names.yml:2:3: formerly: Moon cannot stay as the former name of Star, because it is the name of something else, at spec.yml:22:5; remove the entry",
		}},
		"former name of the runtime": {inputs{spec: answer("{$ref: '#/components/schemas/StarObject'}", star), names: "formerly:\n  URI: {name: Star, because: b}\n"}, []string{
			"names.yml:2:3: formerly: URI cannot stay as the former name of Star, because it is the name of something else, at gen/spotify/x.go:1:6; remove the entry",
		}},
		"former name that is none": {inputs{spec: answer("{$ref: '#/components/schemas/StarObject'}", star), names: "formerly:\n  sun-like: {name: Star, because: b}\n"}, []string{
			`names.yml:2:3: formerly: "sun-like" is no exported Go name, which types have; correct or remove the entry`,
		}},
		"former names in a circle": {inputs{spec: answer("{$ref: '#/components/schemas/StarObject'}", star), names: "formerly:\n  Sun: {name: Moon, because: b}\n  Moon: {name: Sun, because: b}\n"}, []string{
			"names.yml:2:3: formerly: there is no type Sun of which Sun could be the former name; correct or remove the entry",
			"names.yml:3:3: formerly: there is no type Moon of which Moon could be the former name; correct or remove the entry",
		}},

		"list of itself": {inputs{spec: answer("{$ref: '#/components/schemas/Ring'}", "Ring: {type: array, items: {$ref: '#/components/schemas/Ring'}}")}, []string{
			`spec.yml:15:5: the schema "Ring" is a list of itself, which is no type in Go; put an object into the circle in overrides/schema`,
		}},
		"schemas of one name": {inputs{
			spec:  property("star: {$ref: '#/components/schemas/StarObject'}", "moon: {$ref: '#/components/schemas/MoonObject'}") + "    " + star + "\n    " + moon + "\n",
			names: "types:\n  StarObject: {name: Light, because: b}\n  MoonObject: {name: Light, because: b}\n"}, []string{
			`spec.yml:21:5: two schemas become the Go type Light but differ in "phase" (the other is at spec.yml:22:5); give one another name in overrides/names.yml`,
		}},
		"schemas of one name and other lengths": {inputs{
			spec:  property("star: {$ref: '#/components/schemas/StarObject'}", "moon: {$ref: '#/components/schemas/MoonObject'}") + "    " + star + "\n    MoonObject: {type: object, properties: {points: {type: integer}}}\n",
			names: "types:\n  StarObject: {name: Light, because: b}\n  MoonObject: {name: Light, because: b}\n"}, []string{
			`spec.yml:21:5: two schemas become the Go type Light but differ in "type" (the other is at spec.yml:22:5); give one another name in overrides/names.yml`,
		}},
		"schemas of one name that hold themselves": {inputs{
			spec:  property("star: {$ref: '#/components/schemas/StarObject'}", "moon: {$ref: '#/components/schemas/MoonObject'}") + "    StarObject: {type: object, properties: {next: {$ref: '#/components/schemas/StarObject'}}}\n    MoonObject: {type: object, properties: {next: {$ref: '#/components/schemas/MoonObject'}}}\n",
			names: "types:\n  StarObject: {name: Light, because: b}\n  MoonObject: {name: Light, because: b}\n"}, nil},
		"property without letters": {inputs{spec: property("'+': {type: string}", "a: {type: string}")}, []string{
			`spec.yml:18:9: the property "+" becomes "", which is no Go name; give it one with x-go-name`,
		}},
		"properties that become one": {inputs{spec: property("song_id: {type: string}", "songId: {type: string}", "song-id: {type: string}")}, []string{
			`spec.yml:19:9: the properties "songId" and "song_id" of Song both become SongID; give one another name with x-go-name`,
			`spec.yml:20:9: the properties "song-id" and "song_id" of Song both become SongID; give one another name with x-go-name`,
		}},
		"property named like methods": {inputs{spec: property("is_relinked: {type: boolean}", "a: {type: string}")}, []string{
			`spec.yml:18:9: the property "is_relinked" becomes IsRelinked, which is a method or field of emitted types; give it another name with x-go-name`,
		}},
		"property named like what all structs have": {inputs{spec: property("unknown: {type: boolean}", "unknown_members: {type: string}")}, []string{
			`spec.yml:18:9: the property "unknown" becomes Unknown, which is a method or field of emitted types; give it another name with x-go-name`,
			`spec.yml:19:9: the property "unknown_members" becomes UnknownMembers, which is a method or field of emitted types; give it another name with x-go-name`,
		}},
		"bad field name": {inputs{spec: property("a: {type: string, x-go-name: lower}", "b: {type: string}")}, []string{
			`spec.yml:18:9: the property "a" becomes "lower", which is no Go name; give it one with x-go-name`,
		}},
		"merged into a property that is gone": {inputs{spec: property("tracks: {type: string, x-spotgen-merge-into: items}", "a: {type: string}")}, []string{
			`spec.yml:18:9: x-spotgen-merge-into: there is no property "items" to merge "tracks" into; correct or remove it`,
		}},
		"merged into a property of another type": {inputs{spec: property("tracks: {type: string, x-spotgen-merge-into: items}", "items: {type: integer}")}, []string{
			`spec.yml:18:9: x-spotgen-merge-into: "tracks" and "items" are of different types, so that one cannot stand for the other`,
		}},
		"property that tags leave out": {inputs{spec: property("'-': {type: string, x-go-name: Dash}", "b: {type: string}")}, []string{
			`spec.yml:18:9: the property "-" has a name that cannot stand in a struct tag; remove it in overrides/schema`,
		}},
		"property that breaks a tag": {inputs{spec: property("'a,omitempty': {type: string}", "b: {type: string}")}, []string{
			`spec.yml:18:9: the property "a,omitempty" has a name that cannot stand in a struct tag; remove it in overrides/schema`,
		}},
		"envelope that breaks a tag": {inputs{spec: answer("{type: object, properties: {'a,b': {type: string}}}")}, []string{
			`spec.yml:12:51: the property "a,b" has a name that cannot stand in a struct tag; remove it in overrides/schema`,
		}},
		"discriminator that breaks a tag": {inputs{spec: answer("{x-go-type-name: Sky, oneOf: [{$ref: '#/components/schemas/StarObject'}], discriminator: {propertyName: 'a,b', mapping: {star: '#/components/schemas/StarObject'}}}", star)}, []string{
			`spec.yml:12:15: the property "a,b" has a name that cannot stand in a struct tag; remove it in overrides/schema`,
		}},
		"type named like the runtime": {inputs{spec: property("uri: {$ref: '#/components/schemas/URIObject'}", "a: {type: string}") + "    URIObject: {type: object, properties: {a: {type: string}, b: {type: string}}}\n"}, []string{
			"spec.yml:21:5: the name URI is taken by gen/spotify/x.go:1:6; rename one in overrides/names.yml",
		}},
		"type named like the client": {inputs{spec: property("op: {$ref: '#/components/schemas/OpObject'}", "a: {type: string}") + "    OpObject: {type: object, properties: {a: {type: string}, b: {type: string}}}\n"}, []string{
			"spec.yml:21:5: the name Op is taken by the emitted client; rename one in overrides/names.yml",
		}},
		"type named like a service": {inputs{spec: property("s: {$ref: '#/components/schemas/SongsService'}", "a: {type: string}") + "    SongsService: {type: object, properties: {a: {type: string}, b: {type: string}}}\n"}, []string{
			"spec.yml:5:5: the name SongsService is taken by spec.yml:21:5; rename one in overrides/names.yml",
		}},
		"enum values that become one": {inputs{spec: property("size:", "  type: string", "  enum: [ten-inch, ten_inch]")}, []string{
			`spec.yml:18:9: the values "ten-inch" and "ten_inch" of SongSize both become SongSizeTenInch; remove one in overrides/schema`,
		}},
		"null in an enum":                  {inputs{spec: property("size: {type: string, nullable: true, enum: [ten, null]}", "a: {type: string}")}, nil},
		"null in an enum without nullable": {inputs{spec: property("size: {type: string, enum: [ten, null]}", "a: {type: string}")}, nil},
		"enum named like a type": {inputs{spec: property("size: {type: string, x-go-type-name: Song, enum: [ten]}", "a: {type: string}")}, []string{
			"spec.yml:18:9: the name Song is taken by spec.yml:15:5; rename one in overrides/names.yml",
		}},
		"type name in lower case": {inputs{spec: property("size: {type: string, x-go-type-name: size, enum: [ten]}", "a: {type: string}")}, []string{
			`spec.yml:18:9: "size" is no exported Go name; give it one in overrides/names.yml, or with x-go-type-name`,
		}},
	}
}

// findingsOfOperations are about operations, parameters, bodies, and scopes.
func findingsOfOperations() map[string]finding {
	parameter := func(parameters ...string) string {
		return operation(append([]string{"parameters:"}, indent("  - ", parameters)...)...)
	}
	methods := func(methods string) string {
		return operation("parameters:", "  - {name: kind, in: query, required: true, schema: {type: string, enum: [star]}}",
			"  - {name: ids, in: query, required: true, schema: {type: array, items: {type: string}}}",
			"requestBody: {content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}", "x-spotgen-methods: "+methods)
	}
	two := func(first, second string) string {
		return "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  " + first + "\n  " + second + "\n"
	}
	const ok = "responses: {'204': {description: d}}"
	twoAnswers := strings.Replace(property("a: {type: string}", "b: {type: string}"), "'200':",
		"'201': {description: d, content: {application/json: {schema: {type: string}}}}\n        '200':", 1)
	return map[string]finding{
		"methods are no list": {inputs{spec: methods("Sing")}, []string{
			"spec.yml:10:7: x-spotgen-methods must be a list of methods, each with a name",
		}},
		"no methods": {inputs{spec: methods("[]")}, []string{
			"spec.yml:10:7: x-spotgen-methods must be a list of methods, each with a name",
		}},
		"method without a name": {inputs{spec: methods("[{pin: {kind: star}}]")}, []string{
			`spec.yml:10:7: x-spotgen-methods: "" is no exported Go name`,
		}},
		"method in lower case": {inputs{spec: methods("[{name: sing}]")}, []string{
			`spec.yml:10:7: x-spotgen-methods: "sing" is no exported Go name`,
		}},
		"pin of no value": {inputs{spec: methods("[{name: Sing, pin: {kind: moon}}]")}, []string{
			`spec.yml:10:7: Sing pins kind to "moon", which the schema does not admit; correct it in overrides/schema/methods.yml`,
		}},
		"pin of no parameter": {inputs{spec: methods("[{name: Sing, pin: {size: ten}}]")}, []string{
			`spec.yml:10:7: Sing pins the parameter "size", which GET /songs does not have; correct it in overrides/schema/methods.yml`,
		}},
		"types of no list": {inputs{spec: methods("[{name: Sing, types: {kind: URI}}]")}, []string{
			`spec.yml:10:7: Sing gives a type to the elements of "kind", which is no list parameter of GET /songs; correct it in overrides/schema/methods.yml`,
		}},
		"body of no property": {inputs{spec: methods("[{name: Sing, body: [a, b], required: [c]}]")}, []string{
			`spec.yml:10:7: x-spotgen-methods names the property "b", which the body of GET /songs does not have; correct it in overrides/schema/methods.yml`,
			`spec.yml:10:7: x-spotgen-methods names the property "c", which the body of GET /songs does not have; correct it in overrides/schema/methods.yml`,
		}},
		"arguments of a list": {inputs{spec: strings.Replace(methods("[{name: Sing, arguments: true}]"), "{type: object, properties: {a: {type: string}}}", "{type: array, items: {type: string}}", 1)}, []string{
			`spec.yml:10:7: Sing has arguments for the properties of its body, but the body of GET /songs is no JSON object of its own; correct it in overrides/schema/methods.yml`,
		}},
		"items of a text": {inputs{spec: strings.NewReplacer("tags: [Songs]", "x-spotgen-methods: [{name: Sing, items: SongObject}]", "application/json", "text/plain").Replace(answer("{type: string}"))}, []string{
			`spec.yml:8:9: x-spotgen-methods names items, but the answer is no page; correct it in overrides/schema/methods.yml`,
		}},
		"result by status named like a type": {inputs{spec: twoAnswers, names: "results:\n  GET /songs: {name: Song, because: b}\n"}, []string{
			"spec.yml:5:5: the name Song is taken by spec.yml:16:5; rename one in overrides/names.yml",
		}},
		"result by status of no letters": {inputs{spec: twoAnswers, names: "results:\n  GET /songs: {name: song, because: b}\n"}, []string{
			`spec.yml:5:5: "song" is no exported Go name; give it one in overrides/names.yml, or with x-go-type-name`,
		}},
		"items of no page": {inputs{spec: strings.Replace(answer("{type: array, items: {type: string}}"), "tags: [Songs]", "x-spotgen-methods: [{name: Sing, items: SongObject}]", 1)}, []string{
			`spec.yml:12:15: x-spotgen-methods names items, but the answer is no page; correct it in overrides/schema/methods.yml`,
		}},
		"items of no schema": {inputs{spec: strings.Replace(answer("{allOf: [{$ref: '#/components/schemas/PagingObject'}, {type: object, properties: {items: {type: array, items: {type: string}}}}]}",
			"PagingObject: {type: object, x-spotgen-page: offset, properties: {total: {type: integer}}}"), "tags: [Songs]", "x-spotgen-methods: [{name: Sing, items: SongObject}]", 1)}, []string{
			`spec.yml:12:15: the schema "SongObject" does not exist`,
		}},
		"methods of one name": {inputs{spec: two("/songs: {get: {tags: [Songs], "+ok+"}}", "/songs/{id}: {get: {tags: [Songs], parameters: [{name: id, in: path, required: true, schema: {type: string}}], "+ok+"}}")}, []string{
			"spec.yml:5:17: GET /songs/{id} and GET /songs (at spec.yml:4:12) both become Songs.Get; name one of them in overrides/names.yml",
			"spec.yml:5:17: the name OpSongsGet is taken by spec.yml:4:12; rename one in overrides/names.yml",
		}},
		"method name of no letters": {inputs{spec: plainWith("GET /songs"), names: "methods:\n  GET /songs: {name: sing it, because: b}\n"}, []string{
			`spec.yml:5:5: GET /songs becomes "sing it", which is no exported Go name; name it in overrides/names.yml`,
		}},
		"service of no letters": {inputs{spec: plainWith("x"), names: "services:\n  GET /songs: {name: ../songs, because: b}\n"}, []string{
			`spec.yml:5:5: the service "../songs" is no exported Go name; name it in overrides/names.yml`,
		}},
		"service With": {inputs{spec: plainWith("x"), names: "services:\n  GET /songs: {name: With, because: b}\n"}, []string{
			"spec.yml:5:5: the service With has the name of a method of the client; rename it in overrides/names.yml",
		}},
		"services of one file": {inputs{spec: two("/songs: {get: {tags: [Songs], "+ok+"}}", "/hymns: {get: {tags: [SONGS], "+ok+"}}")}, []string{
			"spec.yml:4:12: the services SONGS and Songs differ in upper and lower case only; give both one name in overrides/names.yml",
		}},
		"single value in a style without a meaning": {inputs{spec: parameter("{name: q, in: query, style: matrix, schema: {type: string}}", "{name: r, in: query, style: simple, schema: {type: string}}", "{name: s, in: header, style: form, schema: {type: string}}")}, nil},
		"list in a style without a meaning": {inputs{spec: parameter("{name: q, in: query, style: simple, schema: {type: array, items: {type: string}}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"object in a header": {inputs{spec: parameter("{name: X-Song, in: header, style: deepObject, schema: {type: object, properties: {a: {type: integer}}}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "X-Song" of the header in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"header": {inputs{spec: parameter("{name: X-Song, in: header, schema: {type: string}}")}, nil},
		"header of a resource": {inputs{spec: parameter("{name: X-Song, in: header, required: true, schema: {type: string, x-go-type: Resource}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "X-Song" of the header in this form, so that it lacks GET /songs; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"list in a header": {inputs{spec: parameter("{name: X-Song, in: header, schema: {type: array, items: {type: string}}}")}, nil},
		"header of the connection": {inputs{spec: parameter("{name: accept-encoding, in: header, schema: {type: string}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "accept-encoding" of the header in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"header that is no name": {inputs{spec: parameter("{name: X Song, in: header, schema: {type: string}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "X Song" of the header in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"header of OpenAPI itself": {inputs{spec: parameter("{name: authorization, in: header, required: true, schema: {type: string}}")}, []string{
			`spec.yml:7:11: warning: the parameter "authorization" of the header is ignored, as OpenAPI wants it: the client sends this header by itself; remove it in overrides/schema/requests.yml`,
		}},
		"cookie": {inputs{spec: parameter("{name: song, in: cookie, schema: {type: string}}")}, nil},
		"list in a cookie": {inputs{spec: parameter("{name: song, in: cookie, schema: {type: array, items: {type: string}}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "song" of the cookie in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"cookie that is no name": {inputs{spec: parameter("{name: 'a=b', in: cookie, required: true, schema: {type: string}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "a=b" of the cookie in this form, so that it lacks GET /songs; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"pinned cookie": {inputs{spec: operation("parameters:", "  - {name: kind, in: cookie, schema: {type: string}}", "x-spotgen-methods: [{name: Sing, pin: {kind: star}}]")}, nil},
		"pinned cookie that is no name": {inputs{spec: operation("parameters:", "  - {name: 'a b', in: cookie, schema: {type: string}}", "x-spotgen-methods: [{name: Sing, pin: {'a b': star}}]")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "a b" of the cookie in this form, so that it lacks GET /songs; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"arguments of one name": {inputs{spec: parameter("{name: song_id, in: query, required: true, schema: {type: string}}", "{name: songId, in: query, required: true, schema: {type: string}}")}, []string{
			`spec.yml:8:11: the parameters "song_id" and "songId" both become the argument songID; give one another name with x-go-name`,
		}},
		"options of one name": {inputs{spec: parameter("{name: song_id, in: query, schema: {type: string}}", "{name: songId, in: query, schema: {type: string}}")}, []string{
			`spec.yml:8:11: the parameters "song_id" and "songId" both become the option SongID; give one another name with x-go-name`,
		}},
		"argument without letters": {inputs{spec: parameter("{name: '+', in: query, required: true, schema: {type: string}}")}, []string{
			`spec.yml:7:11: the parameter "+" becomes the argument "", which is no Go name; give it one with x-go-name`,
		}},
		"option without letters": {inputs{spec: parameter("{name: '+', in: query, schema: {type: string}}")}, []string{
			`spec.yml:7:11: the parameter "+" becomes the option "", which is no Go name; give it one with x-go-name`,
		}},
		"object in the query": {inputs{spec: parameter("{name: q, in: query, schema: {type: object}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"numbers in the query": {inputs{spec: parameter("{name: q, in: query, schema: {type: array, items: {type: integer}}}")}, nil},
		"lists in a list": {inputs{spec: parameter("{name: q, in: query, schema: {type: array, items: {type: array, items: {type: string}}}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"list of pointers": {inputs{spec: parameter("{name: q, in: query, schema: {type: array, x-spotgen-null-elements: pointer, items: {type: string}}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"repeated": {inputs{spec: parameter("{name: q, in: query, style: form, explode: true, schema: {type: array, items: {type: string}}}")}, nil},
		"repeated pipes": {inputs{spec: parameter("{name: q, in: query, style: pipeDelimited, explode: true, schema: {type: array, items: {type: string}}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"repeated resources": {inputs{spec: parameter("{name: q, in: query, required: true, explode: true, schema: {type: array, items: {type: string}, x-go-type: Resources}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that it lacks GET /songs; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"deep object": {inputs{spec: parameter("{name: q, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: integer}}}}")}, nil},
		"deep object without properties": {inputs{spec: parameter("{name: q, in: query, style: deepObject, explode: true, schema: {type: object}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"list in a deep object": {inputs{spec: parameter("{name: q, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: array, items: {type: string}}}}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"time in the query": {inputs{spec: parameter("{name: q, in: query, required: true, schema: {type: string, format: date-time}}")}, nil},
		"optional resource": {inputs{spec: parameter("{name: q, in: query, schema: {type: string, x-go-type: Resource}}")}, []string{
			`spec.yml:7:11: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"number in the path": {inputs{spec: two("/songs/{id}:", "  parameters: [{name: id, in: path, required: true, schema: {type: integer}}]") +
			"    get: {tags: [Songs], " + ok + "}\n"}, nil},
		"label in the path": {inputs{spec: two("/songs/{id}:", "  parameters: [{name: id, in: path, required: true, style: label, schema: {type: integer}}]") +
			"    get: {tags: [Songs], " + ok + "}\n"}, []string{
			`spec.yml:5:18: the client cannot send the parameter "id" of the path in this form, so that it lacks GET /songs/{id}; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"list in the path": {inputs{spec: two("/songs/{id}:", "  parameters: [{name: id, in: path, required: true, schema: {type: array, items: {type: integer}}}]") +
			"    get: {tags: [Songs], " + ok + "}\n"}, []string{
			`spec.yml:5:18: the client cannot send the parameter "id" of the path in this form, so that it lacks GET /songs/{id}; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"shared parameter": {inputs{spec: two("/songs:", "  get: {tags: [Songs], parameters: [{$ref: '#/components/parameters/Q'}], "+ok+"}") +
			"components:\n  parameters:\n    Q: {name: q, in: query, schema: {type: object}}\n"}, []string{
			`spec.yml:8:5: the client cannot send the parameter "q" of the query in this form, so that there is no such option; describe it otherwise in overrides/schema/requests.yml`,
		}},
		"unlisted scope": {inputs{spec: operation("security: [{login: [a, b]}]", "x-spotgen-scopes: {all: [a], any: [c]}") + login}, []string{
			"spec.yml:7:7: x-spotgen-scopes names a, c, but the schema lists a, b; bring overrides/schema/scopes.yml up to date",
		}},
		"unlisted scope, older schema": {inputs{spec: operation("security: [{login: [a, b]}]", "x-spotgen-scopes: {by-kind: {track: a}}") + login, stale: true}, []string{
			"spec.yml:7:7: warning: x-spotgen-scopes names a, but the schema lists a, b; bring overrides/schema/scopes.yml up to date",
		}},
		"unknown replacement": {inputs{spec: operation("deprecated: true", "x-spotgen-development: {removed: '2026-02-11'}", "x-spotgen-replacement: GET /hymns")}, []string{
			`spec.yml:8:7: x-spotgen-replacement "GET /hymns" is no operation of the schema; correct it in overrides/schema/modes.yml`,
		}},
		"unknown replacement, older schema": {inputs{spec: operation("deprecated: true", "x-spotgen-development: {removed: '2026-02-11'}", "x-spotgen-replacement: GET /hymns"), stale: true}, []string{
			`spec.yml:8:7: warning: x-spotgen-replacement "GET /hymns" is no operation of the schema; correct it in overrides/schema/modes.yml`,
		}},
		"deprecated without a word": {inputs{spec: operation("deprecated: true")}, []string{
			"spec.yml:5:5: warning: GET /songs is deprecated, but nothing says what development mode makes of it; add it to overrides/schema/modes.yml",
		}},
		"day to be filled in": {inputs{spec: operation("deprecated: true", "x-spotgen-development: {removed: YYYY-MM-DD}")}, []string{
			`spec.yml:7:31: x-spotgen-development: removed is "YYYY-MM-DD", which is no day; fill it in in overrides/schema/modes.yml, like '2026-02-11'`,
		}},
		"day that is none": {inputs{spec: operation("x-spotgen-development: {restricted: '2026-02-30'}")}, []string{
			`spec.yml:6:31: x-spotgen-development: restricted is "2026-02-30", which is no day; fill it in in overrides/schema/modes.yml, like '2026-02-11'`,
		}},
		"day that is a number": {inputs{spec: operation("x-spotgen-development: {removed: 2026}")}, []string{
			`spec.yml:6:31: x-spotgen-development: removed is "2026", which is no day; fill it in in overrides/schema/modes.yml, like '2026-02-11'`,
		}},
		"scopes of one name": {inputs{spec: operation() + `components:
  securitySchemes:
    login: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://x.test', scopes: {a-b: x, a_b: y}}}}
`}, []string{
			"spec.yml:9:3: the name ScopeAB is taken by spec.yml:9:3; rename one in overrides/names.yml",
		}},
		"a quote in a property of an answer": {inputs{spec: answer("{type: object, properties: {'a\"b': {type: string}}}")}, []string{
			`spec.yml:12:51: the property "a\"b" has a name that cannot stand in a struct tag; remove it in overrides/schema`,
		}},
		"a type name with a space": {inputs{spec: property("a: {type: string, enum: [b], x-go-type-name: 'a b'}", "b: {type: string}")}, []string{
			`spec.yml:18:9: "a b" is no exported Go name; give it one in overrides/names.yml, or with x-go-type-name`,
		}},
		"page without numbers": {inputs{spec: songPage("total: {type: string}", "next: {type: integer}", "limit: {type: integer, x-go-type-skip-optional-pointer: false}")}, []string{
			`spec.yml:15:93: the property "total" of pages must be an integer, never a pointer: iterators go by it; describe it so in overrides/schema/pages.yml`,
			`spec.yml:15:116: the property "next" of pages must be a string, never a pointer: iterators go by it; describe it so in overrides/schema/pages.yml`,
			`spec.yml:15:139: the property "limit" of pages must be an integer, never a pointer: iterators go by it; describe it so in overrides/schema/pages.yml`,
		}},
		"cursor that is a number": {inputs{spec: songPage("cursors: {type: object, properties: {after: {type: integer}}}")}, []string{
			`spec.yml:15:93: the property "cursors" of pages must be an object, never a pointer, with a string called after: iterators go by it; describe it so in overrides/schema/pages.yml`,
		}},
		"cursor that may be null": {inputs{spec: songPage("cursors: {type: object, nullable: true, properties: {after: {type: string}}}")}, []string{
			`spec.yml:15:93: the property "cursors" of pages must be an object, never a pointer, with a string called after: iterators go by it; describe it so in overrides/schema/pages.yml`,
		}},
		"a type that is no name": {inputs{spec: property("a: {type: string, x-go-type: 5}", "b: {type: string}")}, []string{
			`spec.yml:18:27: x-go-type is no name but 5; write a Go name`,
		}},
	}
}

// songPage returns a schema whose answer is a page with these properties, which begin
// in line 15.
func songPage(properties ...string) string {
	return answer("{allOf: [{$ref: '#/components/schemas/PagingObject'}, {type: object, properties: {items: {type: array, items: {type: string}}}}]}",
		"PagingObject: {type: object, x-spotgen-page: cursor, properties: {href: {type: string}, "+strings.Join(properties, ", ")+"}}")
}

const login = `components:
  securitySchemes:
    login: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://x.test', scopes: {a: x, b: y, c: z}}}}
`

// plainWith returns a schema with an operation whose ID does not matter.
func plainWith(id string) string { return operation("operationId: " + id) }
