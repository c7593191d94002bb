package storage

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/merit"
	"github.com/kennerhq/kenner/domain/roster"
)

// BadgeView is an earned mark.
type BadgeView struct {
	Code     merit.Code `json:"code" enum:"first_light,calm,finder,keeper,warm_hand,true_eye,teacher,bridge,thanked,scholar,stand_in,steady,asked_for,owner"`
	Product  string     `json:"product,omitempty" doc:"Of an owner."`
	Have     int        `json:"have" doc:"How much there was when it was earned."`
	Need     int        `json:"need"`
	EarnedAt Time       `json:"earnedAt" format:"date-time"`
}

// BadgeStepView is how far an expert is with a badge.
type BadgeStepView struct {
	Code    merit.Code `json:"code" enum:"first_light,calm,finder,keeper,warm_hand,true_eye,teacher,bridge,thanked,scholar,stand_in,steady,asked_for,owner"`
	Product string     `json:"product,omitempty"`
	Have    int        `json:"have"`
	Need    int        `json:"need"`
}

// KudosView is praise by a colleague or a manager.
type KudosView struct {
	ID    merit.KudosID `json:"id"`
	From  string        `json:"from" doc:"An expert's display name, or a manager's first name."`
	Staff bool          `json:"staff"`
	Text  string        `json:"text"`
	At    Time          `json:"at" format:"date-time"`
}

// ThanksView is a customer's card; it does not tell of which conversation.
type ThanksView struct {
	ID   merit.ThanksID `json:"id"`
	Text string         `json:"text"`
	At   Time           `json:"at" format:"date-time" doc:"When it was shown first."`
}

// SpotsView is the awards of the months, for who gives them.
type SpotsView struct {
	Month  roster.Month `json:"month" doc:"The one that runs."`
	Given  bool         `json:"given" doc:"It has its award."`
	Awards []SpotView   `json:"awards" nullable:"false" doc:"The newest first, two years."`
}

// SpotView is the award of a month.
type SpotView struct {
	ID       merit.AwardID   `json:"id"`
	Month    roster.Month    `json:"month" doc:"2026-11."`
	ExpertID domain.ExpertID `json:"expertId"`
	Name     string          `json:"name"`
	By       string          `json:"by" doc:"The manager's first name."`
	Text     string          `json:"text"`
	At       Time            `json:"at" format:"date-time"`
}

// JudgedWeekView is a judged week.
type JudgedWeekView struct {
	Week    merit.Week    `json:"week" doc:"Its Monday: 2026-11-16."`
	Verdict merit.Verdict `json:"verdict" enum:"kept,free,off,missed"`
	Shifts  int           `json:"shifts"`
	Kept    int           `json:"kept"`
}

// StreakView is the kept weeks of an expert.
type StreakView struct {
	Weeks    int              `json:"weeks" doc:"Kept weeks in a row; a free one leaves them."`
	Longest  int              `json:"longest"`
	FreeUsed bool             `json:"freeUsed" doc:"This month's free week is used."`
	Past     []JudgedWeekView `json:"past" nullable:"false" doc:"The last thirteen, the newest first."`
}

// MeritView is the recognition of one expert.
type MeritView struct {
	Badges []BadgeView     `json:"badges" nullable:"false" doc:"The newest first."`
	Steps  []BadgeStepView `json:"steps" nullable:"false" doc:"Those to come."`
	Kudos  []KudosView     `json:"kudos" nullable:"false" doc:"The newest fifty."`
	Thanks []ThanksView    `json:"thanks" nullable:"false" doc:"The newest fifty."`
	Spots  []SpotView      `json:"spots" nullable:"false"`
	Streak StreakView      `json:"streak"`
	OnWall bool            `json:"onWall" doc:"Colleagues see it on the wall of merit."`
}

// praiseShown bounds how much of one kind is shown.
const praiseShown = 50

// Merit is the recognition of an expert.
func (v Views) Merit(ctx context.Context, id domain.ExpertID, now time.Time) (MeritView, error) {
	m := MeritView{Badges: []BadgeView{}, Steps: []BadgeStepView{}}
	deeds, err := v.Deeds(ctx, id)
	if err != nil {
		return m, err
	}
	if err := v.badges(ctx, deeds, &m); err != nil {
		return m, err
	}
	if m.Kudos, err = v.kudos(ctx, "k.to_id = ?", praiseShown, id); err != nil {
		return m, err
	}
	if err := v.all(ctx, &m.Thanks, "SELECT id, text, told_at AS at FROM thanks WHERE expert_id = ? AND told_at IS NOT NULL AND hidden_at IS NULL ORDER BY told_at DESC, id DESC LIMIT ?",
		id, praiseShown); err != nil {
		return m, wrapped(err, "read the cards of %s", id)
	}
	if m.Spots, err = v.spots(ctx, "s.expert_id = ?", id); err != nil {
		return m, err
	}
	if m.Streak, err = v.streak(ctx, id, now); err != nil {
		return m, err
	}
	m.Thanks, m.Streak.Past = orNone(m.Thanks), orNone(m.Streak.Past)
	_, err = v.maybe(ctx, &m.OnWall, "SELECT given FROM wall_consents WHERE expert_id = ? ORDER BY no DESC LIMIT 1", id)
	return m, wrapped(err, "read the wall consent of %s", id)
}

// orNone makes an empty list of none, so that JSON has one.
func orNone[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}

// badges fills in what an expert has earned and what is to come.
func (v Views) badges(ctx context.Context, deeds merit.Deeds, m *MeritView) error {
	var rows []struct {
		BadgeView

		About domain.ProductID
	}
	err := v.all(ctx, &rows, `SELECT b.code, b.about, COALESCE(p.name, '') AS product, b.have, b.need, b.earned_at FROM badges b
		LEFT JOIN products p ON p.id = b.about WHERE b.expert_id = ? ORDER BY b.earned_at DESC, b.code, b.about`, deeds.Expert)
	if err != nil {
		return wrapped(err, "read the badges of %s", deeds.Expert)
	}
	var products []struct {
		ID   domain.ProductID
		Name string
	}
	if err := v.all(ctx, &products, "SELECT p.id, p.name FROM products p JOIN owned_products o ON o.product_id = p.id WHERE o.expert_id = ?", deeds.Expert); err != nil {
		return wrapped(err, "read the products of %s", deeds.Expert)
	}
	names := map[domain.ProductID]string{}
	for _, p := range products {
		names[p.ID] = p.Name
	}
	type mark struct {
		code  merit.Code
		about domain.ProductID
	}
	has := map[mark]bool{}
	for _, r := range rows {
		m.Badges = append(m.Badges, r.BadgeView)
		has[mark{r.Code, r.About}] = true
	}
	for _, s := range deeds.Steps() {
		if !has[mark{s.Code, s.About}] {
			m.Steps = append(m.Steps, BadgeStepView{Code: s.Code, Product: names[s.About], Have: min(s.Have, s.Need), Need: s.Need})
		}
	}
	return nil
}

// kudos lists praise that is not hidden, the newest first.
func (v Views) kudos(ctx context.Context, where string, limit int, args ...any) ([]KudosView, error) {
	var rows []struct {
		ID        merit.KudosID
		Name      string
		StaffName *string
		Text      string
		At        Time
	}
	err := v.all(ctx, &rows, `SELECT k.id, COALESCE(x.display_name, '') AS name, CASE WHEN x.id IS NULL THEN p.name END AS staff_name, k.text, k.given_at AS at
		FROM kudos k JOIN people p ON p.id = k.from_id LEFT JOIN experts x ON x.id = p.id
		WHERE `+where+` AND k.hidden_at IS NULL ORDER BY k.given_at DESC, k.id DESC LIMIT ?`, append(args, limit)...)
	all := make([]KudosView, len(rows))
	for i, r := range rows {
		all[i] = KudosView{ID: r.ID, From: r.Name, Text: r.Text, At: r.At}
		if r.StaffName != nil {
			all[i].From, all[i].Staff = firstName(*r.StaffName), true
		}
	}
	return all, wrapped(err, "read kudos")
}

// spots lists awards of months, the newest first.
func (v Views) spots(ctx context.Context, where string, args ...any) ([]SpotView, error) {
	var rows []struct {
		SpotView

		Giver string
	}
	err := v.all(ctx, &rows, `SELECT s.id, s.month, s.expert_id, x.display_name AS name, p.name AS giver, s.text, s.given_at AS at FROM spot_awards s
		JOIN experts x ON x.id = s.expert_id JOIN people p ON p.id = s.given_by WHERE `+where+" ORDER BY s.month DESC LIMIT 24", args...)
	spots := make([]SpotView, len(rows))
	for i, r := range rows {
		spots[i] = r.SpotView
		spots[i].By = firstName(r.Giver)
	}
	return spots, wrapped(err, "read spot awards")
}

// pastWeeks is how many judged weeks are shown: a season.
const pastWeeks = 13

func (v Views) streak(ctx context.Context, id domain.ExpertID, now time.Time) (StreakView, error) {
	var s StreakView
	if err := v.all(ctx, &s.Past, "SELECT week, verdict, shifts, kept FROM expert_weeks WHERE expert_id = ? ORDER BY week DESC LIMIT ?", id, pastWeeks); err != nil {
		return s, wrapped(err, "read the weeks of %s", id)
	}
	var last struct{ Streak, Longest int }
	if _, err := v.maybe(ctx, &last, "SELECT streak, longest FROM expert_weeks WHERE expert_id = ? ORDER BY week DESC LIMIT 1", id); err != nil {
		return s, wrapped(err, "read the streak of %s", id)
	}
	s.Weeks, s.Longest = last.Streak, last.Longest
	zone, err := v.zone(ctx)
	if err != nil {
		return s, err
	}
	running := merit.WeekOf(now, zone)
	s.FreeUsed = slices.ContainsFunc(s.Past, func(w JudgedWeekView) bool {
		return w.Verdict == merit.Free && running[:7] == w.Week[:7]
	})
	return s, nil
}

// Spots are the awards of the months.
func (v Views) Spots(ctx context.Context, now time.Time) (SpotsView, error) {
	zone, err := v.zone(ctx)
	if err != nil {
		return SpotsView{}, err
	}
	s := SpotsView{Month: roster.MonthOf(now, zone)}
	s.Awards, err = v.spots(ctx, "1 = 1")
	s.Given = len(s.Awards) > 0 && s.Awards[0].Month == s.Month
	return s, err
}
