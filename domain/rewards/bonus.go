package rewards

import (
	"fmt"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// HandOver is what rewards wants to know of one hand-over.
type HandOver struct {
	ID          domain.HandOverID
	Giver       domain.ExpertID // empty: staff gave it, who earn nothing
	Episode     Episode         // that it is part of
	Score       int             // of the summary, by its receiver; 0: not scored
	ScoredAt    time.Time
	CameBack    bool      // the giver held the conversation again afterwards
	GiverLinked desk.Link // what ties the customer to the giver
}

// FollowUp is what rewards wants to know of one follow-up.
type FollowUp struct {
	ID           domain.FollowUpID
	Expert       domain.ExpertID
	Conversation domain.ConversationID
	Episode      int
	DueAt        time.Time // what was promised last
	DoneAt       time.Time // zero: not done
	MissedAt     time.Time // zero: not missed
	Researched   bool      // its research note is there
	Answered     bool      // the customer said whether it helped
	Helped       bool      // and that it did
	HelpedAt     time.Time
	Linked       desk.Link // what ties the customer to the expert
}

// kept reports whether the promise was: in time, and with its research note.
func (u FollowUp) kept() bool {
	return u.MissedAt.IsZero() && !u.DoneAt.After(u.DueAt) && u.Researched
}

// plain is the arithmetic of points that nothing is multiplied with.
func plain(points domain.Points, detail string) Arithmetic {
	return Arithmetic{Steps: []Step{{StepBase, Factor(points) * hundred, detail, exact(points)}}, Points: points}
}

// The details of what is worth nothing.
const (
	notFirstTimeRight = "not_first_time_right:"
	notGoodHandOver   = "not_good_hand_over:"
	notKept           = "not_kept:"
)

// settleMargin is how long settlement waits after the last moment at which a
// customer can come back: longer than it takes to write a question down, so that
// what was asked in that moment is there to be seen.
const settleMargin = time.Minute

// until is the first moment at which a return no longer counts.
func (f FirstTimeRightRules) until(e Episode) time.Time { return e.ClosedAt.AddDate(0, 0, f.Days) }

// promising reports whether e can still turn out to be first time right: solved
// and not passed on.
func promising(e Episode) bool { return e.Outcome == desk.Solved && e.Transfers == 0 }

// Score says what it is worth that the customer of e need not come back: solved,
// also in the customer's own words if there are any, by one expert, and without
// a contact on the same reason from the close until so many days later. A
// customer who says nothing for 48 hours confirms that, as everywhere.
func (f FirstTimeRightRules) Score(e Episode, contacts []Contact) Arithmetic {
	switch {
	case e.Linked != "":
		return nothing(notFirstTimeRight + lacksDistance + string(e.Linked))
	case e.Outcome != desk.Solved, e.Solved != "" && e.Solved != desk.SolvedYes:
		return nothing(notFirstTimeRight + "not_solved")
	case e.Transfers > 0:
		return nothing(notFirstTimeRight + "transfer")
	}
	for _, c := range contacts {
		if c.At.After(e.ClosedAt) && c.At.Before(f.until(e)) && c.Reason.Same(e.Reason) {
			return nothing(notFirstTimeRight + "contact")
		}
	}
	return plain(f.Points, string(ForFirstTimeRight))
}

// Score says what a hand-over is worth to its giver: when the receiver finds the
// summary good enough and the episode has its end and outcome, whoever brought it
// there. A conversation that came back to the giver is no hand-over.
func (r Rules) scoreHandOver(h HandOver) Arithmetic {
	rules := r.HandOver
	switch {
	case h.GiverLinked != "":
		return nothing(notGoodHandOver + lacksDistance + string(h.GiverLinked))
	case h.Score < rules.MinScore:
		return nothing(notGoodHandOver + "score_" + strconv.Itoa(h.Score))
	case h.CameBack:
		return nothing(notGoodHandOver + "came_back")
	case h.Episode.Outcome == "":
		return nothing(notGoodHandOver + lacksOutcome)
	}
	d := h.Episode.Difficulty()
	factor := r.Conversation.Difficulty[d-1]
	base := exact(rules.Points)
	product := base.times(factor)
	points := product.round()
	return Arithmetic{Points: points, Steps: []Step{
		{StepBase, Factor(rules.Points) * hundred, string(ForHandOver), base},
		{StepDifficulty, factor, "D" + strconv.Itoa(d), product},
		{StepRounding, hundred, "half_up", exact(points)},
	}}
}

// kept says what a follow-up is worth that is done: the date that was promised
// last is kept, and the research note is there.
func (f FollowUpRules) kept(u FollowUp) Arithmetic {
	switch {
	case u.Linked != "":
		return nothing(notKept + lacksDistance + string(u.Linked))
	case !u.MissedAt.IsZero() || u.DoneAt.After(u.DueAt):
		return nothing(notKept + "late")
	case !u.Researched:
		return nothing(notKept + "research")
	}
	return plain(f.Kept, string(ForFollowUp))
}

// helped says what it adds that the customer was helped by it: nothing when the
// promise itself was not kept, for the same reason.
func (f FollowUpRules) helped(u FollowUp) Arithmetic {
	if kept := f.kept(u); kept.Why() != string(ForFollowUp) {
		return kept
	}
	if !u.Helped {
		return nothing(notKept + "not_helped")
	}
	return plain(f.Helped, string(ForHelp))
}

// missed says what a missed follow-up takes when so much is there to take.
func (f FollowUpRules) missed(there domain.Points) Arithmetic {
	took := min(f.Missed, max(there, 0))
	a := plain(-f.Missed, string(ForMissed))
	a.Steps = append(a.Steps, Step{StepBalance, hundred, fmt.Sprintf("took_%d", took), exact(-took)})
	a.Points = -took
	return a
}
