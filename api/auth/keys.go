// Package auth proves who calls: passwords, access tokens, refresh and visitor
// tokens, and the keys behind them. It yields a domain.Actor. It imports the
// domain and storage.Views; its clock is the machine's.
package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/kennerhq/kenner/domain/access"
)

// Keys are the secrets of one installation; every process of it has the same.
type Keys struct {
	// Access are the keys that access tokens may be signed with, by kid.
	Access map[string][]byte `json:"access"`
	// Current is the kid of the key that signs now; the others only verify.
	Current string `json:"current"`
	// Refresh derives the successor of a refresh token.
	Refresh []byte `json:"refresh"`
}

const keyBytes = 32

// NewKeys makes the keys of a new installation: one that signs and the next.
func NewKeys() Keys {
	return Keys{Access: map[string][]byte{"1": key(), "2": key()}, Current: "1", Refresh: key()}
}

func key() []byte {
	b := make([]byte, keyBytes)
	_, _ = rand.Read(b) // never fails
	return b
}

// random is a token of 256 bits, for an URL or a header.
func random() string { return base64.RawURLEncoding.EncodeToString(key()) }

// Check refuses keys that are missing or weak.
func (k Keys) Check() error {
	if len(k.Access) < 2 || k.Access[k.Current] == nil {
		return errors.New("auth: keys need two access keys and the current one among them")
	}
	for kid, secret := range k.Access {
		if weak(secret) {
			return fmt.Errorf("auth: access key %s is weak: it needs %d random bytes", kid, keyBytes)
		}
	}
	if weak(k.Refresh) {
		return fmt.Errorf("auth: the refresh key is weak: it needs %d random bytes", keyBytes)
	}
	return nil
}

// weak reports whether a key is short or not random at all.
func weak(secret []byte) bool {
	different := map[byte]bool{}
	for _, b := range secret {
		different[b] = true
	}
	return len(secret) < keyBytes || len(different) < 12
}

// LoadKeys reads the keys file, or makes it when there is none. It refuses a
// file that others can read and keys that are weak.
func LoadKeys(path string) (Keys, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return makeKeys(path)
	}
	if err != nil {
		return Keys{}, fmt.Errorf("auth: keys: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return Keys{}, fmt.Errorf("auth: others can read the keys in %s; run chmod 600 on it", path)
	}
	b, err := os.ReadFile(path) //nolint:gosec // the operator names this file
	if err != nil {
		return Keys{}, fmt.Errorf("auth: keys: %w", err)
	}
	var k Keys
	if err := json.Unmarshal(b, &k); err != nil {
		return Keys{}, fmt.Errorf("auth: %s holds no keys: %w", path, err)
	}
	return k, k.Check()
}

// makeKeys writes new keys so that a crash leaves either no file or a whole
// one, and of two processes that start at once both use the first's.
func makeKeys(path string) (Keys, error) {
	b, err := json.MarshalIndent(NewKeys(), "", "  ")
	if err != nil {
		return Keys{}, fmt.Errorf("auth: make keys: %w", err)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".keys-*") // 0600
	if err != nil {
		return Keys{}, fmt.Errorf("auth: make keys: %w", err)
	}
	defer func() { _ = os.Remove(draft.Name()) }()
	_, err = draft.Write(append(b, '\n'))
	if err = errors.Join(err, draft.Sync(), draft.Close()); err != nil {
		return Keys{}, fmt.Errorf("auth: make keys: %w", err)
	}
	if err := os.Link(draft.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return Keys{}, fmt.Errorf("auth: make keys: %w", err)
	}
	return LoadKeys(path)
}

// Secrets makes tokens from chance and from the refresh key.
type Secrets struct{ refresh []byte }

var _ access.Secrets = Secrets{}

// Secrets are made with these keys.
func (k Keys) Secrets() Secrets { return Secrets{k.Refresh} }

// New implements access.Secrets.
func (Secrets) New() string { return random() }

// Next implements access.Secrets.
func (s Secrets) Next(token string) string {
	mac := hmac.New(sha256.New, s.refresh)
	mac.Write([]byte("refresh\x00" + token))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
