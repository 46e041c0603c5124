package spotify

import (
	"strings"
	"testing"
)

// TestUnknownMembersAreCopies reads a member from a document that is then written over, as
// the buffers of answers are.
func TestUnknownMembersAreCopies(t *testing.T) {
	data := []byte(`{"a":[1,"x"]}`)
	d := newDecoder(data)
	defer d.release()
	d.extras = keepUnknown
	var members *UnknownMembers
	for key, more := d.object(); more; key, more = d.member() {
		d.unknown(key, &members)
	}
	if mistake := d.finish(); mistake != nil {
		t.Fatal(mistake)
	}
	clear(data)
	if got := string(members.all()["a"]); got != `[1,"x"]` || len(members.all()) != 1 {
		t.Errorf("kept %q", *members)
	}
}

// TestUnknownMembersPinNothing holds that what is kept takes its own memory only, however
// large the document is, and however large a member.
func TestUnknownMembersPinNothing(t *testing.T) {
	huge := `"` + strings.Repeat("x", 1<<20) + `"`
	d := newDecoder([]byte(`{"small":1,"huge":` + huge + `,"name":` + huge + `}`))
	defer d.release()
	d.extras = keepUnknown
	var members *UnknownMembers
	for key, more := d.object(); more; key, more = d.member() {
		if string(key) == "name" {
			d.skip()
			continue
		}
		d.unknown(key, &members)
	}
	for name, want := range map[string]int{"small": 1, "huge": len(huge)} {
		if kept := members.all()[name]; len(kept) != want || cap(kept) > want+want/8+16 {
			t.Errorf("%s: kept %d bytes of a chunk of %d, want %d", name, len(kept), cap(kept), want)
		}
	}
}
