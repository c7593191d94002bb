package storage

import (
	"context"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// OpenQuestionView is a question on the board that experts pick from.
type OpenQuestionView struct {
	ID          domain.ConversationID `json:"id"`
	Question    string                `json:"question"`
	Language    domain.Language       `json:"language"`
	ProductID   domain.ProductID      `json:"productId,omitempty"`
	ProductName string                `json:"productName,omitempty"`
	ReasonID    domain.ReasonID       `json:"reasonId,omitempty"`
	ReasonName  string                `json:"reasonName,omitempty"`
	Difficulty  int                   `json:"difficulty" minimum:"1" maximum:"3"`
	Customer    OfferCustomerView     `json:"customer"`
	AskedAt     Time                  `json:"askedAt" format:"date-time"`
	LeftAt      Time                  `json:"leftAt" format:"date-time"`
	AnswerBy    Time                  `json:"answerBy" format:"date-time" doc:"What was promised."`
	Overdue     bool                  `json:"overdue"`
	Offered     bool                  `json:"offered" doc:"An expert is being asked just now."`
	Hindrance   desk.Hindrance        `json:"hindrance,omitempty" enum:"language,topic,level,wish,gave,conflict" doc:"Why this expert may not pick it."`
}

// OpenQuestionsView is the board.
type OpenQuestionsView struct {
	Items     []OpenQuestionView `json:"items" nullable:"false" doc:"What is overdue first, then what is promised soonest."`
	Total     int                `json:"total" doc:"Also those beyond the list."`
	Overdue   int                `json:"overdue"`
	ServerNow Time               `json:"serverNow" format:"date-time" doc:"For clocks that do not trust the machine's."`
}

// boardSize is how many open questions the board shows.
const boardSize = 100

type openQuestionRow struct {
	Line        inLineRow `gorm:"embedded"`
	Question    string
	ProductID   *domain.ProductID
	ProductName string
	ReasonID    *domain.ReasonID
	ParentID    *domain.ReasonID
	ReasonName  *string
	ReasonNames *string
	Difficulty  int
	Name        string
	Earlier     int
	OpenedAt    Time
}

// OpenQuestions is the board as an expert or the staff see it. Names of reasons
// are in the given language where there is one.
func (v Views) OpenQuestions(ctx context.Context, by domain.Actor, l domain.Language, now time.Time) (OpenQuestionsView, error) {
	board := OpenQuestionsView{Items: []OpenQuestionView{}, ServerNow: At(now)}
	var rows []struct {
		Row openQuestionRow `gorm:"embedded"`
	}
	err := v.all(ctx, &rows, `SELECT c.id, c.episode, c.customer_id, c.status, c.desk, c.language, c.class, c.queued_at, c.entered_at,
		c.queued_why, c.left_class, c.left_at, c.answer_by, c.question, c.product_id, COALESCE(p.name, '') AS product_name, c.reason_id,
		r.parent_id, r.name AS reason_name, r.translations AS reason_names, COALESCE(r.difficulty, 0) AS difficulty, u.name,
		(SELECT COUNT(*) FROM conversations b WHERE b.customer_id = c.customer_id AND b.id < c.id) AS earlier, e.opened_at
		FROM conversations c JOIN customers u ON u.id = c.customer_id
		JOIN episodes e ON e.conversation_id = c.id AND e.episode = c.episode
		LEFT JOIN products p ON p.id = c.product_id LEFT JOIN contact_reasons r ON r.id = c.reason_id
		WHERE c.answer_by IS NOT NULL AND c.status IN ('queued', 'offered') ORDER BY c.answer_by, c.id LIMIT ?`, boardSize)
	if err != nil {
		return board, wrapped(err, "list open questions")
	}
	var counts struct{ Total, Overdue int }
	_, err = v.maybe(ctx, &counts, `SELECT COUNT(*) AS total, COALESCE(SUM(CASE WHEN answer_by < ? THEN 1 ELSE 0 END), 0) AS overdue
		FROM conversations WHERE answer_by IS NOT NULL AND status IN ('queued', 'offered')`, At(now))
	if err != nil {
		return board, wrapped(err, "count open questions")
	}
	board.Total, board.Overdue = counts.Total, counts.Overdue
	queue := make([]desk.InQueue, len(rows))
	for i, r := range rows {
		view, err := r.Row.view(l, now)
		if err != nil {
			return board, err
		}
		board.Items = append(board.Items, view)
		queue[i] = r.Row.inQueue()
	}
	if by.Role != domain.RoleExpert || len(rows) == 0 {
		return board, nil
	}
	return board, v.hindrances(ctx, by.Expert(), queue, board.Items)
}

func (r openQuestionRow) view(l domain.Language, now time.Time) (OpenQuestionView, error) {
	reason, err := reasonName(r.ReasonName, r.ReasonNames, l)
	q := OpenQuestionView{
		ID: r.Line.ID, Question: r.Question, Language: r.Line.Language, ProductID: orEmpty(r.ProductID), ProductName: r.ProductName,
		ReasonID: orEmpty(r.ReasonID), ReasonName: reason, Difficulty: r.Difficulty, Customer: OfferCustomerView{r.Name, r.Earlier > 0, r.Earlier},
		AskedAt: r.OpenedAt, LeftAt: orZero(r.Line.LeftAt), AnswerBy: orZero(r.Line.AnswerBy), Offered: r.Line.Status == desk.Offered,
	}
	if q.Difficulty == 0 {
		q.Difficulty = desk.Normal
	}
	q.Overdue = now.After(q.AnswerBy.Time)
	return q, err
}

func (r openQuestionRow) inQueue() desk.InQueue {
	return desk.InQueue{
		Place: desk.Place{Class: r.Line.Class, QueuedAt: r.Line.QueuedAt.Time, ID: r.Line.ID}, Episode: r.Line.Episode, Customer: r.Line.CustomerID,
		Language: r.Line.Language, Reason: orEmpty(r.ReasonID), Parent: orEmpty(r.ParentID), Difficulty: r.Difficulty,
	}
}

// hindrances notes what keeps an expert from picking each question.
func (v Views) hindrances(ctx context.Context, id domain.ExpertID, queue []desk.InQueue, items []OpenQuestionView) error {
	var r struct {
		Expert expertRow `gorm:"embedded"`
	}
	found, err := v.maybe(ctx, &r, "SELECT "+expertColumns+" FROM experts WHERE id = ?", id)
	if err != nil || !found {
		return wrapped(err, "read expert %s", id)
	}
	e, err := r.Expert.domain()
	if err != nil {
		return err
	}
	topics, err := topicsOf(v.on(ctx), []domain.ExpertID{id})
	if err != nil {
		return err
	}
	e.Topics = topics[id]
	for _, note := range []func(context.Context, []desk.InQueue) error{v.givers, v.links, v.wishes} {
		if err := note(ctx, queue); err != nil {
			return err
		}
	}
	for i := range queue {
		items[i].Hindrance = desk.Hinders(queue[i], e)
	}
	return nil
}

// WaitCheckView is one wait as it was told and as it was.
type WaitCheckView struct {
	AskedAt Time `json:"askedAt" format:"date-time"`
	Place   int  `json:"place"`
	From    int  `json:"from" doc:"Seconds."`
	To      int  `json:"to" doc:"Seconds."`
	Real    int  `json:"real" doc:"Seconds."`
	Inside  bool `json:"inside"`
}

// WaitChecksView is how honest waits and promises were.
type WaitChecksView struct {
	Checked     int             `json:"checked" doc:"Of the last waits, at most 100."`
	Inside      int             `json:"inside" doc:"Those that ended inside the range that was told first."`
	MedianError int             `json:"medianError" doc:"Seconds between the real wait and the middle of its range; half are nearer."`
	Items       []WaitCheckView `json:"items" nullable:"false" doc:"The newest first."`
	Promises    PromisesView    `json:"promises"`
}

// PromisesView is what became of open questions in the last seven days.
type PromisesView struct {
	Open    int `json:"open" doc:"Still to be answered."`
	Overdue int `json:"overdue" doc:"Of those, too late already."`
	Kept    int `json:"kept"`
	Broken  int `json:"broken" doc:"Answered too late, or not yet."`
}

const lastChecks = 100

// WaitChecks compares waits with what was told: the last hundred that ended.
func (v Views) WaitChecks(ctx context.Context, now time.Time) (WaitChecksView, error) {
	view := WaitChecksView{Items: []WaitCheckView{}}
	var rows []struct {
		AskedAt, AcceptedAt Time
		Place, FromS, ToS   int
	}
	err := v.all(ctx, &rows, `SELECT asked_at, accepted_at, place, from_s, to_s FROM wait_checks w WHERE accepted_at IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM promises p WHERE p.conversation_id = w.conversation_id AND p.episode = w.episode)
		ORDER BY asked_at DESC, conversation_id DESC LIMIT ?`, lastChecks)
	if err != nil {
		return view, wrapped(err, "check waits")
	}
	errors := make([]int, len(rows))
	for i, r := range rows {
		c := WaitCheckView{AskedAt: r.AskedAt, Place: r.Place, From: r.FromS, To: r.ToS, Real: int(r.AcceptedAt.Sub(r.AskedAt.Time).Seconds())}
		c.Inside = c.Real >= c.From && c.Real <= c.To
		if c.Inside {
			view.Inside++
		}
		errors[i] = max(c.Real-(c.From+c.To)/2, (c.From+c.To)/2-c.Real)
		view.Items = append(view.Items, c)
	}
	view.Checked = len(rows)
	if slices.Sort(errors); len(errors) > 0 {
		view.MedianError = errors[len(errors)/2]
	}
	_, err = v.maybe(ctx, &view.Promises, `SELECT
		COALESCE(SUM(CASE WHEN c.answer_by IS NOT NULL AND c.status IN ('queued', 'offered') THEN 1 ELSE 0 END), 0) AS open,
		COALESCE(SUM(CASE WHEN c.answer_by < ? AND c.status IN ('queued', 'offered') THEN 1 ELSE 0 END), 0) AS overdue,
		COALESCE(SUM(CASE WHEN p.answered_at <= p.answer_by THEN 1 ELSE 0 END), 0) AS kept,
		COALESCE(SUM(CASE WHEN p.withdrawn_at IS NULL AND p.answer_by < COALESCE(p.answered_at, e.closed_at, ?) THEN 1 ELSE 0 END), 0) AS broken
		FROM promises p JOIN conversations c ON c.id = p.conversation_id
		JOIN episodes e ON e.conversation_id = p.conversation_id AND e.episode = p.episode
		WHERE p.answer_by >= ? OR (c.answer_by IS NOT NULL AND c.status IN ('queued', 'offered'))`, At(now), At(now), At(now.AddDate(0, 0, -7)))
	return view, wrapped(err, "count promises")
}
