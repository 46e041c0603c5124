package resolve

import (
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/spotgen/spotgen/generator/model"
)

func TestCaseOf(t *testing.T) {
	tests := map[string]model.Case{
		"200":  {Status: 200, GoName: "OK"},
		"203":  {Status: 203, GoName: "NonAuthoritativeInformation"},
		"207":  {Status: 207, GoName: "MultiStatus"},
		"226":  {Status: 226, GoName: "IMUsed"},
		"299":  {Status: 299, GoName: "Status299"},
		"2XX":  {Status: 2, GoName: "Status2XX"},
		"2xx":  {Status: 2, GoName: "Status2XX"},
		"2":    {},
		"2000": {},
		"2-0":  {},
		"20X":  {},
	}
	for code, want := range tests {
		got, ok := caseOf(code)
		if ok != (want.Status != 0) || got.Status != want.Status || got.GoName != want.GoName {
			t.Errorf("caseOf(%q) = %+v, %t; want %+v", code, got, ok, want)
		}
	}
}

func TestAnswerBody(t *testing.T) {
	tests := map[string]struct {
		mediaTypes []string // with a schema
		bare       []string // without one
		want       string
	}{
		"nothing":              {nil, nil, ""},
		"JSON first":           {[]string{"text/plain", "application/pdf", "application/json"}, nil, "application/json"},
		"text next":            {[]string{"application/pdf", "text/html", "text/plain"}, nil, "text/html"},
		"bytes":                {[]string{"image/png", "application/pdf"}, nil, "application/pdf"},
		"bytes without schema": {nil, []string{"application/octet-stream"}, "application/octet-stream"},
		"JSON without schema":  {[]string{"text/plain"}, []string{"application/json"}, "text/plain"},
		"anything":             {[]string{"*/*"}, nil, "application/json"},
		"may be JSON":          {nil, []string{"*/*", "application/*", "application/json", "application/x+json"}, ""},
		"a range":              {nil, []string{"image/*"}, "image/*"},
		"no media type":        {nil, []string{"pdf"}, ""},
	}
	for name, test := range tests {
		content := openapi3.Content{}
		for _, mediaType := range test.mediaTypes {
			content[mediaType] = &openapi3.MediaType{Schema: openapi3.NewStringSchema().NewRef()}
		}
		for _, mediaType := range test.bare {
			content[mediaType] = &openapi3.MediaType{}
		}
		got, shape := newSchemas(&openapi3.T{}).answerBody(content)
		if got != test.want || (shape != nil) != (test.want == mediaJSON) {
			t.Errorf("%s: the body is %q with the shape %v, want %q", name, got, shape, test.want)
		}
	}
}

func TestAlike(t *testing.T) {
	list := func(of *openapi3.Schema) *openapi3.Schema { return openapi3.NewArraySchema().WithItems(of) }
	mapOf := func(of *openapi3.Schema) *openapi3.Schema {
		return openapi3.NewObjectSchema().WithAdditionalProperties(of)
	}
	text, number := openapi3.NewStringSchema(), openapi3.NewInt64Schema()
	tests := map[string]struct {
		a, b *openapi3.Schema
		want bool
	}{
		"scalars":             {text, openapi3.NewStringSchema().WithMaxLength(3), true},
		"scalars of others":   {text, number, false},
		"lists":               {list(text), list(text).WithMaxItems(3), true},
		"lists of others":     {list(text), list(number), false},
		"maps":                {mapOf(text), mapOf(text), true},
		"maps of others":      {mapOf(text), mapOf(number), false},
		"lists of other maps": {list(mapOf(text)), list(mapOf(number)), false},
		"a map and an object": {mapOf(text), openapi3.NewObjectSchema(), false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newSchemas(&openapi3.T{})
			if got := s.alike(s.shape(test.a.NewRef()), s.shape(test.b.NewRef()), maxReferences); got != test.want {
				t.Errorf("alike: %t, want %t", got, test.want)
			}
		})
	}
}
