package main

import (
	"fmt"
	"slices"
)

// A target is something that this package wants to reach, with 100 playlist items with
// markets unless it says so.
type target struct {
	want    string
	measure func(r report) (value float64, ok bool)
	met     func(value float64) bool
	format  string // of the value
}

// A verdict is what became of a target.
type verdict struct {
	Want     string `json:"want"`
	Measured string `json:"measured"`
	Verdict  string `json:"verdict"` // met, missed, or not measured
}

func targets() []target {
	decoding := func(r report) []row { return rowsOf(r.Decoding, playlist) }
	encoding := func(r report) []row { return rowsOf(r.Encoding, playlist) }
	decodings := func(r report) []table { return slices.Concat(r.Decoding, r.Shapes) }
	encodings := func(r report) []table { return r.Encoding }
	withGzip := func(r report) []row { return rowsOf(r.EndToEnd, gzipPath) }
	return []target{
		{"decodes at least 20 × faster than zmb3/spotify", timesFaster(decoding, zmb3Types), atLeast(20), "%.2f ×"},
		{"decodes at least 30 × faster than oapi-codegen's types", timesFaster(decoding, stockTypes), atLeast(30), "%.2f ×"},
		{"decodes at least 4 × faster than bytedance/sonic into lean structs", timesFaster(decoding, sonicLean), atLeast(4), "%.2f ×"},
		{"decodes in at most 0.8 of the time that sonic.Valid needs", timeOf(decoding, sonicValid), atMost(0.8), "%.2f of it"},
		{"decodes no answer slower than bytedance/sonic into lean structs", atWorst(decodings, sonicLean), atMost(1), "%.2f of its time at worst"},
		{"encodes no answer slower than bytedance/sonic from lean structs", atWorst(encodings, sonicLean), atMost(1), "%.2f of its time at worst"},
		{"decodes with at most 40 allocations", allocations(decoding), atMost(40), "%.1f"},
		{"keeps at most a tenth of the memory that zmb3/spotify keeps", heapOf(zmb3Types), atMost(0.1), "%.3f of it"},
		{"from end to end with gzip, takes at most a quarter of the time of oapi-codegen's client", timeOf(withGzip, stockTypes), atMost(0.25), "%.3f of it"},
		{"from end to end with gzip, takes at most 1.25 of the time of net/http alone, which drops the body", timeOf(withGzip, httpOnly), atMost(1.25), "%.2f of it"},
		{"calls the player in less time and fewer bytes than zmb3/spotify, warm and cold", playerAtWorst, atMost(1), "%.2f of them at worst"},
		{"encodes at least 3 × faster than encoding/json", timesFaster(encoding, jsonLean), atLeast(3), "%.2f ×"},
	}
}

// verdicts holds what was measured against the targets.
func verdicts(r report) []verdict {
	var list []verdict
	for _, t := range targets() {
		list = append(list, t.judge(r))
	}
	return list
}

func (t target) judge(r report) verdict {
	value, ok := t.measure(r)
	switch {
	case !ok:
		return verdict{Want: t.want, Verdict: "not measured"}
	case t.met(value):
		return verdict{t.want, fmt.Sprintf(t.format, value), "met"}
	}
	return verdict{t.want, fmt.Sprintf(t.format, value), "missed"}
}

func atLeast(bound float64) func(float64) bool {
	return func(value float64) bool { return value >= bound }
}
func atMost(bound float64) func(float64) bool {
	return func(value float64) bool { return value <= bound }
}

// timesFaster returns how many times the time of this package a contender needs.
func timesFaster(rows func(report) []row, contender string) func(report) (float64, bool) {
	return func(r report) (float64, bool) {
		part, ok := timeOf(rows, contender)(r)
		return 1 / part, ok
	}
}

// timeOf returns which part of the time of a contender this package needs.
func timeOf(rows func(report) []row, contender string) func(report) (float64, bool) {
	return func(r report) (float64, bool) {
		ours, found := rowOf(rows(r), thisPackage)
		theirs, alsoFound := rowOf(rows(r), contender)
		return ours.Nanoseconds / theirs.Nanoseconds, found && alsoFound
	}
}

// atWorst is timeOf for the body with which this package does worst.
func atWorst(tables func(report) []table, contender string) func(report) (float64, bool) {
	return func(r report) (worst float64, ok bool) {
		for _, t := range tables(r) {
			part, found := timeOf(func(report) []row { return t.Rows }, contender)(r)
			if !found {
				return 0, false
			}
			worst, ok = max(worst, part), true
		}
		return worst, ok
	}
}

func allocations(rows func(report) []row) func(report) (float64, bool) {
	return func(r report) (float64, bool) {
		ours, found := rowOf(rows(r), thisPackage)
		return ours.Allocations, found
	}
}

// heapOf returns which part of the memory of a contender this package keeps.
func heapOf(contender string) func(report) (float64, bool) {
	return func(r report) (float64, bool) {
		var ours, theirs float64
		for _, row := range r.Heap {
			switch row.Contender {
			case thisPackage:
				ours = row.Bytes
			case contender:
				theirs = row.Bytes
			}
		}
		return ours / theirs, ours > 0 && theirs > 0
	}
}

func rowsOf(tables []table, key string) []row {
	for _, t := range tables {
		if t.Key == key {
			return t.Rows
		}
	}
	return nil
}

func rowOf(rows []row, contender string) (row, bool) {
	for _, r := range rows {
		if r.Contender == contender {
			return r, true
		}
	}
	return row{}, false
}
