package marking

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// Rubric is one version of what marks are worth. It never changes; an audition
// keeps the one it opened with.
type Rubric struct {
	Version  int
	Settings Settings
}

// Settings are what a rubric decides.
type Settings struct {
	// Weights are those of the social dimensions; clarity is the knowledge half.
	Weights     map[audition.Dimension]int `json:"weights"`
	SocialShare int                        `json:"socialShare"` // percent of the total
	PassMark    Hundredths                 `json:"passMark"`
	// KnockOut are the dimensions that must have at least KnockOutBelow in each play.
	KnockOut      []audition.Dimension `json:"knockOut"`
	KnockOutBelow int                  `json:"knockOutBelow"`
	WarmUpPass    int                  `json:"warmUpPass"` // percent of the points
	// A third rater comes when one mark differs by Apart, or the means by more than MeansApart.
	Apart      int        `json:"apart"`
	MeansApart Hundredths `json:"meansApart"`
	// Anchors are the brand's own words; where there are none, the shipped ones count.
	Anchors map[domain.Language]map[audition.Dimension]Anchor `json:"anchors,omitempty"`
}

// Hundredths are a mark with two decimals, rounded half up: 3.5 is 350.
type Hundredths int

// FirstRubric is the one that is shipped.
func FirstRubric() Settings {
	return Settings{
		Weights: map[audition.Dimension]int{
			audition.Patience: 2, audition.Courtesy: 2, audition.Empathy: 1, audition.Ownership: 1, audition.Honesty: 1,
		},
		SocialShare: 70, PassMark: 350, KnockOut: []audition.Dimension{audition.Patience, audition.Courtesy}, KnockOutBelow: 4,
		WarmUpPass: audition.WarmUpPass, Apart: 2, MeansApart: 75,
	}
}

// Check refuses settings that cannot decide anything.
func (s Settings) Check() error {
	fail := func(at, why string) error { return domain.Refuse(domain.Invalid, "rubric_invalid", why).At("/" + at) }
	for _, d := range audition.Dimensions {
		if w, ok := s.Weights[d]; ok == (d == audition.Clarity) || w < 0 || w > 5 || (ok && w == 0) {
			return fail("weights", "Each of the five social dimensions has a weight from 1 to 5.")
		}
	}
	switch {
	case len(s.Weights) != len(audition.Dimensions)-1:
		return fail("weights", "Each of the five social dimensions has a weight from 1 to 5.")
	case s.SocialShare < 50 || s.SocialShare > 90:
		return fail("socialShare", "The social share is 50 to 90 percent.")
	case s.PassMark < 250 || s.PassMark > 450:
		return fail("passMark", "The pass mark is 2.5 to 4.5.")
	case s.KnockOutBelow < 2 || s.KnockOutBelow > 5:
		return fail("knockOutBelow", "A knock-out mark is 2 to 5.")
	case s.WarmUpPass < 0 || s.WarmUpPass > 100:
		return fail("warmUpPass", "The warm-up is passed with 0 to 100 percent.")
	case s.Apart < 1 || s.Apart > 4:
		return fail("apart", "A third rater comes at a difference of 1 to 4.")
	case s.MeansApart < 25 || s.MeansApart > 200:
		return fail("meansApart", "A third rater comes when means are 0.25 to 2 apart.")
	}
	if !slices.Contains(s.KnockOut, audition.Patience) || !slices.Contains(s.KnockOut, audition.Courtesy) {
		return fail("knockOut", "Patience and courtesy always knock out.")
	}
	for i, d := range s.KnockOut {
		if !slices.Contains(audition.Dimensions, d) || slices.Contains(s.KnockOut[:i], d) {
			return fail("knockOut", "A knock-out names each dimension once.")
		}
	}
	if !s.anchored() {
		return fail("anchors", "An anchor has its words: a name of at most 40 letters, and at most 400 for the rest.")
	}
	return nil
}

// Place is where a mark stands: a dimension of a play.
type Place struct {
	Play      int                `json:"play"`
	Dimension audition.Dimension `json:"dimension"`
}

func (p Place) String() string { return fmt.Sprintf("%d/%s", p.Play, p.Dimension) }

// Places are the eighteen of an audition, a dimension after the other: so is it marked.
func Places() []Place {
	all := make([]Place, 0, Plays*len(audition.Dimensions))
	for _, d := range audition.Dimensions {
		for no := 1; no <= Plays; no++ {
			all = append(all, Place{no, d})
		}
	}
	return all
}

// Sheet is what one rater gave.
type Sheet map[Place]int

// complete reports whether every place has its mark.
func (s Sheet) complete() bool {
	return len(s) == Plays*len(audition.Dimensions) && !slices.ContainsFunc(Places(), func(p Place) bool {
		return s[p] < 1 || s[p] > 5
	})
}

// mean is the weighted mean of the six dimensions, clarity with the weight 1.
func (s Settings) mean(of Sheet) *big.Rat {
	sum, weights := new(big.Rat), 0
	for _, p := range Places() {
		w := max(s.Weights[p.Dimension], 1)
		sum.Add(sum, big.NewRat(int64(w*of[p]), 1))
		weights += w
	}
	return sum.Quo(sum, big.NewRat(int64(weights), 1))
}

// Disagree lists the places at which two raters are too far apart; means reports
// whether their means are. Either brings the third.
func (s Settings) Disagree(a, b Sheet) (places []Place, means bool) {
	for _, p := range Places() {
		if d := a[p] - b[p]; d >= s.Apart || -d >= s.Apart {
			places = append(places, p)
		}
	}
	apart := new(big.Rat).Sub(s.mean(a), s.mean(b))
	return places, apart.Abs(apart).Cmp(big.NewRat(int64(s.MeansApart), 100)) > 0
}

// agreed makes one mark of those of two raters, the mean, or of three, the middle one.
func agreed(sheets []Sheet, p Place) *big.Rat {
	marks := make([]int, len(sheets))
	for i, s := range sheets {
		marks[i] = s[p]
	}
	slices.Sort(marks)
	if n := len(marks); n%2 == 1 {
		return big.NewRat(int64(marks[n/2]), 1)
	}
	return big.NewRat(int64(marks[len(marks)/2-1]+marks[len(marks)/2]), 2)
}

// Scored is what a dimension came to.
type Scored struct {
	Dimension audition.Dimension `json:"dimension"`
	Mark      Hundredths         `json:"mark"` // the mean of the plays
	ByPlay    []Hundredths       `json:"byPlay"`
	Weight    int                `json:"weight"` // 0: it belongs to knowledge
}

// Why an audition is not passed.
const (
	WhyKnockOut = "knock_out"
	WhyPassMark = "pass_mark"
	WhyWarmUp   = "warm_up"
)

// Result is the arithmetic of a decision, every step of it.
type Result struct {
	Rubric       int        `json:"rubric"`
	Raters       int        `json:"raters"`
	Dimensions   []Scored   `json:"dimensions"`
	KnockedOut   []Place    `json:"knockedOut"`
	WarmUpPoints int        `json:"warmUpPoints"`
	WarmUpOf     int        `json:"warmUpOf"`
	WarmUp       Hundredths `json:"warmUp"` // on the scale from 1 to 5
	Social       Hundredths `json:"social"`
	Knowledge    Hundredths `json:"knowledge"`
	Total        Hundredths `json:"total"`
	SocialShare  int        `json:"socialShare"`
	PassMark     Hundredths `json:"passMark"`
	Passed       bool       `json:"passed"`
	Why          []string   `json:"why"` // why not
}

// Decide makes the result of two or three complete sheets and a warm-up. Social
// is the weighted mean of the five social dimensions; knowledge is the mean of
// clarity and of the warm-up, whose share of points counts from 1 to 5. What
// decides is exact; only what is shown is rounded.
func (s Settings) Decide(sheets []Sheet, points, of int) Result {
	r := Result{
		Raters: len(sheets), WarmUpPoints: points, WarmUpOf: of, SocialShare: s.SocialShare, PassMark: s.PassMark,
		KnockedOut: []Place{}, Why: []string{},
	}
	social, weights, clarity := new(big.Rat), 0, new(big.Rat)
	for _, d := range audition.Dimensions {
		mean := new(big.Rat)
		one := Scored{Dimension: d, Weight: s.Weights[d]}
		for no := 1; no <= Plays; no++ {
			mark := agreed(sheets, Place{no, d})
			one.ByPlay = append(one.ByPlay, hundredths(mark))
			mean.Add(mean, mark)
			if slices.Contains(s.KnockOut, d) && mark.Cmp(big.NewRat(int64(s.KnockOutBelow), 1)) < 0 {
				r.KnockedOut = append(r.KnockedOut, Place{no, d})
			}
		}
		mean.Quo(mean, big.NewRat(Plays, 1))
		one.Mark = hundredths(mean)
		r.Dimensions = append(r.Dimensions, one)
		if d == audition.Clarity {
			clarity = mean
			continue
		}
		weights += one.Weight
		social.Add(social, new(big.Rat).Mul(mean, big.NewRat(int64(one.Weight), 1)))
	}
	social.Quo(social, big.NewRat(int64(weights), 1))
	share := big.NewRat(int64(points), int64(max(of, 1)))
	warm := new(big.Rat).Add(big.NewRat(1, 1), new(big.Rat).Mul(big.NewRat(4, 1), share))
	knowledge := new(big.Rat).Quo(new(big.Rat).Add(clarity, warm), big.NewRat(2, 1))
	total := new(big.Rat).Add(
		new(big.Rat).Mul(social, big.NewRat(int64(s.SocialShare), 100)),
		new(big.Rat).Mul(knowledge, big.NewRat(int64(100-s.SocialShare), 100)))
	r.WarmUp, r.Social, r.Knowledge, r.Total = hundredths(warm), hundredths(social), hundredths(knowledge), hundredths(total)
	if len(r.KnockedOut) > 0 {
		r.Why = append(r.Why, WhyKnockOut)
	}
	if total.Cmp(big.NewRat(int64(s.PassMark), 100)) < 0 {
		r.Why = append(r.Why, WhyPassMark)
	}
	if 100*points < s.WarmUpPass*of {
		r.Why = append(r.Why, WhyWarmUp)
	}
	r.Passed = len(r.Why) == 0
	return r
}

// hundredths rounds half up.
func hundredths(r *big.Rat) Hundredths {
	n := new(big.Int).Mul(r.Num(), big.NewInt(200))
	n.Add(n, r.Denom())
	return Hundredths(n.Div(n, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64())
}

// Same reports whether two settings decide alike.
func (s Settings) Same(o Settings) bool {
	return maps.Equal(s.Weights, o.Weights) && slices.Equal(s.KnockOut, o.KnockOut) && s.SocialShare == o.SocialShare &&
		s.PassMark == o.PassMark && s.KnockOutBelow == o.KnockOutBelow && s.WarmUpPass == o.WarmUpPass &&
		s.Apart == o.Apart && s.MeansApart == o.MeansApart && s.sameWords(o)
}
