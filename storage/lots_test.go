package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func (p *programme) ledger() *ledger.Book { return ledger.New(p.db.Ledger, p.rt) }

// mindLots runs the nightly job once a day for some days.
func (p *programme) mindLots(days int) (effects int) {
	p.t.Helper()
	for range days {
		p.clock.Add(24 * time.Hour)
		n, err := p.ledger().MindLots(p.t.Context())
		p.must(err)
		effects += n
	}
	return effects
}

// lots are what is left of an expert's lots, the oldest first.
func (p *programme) lots(e domain.ExpertID) (left []int64) {
	p.t.Helper()
	for i := range p.count("SELECT COUNT(*) FROM lots WHERE expert_id = ?", e) {
		left = append(left, p.count("SELECT remaining FROM lots WHERE expert_id = ? ORDER BY confirmed_at, id LIMIT 1 OFFSET ?", e, i))
	}
	return left
}

func (p *programme) lotsAre(e domain.ExpertID, want ...int64) {
	p.t.Helper()
	got := p.lots(e)
	if len(got) != len(want) {
		p.t.Fatalf("the lots have %v left, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			p.t.Fatalf("the lots have %v left, want %v", got, want)
		}
	}
}

// lotsClean fails when a rule finds something about lots. What tests book has no
// award behind it, which is not the matter here.
func (p *programme) lotsClean() {
	p.t.Helper()
	found, err := p.db.Reconcile(p.t.Context())
	p.must(err)
	for _, f := range found {
		if f.Rule == "R1" || f.Rule == "R2" || f.Rule == "R4" || f.Table == "lots" || f.Table == "lot_uses" {
			p.t.Fatal(f)
		}
	}
}

func TestPointsAreSpentOldestFirst(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(3)
		for _, points := range []domain.Points{100, 50, 30} {
			p.give(e, points)
			p.clock.Add(24 * time.Hour)
		}
		p.lotsAre(e, 100, 50, 30)
		reward, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Cap", Picture: "cap", Price: 120, Stock: 9, PerPerson: 9})
		p.must(err)
		r, err := p.shop.Redeem(t.Context(), e, reward.ID, shop.Terms{})
		p.must(err)
		p.lotsAre(e, 0, 30, 30)
		p.lotsClean()

		// It was spent, and comes back after all: to the same lots.
		_, err = p.shop.Approve(t.Context(), manager, r.ID)
		p.must(err)
		_, err = p.shop.Cancel(t.Context(), manager, r.ID, "Broken.")
		p.must(err)
		p.lotsAre(e, 100, 50, 30)
		p.lotsClean()
		p.balanced()
	})
}

func TestWhatComesBackLivesThirtyDaysMore(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(3)
		p.give(e, 100)
		reward, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Cap", Picture: "cap", Price: 40, Stock: 9, PerPerson: 9})
		p.must(err)
		r, err := p.shop.Redeem(t.Context(), e, reward.ID, shop.Terms{})
		p.must(err)
		if n := p.mindLots(368); n != 4 { // three warnings, and the 60 that nobody set aside
			t.Fatalf("%d effects", n)
		}
		p.lotsAre(e, 0)
		_, err = p.shop.Refuse(t.Context(), manager, r.ID, "No.")
		p.must(err)
		p.lotsAre(e, 40)
		p.mindLots(29)
		p.lotsAre(e, 40)
		p.mindLots(3)
		p.lotsAre(e, 0)
		if n := p.count("SELECT SUM(amount) FROM transfers WHERE kind = 'expire' AND credit_account = 'programme:expired'"); n != 100 {
			t.Errorf("%d points expired", n)
		}
		p.lotsClean()
		p.balanced()
	})
}

func TestEveryEndIsToldThreeTimesAndSixDaysBefore(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		p.give(e, 10)
		began := p.clock.Now()
		told := func(step int) time.Duration {
			at := p.count("SELECT MIN(told_at) FROM lot_warnings WHERE step = ?", step)
			return ledger.ExpiryOf(began).Sub(time.UnixMilli(at)) / (24 * time.Hour)
		}
		p.mindLots(367)
		if told(60) != 60 || told(30) != 30 || told(7) != 7 || p.count("SELECT COUNT(*) FROM lot_warnings") != 3 {
			t.Fatalf("told %d, %d and %d days before", told(60), told(30), told(7))
		}
		p.lotsAre(e, 0)

		// A server that was off tells first, once, and takes a week later.
		other := p.expert(1)
		p.give(other, 10)
		p.clock.Add(500 * 24 * time.Hour)
		p.mindLots(6)
		p.lotsAre(other, 10)
		p.mindLots(1)
		p.lotsAre(other, 0)
		if n := p.count("SELECT COUNT(*) FROM lot_warnings"); n != 4 {
			t.Errorf("%d warnings", n)
		}
		p.lotsClean()
	})
}

func TestNothingExpiresWhileItsExpertRests(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		paused, suspended := p.expert(1), p.expert(1)
		p.give(paused, 10)
		p.give(suspended, 10)
		p.mindLots(350)
		began := storage.At(p.clock.Now())
		storagetest.Exec(t, db, "INSERT INTO expert_pauses (expert_id, began_at, until_at) VALUES (?, ?, ?)", paused, began,
			storage.At(p.clock.Now().AddDate(0, 3, 0)))
		storagetest.Exec(t, db, "UPDATE experts SET state = 'suspended' WHERE id = ?", suspended)
		p.mindLots(100)
		p.lotsAre(paused, 10)
		p.lotsAre(suspended, 10)
		storagetest.Exec(t, db, "UPDATE expert_pauses SET returned_at = ?", storage.At(p.clock.Now()))
		storagetest.Exec(t, db, "UPDATE experts SET state = 'active' WHERE id = ?", suspended)
		// 15 days were left, and the days that stood still are not counted.
		p.mindLots(14)
		p.lotsAre(paused, 10)
		p.lotsAre(suspended, 10)
		p.mindLots(4)
		p.lotsAre(paused, 0)
		p.lotsAre(suspended, 0)
		p.lotsClean()
	})
}

// Two nodes, and an expert who spends: what is left expires once, and nothing is
// spent that expired.
func TestExpiryAndSpendingAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		for range 5 {
			p.give(e, 100)
		}
		p.mindLots(364)
		p.clock.Add(3 * 24 * time.Hour)
		var wg sync.WaitGroup
		for i := range 12 {
			wg.Go(func() {
				var err error
				if i%2 == 0 {
					_, err = p.ledger().MindLots(context.Background())
				} else {
					err = p.post(context.Background(), func(f ledger.Fact) (ledger.Transfer, error) { return ledger.Reserve(f, e, 30) })
				}
				if err != nil && !errors.Is(err, ledger.ErrInsufficient) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n, m := p.count("SELECT SUM(amount) FROM transfers WHERE kind = 'expire'"), p.purse(e); n+m[2] != 500 || m[1] != 0 {
			t.Errorf("%d expired, the purse holds %v", n, m)
		}
		p.lotsClean()
		p.balanced()
	})
}

// Whatever happens in whatever order, what is left of lots is what can be spent.
func TestLotsFollowTheLedger(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		experts := []domain.ExpertID{p.expert(1), p.expert(1)} // rookies: a person decides about every request
		reward, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Cap", Picture: "cap", Price: 35, Stock: 1000, PerPerson: 1000})
		p.must(err)
		var open []domain.RedemptionID
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 6).Draw(rt, "steps") {
				e := experts[rapid.IntRange(0, 1).Draw(rt, "expert")]
				var err error
				switch rapid.IntRange(0, 7).Draw(rt, "step") {
				case 0, 1:
					p.give(e, domain.Points(rapid.Int64Range(1, 90).Draw(rt, "points")))
				case 2:
					err = p.post(t.Context(), func(f ledger.Fact) (ledger.Transfer, error) { return ledger.Forfeit(f, e, 7, 1) })
				case 3, 4:
					var r shop.Redemption
					if r, err = p.shop.Redeem(t.Context(), e, reward.ID, shop.Terms{}); err == nil {
						open = append(open, r.ID)
					}
				case 5:
					if len(open) > 0 {
						_, err = p.shop.Refuse(t.Context(), manager, open[0], "No.")
						open = open[1:]
					}
				case 6:
					if len(open) > 0 {
						if _, err = p.shop.Approve(t.Context(), manager, open[0]); err == nil && rapid.Bool().Draw(rt, "undo") {
							_, err = p.shop.Cancel(t.Context(), manager, open[0], "Broken.")
						}
						open = open[1:]
					}
				default:
					p.clock.Add(time.Duration(rapid.IntRange(1, 120).Draw(rt, "days")) * 24 * time.Hour)
					_, err = p.ledger().MindLots(t.Context())
				}
				if err != nil && !errors.Is(err, ledger.ErrInsufficient) {
					rt.Fatal(err)
				}
			}
		})
		p.lotsClean()
		p.balanced()
		if p.count("SELECT COUNT(*) FROM transfers WHERE kind = 'expire'") == 0 {
			t.Error("nothing expired")
		}
	})
}

// What could be spent before there were lots comes from what was confirmed last.
func TestOldBalancesBecomeLots(t *testing.T) {
	t.Parallel()
	transfer := func(id, kind, from, to string, amount int) string {
		account := func(purse string) string {
			if purse == "issued" {
				return "programme:issued"
			}
			return "expert:exp_1:" + purse
		}
		return fmt.Sprintf(`INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by)
			VALUES ('%s', '%s', '%s', '%s', %d, '%s', 'x', 'x', 5000, 'system')`, id, id, account(from), account(to), amount, kind)
	}
	storagetest.EachConfig(t, func(t *testing.T, c storage.Config) {
		db := openAt(t, c, 22)
		for _, sql := range []string{
			"INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('exp_1', 'expert', 'e@x.nl', 'E', 'en', 1, 0)",
			`INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence, presence_at, lapses, version, created_at)
				VALUES ('exp_1', 'E', 'Knot', 1, 2, 'active', '["en"]', FALSE, 'away', 0, 0, 1, 0)`,
			`INSERT INTO accounts (id, owner_id, balance, may_be_negative, created_at) VALUES ('expert:exp_1:pending', 'exp_1', 0, FALSE, 0),
				('expert:exp_1:available', 'exp_1', 55, FALSE, 0), ('expert:exp_1:reserved', 'exp_1', 25, FALSE, 0)`,
			transfer("tfr_1", "settle", "pending", "available", 40),
			transfer("tfr_2", "settle", "pending", "available", 30),
			transfer("tfr_3", "reserve", "available", "reserved", 25),
			transfer("tfr_4", "adjust", "issued", "available", 10),
		} {
			storagetest.Exec(t, db, sql)
		}
		if err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		p := withServices(t, db)
		p.lotsAre("exp_1", 15, 30, 10)
		if n := p.count("SELECT COUNT(*) FROM lots WHERE confirmed_at = 5000 AND expires_at = 5000 + 366 * CAST(86400000 AS BIGINT)"); n != 3 {
			t.Errorf("%d lots live a year", n)
		}
		// What was set aside before has no lot to go back to, and gets one.
		p.must(p.post(t.Context(), func(f ledger.Fact) (ledger.Transfer, error) { return ledger.Return(f, "exp_1", 25) }))
		p.lotsAre("exp_1", 15, 30, 10, 25)
		found, err := db.Reconcile(t.Context())
		p.must(err)
		for _, f := range found {
			if f.Table == "lots" || f.Table == "lot_uses" {
				t.Error(f)
			}
		}
	})
}
