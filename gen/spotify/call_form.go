package spotify

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime/multipart"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

// A form is a body of fields, which are sent in the order in which they were added. It
// is for one request, which keeps the first mistake.
type form struct {
	request *request
	fields  []formField
}

type formField struct {
	name      string
	value     []byte
	escaped   bool   // the value is escaped already, as it stands in a URL
	mediaType string // of the value, where that is no plain text
	fileName  string
	isFile    bool
}

func newForm(r *request) *form { return &form{request: r} }

// formBody makes a form the body, written like a query.
func (r *request) formBody(f *form) {
	pairs := make([]string, len(f.fields))
	for i, field := range f.fields {
		value := string(field.value)
		if !field.escaped {
			value = url.QueryEscape(value)
		}
		pairs[i] = url.QueryEscape(field.name) + "=" + value
	}
	r.rawBody("application/x-www-form-urlencoded", []byte(strings.Join(pairs, "&")))
}

// multipartBody makes a form the body, in which each field is a part of its own.
func (r *request) multipartBody(f *form) {
	var b bytes.Buffer // writing into it cannot fail
	w := multipart.NewWriter(&b)
	for _, field := range f.fields {
		disposition := multipart.FileContentDisposition(field.name, field.fileName)
		if !field.isFile {
			disposition = strings.TrimSuffix(disposition, `; filename=""`)
		}
		header := textproto.MIMEHeader{"Content-Disposition": {disposition}}
		if field.mediaType != "" {
			header.Set("Content-Type", field.mediaType)
		}
		part, _ := w.CreatePart(header)
		_, _ = part.Write(field.value)
	}
	_ = w.Close()
	r.rawBody(w.FormDataContentType(), b.Bytes())
}

// rawBody makes bytes the body as they are.
func (r *request) rawBody(mediaType string, body []byte) {
	if mediaType == "" {
		r.fail("contentType", errEmpty)
	}
	r.body = body
	r.contentType(mediaType)
}

// formValue adds a field of one value.
func formValue[T scalar](f *form, name string, value T) {
	text, err := formatScalar(value)
	if err != nil {
		f.request.fail(name, err)
		return
	}
	f.fields = append(f.fields, formField{name: name, value: []byte(text)})
}

// optionalForm adds a field of one value unless that is zero.
func optionalForm[T scalar](f *form, name string, value T) {
	if !isZero(value) {
		formValue(f, name, value)
	}
}

// optionalFormPtr adds a field of one value unless the pointer is nil.
func optionalFormPtr[T scalar](f *form, name string, value *T) {
	if value != nil {
		formValue(f, name, *value)
	}
}

// formList adds a list in a style; nothing of an empty one.
func formList[T scalar](f *form, name string, style listStyle, values []T) {
	if style == repeated {
		for _, value := range values {
			formValue(f, name, value)
		}
		return
	}
	escaped, err := escapeList(style, values)
	if err != nil {
		f.request.fail(name, err)
		return
	}
	if len(values) > 0 {
		f.fields = append(f.fields, formField{name: name, value: []byte(strings.Join(escaped, string(style))), escaped: true})
	}
}

// formMap adds a field for each entry, in the order of their names.
func formMap[T scalar](f *form, values map[string]T) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		formValue(f, name, values[name])
	}
}

// json adds what a function writes, as JSON.
func (f *form) json(name string, write func(*encoder)) {
	value, err := marshal(write)
	if err != nil {
		f.request.fail(name, err)
		return
	}
	f.fields = append(f.fields, formField{name: name, value: value, mediaType: "application/json"})
}

// file adds the content of a file, which is read now, so that it can be sent again. A file
// without content is left out if it is optional.
func (f *form) file(name string, required bool, fileName, mediaType string, content io.Reader) {
	switch {
	case f.request.err != nil:
		return // it could be read only once
	case content == nil && required:
		f.request.fail(name, errors.New("the file has no content"))
		return
	case content == nil:
		return
	}
	value, err := io.ReadAll(content)
	if err != nil {
		f.request.fail(name, fmt.Errorf("reading the file: %w", err))
		return
	}
	f.fields = append(f.fields, formField{
		name: name, value: value, isFile: true,
		fileName:  cmp.Or(fileName, name),
		mediaType: cmp.Or(mediaType, "application/octet-stream"),
	})
}

// typed says of which media type the fields of a name are, where that is not what goes
// without saying.
func (f *form) typed(name, mediaType string) {
	for i := range f.fields {
		if f.fields[i].name == name {
			f.fields[i].mediaType = mediaType
		}
	}
}
