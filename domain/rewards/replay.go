package rewards

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Played is an award of a season with the facts that it rests on.
type Played struct {
	Award    Award
	Episode  Episode // of a conversation, and of first time right
	Customer string  // who asked, to find the pair
	Score    int     // of a hand-over's summary
	StartsAt time.Time
	Length   time.Duration // of a shift
}

// Past is what a replay reads. It writes nothing.
type Past interface {
	// RulesOf are all versions by number.
	RulesOf(context.Context) (map[int]Rules, error)
	// PlayedBy are the awards of an expert in a season.
	PlayedBy(context.Context, domain.SeasonID, domain.ExpertID) ([]Played, error)
	// ContactsAfter are the episodes that the customer of a conversation began between two times.
	ContactsAfter(ctx context.Context, id domain.ConversationID, after, before time.Time) ([]Contact, error)
	// BoostOf is what a conversation would have been multiplied with.
	BoostOf(context.Context, Episode) (Boost, error)
	// MissedSince reports whether a no-show of the expert began since then and before the other time.
	MissedSince(ctx context.Context, e domain.ExpertID, since, before time.Time) (bool, error)
}

// Seen is the season that is played again, the rules of all versions, and when it
// is looked at.
type Seen struct {
	Season   domain.SeasonID
	Versions map[int]Rules
	Now      time.Time
}

// Entry is one award as it was, and as it would be under other rules.
type Entry struct {
	Award       domain.AwardID // empty: there is none as it was
	Kind        Kind
	Round       domain.RoundID
	At          time.Time
	Was         domain.Points
	Would       domain.Points
	WasCounts   bool // on the board
	WouldCounts bool
}

// Beside reports whether e counts on the board beside conversations.
func (e Entry) Beside() bool { return e.Kind != ForConversation }

// Replay plays one expert's season again under rules. What does not depend on
// rules stays as it was decided: who belongs together, which rating counted,
// which campaign ran, what there was to take. Under the rules that a season was
// played by, every entry is what it was.
func Replay(ctx context.Context, past Past, in Seen, e domain.ExpertID, rules Rules) ([]Entry, error) {
	played, err := past.PlayedBy(ctx, in.Season, e)
	if err != nil {
		return nil, err
	}
	p := player{
		past: past, Seen: in, rules: rules, right: map[string]Played{}, places: map[string]int{}, pairs: map[string][]end{},
		hours:   map[string]time.Duration{},
		reviews: map[string]int{}, helps: map[string]domain.Points{},
	}
	for _, one := range played {
		if one.Award.Kind == ForFirstTimeRight {
			p.right[one.Award.Source] = one
		}
	}
	for _, one := range inOrder(played) {
		if err := p.play(ctx, one); err != nil {
			return nil, err
		}
	}
	for _, left := range p.right { // whose conversation scores no longer
		p.add(left.Award, 0, true)
	}
	return p.entries, nil
}

// inOrder puts awards into the order in which they were booked: places of a day
// as they were given, and between them what took none, by its time; the shifts of
// a day by how much of it was paid before.
func inOrder(played []Played) []Played {
	all := slices.Clone(played)
	slices.SortStableFunc(all, func(a, b Played) int { return a.Award.EarnedAt.Compare(b.Award.EarnedAt) })
	rank := map[domain.AwardID]int{}
	byDay := map[string][]int{} // where places and shifts of a day stand
	for i, one := range all {
		if one.Award.scores() || one.Award.Kind == ForShift {
			key := string(one.Award.Kind) + one.Award.Day
			byDay[key] = append(byDay[key], i)
			rank[one.Award.ID] = one.Award.DayNo
			if one.Award.Kind == ForShift {
				rank[one.Award.ID] = paidBefore(one.Award)
			}
		}
	}
	for _, at := range byDay {
		these := make([]Played, len(at))
		for i, j := range at {
			these[i] = all[j]
		}
		slices.SortStableFunc(these, func(a, b Played) int { return rank[a.Award.ID] - rank[b.Award.ID] })
		for i, j := range at {
			all[j] = these[i]
		}
	}
	return all
}

// paidBefore is how many hundredths of an hour of its day were paid before a shift.
func paidBefore(a Award) int {
	for _, s := range a.Arithmetic.Steps {
		if _, after, found := strings.Cut(s.Detail, "_after_"); found && s.Key == StepHours {
			f, err := ParseFactor(after)
			if err == nil {
				return int(f)
			}
		}
	}
	return 0
}

// player plays the awards of one expert again.
type player struct {
	Seen

	past    Past
	rules   Rules
	right   map[string]Played        // first time right, by episode; what was played is gone
	pairs   map[string][]end         // by customer, what scores so far
	places  map[string]int           // given of a day
	hours   map[string]time.Duration // paid of a day
	reviews map[string]int           // paid of a day
	helps   map[string]domain.Points // paid for readers, by month, and by month and article
	entries []Entry
}

func (p *player) play(ctx context.Context, one Played) error {
	a := one.Award
	switch a.Kind {
	case ForConversation:
		return p.conversation(ctx, one)
	case ForFirstTimeRight: // with its conversation
		return nil
	case ForHandOver:
		p.add(a, p.handOver(one), true)
	case ForFollowUp, ForHelp:
		p.add(a, p.followUp(a), true)
	case ForMissed:
		p.add(a, -taken(a, p.rules.FollowUp.missedPoints()), true)
	case ForNoShow:
		points, err := p.noShow(ctx, one)
		if err != nil {
			return err
		}
		p.add(a, points, true)
	case ForShift:
		p.add(a, p.shift(one), true)
	case ForReview:
		p.add(a, p.review(a), true)
	case ForArticle, ForRecheck:
		p.add(a, p.article(a), true)
	case ForAudition:
		points := domain.Points(0)
		if p.rules.Audition != nil && a.Arithmetic.Why() == string(ForAudition) {
			points = p.rules.Audition.Points
		}
		p.add(a, points, false)
	}
	return nil
}

// worth is what an award is now.
func (a Award) worth() domain.Points {
	if a.SettledAt.IsZero() {
		return a.Pending
	}
	return a.Settled
}

func (p *player) add(a Award, would domain.Points, board bool) {
	if a.voided() {
		would = 0
	}
	p.entries = append(p.entries, Entry{
		Award: a.ID, Kind: a.Kind, Round: a.Round, At: a.EarnedAt, Was: a.worth(), Would: would, WasCounts: board, WouldCounts: board,
	})
}

// end is a conversation of a pair that took a place.
type end struct {
	at      time.Time
	settled time.Time // zero: not yet
	worth   domain.Points
}

// earning are when those ended that earn something at a time: what was settled by
// then and earned nothing is none.
func earning(pair []end, at time.Time) []time.Time {
	var all []time.Time
	for _, e := range pair {
		if e.worth > 0 || e.settled.IsZero() || e.settled.After(at) {
			all = append(all, e.at)
		}
	}
	return all
}

// conversation scores a conversation again, with its place in the day, and what
// it earns if the customer need not come back.
func (p *player) conversation(ctx context.Context, one Played) error {
	a, e := one.Award, one.Episode
	f, booked, err := p.facts(ctx, one)
	if err != nil {
		return err
	}
	scores := p.rules.Conversation.Qualified.Lacks(booked) == ""
	entry := Entry{
		Award: a.ID, Kind: a.Kind, Round: a.Round, At: a.EarnedAt, Was: a.worth(),
		WasCounts: a.scores() && e.Linked == "", WouldCounts: scores && e.Linked == "",
	}
	if scores {
		p.places[a.Day]++
		f.DayNo = p.places[a.Day]
		if !a.voided() {
			entry.Would = p.rules.Score(f).Points
		}
		p.pairs[one.Customer] = append(p.pairs[one.Customer], end{e.ClosedAt, a.SettledAt, entry.Would})
	}
	p.entries = append(p.entries, entry)
	if scores {
		return p.firstTimeRight(ctx, one)
	}
	return nil
}

// facts are those of a conversation as they were decided when it was settled, and
// when it was booked: what turned out in between leaves it its place in the day.
func (p *player) facts(ctx context.Context, one Played) (f, booked Facts, err error) {
	a, e := one.Award, one.Episode
	f = e.facts(1, nil)
	f.Difficulty, f.Boost = a.Difficulty, a.Boost
	if !a.SettledAt.IsZero() {
		f.Rating = e.Rating
		if known, rating := a.Arithmetic.rating(); known {
			f.Rating = rating
		}
	}
	why := strings.TrimPrefix(a.Arithmetic.Why(), notQualified)
	if a.scores() && !strings.HasPrefix(why, lacksDistance) {
		f.Linked = "" // it was found out too late
	}
	booked = f
	if a.scores() {
		booked.Linked = ""
	}
	if p.Versions[a.RuleSet].Conversation.Qualified == p.rules.Conversation.Qualified {
		if why == string(pairDay) || why == string(pairMonth) {
			f.Pair = Pair(why)
		}
		if !a.scores() {
			booked.Pair = f.Pair
		}
		return f, booked, nil
	}
	if p.rules.Conversation.Qualified.Lacks(booked) != "" {
		return f, booked, nil
	}
	booked.Pair = pairLimit(e.ClosedAt, earning(p.pairs[one.Customer], a.EarnedAt))
	f.Pair = booked.Pair
	if !a.scores() {
		f.Boost, err = p.past.BoostOf(ctx, e)
	}
	return f, booked, err
}

// rating is the one that counted, if the arithmetic says so.
func (a Arithmetic) rating() (known bool, r *Rating) {
	for _, s := range a.Steps {
		if s.Key != StepQuality {
			continue
		}
		word, number, _ := strings.Cut(s.Detail, "_")
		stars, err := strconv.Atoi(number)
		if err != nil {
			return true, nil // unrated
		}
		return true, &Rating{Stars: stars, Controllable: word == "stars"}
	}
	return false, nil
}

func (p *player) firstTimeRight(ctx context.Context, one Played) error {
	e, rules := one.Episode, p.rules.FirstTimeRight
	was, known := p.right[one.Award.Source]
	delete(p.right, one.Award.Source)
	if !known && !promising(e) {
		return nil
	}
	would := domain.Points(0)
	if rules != nil {
		right, err := p.wasRight(ctx, one, was, known)
		if err != nil {
			return err
		}
		if right {
			would = rules.Points
		}
	}
	if known {
		p.add(was.Award, would, true)
		return nil
	}
	if rules != nil {
		p.entries = append(p.entries, Entry{Kind: ForFirstTimeRight, Round: one.Award.Round, At: one.Award.EarnedAt, Would: would, WouldCounts: true})
	}
	return nil
}

// wasRight reports whether the customer need not come back, as it was decided if
// the rules waited as long.
func (p *player) wasRight(ctx context.Context, one, was Played, known bool) (bool, error) {
	e, rules := one.Episode, p.rules.FirstTimeRight
	if known {
		why := was.Award.Arithmetic.Why()
		before := p.Versions[was.Award.RuleSet].FirstTimeRight
		if before != nil && before.Days == rules.Days || why != string(ForFirstTimeRight) && why != notFirstTimeRight+"contact" {
			return why == string(ForFirstTimeRight), nil
		}
	}
	if rules.until(e).Add(settleMargin).After(p.Now) {
		return true, nil // it waits yet
	}
	contacts, err := p.past.ContactsAfter(ctx, e.Conversation, e.ClosedAt, rules.until(e))
	return rules.Score(e, contacts).Points > 0 || rules.Points == 0, err
}
