package spotify

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"golang.org/x/oauth2"
)

const (
	exampleBaseURL         = "https://api.example.com/v1"
	defaultUserAgent       = "spotgen (+https://github.com/spotgen/spotgen)"
	defaultMaxResponseSize = 64 << 20
)

// A ClientOption configures a client when it is made. If a setting is invalid,
// every call of the client returns an error that says so, and nothing is sent.
//
// Every [RequestOption] is a ClientOption, too: given to a client, it changes the
// requests of all its calls. The options of a call are applied after those of its client.
type ClientOption interface {
	configure(c *config)
}

// A RequestOption changes the requests of one call, or of all calls of a client. If it is
// invalid, the call returns an error that says so, and nothing is sent.
type RequestOption interface {
	ClientOption
	change(r *request)
}

type clientOption func(*config)

func (o clientOption) configure(c *config) { o(c) }

type requestOption func(*request)

func (o requestOption) configure(c *config) { c.options = append(c.options, o) }

func (o requestOption) change(r *request) { o(r) }

// config is what the options of a client add up to. It does not change after
// the client has been made.
type config struct {
	baseURL          string // absolute, without a trailing slash
	httpClient       *http.Client
	tokenSource      oauth2.TokenSource // nil sends no Authorization header
	userAgent        string
	market           Market // "" is none
	maxResponseSize  int64
	attemptTimeout   *time.Duration // nil is the default; see timeout
	limiter          Limiter        // nil is none
	logger           *slog.Logger   // nil is none
	cache            Cache          // nil is none
	cacheUser        string         // "" keeps the answers apart by token
	quotaMode        QuotaMode
	quotaModeIsKnown bool            // WithQuotaMode has been given
	strictQuota      bool            // refuse what the quota mode lacks
	drift            *driftWatch     // nil is none
	options          []RequestOption // applied to every request, before its own
	err              error           // the first invalid setting
}

// newConfig returns what the options say of a client of the API on a server, which is
// the URL that the schema gives.
func newConfig(server string, options []ClientOption) config {
	c := config{
		httpClient:      http.DefaultClient,
		userAgent:       defaultUserAgent,
		maxResponseSize: defaultMaxResponseSize,
	}
	c.apply(options)
	if c.baseURL == "" {
		c.setServer(server)
	}
	return c
}

func (c *config) apply(options []ClientOption) {
	for _, option := range options {
		if option == nil {
			c.invalid(errors.New("is nil"))
			continue
		}
		option.configure(c)
	}
	c.httpClient = guardRedirects(c.httpClient)
}

func (c *config) invalid(err error) {
	if c.err == nil {
		c.err = err
	}
}

// setServer makes the server of the schema the base URL. A schema may have none, or
// only a path.
func (c *config) setServer(server string) {
	checked, err := checkBaseURL(server)
	if err != nil {
		c.invalid(errors.New("WithBaseURL is needed: the schema of the API does not say on which server it is"))
		return
	}
	c.baseURL = checked
}

// WithBaseURL sends the requests to another server than [NewClient] says, for
// example to a fake one in tests. The URL must be absolute, http or https; a
// trailing slash makes no difference.
func WithBaseURL(baseURL string) ClientOption {
	return clientOption(func(c *config) {
		checked, err := checkBaseURL(baseURL)
		if err != nil {
			c.invalid(fmt.Errorf("WithBaseURL: %w", err))
			return
		}
		c.baseURL = checked
	})
}

// checkBaseURL keeps the URL out of its errors, because people do put passwords
// into URLs.
func checkBaseURL(baseURL string) (string, error) {
	u, err := url.Parse(baseURL)
	switch {
	case err != nil:
		return "", errors.New("the base URL cannot be parsed; want one like " + exampleBaseURL)
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return "", errors.New("the base URL must be absolute, http or https, like " + exampleBaseURL)
	case u.User != nil:
		return "", errors.New("the base URL must not hold a user name or password")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return "", errors.New("the base URL must not have a query or a fragment")
	}
	return strings.TrimRight(u.String(), "/"), nil
}

// WithHTTPClient sends the requests through this client, and uses its
// transport, cookie jar and timeout. The timeout applies to each attempt to
// send a request, with the body of its answer, and replaces the default of
// [WithAttemptTimeout]. The default is [http.DefaultClient], which has no timeout.
//
// For metrics or traces, wrap the transport in an [http.RoundTripper]: it sees
// each attempt, including the token.
//
// If the client has no CheckRedirect, redirects to another host or from https
// to http, and redirects that would turn a write into a read, are refused. If
// the client has a CheckRedirect, that function decides.
func WithHTTPClient(client *http.Client) ClientOption {
	return clientOption(func(c *config) {
		if client == nil {
			c.invalid(errors.New("WithHTTPClient: the client is nil"))
			return
		}
		c.httpClient = client
	})
}

// WithTokenSource authorizes the requests. Each call asks the source for a
// token once, and again after the call has had to wait or its token was refused
// with status 401 (see [TokenReplacer]). Several goroutines may ask at a time. The source should keep its token until it expires, as those of
// golang.org/x/oauth2 do. Without a token source, requests carry no
// Authorization header.
func WithTokenSource(source oauth2.TokenSource) ClientOption {
	return clientOption(func(c *config) {
		if ours, ok := source.(*TokenSource); source == nil || ok && ours == nil {
			c.invalid(errors.New("WithTokenSource: the token source is nil; check the error of the function that should have returned one, like StoredLogin for a user or ClientCredentials for the app alone"))
			return
		}
		c.tokenSource = source
	})
}

// WithUserAgent sets the User-Agent header of the requests. An empty string
// restores the default.
func WithUserAgent(userAgent string) ClientOption {
	return clientOption(func(c *config) {
		if strings.ContainsFunc(userAgent, unicode.IsControl) {
			c.invalid(errors.New("WithUserAgent: control characters are not allowed in a header"))
			return
		}
		if userAgent == "" {
			userAgent = defaultUserAgent
		}
		c.userAgent = userAgent
	})
}

// WithDefaultMarket sets the market of the operations that take one, for calls
// that leave it empty. It is an ISO 3166-1 alpha-2 code or [MarketFromToken];
// an empty market means no default.
func WithDefaultMarket(market Market) ClientOption {
	return clientOption(func(c *config) {
		if !market.wellFormed() && market != "" {
			c.invalid(fmt.Errorf("WithDefaultMarket: %q is not a market; want two letters like \"SE\" or %q", shorten(string(market), maxQuoted), MarketFromToken))
			return
		}
		c.market = market
	})
}

// WithMaxResponseSize sets the largest body of an answer, in bytes. A call
// whose answer is larger fails. The default is 64 MiB.
func WithMaxResponseSize(bytes int64) ClientOption {
	return clientOption(func(c *config) {
		if bytes <= 0 {
			c.invalid(fmt.Errorf("WithMaxResponseSize: %d bytes; want a positive number", bytes))
			return
		}
		c.maxResponseSize = min(bytes, math.MaxInt64-1) // one more is read to see that there is more
	})
}

// WithHeader sets a header of the request, in place of a value that the client
// would send itself. If it sets Authorization, the token source is not asked.
func WithHeader(name, value string) RequestOption {
	return requestOption(func(r *request) { r.header.Set(name, value) })
}

// WithQueryParam sets a query parameter, in place of one of the same name. Use
// it for parameters that the API has but does not document.
func WithQueryParam(name, value string) RequestOption {
	return requestOption(func(r *request) { r.setQuery(name, value) })
}

// Ptr returns a pointer to a copy of value, for fields and options that tell "not given"
// from zero: nil leaves the choice to the API. Since Go 1.26, new(value) does the same.
func Ptr[T any](value T) *T { return &value }
