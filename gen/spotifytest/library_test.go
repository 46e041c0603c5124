package spotifytest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

func TestShelfOrder(t *testing.T) {
	noon := beginning()
	type step struct {
		add, remove spotify.URI
		at          time.Time
	}
	tests := []struct {
		name  string
		steps []step
		want  []spotify.URI
	}{
		{"empty", nil, []spotify.URI{}},
		{"newest first", []step{{add: "a", at: noon}, {add: "b", at: noon.Add(time.Hour)}}, []spotify.URI{"b", "a"}},
		{"an older one comes later", []step{{add: "a", at: noon}, {add: "b", at: noon.Add(-time.Hour)}}, []spotify.URI{"a", "b"}},
		{"in between", []step{
			{add: "a", at: noon}, {add: "b", at: noon.Add(-2 * time.Hour)}, {add: "c", at: noon.Add(-time.Hour)},
		}, []spotify.URI{"a", "c", "b"}},
		{"the last of one request first", []step{{add: "a", at: noon}, {add: "b", at: noon}, {add: "c", at: noon}}, []spotify.URI{"c", "b", "a"}},
		{"seconds do not count", []step{{add: "a", at: noon.Add(50 * time.Second)}, {add: "b", at: noon}}, []spotify.URI{"b", "a"}},
		{"minutes do", []step{{add: "a", at: noon.Add(60 * time.Second)}, {add: "b", at: noon}}, []spotify.URI{"a", "b"}},
		{"twice keeps time and place", []step{
			{add: "a", at: noon}, {add: "b", at: noon.Add(time.Hour)}, {add: "a", at: noon.Add(2 * time.Hour)},
		}, []spotify.URI{"b", "a"}},
		{"removed", []step{{add: "a", at: noon}, {add: "b", at: noon}, {remove: "a"}, {remove: "c"}}, []spotify.URI{"b"}},
		{"removed and saved anew", []step{
			{add: "a", at: noon}, {add: "b", at: noon.Add(time.Hour)}, {remove: "a"}, {add: "a", at: noon.Add(2 * time.Hour)},
		}, []spotify.URI{"a", "b"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var s shelf
			for _, step := range test.steps {
				if step.remove != "" {
					s.remove(step.remove)
					continue
				}
				s.add(step.add, step.at)
			}
			if diff := cmp.Diff(test.want, s.uris()); diff != "" {
				t.Errorf("shelf (-want +got):\n%s", diff)
			}
		})
	}
}

func TestIdentify(t *testing.T) {
	s := emptyServer()
	book := spotify.AudiobookID(hashID("audiobook", 1))
	s.audiobooks.put(book, Audiobook{ID: book})
	const id = "6kLCHFM39wkFjOuyPGLGeQ"
	tests := []struct {
		uri  spotify.URI
		kind spotify.Kind // "" is a refusal
		want spotify.URI
	}{
		{"spotify:track:" + id, "track", "spotify:track:" + id},
		{"spotify:track:" + id + "?si=1", "track", "spotify:track:" + id},
		{"spotify:show:" + id, "show", "spotify:show:" + id},
		{book.URI(), "audiobook", book.URI()},
		{"spotify:audiobook:" + spotify.URI(book), "audiobook", book.URI()},
		{"spotify:user:bob", "user", "spotify:user:bob"},
		{"spotify:user:bob:playlist:" + id, "playlist", "spotify:playlist:" + id},
		{"spotify:user:bob:collection", "", ""},
		{"spotify:local:a:b:c:1", "", ""},
		{"spotify:track:null", "", ""},
		{"spotify:track:tooshort", "", ""},
		{"spotify:meal:" + id, "", ""},
		{"https://open.spotify.com/track/" + id, "", ""},
		{id, "", ""},
	}
	for _, test := range tests {
		got, ok := s.identify(test.uri)
		if ok != (test.kind != "") || got != (thing{test.kind, test.want}) {
			t.Errorf("identify(%q) = %v, %t; want %v %v", test.uri, got, ok, test.kind, test.want)
		}
	}
}

// emptyServer is one without a listener, for what needs no requests.
func emptyServer() *Server {
	s := &Server{config: newConfig(nil)}
	s.markets = defaultMarkets()
	s.addUser(s.user)
	return s
}
