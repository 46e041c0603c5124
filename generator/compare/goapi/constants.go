package goapi

import (
	"fmt"
	"go/ast"
	value "go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// constant is a declared constant. Type and value are computed when they are asked
// for, because constants may be declared in any order.
type constant struct {
	source     *source
	written    ast.Expr // the type; nil if it is that of the value
	expr       ast.Expr // nil if the source has none
	iota       int
	deprecated bool

	computing, computed bool
	typ                 *typ
	value               value.Value // nil if it is not known
}

// compute returns type and value; the value is nil where it is not known.
func (s *scope) compute(c *constant) (*typ, value.Value) {
	if c.computed || c.computing {
		return c.typ, c.value // of a constant that depends on itself, neither is known
	}
	c.computing = true
	c.typ, c.value = s.eval(c, c.expr)
	if c.written != nil {
		c.typ = c.source.typ(c.written, nil)
		c.value = s.converted(c.value, c.typ)
	}
	c.computing, c.computed = false, true
	return c.typ, c.value
}

// text is the declaration: with the value if it is known, else with the expression.
func (s *scope) constText(name string, c *constant) string {
	t, v := s.compute(c)
	text := "const " + name
	if t != nil && t.op != opUntyped {
		text += " " + t.String()
	}
	return text + " = " + c.valueText(v)
}

func (c *constant) valueText(v value.Value) string {
	switch {
	case v != nil && v.Kind() == value.String:
		return strconv.Quote(value.StringVal(v))
	case isLiteral(c.expr):
		return types.ExprString(c.expr) // as written: 0x10, 'a', 1e6
	case v != nil:
		return v.ExactString()
	case c.expr == nil:
		return "?"
	}
	text := unknown(c.expr).text
	if usesIota(c.expr) {
		text = fmt.Sprintf("%s (iota %d)", text, c.iota)
	}
	return text
}

func isLiteral(e ast.Expr) bool {
	if unary, ok := e.(*ast.UnaryExpr); ok {
		e = unary.X
	}
	literal, ok := e.(*ast.BasicLit)
	return ok && !strings.ContainsAny(literal.Value, "\n")
}

func usesIota(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		ident, ok := n.(*ast.Ident)
		found = found || ok && ident.Name == "iota"
		return !found
	})
	return found
}

func untyped(kind string) *typ { return &typ{op: opUntyped, text: "untyped " + kind} }

// Larger numbers and texts are taken to be unknown: Go has no larger constants, but
// not all that is read compiles.
const (
	maxBits  = 1024
	maxBytes = 1 << 16
)

// known returns a value unless it is too large or is none.
func known(v value.Value) value.Value {
	switch {
	case v == nil || v.Kind() == value.Unknown:
		return nil
	case v.Kind() == value.Int && value.BitLen(v) > maxBits:
		return nil
	case v.Kind() == value.String && len(value.StringVal(v)) > maxBytes:
		return nil
	}
	return v
}

// eval computes type and value of a constant expression. Both are nil where they
// are not known.
func (s *scope) eval(c *constant, e ast.Expr) (*typ, value.Value) {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.eval(c, e.X)
	case *ast.BasicLit:
		if len(e.Value) > maxBytes {
			return nil, nil
		}
		return untyped(literalType(e.Kind)), known(value.MakeFromLiteral(e.Value, e.Kind, 0))
	case *ast.Ident:
		return s.evalName(c, e.Name)
	case *ast.UnaryExpr:
		t, v := s.eval(c, e.X)
		return t, s.unary(e.Op, t, v)
	case *ast.BinaryExpr:
		return s.binary(c, e)
	case *ast.CallExpr:
		if len(e.Args) == 1 && s.isType(e.Fun) {
			t := c.source.typ(e.Fun, nil)
			_, v := s.eval(c, e.Args[0])
			return t, s.converted(v, t)
		}
	}
	return nil, nil
}

func literalType(kind token.Token) string {
	switch kind {
	case token.INT:
		return "int"
	case token.FLOAT:
		return "float"
	case token.CHAR:
		return "rune"
	case token.IMAG:
		return "complex"
	}
	return "string"
}

func (s *scope) evalName(c *constant, name string) (*typ, value.Value) {
	if other, ok := s.consts[name]; ok {
		return s.compute(other)
	}
	switch name {
	case "iota":
		return untyped("int"), value.MakeInt64(int64(c.iota))
	case "true", "false":
		return untyped("bool"), value.MakeBool(name == "true")
	}
	return nil, nil
}

// isType reports whether what is called is a type, so that the call is a conversion.
// A name of another package in a constant expression is always one, but in unsafe.
func (s *scope) isType(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.isType(e.X)
	case *ast.SelectorExpr:
		qualifier, ok := e.X.(*ast.Ident)
		return ok && qualifier.Name != "unsafe"
	case *ast.Ident:
		return s.types[e.Name] != nil || s.funcs[e.Name] == nil && basicType(e.Name) != nil
	}
	return false
}

func basicType(name string) *types.Basic {
	if object, ok := types.Universe.Lookup(name).(*types.TypeName); ok {
		basic, _ := object.Type().(*types.Basic)
		return basic
	}
	return nil
}

// basic is the basic type below a type, or nil.
func (s *scope) basic(t *typ) *types.Basic {
	if t == nil {
		return nil
	}
	if t = s.underlying(t); t.op != opName {
		return nil
	}
	return basicType(t.text)
}

// converted is a value after conversion to a type.
func (s *scope) converted(v value.Value, t *typ) value.Value {
	if v == nil {
		return nil
	}
	basic := s.basic(t)
	if basic == nil {
		return v // of another package: the value shows as it was
	}
	switch info := basic.Info(); {
	case info&types.IsInteger != 0:
		return known(value.ToInt(v))
	case info&types.IsFloat != 0:
		return known(value.ToFloat(v))
	case info&types.IsComplex != 0:
		return known(value.ToComplex(v))
	case info&types.IsString != 0 && v.Kind() != value.String, info&types.IsBoolean != 0 && v.Kind() != value.Bool:
		return nil
	}
	return v
}

func (s *scope) unary(op token.Token, t *typ, v value.Value) value.Value {
	switch {
	case v == nil:
		return nil
	case op == token.NOT && v.Kind() == value.Bool, (op == token.ADD || op == token.SUB) && isNumber(v):
		return known(value.UnaryOp(op, v, 0))
	case op == token.XOR && v.Kind() == value.Int:
		return known(value.UnaryOp(op, v, s.unsignedBits(t)))
	}
	return nil
}

// unsignedBits is the size of an unsigned type, on the machines with the larger
// ones; 0 for all other types.
func (s *scope) unsignedBits(t *typ) uint {
	basic := s.basic(t)
	if basic == nil || basic.Info()&types.IsUnsigned == 0 {
		return 0
	}
	return uint(types.SizesFor("gc", "amd64").Sizeof(basic)) * 8
}

func isNumber(v value.Value) bool {
	return v.Kind() == value.Int || v.Kind() == value.Float || v.Kind() == value.Complex
}

func (s *scope) binary(c *constant, e *ast.BinaryExpr) (*typ, value.Value) {
	xt, x := s.eval(c, e.X)
	yt, y := s.eval(c, e.Y)
	t := widerType(xt, yt)
	switch e.Op {
	case token.SHL, token.SHR:
		if x = integer(x); x == nil {
			return xt, nil
		}
		by, ok := shiftCount(y)
		if !ok {
			return xt, nil
		}
		return xt, known(value.Shift(x, e.Op, by))
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return untyped("bool"), compared(x, e.Op, y)
	}
	if x == nil || y == nil {
		return t, nil
	}
	return t, known(arithmetic(x, e.Op, y))
}

// widerType is the type of an operation: a declared one, or the wider untyped one.
func widerType(x, y *typ) *typ {
	switch {
	case x == nil || y == nil:
		return nil
	case x.op != opUntyped:
		return x
	case y.op != opUntyped:
		return y
	}
	rank := func(t *typ) int {
		return strings.Index("untyped int,untyped rune,untyped float,untyped complex", t.text)
	}
	if rank(y) > rank(x) {
		return y
	}
	return x
}

func integer(v value.Value) value.Value {
	if v == nil || !isNumber(v) {
		return nil
	}
	return known(value.ToInt(v))
}

func shiftCount(v value.Value) (uint, bool) {
	if v = integer(v); v == nil {
		return 0, false
	}
	count, ok := value.Uint64Val(v)
	return uint(count), ok && count <= maxBits
}

func compared(x value.Value, op token.Token, y value.Value) value.Value {
	if x == nil || y == nil || x.Kind() != y.Kind() && !(isNumber(x) && isNumber(y)) {
		return nil
	}
	ordered := op != token.EQL && op != token.NEQ
	if ordered && (x.Kind() == value.Bool || x.Kind() == value.Complex || y.Kind() == value.Complex) {
		return nil
	}
	return value.MakeBool(value.Compare(x, op, y))
}

// arithmetic combines two values; what is not allowed has no value.
func arithmetic(x value.Value, op token.Token, y value.Value) value.Value {
	switch {
	case x.Kind() == value.Bool && y.Kind() == value.Bool:
		if op == token.LAND || op == token.LOR {
			return value.BinaryOp(x, op, y)
		}
	case x.Kind() == value.String && y.Kind() == value.String:
		if op == token.ADD {
			return value.BinaryOp(x, op, y)
		}
	case isNumber(x) && isNumber(y):
		integers := x.Kind() == value.Int && y.Kind() == value.Int
		switch op {
		case token.ADD, token.SUB, token.MUL:
			return value.BinaryOp(x, op, y)
		case token.QUO:
			if value.Sign(y) == 0 {
				return nil
			}
			if integers {
				op = token.QUO_ASSIGN // go/constant's name for the division that truncates
			}
			return value.BinaryOp(x, op, y)
		case token.REM:
			if integers && value.Sign(y) != 0 {
				return value.BinaryOp(x, op, y)
			}
		case token.AND, token.OR, token.XOR, token.AND_NOT:
			if integers {
				return value.BinaryOp(x, op, y)
			}
		}
	}
	return nil
}
