package desk

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// The six factors of a match, in ten-thousandths of the score.
const (
	weightTopic      = 3000
	weightQuality    = 2000
	weightContinuity = 1500
	weightFairness   = 1500
	weightCapacity   = 1000
	weightGrowth     = 1000
)

// spreadShare is the share of simple conversations that go to the expert with
// the fewest offers, so that everybody gets at least some.
const spreadShare = 0.10

// askAgainAfter is how long an expert who let a conversation pass is left
// alone when nobody else can take it.
const askAgainAfter = 60 * time.Second

// continuityFor is how long a customer's wish to meet the same expert counts.
const continuityFor = 90 * 24 * time.Hour

// Factor is one part of a score. Points are whole ten-thousandths, and the
// points of all six add up to the score exactly.
type Factor struct {
	Key    string      `json:"key"`
	Weight int         `json:"weight"`
	Points int         `json:"points"`
	Detail string      `json:"detail"` // in English, for logs and programs
	Facts  FactorFacts `json:"facts"`  // the same for screens, which have their own words
}

// FactorFacts is what a factor was computed from; each has its own of them.
type FactorFacts struct {
	Kind    string   `json:"kind,omitempty"`    // topic: qualified, learning, any or none
	Mean    *float64 `json:"mean,omitempty"`    // topic, quality: stars
	Ratings *int     `json:"ratings,omitempty"` // topic, quality: behind the mean
	Again   *bool    `json:"again,omitempty"`   // continuity: the customer wishes it
	Seconds *int     `json:"seconds,omitempty"` // fairness: since the last offer; absent: none yet
	Free    *int     `json:"free,omitempty"`    // capacity: seats
	Open    *int     `json:"open,omitempty"`    // capacity: seats
	Learns  *bool    `json:"learns,omitempty"`  // growth: a topic being learnt
}

// Filter is one condition that an expert had to meet.
type Filter struct {
	Key    string `json:"key"`
	Passed bool   `json:"passed"`
	Detail string `json:"detail,omitempty"`
}

// Why is the reason of an offer, stored with it.
type Why struct {
	Score   int      `json:"score"` // ten-thousandths
	Factors []Factor `json:"factors"`
	Filters []Filter `json:"filters"`
	// Spread marks an offer that went to the expert with the fewest.
	Spread bool `json:"spread"`
	// Preferred marks an offer to the expert who had the conversation before.
	Preferred bool `json:"preferred"`
}

// Candidate is an expert who could take a conversation now.
type Candidate struct {
	Expert roster.Expert
	Duty   roster.Duty
	SeatNo int // the lowest free one
	Free   int // free seats
	Open   int // open seats
	skill  skill
}

// Place is a position in the queue.
type Place struct {
	Class    Class
	QueuedAt time.Time
	ID       domain.ConversationID // empty: before the first
}

// InQueue is a conversation in the queue, with what matters for a match.
type InQueue struct {
	Place
	Episode    int
	Customer   domain.CustomerID
	Language   domain.Language
	Reason     domain.ReasonID
	Parent     domain.ReasonID // of the reason
	Difficulty int             // of the reason; 0 without one
	Preferred  domain.ExpertID
	// Refused tells when an expert last let this episode pass.
	Refused map[domain.ExpertID]time.Time
	// Givers are the experts who handed this episode over.
	Givers []domain.ExpertID
	// Named says that who is preferred was named by who handed it over.
	Named bool
	// Linked are the experts who are tied to the customer: they are not asked.
	Linked []domain.ExpertID
	// Wishes tell whether the customer wants to meet an expert again, and since when.
	Wishes map[domain.ExpertID]Wish
}

// Wish is whether a customer wants to meet an expert again.
type Wish struct {
	Again bool
	At    time.Time
}

// Match is who should be asked, and why.
type Match struct {
	Candidate Candidate
	Why       Why
}

// Rank finds the expert for a conversation: whoever had it before, else the
// highest score; equal scores go to who waited longest since the last offer.
// chance is a number in [0, 1) that decides whether a simple conversation goes
// to the expert with the fewest offers instead. Experts who let this episode
// pass come only when nobody else can, and 60 s after they did. It reports
// false when nobody can take it.
func Rank(q InQueue, candidates []Candidate, now time.Time, chance float64) (Match, bool) {
	able := make([]contender, 0, len(candidates))
	asked := make([]contender, 0, 4)
	for i := range candidates {
		c := &candidates[i]
		if !passes(q, c) {
			continue
		}
		if at, refused := q.Refused[c.Expert.ID]; !refused {
			able = append(able, contender{c, score(q, c, now)})
		} else if now.Sub(at) >= askAgainAfter {
			asked = append(asked, contender{c, score(q, c, now)})
		}
	}
	if len(able) == 0 {
		able = asked
	}
	if len(able) == 0 {
		return Match{}, false
	}
	spread := q.Difficulty == Simple && chance < spreadShare && len(able) > 1
	best := slices.MinFunc(able, func(a, b contender) int { return better(q, a, b, spread) })
	why := explain(q, best.Candidate, now)
	why.Preferred = prefers(q, best.Candidate)
	why.Spread = spread && !why.Preferred
	return Match{*best.Candidate, why}, true
}

// contender is a candidate with a score.
type contender struct {
	*Candidate
	score int
}

func prefers(q InQueue, c *Candidate) bool { return q.Preferred != "" && q.Preferred == c.Expert.ID }

// better orders two contenders, the better one first.
func better(q InQueue, a, b contender, spread bool) int {
	if p := prefers(q, a.Candidate); p != prefers(q, b.Candidate) {
		if p {
			return -1
		}
		return 1
	}
	order := cmp.Compare(b.score, a.score)
	if spread {
		order = cmp.Compare(a.Expert.Offers, b.Expert.Offers)
	}
	return cmp.Or(order, a.Expert.LastOfferAt.Compare(b.Expert.LastOfferAt), cmp.Compare(a.Expert.ID, b.Expert.ID))
}

// passes reports whether the candidate meets every condition.
func passes(q InQueue, c *Candidate) bool {
	return c.Expert.OnDuty(c.Duty) && c.Free > 0 && c.Expert.Speaks(q.Language) && topicAllowed(q, c) &&
		q.Difficulty <= c.Expert.Hardest() && !blocked(q, c) && !tied(q, c.Expert.ID) &&
		!slices.Contains(q.Givers, c.Expert.ID)
}

// topicAllowed reports whether the expert may answer about the reason: any
// question without one; else a qualified topic, or a simple one that is being
// learnt. An expert without any topic is not limited to topics.
func topicAllowed(q InQueue, c *Candidate) bool {
	if q.Reason == "" || len(c.Expert.Topics) == 0 {
		return true
	}
	kind, ok := c.Expert.Knows(q.Reason, q.Parent)
	return ok && (kind == roster.Qualified || q.Difficulty == Simple)
}

func blocked(q InQueue, c *Candidate) bool {
	w, ok := q.Wishes[c.Expert.ID]
	return ok && !w.Again
}

// values are the six factors of a candidate, each from 0 to 1.
func values(q InQueue, c *Candidate, now time.Time) [6]float64 {
	kind, _ := c.Expert.Knows(q.Reason, q.Parent)
	return [6]float64{
		topicShare(q, kind) * ramp(c.skill.topic(q.Reason, q.Parent)),
		ramp(c.skill.quality.Mean),
		continuity(q, c, now),
		fairness(c, now),
		float64(c.Free) / float64(max(c.Open, 1)),
		growth(q, kind),
	}
}

// topicShare weighs skill by standing: a qualified topic counts in full.
func topicShare(q InQueue, kind roster.TopicKind) float64 {
	switch {
	case q.Reason != "" && kind == roster.Qualified:
		return 1
	case q.Reason != "" && kind == roster.Learning:
		return 0.5
	default:
		return 0.75
	}
}

// ramp brings stars from 3 to 5 to 0 to 1.
func ramp(stars float64) float64 { return min(max((stars-3)/2, 0), 1) }

func continuity(q InQueue, c *Candidate, now time.Time) float64 {
	w, ok := q.Wishes[c.Expert.ID]
	if (prefers(q, c) && !q.Named) || (ok && w.Again && now.Sub(w.At) <= continuityFor) {
		return 1
	}
	return 0
}

// fairness is the time since the last offer in relation to the time on duty.
func fairness(c *Candidate, now time.Time) float64 {
	duty := now.Sub(c.Expert.PresenceAt)
	if c.Expert.LastOfferAt.Before(c.Expert.PresenceAt) || duty <= 0 {
		return 1
	}
	return min(max(float64(now.Sub(c.Expert.LastOfferAt))/float64(duty), 0), 1)
}

func growth(q InQueue, kind roster.TopicKind) float64 {
	if kind == roster.Learning && q.Reason != "" && q.Difficulty == Simple {
		return 1
	}
	return 0
}

var weights = [6]int{weightTopic, weightQuality, weightContinuity, weightFairness, weightCapacity, weightGrowth}

// points turns the values into whole points.
func points(v [6]float64) (p [6]int) {
	for i := range v {
		p[i] = int(math.Round(float64(weights[i]) * v[i]))
	}
	return p
}

func score(q InQueue, c *Candidate, now time.Time) (sum int) {
	for _, p := range points(values(q, c, now)) {
		sum += p
	}
	return sum
}

// explain writes the reasons of a match down.
func explain(q InQueue, c *Candidate, now time.Time) Why {
	w := Why{Filters: filters(q, c)}
	keys, facts := [6]string{"topic", "quality", "continuity", "fairness", "capacity", "growth"}, facts(q, c, now)
	for i, p := range points(values(q, c, now)) {
		w.Score += p
		w.Factors = append(w.Factors, Factor{keys[i], weights[i], p, facts[i].detail(keys[i]), facts[i]})
	}
	return w
}

// standing is how an expert stands to the topic that is asked about.
func standing(q InQueue, c *Candidate) string {
	if q.Reason == "" {
		return "none"
	}
	kind, _ := c.Expert.Knows(q.Reason, q.Parent)
	return cmp.Or(string(kind), "any")
}

// facts are what the six factors of a match were computed from.
func facts(q InQueue, c *Candidate, now time.Time) [6]FactorFacts {
	topic, onTopic := c.skill.onTopic(q.Reason, q.Parent)
	quality := c.skill.quality
	var waited *int
	if !c.Expert.LastOfferAt.Before(c.Expert.PresenceAt) {
		waited = new(int(now.Sub(c.Expert.LastOfferAt).Seconds()))
	}
	kind, _ := c.Expert.Knows(q.Reason, q.Parent)
	return [6]FactorFacts{
		{Kind: standing(q, c), Mean: new(hundredths(topic)), Ratings: &onTopic},
		{Mean: new(hundredths(quality.Mean)), Ratings: new(quality.Ratings)},
		{Again: new(continuity(q, c, now) > 0)},
		{Seconds: waited},
		{Free: new(c.Free), Open: new(c.Open)},
		{Learns: new(growth(q, kind) > 0)},
	}
}

func hundredths(x float64) float64 { return math.Round(x*100) / 100 }

// detail says the facts of one factor in English.
func (f FactorFacts) detail(key string) string {
	switch {
	case f.Mean != nil && key == "topic":
		standing := map[string]string{"none": "no topic asked", "any": "any topic"}
		return cmp.Or(standing[f.Kind], f.Kind) + ", " + f.rated() + " on it"
	case f.Mean != nil:
		return f.rated()
	case f.Again != nil:
		return map[bool]string{true: "asked for again", false: "new to this customer"}[*f.Again]
	case f.Free != nil:
		return fmt.Sprintf("%d of %d seats free", *f.Free, *f.Open)
	case f.Learns != nil:
		return map[bool]string{true: "a topic being learnt", false: "not a topic being learnt"}[*f.Learns]
	case f.Seconds != nil:
		return fmt.Sprintf("last offer %s ago", time.Duration(*f.Seconds)*time.Second)
	default:
		return "no offer yet since coming on duty"
	}
}

func (f FactorFacts) rated() string {
	if *f.Ratings == 1 {
		return fmt.Sprintf("%.2f from 1 rating", *f.Mean)
	}
	return fmt.Sprintf("%.2f from %d ratings", *f.Mean, *f.Ratings)
}

// filters are the conditions the winner met; only "asked" can have been waived.
func filters(q InQueue, c *Candidate) []Filter {
	difficulty := "not known yet"
	if q.Difficulty > 0 {
		difficulty = fmt.Sprintf("D%d, up to D%d", q.Difficulty, c.Expert.Hardest())
	}
	_, refused := q.Refused[c.Expert.ID]
	asked := Filter{"asked", !refused, ""}
	if refused {
		asked.Detail = "asked before, but nobody else can take it"
	}
	return []Filter{
		{"duty", true, ""},
		{"seat", true, fmt.Sprintf("seat %d", c.SeatNo)},
		{"language", true, string(q.Language)},
		{"topic", true, ""},
		{"difficulty", true, difficulty},
		{"wish", true, ""},
		{"conflict", true, ""},
		asked,
	}
}
