package shifts

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// FeedStore is what calendar feeds need from a transaction.
type FeedStore interface {
	SaveFeed(p domain.PersonID, tokenHash string, at time.Time) error // in place of an older one
	DropFeed(domain.PersonID) error
	// UseFeed notes that a calendar asked, once an hour at most.
	UseFeed(tokenHash string, at time.Time) error
}

// MakeFeed makes the secret address of a person's calendar and returns its token,
// which nobody can read again. An older address ends.
func (s *Shifts) MakeFeed(ctx context.Context, by domain.PersonID) (token string, err error) {
	token = s.secrets.New()
	return token, s.inTx(ctx, func(tx Store) error { return tx.SaveFeed(by, access.HashToken(token), s.rt.Now()) })
}

// EndFeed ends the address of a person's calendar; it may be called at any time.
func (s *Shifts) EndFeed(ctx context.Context, by domain.PersonID) error {
	return s.inTx(ctx, func(tx Store) error { return tx.DropFeed(by) })
}

// UseFeed notes that a calendar asked for the address with this token.
func (s *Shifts) UseFeed(ctx context.Context, token string) error {
	return s.inTx(ctx, func(tx Store) error { return tx.UseFeed(access.HashToken(token), s.rt.Now()) })
}
