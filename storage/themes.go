package storage

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/themes"
)

var (
	_ themes.Store = Tx{}
	_ themes.Shelf = Views{}
)

// Themes runs a use case of themes in one transaction.
func (db *DB) Themes(ctx context.Context, fn func(themes.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

type themeRow struct {
	ID        themes.ThemeID
	Channel   string
	Language  domain.Language
	Name      string
	Named     bool
	Terms     string
	LastWeek  string
	Choice    *themes.Choice
	OwnerID   *domain.PersonID
	DueOn     *string
	Note      string
	DecidedBy *domain.PersonID
	DecidedAt *Time
	Version   int
	CreatedAt Time
}

const themeColumns = "id, channel, language, name, named, terms, last_week, choice, owner_id, due_on, note, decided_by, decided_at, version, created_at"

func (r themeRow) theme() (themes.Theme, error) {
	t := themes.Theme{
		ID: r.ID, Medium: themes.Medium{Channel: r.Channel, Language: r.Language}, Name: r.Name, Named: r.Named, LastWeek: r.LastWeek,
		Decision: themes.Decision{
			Choice: orEmpty(r.Choice), Owner: orEmpty(r.OwnerID), DueOn: deref(r.DueOn), Note: r.Note, By: orEmpty(r.DecidedBy), At: r.DecidedAt.OrZero(),
		},
		Version: r.Version, At: r.CreatedAt.Time,
	}
	return t, fromJSON("themes.terms", r.Terms, &t.Terms)
}

// Theme reads and locks a theme.
func (tx Tx) Theme(id themes.ThemeID) (themes.Theme, error) {
	var r themeRow
	found, err := tx.maybe(&r, "SELECT "+themeColumns+" FROM themes WHERE id = ?"+tx.lock(), id)
	switch {
	case err != nil:
		return themes.Theme{}, wrapped(err, "read theme %s", id)
	case !found:
		return themes.Theme{}, themes.ErrUnknownTheme
	}
	return r.theme()
}

// SaveTheme writes what people said of a theme if nobody has since it was read.
func (tx Tx) SaveTheme(t themes.Theme) error {
	d := t.Decision
	return tx.change(`UPDATE themes SET name = ?, named = ?, choice = ?, owner_id = ?, due_on = ?, note = ?, decided_by = ?, decided_at = ?,
		version = version + 1 WHERE id = ? AND version = ?`, t.Name, t.Named, orNull(d.Choice), orNull(d.Owner), textOrNull(d.DueOn), d.Note,
		orNull(d.By), AtOrNull(d.At), t.ID, t.Version)
}

// atOnceKept bounds the rows of one INSERT.
const atOnceKept = 200

// KeepWeek replaces what was found in a medium and week. The week's row is
// written first: two at once write one after the other.
func (tx Tx) KeepWeek(w themes.Week) error {
	if _, err := tx.exec(`INSERT INTO theme_weeks (channel, language, week, questions, gathered_at) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (channel, language, week) DO UPDATE SET questions = excluded.questions, gathered_at = excluded.gathered_at`,
		w.Medium.Channel, w.Medium.Language, w.Monday, w.Questions, At(w.At)); err != nil {
		return wrapped(err, "keep the week of %s", w.Monday)
	}
	const own = "theme_id IN (SELECT id FROM themes WHERE channel = ? AND language = ?)"
	if _, err := tx.exec("DELETE FROM theme_questions WHERE week = ? AND "+own, w.Monday, w.Medium.Channel, w.Medium.Language); err != nil {
		return wrapped(err, "forget the week of %s", w.Monday)
	}
	for _, f := range w.Themes {
		if err := tx.keepTheme(f, w.Monday); err != nil {
			return wrapped(err, "keep theme %s", f.Theme.ID)
		}
	}
	_, err := tx.exec(`DELETE FROM themes WHERE channel = ? AND language = ? AND choice IS NULL AND NOT named
		AND NOT EXISTS (SELECT 1 FROM theme_questions q WHERE q.theme_id = themes.id)`, w.Medium.Channel, w.Medium.Language)
	return wrapped(err, "forget themes that nobody asks")
}

func (tx Tx) keepTheme(f themes.Found, monday string) error {
	t := f.Theme
	if f.New {
		if _, err := tx.exec("INSERT INTO themes ("+themeColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL, NULL, '', NULL, NULL, ?, ?)",
			t.ID, t.Medium.Channel, t.Medium.Language, t.Name, t.Named, toJSON(t.Terms), t.LastWeek, t.Version, At(t.At)); err != nil {
			return err
		}
	} else if n, err := tx.exec("UPDATE themes SET terms = ?, last_week = ? WHERE id = ?", toJSON(t.Terms), t.LastWeek, t.ID); err != nil || n == 0 {
		return err // another run has forgotten it: the next one finds its questions again
	}
	place := 0
	for part := range slices.Chunk(f.Questions, atOnceKept) {
		args := make([]any, 0, 5*len(part))
		for _, q := range part {
			args = append(args, q.Conversation, q.Episode, t.ID, monday, place)
			place++
		}
		if _, err := tx.exec("INSERT INTO theme_questions (conversation_id, episode, theme_id, week, place) VALUES "+
			strings.Repeat("(?, ?, ?, ?, ?), ", len(part)-1)+"(?, ?, ?, ?, ?)", args...); err != nil {
			return err
		}
	}
	return nil
}

// MaySeeTo reports whether somebody is of the staff and can sign in.
func (tx Tx) MaySeeTo(id domain.PersonID) (bool, error) {
	return tx.maybe(new(int), "SELECT 1 FROM people WHERE id = ? AND role IN ('manager', 'admin') AND disabled_at IS NULL", id)
}

// Zone is the brand's time zone.
func (v Views) Zone(ctx context.Context) (*time.Location, error) { return v.zone(ctx) }

// Media are those in which somebody asked in a span.
func (v Views) Media(ctx context.Context, from, until time.Time, monday string) ([]themes.Gathered, error) {
	var rows []struct {
		Channel    string
		Language   domain.Language
		GatheredAt *Time
	}
	err := v.all(ctx, &rows, `SELECT m.channel, m.language, w.gathered_at FROM (SELECT DISTINCT c.channel, c.language FROM episodes e
			JOIN conversations c ON c.id = e.conversation_id WHERE e.opened_at >= ? AND e.opened_at < ?) AS m
		LEFT JOIN theme_weeks w ON w.channel = m.channel AND w.language = m.language AND w.week = ? ORDER BY m.channel, m.language`,
		At(from), At(until), monday)
	all := make([]themes.Gathered, len(rows))
	for i, r := range rows {
		all[i] = themes.Gathered{Medium: themes.Medium{Channel: r.Channel, Language: r.Language}, At: r.GatheredAt.OrZero()}
	}
	return all, wrapped(err, "list media")
}

// Questions are what customers wrote at the beginning of episodes.
func (v Views) Questions(ctx context.Context, m themes.Medium, from, until time.Time, most int) ([]themes.Question, error) {
	var rows []closingRow
	if err := v.all(ctx, &rows, `SELECT e.conversation_id, e.episode, e.first_response_at FROM episodes e
		JOIN conversations c ON c.id = e.conversation_id WHERE c.channel = ? AND c.language = ? AND e.opened_at >= ? AND e.opened_at < ?
		ORDER BY e.opened_at DESC, e.conversation_id DESC, e.episode DESC LIMIT ?`, m.Channel, m.Language, At(from), At(until), most); err != nil {
		return nil, wrapped(err, "list questions")
	}
	slices.Reverse(rows)
	asked, err := v.closings(ctx, rows)
	all := make([]themes.Question, 0, len(asked))
	for _, a := range asked {
		if a.Text != "" {
			all = append(all, themes.Question{Conversation: a.Conversation, Episode: a.Episode, Text: a.Text})
		}
	}
	return all, err
}

// Known are the themes of a medium since a week, the newest first.
func (v Views) Known(ctx context.Context, m themes.Medium, since string, most int) ([]themes.Theme, error) {
	var rows []themeRow
	if err := v.all(ctx, &rows, "SELECT "+themeColumns+` FROM themes WHERE channel = ? AND language = ? AND last_week >= ?
		ORDER BY last_week DESC, id LIMIT ?`, m.Channel, m.Language, since, most); err != nil {
		return nil, wrapped(err, "list themes")
	}
	all := make([]themes.Theme, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.theme(); err != nil {
			return nil, err
		}
	}
	return all, nil
}
