package spotify

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// maxImageText is the limit of a cover image. It counts what is sent, which is the
// base64 text (docs/facts/mismatches.md M67).
const maxImageText = 256 << 10

// A request is the recipe of a call: what is to be sent, and the settings of the
// call. Methods add to it and keep quiet about mistakes; the first one is returned
// by the caller before anything is sent. Options add to it too, so a request serves
// for one call.
type request struct {
	op      *Operation
	options []RequestOption
	rawPath string // the path of the operation, filled in as far as known
	params  []queryParam
	header  http.Header
	body    []byte // nil is no body

	prefetch int         // for iterators, which read it from the options of a call
	retry    RetryPolicy // without zero fields; RetryPolicy{} if no option sets it
	capture  func(ResponseInfo)
	report   func(*DecodeError)
	start    int        // position of the first item of the list that is asked for
	nulls    *nullItems // of that list; nil if nobody asks
	err      error

	keepsUnknown bool        // members that the schema does not name
	drift        *driftWatch // is told of the answer; nil if nobody asks
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

// pathValue fills in a placeholder with what is no text.
func pathValue[T scalar](r *request, name string, value T) {
	text, err := formatScalar(value)
	if err != nil {
		r.fail(name, err)
		return
	}
	r.path(name, text)
}

// setHeader adds a header that is always sent.
func (r *request) setHeader(name, value string) {
	switch {
	case value == "":
		r.fail(name, errEmpty)
	case strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7F }):
		r.fail(name, fmt.Errorf("%q has control characters, which a header cannot hold", value))
	}
	r.header.Set(name, value)
}

// headerValue adds a required header.
func headerValue[T scalar](r *request, name string, value T) {
	text, err := formatScalar(value)
	if err != nil {
		r.fail(name, err)
		return
	}
	r.setHeader(name, text)
}

// optionalHeader adds a header unless it has the zero value.
func optionalHeader[T scalar](r *request, name string, value T) {
	if !isZero(value) {
		headerValue(r, name, value)
	}
}

// headerList adds a required header of several values, with commas.
func headerList[T scalar](r *request, name string, values []T) {
	if len(values) == 0 {
		r.fail(name, errNoValues)
		return
	}
	texts, err := formatList(values, func(text string) bool { return strings.Contains(text, ",") })
	if err != nil {
		r.fail(name, err)
		return
	}
	r.setHeader(name, strings.Join(texts, ","))
}

// optionalHeaderList adds a header of several values, with commas, unless there are none.
func optionalHeaderList[T scalar](r *request, name string, values []T) {
	if len(values) > 0 {
		headerList(r, name, values)
	}
}

// optionalHeaderPtr adds a header unless the pointer is nil.
func optionalHeaderPtr[T scalar](r *request, name string, value *T) {
	if value != nil {
		headerValue(r, name, *value)
	}
}

// setCookie adds a cookie that is always sent, as it is: not all servers undo an escape.
func (r *request) setCookie(name, value string) {
	switch {
	case value == "":
		r.fail(name, errEmpty)
	case strings.ContainsFunc(value, func(c rune) bool { return c <= ' ' || c >= 0x7F || strings.ContainsRune(`",;\`, c) }):
		r.fail(name, errors.New("it has characters that a cookie cannot hold; escape them as the server wants it"))
	}
	cookie := name + "=" + value
	if others := r.header.Get("Cookie"); others != "" {
		cookie = others + "; " + cookie
	}
	r.header.Set("Cookie", cookie)
}

// cookieValue adds a required cookie.
func cookieValue[T scalar](r *request, name string, value T) {
	text, err := formatScalar(value)
	if err != nil {
		r.fail(name, err)
		return
	}
	r.setCookie(name, text)
}

// optionalCookie adds a cookie unless it has the zero value.
func optionalCookie[T scalar](r *request, name string, value T) {
	if !isZero(value) {
		cookieValue(r, name, value)
	}
}

// optionalCookiePtr adds a cookie unless the pointer is nil.
func optionalCookiePtr[T scalar](r *request, name string, value *T) {
	if value != nil {
		cookieValue(r, name, *value)
	}
}

// startAt says which position the first item of the answer has.
func (r *request) startAt(position int) { r.start = position }

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

// contentType says of which media type the body is.
func (r *request) contentType(mediaType string) { r.header.Set("Content-Type", mediaType) }

// refuseEmptyBody refuses a JSON body without any property where the API takes it
// for something else than nothing.
func (r *request) refuseEmptyBody() {
	if len(r.body) == 0 || bytes.Equal(r.body, []byte("{}")) {
		r.fail("", errors.New("request body: it is empty; set at least one of its fields"))
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
	case base64.StdEncoding.EncodedLen(len(data)) > maxImageText:
		r.fail("", fmt.Errorf("request body: the image has %d bytes, at most %d are allowed, because the API counts the base64 text", len(data), base64.StdEncoding.DecodedLen(maxImageText)))
		return
	}
	r.body = base64.StdEncoding.AppendEncode(nil, data)
	r.header.Set("Content-Type", "image/jpeg")
}

// accept asks for an answer of one of some media types. Without it, that is JSON.
func (r *request) accept(mediaTypes ...string) {
	r.header.Set("Accept", strings.Join(mediaTypes, ", "))
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
