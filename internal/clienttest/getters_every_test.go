package clienttest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/spotgen/spotgen/gen/spotify"
)

// getterTypes has a pointer to a zero value of each type with getters of durations, of
// artists, or with a simplified type.
func getterTypes() []any {
	return []any{
		new(spotify.Album), new(spotify.AudioFeatures), new(spotify.Audiobook), new(spotify.Chapter), new(spotify.CurrentlyPlaying),
		new(spotify.DiscographyAlbum), new(spotify.Episode), new(spotify.PlaybackState), new(spotify.Playlist), new(spotify.ResumePoint),
		new(spotify.Show), new(spotify.SimplifiedAlbum), new(spotify.SimplifiedChapter), new(spotify.SimplifiedEpisode),
		new(spotify.SimplifiedTrack), new(spotify.Track),
	}
}

// fill sets everything in a value to something else than zero, with another number in each
// place. Below the given depth, it leaves values as they are.
func fill(v reflect.Value, depth int, n *int) {
	*n++
	if v.Type() == reflect.TypeFor[spotify.Markets]() {
		v.Set(reflect.ValueOf(spotify.NewMarkets("SE")))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprint("text ", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth, n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			fill(v.Index(i), depth, n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if depth > 0 && v.Field(i).CanSet() {
				fill(v.Field(i), depth-1, n)
			}
		}
	}
}

// TestEveryGetter calls the getters of durations and of artists on values in which each
// place has another value, and compares them with the fields.
func TestEveryGetter(t *testing.T) {
	durations, artists := 0, 0
	for _, value := range getterTypes() {
		v, n := reflect.ValueOf(value), 0
		fill(v.Elem(), 3, &n)
		name := v.Elem().Type().Name()
		for i := range v.Elem().NumField() {
			field := v.Elem().Type().Field(i).Name
			unit, ok := strings.CutSuffix(field, "MS")
			getter := v.MethodByName(unit)
			if !ok || !getter.IsValid() {
				continue
			}
			durations++
			ms := reflect.Indirect(v.Elem().Field(i)).Int()
			if got, want := getter.Call(nil)[0].Interface(), time.Duration(ms)*time.Millisecond; got != want {
				t.Errorf("%s.%s is %v, want %v", name, unit, got, want)
			}
		}
		getter := v.MethodByName("ArtistNames")
		if !getter.IsValid() {
			continue
		}
		artists++
		list := v.Elem().FieldByName("Artists")
		want := []string{list.Index(0).FieldByName("Name").String(), list.Index(1).FieldByName("Name").String()}
		if diff := cmp.Diff(want, getter.Call(nil)[0].Interface()); diff != "" {
			t.Errorf("%s.ArtistNames (-want +got):\n%s", name, diff)
		}
	}
	if durations < 10 || artists < 5 {
		t.Errorf("only %d getters of durations and %d of artists", durations, artists)
	}
}

// TestEverySimplified compares each field of a simplified value with that of the value that
// it was made of, which has something in every place.
func TestEverySimplified(t *testing.T) {
	found := 0
	for _, value := range getterTypes() {
		v, n := reflect.ValueOf(value), 0
		fill(v.Elem(), 3, &n)
		convert := v.MethodByName("Simplified")
		if !convert.IsValid() {
			continue
		}
		found++
		simple := convert.Call(nil)[0]
		for i := range simple.NumField() {
			field := simple.Type().Field(i)
			full := v.Elem().FieldByName(field.Name)
			switch {
			case simple.Field(i).IsZero():
				t.Errorf("%s.%s is lost", simple.Type().Name(), field.Name)
			case full.IsValid() && full.Type() == field.Type:
				if got, want := simple.Field(i).Interface(), full.Interface(); !reflect.DeepEqual(got, want) {
					t.Errorf("%s.%s is %v, want %v", simple.Type().Name(), field.Name, got, want)
				}
			}
		}
	}
	if found < 7 {
		t.Errorf("only %d types have a simplified one", found)
	}
}
