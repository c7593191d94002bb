package storage

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/domain/shifts"
)

func caseKey(c indicators.Case) []string {
	return []string{string(c.Conversation), strconv.Itoa(c.Episode)}
}

func indexOfCase(all []indicators.Case, keys []string) int {
	return slices.IndexFunc(all, func(c indicators.Case) bool { return slices.Equal(caseKey(c), keys) })
}

// behindViews fills in what the cases of a page are about.
func (v Views) behindViews(ctx context.Context, n indicators.Name, some []indicators.Case, l domain.Language) ([]BehindView, error) {
	ids := make([]domain.ConversationID, len(some))
	for i, c := range some {
		ids[i] = c.Conversation
	}
	var rows []struct {
		ID       domain.ConversationID
		Episode  int
		Question string
		Channel  string
		Reasons  reasonLevels `gorm:"embedded"`
	}
	if len(ids) > 0 {
		err := v.all(ctx, &rows, `SELECT c.id, e.episode, c.question, c.channel, `+selectReasons+`
			FROM conversations c JOIN episodes e ON e.conversation_id = c.id`+joinReasons+"WHERE c.id IN ?", ids)
		if err != nil {
			return nil, wrapped(err, "read what is behind %s", n)
		}
	}
	names, err := v.namesOfReasons(ctx, l)
	if err != nil {
		return nil, err
	}
	kind := indicators.KindOf(n)
	views := make([]BehindView, len(some))
	for i, c := range some {
		one := BehindView{Conversation: c.Conversation, Episode: c.Episode, OpenedAt: At(c.OpenedAt)}
		for _, r := range rows {
			if r.ID == c.Conversation && r.Episode == c.Episode {
				about := r.Reasons.of(r.Episode)
				one.Question, one.Channel, one.Reason = beginning(r.Question), r.Channel, names[indicators.Deepest(about)]
			}
		}
		switch kind {
		case indicators.Duration, indicators.Level:
			one.Seconds = &c.Value
		case indicators.Share, indicators.Spread:
			yes := c.Value > 0
			one.Yes = &yes
		case indicators.Rate:
		}
		views[i] = one
	}
	return views, nil
}

// beginning is as much of a question as a list shows.
func beginning(question string) string {
	const most = 160
	n := 0
	for i := range question {
		if n++; n > most {
			return question[:i] + "…"
		}
	}
	return question
}

// EpisodeFacts are the episodes of a period with what the numbers are made of, for
// whoever wants to compute more. It refuses what Indicators does.
func (v Views) EpisodeFacts(ctx context.Context, a Asked, now time.Time) ([]indicators.Episode, error) {
	p, err := v.IndicatorPeriod(ctx, a.From, a.To, a.Days, now)
	if err != nil {
		return nil, err
	}
	facts, err := v.IndicatorFacts(ctx, p)
	return a.Filter.Episodes(facts.Episodes), err
}

// HeatCell is an hour of the week.
type HeatCell struct {
	Weekday   int `json:"weekday" minimum:"1" maximum:"7" doc:"1 is Monday."`
	Hour      int `json:"hour" minimum:"0" maximum:"23"`
	Questions int `json:"questions" doc:"That came in this hour, in the weeks that were measured."`
	Needed    int `json:"needed" doc:"Experts: by the questions and by what is always wanted."`
	Have      int `json:"have" doc:"Who signed up; where the brand does not go by shifts, who usually is there."`
	Missing   int `json:"missing"`
}

// HeatView is demand against seats by the hours of a week.
type HeatView struct {
	Monday          string     `json:"monday" format:"date"`
	TimeZone        string     `json:"timeZone"`
	ByShifts        bool       `json:"byShifts" doc:"What is there is the plan; else it is who was available in the last four weeks."`
	HandlingSeconds int        `json:"handlingSeconds" doc:"That a conversation takes on a seat, as it was measured."`
	SeatTenths      int        `json:"seatTenths" doc:"Seats of an expert, in tenths."`
	Cells           []HeatCell `json:"cells" nullable:"false" doc:"Open hours, Monday first."`
	Missing         []HeatCell `json:"missing" nullable:"false" doc:"The five hours that lack most, worst first."`
}

const (
	usualWeeks  = 4
	mostLacking = 5
)

// Heat puts the demand of a week against its seats. It refuses shifts.ErrBadWeek.
func (v Views) Heat(ctx context.Context, day string, now time.Time) (h HeatView, err error) {
	c, err := calendar(v.on(ctx))
	if err != nil {
		return h, err
	}
	if day == "" {
		day = c.End(c.Monday(now)).In(c.Zone).Format(time.DateOnly) // the next whole week
	}
	demand, err := v.Demand(ctx, day, now)
	if err != nil {
		return h, err
	}
	settings, err := planSettings(v.on(ctx))
	if err != nil {
		return h, err
	}
	h = HeatView{
		Monday: demand.Monday, TimeZone: demand.TimeZone, ByShifts: settings.Duty == shifts.ByShifts, HandlingSeconds: demand.HandlingSeconds,
		SeatTenths: demand.SeatTenths,
	}
	usual := map[[2]int]int{}
	if !h.ByShifts {
		if usual, err = v.usuallyThere(ctx, c, now); err != nil {
			return h, err
		}
	}
	halves := make([]indicators.Half, len(demand.Halves))
	for i, d := range demand.Halves {
		halves[i] = indicators.Half{At: d.At.Time, Questions: d.Questions, Needed: d.Wanted, Have: d.Taken}
		if local := d.At.In(c.Zone); !h.ByShifts {
			halves[i].Have = usual[[2]int{(int(local.Weekday())+6)%7 + 1, local.Hour()}]
		}
	}
	cells := indicators.Heat(c.Zone, halves)
	h.Cells, h.Missing = heatCells(cells), heatCells(indicators.MostMissing(cells, mostLacking))
	return h, nil
}

func heatCells(all []indicators.Cell) []HeatCell {
	views := make([]HeatCell, len(all))
	for i, c := range all {
		views[i] = HeatCell{c.Weekday, c.Hour, c.Questions, c.Needed, c.Have, c.Missing()}
	}
	return views
}

// usuallyThere is how many experts were available by the hour of the week, in the
// last whole weeks.
func (v Views) usuallyThere(ctx context.Context, c shifts.Calendar, now time.Time) (map[[2]int]int, error) {
	end := c.Monday(now)
	from := end.AddDate(0, 0, -7*usualWeeks)
	var rows []struct {
		ExpertID domain.ExpertID
		FromAt   Time
		ToAt     *Time
	}
	err := v.all(ctx, &rows, "SELECT expert_id, from_at, to_at FROM presence_spans WHERE from_at < ? AND (to_at IS NULL OR to_at > ?) ORDER BY from_at, expert_id LIMIT ?",
		At(end), At(from), mostHeld)
	all := make([]indicators.There, len(rows))
	for i, r := range rows {
		all[i] = indicators.There{Expert: r.ExpertID, From: r.FromAt.Time, Until: r.ToAt.OrZero()}
	}
	return indicators.UsuallyThere(c.Zone, from, usualWeeks, all), wrapped(err, "read who usually is there")
}
