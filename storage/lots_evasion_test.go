package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAskingAndCancellingKeepsNothingAlive: what an expert takes back themselves
// lives thirty days more once; what staff give back does each time.
func TestAskingAndCancellingKeepsNothingAlive(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		reward, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Cap", Picture: "cap", Price: 40, Stock: 9, PerPerson: 9})
		p.must(err)
		own, staff := p.expert(3), p.expert(3)
		for _, e := range []domain.ExpertID{own, staff} {
			p.give(e, 40)
		}
		p.mindLots(360)
		for range 4 {
			for _, e := range []domain.ExpertID{own, staff} {
				m, err := p.shop.Redeem(t.Context(), e, reward.ID, shop.Terms{})
				if e == own && p.purse(own)[1] == 0 && err != nil {
					continue
				}
				p.must(err)
				if e == own {
					_, err = p.shop.Cancel(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(e)}, m.ID, "")
				} else {
					_, err = p.shop.Refuse(t.Context(), manager, m.ID, "No.")
				}
				p.must(err)
			}
			p.mindLots(25)
		}
		p.lotsAre(own, 0)
		p.lotsAre(staff, 40)
		p.lotsClean()
		p.balanced()
	})
}

// TestAPauseForTheNightStopsNoClock: neither a pause in every night in which lots
// expire, nor one now and then, is worth more than its own time.
func TestAPauseForTheNightStopsNoClock(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		each, other, rests := p.expert(1), p.expert(1), p.expert(1)
		began := p.clock.Now()
		for _, e := range []domain.ExpertID{each, other, rests} {
			p.give(e, 10)
		}
		pause := func(e domain.ExpertID) {
			storagetest.Exec(t, db, "INSERT INTO expert_pauses (expert_id, began_at, until_at) VALUES (?, ?, ?)", e, storage.At(p.clock.Now()),
				storage.At(p.clock.Now().AddDate(0, 3, 0)))
		}
		back := func(e domain.ExpertID) {
			storagetest.Exec(t, db, "UPDATE expert_pauses SET returned_at = ? WHERE expert_id = ? AND returned_at IS NULL",
				storage.At(p.clock.Now()), e)
		}
		p.mindLots(330)
		pause(rests)
		for n := range 42 {
			p.clock.Add(23*time.Hour + 58*time.Minute)
			pause(each)
			if n%2 == 0 {
				pause(other)
			}
			p.clock.Add(time.Minute)
			_, err := p.ledger().MindLots(t.Context())
			p.must(err)
			p.clock.Add(time.Minute)
			back(each)
			back(other)
			if n == 10 {
				back(rests) // after eleven days
			}
		}
		p.lotsAre(each, 0)
		p.lotsAre(other, 0)
		p.lotsAre(rests, 10)
		if end := p.count("SELECT expires_at FROM lots WHERE expert_id = ?", rests); time.UnixMilli(end).Sub(ledger.ExpiryOf(began)) != 11*24*time.Hour {
			t.Fatalf("lives %v longer", time.UnixMilli(end).Sub(ledger.ExpiryOf(began)))
		}
		p.lotsClean()
	})
}
