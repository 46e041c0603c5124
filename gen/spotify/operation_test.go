package spotify

import "testing"

func TestPagingString(t *testing.T) {
	for paging, want := range map[Paging]string{PagingNone: "none", PagingOffset: "offset", PagingCursor: "cursor", 7: "Paging(7)"} {
		if got := paging.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAvailable(t *testing.T) {
	if !(Availability{Note: "limit at most 10"}).Available() || (Availability{RemovedOn: "2026-02-11"}).Available() {
		t.Error("Available is wrong")
	}
}
