package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// How far a walk goes: steps, and what is done at once in each.
const (
	walkSteps = 300
	walkWidth = 3
)

// visitor is one browser of a customer.
type visitor struct {
	id    domain.CustomerID
	token string
}

// walk is a desk at which several people do anything at random, at once.
type walk struct {
	*floor
	*programme
	doors *access.Access

	mu            sync.Mutex // guards what follows
	rnd           *rand.Rand
	visitors      []visitor
	conversations []domain.ConversationID
	messages      []spoken
	followUps     []domain.FollowUpID
	refused       map[string]int // refusals, by code
	done          map[string]int // what succeeded, by action

	experts []domain.ExpertID
	staff   []domain.Actor
	reasons []domain.ReasonID
}

type spoken struct {
	in domain.ConversationID
	id domain.MessageID
}

// TestAnythingAtOnceLeavesTheBooksInOrder lets customers, experts and staff do
// whatever they can, in any order and several at once, and the jobs of the day
// between them. Nothing may fail but with a refusal, and afterwards every
// timeline, seat, assignment, award and account must agree.
func TestAnythingAtOnceLeavesTheBooksInOrder(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{1, 2} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			storagetest.Each(t, func(t *testing.T, db *storage.DB) {
				w := newWalk(t, db, seed)
				for n := range walkSteps {
					w.step()
					if n%100 == 99 {
						w.day()
					}
				}
				w.day()
				w.inOrder()
			})
		})
	}
}

func newWalk(t *testing.T, db *storage.DB, seed uint64) *walk {
	t.Helper()
	t.Logf("seed %d", seed)
	f := newFloor(t, db)
	rt := f.runtime()
	w := &walk{
		floor: f,
		programme: &programme{
			t: t, db: db, clock: &f.clock, rt: rt,
			rewards: rewards.New(db.Rewards, rt), league: league.New(db.League, rt), shop: shop.New(db.Shop, rt),
		},
		doors: access.New(db.Access, rt, nil, &tokens{}),
		rnd:   rand.New(rand.NewPCG(seed, seed)),
		done:  map[string]int{}, refused: map[string]int{},
	}
	w.found()
	for range 4 {
		w.experts = append(w.experts, f.expert(roster.Mentor))
	}
	w.staff = []domain.Actor{f.manager("Els de Vries"), f.manager("Bo Jansen")}
	w.reasons = []domain.ReasonID{"", f.reason("rsn_1", 1, false), f.reason("rsn_1", 3, true), f.reason("rsn_1", 2, false)}
	storagetest.Exec(t, db, "UPDATE contact_reasons SET staff_only = TRUE, staff_topic = 'payment' WHERE id = ?", w.reasons[3])
	storagetest.Exec(t, db, "INSERT INTO identity_keys (kid, slot, secret, created_at, created_by) VALUES ('key', 1, 'x', 0, 'x')")
	storagetest.Exec(t, db, "UPDATE experts SET brand_customer_id = 'C-0' WHERE id = ?", w.experts[0])
	return w
}

// step does a few things at once, some moments later.
func (w *walk) step() {
	for _, e := range w.experts {
		if w.n(20) == 0 {
			w.outcome("presence", w.desk.SetPresence(w.Context(), e, roster.Available))
		}
	}
	w.floor.clock.Add(time.Duration(1+w.n(7)) * time.Second)
	if w.n(16) == 0 {
		w.floor.clock.Add(time.Duration(w.n(240)) * time.Second)
	}
	var all sync.WaitGroup
	for range 1 + w.n(walkWidth) {
		all.Go(func() {
			do := walkActions[w.n(len(walkActions))]
			w.outcome(do.name, do.run(w, w.Context()))
		})
	}
	all.Wait()
	w.outcome("tick", w.ticks())
}

func (w *walk) ticks() error {
	if _, err := w.desk.Tick(w.Context()); err != nil {
		return err
	}
	return w.desk.Allocate(w.Context())
}

// day lets two days pass, with the jobs of each quarter of the first and the last hour.
func (w *walk) day() {
	for _, pass := range []time.Duration{time.Minute, 26 * time.Hour, 23 * time.Hour, 4 * 24 * time.Hour, 15 * time.Minute} {
		w.floor.clock.Add(pass)
		w.outcome("tick", w.ticks())
		w.jobs()
	}
}

func (w *walk) jobs() {
	ctx := w.Context()
	for _, job := range []struct {
		name string
		run  func(context.Context) (int, error)
	}{
		{"confirm", w.desk.ConfirmSilent},
		{"rules", w.rewards.UpgradeRules},
		{"links", w.rewards.MarkLinks},
		{"book", w.rewards.BookMissed},
		{"settle", w.rewards.SettleDue},
		{"promises", w.desk.MindFollowUps},
		{"stale", w.desk.MindStaleFollowUps},
		{"rounds", w.league.Roll},
		{"book again", w.rewards.BookMissed},
	} {
		_, err := job.run(ctx)
		w.outcome(job.name, err)
	}
}

// outcome counts what an action came to; only refusals are no failure.
func (w *walk) outcome(what string, err error) {
	var refusal *domain.Error
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case err == nil:
		w.done[what]++
	case errors.As(err, &refusal):
		w.refused[refusal.Code]++
	default:
		w.Errorf("%s: %v", what, err)
	}
}

// inOrder looks at everything that must be true whatever happened.
func (w *walk) inOrder() {
	w.Helper()
	w.Logf("done %v", w.done)
	w.Logf("refused %v", w.refused)
	w.sound()
	w.balanced()
	for what, query := range map[string]string{
		"seats with more than one conversation": "SELECT COUNT(*) FROM (SELECT conversation_id FROM seats WHERE conversation_id IS NOT NULL GROUP BY conversation_id HAVING COUNT(*) > 1) AS twice",
		"conversations of who became another":   "SELECT COUNT(*) FROM conversations c JOIN customers k ON k.id = c.customer_id WHERE k.merged_into IS NOT NULL",
		"ratings by somebody else":              "SELECT COUNT(*) FROM ratings r JOIN conversations c ON c.id = r.conversation_id WHERE r.customer_id <> c.customer_id",
		"wishes of who became another":          "SELECT COUNT(*) FROM expert_wishes w JOIN customers k ON k.id = w.customer_id WHERE k.merged_into IS NOT NULL",
		"guests of closed conversations":        "SELECT COUNT(*) FROM guests g JOIN conversations c ON c.id = g.conversation_id WHERE c.status = 'closed'",
		"tokens of who became another":          "SELECT COUNT(*) FROM visitor_tokens t JOIN customers k ON k.id = t.customer_id WHERE k.merged_into IS NOT NULL AND t.revoked_at IS NULL",
		"customers who answer themselves": `SELECT COUNT(*) FROM assignments a JOIN conversations c ON c.id = a.conversation_id JOIN customers k ON k.id = c.customer_id
			JOIN experts x ON x.id = a.expert_id WHERE x.brand_customer_id = k.brand_customer_id AND a.started_at > k.verified_at AND k.merged_into IS NULL
			AND NOT EXISTS (SELECT 1 FROM customers m WHERE m.merged_into = k.id)`,
		"promises that nobody can keep any more": `SELECT COUNT(*) FROM promises p JOIN conversations c ON c.id = p.conversation_id
			WHERE p.answered_at IS NULL AND p.withdrawn_at IS NULL AND c.left_at IS NULL AND c.status <> 'closed' AND c.episode = p.episode
			AND p.answer_by > (SELECT MAX(at) FROM timeline_entries)`,
		"open questions without a promise": `SELECT COUNT(*) FROM conversations c WHERE c.left_at IS NOT NULL AND NOT EXISTS
			(SELECT 1 FROM promises p WHERE p.conversation_id = c.id AND p.episode = c.episode AND p.withdrawn_at IS NULL)`,
	} {
		if n := w.floor.count(query); n != 0 {
			w.Errorf("%d %s", n, what)
		}
	}
}
