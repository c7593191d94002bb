package api

import (
	"context"
	"net/http"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
)

// drops gives out limited rewards.
type drops struct {
	c     Config
	drops *shop.Drops
	shop  *shop.Shop
}

func (h drops) routes(r *router) {
	handle(r, operation{
		ID: "listDrops", Method: http.MethodGet, Path: "/drops", Tag: "Drops", Summary: "What goes out in drops",
		Details: "Newest first. Experts see what a drop is to them; staff see drafts, and what they watch.",
	}, h.list)
	handle(r, operation{
		ID: "createDrop", Method: http.MethodPost, Path: "/drops", Tag: "Drops", Summary: "Draft a drop of a limited reward",
		Details: "Nobody but staff sees it until an admin announces it.", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.create)
	act := func(id, action, summary, details string) operation {
		return operation{
			ID: id, Method: http.MethodPost, Path: "/drops/{id}/" + action, Tag: "Drops", Summary: summary, Details: details,
			Errors: []int{http.StatusNotFound, http.StatusConflict},
		}
	}
	handle(r, act("announceDrop", "announcements", "Show a drop to everybody", "At least seven days before it opens. What it promises stays."), h.announce)
	end := act("cancelDrop", "cancellations", "End a drop before anything is drawn or taken", "Everybody's points come back at once.")
	end.NoKey = true // points come back in batches: no one transaction for all
	handle(r, end, h.cancel)
	enter := act("enterDraw", "entries", "Enter a draw", "Sets the price aside. One entry each.")
	enter.Status, enter.Limits = http.StatusCreated, []limit{limitRedemptions}
	handle(r, enter, h.enter)
	handle(r, act("leaveDraw", "withdrawals", "Leave a draw that is still open", "The points come back at once."), h.leave)
	handle(r, act("confirmWin", "confirmations", "Take the piece that I won", "Within 48 hours. It becomes a redemption."), h.confirm)
	leave := act("declineWin", "declines", "Leave the piece that I won to the next", "")
	leave.NoKey = true // and then the next ones move up
	handle(r, leave, h.decline)
	handle(r, operation{
		ID: "getDraw", Method: http.MethodGet, Path: "/draws/{id}", Tag: "Drops", Summary: "A draw, for anybody to make it again",
		Details: "The number of an entry is SHA-256 of the seed followed by the entry's id, both as text; that of half an entry is squared and " +
			"divided by 2^256. The highest comes first; the reserve goes to the first seniors. Entries name nobody.",
		Errors: []int{http.StatusNotFound}, Limits: []limit{limitDraws},
	}, h.draw)
	handle(r, operation{
		ID: "confirmRedemption", Method: http.MethodPost, Path: "/redemptions/{id}/confirmations", Tag: "Drops",
		Summary: "Say that I want what I was first to come for", Details: "Within 15 minutes.",
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.keep)
}

func (h drops) list(ctx context.Context, in *Page) (*body[storage.List[storage.Drop]], error) {
	return reply(h.c.Views.Drops(ctx, actor(ctx), in.page()))
}

// NewDrop is a drop as staff plan it.
type NewDrop struct {
	RewardID domain.RewardID `json:"rewardId" maxLength:"64"`
	Kind     shop.DropKind   `json:"kind" enum:"draw,first_come"`
	Pieces   int             `json:"pieces" minimum:"1" maximum:"100000"`
	Reserve  *int            `json:"reserve,omitempty" minimum:"0" maximum:"100000" doc:"For seniors in the first 24 hours; a fifth when absent."`
	MinLevel *int            `json:"minLevel,omitempty" minimum:"0" maximum:"4" doc:"2 when absent."`
	OpensAt  time.Time       `json:"opensAt"`
	ClosesAt time.Time       `json:"closesAt"`
}

func (h drops) create(ctx context.Context, in *body[NewDrop]) (*body[storage.Drop], error) {
	b := in.Body
	d, err := h.drops.Create(ctx, actor(ctx), shop.Plan{
		Reward: b.RewardID, Kind: b.Kind, Pieces: b.Pieces, Reserve: b.Reserve, MinLevel: b.MinLevel,
		OpensAt: b.OpensAt.Truncate(time.Millisecond), ClosesAt: b.ClosesAt.Truncate(time.Millisecond),
	})
	return h.show(ctx, d.ID, err)
}

// show answers with what a drop became.
func (h drops) show(ctx context.Context, id domain.DropID, err error) (*body[storage.Drop], error) {
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Drop(ctx, actor(ctx), id))
}

func (h drops) announce(ctx context.Context, in *ByID[domain.DropID]) (*body[storage.Drop], error) {
	_, err := h.drops.Announce(ctx, in.ID)
	return h.show(ctx, in.ID, err)
}

type dropEndInput struct {
	ByID[domain.DropID]

	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"Everybody reads it."`
	}
}

func (h drops) cancel(ctx context.Context, in *dropEndInput) (*body[storage.Drop], error) {
	_, err := h.drops.Cancel(ctx, in.ID, in.Body.Reason)
	return h.show(ctx, in.ID, err)
}

func (h drops) enter(ctx context.Context, in *ByID[domain.DropID]) (*body[storage.Drop], error) {
	_, err := h.drops.Enter(ctx, actor(ctx).Expert(), in.ID)
	return h.show(ctx, in.ID, err)
}

func (h drops) leave(ctx context.Context, in *ByID[domain.DropID]) (*body[storage.Drop], error) {
	return h.show(ctx, in.ID, h.drops.Withdraw(ctx, actor(ctx).Expert(), in.ID))
}

func (h drops) confirm(ctx context.Context, in *ByID[domain.DropID]) (*body[storage.Drop], error) {
	_, err := h.drops.Confirm(ctx, actor(ctx).Expert(), in.ID)
	return h.show(ctx, in.ID, err)
}

func (h drops) decline(ctx context.Context, in *ByID[domain.DropID]) (*body[storage.Drop], error) {
	return h.show(ctx, in.ID, h.drops.Decline(ctx, actor(ctx).Expert(), in.ID))
}

func (h drops) draw(ctx context.Context, in *ByID[domain.DropID]) (*body[storage.DrawView], error) {
	return reply(h.c.Views.DrawOf(ctx, in.ID))
}

func (h drops) keep(ctx context.Context, in *ByID[domain.RedemptionID]) (*body[storage.Redemption], error) {
	r, err := h.shop.Confirm(ctx, actor(ctx).Expert(), in.ID)
	if err != nil {
		return nil, err
	}
	return reply(h.c.Views.Redemption(ctx, actor(ctx), r.ID))
}
