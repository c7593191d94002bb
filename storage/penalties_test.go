package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// promised stores a follow-up of e that is due now, with its research note.
func (p *programme) promised(id domain.ConversationID, e domain.ExpertID) domain.FollowUpID {
	p.t.Helper()
	fup := domain.FollowUpID(fmt.Sprintf("fup_%d", p.made.Add(1)))
	now := storage.At(p.clock.Now())
	storagetest.Exec(p.t, p.db, `INSERT INTO follow_ups (id, conversation_id, episode, expert_id, client_id, promise, due_at, first_due_at,
		remind_at, place, research, state, version, created_at) VALUES (?, ?, 1, ?, ?, 'I will ask.', ?, ?, ?, 1, 'The maker says so.', 'open', 1, ?)`,
		fup, id, e, fup, now, now, now, now)
	return fup
}

func (p *programme) done(fup domain.FollowUpID) {
	p.t.Helper()
	storagetest.Exec(p.t, p.db, "UPDATE follow_ups SET state = 'done', outcome = 'answered', result = 'So it is.', done_at = ? WHERE id = ?",
		storage.At(p.clock.Now()), fup)
	p.must(p.rewards.BookFollowUp(p.t.Context(), fup))
}

func (p *programme) missed(fup domain.FollowUpID) {
	p.t.Helper()
	storagetest.Exec(p.t, p.db, "UPDATE follow_ups SET missed_at = ? WHERE id = ?", storage.At(p.clock.Now().Add(time.Millisecond)), fup)
}

func (p *programme) helped(fup domain.FollowUpID, answer string) {
	p.t.Helper()
	storagetest.Exec(p.t, p.db, "UPDATE follow_ups SET helped = ?, helped_at = COALESCE(helped_at, ?) WHERE id = ?", answer, storage.At(p.clock.Now()), fup)
	p.must(p.rewards.BookFollowUp(p.t.Context(), fup))
}

func TestAFollowUpThatHelpedIsWorthBoth(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		fup := p.promised(p.answer(e, nil), e)
		p.done(fup)
		p.done(fup) // twice is once
		if got := p.purse(e); got != [3]int64{5, 0, 0} {
			t.Fatalf("kept: %v", got)
		}
		p.clock.Add(time.Hour)
		p.helped(fup, "yes")
		if got := p.purse(e); got != [3]int64{20, 0, 0} {
			t.Fatalf("helped: %v", got)
		}
		p.clock.Add(hold)
		p.settle()
		if got := p.purse(e); got != [3]int64{0, 20, 0} {
			t.Fatalf("settled: %v", got)
		}
		// Somebody who takes the yes back within two days takes the points back.
		other := p.promised(p.answer(e, nil), e)
		p.done(other)
		p.helped(other, "yes")
		p.helped(other, "no")
		p.clock.Add(hold)
		p.settle()
		if got := p.purse(e); got != [3]int64{0, 25, 0} {
			t.Fatalf("taken back: %v", got)
		}
		_, err := p.rewards.BookMissed(t.Context())
		p.must(err)
		p.settle()
		p.reconciled()
	})
}

func TestAPenaltyTakesWhatIsPendingFirst(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		pending, available int64
		want               [3]int64
		settled            int64 // available when what was pending is settled at 17 for each 10
	}{
		"nothing is there":          {0, 0, [3]int64{}, 0},
		"only a little":             {0, 4, [3]int64{}, 0},
		"enough is pending":         {20, 30, [3]int64{10, 30, 0}, 30 + 34 - 10},
		"pending first, then spent": {0, 30, [3]int64{0, 20, 0}, 20},
		"exactly what is pending":   {10, 30, [3]int64{0, 30, 0}, 30 + 17 - 10},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		for name, tt := range tests {
			e := p.expert(1)
			if tt.available > 0 {
				p.give(e, domain.Points(tt.available))
			}
			for range tt.pending / 10 {
				id := p.answer(e, nil)
				p.book(id)
				p.rate(id, e, 5, true)
			}
			fup := p.promised(p.answer(p.expert(1), nil), e)
			p.missed(fup)
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					if err := p.rewards.BookFollowUp(context.Background(), fup); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if got := p.purse(e); got != tt.want {
				t.Errorf("%s: %v", name, got)
			}
			p.clock.Add(hold)
			p.settle()
			if got := p.purse(e); got != [3]int64{0, tt.settled, 0} {
				t.Errorf("%s: settled %v", name, got)
			}
			p.balanced()
		}
	})
}

func TestAPenaltyOfWhatTurnsOutToBeWorthLess(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		poor := p.answer(e, nil)
		p.book(poor)
		p.rate(poor, e, 3, true) // 6.5 is 7
		fup := p.promised(p.answer(p.expert(1), nil), e)
		p.missed(fup)
		p.must(p.rewards.BookFollowUp(t.Context(), fup))
		p.clock.Add(hold)
		p.settle()
		if got := p.purse(e); got != [3]int64{} {
			t.Fatalf("settled %v", got)
		}
		_, err := p.rewards.BookMissed(t.Context())
		p.must(err)
		p.settle()
		p.reconciled()
	})
}

func TestAPenaltyAgainstARedemptionIsNeverBelowZero(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		reward, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Sticker", Picture: "cap", Price: 12, Stock: 9, PerPerson: 9})
		p.must(err)
		for range 5 {
			e := p.expert(1)
			p.give(e, 15)
			fup := p.promised(p.answer(p.expert(1), nil), e)
			p.missed(fup)
			var wg sync.WaitGroup
			wg.Go(func() {
				if err := p.rewards.BookFollowUp(context.Background(), fup); err != nil {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if _, err := p.shop.Redeem(context.Background(), e, reward.ID, shop.Terms{}); err != nil && !errors.Is(err, ledger.ErrInsufficient) {
					t.Error(err)
				}
			})
			wg.Wait()
			if got := p.purse(e); got != [3]int64{0, 5, 0} && got != [3]int64{0, 0, 12} {
				t.Errorf("the purse holds %v", got)
			}
		}
		p.balanced()
	})
}
