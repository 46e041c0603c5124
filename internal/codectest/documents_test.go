package codectest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Oddities are what random documents can have beyond plain values.
type oddities uint

const (
	spaced    oddities = 1 << iota // white space wherever it may be
	unknown                        // properties that no struct has
	doubled                        // properties that occur twice
	nulls                          // null in the place of anything
	formerly                       // the former names of properties, beside the present ones
	otherCase                      // properties in another case, which are unknown ones
	lenient                        // numbers in forms that only these decoders take
	escaped                        // keys with escapes, strings that are not Unicode
	shifting                       // objects of one kind in the shape of another, lists of the wrong length
	wrong                          // values that do not fit
	broken                         // bytes that are not JSON

	tidy = spaced | unknown | nulls
	odd  = tidy | doubled | formerly | otherCase | lenient | escaped | shifting
)

// Documents makes random JSON for a type, the same for the same seed.
type documents struct {
	*rand.Rand
	with  oddities
	few   int // one of so many values is wrong
	doc   []byte
	depth int
}

func newDocuments(seed uint64, with oddities) *documents {
	return &documents{Rand: rand.New(rand.NewPCG(seed, 0x5eed)), with: with}
}

// seeds returns how many of a number of seeds a test takes: a quarter, or all of them if
// it is to be exhaustive.
func seeds(all uint64) uint64 {
	if *exhaustive {
		return all
	}
	return all / 4
}

// of returns a document for a type.
func (d *documents) of(t reflect.Type) []byte {
	d.doc, d.few = nil, pick(d.Rand, 3, 15, 80)
	d.space()
	d.value(t)
	d.space()
	if d.sometimes(broken, 1) {
		d.damage()
	}
	return slices.Clone(d.doc)
}

// chance is true once in n times.
func (d *documents) chance(n int) bool { return d.IntN(n) == 0 }

// sometimes is chance if the documents are to have an oddity, else false.
func (d *documents) sometimes(what oddities, n int) bool { return d.with&what != 0 && d.chance(n) }

func (d *documents) write(text string) { d.doc = append(d.doc, text...) }

func pick[T any](d *rand.Rand, choices ...T) T { return choices[d.IntN(len(choices))] }

func (d *documents) value(t reflect.Type) {
	d.depth++
	defer func() { d.depth-- }()
	switch {
	case d.sometimes(wrong, d.few):
		d.anything()
	case d.depth > 1 && d.sometimes(nulls, 12):
		d.write("null")
	case isTime(t):
		d.write(strconv.Quote(d.time()))
	case isMarkets(t):
		d.list(func() { d.market() })
	case isResource(t):
		d.write(strconv.Quote(string(someURI(d.Rand))))
	case hasRules(unions(), t):
		d.union(t, unions()[t])
	default:
		d.plain(t)
	}
}

func (d *documents) plain(t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		d.depth-- // the value is no deeper for it
		d.value(t.Elem())
		d.depth++
	case reflect.Struct:
		d.object(t, nil)
	case reflect.Slice:
		d.list(func() { d.value(t.Elem()) })
	case reflect.String:
		d.string()
	case reflect.Bool:
		d.write(pick(d.Rand, "true", "false"))
	case reflect.Float64:
		d.write(d.float())
	case reflect.Int, reflect.Int64:
		d.write(d.integer(t.Bits()))
	default:
		panic(fmt.Sprintf("there are no random documents for %s", t))
	}
}

// object writes the properties of a struct in any order, and a few more, which come
// with their values.
func (d *documents) object(t reflect.Type, more map[string]func()) {
	type property struct {
		key   string
		write func()
	}
	var list []property
	for _, key := range sortedKeys(more) {
		list = append(list, property{key, more[key]})
		if d.sometimes(doubled, 10) {
			list = append(list, property{key, more[key]})
		}
	}
	fields := fieldsOf(t)
	for _, key := range sortedKeys(fields) {
		if d.IntN(10) < min(d.depth-1, 7) || more[key] != nil {
			continue // the deeper, the fewer
		}
		field := t.Field(fields[key]).Type
		write := func() { d.property(t, key, field) }
		former, hasFormer := twins()[t][key]
		if hasFormer && d.sometimes(formerly, 2) {
			list = append(list, property{former, write})
			if d.chance(2) {
				continue
			}
		}
		list = append(list, property{key, write})
		if d.sometimes(doubled, 15) {
			list = append(list, property{key, write})
		}
		if d.sometimes(otherCase, 30) {
			list = append(list, property{strings.ToUpper(key), write})
		}
	}
	for d.sometimes(unknown, 3) {
		list = append(list, property{d.text(), d.anything})
	}
	d.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })

	d.write("{")
	for i, p := range list {
		if i > 0 {
			d.write(",")
		}
		d.space()
		d.key(p.key)
		d.space()
		d.write(":")
		d.space()
		p.write()
		d.space()
	}
	d.space()
	d.write("}")
}

// property writes the value of a property of a struct.
func (d *documents) property(t reflect.Type, key string, field reflect.Type) {
	switch {
	case milliseconds()[t] == key && d.sometimes(lenient, 4):
		d.write("{")
		for range d.IntN(3) {
			d.write(`"unknown":`)
			d.anything()
			d.write(",")
		}
		d.write(strconv.Quote(millisecondsKey) + ":")
		d.space()
		d.value(field)
		d.write("}")
	case listsOfOne()[t] == key:
		d.write("[")
		d.plain(field)
		d.write("]")
	default:
		d.value(field)
	}
}

// union writes an object of any kind, known or not.
func (d *documents) union(t reflect.Type, rules union) {
	kind := pick(d.Rand, sortedKeys(rules.members)...)
	field, _ := t.FieldByName(rules.members[kind])
	member := field.Type.Elem()
	name := kind
	if d.sometimes(unknown, 8) {
		name = pick(d.Rand, "concert", "", "Track", "tracks")
	}
	more := map[string]func(){rules.kind: func() {
		switch {
		case d.sometimes(wrong, d.few):
			d.anything()
		case d.sometimes(shifting, 15):
			d.write("null")
		default:
			d.write(strconv.Quote(name))
		}
	}}
	for _, shape := range rules.shapes {
		if shape.kind != kind || !d.sometimes(shifting, 3) {
			continue
		}
		property := pick(d.Rand, "{}", `{"name":"x"}`, "null", "1", "[]")
		if property[0] == '{' {
			field, _ := t.FieldByName(rules.members[shape.becomes])
			member = field.Type.Elem()
		}
		more[shape.property] = func() { d.write(property) }
	}
	if d.sometimes(shifting, 20) {
		delete(more, rules.kind)
	}
	d.object(member, more)
}

func (d *documents) list(element func()) {
	d.write("[")
	length := max(0, d.IntN(5)-d.depth/2)
	for i := range length {
		if i > 0 {
			d.write(",")
		}
		d.space()
		element()
		d.space()
	}
	d.space()
	d.write("]")
}

func (d *documents) market() {
	switch {
	case d.sometimes(wrong, d.few):
		d.anything()
	case d.sometimes(nulls, 12):
		d.write("null")
	case d.chance(12):
		d.string()
	default:
		d.write(pick(d.Rand, `"SE"`, `"DE"`, `"BR"`, `"AA"`, `"ZZ"`, `"xk"`, `"from_token"`, `""`))
	}
}

// anything writes any JSON.
func (d *documents) anything() {
	d.depth++
	defer func() { d.depth-- }()
	choice := d.IntN(8)
	if d.depth > 6 {
		choice = d.IntN(6)
	}
	switch choice {
	case 0:
		d.write("null")
	case 1:
		d.write(pick(d.Rand, "true", "false"))
	case 2:
		d.write(d.integer(64))
	case 3:
		d.write(d.float())
	case 4, 5:
		d.string()
	case 6:
		d.list(d.anything)
	case 7:
		d.write("{")
		for i := range d.IntN(4) {
			if i > 0 {
				d.write(",")
			}
			d.key(pick(d.Rand, "type", "items", "album", "name", "total", d.text()))
			d.write(":")
			d.anything()
		}
		d.write("}")
	}
}

func (d *documents) space() {
	for d.sometimes(spaced, 4) {
		d.write(pick(d.Rand, " ", "\n", "\t", "\r", "\r\n  "))
	}
}

// key writes the name of a property.
func (d *documents) key(name string) {
	if d.sometimes(escaped, 12) {
		d.write(`"` + escapeSome(d.Rand, name) + `"`)
		return
	}
	quoted, err := json.Marshal(name)
	if err != nil {
		panic(err)
	}
	d.doc = append(d.doc, quoted...)
}

// escapeSome spells some characters of a string as escapes.
func escapeSome(r *rand.Rand, s string) string {
	var b strings.Builder
	for _, c := range s {
		switch {
		case r.IntN(3) == 0 && c < 0x10000:
			fmt.Fprintf(&b, pick(r, `\u%04x`, `\u%04X`), c)
		case c == '/' && r.IntN(2) == 0:
			b.WriteString(`\/`)
		default:
			quoted, _ := json.Marshal(string(c)) // of a string: cannot fail
			b.Write(quoted[1 : len(quoted)-1])
		}
	}
	return b.String()
}

// string writes text, or bytes that are hardly any.
func (d *documents) string() {
	d.write(`"`)
	d.write(escapeSome(d.Rand, d.text()))
	for d.sometimes(escaped, 5) {
		d.write(pick(d.Rand, `\ud83c\udfb5`, `\ud83c`, `\udfb5`, `\ud83c\u0041`, `\ud83c\n`, `\ud83cx`, `\udfb5\ud83c`, `\ud83c\ud83c\udfb5`,
			`\u0000`, `\u2028`, "\u2029", "\x7f", "\xff", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\xc0\x80", "\ufffd", "\ufeff"))
	}
	d.write(`"`)
}

func (d *documents) text() string {
	var b strings.Builder
	for range d.IntN(4) {
		b.WriteString(pick(d.Rand, "Blue Hour", "a", "/", "é", "日本", "🎵", `"`, `\`, "<b>&", "\n", "\x01", "null", "{", " "))
	}
	return b.String()
}

// integer writes a number for a field of that many bits, which are 32 for an int on small
// machines.
func (d *documents) integer(bits int) string {
	largest := int64(1)<<(bits-1) - 1
	if d.sometimes(wrong, d.few) {
		tooLarge, tooSmall := strconv.FormatUint(uint64(largest)+1, 10), "-"+strconv.FormatUint(uint64(largest)+2, 10)
		return pick(d.Rand, "1.5", tooLarge, tooSmall, "1e19", "1E-1", "0.1", "1e400", "12.345e2", "1e99999999999999999999", "1e-99999999999999999999")
	}
	most, least := strconv.FormatInt(largest, 10), strconv.FormatInt(-largest-1, 10)
	if d.sometimes(lenient, 6) {
		end := len(most) - 1
		return pick(d.Rand, "640.0", "1.1113535E7", "1e3", "1E+2", "120e-1", "0.0", "-0.0", "0e99999999999999999999", "0.00e-7", "-5.0000",
			most[:end]+"."+most[end:]+"e1", most+".000", least+"e0", "100000e-5")
	}
	return pick(d.Rand, "0", "-0", "1", "-1", strconv.Itoa(d.IntN(1000)), strconv.FormatInt(d.Int64()>>(64-bits), 10),
		most, least, strconv.FormatInt(1_700_000_000_000>>(64-bits), 10), strconv.Itoa(d.IntN(600_000)))
}

func (d *documents) float() string {
	if d.sometimes(wrong, d.few) {
		return pick(d.Rand, "1e309", "-1e99999999999999999999", "17976931348623159"+strings.Repeat("0", 292)+".5")
	}
	return pick(d.Rand, "0", "-0", "0.0", "-0.0e5", "1", "-60", "0.1", "1e-7", "1E21", "1e-400", "5e-324", "1.7976931348623157e308", "0.30000000000000004",
		strconv.FormatFloat(d.Float64(), 'g', -1, 64), strconv.FormatFloat(d.NormFloat64()*100, 'f', 5, 64), strconv.FormatFloat(d.ExpFloat64()*1e20, 'e', -1, 64),
		"123456789012345678901234567890", "0.1000000000000000055511151231257827021181583404541015625")
}

func (d *documents) time() string {
	if d.sometimes(wrong, d.few) {
		return pick(d.Rand, "", "2024", "2024-02-30T00:00:00Z", "2024-01-01t00:00:00Z", "2024-01-01T00:00:00z", "2024-01-01 00:00:00Z",
			"2024-01-01T24:00:00Z", "2024-01-01T0:00:00Z", "2024-01-01T00:00:00", "2024-01-01T00:00:00,5Z", "2024-01-01T00:00:00+24:00", "2023-12-31T23:59:60Z", "2024-01-01T00:00:00+01:60")
	}
	return pick(d.Rand, "2024-01-02T03:04:05Z", "2017-05-27T20:07:54.721Z", "1970-01-01T00:00:00Z", "2016-02-29T23:59:59.999999999Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
		fmt.Sprintf("2024-%02d-%02dT%02d:%02d:%02d.%03dZ", 1+d.IntN(12), 1+d.IntN(28), d.IntN(24), d.IntN(60), d.IntN(60), d.IntN(1000)),
		"2024-06-01T12:00:00+05:30", "2024-06-01T12:00:00-00:00", "2024-06-01T12:00:00.1234567891234Z")
}

// damage makes a few bytes of the document others.
func (d *documents) damage() {
	for range 1 + d.IntN(3) {
		i := d.IntN(len(d.doc) + 1)
		c := pick(d.Rand, []byte("{}[]\",:\\0-.eEtfn u\x00\x1f\x7f\x80\xff")...)
		switch {
		case d.chance(3) || i == len(d.doc):
			d.doc = slices.Insert(d.doc, i, c)
		case d.chance(2):
			d.doc = slices.Delete(d.doc, i, min(len(d.doc), i+1+d.IntN(3)))
		default:
			d.doc[i] = c
		}
	}
}
