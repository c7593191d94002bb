package storage

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/domain/rewards"
)

var _ indicators.Store = Tx{}

// Contacts runs a use case of imports in one transaction.
func (db *DB) Contacts(ctx context.Context, fn func(indicators.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// HoldImports holds all imports by the brand's row, the first in the order of
// locks: of two at once the second sees what the first has stored.
func (tx Tx) HoldImports() error {
	var id int
	return tx.one(&id, "brand", "SELECT id FROM brand WHERE id = 1"+tx.hold())
}

// ImportKnown reads what rows are checked against: the brand's clock and
// channels, and the reasons that are in use.
func (tx Tx) ImportKnown() (k indicators.Known, err error) {
	c, err := calendar(tx.DB)
	if err != nil {
		return k, err
	}
	k.Zone = c.Zone
	if k.Channels, err = tx.Channels(); err != nil {
		return k, err
	}
	var rows []struct {
		ID           domain.ReasonID
		ParentID     *domain.ReasonID
		Name         string
		Translations string
	}
	if err := tx.all(&rows, "SELECT id, parent_id, name, translations FROM contact_reasons WHERE archived_at IS NULL ORDER BY id LIMIT 5000"); err != nil {
		return k, wrapped(err, "read the reasons of contacts")
	}
	for _, r := range rows {
		names := map[domain.Language]string{}
		if err := fromJSON("contact_reasons.translations", r.Translations, &names); err != nil {
			return k, err
		}
		one := indicators.NamedReason{ID: r.ID, Parent: orEmpty(r.ParentID), Names: []string{r.Name}}
		for _, n := range names {
			one.Names = append(one.Names, n)
		}
		k.Reasons = append(k.Reasons, one)
	}
	return k, nil
}

type contactRow struct {
	ExternalID string
	Channel    string
	ReasonID   *domain.ReasonID
	ParentID   *domain.ReasonID
	Day        string
	Hour       *int
	Contacts   int
	OpenedAt   *Time
	AnsweredAt *Time
	ClosedAt   *Time
	Outcome    *desk.Outcome
}

const selectContacts = `SELECT i.external_id, i.channel, i.reason_id, r.parent_id, i.day, i.hour, i.contacts, i.opened_at, i.answered_at,
	i.closed_at, i.outcome FROM imported_contacts i LEFT JOIN contact_reasons r ON r.id = i.reason_id `

func contactsBy(q *gorm.DB, where string, args ...any) ([]indicators.Contact, error) {
	var rows []contactRow
	if _, err := fetch(q, &rows, selectContacts+where, args...); err != nil {
		return nil, wrapped(err, "read imported contacts")
	}
	all := make([]indicators.Contact, len(rows))
	for i, r := range rows {
		all[i] = indicators.Contact{
			External: r.ExternalID, Channel: r.Channel, Day: r.Day, Hour: indicators.NoHour, Count: r.Contacts, OpenedAt: r.OpenedAt.OrZero(),
			AnsweredAt: r.AnsweredAt.OrZero(), ClosedAt: r.ClosedAt.OrZero(), Outcome: orEmpty(r.Outcome),
			Reason: rewards.Reason{First: orEmpty(r.ReasonID)},
		}
		if r.ParentID != nil {
			all[i].Reason = rewards.Reason{First: *r.ParentID, Second: orEmpty(r.ReasonID)}
		}
		if r.Hour != nil {
			all[i].Hour = *r.Hour
		}
	}
	return all, nil
}

// KnownContacts are those of a source with these external ids.
func (tx Tx) KnownContacts(source string, external []string) ([]indicators.Contact, error) {
	var all []indicators.Contact
	for some := range slices.Chunk(external, 256) {
		known, err := contactsBy(tx.DB, "WHERE i.source = ? AND i.external_id IN ?", source, some)
		if err != nil {
			return nil, err
		}
		all = append(all, known...)
	}
	return all, nil
}

// contactsAtOnce is how many rows one statement adds.
const contactsAtOnce = 50

// AddImport stores an import with its contacts. The key of each is its source and
// its external id, so none can be there twice.
func (tx Tx) AddImport(one indicators.Import, contacts []indicators.Contact) error {
	_, err := tx.exec("INSERT INTO contact_imports (id, source, made_at, made_by, rows, contacts) VALUES (?, ?, ?, ?, ?, ?)",
		one.ID, one.Source, At(one.At), one.By.ID, one.Rows, one.Contacts)
	if err != nil {
		return wrapped(err, "add import %s", one.ID)
	}
	add := func(some []indicators.Contact) error {
		const columns = 12
		args := make([]any, 0, columns*len(some))
		for _, c := range some {
			var hour *int
			if c.Hour != indicators.NoHour {
				hour = &c.Hour
			}
			reason := c.Reason.Second
			if reason == "" {
				reason = c.Reason.First
			}
			args = append(args, one.Source, c.External, one.ID, c.Channel, orNull(reason), c.Day, hour, c.Count,
				AtOrNull(c.OpenedAt), AtOrNull(c.AnsweredAt), AtOrNull(c.ClosedAt), orNull(c.Outcome))
		}
		_, err := tx.exec(`INSERT INTO imported_contacts (source, external_id, import_id, channel, reason_id, day, hour, contacts, opened_at,
			answered_at, closed_at, outcome) VALUES (?`+strings.Repeat(", ?", columns-1)+")"+
			strings.Repeat(", (?"+strings.Repeat(", ?", columns-1)+")", len(some)-1), args...)
		return wrapped(err, "add the contacts of %s", one.ID)
	}
	whole := len(contacts) / contactsAtOnce * contactsAtOnce
	for some := range slices.Chunk(contacts[:whole], contactsAtOnce) {
		if err := add(some); err != nil {
			return err
		}
	}
	for _, c := range contacts[whole:] { // one by one: a statement for each length is not worth keeping
		if err := add([]indicators.Contact{c}); err != nil {
			return err
		}
	}
	return nil
}

// Import reads and locks an import.
func (tx Tx) Import(id indicators.ImportID) (one indicators.Import, err error) {
	var r struct {
		ID       indicators.ImportID
		Source   string
		MadeAt   Time
		Rows     int
		Contacts int
		UndoneAt *Time
	}
	found, err := tx.maybe(&r, "SELECT id, source, made_at, rows, contacts, undone_at FROM contact_imports WHERE id = ?"+tx.lock(), id)
	if err == nil && !found {
		err = indicators.ErrUnknownImport
	}
	return indicators.Import{
		ID: r.ID, Source: r.Source, At: r.MadeAt.Time, Rows: r.Rows, Contacts: r.Contacts, UndoneAt: r.UndoneAt.OrZero(),
	}, err
}

// UndoImport removes what came with an import and marks it, once.
func (tx Tx) UndoImport(one indicators.Import) error {
	if err := tx.change("UPDATE contact_imports SET undone_at = ?, undone_by = ? WHERE id = ? AND undone_at IS NULL",
		At(one.UndoneAt), one.UndoneBy.ID, one.ID); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM imported_contacts WHERE import_id = ?", one.ID)
	return wrapped(err, "remove the contacts of %s", one.ID)
}

// ImportView is an import as staff see it.
type ImportView struct {
	ID       indicators.ImportID `json:"id"`
	Source   string              `json:"source"`
	At       Time                `json:"at" format:"date-time"`
	By       string              `json:"by" doc:"Whose name made it."`
	Rows     int                 `json:"rows"`
	Contacts int                 `json:"contacts"`
	UndoneAt *Time               `json:"undoneAt,omitempty" format:"date-time"`
	UndoneBy string              `json:"undoneBy,omitempty"`
	First    string              `json:"first,omitempty" doc:"The earliest day that it is about; absent once it is taken back."`
	Last     string              `json:"last,omitempty"`
	Channels []string            `json:"channels" nullable:"false"`
}

// Imports lists imports, newest first.
func (v Views) Imports(ctx context.Context, p Page) (List[ImportView], error) {
	after, err := p.after(2)
	if err != nil {
		return List[ImportView]{}, err
	}
	where, args := "", []any{}
	if after != nil {
		at, err := time.Parse(time.RFC3339Nano, after[0])
		if err != nil {
			return List[ImportView]{}, errCursor
		}
		where, args = "WHERE (m.made_at, m.id) < (?, ?) ", []any{At(at), after[1]}
	}
	var rows []struct {
		ID             indicators.ImportID
		Source         string
		MadeAt         Time
		Rows, Contacts int
		UndoneAt       *Time
		MadeBy         string
		UndoneBy       *string
		First, Last    *string
	}
	err = v.all(ctx, &rows, `SELECT m.id, m.source, m.made_at, m.rows, m.contacts, m.undone_at, p.name AS made_by, u.name AS undone_by,
		(SELECT MIN(i.day) FROM imported_contacts i WHERE i.import_id = m.id) AS first, (SELECT MAX(i.day) FROM imported_contacts i WHERE i.import_id = m.id) AS last
		FROM contact_imports m JOIN people p ON p.id = m.made_by LEFT JOIN people u ON u.id = m.undone_by `+where+
		"ORDER BY m.made_at DESC, m.id DESC LIMIT ?", append(args, p.fetch())...)
	if err != nil {
		return List[ImportView]{}, wrapped(err, "list imports")
	}
	all := make([]ImportView, len(rows))
	ids := make([]indicators.ImportID, len(rows))
	for i, r := range rows {
		all[i] = ImportView{
			ID: r.ID, Source: r.Source, At: r.MadeAt, By: r.MadeBy, Rows: r.Rows, Contacts: r.Contacts, UndoneAt: r.UndoneAt,
			UndoneBy: orZero(r.UndoneBy), First: orZero(r.First), Last: orZero(r.Last), Channels: []string{},
		}
		ids[i] = r.ID
	}
	var channels []struct {
		ImportID indicators.ImportID
		Channel  string
	}
	if len(ids) > 0 {
		err = v.all(ctx, &channels, "SELECT DISTINCT import_id, channel FROM imported_contacts WHERE import_id IN ? ORDER BY import_id, channel", ids)
	}
	for _, c := range channels {
		i := slices.Index(ids, c.ImportID)
		all[i].Channels = append(all[i].Channels, c.Channel)
	}
	return list(p, all, func(m ImportView) []string { return []string{m.At.Format(time.RFC3339Nano), string(m.ID)} }), wrapped(err, "list imports")
}
