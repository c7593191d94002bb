package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// CandidateView is who is behind a personal link.
type CandidateView struct {
	ID        domain.ApplicationID
	Name      string
	Language  domain.Language
	DecidedAt *Time
}

// CandidateByToken returns who is behind the hash of a personal link's token, or
// refuses access.ErrSessionEnded.
func (v Views) CandidateByToken(ctx context.Context, tokenHash string) (CandidateView, error) {
	var c CandidateView
	found, err := v.maybe(ctx, &c, "SELECT id, name, language, decided_at FROM applications WHERE token_hash = ?", tokenHash)
	if err == nil && !found {
		err = access.ErrSessionEnded
	}
	return c, wrapped(err, "find a candidate")
}
