package spotify

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// doForeign sends a request that no method of a service makes; see the method Do of the
// client.
func (c *caller) doForeign(ctx context.Context, method, path string, query url.Values, body, out any, options []RequestOption) error {
	r := c.foreignRequest(method, path, query, options)
	r.foreignBody(body)
	content, err := c.doBytes(ctx, r)
	if err != nil || len(content) == 0 {
		return err
	}
	return decodeForeign(r, content, out)
}

// foreignRequest makes an operation of a method and a path.
func (c *caller) foreignRequest(method, path string, query url.Values, options []RequestOption) *request {
	op := &Operation{Method: method, Idempotent: method == http.MethodGet}
	below, found := strings.CutPrefix(path, c.baseURL)
	if !found {
		below = path
	}
	target, err := url.Parse(below)
	if err == nil {
		op.Path = target.EscapedPath()
	}
	op.Name = strings.TrimSpace(method + " " + op.Path)
	r := newRequest(op, options)
	switch {
	case !slices.Contains([]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}, method):
		r.fail("", fmt.Errorf("%q is no method; want GET, POST, PUT, PATCH, or DELETE", shorten(method, maxQuoted)))
		return r
	case err != nil: // which may quote from the path
		r.fail("", errors.New("the path cannot be read; want one like /me/player"))
		return r
	case target.IsAbs() || target.Host != "" || !strings.HasPrefix(below, "/"):
		r.fail("", errors.New("the path must begin with a slash, like /me/player, or with the base URL of the client"))
		return r
	case strings.Contains(target.RawPath, "%") && target.RawPath != op.Path:
		r.fail("", errors.New("the path is escaped in part; escape each of its values with url.PathEscape"))
		return r
	case hasDots(target.Path):
		r.fail("", errors.New("the path must not have . or .. between slashes"))
		return r
	}
	r.addAll(target.Query())
	r.addAll(query)
	return r
}

// hasDots reports whether servers would take a path for another one.
func hasDots(path string) bool {
	return slices.ContainsFunc(strings.Split(path, "/"), func(segment string) bool { return segment == "." || segment == ".." })
}

// addAll adds parameters, in the order of their names.
func (r *request) addAll(query url.Values) {
	for _, name := range slices.Sorted(maps.Keys(query)) {
		for _, value := range query[name] {
			r.add(name, value)
		}
	}
}

// foreignBody makes a value the body, as JSON.
func (r *request) foreignBody(body any) {
	if body == nil {
		return
	}
	content, err := encodeForeign(body)
	if err != nil {
		r.fail("", fmt.Errorf("request body: %w", err))
		return
	}
	r.body = content
	r.header.Set("Content-Type", "application/json")
}

func encodeForeign(body any) ([]byte, error) {
	content, ok := body.([]byte)
	if raw, isRaw := body.(json.RawMessage); isRaw {
		content, ok = raw, true
	}
	switch {
	case !ok:
		return json.Marshal(body)
	case !json.Valid(content):
		return nil, errors.New("it is not JSON")
	}
	return slices.Clone(content), nil
}

// decodeForeign decodes an answer as the methods do if it is of a type of this package, with
// the options for that. It is the one place where an answer is decoded by reflection: into
// types that this package does not know.
func decodeForeign(r *request, content []byte, out any) error {
	switch out := out.(type) {
	case nil:
		return nil
	case *[]byte:
		*out = content
		return nil
	case decodable:
		// A null changes nothing, but encoding/json refuses it for a pointer that is nil.
		if err := json.Unmarshal([]byte("null"), out); err != nil {
			return &DecodeError{Operation: r.op.Name, Err: err}
		}
		// Items are not told positions: where the list begins is not known here.
		return decodeAnswer(r, content, wantedList{}, out.decode)
	}
	if err := json.Unmarshal(bytes.TrimPrefix(content, []byte(byteOrderMark)), out); err != nil {
		return &DecodeError{Operation: r.op.Name, Err: err}
	}
	return nil
}
