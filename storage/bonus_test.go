package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

const week = 7 * day

func solved(a *answered) { a.outcome = "solved" }

// by makes an answer to a customer that is known.
func by(customer string, more ...func(*answered)) func(*answered) {
	return func(a *answered) {
		a.customer = customer
		for _, m := range more {
			m(a)
		}
	}
}

// why is the first detail of the arithmetic of an award.
func (p *programme) why(kind rewards.Kind, source string) string {
	p.t.Helper()
	var text string
	p.must(p.db.InTx(p.t.Context(), func(tx storage.Tx) error {
		return tx.Raw("SELECT arithmetic FROM awards WHERE kind = ? AND source = ?", kind, source).Row().Scan(&text)
	}))
	return text
}

func (p *programme) reconciled() {
	p.t.Helper()
	p.balanced()
	p.sameAgain()
	found, err := p.db.Reconcile(p.t.Context())
	p.must(err)
	for _, f := range found {
		if f.Rule != "R9" && f.Rule != "R10" { // this world has no desk
			p.t.Error(f)
		}
	}
}

func TestFirstTimeRightIsSettledAfterSevenDays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		back   func(p *programme, customer string, closed time.Time)
		points int64
	}{
		"nobody came back": {nil, 5},
		"the same reason in the last millisecond": {func(p *programme, customer string, closed time.Time) {
			p.answer(p.expert(1), by(customer, func(a *answered) { a.confirmedAt = closed.Add(week - time.Millisecond + a.open) }))
		}, 0},
		"the same reason when the seven days are over": {func(p *programme, customer string, closed time.Time) {
			p.answer(p.expert(1), by(customer, func(a *answered) { a.confirmedAt = closed.Add(week + a.open) }))
		}, 5},
		"another reason": {func(p *programme, customer string, closed time.Time) {
			p.answer(p.expert(1), by(customer, func(a *answered) { a.closing, a.confirmedAt = "rsn_1", closed.Add(2*day) }))
		}, 5},
		"another customer": {func(p *programme, _ string, closed time.Time) {
			p.answer(p.expert(1), func(a *answered) { a.confirmedAt = closed.Add(2 * day) })
		}, 5},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		for name, tt := range tests {
			storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", name)
			e := p.expert(1)
			id := p.answer(e, by(name, solved))
			p.book(id)
			if got := p.purse(e); got != [3]int64{15, 0, 0} {
				t.Errorf("%s: booked %v", name, got)
			}
			if tt.back != nil {
				tt.back(p, name, p.clock.Now())
			}
			p.clock.Add(week)
			p.settle()
			if got := p.purse(e); got != [3]int64{5, 10, 0} {
				t.Errorf("%s: %v after seven days, and a minute early", name, got)
			}
			p.clock.Add(time.Minute)
			p.settle()
			if got := p.purse(e); got != [3]int64{0, 10 + tt.points, 0} {
				t.Errorf("%s: settled %v because %s", name, got, p.why(rewards.ForFirstTimeRight, string(id)+":1"))
			}
			if n := p.settle(); n != 0 {
				t.Errorf("%s: settled %d again", name, n)
			}
			p.balanced()
		}
	})
}

func TestOnlyWhatIsSolvedAtOnceCanBeFirstTimeRight(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		p.book(p.answer(e, nil))
		handed := p.answer(e, solved)
		storagetest.Exec(t, db, "UPDATE episodes SET hand_overs = 1 WHERE conversation_id = ?", handed)
		p.book(handed)
		p.book(p.answer(e, func(a *answered) { a.outcome, a.expertMessages = "solved", 1 }))
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'first_time_right'"); n != 0 {
			t.Fatalf("%d awards for first time right", n)
		}
		no := p.answer(e, solved)
		p.book(no)
		p.rate(no, e, 5, true)
		storagetest.Exec(t, db, "UPDATE ratings SET solved = 'no' WHERE conversation_id = ?", no)
		p.clock.Add(week + time.Minute)
		p.settle()
		if n := p.count("SELECT settled FROM awards WHERE kind = 'first_time_right'"); n != 0 {
			t.Fatalf("%d points for what was not solved", n)
		}
		p.reconciled()
	})
}

func TestAReturnAtTheMomentOfSettlementIsSeenOrTooLate(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e, other := p.expert(1), p.expert(1)
		closed := p.clock.Now()
		p.book(p.answer(e, by("cus_1", solved)))
		p.clock.Add(week + time.Minute)
		var wg sync.WaitGroup
		wg.Go(func() {
			p.answer(other, by("cus_1", func(a *answered) { a.confirmedAt = closed.Add(week - time.Second) }))
		})
		for range 3 {
			wg.Go(func() {
				if _, err := p.rewards.SettleDue(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := p.purse(e); got != [3]int64{0, 10, 0} && got != [3]int64{0, 15, 0} {
			t.Fatalf("settled %v", got)
		}
		p.balanced()
	})
}

// handedOver stores a hand-over of the conversation by giver.
func (p *programme) handedOver(id domain.ConversationID, giver, receiver domain.ExpertID, score int) domain.HandOverID {
	p.t.Helper()
	hov := domain.HandOverID(fmt.Sprintf("hov_%d", p.made.Add(1)))
	var scored any
	if score > 0 {
		scored = storage.At(p.clock.Now())
	}
	storagetest.Exec(p.t, p.db, "UPDATE episodes SET hand_overs = hand_overs + 1 WHERE conversation_id = ?", id)
	storagetest.Exec(p.t, p.db, `INSERT INTO hand_overs (id, conversation_id, episode, no, from_role, from_id, to_desk, summary, made_at,
		received_role, received_by, received_at, score, scored_at)
		VALUES (?, ?, 1, (SELECT hand_overs FROM episodes WHERE conversation_id = ?), 'expert', ?, 'experts', 'It hums.', ?, 'expert', ?, ?, ?, ?)`,
		hov, id, id, giver, storage.At(p.clock.Now().Add(-10*time.Minute)), receiver, storage.At(p.clock.Now()), orNil(score), scored)
	return hov
}

func orNil(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func TestAGoodHandOverIsBookedOnceWithItsConversation(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		giver, receiver := p.expert(1), p.expert(1)
		id := p.answer(receiver, func(a *answered) { a.chosen, a.outcome = "rsn_3", "solved" })
		hov := p.handedOver(id, giver, receiver, 4)
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				if err := errors.Join(p.rewards.Book(context.Background(), id, 1), p.rewards.BookHandOver(context.Background(), hov)); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := p.purse(giver); got != [3]int64{7, 0, 0} { // 4 × 1.7
			t.Fatalf("the giver has %v", got)
		}
		if got := p.purse(receiver); got != [3]int64{14, 0, 0} { // handed over, so not first time right
			t.Fatalf("the receiver has %v", got)
		}
		p.clock.Add(hold)
		p.settle()
		if got := p.purse(giver); got != [3]int64{0, 7, 0} {
			t.Fatalf("settled %v", got)
		}
		p.reconciled()
	})
}

func TestWhatStaffBringToAnEndPaysTheHandOverAlone(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		giver, other := p.expert(1), p.expert(1)
		id := p.answer(giver, solved) // who held it last among experts
		p.handedOver(id, giver, other, 3)
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@x.nl', 'M', 'en', 1, 0)")
		for i, who := range []struct{ expert, seat, staff any }{{giver, 1, nil}, {nil, nil, "mgr_1"}} {
			at := storage.At(p.clock.Now().Add(time.Duration(i-20) * time.Minute))
			storagetest.Exec(t, db, `INSERT INTO assignments (id, conversation_id, episode, expert_id, seat_no, staff_id, started_at, ended_at, end_reason)
				VALUES (?, ?, 1, ?, ?, ?, ?, ?, 'closed')`, fmt.Sprintf("asg_%d", i), id, who.expert, who.seat, who.staff, at, at)
		}
		p.book(id)
		if n, err := p.rewards.BookMissed(t.Context()); n != 0 || err != nil {
			t.Fatalf("booked %d more, %v", n, err)
		}
		if got := p.purse(giver); got != [3]int64{5, 0, 0} {
			t.Fatalf("the giver has %v", got)
		}
		p.reconciled()
	})
}

func TestAHandOverThatIsScoredLaterIsFoundInTheRows(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		giver, receiver := p.expert(1), p.expert(1)
		id := p.answer(receiver, nil)
		hov := p.handedOver(id, giver, receiver, 0)
		p.book(id)
		if n, err := p.rewards.BookMissed(t.Context()); n != 0 || err != nil {
			t.Fatalf("booked %d, %v", n, err)
		}
		storagetest.Exec(t, db, "UPDATE hand_overs SET score = 2, scored_at = ? WHERE id = ?", storage.At(p.clock.Now()), hov)
		if n, err := p.rewards.BookMissed(t.Context()); n != 1 || err != nil {
			t.Fatalf("booked %d, %v", n, err)
		}
		if got := p.purse(giver); got != [3]int64{} {
			t.Fatalf("a poor summary is worth %v", got)
		}
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'hand_over' AND arithmetic LIKE '%score_2%'"); n != 1 {
			t.Fatal("nobody says why")
		}
		if n, err := p.rewards.BookMissed(t.Context()); n != 0 || err != nil {
			t.Fatalf("booked %d again, %v", n, err)
		}
		p.reconciled()
	})
}

func TestTheNextSeasonTakesTheNextRules(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := withServices(t, db)
		if n, err := p.rewards.UpgradeRules(t.Context()); n != 0 || err != nil {
			t.Fatalf("before setup: %d, %v", n, err)
		}
		storagetest.Exec(t, db, `INSERT INTO brand (id, name, time_zone, languages, hue, strength, domains, max_seats, waiting_minutes,
			anonymous_ratings, version, hours_version, created_at) VALUES (1, 'N', 'Europe/Amsterdam', '["en"]', 200, 80, '[]', 3, 15, TRUE, 1, 1, 0)`)
		p.must(p.rewards.OpenRules(t.Context(), manager, p.clock.Now(), rewards.FirstRules()))
		p.must(p.league.OpenSeason(t.Context(), p.clock.Now()))
		var wg sync.WaitGroup
		for range 12 {
			wg.Go(func() {
				if _, err := p.rewards.UpgradeRules(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := p.count("SELECT COUNT(*) FROM rule_sets"); n != int64(len(rewards.Versions())) {
			t.Fatalf("%d rule sets", n)
		}
		if n := p.count("SELECT rule_set FROM seasons WHERE state = 'running'"); n != 1 {
			t.Fatalf("the running season went over to version %d", n)
		}
		p.clock.Add(13 * week)
		_, err := p.league.Roll(t.Context())
		p.must(err)
		if n := p.count("SELECT rule_set FROM seasons WHERE state = 'running'"); n != int64(len(rewards.Versions())) {
			t.Fatalf("the next season plays by version %d", n)
		}
	})
}
