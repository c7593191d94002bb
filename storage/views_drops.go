package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
)

// Drop is a drop as the actor sees it.
type Drop struct {
	ID          string     `json:"id"`
	RewardID    string     `json:"rewardId"`
	Name        string     `json:"name"`
	Description string     `json:"description"`
	Picture     string     `json:"picture"`
	Kind        string     `json:"kind" enum:"draw,first_come"`
	Price       int64      `json:"price"`
	Pieces      int        `json:"pieces"`
	Reserve     int        `json:"reserve" doc:"Of the pieces, for seniors who come in the first 24 hours."`
	MinLevel    int        `json:"minLevel"`
	State       string     `json:"state" enum:"draft,announced,live,drawn,over,cancelled"`
	OpensAt     Time       `json:"opensAt"`
	ClosesAt    Time       `json:"closesAt"`
	AnnouncedAt *Time      `json:"announcedAt,omitempty"`
	SeedHash    string     `json:"seedHash,omitempty" doc:"SHA-256 of the draw's seed, from the opening on."`
	DrawnAt     *Time      `json:"drawnAt,omitempty"`
	EndedAt     *Time      `json:"endedAt,omitempty"`
	Reason      string     `json:"reason,omitempty" doc:"Why it was cancelled."`
	Entries     int        `json:"entries" doc:"Who is in the draw, or was."`
	Waiting     int        `json:"waiting" doc:"Winners who have not decided yet."`
	Gone        int        `json:"gone" doc:"Pieces that somebody has."`
	Now         Time       `json:"now" doc:"The server's clock: a countdown goes by it."`
	Mine        *DropMine  `json:"mine,omitempty" doc:"For experts: what it is to them."`
	Version     int        `json:"version"`
	Watch       *DropWatch `json:"watch,omitempty" doc:"For staff."`
}

// DropMine is what a drop is to the expert who looks at it.
type DropMine struct {
	Reason       string  `json:"reason,omitempty" enum:"level,limit,points,reserved" doc:"Why they cannot take part."`
	Missing      int64   `json:"missing,omitempty" doc:"Points that they still need."`
	EntryID      string  `json:"entryId,omitempty"`
	State        string  `json:"state,omitempty" enum:"entered,missed,won,confirmed,declined,lapsed"`
	Half         bool    `json:"half" doc:"Their entry weighs half: they won the last draw."`
	Senior       bool    `json:"senior" doc:"Their entry may have a reserved piece."`
	Place        *int    `json:"place,omitempty" doc:"In the order of the draw."`
	ConfirmUntil *Time   `json:"confirmUntil,omitempty"`
	RedemptionID *string `json:"redemptionId,omitempty"`
}

// DropWatch is what staff watch.
type DropWatch struct {
	Halves   int   `json:"halves"`
	Seniors  int   `json:"seniors"`
	Declined int   `json:"declined"`
	Lapsed   int   `json:"lapsed"`
	Reserved int64 `json:"reserved" doc:"Points that entries have set aside."`
}

type dropView struct {
	Row                        dropRow `gorm:"embedded"`
	Name, Description, Picture string
	PerPerson                  int
	Entries, Waiting, Gone     int
}

const selectDrops = `SELECT d.id, d.reward_id, d.kind, d.price, d.pieces, d.reserve, d.min_level, d.state, d.opens_at, d.closes_at, d.announced_at,
	d.seed_hash, d.sealed, d.seed, d.opened_at, d.drawn_at, d.ended_at, d.reason, d.created_by, d.created_at, d.version,
	w.name, w.description, w.picture, w.per_person,
	(SELECT COUNT(*) FROM drop_entries e WHERE e.drop_id = d.id AND e.state <> 'withdrawn') AS entries,
	(SELECT COUNT(*) FROM drop_entries e WHERE e.drop_id = d.id AND e.state = 'won') AS waiting,
	(SELECT COUNT(*) FROM redemptions m WHERE m.drop_id = d.id AND m.state <> 'cancelled') AS gone
	FROM drops d JOIN rewards w ON w.id = d.reward_id `

// Drops lists drops, newest first; drafts are for staff.
func (v Views) Drops(ctx context.Context, by domain.Actor, p Page) (List[Drop], error) {
	after, err := p.afterID("drp_")
	if err != nil {
		return List[Drop]{}, err
	}
	var rows []dropView
	err = v.all(ctx, &rows, selectDrops+`WHERE (? OR (d.state <> 'draft' AND d.announced_at IS NOT NULL)) AND (? OR d.id < ?)
		ORDER BY d.id DESC LIMIT ?`, by.Staff(), after == "", after, p.fetch())
	if err != nil {
		return List[Drop]{}, err
	}
	all, err := v.drops(ctx, by, rows)
	return list(p, all, func(d Drop) []string { return []string{d.ID} }), err
}

// Drop returns one drop as the actor sees it.
func (v Views) Drop(ctx context.Context, by domain.Actor, id domain.DropID) (Drop, error) {
	var r dropView
	err := v.one(ctx, &r, "drop", selectDrops+"WHERE d.id = ? AND (? OR (d.state <> 'draft' AND d.announced_at IS NOT NULL))", id, by.Staff())
	if err != nil {
		return Drop{}, err
	}
	all, err := v.drops(ctx, by, []dropView{r})
	if err != nil {
		return Drop{}, err
	}
	return all[0], nil
}

func (v Views) drops(ctx context.Context, by domain.Actor, rows []dropView) ([]Drop, error) {
	all := make([]Drop, len(rows))
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.Row.ID
		all[i] = Drop{
			ID: r.Row.ID, RewardID: r.Row.RewardID, Name: r.Name, Description: r.Description, Picture: r.Picture, Kind: r.Row.Kind,
			Price: r.Row.Price, Pieces: r.Row.Pieces, Reserve: r.Row.Reserve, MinLevel: r.Row.MinLevel, State: r.Row.State,
			OpensAt: r.Row.OpensAt, ClosesAt: r.Row.ClosesAt, AnnouncedAt: r.Row.AnnouncedAt, SeedHash: r.Row.SeedHash,
			DrawnAt: r.Row.DrawnAt, EndedAt: r.Row.EndedAt, Reason: r.Row.Reason, Entries: r.Entries, Waiting: r.Waiting, Gone: r.Gone,
			Now: At(v.now()), Version: r.Row.Version,
		}
	}
	if len(rows) == 0 {
		return all, nil
	}
	if by.Expert() == "" {
		return all, v.watch(ctx, all, ids)
	}
	return all, v.minesOf(ctx, by.Expert(), all, rows, ids)
}

// minesOf says what drops are to an expert.
func (v Views) minesOf(ctx context.Context, e domain.ExpertID, all []Drop, rows []dropView, ids []string) error {
	b, err := v.buyer(ctx, e)
	if err != nil {
		return err
	}
	var entries []entryRow
	err = v.all(ctx, &entries, "SELECT "+entryColumns+" FROM drop_entries WHERE expert_id = ? AND drop_id IN ? AND state <> 'withdrawn'", e, ids)
	if err != nil {
		return err
	}
	byDrop := map[string]entryRow{}
	for _, r := range entries {
		byDrop[r.DropID] = r
	}
	for i, r := range rows {
		m := &DropMine{Missing: max(r.Row.Price-int64(b.available), 0)}
		if n, entered := byDrop[r.Row.ID]; entered {
			*m = DropMine{
				EntryID: n.ID, State: n.State, Half: n.Half, Senior: n.Senior, Place: n.Place, ConfirmUntil: n.ConfirmUntil,
				RedemptionID: n.RedemptionID,
			}
			if n.State == string(shop.Won) && n.ReleasedAt != nil { // who moved up needs the points again
				m.Missing = max(r.Row.Price-int64(b.available), 0)
			}
		}
		m.Reason = b.kept(r, m.Missing > 0)
		all[i].Mine = m
	}
	return nil
}

// kept says why a drop is not for a buyer.
func (b buyer) kept(r dropView, poor bool) string {
	switch {
	case b.Level < r.Row.MinLevel:
		return "level"
	case b.held[domain.RewardID(r.Row.RewardID)] >= r.PerPerson:
		return "limit"
	case poor:
		return "points"
	}
	return ""
}

// watch says what staff watch.
func (v Views) watch(ctx context.Context, all []Drop, ids []string) error {
	var rows []struct {
		DropID                            string
		Halves, Seniors, Declined, Lapsed int
		Reserved                          int64
	}
	err := v.all(ctx, &rows, `SELECT drop_id, COUNT(CASE WHEN half THEN 1 END) AS halves, COUNT(CASE WHEN senior THEN 1 END) AS seniors,
		COUNT(CASE WHEN state = 'declined' THEN 1 END) AS declined, COUNT(CASE WHEN state = 'lapsed' THEN 1 END) AS lapsed,
		COALESCE(SUM(CASE WHEN released_at IS NULL THEN price ELSE 0 END), 0) AS reserved
		FROM drop_entries WHERE drop_id IN ? AND state <> 'withdrawn' GROUP BY drop_id`, ids)
	found := map[string]DropWatch{}
	for _, r := range rows {
		found[r.DropID] = DropWatch{r.Halves, r.Seniors, r.Declined, r.Lapsed, r.Reserved}
	}
	for i := range all {
		w := found[all[i].ID]
		all[i].Watch = &w
	}
	return err
}

// DrawView is a draw as anybody may make it again. It names nobody.
type DrawView struct {
	DropID   string      `json:"dropId"`
	Name     string      `json:"name" doc:"Of the reward."`
	Picture  string      `json:"picture"`
	State    string      `json:"state" enum:"announced,live,drawn,over,cancelled"`
	Pieces   int         `json:"pieces"`
	Reserve  int         `json:"reserve"`
	OpensAt  Time        `json:"opensAt"`
	ClosesAt Time        `json:"closesAt"`
	SeedHash string      `json:"seedHash,omitempty" doc:"SHA-256 of the seed, in hexadecimal digits: the promise from the opening."`
	Seed     string      `json:"seed,omitempty" doc:"Published with the draw."`
	DrawnAt  *Time       `json:"drawnAt,omitempty"`
	Entries  []DrawEntry `json:"entries" doc:"In the order of the draw; empty before it."`
}

// DrawEntry is an entry as the draw sees it.
type DrawEntry struct {
	ID     string `json:"id"`
	Half   bool   `json:"half" doc:"Weighs half: its owner won the last draw."`
	Senior bool   `json:"senior" doc:"May have a reserved piece."`
	Place  int    `json:"place"`
}

// DrawOf returns what is published about a draw.
func (v Views) DrawOf(ctx context.Context, id domain.DropID) (DrawView, error) {
	var r dropView
	err := v.one(ctx, &r, "drop", selectDrops+"WHERE d.id = ? AND d.kind = 'draw' AND d.announced_at IS NOT NULL", id)
	if err != nil {
		return DrawView{}, err
	}
	d := DrawView{
		DropID: r.Row.ID, Name: r.Name, Picture: r.Picture, State: r.Row.State, Pieces: r.Row.Pieces, Reserve: r.Row.Reserve,
		OpensAt: r.Row.OpensAt, ClosesAt: r.Row.ClosesAt, SeedHash: r.Row.SeedHash, Seed: r.Row.Seed, DrawnAt: r.Row.DrawnAt,
	}
	err = v.all(ctx, &d.Entries, "SELECT id, half, senior, place FROM drop_entries WHERE drop_id = ? AND place IS NOT NULL ORDER BY place", id)
	if d.Entries == nil {
		d.Entries = []DrawEntry{} // nothing is a list, too
	}
	return d, err
}
