package spotifytest

import (
	"bytes"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const (
	mediaForm      = "application/x-www-form-urlencoded"
	mediaMultipart = "multipart/form-data"
)

// checkForm checks a body of fields. What a file holds may be anything, and so may what
// is not a single value.
func (v *validation) checkForm(header http.Header) {
	fields, err := formFields(header, v.raw)
	if err != nil {
		v.violate("the body is no form: %v", err)
		v.refuse("Malformed form")
		return
	}
	s, given := v.endpoint.body.schema, map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		whole, _, _ := strings.Cut(name, "[") // song[year] is a part of song
		given[name], given[whole] = true, true
		if s.kind == "object" && !s.open && s.property(name) == nil && s.property(whole) == nil {
			v.violate("the field %q is not in the schema; %s", name, v.memberInstead(s, name))
		}
	}
	for _, p := range s.props {
		values := fields[p.name]
		switch {
		case len(values) == 1 && !p.schema.fits(values[0]):
			v.violate("the field %s is %q; want %s", p.name, values[0], p.schema.wanted())
			v.refuse("Invalid " + p.name)
		case p.required && !given[p.name]:
			v.violate("the field %s is missing; want %s", p.name, p.schema.wanted())
			v.refuse(missing(p.name))
		}
	}
}

// formFields reads the fields of a form. Those that are files have no values.
func formFields(header http.Header, raw []byte) (map[string][]string, error) {
	mediaType, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	if mediaType != mediaMultipart {
		return url.ParseQuery(string(raw))
	}
	fields := map[string][]string{}
	for reader := multipart.NewReader(bytes.NewReader(raw), params["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			return fields, nil
		}
		if err != nil {
			return nil, err
		}
		name := part.FormName()
		value, err := io.ReadAll(part)
		if err != nil {
			return nil, err
		}
		if values := fields[name]; part.FileName() != "" {
			fields[name] = slices.Clip(values)
		} else {
			fields[name] = append(values, string(value))
		}
	}
}
