package storage_test

import (
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// again lets a customer ask once more and the expert take it.
func (s *shelf) again(customer domain.CustomerID, q desk.Question) held {
	s.Helper()
	id := s.ask(customer, q)
	s.allocate()
	return held{id, domain.Actor{Role: domain.RoleCustomer, ID: string(customer)}, s.accept(id)}
}

func TestWhatStandsBesideAConversation(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		s.expert(roster.Mentor)
		customer := s.customer()
		storagetest.Exec(t, db, `UPDATE customers SET name = 'Jonas', email = 'jonas@example.org', verified_at = 5, shop =
			'{"products":["Kwelder","WAD 2"],"orders":[{"number":"N-1","date":"2026-03-14","products":["Wad 2","Cable"]}]}' WHERE id = ?`, customer)
		first := s.again(customer, desk.Question{Text: "Which amp?", Product: "prd_2"})
		s.says(first.expert, first.id, "The Terp.")
		s.must(s.desk.Close(t.Context(), first.expert, first.id, desk.Closure{
			Outcome: desk.Solved, Reason: s.reason, Tip: "Start at zero.", NextStep: "Try phono.",
		}))
		yes := true
		_, err := s.desk.Rate(t.Context(), customer, first.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes, Again: &yes, Learned: desk.SolvedYes})
		s.must(err)
		second := s.again(customer, desk.Question{Text: "It drops out.", Product: "prd_1"})

		c, err := db.Views().ConversationContext(t.Context(), second.expert, "en", second.id)
		s.must(err)
		who := c.Customer
		if who.Name != "Jonas" || !who.Verified || !who.MeetAgain || who.LastWith == nil || !who.LastWith.Me || who.Conversations != 2 || who.Language != "en" {
			t.Errorf("greeting: %+v, last %+v", who, who.LastWith)
		}
		if len(c.Owned) != 3 || c.Owned[0].Name != "Wad 2" || c.Owned[0].ProductID != "prd_1" || c.Owned[0].Picture != "wad" ||
			c.Owned[0].Date != "2026-03-14" || c.Owned[1].ProductID != "" || c.Owned[2].Name != "Kwelder" {
			t.Errorf("owned: %+v", c.Owned)
		}
		if len(c.Asked) != 1 || c.Asked[0].ID != "prd_2" || c.Product == nil || c.Product.ID != "prd_1" {
			t.Errorf("asked: %+v, about %+v", c.Asked, c.Product)
		}
		if len(c.Earlier) != 1 || c.Earlier[0].Question != "Which amp?" || c.Earlier[0].Tip != "Start at zero." ||
			c.Earlier[0].NextStep != "Try phono." || !c.Earlier[0].Me || c.Earlier[0].Outcome != desk.Solved {
			t.Errorf("earlier: %+v", c.Earlier)
		}
		shown, err := db.Views().Conversation(t.Context(), first.customer, first.id)
		s.must(err)
		if shown.Closure.Tip != "Start at zero." || shown.Closure.NextStep != "Try phono." || shown.Rating.Learned != desk.SolvedYes {
			t.Errorf("the customer sees %+v and %+v", shown.Closure, shown.Rating)
		}

		s.says(first.customer, first.id, "And the Kwelder?") // the next episode of the first
		third, err := db.Views().ConversationContext(t.Context(), second.expert, "en", second.id)
		s.must(err)
		if len(third.Earlier) != 2 || third.Earlier[0].Question != "And the Kwelder?" || third.Earlier[0].Episode != 2 {
			t.Errorf("episodes: %+v", third.Earlier)
		}
	})
}

func TestEarlierConversationsOnlyWhileHolding(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		s.expert(roster.Mentor)
		customer := s.customer()
		first := s.again(customer, desk.Question{Text: "Which amp?"})
		s.must(s.desk.Close(t.Context(), first.expert, first.id, desk.Closure{Outcome: desk.Solved, Reason: s.reason}))
		second, other := s.again(customer, desk.Question{}), s.assigned(desk.Question{})
		manager := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		read := func(by domain.Actor, id, earlier domain.ConversationID) error {
			v, err := db.Views().EarlierConversation(t.Context(), by, id, earlier)
			if err == nil && (v.Question != "Which amp?" || len(v.Entries) == 0 || v.Entries[0].Text != "Which amp?") {
				t.Errorf("shown: %+v", v)
			}
			return err
		}
		s.must(read(second.expert, second.id, first.id))
		s.must(read(manager, second.id, first.id))
		for name, err := range map[string]error{
			"another customer's":      read(second.expert, second.id, other.id),
			"beside another":          read(second.expert, other.id, first.id),
			"itself":                  read(second.expert, second.id, second.id),
			"by the customer":         read(second.customer, second.id, first.id),
			"by an expert without it": read(domain.Actor{Role: domain.RoleExpert, ID: "exp_x"}, second.id, first.id),
			"by nobody":               read(domain.Actor{}, second.id, first.id),
		} {
			if !errors.Is(err, desk.ErrUnknownConversation) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		s.must(s.desk.Close(t.Context(), second.expert, second.id, desk.Closure{Outcome: desk.Solved, Reason: s.reason}))
		s.refused(read(second.expert, second.id, first.id), desk.ErrUnknownConversation)
	})
}

func TestMissedOffersAndWhatWasLearned(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		e := s.expert(roster.Mentor)
		start := s.clock.Now()
		for range 2 {
			s.asked()
		}
		s.allocate()
		s.clock.Add(desk.OfferTime + time.Second)
		s.tick()
		missed, err := db.Views().MissedOffers(t.Context(), e, start, s.clock.Now())
		s.must(err)
		if missed.Count != 1 || missed.LastAt == nil {
			t.Errorf("missed %+v", missed)
		}
		if missed, err = db.Views().MissedOffers(t.Context(), e, s.clock.Now(), s.clock.Now()); err != nil || missed.Count != 0 || missed.LastAt != nil {
			t.Errorf("after it was seen: %+v, %v", missed, err)
		}
	})
}

// TestPastOffersAreRead by whom they were made to alone, newest first, a page at a time, and when they are decided.
func TestPastOffersAreRead(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		e := s.expert(roster.Mentor)
		me := domain.Actor{Role: domain.RoleExpert, ID: string(e)}
		read := func(by domain.Actor, p storage.Page) storage.List[storage.PastOfferView] {
			list, err := db.Views().PastOffers(t.Context(), by, "en", p)
			s.must(err)
			return list
		}
		s.assigned(desk.Question{})
		s.clock.Add(time.Minute)
		s.asked()
		s.allocate()
		all := storage.Page{Limit: 10}
		if list := read(me, all); len(list.Items) != 1 || list.Items[0].State != desk.OfferAccepted || len(list.Items[0].Why.Factors) != 6 {
			t.Fatalf("while one is open: %+v", list.Items)
		}
		s.clock.Add(desk.OfferTime + time.Second)
		s.tick()
		one := read(me, storage.Page{Limit: 1})
		if len(one.Items) != 1 || one.Items[0].State != desk.OfferLapsed || one.Next == "" {
			t.Fatalf("the newest: %+v", one)
		}
		if rest := read(me, storage.Page{Limit: 1, Cursor: one.Next}); len(rest.Items) != 1 || rest.Items[0].State != desk.OfferAccepted || rest.Next != "" {
			t.Fatalf("the rest: %+v", rest)
		}
		if list := read(domain.Actor{Role: domain.RoleExpert, ID: "exp_x"}, all); len(list.Items) != 0 {
			t.Fatalf("another expert reads %+v", list.Items)
		}
	})
}
