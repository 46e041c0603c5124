package spotify

import (
	"errors"
	"testing"
)

func TestOnly(t *testing.T) {
	r := newRequest(&Operation{Name: "Playlists.CheckFollowing"}, nil)
	got, err := only(r, []bool{true})
	if err != nil || !got {
		t.Errorf("only([true]) = %t, %v; want true", got, err)
	}
	for _, list := range [][]bool{nil, {true, false}} {
		_, err := only(r, list)
		var decodeErr *DecodeError
		if ok := errors.As(err, &decodeErr); !ok || decodeErr.Operation != "Playlists.CheckFollowing" {
			t.Errorf("only(%v): got error %v, want a DecodeError of the operation", list, err)
		}
	}
}

func TestMissing(t *testing.T) {
	err := missing(newRequest(&Operation{Name: "Categories.List"}, nil), "categories")
	var decodeErr *DecodeError
	ok := errors.As(err, &decodeErr)
	if !ok || decodeErr.Operation != "Categories.List" || decodeErr.Path != "$.categories" {
		t.Errorf("missing: got %v, want a DecodeError of the operation at $.categories", err)
	}
}
