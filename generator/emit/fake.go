package emit

import (
	"bytes"
	"fmt"
	"go/format"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/spotgen/spotgen/generator/model"
	"github.com/spotgen/spotgen/generator/naming"
)

// FakePackage is the name of the package with the fake server of the repository.
const FakePackage = "spotifytest"

// ClientPath is the import path by which that fake server knows the client. It stands in
// its hand-written files, too.
const ClientPath = "github.com/spotgen/spotgen/gen/spotify"

// FakeOf is the name of the package with the fake server of a client.
func FakeOf(clientPackage string) string { return clientPackage + "test" }

// EmitFake returns the files of the fake server, in the order of their names. It is one
// for a client that is emitted at an import path.
func EmitFake(api *model.API, sources []Source, clientPath string) ([]File, error) {
	e := &emitter{api: api, pkg: FakePackage}
	e.build("endpoints"+Suffix, e.endpoints)
	e.template("entries"+Suffix, "fake_entries.go.tmpl")
	for _, s := range sources {
		e.copied(s)
	}
	files, err := e.done()
	if err != nil || api.Package == runtimePackage && clientPath == ClientPath {
		return files, err
	}
	for i := range files {
		if files[i].Data, err = bound(files[i].Data, FakeOf(api.Package), clientPath); err != nil {
			return nil, fmt.Errorf("%s: %w", files[i].Name, err)
		}
	}
	return files, nil
}

// bound makes a file of the fake server one for another client, which it imports under
// the name that it knows.
func bound(source []byte, pkg, clientPath string) ([]byte, error) {
	header, code, _ := bytes.Cut(source, []byte("\n")) // which may name a file
	code = regexp.MustCompile(`(?m)^(\t|import )"`+regexp.QuoteMeta(ClientPath)+`"$`).ReplaceAll(code, []byte("${1}"+runtimePackage+" "+strconv.Quote(clientPath)))
	code = regexp.MustCompile(`(^|[^/\w])`+FakePackage+`\b`).ReplaceAll(code, []byte("${1}"+pkg))
	return format.Source(slices.Concat(header, []byte("\n"), code))
}

// FakeDeclares lists the package-level names that EmitFake declares, which the
// hand-written files must leave free.
func FakeDeclares() []string {
	return []string{"DecodeResponse", "NewServer", "Start", "endpoints"}
}

// endpoints writes the table of the operations.
//
//	// endpoints are the <number> operations of the schema, by path.
//	func endpoints() []endpoint {
//		return []endpoint{
//			<endpoint>,
//		}
//	}
func (e *emitter) endpoints(f *file) {
	var entries []jen.Code
	for _, described := range e.api.Endpoints {
		entries = append(entries, e.endpoint(described))
	}
	f.HeaderComment("//lint:file-ignore SA1019 Answers of deprecated operations are decoded, too.")
	f.ImportName(ClientPath, runtimePackage)
	f.documented(comment(fmt.Sprintf("endpoints are the %d operations of the schema, by path.", len(entries))),
		jen.Func().Id("endpoints").Params().Index().Id("endpoint").Block(
			jen.Return(jen.Index().Id("endpoint").Add(lines(entries)))))
}

// endpoint writes the entry of an operation:
//
//	{
//		method: "<METHOD>", path: "<path>",
//		ops: []spotify.Op{spotify.Op<Method>},
//		params: []parameter{
//			inQuery.needs("<name>", <schema>),
//			inQuery.takes("<name>", <schema>).as(pipes),
//		},
//		body: body{mediaType: "<type>", required: true, schema: <schema>},
//		decodings: []decoding{<decoding>},
//	}
func (e *emitter) endpoint(described model.Endpoint) jen.Code {
	ops := make([]jen.Code, len(described.Methods))
	for i, method := range described.Methods {
		ops[i] = jen.Qual(ClientPath, "Op"+strings.ReplaceAll(method, ".", ""))
	}
	members := []jen.Code{
		jen.List(member("method", jen.Lit(described.Method)), member("path", jen.Lit(described.Path))),
		member("ops", jen.Index().Qual(ClientPath, "Op").Values(ops...)),
	}
	if len(described.Params) > 0 {
		var params []jen.Code
		for _, p := range described.Params {
			verb := "takes"
			if p.Required {
				verb = "needs"
			}
			param := jen.Id("in"+naming.Exported(string(p.In))).Dot(verb).Call(jen.Lit(p.Name), jen.Id(wireSchema(p.Schema)))
			if p.Style != model.Commas {
				param = param.Dot("as").Call(jen.Id(string(p.Style)))
			}
			params = append(params, param)
		}
		members = append(members, member("params", jen.Index().Id("parameter").Add(lines(params))))
	}
	if body := described.Body; body.MediaType != "" {
		said := []jen.Code{member("mediaType", jen.Lit(body.MediaType))}
		if body.Required {
			said = append(said, member("required", jen.True()))
		}
		said = append(said, member("schema", jen.Id(wireSchema(body.Schema))))
		members = append(members, member("body", jen.Id("body").Values(said...)))
	}
	if decodings := e.decodings(described); len(decodings) > 0 {
		members = append(members, member("decodings", jen.Index().Id("decoding").Values(decodings...)))
	}
	return lines(members)
}

// member writes a member of a struct: <name>: <value>
func member(name string, value jen.Code) *jen.Statement { return jen.Id(name).Op(":").Add(value) }

// lines writes a composite literal with a line for each element, in the order in which
// they are given.
func lines(elements []jen.Code) *jen.Statement {
	return jen.Custom(jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}, elements...)
}

// wireSchema writes a schema with the words of gen/spotifytest/endpoint.go:
//
//	anInteger().between(1, 50).byDefault(20)
//	aList(oneOf("track", "episode")).upTo(20)
//	anObject(
//		needs("name", aString()),
//		takes("public", aBoolean()),
//	)
func wireSchema(s model.WireSchema) string {
	var b strings.Builder
	b.WriteString(wireKind(s))
	say := func(format string, args ...any) { fmt.Fprintf(&b, "."+format, args...) }
	switch {
	case s.Min != nil && s.Max != nil:
		say("between(%s, %s)", decimal(*s.Min), decimal(*s.Max))
	case s.Min != nil:
		say("atLeast(%s)", decimal(*s.Min))
	case s.Max != nil:
		say("atMost(%s)", decimal(*s.Max))
	}
	if s.MaxExtended != 0 {
		say("extendedTo(%s)", decimal(s.MaxExtended))
	}
	if s.MaxLength > 0 {
		say("ofLength(%d)", s.MaxLength)
	}
	switch {
	case s.MinItems > 0:
		say("sized(%d, %d)", s.MinItems, s.MaxItems)
	case s.MaxItems > 0:
		say("upTo(%d)", s.MaxItems)
	}
	if s.MinProps > 0 {
		say("withAtLeast(%d)", s.MinProps)
	}
	if s.Open {
		say("andOthers()")
	}
	switch value := s.Default.(type) {
	case string:
		say("byDefault(%q)", value)
	case float64:
		say("byDefault(%s)", decimal(value))
	case bool:
		say("byDefault(%t)", value)
	}
	return b.String()
}

func wireKind(s model.WireSchema) string {
	switch s.Kind {
	case "string":
		if s.Time {
			return "aTime()"
		}
		if len(s.Enum) == 0 {
			return "aString()"
		}
		values := make([]string, len(s.Enum))
		for i, value := range s.Enum {
			values[i] = strconv.Quote(value)
		}
		return "oneOf(" + strings.Join(values, ", ") + ")"
	case "integer":
		return "anInteger()"
	case "number":
		return "aNumber()"
	case "boolean":
		return "aBoolean()"
	case "array":
		if s.Items == nil {
			return "aList(anything())"
		}
		return "aList(" + wireSchema(*s.Items) + ")"
	case "object":
		return "anObject(" + wireProperties(s.Properties) + ")"
	}
	return "anything()"
}

func wireProperties(properties []model.WireProperty) string {
	if len(properties) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteByte('\n')
	for _, p := range properties {
		verb := "takes"
		if p.Required {
			verb = "needs"
		}
		fmt.Fprintf(&b, "%s(%q, %s),\n", verb, p.Name, wireSchema(p.Schema))
	}
	return b.String()
}

func decimal(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
