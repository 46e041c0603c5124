package spotifyredis

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"github.com/redis/go-redis/v9"

	"github.com/spotgen/spotgen/gen/spotify"
)

//go:embed token_save.lua
var tokenSaveScript string

//go:embed token_index.lua
var tokenIndexScript string

// A TokenStore keeps the login of one user on the server, for [spotify.Authenticator.StoredLogin] and
// [spotify.Authenticator.StoredTokenSource]. It is a [spotify.TokenLocker]: of many
// processes, one refreshes the token, and the others take the result.
//
// The login is encrypted; see [TokenStoreConfig]. Keep it on a server that writes to the
// disk (appendonly) and drops nothing (maxmemory-policy noeviction): to a program, a login
// that the server has lost is one that was deleted, so that its user has to log in again.
//
// A token that was made from an older one than is stored is not saved: Save then returns
// [spotify.ErrTokenReplaced], and a [spotify.TokenSource] goes on with the stored one. So
// a process that was stopped for a while, and has lost its lock, does no harm. A new login
// is always saved, and so is a token that was made from one that the server has lost, as in
// a failover.
//
// While the server fails, Load, Save, and Lock fail with an error that is [ErrUnavailable];
// a login cannot be made up. A [spotify.TokenSource] goes on with the token in its memory as
// long as that is valid, refreshes none that it could not save, and saves a token that came
// at the wrong moment as soon as the server is back. If Save has failed because there was
// no answer, the token may have been saved nevertheless. To save it again does no harm.
//
// One thing cannot be helped: if the accounts service replaces refresh tokens, a process that
// dies after that and before the new one is saved takes the login with it. Spotify has sent
// no new ones for PKCE since July 2026, so that then nothing is lost.
//
// Several goroutines may use a TokenStore at a time. Printed, logged or encoded, it shows
// neither tokens nor keys.
type TokenStore struct {
	*tokenServer

	user  string // hash of the name
	name  func() string
	login string // keys
	lock  string
	fence string
	turn  chan struct{} // has an element while somebody in this process has the lock

	mu      sync.Mutex
	base    *tokenBase
	unsaved *unsavedToken
	held    int64 // fencing token of the lock, 0 without
	looked  bool  // under the lock
}

// An unsavedToken is one of which it is not known whether it was saved.
type unsavedToken struct {
	token tokenHash
	base  *tokenBase
}

var _ spotify.TokenLocker = (*TokenStore)(nil)

// NewTokenStore returns a store of the login of one user of the app. The user is any text
// that tells users apart, such as the ID in the own program. Only a hash of it is part of
// the names of keys, so that those do not show it to others, though they can check a guess.
// It returns an error if the configuration is not complete. The server is not asked yet.
func NewTokenStore(rdb redis.UniversalClient, user string, config TokenStoreConfig) (*TokenStore, error) {
	stores, err := NewTokenStores(rdb, config)
	if err != nil {
		return nil, err
	}
	return stores.For(user), nil
}

// Load returns the grant that was saved last, or [spotify.ErrNoToken].
func (s *TokenStore) Load(ctx context.Context) (spotify.Grant, error) {
	stored, err := within(ctx, s.config.Timeout, func(ctx context.Context) ([]byte, error) { return s.get(ctx, s.login) })
	if err != nil {
		return spotify.Grant{}, s.failed(err)
	}
	record, err := s.read(s.login, stored)
	if err != nil {
		return spotify.Grant{}, s.failed(err)
	}
	s.seen(record.base(stored))
	if len(stored) == 0 {
		return spotify.Grant{}, s.failed(spotify.ErrNoToken)
	}
	return record.grant, nil
}

// seen notes what the next token will be made from. Under a lock, that is what was read
// first: a source looks again before it saves.
func (s *TokenStore) seen(base *tokenBase) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held != 0 && s.looked {
		return
	}
	s.base, s.looked = base, true
}

// Save replaces the grant that was saved before, unless that would put an older token in
// place of a newer one; see [TokenStore].
func (s *TokenStore) Save(ctx context.Context, grant spotify.Grant) error {
	s.mu.Lock()
	base, fence := s.base, s.held
	if s.unsaved != nil && s.unsaved.token == hashToken(grant) {
		base = s.unsaved.base
	}
	s.mu.Unlock()
	saved, err := within(ctx, s.config.Timeout, func(ctx context.Context) (*tokenBase, error) {
		return s.save(ctx, grant, base, fence)
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		s.unsaved = &unsavedToken{hashToken(grant), base}
		return s.failed(err)
	}
	s.unsaved, s.base, s.looked = nil, saved, true
	return nil
}

// save returns what the next token is made from.
func (s *TokenStore) save(ctx context.Context, grant spotify.Grant, base *tokenBase, fence int64) (*tokenBase, error) {
	if err := s.note(ctx, s.user, s.name()); err != nil {
		return nil, err
	}
	for {
		stored, err := s.get(ctx, s.login)
		if err != nil {
			return nil, err
		}
		record, err := s.read(s.login, stored)
		isNew := base == nil || len(base.stored) == 0 || !grant.AuthorizedAt.Equal(base.loginAt)
		switch {
		case errors.Is(err, ErrDamaged) || err != nil && isNew:
			// A new login has to work, whatever is there.
		case err != nil:
			return nil, err
		case len(stored) > 0 && !record.mayBecome(grant, base, stored, fence):
			return nil, spotify.ErrTokenReplaced
		}
		next, text, err := record.next(grant, fence)
		if err != nil {
			return nil, err
		}
		value := s.sealer().seal(s.login, text)
		if base == nil || len(base.stored) == 0 {
			fence = 0 // there was no login that could be deleted
		}
		switch result, err := s.replace(ctx, s, stored, value, s.config.Expiry.Milliseconds(), fence); {
		case err != nil:
			return nil, err
		case result == tokenSaved:
			return next.base(value), nil
		case result == tokenDeleted:
			return nil, spotify.ErrTokenReplaced
		}
	}
}

// Delete removes the login. Sources that are in use notice it, and do not save the login
// again. It is not an error if there is nothing to remove. Delete waits for a refresh under
// way, so do not call it with the lock held. To end the access of the app for good, the
// user has to remove the app in the settings of the Spotify account.
func (s *TokenStore) Delete(ctx context.Context) error {
	unlock, err := s.Lock(ctx)
	switch {
	case err == nil:
		defer unlock()
	case ctx.Err() != nil:
		return err
	}
	// Without a lock, too: tokens must not stay for want of it.
	_, err = within(ctx, s.config.Timeout, func(ctx context.Context) (int64, error) {
		deleted, err := s.rdb.Del(ctx, s.login).Result()
		if err == nil {
			err = s.rdb.HDel(ctx, s.index, s.user).Err()
		}
		return deleted, unavailable(err)
	})
	return s.failed(err)
}

// failed names the store in an error.
func (s *TokenStore) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("login %s: %w", s.login, err)
}

// String describes the store without the name of the user.
func (s *TokenStore) String() string { return "spotifyredis.TokenStore of " + s.login }

// Format prints the same as String, whatever the verb.
func (s *TokenStore) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue logs the same as String.
func (s *TokenStore) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the same as String, so that encoders do not show more.
func (s *TokenStore) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
