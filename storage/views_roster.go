package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// TopicView is a contact reason that an expert may answer.
type TopicView struct {
	ReasonID domain.ReasonID  `json:"reasonId"`
	Kind     roster.TopicKind `json:"kind" enum:"qualified,learning"`
}

// QualityView is what customers think of an expert.
type QualityView struct {
	Mean    float64 `json:"mean" minimum:"1" maximum:"5"`
	Ratings int     `json:"ratings" doc:"How many count, at most 50."`
}

// ExpertView is an expert as staff and the expert see one.
type ExpertView struct {
	ID          domain.ExpertID   `json:"id"`
	Name        string            `json:"name" doc:"The real one: for staff and the expert alone."`
	Email       string            `json:"email"`
	DisplayName string            `json:"displayName" doc:"What customers see."`
	Alias       string            `json:"alias" doc:"What the board shows without consent."`
	Bird        int               `json:"bird" minimum:"0" maximum:"12"`
	Level       roster.Level      `json:"level" minimum:"0" maximum:"4"`
	LevelName   string            `json:"levelName" enum:"candidate,rookie,expert,senior,mentor,alumni"`
	LevelAt     Time              `json:"levelAt" format:"date-time" doc:"Since when."`
	Languages   []domain.Language `json:"languages" nullable:"false"`
	Topics      []TopicView       `json:"topics" nullable:"false"`
	State       roster.State      `json:"state" enum:"active,paused,suspended,retired"`
	Presence    roster.Presence   `json:"presence" enum:"available,break,away"`
	PresenceAt  Time              `json:"presenceAt" format:"date-time"`
	OpenSeats   int               `json:"openSeats" minimum:"0" maximum:"3"`
	TakenSeats  int               `json:"takenSeats" minimum:"0" maximum:"3"`
	BoardName   bool              `json:"boardName" doc:"Consent to be named on the board."`

	BrandCustomerID string `json:"brandCustomerId,omitempty" doc:"The expert's number as a customer of the brand: nobody answers or rates themselves."`

	Quality   *QualityView `json:"quality,omitempty" doc:"Absent before the first rating."`
	CreatedAt Time         `json:"createdAt" format:"date-time"`
	Version   int          `json:"version"`
}

type expertViewRow struct {
	Expert     expertRow `gorm:"embedded"`
	Name       string
	Email      string
	OpenSeats  int
	TakenSeats int
}

const selectExpertViews = `SELECT x.id, x.display_name, x.alias, x.bird, x.level, x.state, x.languages, x.board_name, x.brand_customer_id, x.presence,
	x.presence_at, x.lapses, x.last_offer_at, x.level_at, x.alumni_at, x.refresher_at, x.offers, x.version, x.created_at, p.name, p.email,
	(SELECT COUNT(*) FROM seats s WHERE s.expert_id = x.id AND s.open) AS open_seats,
	(SELECT COUNT(*) FROM seats s WHERE s.expert_id = x.id AND s.conversation_id IS NOT NULL) AS taken_seats
	FROM experts x JOIN people p ON p.id = x.id WHERE `

// Experts lists experts in the order they came, of one state when it is given.
func (v Views) Experts(ctx context.Context, state roster.State, now time.Time, p Page) (List[ExpertView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[ExpertView]{}, err
	}
	where, args := "x.id = x.id", []any{}
	if state != "" {
		where, args = where+" AND x.state = ?", append(args, state)
	}
	if after != nil {
		where, args = where+" AND x.id > ?", append(args, after[0])
	}
	experts, err := v.experts(ctx, now, where+" ORDER BY x.id LIMIT ?", append(args, p.fetch())...)
	return list(p, experts, func(e ExpertView) []string { return []string{string(e.ID)} }), err
}

// Expert shows one expert, for staff and for the expert, or refuses
// roster.ErrUnknownExpert.
func (v Views) Expert(ctx context.Context, id domain.ExpertID, now time.Time) (ExpertView, error) {
	experts, err := v.experts(ctx, now, "x.id = ?", id)
	if err != nil || len(experts) == 0 {
		return ExpertView{}, orRefused(err, roster.ErrUnknownExpert)
	}
	return experts[0], nil
}

func (v Views) experts(ctx context.Context, now time.Time, where string, args ...any) ([]ExpertView, error) {
	var rows []expertViewRow
	if err := v.all(ctx, &rows, selectExpertViews+where, args...); err != nil || len(rows) == 0 {
		return nil, wrapped(err, "list experts")
	}
	ids := make([]domain.ExpertID, len(rows))
	for i := range rows {
		ids[i] = rows[i].Expert.ID
	}
	topics, err := topicsOf(v.on(ctx), ids)
	if err != nil {
		return nil, err
	}
	means, err := v.ProgrammeMeans(ctx, now.Add(-roster.MeanWindow))
	if err != nil {
		return nil, err
	}
	ratings, err := v.RatingsOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	all := make([]ExpertView, len(rows))
	for i, r := range rows {
		e, err := r.Expert.domain()
		if err != nil {
			return nil, err
		}
		e.Topics = topics[e.ID]
		all[i] = r.view(e, roster.QualityOf(ratings[e.ID], means, now))
	}
	return all, nil
}

func (r expertViewRow) view(e roster.Expert, q roster.Quality) ExpertView {
	view := ExpertView{
		ID: e.ID, Name: r.Name, Email: r.Email, DisplayName: e.DisplayName, Alias: e.Alias, Bird: e.Bird, Level: e.Level,
		LevelName: e.LevelName(), LevelAt: At(e.LevelAt), Languages: e.Languages, Topics: make([]TopicView, len(e.Topics)), State: e.State,
		Presence: e.Presence, PresenceAt: At(e.PresenceAt), OpenSeats: r.OpenSeats, TakenSeats: r.TakenSeats,
		BoardName: e.BoardName, BrandCustomerID: e.BrandCustomer, CreatedAt: At(e.CreatedAt), Version: e.Version,
	}
	for i, t := range e.Topics {
		view.Topics[i] = TopicView{t.Reason, t.Kind}
	}
	if q.Ratings > 0 {
		view.Quality = &QualityView{Thousandths(q.Mean), q.Ratings}
	}
	return view
}

// PresenceView is what an expert said about the present moment, and what comes
// of it.
type PresenceView struct {
	State       roster.Presence `json:"state" enum:"available,break,away"`
	Since       Time            `json:"since" format:"date-time"`
	OnDuty      bool            `json:"onDuty" doc:"Available while the brand is open and, where it goes by shifts, on one: offers come."`
	OpensAt     *Time           `json:"opensAt,omitempty" format:"date-time" doc:"When the brand opens next, while it is closed."`
	ByShifts    bool            `json:"byShifts" doc:"The brand goes by shifts."`
	OptIn       bool            `json:"optIn" doc:"The brand lets experts work outside shifts."`
	Willing     bool            `json:"willing" doc:"This expert said that they would."`
	ShiftUntil  *Time           `json:"shiftUntil,omitempty" format:"date-time" doc:"When the shift ends that is on now."`
	NextShiftAt *Time           `json:"nextShiftAt,omitempty" format:"date-time" doc:"When the next shift begins."`
	// VanishedAt is told until the expert says something about the present moment.
	VanishedAt *Time `json:"vanishedAt,omitempty" format:"date-time" doc:"The live connection was gone for a minute: since then away, and what waited for an answer went back to the queue."`
}

// Presence shows the presence of an expert.
func (v Views) Presence(ctx context.Context, id domain.ExpertID, now time.Time) (PresenceView, error) {
	var r struct {
		State      roster.State
		Presence   roster.Presence
		PresenceAt Time
		VanishedAt *Time
	}
	found, err := v.maybe(ctx, &r, "SELECT state, presence, presence_at, vanished_at FROM experts WHERE id = ?", id)
	if err != nil || !found {
		return PresenceView{}, orRefused(err, roster.ErrUnknownExpert)
	}
	settings, hours, err := v.Brand(ctx)
	if err != nil {
		return PresenceView{}, err
	}
	zone, err := settings.Zone()
	if err != nil {
		return PresenceView{}, wrapped(err, "time zone of the brand")
	}
	plan, err := floorAt(v.on(ctx), now)
	if err != nil {
		return PresenceView{}, err
	}
	open := hours.Open(zone, now)
	duty := plan.of(id)
	duty.Closed = !open
	view := PresenceView{
		State: r.Presence, Since: r.PresenceAt, VanishedAt: r.VanishedAt, ByShifts: duty.ByShifts, OptIn: duty.OptIn, Willing: duty.Willing,
		OnDuty: roster.Expert{State: r.State, Presence: r.Presence}.OnDuty(duty),
	}
	var shift struct{ Until, Next *Time }
	_, err = v.maybe(ctx, &shift, `SELECT MAX(CASE WHEN starts_at <= ? THEN ends_at END) AS until, MIN(CASE WHEN starts_at > ? THEN starts_at END) AS next
		FROM shifts WHERE expert_id = ? AND ended_at IS NULL AND ends_at > ?`, At(now), At(now), id, At(now))
	if err != nil {
		return PresenceView{}, wrapped(err, "read the shifts of %s", id)
	}
	view.ShiftUntil, view.NextShiftAt = shift.Until, shift.Next
	if next, ok := hours.NextOpening(zone, now); ok && !open {
		view.OpensAt = AtOrNull(next)
	}
	return view, nil
}
