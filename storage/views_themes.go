package storage

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/themes"
)

// ThemeView is what many customers asked in a week, in one channel and language.
type ThemeView struct {
	ID        themes.ThemeID  `json:"id"`
	Channel   string          `json:"channel"`
	Language  domain.Language `json:"language"`
	Name      string          `json:"name" doc:"The sentence that says it best, or what a manager wrote."`
	Week      string          `json:"week" doc:"Its Monday, in the brand's time zone."`
	Questions int             `json:"questions" doc:"Of the week."`
	Share     float64         `json:"share" doc:"Of all that was asked in this channel and week, 0 to 1."`
	Before    *float64        `json:"before,omitempty" doc:"The mean of the four weeks before; absent: nothing was gathered of them."`
	Weeks     []int           `json:"weeks" nullable:"false" doc:"Questions of the eight weeks before and of this one."`
	Examples  []string        `json:"examples" nullable:"false" doc:"How three customers put it."`
	Decision  *ThemeDecision  `json:"decision,omitempty" doc:"What the brand does about it; absent: nothing was decided."`
	Version   int             `json:"version"`
}

// ThemeDecision is what a brand does about a theme, and what came of it.
type ThemeDecision struct {
	Choice themes.Choice `json:"choice" enum:"inform,change,accept"`
	Owner  PersonRef     `json:"owner" doc:"Who sees to it."`
	DueOn  string        `json:"dueOn" doc:"2026-12-31 in the brand's time zone."`
	Due    bool          `json:"due" doc:"The day has come."`
	Note   string        `json:"note,omitempty"`
	By     PersonRef     `json:"by"`
	At     Time          `json:"at"`
	Before *float64      `json:"before,omitempty" doc:"Questions a week in up to eight whole weeks before the decision's week; absent: none was gathered."`
	After  *float64      `json:"after,omitempty" doc:"The same of the whole weeks after it."`
}

// ThemesFor says which themes are listed.
type ThemesFor struct {
	Week    string // a Monday
	Channel string // empty: of every channel
	Today   string
	Most    int // of each channel
}

type themeCount struct {
	ThemeID   themes.ThemeID
	Week      string
	Questions int
}

// TopThemes are what was asked most in a week, by channel, the most asked first.
func (v Views) TopThemes(ctx context.Context, f ThemesFor) ([]ThemeView, error) {
	monday, err := time.Parse(time.DateOnly, f.Week)
	if err != nil {
		return nil, wrapped(err, "week %s", f.Week)
	}
	var rows []struct {
		Row                    themeRow `gorm:"embedded"`
		Questions, Place       int
		OwnerName, DeciderName *string
	}
	if err := v.all(ctx, &rows, `SELECT t.*, n.questions, n.place, o.name AS owner_name, d.name AS decider_name FROM (
			SELECT q.theme_id, COUNT(*) AS questions, ROW_NUMBER() OVER (PARTITION BY t.channel ORDER BY COUNT(*) DESC, q.theme_id) AS place
			FROM theme_questions q JOIN themes t ON t.id = q.theme_id WHERE q.week = ? AND (? = '' OR t.channel = ?) GROUP BY q.theme_id, t.channel) AS n
		JOIN themes t ON t.id = n.theme_id LEFT JOIN people o ON o.id = t.owner_id LEFT JOIN people d ON d.id = t.decided_by
		WHERE n.place <= ? ORDER BY t.channel, n.place`, f.Week, f.Channel, f.Channel, f.Most); err != nil {
		return nil, wrapped(err, "list themes")
	}
	ids := make([]themes.ThemeID, len(rows))
	for i, r := range rows {
		ids[i] = r.Row.ID
	}
	known, err := v.themeHistory(ctx, ids, monday)
	if err != nil {
		return nil, err
	}
	examples, err := v.themeExamples(ctx, ids, f.Week)
	if err != nil {
		return nil, err
	}
	all := make([]ThemeView, len(rows))
	for i, r := range rows {
		t := ThemeView{
			ID: r.Row.ID, Channel: r.Row.Channel, Language: r.Row.Language, Name: r.Row.Name, Week: f.Week, Questions: r.Questions,
			Weeks: known.weeks(r.Row.ID, monday), Examples: append([]string{}, examples[r.Row.ID]...), Version: r.Row.Version,
		}
		if asked := known.asked[r.Row.Channel]; asked > 0 {
			t.Share = float64(r.Questions) / float64(asked)
		}
		t.Before = known.mean(r.Row.ID, r.Row.medium(), monday.AddDate(0, 0, -7*4), monday)
		if r.Row.Choice != nil {
			at := themes.Monday(r.Row.DecidedAt.In(known.zone))
			week := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, time.UTC)
			t.Decision = &ThemeDecision{
				Choice: *r.Row.Choice, Owner: PersonRef{orEmpty(r.Row.OwnerID), deref(r.OwnerName)}, DueOn: deref(r.Row.DueOn),
				Due: deref(r.Row.DueOn) <= f.Today, Note: r.Row.Note, By: PersonRef{orEmpty(r.Row.DecidedBy), deref(r.DeciderName)}, At: *r.Row.DecidedAt,
				Before: known.mean(r.Row.ID, r.Row.medium(), week.AddDate(0, 0, -7*themes.Weeks), week),
				After:  known.mean(r.Row.ID, r.Row.medium(), week.AddDate(0, 0, 7), known.running),
			}
		}
		all[i] = t
	}
	return all, nil
}

func (r themeRow) medium() themes.Medium {
	return themes.Medium{Channel: r.Channel, Language: r.Language}
}

// pastOfThemes is how often themes were asked, and which weeks of their media were
// gathered.
type pastOfThemes struct {
	counts   map[themes.ThemeID]map[string]int
	gathered map[themes.Medium]map[string]bool
	asked    map[string]int // by channel, in the week that is looked at
	running  time.Time      // the Monday of the week that is not over
	zone     *time.Location
}

// keptWeeks is how many weeks a decision is followed.
const keptWeeks = 60

func (v Views) themeHistory(ctx context.Context, ids []themes.ThemeID, monday time.Time) (pastOfThemes, error) {
	h := pastOfThemes{counts: map[themes.ThemeID]map[string]int{}, gathered: map[themes.Medium]map[string]bool{}, asked: map[string]int{}}
	var err error
	if h.zone, err = v.zone(ctx); err != nil {
		return h, err
	}
	since := monday.AddDate(0, 0, -7*keptWeeks).Format(time.DateOnly)
	var counts []themeCount
	if err := v.all(ctx, &counts, `SELECT theme_id, week, COUNT(*) AS questions FROM theme_questions WHERE theme_id IN ? AND week >= ?
		GROUP BY theme_id, week`, append(slices.Clone(ids), ""), since); err != nil {
		return h, wrapped(err, "count the weeks of themes")
	}
	for _, c := range counts {
		if h.counts[c.ThemeID] == nil {
			h.counts[c.ThemeID] = map[string]int{}
		}
		h.counts[c.ThemeID][c.Week] = c.Questions
	}
	var weeks []struct {
		Channel   string
		Language  domain.Language
		Week      string
		Questions int
	}
	if err := v.all(ctx, &weeks, "SELECT channel, language, week, questions FROM theme_weeks WHERE week >= ?", since); err != nil {
		return h, wrapped(err, "list gathered weeks")
	}
	week := monday.Format(time.DateOnly)
	newest := ""
	for _, w := range weeks {
		m := themes.Medium{Channel: w.Channel, Language: w.Language}
		if h.gathered[m] == nil {
			h.gathered[m] = map[string]bool{}
		}
		h.gathered[m][w.Week] = true
		if w.Week == week {
			h.asked[w.Channel] += w.Questions
		}
		newest = max(newest, w.Week)
	}
	h.running, err = time.Parse(time.DateOnly, max(newest, week))
	return h, wrapped(err, "week %s", newest)
}

// mean is how often a theme was asked a week in the gathered weeks from one Monday
// up to another; nil: none was gathered.
func (h pastOfThemes) mean(id themes.ThemeID, m themes.Medium, from, until time.Time) *float64 {
	weeks, questions := 0, 0
	for week := range h.gathered[m] {
		if week >= from.Format(time.DateOnly) && week < until.Format(time.DateOnly) {
			weeks++
			questions += h.counts[id][week]
		}
	}
	if weeks == 0 {
		return nil
	}
	mean := float64(questions) / float64(weeks)
	return &mean
}

// weeks are a theme's questions of the weeks up to one.
func (h pastOfThemes) weeks(id themes.ThemeID, monday time.Time) []int {
	all := make([]int, themes.Weeks+1)
	for i := range all {
		all[i] = h.counts[id][monday.AddDate(0, 0, 7*(i-themes.Weeks)).Format(time.DateOnly)]
	}
	return all
}

// themeExamples are the beginnings of the three questions nearest to the middle.
func (v Views) themeExamples(ctx context.Context, ids []themes.ThemeID, week string) (map[themes.ThemeID][]string, error) {
	var rows []struct {
		ThemeID         themes.ThemeID
		ConversationID  domain.ConversationID
		Episode         int
		FirstResponseAt *Time
	}
	if err := v.all(ctx, &rows, `SELECT q.theme_id, q.conversation_id, q.episode, e.first_response_at FROM theme_questions q
		JOIN episodes e ON e.conversation_id = q.conversation_id AND e.episode = q.episode
		WHERE q.theme_id IN ? AND q.week = ? AND q.place < 3 ORDER BY q.theme_id, q.place`, append(slices.Clone(ids), ""), week); err != nil {
		return nil, wrapped(err, "read examples")
	}
	asked := make([]closingRow, len(rows))
	for i, r := range rows {
		asked[i] = closingRow{ConversationID: r.ConversationID, Episode: r.Episode, FirstResponseAt: r.FirstResponseAt}
	}
	texts, err := v.closings(ctx, asked)
	if err != nil {
		return nil, err
	}
	all := map[themes.ThemeID][]string{}
	for i, r := range rows {
		if beginning := firstLetters(texts[i].Text, titleLength); beginning != "" {
			all[r.ThemeID] = append(all[r.ThemeID], beginning)
		}
	}
	return all, nil
}

func firstLetters(text string, most int) string {
	letters := []rune(text)
	if len(letters) <= most {
		return text
	}
	return string(letters[:most-1]) + "…"
}

// GatheredWeeks are the Mondays of the weeks in which something was gathered, the
// newest first, and the channels.
func (v Views) GatheredWeeks(ctx context.Context, most int) (weeks, channels []string, err error) {
	var rows []struct{ Channel, Week string }
	if err := v.all(ctx, &rows, `SELECT DISTINCT channel, week FROM theme_weeks WHERE week IN (
		SELECT DISTINCT week FROM theme_weeks ORDER BY week DESC LIMIT ?)`, most); err != nil {
		return nil, nil, wrapped(err, "list gathered weeks")
	}
	seen, ways := map[string]bool{}, map[string]bool{}
	for _, r := range rows {
		seen[r.Week], ways[r.Channel] = true, true
	}
	weeks, channels = slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(ways))
	slices.Reverse(weeks)
	return append([]string{}, weeks...), append([]string{}, channels...), nil
}

// ThemeQuestion is one question of a theme.
type ThemeQuestion struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode"`
	Question       string                `json:"question" doc:"Its beginning."`
	AskedAt        Time                  `json:"askedAt"`
	Status         string                `json:"status" enum:"queued,offered,assigned,waiting,closed" doc:"Of the conversation."`

	place int
}

// ThemeQuestions lists the questions of a theme in a week, the nearest to its
// middle first. It refuses themes.ErrUnknownTheme.
func (v Views) ThemeQuestions(ctx context.Context, id themes.ThemeID, week string, p Page) (List[ThemeQuestion], error) {
	none := List[ThemeQuestion]{}
	var newest string
	if found, err := v.maybe(ctx, &newest, "SELECT last_week FROM themes WHERE id = ?", id); err != nil || !found {
		if err == nil {
			err = themes.ErrUnknownTheme
		}
		return none, err
	}
	week = cmp.Or(week, newest)
	after, err := p.after(1)
	if err != nil {
		return none, err
	}
	from := -1
	if after != nil {
		if from, err = strconv.Atoi(after[0]); err != nil {
			return none, errCursor
		}
	}
	var rows []struct {
		ConversationID  domain.ConversationID
		Episode, Place  int
		OpenedAt        Time
		FirstResponseAt *Time
		Status          string
	}
	if err := v.all(ctx, &rows, `SELECT q.conversation_id, q.episode, q.place, e.opened_at, e.first_response_at, c.status FROM theme_questions q
		JOIN episodes e ON e.conversation_id = q.conversation_id AND e.episode = q.episode JOIN conversations c ON c.id = q.conversation_id
		WHERE q.theme_id = ? AND q.week = ? AND q.place > ? ORDER BY q.place LIMIT ?`, id, week, from, p.fetch()); err != nil {
		return none, wrapped(err, "list the questions of %s", id)
	}
	asked := make([]closingRow, len(rows))
	for i, r := range rows {
		asked[i] = closingRow{ConversationID: r.ConversationID, Episode: r.Episode, FirstResponseAt: r.FirstResponseAt}
	}
	texts, err := v.closings(ctx, asked)
	if err != nil {
		return none, err
	}
	all := make([]ThemeQuestion, len(rows))
	for i, r := range rows {
		all[i] = ThemeQuestion{r.ConversationID, r.Episode, firstLetters(texts[i].Text, titleLength), r.OpenedAt, r.Status, r.Place}
	}
	return list(p, all, func(q ThemeQuestion) []string { return []string{strconv.Itoa(q.place)} }), nil
}

// Staff are managers and admins who can sign in, by name.
func (v Views) Staff(ctx context.Context, most int) ([]PersonRef, error) {
	all := []PersonRef{}
	err := v.all(ctx, &all, "SELECT id, name FROM people WHERE role IN ('manager', 'admin') AND disabled_at IS NULL ORDER BY name, id LIMIT ?", most)
	return all, wrapped(err, "list the staff")
}
