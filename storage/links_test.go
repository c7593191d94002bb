package storage_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func (p *programme) seen(actor, network string, at time.Time) {
	p.t.Helper()
	storagetest.Exec(p.t, p.db, "INSERT INTO sightings (actor_id, network, seen_at) VALUES (?, ?, ?)", actor, network, storage.At(at))
}

func (p *programme) from(id domain.ConversationID, network string) {
	p.t.Helper()
	storagetest.Exec(p.t, p.db, "UPDATE conversations SET network = ? WHERE id = ?", network, id)
}

// ties are the ways in which the customer of a conversation belongs to an expert.
var ties = map[string]struct {
	tie  func(p *programme, e domain.ExpertID, id domain.ConversationID, customer string)
	want desk.Link
}{
	"strangers": {func(*programme, domain.ExpertID, domain.ConversationID, string) {}, ""},
	"both were seen from one range": {func(p *programme, e domain.ExpertID, id domain.ConversationID, _ string) {
		p.from(id, "net_1")
		p.seen(string(e), "net_1", p.clock.Now().Add(-time.Hour))
	}, desk.LinkNetwork},
	"the customer was seen elsewhere, where the expert was": {func(p *programme, e domain.ExpertID, id domain.ConversationID, c string) {
		p.from(id, "net_2")
		p.seen(c, "net_3", p.clock.Now().Add(-3*time.Hour))
		p.seen(string(e), "net_3", p.clock.Now().Add(3*time.Hour))
	}, desk.LinkNetwork},
	"but more than a day apart": {func(p *programme, e domain.ExpertID, id domain.ConversationID, _ string) {
		p.from(id, "net_4")
		p.seen(string(e), "net_4", p.clock.Now().Add(-25*time.Hour))
	}, ""},
	"or a day later": {func(p *programme, e domain.ExpertID, id domain.ConversationID, _ string) {
		p.from(id, "net_5")
		p.seen(string(e), "net_5", p.clock.Now().Add(25*time.Hour))
	}, ""},
	"another expert was there": {func(p *programme, e domain.ExpertID, id domain.ConversationID, _ string) {
		p.from(id, "net_6")
		p.seen(string(p.expert(1)), "net_6", p.clock.Now())
	}, ""},
	"one customer of the brand": {func(p *programme, e domain.ExpertID, id domain.ConversationID, c string) {
		storagetest.Exec(p.t, p.db, "UPDATE experts SET brand_customer_id = ? WHERE id = ?", "shop-"+string(e), e)
		storagetest.Exec(p.t, p.db, "UPDATE customers SET brand_customer_id = ? WHERE id = ?", "shop-"+string(e), c)
	}, desk.LinkCustomer},
	"one person": {func(p *programme, e domain.ExpertID, id domain.ConversationID, c string) {
		storagetest.Exec(p.t, p.db, "UPDATE customers SET email = ? WHERE id = ?", strings.ToUpper(string(e))+"@example.org", c)
	}, desk.LinkPerson},
}

func TestNobodyEarnsPointsFromThemselves(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		for name, tt := range ties {
			e := p.expert(1)
			id := p.answer(e, solved)
			tt.tie(p, e, id, "cus_of_"+string(id))
			p.book(id)
			want := [3]int64{15, 0, 0}
			if tt.want != "" {
				want = [3]int64{}
			}
			if got := p.purse(e); got != want {
				t.Errorf("%s: booked %v", name, got)
			}
			if n := p.count("SELECT COUNT(*) FROM episodes WHERE conversation_id = ? AND linked = ?", id, tt.want); n != 1 {
				t.Errorf("%s: the episode does not say so", name)
			}
			if why := p.why(rewards.ForConversation, string(id)+":1"); tt.want != "" && !strings.Contains(why, "not_qualified:linked_"+string(tt.want)) {
				t.Errorf("%s: %s", name, why)
			}
			p.must(db.InTx(t.Context(), func(tx storage.Tx) error {
				to, err := tx.LinkedTo(id, 1)
				if tied := len(to) == 1 && to[0] == e; err == nil && tied != (tt.want != "") {
					t.Errorf("%s: tied to %v", name, to)
				}
				return err
			}))
		}
		p.balanced()
	})
}

func TestALinkThatIsFoundLaterVoidsWhatIsPending(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		id := p.answer(e, solved)
		p.from(id, "net_1")
		p.book(id)
		p.seen(string(e), "net_1", p.clock.Now().Add(time.Hour))
		if n, err := p.rewards.MarkLinks(t.Context()); n != 1 || err != nil {
			t.Fatalf("marked %d, %v", n, err)
		}
		// Seen again much later: what is marked stays marked.
		storagetest.Exec(t, db, "UPDATE sightings SET seen_at = ?", storage.At(p.clock.Now().Add(week)))
		if n, err := p.rewards.MarkLinks(t.Context()); n != 0 || err != nil {
			t.Fatalf("marked %d again, %v", n, err)
		}
		p.rate(id, e, 5, true)
		p.clock.Add(week + time.Minute)
		p.settle()
		if got := p.purse(e); got != [3]int64{} {
			t.Fatalf("settled %v", got)
		}
		if n := p.count("SELECT COUNT(*) FROM transfers WHERE kind = 'adjust' AND credit_account = 'programme:issued'"); n != 2 {
			t.Fatalf("%d compensating transfers", n)
		}
		p.reconciled()
		if n := p.count("SELECT COUNT(*) FROM awards WHERE day_no IS NOT NULL"); n != 1 {
			t.Fatalf("%d conversations have a place in the day", n)
		}
		field, running, err := db.Views().LoadBoard(t.Context(), p.clock.Now())
		if p.must(err); !running {
			t.Fatal("no round runs")
		}
		for _, s := range field.Standings() {
			if s.Conversations != 0 {
				t.Errorf("the board counts %d conversations with oneself", s.Conversations)
			}
		}
	})
}

func TestALinkAfterTheSettlementTakesNothingBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		id := p.answer(e, solved)
		p.from(id, "net_1")
		p.book(id)
		p.clock.Add(hold)
		p.settle()
		p.seen(string(e), "net_1", p.clock.Now().Add(-hold))
		if n, err := p.rewards.MarkLinks(t.Context()); n != 0 || err != nil {
			t.Fatalf("marked %d, %v", n, err)
		}
		p.clock.Add(week)
		p.settle() // first time right sees the link, what is settled stays
		if got := p.purse(e); got != [3]int64{0, 10, 0} {
			t.Fatalf("the purse holds %v", got)
		}
		p.reconciled()
	})
}

func TestAPairEarnsOnceADayAndThriceAMonth(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		start := p.clock.Now()
		on := func(days float64) domain.ConversationID {
			p.clock.Add(start.Add(time.Duration(days * float64(day))).Sub(p.clock.Now()))
			return p.answer(e, by("cus_1"))
		}
		for _, c := range []struct {
			day  float64
			want string
		}{
			{0, "qualified"}, {0.9, "pair_day"}, {1, "qualified"}, {5, "qualified"}, {9, "pair_month"}, {29.9, "pair_month"}, {30, "qualified"},
		} {
			id := on(c.day)
			p.book(id)
			if why := p.why(rewards.ForConversation, string(id)+":1"); !strings.Contains(why, c.want) {
				t.Errorf("on day %v: %s, want %s", c.day, why, c.want)
			}
		}
		if n := p.count("SELECT COUNT(*) FROM awards WHERE kind = 'conversation' AND day_no IS NULL AND pending = 0"); n != 3 {
			t.Errorf("%d awards of nothing", n)
		}
		p.clock.Add(week)
		p.settle()
		p.reconciled()
	})
}

func TestAPairIsNotPaidTwiceByBookingAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		var wg sync.WaitGroup
		for range 8 {
			id := p.answer(e, by("cus_1"))
			wg.Go(func() {
				if err := p.rewards.Book(context.Background(), id, 1); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := p.purse(e); got != [3]int64{10, 0, 0} {
			t.Fatalf("booked %v", got)
		}
		p.reconciled()
	})
}

func TestTheDatabaseLetsNobodyRateThemselves(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		id := p.answer(e, by("cus_1"))
		ties["one customer of the brand"].tie(p, e, id, "cus_1")
		err := storagetest.TryExec(t.Context(), db, `INSERT INTO ratings (conversation_id, episode, customer_id, expert_id, stars, solved, difficulty,
			controllable, given_at, changed_at, version) VALUES ('`+string(id)+`', 1, 'cus_1', '`+string(e)+`', 5, 'yes', 2, TRUE, 0, 0, 1)`)
		if err == nil || !strings.Contains(err.Error(), "nobody rates themselves") {
			t.Fatalf("got %v", err)
		}
	})
}
