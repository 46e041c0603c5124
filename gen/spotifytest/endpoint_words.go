package spotifytest

// The words of the emitted table of endpoints. Each takes what it describes and
// returns it with one more thing said, so that a parameter fits into a line:
//
//	inQuery.takes("limit", anInteger().between(1, 50).byDefault(20))

// needs is a parameter that must be given.
func (p place) needs(name string, s schema) parameter {
	return parameter{name: name, in: p, required: true, schema: s}
}

// takes is a parameter that may be given.
func (p place) takes(name string, s schema) parameter {
	return parameter{name: name, in: p, schema: s}
}

// needs is a property that must be given.
func needs(name string, s schema) property { return property{name: name, required: true, schema: s} }

// takes is a property that may be given.
func takes(name string, s schema) property { return property{name: name, schema: s} }

func aString() schema                { return schema{kind: "string"} }
func oneOf(values ...string) schema  { return schema{kind: "string", enum: values} }
func anInteger() schema              { return schema{kind: "integer"} }
func aNumber() schema                { return schema{kind: "number"} }
func aBoolean() schema               { return schema{kind: "boolean"} }
func aList(of schema) schema         { return schema{kind: "array", items: &of} }
func anObject(of ...property) schema { return schema{kind: "object", props: of} }
func anything() schema               { return schema{} }

// between, atLeast, and atMost bound a number; the bounds are among its values.
func (s schema) between(low, high float64) schema { return s.atLeast(low).atMost(high) }

func (s schema) atLeast(low float64) schema {
	s.min = &low
	return s
}

func (s schema) atMost(high float64) schema {
	s.max = &high
	return s
}

// extendedTo is the larger maximum of extended quota mode.
func (s schema) extendedTo(high float64) schema {
	s.maxExt = high
	return s
}

// byDefault is what stands for a value that is not given: a string, a boolean, or a
// number, which may be an integer here.
func (s schema) byDefault(value any) schema {
	if n, ok := value.(int); ok {
		value = float64(n)
	}
	s.preset = value
	return s
}

// ofLength bounds the characters of a string.
func (s schema) ofLength(most int) schema {
	s.length = most
	return s
}

// sized and upTo bound the elements of a list.
func (s schema) sized(least, most int) schema {
	s.minSize, s.maxSize = least, most
	return s
}

func (s schema) upTo(most int) schema { return s.sized(0, most) }

// withAtLeast is the number of properties that an object must have.
func (s schema) withAtLeast(least int) schema {
	s.least = least
	return s
}

// andOthers is for an object that may have other properties too.
func (s schema) andOthers() schema {
	s.open = true
	return s
}
