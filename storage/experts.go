package storage

import (
	"encoding/json"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/roster"
)

type expertRow struct {
	ID          domain.ExpertID
	DisplayName string
	Alias       string
	Bird        int
	Level       roster.Level
	State       roster.State
	Languages   string
	BoardName   bool

	BrandCustomerID *string

	Presence    roster.Presence
	PresenceAt  Time
	Lapses      int
	LastOfferAt *Time
	SeenAt      *Time
	VanishedAt  *Time
	LevelAt     Time
	AlumniAt    *Time
	RefresherAt *Time
	Offers      int
	Version     int
	CreatedAt   Time
}

const expertColumns = `id, display_name, alias, bird, level, state, languages, board_name, brand_customer_id, presence, presence_at, lapses, last_offer_at,
	seen_at, vanished_at, level_at, alumni_at, refresher_at, offers, version, created_at`

func (r expertRow) domain() (roster.Expert, error) {
	e := roster.Expert{
		ID: r.ID, DisplayName: r.DisplayName, Alias: r.Alias, Bird: r.Bird, Level: r.Level, State: r.State, BoardName: r.BoardName,
		BrandCustomer: deref(r.BrandCustomerID),
		Presence:      r.Presence, PresenceAt: r.PresenceAt.Time, Lapses: r.Lapses, LastOfferAt: r.LastOfferAt.OrZero(), Offers: r.Offers,
		SeenAt: r.SeenAt.OrZero(), VanishedAt: r.VanishedAt.OrZero(),
		LevelAt: r.LevelAt.Time, AlumniAt: r.AlumniAt.OrZero(), RefresherAt: r.RefresherAt.OrZero(), Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}
	return e, wrapped(json.Unmarshal([]byte(r.Languages), &e.Languages), "read the languages of %s", r.ID)
}

func expertsOf(rows []expertRow) ([]roster.Expert, error) {
	experts := make([]roster.Expert, len(rows))
	for i, r := range rows {
		var err error
		if experts[i], err = r.domain(); err != nil {
			return nil, err
		}
	}
	return experts, nil
}

// LockExpert reads an expert with the topics and holds the row.
func (tx Tx) LockExpert(id domain.ExpertID) (roster.Expert, error) {
	experts, err := tx.LockExperts([]domain.ExpertID{id})
	switch {
	case err != nil:
		return roster.Expert{}, err
	case len(experts) == 0:
		return roster.Expert{}, roster.ErrUnknownExpert
	}
	e := experts[0]
	err = tx.all(&e.Topics, "SELECT reason_id AS reason, kind FROM expert_topics WHERE expert_id = ? ORDER BY reason_id", id)
	return e, wrapped(err, "read the topics of %s", id)
}

// LockExperts reads experts without their topics and holds the rows, in the
// order of their ids.
func (tx Tx) LockExperts(ids []domain.ExpertID) ([]roster.Expert, error) {
	var rows []expertRow
	if err := tx.all(&rows, "SELECT "+expertColumns+" FROM experts WHERE id IN ? ORDER BY id"+tx.hold(), ids); err != nil {
		return nil, wrapped(err, "lock experts")
	}
	return expertsOf(rows)
}

// ExpertIDs lists every expert.
func (tx Tx) ExpertIDs() (ids []domain.ExpertID, err error) {
	err = tx.all(&ids, "SELECT id FROM experts ORDER BY id")
	return ids, err
}

// AddExpert stores a new expert with the topics.
func (tx Tx) AddExpert(e roster.Expert) error {
	languages, err := json.Marshal(e.Languages)
	if err != nil {
		return wrapped(err, "encode the languages of %s", e.ID)
	}
	n, err := tx.exec(`INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence, presence_at,
		lapses, last_offer_at, offers, level_at, version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)
		ON CONFLICT (alias) DO NOTHING`,
		e.ID, e.DisplayName, e.Alias, e.Bird, e.Level, e.State, string(languages), e.BoardName, e.Presence, At(e.PresenceAt),
		e.Lapses, AtOrNull(e.LastOfferAt), e.Offers, At(e.LevelAt), At(e.CreatedAt))
	switch {
	case err != nil:
		return wrapped(err, "add expert %s", e.ID)
	case n == 0:
		return roster.ErrAliasTaken
	}
	return tx.addTopics(e)
}

// SaveExpert stores what a manager or the expert may change, and the topics.
func (tx Tx) SaveExpert(e roster.Expert) error {
	languages, err := json.Marshal(e.Languages)
	if err != nil {
		return wrapped(err, "encode the languages of %s", e.ID)
	}
	err = tx.change(`UPDATE experts SET display_name = ?, alias = ?, bird = ?, level = ?, state = ?, languages = ?, board_name = ?,
		brand_customer_id = ?, level_at = ?, alumni_at = ?, refresher_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		e.DisplayName, e.Alias, e.Bird, e.Level, e.State, string(languages), e.BoardName, orNull(e.BrandCustomer), At(e.LevelAt),
		AtOrNull(e.AlumniAt), AtOrNull(e.RefresherAt), e.ID, e.Version)
	switch {
	case duplicate(err) && strings.Contains(err.Error(), "brand"): // both databases name the index or its column
		return roster.ErrCustomerTaken
	case duplicate(err):
		return roster.ErrAliasTaken
	case err != nil:
		return wrapped(err, "save expert %s", e.ID)
	}
	if _, err := tx.exec("DELETE FROM expert_topics WHERE expert_id = ?", e.ID); err != nil {
		return wrapped(err, "save the topics of %s", e.ID)
	}
	return tx.addTopics(e)
}

func (tx Tx) addTopics(e roster.Expert) error {
	if len(e.Topics) == 0 {
		return nil
	}
	args := make([]any, 0, 3*len(e.Topics))
	for _, t := range e.Topics {
		args = append(args, e.ID, t.Reason, t.Kind)
	}
	rows := strings.Repeat(", (?, ?, ?)", len(e.Topics))[2:]
	_, err := tx.exec("INSERT INTO expert_topics (expert_id, reason_id, kind) VALUES "+rows, args...)
	return wrapped(err, "save the topics of %s", e.ID)
}

// SaveDuty stores presence, absence, lapses and the count of offers of an expert
// who is held; it is no change that a manager would have to know of.
func (tx Tx) SaveDuty(e roster.Expert) error {
	if err := tx.notePresence(e); err != nil {
		return err
	}
	return wrapped(tx.change(`UPDATE experts SET presence = ?, presence_at = ?, lapses = ?, last_offer_at = ?, offers = ?,
		seen_at = ?, vanished_at = ? WHERE id = ?`,
		e.Presence, At(e.PresenceAt), e.Lapses, AtOrNull(e.LastOfferAt), e.Offers, AtOrNull(e.SeenAt), AtOrNull(e.VanishedAt), e.ID), "save the duty of %s", e.ID)
}

// OpenAccounts makes the accounts of a new expert's points.
func (tx Tx) OpenAccounts(e domain.ExpertID) error {
	for _, a := range []ledger.Account{ledger.Pending(e), ledger.Available(e), ledger.Reserved(e)} {
		_, err := tx.exec(`INSERT INTO accounts (id, owner_id, balance, may_be_negative, created_at)
			SELECT ?, ?, 0, FALSE, created_at FROM experts WHERE id = ?`, a, a.Owner(), e)
		if err != nil {
			return wrapped(err, "open account %s", a)
		}
	}
	return nil
}

func orRefused(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}
