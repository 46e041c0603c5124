package codectest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/spotgen/spotgen/gen/spotify"
)

// A mirror of a type has the same fields with the same tags, but no methods, so that
// encoding/json goes by the tags alone. What the tags do not tell is in the mirror of
// the value: null for what Markets, a union or an item of a page does not have.

// mirrors remembers the mirrors of types, for they are slow to make.
var mirrors sync.Map

// mirrorType returns the mirror of a type.
func mirrorType(t reflect.Type) reflect.Type {
	if mirror, ok := mirrors.Load(t); ok {
		return mirror.(reflect.Type)
	}
	mirror := makeMirrorType(t)
	mirrors.Store(t, mirror)
	return mirror
}

func makeMirrorType(t reflect.Type) reflect.Type {
	switch {
	case isTime(t):
		return t
	case isMarkets(t), isResources(t):
		return reflect.TypeFor[[]string]()
	case isResource(t), isUnknown(t), hasRules(unions(), t):
		return reflect.TypeFor[any]()
	}
	switch t.Kind() {
	case reflect.Struct:
		return mirrorStruct(t)
	case reflect.Slice:
		return reflect.SliceOf(mirrorType(t.Elem()))
	case reflect.Pointer:
		return reflect.PointerTo(mirrorType(t.Elem()))
	case reflect.String:
		return reflect.TypeFor[string]()
	case reflect.Bool, reflect.Int, reflect.Int64, reflect.Float64:
		return t
	}
	panic(fmt.Sprintf("there is no mirror of %s", t))
}

func mirrorStruct(t reflect.Type) reflect.Type {
	var fields []reflect.StructField
	for i := range t.NumField() {
		field := t.Field(i)
		mirrored := reflect.StructField{Name: field.Name, Tag: field.Tag, Type: mirrorType(field.Type)}
		switch name, _, _ := strings.Cut(field.Tag.Get("json"), ","); {
		case isPage(t) && field.Name == "Items" && mirrored.Type.Elem().Kind() == reflect.Struct:
			mirrored.Type = reflect.SliceOf(reflect.PointerTo(mirrored.Type.Elem()))
		case listsOfOne()[t] == name:
			mirrored.Type = reflect.ArrayOf(1, mirrored.Type)
		}
		fields = append(fields, mirrored)
	}
	return reflect.StructOf(fields)
}

// mirrorOf returns a value as one of its mirror type.
func mirrorOf(v reflect.Value) reflect.Value {
	mirror := reflect.New(mirrorType(v.Type())).Elem()
	fillMirror(mirror, v)
	return mirror
}

func fillMirror(mirror, v reflect.Value) {
	t := v.Type()
	switch {
	case isMarkets(t):
		markets := v.Interface().(spotify.Markets)
		if markets.IsZero() {
			return
		}
		mirror.Set(reflect.ValueOf([]string{}))
		for code := range markets.All() {
			mirror.Set(reflect.Append(mirror, reflect.ValueOf(string(code))))
		}
	case isResources(t):
		mirror.Set(reflect.MakeSlice(mirror.Type(), v.Len(), v.Len()))
		for i, resource := range v.Interface().(spotify.Resources) {
			mirror.Index(i).SetString(string(resource.ResourceURI()))
		}
	case isResource(t):
		if resource, ok := v.Interface().(spotify.Resource); ok {
			mirror.Set(reflect.ValueOf(string(resource.ResourceURI())))
		}
	case hasRules(unions(), t):
		fillUnionMirror(mirror, v)
	case mirror.Kind() == reflect.Pointer && v.Kind() != reflect.Pointer: // an item of a page
		if !v.IsZero() {
			mirror.Set(reflect.New(mirror.Type().Elem()))
			fillMirror(mirror.Elem(), v)
		}
	case mirror.Kind() == reflect.Array:
		fillMirror(mirror.Index(0), v)
	case t.Kind() == reflect.Struct && !isTime(t):
		for i := range t.NumField() {
			_, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			if options == "omitzero" && v.Field(i).IsZero() {
				continue // Resources have no nil list otherwise
			}
			fillMirror(mirror.Field(i), v.Field(i))
		}
	case t.Kind() == reflect.Pointer:
		if !v.IsNil() {
			mirror.Set(reflect.New(mirror.Type().Elem()))
			fillMirror(mirror.Elem(), v.Elem())
		}
	case t.Kind() == reflect.Slice:
		if v.IsNil() {
			return
		}
		mirror.Set(reflect.MakeSlice(mirror.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			fillMirror(mirror.Index(i), v.Index(i))
		}
	default:
		mirror.Set(v.Convert(mirror.Type()))
	}
}

// fillUnionMirror sets a mirror to that of the first member that is set.
func fillUnionMirror(mirror, v reflect.Value) {
	for i := range v.NumField() {
		switch field := v.Field(i); {
		case field.IsZero():
			continue
		case isRaw(field.Type()):
			mirror.Set(reflect.ValueOf(json.RawMessage(field.Bytes())))
		default:
			mirror.Set(mirrorOf(field))
		}
		return
	}
}
