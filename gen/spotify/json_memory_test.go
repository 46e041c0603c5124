package spotify

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
)

// A node is an emitted type that contains itself in each way.
type node struct {
	Name     string   `json:"name,omitempty"`
	Value    int      `json:"value,omitempty"`
	Names    []string `json:"names,omitempty"`
	Next     *node    `json:"next,omitempty"`
	Children []node   `json:"children,omitempty"`
}

func (n *node) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "name":
			d.string(&n.Name)
		case "value":
			d.int(&n.Value)
		case "names":
			decodeList(d, &n.Names, decodeString)
		case "next":
			decodePointer(d, &n.Next, decodeFreshNode)
		case "children":
			decodeList(d, &n.Children, decodeFreshNode)
		default:
			d.skip()
		}
	}
}

// decodeFreshNode makes sure that what has been handed out is zero.
func decodeFreshNode(n *node, d *decoder) {
	if !reflect.ValueOf(*n).IsZero() {
		d.fail(d.pos, fmt.Errorf("%+v was handed out", *n))
		return
	}
	n.decode(d)
}

// randomNode makes a node with lists of very different lengths.
func randomNode(r *rand.Rand, depth int) node {
	n := node{Name: randomText(r), Value: r.IntN(1e6) + 1}
	for range r.IntN(4) {
		n.Names = append(n.Names, randomText(r))
	}
	if depth == 0 {
		return n
	}
	if r.IntN(2) == 0 {
		n.Next = Ptr(randomNode(r, depth-1))
	}
	children := r.IntN(4)
	if r.IntN(8) == 0 {
		children = r.IntN(60)
	}
	for range children {
		n.Children = append(n.Children, randomNode(r, r.IntN(depth)))
	}
	return n
}

// randomText makes texts of which some are equal, and some end alike.
func randomText(r *rand.Rand) string {
	switch r.IntN(8) {
	case 0:
		return fmt.Sprint("https://example.com/", r.IntN(50))
	case 1:
		return fmt.Sprint(r.IntN(50))
	case 2:
		return strings.Repeat(string(rune('a'+r.IntN(26))), r.IntN(2000))
	case 3:
		return fmt.Sprintf("<%d\n\"é\u2028\"%d>", r.IntN(50), r.IntN(50))
	}
	return fmt.Sprintf("text %d", r.Uint32())
}

// walk visits a node and all in it.
func (n *node) walk(visit func(*node)) {
	visit(n)
	if n.Next != nil {
		n.Next.walk(visit)
	}
	for i := range n.Children {
		n.Children[i].walk(visit)
	}
}

// What is read does not share its memory with anything else that is.
func TestNodes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	nodes := 0
	for range 100 {
		want := randomNode(r, 5)
		document, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got node
		if err := unmarshal(document, got.decode); err != nil {
			t.Fatal(err)
		}
		clear(document)
		seen := map[*node]bool{}
		got.walk(func(n *node) {
			if seen[n] {
				t.Errorf("%p was handed out twice", n)
			}
			seen[n] = true
			if cap(n.Names) != len(n.Names) || cap(n.Children) != len(n.Children) {
				t.Errorf("lists of %d and %d have room for %d and %d", len(n.Names), len(n.Children), cap(n.Names), cap(n.Children))
			}
		})
		nodes += len(seen)
		// Of this, nothing may reach a neighbour.
		got.walk(func(n *node) {
			_ = append(n.Names, "overwritten")
			_ = append(n.Children, node{Name: "overwritten"})
		})
		if !reflect.DeepEqual(want, got) {
			t.Fatalf("(-want +got):\n%s", cmp.Diff(want, got))
		}
	}
	if nodes < 2000 {
		t.Errorf("%d nodes are too few to prove anything", nodes)
	}
}

// Elements that are handed out one at a time and those of lists come from the same
// chunks.
func TestSlabs(t *testing.T) {
	type element struct{ a, b int }
	r := rand.New(rand.NewPCG(3, 4))
	d := newDecoder(make([]byte, 100_000))
	defer d.release()
	owner := map[*element]int{}
	take := func(p *element, id int) {
		if *p != (element{}) {
			t.Fatalf("%+v was handed out", *p)
		}
		if other, ok := owner[p]; ok {
			t.Fatalf("the element of %d was handed out to %d", other, id)
		}
		owner[p] = id
		*p = element{id, id}
	}
	var lists [][]element
	var fill func(id, depth int)
	fill = func(id, depth int) {
		l := slabOf[element](d).beginList(d.pos, 0)
		for range 1 + r.IntN(r.IntN(40)+1) {
			p := l.next(d)
			if *p != (element{}) {
				t.Fatalf("a list has %+v", *p)
			}
			*p = element{id, id}
			if d.pos < len(d.data)-7 {
				d.pos += r.IntN(7)
			}
			if r.IntN(3) == 0 {
				take(allot[element](d), id)
			}
			if depth > 0 && r.IntN(4) == 0 {
				fill(id+1_000_000*depth, depth-1)
			}
		}
		list := l.end()
		for i := range list {
			if other, ok := owner[&list[i]]; ok || list[i] != (element{id, id}) {
				t.Fatalf("an element of list %d is %+v, and was handed out to %d", id, list[i], other)
			}
			owner[&list[i]] = id
		}
		lists = append(lists, list)
	}
	for id := 1; id <= 200; id++ {
		take(allot[element](d), id)
		fill(id, 3)
	}
	for p, id := range owner {
		if *p != (element{id, id}) {
			t.Fatalf("the element of %d is %+v", id, *p)
		}
	}
	if len(lists) < 400 || len(owner) < 2000 {
		t.Errorf("%d lists and %d elements are too few to prove anything", len(lists), len(owner))
	}
}

// Each type has a slab of its own.
func TestSlabsOfManyTypes(t *testing.T) {
	d := &decoder{data: make([]byte, 4096)}
	for range 50 {
		*allot[int](d) = 1
		*allot[string](d) = "a"
		*allot[*int](d) = Ptr(1)
		*allot[thing](d) = thing{ID: "a"}
		l := slabOf[float64](d).beginList(d.pos, 0)
		*l.next(d) = 1
		l.end()
	}
	if len(d.slabs) != 5 {
		t.Errorf("%d slabs for 5 types", len(d.slabs))
	}
	if *allot[int](d) != 0 || *allot[string](d) != "" || *allot[*int](d) != nil || *allot[thing](d) != (thing{}) || *allot[float64](d) != 0 {
		t.Error("what was handed out is not zero")
	}
}

// Chunks stay within their bounds, however a document begins.
func TestChunks(t *testing.T) {
	for _, used := range []int{0, 1, 100, 1 << 20} {
		for _, pos := range []int{0, 1, 1000, 1 << 20} {
			for _, size := range []int{pos, pos + 1, pos + 1<<10, pos + 1<<30} {
				if got := nextChunk(used, pos, size, 3, 50); got < 3 || got > 50 {
					t.Errorf("nextChunk(%d, %d, %d) = %d, want 3 to 50", used, pos, size, got)
				}
			}
		}
	}
	// A list of many elements in a document that seems to go on for ever.
	d := newDecoder(make([]byte, 10<<20))
	defer d.release()
	d.pos = 1
	allot[thing](d)
	if room := len(slabOf[thing](d).free); room >= maxSlabChunk {
		t.Errorf("the first chunk has %d elements", room+1)
	}
	l := slabOf[[64]byte](d).beginList(d.pos, 0)
	for range 1000 {
		l.next(d)
		d.pos++
		if cap(l.list) > 16*len(l.list)+maxGuessed {
			t.Fatalf("a list of %d has room for %d", len(l.list), cap(l.list))
		}
	}
}

// A page gets one list that is as long as the URL says, after one for its first item. Where
// the URL is wrong, that costs no more than a chunk.
func TestPagesGetOneList(t *testing.T) {
	type item struct {
		ID string
		_  [256]byte
	}
	space := strings.Repeat(" ", 64<<10) // as if much followed
	for _, test := range []struct {
		href          string
		items         int
		after         string
		fewest, spare int // elements that are left over
	}{
		{"/tracks?offset=0&limit=50", 50, space, 0, 0},
		{"/tracks?limit=50&offset=0", 50, "", 0, 0},
		{"/tracks?limit=50", 3, "", 0, 2},
		{"/tracks?limit=50", 60, space, 1, maxGuessed},
		{"/tracks?limit=1", 1, space, 0, 0},
		{"/tracks?limit=0", 50, space, 1, maxGuessed},
		{"/tracks?limit=-50", 50, space, 1, maxGuessed},
		{"/tracks?limit=x", 50, space, 1, maxGuessed},
		{"/tracks?limit=99999999999999999999", 50, space, 1, maxSlabChunk},
		{"/tracks?unlimit=50", 50, space, 1, maxGuessed},
		{"limit=50", 50, space, 1, maxGuessed},
		{"", 50, space, 1, maxGuessed},
	} {
		text := "[" + strings.Repeat(`{"id":"abcdefghijklmnopqrstuvwxyz","of":[]},`, test.items)
		d := newDecoder([]byte(text[:len(text)-1] + "]" + test.after))
		var items []item
		d.expectItems(test.href)
		decodeItems(d, &items, func(i *item, d *decoder) {
			d.property("id", func() { d.string(&i.ID) })
		})
		if mistake := d.finish(); mistake != nil || len(items) != test.items || items[len(items)-1].ID == "" {
			t.Errorf("%q: %d items, want %d: %v", test.href, len(items), test.items, mistake)
		}
		s := slabOf[item](d)
		if spare := cap(s.free); spare < test.fewest || spare > test.spare+test.spare/8+8 {
			t.Errorf("%q: room for %d of %d is left over, want %d to %d", test.href, spare, test.items, test.fewest, test.spare)
		}
		if d.most != 0 {
			t.Errorf("%q: %d items are expected of the next list, too", test.href, d.most)
		}
		d.release()
	}
}

// A list without lists in it ends at the next bracket. So its length is known, whatever follows
// in the document, but for brackets in texts.
func TestFlatListsAreAsLongAsTheyAre(t *testing.T) {
	for _, test := range []struct {
		item  string
		spare int
	}{
		{`{"id":"abcd"}`, 0},
		{`{"id":"abcd","x":[]}`, 100},
		{`{"id":"a]b]"}`, 100},
		{`{"id":"a[b["}`, 100},
	} {
		document := "[" + strings.Repeat(test.item+",", 99) + test.item + "]" + strings.Repeat(" ", 64<<10)
		d := newDecoder([]byte(document))
		var list []thing
		decodeList(d, &list, (*thing).decode)
		if mistake := d.finish(); mistake != nil || len(list) != 100 || list[99].ID == "" {
			t.Errorf("%s: %d elements: %v", test.item, len(list), mistake)
		}
		if spare := cap(slabOf[thing](d).free); test.spare == 0 && spare > 16 || test.spare > 0 && spare == 0 {
			t.Errorf("%s: room for %d is left over, want about %d", test.item, spare, test.spare)
		}
		d.release()
	}
}

// What has been kept stays as it is, whatever is kept after it.
func TestTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	d := newDecoder(make([]byte, 1<<20))
	var got, want []string
	buffer := make([]byte, 0, 8192)
	for ; d.pos < len(d.data); d.pos += len(buffer) + 3 {
		text := randomText(r)
		if r.IntN(100) == 0 {
			text = strings.Repeat(text+"!", 1+r.IntN(20))
		}
		if len(text) > cap(buffer) {
			text = text[:cap(buffer)]
		}
		buffer = append(buffer[:0], text...)
		got, want = append(got, d.keep(buffer)), append(want, text)
		clear(buffer)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if d.texts.chunk.Cap() > 2*maxTextChunk {
		t.Errorf("a chunk of %d bytes", d.texts.chunk.Cap())
	}
}

func TestTextsShareWhatIsEqual(t *testing.T) {
	d := newDecoder(make([]byte, 100_000))
	d.pos = 10
	keep := func(text string) string { return d.keep([]byte(text)) }
	same := func(a, b string) bool { return unsafe.StringData(a) == unsafe.StringData(b) }
	url := keep("https://example.com/tracks/6kLCHFM39wkFjOuyPGLGeQ")
	if id := keep("6kLCHFM39wkFjOuyPGLGeQ"); id != url[len(url)-22:] || !same(id, url[len(url)-22:]) {
		t.Errorf("the ID %q is kept beside the URL that ends with it", id)
	}
	keep("something else")
	if again := keep(url); !same(again, url) || again != url {
		t.Errorf("%q is kept twice", again)
	}
	if empty := keep(""); empty != "" {
		t.Errorf("%q for nothing", empty)
	}
	// Same hash, other text: same length, and the same bytes at both ends.
	for _, word := range []string{"track", "trac", "track1", "track", "1234567", "12345678", "1", "é", ""} {
		var got string
		document := []byte(`"` + word + `"          `)
		d := newDecoder(document)
		d.string(&got)
		d.pos = 0
		again := ""
		d.string(&again)
		clear(document)
		if got != word || again != word || !same(got, again) {
			t.Errorf("%q and %q are kept for %q", got, again, word)
		}
	}
	a, b := keep("12345678 a 12345678"), keep("12345678 b 12345678")
	if a != "12345678 a 12345678" || b != "12345678 b 12345678" {
		t.Errorf("%q and %q are confused", a, b)
	}
	// A large text does not keep a chunk alive, and a small one no large text.
	large := keep(strings.Repeat("x", maxTextChunk))
	if small := keep("x"); len(large) != maxTextChunk || same(small, large[maxTextChunk-1:]) {
		t.Error("a small text is a part of a large one")
	}
}

// A decoder that is kept for reuse must not keep a document, or what was read from
// it, alive.
func TestReleaseForgets(t *testing.T) {
	documents := map[string]string{
		"good":   `{"name":"a\nb","names":["x","y"],"next":{"name":"n"},"children":[{},{"children":[{}]}],"markets":["SE","NO"],"kind":{"type":"track"},"size":7,"on":true}`,
		"bad":    `{"name":"a\nb","children":[{"name":"x"},{"value":"y"}]}`,
		"broken": `{"name":"a\nb","children":[{"name":"x"`,
		"large":  `{"name":"` + strings.Repeat(`\n`, 2*maxTextChunk) + `"}`,
	}
	for name, document := range documents {
		t.Run(name, func(t *testing.T) {
			d := newDecoder([]byte(document))
			d.report = func(*DecodeError) {}
			var n node
			var m Markets
			start := d.mark()
			n.decode(d)
			if name == "good" {
				d.rewind(start)
				d.property("markets", func() { m.decode(d) })
				d.rewind(start)
				d.property("kind", func() { d.kind("type"); d.skip() })
				d.rewind(start)
				d.property("size", func() { d.intPointer(new(*int)) })
				d.rewind(start)
				d.property("on", func() { d.boolPointer(new(*bool)) })
				if d.likely == "" || len(d.markets.lists) != 1 || len(d.slabs) < 3 {
					t.Fatalf("kind %q, %d lists of markets, %d slabs", d.likely, len(d.markets.lists), len(d.slabs))
				}
			}
			d.finish()
			d.release()

			v := reflect.ValueOf(d).Elem()
			for i := range v.NumField() {
				switch field := v.Type().Field(i).Name; field {
				case "slabs":
					for _, s := range d.slabs {
						if !reflect.ValueOf(s).Elem().IsZero() {
							t.Errorf("%T keeps %+v", s, s)
						}
					}
				case "markets":
					if len(d.markets.lists)+len(d.markets.hashes) > 0 {
						t.Errorf("markets are remembered: %+v", d.markets)
					}
					for _, m := range d.markets.lists[:cap(d.markets.lists)] {
						if m.raw != nil || m.list != nil {
							t.Errorf("markets are kept: %+v", m)
						}
					}
				case "texts":
					if d.texts.chunk.Cap() != 0 || d.texts.used != 0 || len(d.texts.seen)+len(d.texts.full) != 0 {
						t.Errorf("texts are kept: %+v", d.texts)
					}
					for _, p := range d.texts.seen[:cap(d.texts.seen)] {
						if p != 0 {
							t.Errorf("the place %x is kept", p)
						}
					}
					for _, chunk := range d.texts.full[:cap(d.texts.full)] {
						if chunk != "" {
							t.Errorf("the chunk %.20q is kept", chunk)
						}
					}
					for _, w := range d.texts.words {
						if w != (word{}) {
							t.Errorf("the word %q is kept", w.text)
						}
					}
				case "scratch": // refers to nothing
					if cap(d.scratch) > maxTextChunk {
						t.Errorf("a buffer of %d bytes is kept", cap(d.scratch))
					}
				default:
					if !v.Field(i).IsZero() {
						t.Errorf("%s is kept: %v", field, v.Field(i))
					}
				}
			}
		})
	}
}

// After a first element that is far larger than the rest, a list still grows by a
// part of itself, not by one element after another.
func TestListsGrowAfterALargeElement(t *testing.T) {
	for _, most := range []int{0, maxSlabChunk} {
		d := newDecoder([]byte(`["` + strings.Repeat("x", 1<<20) + `"` + strings.Repeat(`,""`, 10_000) + `]`))
		var list []string
		more, _ := d.array()
		l, moves, movesToMost := slabOf[string](d).beginList(d.pos, most), 0, 0
		for ; more; more = d.element() {
			before := cap(l.list)
			d.string(l.next(d))
			if cap(l.list) != before {
				moves++
			}
			if len(l.list) == most {
				movesToMost = moves
			}
		}
		list = l.end()
		if len(list) != 10_001 || moves > 60 || movesToMost > 20 {
			t.Errorf("at most %d: %d elements, moved %d times, and %d times up to those", most, len(list), moves, movesToMost)
		}
	}
}
