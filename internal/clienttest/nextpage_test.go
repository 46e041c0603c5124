//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// held is how a test holds a page of any type.
type held struct {
	page spotify.AnyPage
	// names are those of the items of the page.
	names func() []string
	// rest are those of the items behind it.
	rest func(c *spotify.Client, o ...spotify.RequestOption) ([]string, error)
}

func hold[T any](page *spotify.Page[T], nameOf func(T) string) held {
	return held{page,
		func() []string { return namesOf(page.Items, nameOf) },
		func(c *spotify.Client, o ...spotify.RequestOption) ([]string, error) {
			return names(page.Rest(ctx, c, o...), nameOf)
		}}
}

func holdCursor[T any](page *spotify.CursorPage[T], nameOf func(T) string) held {
	return held{page,
		func() []string { return namesOf(page.Items, nameOf) },
		func(c *spotify.Client, o ...spotify.RequestOption) ([]string, error) {
			return names(page.Rest(ctx, c, o...), nameOf)
		}}
}

func namesOf[T any](items []T, nameOf func(T) string) (list []string) {
	for _, item := range items {
		list = append(list, nameOf(item))
	}
	return list
}

func entryName(i spotify.PlaylistItem) string {
	if i.Item.Track == nil {
		return ""
	}
	return fmt.Sprintf("%s at %d", i.Item.Track.Name, i.Position)
}

// inHand are lists of which the first page of three comes from elsewhere than from the
// method that iterates over them, or from the method that reads one.
var inHand = map[string]struct {
	item, envelope, cursor string
	first                  string // path of the first page; the others have that of the list
	list                   string
	around                 string // of the first page
	fixed                  string
	get                    func(c *spotify.Client) (held, error)
	nameOf                 func(i int) string
}{
	"saved tracks": {item: trackItem, list: "/me/tracks", fixed: "market=SE",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Tracks.ListSaved(ctx, &spotify.TracksListSavedOptions{Limit: 3, Market: "SE"})
			return hold(page, func(i spotify.SavedTrack) string { return i.Track.Name }), err
		}},
	"new releases": {item: plainItem, list: "/browse/new-releases", envelope: "albums",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Albums.ListNewReleases(ctx, &spotify.AlbumsListNewReleasesOptions{Limit: 3})
			return hold(page, func(i spotify.SimplifiedAlbum) string { return i.Name }), err
		}},
	"a search": {item: plainItem, list: "/search", envelope: "artists", fixed: "q=a%2Fb&type=artist",
		get: func(c *spotify.Client) (held, error) {
			found, err := c.Search.Query(ctx, "a/b", []spotify.Kind{spotify.KindArtist}, &spotify.SearchQueryOptions{Limit: 3})
			if err != nil {
				return held{}, err
			}
			return hold(found.Artists, func(i spotify.Artist) string { return i.Name }), err
		}},
	"top artists": {item: plainItem, list: "/me/top/artists",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Users.ListTopArtists(ctx, &spotify.UsersListTopArtistsOptions{Limit: 3})
			return hold(page, func(i spotify.Artist) string { return i.Name }), err
		}},
	"top tracks": {item: plainItem, list: "/me/top/tracks",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Users.ListTopTracks(ctx, &spotify.UsersListTopTracksOptions{Limit: 3})
			return hold(page, func(i spotify.Track) string { return i.Name }), err
		}},
	"playlists of a user": {item: plainItem, list: "/users/a%2Fb/playlists",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Playlists.ListForUser(ctx, "a/b", &spotify.PlaylistsListForUserOptions{Limit: 3})
			return hold(page, func(i spotify.SimplifiedPlaylist) string { return i.Name }), err
		}},
	"items of a playlist": {item: newItem, list: "/playlists/x/items",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Playlists.ListItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Limit: 3})
			return hold(page, entryName), err
		},
		nameOf: func(i int) string { return fmt.Sprintf("item %d at %d", i, i-1) }},
	"items in a playlist": {item: newItem, first: "/playlists/x", list: "/playlists/x/items", around: `{"name":"p","items":%s}`,
		get: func(c *spotify.Client) (held, error) {
			p, err := c.Playlists.Get(ctx, "x", nil)
			if err != nil {
				return held{}, err
			}
			return hold(p.Items, entryName), nil
		},
		nameOf: func(i int) string { return fmt.Sprintf("item %d at %d", i, i-1) }},
	"items in a playlist, by their older name": {item: oldItem, first: "/playlists/x", list: "/playlists/x/tracks", around: `{"name":"p","tracks":%s}`,
		get: func(c *spotify.Client) (held, error) {
			p, err := c.Playlists.Get(ctx, "x", nil)
			if err != nil {
				return held{}, err
			}
			return hold(p.Items, entryName), nil
		},
		nameOf: func(i int) string { return fmt.Sprintf("item %d at %d", i, i-1) }},
	"tracks in an album": {item: plainItem, first: "/albums/x", list: "/albums/x/tracks", around: `{"name":"a","tracks":%s}`,
		get: func(c *spotify.Client) (held, error) {
			album, err := c.Albums.Get(ctx, "x", nil)
			if err != nil {
				return held{}, err
			}
			return hold(&album.Tracks, func(i spotify.SimplifiedTrack) string { return i.Name }), nil
		}},
	"episodes in a show": {item: plainItem, first: "/shows/x", list: "/shows/x/episodes", around: `{"name":"s","episodes":%s}`,
		get: func(c *spotify.Client) (held, error) {
			show, err := c.Shows.Get(ctx, "x", nil)
			if err != nil {
				return held{}, err
			}
			return hold(&show.Episodes, func(i spotify.SimplifiedEpisode) string { return i.Name }), nil
		}},
	"followed artists": {item: plainItem, list: "/me/following", envelope: "artists", cursor: "after", fixed: "type=artist",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Users.ListFollowedArtists(ctx, &spotify.UsersListFollowedArtistsOptions{Limit: 3})
			return holdCursor(page, func(i spotify.Artist) string { return i.Name }), err
		}},
	"recently played": {item: trackItem, list: "/me/player/recently-played", cursor: "before",
		get: func(c *spotify.Client) (held, error) {
			page, err := c.Player.ListRecentlyPlayed(ctx, &spotify.PlayerListRecentlyPlayedOptions{Limit: 3})
			return holdCursor(page, func(i spotify.PlayHistory) string { return i.Track.Name }), err
		}},
}

// serveInHand serves a list of seven in pages of three. All links have the address of
// Spotify, and that of a search has the text under another name.
func serveInHand(t *testing.T, name string) *fake {
	list := inHand[name]
	return serve(t, func(w http.ResponseWriter, r request) {
		position := "offset"
		if list.cursor != "" {
			position = list.cursor
		}
		start, _ := strconv.Atoi(r.Query.Get(position))
		end := min(start+3, listed)
		var items []string
		for i := start + 1; i <= end; i++ {
			items = append(items, fmt.Sprintf(list.item, fmt.Sprintf("item %d", i)))
		}
		next := "null"
		if end < listed {
			query, _ := url.ParseQuery(list.fixed)
			query.Set(position, strconv.Itoa(end))
			query.Set("limit", "3")
			if query.Has("q") {
				query.Set("query", query.Get("q"))
				query.Del("q")
			}
			next = strconv.Quote("https://api.spotify.com/v1" + list.list + "?" + query.Encode())
		}
		body := fmt.Sprintf(`{"items":[%s],"limit":3,"next":%s,"offset":%d,"total":%d}`, strings.Join(items, ","), next, start, listed)
		switch {
		case list.around != "" && r.Path == list.first:
			body = fmt.Sprintf(list.around, body)
		case list.envelope != "":
			body = fmt.Sprintf(`{"other":{"items":[]},%q:%s}`, list.envelope, body)
		}
		fmt.Fprint(w, body)
	})
}

func TestNextPage(t *testing.T) {
	for name, list := range inHand {
		nameOf := list.nameOf
		if nameOf == nil {
			nameOf = func(i int) string { return fmt.Sprintf("item %d", i) }
		}
		var all []string
		for i := 1; i <= listed; i++ {
			all = append(all, nameOf(i))
		}
		t.Run(name+"/NextPage", func(t *testing.T) {
			server := serveInHand(t, name)
			c := server.client()
			got, err := list.get(c)
			if err != nil {
				t.Fatal(err)
			}
			read := got.names()
			for range 2 {
				if err := c.NextPage(ctx, got.page); err != nil {
					t.Fatal(err)
				}
				read = append(read, got.names()...)
			}
			if diff := cmp.Diff(all, read); diff != "" {
				t.Errorf("items (-want +got):\n%s", diff)
			}
			if err := c.NextPage(ctx, got.page); !errors.Is(err, spotify.ErrNoMorePages) {
				t.Errorf("error %v behind the last page", err)
			}
			if diff := cmp.Diff(all[6:], got.names()); diff != "" {
				t.Errorf("the last page after that (-want +got):\n%s", diff)
			}
			last := server.sent()[2]
			want, _ := url.ParseQuery(list.fixed + "&limit=3&" + map[bool]string{true: list.cursor, false: "offset"}[list.cursor != ""] + "=6")
			if path, _ := url.PathUnescape(list.list); last.Path != path && last.Path != list.list {
				t.Errorf("path %s, want %s", last.Path, list.list)
			}
			if diff := cmp.Diff(want, last.Query); diff != "" {
				t.Errorf("query (-want +got):\n%s", diff)
			}
		})
		for _, ahead := range []int{0, 2} {
			t.Run(fmt.Sprintf("%s/Rest, %d ahead", name, ahead), func(t *testing.T) {
				c := serveInHand(t, name).client()
				got, err := list.get(c)
				if err != nil {
					t.Fatal(err)
				}
				for range 2 { // the sequence can be gone through again
					rest, err := got.rest(c, spotify.WithPrefetch(ahead))
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(all[3:], rest); diff != "" {
						t.Errorf("items (-want +got):\n%s", diff)
					}
				}
			})
		}
	}
}

// savedPage is a page with a next, as somebody may have kept it.
func savedPage(t *testing.T, next string) *spotify.Page[spotify.SavedTrack] {
	t.Helper()
	page := new(spotify.Page[spotify.SavedTrack])
	if err := json.Unmarshal(fmt.Appendf(nil, `{"items":[{}],"limit":3,"total":9,"next":%q}`, next), page); err != nil {
		t.Fatal(err)
	}
	return page
}

// A filter of fields that came with the page in hand does not end the rest early: an empty
// page is the last one only if the total says so.
func TestRestWithFields(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r request) {
		offset, _ := strconv.Atoi(r.Query.Get("offset"))
		fields := r.Query.Get("fields")
		item, total := `{"item":{"type":"track","name":"a"}}`, ""
		if offset == 4 {
			item = ""
		}
		if strings.Contains(fields, "total") {
			total = `,"total":8`
		}
		next := "null"
		if offset < 6 {
			query := url.Values{"offset": {strconv.Itoa(offset + 2)}, "limit": {"2"}, "fields": {fields}}
			next = strconv.Quote("https://api.spotify.com/v1/playlists/x/items?" + query.Encode())
		}
		fmt.Fprintf(w, `{"items":[%s],"next":%s%s}`, item, next, total)
	})
	c := server.client()
	page, err := c.Playlists.ListItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Limit: 2, Fields: "items(item(type,name)),next"})
	if err != nil {
		t.Fatal(err)
	}
	var positions []int
	for entry, err := range page.Rest(ctx, c) {
		if err != nil {
			t.Fatal(err)
		}
		positions = append(positions, entry.Position)
	}
	if diff := cmp.Diff([]int{2, 6}, positions); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
}

// Whoever made the page, the request goes to the server of the client.
func TestNextPageOfAnotherServer(t *testing.T) {
	for _, next := range []string{
		"https://evil.example/v1/me/tracks?offset=3",
		"https://api.spotify.com/v1/me/tracks?offset=3",
		"https://proxy.example/spotify/api/v1/me/tracks?offset=3",
		"/me/tracks?offset=3",
	} {
		server := serveInHand(t, "saved tracks")
		page := savedPage(t, next)
		if err := server.client().NextPage(ctx, page); err != nil {
			t.Errorf("%s: %v", next, err)
			continue
		}
		if page.Items[0].Track.Name != "item 4" || len(server.sent()) != 1 {
			t.Errorf("%s: page %+v", next, page)
		}
	}
}

func TestNextPageThatLeadsNowhere(t *testing.T) {
	for _, next := range []string{
		"https://api.spotify.com/v1/me/albums?offset=3", // of other items
		"https://api.spotify.com/v1/me/unknown?offset=3",
		"https://api.spotify.com/v1/me/tracks/contains?offset=3",
		"https://api.spotify.com/v1/me/tracks?offset=%zz",
		"https://[",
		"nonsense",
	} {
		server := serveInHand(t, "saved tracks")
		page := savedPage(t, next)
		var mistake *spotify.DecodeError
		if err := server.client().NextPage(ctx, page); !errors.As(err, &mistake) || mistake.Path != "$.next" {
			t.Errorf("%s: NextPage: error %v", next, err)
		}
		if items, err := spotify.Collect(page.Rest(ctx, server.client()), 0); !errors.As(err, &mistake) || len(items) > 0 {
			t.Errorf("%s: Rest: %v, error %v", next, items, err)
		}
		if page.Next != next || len(server.sent()) > 0 {
			t.Errorf("%s: the page is %+v, sent %v", next, page, server.sent())
		}
	}
	// What would leave the path is refused like any such argument.
	dots := &spotify.Page[spotify.PlaylistItem]{Next: "https://api.spotify.com/v1/playlists/%2E%2E/items?offset=3"}
	server := serveInHand(t, "items of a playlist")
	if err := server.client().NextPage(ctx, dots); err == nil || len(server.sent()) > 0 {
		t.Errorf("error %v, sent %v", err, server.sent())
	}
}

func TestNextPageOfNone(t *testing.T) {
	server := serveInHand(t, "saved tracks")
	c := server.client()
	var none *spotify.Page[spotify.SavedTrack]
	var noCursor *spotify.CursorPage[spotify.Artist]
	endless := &spotify.Page[spotify.SavedTrack]{Offset: 9, Limit: 3, Total: 7, Next: "https://api.spotify.com/v1/me/tracks?offset=12"}
	for name, page := range map[string]spotify.AnyPage{"nil": none, "nil cursor": noCursor, "zero": &spotify.Page[spotify.SavedTrack]{}, "empty": endless} {
		if err := c.NextPage(ctx, page); !errors.Is(err, spotify.ErrNoMorePages) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for name, rest := range map[string]iter.Seq2[spotify.SavedTrack, error]{"nil": none.Rest(ctx, c), "empty": endless.Rest(ctx, c)} {
		if items, err := spotify.Collect(rest, 0); err != nil || len(items) > 0 {
			t.Errorf("%s: %v, error %v", name, items, err)
		}
	}
	back := &spotify.Page[spotify.SavedTrack]{Offset: 6, Limit: 3, Total: 7, Items: make([]spotify.SavedTrack, 1), Next: "https://api.spotify.com/v1/me/tracks?offset=6"}
	if err := c.NextPage(ctx, back); !errors.Is(err, spotify.ErrNoMorePages) {
		t.Errorf("next leads to its own page: error %v", err)
	}
	if items, err := spotify.Collect(back.Rest(ctx, c), 0); err != nil || len(items) > 0 {
		t.Errorf("next leads to its own page: %v, error %v", items, err)
	}
	if len(server.sent()) > 0 {
		t.Errorf("sent %v", server.sent())
	}
}

// A failure leaves the page as it was, so that the call can be repeated.
func TestNextPageThatFails(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter){
		"an error":         func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) },
		"a bad page":       func(w http.ResponseWriter) { fmt.Fprint(w, `{"albums":{"total":"many"}}`) },
		"another envelope": func(w http.ResponseWriter) { fmt.Fprint(w, `{"artists":{"items":[]}}`) },
		"no page":          func(w http.ResponseWriter) { fmt.Fprint(w, `{"albums":null}`) },
	} {
		server := serve(t, func(w http.ResponseWriter, r request) { answer(w) })
		page := &spotify.Page[spotify.SimplifiedAlbum]{Limit: 2, Total: 5, Items: make([]spotify.SimplifiedAlbum, 2), Next: "https://api.spotify.com/v1/browse/new-releases?offset=2"}
		want := *page
		if err := server.client().NextPage(ctx, page); err == nil || errors.Is(err, spotify.ErrNoMorePages) {
			t.Errorf("%s: error %v", name, err)
		}
		if diff := cmp.Diff(want, *page); diff != "" {
			t.Errorf("%s: page (-want +got):\n%s", name, diff)
		}
	}
}

// In development mode, the older path is refused, and the newer one has smaller pages.
func TestNextPageInDevelopmentMode(t *testing.T) {
	var page spotify.Page[spotify.PlaylistItem]
	const next = "https://api.spotify.com/v1/playlists/x/tracks?offset=3&limit=100"
	answer := func(w http.ResponseWriter, r request) {
		fmt.Fprint(w, `{"items":[{"item":{"type":"track","name":"item 4"}}],"limit":20,"offset":3,"total":4}`)
	}
	for mode, want := range map[spotify.QuotaMode]request{
		spotify.Development: {Method: "GET", Path: "/playlists/x/items", Query: url.Values{"offset": {"3"}}},
		spotify.Extended:    {Method: "GET", Path: "/playlists/x/tracks", Query: url.Values{"offset": {"3"}, "limit": {"100"}}},
	} {
		server := serve(t, answer)
		c := server.client(spotify.WithQuotaMode(mode), spotify.WithStrictQuotaMode())
		page = spotify.Page[spotify.PlaylistItem]{Limit: 3, Total: 4, Items: make([]spotify.PlaylistItem, 3), Next: next}
		if err := c.NextPage(ctx, &page); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]request{want}, server.sent()); diff != "" {
			t.Errorf("%v mode: requests (-want +got):\n%s", mode, diff)
		}
		if page.Items[0].Position != 3 {
			t.Errorf("position %d, want 3", page.Items[0].Position)
		}
	}
}

func TestDefaultMarketOfNextPage(t *testing.T) {
	for next, want := range map[string]string{"offset=3": "DE", "offset=3&market=SE": "SE"} {
		server := serveInHand(t, "saved tracks")
		page := savedPage(t, "https://api.spotify.com/v1/me/tracks?"+next)
		if err := server.client(spotify.WithDefaultMarket("DE")).NextPage(ctx, page); err != nil {
			t.Fatal(err)
		}
		if got := server.sent()[0].Query["market"]; !slices.Equal(got, []string{want}) {
			t.Errorf("%s: market %q, want %q", next, got, want)
		}
	}
}

// The API bounds the end of a page of a search, not only its offset.
func TestNextPageAtTheBound(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r request) {
		offset, _ := strconv.Atoi(r.Query.Get("offset"))
		limit, _ := strconv.Atoi(r.Query.Get("limit"))
		if offset+limit > 1000 {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, `{"artists":{"items":[{"name":"a"}],"limit":%d,"offset":%d,"total":5000,"next":"https://api.spotify.com/v1/search?query=x&type=artist&limit=30&offset=%d"}}`, limit, offset, offset+limit)
	})
	c := server.client()
	page := &spotify.Page[spotify.Artist]{Offset: 960, Limit: 30, Total: 5000, Items: make([]spotify.Artist, 30),
		Next: "https://api.spotify.com/v1/search?query=x&type=artist&limit=30&offset=990"}
	if rest, err := spotify.Collect(page.Rest(ctx, c), 0); err != nil || len(rest) != 1 {
		t.Errorf("Rest: %d items, error %v; want those of the shorter page", len(rest), err)
	}
	if err := c.NextPage(ctx, page); err != nil || page.Offset != 990 || page.Limit != 10 {
		t.Fatalf("page %+v, error %v", page, err)
	}
	if err := c.NextPage(ctx, page); !errors.Is(err, spotify.ErrNoMorePages) {
		t.Errorf("error %v, want ErrNoMorePages", err)
	}
	page.Next = "https://api.spotify.com/v1/search?query=x&type=artist&limit=10&offset=1010"
	before := len(server.sent())
	if err := c.NextPage(ctx, page); !errors.Is(err, spotify.ErrNoMorePages) {
		t.Errorf("error %v, want ErrNoMorePages", err)
	}
	if rest, err := spotify.Collect(page.Rest(ctx, c), 0); err != nil || len(rest) > 0 || len(server.sent()) > before {
		t.Errorf("Rest: %d items, error %v, sent %v", len(rest), err, server.sent()[before:])
	}
}

func TestCollect(t *testing.T) {
	broken := errors.New("broken")
	var yielded int
	seq := func(n int, err error) iter.Seq2[int, error] {
		return func(yield func(int, error) bool) {
			yielded = 0
			for i := range n {
				yielded++
				if !yield(i, nil) {
					return
				}
			}
			if err != nil {
				yield(0, err)
			}
		}
	}
	for _, test := range []struct {
		n, limit int
		err      error
		want     []int
		yielded  int
		wantErr  error
	}{
		{n: 3, want: []int{0, 1, 2}, yielded: 3},
		{n: 3, limit: -1, want: []int{0, 1, 2}, yielded: 3},
		{n: 3, limit: 2, want: []int{0, 1}, yielded: 2},
		{n: 3, limit: 3, want: []int{0, 1, 2}, yielded: 3},
		{n: 3, limit: 9, want: []int{0, 1, 2}, yielded: 3},
		{n: 0, limit: 1},
		{n: 2, err: broken, want: []int{0, 1}, yielded: 2, wantErr: broken},
		{n: 2, limit: 2, err: broken, want: []int{0, 1}, yielded: 2},
	} {
		got, err := spotify.Collect(seq(test.n, test.err), test.limit)
		if !slices.Equal(got, test.want) || !errors.Is(err, test.wantErr) || err != nil && test.wantErr == nil || yielded != test.yielded {
			t.Errorf("%+v: %v, error %v, %d yielded", test, got, err, yielded)
		}
	}
}
