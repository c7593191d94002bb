package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shifts"
)

// PlanDay is one day of a week in the plan.
type PlanDay struct {
	Day     string     `json:"day" format:"date"`
	Holiday string     `json:"holiday,omitempty" doc:"The day has hours of its own."`
	Open    []SpanView `json:"open" nullable:"false" doc:"When the brand is open."`
}

// SpanView is a time.
type SpanView struct {
	From Time `json:"from" format:"date-time"`
	To   Time `json:"to" format:"date-time"`
}

// PlanWeek is a week of the plan, in the brand's time zone.
type PlanWeek struct {
	Monday   string     `json:"monday" format:"date"`
	TimeZone string     `json:"timeZone"`
	ByShifts bool       `json:"byShifts"`
	Days     []PlanDay  `json:"days" nullable:"false"`
	Slots    []SlotView `json:"slots" nullable:"false" doc:"By start. Drafts are for staff."`
}

// Week shows a week of the plan: to staff all of it, to an expert what is open
// and their own. It refuses shifts.ErrBadWeek.
func (v Views) Week(ctx context.Context, day string, me domain.Actor, now time.Time) (w PlanWeek, err error) {
	c, err := calendar(v.on(ctx))
	if err != nil {
		return w, err
	}
	monday, err := mondayOf(c, day, now)
	if err != nil {
		return w, err
	}
	settings, err := planSettings(v.on(ctx))
	if err != nil {
		return w, err
	}
	w = PlanWeek{Monday: monday.Format(time.DateOnly), TimeZone: c.Zone.String(), ByShifts: settings.Duty == shifts.ByShifts, Days: make([]PlanDay, 7)}
	for i, halves := range c.Days(monday) {
		d := PlanDay{Day: monday.AddDate(0, 0, i).Format(time.DateOnly), Open: []SpanView{}}
		for _, h := range c.Hours.Holidays {
			if h.Day == d.Day {
				d.Holiday = h.Name
			}
		}
		var open []shifts.Span
		for _, h := range halves {
			if h.Open {
				open = append(open, shifts.Span{From: h.At, To: h.At.Add(shifts.Step)})
			}
		}
		for _, s := range shifts.Merge(open) {
			d.Open = append(d.Open, SpanView{At(s.From), At(s.To)})
		}
		w.Days[i] = d
	}
	w.Slots, err = v.slots(ctx, monday, c.End(monday), me, settings.Rules)
	return w, err
}

// mondayOf is the first day of the week that a day lies in; empty: this one.
func mondayOf(c shifts.Calendar, day string, now time.Time) (time.Time, error) {
	if day == "" {
		return c.Monday(now), nil
	}
	at, err := time.ParseInLocation(time.DateOnly, day, c.Zone)
	if err != nil || at.Year() < 2000 || at.Year() > 2200 {
		return at, shifts.ErrBadWeek
	}
	return c.Monday(at), nil
}

func (v Views) slots(ctx context.Context, from, to time.Time, me domain.Actor, rules shifts.Rules) ([]SlotView, error) {
	var rows []struct {
		Slot    slotRow `gorm:"embedded"`
		Waiting int
		IWait   bool
	}
	states := []shifts.SlotState{shifts.Open}
	if me.Staff() {
		states = append(states, shifts.Draft)
	}
	err := v.all(ctx, &rows, "SELECT "+slotColumns+`, (SELECT COUNT(*) FROM slot_waiters w WHERE w.slot_id = slots.id) AS waiting,
		EXISTS (SELECT 1 FROM slot_waiters w WHERE w.slot_id = slots.id AND w.expert_id = ?) AS i_wait
		FROM slots WHERE starts_at >= ? AND starts_at < ? AND state IN ? ORDER BY starts_at, ends_at, id`, me.Expert(), At(from), At(to), states)
	if err != nil {
		return nil, wrapped(err, "read the plan")
	}
	all := make([]SlotView, len(rows))
	at := make(map[domain.SlotID]int, len(rows))
	for i, r := range rows {
		s, err := r.Slot.domain()
		if err != nil {
			return nil, err
		}
		all[i] = SlotView{
			ID: s.ID, Day: s.Day, StartsAt: r.Slot.StartsAt, EndsAt: r.Slot.EndsAt, Language: s.Language, Seats: s.Seats, Waiting: r.Waiting, IWait: r.IWait,
			Origin: s.Origin, State: s.State, Note: s.Note, Experts: []ShiftExpert{}, Version: s.Version,
		}
		if me.Staff() && s.Origin == shifts.Generated {
			all[i].Why = &SlotWhy{s.Why.Questions, s.Why.Weeks, s.Why.HandlingSeconds, s.Why.SeatTenths, s.Why.Wanted, s.Why.Always}
		}
		at[s.ID] = i
	}
	if err := v.whoHas(ctx, all, at, from, to, me); err != nil {
		return nil, err
	}
	if me.Expert() == "" {
		return all, nil
	}
	if err := v.bars(ctx, all, me.Expert()); err != nil {
		return nil, err
	}
	mine, err := v.myShifts(ctx, rules, "WHERE h.expert_id = ? AND h.starts_at >= ? AND h.starts_at < ? AND h."+standing, me.Expert(), At(from), At(to))
	for _, m := range mine {
		if i, ok := at[m.SlotID]; ok {
			all[i].Mine = &m
		}
	}
	return all, err
}

// bars fills in why slots are not for an expert.
func (v Views) bars(ctx context.Context, all []SlotView, me domain.ExpertID) error {
	var r expertRow
	found, err := v.maybe(ctx, &r, "SELECT "+expertColumns+" FROM experts WHERE id = ?", me)
	if err != nil || !found {
		return wrapped(err, "read expert %s", me)
	}
	e, err := r.domain()
	if err != nil {
		return err
	}
	for i := range all {
		if bar := (shifts.Slot{Language: all[i].Language}).Bars(e); bar != nil {
			all[i].Bar = bar.Code
		}
	}
	return nil
}

// whoHas fills in who has a place. Colleagues are told by alias.
func (v Views) whoHas(ctx context.Context, all []SlotView, at map[domain.SlotID]int, from, to time.Time, me domain.Actor) error {
	var rows []struct {
		ID          domain.ShiftID
		SlotID      domain.SlotID
		ExpertID    domain.ExpertID
		DisplayName string
		Alias       string
		Bird        int
		State       shifts.State
		LateAt      *Time
		OnOffer     bool
	}
	err := v.all(ctx, &rows, `SELECT h.id, h.slot_id, h.expert_id, e.display_name, e.alias, e.bird, h.state, h.late_at,
		EXISTS (SELECT 1 FROM swaps w WHERE w.shift_id = h.id AND w.state = 'open') AS on_offer
		FROM shifts h JOIN experts e ON e.id = h.expert_id WHERE h.starts_at >= ? AND h.starts_at < ? AND h.state NOT IN ('cancelled', 'swapped')
		ORDER BY h.place, h.id`, At(from), At(to))
	for _, r := range rows {
		i, ok := at[r.SlotID]
		if !ok || r.State == shifts.Missed && !me.Staff() {
			continue
		}
		x := ShiftExpert{ShiftID: r.ID, Name: r.Alias, Bird: r.Bird, State: r.State, OnOffer: r.OnOffer}
		if me.Staff() {
			x.ExpertID, x.Name, x.NotThere = r.ExpertID, r.DisplayName, r.State == shifts.Planned && r.LateAt != nil
		}
		all[i].Experts = append(all[i].Experts, x)
		if r.State != shifts.Missed {
			all[i].Taken++
		}
	}
	return wrapped(err, "read who has the slots")
}

// HourView is an hour of the permanent presence plan.
type HourView struct {
	Weekday int `json:"weekday" minimum:"1" maximum:"7" doc:"1 is Monday."`
	Hour    int `json:"hour" minimum:"0" maximum:"23"`
	Experts int `json:"experts" minimum:"1" maximum:"50"`
}

// PlanSettings reads what the brand decided about shifts, and how many experts
// are always wanted.
func (v Views) PlanSettings(ctx context.Context) (shifts.Settings, []HourView, error) {
	s, err := planSettings(v.on(ctx))
	if err != nil {
		return s, nil, err
	}
	always, err := presencePlan(v.on(ctx))
	hours := make([]HourView, len(always))
	for i, a := range always {
		hours[i] = HourView(a)
	}
	return s, hours, err
}

// DemandHalf is what one open half hour of a week needs and has.
type DemandHalf struct {
	At        Time `json:"at" format:"date-time"`
	Questions int  `json:"questions"`
	Counted   int  `json:"counted" doc:"Open half hours that were counted."`
	Wanted    int  `json:"wanted"`
	Seats     int  `json:"seats" doc:"That slots have, drafts too."`
	Taken     int  `json:"taken"`
}

// DemandView is the demand of a week against its slots.
type DemandView struct {
	Monday          string       `json:"monday" format:"date"`
	TimeZone        string       `json:"timeZone"`
	HandlingSeconds int          `json:"handlingSeconds"`
	SeatTenths      int          `json:"seatTenths"`
	Halves          []DemandHalf `json:"halves" nullable:"false" doc:"Open ones, by time."`
}

// Demand compares what a week needs with what is planned. It refuses shifts.ErrBadWeek.
func (v Views) Demand(ctx context.Context, day string, now time.Time) (d DemandView, err error) {
	c, err := calendar(v.on(ctx))
	if err != nil {
		return d, err
	}
	monday, err := mondayOf(c, day, now)
	if err != nil {
		return d, err
	}
	settings, err := planSettings(v.on(ctx))
	if err != nil {
		return d, err
	}
	always, err := presencePlan(v.on(ctx))
	if err != nil {
		return d, err
	}
	from, to := c.HistoryOf(now)
	h, err := history(v.on(ctx), from, to)
	if err != nil {
		return d, err
	}
	slots, err := v.slots(ctx, monday, c.End(monday), domain.Actor{Role: domain.RoleManager}, settings.Rules)
	if err != nil {
		return d, err
	}
	d = DemandView{Monday: monday.Format(time.DateOnly), TimeZone: c.Zone.String(), Halves: []DemandHalf{}}
	for _, halves := range c.Demand(monday, h, always, settings.Rules.Least) {
		for _, half := range halves {
			if !half.Open {
				continue
			}
			d.HandlingSeconds, d.SeatTenths = half.Why.HandlingSeconds, half.Why.SeatTenths
			x := DemandHalf{At: At(half.At), Questions: half.Why.Questions, Counted: half.Why.Weeks, Wanted: half.Want}
			for _, s := range slots {
				if !s.StartsAt.After(half.At) && s.EndsAt.After(half.At) {
					x.Seats, x.Taken = x.Seats+s.Seats, x.Taken+s.Taken
				}
			}
			d.Halves = append(d.Halves, x)
		}
	}
	return d, nil
}

// PlanGapView is a time at which experts are missing.
type PlanGapView struct {
	StartsAt Time `json:"startsAt" format:"date-time"`
	EndsAt   Time `json:"endsAt" format:"date-time"`
	Want     int  `json:"want"`
	Have     int  `json:"have"`
}

// planReader reads the plan for shifts.FindGaps.
type planReader struct {
	v   Views
	ctx context.Context //nolint:containedctx // one call long
}

// PlanCalendar implements shifts.GapSource.
func (r planReader) PlanCalendar() (shifts.Calendar, error) { return calendar(r.v.on(r.ctx)) }

// PresencePlan implements shifts.GapSource.
func (r planReader) PresencePlan() ([]shifts.Always, error) { return presencePlan(r.v.on(r.ctx)) }

// Covers implements shifts.GapSource.
func (r planReader) Covers(from, to time.Time) ([]shifts.Cover, error) {
	return covers(r.v.on(r.ctx), from, to)
}

// PlanGaps shows where experts are missing in the three days to come.
func (v Views) PlanGaps(ctx context.Context, now time.Time) ([]PlanGapView, error) {
	settings, err := planSettings(v.on(ctx))
	if err != nil {
		return nil, err
	}
	gaps, err := shifts.FindGaps(planReader{v, ctx}, settings, now, now.Add(shifts.Ahead))
	all := make([]PlanGapView, len(gaps))
	for i, g := range gaps {
		all[i] = PlanGapView{At(g.StartsAt), At(g.EndsAt), g.Want, g.Have}
	}
	return all, err
}

// TroubleView is a shift that was missed, or of which too little was kept.
type TroubleView struct {
	ShiftID  domain.ShiftID  `json:"shiftId"`
	ExpertID domain.ExpertID `json:"expertId"`
	Name     string          `json:"name"`
	Bird     int             `json:"bird"`
	StartsAt Time            `json:"startsAt" format:"date-time"`
	EndsAt   Time            `json:"endsAt" format:"date-time"`
	State    shifts.State    `json:"state" enum:"late,missed"`
	Minutes  int             `json:"minutes" doc:"How long they were there."`
	Talk     bool            `json:"talk" doc:"The second no-show in thirty days: talk, nothing more is taken."`
	Reason   string          `json:"reason,omitempty" doc:"What they said when they gave it back late."`
}

// Trouble shows staff the shifts of the last thirty days that were not kept.
func (v Views) Trouble(ctx context.Context, now time.Time) ([]TroubleView, error) {
	const month = 30 * 24 * time.Hour
	var rows []struct {
		TroubleView
		PresentMs int64
	}
	err := v.all(ctx, &rows, `SELECT h.id AS shift_id, h.expert_id, e.display_name AS name, e.bird, h.starts_at, h.ends_at, h.state, h.present_ms, h.reason,
		h.state = 'missed' AND EXISTS (SELECT 1 FROM shifts o WHERE o.expert_id = h.expert_id AND o.state = 'missed'
			AND o.starts_at < h.starts_at AND o.starts_at >= h.starts_at - 2592000000) AS talk
		FROM shifts h JOIN experts e ON e.id = h.expert_id WHERE h.state IN ('late', 'missed') AND h.starts_at > ?
		ORDER BY h.starts_at DESC, h.id LIMIT 100`, At(now.Add(-month)))
	all := make([]TroubleView, len(rows))
	for i, r := range rows {
		all[i] = r.TroubleView
		all[i].Minutes = int(r.PresentMs / 60000)
	}
	return all, wrapped(err, "read what was not kept")
}
