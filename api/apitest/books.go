package apitest

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
)

// books check the books of a house.
type books struct {
	db *storage.DB
	rt domain.Runtime
}

func (b books) BookRules() []storage.BookRule { return b.db.BookRules() }

func (b books) Check(ctx context.Context, by domain.Actor) (storage.BookCheck, error) {
	return b.db.CheckBooks(ctx, by, b.rt)
}
