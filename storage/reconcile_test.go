package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// busyBrand has awards, redemptions and conversations in every state.
func busyBrand(t *testing.T, db *storage.DB) {
	t.Helper()
	p := newProgramme(t, db)
	e := p.expert(3)
	for i := range 4 {
		id := p.answer(e, nil)
		if i < 3 {
			p.rate(id, e, 5-2*i, true)
		}
		p.book(id)
		if i < 3 {
			p.clock.Add(time.Hour)
		}
	}
	p.clock.Add(47 * time.Hour) // the first three settle, the last is pending
	if n := p.settle(); n != 3 {
		t.Fatalf("settled %d", n)
	}
	redeemed(p, e)
	busyFloor(t, db, e, p.clock.Now())
}

// redeemed makes a redemption of every state.
func redeemed(p *programme, e domain.ExpertID) {
	p.t.Helper()
	ctx := p.t.Context()
	reward, err := p.shop.AddReward(ctx, shop.Reward{Name: "Sticker", Picture: "cap", Price: 1, Stock: 9, PerPerson: 9})
	p.must(err)
	approve := func(id domain.RedemptionID) {
		if _, err := p.shop.Approve(ctx, manager, id); !errors.Is(err, shop.ErrWrongState) { // what follows the first is approved by itself
			p.must(err)
		}
	}
	for _, decide := range []func(domain.RedemptionID){
		func(domain.RedemptionID) {},
		func(id domain.RedemptionID) { _, err := p.shop.Refuse(ctx, manager, id, "No."); p.must(err) },
		approve,
		func(id domain.RedemptionID) {
			approve(id)
			_, err := p.shop.Ship(ctx, id, "")
			p.must(err)
			_, err = p.shop.Deliver(ctx, id)
			p.must(err)
		},
		func(id domain.RedemptionID) {
			approve(id)
			_, err := p.shop.Cancel(ctx, manager, id, "Broken.")
			p.must(err)
		},
	} {
		r, err := p.shop.Redeem(ctx, e, reward.ID, shop.Terms{})
		p.must(err)
		decide(r.ID)
		p.clock.Add(time.Minute)
	}
}

// busyFloor gives e three seats and makes a conversation of every status.
func busyFloor(t *testing.T, db *storage.DB, e domain.ExpertID, now time.Time) {
	t.Helper()
	at := storage.At(now)
	for id, c := range map[string]struct {
		status         string
		queued, expert any
	}{
		"cnv_queued": {"queued", at, nil}, "cnv_offered": {"offered", at, nil}, "cnv_assigned": {"assigned", nil, e},
		"cnv_waiting": {"waiting", nil, e}, "cnv_released": {"waiting", nil, nil}, "cnv_closed": {"closed", nil, nil},
	} {
		storagetest.Exec(t, db, `INSERT INTO conversations (id, customer_id, channel, language, question, status, episode, class,
			queued_at, expert_id, last_seq, content_seq, opened_at, version)
			VALUES (?, 'cus_1', 'chat', 'en', 'Why so', ?, 1, 2, ?, ?, 2, 2, ?, 1)`, id, c.status, c.queued, c.expert, at)
		for seq := 1; seq <= 2; seq++ {
			storagetest.Exec(t, db, `INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, at)
				VALUES (?, ?, 1, 'status', 'system', ?)`, id, seq, at)
		}
	}
	for no, id := range []any{"cnv_assigned", "cnv_waiting", nil} {
		var taken, due, dueAt any
		if id != nil {
			taken, due, dueAt = at, []string{"nudge", "free"}[no], at
			storagetest.Exec(t, db, `INSERT INTO assignments (id, conversation_id, episode, expert_id, seat_no, started_at)
				VALUES (?, ?, 1, ?, ?, ?)`, fmt.Sprintf("asg_%d", no), id, e, no+1, at)
		}
		storagetest.Exec(t, db, `INSERT INTO seats (expert_id, seat_no, open, conversation_id, taken_at, due, due_at)
			VALUES (?, ?, TRUE, ?, ?, ?, ?)`, e, no+1, id, taken, due, dueAt)
	}
	storagetest.Exec(t, db, `INSERT INTO offers (id, conversation_id, episode, expert_id, seat_no, state, score, why, made_at, expires_at)
		VALUES ('ofr_1', 'cnv_offered', 1, ?, 3, 'open', 1, '{}', ?, ?)`, e, at, at)
}

// tampering is what somebody with a database client might do, and the finding
// that must name it. In Row and in the statements, :settle stands for the id of
// the first transfer of that kind.
var tampering = map[string]struct {
	sql  []string
	want storage.Finding
}{
	"a balance rises": {
		[]string{"UPDATE accounts SET balance = balance + 5 WHERE id = 'expert:exp_0001:available'"},
		storage.Finding{Rule: "R2", Table: "accounts", Row: "expert:exp_0001:available"},
	},
	"a balance moves between purses": {
		[]string{
			"UPDATE accounts SET balance = balance + 1 WHERE id = 'expert:exp_0001:available'",
			"UPDATE accounts SET balance = balance - 1 WHERE id = 'expert:exp_0001:reserved'",
		},
		storage.Finding{Rule: "R2", Table: "accounts", Row: "expert:exp_0001:reserved"},
	},
	"points come from nowhere": {
		[]string{"UPDATE accounts SET balance = balance + 5 WHERE id = 'expert:exp_0001:available'"},
		storage.Finding{Rule: "R1", Table: "accounts", Row: "all"},
	},
	"the programme gets a balance": {
		[]string{"UPDATE accounts SET balance = 5 WHERE id = 'programme:issued'"},
		storage.Finding{Rule: "R2", Table: "accounts", Row: "programme:issued"},
	},
	"an account may go below zero": {
		[]string{"UPDATE accounts SET may_be_negative = TRUE WHERE id = 'expert:exp_0001:available'"},
		storage.Finding{Rule: "R2", Table: "accounts", Row: "expert:exp_0001:available"},
	},
	"a transfer is worth more, and its balances with it": {
		[]string{
			"disarm", "UPDATE transfers SET amount = amount + 1 WHERE id = ':settle'",
			"UPDATE accounts SET balance = balance + 1 WHERE id = 'expert:exp_0001:available'",
			"UPDATE accounts SET balance = balance - 1 WHERE id = 'expert:exp_0001:pending'",
		},
		storage.Finding{Rule: "R5", Table: "transfers", Row: ":settle"},
	},
	"a transfer is worth less": {
		[]string{"disarm", "UPDATE transfers SET amount = 100 WHERE id = ':award'"},
		storage.Finding{Rule: "R5", Table: "transfers", Row: ":award"},
	},
	"a transfer gets another kind": {
		[]string{"disarm", "UPDATE transfers SET kind = 'award' WHERE id = ':settle'"},
		storage.Finding{Rule: "R5", Table: "transfers", Row: ":settle"},
	},
	"a transfer goes back in time": {
		[]string{"disarm", "UPDATE transfers SET created_at = created_at - 86400000 WHERE id = ':settle'"},
		storage.Finding{Rule: "R5", Table: "transfers", Row: ":settle"},
	},
	"a transfer goes to the wrong purse": {
		[]string{"disarm", "UPDATE transfers SET credit_account = 'expert:exp_0001:reserved' WHERE id = ':adjust'"},
		storage.Finding{Rule: "R5", Table: "transfers", Row: ":adjust"},
	},
	"a transfer names another fact": {
		[]string{"disarm", "UPDATE transfers SET key = 'award:cnv_none:1' WHERE id = ':award'"},
		storage.Finding{Rule: "R5", Table: "transfers", Row: ":award"},
	},
	"a transfer is removed": {
		[]string{"disarm", "DELETE FROM transfers WHERE id = ':spend'"},
		storage.Finding{Rule: "R4", Table: "redemptions", Row: ":spend source"},
	},
	"a transfer is forged": {
		[]string{`INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by)
			VALUES ('tfr_forged', 'award:cnv_x:1', 'programme:issued', 'expert:exp_0001:available', 50, 'award', 'award', 'awd_x', 0, 'me')`},
		storage.Finding{Rule: "R5", Table: "transfers", Row: "tfr_forged"},
	},
	"an award is worth more": {
		[]string{"UPDATE awards SET settled = settled + 1 WHERE id = ':settle source'"},
		storage.Finding{Rule: "R5", Table: "awards", Row: ":settle source"},
	},
	"an award is settled by hand": {
		[]string{"UPDATE awards SET settled = pending, settled_at = settle_at WHERE settled_at IS NULL"},
		storage.Finding{Rule: "R5", Table: "awards", Row: "the pending award"},
	},
	"an award is forgotten": {
		[]string{"UPDATE awards SET settle_at = settle_at - 864000000 WHERE settled_at IS NULL"},
		storage.Finding{Rule: "R6", Table: "awards", Row: "the pending award"},
	},
	"a confirmed episode has no award": {
		[]string{`INSERT INTO episodes (conversation_id, episode, opened_at, expert_id, closed_at, closed_by, outcome, confirmed_at, confirmed_by)
			VALUES ('cnv_closed', 1, 0, 'exp_0001', 0, 'expert', 'solved', 0, 'customer')`},
		storage.Finding{Rule: "R5", Table: "episodes", Row: "cnv_closed:1"},
	},
	"a piece is put back": {
		[]string{"UPDATE rewards SET remaining = remaining + 1"},
		storage.Finding{Rule: "R3", Table: "rewards", Row: "the reward"},
	},
	"a price is changed by hand": {
		[]string{"UPDATE rewards SET price = price + 1"},
		storage.Finding{Rule: "R3", Table: "rewards", Row: "the reward"},
	},
	"the stock grows": {
		[]string{"UPDATE rewards SET stock = stock + 1"},
		storage.Finding{Rule: "R3", Table: "rewards", Row: "the reward"},
	},
	"a redemption is approved by hand": {
		[]string{"UPDATE redemptions SET state = 'approved', approved_at = requested_at WHERE state = 'requested'"},
		storage.Finding{Rule: "R4", Table: "redemptions", Row: "the request"},
	},
	"a redemption is cheaper": {
		[]string{"UPDATE redemptions SET price = 2 WHERE state = 'requested'"},
		storage.Finding{Rule: "R4", Table: "redemptions", Row: "the request"},
	},
	"a delivery is made up": {
		[]string{"UPDATE redemptions SET state = 'delivered' WHERE state = 'approved'"},
		storage.Finding{Rule: "R4", Table: "redemptions", Row: "the approved one"},
	},
	"an offer stays open": {
		[]string{"UPDATE offers SET expires_at = expires_at - 7200000"},
		storage.Finding{Rule: "R6", Table: "offers", Row: "ofr_1"},
	},
	"a seat is emptied": {
		[]string{"UPDATE seats SET conversation_id = NULL, taken_at = NULL, due = NULL, due_at = NULL WHERE seat_no = 1"},
		storage.Finding{Rule: "R9", Table: "seats", Row: "exp_0001/1"},
	},
	"a seat takes what waits in the queue": {
		[]string{"UPDATE seats SET conversation_id = 'cnv_queued', taken_at = 0, due = 'nudge', due_at = 9000000000000 WHERE seat_no = 3"},
		storage.Finding{Rule: "R9", Table: "seats", Row: "exp_0001/3"},
	},
	"a seat was taken at another time": {
		[]string{"UPDATE seats SET taken_at = taken_at + 600000 WHERE seat_no = 2"},
		storage.Finding{Rule: "R9", Table: "seats", Row: "exp_0001/2"},
	},
	"a seat waits for the wrong thing": {
		[]string{"UPDATE seats SET due = 'free' WHERE seat_no = 1"},
		storage.Finding{Rule: "R9", Table: "seats", Row: "exp_0001/1"},
	},
	"a seat is closed": {
		[]string{"UPDATE seats SET open = FALSE WHERE seat_no = 3"},
		storage.Finding{Rule: "R9", Table: "seats", Row: "exp_0001"},
	},
	"a seat is removed": {
		[]string{"DELETE FROM seats WHERE seat_no = 3"},
		storage.Finding{Rule: "R9", Table: "seats", Row: "exp_0001"},
	},
	"a conversation leaves its expert": {
		[]string{"UPDATE conversations SET status = 'queued', queued_at = 0, expert_id = NULL WHERE id = 'cnv_assigned'"},
		storage.Finding{Rule: "R9", Table: "conversations", Row: "cnv_assigned"},
	},
	"an assignment ends unheard": {
		[]string{"UPDATE assignments SET ended_at = 0, end_reason = 'closed' WHERE id = 'asg_1'"},
		storage.Finding{Rule: "R9", Table: "conversations", Row: "cnv_waiting"},
	},
	"an offered conversation has no offer": {
		[]string{"UPDATE offers SET state = 'lapsed', decided_at = 0"},
		storage.Finding{Rule: "R9", Table: "conversations", Row: "cnv_offered"},
	},
	"a message is removed": {
		[]string{"disarm", "DELETE FROM timeline_entries WHERE conversation_id = 'cnv_closed' AND seq = 1"},
		storage.Finding{Rule: "R10", Table: "conversations", Row: "cnv_closed"},
	},
	"a counter runs ahead": {
		[]string{"UPDATE conversations SET last_seq = 3 WHERE id = 'cnv_queued'"},
		storage.Finding{Rule: "R10", Table: "conversations", Row: "cnv_queued"},
	},
	"a read mark runs ahead": {
		[]string{"UPDATE conversations SET expert_read_seq = 9 WHERE id = 'cnv_queued'"},
		storage.Finding{Rule: "R10", Table: "conversations", Row: "cnv_queued"},
	},
}

func TestReconciliationFindsAndNamesWhatWasChanged(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		busyBrand(t, db)
		found, err := db.Reconcile(t.Context())
		if err != nil || len(found) != 0 {
			t.Fatalf("before any tampering: %v, %v", found, err)
		}
		names := storage.Names(t.Context(), db)
		for name, c := range tampering {
			want := c.want
			want.Row = names.Replace(want.Row)
			if found := tampered(t, db, c.sql, names.Replace); !slices.ContainsFunc(found, func(f storage.Finding) bool {
				f.Detail = ""
				return f == want
			}) {
				t.Errorf("%s: want %v, found %v", name, want, found)
			}
		}
	})
}

// tampered reconciles inside a transaction with changes that are rolled back.
func tampered(t *testing.T, db *storage.DB, statements []string, replace func(string) string) (found []storage.Finding) {
	t.Helper()
	_, _, err := db.Once(t.Context(), "test", "tamper", "", func(ctx context.Context) ([]byte, error) {
		for _, sql := range statements {
			if sql == "disarm" {
				sql = storage.Disarm(db)
			}
			if err := storagetest.TryExec(ctx, db, replace(sql)); err != nil {
				return nil, fmt.Errorf("%s: %w", sql, err)
			}
		}
		var err error
		if found, err = db.Reconcile(ctx); err != nil {
			return nil, err
		}
		return nil, errMind
	})
	if !errors.Is(err, errMind) {
		t.Fatal(err)
	}
	return found
}

func TestReconciliationFindsADroppedTrigger(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		storagetest.Exec(t, db, storage.Disarm(db))
		found, err := db.Reconcile(t.Context())
		if err != nil || !slices.ContainsFunc(found, func(f storage.Finding) bool {
			return f.Rule == "R12" && f.Row == "trigger transfers_no_update"
		}) {
			t.Fatalf("found %v, %v", found, err)
		}
	})
}

func TestReconciliationFindsAMissingParent(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	busyBrand(t, db)
	storage.WithoutForeignKeys(t, db, "DELETE FROM customers")
	found, err := db.Reconcile(t.Context())
	if err != nil || !slices.ContainsFunc(found, func(f storage.Finding) bool { return f.Rule == "R13" && f.Table == "conversations" }) {
		t.Fatalf("found %v, %v", found, err)
	}
}
