package spotify

import (
	"errors"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// fillForm adds fields of every kind.
func fillForm(f *form) {
	formValue(f, "name", "a b&c=d")
	formValue(f, "none", "")
	formValue(f, "id", AlbumID("x/y"))
	optionalForm(f, "size", 0)
	optionalForm(f, "share", 0.5)
	optionalFormPtr(f, "live", Ptr(false))
	optionalFormPtr[int](f, "place", nil)
	formValue(f, "since", time.Date(2026, 2, 11, 12, 0, 0, 0, time.UTC))
	formList(f, "tags", repeated, []string{"a&b", "", "c"})
	formList(f, "years", repeated, []int{})
	f.json("song[title]", func(e *encoder) { e.string("ü") })
}

func TestFormBody(t *testing.T) {
	r := newRequest(opWrite, nil)
	f := newForm(r)
	fillForm(f)
	formList(f, "halls", commas, []int{1, 2})
	formList(f, "singers", pipes, []string{"a,b", "c"})
	formList[string](f, "nobody", spaces, nil)
	formMap(f, map[string]int{"z": 1, "y & x": 2})
	r.formBody(f)
	got, body, err := sent(t, r)
	if err != nil {
		t.Fatal(err)
	}
	want := "name=a+b%26c%3Dd&none=&id=x%2Fy&share=0.5&live=false&since=2026-02-11T12%3A00%3A00Z&tags=a%26b&tags=&tags=c" +
		"&song%5Btitle%5D=%22%C3%BC%22&halls=1,2&singers=a%2Cb%7Cc&y+%26+x=2&z=1"
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	if contentType := got.Header.Get("Content-Type"); contentType != "application/x-www-form-urlencoded" {
		t.Errorf("the Content-Type is %q", contentType)
	}
}

// A formPart is a part of a multipart body as it arrived.
type formPart struct{ Disposition, Type, Content string }

func partsOf(t *testing.T, contentType, body string) []formPart {
	t.Helper()
	mediaType, params, err := mime.ParseMediaType(contentType)
	if err != nil || mediaType != "multipart/form-data" {
		t.Fatalf("the Content-Type is %q: %v", contentType, err)
	}
	var parts []formPart
	for reader := multipart.NewReader(strings.NewReader(body), params["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, formPart{part.Header.Get("Content-Disposition"), part.Header.Get("Content-Type"), string(content)})
	}
}

func TestMultipartBody(t *testing.T) {
	r := newRequest(opWrite, nil)
	f := newForm(r)
	fillForm(f)
	formValue(f, "a; filename=b", "c")
	formValue(f, "note", "*a*")
	f.typed("note", "text/markdown")
	f.file("cover", true, "a b.png", "image/png", strings.NewReader("\x89PNG\r\n"))
	f.file("pages", false, "", "", strings.NewReader(""))
	f.file("absent", false, "name", "image/png", nil)
	r.multipartBody(f)
	got, body, err := sent(t, r)
	if err != nil {
		t.Fatal(err)
	}
	want := []formPart{
		{`form-data; name="name"`, "", "a b&c=d"},
		{`form-data; name="none"`, "", ""},
		{`form-data; name="id"`, "", "x/y"},
		{`form-data; name="share"`, "", "0.5"},
		{`form-data; name="live"`, "", "false"},
		{`form-data; name="since"`, "", "2026-02-11T12:00:00Z"},
		{`form-data; name="tags"`, "", "a&b"},
		{`form-data; name="tags"`, "", ""},
		{`form-data; name="tags"`, "", "c"},
		{`form-data; name="song[title]"`, "application/json", `"ü"`},
		{`form-data; name="a; filename=b"`, "", "c"},
		{`form-data; name="note"`, "text/markdown", "*a*"},
		{`form-data; name="cover"; filename="a b.png"`, "image/png", "\x89PNG\r\n"},
		{`form-data; name="pages"; filename="pages"`, "application/octet-stream", ""},
	}
	if diff := cmp.Diff(want, partsOf(t, got.Header.Get("Content-Type"), body)); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
}

// A file is read once, before the request is sent, and sent again with it.
func TestFilesAreSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var bodies []string
		c := newCaller(transport(func(req *http.Request) (*http.Response, error) {
			body, err := io.ReadAll(req.Body)
			if err != nil {
				t.Error(err)
			}
			bodies = append(bodies, string(body))
			status := http.StatusNoContent
			if len(bodies) == 1 {
				status = http.StatusServiceUnavailable
			}
			return response(req, status, nil, http.NoBody), nil
		}))
		r := newRequest(opWrite, nil)
		f := newForm(r)
		f.file("cover", true, "", "", iotest.OneByteReader(strings.NewReader("content")))
		r.multipartBody(f)
		if err := c.do(t.Context(), r, nil); err != nil {
			t.Fatal(err)
		}
		if len(bodies) != 2 || bodies[0] != bodies[1] || !strings.Contains(bodies[0], "\r\n\r\ncontent\r\n") {
			t.Errorf("sent %q, want one body twice", bodies)
		}
	})
}

func TestRawBody(t *testing.T) {
	r := newRequest(opWrite, nil)
	r.rawBody("text/csv; charset=utf-8", []byte("a,b"))
	got, body, err := sent(t, r)
	if err != nil || body != "a,b" || got.Header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("sent %q of type %q, error %v", body, got.Header.Get("Content-Type"), err)
	}
}

func TestJSONOfAnotherType(t *testing.T) {
	r := newRequest(opWrite, nil)
	r.jsonBody(func(e *encoder) { e.bool(true) })
	r.contentType("application/merge-patch+json")
	got, body, err := sent(t, r)
	if err != nil || body != "true" || got.Header.Get("Content-Type") != "application/merge-patch+json" {
		t.Errorf("sent %q of type %q, error %v", body, got.Header.Get("Content-Type"), err)
	}
}

func TestRefusedForms(t *testing.T) {
	unread := iotest.ErrReader(errors.New("must not be read"))
	for name, test := range map[string]struct {
		build func(r *request, f *form)
		want  []string
	}{
		"NaN":                {func(_ *request, f *form) { formValue(f, "share", math.NaN()) }, []string{"parameter share", "NaN"}},
		"NaN in a list":      {func(_ *request, f *form) { formList(f, "shares", repeated, []float64{math.NaN()}) }, []string{"parameter shares", "NaN"}},
		"pipe between pipes": {func(_ *request, f *form) { formList(f, "tags", pipes, []string{"a|b"}) }, []string{"parameter tags", "item 0", "separates"}},
		"NaN in JSON":        {func(_ *request, f *form) { f.json("share", func(e *encoder) { e.float64(math.NaN()) }) }, []string{"parameter share", "NaN"}},
		"no file":            {func(_ *request, f *form) { f.file("cover", true, "", "", nil) }, []string{"parameter cover", "no content"}},
		"broken file":        {func(_ *request, f *form) { f.file("cover", false, "", "", iotest.ErrReader(io.ErrUnexpectedEOF)) }, []string{"parameter cover", "reading the file: unexpected EOF"}},
		"mistake before a file": {func(r *request, f *form) {
			r.require("name", false)
			f.file("cover", true, "", "", unread)
		}, []string{"parameter name", "empty"}},
		"no media type": {func(r *request, _ *form) { r.rawBody("", []byte("a")) }, []string{"parameter contentType", "empty"}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRequest(opWrite, nil)
			f := newForm(r)
			test.build(r, f)
			r.multipartBody(f)
			got, _, err := sent(t, r)
			wantError(t, err, append(test.want, "spotify: Things.Put: ")...)
			if got != nil {
				t.Error("was sent nevertheless")
			}
		})
	}
}
