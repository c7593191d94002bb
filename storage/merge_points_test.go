package storage_test

import (
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestVisitorsWhoTurnOutToBeOneAreOnePair: one expert answered somebody three
// times under three names, a day and a bit apart in all. Once it is known, the
// second earns nothing, and the third, a day after the first, does.
func TestVisitorsWhoTurnOutToBeOneAreOnePair(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(3)
		var made []domain.ConversationID
		for n, id := range []string{"cus_a", "cus_b", "cus_c"} {
			p.clock.Add(time.Duration(n) * 10 * time.Hour)
			storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", id)
			made = append(made, p.answer(e, func(a *answered) { a.customer = id }))
			p.book(made[n])
			p.rate(made[n], e, 5, false)
			storagetest.Exec(t, db, `INSERT INTO thanks (id, conversation_id, episode, customer_id, expert_id, text, given_at, show_at)
				SELECT 'thk_' || conversation_id, conversation_id, episode, ?, expert_id, 'Thanks!', 0, 0 FROM ratings WHERE conversation_id = ?`, id, made[n])
		}
		for _, id := range []domain.CustomerID{"cus_b", "cus_c"} {
			p.must(db.Access(t.Context(), func(tx access.Store) error {
				_, err := tx.MergeCustomer(id, "cus_a")
				return err
			}))
		}
		if n := p.count("SELECT COUNT(*) FROM thanks"); n != 3 || p.count("SELECT COUNT(DISTINCT customer_id) FROM thanks") != 1 {
			t.Errorf("%d cards are of more than one", n)
		}
		p.noFinding()
		p.clock.Add(8 * 24 * time.Hour)
		p.settle()
		p.noFinding()
		p.balanced()
		for n, want := range []bool{true, false, true} {
			points := p.count("SELECT settled FROM awards WHERE kind = 'conversation' AND conversation_id = ?", made[n])
			if (points > 0) != want {
				t.Errorf("%s earned %d", made[n], points)
			}
		}
		if why := storagetest.Text(t, db, "SELECT arithmetic FROM awards WHERE conversation_id = ?", made[1]); !strings.Contains(why, "pair_day") {
			t.Errorf("it says %s", why)
		}
	})
}

// noFinding fails on what reconciliation finds about points.
func (p *programme) noFinding() {
	p.t.Helper()
	found, err := p.db.Reconcile(p.t.Context())
	p.must(err)
	for _, f := range found {
		if f.Rule == "R5" {
			p.t.Error(f)
		}
	}
}
