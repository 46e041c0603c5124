package spotify

import "testing"

// TestUnknownMembersAreCopies reads a member from a document that is then written over, as
// the buffers of answers are.
func TestUnknownMembersAreCopies(t *testing.T) {
	data := []byte(`{"a":[1,"x"]}`)
	d := newDecoder(data)
	defer d.release()
	d.keepsUnknown = true
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
