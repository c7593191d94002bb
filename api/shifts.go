package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
)

// shiftPlan is what experts do with the plan.
type shiftPlan struct {
	c      Config
	shifts *shifts.Shifts
}

func (h shiftPlan) routes(r *router) {
	refusals := []int{http.StatusNotFound, http.StatusConflict}
	handle(r, operation{
		ID: "listSlots", Method: http.MethodGet, Path: "/slots", Tag: "Shifts", Summary: "A week of the plan",
		Details: "In the brand's time zone. Experts see what is open, who has it by alias, and their own place in it.",
		Errors:  []int{http.StatusNotFound},
	}, h.week)
	handle(r, operation{
		ID: "signUpForSlot", Method: http.MethodPost, Path: "/slots/{id}/shifts", Tag: "Shifts", Summary: "Sign up",
		Details: "Of two who take the last place one gets it: slot_full to the other.", Status: http.StatusCreated, Errors: refusals,
	}, h.signUp)
	handle(r, operation{
		ID: "waitForSlot", Method: http.MethodPut, Path: "/slots/{id}/waiters/me", Tag: "Shifts", Summary: "Wait for a place in a full slot",
		Details: "When one gets free it is yours at once, the longest waiting first.", Errors: refusals,
	}, h.wait)
	handle(r, operation{
		ID: "stopWaitingForSlot", Method: http.MethodDelete, Path: "/slots/{id}/waiters/me", Tag: "Shifts", Summary: "Wait no longer",
	}, h.unwait)
	handle(r, operation{
		ID: "cancelShift", Method: http.MethodPost, Path: "/shifts/{id}/cancellations", Tag: "Shifts", Summary: "Give a shift back",
		Details: "Before it begins. Later than the brand's hours before the start it counts as missed, unless somebody steps in. " +
			"Staff take somebody off a shift, which never counts as missed.", Status: http.StatusCreated, Errors: refusals,
	}, h.cancel)
	handle(r, operation{
		ID: "offerShift", Method: http.MethodPost, Path: "/shifts/{id}/swaps", Tag: "Shifts", Summary: "Offer a shift to colleagues",
		Details: "It stays yours until somebody takes it.", Status: http.StatusCreated, Errors: refusals,
	}, h.offer)
	handle(r, operation{
		ID: "takeSwap", Method: http.MethodPost, Path: "/swaps/{id}/takings", Tag: "Shifts", Summary: "Take a colleague's shift",
		Status: http.StatusCreated, Errors: refusals,
	}, h.take)
	handle(r, operation{
		ID: "withdrawSwap", Method: http.MethodPost, Path: "/swaps/{id}/withdrawals", Tag: "Shifts", Summary: "Keep a shift after all",
		Status: http.StatusCreated, Errors: refusals,
	}, h.withdraw)
	handle(r, operation{
		ID: "listMyShifts", Method: http.MethodGet, Path: "/me/shifts", Tag: "Shifts", Summary: "My shifts, and what colleagues offer",
		Errors: []int{http.StatusNotFound},
	}, h.mine)
	handle(r, operation{
		ID: "putMyShiftWishes", Method: http.MethodPut, Path: "/me/shift-wishes", Tag: "Shifts", Summary: "My time zone, and work outside shifts",
		Errors: []int{http.StatusNotFound},
	}, h.prefer)
}

type weekInput struct {
	Week string `query:"week" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"Any day of the week; absent: this one." example:"2026-11-23"`
}

func (h shiftPlan) week(ctx context.Context, in *weekInput) (*body[storage.PlanWeek], error) {
	return reply(h.c.Views.Week(ctx, in.Week, actor(ctx), h.c.BrandNow()))
}

// ShiftMade names a shift and what it is now.
type ShiftMade struct {
	ID          domain.ShiftID `json:"id"`
	SlotID      domain.SlotID  `json:"slotId"`
	State       shifts.State   `json:"state" enum:"planned,on,kept,late,missed,cancelled,swapped"`
	ShortNotice bool           `json:"shortNotice" doc:"It counts as missed unless somebody steps in."`
}

func shiftMade(s shifts.Shift, err error) (*body[ShiftMade], error) {
	return reply(ShiftMade{s.ID, s.Slot, s.State, s.ShortNotice}, err)
}

func (h shiftPlan) signUp(ctx context.Context, in *ByID[domain.SlotID]) (*body[ShiftMade], error) {
	return shiftMade(h.shifts.SignUp(ctx, actor(ctx).Expert(), in.ID))
}

func (h shiftPlan) wait(ctx context.Context, in *ByID[domain.SlotID]) (*none, error) {
	return done(h.shifts.Wait(ctx, actor(ctx).Expert(), in.ID))
}

func (h shiftPlan) unwait(ctx context.Context, in *ByID[domain.SlotID]) (*none, error) {
	return done(h.shifts.Unwait(ctx, actor(ctx).Expert(), in.ID))
}

type cancelShiftInput struct {
	ByID[domain.ShiftID]

	Body struct {
		Reason string `json:"reason,omitempty" maxLength:"200"`
	}
}

func (h shiftPlan) cancel(ctx context.Context, in *cancelShiftInput) (*body[ShiftMade], error) {
	return shiftMade(h.shifts.Cancel(ctx, actor(ctx), in.ID, in.Body.Reason))
}

type offerShiftInput struct {
	ByID[domain.ShiftID]

	Body struct {
		To   domain.ExpertID `json:"toExpertId,omitempty" maxLength:"60" doc:"Absent: anybody."`
		Note string          `json:"note,omitempty" maxLength:"200"`
	}
}

// SwapMade names an offer.
type SwapMade struct {
	ID domain.SwapID `json:"id"`
}

func (h shiftPlan) offer(ctx context.Context, in *offerShiftInput) (*body[SwapMade], error) {
	s, err := h.shifts.Offer(ctx, actor(ctx).Expert(), in.ID, in.Body.To, in.Body.Note)
	return reply(SwapMade{s.ID}, err)
}

func (h shiftPlan) take(ctx context.Context, in *ByID[domain.SwapID]) (*body[ShiftMade], error) {
	return shiftMade(h.shifts.Take(ctx, actor(ctx).Expert(), in.ID))
}

func (h shiftPlan) withdraw(ctx context.Context, in *ByID[domain.SwapID]) (*body[SwapMade], error) {
	return reply(SwapMade{in.ID}, h.shifts.Withdraw(ctx, actor(ctx).Expert(), in.ID))
}

func (h shiftPlan) mine(ctx context.Context, _ *none) (*body[storage.MyPlan], error) {
	return reply(h.c.Views.MyPlan(ctx, actor(ctx).Expert(), h.c.BrandNow()))
}

type shiftWishesInput struct {
	Body struct {
		TimeZone string `json:"timeZone" maxLength:"64" doc:"IANA; empty: the brand's." example:"Europe/Lisbon"`
		Willing  bool   `json:"willing" doc:"Offers may come outside shifts, where the brand allows it."`
	}
}

func (h shiftPlan) prefer(ctx context.Context, in *shiftWishesInput) (*body[storage.MyPlan], error) {
	if err := h.shifts.Prefer(ctx, domain.PersonID(actor(ctx).ID), in.Body.TimeZone, in.Body.Willing); err != nil {
		return nil, err
	}
	return h.mine(ctx, nil)
}
