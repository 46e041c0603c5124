package spotify

import (
	"fmt"
	"strings"
)

// A DecodeError says that the request succeeded, but the answer cannot be
// decoded: it is not JSON, or not of the expected form.
type DecodeError struct {
	// Operation is the Go name of the operation, like "Tracks.Get". It is empty if
	// the JSON is not the answer to one.
	Operation string
	// Path is the JSON path of the value that cannot be decoded, like
	// "$.album.total_tracks". It is empty if there is no JSON.
	Path string
	// Offset is the index of the byte at which that value begins, or at which the
	// JSON is malformed, counted from 0.
	Offset int64
	// Err says what is wrong.
	Err error
}

func (e *DecodeError) Error() string {
	var b strings.Builder
	if e.Operation != "" {
		fmt.Fprintf(&b, "spotify: %s: cannot decode the answer", e.Operation)
	} else {
		b.WriteString("spotify: cannot decode")
	}
	if e.Path != "" {
		fmt.Fprintf(&b, " at %s", e.Path)
	}
	if e.Offset > 0 {
		fmt.Fprintf(&b, " (offset %d)", e.Offset)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %s", singleLine(e.Err.Error(), maxMessage))
	}
	return b.String()
}

// Unwrap returns Err.
func (e *DecodeError) Unwrap() error { return e.Err }

// ReportBadItems makes a method that reads a page or a batch go on when an item
// in the answer cannot be decoded. It calls report with the error of that item.
// Without this option, one such item makes the whole call fail.
//
// A bad item counts as one that the API has sent as null. In a page it is a
// zero value that keeps its position, and iterators leave it out. In a batch it
// is nil. If the answer is not JSON, the call still fails.
//
// The option applies to all pages in an answer, and to answers that are lists.
// It does not apply when a batch is read one by one in development mode: there,
// a bad item makes the batch fail.
//
// report is called before the method returns. If several pages are read at a
// time, several goroutines may call it at a time.
func ReportBadItems(report func(*DecodeError)) RequestOption {
	return func(r *request) { r.report = report }
}

// decodeBody decodes the JSON of an answer, which is one value and nothing after
// it.
func decodeBody(r *request, body []byte, read func(*decoder)) error {
	d := newDecoder(body)
	defer d.release()
	if r.report != nil {
		d.report = func(mistake *DecodeError) {
			mistake.Operation = r.op.Name
			r.report(mistake)
		}
	}
	read(d)
	if mistake := d.finish(); mistake != nil {
		mistake.Operation = r.op.Name
		return mistake
	}
	return nil
}
