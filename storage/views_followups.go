package storage

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

// FollowUpView is a promise as everybody who knows the conversation sees it.
type FollowUpView struct {
	ID          domain.FollowUpID       `json:"id"`
	Episode     int                     `json:"episode" minimum:"1"`
	Expert      *ConversationExpertView `json:"expert,omitempty" doc:"Who keeps it."`
	Promise     string                  `json:"promise"`
	CreatedAt   Time                    `json:"createdAt" format:"date-time"`
	DueAt       Time                    `json:"dueAt" format:"date-time"`
	FirstDueAt  *Time                   `json:"firstDueAt,omitempty" format:"date-time" doc:"What was promised first, when it was put off."`
	State       desk.FollowUpState      `json:"state" enum:"open,done,dismissed"`
	Outcome     desk.FollowUpOutcome    `json:"outcome,omitempty" enum:"answered,better_solution,nothing_found"`
	Result      string                  `json:"result,omitempty" doc:"What the customer was told."`
	DoneAt      *Time                   `json:"doneAt,omitempty" format:"date-time"`
	Kept        bool                    `json:"kept" doc:"Done in time."`
	Helped      desk.Answer             `json:"helped,omitempty" enum:"yes,no" doc:"The customer's word."`
	AnswerUntil *Time                   `json:"answerUntil,omitempty" format:"date-time" doc:"Until when the customer may change it."`
}

// FollowUpDataView is what an entry about a promise tells.
type FollowUpDataView struct {
	FollowUpID domain.FollowUpID    `json:"followUpId,omitempty" doc:"Whose promise or result the text is; why says promised, replanned, given, done or dismissed."`
	State      desk.FollowUpState   `json:"state,omitempty" enum:"open,done,dismissed"`
	DueAt      string               `json:"dueAt,omitempty" format:"date-time"`
	Found      desk.FollowUpOutcome `json:"found,omitempty" enum:"answered,better_solution,nothing_found"`
}

// FollowUpAbout is the conversation that a promise belongs to.
type FollowUpAbout struct {
	ID        domain.ConversationID `json:"id"`
	Question  string                `json:"question"`
	Language  domain.Language       `json:"language"`
	Status    desk.Status           `json:"status" enum:"queued,offered,assigned,waiting,closed"`
	ProductID domain.ProductID      `json:"productId,omitempty"`
	Customer  CustomerView          `json:"customer"`
}

// FollowUpSourceView is where something was looked up.
type FollowUpSourceView struct {
	Title string `json:"title" minLength:"1" maxLength:"200"`
	URL   string `json:"url,omitempty" maxLength:"2000"`
}

// FollowUpTask is a promise as who keeps it and staff see it.
type FollowUpTask struct {
	FollowUpView
	About          *FollowUpAbout       `json:"about,omitempty" doc:"Experts: only while it is open."`
	Research       string               `json:"research" doc:"Never for the customer."`
	Sources        []FollowUpSourceView `json:"sources" nullable:"false"`
	TimeBoxMinutes int                  `json:"timeBoxMinutes,omitempty"`
	CanReplan      bool                 `json:"canReplan"`
	MissedAt       *Time                `json:"missedAt,omitempty" format:"date-time"`
	StaleAt        *Time                `json:"staleAt,omitempty" format:"date-time"`
	SurfacedAt     *Time                `json:"surfacedAt,omitempty" format:"date-time" doc:"When the expert was reminded."`
	DismissedAt    *Time                `json:"dismissedAt,omitempty" format:"date-time"`
	DismissReason  string               `json:"dismissReason,omitempty"`
	OwnerName      string               `json:"ownerName,omitempty" doc:"Staff: the real name."`
	OwnerState     roster.State         `json:"ownerState,omitempty" enum:"active,paused,suspended,retired" doc:"For staff."`
	CanGive        bool                 `json:"canGive" doc:"Staff: whether another expert may keep it."`
	Version        int                  `json:"version"`
	ServerNow      Time                 `json:"serverNow" format:"date-time"`
}

// FollowUpWanted is which promises a list shows.
type FollowUpWanted string

// The lists of promises.
const (
	WantOpen      FollowUpWanted = "open"
	WantOverdue   FollowUpWanted = "overdue" // of the open ones
	WantStale     FollowUpWanted = "stale"   // of the overdue ones
	WantDone      FollowUpWanted = "done"
	WantDismissed FollowUpWanted = "dismissed"
)

type followUpViewRow struct {
	FollowUp     followUpRow `gorm:"embedded"`
	DisplayName  string
	Alias        string
	Bird         int
	Level        roster.Level
	OwnerName    string
	OwnerState   roster.State
	Question     string
	Language     domain.Language
	Status       desk.Status
	ProductID    *domain.ProductID
	CustomerID   domain.CustomerID
	CustomerName string
	Verified     bool
}

const selectFollowUps = "SELECT " + followUpColumns + `, x.display_name, x.alias, x.bird, x.level, p.name AS owner_name, x.state AS owner_state,
	c.question, c.language, c.status, c.product_id, c.customer_id, u.name AS customer_name, u.brand_customer_id IS NOT NULL AS verified
	FROM follow_ups f JOIN experts x ON x.id = f.expert_id JOIN people p ON p.id = f.expert_id
	JOIN conversations c ON c.id = f.conversation_id JOIN customers u ON u.id = c.customer_id WHERE `

func (r followUpViewRow) view() FollowUpView {
	f := r.FollowUp
	v := FollowUpView{
		ID: f.ID, Episode: f.Episode, Expert: expertCard(f.ExpertID, r.DisplayName, r.Alias, r.Bird, r.Level),
		Promise: f.Promise, CreatedAt: f.CreatedAt, DueAt: f.DueAt, State: f.State, Outcome: orEmpty(f.Outcome), Result: f.Result,
		DoneAt: f.DoneAt, Helped: orEmpty(f.Helped),
		Kept: f.DoneAt != nil && f.MissedAt == nil && !f.DoneAt.After(f.DueAt.Time),
	}
	if f.ReplannedAt != nil {
		v.FirstDueAt = &f.FirstDueAt
	}
	if f.HelpedAt != nil {
		v.AnswerUntil = AtOrNull(f.HelpedAt.Add(desk.AnswerFixed))
	}
	return v
}

// task shows what its owner and staff see; owners know the customer of an open
// promise alone.
func (r followUpViewRow) task(staff bool, now time.Time) (FollowUpTask, error) {
	f := r.FollowUp
	t := FollowUpTask{
		FollowUpView: r.view(), Research: f.Research, MissedAt: f.MissedAt, StaleAt: f.StaleAt, SurfacedAt: f.SurfacedAt,
		DismissedAt: f.DismissedAt, DismissReason: f.DismissReason, Version: f.Version, Sources: []FollowUpSourceView{}, ServerNow: At(now),
		CanReplan: f.State == desk.FollowUpOpen && f.ReplannedAt == nil && f.MissedAt == nil && !now.After(f.DueAt.Time),
	}
	if f.TimeBoxMinutes != nil {
		t.TimeBoxMinutes = *f.TimeBoxMinutes
	}
	if staff || f.State == desk.FollowUpOpen {
		t.About = &FollowUpAbout{
			f.ConversationID, r.Question, r.Language, r.Status, orEmpty(r.ProductID), CustomerView{r.CustomerID, r.CustomerName, r.Verified},
		}
	}
	if staff {
		t.OwnerName, t.OwnerState = r.OwnerName, r.OwnerState
		t.CanGive = f.State == desk.FollowUpOpen && (r.OwnerState != roster.Active || !now.Before(f.DueAt.Add(desk.FollowUpStale)))
	}
	return t, fromJSON("follow_ups.sources", f.Sources, &t.Sources)
}

// FollowUps lists promises: an expert's own, or everybody's to staff. What is
// open comes by its time, the rest newest first.
func (v Views) FollowUps(ctx context.Context, by domain.Actor, want FollowUpWanted, now time.Time, p Page) (List[FollowUpTask], error) {
	where, args := "f.expert_id = ?", []any{by.ID}
	if by.Staff() {
		where, args = "f.id = f.id", nil
	}
	order, key, less := "f.due_at, f.id", "f.due_at", false
	switch want {
	case WantOverdue:
		where, args = where+" AND f.state = 'open' AND f.due_at < ?", append(args, At(now))
	case WantStale:
		where += " AND f.state = 'open' AND f.stale_at IS NOT NULL"
	case WantDone:
		where, order, key, less = where+" AND f.state = 'done'", "f.done_at DESC, f.id DESC", "f.done_at", true
	case WantDismissed:
		where, order, key, less = where+" AND f.state = 'dismissed'", "f.dismissed_at DESC, f.id DESC", "f.dismissed_at", true
	default:
		where += " AND f.state = 'open'"
	}
	after, err := p.after(2)
	if err != nil {
		return List[FollowUpTask]{}, err
	}
	if after != nil {
		ms, bad := strconv.ParseInt(after[0], 10, 64)
		if bad != nil {
			return List[FollowUpTask]{}, errCursor
		}
		sign := " > "
		if less {
			sign = " < "
		}
		where, args = where+" AND ("+key+", f.id)"+sign+"(?, ?)", append(args, ms, after[1])
	}
	var rows []followUpViewRow
	if err := v.all(ctx, &rows, selectFollowUps+where+" ORDER BY "+order+" LIMIT ?", append(args, p.fetch())...); err != nil {
		return List[FollowUpTask]{}, wrapped(err, "list follow-ups")
	}
	all := make([]FollowUpTask, len(rows))
	for i, r := range rows {
		if all[i], err = r.task(by.Staff(), now); err != nil {
			return List[FollowUpTask]{}, err
		}
	}
	return list(p, all, func(t FollowUpTask) []string {
		at := &t.DueAt
		switch t.State {
		case desk.FollowUpDone:
			at = t.DoneAt
		case desk.FollowUpDismissed:
			at = t.DismissedAt
		case desk.FollowUpOpen:
		}
		return []string{strconv.FormatInt(at.UnixMilli(), 10), string(t.ID)}
	}), nil
}

// FollowUpTask shows one promise to its owner and to staff.
func (v Views) FollowUpTask(ctx context.Context, by domain.Actor, id domain.FollowUpID, now time.Time) (FollowUpTask, error) {
	var r followUpViewRow
	found, err := v.maybe(ctx, &r, selectFollowUps+"f.id = ?", id)
	switch {
	case err != nil:
		return FollowUpTask{}, wrapped(err, "show follow-up %s", id)
	case !found || !by.Staff() && string(r.FollowUp.ExpertID) != by.ID:
		return FollowUpTask{}, desk.ErrUnknownFollowUp
	}
	return r.task(by.Staff(), now)
}

// FollowUp shows one promise to its customer.
func (v Views) FollowUp(ctx context.Context, by domain.Actor, id domain.FollowUpID) (FollowUpView, error) {
	var r followUpViewRow
	found, err := v.maybe(ctx, &r, selectFollowUps+"f.id = ? AND c.customer_id = ?", id, by.ID)
	switch {
	case err != nil:
		return FollowUpView{}, wrapped(err, "show follow-up %s", id)
	case !found:
		return FollowUpView{}, desk.ErrUnknownFollowUp
	}
	return r.view(), nil
}

// maxFollowUps bounds the promises shown with one conversation.
const maxFollowUps = 50

// followUpsOf are the promises of conversations, by conversation, the oldest first.
func (v Views) followUpsOf(ctx context.Context, ids ...domain.ConversationID) (map[domain.ConversationID][]FollowUpView, error) {
	all := make(map[domain.ConversationID][]FollowUpView, len(ids))
	if len(ids) == 0 {
		return all, nil
	}
	var rows []followUpViewRow
	err := v.all(ctx, &rows, selectFollowUps+"f.conversation_id IN ? ORDER BY f.id DESC LIMIT ?", ids, maxFollowUps*len(ids))
	for _, r := range slices.Backward(rows) {
		id := r.FollowUp.ConversationID
		all[id] = append(all[id], r.view())
	}
	return all, wrapped(err, "show follow-ups")
}

// withFollowUps shows the promises of a list of conversations, of which most have
// none: their rows say so.
func (v Views) withFollowUps(ctx context.Context, rows []conversationViewRow, all []ConversationSummary) error {
	var ids []domain.ConversationID
	for _, r := range rows {
		if r.Promised {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	found, err := v.followUpsOf(ctx, ids...)
	for i := range all {
		all[i].FollowUps = list0(found[all[i].ID])
	}
	return err
}

// DueTimes are the next times inside opening hours for which an answer can be promised.
func (v Views) DueTimes(ctx context.Context, now time.Time) ([]Time, error) {
	settings, hours, err := v.Brand(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(settings.TimeZone)
	if err != nil {
		return nil, wrapped(err, "the time zone %s", settings.TimeZone)
	}
	times := hours.DueTimes(zone, now)
	all := make([]Time, len(times))
	for i, t := range times {
		all[i] = At(t)
	}
	return all, nil
}
