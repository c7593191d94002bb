package storage_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

const summary = "Asked: does it float? Tried: a bath. Open: salt water."

// manager adds one of the staff.
func (f *floor) manager(name string) domain.Actor {
	f.Helper()
	id := fmt.Sprintf("mgr_%08d", f.ids.Add(1))
	storagetest.Exec(f.TB, f.db, `INSERT INTO people (id, role, email, name, language, version, created_at)
		VALUES (?, 'manager', ?, ?, 'en', 1, 0)`, id, id+"@example.org", name)
	return domain.Actor{Role: domain.RoleManager, ID: id}
}

func (f *floor) handOver(by domain.Actor, id domain.ConversationID, to desk.Destination) desk.HandOver {
	f.Helper()
	h, err := f.desk.HandOver(f.Context(), by, id, to, summary)
	f.must(err)
	return h
}

// sound fails the test unless every timeline, seat, assignment and hand-over
// agree, and reconciliation says so too.
func (f *floor) sound() {
	f.Helper()
	f.whole()
	found, err := f.db.Reconcile(f.Context())
	if err != nil || len(found) != 0 {
		f.Fatalf("%v, %v", found, err)
	}
}

var toExperts, toStaff = desk.Destination{Desk: desk.ByExperts}, desk.Destination{Desk: desk.ByStaff}

func TestAHandOverToAnExpert(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		f.says(h.expert, h.id, "Let me see.")
		made := f.handOver(h.expert, h.id, toExperts)
		if c := f.conversation(h.id); c.Status != desk.Queued || c.Class != desk.ClassFront || c.Expert != "" || c.Episode.HandOvers != 1 {
			t.Fatalf("%+v", c)
		}
		if n := f.count("SELECT COUNT(*) FROM seats WHERE conversation_id IS NOT NULL"); n != 0 {
			t.Fatalf("%d seats are taken", n)
		}
		if n := f.count("SELECT COUNT(*) FROM assignments WHERE end_reason = 'handed_over' AND expert_id = ?", h.expert.ID); n != 1 {
			t.Fatalf("%d assignments ended as handed over", n)
		}
		f.clock.Add(2 * time.Minute)
		f.allocate()
		if o, found := f.openOffer(h.id); found {
			t.Fatalf("who gave it is asked again: %+v", o)
		}
		other := f.expert(roster.Senior)
		f.allocate()
		offers, err := db.Views().OpenOffersOf(t.Context(), other, "en", f.clock.Now())
		f.must(err)
		if len(offers) != 1 || offers[0].HandOver == nil || offers[0].HandOver.Summary != summary || offers[0].HandOver.Named {
			t.Fatalf("%+v", offers)
		}
		receiver := f.accept(h.id)
		f.seenBy(receiver, h, made)
		f.sound()
	})
}

// seenBy checks who sees what of a hand-over that was received.
func (f *floor) seenBy(receiver domain.Actor, h held, made desk.HandOver) {
	f.Helper()
	ctx, views := f.Context(), f.db.Views()
	for _, by := range []domain.Actor{h.expert, h.customer} {
		_, err := views.HandOversOf(ctx, by, h.id)
		f.refused(err, desk.ErrUnknownConversation)
	}
	_, err := views.Conversation(ctx, h.expert, h.id)
	f.refused(err, desk.ErrUnknownConversation)
	_, err = f.desk.Post(ctx, h.expert, h.id, "late", "Still me?")
	f.refused(err, desk.ErrUnknownConversation)
	view, err := views.HandOversOf(ctx, receiver, h.id)
	f.must(err)
	if view.Left != 1 || len(view.Items) != 1 || view.Items[0].Summary != summary || !view.Items[0].CanScore || view.Items[0].From.ID != "" {
		f.Fatalf("%+v", view)
	}
	line, err := views.Timeline(ctx, h.customer, h.id, 0, 0)
	f.must(err)
	var told int
	for _, e := range line.Entries {
		if strings.Contains(e.Text, "salt") {
			f.Fatal("the customer reads the summary")
		}
		if e.Kind == desk.KindHandOver && e.Data.Why == "handed_over" {
			told++
		}
	}
	if told != 1 {
		f.Fatalf("the customer was told %d times", told)
	}
	if made.No != 1 {
		f.Fatalf("%+v", made)
	}
}

func TestAScoreIsGivenOnceByTheReceiver(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		f.expert(roster.Senior)
		made := f.handOver(h.expert, h.id, toExperts)
		_, err := f.desk.ScoreHandOver(t.Context(), h.expert, made.ID, 5)
		f.refused(err, desk.ErrUnknownHandOver)
		f.allocate()
		receiver := f.accept(h.id)
		for _, by := range []domain.Actor{h.expert, h.customer, f.manager("Hidde Terpstra")} {
			_, err := f.desk.ScoreHandOver(t.Context(), by, made.ID, 5)
			f.refused(err, desk.ErrUnknownHandOver)
		}
		for _, score := range []int{0, 6, -1} {
			_, err := f.desk.ScoreHandOver(t.Context(), receiver, made.ID, score)
			f.refused(err, desk.ErrBadScore)
		}
		var given, refused atomic.Int64
		together(10, func(i int) {
			switch _, err := f.desk.ScoreHandOver(t.Context(), receiver, made.ID, 1+i%2*3); {
			case err == nil:
				given.Add(1)
			case errors.Is(err, desk.ErrScored):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
		if given.Load() != 5 || refused.Load() != 5 {
			t.Fatalf("%d given, %d refused", given.Load(), refused.Load())
		}
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'handOver.scored'"); n != 1 {
			t.Fatalf("%d events", n)
		}
		f.sound()
	})
}

func TestANamedColleagueIsAskedFirst(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		others := []domain.ExpertID{f.expert(roster.Senior), f.expert(roster.Senior), f.expert(roster.Senior)}
		away := others[0]
		f.must(f.desk.SetPresence(t.Context(), away, roster.Away))
		for _, to := range []domain.ExpertID{away, h.expert.Expert(), "exp_none"} {
			_, err := f.desk.HandOver(t.Context(), h.expert, h.id, desk.Destination{Desk: desk.ByExperts, Expert: to}, summary)
			f.refused(err, desk.ErrNotReceivable)
		}
		known, err := f.desk.Receivers(t.Context(), h.expert, h.id)
		f.must(err)
		if len(known) != 2 || known[0].Free != 3 || known[0].Topic != "none" {
			t.Fatalf("%+v", known)
		}
		_, err = f.desk.Receivers(t.Context(), h.customer, h.id)
		f.refused(err, desk.ErrUnknownConversation)
		named := others[2]
		f.handOver(h.expert, h.id, desk.Destination{Desk: desk.ByExperts, Expert: named})
		f.allocate()
		if o := f.offer(h.id); o.Expert != named || !o.Why.Preferred {
			t.Fatalf("%s is asked instead of %s", o.Expert, named)
		}
		f.clock.Add(desk.OfferTime)
		f.tick()
		f.allocate()
		if o := f.offer(h.id); o.Expert != others[1] {
			t.Fatalf("after one lapsed offer %s is asked", o.Expert)
		}
		f.sound()
	})
}

func TestTheThirdHandOver(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		for range 3 {
			f.expert(roster.Senior)
		}
		h := f.assigned(desk.Question{})
		by := h.expert
		for range desk.MaxHandOvers {
			f.handOver(by, h.id, toExperts)
			f.allocate()
			by = f.accept(h.id)
		}
		_, err := f.desk.HandOver(t.Context(), by, h.id, toStaff, summary)
		f.refused(err, desk.ErrHandedOverTwice)
		for no, want := range map[int]bool{1: false, 2: false, 3: false} {
			err := db.InTx(t.Context(), func(tx storage.Tx) error {
				return tx.Exec(`INSERT INTO hand_overs (id, conversation_id, episode, no, from_role, from_id, to_desk, summary, made_at)
					VALUES ('hov_raw', ?, 1, ?, 'expert', ?, 'staff', 'past the rules', 0)`, h.id, no, by.ID).Error
			})
			if (err == nil) != want {
				t.Fatalf("the database takes number %d: %v", no, err)
			}
		}
		f.sound()
	})
}

func TestSummariesHaveALength(t *testing.T) {
	t.Parallel()
	f := newFloor(t, storagetest.Open(t))
	f.expert(roster.Senior)
	h := f.assigned(desk.Question{})
	for what, tt := range map[string]struct {
		summary string
		to      desk.Destination
		want    *domain.Error
	}{
		"nothing":           {"", toExperts, desk.ErrSummary},
		"nine":              {"123456789 ", toExperts, desk.ErrSummary},
		"too long":          {strings.Repeat("é", desk.MaxSummary+1), toExperts, desk.ErrSummary},
		"unprintable":       {"a\x00bcdefghijkl", toExperts, desk.ErrBadText},
		"nowhere":           {summary, desk.Destination{}, desk.ErrBadDestination},
		"an expert as team": {summary, desk.Destination{Desk: desk.ByStaff, Expert: "exp_1"}, desk.ErrBadDestination},
	} {
		_, err := f.desk.HandOver(t.Context(), h.expert, h.id, tt.to, tt.summary)
		if !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	f.handOver(h.expert, h.id, toStaff)
}

// A hand-over meets a close, a message of the customer and another hand-over:
// each is whole, and one comes before the other.
func TestAHandOverMeetsEverythingElse(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		for range 8 {
			f.expert(roster.Senior)
		}
		boss := f.manager("Hidde Terpstra")
		reason := f.reason("rsn_1", 1, false)
		for round := range 5 {
			h := f.assigned(desk.Question{})
			rivals := []func(context.Context) error{
				func(ctx context.Context) error {
					return f.desk.Close(ctx, h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: reason})
				},
				func(ctx context.Context) error {
					_, err := f.desk.Post(ctx, h.customer, h.id, "late", "Wait!")
					return err
				},
				func(ctx context.Context) error {
					_, err := f.desk.HandOver(ctx, h.expert, h.id, toExperts, summary)
					return err
				},
				func(ctx context.Context) error { return f.desk.Close(ctx, h.customer, h.id, desk.Closure{}) },
				func(ctx context.Context) error { return f.desk.TakeOver(ctx, boss, h.id, desk.TakingOver{}) },
			}
			rival := rivals[round]
			together(2, func(i int) {
				if i == 0 {
					_, err := f.desk.HandOver(t.Context(), h.expert, h.id, toStaff, summary)
					if err != nil && !errors.Is(err, desk.ErrUnknownConversation) {
						t.Errorf("round %d: %v", round, err)
					}
					return
				}
				if err := rival(t.Context()); err != nil && !errors.Is(err, desk.ErrUnknownConversation) {
					t.Errorf("round %d: %v", round, err)
				}
			})
			f.sound()
		}
	})
}

func TestOfTwoManagersOneHasIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		managers := []domain.Actor{f.manager("Hidde Terpstra"), f.manager("Sanne de Wit")}
		h := f.assigned(desk.Question{})
		errs := make([]error, 2)
		together(2, func(i int) {
			errs[i] = f.desk.TakeOver(t.Context(), managers[i], h.id, desk.TakingOver{Reason: "A warranty question."})
		})
		winner, name := 0, "Hidde"
		if errs[0] != nil {
			winner, name = 1, "Sanne"
		}
		f.must(errs[winner])
		f.refused(errs[1-winner], desk.ErrHeldByStaff)
		refusal, ok := errors.AsType[*domain.Error](errs[1-winner])
		if !ok || !strings.HasPrefix(refusal.Detail, name) {
			t.Fatalf("who holds it is not told: %v", errs[1-winner])
		}
		f.must(f.desk.TakeOver(t.Context(), managers[winner], h.id, desk.TakingOver{}))
		f.must(f.desk.TakeOver(t.Context(), managers[1-winner], h.id, desk.TakingOver{FromStaff: true}))
		if c := f.conversation(h.id); c.Staff != domain.PersonID(managers[1-winner].ID) || c.Desk != desk.ByStaff || c.Expert != "" {
			t.Fatalf("%+v", c)
		}
		if n := f.count("SELECT COUNT(*) FROM assignments WHERE end_reason = 'escalated'"); n != 2 {
			t.Fatalf("%d assignments escalated", n)
		}
		f.refused(f.desk.TakeOver(t.Context(), h.expert, h.id, desk.TakingOver{}), desk.ErrUnknownConversation)
		f.refused(f.desk.TakeOver(t.Context(), h.customer, h.id, desk.TakingOver{}), desk.ErrUnknownConversation)
		f.sound()
	})
}

func TestATakeOverWithdrawsAnOffer(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		id := f.asked()
		f.allocate()
		o := f.offer(id)
		boss := f.manager("Hidde Terpstra")
		f.must(f.desk.TakeOver(t.Context(), boss, id, desk.TakingOver{}))
		_, err := f.desk.Accept(t.Context(), o.Expert, o.ID)
		f.refused(err, desk.ErrAlreadyTaken)
		f.sound()
		f.must(f.desk.Close(t.Context(), boss, id, desk.Closure{Outcome: desk.Solved}))
		f.refused(f.desk.TakeOver(t.Context(), boss, id, desk.TakingOver{}), desk.ErrClosed)
		f.sound()
	})
}
