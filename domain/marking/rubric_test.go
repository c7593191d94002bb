package marking_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

// all is a sheet with one score everywhere, but where others are given.
func all(score int, but ...map[marking.Place]int) marking.Sheet {
	s := marking.Sheet{}
	for _, p := range marking.Places() {
		s[p] = score
	}
	for _, some := range but {
		maps.Copy(s, some)
	}
	return s
}

func at(play int, d audition.Dimension, score int) map[marking.Place]int {
	return map[marking.Place]int{{Play: play, Dimension: d}: score}
}

// TestTheTotalIsHandWorked computes by hand what the rubric of programme.md,
// section 6, makes of marks: social = (2 patience + 2 courtesy + empathy +
// ownership + honesty) / 7, knowledge = (clarity + 1 + 4 x share of the warm-up) / 2,
// total = 0.7 social + 0.3 knowledge.
func TestTheTotalIsHandWorked(t *testing.T) {
	t.Parallel()
	first := marking.FirstRubric()
	for name, c := range map[string]struct {
		sheets     []marking.Sheet
		points, of int
		social     marking.Hundredths
		knowledge  marking.Hundredths
		total      marking.Hundredths
		why        []string
	}{
		// 0.7 x 4 + 0.3 x (4 + 4.2) / 2 = 2.8 + 1.23
		"fours everywhere and eight of ten": {[]marking.Sheet{all(4), all(4)}, 8, 10, 400, 410, 403, nil},
		// empathy: 4 and 5 in each play make 4.5; social = (8 + 8 + 4.5 + 4 + 4) / 7 = 28.5 / 7 = 4.0714…;
		// total = 2.85 + 0.3 x 4.5 = 4.20
		"one rater saw more empathy": {[]marking.Sheet{
			all(4), all(4, at(1, audition.Empathy, 5), at(2, audition.Empathy, 5), at(3, audition.Empathy, 5)),
		}, 10, 10, 407, 450, 420, nil},
		// patience 3.5 in the second play alone: the mean is good, the play is not
		"impatient in one conversation": {[]marking.Sheet{
			all(5, at(2, audition.Patience, 4)), all(5, at(2, audition.Patience, 3)),
		}, 10, 10, 486, 500, 490, []string{marking.WhyKnockOut}},
		// patience and courtesy 4, the rest 2: social = (8 + 8 + 2 + 2 + 2) / 7 = 22 / 7 = 3.142857;
		// knowledge = (2 + 3.4) / 2 = 2.7; total = 2.2 + 0.81 = 3.01
		"kind and no more": {[]marking.Sheet{
			all(2, fours()), all(2, fours()),
		}, 6, 10, 314, 270, 301, []string{marking.WhyPassMark}},
		// 0.7 x 5 + 0.3 x (5 + 3.36) / 2 = 3.5 + 1.254 = 4.754
		"who did not look things up": {[]marking.Sheet{all(5), all(5)}, 59, 100, 500, 418, 475, []string{marking.WhyWarmUp}},
		// the middle of 3, 4 and 5 is 4; of 2, 4, 4 it is 4
		"the third rater decides": {[]marking.Sheet{
			all(4, at(1, audition.Courtesy, 2)), all(4), all(4, at(3, audition.Patience, 5)),
		}, 8, 10, 400, 410, 403, nil},
		"exactly the pass mark passes": {[]marking.Sheet{
			// social = (8 + 8 + 3.5 + 2.5 + 2.5) / 7 = 24.5 / 7 = 3.5; knowledge = (3 + 4) / 2
			all(4, ds(audition.Empathy, 4), ds(audition.Ownership, 3), ds(audition.Honesty, 2), ds(audition.Clarity, 3)),
			all(4, ds(audition.Empathy, 3), ds(audition.Ownership, 2), ds(audition.Honesty, 3), ds(audition.Clarity, 3)),
		}, 75, 100, 350, 350, 350, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := first.Decide(c.sheets, c.points, c.of)
			if r.Social != c.social || r.Knowledge != c.knowledge || r.Total != c.total || !slices.Equal(r.Why, c.why) {
				t.Errorf("social %d, knowledge %d, total %d, %v; want %d, %d, %d, %v",
					r.Social, r.Knowledge, r.Total, r.Why, c.social, c.knowledge, c.total, c.why)
			}
			if r.Passed != (len(c.why) == 0) {
				t.Errorf("passed %v, because of %v", r.Passed, r.Why)
			}
		})
	}
}

// ds scores a dimension in every play.
func ds(d audition.Dimension, score int) map[marking.Place]int {
	return map[marking.Place]int{{Play: 1, Dimension: d}: score, {Play: 2, Dimension: d}: score, {Play: 3, Dimension: d}: score}
}

func fours() map[marking.Place]int {
	m := ds(audition.Patience, 4)
	maps.Copy(m, ds(audition.Courtesy, 4))
	return m
}

func TestWhenAThirdRaterComes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		a, b   marking.Sheet
		places int
		means  bool
	}{
		"they agree":                    {all(4), all(4), 0, false},
		"one apart in a few places":     {all(4), all(4, at(1, audition.Empathy, 3), at(2, audition.Clarity, 5)), 0, false},
		"two apart in one place":        {all(4), all(4, at(1, audition.Honesty, 2)), 1, false},
		"two apart, the other way":      {all(4, at(1, audition.Honesty, 2)), all(4), 1, false},
		"one apart everywhere: 1 > .75": {all(4), all(3), 0, true},
		// patience and courtesy one apart in every play: 4 of the 8 weights, 0.5
		"means half a mark apart": {all(4), all(4, ds(audition.Patience, 3), ds(audition.Courtesy, 3)), 0, false},
		// and empathy, ownership too: 6 of 8, 0.75 exactly, which is not more
		"means exactly 0.75 apart": {
			all(4), all(4, ds(audition.Patience, 3), ds(audition.Courtesy, 3), ds(audition.Empathy, 3), ds(audition.Ownership, 3)), 0, false,
		},
		"means a hair more apart": {
			all(4), all(4, ds(audition.Patience, 3), ds(audition.Courtesy, 3), ds(audition.Empathy, 3), ds(audition.Ownership, 3),
				at(1, audition.Clarity, 3)), 0, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			places, means := marking.FirstRubric().Disagree(c.a, c.b)
			if len(places) != c.places || means != c.means {
				t.Errorf("%d places, means %v; want %d, %v", len(places), means, c.places, c.means)
			}
		})
	}
}

func TestARubricThatDecidesNothingIsRefused(t *testing.T) {
	t.Parallel()
	if err := marking.FirstRubric().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(*marking.Settings){
		"everybody passes":       func(s *marking.Settings) { s.PassMark = 100 },
		"nobody passes":          func(s *marking.Settings) { s.PassMark = 460 },
		"patience counts little": func(s *marking.Settings) { delete(s.Weights, audition.Patience) },
		"clarity is social":      func(s *marking.Settings) { s.Weights[audition.Clarity] = 1 },
		"knowledge before kind":  func(s *marking.Settings) { s.SocialShare = 40 },
		"rudeness is no bar":     func(s *marking.Settings) { s.KnockOut = s.KnockOut[:1] },
		"no third rater":         func(s *marking.Settings) { s.Apart = 5 },
		"more than all answers":  func(s *marking.Settings) { s.WarmUpPass = 101 },
		"a mark that is not":     func(s *marking.Settings) { s.KnockOutBelow = 6 },
		"means never apart":      func(s *marking.Settings) { s.MeansApart = 400 },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := marking.FirstRubric()
			spoil(&s)
			if s.Check() == nil {
				t.Error("this was taken")
			}
		})
	}
}
