package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// Screens counts the screens whose token works, and holds the brand.
func (tx Tx) Screens() (n int, err error) {
	var brand int
	if _, err := tx.maybe(&brand, "SELECT id FROM brand WHERE id = 1"+tx.hold()); err != nil {
		return 0, wrapped(err, "hold the brand")
	}
	_, err = tx.maybe(&n, "SELECT COUNT(*) FROM screens WHERE revoked_at IS NULL")
	return n, wrapped(err, "count screens")
}

// AddScreen adds a screen.
func (tx Tx) AddScreen(s access.Screen) error {
	_, err := tx.exec("INSERT INTO screens (id, name, token_hash, created_at, created_by) VALUES (?, ?, ?, ?, ?)",
		s.ID, s.Name, s.TokenHash, At(s.CreatedAt), s.CreatedBy)
	return wrapped(err, "add a screen")
}

// RevokeScreen makes a screen's token invalid, once.
func (tx Tx) RevokeScreen(id domain.ScreenID, at time.Time) (bool, error) {
	n, err := tx.exec("UPDATE screens SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", At(at), id)
	return n == 1, wrapped(err, "revoke screen %s", id)
}

// ScreenView is a screen as staff see it.
type ScreenView struct {
	ID        domain.ScreenID `json:"id"`
	Name      string          `json:"name"`
	CreatedAt Time            `json:"createdAt"`
}

// Screens lists the screens whose token works, the oldest first.
func (v Views) Screens(ctx context.Context, p Page) (List[ScreenView], error) {
	after, err := p.after(1)
	if err != nil {
		return List[ScreenView]{}, err
	}
	from := ""
	if after != nil {
		from = after[0]
	}
	var rows []ScreenView
	err = v.all(ctx, &rows, "SELECT id, name, created_at FROM screens WHERE revoked_at IS NULL AND id > ? ORDER BY id LIMIT ?", from, p.fetch())
	return list(p, rows, func(r ScreenView) []string { return []string{string(r.ID)} }), wrapped(err, "list screens")
}

// ScreenByToken returns the screen behind the hash of its token, or refuses
// access.ErrSessionEnded.
func (v Views) ScreenByToken(ctx context.Context, tokenHash string) (ScreenView, error) {
	var s ScreenView
	found, err := v.maybe(ctx, &s, "SELECT id, name, created_at FROM screens WHERE token_hash = ? AND revoked_at IS NULL", tokenHash)
	if err == nil && !found {
		err = access.ErrSessionEnded
	}
	return s, wrapped(err, "find a screen")
}
