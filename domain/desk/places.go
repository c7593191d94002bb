package desk

import (
	"math"
	"slices"
	"sort"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// InLine is a conversation in the queue, with what its place is computed from.
type InLine struct {
	Place
	Episode   int
	Customer  domain.CustomerID
	Status    Status
	Desk      Answerer
	Language  domain.Language
	EnteredAt time.Time
	QueuedWhy string
	LeftClass Class
	LeftAt    time.Time // with AnswerBy: an open question
	AnswerBy  time.Time
}

// live is the place that it has, or comes back to.
func (w *InLine) live() Place {
	p := w.Place
	if p.Class == ClassOpen {
		p.Class = w.LeftClass
	}
	return p
}

// Shift is an expert on duty: what they speak, and their seats.
type Shift struct {
	Languages  []domain.Language
	Open, Free int
}

// Duty is what the desk can do at a moment.
type Duty struct {
	Open    bool      // the brand is
	OpensAt time.Time // when it is closed; zero: never
	Coming  []Coming  // who has a shift to come, by its start, where the brand goes by shifts
	Now     time.Time
	Promise time.Time // what leaving a question promises now; zero: nothing can be
	Shifts  []Shift
	Recent  Pace
	Week    Pace
}

// Coming is a shift to come, of an expert with these languages.
type Coming struct {
	At        time.Time
	Languages []domain.Language
}

// opens is when somebody who speaks the language is there next: by the plan, or
// when the brand opens; zero: not known, or the brand is open to everybody.
func (d Duty) opens(l domain.Language) time.Time {
	for _, c := range d.Coming {
		if slices.Contains(c.Languages, l) && c.At.After(d.Now) {
			return c.At
		}
	}
	if d.Open {
		return time.Time{}
	}
	return d.OpensAt
}

// Measured is what is known for the customers of a language.
func (d Duty) Measured(l domain.Language) Measured {
	m := Measured{Recent: d.Recent, Week: d.Week}
	if !d.Open {
		return m
	}
	for _, s := range d.Shifts {
		if slices.Contains(s.Languages, l) && s.Open > 0 {
			m.Seats, m.Free, m.Experts = m.Seats+s.Open, m.Free+s.Free, m.Experts+1
		}
	}
	return m
}

// shared is the share of the seats for language other that speak l too: so much
// of those who wait in other is before somebody who waits in l.
func (d Duty) shared(l, other domain.Language) float64 {
	if l == other {
		return 1
	}
	both, all := 0, 0
	for _, s := range d.Shifts {
		if !slices.Contains(s.Languages, other) {
			continue
		}
		all += s.Open
		if slices.Contains(s.Languages, l) {
			both += s.Open
		}
	}
	if all == 0 {
		return 0
	}
	return float64(both) / float64(all)
}

// Standing is what a waiting customer is told. It is comparable: what is equal
// needs not be told again.
type Standing struct {
	Place     int    // 1 is the next
	Why       string // who went before without having waited longer; empty: nobody did
	Known     bool   // Wait is an estimate
	Wait      Range
	Basis     Basis
	Seats     int
	Experts   int
	Finished  int
	Since     time.Time
	Desk      Answerer
	LeaveFrom time.Time // when the question can be left
	StaffFrom time.Time // when the staff can be asked
	MayLeave  bool
	MayAsk    bool      // the staff
	Promise   time.Time // for who leaves
	OnDuty    bool      // somebody who speaks the language
	OpensAt   time.Time // zero while the brand is open
	LeftAt    time.Time // with AnswerBy: an open question
	AnswerBy  time.Time
}

// Stand tells one waiting customer where they are: ahead are those before them,
// by language, and why is what brought the last of them there who came later.
func (d Duty) Stand(w InLine, ahead map[domain.Language]int, why string) Standing {
	m := d.Measured(w.Language)
	s := Standing{
		Place: 1, Since: w.EnteredAt, Desk: w.Desk, LeaveFrom: w.EnteredAt.Add(LeaveAfter), StaffFrom: w.EnteredAt.Add(StaffAfter),
		OnDuty: m.Seats > 0, LeftAt: w.LeftAt, AnswerBy: w.AnswerBy, Why: why,
	}
	before := 0.0
	for l, n := range ahead {
		s.Place += n
		before += float64(n) * d.shared(w.Language, l)
	}
	if !s.OnDuty {
		s.OpensAt = d.opens(w.Language)
		s.LeaveFrom = w.EnteredAt
	}
	left := !w.LeftAt.IsZero()
	s.MayLeave = !left && !d.Promise.IsZero() && !d.Now.Before(s.LeaveFrom)
	s.MayAsk = left || !d.Now.Before(s.StaffFrom)
	if s.MayLeave {
		s.Promise = d.Promise
	}
	if s.Desk == ByStaff {
		s.MayLeave, s.MayAsk, s.Promise = false, false, time.Time{}
		s.OnDuty, s.LeaveFrom, s.StaffFrom = d.Open, time.Time{}, time.Time{}
		return s
	}
	if s.Wait, s.Known = Estimate(1+int(math.Ceil(before-1e-9)), m); s.Known {
		s.Basis, s.Seats, s.Experts, s.Finished = m.Basis(), m.Seats, m.Experts, m.Recent.Finished
	}
	return s
}

// Standings tells everybody who waits where they are; line is in the order of
// the queue. The answers are in the order of line.
func Standings(line []InLine, d Duty) []Standing {
	all := make([]Standing, len(line))
	queues := map[Answerer]*prefix{}
	for i, w := range line {
		q := queues[w.Desk]
		if q == nil {
			q = &prefix{ahead: map[domain.Language]int{}}
			queues[w.Desk] = q
		}
		if w.Class == ClassOpen {
			all[i] = d.Stand(w, q.aheadOf(w.live()), "")
			continue
		}
		all[i] = d.Stand(w, q.ahead, q.overtook(w))
		q.add(w)
	}
	return all
}

// prefix is the part of a queue that lies before somebody. Open questions come
// last in the order, so they look at the whole queue.
type prefix struct {
	line   []InLine
	ahead  map[domain.Language]int
	newest InLine // of those, who came last
}

func (p *prefix) add(w InLine) {
	p.line = append(p.line, w)
	p.ahead[w.Language]++
	if w.EnteredAt.After(p.newest.EnteredAt) {
		p.newest = w
	}
}

// overtook is what brought the last one there who came later than w and stands
// before: whoever did is the reason why a place rose.
func (p *prefix) overtook(w InLine) string {
	if p.newest.EnteredAt.After(w.EnteredAt) {
		return p.newest.QueuedWhy
	}
	return ""
}

// aheadOf counts those who stand before a place.
func (p *prefix) aheadOf(at Place) map[domain.Language]int {
	n := sort.Search(len(p.line), func(i int) bool { return !p.line[i].before(at) })
	ahead := map[domain.Language]int{}
	for _, w := range p.line[:n] {
		ahead[w.Language]++
	}
	return ahead
}

// before reports whether a place is served before another.
func (p Place) before(o Place) bool {
	switch {
	case p.Class != o.Class:
		return p.Class < o.Class
	case !p.QueuedAt.Equal(o.QueuedAt):
		return p.QueuedAt.Before(o.QueuedAt)
	default:
		return p.ID < o.ID
	}
}
