package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

// WaitRangeView is an honest wait.
type WaitRangeView struct {
	From int `json:"from" minimum:"0" doc:"Seconds."`
	To   int `json:"to" minimum:"0" doc:"Seconds; nine in ten are meant to be inside."`
}

// MeasuredView is what a wait was computed from.
type MeasuredView struct {
	Seats    int        `json:"seats" doc:"Open seats of the experts on duty who speak the language."`
	Experts  int        `json:"experts"`
	Finished int        `json:"finished" doc:"Conversations that left a seat in these minutes."`
	Minutes  int        `json:"minutes"`
	Basis    desk.Basis `json:"basis" enum:"recent,week,default" doc:"The last minutes, the same hour of the last seven days, or an assumption: nothing was measured yet."`
}

// QueueView is a place in the queue, and what can be done about it.
type QueueView struct {
	Place     int            `json:"place" minimum:"1" doc:"Of an open question: where it would come back to."`
	Ahead     int            `json:"ahead" minimum:"0" doc:"How many are served before."`
	Why       string         `json:"why,omitempty" enum:"silent,back,complaint,handed_over,vanished,verified,returned,promised,other" doc:"What brought the last one before who has not waited longer. A place never rises without it."`
	Wait      *WaitRangeView `json:"wait,omitempty" doc:"Absent when nobody is on duty."`
	Measured  *MeasuredView  `json:"measured,omitempty"`
	Since     Time           `json:"since" format:"date-time"`
	CanLeave  bool           `json:"canLeave"`
	CanAsk    bool           `json:"canAskStaff" doc:"The brand's team can be asked instead."`
	Promise   *Time          `json:"promise,omitempty" format:"date-time" doc:"When it can be left: what would be promised."`
	LeaveFrom *Time          `json:"leaveFrom,omitempty" format:"date-time" doc:"From then on the question can be left."`
	StaffFrom *Time          `json:"staffFrom,omitempty" format:"date-time" doc:"From then on the brand's team can be asked."`
	OnDuty    bool           `json:"onDuty" doc:"Somebody who speaks the language is."`
	OpensAt   *Time          `json:"opensAt,omitempty" format:"date-time" doc:"While the brand is closed: when it opens."`
	LeftAt    *Time          `json:"leftAt,omitempty" format:"date-time" doc:"It is an open question."`
	AnswerBy  *Time          `json:"answerBy,omitempty" format:"date-time" doc:"The promise for an open question."`
}

// whys are the words of overtaking that customers are told.
var whys = map[string]string{
	"":                 "",
	desk.WhySilent:     "silent",
	desk.WhyBack:       "back",
	desk.WhyComplaint:  "complaint",
	"handed_over":      "handed_over",
	"expert_vanished":  "vanished",
	"vanished":         "vanished",
	desk.WhyVerified:   "verified",
	desk.WhyReturned:   "returned",
	desk.WhyPromised:   "promised",
	desk.WhyAskedStaff: "other",
}

// QueueViewOf is a standing as the API shows it.
func QueueViewOf(s desk.Standing) QueueView {
	q := QueueView{
		Place: s.Place, Ahead: s.Place - 1, Since: At(s.Since), LeaveFrom: AtOrNull(s.LeaveFrom), StaffFrom: AtOrNull(s.StaffFrom),
		OnDuty: s.OnDuty, OpensAt: AtOrNull(s.OpensAt), LeftAt: AtOrNull(s.LeftAt), AnswerBy: AtOrNull(s.AnswerBy),
	}
	q.CanLeave, q.CanAsk, q.Promise = s.MayLeave, s.MayAsk, AtOrNull(s.Promise)
	if s.Why != "" {
		q.Why = whys[s.Why]
		if q.Why == "" {
			q.Why = "other"
		}
	}
	if s.Known {
		q.Wait = &WaitRangeView{int(s.Wait.From.Seconds()), int(s.Wait.To.Seconds())}
		q.Measured = &MeasuredView{s.Seats, s.Experts, s.Finished, int(desk.MeasureWindow.Minutes()), s.Basis}
	}
	return q
}

type inLineRow struct {
	ID         domain.ConversationID
	Episode    int
	CustomerID domain.CustomerID
	Status     desk.Status
	Desk       desk.Answerer
	Language   domain.Language
	Class      desk.Class
	QueuedAt   Time
	EnteredAt  *Time
	QueuedWhy  string
	LeftClass  *desk.Class
	LeftAt     *Time
	AnswerBy   *Time
}

const selectLine = `SELECT id, episode, customer_id, status, desk, language, class, queued_at, entered_at, queued_why, left_class,
	left_at, answer_by FROM conversations WHERE status IN ('queued', 'offered') `

func (r inLineRow) domain() desk.InLine {
	w := desk.InLine{
		Place: desk.Place{Class: r.Class, QueuedAt: r.QueuedAt.Time, ID: r.ID}, Episode: r.Episode, Customer: r.CustomerID, Status: r.Status,
		Desk: r.Desk, Language: r.Language, EnteredAt: r.EnteredAt.OrZero(), QueuedWhy: r.QueuedWhy, LeftClass: orZero(r.LeftClass),
		LeftAt: r.LeftAt.OrZero(), AnswerBy: r.AnswerBy.OrZero(),
	}
	if w.EnteredAt.IsZero() {
		w.EnteredAt = w.QueuedAt
	}
	return w
}

// Line is who waits, in the order of the queue.
func (v Views) Line(ctx context.Context, limit int) ([]desk.InLine, error) {
	var rows []inLineRow
	err := v.all(ctx, &rows, selectLine+"ORDER BY class, queued_at, id LIMIT ?", limit)
	line := make([]desk.InLine, len(rows))
	for i, r := range rows {
		line[i] = r.domain()
	}
	return line, wrapped(err, "read the line")
}

// Duty reads what the desk can do at a moment: whether the brand is open, who is
// on duty with how many seats, and how fast seats came free lately.
func (v Views) Duty(ctx context.Context, now time.Time) (d desk.Duty, err error) {
	settings, hours, err := v.Brand(ctx)
	if err != nil {
		return d, err
	}
	zone, err := settings.Zone()
	if err != nil {
		return d, wrapped(err, "read the brand's time zone")
	}
	plan, err := staffed(v.on(ctx))
	if err != nil {
		return d, err
	}
	answering := desk.Answering{Hours: hours, Zone: zone, Within: time.Duration(settings.AnswerHours) * time.Hour, Staffed: plan}
	if len(plan) > 0 {
		if d.Coming, err = v.coming(ctx, now); err != nil {
			return d, err
		}
	}
	d.Now = now
	if at, ever := answering.Promise(now); ever {
		d.Promise = at
	}
	if d.Open = hours.Open(zone, now); !d.Open {
		d.OpensAt, _ = hours.NextOpening(zone, now)
		return d, nil // nobody is on duty
	}
	if d.Shifts, err = v.present(ctx, now); err != nil {
		return d, err
	}
	if d.Recent, err = v.pace(ctx, now.Add(-desk.MeasureWindow), now, now); err != nil || d.Recent.Finished >= desk.EnoughFinished {
		return d, err
	}
	for day := 1; day <= 7; day++ {
		at := now.AddDate(0, 0, -day)
		p, err := v.pace(ctx, at.Add(-desk.MeasureWindow), at.Add(desk.MeasureWindow), now)
		if err != nil {
			return d, err
		}
		d.Week.Finished, d.Week.Taken = d.Week.Finished+p.Finished, d.Week.Taken+p.Taken
	}
	return d, nil
}

// coming are the shifts to come with the languages of their experts.
func (v Views) coming(ctx context.Context, now time.Time) ([]desk.Coming, error) {
	var rows []struct {
		StartsAt  Time
		Languages string
	}
	err := v.all(ctx, &rows, `SELECT h.starts_at, e.languages FROM shifts h JOIN experts e ON e.id = h.expert_id AND e.state = 'active'
		WHERE h.ended_at IS NULL AND h.starts_at > ? ORDER BY h.starts_at, h.id LIMIT 500`, At(now))
	all := make([]desk.Coming, len(rows))
	for i, r := range rows {
		all[i].At = r.StartsAt.Time
		if err == nil {
			err = fromJSON("experts.languages", r.Languages, &all[i].Languages)
		}
	}
	return all, wrapped(err, "read who comes next")
}

// present are the experts who are on duty while the brand is open, with their seats.
func (v Views) present(ctx context.Context, now time.Time) ([]desk.Shift, error) {
	plan, err := floorAt(v.on(ctx), now)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID                   domain.ExpertID
		State                roster.State
		Presence             roster.Presence
		Languages            string
		OpenSeats, FreeSeats int
	}
	err = v.all(ctx, &rows, `SELECT experts.id, state, presence, languages, SUM(CASE WHEN s.open THEN 1 ELSE 0 END) AS open_seats,
		SUM(CASE WHEN s.open AND s.conversation_id IS NULL THEN 1 ELSE 0 END) AS free_seats
		FROM experts JOIN seats s ON s.expert_id = experts.id WHERE `+ready+` GROUP BY experts.id, state, presence, languages`)
	if err != nil {
		return nil, wrapped(err, "read who is on duty")
	}
	all := make([]desk.Shift, 0, len(rows))
	for _, r := range rows {
		if !(roster.Expert{State: r.State, Presence: r.Presence}).OnDuty(plan.of(r.ID)) {
			continue
		}
		s := desk.Shift{Open: r.OpenSeats, Free: r.FreeSeats}
		if err := fromJSON("experts.languages", r.Languages, &s.Languages); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// longestSeat bounds how far behind a time a seat is looked for that was taken then.
const longestSeat = 4 * time.Hour

// pace measures what experts' seats did in a time. A conversation that went to
// the front again did not leave for good; the time of its seat counts.
func (v Views) pace(ctx context.Context, from, to, now time.Time) (desk.Pace, error) {
	var r struct{ Finished, Taken int64 }
	_, err := v.maybe(ctx, &r, `SELECT
		COALESCE(SUM(CASE WHEN ended_at > ? AND ended_at <= ? AND end_reason IN ('closed', 'released', 'escalated') THEN 1 ELSE 0 END), 0) AS finished,
		COALESCE(SUM(CASE WHEN COALESCE(ended_at, ?) > ? THEN ? ELSE COALESCE(ended_at, ?) END
			- CASE WHEN started_at < ? THEN ? ELSE started_at END), 0) AS taken
		FROM (SELECT started_at, ended_at, end_reason FROM assignments
				WHERE expert_id IS NOT NULL AND ended_at > ? AND ended_at <= ? AND started_at < ?
			UNION ALL SELECT started_at, ended_at, end_reason FROM assignments
				WHERE expert_id IS NOT NULL AND ended_at IS NULL AND started_at < ?) a`,
		At(from), At(to), At(now), At(to), At(to), At(now), At(from), At(from), At(from), At(to.Add(longestSeat)), At(to), At(to))
	return desk.Pace{Finished: int(r.Finished), Taken: time.Duration(r.Taken) * time.Millisecond}, wrapped(err, "measure the pace")
}

// queuePlace is where a waiting conversation is. Without a clock only the place is known.
func (v Views) queuePlace(ctx context.Context, id domain.ConversationID) (*QueueView, error) {
	var r inLineRow
	found, err := v.maybe(ctx, &r, selectLine+"AND id = ?", id)
	if err != nil || !found {
		return nil, wrapped(err, "find the place of %s", id) // somebody accepted just now
	}
	w := r.domain()
	class := w.Class
	if class == desk.ClassOpen {
		class = w.LeftClass
	}
	var ahead []struct {
		Language domain.Language
		N        int
	}
	const before = `FROM conversations WHERE status IN ('queued', 'offered') AND desk = ? AND class < 3 AND (class, queued_at, id) < (?, ?, ?)`
	if err := v.all(ctx, &ahead, "SELECT language, COUNT(*) AS n "+before+" GROUP BY language", r.Desk, class, r.QueuedAt, id); err != nil {
		return nil, wrapped(err, "find the place of %s", id)
	}
	counts := map[domain.Language]int{}
	for _, a := range ahead {
		counts[a.Language] = a.N
	}
	why := ""
	if w.Class != desk.ClassOpen && len(ahead) > 0 {
		_, err = v.maybe(ctx, &why, "SELECT queued_why "+before+" AND COALESCE(entered_at, queued_at) > ? ORDER BY entered_at DESC LIMIT 1",
			r.Desk, class, r.QueuedAt, id, At(w.EnteredAt))
		if err != nil {
			return nil, wrapped(err, "find who went before %s", id)
		}
	}
	var duty desk.Duty
	if v.now != nil {
		if duty, err = v.Duty(ctx, v.now()); err != nil {
			return nil, err
		}
	}
	view := QueueViewOf(duty.Stand(w, counts, why))
	return &view, nil
}
