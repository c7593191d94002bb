package desk

import (
	"cmp"
	"container/heap"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// Forecast is what a simulated day said about waits, and what came true.
type Forecast struct {
	Hours []ForecastHour
	Total ForecastHour
}

// ForecastHour compares the waits of the questions of one hour, or of all.
type ForecastHour struct {
	Hour        int // of the day
	Asked       int
	Seats       int           // the mean
	Waited      int           // of those asked: those for whom no seat was free
	Inside      int           // of those who waited: inside the range that they were told first
	MedianTold  time.Duration // the middle of the range
	MedianWait  time.Duration
	MedianError time.Duration // between the real wait and the middle of its range
	P90Error    time.Duration
}

// Share is the part of those who waited that was inside the range; 1 when nobody did.
func (h ForecastHour) Share() float64 {
	if h.Waited == 0 {
		return 1
	}
	return float64(h.Inside) / float64(h.Waited)
}

// The simulated day: questions and seats by hour, from 0 to 23. The evening asks
// for more than there are seats for.
var (
	forecastDemand = [24]int{0, 0, 0, 0, 0, 0, 0, 5, 14, 19, 23, 25, 31, 29, 24, 24, 25, 32, 36, 47, 51, 45, 32, 14}
	forecastSeats  = [24]int{0, 0, 0, 0, 0, 0, 0, 2, 4, 5, 6, 6, 8, 7, 6, 6, 6, 8, 9, 12, 12, 11, 9, 6}
)

// What people do in the simulation.
const (
	forecastTaken    = 11 * time.Minute // the median of a conversation on its seat; log-normal
	forecastSpread   = 0.7              // its sigma
	forecastUrgent   = 0.07             // complaints
	forecastSilent   = 0.03             // experts who fall silent: the conversation goes to the front
	forecastDeclined = 0.15             // offers that are let pass or run out
	forecastWithdraw = 0.03             // customers who take the question back while they wait
)

// Simulate plays a day at the desk on a virtual clock, after a day before it that
// the measurements of the week come from, and tells every waiting customer the
// range that Estimate gives. The same seed plays the same day.
func Simulate(seed uint64) Forecast {
	s := &simulation{rand: rand.New(rand.NewPCG(seed, 0x6b656e6e6572))} //nolint:gosec // a game, the same for a seed
	s.play(-1)
	s.play(0)
	return s.sum()
}

// simulated is one question.
type simulated struct {
	Place
	asked, until time.Duration // since the midnight of the day that counts
	hour         int
	waited       bool
	told         Range
	accepted     bool
	withdrawn    bool
}

// sitting is a conversation on a seat, now or before.
type sitting struct {
	from, to time.Duration
	done     bool // it left for good
}

type happening struct {
	at  time.Duration
	no  int // the order of those at the same time
	act func()
}

type agenda []happening

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(a[i].at, a[j].at), a[i].no-a[j].no) < 0
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }

// Push implements heap.Interface.
func (a *agenda) Push(x any) { *a = append(*a, x.(happening)) } //nolint:forcetypeassert // of this file

// Pop implements heap.Interface.
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

type simulation struct {
	rand   *rand.Rand
	now    time.Duration
	agenda agenda
	no     int
	queue  []*simulated
	busy   int
	past   []*sitting
	all    []*simulated
}

var midnight = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)

func (s *simulation) at(d time.Duration, act func()) {
	s.no++
	heap.Push(&s.agenda, happening{d, s.no, act})
}

// play lives one day, counted from the one that is told.
func (s *simulation) play(day int) {
	start := time.Duration(day) * 24 * time.Hour
	for hour, n := range forecastDemand {
		from := start + time.Duration(hour)*time.Hour
		s.at(from, s.serve) // seats open and close on the hour
		mean := float64(n)
		for t := s.rand.ExpFloat64() / max(mean, 1e-9); t < 1 && mean > 0; t += s.rand.ExpFloat64() / mean {
			at := from + time.Duration(t*float64(time.Hour))
			s.at(at, func() { s.ask(at, hour, day == 0) })
		}
	}
	for len(s.agenda) > 0 {
		next := heap.Pop(&s.agenda).(happening) //nolint:forcetypeassert // of this file
		s.now = next.at
		next.act()
	}
}

func (s *simulation) seats() int {
	return forecastSeats[int((s.now%(24*time.Hour)+24*time.Hour)/time.Hour)%24]
}

func (s *simulation) ask(at time.Duration, hour int, counts bool) {
	q := &simulated{Place: Place{Class: ClassNormal, QueuedAt: midnight.Add(at)}, asked: at, hour: hour}
	if s.rand.Float64() < forecastUrgent {
		q.Class = ClassUrgent
	}
	s.enter(q)
	place := 1 + slices.Index(s.queue, q)
	m := s.measured()
	told, _ := Estimate(place, m)
	q.told, q.waited = told, place > m.Free
	if counts {
		s.all = append(s.all, q)
	}
	if s.rand.Float64() < forecastWithdraw {
		s.at(at+time.Duration(s.rand.ExpFloat64()*float64(10*time.Minute)), func() { s.withdraw(q) })
	}
	s.serve()
}

func (s *simulation) withdraw(q *simulated) {
	if i := slices.Index(s.queue, q); i >= 0 {
		s.queue, q.withdrawn = slices.Delete(s.queue, i, i+1), true
	}
}

func (s *simulation) enter(q *simulated) {
	i := 0
	for i < len(s.queue) && !q.before(s.queue[i].Place) {
		i++
	}
	s.queue = slices.Insert(s.queue, i, q)
}

// serve gives free seats to who waits; each offer takes its time.
func (s *simulation) serve() {
	for len(s.queue) > 0 && s.busy < s.seats() {
		q := s.queue[0]
		s.queue = s.queue[1:]
		s.busy++
		delay := time.Duration(3+s.rand.IntN(10)) * time.Second
		for s.rand.Float64() < forecastDeclined {
			delay += time.Duration(5+s.rand.IntN(16)) * time.Second
		}
		s.at(s.now+delay, func() { s.accept(q) })
	}
}

func (s *simulation) accept(q *simulated) {
	if !q.accepted {
		q.accepted, q.until = true, s.now
	}
	taken := time.Duration(float64(forecastTaken) * math.Exp(forecastSpread*s.rand.NormFloat64()))
	silent := s.rand.Float64() < forecastSilent
	if silent {
		taken = ReofferAfter
	}
	sat := &sitting{from: s.now, to: s.now + taken, done: !silent}
	s.past = append(s.past, sat)
	s.at(sat.to, func() {
		s.busy--
		if silent {
			q.Class, q.QueuedAt = ClassFront, midnight.Add(s.now)
			s.enter(q)
		}
		s.serve()
	})
}

func (s *simulation) measured() Measured {
	m := Measured{Seats: s.seats(), Experts: (s.seats() + 1) / 2, Recent: s.pace(s.now-MeasureWindow, s.now)}
	m.Free = max(m.Seats-s.busy, 0)
	before := s.now - 24*time.Hour
	m.Week = s.pace(before-MeasureWindow, before+MeasureWindow)
	return m
}

func (s *simulation) pace(from, to time.Duration) (p Pace) {
	for _, sat := range s.past {
		if sat.from >= to || sat.to <= from {
			continue
		}
		p.Taken += min(sat.to, to) - max(sat.from, from)
		if sat.done && sat.to <= to {
			p.Finished++
		}
	}
	return p
}

// sum compares what was told with what came true.
func (s *simulation) sum() Forecast {
	var f Forecast
	for hour := range forecastDemand {
		of := slices.DeleteFunc(slices.Clone(s.all), func(q *simulated) bool { return q.hour != hour })
		if len(of) > 0 {
			h := compareWaits(of)
			h.Hour, h.Seats = hour, forecastSeats[hour]
			f.Hours = append(f.Hours, h)
		}
	}
	f.Total = compareWaits(s.all)
	for _, h := range f.Hours {
		f.Total.Seats += h.Seats
	}
	if len(f.Hours) > 0 {
		f.Total.Seats /= len(f.Hours)
	}
	return f
}

func compareWaits(all []*simulated) ForecastHour {
	h := ForecastHour{Asked: len(all)}
	var told, waits, errors []time.Duration
	for _, q := range all {
		if !q.waited || !q.accepted || q.withdrawn {
			continue
		}
		real := q.until - q.asked
		h.Waited++
		if real >= q.told.From && real <= q.told.To {
			h.Inside++
		}
		told = append(told, (q.told.From+q.told.To)/2)
		waits = append(waits, real)
		errors = append(errors, (real - (q.told.From+q.told.To)/2).Abs())
	}
	h.MedianTold, h.MedianWait = quantile(told, 0.5), quantile(waits, 0.5)
	h.MedianError, h.P90Error = quantile(errors, 0.5), quantile(errors, 0.9)
	return h
}

func quantile(all []time.Duration, p float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(int(p*float64(len(all))), len(all)-1)]
}
