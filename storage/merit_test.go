package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// praised is a school with recognition: who answers, and a colleague who is away.
type praised struct {
	*school
	merit     *merit.Merits
	who       domain.ExpertID
	colleague domain.Actor
}

func newPraised(t *testing.T, db *storage.DB) *praised {
	t.Helper()
	p := &praised{school: newSchool(t, db)}
	p.merit = merit.New(db.Merit, db.Views(), p.runtime())
	id := p.expert(roster.FullExpert)
	p.must(p.desk.SetPresence(t.Context(), id, roster.Away))
	p.colleague = domain.Actor{Role: domain.RoleExpert, ID: string(id)}
	p.who = p.expert(roster.FullExpert)
	return p
}

func (p *praised) of(e domain.ExpertID) storage.MeritView {
	p.Helper()
	m, err := p.db.Views().Merit(p.Context(), e, p.clock.Now())
	p.must(err)
	return m
}

func (p *praised) wall(by domain.Actor) storage.MeritWallView {
	p.Helper()
	w, err := p.db.Views().MeritWall(p.Context(), by, p.clock.Now())
	p.must(err)
	return w
}

// rated is a conversation of the only available expert with so many stars.
func (p *praised) rated(stars int) (domain.CustomerID, domain.ConversationID) {
	p.Helper()
	part := p.part()
	c := p.conversation(part.Conversation)
	o := desk.Opinion{Stars: stars, Solved: desk.SolvedYes}
	if stars < 5 {
		o.Cause = desk.CauseCompany
	}
	_, err := p.desk.Rate(p.Context(), c.Customer, c.ID, o)
	p.must(err)
	return c.Customer, c.ID
}

func TestKudosAreThreeAWeekAndWorthNothing(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPraised(t, db)
		give := func(by domain.Actor, to domain.ExpertID, text string) error {
			_, err := p.merit.GiveKudos(t.Context(), by, to, text)
			return err
		}
		p.refused(give(p.colleague, p.who, " ok "), merit.ErrWords)
		p.refused(give(p.colleague, p.who, strings.Repeat("a", 301)), merit.ErrWords)
		p.refused(give(p.colleague, p.colleague.Expert(), "I was good."), merit.ErrOwnMerit)
		p.refused(give(p.colleague, "exp_none", "You were good."), roster.ErrUnknownExpert)
		p.must(give(p.colleague, p.who, " You stayed calm with the refund. "))
		p.refused(give(p.colleague, p.who, "And again."), merit.ErrKudosGiven)
		gone := p.expert(roster.Senior)
		storagetest.Exec(t, db, "UPDATE experts SET state = 'retired', presence = 'away' WHERE id = ?", gone)
		p.refused(give(p.colleague, gone, "You were good."), merit.ErrNotHere)
		for range 2 {
			p.must(give(p.colleague, p.expert(roster.Rookie), "Good first week."))
		}
		p.refused(give(p.colleague, p.expert(roster.Rookie), "Good first week."), merit.ErrQuota)
		p.must(give(p.boss, p.who, "Thank you for Saturday."))
		got := p.of(p.who).Kudos
		if len(got) != 2 || got[0].From != "Els" || !got[0].Staff || got[1].Text != "You stayed calm with the refund." || got[1].Staff {
			t.Fatalf("%+v", got)
		}
		if w := p.wall(p.colleague); w.KudosLeft != 0 || len(w.Praised) != 3 || len(w.Praise) != 0 || len(w.Experts) != 0 {
			t.Errorf("nobody wants to be on the wall: %+v", w)
		}
		if n := p.count("SELECT COUNT(*) FROM transfers"); n != 0 {
			t.Errorf("%d transfers", n)
		}

		p.must(p.merit.SetWall(t.Context(), p.who, true))
		p.must(p.merit.SetWall(t.Context(), p.who, true))
		w := p.wall(p.boss)
		if len(w.Experts) != 1 || w.Experts[0].Kudos != 2 || len(w.Praise) != 2 || w.Praise[0].From != "Els" || w.KudosLeft != 2 {
			t.Fatalf("%+v", w)
		}
		p.refused(p.merit.HideKudos(t.Context(), p.boss, got[1].ID, "  "), merit.ErrWhy)
		p.refused(p.merit.HideKudos(t.Context(), p.boss, "kud_none", "names a customer"), merit.ErrNoKudos)
		p.must(p.merit.HideKudos(t.Context(), p.boss, got[1].ID, "names a customer"))
		p.refused(p.merit.HideKudos(t.Context(), p.boss, got[1].ID, "names a customer"), merit.ErrKudosHidden)
		if w := p.wall(p.boss); w.Experts[0].Kudos != 1 || len(w.Praise) != 1 || len(p.of(p.who).Kudos) != 1 {
			t.Errorf("what is hidden is read: %+v", w)
		}
		p.refused(give(p.colleague, p.who, "And again."), merit.ErrKudosGiven)
		p.must(p.merit.SetWall(t.Context(), p.who, false))
		if w := p.wall(p.boss); len(w.Experts) != 0 || len(w.Praise) != 0 {
			t.Errorf("who went off the wall is on it: %+v", w)
		}
		if n := p.count("SELECT COUNT(*) FROM wall_consents"); n != 2 {
			t.Errorf("%d words on the wall are kept", n)
		}
		p.clock.Add(7 * 24 * time.Hour)
		p.must(give(p.colleague, p.who, "Another week."))
		p.sound()
	})
}

// The race: somebody gives ten kudos at once, two to each of five. The database
// has three places in a week and one for each colleague.
func TestTheQuotaHoldsWhoeverIsAtIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPraised(t, db)
		var to [5]domain.ExpertID
		for i := range to {
			to[i] = p.expert(roster.Rookie)
		}
		var wg sync.WaitGroup
		results := make([]error, 10)
		for i := range results {
			wg.Go(func() {
				_, results[i] = p.merit.GiveKudos(t.Context(), p.colleague, to[i%5], fmt.Sprintf("You were good, %d.", i))
			})
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, merit.ErrQuota) && !errors.Is(err, merit.ErrKudosGiven):
				t.Error(err)
			}
		}
		if n := p.count("SELECT COUNT(*) FROM kudos"); won != 3 || n != 3 {
			t.Errorf("%d won, %d are there", won, n)
		}
	})
}

func TestACardIsLeftOnceAndShownLater(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPraised(t, db)
		p.must(p.merit.SetWall(t.Context(), p.who, true))
		thank := func(by domain.CustomerID, id domain.ConversationID, text string) error {
			_, err := p.merit.Thank(t.Context(), by, id, text)
			return err
		}
		customer, id := p.rated(3)
		p.refused(thank(customer, id, "Thank you!"), merit.ErrNotGlad)
		plain := p.part()
		p.refused(thank(p.conversation(plain.Conversation).Customer, plain.Conversation, "Thank you!"), merit.ErrNotGlad)
		customer, id = p.rated(4)
		p.refused(thank("cus_other", id, "Thank you!"), merit.ErrNotGlad)
		p.refused(thank(customer, id, "  "), merit.ErrWords)
		var wg sync.WaitGroup
		results := make([]error, 6)
		for i := range results {
			wg.Go(func() { results[i] = thank(customer, id, "You saved my Sunday.") })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, merit.ErrThanked):
				t.Error(err)
			}
		}
		if won != 1 || p.count("SELECT COUNT(*) FROM thanks") != 1 {
			t.Fatalf("%d cards", won)
		}
		linked, tied := p.rated(5)
		storagetest.Exec(t, db, "UPDATE episodes SET linked = 'person' WHERE conversation_id = ?", tied)
		p.refused(thank(linked, tied, "Thank you!"), merit.ErrNotGlad)

		show := func() int {
			t.Helper()
			n, err := p.merit.ShowThanks(t.Context())
			p.must(err)
			return n
		}
		p.refused(p.merit.HideThanks(t.Context(), p.boss, merit.ThanksID(storagetest.Text(t, db, "SELECT id FROM thanks")), "Early."), merit.ErrNoThanks)
		if n := show(); n != 0 || len(p.of(p.who).Thanks) != 0 || len(p.wall(p.boss).Praise) != 0 {
			t.Errorf("a card is shown at once")
		}
		p.clock.Add(12*time.Hour + time.Minute)
		if a, b := show(), show(); a != 1 || b != 0 {
			t.Errorf("told %d times, then %d", a, b)
		}
		got := p.of(p.who).Thanks
		if len(got) != 1 || got[0].Text != "You saved my Sunday." || len(p.wall(p.boss).Praise) != 1 {
			t.Errorf("%+v", got)
		}
		p.hides(got[0].ID)
		if w := p.wall(p.boss); len(p.of(p.who).Thanks) != 0 || len(w.Praise) != 0 || w.Experts[0].Thanks != 0 {
			t.Errorf("what is hidden is read: %+v", w)
		}
		storagetest.Exec(t, db, "UPDATE thanks SET expert_id = ?", p.colleague.ID)
		p.finds("thanks")
	})
}

// hides lets two managers hide a card at once: one does, the other is told so.
func (p *praised) hides(id merit.ThanksID) {
	p.Helper()
	p.refused(p.merit.HideThanks(p.Context(), p.boss, id, " "), merit.ErrWhy)
	p.refused(p.merit.HideThanks(p.Context(), p.boss, "thk_none", "It names a neighbour."), merit.ErrNoThanks)
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		both.Go(func() { errs[i] = p.merit.HideThanks(p.Context(), p.boss, id, "It names a neighbour.") })
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		p.Fatal(errs)
	}
	p.refused(errors.Join(errs...), merit.ErrThanksHid)
}

// finds fails the test unless the books name a row of a table.
func (p *praised) finds(table string) {
	p.Helper()
	findings, err := p.db.Reconcile(p.Context())
	p.must(err)
	for _, f := range findings {
		if f.Table == table {
			return
		}
	}
	p.Errorf("nothing is found in %s: %+v", table, findings)
}

func TestASpotAwardIsOneAMonth(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPraised(t, db)
		award := func(to domain.ExpertID) error {
			_, err := p.merit.AwardSpot(t.Context(), p.boss, to, "The letter to the two brothers.")
			return err
		}
		_, err := p.merit.AwardSpot(t.Context(), p.boss, p.who, "x")
		p.refused(err, merit.ErrWords)
		p.refused(award("exp_none"), roster.ErrUnknownExpert)
		var wg sync.WaitGroup
		results := make([]error, 6)
		for i := range results {
			wg.Go(func() { results[i] = award([]domain.ExpertID{p.who, p.colleague.Expert()}[i%2]) })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, merit.ErrSpotGiven):
				t.Error(err)
			}
		}
		spots, err := db.Views().Spots(t.Context(), p.clock.Now())
		p.must(err)
		if won != 1 || len(spots.Awards) != 1 || !spots.Given || spots.Awards[0].By != "Els" {
			t.Fatalf("%d won: %+v", won, spots)
		}
		p.clock.Add(31 * 24 * time.Hour)
		spots, err = db.Views().Spots(t.Context(), p.clock.Now())
		p.must(err)
		if spots.Given {
			t.Error("another month has its award before it was given")
		}
		p.must(award(p.who))
		storagetest.Exec(t, db, "UPDATE experts SET state = 'suspended', presence = 'away' WHERE id = ?", p.who)
		p.clock.Add(31 * 24 * time.Hour)
		p.refused(award(p.who), merit.ErrNotHere)
		p.sound()
	})
}
