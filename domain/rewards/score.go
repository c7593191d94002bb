package rewards

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// Facts are all that the value of a conversation depends on beside the rules. Who answered, and
// how fast, is not among them.
type Facts struct {
	CustomerMessages int
	ExpertMessages   int
	Active           time.Duration // from opening to closing
	Outcome          bool          // it is recorded
	Reason           bool          // it is recorded
	Difficulty       int           // 1, 2 or 3
	DayNo            int           // the how-manieth qualified one of the expert's day, from 1
	Rating           *Rating       // nil: not rated, or ratings like it do not count
	Linked           desk.Link     // what ties the customer to the expert
	Pair             Pair          // the limit of the pair that it is beyond
	Boost            Boost         // the campaign that it is multiplied with
}

// Rating is the part of a customer's rating that points depend on.
type Rating struct {
	Stars        int  // 1 to 5
	Controllable bool // its cause is the expert's
}

// The steps of the arithmetic, in the order they apply.
const (
	StepBase       = "base"
	StepDifficulty = "difficulty"
	StepQuality    = "quality"
	StepCampaign   = "campaign"
	StepDailyCurve = "dailyCurve"
	StepHours      = "hours" // of a shift, as many as its day pays
	StepRounding   = "rounding"
	StepBalance    = "balance" // a penalty takes no more than there is
)

// Step is one line of an award's arithmetic.
type Step struct {
	Key    string `json:"key"`
	Factor Factor `json:"factor"`
	Detail string `json:"detail"` // a stable word that says why: "D2", "stars_5", "not_qualified:expert_messages"
	Total  Exact  `json:"total"`  // after this step
}

// Arithmetic is how an award's points came about. It is stored with the award
// and shown to its expert as it is.
type Arithmetic struct {
	Steps  []Step        `json:"steps"`
	Points domain.Points `json:"points"`
}

// What a conversation lacks to be qualified.
const (
	lacksCustomerMessages = "customer_messages"
	lacksExpertMessages   = "expert_messages"
	lacksTime             = "active_time"
	lacksOutcome          = "outcome"
	lacksReason           = "reason"
	lacksDistance         = "linked_" // and by what
)

// Lacks names the first thing that keeps f from being a qualified
// conversation; it is empty for one that is.
func (q Qualified) Lacks(f Facts) string {
	switch {
	case f.CustomerMessages < q.CustomerMessages:
		return lacksCustomerMessages
	case f.ExpertMessages < q.ExpertMessages:
		return lacksExpertMessages
	case f.Active < time.Duration(q.ActiveSeconds)*time.Second:
		return lacksTime
	case !f.Outcome:
		return lacksOutcome
	case !f.Reason:
		return lacksReason
	case f.Linked != "":
		return lacksDistance + string(f.Linked)
	}
	return string(f.Pair)
}

// Score says what a conversation is worth by these rules. It depends on
// nothing else, so that any award can be computed again.
func (r Rules) Score(f Facts) Arithmetic {
	c := r.Conversation
	a := Arithmetic{}
	if lacks := c.Qualified.Lacks(f); lacks != "" {
		return nothing(notQualified + lacks)
	}
	total := exact(c.Base)
	a.Steps = append(a.Steps, Step{StepBase, Factor(c.Base) * hundred, "qualified", total})
	apply := func(key string, factor Factor, detail string) {
		total = total.times(factor)
		a.Steps = append(a.Steps, Step{key, factor, detail, total})
	}
	apply(StepDifficulty, c.Difficulty[f.Difficulty-1], "D"+strconv.Itoa(f.Difficulty))
	quality, why := c.Quality.of(f.Rating)
	apply(StepQuality, quality, why)
	boost, campaign := f.Boost.Step()
	apply(StepCampaign, boost, campaign)
	apply(StepDailyCurve, c.share(f.DayNo), "no_"+strconv.Itoa(f.DayNo))
	a.Points = total.round()
	a.Steps = append(a.Steps, Step{StepRounding, hundred, "half_up", exact(a.Points)})
	return a
}

// notQualified begins the detail of a conversation that earns nothing.
const notQualified = "not_qualified:"

// nothing is the arithmetic of a fact that is worth no points, and why.
func nothing(detail string) Arithmetic {
	return Arithmetic{Steps: []Step{{Key: StepBase, Detail: detail}}}
}

// of is the factor of a rating. Three stars or fewer for a cause that is not
// the expert's cost the expert nothing.
func (q Quality) of(r *Rating) (Factor, string) {
	switch {
	case r == nil:
		return q.Unrated, "unrated"
	case r.Stars <= 3 && !r.Controllable:
		return q.Uncontrollable, "uncontrollable_" + strconv.Itoa(r.Stars)
	}
	return q.Stars[r.Stars-1], byStars + strconv.Itoa(r.Stars)
}

const byStars = "stars_"

// rated reports whether a rating that counts decided what it is worth.
func (a Arithmetic) rated() bool {
	return slices.ContainsFunc(a.Steps, func(s Step) bool { return strings.HasPrefix(s.Detail, byStars) })
}
