package clienttest

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The secrets have a part that no other text has, so that what is left of one that
// was shortened is found, too.
const (
	anySecret    = "hush-"
	clientSecret = "hush-client-secret"
	loginCode    = "hush-authorization-code"
	loginState   = "hush-state-of-the-login"
	verifier     = "hush-verifier-of-at-least-43-characters-0123456789"
)

// An output is all that a program writes: what the client and the packages below it
// log, and every error.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

// logger writes everything, in two forms.
func (o *output) logger() *slog.Logger {
	options := &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}
	return slog.New(handlers{slog.NewTextHandler(o, options), slog.NewJSONHandler(o, options)})
}

// handlers hands each record to all of them. Since Go 1.26, slog.NewMultiHandler does.
type handlers []slog.Handler

func (all handlers) Enabled(context.Context, slog.Level) bool { return true }

func (all handlers) Handle(ctx context.Context, record slog.Record) error {
	var errs []error
	for _, h := range all {
		errs = append(errs, h.Handle(ctx, record.Clone()))
	}
	return errors.Join(errs...)
}

func (all handlers) WithAttrs(attrs []slog.Attr) slog.Handler {
	return all.each(func(h slog.Handler) slog.Handler { return h.WithAttrs(attrs) })
}

func (all handlers) WithGroup(name string) slog.Handler {
	return all.each(func(h slog.Handler) slog.Handler { return h.WithGroup(name) })
}

func (all handlers) each(change func(slog.Handler) slog.Handler) handlers {
	var changed handlers
	for _, h := range all {
		changed = append(changed, change(h))
	}
	return changed
}

// show writes a value in the ways that people try.
func (o *output) show(value any) {
	fmt.Fprintf(o, "%v\n%+v\n%#v\n%s\n%q\n", value, value, value, value, value)
	o.logger().Info("shown", "value", value)
	if err, ok := value.(error); ok {
		json.NewEncoder(o).Encode(err)
	}
	if err, ok := value.(*spotify.APIError); ok {
		fmt.Fprintf(o, "%s\n", err.Body)
	}
	switch wrapper := value.(type) {
	case interface{ Unwrap() error }:
		if err := wrapper.Unwrap(); err != nil {
			o.show(err)
		}
	case interface{ Unwrap() []error }:
		for _, err := range wrapper.Unwrap() {
			o.show(err)
		}
	}
}

// check looks for secrets, and for something that must be there.
func (o *output) check(t *testing.T, want string) {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	text := o.text.String()
	if !strings.Contains(text, want) {
		t.Errorf("%q is not in the output", want)
	}
	basic := base64.StdEncoding.EncodeToString([]byte("5fe01282e44241328a84e7c5cc169165:" + clientSecret))
	for _, secret := range []string{anySecret, basic} {
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("a secret shows: …%s…", text[max(at-500, 0):min(at+100, len(text))])
		}
	}
}

// echoes are answers that repeat what they were sent: the token, and for tokens the
// whole form. They are the worst that a proxy or a page for developers can do.
var echoes = map[string]func(secret string) http.HandlerFunc{
	"message": func(s string) http.HandlerFunc {
		return answer(400, `{"error":{"status":400,"message":"not a token: `+s+`","reason":"`+s+`"}}`)
	},
	"message that is cut": func(s string) http.HandlerFunc {
		return answer(400, `{"error":{"status":400,"message":"`+strings.Repeat("x", 290)+s+`"}}`)
	},
	"description": func(s string) http.HandlerFunc {
		return answer(400, `{"error":"`+s+`","error_description":"not a token: `+s+`"}`, "Content-Type", "application/json")
	},
	"description that is cut": func(s string) http.HandlerFunc {
		return answer(400, `{"error":"invalid_grant","error_description":"`+strings.Repeat("x", 290)+s+`"}`, "Content-Type", "application/json")
	},
	"text":        func(s string) http.HandlerFunc { return answer(403, s, "Content-Type", "text/plain") },
	"HTML":        func(s string) http.HandlerFunc { return answer(502, "<pre>"+s+"</pre>", "Content-Type", "text/html") },
	"headers":     func(s string) http.HandlerFunc { return answer(404, "", "X-Request", s, "Content-Type", s) },
	"rate limit":  func(s string) http.HandlerFunc { return answer(429, s, "Retry-After", s) },
	"phrase":      func(s string) http.HandlerFunc { return raw("HTTP/1.1 400 " + s + "\r\nContent-Length: 0\r\n\r\n") },
	"not HTTP":    func(s string) http.HandlerFunc { return cut(s + "\r\n\r\n") },
	"bad version": func(s string) http.HandlerFunc { return cut("HTTP/" + s + " 200 OK\r\n\r\n") },
	"bad status":  func(s string) http.HandlerFunc { return cut("HTTP/1.1 " + s + "\r\n\r\n") },
	"bad header":  func(s string) http.HandlerFunc { return cut("HTTP/1.1 200 OK\r\n" + s + "\r\n\r\n") },
	"bad length":  func(s string) http.HandlerFunc { return cut("HTTP/1.1 200 OK\r\nContent-Length: " + s + "\r\n\r\n") },
	"bad chunk": func(s string) http.HandlerFunc {
		return cut("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + s + "\r\n")
	},
	"redirect":     func(s string) http.HandlerFunc { return redirect(307, "http://elsewhere.test/"+s+"?q="+s) },
	"host":         func(s string) http.HandlerFunc { return redirect(307, "http://"+s+".test/") },
	"user":         func(s string) http.HandlerFunc { return redirect(307, "http://"+s+":"+s+"@elsewhere.test/") },
	"bad redirect": func(s string) http.HandlerFunc { return redirect(307, "http://["+s+"/") },
	"no JSON":      func(s string) http.HandlerFunc { return answer(200, s, "Content-Type", "application/json") },
	"wrong types": func(s string) http.HandlerFunc {
		return answer(200, `{"name":{"`+s+`":1},"snapshot_id":{"`+s+`":1},"access_token":{"`+s+`":1}}`, "Content-Type", "application/json")
	},
	"wrong object": func(s string) http.HandlerFunc {
		return answer(200, `{"`+s+`":"`+s+`","duration_ms":"`+s+`","token_type":"`+s+`","expires_in":"`+s+`"}`, "Content-Type", "application/json")
	},
}

// anyFault are the answers that a call may get, by name: those of the table, those
// that repeat the secret of the request, and the good one.
func anyFault(good http.HandlerFunc, secret func(r *http.Request) string) map[string]http.HandlerFunc {
	all := map[string]http.HandlerFunc{"good": good}
	for _, fault := range faults {
		all[fault.name] = fault.answer
	}
	for name, echo := range echoes {
		all["echo in "+name] = func(w http.ResponseWriter, r *http.Request) { echo(secret(r))(w, r) }
	}
	return all
}

// No answer of the API, and no way to print what follows from it, shows a token.
func TestNoTokenIsShown(t *testing.T) {
	for _, kind := range kinds {
		token := func(r *http.Request) string { return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") }
		for name, fault := range anyFault(kind.good, token) {
			t.Run(kind.name+"/"+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					n := newNetwork(t, map[string]http.Handler{accountsHost: &accounts{}, apiHost: fault})
					defer n.close(t)
					out := &output{}
					log.SetOutput(out)
					client := n.loggedIn(t, spotify.WithLogger(out.logger()), spotify.WithCache(spotify.NewMemoryCache(1<<20)))
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					err := kind.call(ctx, client)
					out.show(err)
					out.show(client)
					out.check(t, "spotify: request sent")
				})
			})
		}
	}
}

// The same for the accounts service, which is sent all the secrets that there are.
func TestNoSecretIsShown(t *testing.T) {
	form := func(r *http.Request) string {
		r.ParseForm()
		_, password, _ := r.BasicAuth()
		return strings.Join([]string{r.PostForm.Get("code"), r.PostForm.Get("code_verifier"), r.PostForm.Get("refresh_token"),
			password, strings.TrimPrefix(r.Header.Get("Authorization"), "Basic ")}, "_")
	}
	callback := url.Values{"code": {loginCode}, "state": {loginState}}
	ways := map[string]func(ctx context.Context, n *network, out *output) error{
		"exchange": func(ctx context.Context, n *network, out *output) error {
			grant, err := n.authenticator(t, clientSecret).ExchangeCallback(ctx, callback, loginState, verifier)
			out.show(grant)
			return err
		},
		"exchange without a secret": func(ctx context.Context, n *network, out *output) error {
			grant, err := n.authenticator(t, "").ExchangeCallback(ctx, callback, loginState, verifier)
			out.show(&grant)
			return err
		},
		"refusal by the user": func(ctx context.Context, n *network, out *output) error {
			refusal := url.Values{"error": {"access_denied"}, "error_description": {loginCode + verifier}, "code": {loginCode}, "state": {loginState}}
			_, err := n.authenticator(t, clientSecret).ExchangeCallback(ctx, refusal, loginState, verifier)
			return err
		},
		"another state": func(ctx context.Context, n *network, out *output) error {
			_, err := n.authenticator(t, clientSecret).ExchangeCallback(ctx, callback, "another", verifier)
			return err
		},
		"refresh": func(ctx context.Context, n *network, out *output) error {
			source := n.authenticator(t, clientSecret).TokenSource(context.Background(), expired())
			err := read.call(ctx, n.client(spotify.WithTokenSource(source), spotify.WithLogger(out.logger())))
			out.show(source)
			out.show(source.Grant())
			return err
		},
		"client credentials": func(ctx context.Context, n *network, out *output) error {
			source, err := n.authenticator(t, clientSecret).ClientCredentials(context.Background())
			if err != nil {
				return err
			}
			defer out.show(source)
			return read.call(ctx, n.client(spotify.WithTokenSource(source), spotify.WithLogger(out.logger())))
		},
	}
	for way, use := range ways {
		for name, fault := range anyFault(nil, form) {
			t.Run(way+"/"+name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					n := newNetwork(t, map[string]http.Handler{accountsHost: &accounts{fails: fault}, apiHost: read.good})
					defer n.close(t)
					out := &output{}
					log.SetOutput(out)
					ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
					defer cancel()
					err := use(ctx, n, out)
					if err == nil && name != "good" {
						t.Error("there is no error")
					}
					out.show(err)
					out.show(n.authenticator(t, clientSecret))
					out.show(spotify.AuthConfig{ClientID: "5fe01282e44241328a84e7c5cc169165", ClientSecret: clientSecret})
					out.check(t, "shown")
				})
			})
		}
	}
}
