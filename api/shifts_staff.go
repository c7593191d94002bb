package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
)

// planning is what managers do with the plan.
type planning struct {
	c      Config
	shifts *shifts.Shifts
}

func (h planning) routes(r *router) {
	handle(r, operation{
		ID: "addSlot", Method: http.MethodPost, Path: "/slots", Tag: "Shifts", Summary: "Plan a slot by hand",
		Details: "In steps of half an hour, on one day, while the brand is open.", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound, http.StatusConflict},
	}, h.add)
	handle(r, operation{
		ID: "changeSlot", Method: http.MethodPatch, Path: "/slots/{id}", Tag: "Shifts", Summary: "Change, open or cancel a slot",
		Details: "Cancelling tells everybody who signed up and costs them nothing.",
		Errors:  []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.change)
	handle(r, operation{
		ID: "generateSlots", Method: http.MethodPost, Path: "/slots/generations", Tag: "Shifts", Summary: "Plan a week from measured demand",
		Details: "As drafts, beside what is planned. Generated drafts of that week are made anew.", Status: http.StatusCreated,
		Errors: []int{http.StatusNotFound},
	}, h.generate)
	handle(r, operation{
		ID: "publishSlots", Method: http.MethodPost, Path: "/slots/publications", Tag: "Shifts", Summary: "Open the drafts of a week",
		Details: "Experts can sign up from then on.", Status: http.StatusCreated, Errors: []int{http.StatusNotFound},
	}, h.publish)
	handle(r, operation{
		ID: "getPlan", Method: http.MethodGet, Path: "/plan", Tag: "Shifts", Summary: "How duty goes, the rules of shifts, and who is always wanted",
	}, h.get)
	handle(r, operation{
		ID: "putPlan", Method: http.MethodPut, Path: "/plan", Tag: "Shifts", Summary: "Change how duty goes and the rules of shifts",
		Errors: []int{http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.put)
	handle(r, operation{
		ID: "putPresencePlan", Method: http.MethodPut, Path: "/plan/presence", Tag: "Shifts", Summary: "Change how many experts are always wanted",
		Errors: []int{http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, h.putPresence)
	handle(r, operation{
		ID: "getDemand", Method: http.MethodGet, Path: "/plan/demand", Tag: "Shifts", Summary: "What a week needs against what is planned",
		Errors: []int{http.StatusNotFound},
	}, h.demand)
	handle(r, operation{
		ID: "listPlanGaps", Method: http.MethodGet, Path: "/plan/gaps", Tag: "Shifts", Summary: "Where experts are missing in the next three days",
		Errors: []int{http.StatusNotFound},
	}, h.gaps)
	handle(r, operation{
		ID: "listShiftTrouble", Method: http.MethodGet, Path: "/plan/trouble", Tag: "Shifts", Summary: "Shifts of the last thirty days that were not kept",
	}, h.trouble)
}

type newSlotInput struct {
	Body struct {
		StartsAt storage.Time    `json:"startsAt" format:"date-time"`
		EndsAt   storage.Time    `json:"endsAt" format:"date-time"`
		Language domain.Language `json:"language,omitempty" maxLength:"8" doc:"Absent: any of the brand's."`
		Seats    int             `json:"seats" minimum:"1" maximum:"50"`
		Note     string          `json:"note,omitempty" maxLength:"200"`
		Open     bool            `json:"open,omitempty" doc:"Experts can sign up at once; else it is a draft."`
	}
}

// SlotMade names a slot and what it is now.
type SlotMade struct {
	ID      domain.SlotID    `json:"id"`
	State   shifts.SlotState `json:"state" enum:"draft,open,cancelled"`
	Seats   int              `json:"seats"`
	Note    string           `json:"note,omitempty"`
	Version int              `json:"version"`
}

func slotMade(s shifts.Slot, err error) (*taggedBody[SlotMade], error) {
	if err != nil {
		return nil, err
	}
	return &taggedBody[SlotMade]{versionTag(s.Version), SlotMade{s.ID, s.State, s.Seats, s.Note, s.Version}}, nil
}

func (h planning) add(ctx context.Context, in *newSlotInput) (*taggedBody[SlotMade], error) {
	b := in.Body
	return slotMade(h.shifts.AddSlot(ctx, actor(ctx), shifts.NewSlot{
		StartsAt: b.StartsAt.Time, EndsAt: b.EndsAt.Time, Language: b.Language, Seats: b.Seats, Note: b.Note, Open: b.Open,
	}))
}

type changeSlotInput struct {
	ByID[domain.SlotID]
	IfMatch

	Body struct {
		Seats   *int    `json:"seats,omitempty" minimum:"1" maximum:"50"`
		Note    *string `json:"note,omitempty" maxLength:"200"`
		Open    *bool   `json:"open,omitempty" doc:"True opens a draft."`
		Cancel  bool    `json:"cancel,omitempty"`
		Version int     `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h planning) change(ctx context.Context, in *changeSlotInput) (*taggedBody[SlotMade], error) {
	b := in.Body
	v, err := in.version(ctx, b.Version)
	if err != nil {
		return nil, err
	}
	return slotMade(h.shifts.ChangeSlot(ctx, in.ID, shifts.SlotChange{Seats: b.Seats, Note: b.Note, Open: b.Open, Cancel: b.Cancel, Version: v}))
}

type planWeekInput struct {
	Body struct {
		Week string `json:"week" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"Any day of the week." example:"2026-11-23"`
	}
}

// WeekPlanned tells how many slots a step made or opened.
type WeekPlanned struct {
	Slots int `json:"slots"`
}

func (h planning) generate(ctx context.Context, in *planWeekInput) (*body[WeekPlanned], error) {
	made, err := h.shifts.Generate(ctx, actor(ctx), in.Body.Week)
	return reply(WeekPlanned{len(made)}, err)
}

func (h planning) publish(ctx context.Context, in *planWeekInput) (*body[WeekPlanned], error) {
	n, err := h.shifts.Publish(ctx, in.Body.Week)
	return reply(WeekPlanned{n}, err)
}

// PlanRules are the brand's numbers about shifts.
type PlanRules struct {
	SignUpDays   int   `json:"signUpDays" minimum:"1" maximum:"92" doc:"How far ahead experts sign up."`
	CancelHours  int   `json:"cancelHours" minimum:"0" maximum:"72" doc:"Until so long before the start a shift is given back freely."`
	LateMinutes  int   `json:"lateMinutes" minimum:"1" maximum:"30" doc:"Who is not there after so long is told so."`
	KeptPercent  int   `json:"keptPercent" minimum:"50" maximum:"100" doc:"Of the time of a shift that is enough."`
	RemindHours  []int `json:"remindHours" maxItems:"3" doc:"Before the start."`
	DailyMinutes int   `json:"dailyMinutes" minimum:"60" maximum:"720" doc:"Most of one expert's day."`
	Least        int   `json:"least" minimum:"0" maximum:"50" doc:"Experts who are wanted at every open hour."`
}

// PlanSettings are what the brand decides about shifts.
type PlanSettings struct {
	Duty    shifts.By `json:"duty" enum:"hours,shifts" doc:"hours: everybody who is available while the brand is open is on duty; shifts: who has one."`
	OptIn   bool      `json:"optIn" doc:"Experts may work outside shifts when they say so."`
	Rules   PlanRules `json:"rules"`
	Version int       `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// Plan is the settings with who is always wanted.
type Plan struct {
	PlanSettings

	Presence []storage.HourView `json:"presence" nullable:"false" doc:"The permanent presence plan: hours that are absent want the least."`
}

func (h planning) get(ctx context.Context, _ *none) (*taggedBody[Plan], error) {
	s, hours, err := h.c.Views.PlanSettings(ctx)
	if err != nil {
		return nil, err
	}
	return &taggedBody[Plan]{versionTag(s.Version), Plan{PlanSettings{s.Duty, s.OptIn, PlanRules(s.Rules), s.Version}, hours}}, nil
}

type planInput struct {
	IfMatch

	Body PlanSettings
}

func (h planning) put(ctx context.Context, in *planInput) (*taggedBody[Plan], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	if _, err := h.shifts.ChangeSettings(ctx, shifts.Settings{Duty: b.Duty, OptIn: b.OptIn, Rules: shifts.Rules(b.Rules), Version: v}); err != nil {
		return nil, err
	}
	return h.get(ctx, nil)
}

type presencePlanInput struct {
	IfMatch

	Body struct {
		Hours   []storage.HourView `json:"hours" maxItems:"168"`
		Version int                `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h planning) putPresence(ctx context.Context, in *presencePlanInput) (*taggedBody[Plan], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	always := make([]shifts.Always, len(in.Body.Hours))
	for i, hour := range in.Body.Hours {
		always[i] = shifts.Always(hour)
	}
	if _, err := h.shifts.ChangePresence(ctx, always, v); err != nil {
		return nil, err
	}
	return h.get(ctx, nil)
}

func (h planning) demand(ctx context.Context, in *weekInput) (*body[storage.DemandView], error) {
	return reply(h.c.Views.Demand(ctx, in.Week, h.c.BrandNow()))
}

func (h planning) gaps(ctx context.Context, _ *none) (*body[storage.List[storage.PlanGapView]], error) {
	return items(h.c.Views.PlanGaps(ctx, h.c.BrandNow()))
}

func (h planning) trouble(ctx context.Context, _ *none) (*body[storage.List[storage.TroubleView]], error) {
	return items(h.c.Views.Trouble(ctx, h.c.BrandNow()))
}
