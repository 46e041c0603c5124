package goapi

import (
	"slices"
	"strings"
)

// op is the form of a type.
type op int

const (
	opName      op = iota // a type of the package or a predeclared one, by its name
	opForeign             // a type of another package
	opParam               // a type parameter
	opUntyped             // the type of a constant that has none
	opInstance            // elems[0] with the type arguments elems[1:]
	opPointer             // to elems[0]
	opSlice               // of elems[0]
	opArray               // of elems[0]
	opMap                 // from elems[0] to elems[1]
	opChan                // of elems[0]
	opFunc                // with params and results
	opStruct              // with fields
	opInterface           // with fields: methods, and what is embedded
	opUnion               // elems
	opTilde               // of elems[0]
	opUnknown             // an expression whose type syntax does not tell
)

// typ is a type as it is written.
type typ struct {
	op op
	// text is the name as it is written, the length of an array, the keyword of a
	// channel with its direction, or the source of what is unknown.
	text     string
	path     string // the import path of a foreign type
	index    int    // of a type parameter
	elems    []*typ
	fields   []field
	params   []*typ
	results  []*typ
	variadic bool // the last parameter is a slice that is written with dots
	// constraints are those of the type parameters of a function.
	constraints []field
}

// field is a field of a struct, a method of an interface, an element of its
// type set, or a type parameter with its constraint.
type field struct {
	name       string
	typ        *typ
	embedded   bool
	tag        string
	deprecated bool
}

func named(name string) *typ { return &typ{op: opName, text: name} }

// String renders the type as Go on one line.
func (t *typ) String() string {
	var b strings.Builder
	t.write(&b)
	return b.String()
}

func (t *typ) write(b *strings.Builder) {
	switch t.op {
	case opInstance:
		t.elems[0].write(b)
		b.WriteByte('[')
		writeList(b, t.elems[1:])
		b.WriteByte(']')
	case opPointer:
		b.WriteByte('*')
		t.elems[0].write(b)
	case opSlice:
		b.WriteString("[]")
		t.elems[0].write(b)
	case opArray:
		b.WriteString("[" + t.text + "]")
		t.elems[0].write(b)
	case opMap:
		b.WriteString("map[")
		t.elems[0].write(b)
		b.WriteByte(']')
		t.elems[1].write(b)
	case opChan:
		b.WriteString(t.text + " ")
		if elem := t.elems[0]; elem.op == opChan && elem.text == "<-chan" {
			b.WriteString("(" + elem.String() + ")") // the arrow would be taken for that of the outer one
		} else {
			elem.write(b)
		}
	case opFunc:
		b.WriteString("func")
		t.writeSignature(b)
	case opStruct:
		writeBraces(b, "struct", len(t.fields), func(i int) { t.fields[i].write(b) })
	case opInterface:
		writeBraces(b, "interface", len(t.fields), func(i int) { t.fields[i].writeElement(b) })
	case opUnion:
		for i, elem := range t.elems {
			if i > 0 {
				b.WriteString(" | ")
			}
			elem.write(b)
		}
	case opTilde:
		b.WriteByte('~')
		t.elems[0].write(b)
	default:
		b.WriteString(t.text)
	}
}

// writeSignature writes parameters and results.
func (t *typ) writeSignature(b *strings.Builder) {
	b.WriteByte('(')
	for i, param := range t.params {
		if i > 0 {
			b.WriteString(", ")
		}
		if t.variadic && i == len(t.params)-1 {
			b.WriteString("...")
			param = param.elems[0]
		}
		param.write(b)
	}
	b.WriteByte(')')
	switch len(t.results) {
	case 0:
	case 1:
		b.WriteByte(' ')
		t.results[0].write(b)
	default:
		b.WriteString(" (")
		writeList(b, t.results)
		b.WriteByte(')')
	}
}

func (f field) write(b *strings.Builder) {
	if !f.embedded {
		b.WriteString(f.name + " ")
	}
	f.typ.write(b)
	if f.tag != "" {
		b.WriteString(" " + f.tag)
	}
}

// writeElement writes what stands between the braces of an interface.
func (f field) writeElement(b *strings.Builder) {
	if f.embedded {
		f.typ.write(b)
		return
	}
	b.WriteString(f.name)
	f.typ.writeSignature(b)
}

func writeList(b *strings.Builder, list []*typ) {
	for i, t := range list {
		if i > 0 {
			b.WriteString(", ")
		}
		t.write(b)
	}
}

func writeBraces(b *strings.Builder, keyword string, n int, write func(i int)) {
	b.WriteString(keyword)
	if n == 0 {
		b.WriteString("{}")
		return
	}
	b.WriteString("{ ")
	for i := range n {
		if i > 0 {
			b.WriteString("; ")
		}
		write(i)
	}
	b.WriteString(" }")
}

// signatureText is a function type without the keyword, behind a name.
func (t *typ) signatureText(name string) string {
	var b strings.Builder
	b.WriteString(name)
	t.writeSignature(&b)
	return b.String()
}

// paramsText is a list of type parameters in brackets; empty without any.
func paramsText(params []field) string {
	if len(params) == 0 {
		return ""
	}
	texts := make([]string, len(params))
	for i, p := range params {
		texts[i] = p.name + " " + p.typ.String()
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

// children calls visit for each type that is directly in this one.
func (t *typ) children(visit func(*typ)) {
	for _, list := range [][]*typ{t.elems, t.params, t.results} {
		for _, elem := range list {
			visit(elem)
		}
	}
	for _, list := range [][]field{t.fields, t.constraints} {
		for _, f := range list {
			visit(f.typ)
		}
	}
}

// subst replaces type parameters by type arguments. Without arguments, the type stays.
func (t *typ) subst(args []*typ) *typ {
	if len(args) == 0 {
		return t
	}
	if t.op == opParam {
		if t.index < len(args) {
			return args[t.index]
		}
		return t
	}
	replaced := *t
	substList := func(list []*typ) []*typ {
		list = slices.Clone(list)
		for i, elem := range list {
			list[i] = elem.subst(args)
		}
		return list
	}
	replaced.elems, replaced.params, replaced.results = substList(t.elems), substList(t.params), substList(t.results)
	replaced.fields = slices.Clone(t.fields)
	for i := range replaced.fields {
		replaced.fields[i].typ = replaced.fields[i].typ.subst(args)
	}
	return &replaced
}
