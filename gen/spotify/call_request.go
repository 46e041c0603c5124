package spotify

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxImageSize is the documented limit of a cover image. The text does not say
// whether it counts the JPEG or its base64 text, which is a third longer, so only
// what is over the limit in both readings is refused here.
const maxImageSize = 256 << 10

// A request is one call of an operation in the making. Methods add to it and keep
// quiet about mistakes; the first one is returned by the caller before anything is
// sent. A request serves for one call.
type request struct {
	op      *Operation
	options []RequestOption
	rawPath string // the path of the operation, filled in as far as known
	params  []queryParam
	header  http.Header
	body    []byte // nil is no body

	prefetch int          // for iterators, which read it from the options of a call
	retry    *RetryPolicy // nil is that of the client
	capture  func(ResponseInfo)
	report   func(*DecodeError)
	err      error

	// What becomes of it.
	id       uint64        // tells the calls of a client apart
	reads    bool          // somebody wants the body of the answer
	attempts int           // how often it has been sent
	hidden   secrets       // the credentials that it has been sent with
	buffer   *bytes.Buffer // of the answer; nil before there is one

	authorization string // the header with the last token of the token source
	authorizedAt  time.Time
}

func newRequest(op *Operation, options []RequestOption) *request {
	return &request{op: op, options: options, rawPath: op.Path, header: http.Header{}}
}

// fail records what is wrong with a parameter, or with the request as a whole if
// the name is empty.
func (r *request) fail(name string, err error) {
	if r.err != nil {
		return
	}
	if name != "" {
		err = fmt.Errorf("parameter %s: %w", name, err)
	}
	r.err = operationError(r.op, err)
}

// operationError puts the operation in front of an error that has no type of its
// own.
func operationError(op *Operation, err error) error {
	return fmt.Errorf("spotify: %s: %w", op.Name, err)
}

// failed is operationError for a request that may have been sent several times.
func (r *request) failed(err error) error {
	if r.attempts > 1 {
		err = fmt.Errorf("after %d attempts: %w", r.attempts, err)
	}
	return operationError(r.op, err)
}

// path fills in a placeholder of the path. User IDs are free text, so every
// character that means something in a URL is escaped. That does not help "." and
// "..": servers and proxies resolve them in their escaped form too, and would act
// on another resource. They are refused.
func (r *request) path(name, value string) {
	switch value {
	case "":
		r.fail(name, errEmpty)
	case ".", "..":
		r.fail(name, fmt.Errorf("%q cannot be part of a path", value))
	}
	r.rawPath = strings.Replace(r.rawPath, "{"+name+"}", url.PathEscape(value), 1)
}

// jsonBody makes what a function writes the body, encoded once, so that it can be
// sent again.
func (r *request) jsonBody(write func(*encoder)) {
	body, err := marshal(write)
	if err != nil {
		r.fail("", fmt.Errorf("request body: %w", err))
		return
	}
	r.body = body
	r.header.Set("Content-Type", "application/json")
}

// refuseEmptyBody refuses a JSON body without any property where the API takes it
// for something else than nothing.
func (r *request) refuseEmptyBody() {
	if len(r.body) == 0 || bytes.Equal(r.body, []byte("{}")) {
		r.fail("", errors.New("request body: it is empty; set one of its fields, because the API takes an empty body for another command"))
	}
}

// require refuses a request body without a property that the API requires.
func (r *request) require(name string, given bool) {
	if !given {
		r.fail(name, errEmpty)
	}
}

// atMost refuses a list in the body that is too long for a request and must not be
// spread over several.
func (r *request) atMost(name string, n int) {
	if n > r.op.Batch.Max {
		r.fail(name, fmt.Errorf("%d values, but at most %d fit into one request, and a second request would replace the first", n, r.op.Batch.Max))
	}
}

// jpegBody makes a JPEG image the body, as the base64 text that the API wants:
// without line breaks and without a data: prefix (docs/facts/mismatches.md M67).
func (r *request) jpegBody(data []byte) {
	switch {
	case !bytes.HasPrefix(data, []byte{0xFF, 0xD8, 0xFF}):
		r.fail("", errors.New("request body: not a JPEG image; want its bytes as they are in the file"))
		return
	case len(data) > maxImageSize:
		r.fail("", fmt.Errorf("request body: the image has %d bytes, at most %d are allowed", len(data), maxImageSize))
		return
	}
	r.body = base64.StdEncoding.AppendEncode(nil, data)
	r.header.Set("Content-Type", "image/jpeg")
}

// build makes the HTTP request, without authorization.
func (r *request) build(ctx context.Context, c *config) (*http.Request, error) {
	if r.err == nil && strings.Contains(r.rawPath, "{") {
		r.fail("", fmt.Errorf("the path %s has a placeholder without a value", r.rawPath))
	}
	if r.err != nil {
		return nil, r.err
	}
	target := c.baseURL + r.rawPath
	if query := r.encodeQuery(c.market); query != "" {
		target += "?" + query
	}
	// A body from a bytes.Reader has a length, and a GetBody for sending it again.
	req, err := http.NewRequestWithContext(ctx, r.op.Method, target, bytes.NewReader(r.body))
	if err != nil {
		return nil, operationError(r.op, err)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	for name, values := range r.header {
		req.Header[name] = values
	}
	return req, nil
}

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
