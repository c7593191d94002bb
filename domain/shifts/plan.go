package shifts

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Monday is the first day, at midnight in the brand's zone, of the week in which
// a day lies.
func (c Calendar) Monday(day time.Time) time.Time {
	y, m, d := day.In(c.Zone).Date()
	back := (int(day.In(c.Zone).Weekday()) + 6) % 7
	return time.Date(y, m, d-back, 0, 0, 0, 0, c.Zone)
}

// End is when the week ends that begins on monday: 167, 168 or 169 hours later.
func (c Calendar) End(monday time.Time) time.Time {
	y, m, d := monday.In(c.Zone).Date()
	return time.Date(y, m, d+7, 0, 0, 0, 0, c.Zone)
}

// ErrBadWeek refuses a week that is no date, or too far away.
var ErrBadWeek = domain.Refuse(domain.Invalid, "bad_week", "Name a day of a week to come, within three months, such as 2026-11-23.").At("/week")

const farthest = 13 * 7 * 24 * time.Hour

// week finds the week that a day names, when it can still be planned.
func (s *Shifts) week(c Calendar, day string) (monday, end time.Time, err error) {
	at, err := time.ParseInLocation(time.DateOnly, day, c.Zone)
	if err != nil {
		return monday, end, ErrBadWeek
	}
	monday = c.Monday(at)
	end = c.End(monday)
	if now := s.rt.Now(); !end.After(now) || monday.Sub(now) > farthest {
		return monday, end, ErrBadWeek
	}
	return monday, end, nil
}

// Generate plans a week from measured demand, as drafts that experts do not see:
// what is wanted and not covered by slots that are there. Drafts that were
// generated before are made anew; what a manager planned stays. It returns the new
// slots, and refuses ErrBadWeek.
func (s *Shifts) Generate(ctx context.Context, by domain.Actor, day string) (made []Slot, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		if err := tx.HoldPlan(); err != nil {
			return err
		}
		settings, err := tx.PlanSettings()
		if err != nil {
			return err
		}
		c, err := tx.PlanCalendar()
		if err != nil {
			return err
		}
		monday, end, err := s.week(c, day)
		if err != nil {
			return err
		}
		if err := tx.DropDrafts(monday, end); err != nil {
			return err
		}
		there, err := tx.SlotsBetween(monday, end)
		if err != nil {
			return err
		}
		always, err := tx.PresencePlan()
		if err != nil {
			return err
		}
		now := s.rt.Now()
		from, to := c.HistoryOf(now)
		h, err := tx.History(from, to)
		if err != nil {
			return err
		}
		made = c.Slots(monday, now, c.since(h), there, always, settings.Rules.Least)
		for i := range made {
			made[i].ID, made[i].By, made[i].MadeAt, made[i].Version = domain.SlotID(s.rt.NewID("slt")), by, now, 1
		}
		if err := tx.AddSlots(made); err != nil {
			return err
		}
		return tx.Emit(PlanChanged{})
	})
	return made, err
}

// since leaves out the whole weeks before the first question, but counts four at
// least: a new brand is not measured by weeks in which it was not there.
func (c Calendar) since(h History) History {
	if len(h.Questions) == 0 {
		return h
	}
	first := slices.MinFunc(h.Questions, func(a, b Question) int { return a.At.Compare(b.At) }).At
	if latest := c.Monday(h.To.Add(-leastHistory)); first.After(latest) {
		first = latest
	}
	if from := c.Monday(first); from.After(h.From) {
		h.From = from
	}
	return h
}

// Publish opens the drafts of a week, so that experts can sign up. Slots of times
// that are past, or at which the brand is closed by now, stay drafts. It returns
// how many were opened, and refuses ErrBadWeek.
func (s *Shifts) Publish(ctx context.Context, day string) (opened int, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		opened = 0
		if err := tx.HoldPlan(); err != nil {
			return err
		}
		c, err := tx.PlanCalendar()
		if err != nil {
			return err
		}
		monday, end, err := s.week(c, day)
		if err != nil {
			return err
		}
		all, err := tx.SlotsBetween(monday, end)
		if err != nil {
			return err
		}
		for _, slot := range all {
			if slot.State != Draft || !slot.StartsAt.After(s.rt.Now()) || c.check(slot) != nil {
				continue
			}
			slot.State = Open
			if err := tx.SaveSlot(slot); err != nil {
				return err
			}
			opened++
		}
		return tx.Emit(PlanChanged{})
	})
	return opened, err
}

// check refuses times that make no slot, or at which the brand is closed.
func (c Calendar) check(s Slot) error {
	length := s.Length()
	last := s.EndsAt.Add(-time.Millisecond).In(c.Zone).Format(time.DateOnly)
	if length < Step || length > MaxLength || length%Step != 0 || s.StartsAt.In(c.Zone).Minute()%30 != 0 ||
		s.StartsAt.Second() != 0 || s.StartsAt.Nanosecond() != 0 || s.StartsAt.In(c.Zone).Format(time.DateOnly) != last {
		return ErrBadTimes
	}
	if s.Seats < 1 || s.Seats > MaxSeats {
		return ErrBadSeats
	}
	if s.Language != "" && !slices.Contains(c.Languages, s.Language) {
		return ErrBadLanguage
	}
	for t := s.StartsAt; t.Before(s.EndsAt); t = t.Add(Step) {
		if !c.openIn(t) {
			return ErrClosedThen
		}
	}
	return nil
}

// NewSlot is what a manager plans by hand.
type NewSlot struct {
	StartsAt time.Time
	EndsAt   time.Time
	Language domain.Language
	Seats    int
	Note     string
	Open     bool // at once; else a draft
}

// AddSlot plans a slot by hand. It refuses ErrPast, ErrBadTimes, ErrBadSeats,
// ErrBadLanguage, ErrClosedThen and ErrBadNote.
func (s *Shifts) AddSlot(ctx context.Context, by domain.Actor, n NewSlot) (slot Slot, err error) {
	note, err := cleanNote(n.Note)
	if err != nil {
		return slot, err
	}
	err = s.inTx(ctx, func(tx Store) error {
		c, err := tx.PlanCalendar()
		if err != nil {
			return err
		}
		now := s.rt.Now()
		slot = Slot{
			ID: domain.SlotID(s.rt.NewID("slt")), Day: n.StartsAt.In(c.Zone).Format(time.DateOnly), StartsAt: n.StartsAt.UTC(),
			EndsAt: n.EndsAt.UTC(), Language: n.Language, Seats: n.Seats, Origin: Manual, State: Draft, Note: note, By: by, MadeAt: now, Version: 1,
		}
		if n.Open {
			slot.State = Open
		}
		if !slot.StartsAt.After(now) || slot.StartsAt.Sub(now) > farthest {
			return ErrPast.At("/startsAt")
		}
		if err := c.check(slot); err != nil {
			return err
		}
		if err := tx.AddSlots([]Slot{slot}); err != nil {
			return err
		}
		return tx.Emit(PlanChanged{})
	})
	return slot, err
}

// SlotChange is what a manager changes about a slot; nil leaves it as it is.
type SlotChange struct {
	Seats   *int
	Note    *string
	Open    *bool // true publishes a draft
	Cancel  bool
	Version int
}

// ChangeSlot applies a manager's change. Cancelling tells everybody who signed
// up and costs them nothing. It refuses ErrUnknownSlot, ErrSlotStale, ErrNotOpen
// of one that was cancelled, ErrPast, ErrBadSeats, ErrSeatsTaken, ErrBadNote and
// ErrClosedThen.
func (s *Shifts) ChangeSlot(ctx context.Context, id domain.SlotID, c SlotChange) (slot Slot, err error) {
	err = s.inTx(ctx, func(tx Store) error {
		slot, err = tx.LockSlot(id)
		switch {
		case err != nil:
			return err
		case c.Version != 0 && c.Version != slot.Version:
			return ErrSlotStale
		case slot.State == Cancelled:
			return ErrNotOpen
		case !slot.EndsAt.After(s.rt.Now()):
			return ErrPast
		}
		if c.Note != nil {
			if slot.Note, err = cleanNote(*c.Note); err != nil {
				return err
			}
		}
		standing, err := tx.StandingShifts(id)
		if err != nil {
			return err
		}
		if c.Cancel {
			return s.cancelSlot(tx, &slot, standing, "slot_cancelled")
		}
		if err := s.reshape(tx, &slot, standing, c); err != nil {
			return err
		}
		if err := tx.SaveSlot(slot); err != nil {
			return err
		}
		slot.Version++
		if c.Seats != nil && *c.Seats > len(standing) {
			if err := tx.Emit(SlotFreed{id}); err != nil {
				return err
			}
		}
		return tx.Emit(PlanChanged{})
	})
	return slot, err
}

// reshape changes seats and opens a draft. Who holds a place beyond the new
// number moves to a free one, so that places are always below it.
func (s *Shifts) reshape(tx Store, slot *Slot, standing []Shift, c SlotChange) error {
	domain.Set(&slot.Seats, c.Seats)
	if len(standing) > slot.Seats {
		return ErrSeatsTaken
	}
	if c.Open != nil && *c.Open {
		slot.State = Open
	}
	calendar, err := tx.PlanCalendar()
	if err != nil {
		return err
	}
	if err := calendar.check(*slot); err != nil {
		return err
	}
	for i := range standing {
		if standing[i].Place <= slot.Seats {
			continue
		}
		standing[i].Place = freePlace(standing, slot.Seats)
		if err := tx.SaveShift(standing[i]); err != nil {
			return err
		}
	}
	return nil
}

// cancelSlot takes a slot out of the plan, and everybody out of it.
func (s *Shifts) cancelSlot(tx Store, slot *Slot, standing []Shift, why string) error {
	slot.State = Cancelled
	if err := tx.SaveSlot(*slot); err != nil {
		return err
	}
	slot.Version++
	for _, shift := range standing {
		if !shift.Live() {
			continue
		}
		if err := s.end(tx, &shift, Given, why); err != nil {
			return err
		}
	}
	return tx.Emit(PlanChanged{})
}

// freePlace is the lowest place that nobody has; 0: none.
func freePlace(standing []Shift, seats int) int {
	for place := 1; place <= seats; place++ {
		if !slices.ContainsFunc(standing, func(s Shift) bool { return s.Place == place }) {
			return place
		}
	}
	return 0
}

// ChangeSettings replaces what the brand decides about shifts, if it still has
// the version of c. It refuses ErrBadDuty, ErrBadRules and ErrSlotStale.
func (s *Shifts) ChangeSettings(ctx context.Context, c Settings) (Settings, error) {
	if err := c.Check(); err != nil {
		return c, err
	}
	slices.SortFunc(c.Rules.RemindHours, func(a, b int) int { return b - a })
	err := s.inTx(ctx, func(tx Store) error {
		if err := tx.HoldPlan(); err != nil {
			return err
		}
		now, err := tx.PlanSettings()
		if err == nil && now.Version != c.Version {
			err = ErrSlotStale
		}
		if err != nil {
			return err
		}
		if err := tx.SavePlanSettings(c); err != nil {
			return err
		}
		return tx.Emit(PlanChanged{})
	})
	c.Version++
	return c, err
}

// ChangePresence replaces how many experts are always wanted, with the settings'
// version as its own. It refuses ErrBadPresence and ErrSlotStale.
func (s *Shifts) ChangePresence(ctx context.Context, all []Always, version int) (Settings, error) {
	var c Settings
	if err := CheckPresence(all); err != nil {
		return c, err
	}
	err := s.inTx(ctx, func(tx Store) (err error) {
		if err := tx.HoldPlan(); err != nil {
			return err
		}
		if c, err = tx.PlanSettings(); err == nil && c.Version != version {
			err = ErrSlotStale
		}
		if err != nil {
			return err
		}
		if err := tx.SavePresencePlan(all); err != nil {
			return err
		}
		if err := tx.SavePlanSettings(c); err != nil {
			return err
		}
		return tx.Emit(PlanChanged{})
	})
	c.Version++
	return c, err
}
