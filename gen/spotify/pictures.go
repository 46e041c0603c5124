package spotify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// maxPicture bounds the pictures that are downloaded, in bytes.
const maxPicture = 32 << 20

// closest returns the element of a list that is best shown at a width: the smallest that is
// at least so wide, or else the widest. One without a width counts by its height, and one
// without a size only if there is nothing else. Of equals, it is the first.
func closest[T any](list []T, width int, sizeOf func(*T) (width, height int)) T {
	var best T
	most := -1
	for i := range list {
		w, h := sizeOf(&list[i])
		if w <= 0 {
			w = max(h, 0)
		}
		better := w > most
		if most >= width && most > 0 {
			better = w >= width && w > 0 && w < most
		}
		if better {
			best, most = list[i], w
		}
	}
	return best
}

// orZero returns what a pointer points to, or the zero value if it is nil.
func orZero[T any](p *T) T {
	if p == nil {
		var none T
		return none
	}
	return *p
}

// download reads what is at an address, without a token. The address is one of http or
// https; a nil client is http.DefaultClient.
func download(ctx context.Context, client *http.Client, address string) ([]byte, error) {
	parsed, err := url.Parse(address)
	switch {
	case address == "":
		return nil, errors.New("spotify: there is no URL to download from")
	case err != nil:
		return nil, fmt.Errorf("spotify: download: %w", err)
	case parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Host == "":
		return nil, fmt.Errorf("spotify: download: %q is no address of http or https", address)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, fmt.Errorf("spotify: download: %w", err)
	}
	resp, err := cmp.Or(client, http.DefaultClient).Do(req)
	if err != nil {
		return nil, fmt.Errorf("spotify: download: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("spotify: download %s: %s", address, resp.Status)
	}
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxPicture+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("spotify: download %s: %w", address, err)
	case len(content) > maxPicture:
		return nil, fmt.Errorf("spotify: download %s: the picture is larger than %d bytes", address, maxPicture)
	}
	return content, nil
}
