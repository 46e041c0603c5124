package spotify

import (
	"errors"
	"testing"
)

// The checks that emitted methods make of a request body before it is sent.

func TestRefuseEmptyBody(t *testing.T) {
	type command struct {
		Volume *int `json:"volume,omitzero"`
	}
	for name, test := range map[string]struct {
		body    func(*encoder)
		refused bool
	}{
		"something": {encoding(command{Volume: Ptr(0)}), false},
		"nothing":   {encoding(command{}), true},
		"none":      {nil, true},
	} {
		r := newRequest(&Operation{Name: "Player.Play"}, nil)
		if test.body != nil {
			r.jsonBody(test.body)
		}
		r.refuseEmptyBody()
		if (r.err != nil) != test.refused {
			t.Errorf("%s: error %v, want one: %t", name, r.err, test.refused)
		}
	}
}

func TestRequire(t *testing.T) {
	r := newRequest(&Operation{Name: "Playlists.Create"}, nil)
	r.require("name", true)
	if r.err != nil {
		t.Errorf("given: error %v", r.err)
	}
	r.require("name", false)
	wantError(t, r.err, "Playlists.Create", "parameter name", "empty")
}

func TestCheckResources(t *testing.T) {
	op := &Operation{Name: "Library.Save"}
	if err := checkResources(op, "uris", []Resource{URI("spotify:track:1"), URI("spotify:album:2")}); err != nil {
		t.Errorf("error %v for things that can be saved", err)
	}
	err := checkResources(op, "uris", []Resource{URI("spotify:track:1"), URI("spotify:local:a:b:c:1")})
	wantError(t, err, "Library.Save", "parameter uris", "item 1")
	if !errors.Is(err, ErrLocalFile) {
		t.Errorf("error %v is not ErrLocalFile", err)
	}
}

func TestWireURI(t *testing.T) {
	const local = URI("spotify:local:a:b:c:1")
	tests := map[string]struct {
		item       Resource
		allowLocal bool
		want       URI
		err        string
	}{
		"thing":              {URI("spotify:track:1"), false, "spotify:track:1", ""},
		"absent":             {nil, false, "", ""},
		"nil pointer":        {(*valueResource)(nil), false, "", "offset: it is nil"},
		"without a URI":      {URI(""), false, "", "offset: it has no URI"},
		"local file":         {local, false, "", "local files cannot"},
		"local file allowed": {local, true, local, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := wireURI("offset", test.item, test.allowLocal)
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			switch {
			case test.err != "":
				wantError(t, err, test.err)
			case err != nil:
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestNoSnapshot(t *testing.T) {
	wantError(t, noSnapshot(&Operation{Name: "Playlists.RemoveItems"}), "Playlists.RemoveItems", "snapshot_id", "version of the playlist")
}

func TestAtMost(t *testing.T) {
	for n, refused := range map[int]bool{0: false, 3: false, 4: true} {
		r := newRequest(&Operation{Name: "Playlists.ReplaceItems", Batch: Batch{Param: "uris", Max: 3, Whole: true}}, nil)
		r.atMost("uris", n)
		if (r.err != nil) != refused {
			t.Errorf("%d of at most 3: error %v, want one: %t", n, r.err, refused)
		}
	}
}
