//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package clienttest

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
)

// letters makes a name of a number.
func letters(n int) string {
	return "m" + strings.Map(func(c rune) rune { return c - '0' + 'a' }, fmt.Sprint(n))
}

// TestDriftIsBounded answers with ever new members and values.
func TestDriftIsBounded(t *testing.T) {
	var body strings.Builder
	body.WriteString(`{"items":[`)
	for i := range 5000 {
		fmt.Fprintf(&body, `{%q:1,"track":{"%s":1,"type":"track","album":{"album_type":%q}}},`, letters(i), letters(i), letters(i))
	}
	body.WriteString(`{"end":1}]}`)
	var got drifts
	client := serve(t, answering(body.String())).client(got.option())
	for range 2 {
		if _, err := client.Playlists.ListItems(ctx, "p", nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(got.lines) != 3*50 {
		t.Errorf("%d reports, want 50 of each place", len(got.lines))
	}
}

// TestDriftIsBoundedInAll answers with ever new places.
func TestDriftIsBoundedInAll(t *testing.T) {
	var got drifts
	n := 0
	client := serve(t, func(w http.ResponseWriter, _ request) {
		n++
		fmt.Fprintf(w, `{"%s":1,"album":{"%[1]s":1,"artists":[{"%[1]s":1}],"images":[{"%[1]s":1}],"external_urls":{"%[1]s":1},"restrictions":{"%[1]s":1},"tracks":{"%[1]s":1,"items":[{"%[1]s":1}]}}}`, letters(n))
	}).client(got.option())
	for range 60 {
		for _, read := range []func() error{
			func() error { _, err := client.Tracks.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Albums.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Artists.Get(ctx, "x"); return err },
			func() error { _, err := client.Shows.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Episodes.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Playlists.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Player.GetState(ctx, nil); return err },
			func() error { _, err := client.Search.Query(ctx, "x", []spotify.Kind{"track"}, nil); return err },
			func() error { _, err := client.Users.Me(ctx); return err },
			func() error { _, err := client.Player.GetQueue(ctx); return err },
			func() error { _, err := client.Player.ListDevices(ctx); return err },
			func() error { _, err := client.Tracks.GetAudioFeatures(ctx, "x"); return err },
			func() error { _, err := client.Tracks.GetAudioAnalysis(ctx, "x"); return err },
			func() error { _, err := client.Audiobooks.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Chapters.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Albums.ListTracks(ctx, "x", nil); return err },
			func() error { _, err := client.Categories.Get(ctx, "x", nil); return err },
			func() error { _, err := client.Tracks.ListSaved(ctx, nil); return err },
		} {
			if err := read(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(got.lines) != 1000 {
		t.Errorf("%d reports, want 1000", len(got.lines))
	}
}

// TestDriftTellsNoSecrets plants what is personal everywhere in an answer.
func TestDriftTellsNoSecrets(t *testing.T) {
	secrets := []string{
		"Astrid", "Lindqvist", "astrid", "astrid.l@mail.example", "1987-06-05", "46701234567", "59.3293",
		"BQDx7Yq2Zk9aLmN4pR8sT1vW3yB6cE", "4uLU6hMCjMI75M1A2tKUQC", "31xk7a5qvbn3wz2m4c6d", "QmVyZXJUb2tlbg",
	}
	var body strings.Builder
	body.WriteString(`{"owner_name":"Astrid","size":59.3293`)
	for _, secret := range secrets {
		fmt.Fprintf(&body, `,"new":{"text":%[1]q,"list":[%[1]q],"%[1]s x":1,"deep":{"deep":{"deep":{"deep":%[1]q}}}}`, secret)
		if strings.ContainsAny(secret, "0123456789") {
			fmt.Fprintf(&body, `,%[1]q:%[1]q,"album":{%[1]q:{%[1]q:1},"album_type":%[1]q,"type":%[1]q,"external_urls":{%[1]q:[]}}`, secret)
		}
		fmt.Fprintf(&body, `,"album":{"album_type":"%[1]s, %[1]s","release_date_precision":"%[1]s@"}`, secret)
		fmt.Fprintf(&body, ",\"name\":\"%s \xff\"", secret)
	}
	body.WriteString(`,"phone":46701234567}`)
	var got drifts
	var log bytes.Buffer
	var collector spotify.DriftCollector
	server := serve(t, answering(body.String()))
	for _, option := range []spotify.ClientOption{got.option(), spotify.WithDriftReport(spotify.LogDrift(slog.New(slog.NewTextHandler(&log, nil)))), spotify.WithDriftCollector(&collector)} {
		if _, err := server.client(option).Tracks.Get(ctx, "x", nil); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if _, err := collector.WriteTo(&file); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"reports": strings.Join(got.lines, "\n"), "log": log.String(), "file": file.String()} {
		if strings.Count(text, "\n") < 10 {
			t.Errorf("%s: there is little to search:\n%s", name, text)
		}
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %s is in\n%s", name, secret, text)
			}
		}
	}
}

// TestDriftCollector collects from several clients and writes what was found.
func TestDriftCollector(t *testing.T) {
	var collector spotify.DriftCollector
	var got drifts
	server := serve(t, answering(`{"duration_ms":640.0,"album":{"album_type":"mixtape","images":[{"a":"x"},{"a":{"b":[1]}}]}}`))
	one := server.client(spotify.WithDriftCollector(&collector), got.option())
	for _, client := range []*spotify.Client{one, one, server.client(spotify.WithDriftCollector(&collector))} {
		if _, err := client.Tracks.Get(ctx, "x", nil); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := one.Albums.Get(ctx, "x", nil); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	n, err := collector.WriteTo(&file)
	if err != nil || n != int64(file.Len()) {
		t.Fatalf("%d bytes, error %v", n, err)
	}
	want := `{"operation":"Albums.Get","path":"/album","kind":"unknown_member","value":{"album_type":"…","images":[{"a":"…"}]},"count":1}
{"operation":"Albums.Get","path":"/duration_ms","kind":"unknown_member","value":0.5,"count":1}
{"operation":"Tracks.Get","path":"/album/album_type","kind":"unknown_value","value":"mixtape","count":3}
{"operation":"Tracks.Get","path":"/album/images/*/a","kind":"unknown_member","value":"…","count":6}
{"operation":"Tracks.Get","path":"/duration_ms","kind":"bent","value":640.0,"count":3}
`
	if diff := cmp.Diff(want, file.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(got.lines) != 5 {
		t.Errorf("%d reports beside the collector, want 5", len(got.lines))
	}
}

// TestDriftOptions shares and replaces options.
func TestDriftOptions(t *testing.T) {
	server := serve(t, answering(`{"a":1}`))
	var first, second drifts
	client := server.client(first.option())
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: "other"})
	for _, other := range []*spotify.Client{client, client.ForUser(source), client.ForUser(source, second.option()), client} {
		if _, err := other.Tracks.Get(ctx, "x", nil); err != nil {
			t.Fatal(err)
		}
	}
	if len(first.lines) != 1 || len(second.lines) != 1 {
		t.Errorf("%d and %d reports, want one each", len(first.lines), len(second.lines))
	}
	for name, option := range map[string]spotify.ClientOption{"WithDriftReport": spotify.WithDriftReport(nil), "WithDriftCollector": spotify.WithDriftCollector(nil)} {
		_, err := server.client(option).Tracks.Get(ctx, "x", nil)
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s(nil): error %v", name, err)
		}
	}
}
