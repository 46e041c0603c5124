package goapi

import "go/types"

// comparability tells whether values of a type can be compared with ==. The larger
// one decides where several are together in one type.
type comparability int

const (
	canCompare comparability = iota
	mayCompare               // it depends on a type of another package that is not known here
	cannotCompare
)

// comparer looks through types. It looks at each type once, so that recursive ones end.
type comparer struct {
	known  map[types.Type]comparability
	inside map[*types.TypeName]int // how often a declaration is being looked into
}

// maxInstances is how many instances of one generic type are looked into inside each
// other. With more, it is made of ever larger instances of itself.
const maxInstances = 4

func comparabilityOf(t types.Type) comparability {
	return (&comparer{map[types.Type]comparability{}, map[*types.TypeName]int{}}).of(t)
}

func (c *comparer) of(t types.Type) comparability {
	t = types.Unalias(t)
	if known, ok := c.known[t]; ok {
		return known
	}
	if named, ok := t.(*types.Named); ok {
		if c.inside[named.Obj()] >= maxInstances {
			return mayCompare
		}
		c.inside[named.Obj()]++
		defer func() { c.inside[named.Obj()]-- }()
	}
	c.known[t] = canCompare
	found := c.look(t)
	c.known[t] = found
	return found
}

func (c *comparer) look(t types.Type) comparability {
	if named := foreign(t); named != nil {
		return foreignComparability(named)
	}
	if param, ok := t.(*types.TypeParam); ok {
		if constraint, ok := param.Constraint().Underlying().(*types.Interface); ok {
			if elsewhere, _ := elements(constraint); len(elsewhere) > 0 {
				return mayCompare
			}
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		worst := canCompare
		for field := range u.Fields() {
			worst = max(worst, c.of(valueType(field.Type())))
		}
		return worst
	case *types.Array:
		return c.of(u.Elem())
	}
	switch {
	case t == types.Typ[types.Invalid]:
		return mayCompare
	case types.Comparable(t):
		return canCompare
	}
	return cannotCompare
}

// foreignComparability knows the types of other packages that the client uses.
func foreignComparability(t *types.Named) comparability {
	switch typeName(t) {
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

// typeName identifies a type of another package, however a file calls that.
func typeName(t *types.Named) string {
	if t.Obj().Pkg() == nil {
		return t.Obj().Name()
	}
	return t.Obj().Pkg().Path() + "." + t.Obj().Name()
}
