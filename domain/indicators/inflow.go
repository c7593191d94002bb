package indicators

import (
	"cmp"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

// Contact is what came by another way than ours and was imported: one that was
// logged, or several that were counted.
type Contact struct {
	External   string // its id where it comes from
	Channel    string
	Reason     rewards.Reason
	Day        string // of the brand: 2026-11-03
	Hour       int    // of the brand's clock; -1: not known
	Count      int
	OpenedAt   time.Time // zero: counted, not logged
	AnsweredAt time.Time
	ClosedAt   time.Time
	Outcome    desk.Outcome
}

func (c Contact) logged() bool { return !c.OpenedAt.IsZero() }

// NoHour is where contacts stand whose hour nobody knows.
const NoHour = -1

// Inflows are how many contacts came, each way of looking at them adding up to the
// total. Episodes and imported contacts count alike.
type Inflows struct {
	Total    int
	Before   int
	Imported int
	Hours    []HourInflow   // by hour and channel, those without an hour last
	Reasons  []ReasonInflow // most first; an empty reason: none is known
	Days     []DayInflow    // every day of the period
	Media    []Medium       // most first
}

// HourInflow is what came by a channel in an hour of the day.
type HourInflow struct {
	Hour    int
	Channel string
	Count   int
}

// ReasonInflow is what came about a reason, and in as many days before.
type ReasonInflow struct {
	Reason  domain.ReasonID // of the second level where it is known
	Channel string
	Count   int
	Before  int
}

// DayInflow is what came on a day.
type DayInflow struct {
	Day   string
	Count int
}

// Medium is how one channel does: all media in one view.
type Medium struct {
	Channel  string
	Count    int
	Before   int
	Imported int
	Waiting  Number // until somebody took it, in seconds
	Handling Number
	Solved   Number // of those whose outcome is known
	Left     Number // before anybody answered
}

// Deepest is the reason of the second level, or of the first.
func Deepest(r rewards.Reason) domain.ReasonID { return cmp.Or(r.Second, r.First) }

// one is a contact as inflow sees it, wherever it is from.
type one struct {
	day      string
	hour     int
	channel  string
	reason   domain.ReasonID
	count    int
	imported bool
}

func (p Period) ones(all []Episode, contacts []Contact) []one {
	list := make([]one, 0, len(all)+len(contacts))
	for _, e := range all {
		day, hour := p.local(e.OpenedAt)
		list = append(list, one{day, hour, e.Channel, Deepest(e.Reason), 1, false})
	}
	for _, c := range contacts {
		list = append(list, one{c.Day, c.Hour, c.Channel, Deepest(c.Reason), c.Count, true})
	}
	return list
}

// perDay is how many came on a day. N is the days, Yes how many came in all.
func perDay(p Period, all []Episode, contacts []Contact) Number {
	by, total := map[string]int64{}, 0
	for _, o := range p.ones(all, contacts) {
		by[o.day] += int64(o.count)
		total += o.count
	}
	counts := make([]int64, 0, p.Days)
	for _, day := range p.DayNames() {
		counts = append(counts, by[day])
	}
	n := measured(counts, 1)
	n.Yes = total
	return n
}

// InflowOf counts what came, by hour, reason, day and channel.
func InflowOf(f, before Facts, filter Filter) Inflows {
	these, those := filter.Episodes(f.Episodes), filter.Episodes(before.Episodes)
	now := f.Period.ones(these, filter.contacts(f.Contacts))
	was := before.Period.ones(those, filter.contacts(before.Contacts))
	type key struct {
		hour    int
		channel string
	}
	type about struct {
		reason  domain.ReasonID
		channel string
	}
	hours, reasons, days, media := map[key]int{}, map[about]*ReasonInflow{}, map[string]int{}, map[string]*Medium{}
	reason := func(o one) *ReasonInflow {
		at := about{o.reason, o.channel}
		if reasons[at] == nil {
			reasons[at] = &ReasonInflow{Reason: o.reason, Channel: o.channel}
		}
		return reasons[at]
	}
	medium := func(o one) *Medium {
		if media[o.channel] == nil {
			media[o.channel] = &Medium{Channel: o.channel}
		}
		return media[o.channel]
	}
	var in Inflows
	for _, o := range now {
		in.Total += o.count
		hours[key{o.hour, o.channel}] += o.count
		days[o.day] += o.count
		reason(o).Count += o.count
		m := medium(o)
		m.Count += o.count
		if o.imported {
			m.Imported += o.count
			in.Imported += o.count
		}
	}
	for _, o := range was {
		in.Before += o.count
		reason(o).Before += o.count
		medium(o).Before += o.count
	}
	for at, n := range hours {
		in.Hours = append(in.Hours, HourInflow{at.hour, at.channel, n})
	}
	slices.SortFunc(in.Hours, func(a, b HourInflow) int {
		return cmp.Or(cmp.Compare((a.Hour+25)%25, (b.Hour+25)%25), cmp.Compare(a.Channel, b.Channel))
	})
	for _, r := range reasons {
		in.Reasons = append(in.Reasons, *r)
	}
	slices.SortFunc(in.Reasons, func(a, b ReasonInflow) int {
		return cmp.Or(b.Count-a.Count, b.Before-a.Before, cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Channel, b.Channel))
	})
	for _, day := range f.Period.DayNames() {
		in.Days = append(in.Days, DayInflow{day, days[day]})
	}
	in.Media = perMedium(media, these, filter.contacts(f.Contacts))
	return in
}

// perMedium fills in how each channel does, by episodes and by what was logged.
func perMedium(media map[string]*Medium, episodes []Episode, contacts []Contact) []Medium {
	type sums struct {
		waiting, handling           []int64
		solved, known, left, counts int
	}
	by := map[string]*sums{}
	of := func(channel string) *sums {
		if by[channel] == nil {
			by[channel] = &sums{}
		}
		return by[channel]
	}
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	for _, e := range episodes {
		s := of(e.Channel)
		if took, known := since(e.OpenedAt, e.AssignedAt); known {
			s.waiting = append(s.waiting, took)
		}
		if e.closed() && e.held() {
			s.handling = append(s.handling, e.Held.Milliseconds())
			count(&s.known, e.Outcome != desk.Withdrawn)
			count(&s.solved, e.solved())
		}
		count(&s.left, e.abandoned())
		count(&s.counts, e.abandoned() || !e.RespondedAt.IsZero())
	}
	for _, c := range contacts {
		if !c.logged() {
			continue
		}
		s := of(c.Channel)
		if took, known := since(c.OpenedAt, c.AnsweredAt); known {
			s.waiting = append(s.waiting, took)
		}
		if took, known := since(c.AnsweredAt, c.ClosedAt); known {
			s.handling = append(s.handling, took)
		}
		gone := c.AnsweredAt.IsZero() && c.Outcome == desk.Withdrawn
		count(&s.left, gone)
		count(&s.counts, gone || !c.AnsweredAt.IsZero())
		count(&s.known, c.Outcome != "" && c.Outcome != desk.Withdrawn)
		count(&s.solved, c.Outcome == desk.Solved)
	}
	all := make([]Medium, 0, len(media))
	for channel, m := range media {
		s := of(channel)
		m.Waiting, m.Handling = durations(s.waiting), durations(s.handling)
		m.Solved, m.Left = share(s.solved, s.known), share(s.left, s.counts)
		all = append(all, *m)
	}
	slices.SortFunc(all, func(a, b Medium) int { return cmp.Or(b.Count-a.Count, cmp.Compare(a.Channel, b.Channel)) })
	return all
}
