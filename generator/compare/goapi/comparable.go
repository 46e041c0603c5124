package goapi

// comparability tells whether values of a type can be compared with ==. The larger
// one decides where several are together in one type.
type comparability int

const (
	canCompare comparability = iota
	mayCompare               // it depends on a type of another package that is not known here
	cannotCompare
)

// comparability looks through the types of the package.
func (s *scope) comparability(t *typ, params []field) comparability {
	return (&comparer{scope: s, params: params, known: map[string]comparability{}, inside: map[string]int{}}).of(t)
}

type comparer struct {
	scope  *scope
	params []field // what the type parameters may be
	known  map[string]comparability
	inside map[string]int // how often a declaration is being looked into
	steps  int
}

// What needs more than this is not Go that compiles, or not by a human: steps in all,
// and instances of one generic type inside each other.
const (
	maxSteps     = 1 << 16
	maxInstances = 4
)

func (c *comparer) of(t *typ) comparability {
	if c.steps++; c.steps > maxSteps {
		return mayCompare
	}
	t = c.scope.unalias(t)
	switch t.op {
	case opSlice, opMap, opFunc:
		return cannotCompare
	case opArray:
		return c.of(t.elems[0])
	case opStruct:
		worst := canCompare
		for _, f := range t.fields {
			worst = max(worst, c.of(f.typ))
		}
		return worst
	case opForeign, opUnknown:
		return foreignComparability(t)
	case opParam:
		if t.index < len(c.params) {
			return c.ofParam(c.params[t.index].typ)
		}
		return mayCompare
	case opName, opInstance:
		d, args := c.scope.lookup(t)
		switch {
		case d == nil && t.op == opInstance:
			return mayCompare
		case d == nil:
			return canCompare // predeclared
		}
		return c.ofNamed(d.name, t, d.right.subst(args))
	}
	return canCompare
}

// ofNamed looks at a declared type once. While that is on its way it does not count,
// so that what is declared by means of itself has an end.
func (c *comparer) ofNamed(name string, t, right *typ) comparability {
	if c.inside[name] >= maxInstances {
		return mayCompare
	}
	key := t.String()
	if known, ok := c.known[key]; ok {
		return known
	}
	c.known[key] = canCompare
	c.inside[name]++
	found := c.of(right)
	c.inside[name]--
	c.known[key] = found
	return found
}

// ofParam tells whether all types that a type parameter may be can be compared.
func (c *comparer) ofParam(constraint *typ) comparability {
	if c.steps++; c.steps > maxSteps {
		return mayCompare
	}
	if constraint.op == opName && constraint.text == "comparable" {
		return canCompare
	}
	switch t := c.scope.underlying(constraint); t.op {
	case opUnion:
		worst := canCompare
		for _, elem := range t.elems {
			worst = max(worst, c.ofParam(elem))
		}
		return worst
	case opTilde:
		return c.of(t.elems[0])
	case opForeign:
		return mayCompare
	case opInterface:
		best := cannotCompare // it is enough if one of the elements asks for it
		for _, f := range t.fields {
			if f.embedded {
				best = min(best, c.ofParam(f.typ))
			}
		}
		return best
	}
	return c.of(constraint) // a single type stands for itself
}

// foreignComparability knows the types of other packages that the client uses.
func foreignComparability(t *typ) comparability {
	if t.op != opForeign {
		return mayCompare
	}
	switch foreignName(t) {
	case "context.Context", "io.Closer", "io.ReadCloser", "io.Reader", "io.Writer", "net.Listener",
		"net/http.Handler", "net/http.ResponseWriter", "net/http.RoundTripper", "golang.org/x/oauth2.TokenSource",
		"golang.org/x/oauth2.Token", "sync.Mutex", "sync.RWMutex", "sync.WaitGroup", "sync/atomic.Uint64",
		"time.Duration", "time.Month", "time.Time", "time.Weekday":
		return canCompare
	case "bytes.Buffer", "context.CancelFunc", "encoding/json.RawMessage", "iter.Seq", "iter.Seq2", "net/http.Client",
		"net/http.Header", "net/http.Server", "net/url.Values":
		return cannotCompare
	}
	return mayCompare
}
