package desk

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// topicPrior is how many ratings the overall quality weighs in a topic's mean.
const topicPrior = 5

// skillsFor is how long the allocator remembers ratings.
const skillsFor = time.Minute

// tally sums ratings.
type tally struct{ stars, n int }

// skill is how good an expert is, overall and by reason.
type skill struct {
	quality roster.Quality
	reasons map[domain.ReasonID]tally
}

func skillOf(ratings []roster.Rated, means roster.Means, now time.Time) skill {
	s := skill{roster.QualityOf(ratings, means, now), map[domain.ReasonID]tally{}}
	for _, r := range ratings {
		for _, id := range []domain.ReasonID{r.Reason, r.Parent} {
			if t := s.reasons[id]; id != "" {
				s.reasons[id] = tally{t.stars + r.Stars, t.n + 1}
			}
		}
	}
	return s
}

// onTopic is the Bayesian mean on a reason, or on its first level when there is
// nothing on the second, and how many ratings it rests on.
func (s skill) onTopic(reason, parent domain.ReasonID) (mean float64, n int) {
	t := s.reasons[reason]
	if t.n == 0 && parent != "" {
		t = s.reasons[parent]
	}
	return (topicPrior*s.quality.Mean + float64(t.stars)) / float64(topicPrior+t.n), t.n
}

// TopicSkill is the Bayesian mean of an expert's ratings on a reason, or on its
// first level when there is nothing on the second, and how many it rests on.
func TopicSkill(ratings []roster.Rated, means roster.Means, now time.Time, reason, parent domain.ReasonID) (mean float64, n int) {
	return skillOf(ratings, means, now).onTopic(reason, parent)
}

func (s skill) topic(reason, parent domain.ReasonID) float64 {
	mean, _ := s.onTopic(reason, parent)
	return mean
}

// skills remembers what ratings say, for a minute: it changes slowly and is
// needed with every question.
type skills struct {
	of    map[domain.ExpertID]skill
	means roster.Means
	since time.Time
}

// fill gives every candidate a skill, reading the ratings of those not known yet.
func (s *skills) fill(ctx context.Context, floor Floor, candidates []Candidate, now time.Time) error {
	if s.of == nil || now.Sub(s.since) >= skillsFor || now.Before(s.since) {
		means, err := floor.ProgrammeMeans(ctx, now.Add(-roster.MeanWindow))
		if err != nil {
			return err
		}
		*s = skills{map[domain.ExpertID]skill{}, means, now}
	}
	var unknown []domain.ExpertID
	for i := range candidates {
		if _, ok := s.of[candidates[i].Expert.ID]; !ok {
			unknown = append(unknown, candidates[i].Expert.ID)
		}
	}
	if len(unknown) > 0 {
		ratings, err := floor.RatingsOf(ctx, unknown)
		if err != nil {
			return err
		}
		for _, id := range unknown {
			s.of[id] = skillOf(ratings[id], s.means, now)
		}
	}
	for i := range candidates {
		candidates[i].skill = s.of[candidates[i].Expert.ID]
	}
	return nil
}
