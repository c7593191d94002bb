package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestKillInADrop kills the server twice while a crowd runs for a first-come
// drop: it sells exactly its pieces, one to each, and who was told that they
// have one has it. `make drop` does it with ten thousand buyers.
func TestKillInADrop(t *testing.T) {
	t.Parallel()
	killDrop(t)
}

// TestKillInADropOnPostgres does the same on PostgreSQL.
func TestKillInADropOnPostgres(t *testing.T) {
	t.Parallel()
	killDrop(t, "--database", storagetest.Postgres(t))
}

const (
	dropPrice   = 40
	dropRunners = 64 // who ask at the same time
)

func killDrop(t *testing.T, database ...string) {
	t.Helper()
	buyers := killings("BUYERS", 400)
	pieces := max(buyers/100, 10)
	v := newVictim(t, database...)
	v.start() // makes the demo
	v.stop()
	reward, tokens := v.openDrop(buyers, pieces)
	v.start()
	r := &rush{c: &crowd{v: v, acked: map[string]fact{}}, reward: reward, tokens: tokens}
	began := time.Now()
	everybody := r.gather()
	for _, sold := range []int{pieces / 3, 2 * pieces / 3} {
		r.await(sold)
		v.kill()
		v.start()
	}
	everybody.Wait()
	took := time.Since(began)
	v.stop()
	_, _ = fmt.Fprintf(t.Output(), "%d buyers of %d pieces on %s in %v with %d kills: %d have one, %d were told that none is left\n",
		buyers, pieces, orSQLite(v.database()), took.Round(time.Millisecond), v.kills, r.sold.Load(), r.late.Load())
	if int(r.sold.Load()) != pieces || int(r.late.Load()) != buyers-pieces {
		t.Errorf("%d of %d have one of %d pieces, and %d were told that none is left", r.sold.Load(), buyers, pieces, r.late.Load())
	}
	v.check(r, pieces)
}

func orSQLite(database string) string {
	if database == "" {
		return "SQLite"
	}
	return database
}

// rush is a crowd that runs for one reward.
type rush struct {
	c      *crowd
	reward domain.RewardID
	tokens []string
	next   atomic.Int64
	sold   atomic.Int64
	late   atomic.Int64
	has    sync.Map // the buyers who were told that they have one
}

// gather lets them run, each until there is an answer.
func (r *rush) gather() *sync.WaitGroup {
	var all sync.WaitGroup
	for range dropRunners {
		all.Go(func() {
			for i := r.next.Add(1) - 1; int(i) < len(r.tokens); i = r.next.Add(1) - 1 {
				r.ask(int(i))
			}
		})
	}
	return &all
}

func (r *rush) ask(i int) {
	s := sender{c: r.c, token: r.tokens[i]}
	a, err := s.do(http.MethodPost, "/rewards/"+string(r.reward)+"/redemptions", fmt.Sprintf("drop-%d", i), nil)
	switch {
	case err == nil && a.status == http.StatusCreated:
		r.has.Store(buyer(i), true)
		r.sold.Add(1)
	case err == nil && a.code() == "sold_out":
		r.late.Add(1)
	default:
		r.c.v.t.Errorf("buyer %d got %d %s %v", i, a.status, a.body, err)
	}
}

// await waits until so many know that they have one.
func (r *rush) await(sold int) {
	for began := time.Now(); int(r.sold.Load()) < sold && time.Since(began) < atLast; {
		<-time.After(time.Millisecond)
	}
}

func buyer(i int) domain.ExpertID { return domain.ExpertID(fmt.Sprintf("exp_buyer%06d", i)) }

// inside opens the installation of a victim that lies still.
func (v *victim) inside() *house {
	v.t.Helper()
	c := &Config{Data: v.data, StaffFactor: "off", Batch: 512, LogLevel: "error"}
	if len(v.flags) > 2 {
		c.Database = v.flags[3]
	}
	h, err := openHouse(v.t.Context(), c, &clock{}, slog.New(slog.DiscardHandler))
	if err != nil {
		v.t.Fatal(err)
	}
	return h
}

// openDrop puts a crowd into a victim that lies still, with points and somewhere
// to spend them: a drop that was announced eight days ago and opened yesterday,
// so that the reserve is over.
func (v *victim) openDrop(buyers, pieces int) (domain.RewardID, []string) {
	v.t.Helper()
	h := v.inside()
	defer func() { v.must(h.close()) }()
	ctx, now := v.t.Context(), machine()
	h.clock.set(now.Add(-9 * 24 * time.Hour))
	reward, err := h.shop.AddReward(ctx, shop.Reward{Name: "Wad 3", Picture: "wad", Price: dropPrice, Stock: pieces + 3, PerPerson: 1, Limited: true})
	v.must(err)
	opens := now.Add(-shop.SeniorWindow - time.Minute)
	d, err := h.drops.Create(ctx, domain.System, shop.Plan{
		Reward: reward.ID, Kind: shop.FirstCome, Pieces: pieces, OpensAt: opens, ClosesAt: opens.Add(5 * 24 * time.Hour),
	})
	v.must(err)
	_, err = h.drops.Announce(ctx, d.ID)
	v.must(err)
	v.must(h.db.InTx(ctx, func(tx storage.Tx) error { return crowdIn(tx, buyers, now) }))
	tokens, signed := auth.NewTokens(h.keys, machine), make([]string, buyers)
	for i := range signed {
		signed[i], _, err = tokens.Issue(access.Grant{
			Person: access.Person{ID: domain.PersonID(buyer(i)), AuthVersion: 1}, Session: access.Session{ID: domain.SessionID("ses_" + buyer(i))},
		})
		v.must(err)
	}
	return reward.ID, signed
}

// crowdIn stores experts who have the price, each with a session.
func crowdIn(tx storage.Tx, buyers int, now time.Time) error {
	at, until := now.UnixMilli(), now.Add(24*time.Hour).UnixMilli()
	for i := range buyers {
		e := string(buyer(i))
		account := "expert:" + e + ":available"
		for _, insert := range []struct {
			sql  string
			args []any
		}{
			{"INSERT INTO people (id, role, email, name, language, auth_version, version, created_at) VALUES (?, 'expert', ?, ?, 'en', 1, 1, ?)", []any{e, e + "@example.org", e, at}},
			{`INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence, presence_at, lapses, version, created_at)
				VALUES (?, ?, ?, 1, 2, 'active', '["en"]', FALSE, 'away', 0, 0, 1, ?)`, []any{e, e, "Alias " + e, at}},
			{"INSERT INTO seats (expert_id, seat_no, open) VALUES (?, 1, TRUE), (?, 2, TRUE), (?, 3, FALSE)", []any{e, e, e}},
			{"INSERT INTO sessions (id, person_id, created_at, used_at, expires_at) VALUES (?, ?, ?, ?, ?)", []any{"ses_" + e, e, at, at, until}},
			{"INSERT INTO accounts (id, owner_id, balance, may_be_negative, created_at) VALUES (?, ?, ?, FALSE, ?)", []any{account, e, dropPrice, at}},
			{`INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, rule_set, created_at, created_by)
				VALUES (?, ?, 'programme:issued', ?, ?, 'adjust', 'test', ?, 1, ?, 'system')`, []any{"tfr_" + e, "test:" + e, account, dropPrice, e, at}},
			{"INSERT INTO lots (id, expert_id, amount, remaining, confirmed_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)", []any{"tfr_" + e, e, dropPrice, dropPrice, at, now.AddDate(1, 0, 0).UnixMilli()}},
		} {
			if err := tx.Exec(insert.sql, insert.args...).Error; err != nil {
				return err
			}
		}
	}
	return nil
}

func (v *victim) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

// check looks into the books of a victim that lies still.
func (v *victim) check(r *rush, pieces int) {
	v.t.Helper()
	h := v.inside()
	defer func() { v.must(h.close()) }()
	for query, want := range map[string]int{
		"SELECT COUNT(*) FROM redemptions WHERE reward_id = ? AND state = 'requested'":                                                                       pieces,
		"SELECT COUNT(DISTINCT expert_id) FROM redemptions WHERE reward_id = ?":                                                                              pieces,
		"SELECT COUNT(DISTINCT piece_no) FROM redemptions WHERE reward_id = ? AND piece_no <= " + strconv.Itoa(pieces):                                       pieces,
		"SELECT remaining FROM rewards WHERE id = ?":                                                                                                         3,
		"SELECT COUNT(*) FROM transfers WHERE kind = 'reserve' AND source_id IN (SELECT id FROM redemptions WHERE reward_id = ?)":                            pieces,
		"SELECT COUNT(*) FROM accounts WHERE balance <> 0 AND owner_id IN (SELECT expert_id FROM redemptions WHERE reward_id = ?)":                           pieces,
		"SELECT COUNT(*) FROM redemptions m JOIN accounts a ON a.id = 'expert:' || m.expert_id || ':reserved' AND a.balance = m.price WHERE m.reward_id = ?": pieces,
	} {
		var n int
		if err := h.db.InTx(v.t.Context(), func(tx storage.Tx) error { return tx.Raw(query, string(r.reward)).Scan(&n).Error }); err != nil || n != want {
			v.t.Errorf("%s: %d, want %d %v", query, n, want, err)
		}
	}
	var have []string
	v.must(h.db.InTx(v.t.Context(), func(tx storage.Tx) error {
		have = nil
		return tx.Raw("SELECT expert_id FROM redemptions WHERE reward_id = ?", string(r.reward)).Scan(&have).Error
	}))
	for _, e := range have {
		if _, told := r.has.Load(domain.ExpertID(e)); !told {
			v.t.Errorf("%s has a piece and was never told", e)
		}
	}
	findings, err := h.db.Reconcile(v.t.Context())
	v.must(err)
	for _, f := range findings {
		if !strings.Contains(f.Detail, "behind test:") { // these buyers have points from nowhere
			v.t.Errorf("the books are wrong: %+v", f)
		}
	}
}
