package storage

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

type offerRow struct {
	ID             domain.OfferID
	ConversationID domain.ConversationID
	Episode        int
	ExpertID       domain.ExpertID
	SeatNo         int
	State          desk.OfferState
	Why            string
	MadeAt         Time
	ExpiresAt      Time
	DecidedAt      *Time
}

const selectOffers = `SELECT id, conversation_id, episode, expert_id, seat_no, state, why, made_at, expires_at, decided_at FROM offers `

func (r offerRow) domain() (desk.Offer, error) {
	o := desk.Offer{
		ID: r.ID, Conversation: r.ConversationID, Episode: r.Episode, Expert: r.ExpertID, SeatNo: r.SeatNo, State: r.State,
		MadeAt: r.MadeAt.Time, ExpiresAt: r.ExpiresAt.Time, DecidedAt: r.DecidedAt.OrZero(),
	}
	return o, wrapped(json.Unmarshal([]byte(r.Why), &o.Why), "read the reasons of offer %s", r.ID)
}

func (tx Tx) offer(sql string, args ...any) (o desk.Offer, found bool, err error) {
	var r offerRow
	if found, err = tx.maybe(&r, selectOffers+sql, args...); err != nil || !found {
		return o, false, wrapped(err, "read offer")
	}
	o, err = r.domain()
	return o, true, err
}

// Offer reads an offer. Its expert and its conversation are what is locked.
func (tx Tx) Offer(id domain.OfferID) (desk.Offer, error) {
	o, found, err := tx.offer("WHERE id = ?", id)
	if err == nil && !found {
		err = desk.ErrUnknownOffer
	}
	return o, err
}

// OpenOfferOf finds the open offer to an expert.
func (tx Tx) OpenOfferOf(e domain.ExpertID) (desk.Offer, bool, error) {
	return tx.offer("WHERE expert_id = ? AND state = 'open'", e)
}

// OpenOfferFor finds the open offer of a conversation.
func (tx Tx) OpenOfferFor(id domain.ConversationID) (desk.Offer, bool, error) {
	return tx.offer("WHERE conversation_id = ? AND state = 'open'", id)
}

// OpenOffers tells which of the experts are being asked.
func (tx Tx) OpenOffers(experts []domain.ExpertID) (map[domain.ExpertID]bool, error) {
	var ids []domain.ExpertID
	err := tx.all(&ids, "SELECT expert_id FROM offers WHERE state = 'open' AND expert_id IN ?", experts)
	asked := make(map[domain.ExpertID]bool, len(ids))
	for _, id := range ids {
		asked[id] = true
	}
	return asked, wrapped(err, "find open offers")
}

// AddOffers stores new offers.
func (tx Tx) AddOffers(offers []desk.Offer) error {
	if len(offers) == 0 {
		return nil
	}
	args := make([]any, 0, 10*len(offers))
	for _, o := range offers {
		why, err := json.Marshal(o.Why)
		if err != nil {
			return wrapped(err, "encode the reasons of offer %s", o.ID)
		}
		args = append(args, o.ID, o.Conversation, o.Episode, o.Expert, o.SeatNo, o.State, o.Why.Score, string(why), At(o.MadeAt), At(o.ExpiresAt))
	}
	rows := strings.Repeat(", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", len(offers))[2:]
	_, err := tx.exec(`INSERT INTO offers (id, conversation_id, episode, expert_id, seat_no, state, score, why, made_at, expires_at)
		VALUES `+rows, args...)
	return wrapped(err, "make offers")
}

// EndOffer ends an offer that is open, and reports whether it was.
func (tx Tx) EndOffer(o desk.Offer) (bool, error) {
	n, err := tx.exec("UPDATE offers SET state = ?, decided_at = ? WHERE id = ? AND state = 'open'", o.State, At(o.DecidedAt), o.ID)
	return n == 1, wrapped(err, "end offer %s", o.ID)
}

// LapsedOffers finds open offers whose time is over, the longest first.
func (tx Tx) LapsedOffers(now time.Time, limit int) (ids []domain.OfferID, err error) {
	err = tx.all(&ids, "SELECT id FROM offers WHERE state = 'open' AND expires_at <= ? ORDER BY expires_at, id LIMIT ?", At(now), limit)
	return ids, wrapped(err, "find lapsed offers")
}
