package spotify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode"
)

// maxPaste is the size of a pasted text from which it is no address of a callback.
const maxPaste = 16 << 10

// PasteLogin lets a user log in with the browser of another computer, for
// programs in a container or behind SSH. It writes the URL of the login page to
// out. After the login, the browser goes to the redirect URI, where nothing needs
// to answer. The user copies the address from the browser and pastes it, and
// PasteLogin reads it from in:
//
//	grant, err := auth.PasteLogin(ctx, os.Stdin, os.Stderr)
//
// The code alone will do, too, unless DisablePKCE is set: PKCE binds the code to
// this login, as the state does with the address. White space, line breaks and
// quotes do not matter. If the text is not the address of this login, PasteLogin
// says why and reads on.
//
// If the input ends, the error is that of the last text, like [ErrStateMismatch],
// or [io.ErrUnexpectedEOF] if there was no text. The error is an [*AuthError] if
// the user refuses (code access_denied) or Spotify does. PasteLogin ends with the
// context, and with [context.DeadlineExceeded] after the LoginTimeout. A read
// from in that is under way then goes on, unless in has a SetReadDeadline that
// works, and takes the next line. No more is read from in than the lines that are
// needed.
//
// PasteLogin does not save the grant: see [Authenticator.StoredLoginFunc].
func (a *Authenticator) PasteLogin(ctx context.Context, in io.Reader, out io.Writer) (Grant, error) {
	if in == nil || out == nil {
		return Grant{}, loginError(errors.New("PasteLogin needs a reader and a writer, like os.Stdin and os.Stderr"))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, a.settings().LoginTimeout,
		fmt.Errorf("no address was pasted within %v", a.settings().LoginTimeout))
	defer cancel()
	a = a.forLogin(ctx)
	attempt := a.newAttempt(cmp.Or(a.settings().RedirectURI, LoopbackRedirectURI))
	address, err := a.LoginURL(attempt)
	if err != nil {
		return Grant{}, err
	}
	p := &pasting{auth: a, attempt: attempt, ctx: ctx, in: in, out: out}
	p.say("Open this address in a browser and log in:\n\n%s\n\nThe browser then goes to an address that begins with %s.\n"+
		"It does not matter if the browser shows an error there.\nCopy the address from the browser, paste it here, and press Enter:\n",
		address, attempt.get().RedirectURI)
	return p.run()
}

// A pasting reads lines until they make an answer.
type pasting struct {
	auth    *Authenticator
	attempt LoginAttempt
	ctx     context.Context
	in      io.Reader
	out     io.Writer

	text    string // the lines so far
	code    string // alone, and refused: the next line may be the rest of it
	refused error  // what was wrong with the last text
	failed  error  // of out
	afterCR bool   // a line feed now belongs to the line before
}

// errCutOff says that a text may go on in the next line.
var errCutOff = errors.New("the address is cut off")

func (p *pasting) say(format string, args ...any) {
	if _, err := fmt.Fprintf(p.out, format, args...); err != nil && p.failed == nil {
		p.failed = fmt.Errorf("the login page cannot be shown: %w", err)
	}
}

func (p *pasting) run() (Grant, error) {
	for p.failed == nil {
		line, err := p.readLine()
		ended := err == io.EOF
		if err != nil && !ended {
			return Grant{}, loginError(err)
		}
		grant, done, err := p.take(line, ended)
		switch {
		case done:
			return grant, err
		case ended:
			return Grant{}, p.endOfInput()
		}
	}
	return Grant{}, loginError(p.failed)
}

func (p *pasting) endOfInput() error {
	if p.refused != nil {
		return loginError(p.refused)
	}
	return loginError(fmt.Errorf("%w: the input ended before an address was pasted", io.ErrUnexpectedEOF))
}

// take goes on with one more line. It reports whether the login has ended.
func (p *pasting) take(line string, last bool) (Grant, bool, error) {
	// An empty line ends a text that seems to go on.
	last = last || cleanPaste(line) == ""
	p.text += line
	text := cleanPaste(p.text)
	if text == "" {
		return Grant{}, false, nil
	}
	query, err := p.parse(text, last)
	switch {
	case errors.Is(err, errCutOff) && len(p.text) <= maxPaste:
		p.say("The address seems to go on. Paste the rest, or press Enter if this was all:\n")
		return Grant{}, false, nil
	case err != nil:
		p.refuse(err)
		return Grant{}, false, nil
	}
	p.text = ""
	if query.Has("state") {
		grant, err := p.auth.FinishLogin(p.ctx, p.attempt, query)
		return grant, true, err
	}
	return p.takeCode(query.Get("code"))
}

// takeCode tries a code that came alone. It does not show whether it is whole, so it is
// tried as the rest of the one before, too.
func (p *pasting) takeCode(code string) (Grant, bool, error) {
	tries := []string{code}
	if p.code != "" {
		tries = []string{p.code + code, code}
	}
	for _, try := range tries {
		grant, err := p.auth.FinishLogin(p.ctx, p.attempt, url.Values{"state": {p.attempt.State()}, "code": {try}})
		var refusal *AuthError
		if ok := errors.As(err, &refusal); !ok || refusal.Code != codeInvalidGrant {
			return grant, true, err
		}
		p.refused = err
	}
	p.code = tries[0]
	p.say("Spotify does not accept this code. Paste the whole address:\n")
	return Grant{}, false, nil
}

func (p *pasting) refuse(err error) {
	p.text, p.code, p.refused = "", "", err
	p.say("%s. Paste the whole address:\n", err)
}

// parse returns the query of the callback. It has no state if the text is the code
// alone.
func (p *pasting) parse(text string, last bool) (url.Values, error) {
	if !strings.Contains(text, "code=") && !strings.Contains(text, "error=") {
		return p.parseCode(text, last)
	}
	if _, after, found := strings.Cut(text, "?"); found {
		text = after
	}
	text, _, _ = strings.Cut(text, "#")
	query, err := url.ParseQuery(strings.ReplaceAll(text, "&amp;", "&"))
	if err != nil {
		return nil, errors.New("the address cannot be read")
	}
	state, want := query["state"], p.attempt.State()
	switch {
	case len(state) == 1 && state[0] != want && strings.HasPrefix(want, state[0]) && !last:
		return nil, errCutOff
	case len(state) == 0 && !last:
		return nil, errCutOff
	case len(state) == 0 && query.Has("error"), len(state) == 0 && p.auth.settings().DisablePKCE:
		return nil, fmt.Errorf("%w: the address has no state", ErrStateMismatch)
	case len(state) > 0 && !stateMatches(query, want):
		return nil, fmt.Errorf("%w: it is the address of an earlier login, or it is not complete", ErrStateMismatch)
	}
	return query, nil
}

// parseCode is for a text that has no parameters.
func (p *pasting) parseCode(text string, last bool) (url.Values, error) {
	redirectURI := p.attempt.get().RedirectURI
	short := strings.TrimPrefix(redirectURI, "http://") // as browsers show it
	for _, whole := range []string{redirectURI, short} {
		if !last && (strings.HasPrefix(whole, text) || strings.HasPrefix(text, whole)) {
			return nil, errCutOff
		}
	}
	switch {
	case strings.HasPrefix(text, p.auth.settings().AccountsURL):
		return nil, errors.New("this is the address of the login page; log in there, and copy the address to which the browser goes then")
	case strings.ContainsFunc(text, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-._~", r)
	}):
		return nil, fmt.Errorf("this is not an address that begins with %s and holds a code", redirectURI)
	case p.auth.settings().DisablePKCE:
		return nil, errors.New("without PKCE, the code alone is not enough")
	}
	return url.Values{"code": {text}}, nil
}

// cleanPaste removes what comes along with a pasted text: white space, line breaks,
// invisible characters, what terminals put around it, and quotes of all kinds, also
// those by which shells escape.
func cleanPaste(text string) string {
	text = strings.NewReplacer("\x1b[200~", "", "\x1b[201~", "").Replace(text)
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\\' {
			return -1
		}
		return r
	}, text)
	return strings.TrimFunc(text, func(r rune) bool {
		return strings.ContainsRune("\"'`<>()[]{}", r) || unicode.In(r, unicode.Pi, unicode.Pf, unicode.Ps, unicode.Pe)
	})
}

// A pastedLine is what reading one line comes to. The line holds what was read before
// an error.
type pastedLine struct {
	text string
	err  error
}

// readLine reads a line, or to the end of the input. It waits in a goroutine of its own,
// because most readers know nothing of contexts.
func (p *pasting) readLine() (string, error) {
	if err := p.ctx.Err(); err != nil {
		return "", contextError(p.ctx, err)
	}
	read := make(chan pastedLine, 1)
	go func() {
		text, err := p.nextLine()
		read <- pastedLine{text, err}
	}()
	select {
	case line := <-read:
		return line.text, line.err
	case <-p.ctx.Done():
	}
	if in, ok := p.in.(interface{ SetReadDeadline(time.Time) error }); ok && in.SetReadDeadline(time.Unix(1, 0)) == nil {
		select {
		case <-read:
		case <-time.After(maxGoodbye):
		}
		in.SetReadDeadline(time.Time{})
	}
	return "", contextError(p.ctx, p.ctx.Err())
}

// nextLine reads byte by byte: what follows the line belongs to somebody else. Terminals
// in raw mode end lines with a carriage return alone.
func (p *pasting) nextLine() (string, error) {
	var text []byte
	for one, idle := make([]byte, 1), 0; idle < 100; {
		n, err := p.in.Read(one)
		isRest := p.afterCR && one[0] == '\n'
		switch {
		case n == 0:
			idle++
		case isRest:
			p.afterCR = false
		case one[0] == '\n', one[0] == '\r':
			p.afterCR = one[0] == '\r'
			return string(text), nil
		case len(text) == maxPaste:
			return "", fmt.Errorf("the pasted text is longer than %d bytes", maxPaste)
		default:
			p.afterCR, idle = false, 0
			text = append(text, one[0])
		}
		if err != nil {
			return string(text), err
		}
	}
	return "", io.ErrNoProgress
}
