package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAQuestionIsAnsweredClosedAndRated(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		reason := f.reason("rsn_1", 2, false)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{Text: " Does it float?\r\n", Reason: reason})
		if c := f.conversation(h.id); c.Question != "Does it float?" || c.Status != desk.Assigned || c.Channel != "chat" || c.Language != "en" {
			t.Fatalf("%+v", c)
		}
		f.says(h.expert, h.id, "It does.")
		f.says(h.customer, h.id, "Thank you!")
		for seq, want := range map[int]int{99: 6, 3: 6, 7: 6} { // never back, never beyond what there is to read
			if mark, err := f.desk.Read(t.Context(), h.expert, h.id, seq); err != nil || (seq == 99 && mark != want) || mark > want {
				t.Fatalf("mark %d, %v", mark, err)
			}
		}
		f.refused(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved}), desk.ErrReasonRequired)
		f.refused(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: "rsn_1"}), desk.ErrReasonLevel)
		f.must(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: reason}))
		if s := f.seats(h.expert.Expert())[0]; s.Conversation != "" || !s.Open || s.Due != "" {
			t.Fatalf("the seat is not free: %+v", s)
		}
		_, err := f.desk.Rate(t.Context(), h.customer.Customer(), h.id, desk.Opinion{Stars: 4, Solved: desk.SolvedYes})
		f.refused(err, desk.ErrCauseRequired)
		_, err = f.desk.Rate(t.Context(), "cus_other", h.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})
		f.refused(err, desk.ErrUnknownConversation)
		again := true
		r, err := f.desk.Rate(t.Context(), h.customer.Customer(), h.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes, Again: &again})
		f.must(err)
		if r.Difficulty != 2 || !r.Controllable || r.Reason != reason || r.Expert != h.expert.Expert() {
			t.Fatalf("%+v", r)
		}
		said := f.conversation(h.id).LastSeq
		if r, err = f.desk.Rate(t.Context(), h.customer.Customer(), h.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes}); err != nil || r.Version != 1 {
			t.Fatalf("the same again: %+v, %v", r, err)
		}
		if n := f.conversation(h.id).LastSeq; n != said {
			t.Fatalf("the same again wrote %d entries", n-said)
		}
		r, err = f.desk.Rate(t.Context(), h.customer.Customer(), h.id, desk.Opinion{Stars: 2, Solved: desk.SolvedNo, Cause: desk.CauseCompany})
		f.must(err)
		if r.Controllable || r.Version != 2 {
			t.Fatalf("changed: %+v", r)
		}
		if c := f.conversation(h.id); c.Episode.ConfirmedBy != desk.ByRating {
			t.Fatalf("%+v", c.Episode)
		}
		storagetest.Exec(t, db, "UPDATE ratings SET settled_at = 1")
		_, err = f.desk.Rate(t.Context(), h.customer.Customer(), h.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})
		f.refused(err, desk.ErrSettled)
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'conversation.confirmed'"); n != 1 {
			t.Fatalf("confirmed %d times", n)
		}
		f.whole()
	})
}

func TestAReplyOpensTheSameEpisodeOrANewOne(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		f.says(h.expert, h.id, "It does.")
		f.must(f.desk.Close(t.Context(), h.customer, h.id, desk.Closure{Outcome: desk.Partly}))
		f.says(h.customer, h.id, "But not for long.")
		c := f.conversation(h.id)
		if c.Status != desk.Queued || c.Class != desk.ClassFront || c.Episode.No != 1 || c.Preferred != h.expert.Expert() {
			t.Fatalf("%+v", c)
		}
		f.allocate()
		if by := f.accept(h.id); by != h.expert {
			t.Fatalf("%s has it now", by.ID)
		}
		f.says(h.expert, h.id, "For a day.")
		f.must(f.desk.Close(t.Context(), h.customer, h.id, desk.Closure{}))
		if c := f.conversation(h.id); c.Episode.ConfirmedBy != desk.ByCustomer || c.Episode.Outcome != desk.Solved {
			t.Fatalf("%+v", c.Episode)
		}
		_, err := f.desk.Rate(t.Context(), h.customer.Customer(), h.id, desk.Opinion{Stars: 3, Solved: desk.SolvedNo, Cause: desk.CauseExpert})
		f.must(err)
		f.says(h.customer, h.id, "It sank.")
		c = f.conversation(h.id)
		if c.Status != desk.Queued || c.Class != desk.ClassUrgent || c.Episode.No != 2 {
			t.Fatalf("%+v", c)
		}
		f.expert(roster.Senior)
		complaint := f.assigned(desk.Question{Reason: f.reason("rsn_1", 2, true)})
		f.says(complaint.expert, complaint.id, "I am sorry.")
		f.must(f.desk.Close(t.Context(), complaint.customer, complaint.id, desk.Closure{Outcome: desk.Solved}))
		f.says(complaint.customer, complaint.id, "It happened again.")
		if c := f.conversation(complaint.id); c.Class != desk.ClassUrgent || c.Episode.No != 2 {
			t.Fatalf("%+v", c)
		}
		f.whole()
	})
}

func TestSilenceConfirmsAfterTwoDays(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		swept, noticed := f.assigned(desk.Question{}), f.assigned(desk.Question{})
		for _, h := range []held{swept, noticed} {
			f.must(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: f.reason("rsn_1", 3, false)}))
		}
		closed := f.clock.Now()
		f.clock.Add(desk.SilenceConfirms - time.Millisecond)
		if n, err := f.desk.ConfirmSilent(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		f.clock.Add(5 * time.Hour)
		f.says(noticed.customer, noticed.id, "One more thing")
		if c := f.conversation(noticed.id); c.Episode.No != 2 || c.Class != desk.ClassNormal {
			t.Fatalf("%+v", c)
		}
		for range 2 {
			_, err := f.desk.ConfirmSilent(t.Context())
			f.must(err)
		}
		at := closed.Add(desk.SilenceConfirms).UnixMilli()
		if n := f.count("SELECT COUNT(*) FROM episodes WHERE confirmed_at = ? AND confirmed_by = 'silence'", at); n != 2 {
			t.Fatalf("%d episodes confirmed", n)
		}
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'conversation.confirmed'"); n != 2 {
			t.Fatalf("confirmed %d times", n)
		}
		f.whole()
	})
}

func TestARestingConversationEndsInTheEnd(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Rookie)
		h := f.assigned(desk.Question{})
		f.says(h.expert, h.id, "It does.")
		f.clock.Add(15 * time.Minute)
		f.tick()
		f.clock.Add(desk.SilenceConfirms - time.Millisecond)
		if n, err := f.desk.ConfirmSilent(t.Context()); n != 0 || err != nil {
			t.Fatalf("%d, %v", n, err)
		}
		f.clock.Add(time.Millisecond)
		_, err := f.desk.ConfirmSilent(t.Context())
		f.must(err)
		c := f.conversation(h.id)
		if c.Status != desk.Closed || c.Episode.ClosedBy != domain.RoleSystem || c.Episode.Expert != h.expert.Expert() || c.Episode.Confirmed() {
			t.Fatalf("%+v", c)
		}
		f.clock.Add(desk.SilenceConfirms)
		_, err = f.desk.ConfirmSilent(t.Context())
		f.must(err)
		if c := f.conversation(h.id); c.Episode.ConfirmedBy != desk.BySilence {
			t.Fatalf("%+v", c.Episode)
		}
		f.whole()
	})
}

func TestASilentExpertIsNudgedAndThenLosesTheConversation(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		if next := f.tick(); !next.Equal(f.clock.Now().Add(15 * time.Second)) {
			t.Fatalf("due at %s", next)
		}
		f.clock.Add(desk.NudgeAfter)
		f.says(h.customer, h.id, "Hello?") // does not put the clock off
		f.tick()
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'expert.nudged'"); n != 1 {
			t.Fatalf("nudged %d times", n)
		}
		f.clock.Add(desk.ReofferAfter - desk.NudgeAfter - time.Millisecond)
		f.tick()
		if c := f.conversation(h.id); c.Status != desk.Assigned {
			t.Fatalf("%s too early", c.Status)
		}
		f.clock.Add(time.Millisecond)
		if next := f.tick(); !next.IsZero() {
			t.Fatalf("due at %s", next)
		}
		c := f.conversation(h.id)
		if c.Status != desk.Queued || c.Class != desk.ClassFront || c.Expert != "" {
			t.Fatalf("%+v", c)
		}
		_, err := f.desk.Post(t.Context(), h.expert, h.id, "late", "Sorry!")
		f.refused(err, desk.ErrUnknownConversation)
		f.allocate() // nobody but the silent one is there, and not within a minute
		if _, found := f.openOffer(h.id); found {
			t.Fatal("offered to the silent expert at once")
		}
		f.clock.Add(time.Minute)
		f.allocate()
		f.accept(h.id)
		f.whole()
	})
}

func TestASilentCustomerGivesTheSeatBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Rookie)
		f.expert(roster.Rookie)
		h := f.assigned(desk.Question{})
		f.says(h.expert, h.id, "Which one do you have?")
		f.clock.Add(15 * time.Minute)
		f.tick()
		c := f.conversation(h.id)
		if c.Status != desk.Waiting || c.Expert != "" || c.Preferred != h.expert.Expert() {
			t.Fatalf("%+v", c)
		}
		f.says(h.customer, h.id, "The blue one.")
		if c := f.conversation(h.id); c.Status != desk.Queued || c.Class != desk.ClassFront {
			t.Fatalf("%+v", c)
		}
		f.allocate()
		if by := f.accept(h.id); by != h.expert {
			t.Fatalf("%s has it instead of %s", by.ID, h.expert.ID)
		}
		f.whole()
	})
}

func TestThreeLapsesAreAway(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		for range 3 {
			id := f.asked()
			f.allocate()
			o := f.offer(id)
			f.clock.Add(desk.OfferTime)
			_, err := f.desk.Accept(t.Context(), e, o.ID)
			f.refused(err, desk.ErrOfferLapsed)
			f.tick()
			f.refused(f.desk.Decline(t.Context(), e, o.ID), desk.ErrOfferLapsed)
			if c := f.conversation(id); c.Status != desk.Queued || c.Class != desk.ClassNormal {
				t.Fatalf("%+v", c)
			}
		}
		if n := f.count(`SELECT COUNT(*) FROM outbox WHERE name = 'expert.presenceChanged' AND payload LIKE '%"lapses"%'`); n != 1 {
			t.Fatalf("told %d times", n)
		}
		if n := f.count("SELECT COUNT(*) FROM experts WHERE presence = 'away' AND lapses = 3"); n != 1 {
			t.Fatal("the expert is not away")
		}
		f.clock.Add(time.Minute)
		f.allocate()
		if n := f.count("SELECT COUNT(*) FROM offers WHERE state = 'open'"); n != 0 {
			t.Fatal("an expert who is away was asked")
		}
		f.must(f.desk.SetPresence(t.Context(), e, roster.Available))
		f.allocate()
		if n := f.count("SELECT COUNT(*) FROM offers WHERE state = 'open'"); n != 1 {
			t.Fatal("nobody was asked")
		}
		f.must(f.desk.SetPresence(t.Context(), e, roster.Break))
		if n := f.count("SELECT COUNT(*) FROM offers WHERE state = 'withdrawn'"); n != 1 {
			t.Fatal("the offer was not given back")
		}
		f.whole()
	})
}

func TestTheQueueIsServedByClassAndAge(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		complaint := f.reason("rsn_1", 2, true)
		first, second := f.asked(), f.asked()
		f.clock.Add(time.Second)
		urgent := f.ask(f.customer(), desk.Question{Reason: complaint})
		dutch := f.ask(f.customer(), desk.Question{Language: "nl"})
		e := f.expert(roster.Senior)
		for _, id := range []domain.ConversationID{urgent, first, second} {
			f.allocate()
			if o := f.offer(id); o.Expert != e {
				t.Fatalf("%s got %s", o.Expert, id)
			}
			f.accept(id)
		}
		f.allocate()
		if c := f.conversation(dutch); c.Status != desk.Queued {
			t.Fatalf("nobody speaks Dutch, but it is %s", c.Status)
		}
		f.whole()
	})
}

func TestADeclinedConversationGoesToSomebodyElse(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		a, b := f.expert(roster.Senior), f.expert(roster.Senior)
		id := f.asked()
		f.allocate()
		first := f.offer(id)
		f.refused(f.desk.Decline(t.Context(), map[domain.ExpertID]domain.ExpertID{a: b, b: a}[first.Expert], first.ID), desk.ErrUnknownOffer)
		f.must(f.desk.Decline(t.Context(), first.Expert, first.ID))
		f.refused(f.desk.Decline(t.Context(), first.Expert, first.ID), desk.ErrOfferDeclined)
		f.allocate()
		second := f.offer(id)
		if second.Expert == first.Expert {
			t.Fatal("asked the same expert again")
		}
		sum := 0
		for _, factor := range second.Why.Factors {
			sum += factor.Points
		}
		if sum != second.Why.Score || len(second.Why.Factors) != 6 || len(second.Why.Filters) == 0 {
			t.Fatalf("%+v", second.Why)
		}
		f.must(f.desk.Close(t.Context(), domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}, id, desk.Closure{Outcome: desk.Withdrawn}))
		_, err := f.desk.Accept(t.Context(), second.Expert, second.ID)
		f.refused(err, desk.ErrAlreadyTaken)
		f.whole()
	})
}

func TestWhatPointsNowhereIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		c := f.customer()
		for want, q := range map[*domain.Error]desk.Question{
			desk.ErrUnknownReason: {Text: "x", Reason: "rsn_none"}, desk.ErrUnknownProduct: {Text: "x", Product: "prd_none"},
			desk.ErrTextLength: {Text: " \n "}, desk.ErrBadText: {Text: "a\x00b"}, desk.ErrBadChannel: {Text: "x", Channel: "fax"},
			desk.ErrBadLanguage: {Text: "x", Language: "../en"},
		} {
			_, err := f.desk.Open(t.Context(), c, q)
			f.refused(err, want)
		}
		if n := f.count("SELECT COUNT(*) FROM conversations"); n != 0 {
			t.Fatalf("%d conversations", n)
		}
	})
}

// The channels are a row of the brand's, no constants: what a manager adds counts
// for the next question, and what is taken away counts no more.
func TestChannelsAreData(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		b := brand.New(db.Brand, f.runtime())
		set := func(channels ...string) {
			t.Helper()
			s, _, err := db.Views().Brand(t.Context())
			f.must(err)
			s.Channels = channels
			_, err = b.ChangeSettings(t.Context(), s)
			f.must(err)
		}
		comes := func(by string) (string, error) {
			id, err := f.desk.Open(t.Context(), f.customer(), desk.Question{Text: "Does it float?", Channel: by})
			if err != nil {
				return "", err
			}
			return f.conversation(id).Channel, nil
		}
		_, err := comes("whatsapp")
		f.refused(err, desk.ErrBadChannel)
		set("chat", "whatsapp")
		for _, channel := range []string{"whatsapp", "chat"} {
			if got, err := comes(channel); err != nil || got != channel {
				t.Errorf("by %s: %s, %v", channel, got, err)
			}
		}
		_, err = comes("email")
		f.refused(err, desk.ErrBadChannel)
		set() // says nothing: they stay
		if _, err := comes("whatsapp"); err != nil {
			t.Error(err)
		}
	})
}
