package storage

import (
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

type draftRow struct {
	ID          rewards.DraftID
	BasedOn     int
	Body        string
	Reason      string
	AuthorID    domain.PersonID
	Edition     int
	ChangedAt   Time
	PublisherID *domain.PersonID
	PublishedAt *Time
	Version     *int
}

const draftColumns = "id, based_on, body, reason, author_id, edition, changed_at, publisher_id, published_at, version"

func (r draftRow) domain() (rewards.Draft, error) {
	d := rewards.Draft{
		ID: r.ID, BasedOn: r.BasedOn, Reason: r.Reason, Author: r.AuthorID, Edition: r.Edition, ChangedAt: r.ChangedAt.Time,
		Publisher: deref(r.PublisherID), PublishedAt: r.PublishedAt.OrZero(), Version: deref(r.Version),
	}
	return d, wrapped(json.Unmarshal([]byte(r.Body), &d.Rules), "draft %s", r.ID)
}

// OpenRuleDraft returns the draft that is being written. The brand is held.
func (tx Tx) OpenRuleDraft() (rewards.Draft, bool, error) {
	var r draftRow
	there, err := tx.maybe(&r, "SELECT "+draftColumns+" FROM rule_drafts WHERE published_at IS NULL")
	if err != nil || !there {
		return rewards.Draft{}, false, wrapped(err, "the draft of the rules")
	}
	d, err := r.domain()
	return d, true, err
}

// AddRuleDraft stores a new draft.
func (tx Tx) AddRuleDraft(d rewards.Draft) error {
	body, err := json.Marshal(d.Rules)
	if err != nil {
		return wrapped(err, "draft %s", d.ID)
	}
	_, err = tx.exec(`INSERT INTO rule_drafts (id, state, based_on, body, reason, author_id, edition, changed_at)
		VALUES (?, 'draft', ?, ?, ?, ?, ?, ?)`,
		d.ID, d.BasedOn, string(body), d.Reason, d.Author, d.Edition, At(d.ChangedAt))
	return wrapped(err, "draft %s", d.ID)
}

// SaveRuleDraft writes the next edition, if nobody has since d was read.
func (tx Tx) SaveRuleDraft(d rewards.Draft) error {
	body, err := json.Marshal(d.Rules)
	if err != nil {
		return wrapped(err, "draft %s", d.ID)
	}
	state, next := "draft", d.Edition+1
	if !d.PublishedAt.IsZero() {
		state, next = "published", d.Edition // what is published is what was replayed
	}
	return tx.change(`UPDATE rule_drafts SET state = ?, based_on = ?, body = ?, reason = ?, author_id = ?, changed_at = ?, publisher_id = ?, published_at = ?,
		version = ?, edition = ? WHERE id = ? AND edition = ?`, state, d.BasedOn, string(body), d.Reason, d.Author, At(d.ChangedAt), orNull(d.Publisher),
		AtOrNull(d.PublishedAt), orNull(d.Version), next, d.ID, d.Edition)
}

// DropRuleDraft deletes a draft with its replays.
func (tx Tx) DropRuleDraft(id rewards.DraftID) error {
	return tx.change("DELETE FROM rule_drafts WHERE id = ? AND published_at IS NULL", id)
}

// OwnRules reports whether the brand has published a version of its own.
func (tx Tx) OwnRules() (own bool, err error) {
	err = tx.all(&own, "SELECT EXISTS (SELECT 1 FROM rule_drafts WHERE published_at IS NOT NULL)")
	return own, wrapped(err, "look for rules of the brand's own")
}

// AddReplay writes down what a replay came to.
func (tx Tx) AddReplay(k rewards.Kept) error {
	_, err := tx.exec(`INSERT INTO rule_replays (id, draft_id, edition, season_id, experts, changed, points_before, points_after, made_by, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, k.ID, k.Draft, k.Edition, k.Season, k.Experts, k.Changed, k.Before, k.After, k.By, At(k.At))
	return wrapped(err, "replay of %s", k.Draft)
}

// Replayed reports whether an edition of a draft was replayed.
func (tx Tx) Replayed(id rewards.DraftID, edition int) (done bool, err error) {
	err = tx.all(&done, "SELECT EXISTS (SELECT 1 FROM rule_replays WHERE draft_id = ? AND edition = ?)", id, edition)
	return done, wrapped(err, "look for a replay of %s", id)
}
