package storage_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestTheDeskIsDrawnAsItIs tries every use case of the desk in every situation
// of a conversation, and compares what happens with what domain/README.md draws.
func TestTheDeskIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	w := newWalker(
		t,
		machine{
			"conversation", constants(t, "desk", "Status"), "SELECT id, status FROM conversations ORDER BY id",
			[]string{
				"Accept", "AskStaff", "Close", "Confirm", "Decline", "HandOver", "Leave", "Pick", "Post", "Promise", "Rate",
				"Return", "TakeOver",
			},
		},
		machine{"episode", []string{"open", "closed", "confirmed"}, `SELECT conversation_id || ':' || episode, CASE
			WHEN confirmed_at IS NOT NULL THEN 'confirmed' WHEN closed_at IS NOT NULL THEN 'closed' ELSE 'open' END
			FROM episodes ORDER BY conversation_id, episode`, []string{"Close", "Confirm", "Rate"}},
		machine{
			"offer", constants(t, "desk", "OfferState"), "SELECT id, state FROM offers ORDER BY made_at, id",
			[]string{"Accept", "Decline"},
		},
		machine{
			"assignment", append(constants(t, "desk", "EndReason"), "held"),
			"SELECT id, COALESCE(end_reason, 'held') FROM assignments ORDER BY started_at, id", nil,
		},
		machine{"hand-over", []string{"made", "received", "scored"}, `SELECT id, CASE WHEN score IS NOT NULL THEN 'scored'
			WHEN received_by IS NOT NULL THEN 'received' ELSE 'made' END FROM hand_overs ORDER BY no`, []string{"ScoreHandOver"}},
		machine{
			"follow-up", constants(t, "desk", "FollowUpState"), "SELECT id, state FROM follow_ups ORDER BY created_at, id",
			[]string{"AnswerFollowUp", "ChangeFollowUp", "DismissFollowUp", "FinishFollowUp", "GiveFollowUp"},
		},
	)
	for _, situation := range standings() {
		s := newStand(t)
		s.arrange(situation.steps)
		for _, a := range s.acts() {
			w.try(s.db, &s.clock, situation.name, a)
		}
	}
	w.compare()

	s := newStand(t)
	checked(t, s.db, "conversations", "status", constants(t, "desk", "Status"))
	checked(t, s.db, "offers", "state", constants(t, "desk", "OfferState"))
	checked(t, s.db, "assignments", "end_reason", constants(t, "desk", "EndReason"))
	checked(t, s.db, "follow_ups", "state", constants(t, "desk", "FollowUpState"))
	complete(t, s.desk, s.acts(), "Attend", "DeleteMessage", "EditMessage", "EndShadow", "MindShadows", "Note", "Read", "Receivers", "Reopen", "SeeMention", "SeeShadow", "Shadow", "StepIn", "Unwatch", "Watch")
}

// stand is a desk with one conversation and everybody who could do something to it.
type stand struct {
	*floor
	id        domain.ConversationID
	customer  domain.Actor
	holder    domain.Actor // the expert, or who it was last
	staff     domain.Actor
	other     domain.Actor // of the staff, too
	colleague domain.ExpertID
	offer     domain.OfferID
	handOver  domain.HandOverID
	followUp  domain.FollowUpID
	closing   domain.ReasonID
}

func newStand(t *testing.T) *stand {
	t.Helper()
	s := &stand{floor: newFloor(t, storagetest.Open(t))}
	s.closing = s.reason("rsn_1", 2, false)
	s.holder = domain.Actor{Role: domain.RoleExpert, ID: string(s.expert(roster.Mentor))}
	s.customer = domain.Actor{Role: domain.RoleCustomer, ID: string(s.floor.customer())}
	s.staff, s.other = s.manager("Els de Vries"), s.manager("Bo Jansen")
	s.clock.Add(time.Minute)
	return s
}

// standings are the situations; each is the acts that lead to it.
func standings() []struct {
	name  string
	steps []string
} {
	type situation = struct {
		name  string
		steps []string
	}
	offered := []string{"Open", "Allocate"}
	assigned := append(slices.Clone(offered), "Accept")
	waiting := append(slices.Clone(assigned), "Post by the expert")
	closed := append(slices.Clone(waiting), "Close by the expert")
	given := append(slices.Clone(assigned), "HandOver to experts", "a colleague", "Allocate")
	promised := append(slices.Clone(waiting), "Promise")
	and := func(steps []string, more ...string) []string { return append(slices.Clone(steps), more...) }
	return []situation{
		{"nothing", nil},
		{"queued", offered[:1]},
		{"queued and left", []string{"Open", "Leave"}},
		{"queued for staff", []string{"Open", "AskStaff"}},
		{"queued, and the offer declined", and(offered, "Decline")},
		{"queued, and the offer lapsed", and(offered, "Tick, after an offer's time")},
		{"queued, and the offer withdrawn", and(offered, "SetPresence, away")},
		{"offered", offered},
		{"offered and left", and(offered, "Leave")},
		{"assigned", assigned},
		{"assigned from the board", []string{"Open", "Leave", "Pick"}},
		{"assigned to staff", and(offered, "TakeOver")},
		{"waiting", waiting},
		{"waiting without a seat", and(waiting, "Tick, after the customer's silence")},
		{"waiting for staff", and(assigned, "TakeOver", "Post by staff")},
		{"closed", closed},
		{"closed by staff", and(assigned, "TakeOver", "Close by staff")},
		{"closed before anybody answered", []string{"Open", "Close by the customer"}},
		{"confirmed", and(closed, "Confirm")},
		{"rated", and(closed, "Rate")},
		{"timed out", and(assigned, "Tick, after the expert's silence")},
		{"vanished", and(assigned, "Tick, after the expert vanished")},
		{"handed over", and(assigned, "HandOver to experts")},
		{"offered after a hand-over", given},
		{"received", and(given, "Accept")},
		{"scored", and(given, "Accept", "ScoreHandOver")},
		{"escalated", and(assigned, "HandOver to staff")},
		{"promised", promised},
		{"kept", and(promised, "FinishFollowUp")},
		{"dismissed", and(promised, "DismissFollowUp")},
	}
}

// arrange does acts for good.
func (s *stand) arrange(steps []string) {
	s.Helper()
	for _, name := range steps {
		if name == "a colleague" {
			s.colleague = s.expert(roster.Mentor)
			continue
		}
		i := slices.IndexFunc(s.acts(), func(a act) bool { return a.name == name })
		if i < 0 {
			s.Fatalf("nobody can %s", name)
		}
		s.must(s.acts()[i].run(s.Context()))
		s.see()
	}
	if s.colleague == "" {
		s.colleague = s.expert(roster.Mentor)
	}
}

// see looks up what the acts are about.
func (s *stand) see() {
	s.Helper()
	text := func(query string) string { return storagetest.Text(s.floor, s.db, query) }
	s.id = domain.ConversationID(text("SELECT MAX(id) FROM conversations"))
	s.offer = domain.OfferID(text("SELECT MAX(id) FROM offers"))
	s.handOver = domain.HandOverID(text("SELECT MAX(id) FROM hand_overs"))
	s.followUp = domain.FollowUpID(text("SELECT MAX(id) FROM follow_ups"))
	if e := text("SELECT MAX(expert_id) FROM conversations"); e != "" {
		s.holder.ID = e
	}
}

// asked is the expert of the last offer.
func (s *stand) asked(ctx context.Context) (e domain.ExpertID) {
	_ = s.db.Desk(ctx, func(tx desk.Store) error {
		o, err := tx.Offer(s.offer)
		e = o.Expert
		return err
	})
	return e
}

// acts are what anybody can do at this desk. They know the conversation as it
// was when the situation stood.
func (s *stand) acts() []act {
	return slices.Concat(s.asking(), s.answering(), s.ending(), s.promising(), s.passing())
}

func (s *stand) asking() []act {
	d, by := s.desk, s.customer.Customer()
	return []act{
		{"Open", func(ctx context.Context) error {
			_, err := d.Open(ctx, by, desk.Question{Text: "Does it float?"})
			return err
		}},
		{"Post by the customer", func(ctx context.Context) error {
			_, err := d.Post(ctx, s.customer, s.id, s.client(), "It hums.")
			return err
		}},
		{"Post by the customer, after 48 hours", later(&s.clock, desk.SilenceConfirms, func(ctx context.Context) error {
			_, err := d.Post(ctx, s.customer, s.id, s.client(), "It hums.")
			return err
		})},
		{"Leave", later(&s.clock, desk.LeaveAfter, func(ctx context.Context) error { return d.Leave(ctx, by, s.id) })},
		{"Return", func(ctx context.Context) error { return d.Return(ctx, by, s.id) }},
		{"AskStaff", later(&s.clock, desk.StaffAfter, func(ctx context.Context) error { return d.AskStaff(ctx, by, s.id) })},
	}
}

func (s *stand) answering() []act {
	d := s.desk
	post := func(by *domain.Actor) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := d.Post(ctx, *by, s.id, s.client(), "Turn it over.")
			return err
		}
	}
	tick := func(after time.Duration) func(context.Context) error {
		return later(&s.clock, after, func(ctx context.Context) error {
			if _, err := d.Tick(ctx); err != nil { // reminds
				return err
			}
			_, err := d.Tick(ctx)
			return err
		})
	}
	return []act{
		{"Allocate", d.Allocate},
		{"Accept", func(ctx context.Context) error {
			_, err := d.Accept(ctx, s.asked(ctx), s.offer)
			return err
		}},
		{"Decline", func(ctx context.Context) error { return d.Decline(ctx, s.asked(ctx), s.offer) }},
		{"Pick", func(ctx context.Context) error { return d.Pick(ctx, s.holder.Expert(), s.id) }},
		{"Post by the expert", post(&s.holder)},
		{"Post by staff", post(&s.staff)},
		{"SetPresence, away", func(ctx context.Context) error { return d.SetPresence(ctx, s.holder.Expert(), roster.Away) }},
		{"Tick, after an offer's time", tick(desk.OfferTime)},
		{"Tick, after the expert's silence", tick(desk.ReofferAfter)},
		{"Tick, after the customer's silence", tick(15 * time.Minute)},
		{"Tick, after the expert vanished", func(ctx context.Context) error {
			if err := d.Attend(ctx, nil, map[domain.ExpertID]time.Duration{s.holder.Expert(): desk.Grace}); err != nil {
				return err
			}
			_, err := d.Tick(ctx)
			return err
		}},
	}
}

func (s *stand) ending() []act {
	d, by := s.desk, s.customer.Customer()
	closes := func(by *domain.Actor, c desk.Closure) func(context.Context) error {
		return func(ctx context.Context) error { return d.Close(ctx, *by, s.id, c) }
	}
	return []act{
		{"Close by the customer", closes(&s.customer, desk.Closure{})},
		{"Close by the expert", closes(&s.holder, desk.Closure{Outcome: desk.Partly, Reason: s.closing})},
		{"Close by staff", closes(&s.staff, desk.Closure{Outcome: desk.Unsolved})},
		{"Confirm", func(ctx context.Context) error { return d.Confirm(ctx, by, s.id) }},
		{"Rate", func(ctx context.Context) error {
			_, err := d.Rate(ctx, by, s.id, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})
			return err
		}},
		{"ConfirmSilent, after 48 hours", later(&s.clock, desk.SilenceConfirms, func(ctx context.Context) error {
			_, err := d.ConfirmSilent(ctx)
			return err
		})},
	}
}

func (s *stand) passing() []act {
	d := s.desk
	hand := func(to desk.Destination) func(context.Context) error {
		return func(ctx context.Context) error {
			by := s.holder
			if staff := s.conversationIn(ctx).Staff; staff != "" {
				by = domain.Actor{Role: domain.RoleManager, ID: string(staff)}
			}
			_, err := d.HandOver(ctx, by, s.id, to, summary)
			return err
		}
	}
	return []act{
		{"TakeOver", func(ctx context.Context) error { return d.TakeOver(ctx, s.staff, s.id, desk.TakingOver{}) }},
		{"TakeOver, from a manager", func(ctx context.Context) error {
			return d.TakeOver(ctx, s.other, s.id, desk.TakingOver{FromStaff: true})
		}},
		{"HandOver to experts", hand(toExperts)},
		{"HandOver to staff", hand(toStaff)},
		{"ScoreHandOver", func(ctx context.Context) error {
			_, err := d.ScoreHandOver(ctx, s.holder, s.handOver, 4)
			return err
		}},
	}
}

func (s *stand) promising() []act {
	d := s.desk
	return []act{
		{"Promise", func(ctx context.Context) error {
			due := s.clock.Now().Add(time.Hour)
			_, _, err := d.Promise(ctx, s.holder.Expert(), s.id, desk.NewPromise{ClientID: s.client(), Promise: "I'll ask.", DueAt: due})
			return err
		}},
		{"ChangeFollowUp", func(ctx context.Context) error {
			due := s.clock.Now().Add(2 * time.Hour)
			_, err := d.ChangeFollowUp(ctx, s.holder.Expert(), s.followUp, desk.Draft{DueAt: &due, Version: 1})
			return err
		}},
		{"FinishFollowUp", func(ctx context.Context) error {
			_, err := d.FinishFollowUp(ctx, s.holder.Expert(), s.followUp, desk.FollowUpAnswered, "It does not.")
			return err
		}},
		{"AnswerFollowUp", func(ctx context.Context) error {
			_, err := d.AnswerFollowUp(ctx, s.customer.Customer(), s.followUp, desk.SolvedYes)
			return err
		}},
		{"DismissFollowUp", func(ctx context.Context) error { return d.DismissFollowUp(ctx, s.staff, s.followUp, "Solved.") }},
		{"GiveFollowUp", later(&s.clock, desk.FollowUpStale+time.Hour, func(ctx context.Context) error {
			return d.GiveFollowUp(ctx, s.staff, s.followUp, s.colleague)
		})},
		{"MindFollowUps, after the promised time", later(&s.clock, 2*time.Hour, func(ctx context.Context) error {
			_, err := d.MindFollowUps(ctx)
			return err
		})},
		{"MindStaleFollowUps, after two days", later(&s.clock, 4*24*time.Hour, func(ctx context.Context) error {
			_, err := d.MindStaleFollowUps(ctx)
			return err
		})},
	}
}

func (s *stand) client() string { return s.runtime().NewID("client") }

// conversationIn is the conversation as a transaction sees it.
func (s *stand) conversationIn(ctx context.Context) (c desk.Conversation) {
	_ = s.db.Desk(ctx, func(tx desk.Store) (err error) {
		c, err = tx.Conversation(s.id)
		return err
	})
	return c
}
