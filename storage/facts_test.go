package storage_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// shelf is a floor with facts.
type shelf struct {
	*floor
	knowledge *knowledge.Knowledge
	product   domain.ProductID
	reason    domain.ReasonID
}

func newShelf(t *testing.T, db *storage.DB) *shelf {
	t.Helper()
	f := newFloor(t, db)
	storagetest.Exec(t, db, `INSERT INTO products (id, name, description, url, picture, version, created_at)
		VALUES ('prd_1', 'Wad 2', '', '', 'wad', 1, 0), ('prd_2', 'Terp', '', '', 'terp', 1, 0)`)
	return &shelf{f, knowledge.New(db.Knowledge, f.runtime()), "prd_1", f.reasonIn(2)}
}

func (f *floor) reasonIn(difficulty int) domain.ReasonID {
	f.Helper()
	return f.reason("rsn_1", difficulty, false)
}

func (s *shelf) fact(title string, change func(*knowledge.Fact)) domain.FactID {
	s.Helper()
	fact := knowledge.Fact{Language: "en", Title: title, Body: "What is true about " + title, Source: "Manual, page 6", URL: "https://noorder.example/x"}
	if change != nil {
		change(&fact)
	}
	added, err := s.knowledge.AddFact(s.Context(), fact)
	s.must(err)
	return added.ID
}

func (s *shelf) titles(by domain.Actor, id domain.ConversationID, query string) (titles []string) {
	s.Helper()
	all, err := s.db.Views().FittingFacts(s.Context(), by, id, query)
	s.must(err)
	for _, f := range all {
		titles = append(titles, f.Title)
	}
	return titles
}

func TestFactsThatFit(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		s.expert(roster.Mentor)
		s.fact("of everything", nil)
		s.fact("of the product", func(f *knowledge.Fact) { f.Product = s.product })
		s.fact("of both", func(f *knowledge.Fact) { f.Product, f.Reason = s.product, s.reason })
		s.fact("of the group", func(f *knowledge.Fact) { f.Product, f.Reason = s.product, "rsn_1" })
		s.fact("of another product", func(f *knowledge.Fact) { f.Product = "prd_2" })
		s.fact("of another reason", func(f *knowledge.Fact) { f.Reason = s.reasonIn(1) })
		s.fact("in Dutch", func(f *knowledge.Fact) { f.Language, f.Product = "nl", s.product })
		gone := s.fact("archived", func(f *knowledge.Fact) { f.Product = s.product })
		yes := true
		_, err := s.knowledge.ChangeFact(t.Context(), gone, knowledge.Change{Archived: &yes})
		s.must(err)

		c := s.assigned(desk.Question{Product: s.product, Reason: s.reason})
		want := []string{"of both", "of the group", "of the product", "of everything"}
		if got := s.titles(c.expert, c.id, ""); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if got := s.titles(c.expert, c.id, " ANOTHER page "); len(got) != 2 {
			t.Errorf("search found %q", got)
		}
		if got := s.titles(c.expert, c.id, "100%_"); len(got) != 0 {
			t.Errorf("wildcards found %q", got)
		}
		for name, by := range map[string]domain.Actor{
			"the customer": c.customer, "another expert": {Role: domain.RoleExpert, ID: "exp_other"}, "nobody": {},
		} {
			if _, err := db.Views().FittingFacts(t.Context(), by, c.id, ""); !errors.Is(err, desk.ErrUnknownConversation) {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

func TestACardStaysAsItWasSent(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		s.expert(roster.Mentor)
		one, two := s.fact("one", nil), s.fact("two", nil)
		c := s.assigned(desk.Question{})
		post := func(by domain.Actor, client, text string, ids ...domain.FactID) error {
			_, err := s.desk.Post(t.Context(), by, c.id, client, text, ids...)
			return err
		}
		s.refused(post(c.customer, "c1", "Look.", one), desk.ErrTheirFacts)
		s.refused(post(c.expert, "c1", "Look.", one, one), desk.ErrManyFacts)
		s.refused(post(c.expert, "c1", "Look.", one, two, "fct_3", "fct_4"), desk.ErrManyFacts)
		s.refused(post(c.expert, "c1", "Look.", "fct_none"), desk.ErrUnknownFact)
		long := s.fact("long", func(f *knowledge.Fact) { f.Body = strings.Repeat("Every word of it. ", 8) })
		s.refused(post(c.expert, "c1", strings.Repeat("Every word of it. ", 8), long), desk.ErrOwnWords)
		s.must(post(c.expert, "c1", "I looked it up for you.", two, one))
		s.must(post(c.expert, "c1", "I looked it up for you.", two, one)) // a resend

		title, yes := "changed", true
		_, err := s.knowledge.ChangeFact(t.Context(), one, knowledge.Change{Title: &title})
		s.must(err)
		_, err = s.knowledge.ChangeFact(t.Context(), two, knowledge.Change{Archived: &yes})
		s.must(err)
		s.refused(post(c.expert, "c2", "Once more.", two), desk.ErrUnknownFact)

		line, err := db.Views().Timeline(t.Context(), c.customer, c.id, 0, 0)
		s.must(err)
		sent := line.Entries[len(line.Entries)-1]
		if sent.Data == nil || len(sent.Data.Facts) != 2 || sent.Data.Facts[0].Title != "two" || sent.Data.Facts[1].Title != "one" ||
			sent.Data.Facts[1].Source != "Manual, page 6" || sent.Data.Facts[1].URL == "" {
			t.Fatalf("the customer sees %+v", sent.Data)
		}
		s.must(s.desk.Close(t.Context(), c.expert, c.id, desk.Closure{Outcome: desk.Partly, Reason: s.reason}))
		all, err := db.Views().Facts(t.Context(), storage.FactsFor{Archived: true}, storage.Page{})
		s.must(err)
		for _, f := range all.Items {
			if f.ID != long && (f.Used != 1 || f.Solved != 0) {
				t.Errorf("%s was used %d times and solved %d", f.Title, f.Used, f.Solved)
			}
		}
		_, err = s.desk.Rate(t.Context(), c.customer.Customer(), c.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})
		s.must(err)
		if f, err := db.Views().Fact(t.Context(), one); err != nil || f.Solved != 1 {
			t.Errorf("the customer's word counts before the expert's: %+v, %v", f, err)
		}
	})
}

func TestFactsAreKeptApartFromOldVersions(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		id := s.fact("one", func(f *knowledge.Fact) { f.Product, f.Reason = s.product, s.reason })
		var wg sync.WaitGroup
		won := make([]error, 4)
		for i := range won {
			wg.Go(func() {
				title := strings.Repeat("x", i+1)
				_, won[i] = s.knowledge.ChangeFact(t.Context(), id, knowledge.Change{Title: &title, Version: 1})
			})
		}
		wg.Wait()
		first := 0
		for _, err := range won {
			if err == nil {
				first++
			} else if !errors.Is(err, knowledge.ErrStaleVersion) {
				t.Errorf("got %v", err)
			}
		}
		if first != 1 {
			t.Errorf("%d changes of one version", first)
		}
		for want, c := range map[*domain.Error]knowledge.Change{
			knowledge.ErrUnknownProduct: {Product: new(domain.ProductID("prd_none"))},
			knowledge.ErrUnknownReason:  {Reason: new(domain.ReasonID("rsn_none"))},
		} {
			_, err := s.knowledge.ChangeFact(t.Context(), id, c)
			s.refused(err, want)
		}
		storagetest.Exec(t, db, "UPDATE products SET archived_at = 1 WHERE id = ?", s.product)
		_, err := s.knowledge.ChangeFact(t.Context(), id, knowledge.Change{Title: new("still mine")})
		s.must(err) // its product was archived meanwhile
		_, err = s.knowledge.ChangeFact(t.Context(), "fct_none", knowledge.Change{})
		s.refused(err, knowledge.ErrFactNotFound)
	})
}

func TestNearlyTheSameToOthers(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newShelf(t, db)
		s.expert(roster.Mentor)
		text := "Press each pad at 12, 4 and 8 o'clock until you hear a click on every side of it."
		first := s.assigned(desk.Question{})
		s.says(first.expert, first.id, text)
		s.says(first.expert, first.id, text)
		s.clock.Add(20 * 24 * time.Hour)
		second := s.assigned(desk.Question{})
		alike := func(by domain.Actor, id domain.ConversationID, text string) int {
			v, err := db.Views().Alike(t.Context(), by, id, text, s.clock.Now())
			s.must(err)
			return v.People
		}
		if n := alike(second.expert, second.id, strings.ToUpper(text)); n != 1 {
			t.Errorf("alike to %d, want 1", n)
		}
		if n := alike(first.expert, first.id, text); n != 0 {
			t.Errorf("what the customer got counts as another's: %d", n)
		}
		if n := alike(second.expert, second.id, "A text that nobody got before, about the amplifier and its inputs."); n != 0 {
			t.Errorf("alike to %d", n)
		}
		s.clock.Add(11 * 24 * time.Hour)
		if n := alike(second.expert, second.id, text); n != 0 {
			t.Errorf("after 31 days it is alike to %d", n)
		}
		for _, by := range []domain.Actor{{Role: domain.RoleExpert, ID: "exp_other"}, {}} {
			if _, err := db.Views().Alike(t.Context(), by, second.id, text, s.clock.Now()); !errors.Is(err, desk.ErrUnknownConversation) {
				t.Errorf("%v: got %v", by, err)
			}
		}
	})
}
