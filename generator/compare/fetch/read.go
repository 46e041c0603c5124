package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// maxRedirects is how many redirects a request follows.
const maxRedirects = 5

// UnavailableError is a failure that may be over at the next attempt: of the network,
// or of a server that says that it is at fault or busy.
type UnavailableError struct{ Err error }

func (e *UnavailableError) Error() string { return e.Err.Error() }

func (e *UnavailableError) Unwrap() error { return e.Err }

// Read returns the content of a file or of what an http or https URL leads to, with
// the limits of the options, and its name for people: the base name of the file, or
// the URL without what may be secret. It may be anything but a page of HTML. An error
// that may be over at the next attempt is an UnavailableError.
func Read(ctx context.Context, source string, opts Options) (data []byte, origin string, err error) {
	if opts, err = opts.withDefaults(); err != nil {
		return nil, "", err
	}
	if !IsURL(source) {
		origin = filepath.Base(source)
		data, err = readFile(source, opts.MaxBytes)
		return data, origin, err
	}
	u, err := parseURL(source)
	if err != nil {
		return nil, "", err
	}
	ctx, cancel := context.WithTimeout(ctx, opts.Timeout)
	defer cancel()
	origin = publicURL(u)
	data, err = readURL(ctx, u, opts)
	if err != nil {
		return nil, "", fmt.Errorf("fetch %s: %w", origin, err)
	}
	return data, origin, nil
}

var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*://`)

// IsURL reports whether a source looks like a URL, of whatever scheme.
func IsURL(source string) bool {
	return scheme.MatchString(source)
}

// parseURL accepts the URLs that can be fetched. Its errors do not repeat the
// URL, which may hold a password.
func parseURL(source string) (*url.URL, error) {
	u, err := url.Parse(source)
	if err != nil {
		return nil, errors.New("the URL is malformed; check it")
	}
	if err := checkURL(u); err != nil {
		return nil, err
	}
	return u, nil
}

func checkURL(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("cannot fetch %s URLs; give an http or https URL, or a file", u.Scheme)
	case u.Host == "":
		return errors.New("the URL has no host; check it")
	case u.User != nil:
		return errors.New("the URL has credentials; remove them, published schemas need none")
	}
	return nil
}

// publicURL renders a URL without its query and fragment, which may hold a
// token.
func publicURL(u *url.URL) string {
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
}

func readURL(ctx context.Context, u *url.URL, opts Options) ([]byte, error) {
	client := *opts.Client
	var refused error
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		refused = checkRedirect(req, via)
		return refused
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("the URL is malformed; check it")
	}
	req.Header.Set("Accept", "application/yaml, application/json, text/plain, */*;q=0.1")
	resp, err := client.Do(req)
	switch {
	case refused != nil:
		return nil, refused
	case err != nil:
		return nil, &UnavailableError{withoutURL(err)}
	}
	defer resp.Body.Close()
	if err := checkStatus(resp); err != nil {
		return nil, err
	}
	data, err := readBounded(resp.Body, opts.MaxBytes)
	var large sizeError
	switch {
	case errors.As(err, &large):
		return nil, err
	case err != nil:
		return nil, &UnavailableError{withoutURL(err)}
	}
	if isHTML(resp.Header.Get("Content-Type"), data) {
		return nil, errors.New("the server answers with an HTML page; give the URL of the schema itself")
	}
	return data, nil
}

func checkRedirect(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	if err := checkURL(req.URL); err != nil {
		return fmt.Errorf("redirect: %w", err)
	}
	return nil
}

func checkStatus(resp *http.Response) error {
	switch code := resp.StatusCode; {
	case code == http.StatusOK:
		return nil
	case code >= 500, code == http.StatusTooManyRequests, code == http.StatusRequestTimeout:
		return &UnavailableError{fmt.Errorf("the server answers %s instead of 200 OK; try again later", resp.Status)}
	default:
		return fmt.Errorf("the server answers %s instead of 200 OK; check the URL", resp.Status)
	}
}

// withoutURL takes the URL, with its query, out of an error of net/http.
func withoutURL(err error) error {
	var urlError *url.Error
	if errors.As(err, &urlError) {
		return urlError.Err
	}
	return err
}

func readFile(path string, limit int64) ([]byte, error) {
	// Stat comes first because opening a pipe waits for its other end.
	info, err := os.Stat(path)
	if err != nil {
		return nil, notRead(err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file; give the schema itself", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, notRead(err)
	}
	defer f.Close()
	data, err := readBounded(f, limit)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	if isHTML("", data) {
		return nil, fmt.Errorf("%s is an HTML page; give the schema itself", path)
	}
	return data, nil
}

// notRead makes an error say that a file could not be read, however that was tried.
func notRead(err error) error {
	var failed *fs.PathError
	if ok := errors.As(err, &failed); ok {
		failed.Op = "read"
	}
	return err
}

// sizeError says that something is larger than that many bytes.
type sizeError int64

func (e sizeError) Error() string {
	return fmt.Sprintf("the schema is larger than %d bytes; is it the right one?", int64(e))
}

func readBounded(r io.Reader, limit int64) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(data)) > limit:
		return nil, sizeError(limit)
	}
	return data, nil
}

var htmlStart = regexp.MustCompile(`(?i)^(<!--|<!doctype\s+html|<html|<head|<body)`)

func isHTML(contentType string, data []byte) bool {
	mediaType, _, err := mime.ParseMediaType(contentType)
	if err == nil && strings.EqualFold(mediaType, "text/html") {
		return true
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return htmlStart.Match(bytes.TrimSpace(data))
}
