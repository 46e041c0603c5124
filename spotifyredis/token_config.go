package spotifyredis

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

const (
	tokenPrefix  = "spotgen"
	tokenLockTTL = 30 * time.Second
	tokenTimeout = 2 * time.Second
)

// A TokenStoreConfig says how logins are kept. All processes need the same App and Prefix
// to find them, and the same keys to read them.
type TokenStoreConfig struct {
	// App tells the logins of apps apart: the client ID, or any name. It is required, and
	// stands in the names of keys.
	App string
	// Prefix is the beginning of all keys; "" is "spotgen".
	Prefix string
	// Keys encrypt the logins. The first one encrypts; all of them decrypt. Without keys,
	// there must be Plaintext.
	Keys []Key
	// Plaintext allows logins that are not encrypted. Without Keys, they are stored that
	// way: whoever can read from the server then has the tokens. With Keys, they are only
	// read, so that Rotate can encrypt them; until Plaintext is false again, whoever can
	// write to the server can put any login in place of another one.
	Plaintext bool
	// Expiry is how long a login is kept after it was saved for the last time, which is
	// at each refresh; 0 is for ever.
	Expiry time.Duration
	// LockTTL is how long a lock holds after its process has died; 0 is 30 seconds. It is
	// renewed while it is held.
	LockTTL time.Duration
	// Timeout is the longest wait for an answer of the server; 0 is two seconds.
	Timeout time.Duration
}

// withDefaults checks the configuration and completes it.
func (c TokenStoreConfig) withDefaults() (TokenStoreConfig, error) {
	switch {
	case c.App == "":
		return c, errors.New("spotifyredis: TokenStoreConfig: App is empty; want a name that all processes of the app share, such as its client ID")
	case len(c.Keys) == 0 && !c.Plaintext:
		return c, errors.New("spotifyredis: TokenStoreConfig: there is no key to encrypt logins with; make one of 32 random bytes with NewKey, the same for all processes, or set Plaintext to store logins unencrypted")
	case c.Expiry < 0 || c.Expiry > 0 && c.Expiry < time.Millisecond:
		return c, fmt.Errorf("spotifyredis: TokenStoreConfig: Expiry is %v; want a millisecond or more, or 0 for ever", c.Expiry)
	case c.LockTTL < 0 || c.LockTTL > 0 && c.LockTTL < 10*time.Millisecond:
		return c, fmt.Errorf("spotifyredis: TokenStoreConfig: LockTTL is %v; want 10 ms or more, or 0 for the default", c.LockTTL)
	case c.Timeout < 0:
		return c, fmt.Errorf("spotifyredis: TokenStoreConfig: Timeout is %v; want a positive duration, or 0 for the default", c.Timeout)
	}
	c.Prefix = cmp.Or(c.Prefix, tokenPrefix)
	c.LockTTL = cmp.Or(c.LockTTL, tokenLockTTL)
	c.Timeout = cmp.Or(c.Timeout, tokenTimeout)
	return c, nil
}
