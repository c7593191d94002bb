package storage_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// programme is a brand with a running season, for the tests of points, board
// and shop.
type programme struct {
	t       *testing.T
	db      *storage.DB
	clock   *storagetest.Clock
	rt      domain.Runtime
	rewards *rewards.Rewards
	league  *league.League
	shop    *shop.Shop
	made    atomic.Int64
}

var manager = domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}

// newProgramme founds the brand; the season opens in the week of the clock.
func newProgramme(t *testing.T, db *storage.DB) *programme {
	t.Helper()
	p := withServices(t, db)
	p.brand()
	p.found()
	return p
}

// brand stores the brand with three reasons and a customer, and no season.
func (p *programme) brand() {
	p.t.Helper()
	storagetest.Exec(p.t, p.db, `INSERT INTO brand (id, name, time_zone, languages, hue, strength, domains, max_seats, waiting_minutes,
		anonymous_ratings, version, hours_version, created_at)
		VALUES (1, 'Noorder', 'Europe/Amsterdam', '["en"]', 200, 80, '[]', 3, 15, TRUE, 1, 1, 0)`)
	for difficulty := 1; difficulty <= 3; difficulty++ {
		storagetest.Exec(p.t, p.db, `INSERT INTO contact_reasons (id, name, translations, difficulty, complaint, controllable, position,
			version, created_at) VALUES (?, ?, '{}', ?, FALSE, TRUE, ?, 1, 0)`,
			fmt.Sprintf("rsn_%d", difficulty), fmt.Sprintf("Reason %d", difficulty), difficulty, difficulty)
	}
	storagetest.Exec(p.t, p.db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)")
}

// found opens the rule sets that are shipped and the first season.
func (p *programme) found() {
	p.t.Helper()
	p.must(p.rewards.OpenRules(p.t.Context(), manager, p.clock.Now(), rewards.Versions()...))
	p.must(p.league.OpenSeason(p.t.Context(), p.clock.Now()))
}

// withServices makes the use cases over a database, as one process does.
func withServices(t *testing.T, db *storage.DB) *programme {
	t.Helper()
	clock := &storagetest.Clock{}
	rt := domain.Runtime{
		Now:    clock.Now,
		NewID:  func(prefix string) string { return prefix + "_" + uuid.Must(uuid.NewV7()).String() },
		Chance: func() float64 { return 0.5 },
	}
	return &programme{
		t: t, db: db, clock: clock, rt: rt,
		rewards: rewards.New(db.Rewards, rt), league: league.New(db.League, rt), shop: shop.New(db.Shop, rt),
	}
}

func (p *programme) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *programme) count(query string, args ...any) int64 {
	p.t.Helper()
	return storagetest.Int(p.t, p.db, query, args...)
}

// expert adds an active expert of a level.
func (p *programme) expert(level int) domain.ExpertID {
	p.t.Helper()
	n := p.made.Add(1)
	id := fmt.Sprintf("exp_%04d", n)
	storagetest.Exec(p.t, p.db, `INSERT INTO people (id, role, email, name, language, version, created_at)
		VALUES (?, 'expert', ?, ?, 'en', 1, 0)`, id, id+"@example.org", "Real "+id)
	storagetest.Exec(p.t, p.db, `INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence,
		presence_at, lapses, version, created_at)
		VALUES (?, ?, ?, 1, ?, 'active', '["en"]', FALSE, 'available', 0, 0, 1, 0)`, id, "Name "+id, "Alias "+id, level)
	return domain.ExpertID(id)
}

// answered is a confirmed episode that a test changes before it is stored.
type answered struct {
	expert         domain.ExpertID
	chosen         string // reason of the customer; empty: none
	expertMessages int
	open           time.Duration
	confirmedAt    time.Time
	by             string
	customer       string // empty: somebody new
	outcome        string
	closing        string
}

// answer stores a conversation that e answered and the customer confirmed now.
func (p *programme) answer(e domain.ExpertID, change func(*answered)) domain.ConversationID {
	p.t.Helper()
	a := answered{
		expert: e, chosen: "rsn_2", expertMessages: 2, open: 5 * time.Minute, confirmedAt: p.clock.Now(), by: "customer",
		outcome: "partly", closing: "rsn_3",
	} // what is solved earns more: see bonus_test.go
	if change != nil {
		change(&a)
	}
	closed := a.confirmedAt
	if a.by == "silence" {
		closed = closed.Add(-48 * time.Hour)
	}
	var chosen any
	if a.chosen != "" {
		chosen = a.chosen
	}
	id := domain.ConversationID(fmt.Sprintf("cnv_%06d", p.made.Add(1)))
	if a.customer == "" {
		a.customer = fmt.Sprintf("cus_of_%s", id)
		storagetest.Exec(p.t, p.db, "INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", a.customer)
	}
	storagetest.Exec(p.t, p.db, `INSERT INTO conversations (id, customer_id, channel, language, reason_id, question, status, episode,
		class, last_seq, content_seq, opened_at, version) VALUES (?, ?, 'chat', 'en', ?, 'It hums.', 'closed', 1, 2, 0, 0, ?, 1)`,
		id, a.customer, chosen, storage.At(closed.Add(-a.open)))
	storagetest.Exec(p.t, p.db, `INSERT INTO episodes (conversation_id, episode, opened_at, expert_id, customer_messages, expert_messages,
		closed_at, closed_by, outcome, closing_reason_id, confirmed_at, confirmed_by)
		VALUES (?, 1, ?, ?, 2, ?, ?, 'expert', ?, ?, ?, ?)`,
		id, storage.At(closed.Add(-a.open)), a.expert, a.expertMessages, storage.At(closed), a.outcome, a.closing, storage.At(a.confirmedAt), a.by)
	return id
}

// rate stores the customer's rating of an answered conversation.
func (p *programme) rate(id domain.ConversationID, e domain.ExpertID, stars int, controllable bool) {
	p.t.Helper()
	storagetest.Exec(p.t, p.db, `INSERT INTO ratings (conversation_id, episode, customer_id, expert_id, stars, solved, cause, difficulty,
		controllable, given_at, changed_at, version) VALUES (?, 1, 'cus_1', ?, ?, 'yes', 'expert', 2, ?, ?, ?, 1)`,
		id, e, stars, controllable, storage.At(p.clock.Now()), storage.At(p.clock.Now()))
}

func (p *programme) book(id domain.ConversationID) {
	p.t.Helper()
	p.must(p.rewards.Book(p.t.Context(), id, 1))
}

func (p *programme) settle() int {
	p.t.Helper()
	n, err := p.rewards.SettleDue(p.t.Context())
	p.must(err)
	return n
}

// purse returns what an expert has pending, available and reserved.
func (p *programme) purse(e domain.ExpertID) [3]int64 {
	p.t.Helper()
	balance := func(purse string) int64 {
		return p.count("SELECT COALESCE(SUM(balance), 0) FROM accounts WHERE id = ?", fmt.Sprintf("expert:%s:%s", e, purse))
	}
	return [3]int64{balance("pending"), balance("available"), balance("reserved")}
}

// give makes points spendable.
func (p *programme) give(e domain.ExpertID, points domain.Points) {
	p.t.Helper()
	p.must(p.post(p.t.Context(), func(f ledger.Fact) (ledger.Transfer, error) { return ledger.AdjustUp(f, e, points, 1) }))
}

// post books one transfer of a new fact.
func (p *programme) post(ctx context.Context, make func(ledger.Fact) (ledger.Transfer, error)) error {
	id := p.rt.NewID("tfr")
	t, err := make(ledger.Fact{
		ID: domain.TransferID(id), Key: "test:" + id, Source: ledger.Source{Type: "test", ID: id}, At: p.clock.Now(), By: domain.System,
	})
	if err != nil {
		return err
	}
	return p.db.InTx(ctx, func(tx storage.Tx) error {
		_, err := tx.Post(t)
		return err
	})
}

// balanced fails when the books are not: every kept balance is what the
// transfers say, none is negative, and all together are nothing.
func (p *programme) balanced() {
	p.t.Helper()
	if n := p.count(`SELECT COUNT(*) FROM accounts a WHERE a.owner_id <> 'programme' AND a.balance <>
		COALESCE((SELECT SUM(amount) FROM transfers WHERE credit_account = a.id), 0) -
		COALESCE((SELECT SUM(amount) FROM transfers WHERE debit_account = a.id), 0)`); n != 0 {
		p.t.Fatalf("%d balances are not what the transfers say", n)
	}
	if n := p.count("SELECT COUNT(*) FROM accounts WHERE owner_id <> 'programme' AND balance < floor"); n != 0 {
		p.t.Fatalf("%d balances are below zero", n)
	}
	if n := p.count(`SELECT COALESCE(SUM(balance), 0) FROM accounts WHERE owner_id <> 'programme'`) +
		p.count(`SELECT COALESCE(SUM(CASE WHEN credit_account LIKE 'programme:%' THEN amount ELSE 0 END) -
			SUM(CASE WHEN debit_account LIKE 'programme:%' THEN amount ELSE 0 END), 0) FROM transfers`); n != 0 {
		p.t.Fatalf("the sum over all accounts is %d", n)
	}
}
