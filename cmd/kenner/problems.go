package main

import "context"

// reviewProblems makes this week's review list and tells of it: what waits for nobody
// in particular is everybody's alarm.
func (h *house) reviewProblems(ctx context.Context) (int, error) {
	listed, alarms, err := h.problems.MakeReview(ctx)
	if listed > 0 {
		h.log.Info("the weekly review list of problems is made", "problems", listed)
	}
	if alarms > 0 {
		h.log.Warn("problems without an owner, a decision or progress", "problems", alarms)
	}
	return listed, err
}
