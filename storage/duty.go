package storage

import (
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
)

// floor is what the plan says about a moment; roster.OnDuty decides with it.
type floor struct {
	rules   roster.Duty // without an expert's own part
	on      map[domain.ExpertID]bool
	willing map[domain.ExpertID]bool
}

// of is the duty of one expert.
func (f floor) of(e domain.ExpertID) roster.Duty {
	d := f.rules
	d.OnShift, d.Willing = f.on[e], f.willing[e]
	return d
}

// floorAt reads what the plan says about a moment. A brand that does not go by
// shifts asks for nothing more.
func floorAt(q *gorm.DB, now time.Time) (f floor, err error) {
	var r struct {
		Duty  shifts.By
		OptIn bool
	}
	if _, err := maybe(q, &r, "SELECT duty, opt_in FROM plan_settings WHERE id = 1"); err != nil || r.Duty != shifts.ByShifts {
		return f, wrapped(err, "read how duty goes")
	}
	f = floor{rules: roster.Duty{ByShifts: true, OptIn: r.OptIn}, on: map[domain.ExpertID]bool{}, willing: map[domain.ExpertID]bool{}}
	var ids []domain.ExpertID
	if _, err := fetch(q, &ids, `SELECT expert_id FROM shifts WHERE ended_at IS NULL AND starts_at <= ? AND ends_at > ?`, At(now), At(now)); err != nil {
		return f, wrapped(err, "read who is on shift")
	}
	for _, id := range ids {
		f.on[id] = true
	}
	if !r.OptIn {
		return f, nil
	}
	ids = nil
	if _, err := fetch(q, &ids, "SELECT person_id FROM shift_preferences WHERE opted_in_at IS NOT NULL"); err != nil {
		return f, wrapped(err, "read who works outside shifts")
	}
	for _, id := range ids {
		f.willing[id] = true
	}
	return f, nil
}

// Duties tells for every expert what the plan says about a moment.
func (tx Tx) Duties(now time.Time) (func(domain.ExpertID) roster.Duty, error) {
	f, err := floorAt(tx.DB, now)
	return f.of, err
}

// present is an expert who is ready, as the duty of many is decided.
type present struct {
	ID        domain.ExpertID
	State     roster.State
	Presence  roster.Presence
	Languages string
}

// onDuty keeps the experts among those who are ready whom roster.OnDuty finds on duty.
func (f floor) onDuty(all []present) []present {
	kept := all[:0]
	for _, p := range all {
		if (roster.Expert{State: p.State, Presence: p.Presence}).OnDuty(f.of(p.ID)) {
			kept = append(kept, p)
		}
	}
	return kept
}

// staffed are the times, not yet judged, at which somebody has a shift, where the
// brand goes by shifts.
func staffed(q *gorm.DB) (spans []shifts.Span, err error) {
	var duty shifts.By
	if _, err := maybe(q, &duty, "SELECT duty FROM plan_settings WHERE id = 1"); err != nil || duty != shifts.ByShifts {
		return nil, wrapped(err, "read how duty goes")
	}
	var rows []struct{ StartsAt, EndsAt Time }
	_, err = fetch(q, &rows, "SELECT starts_at, ends_at FROM shifts WHERE ended_at IS NULL ORDER BY starts_at")
	spans = make([]shifts.Span, len(rows))
	for i, r := range rows {
		spans[i] = shifts.Span{From: r.StartsAt.Time, To: r.EndsAt.Time}
	}
	return shifts.Merge(spans), wrapped(err, "read the plan")
}

// notePresence keeps when an expert was available, which is what shifts are
// judged by. The expert's row is held.
func (tx Tx) notePresence(e roster.Expert) error {
	if e.Presence != roster.Available {
		_, err := tx.exec("UPDATE presence_spans SET to_at = CASE WHEN from_at > ? THEN from_at ELSE ? END WHERE expert_id = ? AND to_at IS NULL",
			At(e.PresenceAt), At(e.PresenceAt), e.ID)
		return wrapped(err, "note that %s is not available", e.ID)
	}
	_, err := tx.exec(`INSERT INTO presence_spans (expert_id, from_at, to_at) SELECT ?, CAST(? AS BIGINT), NULL
		WHERE NOT EXISTS (SELECT 1 FROM presence_spans WHERE expert_id = ? AND to_at IS NULL)
		ON CONFLICT (expert_id, from_at) DO UPDATE SET to_at = NULL`, e.ID, At(e.PresenceAt), e.ID)
	return wrapped(err, "note that %s is available", e.ID)
}
