package spotify

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// A prompt is the terminal of a user: it answers what PasteLogin writes. The login URL is
// in the first text.
type prompt struct {
	replies func(loginURL string) []string
	texts   []string
	in      *io.PipeWriter
}

func (p *prompt) Write(text []byte) (int, error) {
	p.texts = append(p.texts, string(text))
	if len(p.texts) == 1 {
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "http") {
				replies := p.replies(strings.TrimSpace(line))
				go func() {
					for _, reply := range replies {
						io.WriteString(p.in, reply)
					}
					p.in.Close()
				}()
			}
		}
	}
	return len(text), nil
}

func (p *prompt) all() string { return strings.Join(p.texts, "") }

// pasteLogin logs in with what the user pastes.
func pasteLogin(t *testing.T, auth *Authenticator, replies func(loginURL string) []string) (Grant, *prompt, error) {
	t.Helper()
	r, w := io.Pipe()
	p := &prompt{replies: replies, in: w}
	grant, err := auth.PasteLogin(t.Context(), r, p)
	r.Close()
	return grant, p, err
}

func TestPasteLogin(t *testing.T) {
	cut := func(text string, at string) (string, string) {
		before, after, _ := strings.Cut(text, at)
		return before + at[:1], at[1:] + after
	}
	tests := []struct {
		name  string
		paste func(address string) []string // may be in several lines
	}{
		{"address", func(a string) []string { return []string{a + "\n"} }},
		{"without a line end", func(a string) []string { return []string{a} }},
		{"line end of Windows", func(a string) []string { return []string{a + "\r\n"} }},
		{"terminal in raw mode", func(a string) []string { return []string{a + "\r"} }},
		{"white space", func(a string) []string { return []string{"\n \t" + a + " \u00a0\u200b\n"} }},
		{"double quotes", func(a string) []string { return []string{` "` + a + "\" \n"} }},
		{"other quotes", func(a string) []string { return []string{"'<“`" + a + "`”>'\n"} }},
		{"escaped by a shell", func(a string) []string {
			return []string{strings.NewReplacer("?", `\?`, "&", `\&`, "=", `\=`).Replace(a) + "\n"}
		}},
		{"bracketed paste", func(a string) []string { return []string{"\x1b[200~" + a + "\x1b[201~\n"} }},
		{"escaped for HTML", func(a string) []string { return []string{strings.ReplaceAll(a, "&", "&amp;") + "\n"} }},
		{"no scheme", func(a string) []string { return []string{strings.TrimPrefix(a, "http://") + "\n"} }},
		{"fragment", func(a string) []string { return []string{a + "#_=_\n"} }},
		{"query alone", func(a string) []string { return []string{a[strings.Index(a, "?"):] + "\n"} }},
		{"parameters alone", func(a string) []string { return []string{a[strings.Index(a, "?")+1:] + "\n"} }},
		{"code alone", func(string) []string { return []string{"  '" + testCode + "' \n"} }},
		{"code alone, at the end", func(string) []string { return []string{testCode} }},
		{"code in two lines", func(string) []string { return []string{testCode[:9] + "\n" + testCode[9:] + "\n"} }},
		{"code in two lines, then whole", func(string) []string { return []string{testCode[:9] + "\n", testCode + "\n"} }},
		{"cut in the code", func(a string) []string { x, y := cut(a, "authorization"); return []string{x + "\n" + y + "\n"} }},
		{"cut in the name", func(a string) []string { x, y := cut(a, "code="); return []string{x + "\r\n" + y + "\r\n"} }},
		{"cut in the host", func(a string) []string { x, y := cut(a, "27.0.0.1"); return []string{x + "\n" + y + "\n"} }},
		{"cut in the state", func(a string) []string { return []string{a[:len(a)-4] + "\n  " + a[len(a)-4:] + "\n"} }},
		{"in many lines", func(a string) []string { return []string{strings.Join(strings.SplitAfter(a, "e"), "\n") + "\n"} }},
		{"no state, and nothing follows", func(a string) []string { return []string{a[:strings.Index(a, "&state")] + "\n", "\n"} }},
		{"another text first", func(a string) []string { return []string{"https://example.com/\n", a + "\n"} }},
		{"an earlier login first", func(a string) []string { return []string{a + "x\n", a + "\n"} }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			server := newAccounts(t)
			auth, now := newTestAuth(t, testConfig(server))
			grant, p, err := pasteLogin(t, auth, func(loginURL string) []string { return test.paste(agree(t, loginURL).String()) })
			if err != nil || !strings.HasPrefix(grant.Token.RefreshToken, "hush-AQA") || !grant.AuthorizedAt.Equal(now.now()) {
				t.Errorf("got %v, error %v, after\n%s", grant, err, p.all())
			}
			wantParts(t, p.texts[0], "an address that begins with http://127.0.0.1/callback.", "paste it here")
			if strings.Contains(p.all(), testCode) {
				t.Errorf("the code shows in %s", p.all())
			}
		})
	}
}

func TestPasteLoginFails(t *testing.T) {
	tests := []struct {
		name  string
		paste func(address, loginURL string) []string
		want  string   // error
		says  []string // on the terminal
		is    error
		code  string
	}{
		{"nothing", func(_, _ string) []string { return nil }, "the input ended before an address was pasted", nil, io.ErrUnexpectedEOF, ""},
		{"white space", func(_, _ string) []string { return []string{" \n\n\t\r\n"} }, "the input ended before an address was pasted", nil, io.ErrUnexpectedEOF, ""},
		{"wrong state", func(a, _ string) []string { return []string{a + "x\n"} }, "it is the address of an earlier login", []string{"earlier login"}, ErrStateMismatch, ""},
		{"part of the state", func(a, _ string) []string { return []string{a[:len(a)-1] + "\n", "\n"} }, "or it is not complete", []string{"seems to go on"}, ErrStateMismatch, ""},
		{"two states", func(a, _ string) []string { return []string{a + "&state=x"} }, "state of the callback", nil, ErrStateMismatch, ""},
		{"refusal without a state", func(_, _ string) []string { return []string{"http://127.0.0.1/callback?error=access_denied\n\n"} }, "the address has no state", nil, ErrStateMismatch, ""},
		{"refusal", func(a, _ string) []string {
			return []string{strings.Replace(a, "code=", "error=access_denied&x=", 1) + "\n"}
		}, "access_denied", nil, nil, "access_denied"},
		{"code of somebody else", func(_, _ string) []string { return []string{"hush-foreign-code\n"} }, "invalid_grant", []string{"Spotify does not accept this code"}, nil, "invalid_grant"},
		{"address with a wrong code", func(a, _ string) []string { return []string{strings.Replace(a, "code=", "code=x", 1) + "\n"} }, "invalid_grant", nil, nil, "invalid_grant"},
		{"login page", func(_, l string) []string { return []string{l + "\n"} }, "this is the address of the login page", []string{"log in there"}, nil, ""},
		{"no code", func(_, _ string) []string { return []string{"http://127.0.0.1/callback\n", "\n"} }, "this is not an address that begins with http://127.0.0.1/callback and holds a code", nil, nil, ""},
		{"other text", func(_, _ string) []string { return []string{"I am logged in!\n"} }, "this is not an address", []string{"Paste the whole address"}, nil, ""},
		{"unreadable", func(_, _ string) []string { return []string{"http://127.0.0.1/callback?code=%zz&state=x\n"} }, "the address cannot be read", nil, nil, ""},
		{"endless", func(_, _ string) []string { return []string{strings.Repeat("x", 1<<20)} }, "longer than 16384 bytes", nil, nil, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			auth, _ := newTestAuth(t, testConfig(newAccounts(t)))
			_, p, err := pasteLogin(t, auth, func(loginURL string) []string { return test.paste(agree(t, loginURL).String(), loginURL) })
			wantError(t, err, "spotify: ", test.want)
			noSecrets(t, err)
			var refusal *AuthError
			if ok := errors.As(err, &refusal); ok != (test.code != "") || ok && refusal.Code != test.code || test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("got %#v", err)
			}
			wantParts(t, p.all(), test.says...)
		})
	}
}

// Without PKCE, only the state tells that a code belongs to this login.
func TestPasteLoginWithoutPKCE(t *testing.T) {
	server := newAccounts(t)
	server.answer(func(w http.ResponseWriter, _ url.Values) { io.WriteString(w, tokenAnswer(2, true)) })
	config := testConfig(server)
	config.ClientSecret, config.DisablePKCE = testSecret, true
	auth, _ := newTestAuth(t, config)
	for _, paste := range []string{testCode, "http://127.0.0.1/callback?code=" + testCode} {
		if _, _, err := pasteLogin(t, auth, func(string) []string { return []string{paste} }); err == nil || server.count() != 0 {
			t.Errorf("%s: error %v, %d requests", paste, err, server.count())
		}
	}
	if _, _, err := pasteLogin(t, auth, func(l string) []string { return []string{agree(t, l).String()} }); err != nil {
		t.Error(err)
	}
}

// A program may read on from the same input.
func TestPasteLoginReadsNoMoreThanItNeeds(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	address := ""
	in := io.MultiReader(readerFunc(func(p []byte) (int, error) {
		if address == "" {
			return 0, io.EOF
		}
		n := copy(p, address)
		address = address[n:]
		return n, nil
	}), strings.NewReader("next answer\n"))
	_, err := auth.PasteLogin(t.Context(), in, writerFunc(func(text []byte) (int, error) {
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "http") {
				address = agree(t, strings.TrimSpace(line)).String() + "\n"
			}
		}
		return len(text), nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if rest, err := io.ReadAll(in); string(rest) != "next answer\n" || err != nil {
		t.Errorf("%q is left, %v", rest, err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestPasteLoginEnds(t *testing.T) {
	config := testConfig(newAccounts(t))
	auth, _ := newTestAuth(t, config)
	waiting, end := io.Pipe()
	defer end.Close()

	ctx, cancel := context.WithCancelCause(t.Context())
	_, err := auth.PasteLogin(ctx, waiting, writerFunc(func(text []byte) (int, error) {
		cancel(errors.New("enough"))
		return len(text), nil
	}))
	wantError(t, err, "spotify: login: context canceled: enough")

	config.LoginTimeout = time.Millisecond
	hasty, _ := newTestAuth(t, config)
	_, err = hasty.PasteLogin(t.Context(), waiting, io.Discard)
	wantError(t, err, "no address was pasted within 1ms")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}

	// Where a read can be broken off, the next line is still there for others.
	ours, theirs := net.Pipe()
	defer theirs.Close()
	if _, err = hasty.PasteLogin(t.Context(), ours, io.Discard); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	go io.WriteString(theirs, "x")
	if n, err := ours.Read(make([]byte, 9)); n != 1 || err != nil {
		t.Errorf("%d bytes are left, %v", n, err)
	}

	broken := errors.New("the terminal is gone")
	_, err = auth.PasteLogin(t.Context(), waiting, writerFunc(func([]byte) (int, error) { return 0, broken }))
	wantError(t, err, "the login page cannot be shown: the terminal is gone")
	_, err = auth.PasteLogin(t.Context(), readerFunc(func([]byte) (int, error) { return 0, broken }), io.Discard)
	wantError(t, err, "spotify: login: the terminal is gone")
	_, err = auth.PasteLogin(t.Context(), readerFunc(func([]byte) (int, error) { return 0, nil }), io.Discard)
	wantError(t, err, "spotify: login: ")
	_, err = auth.PasteLogin(t.Context(), nil, io.Discard)
	wantError(t, err, "like os.Stdin and os.Stderr")
}

func TestStoredLoginFunc(t *testing.T) {
	server := newAccounts(t)
	auth, _ := newTestAuth(t, testConfig(server))
	store := &memoryStore{}
	source, err := auth.StoredLoginFunc(t.Context(), store, func(ctx context.Context) (Grant, error) {
		grant, _, err := pasteLogin(t, auth, func(l string) []string { return []string{agree(t, l).String()} })
		return grant, err
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := mustToken(t, source); got != accessToken(2) || store.grant.Token.AccessToken != got {
		t.Errorf("got %s, saved %v", got, store.grant)
	}
	if _, err = auth.StoredLoginFunc(t.Context(), store, func(context.Context) (Grant, error) { panic("the login is stored") }); err != nil {
		t.Error(err)
	}
}
