package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// LearnedView is what customers of an expert said to "did you learn
// something?". It never decides anything.
type LearnedView struct {
	Yes    int `json:"yes" minimum:"0"`
	Partly int `json:"partly" minimum:"0"`
	No     int `json:"no" minimum:"0"`
}

// learnedFrom is the number of answers below which nothing is shown: one could
// tell who said it.
const learnedFrom = 3

func (v Views) learned(ctx context.Context, e domain.ExpertID) (*LearnedView, error) {
	var rows []struct {
		Learned desk.Answer
		N       int
	}
	err := v.all(ctx, &rows, "SELECT learned, COUNT(*) AS n FROM ratings WHERE expert_id = ? AND learned IS NOT NULL AND tell_at IS NULL GROUP BY learned", e)
	if err != nil {
		return nil, wrapped(err, "count what customers of %s learned", e)
	}
	var l LearnedView
	for _, r := range rows {
		switch r.Learned {
		case desk.SolvedYes:
			l.Yes = r.N
		case desk.SolvedPartly:
			l.Partly = r.N
		case desk.SolvedNo:
			l.No = r.N
		}
	}
	if l.Yes+l.Partly+l.No < learnedFrom {
		return nil, nil //nolint:nilnil // nothing to show is no error
	}
	return &l, nil
}
