package verify

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Drift is something that the client has met in an answer and does not know. The client
// writes one as a line of JSON.
type Drift struct {
	Operation string `json:"operation"` // Tracks.Get
	// Path is a JSON pointer into the body of the answer, with * for the elements of
	// lists: /album/name.
	Path string `json:"path"`
	// Kind is unknown_member, unknown_value, unknown_kind, or bent.
	Kind string `json:"kind"`
	// Value is what was there. It may have been shortened, and absent.
	Value json.RawMessage `json:"value"`
	Count int             `json:"count"` // how often; 0 is 1
}

// drift reads lines of JSON. One that cannot be read does not keep from reading the next.
func (in *input) drift(ctx context.Context) error {
	reader := bufio.NewReader(in.data)
	offset := int64(0)
	for index := 1; ; index++ {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		line, err := readLine(reader)
		switch {
		case errors.Is(err, io.EOF) && len(line) == 0:
			return nil
		case err != nil && !errors.Is(err, io.EOF):
			in.failJSON(offset, err)
			return nil
		}
		in.driftLine(line, index, offset)
		offset += int64(len(line))
	}
}

// readLine reads a line of a length that can be meant.
func readLine(reader *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := reader.ReadSlice('\n')
		if line = append(line, part...); !errors.Is(err, bufio.ErrBufferFull) {
			return line, err
		}
		if len(line) > MaxBytes {
			return line, fmt.Errorf("has a line that is longer than %d MiB", MaxBytes>>20)
		}
	}
}

func (in *input) driftLine(line []byte, index int, offset int64) {
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	var d Drift
	if err := json.Unmarshal(line, &d); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			in.wrong(offset+syntax.Offset, "is not JSON: %v", syntax)
			return
		}
		in.failJSON(offset+1, err)
		return
	}
	if err := in.v.AddDrift(d, Example{File: in.shown, Index: index, In: "answer", Path: d.Path}); err != nil {
		in.wrong(offset+1, "%v", err)
	}
}

// AddDrift counts what a client has met, unless the schema knows it by now. The error says
// that it cannot be understood.
func (v *Verifier) AddDrift(d Drift, at Example) error {
	op := v.byName[d.Operation]
	if op == nil {
		return fmt.Errorf("there is no operation %q", d.Operation)
	}
	n := max(d.Count, 1)
	v.reports += n
	r := op.answer(op.success())
	if r == nil || r.schema == nil {
		return nil
	}
	value, err := decode(d.Value)
	known := err == nil // a value that was shortened may be no JSON
	way := tokens(d.Path)
	var found []found
	switch d.Kind {
	case "unknown_member":
		if len(way) == 0 {
			return errors.New("path of an unknown_member is empty")
		}
		found = unknownMember(descend([]*schema{r.schema}, way[:len(way)-1]), way[len(way)-1])
	case "unknown_value", "bent":
		found = drifted(descend([]*schema{r.schema}, way), Kind(d.Kind), value, known)
	case "unknown_kind":
		found = unknownKind(r.schema, way, value)
	default:
		return fmt.Errorf("there is no kind %q", d.Kind)
	}
	at.Path = maskedPath(way)
	for _, f := range found {
		f.value, f.has = value, known && d.Kind != "unknown_kind"
		v.count(f, n, 0, at, op)
	}
	return nil
}

// maskedPath writes a path without members that may be keys of a map.
func maskedPath(way []string) string {
	var masked []string
	for _, token := range way {
		masked = append(masked, memberName(token))
	}
	return pointer(masked...)
}

// alternatives returns the objects that a schema can be, each with its parts.
func (s *schema) alternatives() [][]*schema {
	parts := s.parts()
	for _, p := range parts {
		if len(p.choices) > 0 {
			var all [][]*schema
			for _, choice := range p.choices {
				all = append(all, choice.parts())
			}
			return all
		}
	}
	return [][]*schema{parts}
}

// descend follows a path through schemas.
func descend(from []*schema, way []string) []*schema {
	for _, token := range way {
		var next []*schema
		for _, s := range from {
			for _, parts := range s.alternatives() {
				if token != "*" {
					next = append(next, property(parts, token)...)
					continue
				}
				for _, p := range parts {
					for _, inner := range []*schema{p.items, p.additional} {
						if inner != nil {
							next = append(next, inner)
						}
					}
				}
			}
		}
		from = next
	}
	return from
}

// unknownMember returns the first object that lacks a member, if none has it.
func unknownMember(in []*schema, name string) []found {
	var home *schema
	for _, s := range in {
		for _, parts := range s.alternatives() {
			if len(property(parts, name)) > 0 {
				return nil
			}
			if home == nil {
				home = homeOf(parts)
			}
		}
	}
	if home == nil {
		return nil
	}
	return []found{{key: key{UnknownMember, home.pointer, memberName(name)}}}
}

// drifted returns what is found of a value in the first place that it can have, if none
// admits it.
func drifted(in []*schema, kind Kind, value any, known bool) []found {
	if !known {
		if len(in) == 0 || kind != Bent {
			return nil
		}
		return []found{{key: key{Bent, in[0].target().pointer, "another form"}}}
	}
	var first []found
	for _, s := range in {
		c := &checker{trace: &trace{}}
		c.value(value, s, nil)
		if len(c.found) == 0 {
			return nil
		}
		if first == nil {
			first = c.found
			if kind == Bent && first[0].kind != Bent {
				first = []found{{key: key{Bent, first[0].pointer, "another form: " + shownType(value)}}}
			}
		}
	}
	return first
}

func shownType(x any) string { return withArticle(jsonType(x)) }

// unknownKind returns the union that does not know a kind. The path leads to the object,
// or to the member that tells its kind.
func unknownKind(root *schema, way []string, value any) []found {
	said, isText := value.(string)
	for _, at := range [][]string{way, way[:max(len(way)-1, 0)]} {
		for _, s := range descend([]*schema{root}, at) {
			for _, p := range s.parts() {
				if len(p.choices) == 0 || p.discriminator == "" {
					continue
				}
				if object, ok := value.(map[string]any); ok {
					said, isText = object[p.discriminator].(string)
				}
				if !isText || p.mapping[said] != nil {
					return nil
				}
				return []found{{key: key{UnknownKind, p.pointer, shown(said)}}}
			}
		}
	}
	return nil
}
