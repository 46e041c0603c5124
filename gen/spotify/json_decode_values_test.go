package spotify

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readThings reads a page of things.
func readThings(t *testing.T, c *caller, options ...RequestOption) ([]thing, error) {
	t.Helper()
	r := newRequest(opGet, options)
	r.path("id", testTrackID)
	var things []thing
	err := c.do(t.Context(), r, func(d *decoder) {
		d.property("items", func() { decodeItems(d, &things, (*thing).decode) })
	})
	return things, err
}

const badPage = `{"items":[{"id":"a"},{"id":"b","total":"x"},{"id":"c"},7],"total":4}`

func TestBadItems(t *testing.T) {
	type report struct {
		Operation, Path, Message string
		Offset                   int64
	}
	var reports []report
	option := WithBadItems(func(m *DecodeError) {
		reports = append(reports, report{m.Operation, m.Path, m.Err.Error(), m.Offset})
	})
	c := newCaller(answers(200, nil, badPage))
	for range 2 { // what was reported is forgotten
		reports = nil
		got, err := readThings(t, c, option)
		if diff := cmp.Diff([]thing{{ID: "a"}, {}, {ID: "c"}, {}}, got); diff != "" || err != nil {
			t.Errorf("error %v (-want +got):\n%s", err, diff)
		}
		want := []report{
			{"Tracks.Get", "$.items[1].total", "a string instead of an integer", 39},
			{"Tracks.Get", "$.items[3]", "a number instead of an object", 55},
		}
		if diff := cmp.Diff(want, reports); diff != "" {
			t.Errorf("reports (-want +got):\n%s", diff)
		}
	}

	// As an option of all calls, and the last one counts.
	reports = nil
	first := WithBadItems(func(m *DecodeError) { t.Errorf("the first option is told of %v", m) })
	if _, err := readThings(t, c.with(first), option); err != nil || len(reports) != 2 {
		t.Errorf("%d reports, error %v", len(reports), err)
	}

	// Only for items, and only for calls that ask for it.
	reports = nil
	_, err := readThings(t, c)
	wantMistake(t, err, "$.items[1].total", 39, "a string instead of an integer")
	_, err = getThing(t.Context(), newCaller(answers(200, nil, `{"total":"x"}`)).with(option))
	wantMistake(t, err, "$.total", 9, "a string instead of an integer")
	for _, body := range []string{badPage[:len(badPage)-1], badPage + "x", `{"items":[{"id":}]}`, `{"items":{}}`} {
		if _, err := readThings(t, newCaller(answers(200, nil, body)), option); err == nil {
			t.Errorf("%s: no error", body)
		}
	}
	if len(reports) != 4 { // in the first two, behind which the rest is broken
		t.Errorf("%d reports, want 4: %+v", len(reports), reports)
	}
}

func TestNilReport(t *testing.T) {
	_, err := readThings(t, newCaller(answers(200, nil, badPage)), WithBadItems(nil))
	if ok := errors.As(err, new(*DecodeError)); !ok {
		t.Errorf("error %v, want that of an item", err)
	}
}

// A function that is told of bad items may call the client.
func TestReportCallsTheClient(t *testing.T) {
	c := newCaller(answers(200, nil, badPage))
	var within []thing
	got, err := readThings(t, c, WithBadItems(func(*DecodeError) {
		inner, err := readThings(t, c, WithBadItems(func(*DecodeError) {}))
		if err != nil {
			t.Error(err)
		}
		within = append(within, inner...)
	}))
	want := []thing{{ID: "a"}, {}, {ID: "c"}, {}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(append(want, want...), within); diff != "" {
		t.Errorf("within (-want +got):\n%s", diff)
	}
}

func TestBadItemsConcurrently(t *testing.T) {
	c := newCaller(answers(200, nil, badPage))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				reports := 0
				if _, err := readThings(t, c, WithBadItems(func(*DecodeError) { reports++ })); err != nil || reports != 2 {
					t.Errorf("%d reports, error %v", reports, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestDecodeErrorText(t *testing.T) {
	tests := []struct {
		err  *DecodeError
		want string
	}{
		{&DecodeError{Operation: "Tracks.Get", Path: "$.a", Offset: 7, Err: errBroken}, "spotify: Tracks.Get: cannot decode the answer at $.a (offset 7): broken"},
		{&DecodeError{Operation: "Tracks.Get", Path: "$", Err: errBroken}, "spotify: Tracks.Get: cannot decode the answer at $: broken"},
		{&DecodeError{Operation: "Tracks.Get", Err: errBroken}, "spotify: Tracks.Get: cannot decode the answer: broken"},
		{&DecodeError{Path: "$[1]", Offset: 3, Err: errBroken}, "spotify: cannot decode at $[1] (offset 3): broken"},
		{&DecodeError{}, "spotify: cannot decode"},
		{&DecodeError{Err: fmt.Errorf("%s\n\x00", strings.Repeat("long ", 100))}, "spotify: cannot decode: " + strings.TrimSpace(strings.Repeat("long ", 100))[:maxMessage-len(ellipsis)] + ellipsis},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.err.Error()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Whatever an answer is, its error fits a line.
func TestDecodeErrorsAreBounded(t *testing.T) {
	long := strings.Repeat(`{"a long key with spaces and \n and `+strings.Repeat("x", 100)+`":`, 100)
	for _, body := range []string{long, long + "x", "\x00\n", `{"id":` + strings.Repeat("9", 1000) + `}`, `{"total":1.` + strings.Repeat("9", 1000) + `}`, "{\"id\":\"\n\"}"} {
		_, err := getThing(t.Context(), newCaller(answers(200, nil, body)))
		wantError(t, err, "Tracks.Get")
		if len(err.Error()) > 5000 {
			t.Errorf("%d bytes: %.100s", len(err.Error()), err)
		}
	}
}
