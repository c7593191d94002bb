package auth

import (
	"crypto/rand"
	"encoding/hex"

	"github.com/kennerhq/kenner/domain/shop"
)

// Seeds makes the seeds of draws: 32 bytes of chance as 64 hexadecimal digits,
// sealed, so that who reads the database does not know a draw before it is made.
type Seeds struct{ sealer Sealer }

var _ shop.Seeds = Seeds{}

// Seeds makes and opens the seeds of draws, with these keys.
func (k Keys) Seeds() Seeds { return Seeds{k.sealer("seeds of draws")} }

// NewSeed implements shop.Seeds.
func (s Seeds) NewSeed(name string) (seed, sealed string) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	seed = hex.EncodeToString(b[:])
	return seed, s.sealer.Seal(name, []byte(seed))
}

// OpenSeed implements shop.Seeds.
func (s Seeds) OpenSeed(name, sealed string) (string, error) {
	b, err := s.sealer.Unseal(name, sealed)
	return string(b), err
}
