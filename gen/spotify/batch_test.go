package spotify

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// opBatch takes three at a time.
var opBatch = &Operation{Name: "Tracks.GetMany", Method: "GET", Path: "/tracks", Batch: Batch{Param: "ids", Max: 3}}

// ids are as many IDs as wanted: 0, 1, 2 …
func ids(n int) []TrackID {
	list := make([]TrackID, n)
	for i := range list {
		list[i] = TrackID(strconv.Itoa(i))
	}
	return list
}

func TestInBatches(t *testing.T) {
	tests := []struct {
		args    int
		batches []int // sizes
	}{
		{1, []int{1}},
		{3, []int{3}},
		{4, []int{3, 1}},
		{9, []int{3, 3, 3}},
		{10, []int{3, 3, 3, 1}},
	}
	for _, test := range tests {
		t.Run(strconv.Itoa(test.args), func(t *testing.T) {
			var batches []int
			got, err := inBatches(opBatch, ids(test.args), func(batch []TrackID) ([]string, error) {
				batches = append(batches, len(batch))
				results := make([]string, len(batch))
				for i, id := range batch {
					results[i] = "result of " + string(id)
				}
				// What a call does to its batch must not reach the next one.
				_ = append(batch, "another")
				return results, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			want := make([]string, test.args)
			for i := range want {
				want[i] = fmt.Sprintf("result of %d", i)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.batches, batches); diff != "" {
				t.Errorf("batches (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInBatchesFails(t *testing.T) {
	tests := []struct {
		name     string
		args     int
		failing  int // batch
		want     []bool
		from, to int // both 0 for an error without a range
		sent     int
	}{
		{"in the only batch", 3, 0, make([]bool, 3), 0, 0, 1},
		{"in the first batch", 7, 0, make([]bool, 7), 0, 3, 1},
		{"in the second batch", 7, 1, []bool{true, true, true, false, false, false, false}, 3, 6, 2},
		{"in the last batch", 7, 2, []bool{true, true, true, true, true, true, false}, 6, 7, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sent := 0
			got, err := inBatches(opBatch, ids(test.args), func(batch []TrackID) ([]bool, error) {
				defer func() { sent++ }()
				if sent == test.failing {
					return slices.Repeat([]bool{true}, len(batch)), errBroken
				}
				return slices.Repeat([]bool{true}, len(batch)), nil
			})
			wantBatchError(t, err, errBroken, test.from, test.to)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
			if sent != test.sent {
				t.Errorf("%d batches sent, want %d", sent, test.sent)
			}
		})
	}
}

// wantBatchError wants an error with a cause, and with a range unless that is
// empty.
func wantBatchError(t *testing.T, err, cause error, from, to int) {
	t.Helper()
	if !errors.Is(err, cause) {
		t.Fatalf("error %v, want one that is %v", err, cause)
	}
	var failed *BatchError
	ok := errors.As(err, &failed)
	if ok != (to > 0) {
		t.Fatalf("error %v has a range: %v", err, ok)
	}
	if ok && (failed.From != from || failed.To != to || failed.Operation != opBatch.Name) {
		t.Errorf("error of %s, %d to %d, want of %s, %d to %d", failed.Operation, failed.From, failed.To, opBatch.Name, from, to)
	}
}

func TestBatchErrorNamesItsRange(t *testing.T) {
	tests := []struct {
		err  *BatchError
		want string
	}{
		{&BatchError{From: 40, To: 80, Err: errBroken}, "items 40 to 79: broken"},
		{&BatchError{From: 80, To: 81, Err: errBroken}, "item 80: broken"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, test.err.Error()); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// An answer with too few or too many results cannot be told apart.
func TestInBatchesCountsResults(t *testing.T) {
	for _, n := range []int{0, 2, 4} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			batch := 0
			got, err := inBatches(opBatch, ids(6), func([]TrackID) ([]bool, error) {
				batch++
				if batch == 2 {
					return slices.Repeat([]bool{true}, n), nil
				}
				return []bool{true, true, true}, nil
			})
			var failed *DecodeError
			ok := errors.As(err, &failed)
			if !ok || failed.Operation != opBatch.Name {
				t.Fatalf("error %v, want a DecodeError of %s", err, opBatch.Name)
			}
			wantError(t, err, "items 3 to 5", fmt.Sprintf("%d results for 3 arguments", n))
			if diff := cmp.Diff([]bool{true, true, true, false, false, false}, got); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEachBatch(t *testing.T) {
	type call struct {
		From  int
		Batch []TrackID
	}
	calls := func(op *Operation, args []TrackID) []call {
		var calls []call
		err := eachBatch(op, args, func(from int, batch []TrackID) error {
			calls = append(calls, call{from, batch})
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		return calls
	}
	tests := []struct {
		name string
		op   *Operation
		args []TrackID
		want []call
	}{
		{"one", opBatch, ids(1), []call{{0, ids(1)}}},
		{"the maximum", opBatch, ids(3), []call{{0, ids(3)}}},
		{"one more", opBatch, ids(4), []call{{0, ids(3)}, {3, []TrackID{"3"}}}},
		{"three times the maximum", opBatch, ids(9), []call{{0, ids(9)[:3]}, {3, ids(9)[3:6]}, {6, ids(9)[6:]}}},
		{"no maximum is known", opGet, ids(9), []call{{0, ids(9)}}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, calls(test.op, test.args)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestEachBatchStopsAtTheFirstFailure(t *testing.T) {
	var sent []int
	err := eachBatch(opBatch, ids(10), func(from int, _ []TrackID) error {
		sent = append(sent, from)
		if from == 3 {
			return errBroken
		}
		return nil
	})
	wantBatchError(t, err, errBroken, 3, 6)
	if diff := cmp.Diff([]int{0, 3}, sent); diff != "" {
		t.Errorf("sent (-want +got):\n%s", diff)
	}
}

// A change of nothing is refused, like an empty list in a single request. A read of nothing
// has no results.
func TestNoArguments(t *testing.T) {
	for name, args := range map[string][]TrackID{"nil": nil, "empty": {}} {
		sent := func() { t.Errorf("%s: sent", name) }
		_, inBatchesErr := inBatches(opBatch, args, func([]TrackID) ([]bool, error) { sent(); return nil, nil })
		_, oneByOneErr := oneByOne(t.Context(), opBatch, args, func(context.Context, TrackID) (*int, error) { sent(); return nil, nil })
		if inBatchesErr != nil || oneByOneErr != nil {
			t.Errorf("%s, reads: %v, %v", name, inBatchesErr, oneByOneErr)
		}
		err := eachBatch(opBatch, args, func(int, []TrackID) error { sent(); return nil })
		if !errors.Is(err, errNoValues) {
			t.Errorf("%s: error %v", name, err)
		} else {
			wantError(t, err, "spotify: Tracks.GetMany: parameter ids: it has no values; give at least one")
		}
		if err := eachBatchIfAny(opBatch, args, func(int, []TrackID) error { sent(); return nil }); err != nil {
			t.Errorf("%s, one of several lists: error %v", name, err)
		}
	}
}

// A picky is something in a request that cannot always be sent.
type picky struct{ err error }

func (p picky) encode(e *encoder) {
	if p.err != nil {
		e.fail(p.err)
		return
	}
	e.int(1)
}

// A mistake in the last batch is found before the first one is sent.
func TestArgumentsAreCheckedFirst(t *testing.T) {
	sent := func(context.Context, TrackID) (*int, error) {
		t.Error("sent")
		return nil, nil
	}
	withEmpty := append(ids(4), "", "5")
	err := eachBatch(opBatch, withEmpty, func(int, []TrackID) error { t.Error("sent"); return nil })
	wantError(t, err, "spotify: Tracks.GetMany: parameter ids: item 4: it is empty")

	results, err := inBatches(opBatch, withEmpty, func([]TrackID) ([]bool, error) { t.Error("sent"); return nil, nil })
	wantError(t, err, "item 4: it is empty")
	if diff := cmp.Diff(make([]bool, 6), results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}

	_, err = oneByOne(t.Context(), opBatch, withEmpty, sent)
	wantError(t, err, "item 4: it is empty")

	err = eachBatch(opBatch, []picky{{}, {}, {}, {errBroken}}, func(int, []picky) error { t.Error("sent"); return nil })
	wantError(t, err, "item 3: broken")
	if strings.Contains(err.Error(), "json") || !errors.Is(err, errBroken) {
		t.Errorf("error %q", err)
	}

	batches := 0
	err = eachBatch(opBatch, []picky{{}, {}, {}, {}}, func(int, []picky) error { batches++; return nil })
	if err != nil || batches != 2 {
		t.Errorf("%d batches, error %v", batches, err)
	}
}

var (
	errMissing = &APIError{StatusCode: 404}
	errNoScope = &APIError{StatusCode: 403}
)

// The later a read begins, the sooner it ends.
func TestOneByOne(t *testing.T) {
	for _, n := range []int{1, maxParallel, maxParallel + 1, 3 * maxParallel} {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				running, most := 0, 0
				got, err := oneByOne(t.Context(), opBatch, ids(n), func(_ context.Context, id TrackID) (*string, error) {
					mu.Lock()
					running++
					most = max(most, running)
					mu.Unlock()
					i, _ := strconv.Atoi(string(id))
					time.Sleep(time.Duration(n-i) * time.Second)
					mu.Lock()
					running--
					mu.Unlock()
					if i%3 == 1 {
						return nil, fmt.Errorf("wrapped: %w", errMissing)
					}
					return Ptr("result of " + string(id)), nil
				})
				if err != nil {
					t.Fatal(err)
				}
				want := make([]*string, n)
				for i := range want {
					if i%3 != 1 {
						want[i] = Ptr(fmt.Sprintf("result of %d", i))
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("results (-want +got):\n%s", diff)
				}
				if most != min(n, maxParallel) || running != 0 {
					t.Errorf("%d reads at a time, want %d; %d are left", most, min(n, maxParallel), running)
				}
			})
		})
	}
}

// A readPlan says what becomes of the reads of 0, 1, 2 …: how long each takes, and
// how it ends.
type readPlan []struct {
	takes time.Duration
	err   error
}

func (p readPlan) read(ctx context.Context, id TrackID) (*TrackID, error) {
	i, _ := strconv.Atoi(string(id))
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("interrupted: %w", ctx.Err())
	case <-time.After(p[i].takes):
	}
	if p[i].err != nil {
		return nil, p[i].err
	}
	return &id, nil
}

func TestOneByOneFails(t *testing.T) {
	const s = time.Second
	tests := []struct {
		name string
		plan readPlan
		err  error
		from int // -1 for an error without a range
		took time.Duration
	}{
		{"the only one", readPlan{{1 * s, errNoScope}}, errNoScope, -1, 1 * s},
		{"the first", readPlan{{1 * s, errNoScope}, {9 * s, nil}, {9 * s, nil}}, errNoScope, 0, 1 * s},
		{"the last", readPlan{{1 * s, nil}, {1 * s, nil}, {2 * s, errNoScope}}, errNoScope, 2, 2 * s},
		{"the results of earlier ones still count", readPlan{{5 * s, nil}, {4 * s, errMissing}, {1 * s, errNoScope}, {9 * s, nil}}, errNoScope, 2, 5 * s},
		{"an earlier one fails later", readPlan{{1 * s, nil}, {5 * s, errBroken}, {9 * s, nil}, {1 * s, errNoScope}}, errBroken, 1, 5 * s},
		{"a later one fails at the same time", readPlan{{1 * s, errBroken}, {1 * s, errNoScope}}, errBroken, 0, 1 * s},
		{"nothing more is sent", readPlan{{1 * s, nil}, {1 * s, errNoScope}, {9 * s, nil}, {9 * s, nil}, {9 * s, nil}, {9 * s, nil}, {9 * s, nil}}, errNoScope, 1, 1 * s},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				got, err := oneByOne(t.Context(), opBatch, ids(len(test.plan)), test.plan.read)
				if test.from < 0 {
					wantBatchError(t, err, test.err, 0, 0)
				} else {
					wantBatchError(t, err, test.err, test.from, test.from+1)
				}
				want := make([]*TrackID, len(test.plan))
				for i := range max(test.from, 0) {
					if test.plan[i].err == nil {
						want[i] = &ids(len(test.plan))[i]
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("results (-want +got):\n%s", diff)
				}
				if took := time.Since(begin); took != test.took {
					t.Errorf("it took %v, want %v", took, test.took)
				}
			})
		})
	}
}

func TestOneByOneWithContextThatEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeoutCause(t.Context(), 3*time.Second, errBroken)
		defer cancel()
		plan := readPlan{{1 * time.Second, nil}, {2 * time.Second, nil}, {time.Hour, nil}, {time.Hour, nil}, {1 * time.Second, nil}, {time.Hour, nil}, {time.Hour, nil}}
		got, err := oneByOne(ctx, opBatch, ids(len(plan)), plan.read)
		wantBatchError(t, err, context.DeadlineExceeded, 2, 3)
		if diff := cmp.Diff([]*TrackID{Ptr(TrackID("0")), Ptr(TrackID("1")), nil, nil, nil, nil, nil}, got); diff != "" {
			t.Errorf("results (-want +got):\n%s", diff)
		}
	})
	t.Run("before it begins", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := oneByOne(ctx, opBatch, ids(9), slices.Repeat(readPlan{{takes: time.Hour}}, 9).read)
		wantBatchError(t, err, context.Canceled, 0, 1)
	})
}
