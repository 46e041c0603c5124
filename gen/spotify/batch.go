package spotify

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
)

// A BatchError says that a method which takes any number of things has failed
// for some of them. The results returned with it are valid for everything
// before From. For reads, they are zero from there on.
type BatchError struct {
	// Operation is the Go name of the operation, like "Library.Save".
	Operation string
	// From and To are the range of the arguments that failed, counted from 0: From
	// is the first, To is one past the last. A write has not sent the arguments
	// from To on.
	From, To int
	// Err is the error of the failed request.
	Err error
}

// Error returns which arguments failed, counted from 0, and the text of Err.
func (e *BatchError) Error() string {
	if e.To == e.From+1 {
		return fmt.Sprintf("item %d: %v", e.From, e.Err)
	}
	return fmt.Sprintf("items %d to %d: %v", e.From, e.To-1, e.Err)
}

// Unwrap returns Err.
func (e *BatchError) Unwrap() error { return e.Err }

// inBatches calls an operation for as many arguments at a time as it takes, one
// request after another, and puts the results together in the order of the
// arguments. Without arguments, the results are known: none.
func inBatches[A, R any](op *Operation, args []A, call func(batch []A) ([]R, error)) ([]R, error) {
	results := make([]R, 0, len(args))
	err := eachBatchIfAny(op, args, func(from int, batch []A) error {
		part, err := call(batch)
		if err == nil && len(part) != len(batch) {
			err = &DecodeError{Operation: op.Name, Path: "$", Err: fmt.Errorf("%d results for %d arguments", len(part), len(batch))}
		}
		if err != nil {
			return err
		}
		results = append(results, part...)
		return nil
	})
	if err != nil {
		results = append(results, make([]R, len(args)-len(results))...)
	}
	return results, err
}

// eachBatch cuts the arguments into batches and stops at the first that fails.
// If one request is enough, the error is that of the request.
func eachBatch[A any](op *Operation, args []A, call func(from int, batch []A) error) error {
	if err := requireArguments(op, len(args)); err != nil {
		return err
	}
	return eachBatchIfAny(op, args, call)
}

// eachBatchIfAny is eachBatch for a list that may be empty, and then nothing is sent for
// it: that of a read, or one of several lists.
func eachBatchIfAny[A any](op *Operation, args []A, call func(from int, batch []A) error) error {
	if err := checkArguments(op, args); err != nil {
		return err
	}
	size := op.Batch.Max
	if size <= 0 {
		size = len(args)
	}
	for from := 0; from < len(args); from += size {
		to := min(from+size, len(args))
		if err := call(from, args[from:to:to]); err != nil {
			if len(args) <= size {
				return err
			}
			return &BatchError{Operation: op.Name, From: from, To: to, Err: err}
		}
	}
	return nil
}

// requireArguments refuses a change of nothing, as the API would.
func requireArguments(op *Operation, n int) error {
	if n == 0 {
		return operationError(op, fmt.Errorf("parameter %s: %w", op.Batch.Param, errNoValues))
	}
	return nil
}

// checkArguments finds out whether an operation can be sent for all arguments,
// before it is sent for the first of them.
func checkArguments[A any](op *Operation, args []A) error {
	for i := range args {
		if err := checkArgument(&args[i]); err != nil {
			return operationError(op, fmt.Errorf("parameter %s: item %d: %w", op.Batch.Param, i, err))
		}
	}
	return nil
}

func checkArgument[A any](arg *A) error {
	switch v := any(arg).(type) {
	case *Resource: // checkResources has seen it
	case encodable:
		// Types with their own JSON report values that cannot be sent.
		_, err := marshal(v.encode)
		return err
	default:
		if v := reflect.ValueOf(arg).Elem(); v.Kind() == reflect.String && v.Len() == 0 {
			return errEmpty
		}
	}
	return nil
}

// noSnapshot is the error of positions without the version of the playlist in which
// they count. In another version they are those of other items: after a change by
// somebody else, and after each request that removes some, also if it is only sent
// once more.
func noSnapshot(op *Operation) error {
	return operationError(op, errors.New("parameter snapshot_id: it is empty; positions need the snapshot ID of the version of the playlist in which they count"))
}

// maxParallel bounds the single reads that stand for a batch read in development
// mode.
const maxParallel = 4

// oneByOne reads things one at a time, a few in parallel, for apps in development
// mode, which have no batch reads. An unknown ID is nil in its position, as in a
// batch. After a failure nothing more is sent; reads that are under way are
// interrupted, except for those of earlier arguments, whose results still count.
func oneByOne[A, R any](ctx context.Context, op *Operation, args []A, read func(ctx context.Context, arg A) (*R, error)) ([]*R, error) {
	if err := checkArguments(op, args); err != nil {
		return nil, err
	}
	results := make([]*R, len(args))
	reads := &singleReads{failed: len(args)}
	slots := make(chan struct{}, maxParallel)
	for i, arg := range args {
		slots <- struct{}{}
		ctx, cancel, ok := reads.begin(ctx)
		if !ok {
			break
		}
		reads.running.Go(func() {
			defer func() { <-slots }()
			defer cancel()
			result, err := read(ctx, arg)
			switch {
			case err == nil:
				results[i] = result
			case !errors.Is(err, ErrNotFound):
				reads.fail(i, err)
			}
		})
	}
	reads.running.Wait()
	if reads.err == nil {
		return results, nil
	}
	clear(results[reads.failed:])
	if len(args) == 1 {
		return results, reads.err
	}
	return results, &BatchError{Operation: op.Name, From: reads.failed, To: reads.failed + 1, Err: reads.err}
}

// singleReads are reads that begin in the order of their arguments.
type singleReads struct {
	running sync.WaitGroup

	mu      sync.Mutex
	cancels []context.CancelFunc // of the reads that have begun
	failed  int                  // the first argument that failed
	err     error                // of that argument
}

// begin reports false after a failure.
func (s *singleReads) begin(ctx context.Context) (context.Context, context.CancelFunc, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return nil, nil, false
	}
	ctx, cancel := context.WithCancel(ctx)
	s.cancels = append(s.cancels, cancel)
	return ctx, cancel, true
}

// fail records a failure, unless an earlier argument has failed already and this
// may be no more than the consequence.
func (s *singleReads) fail(i int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i > s.failed {
		return
	}
	s.failed, s.err = i, err
	for _, cancel := range s.cancels[i+1:] {
		cancel()
	}
}
