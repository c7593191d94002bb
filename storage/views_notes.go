package storage

import (
	"context"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// ColleagueView is somebody who works here, as colleagues see them: an expert by
// the name that customers see, staff by their own. No alias, so that the board
// keeps its secret; no address.
type ColleagueView struct {
	ID   domain.PersonID `json:"id"`
	Name string          `json:"name"`
	Role domain.Role     `json:"role" enum:"expert,manager"`
}

// NoteView is a note beside a conversation.
type NoteView struct {
	ID       domain.NoteID   `json:"id"`
	At       Time            `json:"at" format:"date-time"`
	Author   ColleagueView   `json:"author"`
	Text     string          `json:"text"`
	Whisper  bool            `json:"whisper" doc:"A manager's word for who holds the conversation; only they and the staff see it."`
	Mentions []ColleagueView `json:"mentions" nullable:"false"`
}

// MentionView is a note that mentions the reader, in a conversation that is not closed.
type MentionView struct {
	NoteID         domain.NoteID         `json:"noteId"`
	ConversationID domain.ConversationID `json:"conversationId"`
	Question       string                `json:"question" doc:"Empty when the customer deleted it."`
	Customer       CustomerView          `json:"customer"`
	Status         desk.Status           `json:"status" enum:"queued,offered,assigned,waiting,closed"`
	By             ColleagueView         `json:"by"`
	Text           string                `json:"text"`
	At             Time                  `json:"at" format:"date-time"`
	Seen           bool                  `json:"seen"`
}

// WatcherView is somebody who looks at a conversation now.
type WatcherView struct {
	ColleagueView
	Since Time `json:"since" format:"date-time"`
}

// colleagueRow is a person as a part of another row.
type colleagueRow struct {
	PersonID   domain.PersonID
	PersonName string
	PersonRole domain.Role
}

const colleagueColumns = `p.id AS person_id, COALESCE(x.display_name, p.name) AS person_name,
	CASE p.role WHEN 'expert' THEN 'expert' ELSE 'manager' END AS person_role`

const fromColleagues = ` JOIN people p ON p.id = `

func (r colleagueRow) view() ColleagueView {
	return ColleagueView{r.PersonID, r.PersonName, r.PersonRole}
}

// colleaguesShown bounds a search.
const colleaguesShown = 10

// Colleagues finds who works here by the beginning of a part of the name, but
// not the actor: the name's beginning first, then by name.
func (v Views) Colleagues(ctx context.Context, by domain.Actor, query string) ([]ColleagueView, error) {
	escape := strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`)
	begins := escape.Replace(strings.ToLower(strings.TrimSpace(query))) + "%"
	var rows []colleagueRow
	err := v.all(ctx, &rows, `SELECT * FROM (SELECT `+colleagueColumns+`, LOWER(COALESCE(x.display_name, p.name)) AS name
		FROM people p LEFT JOIN experts x ON x.id = p.id WHERE `+worksHere+` AND p.id <> ?) found
		WHERE name LIKE ? ESCAPE '\' OR name LIKE ? ESCAPE '\'
		ORDER BY CASE WHEN name LIKE ? ESCAPE '\' THEN 0 ELSE 1 END, name, person_id LIMIT ?`,
		by.ID, begins, "% "+begins, begins, colleaguesShown)
	all := make([]ColleagueView, len(rows))
	for i, r := range rows {
		all[i] = r.view()
	}
	return all, wrapped(err, "find colleagues")
}

// Notes lists the notes of a conversation in their order to the brand's side:
// who may read the conversation, and never its customer. Whispers are for whom
// they are, whose they are and for the staff.
func (v Views) Notes(ctx context.Context, by domain.Actor, id domain.ConversationID, p Page) (List[NoteView], error) {
	if by.Role == domain.RoleCustomer {
		return List[NoteView]{}, desk.ErrUnknownConversation
	}
	if err := v.known(ctx, by, id); err != nil {
		return List[NoteView]{}, err
	}
	after, err := p.after(1)
	if err != nil {
		return List[NoteView]{}, err
	}
	where, args := "n.conversation_id = ?", []any{id}
	if !by.Staff() {
		where, args = where+" AND (n.whisper_to IS NULL OR n.whisper_to = ? OR n.author_id = ?)", append(args, by.ID, by.ID)
	}
	if after != nil {
		where, args = where+" AND n.id > ?", append(args, after[0])
	}
	var rows []struct {
		Colleague colleagueRow `gorm:"embedded"`

		ID      domain.NoteID
		At      Time
		Text    string
		Whisper bool
	}
	err = v.all(ctx, &rows, "SELECT n.id, n.at, n.text, n.whisper_to IS NOT NULL AS whisper, "+colleagueColumns+
		" FROM notes n"+fromColleagues+"n.author_id LEFT JOIN experts x ON x.id = p.id WHERE "+where+" ORDER BY n.id LIMIT ?",
		append(args, p.fetch())...)
	if err != nil {
		return List[NoteView]{}, wrapped(err, "list notes of %s", id)
	}
	notes := make([]NoteView, len(rows))
	for i, r := range rows {
		notes[i] = NoteView{r.ID, r.At, r.Colleague.view(), r.Text, r.Whisper, []ColleagueView{}}
	}
	if err := v.mentioned(ctx, notes); err != nil {
		return List[NoteView]{}, err
	}
	return list(p, notes, func(n NoteView) []string { return []string{string(n.ID)} }), nil
}

// mentioned adds whom notes mention.
func (v Views) mentioned(ctx context.Context, notes []NoteView) error {
	if len(notes) == 0 {
		return nil
	}
	ids, at := make([]domain.NoteID, len(notes)), make(map[domain.NoteID]*NoteView, len(notes))
	for i := range notes {
		ids[i], at[notes[i].ID] = notes[i].ID, &notes[i]
	}
	var rows []struct {
		Colleague colleagueRow `gorm:"embedded"`

		NoteID domain.NoteID
	}
	err := v.all(ctx, &rows, "SELECT m.note_id, "+colleagueColumns+" FROM note_mentions m"+fromColleagues+
		"m.person_id LEFT JOIN experts x ON x.id = p.id WHERE m.note_id IN ? ORDER BY m.note_id, m.person_id", ids)
	for _, r := range rows {
		at[r.NoteID].Mentions = append(at[r.NoteID].Mentions, r.Colleague.view())
	}
	return wrapped(err, "list mentions")
}

// Mentions lists the notes that mention a person, the newest first, for as long
// as the person may read the conversation because of it: until its close.
func (v Views) Mentions(ctx context.Context, who domain.PersonID, p Page) (List[MentionView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[MentionView]{}, err
	}
	where, args := "m.person_id = ? AND c.status <> 'closed'", []any{who}
	if after != nil {
		where, args = where+" AND m.note_id < ?", append(args, after[0])
	}
	var rows []struct {
		Colleague colleagueRow `gorm:"embedded"`

		NoteID         domain.NoteID
		ConversationID domain.ConversationID
		Question       string
		CustomerID     domain.CustomerID
		CustomerName   string
		Verified       bool
		Status         desk.Status
		Text           string
		At             Time
		SeenAt         *Time
	}
	err = v.all(ctx, &rows, `SELECT m.note_id, n.conversation_id, c.question, c.customer_id, u.name AS customer_name, u.brand_customer_id IS NOT NULL AS verified, c.status, n.text, n.at,
		m.seen_at, `+colleagueColumns+` FROM note_mentions m JOIN notes n ON n.id = m.note_id
		JOIN guests g ON g.conversation_id = n.conversation_id AND g.person_id = m.person_id
		JOIN conversations c ON c.id = n.conversation_id JOIN customers u ON u.id = c.customer_id`+fromColleagues+`n.author_id
		LEFT JOIN experts x ON x.id = p.id WHERE `+where+" ORDER BY m.note_id DESC LIMIT ?", append(args, p.fetch())...)
	all := make([]MentionView, len(rows))
	for i, r := range rows {
		all[i] = MentionView{
			r.NoteID, r.ConversationID, r.Question, CustomerView{r.CustomerID, r.CustomerName, r.Verified}, r.Status, r.Colleague.view(), r.Text, r.At, r.SeenAt != nil,
		}
	}
	return list(p, all, func(m MentionView) []string { return []string{string(m.NoteID)} }), wrapped(err, "list mentions")
}

// Watchers lists who looks at a conversation now to those of the brand's side
// who may read it: neither themselves nor who holds it.
func (v Views) Watchers(ctx context.Context, by domain.Actor, id domain.ConversationID, now time.Time) ([]WatcherView, error) {
	if by.Role == domain.RoleCustomer {
		return nil, desk.ErrUnknownConversation
	}
	if err := v.known(ctx, by, id); err != nil {
		return nil, err
	}
	var rows []struct {
		Colleague colleagueRow `gorm:"embedded"`

		Since Time
	}
	err := v.all(ctx, &rows, "SELECT w.since, "+colleagueColumns+` FROM watchers w JOIN conversations c ON c.id = w.conversation_id`+
		fromColleagues+`w.person_id LEFT JOIN experts x ON x.id = p.id
		WHERE w.conversation_id = ? AND w.seen_at > ? AND w.person_id NOT IN (?, COALESCE(c.expert_id, ''), COALESCE(c.staff_id, ''))
		ORDER BY w.since, w.person_id`, id, At(now.Add(-desk.WatchFor)), by.ID)
	all := make([]WatcherView, len(rows))
	for i, r := range rows {
		all[i] = WatcherView{r.Colleague.view(), r.Since}
	}
	return all, wrapped(err, "list who watches %s", id)
}

// Insiders are the persons beside a conversation: its guests and who watches it.
func (v Views) Insiders(ctx context.Context, id domain.ConversationID, now time.Time) (who []string, err error) {
	var all []desk.Insider
	if err := v.all(ctx, &all, selectInsiders, id, id, At(now.Add(-desk.WatchFor))); err != nil {
		return nil, wrapped(err, "find who is beside %s", id)
	}
	for _, i := range all {
		who = append(who, string(i.Person))
	}
	return who, nil
}
