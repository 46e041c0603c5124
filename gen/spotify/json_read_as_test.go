package spotify

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// readable is an object with properties to look for.
type readable struct{ name, note string }

func (a *readable) decode(d *decoder) {
	for key, more := d.object(); more; key, more = d.member() {
		switch string(key) {
		case "name":
			d.string(&a.name)
		case "note":
			d.string(&a.note)
		default:
			d.skip()
		}
	}
}

func TestReadAs(t *testing.T) {
	tests := map[string]struct {
		raw, want, wantErr string
	}{
		"string":             {raw: `"calm"`, want: "calm"},
		"with space around":  {raw: " \"calm\" ", want: "calm"},
		"number":             {raw: `5`, wantErr: "spotify: cannot decode at $: a number instead of a string"},
		"object":             {raw: `{}`, wantErr: "spotify: cannot decode at $: an object instead of a string"},
		"null":               {raw: `null`, wantErr: "spotify: cannot decode at $: there is no value"},
		"nothing":            {wantErr: "spotify: cannot decode at $: there is no value"},
		"empty":              {raw: ``, wantErr: "spotify: cannot decode at $: there is no value"},
		"more than a value":  {raw: `"a" "b"`, wantErr: "spotify: cannot decode at $ (offset 4): unexpected '\"' after the value"},
		"broken off":         {raw: `"cal`, wantErr: "spotify: cannot decode at $ (offset 4): unexpected end of the JSON text"},
		"word that is no n…": {raw: `nought`, wantErr: "spotify: cannot decode at $: unexpected 'n', want null"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var raw json.RawMessage
			if test.raw != "" {
				raw = json.RawMessage(test.raw)
			}
			got, err := readAs(raw, decodeString)
			checkReadAs(t, err, test.wantErr)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadObjectAs(t *testing.T) {
	tests := map[string]struct {
		raw, wantErr string
		check        func(lacking, all []string) error
		properties   []string
		want         *readable
	}{
		"has what is required": {
			raw: `{"other": [1], "name": "a"}`, check: hasAll, properties: []string{"name"}, want: &readable{name: "a"},
		},
		"has it twice": {
			raw: `{"name": "a", "name": "b"}`, check: hasAll, properties: []string{"name"}, want: &readable{name: "b"},
		},
		"lacks what is required": {
			raw: `{"note": "a"}`, check: hasAll, properties: []string{"name"}, wantErr: `spotify: cannot decode at $: the object lacks "name"`,
		},
		"has what is possible": {
			raw: `{"note": "a"}`, check: hasAny, properties: []string{"name", "note"}, want: &readable{note: "a"},
		},
		"has nothing that is possible": {
			raw: `{"notes": "a"}`, check: hasAny, properties: []string{"name", "note"},
			wantErr: "spotify: cannot decode at $: the object has no property of this type, such as name, note",
		},
		"nothing is possible": {raw: `{"a": 1}`, check: hasAny, want: &readable{}},
		"bad property": {
			raw: `{"name": 5}`, check: hasAll, properties: []string{"name"},
			wantErr: "spotify: cannot decode at $.name (offset 9): a number instead of a string",
		},
		"list of nothing": {raw: `[]`, check: hasAny, wantErr: "spotify: cannot decode at $: an array instead of an object"},
		"no object":       {raw: `[]`, check: hasAny, properties: []string{"name"}, wantErr: "spotify: cannot decode at $: an array instead of an object"},
		"no JSON":         {raw: `{"name"`, check: hasAll, properties: []string{"name"}, wantErr: "spotify: cannot decode at $.name (offset 7): unexpected end of the JSON text"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := readObjectAs(json.RawMessage(test.raw), (*readable).decode, test.check, test.properties...)
			checkReadAs(t, err, test.wantErr)
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(readable{})); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

// checkReadAs holds that an error is a *DecodeError of some text, or that there is none.
func checkReadAs(t *testing.T, err error, want string) {
	t.Helper()
	got := ""
	if err != nil {
		got = err.Error()
		var decodeError *DecodeError
		if !errors.As(err, &decodeError) {
			t.Errorf("the error is a %T", err)
		}
	}
	if got != want {
		t.Errorf("error is\n%s\nwant\n%s", got, want)
	}
}
