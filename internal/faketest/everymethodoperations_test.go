package faketest_test

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/backlog"
)

// TestEveryOperationIsHandled sends a request of each operation that the schema allows,
// made without knowing the operation, so that what is new is sent, too. A few may be
// without a handler, so that a new version of the schema can come in before somebody has
// written them.
func TestEveryOperationIsHandled(t *testing.T) {
	var missing []string
	for op := range spotify.Operations {
		if problem := unhandled(t, op); problem != "" {
			missing = append(missing, op.Name+" "+problem)
		}
	}
	backlog.Check(t, "an operation is not handled", missing)
}

// unhandled says why it is not known that the fake carries out an operation, "" if it is
// known.
func unhandled(t *testing.T, op spotify.Operation) string {
	t.Helper()
	s := spotifytest.NewServer(t, spotifytest.Relaxed(), spotifytest.Empty())
	client := spotify.NewClient(append(s.ClientOptions(s.User().ID, spotifytest.AllScopes()...), spotify.WithRetry(spotify.NoRetry()))...)
	service, name, _ := strings.Cut(op.Name, ".")
	call := reflect.ValueOf(client).Elem().FieldByName(service).MethodByName(name)
	arguments := []reflect.Value{reflect.ValueOf(t.Context())}
	for i := 1; i < call.Type().NumIn(); i++ {
		switch in := call.Type().In(i); {
		case !call.Type().IsVariadic() || i < call.Type().NumIn()-1:
			arguments = append(arguments, anyArgument(in))
		case in.Elem() != reflect.TypeFor[spotify.RequestOption]():
			arguments = append(arguments, anyArgument(in.Elem()))
		}
	}
	results := call.Call(arguments)

	requests := s.Requests()
	if len(requests) == 0 {
		return fmt.Sprint("sends nothing: ", results[len(results)-1])
	}
	// What the schema does not allow is refused before a handler is looked for.
	if violations := s.Violations(); len(violations) > 0 {
		return "is sent in a way that is not in the schema: " + strings.Join(violations, "; ")
	}
	if requests[0].Status == http.StatusNotImplemented {
		return "is answered with 501"
	}
	return ""
}

// anyArgument makes a value of a type that the schema allows, by the type alone. What it
// names does not exist.
func anyArgument(typ reflect.Type) reflect.Value {
	known := []any{
		spotify.RepeatStateOff,
		spotify.KindTrack,
		spotify.Resources{spotify.URI("spotify:track:" + unknownID)},
		[]byte{0xFF, 0xD8, 0xFF},
		time.Date(2026, 1, 2, 3, 4, 0, 0, time.UTC),
	}
	if i := slices.IndexFunc(known, func(v any) bool { return reflect.TypeOf(v) == typ }); i >= 0 {
		return reflect.ValueOf(known[i])
	}
	value := reflect.New(typ).Elem()
	switch typ.Kind() {
	case reflect.String:
		value.SetString(unknownID)
	case reflect.Int, reflect.Int64:
		value.SetInt(1)
	case reflect.Interface:
		value.Set(anyArgument(reflect.TypeFor[spotify.Resources]()).Index(0))
	case reflect.Slice:
		value = reflect.Append(value, anyArgument(typ.Elem()))
	case reflect.Struct:
		for i := range typ.NumField() {
			field := typ.Field(i)
			if !strings.Contains(field.Tag.Get("json"), "omitzero") || field.Type.Kind() == reflect.Interface {
				value.Field(i).Set(anyArgument(field.Type))
			}
		}
		if value.IsZero() && typ.NumField() > 0 {
			// All may be left out, but something has to be said.
			value.Field(0).Set(anyArgument(typ.Field(0).Type))
		}
	}
	return value
}
