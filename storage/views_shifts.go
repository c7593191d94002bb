package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
)

// ShiftExpert is who has a shift: staff see the name that customers see,
// colleagues the alias.
type ShiftExpert struct {
	ShiftID  domain.ShiftID  `json:"shiftId"`
	ExpertID domain.ExpertID `json:"expertId,omitempty" doc:"For staff."`
	Name     string          `json:"name" doc:"The display name for staff, the alias for colleagues."`
	Bird     int             `json:"bird"`
	State    shifts.State    `json:"state" enum:"planned,on,kept,late,missed,cancelled,swapped"`
	NotThere bool            `json:"notThere" doc:"It has begun, and nobody has come."`
	OnOffer  bool            `json:"onOffer"`
}

// SlotWhy is the arithmetic of a generated slot, of its fullest half hour.
type SlotWhy struct {
	Questions       int `json:"questions"`
	Counted         int `json:"counted" doc:"Open half hours that were counted."`
	HandlingSeconds int `json:"handlingSeconds" doc:"The median time of a conversation on a seat."`
	SeatTenths      int `json:"seatTenths" doc:"Open seats of an active expert, in tenths."`
	Wanted          int `json:"wanted" doc:"By the questions."`
	Always          int `json:"always" doc:"By the permanent presence plan and the least."`
}

// SlotView is a slot of the plan.
type SlotView struct {
	ID       domain.SlotID    `json:"id"`
	Day      string           `json:"day" format:"date" doc:"Of its start, in the brand's time zone."`
	StartsAt Time             `json:"startsAt" format:"date-time"`
	EndsAt   Time             `json:"endsAt" format:"date-time"`
	Language domain.Language  `json:"language,omitempty" doc:"That its experts speak; absent: any."`
	Seats    int              `json:"seats"`
	Taken    int              `json:"taken"`
	Waiting  int              `json:"waiting" doc:"Who waits for a place."`
	IWait    bool             `json:"iWait"`
	Mine     *MyShift         `json:"mine,omitempty"`
	Bar      string           `json:"bar,omitempty" enum:"slot_other_language,level_too_low,expert_not_active" doc:"Why the expert who asks cannot sign up at any time: the code with which it would be refused."`
	Origin   shifts.Origin    `json:"origin" enum:"generated,manual"`
	State    shifts.SlotState `json:"state" enum:"draft,open,cancelled"`
	Note     string           `json:"note,omitempty"`
	Why      *SlotWhy         `json:"why,omitempty" doc:"Of a generated one, for staff."`
	Experts  []ShiftExpert    `json:"experts" nullable:"false"`
	Version  int              `json:"version"`
}

// MyShift is a shift as its expert sees it.
type MyShift struct {
	ID        domain.ShiftID  `json:"id"`
	SlotID    domain.SlotID   `json:"slotId"`
	StartsAt  Time            `json:"startsAt" format:"date-time"`
	EndsAt    Time            `json:"endsAt" format:"date-time"`
	Language  domain.Language `json:"language,omitempty"`
	Note      string          `json:"note,omitempty" doc:"Of the slot."`
	State     shifts.State    `json:"state" enum:"planned,on,kept,late,missed,cancelled,swapped"`
	NotThere  bool            `json:"notThere"`
	FreeUntil Time            `json:"freeUntil" format:"date-time" doc:"Until then it is given back freely."`
	Minutes   int             `json:"minutes" doc:"Of a shift that is over: how long you were there."`
	Reason    string          `json:"reason,omitempty" doc:"Why it ended before its time."`
	SwapID    domain.SwapID   `json:"swapId,omitempty" doc:"It is on offer."`
	SwapTo    string          `json:"swapTo,omitempty" doc:"To this colleague alone."`
}

// OfferedShift is a colleague's shift that one can take.
type OfferedShift struct {
	ID       domain.SwapID   `json:"id"`
	SlotID   domain.SlotID   `json:"slotId"`
	StartsAt Time            `json:"startsAt" format:"date-time"`
	EndsAt   Time            `json:"endsAt" format:"date-time"`
	Language domain.Language `json:"language,omitempty"`
	By       string          `json:"by" doc:"The colleague's alias."`
	Bird     int             `json:"bird"`
	ForMe    bool            `json:"forMe" doc:"It is offered to you alone."`
	Note     string          `json:"note,omitempty"`
}

// MyPlan is everything about shifts that concerns one expert.
type MyPlan struct {
	ByShifts   bool             `json:"byShifts" doc:"The brand goes by shifts."`
	OptIn      bool             `json:"optIn" doc:"The brand lets experts work outside shifts."`
	Willing    bool             `json:"willing"`
	TimeZone   string           `json:"timeZone,omitempty" doc:"Your own; absent: the brand's."`
	BrandZone  string           `json:"brandZone"`
	SignUpDays int              `json:"signUpDays"`
	Cancel     int              `json:"cancelHours"`
	Coming     []MyShift        `json:"coming" nullable:"false" doc:"That are to come or on, by time."`
	Past       []MyShift        `json:"past" nullable:"false" doc:"The last twenty, newest first."`
	Offered    []OfferedShift   `json:"offered" nullable:"false" doc:"Colleagues' shifts that you can take, by time."`
	Colleagues []ShiftColleague `json:"colleagues" nullable:"false" doc:"Whom a shift can be offered to."`
}

// ShiftColleague is an active expert, by alias.
type ShiftColleague struct {
	ID    domain.ExpertID `json:"id"`
	Alias string          `json:"alias"`
	Bird  int             `json:"bird"`
}

const myShiftColumns = `h.id, h.slot_id, h.starts_at, h.ends_at, s.language, s.note, h.state, h.late_at, h.present_ms, h.reason,
	w.id AS swap_id, t.alias AS swap_to`

const fromMyShifts = ` FROM shifts h JOIN slots s ON s.id = h.slot_id LEFT JOIN swaps w ON w.shift_id = h.id AND w.state = 'open'
	LEFT JOIN experts t ON t.id = w.to_expert_id `

type myShiftRow struct {
	ID        domain.ShiftID
	SlotID    domain.SlotID
	StartsAt  Time
	EndsAt    Time
	Language  domain.Language
	Note      string
	State     shifts.State
	LateAt    *Time
	PresentMs int64
	Reason    string
	SwapID    *domain.SwapID
	SwapTo    *string
}

func (r myShiftRow) view(rules shifts.Rules) MyShift {
	return MyShift{
		ID: r.ID, SlotID: r.SlotID, StartsAt: r.StartsAt, EndsAt: r.EndsAt, Language: r.Language, Note: r.Note, State: r.State,
		NotThere: r.State == shifts.Planned && r.LateAt != nil, FreeUntil: At(r.StartsAt.Add(-time.Duration(rules.CancelHours) * time.Hour)),
		Minutes: int(r.PresentMs / 60000), Reason: r.Reason, SwapID: orEmpty(r.SwapID), SwapTo: orZero(r.SwapTo),
	}
}

func (v Views) myShifts(ctx context.Context, rules shifts.Rules, where string, args ...any) ([]MyShift, error) {
	var rows []myShiftRow
	err := v.all(ctx, &rows, "SELECT "+myShiftColumns+fromMyShifts+where, args...)
	all := make([]MyShift, len(rows))
	for i, r := range rows {
		all[i] = r.view(rules)
	}
	return all, wrapped(err, "read one's shifts")
}

// MyPlan shows an expert their shifts and what they can take.
func (v Views) MyPlan(ctx context.Context, me domain.ExpertID, now time.Time) (p MyPlan, err error) {
	settings, err := planSettings(v.on(ctx))
	if err != nil {
		return p, err
	}
	c, err := calendar(v.on(ctx))
	if err != nil {
		return p, err
	}
	var own struct {
		TimeZone  string
		OptedInAt *Time
	}
	if _, err := v.maybe(ctx, &own, "SELECT time_zone, opted_in_at FROM shift_preferences WHERE person_id = ?", me); err != nil {
		return p, wrapped(err, "read what %s says about shifts", me)
	}
	p = MyPlan{
		ByShifts: settings.Duty == shifts.ByShifts, OptIn: settings.OptIn, Willing: own.OptedInAt != nil, TimeZone: own.TimeZone,
		BrandZone: c.Zone.String(), SignUpDays: settings.Rules.SignUpDays, Cancel: settings.Rules.CancelHours,
	}
	if p.Coming, err = v.myShifts(ctx, settings.Rules, "WHERE h.expert_id = ? AND h.ended_at IS NULL AND h.ends_at > ? ORDER BY h.starts_at LIMIT 200", me, At(now)); err != nil {
		return p, err
	}
	if p.Past, err = v.myShifts(ctx, settings.Rules, `WHERE h.expert_id = ? AND (h.ended_at IS NOT NULL OR h.ends_at <= ?)
		ORDER BY h.starts_at DESC, h.id DESC LIMIT 20`, me, At(now)); err != nil {
		return p, err
	}
	if p.Offered, err = v.offeredTo(ctx, me, now); err != nil {
		return p, err
	}
	err = v.all(ctx, &p.Colleagues, "SELECT id, alias, bird FROM experts WHERE state = 'active' AND level >= ? AND id <> ? ORDER BY alias LIMIT 300", roster.Rookie, me)
	p.Colleagues = list0(p.Colleagues)
	return p, wrapped(err, "read colleagues")
}

// offeredTo are the shifts that colleagues offer and an expert could take.
func (v Views) offeredTo(ctx context.Context, me domain.ExpertID, now time.Time) ([]OfferedShift, error) {
	var all []OfferedShift
	err := v.all(ctx, &all, `SELECT w.id, h.slot_id, h.starts_at, h.ends_at, s.language, e.alias AS by, e.bird, w.to_expert_id IS NOT NULL AS for_me, w.note
		FROM swaps w JOIN shifts h ON h.id = w.shift_id JOIN slots s ON s.id = h.slot_id JOIN experts e ON e.id = w.offered_by
		JOIN experts me ON me.id = ?
		WHERE w.state = 'open' AND h.starts_at > ? AND w.offered_by <> me.id AND (w.to_expert_id IS NULL OR w.to_expert_id = me.id)
		AND (s.language = '' OR me.languages LIKE '%"' || s.language || '"%')
		AND NOT EXISTS (SELECT 1 FROM shifts o WHERE o.expert_id = me.id AND o.ended_at IS NULL AND o.starts_at < h.ends_at AND o.ends_at > h.starts_at)
		ORDER BY h.starts_at, w.id LIMIT 100`, me, At(now))
	return list0(all), wrapped(err, "read the shifts on offer")
}

// CalendarEntry is a shift in a person's calendar.
type CalendarEntry struct {
	ID        domain.ShiftID
	StartsAt  Time
	EndsAt    Time
	Language  domain.Language
	Note      string
	State     shifts.State
	SignedAt  Time
	EndedAt   *Time
	Version   int
	BrandName string
}

// FeedView is what a person sees of their calendar's address.
type FeedView struct {
	Made   bool  `json:"made" doc:"There is an address."`
	MadeAt *Time `json:"madeAt,omitempty" format:"date-time"`
	UsedAt *Time `json:"usedAt,omitempty" format:"date-time" doc:"When a calendar last asked."`
}

// Feed tells a person about the address of their calendar.
func (v Views) Feed(ctx context.Context, p domain.PersonID) (f FeedView, err error) {
	var r struct {
		MadeAt Time
		UsedAt *Time
	}
	if f.Made, err = v.maybe(ctx, &r, "SELECT made_at, used_at FROM calendar_feeds WHERE person_id = ?", p); err != nil || !f.Made {
		return f, wrapped(err, "read the calendar's address")
	}
	return FeedView{true, &r.MadeAt, r.UsedAt}, nil
}

// calendarPast is how far back a calendar reaches.
const calendarPast = 30 * 24 * time.Hour

// CalendarOf reads the calendar behind the hash of its token, and the language
// of its person. It refuses shifts.ErrUnknownFeed, also of somebody disabled.
func (v Views) CalendarOf(ctx context.Context, tokenHash string, now time.Time) (all []CalendarEntry, l domain.Language, reminders []int, err error) {
	var who struct {
		ID       domain.PersonID
		Language domain.Language
	}
	found, err := v.maybe(ctx, &who, `SELECT p.id, p.language FROM calendar_feeds f JOIN people p ON p.id = f.person_id
		WHERE f.token_hash = ? AND p.disabled_at IS NULL`, tokenHash)
	if err != nil || !found {
		return nil, "", nil, orRefused(err, shifts.ErrUnknownFeed)
	}
	settings, err := planSettings(v.on(ctx))
	if err != nil {
		return nil, "", nil, err
	}
	err = v.all(ctx, &all, `SELECT h.id, h.starts_at, h.ends_at, s.language, s.note, h.state, h.signed_at, h.ended_at, h.version, b.name AS brand_name
		FROM shifts h JOIN slots s ON s.id = h.slot_id CROSS JOIN brand b WHERE h.expert_id = ? AND h.ends_at > ?
		ORDER BY h.starts_at, h.id LIMIT 500`, who.ID, At(now.Add(-calendarPast)))
	return all, who.Language, settings.Rules.RemindHours, wrapped(err, "read the calendar of %s", who.ID)
}

// SaveFeed stores the address of a calendar, in place of an older one.
func (tx Tx) SaveFeed(p domain.PersonID, tokenHash string, at time.Time) error {
	_, err := tx.exec(`INSERT INTO calendar_feeds (person_id, token_hash, made_at, used_at) VALUES (?, ?, ?, NULL)
		ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, made_at = excluded.made_at, used_at = NULL`, p, tokenHash, At(at))
	return wrapped(err, "save the calendar's address of %s", p)
}

// DropFeed ends the address of a calendar.
func (tx Tx) DropFeed(p domain.PersonID) error {
	_, err := tx.exec("DELETE FROM calendar_feeds WHERE person_id = ?", p)
	return wrapped(err, "end the calendar's address of %s", p)
}

// UseFeed notes that a calendar asked, once an hour at most.
func (tx Tx) UseFeed(tokenHash string, at time.Time) error {
	_, err := tx.exec("UPDATE calendar_feeds SET used_at = ? WHERE token_hash = ? AND (used_at IS NULL OR used_at <= ?)",
		At(at), tokenHash, At(at.Add(-time.Hour)))
	return wrapped(err, "note that a calendar asked")
}
