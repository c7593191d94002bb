package storage

import (
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shifts"
)

type slotRow struct {
	ID        domain.SlotID
	Day       string
	StartsAt  Time
	EndsAt    Time
	Language  domain.Language
	Seats     int
	Origin    shifts.Origin
	State     shifts.SlotState
	Note      string
	Why       string
	CreatedAt Time
	CreatedBy string
	Version   int
}

const slotColumns = "id, day, starts_at, ends_at, language, seats, origin, state, note, why, created_at, created_by, version"

func (r slotRow) domain() (shifts.Slot, error) {
	s := shifts.Slot{
		ID: r.ID, Day: r.Day, StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time, Language: r.Language, Seats: r.Seats, Origin: r.Origin,
		State: r.State, Note: r.Note, MadeAt: r.CreatedAt.Time, By: domain.Actor{ID: r.CreatedBy}, Version: r.Version,
	}
	return s, fromJSON("slots.why", r.Why, &s.Why)
}

// PlanSettings reads what the brand decided about shifts.
func (tx Tx) PlanSettings() (shifts.Settings, error) { return planSettings(tx.DB) }

func planSettings(q *gorm.DB) (shifts.Settings, error) {
	var r struct {
		Duty    shifts.By
		OptIn   bool
		Rules   string
		Version int
	}
	if err := one(q, &r, "plan", "SELECT duty, opt_in, rules, version FROM plan_settings WHERE id = 1"); err != nil {
		return shifts.Settings{}, err
	}
	s := shifts.Settings{Duty: r.Duty, OptIn: r.OptIn, Version: r.Version}
	return s, fromJSON("plan_settings.rules", r.Rules, &s.Rules)
}

// HoldPlan lets one plan be made at a time.
func (tx Tx) HoldPlan() error {
	var id int
	return tx.one(&id, "plan", "SELECT id FROM plan_settings WHERE id = 1"+tx.hold())
}

// SavePlanSettings writes the settings if nobody has since they were read.
func (tx Tx) SavePlanSettings(s shifts.Settings) error {
	return tx.change("UPDATE plan_settings SET duty = ?, opt_in = ?, rules = ?, version = version + 1 WHERE id = 1 AND version = ?",
		s.Duty, s.OptIn, toJSON(s.Rules), s.Version)
}

// PresencePlan is how many experts are always wanted.
func (tx Tx) PresencePlan() ([]shifts.Always, error) { return presencePlan(tx.DB) }

func presencePlan(q *gorm.DB) (all []shifts.Always, err error) {
	_, err = fetch(q, &all, "SELECT weekday, hour, experts FROM presence_plan ORDER BY weekday, hour")
	return all, wrapped(err, "read the permanent presence plan")
}

// SavePresencePlan replaces how many experts are always wanted.
func (tx Tx) SavePresencePlan(all []shifts.Always) error {
	if _, err := tx.exec("DELETE FROM presence_plan"); err != nil || len(all) == 0 {
		return wrapped(err, "forget the permanent presence plan")
	}
	args := make([]any, 0, 3*len(all))
	for _, a := range all {
		args = append(args, a.Weekday, a.Hour, a.Experts)
	}
	_, err := tx.exec("INSERT INTO presence_plan (weekday, hour, experts) VALUES "+strings.Repeat(", (?, ?, ?)", len(all))[2:], args...)
	return wrapped(err, "save the permanent presence plan")
}

// PlanCalendar is when the brand is open, and what it speaks; its row is not held.
func (tx Tx) PlanCalendar() (shifts.Calendar, error) { return calendar(tx.DB) }

func calendar(q *gorm.DB) (c shifts.Calendar, err error) {
	var r brandRow
	found, err := maybe(q, &r, selectBrand)
	if err == nil && !found {
		err = errNoBrand
	}
	if err != nil {
		return c, err
	}
	s, err := r.settings()
	if err != nil {
		return c, err
	}
	if c.Zone, err = s.Zone(); err != nil {
		return c, wrapped(err, "read the brand's time zone")
	}
	c.Languages = s.Languages
	c.Hours, err = hours(q, r.HoursVersion)
	return c, wrapped(err, "read the brand's hours")
}

// historyRows bounds what a plan is measured by: the newest.
const historyRows = 100_000

// History is what demand is measured by: the experts' questions between two
// moments, how long seats were taken, and how many an active expert has.
func (tx Tx) History(from, to time.Time) (shifts.History, error) { return history(tx.DB, from, to) }

func history(q *gorm.DB, from, to time.Time) (shifts.History, error) {
	h := shifts.History{From: from, To: to}
	var asked []struct {
		OpenedAt Time
		Language domain.Language
	}
	_, err := fetch(q, &asked, `SELECT e.opened_at, c.language FROM episodes e JOIN conversations c ON c.id = e.conversation_id
		WHERE e.opened_at >= ? AND e.opened_at < ? AND c.desk = 'experts' ORDER BY e.opened_at DESC LIMIT ?`, At(from), At(to), historyRows)
	if err != nil {
		return h, wrapped(err, "read when questions came")
	}
	for _, a := range asked {
		h.Questions = append(h.Questions, shifts.Question{At: a.OpenedAt.Time, Language: a.Language})
	}
	var took []int64
	_, err = fetch(q, &took, `SELECT ended_at - started_at FROM assignments WHERE ended_at >= ? AND ended_at < ? AND expert_id IS NOT NULL
		AND end_reason IN ('closed', 'released') ORDER BY ended_at DESC LIMIT 5000`, At(from), At(to))
	if err != nil {
		return h, wrapped(err, "read how long seats were taken")
	}
	if h.Handled = len(took); h.Handled > 0 {
		slices.Sort(took)
		h.Median = time.Duration(took[len(took)/2]) * time.Millisecond
	}
	var seats struct{ Experts, Seats int }
	_, err = maybe(q, &seats, `SELECT COUNT(DISTINCT e.id) AS experts, COUNT(s.seat_no) AS seats FROM experts e
		JOIN seats s ON s.expert_id = e.id AND s.open WHERE e.state = 'active'`)
	if seats.Experts > 0 {
		h.SeatTenths = seats.Seats * 10 / seats.Experts
	}
	return h, wrapped(err, "count the seats of experts")
}

// SlotsBetween are the slots that begin between two moments and are not cancelled.
func (tx Tx) SlotsBetween(from, to time.Time) ([]shifts.Slot, error) {
	var rows []slotRow
	err := tx.all(&rows, "SELECT "+slotColumns+` FROM slots WHERE starts_at >= ? AND starts_at < ? AND state <> 'cancelled'
		ORDER BY starts_at, ends_at, id`, At(from), At(to))
	all := make([]shifts.Slot, len(rows))
	for i := range rows {
		if err == nil {
			all[i], err = rows[i].domain()
		}
	}
	return all, wrapped(err, "read the slots")
}

// DropDrafts removes the generated drafts that begin between two moments. Nobody
// ever had a shift in one.
func (tx Tx) DropDrafts(from, to time.Time) error {
	_, err := tx.exec("DELETE FROM slots WHERE state = 'draft' AND origin = 'generated' AND starts_at >= ? AND starts_at < ?", At(from), At(to))
	return wrapped(err, "drop drafts")
}

// AddSlots stores slots.
func (tx Tx) AddSlots(all []shifts.Slot) error {
	for part := range slices.Chunk(all, 50) {
		args := make([]any, 0, 13*len(part))
		for _, s := range part {
			args = append(args, s.ID, s.Day, At(s.StartsAt), At(s.EndsAt), s.Language, s.Seats, s.Origin, s.State, s.Note, toJSON(s.Why),
				At(s.MadeAt), s.By.ID, s.Version)
		}
		_, err := tx.exec("INSERT INTO slots ("+slotColumns+") VALUES "+
			strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", len(part))[2:], args...)
		if err != nil {
			return wrapped(err, "add slots")
		}
	}
	return nil
}

// LockSlot reads a slot and holds it.
func (tx Tx) LockSlot(id domain.SlotID) (shifts.Slot, error) {
	var r slotRow
	found, err := tx.maybe(&r, "SELECT "+slotColumns+" FROM slots WHERE id = ?"+tx.hold(), id)
	if err != nil || !found {
		return shifts.Slot{}, orRefused(err, shifts.ErrUnknownSlot)
	}
	return r.domain()
}

// SaveSlot writes a slot if nobody has since it was read.
func (tx Tx) SaveSlot(s shifts.Slot) error {
	return tx.change("UPDATE slots SET seats = ?, state = ?, note = ?, version = version + 1 WHERE id = ? AND version = ?",
		s.Seats, s.State, s.Note, s.ID, s.Version)
}
