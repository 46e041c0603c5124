package spotify

import (
	"errors"
	"fmt"
	"iter"
	"reflect"
)

// A Resource is something that has a URI: a track, an album, a playlist …, a pointer to
// one, its ID, or a [URI] itself.
type Resource interface {
	// ResourceURI returns the URI of the thing. For a relinked track, that is the
	// URI of the original.
	ResourceURI() URI
}

// Resources is a list of things in a request, which is sent as a list of their URIs.
// [ResourcesOf] makes one of a list of things of one kind.
type Resources []Resource

// ResourcesOf returns the elements of a list as resources: IDs such as [TrackID], URIs,
// or objects that have a URI. For an iterator, see [CollectResources].
func ResourcesOf[T Resource](items []T) Resources {
	resources := make(Resources, len(items))
	for i, item := range items {
		resources[i] = item
	}
	return resources
}

// CollectResources reads an iterator to its end and returns what it has yielded as
// resources, with the error at which it ended early.
func CollectResources[T Resource](things iter.Seq2[T, error]) (Resources, error) {
	var resources Resources
	for thing, err := range things {
		if err != nil {
			return resources, err
		}
		resources = append(resources, thing)
	}
	return resources, nil
}

// MarshalJSON encodes the list as an array of URIs. It fails with
// [ErrLocalFile] if there is a local file among them. It also fails if an
// element is nil or has no URI.
func (r Resources) MarshalJSON() ([]byte, error) { return marshal(r.encode) }

// UnmarshalJSON decodes an array of URIs.
func (r *Resources) UnmarshalJSON(data []byte) error { return unmarshal(data, r.decode) }

func (r *Resources) encode(e *encoder) {
	uris, err := r.uris()
	if err != nil {
		e.fail(err)
		return
	}
	encodeList(e, uris, encodeText)
}

func (r *Resources) decode(d *decoder) {
	var uris []URI
	decodeList(d, &uris, decodeText)
	*r = nil
	if uris != nil {
		*r = make(Resources, len(uris))
	}
	for i, uri := range uris {
		(*r)[i] = uri
	}
}

// uris is never nil: an empty list empties a playlist, null is an error.
func (r Resources) uris() ([]URI, error) {
	uris := make([]URI, len(r))
	for i, item := range r {
		uri, err := usableURI(item)
		if err != nil {
			return nil, fmt.Errorf("item %d: %w", i, err)
		}
		uris[i] = uri
	}
	return uris, nil
}

// usableURI returns the URI of something to name in a request.
func usableURI(item Resource) (URI, error) {
	if isNil(item) {
		return "", errors.New("it is nil")
	}
	uri := item.ResourceURI()
	switch {
	case uri == "":
		return "", errors.New("it has no URI")
	case uri.IsLocal():
		return "", fmt.Errorf("%s: %w", describeLocal(uri), ErrLocalFile)
	}
	return uri, nil
}

// checkResources finds out whether an operation can be sent for all things, before
// it is sent for the first of them.
func checkResources(op *Operation, name string, items []Resource) error {
	if _, err := Resources(items).uris(); err != nil {
		return operationError(op, fmt.Errorf("parameter %s: %w", name, err))
	}
	return nil
}

// wireURI returns the URI of something that a request may name or not; nil is
// nothing. A local file is refused unless the request can do something with it:
// one can be removed from a playlist by position.
func wireURI(name string, item Resource, allowLocal bool) (URI, error) {
	if item == nil {
		return "", nil
	}
	uri, err := usableURI(item)
	switch {
	case err == nil:
		return uri, nil
	case allowLocal && errors.Is(err, ErrLocalFile):
		return item.ResourceURI(), nil
	}
	return "", fmt.Errorf("%s: %w", name, err)
}

// encodeURI writes the URI of something that a request may name.
func encodeURI(e *encoder, name string, item Resource, allowLocal bool) {
	uri, err := wireURI(name, item, allowLocal)
	if err != nil {
		e.fail(err)
		return
	}
	e.string(string(uri))
}

// decodeURI reads a URI as something that a request names. null makes it nil.
func decodeURI(p *Resource, d *decoder) {
	if d.null() {
		*p = nil
		return
	}
	var uri URI
	decodeText(&uri, d)
	*p = uri
}

// isNil also recognises nil pointers, which stand for unknown IDs in the results of
// batch reads.
func isNil(item Resource) bool {
	if item == nil {
		return true
	}
	v := reflect.ValueOf(item)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

func describeLocal(uri URI) string {
	file, ok := uri.Local()
	if !ok {
		return quote(string(uri))
	}
	return fmt.Sprintf("%q by %q", singleLine(file.Title, maxQuoted), singleLine(file.Artist, maxQuoted))
}
