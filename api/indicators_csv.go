package api

import (
	"context"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/storage"
)

type exportInput struct {
	IndicatorInput

	Part string `query:"part" enum:"indicators,inflow,media,demand,episodes" default:"indicators"`
}

// The columns of the exports of indicators, for programs.
var (
	numberColumns    = []string{"n", "yes", "mean", "median", "p90", "share", "low", "high", "chance"}
	indicatorColumns = append(append([]string{"from", "to", "indicator", "kind", "period"}, numberColumns...), "target", "attention", "action")
	inflowColumns    = []string{"from", "to", "by", "day", "hour", "reason_id", "reason", "channel", "count", "before"}
	mediaColumns     = append([]string{"from", "to", "channel", "count", "before", "imported", "measure"}, numberColumns...)
	heatColumns      = []string{"monday", "weekday", "hour", "questions", "needed", "have", "missing"}
	episodeColumns   = []string{
		"conversation_id", "episode", "channel", "reason_id", "expert_id", "opened_at", "assigned_at", "first_response_at", "proposed_at", "closed_at",
		"closed_by", "outcome", "confirmed_at", "confirmed_by", "held_seconds", "transferred", "returned", "stars", "customer_says",
	}
)

func (h figures) export(ctx context.Context, in *exportInput) (*csvFile, error) {
	now := h.c.BrandNow()
	switch in.Part {
	case "demand":
		heat, err := h.c.Views.Heat(ctx, "", now)
		return table("demand.csv", heatColumns, heatLines(heat)), err
	case "episodes":
		all, err := h.c.Views.EpisodeFacts(ctx, in.asked(), now)
		return table("episodes.csv", episodeColumns, episodeLines(all)), err
	}
	report, err := h.c.Views.Indicators(ctx, in.asked(), requestOf(ctx).language, now)
	switch in.Part {
	case "inflow":
		return table("inflow.csv", inflowColumns, inflowLines(report)), err
	case "media":
		return table("media.csv", mediaColumns, mediaLines(report)), err
	default:
		return table("indicators.csv", indicatorColumns, indicatorLines(report)), err
	}
}

// exact writes a number so that it reads back as the same.
func exact(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func numberCells(n storage.FigureView) []string {
	yes := ""
	if n.Yes != nil {
		yes = strconv.Itoa(*n.Yes)
	}
	return []string{strconv.Itoa(n.N), yes, exact(n.Mean), exact(n.Median), exact(n.P90), exact(n.Share), exact(n.Low), exact(n.High), exact(n.Chance)}
}

func indicatorLines(r storage.IndicatorsView) (lines [][]string) {
	for _, i := range r.Indicators {
		for _, at := range []struct {
			name   string
			number storage.FigureView
		}{{"now", i.Now}, {"before", i.Before}} {
			line := append([]string{r.From, r.To, string(i.Name), string(i.Kind), at.name}, numberCells(at.number)...)
			lines = append(lines, append(line, exact(i.Target), strconv.FormatBool(i.Attention), string(i.Action)))
		}
	}
	return lines
}

func inflowLines(r storage.IndicatorsView) (lines [][]string) {
	for _, d := range r.Inflow.Days {
		lines = append(lines, []string{r.From, r.To, "day", d.Day, "", "", "", "", strconv.Itoa(d.Count), ""})
	}
	for _, h := range r.Inflow.Hours {
		hour := ""
		if h.Hour != nil {
			hour = strconv.Itoa(*h.Hour)
		}
		lines = append(lines, []string{r.From, r.To, "hour", "", hour, "", "", harmless(h.Channel), strconv.Itoa(h.Count), ""})
	}
	for _, o := range r.Inflow.Reasons {
		lines = append(lines, []string{
			r.From, r.To, "reason", "", "", harmless(string(o.Reason)), harmless(o.Name), harmless(o.Channel), strconv.Itoa(o.Count), strconv.Itoa(o.Before),
		})
	}
	return lines
}

func mediaLines(r storage.IndicatorsView) (lines [][]string) {
	for _, m := range r.Inflow.Media {
		head := append([]string{r.From, r.To, harmless(m.Channel)}, counted(m.Count, m.Before, m.Imported)...)
		for _, at := range []struct {
			name   string
			number storage.FigureView
		}{{"waiting", m.Waiting}, {"handling", m.Handling}, {"solved", m.Solved}, {"left", m.Left}} {
			lines = append(lines, append(append(append([]string{}, head...), at.name), numberCells(at.number)...))
		}
	}
	return lines
}

func heatLines(h storage.HeatView) (lines [][]string) {
	for _, c := range h.Cells {
		lines = append(lines, append([]string{h.Monday}, counted(c.Weekday, c.Hour, c.Questions, c.Needed, c.Have, c.Missing)...))
	}
	return lines
}

func episodeLines(all []indicators.Episode) (lines [][]string) {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.UTC().Format(time.RFC3339)
	}
	for _, e := range all {
		stars := ""
		if e.Stars > 0 {
			stars = strconv.Itoa(e.Stars)
		}
		lines = append(lines, []string{
			harmless(string(e.Conversation)), strconv.Itoa(e.No), harmless(e.Channel), harmless(string(indicators.Deepest(e.Reason))), harmless(string(e.Expert)),
			at(e.OpenedAt), at(e.AssignedAt), at(e.RespondedAt), at(e.ProposedAt()), at(e.ClosedAt), string(e.ClosedBy), string(e.Outcome),
			at(e.ConfirmedAt), string(e.ConfirmedBy), strconv.FormatFloat(e.Held.Seconds(), 'f', -1, 64), strconv.FormatBool(e.Passed),
			strconv.FormatBool(e.Returned), stars, string(e.Solved),
		})
	}
	return lines
}
