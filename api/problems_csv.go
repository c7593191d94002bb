package api

import (
	"context"
	"strconv"
	"time"
)

var (
	problemColumns = []string{
		"id", "title", "state", "outcome", "origin", "reason_id", "product_id", "cause", "department", "owner", "due_on", "found_at", "closed_at",
		"days", "signals", "contacts_28_days", "contacts_month", "median_seconds", "unit_cents", "month_cents",
	}
	benefitColumns = []string{
		"id", "title", "reason_id", "change", "changed_on", "ratio", "low", "high", "contacts_before", "contacts_after", "saved_contacts_month",
		"saved_cents_month", "good_before", "rated_before", "good_after", "rated_after", "measured_at", "still_solved",
	}
)

func (h problemBook) export(ctx context.Context, in *problemsInput) (*csvFile, error) {
	all, err := h.c.Views.ProblemList(ctx, in.Closed, h.c.BrandNow())
	lines := make([][]string, len(all))
	for i, p := range all {
		closed := ""
		if p.ClosedAt != nil {
			closed = p.ClosedAt.UTC().Format(time.RFC3339)
		}
		lines[i] = append([]string{
			harmless(string(p.ID)), harmless(p.Title), string(p.State), string(p.Outcome), string(p.Origin), harmless(string(p.ReasonID)),
			harmless(string(p.ProductID)), string(p.Cause), harmless(p.Department), harmless(p.Owner), p.DueOn,
			p.FoundAt.UTC().Format(time.RFC3339), closed,
		}, counted(p.Days, p.Signals, p.Priority.Contacts, p.Priority.Monthly, p.Priority.MedianSeconds, p.Priority.UnitCents, p.Priority.MonthCents)...)
	}
	return table("problems.csv", problemColumns, lines), err
}

func (h problemBook) exportBenefits(ctx context.Context, _ *none) (*csvFile, error) {
	r, err := h.c.Views.Benefits(ctx)
	lines := make([][]string, len(r.Items))
	ratio := func(f float64) string { return strconv.FormatFloat(f, 'f', 3, 64) }
	for i, b := range r.Items {
		lines[i] = append([]string{
			harmless(string(b.ID)), harmless(b.Title), harmless(string(b.ReasonID)), harmless(b.What), b.ChangedOn, ratio(b.Ratio), ratio(b.Low), ratio(b.High),
		}, counted(b.Before, b.After, b.ContactsMonth, b.CentsMonth, b.GoodBefore, b.RatedBefore, b.GoodAfter, b.RatedAfter)...)
		lines[i] = append(lines[i], b.MeasuredAt.UTC().Format(time.RFC3339), strconv.FormatBool(b.Solved))
	}
	return table("benefits.csv", benefitColumns, lines), err
}
