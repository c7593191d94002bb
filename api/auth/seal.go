package auth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"

	"github.com/kennerhq/kenner/domain/access"
)

// derived is a key of its own for one purpose, from the keys in the data folder.
func (k Keys) derived(purpose string) []byte {
	b, err := hkdf.Key(sha256.New, k.Refresh, nil, "kenner "+purpose, keyBytes)
	if err != nil {
		panic(err) // a purpose and a length that HKDF cannot refuse
	}
	return b
}

// Sealer closes secrets that the database keeps, with a key that it does not
// have: AES-256-GCM, bound to the secret's name.
type Sealer struct{ aead cipher.AEAD }

var _ access.Sealer = Sealer{}

// Sealer closes identity keys, with these keys.
func (k Keys) Sealer() Sealer { return k.sealer("identity keys") }

// sealer closes what has one purpose.
func (k Keys) sealer(purpose string) Sealer {
	block, err := aes.NewCipher(k.derived(purpose))
	if err != nil {
		panic(err) // the key has 32 bytes
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err) // AES has blocks of 16 bytes
	}
	return Sealer{aead}
}

// Seal implements access.Sealer.
func (s Sealer) Seal(name string, secret []byte) string {
	nonce := make([]byte, s.aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, secret, []byte(name)))
}

var errSealed = errors.New("auth: this secret was sealed by other keys")

// Unseal implements access.Sealer.
func (s Sealer) Unseal(name, sealed string) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(b) < s.aead.NonceSize() {
		return nil, errSealed
	}
	secret, err := s.aead.Open(nil, b[:s.aead.NonceSize()], b[s.aead.NonceSize():], []byte(name))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errSealed, err)
	}
	return secret, nil
}

// Networks names the address range that somebody comes from, so that two of one
// range have the same name and nobody reads an address from it: a keyed hash of
// the /24 of an IPv4 address or the /48 of an IPv6 one. Ranges that do not
// count, since many people are behind them or only this machine, have no name:
// loopback, private and link-local addresses, and those in exempt.
func (k Keys) Networks(exempt []netip.Prefix) func(ip string) string {
	secret := k.derived("networks")
	return func(ip string) string {
		addr, err := netip.ParseAddr(ip)
		if err != nil {
			return ""
		}
		addr = addr.Unmap().WithZone("")
		if addr.IsLoopback() || addr.IsPrivate() || addr.IsLinkLocalUnicast() || addr.IsUnspecified() {
			return ""
		}
		for _, p := range exempt {
			if p.Contains(addr) {
				return ""
			}
		}
		bits := 24
		if addr.Is6() {
			bits = 48
		}
		p, _ := addr.Prefix(bits) // always valid
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte(p.String()))
		return hex.EncodeToString(mac.Sum(nil)[:16])
	}
}
