package auth

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/vetting"
)

// candidateFor is until when a personal link is believed at a time: a live line
// asks again after it.
const candidateFor = time.Hour

// candidate knows who applied by the token of their personal link. It is asked
// of the database each time, so a link that was replaced is out at once.
func (a *Authenticator) candidate(ctx context.Context, token string) (Known, error) {
	c, err := a.views.CandidateByToken(ctx, access.HashToken(token))
	switch {
	case errors.Is(err, access.ErrSessionEnded):
		return Known{}, errUnauthorized
	case err != nil:
		return Known{}, err
	case c.DecidedAt != nil && a.now().Sub(c.DecidedAt.Time) > vetting.LinkValid:
		return Known{}, errUnauthorized
	}
	return Known{
		Actor:    domain.Actor{Role: domain.RoleCandidate, ID: string(c.ID), Name: c.Name},
		Language: c.Language, Expires: a.now().Add(candidateFor),
	}, nil
}
