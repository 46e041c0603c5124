package spotifyredis

import (
	"crypto/aes"
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

var (
	// ErrUnknownKey says that a value is encrypted with a key that is not among the
	// [Key]s that were given: add the old key behind the new one.
	ErrUnknownKey = errors.New("spotifyredis: the value is encrypted with a key that is not at hand")
	// ErrDamaged says that a value is not what was stored: somebody has changed it, has
	// put it in place of another one, or has another key with the same ID.
	ErrDamaged = errors.New("spotifyredis: the value is damaged, or another key has the same ID")
	// ErrUnknownVersion says that a value was written by another version of this package.
	ErrUnknownVersion = errors.New("spotifyredis: the value has the form of another version of this package")
	// ErrNotEncrypted says that a value is not encrypted although there are keys. Set
	// Plaintext, too, to read such values until [TokenStores.Rotate] has encrypted them.
	ErrNotEncrypted = errors.New("spotifyredis: the value is not encrypted")
)

// The first byte of a stored value.
const (
	formPlain  = 'p' // what follows is not encrypted
	formSealed = 1   // length of the ID of the key, the ID, nonce and ciphertext
)

const maxKeyID = 64 // bytes

// A Key encrypts values with AES-GCM. The zero value is of no use; [NewKey] makes one.
// Printed, logged, or encoded, it shows its ID and not the secret.
type Key struct {
	id     string
	cipher func() cipher.AEAD // a function, because fmt does not look behind one
}

// NewKey makes a key of a secret of 32 random bytes (16 and 24 work, too). It has to be a
// random one: a password is none. The ID tells keys apart, and stands in each value
// unencrypted: any text of 1 to 64 bytes, such as the date since when the key is in use.
//
// One key is good for four billion values (2³²). Then, or if somebody may know it, put a
// new one in front of it; see [TokenStores.Rotate].
func NewKey(id string, secret []byte) (Key, error) {
	if id == "" || len(id) > maxKeyID {
		return Key{}, fmt.Errorf("spotifyredis: the ID of a key has %d bytes, but must have 1 to %d", len(id), maxKeyID)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return Key{}, fmt.Errorf("spotifyredis: key %q has %d bytes, but must have 32 (or 16 or 24): make them with crypto/rand", id, len(secret))
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return Key{}, fmt.Errorf("spotifyredis: key %q: %w", id, err)
	}
	return Key{id: id, cipher: func() cipher.AEAD { return gcm }}, nil
}

// ID returns the ID of the key.
func (k Key) ID() string { return k.id }

// String describes the key without its secret.
func (k Key) String() string { return fmt.Sprintf("spotifyredis.Key{%q}", k.id) }

// Format prints the same as String, whatever the verb.
func (k Key) Format(f fmt.State, _ rune) { io.WriteString(f, k.String()) }

// LogValue logs the same as String.
func (k Key) LogValue() slog.Value { return slog.StringValue(k.String()) }

// MarshalText returns the same as String, so that encoders do not show more.
func (k Key) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// A sealer encrypts values with the first of its keys, and decrypts with all of them.
type sealer struct {
	keys  []Key
	plain bool // read values that are not encrypted, and write them if there is no key
}

func newSealer(keys []Key, plain bool) (sealer, error) {
	seen := map[string]bool{}
	for i, key := range keys {
		switch {
		case key.cipher == nil:
			return sealer{}, fmt.Errorf("spotifyredis: key %d is empty: make it with NewKey", i+1)
		case seen[key.id]:
			return sealer{}, fmt.Errorf("spotifyredis: two keys have the ID %q: give each key an ID of its own", key.id)
		}
		seen[key.id] = true
	}
	return sealer{keys: append([]Key(nil), keys...), plain: plain}, nil
}

// seal encrypts a value that is to be stored under a name, and can be opened under no other.
func (s sealer) seal(name string, value []byte) []byte {
	if len(s.keys) == 0 {
		return append([]byte{formPlain}, value...)
	}
	key := s.keys[0]
	header := append([]byte{formSealed, byte(len(key.id))}, key.id...)
	return key.cipher().Seal(header, nil, value, bound(header, name))
}

// open is the reverse of seal.
func (s sealer) open(name string, stored []byte) ([]byte, error) {
	switch {
	case len(stored) == 0:
		return nil, ErrDamaged
	case stored[0] == formPlain && s.plain:
		return stored[1:], nil
	case stored[0] == formPlain:
		return nil, ErrNotEncrypted
	case stored[0] != formSealed:
		return nil, ErrUnknownVersion
	case len(stored) < 2 || len(stored) < 2+int(stored[1]):
		return nil, ErrDamaged
	}
	header, sealed := stored[:2+int(stored[1])], stored[2+int(stored[1]):]
	for _, key := range s.keys {
		if key.id != string(header[2:]) {
			continue
		}
		value, err := key.cipher().Open(nil, nil, sealed, bound(header, name))
		if err != nil {
			return nil, ErrDamaged
		}
		return value, nil
	}
	return nil, ErrUnknownKey
}

// isCurrent reports whether a value needs no new encryption.
func (s sealer) isCurrent(stored []byte) bool {
	if len(s.keys) == 0 {
		return len(stored) > 0 && stored[0] == formPlain
	}
	id := s.keys[0].id
	return len(stored) >= 2+len(id) && stored[0] == formSealed && int(stored[1]) == len(id) && string(stored[2:2+len(id)]) == id
}

// bound returns what is authenticated with a value: its header, which has a length of its
// own, and its name.
func bound(header []byte, name string) []byte {
	return append(append([]byte(nil), header...), name...)
}
