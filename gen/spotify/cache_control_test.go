package spotify

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestParseCacheControl(t *testing.T) {
	const day = 24 * time.Hour
	tests := []struct {
		values []string
		want   cacheControl
	}{
		{nil, cacheControl{}},
		{[]string{""}, cacheControl{}},
		{[]string{" , ,"}, cacheControl{}},
		{[]string{"private, must-revalidate"}, cacheControl{}},
		{[]string{"private, max-age=86400"}, cacheControl{maxAge: day, hasMaxAge: true}},
		{[]string{"private", "max-age=86400"}, cacheControl{maxAge: day, hasMaxAge: true}},
		{[]string{"MAX-AGE=86400,No-Store"}, cacheControl{maxAge: day, hasMaxAge: true, noStore: true}},
		{[]string{`max-age="86400"`}, cacheControl{maxAge: day, hasMaxAge: true}},
		{[]string{" max-age = 86400 "}, cacheControl{maxAge: day, hasMaxAge: true}},
		{[]string{"s-maxage=86400"}, cacheControl{}},
		{[]string{"max-age=0"}, cacheControl{hasMaxAge: true}},
		{[]string{"no-cache"}, cacheControl{noCache: true}},
		{[]string{`no-cache="Set-Cookie, X"`}, cacheControl{noCache: true}},
		{[]string{`private="no-store, max-age=86400"`}, cacheControl{}},
		{[]string{`x="\", no-store, \"", no-cache`}, cacheControl{noCache: true}},

		// What is wrong keeps less.
		{[]string{"max-age"}, cacheControl{hasMaxAge: true}},
		{[]string{"max-age="}, cacheControl{hasMaxAge: true}},
		{[]string{"max-age=-1"}, cacheControl{hasMaxAge: true}},
		{[]string{"max-age=+1"}, cacheControl{hasMaxAge: true}},
		{[]string{"max-age=1.5"}, cacheControl{hasMaxAge: true}},
		{[]string{"max-age=1 day"}, cacheControl{hasMaxAge: true}},
		{[]string{"max-age=10, max-age=86400"}, cacheControl{hasMaxAge: true}},
		{[]string{"max-age=86400, max-age=86400"}, cacheControl{maxAge: day, hasMaxAge: true}},
		{[]string{"max-age=2147483649"}, cacheControl{maxAge: maxDelta, hasMaxAge: true}},
		{[]string{"max-age=99999999999999999999999999"}, cacheControl{maxAge: maxDelta, hasMaxAge: true}},
		{[]string{`x="max-age=1, no-cache`}, cacheControl{noStore: true}},
		{[]string{`x="`, "max-age=86400"}, cacheControl{noStore: true, maxAge: day, hasMaxAge: true}},
		{[]string{`x="\`}, cacheControl{noStore: true}},
	}
	for _, test := range tests {
		got := parseCacheControl(test.values)
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(cacheControl{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.values, diff)
		}
	}
}

func FuzzCacheControl(f *testing.F) {
	for _, seed := range []string{"", "private, max-age=60", `no-cache="a, b", max-age="1"`, `x="\", no-store`, "max-age=1, MAX-AGE=2", `"\`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		got := parseCacheControl([]string{value})
		if got.maxAge < 0 || got.maxAge > maxDelta || got.maxAge%time.Second != 0 || !got.hasMaxAge && got.maxAge != 0 {
			t.Errorf("%q: max-age %v", value, got.maxAge)
		}
		// Whatever stands on one line, the next one counts.
		two := parseCacheControl([]string{value, "no-store, no-cache, max-age=0"})
		if want := (cacheControl{noStore: true, noCache: true, hasMaxAge: true}); two != want {
			t.Errorf("%q and no-store on the next line: %+v", value, two)
		}
		// And on the same, too, unless a string hides it, which is no-store itself.
		if one := parseCacheControl([]string{value + ",no-store"}); !one.noStore {
			t.Errorf("%q and no-store on the same line: %+v", value, one)
		}
	})
}

func TestFreshness(t *testing.T) {
	// The request was sent at 10:00:00 by our clock, and answered 2 s later.
	requested := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	received := requested.Add(2 * time.Second)
	clock := func(s string) string { return "Sun, 01 Mar 2026 " + s + " GMT" }
	tests := []struct {
		name     string
		header   http.Header
		age      time.Duration
		lifetime time.Duration
	}{
		{"nothing", http.Header{}, 2 * time.Second, 0},
		{"max-age", http.Header{"Cache-Control": {"max-age=60"}}, 2 * time.Second, time.Minute},
		{"no-cache", http.Header{"Cache-Control": {"max-age=60, no-cache"}}, 2 * time.Second, 0},
		{"s-maxage is for shared caches", http.Header{"Cache-Control": {"s-maxage=60"}}, 2 * time.Second, 0},
		{"Date", http.Header{"Date": {clock("09:59:50")}}, 12 * time.Second, 0},
		{"Date of a clock that is ahead", http.Header{"Date": {clock("10:05:00")}}, 2 * time.Second, 0},
		{"Age", http.Header{"Age": {"30"}}, 32 * time.Second, 0},
		{"Age and older Date", http.Header{"Age": {"3"}, "Date": {clock("09:59:50")}}, 12 * time.Second, 0},
		{"two Ages", http.Header{"Age": {"30, 40"}}, 32 * time.Second, 0},
		{"nonsense in Age", http.Header{"Age": {"-30"}}, 2 * time.Second, 0},
		{"huge Age", http.Header{"Age": {"99999999999999999999"}}, maxDelta + 2*time.Second, 0},
		{"Expires", http.Header{"Date": {clock("10:00:01")}, "Expires": {clock("10:01:01")}}, 2 * time.Second, time.Minute},
		{"Expires without Date", http.Header{"Expires": {clock("10:01:01")}}, 2 * time.Second, 0},
		{"Expires in the past", http.Header{"Date": {clock("10:00:01")}, "Expires": {clock("09:00:00")}}, 2 * time.Second, 0},
		{"Expires: 0", http.Header{"Date": {clock("10:00:01")}, "Expires": {"0"}}, 2 * time.Second, 0},
		{"two Expires", http.Header{"Date": {clock("10:00:01")}, "Expires": {clock("10:01:01"), "0"}}, 2 * time.Second, 0},
		{"max-age before Expires", http.Header{
			"Date": {clock("10:00:01")}, "Expires": {clock("10:01:01")}, "Cache-Control": {"max-age=5"},
		}, 2 * time.Second, 5 * time.Second},
		{"broken max-age before Expires", http.Header{
			"Date": {clock("10:00:01")}, "Expires": {clock("10:01:01")}, "Cache-Control": {"max-age=x"},
		}, 2 * time.Second, 0},
		{"far Expires", http.Header{"Date": {clock("10:00:01")}, "Expires": {"Fri, 31 Dec 9999 23:59:59 GMT"}}, 2 * time.Second, maxDelta},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := initialAge(test.header, requested, received); got != test.age {
				t.Errorf("age %v, want %v", got, test.age)
			}
			if got := freshnessLifetime(test.header); got != test.lifetime {
				t.Errorf("lifetime %v, want %v", got, test.lifetime)
			}
		})
	}
}
