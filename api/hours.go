package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
)

// OpeningHours are when experts are on duty, in the brand's time zone.
type OpeningHours struct {
	Weekly   []WeeklyHours `json:"weekly" maxItems:"42"`
	Holidays []Holiday     `json:"holidays" maxItems:"366"`
	Version  int           `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

// WeeklyHours are one part of a weekday.
type WeeklyHours struct {
	Weekday int    `json:"weekday" minimum:"1" maximum:"7" doc:"1 is Monday."`
	Opens   string `json:"opens" pattern:"^[0-2][0-9]:[0-5][0-9]$" example:"09:00"`
	Closes  string `json:"closes" pattern:"^[0-2][0-9]:[0-5][0-9]$" example:"17:30" doc:"24:00 is the end of the day."`
}

// Holiday is a day with its own hours, or closed.
type Holiday struct {
	Day    string `json:"day" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" example:"2026-12-25"`
	Name   string `json:"name" minLength:"1" maxLength:"80"`
	Opens  string `json:"opens,omitempty" pattern:"^[0-2][0-9]:[0-5][0-9]$" doc:"Absent: closed all day."`
	Closes string `json:"closes,omitempty" pattern:"^[0-2][0-9]:[0-5][0-9]$"`
}

func hoursOf(h brand.Hours) OpeningHours {
	out := OpeningHours{Weekly: []WeeklyHours{}, Holidays: []Holiday{}, Version: h.Version}
	for _, s := range h.Weekly {
		out.Weekly = append(out.Weekly, WeeklyHours{s.Weekday, s.Opens.String(), s.Closes.String()})
	}
	for _, d := range h.Holidays {
		day := Holiday{Day: d.Day, Name: d.Name}
		if d.Span != nil {
			day.Opens, day.Closes = d.Span.Opens.String(), d.Span.Closes.String()
		}
		out.Holidays = append(out.Holidays, day)
	}
	return out
}

func (h OpeningHours) domain() (brand.Hours, error) {
	out := brand.Hours{Version: h.Version}
	for _, s := range h.Weekly {
		span, err := spanOf(s.Opens, s.Closes, brand.ErrBadSpan)
		if err != nil {
			return out, err
		}
		out.Weekly = append(out.Weekly, brand.DaySpan{Weekday: s.Weekday, Span: span})
	}
	for _, d := range h.Holidays {
		day := brand.Holiday{Day: d.Day, Name: d.Name}
		if d.Opens != "" || d.Closes != "" {
			span, err := spanOf(d.Opens, d.Closes, brand.ErrBadHoliday)
			if err != nil {
				return out, err
			}
			day.Span = &span
		}
		out.Holidays = append(out.Holidays, day)
	}
	return out, nil
}

func spanOf(opens, closes string, refusal *domain.Error) (brand.Span, error) {
	o, good := brand.ParseMinute(opens)
	c, also := brand.ParseMinute(closes)
	if !good || !also {
		return brand.Span{}, refusal
	}
	return brand.Span{Opens: o, Closes: c}, nil
}

type hours struct {
	c     Config
	brand *brand.Brand
}

func (h hours) routes(r *router) {
	handle(r, operation{
		ID: "getOpeningHours", Method: http.MethodGet, Path: "/opening-hours", Tag: "Brand", Summary: "When experts are on duty",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "putOpeningHours", Method: http.MethodPut, Path: "/opening-hours", Tag: "Brand", Summary: "Change when experts are on duty",
		Errors: []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, func(ctx context.Context, in *hoursInput) (*taggedBody[OpeningHours], error) {
		defer r.brand.forget()
		return h.put(ctx, in)
	})
}

func (h hours) get(ctx context.Context, _ *none) (*taggedBody[OpeningHours], error) {
	_, now, err := h.c.Views.Brand(ctx)
	if err != nil {
		return nil, err
	}
	return &taggedBody[OpeningHours]{versionTag(now.Version), hoursOf(now)}, nil
}

type hoursInput struct {
	IfMatch
	Body OpeningHours
}

func (h hours) put(ctx context.Context, in *hoursInput) (*taggedBody[OpeningHours], error) {
	next, err := in.Body.domain()
	if err != nil {
		return nil, err
	}
	if next.Version, err = in.version(ctx, next.Version); err != nil {
		return nil, err
	}
	if next, err = h.brand.ChangeOpeningHours(ctx, next); err != nil {
		return nil, err
	}
	return &taggedBody[OpeningHours]{versionTag(next.Version), hoursOf(next)}, nil
}
