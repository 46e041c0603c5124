package codectest

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// TestUnknownMembersAreEncoded gives values of all types unknown members: they follow the
// others, and do not repeat them.
func TestUnknownMembersAreEncoded(t *testing.T) {
	for _, s := range subjects() {
		if s.typ.Kind() != reflect.Struct || hasRules(unions(), s.typ) || isMarkets(s.typ) {
			continue
		}
		for seed := range uint64(20) {
			v := reflect.New(s.typ).Elem()
			if seed > 0 { // and once without any member that can be left out
				v = newValues(seed).of(s.typ)
			}
			known, err := encode(v.Interface())
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			extra := spotify.UnknownMembers{"zz": json.RawMessage(`[1, {"a":null}]`), `a"b`: nil, "é": json.RawMessage(`"<"`)}
			for name := range membersOf(t, known) {
				extra[name] = json.RawMessage(`"not this"`)
			}
			v.FieldByName("UnknownMembers").Set(reflect.ValueOf(&extra))
			got, err := encode(v.Interface())
			if err != nil {
				t.Fatalf("%s: %v", s.name, err)
			}
			separator := ","
			if string(known) == "{}" {
				separator = ""
			}
			want := strings.TrimSuffix(string(known), "}") + separator + `"a\"b":null,"zz":[1, {"a":null}],"é":"<"}`
			if string(got) != want {
				t.Fatalf("%s: seed %d, (-want +got):\n%s", s.name, seed, firstDifference([]byte(want), got))
			}
		}
	}
}

// TestUnknownMembersAreNotDecodedByThemselves holds that UnmarshalJSON, which has no
// options, keeps nothing.
func TestUnknownMembersAreNotDecodedByThemselves(t *testing.T) {
	for _, s := range subjects() {
		value := reflect.New(s.typ)
		object, ok := value.Interface().(interface {
			Unknown() map[string]json.RawMessage
		})
		if !ok {
			if s.typ.Kind() == reflect.Struct && !isMarkets(s.typ) {
				t.Errorf("%s has no method Unknown", s.name)
			}
			continue
		}
		if err := decode(value.Interface(), []byte(`{"surprise":{"a":[1]},"":null}`)); err != nil {
			t.Errorf("%s: %v", s.name, err)
		}
		if got := object.Unknown(); got != nil {
			t.Errorf("%s: kept %v", s.name, got)
		}
	}
}

func TestUnknownMembersThatCannotBeEncoded(t *testing.T) {
	for name, test := range map[string]struct {
		extra spotify.UnknownMembers
		want  string // "" is an error
	}{
		"not JSON":              {spotify.UnknownMembers{"a": json.RawMessage(`{`)}, ""},
		"two values":            {spotify.UnknownMembers{"a": json.RawMessage(`1,"b":2`)}, ""},
		"nothing":               {spotify.UnknownMembers{"a": json.RawMessage{}}, ""},
		"none":                  {spotify.UnknownMembers{}, `{"total":0,"href":""}`},
		"a name that is quoted": {spotify.UnknownMembers{"\n\u2028": json.RawMessage(`1`)}, `{"total":0,"href":"","\n\u2028":1}`},
		"names that become one": {spotify.UnknownMembers{"a\xff": json.RawMessage(`1`), "a\xfe": json.RawMessage(`2`)}, `{"total":0,"href":"","a\ufffd":2}`},
		"a name in other case":  {spotify.UnknownMembers{"HREF": json.RawMessage(`1`)}, `{"total":0,"href":"","HREF":1}`},
	} {
		got, err := json.Marshal(spotify.Followers{UnknownMembers: &test.extra})
		if (err != nil) != (test.want == "") {
			t.Errorf("%s: error %v", name, err)
		}
		if err == nil {
			if diff := cmp.Diff(membersOf(t, []byte(test.want)), membersOf(t, got)); diff != "" {
				t.Errorf("%s: encoded (-want +got):\n%s", name, diff)
			}
			if n := bytes.Count(got, []byte("ufffd")); n > 1 {
				t.Errorf("%s: a name is there twice: %s", name, got)
			}
		}
	}
}

func membersOf(t *testing.T, object []byte) map[string]json.RawMessage {
	t.Helper()
	var m map[string]json.RawMessage
	if err := json.Unmarshal(object, &m); err != nil {
		t.Fatalf("%s: %v", object, err)
	}
	return m
}

// TestUnknownMembersThatAreTooDeep nests one as deep as JSON may be. An object around it could
// not be read by anybody.
func TestUnknownMembersThatAreTooDeep(t *testing.T) {
	const most = 10_000
	deep := spotify.UnknownMembers{"a": json.RawMessage(strings.Repeat("[", most-1) + strings.Repeat("]", most-1))}
	if _, err := encode(spotify.Followers{UnknownMembers: &deep}); err != nil {
		t.Error(err)
	}
	track := spotify.Track{Album: spotify.SimplifiedAlbum{UnknownMembers: &deep}}
	track.UnknownMembers = &spotify.UnknownMembers{"name": json.RawMessage(`"twice"`)}
	if got, err := encode(track); err == nil {
		t.Errorf("encoded %.80q", got)
	}
}
