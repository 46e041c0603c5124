package resolve_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

// TestBodies makes sure that of several bodies, the client sends the first in the order of
// JSON, forms, texts, and bytes that it can send.
func TestBodies(t *testing.T) {
	const fields = "{schema: {type: object, properties: {a: {type: string}}}}"
	for _, test := range []struct {
		content    string
		want       model.BodyKind
		mediaType  string
		mediaTypes []string
	}{
		{"application/json: {}, application/x-www-form-urlencoded: " + fields, model.JSONBody, "", nil},
		{"image/jpeg: {schema: {type: string, format: byte}}, text/plain: {}", model.JPEGBody, "", nil},
		{"image/jpeg: {schema: {type: string, format: binary}}", model.BinaryBody, "image/jpeg", nil},
		{"application/x-www-form-urlencoded: {}", model.FormBody, "", nil},
		{"multipart/form-data: " + fields + ", application/x-www-form-urlencoded: " + fields, model.FormBody, "", nil},
		{"multipart/form-data: " + fields + ", application/octet-stream: {}, text/plain: {}", model.MultipartBody, "", nil},
		{"multipart/form-data: {}, text/plain: {}", model.TextBody, "text/plain; charset=utf-8", nil},
		{"multipart/mixed: " + fields + ", application/octet-stream: {}", model.BinaryBody, "application/octet-stream", nil},
		{"application/octet-stream: {}, text/csv: {}, text/plain: {}", model.TextBody, "", []string{"text/csv", "text/plain"}},
		{"text/*: {}", model.TextBody, "", []string{"text/*"}},
		{"'image/*': {}", model.BinaryBody, "", []string{"image/*"}},
		{"'*/*': {}", model.BinaryBody, "", []string{"*/*"}},
		{"application/xml: " + fields, model.BinaryBody, "application/xml", nil},
		{"image/png: {}, image/jpeg: {}", model.BinaryBody, "", []string{"image/jpeg", "image/png"}},
	} {
		t.Run(test.content, func(t *testing.T) {
			api, _, err := resolveInputs(t, inputs{spec: operation("requestBody: {content: {" + test.content + "}}")})
			if err != nil {
				t.Fatal(err)
			}
			body := api.Operations()[0].Body
			if body.Kind != test.want || body.MediaType != test.mediaType {
				t.Errorf("the body is of the kind %d and the type %q, want %d and %q", body.Kind, body.MediaType, test.want, test.mediaType)
			}
			if diff := cmp.Diff(test.mediaTypes, body.MediaTypes); diff != "" {
				t.Errorf("the media types differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFormOfComponent makes sure that a form is a type of its own, although JSON of the same
// schema is one too.
func TestFormOfComponent(t *testing.T) {
	api, _, err := resolveInputs(t, inputs{spec: operation("requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/SongObject'}}}}") +
		"    put: {tags: [Songs], requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/SongObject'}}}}, responses: {'204': {description: d}}}\n" +
		"components: {schemas: {SongObject: {$ref: '#/components/schemas/Sound'}, Sound: {type: object, properties: {content: {type: string, format: binary}}}}}\n"})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]model.Kind{}
	for _, typ := range api.Types {
		got[typ.Name] = typ.Fields[0].Type.Kind
		if typ.Form != (typ.Name == "GetSongRequest") {
			t.Errorf("%s is a form: %t", typ.Name, typ.Form)
		}
	}
	if diff := cmp.Diff(map[string]model.Kind{"GetSongRequest": model.File, "Sound": model.String}, got); diff != "" {
		t.Errorf("the types differ (-want +got):\n%s", diff)
	}
}

// findingsOfBodies are about bodies that the client cannot send, or not as a whole.
func findingsOfBodies() map[string]finding {
	const urlencoded, multipart = "application/x-www-form-urlencoded", "multipart/form-data"
	body := func(mediaType, schema, more string) string {
		return operation("requestBody:", "  required: true", "  content:", "    "+mediaType+":", "      schema:", "        "+schema, more)
	}
	field := func(mediaType, schema, encoding string) string {
		return body(mediaType, "{type: object, properties: {a: "+schema+", b: {type: string}}}", "      encoding: {a: "+encoding+"}")
	}
	const object = "{type: object, properties: {c: {type: string}}}"
	unsent := func(mediaType string) []string {
		return []string{"spec.yml:6:7: the client cannot send a request body of type " + mediaType + " in this form, so that the client lacks GET /songs; remove or replace it in overrides/schema/requests.yml"}
	}
	lost := []string{`spec.yml:11:43: the client cannot send the field "a" of the form in this form, so that there is no such field; describe it otherwise in overrides/schema/requests.yml`}
	return map[string]finding{
		"optional":                 {inputs{spec: operation("requestBody: {content: {multipart/mixed: {}}}")}, []string{"spec.yml:6:7: the client cannot send a request body of type multipart/mixed in this form, so that it cannot be sent; remove or replace it in overrides/schema/requests.yml"}},
		"other parts":              {inputs{spec: body("multipart/related", object, "")}, unsent("multipart/related")},
		"parts without fields":     {inputs{spec: body(multipart, "{type: object}", "")}, unsent(multipart)},
		"parts of any files":       {inputs{spec: body(multipart, "{type: object, additionalProperties: {type: string, format: binary}}", "")}, unsent(multipart)},
		"form of a list":           {inputs{spec: body(urlencoded, "{type: array, items: {type: string}}", "")}, unsent(urlencoded)},
		"form of a text":           {inputs{spec: body(urlencoded, "{type: string}", "")}, unsent(urlencoded)},
		"form of alternatives":     {inputs{spec: body(urlencoded, "{anyOf: ["+object+", {type: object, properties: {z: {type: integer}}}]}", "")}, unsent(urlencoded)},
		"form of any objects":      {inputs{spec: body(urlencoded, "{type: object, additionalProperties: "+object+"}", "")}, unsent(urlencoded)},
		"field of a resource":      {inputs{spec: field(urlencoded, "{type: string, x-go-type: Resource}", "{}")}, lost},
		"object as a list":         {inputs{spec: field(urlencoded, object, "{style: form, explode: false}")}, lost},
		"deep object with a list":  {inputs{spec: field(urlencoded, "{type: object, properties: {c: {type: array, items: {type: string}}}}", "{style: deepObject}")}, lost},
		"objects between pipes":    {inputs{spec: field(urlencoded, "{type: array, items: "+object+"}", "{style: pipeDelimited}")}, lost},
		"object as XML":            {inputs{spec: field(multipart, object, "{contentType: application/xml}")}, lost},
		"style in parts":           {inputs{spec: field(multipart, object, "{style: pipeDelimited}")}, nil},
		"any type in a form":       {inputs{spec: field(urlencoded, object, "{contentType: text/csv, style: deepObject}")}, nil},
		"headers of a part":        {inputs{spec: field(multipart, "{type: string}", "{headers: {X-Sum: {schema: {type: string}}}}")}, []string{`spec.yml:11:43: the part "a" of the form has headers, which the client does not send; remove them in overrides/schema/requests.yml`}},
		"encoding of what is none": {inputs{spec: body(multipart, object, "      encoding: {d: {contentType: text/csv}}")}, nil},
		"required field": {inputs{spec: body(urlencoded, "{type: object, required: [a], properties: {a: {type: string, x-go-type: Resource}}}", "")}, []string{
			`spec.yml:11:58: the client cannot send the field "a" of the form in this form, so that it lacks GET /songs; describe it otherwise in overrides/schema/requests.yml`,
		}},
	}
}
