package main

import (
	"encoding/base64"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/internal/nearest"
)

// read fills a value in, of a struct by the names of its fields: AddedBy is added_by, and
// a duration ends in _ms. Null leaves it as it is.
func (s *sower) read(n node, target any) error { return s.fill(n, reflect.ValueOf(target).Elem()) }

func (s *sower) fill(n node, v reflect.Value) error {
	if n.kind == "null" {
		return nil
	}
	switch target := v.Addr().Interface().(type) {
	case *time.Duration:
		ms, err := n.integer("whole milliseconds")
		*target = time.Duration(ms) * time.Millisecond
		return err
	case *time.Time:
		if err := n.want("text", "a time like 2026-01-15T12:00:00Z"); err != nil {
			return err
		}
		at, err := time.Parse(time.RFC3339, n.text)
		if err != nil {
			return n.at.errorf("%q is no time like 2026-01-15T12:00:00Z", n.text)
		}
		*target = at
		return nil
	case *[]byte:
		if err := n.want("text", "bytes in base64"); err != nil {
			return err
		}
		data, err := base64.StdEncoding.DecodeString(n.text)
		if err != nil {
			return n.at.errorf("this is not base64: %v", err)
		}
		*target = data
		return nil
	case *spotify.URI:
		if err := n.want("text", "a URI"); err != nil {
			return err
		}
		uri, err := s.uri(n.at, n.text)
		*target = uri
		return err
	case *spotifytest.PlaylistItem:
		if n.kind == "text" {
			return s.read(n, &target.URI)
		}
	}
	switch v.Kind() {
	case reflect.String:
		return s.fillText(n, v)
	case reflect.Bool:
		if err := n.want("boolean", "true or false"); err != nil {
			return err
		}
		v.SetBool(n.yes)
		return nil
	case reflect.Int, reflect.Int64:
		i, err := n.integer("a whole number")
		v.SetInt(i)
		return err
	case reflect.Float64:
		if err := n.want("number", "a number"); err != nil {
			return err
		}
		f, err := strconv.ParseFloat(n.text, 64)
		if err != nil {
			return n.at.errorf("%s is out of range", n.text)
		}
		v.SetFloat(f)
		return nil
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return s.fill(n, v.Elem())
	case reflect.Slice:
		if err := n.want("list", "a list"); err != nil {
			return err
		}
		list := reflect.MakeSlice(v.Type(), len(n.elements), len(n.elements))
		for i, element := range n.elements {
			if err := s.fill(element, list.Index(i)); err != nil {
				return err
			}
		}
		v.Set(list)
		return nil
	case reflect.Struct:
		return s.fillStruct(n, v)
	}
	return n.at.errorf("a file cannot have a %s", v.Type())
}

// fillText fills in a text, which may name another thing.
func (s *sower) fillText(n node, v reflect.Value) error {
	if err := n.want("text", "a text"); err != nil {
		return err
	}
	kinds := map[reflect.Type]spotify.Kind{
		reflect.TypeFor[spotify.ArtistID]():    spotify.KindArtist,
		reflect.TypeFor[spotify.AlbumID]():     spotify.KindAlbum,
		reflect.TypeFor[spotify.ShowID]():      spotify.KindShow,
		reflect.TypeFor[spotify.AudiobookID](): spotify.KindAudiobook,
		reflect.TypeFor[spotify.PlaylistID]():  spotify.KindPlaylist,
		reflect.TypeFor[spotify.TrackID]():     spotify.KindTrack,
	}
	text := n.text
	if kind, refers := kinds[v.Type()]; refers {
		var err error
		if text, err = s.id(n.at, kind, text); err != nil {
			return err
		}
	}
	v.SetString(text)
	return nil
}

func (s *sower) fillStruct(n node, v reflect.Value) error {
	if err := n.want("object", "an object"); err != nil {
		return err
	}
	fields := fieldsOf(v)
	for _, member := range n.members {
		field, ok := fields[member.name]
		if !ok {
			var names []string
			for name := range fields {
				names = append(names, name)
			}
			return member.at.errorf("there is no %q here%s", member.name, nearest.Question(member.name, names))
		}
		if member.name == "id" && member.value.kind == "text" {
			field.SetString(member.value.text) // not the name of another thing
			continue
		}
		if err := s.fill(member.value, field); err != nil {
			return err
		}
	}
	return nil
}

// fieldsOf are the fields of a struct by their names in the file, with those of what is
// embedded.
func fieldsOf(v reflect.Value) map[string]reflect.Value {
	fields := map[string]reflect.Value{}
	for i := range v.NumField() {
		described := v.Type().Field(i)
		switch {
		case !described.IsExported():
		case described.Anonymous:
			for name, field := range fieldsOf(v.Field(i)) {
				fields[name] = field
			}
		default:
			name := snake(described.Name)
			if described.Type == reflect.TypeFor[time.Duration]() {
				name += "_ms"
			}
			fields[name] = v.Field(i)
		}
	}
	return fields
}

// snake turns AddedBy into added_by, and ISRC into isrc.
func snake(name string) string {
	var b strings.Builder
	letters := []rune(name)
	for i, r := range letters {
		begins := i > 0 && unicode.IsUpper(r) && (unicode.IsLower(letters[i-1]) || i+1 < len(letters) && unicode.IsLower(letters[i+1]))
		if begins {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func (n node) want(kind, what string) error {
	if n.kind != kind {
		return n.at.errorf("this is %s, and not %s", n.called(), what)
	}
	return nil
}

// called is the kind with its article.
func (n node) called() string {
	switch n.kind {
	case "null":
		return n.kind
	case "object":
		return "an " + n.kind
	}
	return "a " + n.kind
}

func (n node) integer(what string) (int64, error) {
	if err := n.want("number", what); err != nil {
		return 0, err
	}
	i, err := strconv.ParseInt(n.text, 10, 64)
	if err != nil || i != int64(int32(i)) {
		return 0, n.at.errorf("%s is not %s of at most %d", n.text, what, 1<<31-1)
	}
	return i, nil
}
