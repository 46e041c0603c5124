package spotify

import (
	"fmt"
	"strings"
	"testing"
)

// A badge is an object that repeats.
type badge struct{ ID string }

func (b *badge) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "id":
			d.string(&b.ID)
		default:
			d.skip()
		}
	}
}

func badgeText(id, more string) string {
	padding := strings.Repeat("-", 48)
	return fmt.Sprintf(`{"before":"%s","id":"%s","after":"%s"%s}`, padding, id, padding, more)
}

// TestRepeatedAreFound counts how many of the objects in a list are read.
func TestRepeatedAreFound(t *testing.T) {
	space := strings.Repeat(" ", minRepeating)
	nested := `,"x":` + strings.Repeat("[", 400) + strings.Repeat("]", 400)
	different := func(n int) (list []string) {
		for i := range n {
			list = append(list, badgeText(fmt.Sprintf("number %d of them", i), ""))
		}
		return list
	}
	same := func(n int, more string) []string {
		return strings.Split(strings.Repeat(badgeText("the same badge", more)+"\n", n), "\n")[:n]
	}
	byTurns := func(n int, more ...string) (list []string) {
		for range n {
			for _, m := range more {
				list = append(list, badgeText("the same badge", m))
			}
		}
		return list
	}
	for _, test := range []struct {
		name   string
		list   []string
		space  string
		change func(*decoder)
		want   int // objects that are read
	}{
		{"the same", same(100, ""), space, nil, 1},
		{"two with the same hash", byTurns(10, `,"x":1`, `,"x":2`), space, nil, 2},
		{"three with the same hash, of which one has a place", byTurns(10, `,"x":1`, `,"x":2`, `,"x":3`), space, nil, 21},
		{"a small document", same(10, ""), "", nil, 10},
		{"different ones", different(100), space, nil, 100},
		{"the same after many different ones", append(different(trial), same(10, "")...), space, nil, trial + 10},
		{"the same after some different ones", append(different(trial-2), same(10, "")...), space, nil, trial - 1},
		{"long ones", same(10, `,"x":"`+strings.Repeat("-", maxKnown)+`"`), space, nil, 10},
		{"with unknown members kept", same(10, ""), space, func(d *decoder) { d.extras = keepUnknown }, 10},
		{"with drift noted", same(10, ""), space, func(d *decoder) { d.extras = noteDrift }, 10},
		{"deep", same(10, ""), space, func(d *decoder) { d.depth = maxDepth - maxKnown }, 10},
		{"less deep", same(10, nested), space, func(d *decoder) { d.depth = maxDepth - maxKnown - 2 }, 1},
	} {
		d := newDecoder([]byte("[" + strings.Join(test.list, ",") + test.space + "]"))
		if test.change != nil {
			test.change(d)
		}
		read := 0
		var list []badge
		decodeRepeatedList(d, &list, func(b *badge, d *decoder) {
			read++
			b.decode(d)
		})
		if mistake := d.finish(); mistake != nil || read != test.want || len(list) != len(test.list) {
			t.Errorf("%s: read %d of %d, want %d of %d: %v", test.name, read, len(list), test.want, len(test.list), mistake)
		}
		for i, b := range list {
			if !strings.Contains(test.list[i], `"id":"`+b.ID+`"`) {
				t.Errorf("%s: element %d is %q", test.name, i, b.ID)
			}
		}
		d.release()
	}
}

// TestReleaseForgetsRepeated makes sure that a decoder that is reused knows nothing of the
// document before.
func TestReleaseForgetsRepeated(t *testing.T) {
	d := newDecoder([]byte("[" + badgeText("x", "") + strings.Repeat(" ", minRepeating) + "]"))
	var list []badge
	decodeRepeatedList(d, &list, (*badge).decode)
	known := &slabOf[badge](d).repeats
	if known.misses != 1 {
		t.Fatalf("%d objects were looked for, want 1", known.misses)
	}
	d.release()
	if known.hits+known.misses > 0 || *known.known != [len(known.known)]knownObject[badge]{} {
		t.Errorf("it keeps %+v", known)
	}
}
