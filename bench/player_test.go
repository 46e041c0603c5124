package main

import "testing"

// TestPlayerCallers makes sure that everything in the answer is found.
func TestPlayerCallers(t *testing.T) {
	b := playerBody(1)
	url, stop, err := serve(b.data)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	for _, cold := range []bool{false, true} {
		for _, r := range playerCallers(url+gzipPath, cold) {
			for range 2 {
				if err := r.check(b); err != nil {
					t.Errorf("cold %t: %v", cold, err)
				}
			}
			if err := r.check(body{b.data, []string{"?"}}); err == nil {
				t.Errorf("cold %t: %s: another name is no error", cold, r.contender)
			}
		}
	}
}
