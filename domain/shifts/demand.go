package shifts

import (
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

const (
	halves         = 7 * 48 // half hours of a week
	usualHandling  = 11 * time.Minute
	enoughHandled  = 20 // conversations that make a median of their own
	busyPercent    = 80 // of an expert's seats that are meant to be taken
	shortest       = 2  // half hours of a generated slot, where the brand is open so long
	longestHalves  = int(MaxLength / Step)
	historyWeeks   = 8
	leastHistory   = 4 * 7 * 24 * time.Hour
	maxSlotsOfWeek = 500
)

// Question is one question as the plan sees it: when it came, in which language.
type Question struct {
	At       time.Time
	Language domain.Language
}

// History is what demand is measured by.
type History struct {
	From, To   time.Time
	Questions  []Question
	Handled    int           // conversations that left a seat for good
	Median     time.Duration // how long they held it
	SeatTenths int           // open seats of an active expert, on average, in tenths
}

// handling is the time that a conversation takes on a seat.
func (h History) handling() time.Duration {
	if h.Handled < enoughHandled || h.Median <= 0 {
		return usualHandling
	}
	return h.Median
}

// Why is the arithmetic of a generated slot: at its fullest half hour, so many
// questions came in so many half hours that were open; each takes so long on a
// seat; an expert has so many seats, of which 80 % are meant to be busy.
type Why struct {
	Questions       int `json:"questions,omitempty"`
	Weeks           int `json:"weeks,omitempty"` // half hours that were counted
	HandlingSeconds int `json:"handlingSeconds,omitempty"`
	SeatTenths      int `json:"seatTenths,omitempty"`
	Wanted          int `json:"wanted,omitempty"` // by the questions
	Always          int `json:"always,omitempty"` // by the permanent presence plan and the least
}

// most is how many experts the half hour wants.
func (w Why) most() int { return max(w.Wanted, w.Always) }

// Experts is how many experts a half hour needs in which, over n open ones that
// were counted, the given number of questions came:
//
//	questions ÷ n × handling ÷ 30 min ÷ seats of an expert ÷ 0.8, rounded up.
//
// It is the inflow of an hour × minutes on a seat ÷ 60 ÷ seats ÷ 0.8, in whole
// numbers, so that nothing is lost on the way.
func Experts(questions, n int, handling time.Duration, seatTenths int) int {
	if questions <= 0 || n <= 0 || handling <= 0 {
		return 0
	}
	need := int64(questions) * handling.Milliseconds() * 10 * 100
	have := int64(n) * Step.Milliseconds() * int64(max(seatTenths, 10)) * busyPercent
	return int(min((need+have-1)/have, MaxSeats))
}

// week is what was measured of one language by the half hour of the week.
type week struct {
	questions [halves]int
	counted   [halves]int
}

// halfOf is the half hour of the week of a wall-clock time; Monday 00:00 is 0.
func halfOf(local time.Time) int {
	return (int(local.Weekday())+6)%7*48 + local.Hour()*2 + local.Minute()/30
}

// openIn reports whether the brand is open in the half hour that begins at t,
// at least for a part of it.
func (c Calendar) openIn(t time.Time) bool {
	for _, after := range []time.Duration{0, 15 * time.Minute, Step - time.Minute} {
		if c.Hours.Open(c.Zone, t.Add(after)) {
			return true
		}
	}
	return false
}

// holiday reports whether a day has hours of its own: it says nothing about others.
func (c Calendar) holiday(local time.Time) bool {
	day := local.Format(time.DateOnly)
	for _, h := range c.Hours.Holidays {
		if h.Day == day {
			return true
		}
	}
	return false
}

// measure counts questions and open half hours of a language. Holidays, and what
// came while the brand was closed, do not count. An hour that the clock repeats
// was there twice, and counts twice; one that it left out does not.
func (c Calendar) measure(h History, language domain.Language) (w week) {
	for t := h.From; t.Before(h.To); t = t.Add(Step) {
		if local := t.In(c.Zone); !c.holiday(local) && c.openIn(t) {
			w.counted[halfOf(local)]++
		}
	}
	for _, q := range h.Questions {
		local := q.At.In(c.Zone)
		if q.Language == language && !q.At.Before(h.From) && q.At.Before(h.To) && !c.holiday(local) && w.counted[halfOf(local)] > 0 {
			w.questions[halfOf(local)]++
		}
	}
	return w
}

// Half is a half hour of a day in the plan.
type Half struct {
	At   time.Time
	Open bool
	Why  Why
	Want int
}

// Days are the half hours of a week that begins on the given day, day by day of
// the brand: a day on which the clock is changed has fewer or more.
func (c Calendar) Days(monday time.Time) [][]Half {
	y, m, d := monday.In(c.Zone).Date()
	days := make([][]Half, 7)
	for i := range days {
		end := time.Date(y, m, d+i+1, 0, 0, 0, 0, c.Zone)
		for t := time.Date(y, m, d+i, 0, 0, 0, 0, c.Zone); t.Before(end); t = t.Add(Step) {
			days[i] = append(days[i], Half{At: t.UTC(), Open: c.openIn(t)})
		}
	}
	return days
}

// wanted fills in how many experts who speak a language each half hour needs.
// What is always wanted is wanted of the brand's main language.
func (c Calendar) wanted(days [][]Half, h History, language domain.Language, always map[[2]int]int, least int) {
	w := c.measure(h, language)
	main := len(c.Languages) > 0 && c.Languages[0] == language
	for _, day := range days {
		for i := range day {
			if day[i].Want, day[i].Why = 0, (Why{}); !day[i].Open {
				continue
			}
			local := day[i].At.In(c.Zone)
			n := halfOf(local)
			why := Why{Questions: w.questions[n], Weeks: w.counted[n], HandlingSeconds: int(h.handling().Seconds()), SeatTenths: max(h.SeatTenths, 10)}
			why.Wanted = Experts(why.Questions, why.Weeks, h.handling(), h.SeatTenths)
			if main {
				why.Always = max(least, always[[2]int{n/48 + 1, local.Hour()}])
			}
			day[i].Why, day[i].Want = why, why.most()
		}
	}
}

// Demand is how many experts each half hour of a week needs, all languages
// added up, before anything is planned.
func (c Calendar) Demand(monday time.Time, h History, always []Always, least int) [][]Half {
	hours := map[[2]int]int{}
	for _, a := range always {
		hours[[2]int{a.Weekday, a.Hour}] = a.Experts
	}
	h = c.since(h)
	all := c.Days(monday)
	for _, l := range c.Languages {
		days := c.Days(monday)
		c.wanted(days, h, l, hours, least)
		for d := range days {
			for i := range days[d] {
				all[d][i].Want += days[d][i].Want
				all[d][i].Why.Questions += days[d][i].Why.Questions
				all[d][i].Why.Weeks = days[d][i].Why.Weeks
				all[d][i].Why.Wanted += days[d][i].Why.Wanted
				all[d][i].Why.Always += days[d][i].Why.Always
				all[d][i].Why.HandlingSeconds, all[d][i].Why.SeatTenths = days[d][i].Why.HandlingSeconds, days[d][i].Why.SeatTenths
			}
		}
	}
	return all
}

// HistoryOf is the time that a plan made at now is measured by.
func (c Calendar) HistoryOf(now time.Time) (from, to time.Time) {
	to = c.Monday(now)
	return to.AddDate(0, 0, -7*historyWeeks), to
}

// piece is a part of a day, in half hours, for so many experts.
type piece struct{ from, to, seats int }

// carve cuts a day into the slots that cover what is wanted. It works by layers:
// the k-th expert is wanted wherever k are. In a layer a hole of one half hour is
// filled, a run shorter than an hour is made one, and a run of more than four
// hours is cut into equal parts. Equal pieces of layers are one slot.
func carve(day []Half) []piece {
	most := 0
	for _, h := range day {
		most = max(most, h.Want)
	}
	seats := map[[2]int]int{}
	for k := 1; k <= most; k++ {
		for _, run := range layer(day, k) {
			from, n := run[0], run[1]-run[0]
			parts := (n + longestHalves - 1) / longestHalves
			for p := range parts {
				to := from + n/parts
				if p < n%parts {
					to++
				}
				seats[[2]int{from, to}]++
				from = to
			}
		}
	}
	var all []piece
	for at, n := range seats {
		all = append(all, piece{at[0], at[1], n})
	}
	slices.SortFunc(all, func(a, b piece) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	return all
}

// layer finds the runs of half hours in which at least k experts are wanted.
func layer(day []Half, k int) [][2]int {
	in := make([]bool, len(day))
	for i, h := range day {
		in[i] = h.Open && h.Want >= k
	}
	for i := 1; i+1 < len(day); i++ {
		if !in[i] && day[i].Open && in[i-1] && in[i+1] {
			in[i] = true
		}
	}
	var runs [][2]int
	for i := 0; i < len(day); i++ {
		if !in[i] {
			continue
		}
		from := i
		for i < len(day) && in[i] {
			i++
		}
		to := i
		for to-from < shortest && to < len(day) && day[to].Open {
			to++
		}
		for to-from < shortest && from > 0 && day[from-1].Open && (len(runs) == 0 || runs[len(runs)-1][1] < from) {
			from--
		}
		runs, i = append(runs, [2]int{from, to}), to
	}
	return runs
}

// uncovered takes away what slots of a language cover already.
func uncovered(days [][]Half, slots []Slot, language domain.Language) {
	for _, day := range days {
		for i := range day {
			for _, s := range slots {
				if (s.Language == language || s.Language == "") && !s.StartsAt.After(day[i].At) && s.EndsAt.After(day[i].At) {
					day[i].Want -= s.Seats
				}
			}
			day[i].Want = max(day[i].Want, 0)
		}
	}
}

// Slots are what is to be added to the plan of a week so that what is wanted is
// covered, given the slots that are there, from a moment on.
func (c Calendar) Slots(monday, after time.Time, h History, there []Slot, always []Always, least int) []Slot {
	hours := map[[2]int]int{}
	for _, a := range always {
		hours[[2]int{a.Weekday, a.Hour}] = a.Experts
	}
	days := c.Days(monday)
	var all []Slot
	for _, l := range c.Languages {
		c.wanted(days, h, l, hours, least)
		uncovered(days, there, l)
		for _, day := range days {
			for _, p := range carve(day) {
				s := Slot{
					Day: day[p.from].At.In(c.Zone).Format(time.DateOnly), StartsAt: day[p.from].At, EndsAt: day[p.to-1].At.Add(Step),
					Language: l, Seats: min(p.seats, MaxSeats), Origin: Generated, State: Draft,
				}
				for _, half := range day[p.from:p.to] {
					if half.Why.most() > s.Why.most() {
						s.Why = half.Why
					}
				}
				if s.StartsAt.After(after) {
					all = append(all, s)
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Slot) int { return a.StartsAt.Compare(b.StartsAt) })
	return all[:min(len(all), maxSlotsOfWeek)]
}
