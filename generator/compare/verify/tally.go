package verify

// crowd is a place in which there are findings of a kind.
type crowd struct {
	kind    Kind
	pointer string
}

// maxCrowd is how many findings of a kind one place has. What is more is counted as one:
// the names of members, or the values, may never end.
const maxCrowd = 100

// tally is how often something was found.
type tally struct {
	count, last int
	of          *stats
	example     Example
	op          *operation // of the example
	shape       *shape     // of the values
}

// count adds a finding of an exchange, whose number is given so that it counts once.
func (v *Verifier) count(f found, n, exchange int, at Example, op *operation) {
	k := f.key
	t := v.findings[k]
	if t == nil {
		place := crowd{k.kind, k.pointer}
		if v.crowd[place] >= maxCrowd {
			k.detail = others
			t = v.findings[k]
		} else {
			v.crowd[place]++
		}
	}
	if t == nil {
		t = &tally{of: f.of, example: at, op: op, shape: &shape{}}
		v.findings[k] = t
	}
	if f.has {
		t.shape.add(f.value, 0)
	}
	if exchange == 0 || t.last != exchange {
		t.last = exchange
		t.count += n
	}
}
