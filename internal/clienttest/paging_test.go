//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	order "cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A page says where an iteration begins and how large its pages are. The zero value
// leaves out the options.
type page struct{ Limit, Offset int }

// or returns the options, or nil where there are none.
func or[T any](p page, options T) *T {
	if p == (page{}) {
		return nil
	}
	return &options
}

// An iterator is a row of the table: an All… method, and the list that it reads.
type iterator struct {
	path     string
	fixed    string // parameters of each request
	envelope string // around the page
	item     string // JSON of an item with a name
	cursor   string // name of the parameter, for pages without an offset
	largest  int    // page, if overrides know better than the schema

	all func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error)
}

var ctx = context.Background()

const (
	plainItem   = `{"name":%q}`
	trackItem   = `{"added_at":"2020-01-01T00:00:00Z","track":{"name":%q}}`
	newItem     = `{"added_at":"2020-01-01T00:00:00Z","item":{"type":"track","name":%q}}`
	oldItem     = `{"added_at":"2020-01-01T00:00:00Z","track":{"type":"track","name":%q}}`
	albumItem   = `{"added_at":"2020-01-01T00:00:00Z","album":{"name":%q}}`
	showItem    = `{"added_at":"2020-01-01T00:00:00Z","show":{"name":%q}}`
	episodeItem = `{"added_at":"2020-01-01T00:00:00Z","episode":{"name":%q}}`
)

func nameOfPlaylistItem(i spotify.PlaylistItem) string { return i.Item.Track.Name }

var iterators = map[string]iterator{
	"Albums.AllNewReleases": {path: "/browse/new-releases", envelope: "albums", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Albums.AllNewReleases(ctx, or(p, spotify.AlbumsListNewReleasesOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedAlbum) string { return i.Name })
		}},
	"Albums.AllSaved": {path: "/me/albums", item: albumItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Albums.AllSaved(ctx, or(p, spotify.AlbumsListSavedOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SavedAlbum) string { return i.Album.Name })
		}},
	"Albums.AllTracks": {path: "/albums/x/tracks", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Albums.AllTracks(ctx, "x", or(p, spotify.AlbumsListTracksOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedTrack) string { return i.Name })
		}},
	"Artists.AllAlbums": {path: "/artists/x/albums", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Artists.AllAlbums(ctx, "x", or(p, spotify.ArtistsListAlbumsOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.DiscographyAlbum) string { return i.Name })
		}},
	"Audiobooks.AllChapters": {path: "/audiobooks/x/chapters", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Audiobooks.AllChapters(ctx, "x", or(p, spotify.AudiobooksListChaptersOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedChapter) string { return i.Name })
		}},
	"Audiobooks.AllSaved": {path: "/me/audiobooks", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Audiobooks.AllSaved(ctx, or(p, spotify.AudiobooksListSavedOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedAudiobook) string { return i.Name })
		}},
	"Categories.All": {path: "/browse/categories", envelope: "categories", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Categories.All(ctx, or(p, spotify.CategoriesListOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.Category) string { return i.Name })
		}},
	"Categories.AllPlaylists": {path: "/browse/categories/x/playlists", envelope: "playlists", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Categories.AllPlaylists(ctx, "x", or(p, spotify.CategoriesListPlaylistsOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedPlaylist) string { return i.Name })
		}},
	"Episodes.AllSaved": {path: "/me/episodes", item: episodeItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Episodes.AllSaved(ctx, or(p, spotify.EpisodesListSavedOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SavedEpisode) string { return i.Episode.Name })
		}},
	"Player.AllRecentlyPlayed": {path: "/me/player/recently-played", item: trackItem, cursor: "before",
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Player.AllRecentlyPlayed(ctx, or(p, spotify.PlayerListRecentlyPlayedOptions{Limit: p.Limit, Before: int64(p.Offset)}), o...),
				func(i spotify.PlayHistory) string { return i.Track.Name })
		}},
	"Playlists.All": {path: "/me/playlists", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Playlists.All(ctx, or(p, spotify.PlaylistsListOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedPlaylist) string { return i.Name })
		}},
	"Playlists.AllFeatured": {path: "/browse/featured-playlists", envelope: "playlists", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Playlists.AllFeatured(ctx, or(p, spotify.PlaylistsListFeaturedOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedPlaylist) string { return i.Name })
		}},
	"Playlists.AllForUser": {path: "/users/x/playlists", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Playlists.AllForUser(ctx, "x", or(p, spotify.PlaylistsListForUserOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedPlaylist) string { return i.Name })
		}},
	"Playlists.AllItems": {path: "/playlists/x/items", item: newItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Playlists.AllItems(ctx, "x", or(p, spotify.PlaylistsListItemsOptions{Limit: p.Limit, Offset: p.Offset}), o...), nameOfPlaylistItem)
		}},
	"Playlists.AllTracks": {path: "/playlists/x/tracks", item: oldItem, largest: 100,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Playlists.AllTracks(ctx, "x", or(p, spotify.PlaylistsListTracksOptions{Limit: p.Limit, Offset: p.Offset}), o...), nameOfPlaylistItem)
		}},
	"Search.AllAlbums": {path: "/search", fixed: "q=x&type=album", envelope: "albums", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Search.AllAlbums(ctx, "x", or(p, spotify.SearchQueryOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedAlbum) string { return i.Name })
		}},
	"Search.AllArtists": {path: "/search", fixed: "q=x&type=artist", envelope: "artists", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Search.AllArtists(ctx, "x", or(p, spotify.SearchQueryOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.Artist) string { return i.Name })
		}},
	"Search.AllAudiobooks": {path: "/search", fixed: "q=x&type=audiobook", envelope: "audiobooks", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Search.AllAudiobooks(ctx, "x", or(p, spotify.SearchQueryOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedAudiobook) string { return i.Name })
		}},
	"Search.AllEpisodes": {path: "/search", fixed: "q=x&type=episode", envelope: "episodes", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Search.AllEpisodes(ctx, "x", or(p, spotify.SearchQueryOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedEpisode) string { return i.Name })
		}},
	"Search.AllPlaylists": {path: "/search", fixed: "q=x&type=playlist", envelope: "playlists", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Search.AllPlaylists(ctx, "x", or(p, spotify.SearchQueryOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedPlaylist) string { return i.Name })
		}},
	"Search.AllShows": {path: "/search", fixed: "q=x&type=show", envelope: "shows", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Search.AllShows(ctx, "x", or(p, spotify.SearchQueryOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedShow) string { return i.Name })
		}},
	"Search.AllTracks": {path: "/search", fixed: "q=x&type=track", envelope: "tracks", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Search.AllTracks(ctx, "x", or(p, spotify.SearchQueryOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.Track) string { return i.Name })
		}},
	"Shows.AllEpisodes": {path: "/shows/x/episodes", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Shows.AllEpisodes(ctx, "x", or(p, spotify.ShowsListEpisodesOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SimplifiedEpisode) string { return i.Name })
		}},
	"Shows.AllSaved": {path: "/me/shows", item: showItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Shows.AllSaved(ctx, or(p, spotify.ShowsListSavedOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SavedShow) string { return i.Show.Name })
		}},
	"Tracks.AllSaved": {path: "/me/tracks", item: trackItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Tracks.AllSaved(ctx, or(p, spotify.TracksListSavedOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.SavedTrack) string { return i.Track.Name })
		}},
	"Users.AllFollowedArtists": {path: "/me/following", fixed: "type=artist", envelope: "artists", item: plainItem, cursor: "after",
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			options := spotify.UsersListFollowedArtistsOptions{Limit: p.Limit}
			if p.Offset > 0 {
				options.After = spotify.ArtistID(strconv.Itoa(p.Offset))
			}
			return names(c.Users.AllFollowedArtists(ctx, or(p, options), o...), func(i spotify.Artist) string { return i.Name })
		}},
	"Users.AllTopArtists": {path: "/me/top/artists", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Users.AllTopArtists(ctx, or(p, spotify.UsersListTopArtistsOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.Artist) string { return i.Name })
		}},
	"Users.AllTopTracks": {path: "/me/top/tracks", item: plainItem,
		all: func(c *spotify.Client, p page, o ...spotify.RequestOption) ([]string, error) {
			return names(c.Users.AllTopTracks(ctx, or(p, spotify.UsersListTopTracksOptions{Limit: p.Limit, Offset: p.Offset}), o...),
				func(i spotify.Track) string { return i.Name })
		}},
}

func TestEveryIteratorHasARow(t *testing.T) {
	want := map[string]bool{}
	for name, m := range methods() {
		if isIterator(m) {
			want[name] = true
		}
	}
	sameNames(t, iterators, want)
}

// Every operation that answers in pages has an iterator for each of them.
func TestEveryPageOperationHasAnIterator(t *testing.T) {
	all := methods()
	for name, op := range operations() {
		if op.Paging == spotify.PagingNone {
			continue
		}
		service, list, _ := strings.Cut(name, ".")
		want := []string{"All" + strings.TrimPrefix(list, "List")}
		if name == "Search.Query" {
			want = []string{"AllAlbums", "AllArtists", "AllAudiobooks", "AllEpisodes", "AllPlaylists", "AllShows", "AllTracks"}
		}
		for _, method := range want {
			if _, ok := all[service+"."+method]; !ok {
				t.Errorf("%s has no %s", name, method)
			}
		}
	}
}

// missing is the item in place of which the lists have null.
const (
	listed  = 7
	missing = 4
)

// lister serves a list of seven, in pages of the size that is asked for. What
// it says is next is the address of another server.
func (it iterator) lister(t *testing.T, elsewhere string) *fake {
	return it.oddLister(t, elsewhere, oddities{})
}

// oddities are ways in which a list is served that no schema mentions.
type oddities struct {
	empty   int  // the page that begins behind so many items is empty, unless 0
	blank   int  // so is that one, and without next
	most    int  // items of a page, whatever limit says, unless 0
	refuse  bool // limits beyond most, instead of ignoring them
	endless bool // next never ends
}

// oddLister is lister for a list with oddities.
func (it iterator) oddLister(t *testing.T, elsewhere string, odd oddities) *fake {
	return serve(t, func(w http.ResponseWriter, r request) {
		limit, err := strconv.Atoi(r.Query.Get("limit"))
		if err != nil {
			t.Errorf("%s: without a limit", r.Path)
			return
		}
		asked := limit
		if odd.most > 0 && limit > odd.most {
			if odd.refuse {
				w.WriteHeader(http.StatusBadRequest)
				fmt.Fprint(w, `{"error":{"status":400,"message":"Invalid limit"}}`)
				return
			}
			limit = odd.most
		}
		position := "offset"
		if it.cursor != "" {
			position = it.cursor
		}
		// The cursor is the number of the item before the page.
		start, _ := strconv.Atoi(r.Query.Get(position))
		end := min(start+limit, listed)
		var items []string
		for i := start + 1; i <= end; i++ {
			item := fmt.Sprintf(it.item, name(i))
			if i == missing {
				item = "null"
			}
			items = append(items, item)
		}
		if odd.empty > 0 && start == odd.empty {
			items = nil
		}
		next, cursors := "null", `{"after":null}`
		if odd.endless {
			end = start + limit
		}
		if odd.blank > 0 && start == odd.blank {
			items, end = nil, listed
		}
		if end < listed || odd.endless {
			query := url.Values{position: {strconv.Itoa(end)}, "limit": {strconv.Itoa(limit)}}
			next = strconv.Quote(elsewhere + "/v1" + r.Path + "?" + query.Encode())
			cursors = fmt.Sprintf(`{"after":"%d","before":"%d"}`, end, end)
		}
		body := fmt.Sprintf(`{"href":"","items":[%s],"limit":%d,"next":%s,"offset":%d,"previous":null,"total":%d,"cursors":%s}`,
			strings.Join(items, ","), asked, next, start, listed, cursors)
		if it.envelope != "" {
			body = fmt.Sprintf(`{%q:%s}`, it.envelope, body)
		}
		fmt.Fprint(w, body)
	})
}

func name(i int) string { return fmt.Sprintf("item %d", i) }

// namesFrom are the names of the items after a position, without the missing one.
func namesFrom(start int) []string {
	var list []string
	for i := start + 1; i <= listed; i++ {
		if i != missing {
			list = append(list, name(i))
		}
	}
	return list
}

// largestPage is the size of the largest page, given that of a path in the schema.
func (it iterator) largestPage(ofSchema func(path string) int) int {
	if it.largest > 0 {
		return it.largest
	}
	return ofSchema(it.path)
}

// want is a request for a page.
func (it iterator) want(limit, start int) request {
	query, _ := url.ParseQuery(it.fixed)
	query.Set("limit", strconv.Itoa(limit))
	if start > 0 {
		query.Set(it.position(), strconv.Itoa(start))
	}
	return request{Method: "GET", Path: it.path, Query: query}
}

// position is the parameter that says where a page begins.
func (it iterator) position() string { return order.Or(it.cursor, "offset") }

// start is where the page of a request begins.
func (it iterator) start(r request) int {
	start, _ := strconv.Atoi(r.Query.Get(it.position()))
	return start
}

func TestIterators(t *testing.T) {
	limits := pageLimits(t)
	for name, it := range iterators {
		tests := []struct {
			name    string
			page    page
			options []spotify.RequestOption
			want    []string
			sent    []request
		}{
			{"small pages", page{Limit: 3}, nil, namesFrom(0), []request{it.want(3, 0), it.want(3, 3), it.want(3, 6)}},
			{"small pages ahead", page{Limit: 3}, []spotify.RequestOption{spotify.WithPrefetch(1)}, namesFrom(0), []request{it.want(3, 0), it.want(3, 3), it.want(3, 6)}},
			{"one page too small", page{Limit: 6}, nil, namesFrom(0), []request{it.want(6, 0), it.want(6, 6)}},
			{"from a position on", page{Limit: 3, Offset: 2}, nil, namesFrom(2), []request{it.want(3, 2), it.want(3, 5)}},
			{"the largest pages", page{}, nil, namesFrom(0), []request{it.want(it.largestPage(limits), 0)}},
			{"the largest pages from a position on", page{Offset: 5}, nil, namesFrom(5), []request{it.want(it.largestPage(limits), 5)}},
		}
		for _, test := range tests {
			t.Run(name+"/"+test.name, func(t *testing.T) {
				elsewhere := serve(t, func(http.ResponseWriter, request) {})
				server := it.lister(t, elsewhere.URL)
				got, err := it.all(server.client(), test.page, test.options...)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(test.want, got); diff != "" {
					t.Errorf("items (-want +got):\n%s", diff)
				}
				sent := server.sent()
				slices.SortFunc(sent, func(a, b request) int { // pages ahead come in any order
					return it.start(a) - it.start(b)
				})
				if diff := cmp.Diff(test.sent, sent); diff != "" {
					t.Errorf("requests (-want +got):\n%s", diff)
				}
				if requests := elsewhere.sent(); len(requests) > 0 {
					t.Errorf("the server that next names was sent %v", requests)
				}
			})
		}
	}
}

// unwrapped are the iterators over lists that return the page in place of the object
// around it.
var unwrapped = map[string]bool{"Albums.AllNewReleases": true, "Categories.All": true, "Users.AllFollowedArtists": true}

// What comes without a page, or with one that is null, is an empty list, unless the
// page is all that there is to an answer: then the answer is broken.
func TestIteratorsWithoutAPage(t *testing.T) {
	for name, it := range iterators {
		bodies := []string{"{}"}
		if it.envelope != "" {
			bodies = append(bodies, fmt.Sprintf(`{%q:null}`, it.envelope))
		}
		for _, body := range bodies {
			server := serve(t, func(w http.ResponseWriter, _ request) { fmt.Fprint(w, body) })
			got, err := it.all(server.client(), page{})
			broken := errors.As(err, new(*spotify.DecodeError))
			if unwrapped[name] {
				if !broken {
					t.Errorf("%s, answer %s: error %v, want a DecodeError", name, body, err)
				}
				continue
			}
			if err != nil || len(got) > 0 {
				t.Errorf("%s, answer %s: %q and error %v, want nothing", name, body, got, err)
			}
		}
	}
}

func TestIteratorsEndWithTheError(t *testing.T) {
	for name, it := range iterators {
		server := it.lister(t, "")
		good := server.Config.Handler
		pages := 0
		server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if pages++; pages == 2 {
				http.Error(w, "not you", http.StatusForbidden)
				return
			}
			good.ServeHTTP(w, r)
		})
		got, err := it.all(server.client(), page{Limit: 3})
		if !errors.Is(err, spotify.ErrForbidden) || pages != 2 {
			t.Errorf("%s: error %v after %d pages, want ErrForbidden after 2", name, err, pages)
		}
		if diff := cmp.Diff([]string{"item 1", "item 2", "item 3"}, got); diff != "" {
			t.Errorf("%s: items (-want +got):\n%s", name, diff)
		}
	}
}

// Development mode refuses pages that are larger than its own.
func TestPageSizeInDevelopmentMode(t *testing.T) {
	limits := pageLimits(t)
	for name, it := range iterators {
		server := it.lister(t, "")
		if _, err := it.all(server.client(spotify.WithQuotaMode(spotify.Development)), page{Limit: 1000}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff([]request{it.want(it.largestPage(limits), 0)}, server.sent()); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", name, diff)
		}
	}
}

// The options belong to the caller, who may change them for another call while
// pages are read.
func TestIteratorsCopyTheirOptions(t *testing.T) {
	server := iterators["Playlists.AllItems"].lister(t, "")
	options := &spotify.PlaylistsListItemsOptions{Limit: 3}
	seq := server.client().Playlists.AllItems(ctx, "x", options, spotify.WithPrefetch(2))
	options.Limit = 1
	got, err := names(seq, func(i spotify.PlaylistItem) string {
		options.Limit, options.Offset = 2, 5
		return nameOfPlaylistItem(i)
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(namesFrom(0), got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if sent := server.sent(); len(sent) != 3 {
		t.Errorf("%d requests, want 3: %v", len(sent), sent)
	}
}

// A filter that leaves out next does not end the iteration after a page.
func TestIteratorsWithFields(t *testing.T) {
	it := iterators["Playlists.AllItems"]
	server := it.lister(t, "")
	got, err := names(server.client().Playlists.AllItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Limit: 3, Fields: "items(item(name,type))"}), nameOfPlaylistItem)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(namesFrom(0), got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	for _, r := range server.sent() {
		if diff := cmp.Diff("items(item(name,type)),limit,next,offset,total", r.Query.Get("fields")); diff != "" {
			t.Errorf("fields (-want +got):\n%s", diff)
		}
	}
}

// The cursor of recently played tracks is a number. What is none must not pass for
// the beginning of the list.
func TestRecentlyPlayedWithACursorThatIsNone(t *testing.T) {
	server := serve(t, func(w http.ResponseWriter, r request) {
		fmt.Fprint(w, `{"items":[{"track":{"name":"one"}}],"next":"https://api.spotify.com/v1/me/player/recently-played?before=yesterday"}`)
	})
	got, err := iterators["Player.AllRecentlyPlayed"].all(server.client(), page{})
	if err == nil || !strings.Contains(err.Error(), `Player.ListRecentlyPlayed`) || !strings.Contains(err.Error(), `"yesterday"`) {
		t.Errorf("error %v, want one that names the cursor", err)
	}
	if diff := cmp.Diff([]string{"one"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestPositions(t *testing.T) {
	positions := func(items []spotify.PlaylistItem) map[string]int {
		found := map[string]int{}
		for _, item := range items {
			if item.Item.Track != nil {
				found[item.Item.Track.Name] = item.Position
			}
		}
		return found
	}
	from := func(first, last int) map[string]int {
		want := map[string]int{}
		for i := first; i <= last; i++ {
			if i+1 != missing {
				want[name(i+1)] = i
			}
		}
		return want
	}
	check := func(what string, want map[string]int, items []spotify.PlaylistItem, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if diff := cmp.Diff(want, positions(items)); diff != "" {
			t.Errorf("%s: positions (-want +got):\n%s", what, diff)
		}
	}

	c := iterators["Playlists.AllItems"].lister(t, "").client()
	page, err := c.Playlists.ListItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Offset: 2, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	check("ListItems", from(2, 4), page.Items, nil)
	older, err := iterators["Playlists.AllTracks"].lister(t, "").client().Playlists.ListTracks(ctx, "x", &spotify.PlaylistsListTracksOptions{Offset: 2, Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	check("ListTracks", from(2, 4), older.Items, nil)

	for _, ahead := range []int{0, 2} {
		var items []spotify.PlaylistItem
		for item, err := range c.Playlists.AllItems(ctx, "x", &spotify.PlaylistsListItemsOptions{Offset: 1, Limit: 2}, spotify.WithPrefetch(ahead)) {
			if err != nil {
				t.Fatal(err)
			}
			items = append(items, item)
		}
		check(fmt.Sprintf("AllItems, %d ahead", ahead), from(1, 6), items, nil)
	}

	for _, envelope := range []string{"items", "tracks"} {
		it := iterator{item: newItem}
		server := serve(t, func(w http.ResponseWriter, _ request) {
			fmt.Fprintf(w, `{"name":"p",%q:{"items":[%s,%s,null,null,%s],"offset":0,"limit":100,"total":5}}`, envelope,
				fmt.Sprintf(it.item, name(1)), fmt.Sprintf(it.item, name(2)), fmt.Sprintf(it.item, name(5)))
		})
		playlist, err := server.client().Playlists.Get(ctx, "x", nil)
		if err != nil {
			t.Fatal(err)
		}
		check("Get of "+envelope, map[string]int{name(1): 0, name(2): 1, name(5): 4}, playlist.Items.Items, nil)
	}

	// Withheld contents have no positions, and are no reason to panic.
	withheld := serve(t, func(w http.ResponseWriter, _ request) { fmt.Fprint(w, `{"name":"p"}`) })
	playlist, err := withheld.client().Playlists.Get(ctx, "x", nil)
	if err != nil || playlist.Items != nil {
		t.Errorf("items %v and error %v, want nothing", playlist.Items, err)
	}
}
