package rewards

import (
	"context"
	"strconv"
	"strings"

	"github.com/kennerhq/kenner/domain"
)

func (p *player) handOver(one Played) domain.Points {
	why := one.Award.Arithmetic.Why()
	good := why == string(ForHandOver) || strings.HasPrefix(why, notGoodHandOver+"score_")
	if p.rules.HandOver == nil || !good || one.Score < p.rules.HandOver.MinScore {
		return 0
	}
	difficulty := one.Award.Difficulty
	for _, s := range one.Award.Arithmetic.Steps {
		if n, err := strconv.Atoi(strings.TrimPrefix(s.Detail, "D")); err == nil && s.Key == StepDifficulty {
			difficulty = n
		}
	}
	return exact(p.rules.HandOver.Points).times(p.rules.Conversation.Difficulty[difficulty-1]).round()
}

func (p *player) followUp(a Award) domain.Points {
	if p.rules.FollowUp == nil || a.Arithmetic.Why() != string(a.Kind) {
		return 0
	}
	if a.Kind == ForHelp {
		return p.rules.FollowUp.Helped
	}
	return p.rules.FollowUp.Kept
}

func (f *FollowUpRules) missedPoints() domain.Points {
	if f == nil {
		return 0
	}
	return f.Missed
}

// taken is what a penalty of so many points takes: all of them, unless there was
// less to take.
func taken(a Award, points domain.Points) domain.Points {
	if steps := a.Arithmetic.Steps; len(steps) > 0 && a.Arithmetic.Points*domain.Points(hundred) > domain.Points(steps[0].Factor) {
		return min(points, -a.Arithmetic.Points)
	}
	return points
}

func (p *player) noShow(ctx context.Context, one Played) (domain.Points, error) {
	a, rules := one.Award, p.rules.Shift
	if rules == nil {
		return 0, nil
	}
	talk := a.Arithmetic.Why() == "not_taken:talk"
	if before := p.Versions[a.RuleSet].Shift; before == nil || before.TalkDays != rules.TalkDays {
		again, err := p.past.MissedSince(ctx, a.Expert, one.StartsAt.AddDate(0, 0, -rules.TalkDays), one.StartsAt)
		if err != nil {
			return 0, err
		}
		talk = again
	}
	if talk {
		return 0, nil
	}
	return -taken(a, rules.NoShow), nil
}

func (p *player) review(a Award) domain.Points {
	rules := p.rules.Review
	if rules == nil {
		return 0
	}
	paid := p.reviews[a.Day] < rules.PerDay
	if before := p.Versions[a.RuleSet].Review; before != nil && before.PerDay == rules.PerDay {
		paid = a.Arithmetic.Why() == string(ForReview)
	}
	if !paid {
		return 0
	}
	p.reviews[a.Day]++
	return rules.Points
}

// article is what a published version, or readers whom one helped, would be worth.
func (p *player) article(a Award) domain.Points {
	id, is := helpsOf(a.Source)
	if !is || p.rules.Article == nil {
		return p.rules.Article.worth(a.Kind)
	}
	all := month(a.Day)
	one := all + ":" + id
	points := p.rules.Article.helped(readers(a), p.helps[one], p.helps[all]).Points
	p.helps[one] += points
	p.helps[all] += points
	return points
}

func (p *player) shift(one Played) domain.Points {
	if p.rules.Shift == nil {
		return 0
	}
	before := p.hours[one.Award.Day]
	p.hours[one.Award.Day] = before + one.Length
	return p.rules.Shift.kept(before, one.Length).Points
}
