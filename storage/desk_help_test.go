package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// floor is a brand that is open at all hours, with its desk and its roster on a
// clock that the test moves.
type floor struct {
	testing.TB
	db     *storage.DB
	desk   *desk.Desk
	roster *roster.Roster
	clock  storagetest.Clock
	chance atomic.Int64 // hundredths that Chance returns
	ids    atomic.Int64
}

// tokens are the secrets of a test.
type tokens struct{ n atomic.Int64 }

func (s *tokens) New() string              { return fmt.Sprintf("token-%d", s.n.Add(1)) }
func (s *tokens) Next(token string) string { return token + "+" }

func newFloor(tb testing.TB, db *storage.DB) *floor {
	tb.Helper()
	f := &floor{TB: tb, db: db}
	f.chance.Store(50)
	f.desk, f.roster = f.process()
	err := db.InTx(tb.Context(), func(tx storage.Tx) error {
		return brand.Found(tx, f.runtime(), "Noorder Audio", "Europe/Amsterdam", "en")
	})
	if err != nil {
		tb.Fatal(err)
	}
	if group := f.reason("", 2, false); group != "rsn_1" {
		tb.Fatalf("the first reason is %s", group)
	}
	return f
}

// process makes another desk and roster on the same database, as another
// process would.
func (f *floor) process() (*desk.Desk, *roster.Roster) {
	return desk.New(f.db.Desk, f.db.Views(), f.runtime()), roster.New(f.db.Roster, f.runtime(), &tokens{})
}

func (f *floor) runtime() domain.Runtime {
	return domain.Runtime{
		Now:    f.clock.Now,
		NewID:  func(prefix string) string { return fmt.Sprintf("%s_%08d", prefix, f.ids.Add(1)) },
		Chance: func() float64 { return float64(f.chance.Load()) / 100 },
	}
}

// must fails the test on an error.
func (f *floor) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// refused fails the test unless err is this refusal.
func (f *floor) refused(err error, want *domain.Error) {
	f.Helper()
	if !errors.Is(err, want) {
		f.Fatalf("got %v, want %v", err, want)
	}
}

// reason adds a contact reason below a group, or a group; the first of a floor is rsn_1.
func (f *floor) reason(parent domain.ReasonID, difficulty int, complaint bool) domain.ReasonID {
	f.Helper()
	n := storagetest.Int(f.TB, f.db, "SELECT COUNT(*) FROM contact_reasons") + 1
	id := domain.ReasonID(fmt.Sprintf("rsn_%d", n))
	var group any
	if parent != "" {
		group = parent
	}
	storagetest.Exec(f.TB, f.db, `INSERT INTO contact_reasons (id, parent_id, name, translations, difficulty, complaint, controllable,
		position, version, created_at) VALUES (?, ?, ?, '{}', ?, ?, TRUE, 1, 1, 0)`, id, group, string(id), difficulty, complaint)
	return id
}

// expert enrols an expert of a level who is available.
func (f *floor) expert(level roster.Level, topics ...roster.Topic) domain.ExpertID {
	f.Helper()
	name := fmt.Sprintf("Expert %d", f.ids.Add(1))
	out, err := f.roster.Enrol(f.Context(), domain.System, roster.NewExpert{
		Email: strings.ReplaceAll(strings.ToLower(name), " ", "") + "@example.org", Name: name, DisplayName: name,
		Level: level, Languages: []domain.Language{"en"}, Topics: topics,
	})
	f.must(err)
	f.must(f.desk.SetPresence(f.Context(), out.Expert.ID, roster.Available))
	return out.Expert.ID
}

func (f *floor) customer() domain.CustomerID {
	f.Helper()
	id := domain.CustomerID(fmt.Sprintf("cus_%08d", f.ids.Add(1)))
	storagetest.Exec(f.TB, f.db, "INSERT INTO customers (id, name, language, created_at) VALUES (?, '', 'en', 0)", id)
	return id
}

func (f *floor) ask(by domain.CustomerID, q desk.Question) domain.ConversationID {
	f.Helper()
	if q.Text == "" {
		q.Text = "Does it float?"
	}
	id, err := f.desk.Open(f.Context(), by, q)
	f.must(err)
	return id
}

// asked opens a conversation of a new customer.
func (f *floor) asked() domain.ConversationID {
	f.Helper()
	return f.ask(f.customer(), desk.Question{})
}

func (f *floor) allocate() {
	f.Helper()
	f.must(f.desk.Allocate(f.Context()))
}

func (f *floor) tick() time.Time {
	f.Helper()
	next, err := f.desk.Tick(f.Context())
	f.must(err)
	return next
}

// offer is the open offer of a conversation; the test fails without one.
func (f *floor) offer(id domain.ConversationID) desk.Offer {
	f.Helper()
	o, found := f.openOffer(id)
	if !found {
		f.Fatalf("%s is not on offer", id)
	}
	return o
}

func (f *floor) openOffer(id domain.ConversationID) (o desk.Offer, found bool) {
	f.Helper()
	f.must(f.db.Desk(f.Context(), func(tx desk.Store) (err error) {
		o, found, err = tx.OpenOfferFor(id)
		return err
	}))
	return o, found
}

func (f *floor) conversation(id domain.ConversationID) (c desk.Conversation) {
	f.Helper()
	f.must(f.db.Desk(f.Context(), func(tx desk.Store) (err error) {
		c, err = tx.Conversation(id)
		return err
	}))
	return c
}

func (f *floor) seats(e domain.ExpertID) (s []roster.Seat) {
	f.Helper()
	f.must(f.db.Desk(f.Context(), func(tx desk.Store) (err error) {
		s, err = tx.Seats(e)
		return err
	}))
	return s
}

// held is a conversation that an expert holds.
type held struct {
	id       domain.ConversationID
	customer domain.Actor
	expert   domain.Actor
}

// assigned asks, offers and accepts; one of the experts holds it then.
func (f *floor) assigned(q desk.Question) held {
	f.Helper()
	customer := f.customer()
	id := f.ask(customer, q)
	f.allocate()
	return held{id, domain.Actor{Role: domain.RoleCustomer, ID: string(customer)}, f.accept(id)}
}

// accept lets the expert who is asked accept, and returns who that was.
func (f *floor) accept(id domain.ConversationID) domain.Actor {
	f.Helper()
	o := f.offer(id)
	got, err := f.desk.Accept(f.Context(), o.Expert, o.ID)
	f.must(err)
	if got != id {
		f.Fatalf("accepted %s instead of %s", got, id)
	}
	return domain.Actor{Role: domain.RoleExpert, ID: string(o.Expert)}
}

// says posts a message.
func (f *floor) says(by domain.Actor, id domain.ConversationID, text string) desk.Posted {
	f.Helper()
	p, err := f.desk.Post(f.Context(), by, id, fmt.Sprintf("c-%d", f.ids.Add(1)), text)
	f.must(err)
	return p
}

// count runs a query that finds one number.
func (f *floor) count(query string, args ...any) int64 {
	f.Helper()
	return storagetest.Int(f.TB, f.db, query, args...)
}

// whole fails the test unless every timeline is gap-free and every held
// conversation has exactly one seat and one assignment.
func (f *floor) whole() {
	f.Helper()
	for what, query := range map[string]string{
		"timelines with a gap": `SELECT COUNT(*) FROM conversations c WHERE last_seq <> (SELECT COUNT(*) FROM timeline_entries t
			WHERE t.conversation_id = c.id) OR last_seq <> (SELECT COALESCE(MAX(seq), 0) FROM timeline_entries t WHERE t.conversation_id = c.id)`,
		"held conversations without their seat": `SELECT COUNT(*) FROM conversations c WHERE expert_id IS NOT NULL AND NOT EXISTS
			(SELECT 1 FROM seats s WHERE s.conversation_id = c.id AND s.expert_id = c.expert_id)`,
		"seats of conversations that nobody holds": `SELECT COUNT(*) FROM seats s JOIN conversations c ON c.id = s.conversation_id
			WHERE c.expert_id IS NULL OR c.expert_id <> s.expert_id`,
		"held conversations without an assignment": `SELECT COUNT(*) FROM conversations c
			WHERE (COALESCE(expert_id, staff_id) IS NOT NULL) <>
			EXISTS (SELECT 1 FROM assignments a WHERE a.conversation_id = c.id AND a.ended_at IS NULL)`,
		"offers without their status": `SELECT COUNT(*) FROM conversations c WHERE (status = 'offered') <>
			EXISTS (SELECT 1 FROM offers o WHERE o.conversation_id = c.id AND o.state = 'open')`,
		"entries that no event told": `SELECT (SELECT COUNT(*) FROM timeline_entries) - (SELECT COUNT(*) FROM outbox WHERE payload LIKE '%"entry":%')`,
	} {
		if n := f.count(query); n != 0 {
			f.Errorf("%d %s", n, what)
		}
	}
}
