package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
)

// prospectScan bounds how many customers are looked at for one segment.
const prospectScan = 20_000

type prospectRow struct {
	ID       string
	Name     string
	Email    string
	Language string
	Shop     string
}

func (r prospectRow) prospect() (vetting.Prospect, error) {
	p := vetting.Prospect{ID: domain.CustomerID(r.ID), Name: r.Name, Email: r.Email, Language: domain.Language(r.Language)}
	return p, fromJSON("customers.shop", r.Shop, &p.Shop)
}

// fromProspects selects the verified customers in some languages who are no
// experts, whom nobody asked for a vacancy, who never said no and who did not apply.
const fromProspects = `SELECT c.id, c.name, c.email, c.language, c.shop FROM customers c
	WHERE c.brand_customer_id IS NOT NULL AND c.merged_into IS NULL AND c.language IN ?
	AND NOT EXISTS (SELECT 1 FROM experts e WHERE e.brand_customer_id = c.brand_customer_id)
	AND (c.email = '' OR NOT EXISTS (SELECT 1 FROM people p WHERE p.email = c.email))
	AND NOT EXISTS (SELECT 1 FROM recruits r WHERE r.customer_id = c.id AND (r.vacancy_id = ? OR r.declined_at IS NOT NULL))
	AND (c.email = '' OR NOT EXISTS (SELECT 1 FROM applications a WHERE a.email = c.email AND a.vacancy_id = ?))`

// Prospect is a customer, if they may be asked for a vacancy.
func (tx Tx) Prospect(v vetting.Vacancy, id domain.CustomerID) (vetting.Prospect, bool, error) {
	var r prospectRow
	found, err := tx.maybe(&r, fromProspects+" AND c.id = ?", v.Languages, v.ID, v.ID, id)
	if err != nil || !found {
		return vetting.Prospect{}, false, wrapped(err, "look whether %s may be asked", id)
	}
	p, err := r.prospect()
	return p, true, err
}

// VacanciesAsking are the open ones that ask in the chat, the newest first.
func (tx Tx) VacanciesAsking() ([]vetting.Vacancy, error) {
	var rows []vacancyRow
	if err := tx.all(&rows, "SELECT "+vacancyColumns+" FROM vacancies WHERE state = 'open' AND ask_in_chat ORDER BY id DESC LIMIT 20"); err != nil {
		return nil, wrapped(err, "find vacancies that ask in the chat")
	}
	all := make([]vetting.Vacancy, len(rows))
	for i, r := range rows {
		var err error
		if all[i], err = r.vacancy(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// RatedEpisode is what asking in the chat must know of a customer's conversation.
func (tx Tx) RatedEpisode(id domain.ConversationID, by domain.CustomerID, now time.Time) (vetting.Rated, bool, error) {
	var r struct {
		Episode       int
		Closed        bool
		Stars         int
		Solved        bool
		PromiseFailed bool
	}
	found, err := tx.maybe(&r, `SELECT c.episode, c.status = 'closed' AS closed, COALESCE(t.stars, 0) AS stars, COALESCE(t.solved = 'yes', FALSE) AS solved,
		EXISTS (SELECT 1 FROM follow_ups f WHERE f.conversation_id = c.id
			AND (f.missed_at IS NOT NULL OR f.state = 'dismissed' OR (f.state = 'open' AND f.due_at <= ?) OR f.helped = 'no'))
		OR EXISTS (SELECT 1 FROM promises p WHERE p.conversation_id = c.id AND p.withdrawn_at IS NULL
			AND (p.answered_at > p.answer_by OR (p.answered_at IS NULL AND p.answer_by <= ?))) AS promise_failed
		FROM conversations c LEFT JOIN ratings t ON t.conversation_id = c.id AND t.episode = c.episode
		WHERE c.id = ? AND c.customer_id = ?`, At(now), At(now), id, by)
	return vetting.Rated(r), found, wrapped(err, "read what %s thought", by)
}

// Prospects are verified customers with an address who are no experts, whom
// nobody asked for this vacancy, who never said no and who did not apply; the
// newest first.
func (tx Tx) Prospects(v vetting.Vacancy, s vetting.Segment) ([]vetting.Prospect, error) {
	languages := v.Languages
	if s.Language != "" {
		languages = []domain.Language{s.Language}
	}
	var rows []prospectRow
	err := tx.all(&rows, fromProspects+` AND c.email <> '' AND (? = 0 OR EXISTS (SELECT 1 FROM ratings t WHERE t.customer_id = c.id AND t.stars >= ?))
		ORDER BY c.id DESC LIMIT ?`, languages, v.ID, v.ID, s.MinStars, s.MinStars, prospectScan)
	if err != nil {
		return nil, wrapped(err, "find prospects")
	}
	var all []vetting.Prospect
	for _, r := range rows {
		p, err := r.prospect()
		if err != nil {
			return nil, err
		}
		if s.Holds(p) && len(all) < s.Most {
			all = append(all, p)
		}
	}
	return all, nil
}

// KeepVacancy keeps a vacancy from being held: who asks a segment holds it, and
// then adds recruits, whose key keeps it in turn.
func (tx Tx) KeepVacancy(id domain.VacancyID) error {
	if tx.state.dialect != postgresDialect {
		return nil
	}
	var found string
	return tx.one(&found, "vacancy", "SELECT id FROM vacancies WHERE id = ? FOR KEY SHARE", id)
}

// AddRecruit adds a personal invitation, unless the customer was asked before.
func (tx Tx) AddRecruit(r vetting.Recruit) (bool, error) {
	n, err := tx.exec(`INSERT INTO recruits (id, vacancy_id, customer_id, token_hash, segment, made_at, made_by, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.ID, r.Vacancy, r.Customer, r.TokenHash, toJSON(r.Segment), At(r.MadeAt), r.MadeBy, At(r.ExpiresAt))
	return n == 1, wrapped(err, "add a recruit")
}

type recruitRow struct {
	ID         string
	VacancyID  string
	CustomerID string
	ExpiresAt  Time
	OpenedAt   *Time
	ConsentAt  *Time
	DeclinedAt *Time
	Used       bool
}

// RecruitByToken returns and locks a personal invitation and its customer, or
// refuses vetting.ErrBadRecruit.
func (tx Tx) RecruitByToken(tokenHash string) (vetting.Recruit, vetting.Prospect, error) {
	var r recruitRow
	found, err := tx.maybe(&r, `SELECT id, vacancy_id, customer_id, expires_at, opened_at, consent_at, declined_at,
		EXISTS (SELECT 1 FROM applications a WHERE a.recruit_id = recruits.id) AS used
		FROM recruits WHERE token_hash = ?`+tx.lock(), tokenHash)
	if err == nil && !found {
		err = vetting.ErrBadRecruit
	}
	if err != nil {
		return vetting.Recruit{}, vetting.Prospect{}, wrapped(err, "find a recruit")
	}
	var c prospectRow
	if _, err := tx.maybe(&c, "SELECT id, name, email, language, shop FROM customers WHERE id = ?", r.CustomerID); err != nil {
		return vetting.Recruit{}, vetting.Prospect{}, wrapped(err, "read the customer of %s", r.ID)
	}
	p, err := c.prospect()
	return vetting.Recruit{
		ID: r.ID, Vacancy: domain.VacancyID(r.VacancyID), Customer: p.ID, TokenHash: tokenHash, ExpiresAt: r.ExpiresAt.Time,
		OpenedAt: r.OpenedAt.OrZero(), ConsentAt: r.ConsentAt.OrZero(), DeclinedAt: r.DeclinedAt.OrZero(), Used: r.Used,
	}, p, err
}

// SaveRecruit writes what became of a personal invitation that is locked.
func (tx Tx) SaveRecruit(r vetting.Recruit) error {
	return tx.change("UPDATE recruits SET opened_at = ?, consent_at = ?, declined_at = ? WHERE id = ?",
		AtOrNull(r.OpenedAt), AtOrNull(r.ConsentAt), AtOrNull(r.DeclinedAt), r.ID)
}

// BrandCustomerOf is who an invited applicant is to the brand; empty when that
// is not known, was not consented to, or an expert is this customer already.
func (tx Tx) BrandCustomerOf(recruit string) (id string, err error) {
	if recruit == "" {
		return "", nil
	}
	_, err = tx.maybe(&id, `SELECT c.brand_customer_id FROM recruits r JOIN customers c ON c.id = r.customer_id
		WHERE r.id = ? AND r.consent_at IS NOT NULL AND c.brand_customer_id IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM experts e WHERE e.brand_customer_id = c.brand_customer_id)`, recruit)
	return id, wrapped(err, "find the customer of %s", recruit)
}
