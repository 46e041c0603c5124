//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// total is there in the pages of the table, also where the API has none.
func TestIteratorsReadOddLists(t *testing.T) {
	tests := []struct {
		name  string
		odd   oddities
		limit int
		want  []string
	}{
		{"an empty page in the middle", oddities{empty: 2}, 2, []string{name(1), name(2), name(5), name(6), name(7)}},
		{"next never ends", oddities{endless: true}, 3, namesFrom(0)},
		{"an empty page, and next never ends", oddities{empty: 6, endless: true}, 2, []string{name(1), name(2), name(3), name(5), name(6)}},
		{"smaller pages than asked for", oddities{most: 2}, 5, namesFrom(0)},
		{"much smaller pages than asked for", oddities{most: 1}, 0, namesFrom(0)},
	}
	for name, it := range iterators {
		for _, test := range tests {
			for _, ahead := range []int{0, 2} {
				t.Run(fmt.Sprintf("%s/%s/ahead %d", name, test.name, ahead), func(t *testing.T) {
					server := it.oddLister(t, "https://api.spotify.com", test.odd)
					got, err := it.all(server.client(), page{Limit: test.limit}, spotify.WithPrefetch(ahead))
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(test.want, got); diff != "" {
						t.Errorf("items (-want +got):\n%s", diff)
					}
					if n := len(server.sent()); n > 2*listed {
						t.Errorf("%d requests for %d items", n, listed)
					}
				})
			}
		}
	}
}

// An empty page without next ends a list only if the total says so. A list with cursors
// cannot go on from there.
func TestIteratorsReadPastBlankPages(t *testing.T) {
	for name, it := range iterators {
		for _, ahead := range []int{0, 2} {
			server := it.oddLister(t, "https://api.spotify.com", oddities{blank: 2})
			got, err := it.all(server.client(), page{Limit: 2}, spotify.WithPrefetch(ahead))
			want := slices.Concat(namesFrom(0)[:2], namesFrom(4))
			if it.cursor != "" {
				want = want[:2]
			}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("%s, %d ahead: error %v, items (-want +got):\n%s", name, ahead, err, diff)
			}
		}
	}
}

// A mode that has been declared by mistake does not cost the list.
func TestIteratorsFallBackToSmallPages(t *testing.T) {
	for _, name := range []string{"Artists.AllAlbums", "Search.AllAlbums", "Search.AllTracks"} {
		for _, limit := range []int{0, 50} {
			for _, ahead := range []int{0, 2} {
				t.Run(fmt.Sprintf("%s/limit %d/ahead %d", name, limit, ahead), func(t *testing.T) {
					it := iterators[name]
					server := it.oddLister(t, "", oddities{most: 10, refuse: true})
					got, err := it.all(server.client(spotify.WithQuotaMode(spotify.Extended)), page{Limit: limit}, spotify.WithPrefetch(ahead))
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(namesFrom(0), got); diff != "" {
						t.Errorf("items (-want +got):\n%s", diff)
					}
					if diff := cmp.Diff([]request{it.want(50, 0), it.want(10, 0)}, server.sent()); diff != "" {
						t.Errorf("requests (-want +got):\n%s", diff)
					}
				})
			}
		}
	}
	it := iterators["Artists.AllAlbums"]
	server := it.oddLister(t, "", oddities{most: 9, refuse: true})
	if _, err := it.all(server.client(spotify.WithQuotaMode(spotify.Extended)), page{}); !errors.Is(err, spotify.ErrBadRequest) {
		t.Errorf("error %v, want that of the smaller page", err)
	}
}

// The API bounds the end of a page of a search, not only its offset.
func TestSearchesEndAtTheBound(t *testing.T) {
	const bound = 1000
	for _, limit := range []int{0, 7, 10, 30, 50} {
		for _, ahead := range []int{0, 4} {
			server := serve(t, func(w http.ResponseWriter, r request) {
				size, _ := strconv.Atoi(r.Query.Get("limit"))
				offset, _ := strconv.Atoi(r.Query.Get("offset"))
				if offset+size > bound {
					w.WriteHeader(http.StatusBadRequest)
					fmt.Fprint(w, `{"error":{"status":400,"message":"Invalid offset"}}`)
					return
				}
				body := ""
				for range size {
					body += `,{"name":"x"}`
				}
				fmt.Fprintf(w, `{"tracks":{"items":[%s],"limit":%d,"offset":%d,"total":5000,"next":"https://api.spotify.com/v1/search?offset=%d"}}`,
					body[1:], size, offset, offset+size)
			})
			got, err := iterators["Search.AllTracks"].all(server.client(), page{Limit: limit}, spotify.WithPrefetch(ahead))
			if err != nil || len(got) != bound {
				t.Errorf("pages of %d, %d ahead: %d items, error %v; want %d", limit, ahead, len(got), err, bound)
			}
		}
	}
}
