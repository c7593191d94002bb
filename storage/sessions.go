package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

type sessionRow struct {
	ID        string
	PersonID  string
	CreatedAt Time
	UsedAt    Time
	ExpiresAt Time
	EndedAt   *Time
	EndReason *string

	Factor, Device, Network string
	FreshAt                 *Time

	ProviderID                                  *domain.ProviderID
	ProviderSubject, ProviderSid, ProviderToken *string
	Vouched                                     bool
}

const sessionColumns = `id, person_id, created_at, used_at, expires_at, ended_at, end_reason, factor, device, network, fresh_at,
	provider_id, provider_subject, provider_sid, provider_token, vouched`

func (r sessionRow) session() access.Session {
	s := access.Session{
		ID: domain.SessionID(r.ID), PersonID: domain.PersonID(r.PersonID), CreatedAt: r.CreatedAt.Time, UsedAt: r.UsedAt.Time,
		ExpiresAt: r.ExpiresAt.Time, EndedAt: r.EndedAt.OrZero(), Factor: access.Factor(r.Factor),
		From: access.From{Device: r.Device, Network: r.Network}, FreshAt: r.FreshAt.OrZero(),
	}
	if r.EndReason != nil {
		s.EndReason = access.EndReason(*r.EndReason)
	}
	if r.ProviderID != nil {
		s.Via = &access.Via{
			Provider: *r.ProviderID, Subject: orEmpty(r.ProviderSubject), SID: orEmpty(r.ProviderSid), Token: orEmpty(r.ProviderToken), Vouched: r.Vouched,
		}
	}
	return s
}

// AddSession adds a session.
func (tx Tx) AddSession(s access.Session) error {
	via := access.Via{}
	if s.Via != nil {
		via = *s.Via
	}
	_, err := tx.exec(`INSERT INTO sessions (id, person_id, created_at, used_at, expires_at, factor, device, network, fresh_at,
		provider_id, provider_subject, provider_sid, provider_token, vouched) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.PersonID, At(s.CreatedAt), At(s.UsedAt), At(s.ExpiresAt), s.Factor, s.From.Device, s.From.Network, AtOrNull(s.FreshAt),
		orNull(via.Provider), orNull(via.Subject), orNull(via.SID), orNull(via.Token), via.Vouched)
	return err
}

// Session returns and locks a session, or refuses access.ErrSessionEnded.
func (tx Tx) Session(id domain.SessionID) (access.Session, error) {
	var r sessionRow
	found, err := tx.maybe(&r, "SELECT "+sessionColumns+" FROM sessions WHERE id = ?"+tx.lock(), id)
	if err == nil && !found {
		err = access.ErrSessionEnded
	}
	return r.session(), err
}

// SaveSession writes when and where a session was used, when its person proved
// who they are, and that it ended.
func (tx Tx) SaveSession(s access.Session) error {
	token := ""
	if s.Via != nil {
		token = s.Via.Token
	}
	return tx.change(`UPDATE sessions SET used_at = ?, ended_at = ?, end_reason = ?, device = ?, network = ?, fresh_at = ?, provider_token = ?
		WHERE id = ?`, At(s.UsedAt), AtOrNull(s.EndedAt), orNull(s.EndReason), s.From.Device, s.From.Network, AtOrNull(s.FreshAt), orNull(token), s.ID)
}

// OpenSessions returns and locks the sessions of a person that have not ended.
func (tx Tx) OpenSessions(p domain.PersonID) ([]access.Session, error) {
	var rows []sessionRow
	err := tx.all(&rows, "SELECT "+sessionColumns+" FROM sessions WHERE person_id = ? AND ended_at IS NULL ORDER BY id"+tx.lock(), p)
	all := make([]access.Session, 0, len(rows))
	for _, r := range rows {
		all = append(all, r.session())
	}
	return all, err
}

type refreshTokenRow struct {
	TokenHash string
	SessionID string
	CreatedAt Time
	RotatedAt *Time
}

// AddRefreshToken adds a token to its session.
func (tx Tx) AddRefreshToken(t access.RefreshToken) error {
	_, err := tx.exec("INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES (?, ?, ?)",
		t.TokenHash, t.SessionID, At(t.CreatedAt))
	return err
}

// RefreshToken returns and locks a token, or refuses access.ErrSessionEnded.
func (tx Tx) RefreshToken(tokenHash string) (access.RefreshToken, error) {
	var r refreshTokenRow
	found, err := tx.maybe(&r, "SELECT token_hash, session_id, created_at, rotated_at FROM refresh_tokens WHERE token_hash = ?"+tx.lock(), tokenHash)
	if err == nil && !found {
		err = access.ErrSessionEnded
	}
	return access.RefreshToken{
		TokenHash: r.TokenHash, SessionID: domain.SessionID(r.SessionID), CreatedAt: r.CreatedAt.Time, RotatedAt: r.RotatedAt.OrZero(),
	}, err
}

// RotateRefreshToken writes when a token was replaced by its successor.
func (tx Tx) RotateRefreshToken(t access.RefreshToken) error {
	return tx.change("UPDATE refresh_tokens SET rotated_at = ? WHERE token_hash = ? AND rotated_at IS NULL", At(t.RotatedAt), t.TokenHash)
}

// PruneAccess removes what no sign-in can use any more and returns how many
// rows there were: sessions that ended or expired before, with their tokens, the
// tokens of visitors who were here last before lastVisit, where people were seen
// last before it, and identity tokens and links that are too old anyway. Cron
// calls it.
func (db *DB) PruneAccess(ctx context.Context, before, lastVisit time.Time) (removed int64, err error) {
	const over = "(ended_at < ? OR expires_at < ?)"
	err = db.InTx(ctx, func(tx Tx) error {
		removed = 0
		for _, d := range []struct {
			sql  string
			args []any
		}{
			{"DELETE FROM refresh_tokens WHERE session_id IN (SELECT id FROM sessions WHERE " + over + ")", []any{At(before), At(before)}},
			{"DELETE FROM sessions WHERE " + over, []any{At(before), At(before)}},
			{"DELETE FROM visitor_tokens WHERE used_at < ?", []any{At(lastVisit)}},
			{"DELETE FROM sightings WHERE seen_at < ?", []any{At(lastVisit)}},
			{"DELETE FROM identity_tokens WHERE expires_at < ?", []any{At(before)}},
			{"DELETE FROM continuations WHERE expires_at < ?", []any{At(before)}},
			{"DELETE FROM rating_links WHERE expires_at < ?", []any{At(before)}},
			{"DELETE FROM challenges WHERE expires_at < ?", []any{At(before)}},
			{"DELETE FROM oidc_errands WHERE expires_at < ?", []any{At(before)}},
			{"DELETE FROM oidc_logouts WHERE expires_at < ?", []any{At(before)}},
		} {
			n, err := tx.exec(d.sql, d.args...)
			if err != nil {
				return err
			}
			removed += n
		}
		return nil
	})
	return removed, err
}
