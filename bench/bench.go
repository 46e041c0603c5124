package main

import (
	"fmt"
	"io"
)

// A report is everything that was measured in one run.
type report struct {
	Environment []string  `json:"environment"`
	Effort      effort    `json:"effort"`
	Decoding    []table   `json:"decoding"`
	Shapes      []table   `json:"shapes"`
	Encoding    []table   `json:"encoding"`
	EndToEnd    []table   `json:"end_to_end"`
	Player      []table   `json:"player"`
	Heap        []heapRow `json:"heap"`
	HeapPages   int       `json:"heap_pages"`
}

// A table has a row for each contender, this package first.
type table struct {
	Key   string `json:"key"` // name of a body, or path of the server
	Title string `json:"title"`
	Rows  []row  `json:"rows"`
}

// bench measures with the bodies of these kinds. Memory, calls, and answers of other shapes
// are measured if playlist items are among them. Progress is written to log.
func bench(kinds []bodyKind, e effort, pages int, log io.Writer) (report, error) {
	r := report{Environment: environment(), Effort: e}
	for _, kind := range kinds {
		fmt.Fprintf(log, "measuring %s\n", kind.title)
		b := kind.make(1)
		decoding, err := benchDecoding(kind, b, e)
		if err != nil {
			return report{}, fmt.Errorf("decoding %s: %w", kind.name, err)
		}
		r.Decoding = append(r.Decoding, decoding)
		encoding, err := benchEncoding(kind, b, e)
		if err != nil {
			return report{}, fmt.Errorf("encoding %s: %w", kind.name, err)
		}
		r.Encoding = append(r.Encoding, encoding)
		if kind.name != playlist {
			continue
		}
		if r.Shapes, err = benchShapes(e); err != nil {
			return report{}, fmt.Errorf("decoding other shapes: %w", err)
		}
		if r.EndToEnd, err = benchCalls(b, e); err != nil {
			return report{}, fmt.Errorf("from end to end: %w", err)
		}
		if r.Player, err = benchPlayer(e); err != nil {
			return report{}, fmt.Errorf("the player from end to end: %w", err)
		}
		r.HeapPages = pages
		if r.Heap, err = measureHeap(pages); err != nil {
			return report{}, fmt.Errorf("live heap: %w", err)
		}
	}
	return r, nil
}

func benchDecoding(kind bodyKind, b body, e effort) (table, error) {
	rows, err := measureReaders(readers(kind.name), b, e)
	return table{kind.name, kind.title, rows}, err
}

// measureReaders measures readers that have shown that they find everything.
func measureReaders(list []reader, b body, e effort) ([]row, error) {
	var runs []run
	for _, r := range list {
		if err := r.check(b); err != nil {
			return nil, err
		}
		runs = append(runs, run{r.contender, len(b.data), func() error {
			_, err := r.read(b.data)
			return err
		}})
	}
	return measure(runs, e)
}

func benchEncoding(kind bodyKind, b body, e effort) (table, error) {
	list, err := writers(kind.name, b.data)
	if err != nil {
		return table{}, err
	}
	runs, err := writeRuns(list)
	if err != nil {
		return table{}, err
	}
	rows, err := measure(runs, e)
	return table{kind.name, kind.title, rows}, err
}

func benchCalls(b body, e effort) ([]table, error) {
	url, stop, err := serve(b.data)
	if err != nil {
		return nil, err
	}
	defer stop()
	var tables []table
	for _, way := range []struct{ path, title string }{
		{gzipPath, "with gzip"},
		{plainPath, "without gzip"},
	} {
		list, err := callers(url + way.path)
		if err != nil {
			return nil, err
		}
		rows, err := measureReaders(list, b, e)
		if err != nil {
			return nil, err
		}
		tables = append(tables, table{way.path, way.title, rows})
	}
	return tables, nil
}
