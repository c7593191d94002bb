package indicators

import (
	"time"
)

// Facts are what a report is made of. Assignments are those of experts that touch
// the period; searches are those that showed anything.
type Facts struct {
	Period      Period
	Episodes    []Episode
	Contacts    []Contact
	Assignments []Assignment
	Searches    Searches
}

// Searches are the searches of the help centre that showed an article.
type Searches struct {
	Shown  int
	Solved int // where a reader said so, and asked nobody
}

// Action is what a number proposes to do.
type Action string

// The actions. None of them asks anybody to be quicker.
const (
	AnswerTopReason Action = "answer_top_reason"
	PlanSeats       Action = "plan_seats"
	ReadLong        Action = "read_long"
	TeachTopics     Action = "teach_topics"
	ReadReturns     Action = "read_returns"
	CoverTopics     Action = "cover_topics"
	ReadLow         Action = "read_low"
	AskRatings      Action = "ask_ratings"
	Calibrate       Action = "calibrate"
	AnswerSearches  Action = "answer_searches"
	MoreExperts     Action = "more_experts"
)

var actions = map[Name]Action{
	Inflow: AnswerTopReason, Waiting: PlanSeats, FirstResponse: PlanSeats, Abandonment: PlanSeats, Handling: ReadLong, Proposed: TeachTopics,
	Accepted: TeachTopics, Acceptance: ReadReturns, Transfers: CoverTopics, FirstTimeRight: ReadReturns, Satisfaction: ReadLow,
	Response: AskRatings, SpreadStars: Calibrate, SpreadRight: Calibrate, Deflection: AnswerSearches, Concurrency: MoreExperts,
}

// Indicator is one number of a report beside that of as many days before.
type Indicator struct {
	Name   Name
	Kind   Kind
	Now    Number
	Before Number
	Target float64 // what is aimed at, in the number's unit; 0: nothing is
	Action Action
	// Attention says that the action is due: a target is missed, or it became worse
	// by more than chance explains.
	Attention bool
}

// FirstResponseTarget is what half of the customers are answered in, as the
// programme promises.
const FirstResponseTarget = time.Minute

const (
	enough = 20 // of both times, before they are compared
	worse  = 1.25
	apart  = 1.5 // times what chance makes
	few    = 5   // experts, before they are compared
)

// Report gives every indicator of a period beside the one before. With a filter
// there are none about experts' hands and about searches, which have neither
// channel nor reason.
func Report(f, before Facts, filter Filter, now time.Time) []Indicator {
	these, those := filter.Episodes(f.Episodes), filter.Episodes(before.Episodes)
	all := []Indicator{{
		Name: Inflow, Kind: Rate, Now: perDay(f.Period, these, filter.contacts(f.Contacts)),
		Before: perDay(before.Period, those, filter.contacts(before.Contacts)),
	}}
	for _, m := range measures {
		all = append(all, Indicator{Name: m.name, Kind: m.kind, Now: m.number(these, now), Before: m.number(those, now)})
	}
	for _, n := range []Name{SpreadStars, SpreadRight} {
		m, _ := measureOf(behind[n])
		all = append(all, Indicator{Name: n, Kind: Spread, Now: m.between(these, now), Before: m.between(those, now)})
	}
	if filter.None() {
		all = append(all, Indicator{
			Name: Concurrency, Kind: Level, Target: Crowded, Now: atOnce(f.Assignments, f.Period), Before: atOnce(before.Assignments, before.Period),
		}, Indicator{
			Name: Deflection, Kind: Share, Now: share(f.Searches.Solved, f.Searches.Shown), Before: share(before.Searches.Solved, before.Searches.Shown),
		})
	}
	for i := range all {
		if all[i].Name == FirstResponse {
			all[i].Target = FirstResponseTarget.Seconds()
		}
		all[i].Action, all[i].Attention = actions[all[i].Name], all[i].due()
	}
	return all
}

// due reports whether the number asks for its action.
func (i Indicator) due() bool {
	was, is := i.Before, i.Now
	both := was.N >= enough && is.N >= enough
	switch i.Kind {
	case Level:
		return is.N > 0 && is.Mean > i.Target
	case Spread:
		return is.N >= few && is.Share > apart*is.Chance
	case Rate:
		return was.Yes >= enough && is.Mean > worse*was.Mean
	case Share:
		bad := -1 // of deflection, which is no measure of episodes
		if m, ok := measureOf(i.Name); ok {
			bad = m.bad
		}
		return both && (bad > 0 && is.Low > was.High || bad < 0 && is.High < was.Low)
	case Duration:
		if i.Target > 0 {
			return is.N > 0 && is.Median > i.Target
		}
		m, _ := measureOf(i.Name)
		return both && m.bad > 0 && is.Median > worse*was.Median
	default:
		return false
	}
}
