package resolve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/generator/model"
)

// TestUnions says what values of several types become: the type of the property sky, and
// then each union, by its members and attempts.
func TestUnions(t *testing.T) {
	const (
		star   = "StarObject: {type: object, properties: {type: {type: string}, name: {type: string}}}"
		moon   = "MoonObject: {type: object, properties: {type: {type: string}, phase: {type: string}}}"
		bright = "BrightObject: {type: object, properties: {type: {type: string, enum: [bright]}}}"
		names  = "NamesObject: {type: array, items: {type: string}}"
		text   = "TextObject: {type: string}"
		mode   = "ModeObject: {type: string, enum: [day, night]}"
	)
	refs := func(names ...string) string {
		var list []string
		for _, name := range names {
			list = append(list, "{$ref: '#/components/schemas/"+name+"Object'}")
		}
		return strings.Join(list, ", ")
	}
	tests := map[string]struct {
		schema     string
		components []string
		want       []string
	}{
		// What is no choice.
		"one":                           {"{oneOf: [" + refs("Star") + "]}", []string{star}, []string{"Star"}},
		"one or null":                   {"{oneOf: [" + refs("Star") + ", {type: 'null'}]}", []string{star}, []string{"*Star"}},
		"one that is nullable":          {"{nullable: true, anyOf: [" + refs("Star") + "]}", []string{star}, []string{"*Star"}},
		"one twice":                     {"{anyOf: [" + refs("Star", "Star") + "]}", []string{star}, []string{"Star"}},
		"one scalar":                    {"{oneOf: [{type: integer}]}", nil, []string{"int"}},
		"one list":                      {"{oneOf: [{type: array, items: {type: integer}}]}", nil, []string{"[]int"}},
		"one inline":                    {"{oneOf: [{type: object, properties: {a: {type: string}}}], description: d}", nil, []string{"SongSky"}},
		"one with properties beside it": {"{properties: {b: {type: string}}, oneOf: [{type: object, properties: {a: {type: string}}}]}", nil, []string{"SongSky"}},
		"one with a discriminator":      {"{oneOf: [" + refs("Star") + "], discriminator: {propertyName: type}}", []string{star}, []string{"SongSky", "SongSky by type: Star=StarObject"}},
		"texts":                         {"{oneOf: [{type: string}, {type: string, maxLength: 3}]}", nil, []string{"string"}},
		"text or enum":                  {"{anyOf: [{type: string}, " + refs("Mode") + "]}", []string{mode}, []string{"Mode"}},
		"enums":                         {"{anyOf: [{type: string, enum: [dusk, day]}, " + refs("Mode") + "]}", []string{mode}, []string{"SongSky"}},
		"enums under a name":            {"{x-go-type-name: Hour, anyOf: [{type: string, enum: [dusk]}, {type: string, enum: [dawn]}]}", nil, []string{"Hour"}},
		"enums of a string":             {"{type: string, anyOf: [{enum: [dusk]}, {enum: [dawn]}]}", nil, []string{"SongSky"}},
		"bounds of a number":            {"{type: integer, oneOf: [{minimum: 3}, {maximum: 1}]}", nil, []string{"int"}},
		"numbers":                       {"{oneOf: [{type: integer}, {type: number}, {type: integer, format: int64}]}", nil, []string{"float64"}},
		"lists that are alike":          {"{oneOf: [{type: array, items: {type: string}}, {type: array, maxItems: 2, items: {type: string}}]}", nil, []string{"[]string"}},
		"conditions":                    {"{type: object, properties: {a: {type: string}, b: {type: string}}, oneOf: [{required: [a]}, {required: [b]}]}", nil, []string{"SongSky"}},
		"conditions with properties":    {"{type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{properties: {a: {enum: [c]}}, required: [b]}, {required: [b]}]}", nil, []string{"SongSky"}},
		"anything":                      {"{oneOf: [{}, {}]}", nil, []string{"raw"}},
		"choices without types":         {"{oneOf: [{description: d}, {type: object}]}", nil, []string{"raw"}},

		// What nothing tells.
		"scalars":                   {"{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", nil, []string{"SongSky", "SongSky: AsString=string AsInt=int AsBool=bool"}},
		"times":                     {"{oneOf: [{type: string, format: date-time}, {type: number}]}", nil, []string{"SongSky", "SongSky: AsTime=time AsFloat64=float64"}},
		"types of OpenAPI 3.1":      {"{type: [string, integer, 'null']}", nil, []string{"SongSky", "SongSky: AsString=string AsInt=int"}},
		"nullable":                  {"{nullable: true, oneOf: [{type: string}, {type: integer}]}", nil, []string{"SongSky", "SongSky: AsString=string AsInt=int"}},
		"objects":                   {"{anyOf: [" + refs("Star", "Moon") + "]}", []string{star, moon}, []string{"SongSky", "SongSky: AsStar=Star AsMoon=Moon"}},
		"object or list":            {"{oneOf: [" + refs("Star") + ", {type: array, items: " + refs("Star") + "}]}", []string{star}, []string{"SongSky", "SongSky: AsStar=Star AsStarList=[]Star"}},
		"maps":                      {"{oneOf: [{type: object, additionalProperties: {type: integer}}, {type: object, additionalProperties: " + refs("Star") + "}]}", []string{star}, []string{"SongSky", "SongSky: AsIntMap=map[string]int AsStarMap=map[string]Star"}},
		"components of other types": {"{oneOf: [" + refs("Names", "Text", "Mode") + ", {type: integer}]}", []string{names, text, mode}, []string{"SongSky", "SongSky: AsStringList=[]string AsString=string AsMode=Mode AsInt=int"}},
		"inline objects":            {"{oneOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {b: {type: string}}}]}", nil, []string{"SongSky", "SongSky: AsSongSkyObject=SongSkyObject AsSongSkyObject2=SongSkyObject2"}},
		"inline types": {"{oneOf: [{type: integer}, {type: string, enum: [a]}, {type: array, items: {type: object, properties: {c: {type: string}}}}, {type: object, additionalProperties: {type: object, properties: {d: {type: string}}}}]}", nil,
			[]string{"SongSky", "SongSky: AsInt=int AsSongSkyText=SongSkyText AsSongSkyItemList=[]SongSkyItem AsSongSkyMapValueMap=map[string]SongSkyMapValue"}},
		"choices of choices":    {"{oneOf: [{anyOf: [{type: string}, {type: integer}]}, {type: boolean}]}", nil, []string{"SongSky", "SongSky: AsString=string AsInt=int AsBool=bool"}},
		"both kinds of choices": {"{oneOf: [{type: string}], anyOf: [{type: integer}]}", nil, []string{"SongSky", "SongSky: AsString=string AsInt=int"}},
		"something or anything": {"{oneOf: [{type: string}, {}]}", nil, []string{"SongSky", "SongSky: AsString=string"}},
		"the same in Go":        {"{oneOf: [{type: string}, {type: integer}, {type: integer, minimum: 3}]}", nil, []string{"SongSky", "SongSky: AsString=string AsInt=int"}},
		"names that clash": {"{oneOf: [{type: array, items: {type: string}}, " + refs("StringList") + "]}", []string{"StringListObject: {type: object, properties: {a: {type: string}, b: {type: string}}}"},
			[]string{"SongSky", "SongSky: AsStringList=[]string AsStringList2=StringList"}},
		"in a list": {"{type: array, items: {oneOf: [{type: string}, {type: integer}]}}", nil, []string{"[]SongSky", "SongSky: AsString=string AsInt=int"}},
		"in a map":  {"{type: object, additionalProperties: {oneOf: [{type: string}, {type: integer}]}}", nil, []string{"map[string]SongSkyValue", "SongSkyValue: AsString=string AsInt=int"}},
		"component": {refs("Sky"), []string{"SkyObject: {oneOf: [{type: string}, {type: integer}]}"}, []string{"Sky", "Sky: AsString=string AsInt=int"}},
		"component of itself": {refs("Sky"), []string{"SkyObject: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/SkyObject'}}, {type: object, additionalProperties: {$ref: '#/components/schemas/SkyObject'}}]}"},
			[]string{"Sky", "Sky: AsString=string AsSkyList=[]Sky AsSkyMap=map[string]Sky"}},
		"properties beside": {"{properties: {glow: {type: string}}, oneOf: [" + refs("Star") + ", {type: object, properties: {b: {type: string}}}]}", []string{star},
			[]string{"SongSky", "SongSky: AsSongSkyStar=SongSkyStar AsSongSkyObject=SongSkyObject"}},
		"properties beside that all have": {"{properties: {type: {type: string}}, oneOf: [" + refs("Star", "Moon") + "]}", []string{star, moon}, []string{"SongSky", "SongSky: AsStar=Star AsMoon=Moon"}},

		// What something tells.
		"constants": {"{oneOf: [" + refs("Bright", "Dark") + "]}", []string{bright, "DarkObject: {type: object, properties: {type: {type: string, enum: [dark, black]}}}"},
			[]string{"SongSky", "SongSky by type: Bright=bright Dark=dark Dark=black"}},
		"constants of another property": {"{oneOf: [" + refs("Near", "Far") + "]}", []string{
			"NearObject: {type: object, properties: {type: {type: string}, at: {type: string, enum: [near]}}}", "FarObject: {type: object, properties: {type: {type: string}, at: {type: string, enum: [far]}}}"},
			[]string{"SongSky", "SongSky by at: Near=near Far=far"}},
		"constants of inline objects": {"{oneOf: [{type: object, properties: {at: {type: string, enum: [near]}}}, {type: object, properties: {at: {type: string, enum: [far_off]}}}]}", nil,
			[]string{"SongSky", "SongSky by at: SongSkyNear=near SongSkyFarOff=far_off"}},
		"constants of which two are one":   {"{oneOf: [" + refs("Bright", "Light") + "]}", []string{bright, strings.Replace(bright, "Bright", "Light", 1)}, []string{"SongSky", "SongSky: AsBright=Bright AsLight=Light"}},
		"constant beside an open property": {"{oneOf: [" + refs("Bright", "Star") + "]}", []string{bright, star}, []string{"SongSky", "SongSky: AsBright=Bright AsStar=Star"}},
		"constants beside none": {"{oneOf: [" + refs("Bright", "Dark", "Near") + "]}", []string{bright, strings.ReplaceAll(strings.Replace(bright, "Bright", "Dark", 1), "bright", "dark"), "NearObject: {type: object, properties: {a: {type: string}}}"},
			[]string{"SongSky", "SongSky by type: Bright=bright Dark=dark; AsNear=Near"}},
		"constant beside none":     {"{oneOf: [" + refs("Bright", "Near") + "]}", []string{bright, "NearObject: {type: object, properties: {a: {type: string}}}"}, []string{"SongSky", "SongSky: AsBright=Bright AsNear=Near"}},
		"constant beside a scalar": {"{oneOf: [" + refs("Bright") + ", {type: string}]}", []string{bright}, []string{"SongSky", "SongSky: AsBright=Bright AsString=string"}},
		"partial mapping": {"{oneOf: [" + refs("Star", "Moon") + "], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", []string{star, moon},
			[]string{"SongSky", "SongSky by type: Star=star; AsMoon=Moon"}},
		"partial mapping and a constant": {"{oneOf: [" + refs("Star", "Bright") + "], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", []string{star, bright},
			[]string{"SongSky", "SongSky by type: Star=star Bright=bright"}},
		"mapping of two values": {"{oneOf: [" + refs("Star", "Moon") + "], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject', sun: '#/components/schemas/StarObject', moon: '#/components/schemas/MoonObject'}}}", []string{star, moon},
			[]string{"SongSky", "SongSky by type: Star=star Star=sun Moon=moon"}},
		"no mapping": {"{oneOf: [" + refs("Star", "Moon") + "], discriminator: {propertyName: kind}}", []string{star, moon}, []string{"SongSky", "SongSky by kind: Star=StarObject Moon=MoonObject"}},
		"discriminator beside scalars": {"{oneOf: [" + refs("Star") + ", {type: string}, {type: array, items: " + refs("Star") + "}], discriminator: {propertyName: type, mapping: {star: '#/components/schemas/StarObject'}}}", []string{star},
			[]string{"SongSky", "SongSky by type: Star=star; AsString=string AsStarList=[]Star"}},
		"member called like an attempt": {"{oneOf: [" + refs("AsMoon", "Moon") + "], discriminator: {propertyName: type, mapping: {a: '#/components/schemas/AsMoonObject'}}}", []string{moon, strings.Replace(star, "Star", "AsMoon", 1)},
			[]string{"SongSky", "SongSky by type: AsMoon=a; AsMoon2=Moon"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			spec := property("sky: "+test.schema, "a: {type: string}") + "    " + strings.Join(append(test.components, "Last: {type: string}"), "\n    ") + "\n"
			api, warnings, err := resolveInputs(t, inputs{spec: spec})
			if err != nil || len(warnings) > 0 {
				t.Fatalf("findings: %v %v", err, warnings)
			}
			var got []string
			for i := range api.Types {
				if api.Types[i].Name == "Song" {
					got = append(got, describeRef(api.Types[i].Field("sky").Type))
				}
			}
			for _, u := range api.Unions {
				got = append(got, describeUnion(u))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// describeUnion writes a union on one line.
func describeUnion(u model.Union) string {
	text, separator := u.Name, ": "
	if len(u.Members) > 0 {
		text += " by " + u.Property
		for _, m := range u.Members {
			text += separator + m.GoName + "=" + m.Kind
			separator = " "
		}
		separator = "; "
	}
	for _, a := range u.Attempts {
		text += separator + a.Method() + "=" + describeRef(a.Type)
		separator = " "
	}
	return text
}

// describeRef writes a type as Go does.
func describeRef(ref model.TypeRef) string {
	if ref.Pointer {
		ref.Pointer = false
		return "*" + describeRef(ref)
	}
	switch ref.Kind {
	case model.String:
		return "string"
	case model.Int:
		return "int"
	case model.Int64:
		return "int64"
	case model.Float64:
		return "float64"
	case model.Bool:
		return "bool"
	case model.Time:
		return "time"
	case model.Raw:
		return "raw"
	case model.List:
		return "[]" + describeRef(*ref.Elem)
	case model.MapOf:
		return "map[string]" + describeRef(*ref.Elem)
	case model.Named:
		return ref.Name
	}
	return fmt.Sprint(ref.Kind)
}
