package verify

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Exchange is a request and its answer, or an answer alone.
type Exchange struct {
	File  string
	Index int // number in the file, from 1; 0 if the file is one exchange

	// Name is a method of the client or an operationId, if no request is known. Then
	// Method, Path, Query, and Sent are not used.
	Name     string
	Method   string
	Path     string // below the base URL: /tracks/11dFghVXANMlKmJXsNCbNl
	Query    url.Values
	Sent     []byte
	SentType string // media type of what was sent; empty if it is not known

	Status   int // 0 is the success that the operation lists
	Header   http.Header
	Received []byte
	// Cut says that the body of the answer was not kept.
	Cut bool
}

// Add compares an exchange with the schema. The error says that it cannot be compared,
// because there is no operation of its name.
func (v *Verifier) Add(x Exchange) error {
	op, values := v.byName[x.Name], map[string]string(nil)
	if x.Name != "" && op == nil {
		return fmt.Errorf("there is no operation %q", x.Name)
	}
	v.answers++
	add := &adding{v: v, x: x, trace: &trace{}}
	if op == nil {
		if op, values = v.find(x.Method, x.Path); op == nil {
			add.report("answer", found{key: key{UnknownOperation, "/paths", strings.ToUpper(x.Method) + " " + v.masked(x.Path)}})
			add.commit()
			return nil
		}
	}
	add.op = op
	add.visit(&op.stats)
	if x.Name == "" && x.Status < 400 {
		add.request(values)
	}
	add.answer()
	add.commit()
	return nil
}

// adding is the comparison of one exchange.
type adding struct {
	v  *Verifier
	x  Exchange
	op *operation
	*trace
	in []string // where each finding is: answer or request
}

func (a *adding) report(in string, f found) {
	a.found = append(a.found, f)
	a.in = append(a.in, in)
}

func (a *adding) check(in string, body []byte, s *schema, lenient bool) error {
	x, err := decode(body)
	if err != nil {
		return err
	}
	c := &checker{trace: &trace{}, lenient: lenient}
	c.value(x, s, nil)
	a.take(in, c.trace)
	return nil
}

func (a *adding) take(in string, t *trace) {
	for range t.found {
		a.in = append(a.in, in)
	}
	a.trace.add(t)
}

// decode reads JSON with its numbers as they are written.
func decode(body []byte) (x any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if err = decoder.Decode(&x); err != nil {
		return nil, err
	}
	if _, err = decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is more behind the JSON")
	}
	return x, nil
}

func (a *adding) answer() {
	status := a.x.Status
	if status == 0 {
		status = a.op.success()
	}
	if status >= 300 && status < 400 || status < 100 {
		return // no answer of the API, or the one that a cache has
	}
	r := a.op.answer(status)
	if r == nil {
		detail := strconv.Itoa(status)
		f := found{key: key{UnknownStatus, a.op.pointer + "/responses", detail}, of: &a.op.stats}
		if x, err := decode(a.x.Received); err == nil && !a.x.Cut {
			f.value, f.has = x, true
		}
		a.report("answer", f)
		return
	}
	a.visit(&r.stats)
	if wait := a.x.Header.Get("Retry-After"); wait != "" {
		a.header(r, "Retry-After", wait)
	}
	if a.x.Cut {
		return
	}
	body := bytes.TrimSpace(a.x.Received)
	switch {
	case r.schema == nil && r.other, r.schema == nil && len(body) == 0:
	case r.schema == nil:
		// Text says nothing that could be described.
		if x, err := decode(body); err == nil && (jsonType(x) == "object" || jsonType(x) == "array") {
			a.report("answer", found{key: key{UnknownBody, r.pointer, ""}, of: &r.stats, value: x, has: true})
		}
	case len(body) == 0:
		if status < 400 {
			a.report("answer", found{key: key{MissingBody, r.pointer, ""}, of: &r.stats})
		}
	default:
		if a.check("answer", body, r.schema, len(a.x.Query["fields"]) > 0) != nil {
			a.report("answer", found{key: key{NotJSON, r.pointer, ""}, of: &r.stats})
		}
	}
}

func (a *adding) header(r *response, name, value string) {
	s, known := r.headers[strings.ToLower(name)]
	if !known {
		a.report("answer", found{key: key{UnknownHeader, r.pointer, name}, of: &r.stats, value: fromText(value, "integer"), has: true, path: name})
		return
	}
	if s != nil {
		a.parameterValue("answer", value, s, name)
	}
}

// success is the status of the answer that an operation lists first.
func (o *operation) success() int {
	for _, code := range sortedNames(o.responses) {
		if status, err := strconv.Atoi(code); err == nil && status < 300 && o.responses[code].schema != nil {
			return status
		}
	}
	return http.StatusOK
}

// request compares an accepted request.
func (a *adding) request(values map[string]string) {
	for _, p := range a.op.parameters {
		given, there := a.x.Query[p.name], a.x.Query.Has(p.name)
		switch {
		case p.schema == nil && (there || p.in != "query"):
		case p.in == "path":
			if value, err := url.PathUnescape(values[p.name]); err == nil {
				a.visit(&p.stats)
				a.parameterValue("request", value, p.schema, p.name)
			}
		case p.in != "query":
		case !there:
			if p.required {
				a.report("request", found{key: key{MissingParameter, p.pointer, p.name}, of: &a.op.stats, path: p.name})
			}
		case p.list && len(given) == 1 && p.separator != "":
			a.visit(&p.stats)
			a.parameterList(strings.Split(given[0], p.separator), p)
		case p.list:
			a.visit(&p.stats)
			a.parameterList(given, p)
		default:
			a.visit(&p.stats)
			for _, value := range given {
				a.parameterValue("request", value, p.schema, p.name)
			}
		}
	}
	for _, name := range sortedNames(a.x.Query) {
		if !slices.ContainsFunc(a.op.parameters, func(p *parameter) bool { return p.in == "query" && p.name == name }) {
			value := any(nil)
			if len(a.x.Query[name]) > 0 {
				value = a.x.Query[name][0]
			}
			a.report("request", found{key: key{UnknownParameter, a.op.pointer, memberName(name)}, of: &a.op.stats, path: memberName(name), value: value, has: true})
		}
	}
	a.sent()
}

func (a *adding) sent() {
	body := bytes.TrimSpace(a.x.Sent)
	b := a.op.body
	switch {
	case b != nil && len(body) == 0 && b.required:
		a.report("request", found{key: key{MissingBody, b.pointer, ""}, of: &a.op.stats})
	case len(body) == 0, a.x.SentType != "" && !strings.Contains(a.x.SentType, "json"):
	case b == nil:
		if x, err := decode(body); err == nil && jsonType(x) == "object" {
			a.report("request", found{key: key{UnknownBody, a.op.pointer, ""}, of: &a.op.stats, value: x, has: true})
		}
	case b.schema != nil:
		if a.check("request", body, b.schema, false) != nil {
			a.report("request", found{key: key{NotJSON, b.pointer, ""}, of: &a.op.stats})
		}
	}
}

// parameterValue compares a value that was written as text.
func (a *adding) parameterValue(in, value string, s *schema, name string) {
	kind, _ := typeOf(s.parts())
	a.parameter(in, fromText(value, kind), s, name)
}

func (a *adding) parameterList(values []string, p *parameter) {
	var list []any
	kind := ""
	for _, part := range p.schema.parts() {
		if part.items != nil {
			kind, _ = typeOf(part.items.parts())
		}
	}
	for _, value := range values {
		list = append(list, fromText(value, kind))
	}
	a.parameter("request", list, p.schema, p.name)
}

func (a *adding) parameter(in string, x any, s *schema, name string) {
	c := &checker{trace: &trace{}}
	c.value(x, s, nil)
	for i := range c.found {
		c.found[i].path, c.found[i].trail = name, nil
	}
	a.take(in, c.trace)
}

// fromText reads a text as a value of a type; a text where it is none.
func fromText(text, kind string) any {
	switch kind {
	case "integer", "number":
		if x, err := decode([]byte(text)); err == nil {
			if n, ok := x.(json.Number); ok {
				return n
			}
		}
	case "boolean":
		if b, err := strconv.ParseBool(text); err == nil && (text == "true" || text == "false") {
			return b
		}
	}
	return text
}

// commit counts what an exchange has shown.
func (a *adding) commit() {
	v := a.v
	for _, s := range a.visits {
		if s.last != v.answers {
			s.last = v.answers
			s.seen++
		}
	}
	for _, s := range a.fits {
		s.fits = true
	}
	for _, e := range a.events {
		if _, watched := e.of.watched[e.what]; watched {
			e.of.watched[e.what]++
		}
	}
	for i, f := range a.found {
		path := f.path
		if f.trail != nil {
			path = f.trail.String()
		}
		v.count(f, 1, v.answers, Example{File: a.x.File, Index: a.x.Index, In: a.in[i], Path: path}, a.op)
	}
}
