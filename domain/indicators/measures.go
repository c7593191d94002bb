package indicators

import (
	"cmp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// measure is an indicator that is counted episode by episode: of says what one
// gives, and whether it counts at all. Milliseconds of a duration; 1 or 0 of a share.
type measure struct {
	name Name
	kind Kind
	bad  int // the direction that is worse: 1 up, -1 down, 0 neither
	of   func(e Episode, now time.Time) (value int64, counts bool)
}

func yes(ok bool) int64 {
	if ok {
		return 1
	}
	return 0
}

// measures are in the order of a conversation's life.
var measures = []measure{
	{Waiting, Duration, 1, func(e Episode, _ time.Time) (int64, bool) { return since(e.OpenedAt, e.AssignedAt) }},
	{FirstResponse, Duration, 1, func(e Episode, _ time.Time) (int64, bool) { return since(e.OpenedAt, e.RespondedAt) }},
	{Abandonment, Share, 1, func(e Episode, _ time.Time) (int64, bool) {
		return yes(e.abandoned()), e.abandoned() || !e.RespondedAt.IsZero()
	}},
	{Handling, Duration, 0, func(e Episode, _ time.Time) (int64, bool) { return e.Held.Milliseconds(), e.closed() && e.held() }},
	{Proposed, Duration, 1, func(e Episode, _ time.Time) (int64, bool) { return since(e.OpenedAt, e.ProposedAt()) }},
	{Accepted, Duration, 1, func(e Episode, _ time.Time) (int64, bool) {
		took, known := since(e.OpenedAt, e.ConfirmedAt)
		return took, known && e.own() && e.solved()
	}},
	{Acceptance, Share, -1, func(e Episode, _ time.Time) (int64, bool) {
		return yes(e.solved()), !e.ProposedAt().IsZero() && !e.ConfirmedAt.IsZero()
	}},
	{Transfers, Share, 1, func(e Episode, _ time.Time) (int64, bool) { return yes(e.Passed), e.closed() && e.held() }},
	{FirstTimeRight, Share, -1, func(e Episode, now time.Time) (int64, bool) {
		return yes(e.firstTimeRight()), e.decided(now)
	}},
	{Satisfaction, Share, -1, func(e Episode, _ time.Time) (int64, bool) { return yes(e.Stars >= 4), e.Stars > 0 }},
	{Response, Share, -1, func(e Episode, _ time.Time) (int64, bool) { return yes(e.Stars > 0), e.closed() && e.held() }},
}

// decided reports whether it is known if the episode was first time right: it has
// an end, somebody had it in hand, its customer did not take the question back, and
// the seven days are over. Those that fail early wait as long as those that do
// not, or the newest days would look worse than they are.
func (e Episode) decided(now time.Time) bool {
	return e.closed() && e.held() && e.Outcome != desk.Withdrawn && !now.Before(e.ClosedAt.Add(ReturnWithin))
}

func (m measure) number(all []Episode, now time.Time) Number {
	var values []int64
	sum := 0
	for _, e := range all {
		if v, counts := m.of(e, now); counts {
			values = append(values, v)
			sum += int(v) // of a share: at most the number of episodes
		}
	}
	if m.kind == Share {
		return share(sum, len(values))
	}
	return durations(values)
}

// between is the spread of a share between experts.
func (m measure) between(all []Episode, now time.Time) Number {
	good, of := map[domain.ExpertID]int{}, map[domain.ExpertID]int{}
	for _, e := range all {
		if v, counts := m.of(e, now); counts && e.Expert != "" {
			good[e.Expert] += int(v)
			of[e.Expert]++
		}
	}
	return spread(good, of)
}

func measureOf(n Name) (measure, bool) {
	i := slices.IndexFunc(measures, func(m measure) bool { return m.name == n })
	if i < 0 {
		return measure{}, false
	}
	return measures[i], true
}

// KindOf is how the number of an indicator reads; empty for no indicator.
func KindOf(n Name) Kind {
	if m, known := measureOf(n); known {
		return m.kind
	}
	return map[Name]Kind{Inflow: Rate, SpreadStars: Spread, SpreadRight: Spread, Deflection: Share, Concurrency: Level}[n]
}

// behind is the share that a spread is made of.
var behind = map[Name]Name{SpreadStars: Satisfaction, SpreadRight: FirstTimeRight}

// Case is an episode behind a number, with what it gives: seconds of a duration,
// 1 or 0 of a share, seconds at the limit of concurrency.
type Case struct {
	Conversation domain.ConversationID
	Episode      int
	OpenedAt     time.Time
	Value        float64
}

// Cases are the episodes behind a number. What is most worth reading comes first:
// what took longest, or what did not go well; then the newest. It refuses
// ErrUnknown, also for deflection, which has no conversations behind it.
func (f Facts) Cases(n Name, filter Filter, now time.Time) ([]Case, error) {
	all := filter.Episodes(f.Episodes)
	var cases []Case
	worst := 1
	add := func(e Episode, value float64) {
		cases = append(cases, Case{e.Conversation, e.No, e.OpenedAt, value})
	}
	m, known := measureOf(cmp.Or(behind[n], n))
	switch {
	case n == Inflow:
		for _, e := range all {
			add(e, 0)
		}
	case n == Concurrency:
		full := fullest(f.Assignments, f.Period)
		for _, e := range all {
			if took := full[holding{e.Conversation, e.No}]; took > 0 {
				add(e, took.Seconds())
			}
		}
	case !known:
		return nil, ErrUnknown
	default:
		worst = cmp.Or(m.bad, 1)
		of := map[domain.ExpertID]int{}
		for _, e := range all {
			if _, counts := m.of(e, now); counts {
				of[e.Expert]++
			}
		}
		for _, e := range all {
			v, counts := m.of(e, now)
			if !counts || behind[n] != "" && (e.Expert == "" || of[e.Expert] < Sample) {
				continue
			}
			value := float64(v)
			if m.kind == Duration {
				value /= 1000
			}
			add(e, value)
		}
	}
	slices.SortFunc(cases, func(a, b Case) int {
		return cmp.Or(-worst*cmp.Compare(a.Value, b.Value), b.OpenedAt.Compare(a.OpenedAt),
			cmp.Compare(a.Conversation, b.Conversation), cmp.Compare(a.Episode, b.Episode))
	})
	return cases, nil
}
