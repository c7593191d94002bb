package auth

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"runtime"

	"github.com/alexedwards/argon2id"

	"github.com/kennerhq/kenner/domain/access"
)

// Passwords hashes passwords with argon2id, as many at once as there are cores:
// a flood of sign-ins waits here and does not take the machine.
type Passwords struct {
	params *argon2id.Params
	slots  chan struct{}
	nobody string // a hash of no password
}

var _ access.Passwords = (*Passwords)(nil)

// Cost is how much work a hash is.
type Cost struct {
	MemoryKiB  uint32
	Iterations uint32
}

// OWASP is the least cost that the OWASP password cheat sheet asks for.
var OWASP = Cost{MemoryKiB: 19 * 1024, Iterations: 2}

// NewPasswords hashes at a cost.
func NewPasswords(c Cost) *Passwords {
	p := &argon2id.Params{Memory: c.MemoryKiB, Iterations: c.Iterations, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	return &Passwords{params: p, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), nobody: nobodys(p)}
}

// nobodys is a hash that no password has: its salt and its key are chance. To
// compare with it takes as long as with any other, and it takes no time to make.
func nobodys(p *argon2id.Params) string {
	chance := make([]byte, p.SaltLength+p.KeyLength)
	_, _ = rand.Read(chance) // never fails
	text := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", p.Memory, p.Iterations, p.Parallelism,
		text(chance[:p.SaltLength]), text(chance[p.SaltLength:]))
}

func (p *Passwords) wait(ctx context.Context) error {
	select {
	case p.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Passwords) leave() { <-p.slots }

// Hash implements access.Passwords.
func (p *Passwords) Hash(ctx context.Context, password string) (string, error) {
	if err := p.wait(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	hash, err := argon2id.CreateHash(password, p.params)
	if err != nil {
		return "", fmt.Errorf("auth: hash password: %w", err)
	}
	return hash, nil
}

// Matches implements access.Passwords: an empty hash costs as much as any other.
func (p *Passwords) Matches(ctx context.Context, password, hash string) (bool, error) {
	if err := p.wait(ctx); err != nil {
		return false, err
	}
	defer p.leave()
	known := hash != ""
	if !known {
		hash = p.nobody
	}
	right, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("auth: compare password: %w", err)
	}
	return right && known, nil
}
