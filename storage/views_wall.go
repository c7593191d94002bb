package storage

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

// What the live wall shows at most; a brand with more looks at the lists.
const (
	wallQueue   = 200
	wallHeld    = 1000
	wallExperts = 300
	wallWaits   = 2000 // of the last day
)

// WallSubject is what a conversation is about, for people who look from afar.
type WallSubject struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	Question       string                `json:"question"`
	ProductName    string                `json:"productName,omitempty"`
	ReasonName     string                `json:"reasonName,omitempty"`
	CustomerName   string                `json:"customerName"`
	Verified       bool                  `json:"verified"`
}

// WallWaiting is a conversation that waits for an expert or for the staff.
type WallWaiting struct {
	WallSubject
	Desk      desk.Answerer `json:"desk" enum:"experts,staff"`
	Class     desk.Class    `json:"class" minimum:"0" maximum:"3" doc:"0 front, 1 complaint or returning unsolved, 2 all others, 3 open questions."`
	Since     Time          `json:"since" format:"date-time"`
	OfferedTo string        `json:"offeredTo,omitempty" doc:"The expert who is asked now."`
	ExpiresAt *Time         `json:"expiresAt,omitempty" format:"date-time" doc:"Of that offer."`
	AnswerBy  *Time         `json:"answerBy,omitempty" format:"date-time" doc:"An open question: what was promised."`
}

// WallHeld is a conversation that somebody holds.
type WallHeld struct {
	WallSubject
	Status   desk.Status `json:"status" enum:"assigned,waiting" doc:"assigned: the expert writes; waiting: the customer's turn."`
	Since    Time        `json:"since" format:"date-time" doc:"When somebody last wrote or took it."`
	Silent   bool        `json:"silent" doc:"The expert was reminded, and the customer still waits."`
	DueAt    *Time       `json:"dueAt,omitempty" format:"date-time" doc:"When it goes back to the queue, or its seat is freed."`
	Watchers int         `json:"watchers" doc:"Who looks at it now."`
	Staff    string      `json:"staff,omitempty" doc:"The manager who holds it."`
}

// WallSeat is one place of an expert.
type WallSeat struct {
	SeatNo int       `json:"seatNo" minimum:"1" maximum:"3"`
	Open   bool      `json:"open"`
	Held   *WallHeld `json:"held,omitempty"`
}

// WallExpert is an expert who is there, or who still holds something.
type WallExpert struct {
	ID          domain.ExpertID `json:"id"`
	DisplayName string          `json:"displayName"`
	Alias       string          `json:"alias"`
	Bird        int             `json:"bird"`
	Level       roster.Level    `json:"level"`
	Presence    roster.Presence `json:"presence" enum:"available,break,away"`
	PresenceAt  Time            `json:"presenceAt" format:"date-time"`
	Offer       *WallOffer      `json:"offer,omitempty"`
	Seats       []WallSeat      `json:"seats" nullable:"false"`
}

// WallOffer is what an expert is asked now.
type WallOffer struct {
	SeatNo    int    `json:"seatNo"`
	Question  string `json:"question"`
	ExpiresAt Time   `json:"expiresAt" format:"date-time"`
}

// WallSpread is a median beside the tenth that had it worst, in seconds.
type WallSpread struct {
	Median int `json:"median"`
	P90    int `json:"p90"`
	Of     int `json:"of" doc:"How many it rests on."`
}

// WallWaits is how long customers waited who asked in five minutes of the last
// two hours.
type WallWaits struct {
	From   Time `json:"from" format:"date-time"`
	Median int  `json:"median" doc:"Seconds."`
	Of     int  `json:"of"`
}

// WallView is the floor as it is now.
type WallView struct {
	At         Time          `json:"at" format:"date-time"`
	Waiting    []WallWaiting `json:"waiting" nullable:"false" doc:"In the order of the queue; open questions last."`
	Experts    []WallExpert  `json:"experts" nullable:"false"`
	Staff      []WallHeld    `json:"staff" nullable:"false" doc:"What the staff hold."`
	FirstReply *WallSpread   `json:"firstReply,omitempty" doc:"From the question to the first answer, of the last day."`
	Waits      []WallWaits   `json:"waits" nullable:"false" doc:"The last two hours in twenty-four parts."`
	Left       int           `json:"left" doc:"Who left before an answer in the last two hours."`
	Stayed     int           `json:"stayed"`
}

// Wall shows the floor to staff: who waits, which seats are taken and by what,
// who is silent.
func (v Views) Wall(ctx context.Context, l domain.Language, now time.Time) (w WallView, err error) {
	w.At = At(now)
	if w.Waiting, err = v.wallWaiting(ctx, l); err != nil {
		return w, err
	}
	held, err := v.wallHeld(ctx, l, now)
	if err != nil {
		return w, err
	}
	w.Staff = []WallHeld{}
	for _, h := range held {
		if h.staff() {
			w.Staff = append(w.Staff, h.WallHeld)
		}
	}
	if w.Experts, err = v.wallExperts(ctx, held); err != nil {
		return w, err
	}
	return w, v.wallWaits(ctx, &w, now)
}

// subjectColumns are what a conversation is about; see subjectRow.
const subjectColumns = `c.id, c.question, COALESCE(p.name, '') AS product_name, r.name AS reason_name, r.translations AS reason_names,
	u.name AS customer_name, u.verified_at IS NOT NULL AS verified`

const subjectJoins = ` JOIN customers u ON u.id = c.customer_id LEFT JOIN products p ON p.id = c.product_id
	LEFT JOIN contact_reasons r ON r.id = c.reason_id `

type subjectRow struct {
	ID           domain.ConversationID
	Question     string
	ProductName  string
	ReasonName   *string
	ReasonNames  *string
	CustomerName string
	Verified     bool
}

func (r subjectRow) subject(l domain.Language) (WallSubject, error) {
	reason, err := reasonName(r.ReasonName, r.ReasonNames, l)
	return WallSubject{r.ID, r.Question, r.ProductName, reason, r.CustomerName, r.Verified}, err
}

func (v Views) wallWaiting(ctx context.Context, l domain.Language) ([]WallWaiting, error) {
	var rows []struct {
		Subject   subjectRow `gorm:"embedded"`
		Desk      desk.Answerer
		Class     desk.Class
		Since     Time
		OfferedTo *string
		ExpiresAt *Time
		AnswerBy  *Time
	}
	err := v.all(ctx, &rows, "SELECT "+subjectColumns+`, c.desk, c.class, COALESCE(c.entered_at, c.queued_at) AS since,
		x.display_name AS offered_to, o.expires_at, c.answer_by FROM conversations c`+subjectJoins+`
		LEFT JOIN offers o ON o.conversation_id = c.id AND o.state = 'open' LEFT JOIN experts x ON x.id = o.expert_id
		WHERE c.status IN ('queued', 'offered') ORDER BY c.class, c.queued_at, c.id LIMIT ?`, wallQueue)
	if err != nil {
		return nil, wrapped(err, "show who waits")
	}
	all := make([]WallWaiting, len(rows))
	for i, r := range rows {
		subject, err := r.Subject.subject(l)
		if err != nil {
			return nil, err
		}
		all[i] = WallWaiting{subject, r.Desk, r.Class, r.Since, orEmpty(r.OfferedTo), r.ExpiresAt, r.AnswerBy}
	}
	return all, nil
}

// heldOnSeat is what somebody holds, and where.
type heldOnSeat struct {
	WallHeld
	expert domain.ExpertID
	seatNo int
}

func (h heldOnSeat) staff() bool { return h.expert == "" }

func (v Views) wallHeld(ctx context.Context, l domain.Language, now time.Time) ([]heldOnSeat, error) {
	var rows []struct {
		Subject   subjectRow `gorm:"embedded"`
		Status    desk.Status
		ExpertID  *domain.ExpertID
		StaffName *string
		SeatNo    int
		Due       *roster.Due
		DueAt     *Time
		Since     Time
		Watchers  int
	}
	err := v.all(ctx, &rows, "SELECT "+subjectColumns+`, c.status, c.expert_id, m.name AS staff_name, COALESCE(s.seat_no, 0) AS seat_no, s.due, s.due_at, t.at AS since,
		(SELECT COUNT(*) FROM watchers w WHERE w.conversation_id = c.id AND w.seen_at > ?) AS watchers
		FROM conversations c`+subjectJoins+`
		JOIN timeline_entries t ON t.conversation_id = c.id AND t.seq = c.content_seq
		LEFT JOIN seats s ON s.conversation_id = c.id LEFT JOIN people m ON m.id = c.staff_id
		WHERE c.expert_id IS NOT NULL OR c.staff_id IS NOT NULL ORDER BY c.id LIMIT ?`, At(now.Add(-desk.WatchFor)), wallHeld)
	if err != nil {
		return nil, wrapped(err, "show what is held")
	}
	all := make([]heldOnSeat, len(rows))
	for i, r := range rows {
		subject, err := r.Subject.subject(l)
		if err != nil {
			return nil, err
		}
		all[i] = heldOnSeat{
			WallHeld{subject, r.Status, r.Since, orEmpty(r.Due) == roster.DueReoffer, r.DueAt, r.Watchers, orEmpty(r.StaffName)},
			orEmpty(r.ExpertID), r.SeatNo,
		}
	}
	return all, nil
}

func (v Views) wallExperts(ctx context.Context, held []heldOnSeat) ([]WallExpert, error) {
	var rows []struct {
		ID          domain.ExpertID
		DisplayName string
		Alias       string
		Bird        int
		Level       roster.Level
		Presence    roster.Presence
		PresenceAt  Time
		SeatNo      int
		Open        bool
		OfferSeat   *int
		Question    *string
		ExpiresAt   *Time
	}
	err := v.all(ctx, &rows, `SELECT x.id, x.display_name, x.alias, x.bird, x.level, x.presence, x.presence_at, s.seat_no, s.open,
		o.seat_no AS offer_seat, c.question, o.expires_at
		FROM experts x JOIN seats s ON s.expert_id = x.id
		LEFT JOIN offers o ON o.expert_id = x.id AND o.state = 'open' LEFT JOIN conversations c ON c.id = o.conversation_id
		WHERE x.state = 'active' AND (x.presence <> 'away' OR EXISTS (SELECT 1 FROM seats h WHERE h.expert_id = x.id AND h.conversation_id IS NOT NULL))
		ORDER BY x.level DESC, x.display_name, x.id, s.seat_no LIMIT ?`, wallExperts)
	if err != nil {
		return nil, wrapped(err, "show the seats")
	}
	all := []WallExpert{}
	for _, r := range rows {
		if n := len(all); n == 0 || all[n-1].ID != r.ID {
			e := WallExpert{
				ID: r.ID, DisplayName: r.DisplayName, Alias: r.Alias, Bird: r.Bird, Level: r.Level,
				Presence: r.Presence, PresenceAt: r.PresenceAt, Seats: []WallSeat{},
			}
			if r.OfferSeat != nil {
				e.Offer = &WallOffer{*r.OfferSeat, *r.Question, *r.ExpiresAt}
			}
			all = append(all, e)
		}
		seat := WallSeat{SeatNo: r.SeatNo, Open: r.Open}
		for i := range held {
			if held[i].expert == r.ID && held[i].seatNo == r.SeatNo {
				seat.Held = &held[i].WallHeld
			}
		}
		e := &all[len(all)-1]
		e.Seats = append(e.Seats, seat)
	}
	return all, nil
}

const (
	wallPart  = 5 * time.Minute
	wallParts = 24
)

// wallWaits looks at the questions of the last day: how long each waited.
func (v Views) wallWaits(ctx context.Context, w *WallView, now time.Time) error {
	var rows []struct {
		AskedAt         Time
		AcceptedAt      *Time
		FirstResponseAt *Time
		ClosedAt        *Time
	}
	err := v.all(ctx, &rows, `SELECT k.asked_at, k.accepted_at, e.first_response_at, e.closed_at FROM wait_checks k
		JOIN episodes e ON e.conversation_id = k.conversation_id AND e.episode = k.episode
		WHERE k.asked_at > ? ORDER BY k.asked_at DESC LIMIT ?`, At(now.Add(-24*time.Hour)), wallWaits)
	if err != nil {
		return wrapped(err, "show the waits")
	}
	first := now.Truncate(wallPart).Add(wallPart - wallParts*wallPart)
	parts := map[int][]int{}
	var replies []int
	for _, r := range rows {
		if r.FirstResponseAt != nil {
			replies = append(replies, seconds(r.AskedAt, *r.FirstResponseAt))
		}
		part := int(r.AskedAt.Sub(first) / wallPart)
		switch {
		case r.AskedAt.Before(first) || part >= wallParts:
		case r.AcceptedAt != nil:
			w.Stayed++
			parts[part] = append(parts[part], seconds(r.AskedAt, *r.AcceptedAt))
		case r.ClosedAt != nil:
			w.Left++
		}
	}
	w.Waits = make([]WallWaits, wallParts)
	for i := range w.Waits {
		waits := parts[i]
		w.Waits[i] = WallWaits{From: At(first.Add(time.Duration(i) * wallPart)), Of: len(waits)}
		if len(waits) > 0 {
			w.Waits[i].Median = quantile(waits, 50)
		}
	}
	if len(replies) > 0 {
		w.FirstReply = &WallSpread{quantile(replies, 50), quantile(replies, 90), len(replies)}
	}
	return nil
}

func seconds(from, to Time) int { return max(int(to.Sub(from.Time)/time.Second), 0) }

// quantile is the smallest of values that at least percent of them do not
// exceed. It sorts them.
func quantile(values []int, percent int) int {
	slices.Sort(values)
	return values[max((len(values)*percent+99)/100-1, 0)]
}
