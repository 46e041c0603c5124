package spotify

import (
	"errors"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuotaModes(t *testing.T) {
	strict := WithStrictQuotaMode()
	tests := []struct {
		name        string
		options     []ClientOption
		op          *Operation
		development bool
		want        *UnavailableError
		text        string
	}{
		{"default", nil, opSave, false, nil, ""},
		{"extended", []ClientOption{WithQuotaMode(Extended)}, opSave, false, nil, ""},
		{"extended and strict", []ClientOption{WithQuotaMode(Extended), strict}, opSave, false, nil, ""},
		{"strict", []ClientOption{strict}, opSave, false, nil, ""},
		{"development", []ClientOption{WithQuotaMode(Development)}, opSave, true, nil, ""},
		{"development and strict", []ClientOption{strict, WithQuotaMode(Development)}, opSave, true,
			&UnavailableError{Operation: "Albums.Save", Since: "2026-02-11", Replacement: "Library.Save"},
			"spotify: Albums.Save: not sent: this operation has not been available to apps in development mode since 2026-02-11; use Library.Save instead"},
		{"no replacement", []ClientOption{strict, WithQuotaMode(Development)}, opGetMany, true,
			&UnavailableError{Operation: "Albums.GetMany", Since: "2026-02-11"},
			"spotify: Albums.GetMany: not sent: this operation has not been available to apps in development mode since 2026-02-11"},
		{"available", []ClientOption{strict, WithQuotaMode(Development)}, opPlay, true, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sent := 0
			c := newCaller(append(test.options, transport(func(req *http.Request) (*http.Response, error) {
				sent++
				return response(req, 403, nil, http.NoBody), nil
			}))...)
			if c.development() != test.development {
				t.Errorf("development() is %v", !test.development)
			}
			err := callOp(t.Context(), c.with(WithHeader("X-A", "b")), test.op)
			if !errors.Is(err, ErrForbidden) {
				t.Errorf("error %v", err)
			}
			var got *UnavailableError
			ok := errors.As(err, &got)
			if !ok {
				if test.want != nil || sent != 1 {
					t.Errorf("error %v, sent %d times", err, sent)
				}
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.Error() != test.text || errors.Is(err, ErrNotFound) || sent != 0 {
				t.Errorf("error %v, sent %d times", err, sent)
			}
		})
	}
	_, _, err := sent(t, newRequest(opRead, nil), WithQuotaMode(7))
	wantError(t, err, "WithQuotaMode: QuotaMode(7) is not a quota mode; want Extended or Development")
	if Extended.String() != "extended" || Development.String() != "development" {
		t.Errorf("the modes are %v and %v", Extended, Development)
	}
}
