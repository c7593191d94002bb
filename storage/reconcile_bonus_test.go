package storage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// rewarded has a settled award of every kind, and a penalty that took from
// what was pending and from what could be spent.
func rewarded(t *testing.T, db *storage.DB) *programme {
	t.Helper()
	p := newProgramme(t, db)
	giver, e := p.expert(1), p.expert(1)
	p.book(p.answer(e, by("cus_1", solved))) // first time right
	handed := p.answer(e, nil)
	p.handedOver(handed, giver, e, 5)
	p.book(handed)
	fup := p.promised(handed, giver)
	p.done(fup)
	p.helped(fup, "yes")
	p.clock.Add(week + time.Minute)
	p.settle()
	loser := p.expert(1)
	p.give(loser, 3)
	last := p.answer(loser, func(a *answered) { a.chosen, a.closing = "", "rsn_1" }) // 8 points
	p.book(last)
	p.rate(last, loser, 3, true) // and 5 in the end
	miss := p.promised(last, loser)
	p.missed(miss)
	p.must(p.rewards.BookFollowUp(t.Context(), miss))
	if got := p.purse(loser); got != [3]int64{0, 1, 0} {
		t.Fatalf("the penalty left %v", got)
	}
	p.clock.Add(hold)
	p.settle()
	return p
}

// bonusTampering is what somebody might do to awards and their transfers, both
// alike, and the row that must be named: the award of that kind.
var bonusTampering = map[string]struct {
	sql   []string
	table string
	row   string // a query
}{
	"a first time right is worth more": {
		[]string{"UPDATE awards SET settled = 50 WHERE kind = 'first_time_right'"}, "awards", "SELECT id FROM awards WHERE kind = 'first_time_right'",
	},
	"a customer came back": {
		[]string{"UPDATE conversations SET customer_id = 'cus_1'", "UPDATE episodes SET opened_at = opened_at + 600000, closing_reason_id = 'rsn_3'"},
		"awards", "SELECT id FROM awards WHERE kind = 'first_time_right'",
	},
	"it was handed over": {
		[]string{"UPDATE episodes SET hand_overs = 1"}, "awards", "SELECT id FROM awards WHERE kind = 'first_time_right'",
	},
	"it was not solved": {
		[]string{"UPDATE episodes SET outcome = 'unsolved'"}, "awards", "SELECT id FROM awards WHERE kind = 'first_time_right'",
	},
	"the bonus is lost": {
		[]string{"UPDATE awards SET source = 'cnv_x:1' WHERE kind = 'first_time_right'"},
		"awards",
		"SELECT id FROM awards WHERE kind = 'conversation' AND source = (SELECT source FROM awards WHERE kind = 'first_time_right')",
	},
	"a hand-over loses its score": {
		[]string{"UPDATE hand_overs SET score = NULL, scored_at = NULL"}, "awards", "SELECT id FROM awards WHERE kind = 'hand_over'",
	},
	"somebody else gave it": {
		[]string{"UPDATE hand_overs SET received_by = NULL, received_at = NULL, received_role = NULL, score = NULL, scored_at = NULL, from_id = (SELECT MAX(id) FROM experts)"},
		"awards", "SELECT id FROM awards WHERE kind = 'hand_over'",
	},
	"a follow-up was late": {
		[]string{"UPDATE follow_ups SET done_at = done_at + 1 WHERE state = 'done'"}, "awards", "SELECT id FROM awards WHERE kind = 'follow_up'",
	},
	"there is no research note": {
		[]string{"UPDATE follow_ups SET research = ''"}, "awards", "SELECT id FROM awards WHERE kind = 'follow_up_helped'",
	},
	"it did not help": {
		[]string{"UPDATE follow_ups SET helped = 'no' WHERE helped = 'yes'"}, "awards", "SELECT id FROM awards WHERE kind = 'follow_up_helped'",
	},
	"it was not missed": {
		[]string{"UPDATE follow_ups SET missed_at = NULL"}, "awards", "SELECT id FROM awards WHERE kind = 'follow_up_missed'",
	},
	"a penalty is forgiven": {
		[]string{"UPDATE awards SET settled = -3 WHERE kind = 'follow_up_missed'"}, "awards", "SELECT id FROM awards WHERE kind = 'follow_up_missed'",
	},
	"a penalty took less": {
		[]string{"UPDATE takings SET amount = amount - 1"}, "awards", "SELECT id FROM awards WHERE kind = 'follow_up_missed'",
	},
	"a penalty took what was not there": {
		[]string{"UPDATE takings SET amount = 9"}, "takings", "SELECT penalty_id || '/' || award_id FROM takings",
	},
	"a taking is removed": {
		[]string{"DELETE FROM takings"}, "awards", "SELECT award_id FROM takings",
	},
	"customer and expert belong together": {
		[]string{"UPDATE episodes SET linked = 'person'"}, "awards", "SELECT MIN(id) FROM awards WHERE kind = 'conversation'",
	},
	"the arithmetic says otherwise": {
		[]string{"UPDATE awards SET arithmetic = '{\"steps\":[],\"points\":99}' WHERE kind = 'hand_over'"},
		"awards",
		"SELECT id FROM awards WHERE kind = 'hand_over'",
	},
	"two conversations of a pair within a day score": {
		[]string{"UPDATE conversations SET customer_id = 'cus_1'"},
		"awards",
		"SELECT MIN(id) FROM awards WHERE kind = 'conversation'",
	},
}

func TestReconciliationRecomputesEveryKindOfAward(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := rewarded(t, db)
		found, err := db.Reconcile(t.Context())
		found = slices.DeleteFunc(found, func(f storage.Finding) bool {
			return f.Rule == "R9" || f.Rule == "R10" || strings.Contains(f.Detail, "test:") // no desk, and points that were given
		})
		if err != nil || len(found) != 0 {
			t.Fatalf("before any tampering: %v, %v", found, err)
		}
		for name, c := range bonusTampering {
			var row string
			p.must(db.InTx(t.Context(), func(tx storage.Tx) error { return tx.Raw(c.row).Row().Scan(&row) }))
			if found := tampered(t, db, c.sql, strings.NewReplacer().Replace); !slices.ContainsFunc(found, func(f storage.Finding) bool {
				return f.Rule == "R5" && f.Table == c.table && f.Row == row
			}) {
				t.Errorf("%s: %s %s is not among %v", name, c.table, row, found)
			}
		}
	})
}

func TestReconciliationFindsAFactWithoutItsAward(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		fup := p.promised(p.answer(e, nil), e)
		p.missed(fup)
		p.clock.Add(3 * day)
		p.book(p.answer(e, nil))
		found, err := db.Reconcile(t.Context())
		if err != nil || !slices.ContainsFunc(found, func(f storage.Finding) bool { return f.Row == "follow_up_missed:"+string(fup) }) {
			t.Fatalf("found %v, %v", found, err)
		}
	})
}
