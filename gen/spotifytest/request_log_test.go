package spotifytest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestRequests(t *testing.T) {
	s := newCounter(t)
	s.relaxed = true
	s.get(t)
	s.Advance(time.Minute)
	r, err := http.NewRequest("POST", s.URL+"/thing?a=1&a=2&access_token=other&b="+s.token+"&"+s.token+"=1", strings.NewReader(`{"token":"`+s.token+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header = http.Header{
		"Authorization": {"Bearer " + s.token}, "Cookie": {"sp_dc=secret"}, "Content-Type": {"application/json"},
		"X-Copy": {"token " + s.token}, "User-Agent": {"test"},
	}
	if _, err := s.client.Do(r); err != nil {
		t.Fatal(err)
	}
	s.token = "not a token"
	s.do(t.Context(), "DELETE", "/nothing/a%2Fb")

	got := s.Requests()
	for i := range got {
		got[i].Header.Del("Accept-Encoding")
		got[i].Header.Del("Content-Length")
		got[i].Header.Del("Connection")
	}
	noon := time.Date(2026, time.January, 15, 12, 0, 0, 0, time.UTC)
	want := []Request{{
		Time: noon, Operation: "Tracks.Get", Ops: []spotify.Op{spotify.OpTracksGet},
		Method: "GET", Path: "/thing", Query: url.Values{}, Status: 200, User: "listener",
		Header: http.Header{"Authorization": {"[hidden]"}, "User-Agent": {"Go-http-client/1.1"}},
	}, {
		Time: noon.Add(time.Minute), Operation: "Playlists.Create", Ops: []spotify.Op{spotify.OpPlaylistsCreate},
		Method: "POST", Path: "/thing", Status: 201, User: "listener",
		Query:  url.Values{"a": {"1", "2"}, "access_token": {"[hidden]"}, "b": {"[hidden]"}, "[hidden]": {"1"}},
		Header: http.Header{"Authorization": {"[hidden]"}, "Cookie": {"[hidden]"}, "Content-Type": {"application/json"}, "X-Copy": {"token [hidden]"}, "User-Agent": {"test"}},
		Body:   []byte(`{"token":"[hidden]"}`),
		Violations: []string{
			`Playlists.Create (POST /thing): the query parameter "[hidden]" is not in the schema; it takes no parameters`,
			`Playlists.Create (POST /thing): the query parameter "a" is not in the schema; it takes no parameters`,
			`Playlists.Create (POST /thing): the query parameter "access_token" is not in the schema; it takes no parameters`,
			`Playlists.Create (POST /thing): the query parameter "b" is not in the schema; it takes no parameters`,
			"Playlists.Create (POST /thing): there is a body of 57 bytes; want none",
		},
	}, {
		Time: noon.Add(time.Minute), Method: "DELETE", Path: "/nothing/a%2Fb", Query: url.Values{}, Status: 404,
		Violations: []string{"DELETE /nothing/a%2Fb: the schema has no such path"},
		Header:     http.Header{"Authorization": {"[hidden]"}, "User-Agent": {"Go-http-client/1.1"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}

	// What is returned is a copy.
	got[1].Query["a"][0], got[1].Header["X-Copy"][0], got[1].Body[0] = "9", "9", '9'
	again := s.Requests()[1]
	if again.Query.Get("a") != "1" || again.Header.Get("X-Copy") != "token [hidden]" || again.Body[0] != '{' {
		t.Errorf("the log was changed from outside: %+v", again)
	}

	counts := []int{s.Count(), s.Count(spotify.OpTracksGet), s.Count(spotify.OpTracksGet, spotify.OpPlaylistsCreate), s.Count(spotify.OpAlbumsGet)}
	if diff := cmp.Diff([]int{3, 1, 2, 0}, counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	s.ClearRequests()
	if n := len(s.Requests()) + s.Count(); n != 0 {
		t.Errorf("%d requests after ClearRequests", n)
	}
}

func TestLogIsBounded(t *testing.T) {
	t.Run("requests", func(t *testing.T) {
		s := &Server{}
		for i := range maxLogged + 2 {
			s.log.add(&Request{Path: fmt.Sprint(i)})
		}
		got := s.Requests()
		if len(got) != maxLogged || got[0].Path != "2" || got[maxLogged-1].Path != fmt.Sprint(maxLogged+1) {
			t.Errorf("%d requests, from %s to %s", len(got), got[0].Path, got[len(got)-1].Path)
		}
	})
	t.Run("bytes", func(t *testing.T) {
		s := &Server{}
		body := make([]byte, maxLoggedBytes/4)
		for i := range 7 {
			s.log.add(&Request{Path: fmt.Sprint(i), Body: body})
		}
		if len(s.log.requests) != 4 || s.log.requests[0].Path != "3" || s.log.bytes != maxLoggedBytes {
			t.Errorf("%d requests with %d bytes", len(s.log.requests), s.log.bytes)
		}
	})
}

func TestAwaitRequestsEndsWithItsContext(t *testing.T) {
	s := newCounter(t)
	s.get(t)
	if err := s.AwaitRequests(t.Context(), 1); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := s.AwaitRequests(ctx, 2, spotify.OpTracksGet)
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "1 of 2") {
		t.Errorf("error %v", err)
	}
}

func TestTooLargeRequest(t *testing.T) {
	s := newCounter(t)
	r, err := http.NewRequest("POST", s.URL+"/thing", strings.NewReader(strings.Repeat("x", maxBody+1)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.token)
	resp, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusRequestEntityTooLarge || s.Count(spotify.OpPlaylistsCreate) != 1 || s.ups != 0 {
		t.Errorf("status %d, %d logged", resp.StatusCode, s.Count())
	}
}

func TestMethods(t *testing.T) {
	following := []spotify.Op{spotify.OpUsersFollowArtists, spotify.OpUsersFollowUsers}
	top := []spotify.Op{spotify.OpUsersListTopArtists, spotify.OpUsersListTopTracks}
	play := []spotify.Op{spotify.OpPlayerPlay, spotify.OpPlayerResume}
	items := []spotify.Op{spotify.OpPlaylistsReorderItems, spotify.OpPlaylistsReplaceItems}
	save := []spotify.Op{spotify.OpTracksSave, spotify.OpTracksSaveTimestamped}
	tests := []struct {
		ops                       []spotify.Op
		method, path, query, body string
		want                      string
	}{
		{[]spotify.Op{spotify.OpAlbumsGet}, "GET", "/albums/{id}", "", "", "Albums.Get"},
		{following, "PUT", "/me/following", "type=artist", "", "Users.FollowArtists"},
		{following, "PUT", "/me/following", "type=user", "", "Users.FollowUsers"},
		{following, "PUT", "/me/following", "type=dog", "", "Users.FollowArtists or Users.FollowUsers"},
		{top, "GET", "/me/top/{type}", "", "", "Users.ListTopTracks"},
		{play, "PUT", "/me/player/play", "", " \n", "Player.Resume"},
		{play, "PUT", "/me/player/play", "", `{"position_ms":0}`, "Player.Play"},
		{items, "PUT", "/playlists/{playlist_id}/items", "", `{"uris":[]}`, "Playlists.ReplaceItems"},
		{items, "PUT", "/playlists/{playlist_id}/items", "", `{"range_start":1}`, "Playlists.ReorderItems"},
		{items, "PUT", "/playlists/{playlist_id}/items", "", `[`, "Playlists.ReorderItems or Playlists.ReplaceItems"},
		{save, "PUT", "/me/tracks", "", `{"ids":["a"]}`, "Tracks.Save"},
		{save, "PUT", "/me/tracks", "ids=a", "", "Tracks.Save"},
		{save, "PUT", "/me/tracks", "", `{"ids":[],"timestamped_ids":[]}`, "Tracks.SaveTimestamped"},
		{play, "PUT", "/something/new", "", "", "Player.Play or Player.Resume"},
	}
	for _, test := range tests {
		query, err := url.ParseQuery(test.query)
		if err != nil {
			t.Fatal(err)
		}
		table := routed([]endpoint{{method: test.method, path: test.path, ops: test.ops}})
		c := &call{endpoint: &table[0], path: map[string]string{"type": "tracks"}, query: query, raw: []byte(test.body)}
		if got := c.senders(); got != test.want {
			t.Errorf("%s %s?%s %s is %s, want %s", test.method, test.path, test.query, test.body, got, test.want)
		}
	}
	if ops := (&call{}).methods(); ops != nil {
		t.Errorf("nothing is %v", ops)
	}
}
