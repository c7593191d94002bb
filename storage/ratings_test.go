package storage_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

var fiveStars = desk.Opinion{Stars: 5, Solved: desk.SolvedYes}

func TestARatingAfterTheSettlementIsFrozenAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		d := desk.New(db.Desk, db.Views(), p.rt)
		e := p.expert(1)
		id := p.answer(e, by("cus_1"))
		p.book(id)
		p.clock.Add(hold)
		p.settle()
		r, err := d.Rate(t.Context(), "cus_1", id, fiveStars)
		p.must(err)
		if r.SettledAt.IsZero() {
			t.Fatalf("it can be changed: %+v", r)
		}
		shown, err := db.Views().Conversation(t.Context(), domain.Actor{Role: domain.RoleCustomer, ID: "cus_1"}, id)
		p.must(err)
		if shown.Rating == nil || shown.Rating.Editable || shown.CanRate {
			t.Fatalf("the customer is told that it can be changed: %+v", shown.Rating)
		}
		if _, err := d.Rate(t.Context(), "cus_1", id, fiveStars); !errors.Is(err, desk.ErrSettled) {
			t.Fatalf("got %v, want %v", err, desk.ErrSettled)
		}
		storagetest.Exec(t, db, "UPDATE ratings SET tell_at = NULL, told_at = ?", storage.At(p.clock.Now()))
		rated, err := db.Views().RatingsOf(t.Context(), []domain.ExpertID{e})
		p.must(err)
		if len(rated[e]) != 1 {
			t.Fatal("it does not count for the quality")
		}
		if got := p.purse(e); got != [3]int64{0, 10, 0} {
			t.Fatalf("it moved points: %v", got)
		}
	})
}

// TestRatingAndSettlementAtOnce: whoever is first, each rating is frozen in the
// end, and the points say whether it came in time.
func TestRatingAndSettlementAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		d := desk.New(db.Desk, db.Views(), p.rt)
		const conversations = 20
		ids := make([]domain.ConversationID, conversations)
		for i := range ids {
			ids[i] = p.answer(p.expert(1), by("cus_1"))
			p.book(ids[i])
		}
		p.clock.Add(hold + time.Second)
		var wg sync.WaitGroup
		for _, id := range ids {
			wg.Go(func() {
				if _, err := d.Rate(context.Background(), "cus_1", id, fiveStars); err != nil {
					t.Error(err)
				}
			})
		}
		for range 2 {
			wg.Go(func() {
				if _, err := p.rewards.SettleDue(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		p.clock.Add(desk.TellWithin) // those who rated first are too young to be counted at once
		p.settle()
		if n := p.count("SELECT COUNT(*) FROM ratings WHERE settled_at IS NOT NULL"); n != conversations {
			t.Fatalf("%d of %d ratings are frozen", n, conversations)
		}
		if n := p.count("SELECT COUNT(*) FROM awards WHERE settled IN (10, 17)"); n != conversations {
			t.Fatalf("%d of %d awards are settled at one of the two values", n, conversations)
		}
		p.balanced()
	})
}
