package storage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/pay"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// life is a whole brand through October 2026, by a moved clock: summer time ends
// on the 25th. Nothing listens to events, so the jobs do all that is due, on two
// nodes at the same moment.
type life struct {
	*till
	shifts *shifts.Shifts
	growth *growth.Growth
	levels *roster.Levels
	jobs   [2][]func(context.Context) (int, error)
	topic  domain.ReasonID
	simple domain.ReasonID

	anna, ben, cato, dora, finn domain.ExpertID
	mia                         domain.Actor
}

func newLife(t *testing.T, db *storage.DB) *life {
	t.Helper()
	l := &life{till: newTill(t, db)}
	l.until(time.Date(2026, 9, 30, 12, 0, 0, 0, l.zone))
	rt := l.runtime()
	l.shifts, l.growth, l.levels = shifts.New(db.Shifts, rt, &tokens{}), growth.New(db.Growth, rt), roster.NewLevels(db.Levels, rt)
	for i := range l.jobs {
		d, _ := l.process()
		r, s, g := rewards.New(db.Rewards, rt), shifts.New(db.Shifts, rt, &tokens{}), growth.New(db.Growth, rt)
		lv, p := roster.NewLevels(db.Levels, rt), pay.New(db.Pay, rt)
		l.jobs[i] = []func(context.Context) (int, error){
			d.ConfirmSilent, s.Mind, r.BookMissed, desk.NewRatings(db.Desk, rt, &tokens{}).Tell, r.SettleDue, league.New(db.League, rt).Roll, lv.ReviewMonths, lv.MindAbsence,
			g.EndCertificates, g.DrawSamples, p.Close,
		}
	}
	l.must(rewards.New(db.Rewards, rt).OpenRules(t.Context(), l.boss, l.clock.Now(), rewards.Versions()...))
	l.must(league.New(db.League, rt).OpenSeason(t.Context(), l.clock.Now()))
	l.must(l.rate(l.month().Next(), pay.ShiftHour, 1250))
	l.must(l.rate(l.month().Next().Next(), pay.Conversation, 240))
	l.anna, l.ben, l.cato = l.away(roster.Senior), l.away(roster.Rookie), l.away(roster.FullExpert)
	l.dora, l.finn = l.away(roster.Candidate), l.away(roster.FullExpert)
	l.mia = domain.Actor{Role: domain.RoleExpert, ID: string(l.away(roster.Mentor))}
	l.topic, l.simple = l.reason("rsn_1", 2, false), l.reason("rsn_1", 1, false)
	storagetest.Exec(t, db, `INSERT INTO products (id, name, description, url, picture, version, created_at) VALUES ('prd_1', 'Wad 2', '', '', 'wad', 1, 0)`)
	_, err := l.growth.SaveQuestions(t.Context(), l.boss, growth.Draft{Reason: l.topic, Product: "prd_1", Minutes: 15, Questions: fiveQuestions("v1")}, 0)
	l.must(err)
	_, err = l.growth.PublishQuestions(t.Context(), l.boss, l.topic, 1)
	l.must(err)
	return l
}

// away enrols an expert who is not there.
func (l *life) away(level roster.Level) domain.ExpertID {
	l.Helper()
	name := fmt.Sprintf("Expert %d", l.ids.Add(1))
	out, err := l.roster.Enrol(l.Context(), domain.System, roster.NewExpert{
		Email: fmt.Sprintf("e%d@example.org", l.ids.Add(1)), Name: name, DisplayName: name, Level: level, Languages: []domain.Language{"en"},
	})
	l.must(err)
	return out.Expert.ID
}

func (l *life) until(at time.Time) {
	l.Helper()
	if d := at.Sub(l.clock.Now()); d > 0 {
		l.clock.Add(d)
	}
}

// due does everything that is due, on both nodes together.
func (l *life) due() {
	l.Helper()
	together(len(l.jobs), func(i int) {
		for _, run := range l.jobs[i] {
			if _, err := run(l.Context()); err != nil {
				l.Error(err)
			}
		}
	})
}

func (l *life) presence(e domain.ExpertID, p roster.Presence) {
	l.Helper()
	l.must(l.desk.SetPresence(l.Context(), e, p))
}

// talk is a conversation of a new customer with the only expert who is there. A
// customer who rates says that it is solved; one who does not says that alone.
func (l *life) talk(about domain.ReasonID, stars int) growth.Part {
	l.Helper()
	h := l.assigned(desk.Question{Reason: about})
	l.says(h.expert, h.id, "Which of them do you have?")
	l.clock.Add(time.Minute)
	l.says(h.customer, h.id, "The second.")
	l.says(h.expert, h.id, "Then hold the button for ten seconds.")
	l.clock.Add(time.Minute)
	l.must(l.desk.Close(l.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: about}))
	by := domain.CustomerID(h.customer.ID)
	l.must(l.desk.Confirm(l.Context(), by, h.id))
	if stars > 0 {
		o := desk.Opinion{Stars: stars, Solved: desk.SolvedYes}
		if stars < 5 {
			o.Cause, o.CauseDetail = desk.CauseExpert, "answer"
		}
		_, err := l.desk.Rate(l.Context(), by, h.id, o)
		l.must(err)
	}
	return growth.Part{Conversation: h.id, Episode: 1}
}

// at lets an expert be there for one conversation.
func (l *life) at(e domain.ExpertID, stars int) growth.Part {
	l.Helper()
	l.presence(e, roster.Available)
	defer l.presence(e, roster.Away)
	return l.talk(l.topic, stars)
}

// planned opens a slot of one and lets an expert sign up.
func (l *life) planned(e domain.ExpertID, from time.Time, length time.Duration) shifts.Shift {
	l.Helper()
	slot, err := l.shifts.AddSlot(l.Context(), l.boss, shifts.NewSlot{StartsAt: from, EndsAt: from.Add(length), Seats: 1, Open: true})
	l.must(err)
	s, err := l.shifts.SignUp(l.Context(), e, slot.ID)
	l.must(err)
	return s
}
