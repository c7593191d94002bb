package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/indicators"
)

// FigureView is what was measured, and on how much.
type FigureView struct {
	N      int      `json:"n" minimum:"0" doc:"On how many episodes; days of a rate, experts of a spread and a level, searches of deflection."`
	Yes    *int     `json:"yes,omitempty" doc:"Of a share: how many of them; of a rate: all together."`
	Mean   *float64 `json:"mean,omitempty" doc:"Seconds of a duration, conversations of a rate and a level."`
	Median *float64 `json:"median,omitempty" doc:"The nearest rank: one that was measured."`
	P90    *float64 `json:"p90,omitempty" doc:"Nine in ten are not above it; the nearest rank."`
	Share  *float64 `json:"share,omitempty" minimum:"0" maximum:"1" doc:"Of a spread: from the tenth to the ninetieth percentile of experts."`
	Low    *float64 `json:"low,omitempty" doc:"Of a share: Wilson's interval of 95 %; of a spread: the percentiles themselves."`
	High   *float64 `json:"high,omitempty"`
	Chance *float64 `json:"chance,omitempty" doc:"Of a spread: how far experts would be apart by chance alone."`
}

// FigureOf is a number of a kind as the API shows it: its parts alone.
func FigureOf(k indicators.Kind, n indicators.Number) FigureView {
	v := FigureView{N: n.N}
	if n.N == 0 {
		return v
	}
	switch k {
	case indicators.Share:
		v.Yes, v.Share, v.Low, v.High = &n.Yes, &n.Share, &n.Low, &n.High
	case indicators.Spread:
		if n.N > 1 {
			v.Share, v.Low, v.High, v.Median, v.Chance = &n.Share, &n.Low, &n.High, &n.Median, &n.Chance
		}
	case indicators.Rate:
		v.Yes, v.Mean, v.Median, v.P90 = &n.Yes, &n.Mean, &n.Median, &n.P90
	case indicators.Duration, indicators.Level:
		v.Mean, v.Median, v.P90 = &n.Mean, &n.Median, &n.P90
	}
	return v
}

// IndicatorView is one number beside that of as many days before.
type IndicatorView struct {
	Name      indicators.Name   `json:"name" enum:"inflow,waiting,first_response,handling,proposed,accepted,acceptance,abandonment,transfers,first_time_right,satisfaction,response,spread_satisfaction,spread_first_time_right,deflection,concurrency"`
	Kind      indicators.Kind   `json:"kind" enum:"rate,duration,share,spread,level"`
	Now       FigureView        `json:"now"`
	Before    FigureView        `json:"before" doc:"In as many days directly before."`
	Target    *float64          `json:"target,omitempty" doc:"What is aimed at: seconds for half of the customers, or conversations at once."`
	Action    indicators.Action `json:"action" enum:"answer_top_reason,plan_seats,read_long,teach_topics,read_returns,cover_topics,read_low,ask_ratings,calibrate,answer_searches,more_experts"`
	Attention bool              `json:"attention" doc:"The action is due: a target is missed, or it became worse by more than chance explains. How long experts take is never a reason."`
}

// HourInflowView is what came by a channel in an hour of the day.
type HourInflowView struct {
	Hour    *int   `json:"hour,omitempty" minimum:"0" maximum:"23" doc:"Of the brand's clock; absent: nobody knows."`
	Channel string `json:"channel"`
	Count   int    `json:"count"`
}

// ReasonInflowView is what came about a reason by a channel.
type ReasonInflowView struct {
	Reason  domain.ReasonID `json:"reasonId,omitempty" doc:"Absent: no reason is known."`
	Name    string          `json:"name,omitempty"`
	Channel string          `json:"channel"`
	Count   int             `json:"count"`
	Before  int             `json:"before"`
}

// DayInflowView is what came on a day.
type DayInflowView struct {
	Day   string `json:"day" format:"date"`
	Count int    `json:"count"`
}

// MediumView is how one channel does, by our conversations and what was imported.
type MediumView struct {
	Channel  string     `json:"channel"`
	Count    int        `json:"count"`
	Before   int        `json:"before"`
	Imported int        `json:"imported"`
	Waiting  FigureView `json:"waiting" doc:"Until somebody took it, in seconds."`
	Handling FigureView `json:"handling"`
	Solved   FigureView `json:"solved" doc:"Of those whose outcome is known."`
	Left     FigureView `json:"left" doc:"Before anybody answered."`
}

// InflowView is how many contacts came.
type InflowView struct {
	Total    int                `json:"total"`
	Before   int                `json:"before"`
	Imported int                `json:"imported"`
	Hours    []HourInflowView   `json:"hours" nullable:"false"`
	Reasons  []ReasonInflowView `json:"reasons" nullable:"false" doc:"Most first."`
	Days     []DayInflowView    `json:"days" nullable:"false"`
	Media    []MediumView       `json:"media" nullable:"false" doc:"Most first."`
}

// IndicatorsView is the report of a period.
type IndicatorsView struct {
	From       string          `json:"from" format:"date" doc:"The first day, in the brand's time zone."`
	To         string          `json:"to" format:"date" doc:"The last day."`
	TimeZone   string          `json:"timeZone"`
	Indicators []IndicatorView `json:"indicators" nullable:"false"`
	Inflow     InflowView      `json:"inflow"`
}

// Asked says what an indicator is asked about.
type Asked struct {
	From, To string
	Days     int
	Filter   indicators.Filter
}

// Indicators is the report about some days and as many before. It refuses
// indicators.ErrBadPeriod and indicators.ErrTooMany.
func (v Views) Indicators(ctx context.Context, a Asked, l domain.Language, now time.Time) (r IndicatorsView, err error) {
	p, err := v.IndicatorPeriod(ctx, a.From, a.To, a.Days, now)
	if err != nil {
		return r, err
	}
	facts, err := v.IndicatorFacts(ctx, p)
	if err != nil {
		return r, err
	}
	before, err := v.IndicatorFacts(ctx, p.Before())
	if err != nil {
		return r, err
	}
	names, err := v.namesOfReasons(ctx, l)
	if err != nil {
		return r, err
	}
	days := p.DayNames()
	r = IndicatorsView{From: days[0], To: days[len(days)-1], TimeZone: p.Zone.String()}
	for _, i := range indicators.Report(facts, before, a.Filter, now) {
		one := IndicatorView{Name: i.Name, Kind: i.Kind, Now: FigureOf(i.Kind, i.Now), Before: FigureOf(i.Kind, i.Before), Action: i.Action, Attention: i.Attention}
		if i.Target > 0 {
			one.Target = &i.Target
		}
		r.Indicators = append(r.Indicators, one)
	}
	r.Inflow = inflowView(indicators.InflowOf(facts, before, a.Filter), names)
	return r, nil
}

func inflowView(in indicators.Inflows, names map[domain.ReasonID]string) InflowView {
	v := InflowView{
		Total: in.Total, Before: in.Before, Imported: in.Imported, Hours: make([]HourInflowView, len(in.Hours)),
		Reasons: make([]ReasonInflowView, len(in.Reasons)), Days: make([]DayInflowView, len(in.Days)), Media: make([]MediumView, len(in.Media)),
	}
	for i, h := range in.Hours {
		v.Hours[i] = HourInflowView{Channel: h.Channel, Count: h.Count}
		if h.Hour != indicators.NoHour {
			v.Hours[i].Hour = &h.Hour
		}
	}
	for i, r := range in.Reasons {
		v.Reasons[i] = ReasonInflowView{r.Reason, names[r.Reason], r.Channel, r.Count, r.Before}
	}
	for i, d := range in.Days {
		v.Days[i] = DayInflowView(d)
	}
	for i, m := range in.Media {
		v.Media[i] = MediumView{
			m.Channel, m.Count, m.Before, m.Imported, FigureOf(indicators.Duration, m.Waiting), FigureOf(indicators.Duration, m.Handling),
			FigureOf(indicators.Share, m.Solved), FigureOf(indicators.Share, m.Left),
		}
	}
	return v
}

// namesOfReasons are the names of all contact reasons in a language.
func (v Views) namesOfReasons(ctx context.Context, l domain.Language) (map[domain.ReasonID]string, error) {
	var rows []struct {
		ID                 domain.ReasonID
		Name, Translations string
	}
	if err := v.all(ctx, &rows, "SELECT id, name, translations FROM contact_reasons"); err != nil {
		return nil, wrapped(err, "read the names of reasons")
	}
	names := make(map[domain.ReasonID]string, len(rows))
	for _, r := range rows {
		name, err := reasonName(&r.Name, &r.Translations, l)
		if err != nil {
			return nil, err
		}
		names[r.ID] = name
	}
	return names, nil
}

// BehindView is a conversation behind a number.
type BehindView struct {
	Conversation domain.ConversationID `json:"conversationId"`
	Episode      int                   `json:"episode"`
	Question     string                `json:"question" doc:"Its beginning; empty when it was deleted."`
	Channel      string                `json:"channel"`
	Reason       string                `json:"reason,omitempty"`
	OpenedAt     Time                  `json:"openedAt" format:"date-time"`
	Seconds      *float64              `json:"seconds,omitempty" doc:"What it gives to a duration; of concurrency: how long it was one of three."`
	Yes          *bool                 `json:"yes,omitempty" doc:"Whether it counts for a share."`
}

// AllBehindView are the conversations behind a number.
type AllBehindView struct {
	Total int          `json:"total" doc:"On how many the number rests."`
	Items []BehindView `json:"items" nullable:"false" doc:"What is most worth reading first."`
	Next  string       `json:"next,omitempty" doc:"The cursor of the next page; absent at the end."`
}

// IndicatorCases are the conversations behind a number, page by page. A page is
// counted anew, so that it agrees with the number at that moment. It refuses
// indicators.ErrUnknown, also where searches are behind it, and what Indicators does.
func (v Views) IndicatorCases(ctx context.Context, n indicators.Name, a Asked, page Page, l domain.Language, now time.Time) (c AllBehindView, err error) {
	cases, err := v.behind(ctx, n, a, now)
	if err != nil {
		return c, err
	}
	after, err := page.after(2)
	if err != nil {
		return c, err
	}
	c.Total = len(cases)
	if after != nil {
		at := indexOfCase(cases, after)
		if at < 0 {
			return c, errCursor
		}
		cases = cases[at+1:]
	}
	some := list(page, cases[:min(len(cases), page.fetch())], caseKey)
	c.Next = some.Next
	c.Items, err = v.behindViews(ctx, n, some.Items, l)
	return c, err
}

// behind reads a period and finds the episodes behind a number.
func (v Views) behind(ctx context.Context, n indicators.Name, a Asked, now time.Time) ([]indicators.Case, error) {
	p, err := v.IndicatorPeriod(ctx, a.From, a.To, a.Days, now)
	if err != nil {
		return nil, err
	}
	facts, err := v.IndicatorFacts(ctx, p)
	if err != nil {
		return nil, err
	}
	return facts.Cases(n, a.Filter, now)
}
