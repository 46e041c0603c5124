package spotifyredis

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

// maxPast is how many refresh tokens of a login are remembered as used up.
const maxPast = 16

// A tokenRecord is a login as it is stored.
type tokenRecord struct {
	Fence int64           `json:"fence,omitempty"` // of the lock under which it was saved
	Past  [][]byte        `json:"past,omitempty"`  // hashes of refresh tokens that it had before
	Grant json.RawMessage `json:"grant"`

	grant spotify.Grant
}

// A tokenBase is what a handle has last seen in the store: what it saves next is made
// from that.
type tokenBase struct {
	stored  []byte // as it was read; empty if there was nothing
	token   tokenHash
	past    [][]byte // as in the record
	loginAt time.Time
}

// A tokenHash stands for a refresh token, so that tokens are not kept for longer than needed.
type tokenHash [12]byte

func hashToken(grant spotify.Grant) tokenHash {
	sum := sha256.Sum256([]byte(grant.Token.RefreshToken))
	return tokenHash(sum[:len(tokenHash{})])
}

func (r tokenRecord) base(stored []byte) *tokenBase {
	return &tokenBase{stored, hashToken(r.grant), r.Past, r.grant.AuthorizedAt}
}

func contains(hashes [][]byte, hash tokenHash) bool {
	return slices.ContainsFunc(hashes, func(other []byte) bool { return bytes.Equal(other, hash[:]) })
}

func parseTokenRecord(text []byte) (tokenRecord, error) {
	var r tokenRecord
	if json.Unmarshal(text, &r) != nil || r.grant.UnmarshalSecret(r.Grant) != nil {
		return tokenRecord{}, ErrDamaged
	}
	return r, nil
}

// mayBecome reports whether a grant that was made from a base may replace what is stored now.
// Without a base, the caller has never seen the store, so that it makes no mistake about
// what it replaces. A fence of 0 is that of no lock.
func (r tokenRecord) mayBecome(grant spotify.Grant, base *tokenBase, stored []byte, fence int64) bool {
	was, is := hashToken(r.grant), hashToken(grant)
	switch {
	case base != nil && bytes.Equal(base.stored, stored):
		return true // nothing was saved meanwhile
	case !grant.AuthorizedAt.Equal(r.grant.AuthorizedAt):
		// A new login, unless it is the one before, of which another process does not
		// know yet that it was replaced.
		return base == nil || len(base.stored) == 0 || !grant.AuthorizedAt.Equal(base.loginAt)
	case was == is:
		return fence == 0 || fence >= r.Fence
	case contains(r.Past, is):
		return false
	case base == nil:
		return true
	case contains(base.past, was):
		return true // the server has lost what was saved after that, in a failover perhaps
	case !r.grant.EndedAt.IsZero() && grant.EndedAt.IsZero():
		return true // the stored one is of no use any more
	}
	// The refresh token is the one that this grant was made from, though an access token
	// or the like may have been saved meanwhile.
	return len(base.stored) > 0 && base.token == was && grant.EndedAt.IsZero()
}

// next returns the record that replaces this one, and its text.
func (r tokenRecord) next(grant spotify.Grant, fence int64) (next tokenRecord, text []byte, err error) {
	secret, err := grant.MarshalSecret()
	if err != nil {
		return next, nil, errors.New("spotifyredis: the grant cannot be encoded")
	}
	next = tokenRecord{Fence: max(fence, r.Fence), Grant: secret, grant: grant}
	if len(r.Grant) > 0 && grant.AuthorizedAt.Equal(r.grant.AuthorizedAt) {
		next.Past = r.Past
		if was := hashToken(r.grant); was != hashToken(grant) {
			next.Past = append(slices.Clone(next.Past), was[:])
			next.Past = next.Past[max(0, len(next.Past)-maxPast):]
		}
	}
	text, err = json.Marshal(next)
	return next, text, err
}
