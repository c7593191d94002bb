package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
)

// Books are checked every night, and when somebody asks.
type Books interface {
	BookRules() []storage.BookRule
	Check(ctx context.Context, by domain.Actor) (storage.BookCheck, error)
}

type books struct{ c Config }

func (h books) routes(r *router) {
	handle(r, operation{
		ID: "getBooks", Method: http.MethodGet, Path: "/books", Tag: "Points", Summary: "Whether the books are right",
		Details: "What the last checks found, the newest whole, and the head of the seal.",
	}, h.get)
	handle(r, operation{
		ID: "checkBooks", Method: http.MethodPost, Path: "/books/checks", Tag: "Points", Summary: "Check the books now",
		Details: "As the nightly job does. It changes nothing but what is written down about it.", Status: http.StatusCreated,
	}, h.check)
}

// BooksView is the state of the books.
type BooksView struct {
	Rules  []storage.BookRule  `json:"rules"`
	Checks []storage.BookCheck `json:"checks" doc:"The last ten, the newest first and with its findings."`
	Seal   storage.SealHead    `json:"seal"`
}

func (h books) get(ctx context.Context, _ *none) (*body[BooksView], error) {
	checks, err := h.c.Views.BookChecks(ctx)
	if err != nil {
		return nil, err
	}
	seal, err := h.c.Views.SealHead(ctx)
	return reply(BooksView{h.c.Services.Books.BookRules(), checks, seal}, err)
}

func (h books) check(ctx context.Context, _ *none) (*body[storage.BookCheck], error) {
	return reply(h.c.Services.Books.Check(ctx, actor(ctx)))
}
