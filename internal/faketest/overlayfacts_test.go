package faketest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/spotgen/spotgen/gen/spotifytest"
	"github.com/spotgen/spotgen/generator"
	"github.com/spotgen/spotgen/generator/compare/verify"
	"github.com/spotgen/spotgen/generator/load"
)

// TestSuggestionsAreTheOverlay takes the overrides away, all but those without which the
// schema does not load, and verifies answers of the fake with the facts of docs/facts. The
// suggestions have to be what people have written by hand.
//
// Verify cannot see what no exchange contradicts: types of Go and their names, pointers,
// names of enums that the schema lacks, pages, scopes, quota modes, methods, lists that are
// one text, bounds that hold, and that two members are one.
func TestSuggestionsAreTheOverlay(t *testing.T) {
	root := filepath.Join("..", "..")
	in, err := generator.ReadInputs(filepath.Join(root, "spec", "open-api-schema.yml"), filepath.Join(root, "overrides"), filepath.Join(root, "gen"))
	if err != nil {
		t.Fatal(err)
	}
	whole, _, err := load.Load(in.Spec, in.Overlay, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	necessary := slices.DeleteFunc(slices.Clone(in.Overlay), func(o load.Source) bool { return filepath.Base(o.Name) != "load.yml" })
	raw := loadWith(t, in.Spec, necessary)
	exchanges := factualExchanges(t, whole)
	overlays := necessary
	for round := 1; ; round++ {
		v := verify.New(loadWith(t, in.Spec, overlays), nil)
		for _, x := range exchanges {
			if err := v.Add(x); err != nil {
				t.Fatal(err)
			}
		}
		report := v.Report()
		if len(report.Findings) == 0 {
			break
		}
		overlay := report.Overlay()
		if round > 3 {
			t.Fatalf("the suggestions of three rounds leave\n%s", overlay)
		}
		overlays = append(slices.Clip(overlays), load.Source{Name: fmt.Sprintf("verify%d.yml", round), Data: []byte(overlay)})
	}
	suggested := map[string]bool{}
	for _, leaves := range effects(loadWith(t, in.Spec, overlays), nil) {
		for leaf := range leaves {
			suggested[leaf] = true
		}
	}
	reproduced := 0
	own := load.Pointers(raw.Nodes)
	known := map[string]bool{}
	for _, p := range own {
		known[p] = true
	}
	all := effects(whole, known)
	for i, o := range whole.Overrides {
		missing := slices.DeleteFunc(slices.Sorted(maps.Keys(all[i])), func(leaf string) bool { return suggested[leaf] })
		switch {
		case filepath.Base(o.Pos.File) == "load.yml" || len(all[i]) == 0:
		case len(missing) == 0:
			reproduced++
			t.Logf("reproduced: %s %s", o.Pos, o.Target)
		case len(missing) < len(all[i]):
			t.Logf("in part: %s %s lacks %q", o.Pos, o.Target, missing)
		default:
			t.Logf("not: %s %s", o.Pos, o.Target)
		}
	}
	t.Logf("%d of %d actions are reproduced", reproduced, len(whole.Overrides))
	if reproduced < 60 {
		t.Errorf("%d of %d actions are reproduced, want at least 60", reproduced, len(whole.Overrides))
	}
}

func loadWith(t *testing.T, spec load.Source, overlays []load.Source) *load.Document {
	t.Helper()
	doc, _, err := load.Load(spec, overlays, load.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// effects lists what each override of a schema makes of it: pointer, key, and value. What
// is about Go, and words, are left out, and so are places below which nothing is known,
// because only other overrides make them.
func effects(doc *load.Document, known map[string]bool) []map[string]bool {
	w := &effectsOf{root: doc.Nodes, pointers: load.Pointers(doc.Nodes)}
	var all []map[string]bool
	for _, o := range doc.Overrides {
		w.leaves = map[string]bool{}
		for _, e := range o.Effects {
			p, there := w.pointers[e.Node]
			switch {
			case !there, known != nil && !known[p]:
			case e.Update != nil:
				w.update(w.named(p), e.Update)
			case e.Key == nil:
				w.leaves[w.named(p)+" without "+e.Removed.Value] = true
			case e.Key.Value == "required":
				for _, c := range e.Removed.Content {
					w.leaves[w.named(p)+"/required without "+c.Value] = true
				}
			default:
				w.leaves[w.named(p)+" without "+e.Key.Value] = true
			}
		}
		all = append(all, w.leaves)
	}
	return all
}

type effectsOf struct {
	root     *yaml.Node
	pointers map[*yaml.Node]string
	leaves   map[string]bool
}

// named writes a pointer with the names of parameters, whose positions vary.
func (w *effectsOf) named(p string) string {
	tokens := strings.Split(p, "/")
	n := w.root
	for i, token := range tokens[1:] {
		token = strings.ReplaceAll(strings.ReplaceAll(token, "~1", "/"), "~0", "~")
		n = below(n, token)
		if n != nil && tokens[i] == "parameters" && below(n, "name") != nil {
			tokens[i+1] = below(n, "name").Value
		}
	}
	return strings.Join(tokens, "/")
}

func below(n *yaml.Node, token string) *yaml.Node {
	if n == nil {
		return nil
	}
	if i, err := strconv.Atoi(token); err == nil && n.Kind == yaml.SequenceNode && i < len(n.Content) {
		return n.Content[i]
	}
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == token {
			return n.Content[i+1]
		}
	}
	return nil
}

func (w *effectsOf) update(p string, u *yaml.Node) {
	switch u.Kind {
	case yaml.ScalarNode:
		w.leaves[p+" = "+u.Value] = true
	case yaml.SequenceNode:
		for _, c := range u.Content {
			if ref := below(c, "$ref"); ref != nil {
				w.leaves[strings.TrimSuffix(p, "/allOf")+"/$ref = "+ref.Value] = true // a wrapped reference is one
				continue
			}
			w.update(p+"/-", c)
		}
	}
	if u.Kind != yaml.MappingNode {
		return
	}
	if ref := below(u, "$ref"); ref != nil && strings.HasPrefix(ref.Value, "#/components/responses/") {
		w.update(p, below(below(below(w.root, "components"), "responses"), strings.TrimPrefix(ref.Value, "#/components/responses/")))
		return
	}
	if strings.Contains(p, "/responses/") && below(u, "description") != nil {
		w.leaves[p+" is described"] = true
	}
	for i := 0; i+1 < len(u.Content); i += 2 {
		key := u.Content[i].Value
		words := key == "description" && u.Content[i+1].Kind == yaml.ScalarNode || key == "example" || key == "deprecated" || key == "x-spotgen-development"
		if !words && !strings.HasPrefix(key, "x-go-") {
			w.update(p+"/"+strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1"), u.Content[i+1])
		}
	}
}

// factualExchanges are answers of the fake that are changed as the facts say.
func factualExchanges(t *testing.T, doc *load.Document) []verify.Exchange {
	t.Helper()
	s := spotifytest.NewServer(t, spotifytest.BothPlaylistShapes(), spotifytest.Relaxed())
	e := s.Example()
	s.StartPlayback("", e.Album.URI())
	token := s.TokenFor(s.User().ID, spotifytest.AllScopes()...)
	ids := strings.NewReplacer("{album}", string(e.Album), "{artist}", string(e.Artist), "{track}", string(e.Track), "{show}", string(e.Show),
		"{episode}", string(e.Episode), "{audiobook}", string(e.Audiobook), "{chapter}", string(e.Chapter), "{playlist}", string(e.Playlist),
		"{mixed}", string(e.MixedPlaylist), "{category}", string(e.Category), "{user}", string(e.OtherUser), "{me}", string(s.User().ID))
	answers := map[string]any{}
	var all []verify.Exchange
	for _, fact := range facts() {
		target := ids.Replace(fact.path)
		x := verify.Exchange{File: fact.number, Method: "GET", Status: http.StatusOK}
		path, query, _ := strings.Cut(target, "?")
		x.Path = path
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+target, nil)
		if err != nil {
			t.Fatal(err)
		}
		x.Query = request.URL.Query()
		if _, known := answers[target]; !known {
			answers[target] = fetched(t, request, token.AccessToken)
		}
		body := deepCopy(t, answers[target])
		for _, edit := range fact.edits {
			way, value, _ := strings.Cut(edit, " ")
			if body = edited(t, body, strings.Split(way, "/")[1:], value); t.Failed() {
				t.Fatalf("%s %s: there is no %s", fact.number, query, way)
			}
		}
		if x.Received, err = json.Marshal(body); err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return append(all, otherExchanges(doc)...)
}

func fetched(t *testing.T, request *http.Request, token string) any {
	t.Helper()
	request.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: status %d, error %v: %s", request.URL, resp.StatusCode, err, data)
	}
	var body any
	if err := json.Unmarshal(data, &body); err != nil {
		t.Fatal(err)
	}
	return body
}

func deepCopy(t *testing.T, body any) any {
	t.Helper()
	data, err := json.Marshal(body)
	var c any
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// edited puts a value of JSON in a place of a body, or takes what is there away if the
// value is empty. The token - stands for the first element of a list that is an object.
func edited(t *testing.T, body any, way []string, value string) any {
	t.Helper()
	if len(way) == 0 {
		var v any
		if err := json.Unmarshal([]byte(value), &v); err != nil {
			t.Fatal(err)
		}
		return v
	}
	switch body := body.(type) {
	case map[string]any:
		if len(way) == 1 && value == "" {
			delete(body, way[0])
			return body
		}
		if _, there := body[way[0]]; !there && len(way) > 1 {
			t.Error(way[0])
			return body
		}
		body[way[0]] = edited(t, body[way[0]], way[1:], value)
		return body
	case []any:
		i := slices.IndexFunc(body, func(x any) bool { return x != nil })
		if way[0] != "-" || i < 0 {
			t.Error(way[0])
			return body
		}
		body[i] = edited(t, body[i], way[1:], value)
		return body
	}
	t.Error(way[0])
	return body
}

// otherExchanges are those that are no answer with JSON of a read: requests, statuses, and
// failures.
func otherExchanges(doc *load.Document) []verify.Exchange {
	sent := func(number, method, path, query, sent string) verify.Exchange {
		request, _ := http.NewRequest(method, "http://127.0.0.1"+path+"?"+query, nil)
		return verify.Exchange{File: number, Method: method, Path: path, Query: request.URL.Query(), Sent: []byte(sent), Status: http.StatusOK, Received: []byte(`{}`), Cut: true}
	}
	all := []verify.Exchange{
		sent("fact 60", "PUT", "/me/tracks", "", `{"ids": ["a"]}`),
		sent("fact 62", "GET", "/recommendations", "", ""),
		{File: "fact 41", Method: "GET", Path: "/me/player/currently-playing", Status: http.StatusNoContent},
	}
	wrapped := []byte(`{"error": {"status": 400, "message": "Missing required field: uris"}}`)
	for _, x := range []struct{ method, path string }{{"PUT", "/me/library"}, {"DELETE", "/me/library"}, {"GET", "/me/library/contains"}} {
		all = append(all, verify.Exchange{File: "fact 72", Method: x.method, Path: x.path, Status: http.StatusBadRequest, Received: wrapped})
	}
	slow := verify.Exchange{File: "fact 74", Method: "GET", Path: "/markets", Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"13749"}},
		Received: []byte(`{"error": {"status": 429, "message": "Quota exceeded", "reason": "QUOTA_EXCEEDED"}}`)}
	all = append(all, slow)
	load.WalkPointers(doc.Nodes, func(_ *yaml.Node, kind load.Kind, way []string) {
		if kind == load.KindOperation {
			all = append(all, verify.Exchange{File: "fact 75", Method: strings.ToUpper(way[2]), Path: way[1], Status: http.StatusBadGateway,
				Received: []byte(`{"error": {"status": 502, "message": "Bad gateway."}}`)})
		}
	})
	return all
}
