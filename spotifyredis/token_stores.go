package spotifyredis

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed token_forget.lua
var tokenForgetScript string

// noteAge is the age from which the note of a login that is not there is removed. Before,
// the login may be about to be saved.
const noteAge = time.Minute

// TokenStores keeps the logins of all users of an app. Printed, logged or encoded, it shows
// neither tokens nor keys.
//
// Each user has keys with a hash tag of their own, so that a cluster spreads the users over
// its servers. The names of users are listed in one more key, encrypted like the logins.
type TokenStores struct{ server *tokenServer }

// A tokenServer is what the stores of an app have in common.
type tokenServer struct {
	rdb    redis.UniversalClient
	config TokenStoreConfig // without keys
	sealer func() sealer    // a function, because fmt does not look behind one
	index  string           // key
	prefix string           // of keys of users

	scripts tokenScripts
	maxHold time.Duration // of a lock; tests change it
}

type tokenScripts struct{ save, index, forget, lock, renew, unlock *redis.Script }

// The results of token_save.lua.
const (
	tokenChanged = iota
	tokenSaved
	tokenDeleted
)

// NewTokenStores returns the stores of an app. It returns an error if the configuration is
// not complete. The server is not asked yet.
func NewTokenStores(rdb redis.UniversalClient, config TokenStoreConfig) (*TokenStores, error) {
	if rdb == nil {
		return nil, errors.New("spotifyredis: the client of Redis is nil")
	}
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	keys, err := newSealer(config.Keys, config.Plaintext)
	if err != nil {
		return nil, err
	}
	config.Keys = nil
	prefix, app := escapeTag(config.Prefix), escapeTag(config.App)
	return &TokenStores{&tokenServer{
		rdb: rdb, config: config, sealer: func() sealer { return keys },
		index: prefix + ":{" + app + "}:logins", prefix: prefix + ":{" + app + ":",
		maxHold: maxHold,
		scripts: tokenScripts{
			save: redis.NewScript(tokenSaveScript), index: redis.NewScript(tokenIndexScript), forget: redis.NewScript(tokenForgetScript),
			lock: redis.NewScript(tokenLockScript), renew: redis.NewScript(tokenRenewScript), unlock: redis.NewScript(tokenUnlockScript),
		},
	}}, nil
}

// For returns a new store of a user, as [NewTokenStore] does. What was read or saved with one
// store says nothing about another one, so that each is like one in a process of its own.
func (s *TokenStores) For(user string) *TokenStore {
	sum := sha256.Sum256([]byte(user))
	store := s.server.store(hex.EncodeToString(sum[:16]))
	store.name = func() string { return user }
	return store
}

func (s *tokenServer) store(user string) *TokenStore {
	keys := s.prefix + user + "}:"
	return &TokenStore{
		tokenServer: s, user: user,
		login: keys + "login", lock: keys + "lock", fence: keys + "fence", turn: make(chan struct{}, 1),
	}
}

// Delete removes the login of a user; see [TokenStore.Delete].
func (s *TokenStores) Delete(ctx context.Context, user string) error {
	return s.For(user).Delete(ctx)
}

// List returns the names of the users who have a login, in no order. What comes or goes
// meanwhile may be in it or not. Users whose login has expired are left out, and are
// forgotten. A name that cannot be read is an error, after which the others follow; after
// an error of the server, nothing follows.
func (s *TokenStores) List(ctx context.Context) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for note, err := range s.server.notes(ctx) {
			if err != nil {
				yield("", err)
				return
			}
			name, err := s.server.sealer().open(s.server.noteName(note.user), note.name)
			if err != nil {
				err = fmt.Errorf("name of a user in %s: %w", s.server.index, err)
			}
			if !yield(string(name), err) {
				return
			}
		}
	}
}

// Rotate encrypts all logins with the first key that are encrypted with another one, or not
// at all, and returns how many there were. Programs that do not have that key cannot read
// them any more. So the order is: give the new key to all programs as the last one; then
// make it the first one everywhere; then call Rotate; then remove the old key. A login that
// cannot be read is left alone. The error says which ones, and Rotate does the others.
func (s *TokenStores) Rotate(ctx context.Context) (int, error) {
	changed := 0
	var failures []error
	for note, err := range s.server.notes(ctx) {
		if err != nil {
			return changed, errors.Join(append(failures, err)...)
		}
		did, err := s.server.rotate(ctx, note)
		if err != nil {
			failures = append(failures, err)
		} else if did {
			changed++
		}
	}
	return changed, errors.Join(failures...)
}

func (s *tokenServer) rotate(ctx context.Context, n tokenNote) (changed bool, err error) {
	store := s.store(n.user)
	changed, err = within(ctx, s.config.Timeout, func(ctx context.Context) (bool, error) {
		if !s.sealer().isCurrent(n.name) {
			name, err := s.sealer().open(s.noteName(n.user), n.name)
			if err == nil {
				err = s.note(ctx, n.user, string(name))
			}
			if err != nil {
				return false, err
			}
		}
		for {
			stored, err := s.get(ctx, store.login)
			if err != nil || len(stored) == 0 || s.sealer().isCurrent(stored) {
				return false, err
			}
			text, err := s.sealer().open(store.login, stored)
			if err != nil {
				return false, err
			}
			result, err := s.replace(ctx, store, stored, s.sealer().seal(store.login, text), -1, 0)
			if err != nil || result == tokenSaved {
				return err == nil, err
			}
		}
	})
	return changed, store.failed(err)
}

// A tokenNote is the entry of a user in the index.
type tokenNote struct {
	user string // hash of the name
	name []byte // encrypted
}

// notes returns the entries of the users who have a login, and removes others.
func (s *tokenServer) notes(ctx context.Context) iter.Seq2[tokenNote, error] {
	return func(yield func(tokenNote, error) bool) {
		seen := map[string]bool{} // a scan may return an entry twice
		for cursor := uint64(0); ; {
			type page struct {
				entries []string
				cursor  uint64
				there   []*redis.IntCmd
			}
			got, err := within(ctx, s.config.Timeout, func(ctx context.Context) (p page, err error) {
				p.entries, p.cursor, err = s.rdb.HScan(ctx, s.index, cursor, "", 100).Result()
				if err != nil || len(p.entries) == 0 {
					return p, unavailable(err)
				}
				_, err = s.rdb.Pipelined(ctx, func(pipe redis.Pipeliner) error {
					for i := 0; i < len(p.entries); i += 2 {
						p.there = append(p.there, pipe.Exists(ctx, s.store(p.entries[i]).login))
					}
					return nil
				})
				return p, unavailable(err)
			})
			if err != nil {
				yield(tokenNote{}, err)
				return
			}
			for i, there := range got.there {
				user, note := got.entries[2*i], got.entries[2*i+1]
				if there.Val() == 0 {
					s.forget(ctx, user, note) // the next one will if this fails
					continue
				}
				if seen[user] {
					continue
				}
				seen[user] = true
				_, name, _ := strings.Cut(note, ":")
				if !yield(tokenNote{user, []byte(name)}, nil) {
					return
				}
			}
			if cursor = got.cursor; cursor == 0 {
				return
			}
		}
	}
}

func (s *tokenServer) forget(ctx context.Context, user, note string) {
	within(ctx, s.config.Timeout, func(ctx context.Context) (any, error) {
		return s.scripts.forget.Run(ctx, s.rdb, []string{s.index}, user, note, noteAge.Milliseconds()).Result()
	})
}

// note writes the entry of a user. It comes before the login, so that no login is without.
func (s *tokenServer) note(ctx context.Context, user, name string) error {
	sealed := s.sealer().seal(s.noteName(user), []byte(name))
	return unavailable(s.scripts.index.Run(ctx, s.rdb, []string{s.index}, user, sealed).Err())
}

func (s *tokenServer) noteName(user string) string { return s.index + ":" + user }

// get returns what is stored, nothing if there is nothing.
func (s *tokenServer) get(ctx context.Context, key string) ([]byte, error) {
	stored, err := s.rdb.Get(ctx, key).Bytes()
	if errors.Is(err, redis.Nil) {
		return nil, nil
	}
	return stored, unavailable(err)
}

// read returns the record that is stored, or an empty one.
func (s *tokenServer) read(key string, stored []byte) (tokenRecord, error) {
	if len(stored) == 0 {
		return tokenRecord{}, nil
	}
	text, err := s.sealer().open(key, stored)
	if err != nil {
		return tokenRecord{}, err
	}
	return parseTokenRecord(text)
}

// replace runs token_save.lua.
func (s *tokenServer) replace(ctx context.Context, store *TokenStore, stored, value []byte, ttl, fence int64) (int, error) {
	result, err := s.scripts.save.Run(ctx, s.rdb, []string{store.login, store.fence}, stored, value, ttl, fence).Int()
	return result, unavailable(err)
}

// String describes the stores.
func (s *TokenStores) String() string {
	return "spotifyredis.TokenStores of " + cmp.Or(s.server.config.App, "no app")
}

// Format prints the same as String, whatever the verb.
func (s *TokenStores) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// LogValue logs the same as String.
func (s *TokenStores) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the same as String, so that encoders do not show more.
func (s *TokenStores) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
