package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAShiftIsItsExperts: nobody gives back or takes back what is another's, nor
// offers a shift to themselves, and what has begun is for managers to end.
func TestAShiftIsItsExperts(t *testing.T) {
	t.Parallel()
	p := newPlan(t, storagetest.Open(t))
	ctx := t.Context()
	a, b := p.expert(roster.FullExpert), p.expert(roster.FullExpert)
	expert := func(id domain.ExpertID) domain.Actor { return domain.Actor{Role: domain.RoleExpert, ID: string(id)} }
	mine := p.signUp(a, p.slot(0, time.Hour, 1))
	_, err := p.shifts.Cancel(ctx, expert(b), mine.ID, "")
	p.refused(err, shifts.ErrUnknownShift)
	_, err = p.shifts.Offer(ctx, a, mine.ID, a, "")
	p.refused(err, shifts.ErrOwnSwap)
	offer, err := p.shifts.Offer(ctx, a, mine.ID, "", "")
	p.must(err)
	p.refused(p.shifts.Withdraw(ctx, b, offer.ID), shifts.ErrUnknownSwap)
	p.must(p.shifts.Withdraw(ctx, a, offer.ID))
	p.clock.Add(mine.StartsAt.Sub(p.clock.Now()))
	_, err = p.shifts.Cancel(ctx, expert(a), mine.ID, "")
	p.refused(err, shifts.ErrBegun)
	_, err = p.shifts.Cancel(ctx, manager, mine.ID, "")
	p.must(err)
}
