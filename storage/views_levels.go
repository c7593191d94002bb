package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// RequirementView is one thing that a level asks for, with how far the expert is.
type RequirementView struct {
	Measure roster.Measure `json:"measure" enum:"supervised,supervised_mean,courtesy_breaches,conversations,quality,rated,weeks,first_time_right,follow_ups,invitation,reviewer_accuracy,courtesy"`
	Have    float64        `json:"have" doc:"As it is compared: in hundredths. A share is the lower bound to reach a level, and the upper bound to keep one."`
	Need    float64        `json:"need"`
	Met     bool           `json:"met"`
	Yes     int            `json:"yes,omitempty" doc:"Of a share."`
	Of      int            `json:"of,omitempty" doc:"The sample behind a share or a mean."`
}

func requirementViews(all []roster.Requirement) []RequirementView {
	views := make([]RequirementView, len(all))
	for i, r := range all {
		views[i] = RequirementView(r)
	}
	return views
}

// LevelReviewView is one monthly look at a level.
type LevelReviewView struct {
	ID         string            `json:"id" doc:"A question to a person about it: level:lrv_…"`
	Month      roster.Month      `json:"month" doc:"Of the brand's calendar: 2026-11."`
	Level      roster.Level      `json:"level" minimum:"0" maximum:"4"`
	Verdict    roster.Verdict    `json:"verdict" enum:"kept,promoted,held,warned,recovered,demoted"`
	Note       string            `json:"note,omitempty" enum:"paused,suspended,dispute,warned,late,improved,upheld,left" doc:"Why it was held, or how a warning ended."`
	At         Time              `json:"at" format:"date-time"`
	Reasons    []RequirementView `json:"reasons" nullable:"false" doc:"As they stood when it was decided."`
	GraceUntil *Time             `json:"graceUntil,omitempty" format:"date-time" doc:"Of a warning: nothing happens to the level before."`
	Objection  string            `json:"objection,omitempty" doc:"The expert sees it differently; until somebody answers nothing is decided."`
	ObjectedAt *Time             `json:"objectedAt,omitempty" format:"date-time"`
	Answer     string            `json:"answer,omitempty"`
	AnsweredAt *Time             `json:"answeredAt,omitempty" format:"date-time"`
	DecidedAt  *Time             `json:"decidedAt,omitempty" format:"date-time"`
}

// LevelChangeView is a level that the expert came to.
type LevelChangeView struct {
	From    *roster.Level     `json:"from,omitempty" doc:"Absent for the first one."`
	To      roster.Level      `json:"to" minimum:"0" maximum:"4"`
	Cause   roster.Cause      `json:"cause" enum:"enrolled,shadowed,review,invited,appointed"`
	At      Time              `json:"at" format:"date-time"`
	Reasons []RequirementView `json:"reasons" nullable:"false"`
}

// MentorInvitationView waits for the senior's answer.
type MentorInvitationView struct {
	At   Time   `json:"at" format:"date-time"`
	By   string `json:"by" doc:"The manager's first name."`
	Note string `json:"note"`
}

// PauseView is time off that the expert chose.
type PauseView struct {
	Since  Time   `json:"since" format:"date-time"`
	Until  Time   `json:"until" format:"date-time"`
	Reason string `json:"reason,omitempty" doc:"In the expert's own words."`
}

// RefresherView is the first conversation after a long absence.
type RefresherView struct {
	DueAt     Time                  `json:"dueAt" format:"date-time"`
	Cause     roster.RefresherCause `json:"cause" enum:"pause,alumni,inactive"`
	AwaySince Time                  `json:"awaySince" format:"date-time"`
	Facts     []string              `json:"facts" nullable:"false" doc:"What is known since then: the newest five."`
	Products  []string              `json:"products" nullable:"false" doc:"What the brand sells since then."`
}

// ExpertLevelView is an expert's level: what it rests on, what the next one
// asks for, and how it came about.
type ExpertLevelView struct {
	Level        roster.Level          `json:"level" minimum:"0" maximum:"4"`
	Name         string                `json:"name" enum:"candidate,rookie,expert,senior,mentor,alumni"`
	Since        Time                  `json:"since" format:"date-time"`
	State        roster.State          `json:"state" enum:"active,paused,suspended,retired"`
	AlumniAt     *Time                 `json:"alumniAt,omitempty" format:"date-time"`
	OpenSeats    int                   `json:"openSeats" minimum:"0" maximum:"3"`
	Next         *roster.Level         `json:"next,omitempty" doc:"Absent for mentors."`
	Missing      []RequirementView     `json:"missing" nullable:"false" doc:"What the next level asks for, met or not."`
	Keeping      []RequirementView     `json:"keeping" nullable:"false" doc:"What this level asks to be kept. How much somebody does is never part of it."`
	NextReviewAt Time                  `json:"nextReviewAt" format:"date-time" doc:"When the running month ends."`
	Window       int                   `json:"windowDays" doc:"How far back conversations, ratings and promises count."`
	Warning      *LevelReviewView      `json:"warning,omitempty"`
	Invitation   *MentorInvitationView `json:"invitation,omitempty"`
	Pause        *PauseView            `json:"pause,omitempty"`
	Refresher    *RefresherView        `json:"refresher,omitempty"`
	Reviews      []LevelReviewView     `json:"reviews" nullable:"false" doc:"The newest twelve."`
	Changes      []LevelChangeView     `json:"changes" nullable:"false" doc:"The newest first."`
}

const reviewsShown = 12

// ExpertLevel shows an expert's level at a time, or refuses roster.ErrUnknownExpert.
func (v Views) ExpertLevel(ctx context.Context, id domain.ExpertID, now time.Time) (ExpertLevelView, error) {
	e, err := v.rosterExpert(ctx, id)
	if err != nil {
		return ExpertLevelView{}, err
	}
	facts, err := levelFacts(v.on(ctx), e, now)
	if err != nil {
		return ExpertLevelView{}, err
	}
	settings, _, err := v.Brand(ctx)
	if err != nil {
		return ExpertLevelView{}, err
	}
	zone, err := settings.Zone()
	if err != nil {
		return ExpertLevelView{}, wrapped(err, "time zone of the brand")
	}
	view := ExpertLevelView{
		Level: e.Level, Name: e.LevelName(), Since: At(e.LevelAt), State: e.State, AlumniAt: AtOrNull(e.AlumniAt),
		Missing: requirementViews(e.Level.Missing(facts)), Keeping: requirementViews(e.Level.Keeping(facts)),
		NextReviewAt: At(roster.MonthOf(now, zone).End(zone)), Window: int(roster.LevelWindow.Hours() / 24),
	}
	if next := e.Level + 1; next <= roster.Mentor {
		view.Next = &next
	}
	for _, read := range []func(context.Context, roster.Expert, *ExpertLevelView) error{
		v.levelSeats, v.levelReviews, v.levelChanges, v.levelInvitation, v.levelAbsence,
	} {
		if err := read(ctx, e, &view); err != nil {
			return view, err
		}
	}
	return view, nil
}

func (v Views) rosterExpert(ctx context.Context, id domain.ExpertID) (roster.Expert, error) {
	var r expertRow
	found, err := v.maybe(ctx, &r, "SELECT "+expertColumns+" FROM experts WHERE id = ?", id)
	if err != nil || !found {
		return roster.Expert{}, orRefused(err, roster.ErrUnknownExpert)
	}
	return r.domain()
}

func (v Views) levelSeats(ctx context.Context, e roster.Expert, view *ExpertLevelView) error {
	_, err := v.maybe(ctx, &view.OpenSeats, "SELECT COUNT(*) FROM seats WHERE expert_id = ? AND open", e.ID)
	return err
}

func (v Views) levelReviews(ctx context.Context, e roster.Expert, view *ExpertLevelView) error {
	var rows []levelReviewRow
	err := v.all(ctx, &rows, "SELECT "+levelReviewColumns+" FROM level_reviews WHERE expert_id = ? ORDER BY month DESC LIMIT ?", e.ID, reviewsShown)
	view.Reviews = make([]LevelReviewView, len(rows))
	for i, row := range rows {
		r, err := row.domain()
		if err != nil {
			return err
		}
		view.Reviews[i] = LevelReviewView{
			ID: r.ID, Month: r.Month, Level: r.Level, Verdict: r.Verdict, Note: r.Note, At: At(r.ReviewedAt), Reasons: requirementViews(r.Reasons),
			GraceUntil: AtOrNull(r.GraceUntil), Objection: r.Objection, ObjectedAt: AtOrNull(r.ObjectedAt), Answer: r.Answer,
			AnsweredAt: AtOrNull(r.AnsweredAt), DecidedAt: AtOrNull(r.DecidedAt),
		}
		if r.Verdict == roster.Warned {
			view.Warning = &view.Reviews[i]
		}
	}
	return wrapped(err, "list the reviews of %s", e.ID)
}

func (v Views) levelChanges(ctx context.Context, e roster.Expert, view *ExpertLevelView) error {
	var rows []struct {
		FromLevel *roster.Level
		ToLevel   roster.Level
		Cause     roster.Cause
		Why       string
		At        Time
	}
	err := v.all(ctx, &rows, "SELECT from_level, to_level, cause, why, at FROM level_changes WHERE expert_id = ? ORDER BY no DESC", e.ID)
	view.Changes = make([]LevelChangeView, len(rows))
	for i, r := range rows {
		var why []roster.Requirement
		if err := fromJSON("level_changes.why", r.Why, &why); err != nil {
			return err
		}
		view.Changes[i] = LevelChangeView{r.FromLevel, r.ToLevel, r.Cause, r.At, requirementViews(why)}
	}
	return wrapped(err, "list the levels of %s", e.ID)
}

func (v Views) levelInvitation(ctx context.Context, e roster.Expert, view *ExpertLevelView) error {
	var r struct {
		InvitedAt      Time
		Name, Evidence string
	}
	found, err := v.maybe(ctx, &r, `SELECT i.invited_at, p.name, i.evidence FROM mentor_invitations i JOIN people p ON p.id = i.invited_by
		WHERE i.expert_id = ? AND i.answered_at IS NULL`, e.ID)
	if err != nil || !found {
		return wrapped(err, "read the invitation of %s", e.ID)
	}
	var said struct{ Note string }
	if err := fromJSON("mentor_invitations.evidence", r.Evidence, &said); err != nil {
		return err
	}
	view.Invitation = &MentorInvitationView{r.InvitedAt, firstName(r.Name), said.Note}
	return nil
}

func (v Views) levelAbsence(ctx context.Context, e roster.Expert, view *ExpertLevelView) error {
	var p struct {
		BeganAt, UntilAt Time
		Reason           string
	}
	found, err := v.maybe(ctx, &p, "SELECT began_at, until_at, reason FROM expert_pauses WHERE expert_id = ? AND returned_at IS NULL", e.ID)
	if err != nil {
		return wrapped(err, "read the pause of %s", e.ID)
	}
	if found && e.State == roster.Paused {
		view.Pause = &PauseView{p.BeganAt, p.UntilAt, p.Reason}
	}
	var r struct {
		DueAt, AwaySince Time
		Cause            roster.RefresherCause
	}
	found, err = v.maybe(ctx, &r, "SELECT due_at, cause, away_since FROM refreshers WHERE expert_id = ? AND done_at IS NULL", e.ID)
	if err != nil || !found {
		return wrapped(err, "read the refresher of %s", e.ID)
	}
	view.Refresher = &RefresherView{DueAt: r.DueAt, Cause: r.Cause, AwaySince: r.AwaySince}
	err = v.all(ctx, &view.Refresher.Facts, `SELECT title FROM facts WHERE archived_at IS NULL AND created_at > ?
		ORDER BY created_at DESC, id DESC LIMIT 5`, r.AwaySince)
	if err != nil {
		return wrapped(err, "list what is known since")
	}
	err = v.all(ctx, &view.Refresher.Products, `SELECT name FROM products WHERE archived_at IS NULL AND created_at > ?
		ORDER BY created_at DESC, id DESC LIMIT 5`, r.AwaySince)
	view.Refresher.Facts, view.Refresher.Products = list0(view.Refresher.Facts), list0(view.Refresher.Products)
	return wrapped(err, "list what is sold since")
}
