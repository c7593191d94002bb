package rewards

import (
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Facts are all that the value of a conversation depends on. Who answered, and
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
	StepRounding   = "rounding"
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
	}
	return ""
}

// Score says what a conversation is worth by these rules. It depends on
// nothing else, so that any award can be computed again.
func (r Rules) Score(f Facts) Arithmetic {
	c := r.Conversation
	a := Arithmetic{}
	if lacks := c.Qualified.Lacks(f); lacks != "" {
		a.Steps = []Step{{Key: StepBase, Detail: "not_qualified:" + lacks}}
		return a
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
	apply(StepCampaign, hundred, "none")
	apply(StepDailyCurve, c.share(f.DayNo), "no_"+strconv.Itoa(f.DayNo))
	a.Points = total.round()
	a.Steps = append(a.Steps, Step{StepRounding, hundred, "half_up", exact(a.Points)})
	return a
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
	return q.Stars[r.Stars-1], "stars_" + strconv.Itoa(r.Stars)
}
