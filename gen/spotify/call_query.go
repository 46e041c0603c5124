package spotify

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strconv"
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
	var zero T
	if value != zero {
		queryValue(r, name, value)
	}
}

func optionalPtr[T scalar](r *request, name string, value *T) {
	if value != nil {
		queryValue(r, name, *value)
	}
}

// A scalar is the value of a parameter that is not a list.
type scalar interface {
	~string | ~int | ~int64 | ~float64 | ~bool
}

func formatScalar[T scalar](value T) (string, error) {
	v := reflect.ValueOf(value)
	switch v.Kind() {
	case reflect.String:
		return v.String(), nil
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), nil
	case reflect.Float64:
		if f := v.Float(); math.IsNaN(f) || math.IsInf(f, 0) {
			return "", fmt.Errorf("%v is not a number that can be sent", f)
		}
		return strconv.FormatFloat(v.Float(), 'f', -1, 64), nil
	}
	return strconv.FormatInt(v.Int(), 10), nil
}

// Lists are one parameter: the elements escaped, the commas between them not,
// which is `style: form, explode: false` in OpenAPI's terms.

// queryList adds a required list.
func queryList[T ~string](r *request, name string, values []T) {
	if len(values) == 0 {
		r.fail(name, errors.New("it has no values; give at least one"))
		return
	}
	addList(r, name, values)
}

// optionalList adds a list unless it is empty.
func optionalList[T ~string](r *request, name string, values []T) {
	if len(values) > 0 {
		addList(r, name, values)
	}
}

func addList[T ~string](r *request, name string, values []T) {
	if limit := r.op.Batch.Max; r.op.Batch.Param == name && limit > 0 && len(values) > limit {
		r.fail(name, fmt.Errorf("%d values, at most %d are allowed in one request", len(values), limit))
		return
	}
	escaped := make([]string, len(values))
	for i, value := range values {
		if value == "" {
			r.fail(name, fmt.Errorf("item %d: %w", i, errEmpty))
			return
		}
		escaped[i] = url.QueryEscape(string(value))
	}
	r.addEscaped(name, strings.Join(escaped, ","))
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
