package spotify

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

var errEmpty = errors.New("it is empty")

// queryParam is one parameter of the query; its value is escaped already.
type queryParam struct {
	name     string
	value    string
	isMarket bool // an empty value stands for the default market of the client
}

func (r *request) addEscaped(name, value string) {
	r.params = append(r.params, queryParam{name: name, value: value})
}

func (r *request) add(name, value string) { r.addEscaped(name, url.QueryEscape(value)) }

// setQuery takes the place of an earlier parameter of that name.
func (r *request) setQuery(name, value string) {
	param := queryParam{name: name, value: url.QueryEscape(value)}
	at := slices.IndexFunc(r.params, func(p queryParam) bool { return p.name == name })
	if at < 0 {
		r.params = append(r.params, param)
		return
	}
	r.params[at] = param
}

// encodeQuery keeps the order in which the parameters were added.
func (r *request) encodeQuery(defaultMarket Market) string {
	pairs := make([]string, 0, len(r.params))
	for _, p := range r.params {
		if p.isMarket && p.value == "" {
			if defaultMarket == "" {
				continue
			}
			p.value = url.QueryEscape(string(defaultMarket))
		}
		pairs = append(pairs, url.QueryEscape(p.name)+"="+p.value)
	}
	return strings.Join(pairs, "&")
}

// Required parameters are always sent.

func (r *request) query(name, value string) {
	if value == "" {
		r.fail(name, errEmpty)
		return
	}
	r.add(name, value)
}

func queryValue[T scalar](r *request, name string, value T) {
	text, err := formatScalar(value)
	if err != nil {
		r.fail(name, err)
		return
	}
	r.add(name, text)
}

// Optional parameters are left out when they have the zero value, those given by
// pointer when the pointer is nil.

// market falls back to the default market of the client.
func (r *request) market(value Market) {
	r.params = append(r.params, queryParam{name: "market", value: url.QueryEscape(string(value)), isMarket: true})
}

func optionalValue[T scalar](r *request, name string, value T) {
	if !isZero(value) {
		queryValue(r, name, value)
	}
}

func optionalPtr[T scalar](r *request, name string, value *T) {
	if value != nil {
		queryValue(r, name, *value)
	}
}

// Lists are one parameter. Each element is escaped on its own, so that a comma in one
// does not separate it.

// A listStyle is how the elements of a list are put together.
type listStyle string

const (
	commas   listStyle = ","   // ids=a,b
	pipes    listStyle = "%7C" // ids=a|b
	spaces   listStyle = "%20" // ids=a b
	repeated listStyle = "&"   // ids=a&ids=b
)

// separates reports whether a text holds what separates elements in this style. No
// server can tell one from the other if both are escaped, or neither is.
func (s listStyle) separates(text string) bool {
	return s == pipes && strings.Contains(text, "|") || s == spaces && strings.Contains(text, " ")
}

// queryList adds a required list, with commas.
func queryList[T scalar](r *request, name string, values []T) {
	queryListAs(r, name, commas, values)
}

// optionalList adds a list, with commas, unless it is empty.
func optionalList[T scalar](r *request, name string, values []T) {
	optionalListAs(r, name, commas, values)
}

// queryListAs adds a required list in a style.
func queryListAs[T scalar](r *request, name string, style listStyle, values []T) {
	if len(values) == 0 {
		r.fail(name, errNoValues)
		return
	}
	addList(r, name, style, values)
}

// optionalListAs adds a list in a style unless it is empty.
func optionalListAs[T scalar](r *request, name string, style listStyle, values []T) {
	if len(values) > 0 {
		addList(r, name, style, values)
	}
}

func addList[T scalar](r *request, name string, style listStyle, values []T) {
	if limit := r.op.Batch.Max; r.op.Batch.Param == name && limit > 0 && len(values) > limit {
		r.fail(name, fmt.Errorf("%d values, at most %d are allowed in one request", len(values), limit))
		return
	}
	escaped, err := escapeList(style, values)
	if err != nil {
		r.fail(name, err)
		return
	}
	separator := string(style)
	if style == repeated {
		separator += url.QueryEscape(name) + "="
	}
	r.addEscaped(name, strings.Join(escaped, separator))
}

// escapeList returns the elements of a list as they stand in a URL.
func escapeList[T scalar](style listStyle, values []T) ([]string, error) {
	escaped, err := formatList(values, style.separates)
	for i, text := range escaped {
		escaped[i] = url.QueryEscape(text)
	}
	return escaped, err
}

// queryURIs adds a required list of URIs.
func (r *request) queryURIs(name string, items []Resource) {
	uris, err := Resources(items).uris()
	if err != nil {
		r.fail(name, err)
		return
	}
	queryList(r, name, uris)
}

// queryURI adds a required URI.
func (r *request) queryURI(name string, item Resource) {
	uri, err := usableURI(item)
	if err != nil {
		r.fail(name, err)
		return
	}
	r.add(name, string(uri))
}
