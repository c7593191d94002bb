package problems

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Key is what contacts are counted by: a contact reason, and a product within it;
// without one it stands for every product.
type Key struct {
	Reason  domain.ReasonID
	Product domain.ProductID
}

// Contacts are how many came about a key in the quarter of an hour that begins At.
type Contacts struct {
	Key

	At time.Time
	N  int
}

// Origin is what opened a candidate.
type Origin string

// The origins of problems.
const (
	FromSpike   Origin = "spike"
	FromVolume  Origin = "volume"
	FromRatings Origin = "ratings"
	FromSignal  Origin = "signal"
	FromIdea    Origin = "idea"
	FromStaff   Origin = "staff"
)

// Finding is what detection saw: more contacts in a time than can be expected.
type Finding struct {
	Key

	Kind     Origin
	Count    int
	Expected float64 // contacts; of a volume, where the threshold lies
	From     time.Time
	Until    time.Time
}

const (
	// Weeks is how many weeks a day is compared with.
	Weeks = 8
	// leastWeeks is how many of them somebody must have written in.
	leastWeeks = 4
	// chance is how seldom a run may call chance a spike. Four runs a day together
	// stay below one in a thousand days for each reason.
	chance = 0.001 / 4
	// more is how many contacts beyond what is expected are worth a look at all.
	more = 5
	// VolumeDays is the time in which a reason's share of the contacts is counted.
	VolumeDays = 28
	// leastVolume is how many contacts a share says something about.
	leastVolume = 30
	// LowRatings is how many low ratings that no expert could have changed open a candidate.
	LowRatings = 5
)

// History is what detection looks at: contacts of the last weeks, by quarter.
type History struct {
	First    time.Time // of all contacts there ever were: before it nothing is known
	Contacts []Contacts
	Low      map[Key]int // low ratings of VolumeDays that no expert could have changed
}

// Since is from when on detection at a moment needs contacts.
func Since(now time.Time, zone *time.Location) time.Time {
	return back(now, zone, 7*Weeks+1)
}

// back is the same time of the day so many days earlier, as a calendar counts them.
func back(now time.Time, zone *time.Location, days int) time.Time {
	return now.In(zone).AddDate(0, 0, -days)
}

// Detect finds what stands out at a moment. Products come before their reason: one
// that stands out alone explains it. Reasons for which living holds a problem are
// counted no further, neither is a product in them.
//
// A spike: the contacts of the last 24 hours are compared with the same hours of
// the same weekday in the eight weeks before, so a weekly rhythm is none. Where all
// other contacts grew as well, so does what is expected; where they fell, it stays.
// The weeks' own variance around their mean, when it is beyond Poisson's, widens
// the expectation (a quasi-Poisson model with the tail of the negative binomial
// distribution, as in Farrington et al., "A statistical algorithm for the early
// detection of outbreaks of infectious disease", JRSS A 159, 1996, and Noufaily et
// al., Statistics in Medicine 32, 2013; their trend term is the growth of the other
// contacts here). A spike is what chance brings less often than once in 4,000 such
// looks, and at least five contacts more than expected.
func Detect(h History, now time.Time, zone *time.Location, living func(Key) bool, s Settings) []Finding {
	now = now.Truncate(quarter)
	d := look{now: now, zone: zone, weeks: Weeks, first: h.First}
	for d.weeks > 0 && d.start(d.weeks).Before(h.First) {
		d.weeks-- // a week in which nobody could have written says nothing
	}
	counts, volume, inflow := d.fold(h.Contacts)
	var found []Finding
	for _, k := range sorted(counts) {
		if k.Product == "" || living(k) || living(Key{Reason: k.Reason}) {
			continue
		}
		if f, ok := d.spike(k, counts[k], counts[all]); ok {
			found = append(found, f)
			explain(counts, k)
		}
	}
	for _, k := range sorted(counts) {
		if k != all && k.Product != "" && living(k) {
			explain(counts, k)
		}
	}
	for _, k := range sorted(counts) {
		if k == all || k.Product != "" || living(k) {
			continue
		}
		f, ok := d.spike(k, counts[k], counts[all])
		if !ok {
			f, ok = d.volume(k, volume[k], inflow, s)
		}
		if !ok && h.Low[k] >= LowRatings {
			f = Finding{Key: k, Kind: FromRatings, Count: h.Low[k], Expected: LowRatings, From: back(now, zone, VolumeDays), Until: now}
			ok = true
		}
		if ok {
			found = append(found, f)
		}
	}
	return found
}

const quarter = 15 * time.Minute

// all is the key of everything.
var all = Key{}

// weekly are the contacts of the last 24 hours, and of the same hours in each week before.
type weekly [Weeks + 1]int

type look struct {
	now   time.Time
	zone  *time.Location
	first time.Time
	weeks int
}

// start is when the compared day of a week began, end when it ended; week 0 is now.
func (d look) start(week int) time.Time { return back(d.now, d.zone, 7*week+1) }
func (d look) end(week int) time.Time   { return back(d.now, d.zone, 7*week) }

// fold counts contacts by the weeks that they are compared in, by key, by reason
// and in all; and those of the last 28 days by reason.
func (d look) fold(contacts []Contacts) (counts map[Key]weekly, volume map[Key]int, inflow int) {
	counts, volume = map[Key]weekly{}, map[Key]int{}
	var starts, ends [Weeks + 1]time.Time
	for w := range starts {
		starts[w], ends[w] = d.start(w), d.end(w)
	}
	recent := back(d.now, d.zone, VolumeDays)
	for _, c := range contacts {
		if !c.At.Before(recent) && c.At.Before(d.now) {
			inflow += c.N
			if c.Reason != "" {
				volume[Key{Reason: c.Reason}] += c.N
			}
		}
		for w := range starts {
			if c.At.Before(starts[w]) || !c.At.Before(ends[w]) {
				continue
			}
			add(counts, all, w, c.N)
			if c.Reason == "" {
				break
			}
			add(counts, Key{Reason: c.Reason}, w, c.N)
			if c.Product != "" {
				add(counts, c.Key, w, c.N)
			}
			break
		}
	}
	for k := range volume {
		add(counts, k, 0, 0) // a reason without a contact today has a volume all the same
	}
	return counts, volume, inflow
}

func add(counts map[Key]weekly, k Key, week, n int) {
	c := counts[k]
	c[week] += n
	counts[k] = c
}

// explain takes the contacts of a product out of its reason's.
func explain(counts map[Key]weekly, k Key) {
	r, p := counts[Key{Reason: k.Reason}], counts[k]
	for w := range r {
		r[w] -= p[w]
	}
	counts[Key{Reason: k.Reason}] = r
}

func sorted(counts map[Key]weekly) []Key {
	keys := make([]Key, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b Key) int { return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Product, b.Product)) })
	return keys
}

// spike compares today with the same hours of the weeks before, see Detect.
func (d look) spike(k Key, c, everything weekly) (Finding, bool) {
	f := Finding{Key: k, Kind: FromSpike, Count: c[0], From: d.start(0), Until: d.end(0)}
	if d.weeks < leastWeeks {
		return f, false
	}
	n := float64(d.weeks)
	sum, others := 0.0, 0.0
	for w := 1; w <= d.weeks; w++ {
		sum += float64(c[w])
		others += float64(everything[w] - c[w])
	}
	mean := (sum + 0.5) / n    // half a contact that was not seen: nothing is impossible
	growth, unsure := 1.0, 0.0 // unsure: the relative variance of growth, a ratio of two counts
	if now := float64(everything[0] - c[0]); now*n > others && others > 0 {
		growth, unsure = now*n/others, 1/now+1/others
	}
	spread := 0.0
	for w := 1; w <= d.weeks; w++ {
		spread += (float64(c[w]) - mean) * (float64(c[w]) - mean) / mean
	}
	dispersion := max(1, spread/(n-1))
	f.Expected = mean * growth
	// What is expected is itself known from so many weeks only, and the growth from two counts.
	variance := dispersion * (f.Expected + mean*growth*growth/n + f.Expected*f.Expected*unsure)
	return f, float64(c[0]) >= f.Expected+more && Tail(c[0], f.Expected, variance) < chance
}

// volume looks whether a reason has a large part of all contacts of four weeks.
func (d look) volume(k Key, n, inflow int, s Settings) (Finding, bool) {
	limit := math.Ceil(float64(inflow) * float64(s.VolumePercent) / 100)
	f := Finding{Key: k, Kind: FromVolume, Count: n, Expected: limit, From: back(d.now, d.zone, VolumeDays), Until: d.now}
	return f, n >= leastVolume && float64(n) >= limit && !d.first.After(f.From)
}
