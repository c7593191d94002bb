package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
)

// calendars are the feeds that a person's own calendar reads.
type calendars struct {
	c      Config
	shifts *shifts.Shifts
}

func (h calendars) routes(r *router) {
	handle(r, operation{
		ID: "getMyCalendar", Method: http.MethodGet, Path: "/me/calendar", Tag: "Shifts", Summary: "Whether my shifts have an address for calendars",
	}, h.get)
	handle(r, operation{
		ID: "makeMyCalendar", Method: http.MethodPost, Path: "/me/calendar", Tag: "Shifts", Summary: "Make a secret address for my calendar",
		Details: "Whoever has it reads my shifts, and nothing else. It is shown once; an older one ends.", Status: http.StatusCreated, NoKey: true,
		Limits: []limit{limitLinks},
	}, h.make)
	handle(r, operation{
		ID: "endMyCalendar", Method: http.MethodDelete, Path: "/me/calendar", Tag: "Shifts", Summary: "End the address of my calendar",
	}, h.end)
	handle(r, operation{
		ID: "getCalendar", Method: http.MethodGet, Path: "/calendars/{token}", Tag: "Shifts", Summary: "A person's shifts as iCalendar",
		Details: "RFC 5545, in UTC, with the last thirty days and what is planned; given back and swapped shifts are cancelled in it. " +
			"With If-None-Match the answer is 304 while no shift has changed.",
		Errors: []int{http.StatusNotFound}, Limits: []limit{limitCalendars},
	}, h.feed)
}

func (h calendars) get(ctx context.Context, _ *none) (*body[storage.FeedView], error) {
	return reply(h.c.Views.Feed(ctx, domain.PersonID(actor(ctx).ID)))
}

// CalendarMade is the address of a calendar.
type CalendarMade struct {
	URL string `json:"url" doc:"Shown once."`
}

func (h calendars) make(ctx context.Context, _ *none) (*body[CalendarMade], error) {
	token, err := h.shifts.MakeFeed(ctx, domain.PersonID(actor(ctx).ID))
	return reply(CalendarMade{requestOf(ctx).origin + "/api/v1/calendars/" + token + calendarEnding}, err)
}

func (h calendars) end(ctx context.Context, _ *none) (*none, error) {
	return done(h.shifts.EndFeed(ctx, domain.PersonID(actor(ctx).ID)))
}

// calendarEnding is how calendars' addresses end.
const calendarEnding = ".ics"

type calendarInput struct {
	Token       string `path:"token" minLength:"5" maxLength:"120" pattern:"\\.ics$" doc:"The secret, and .ics."`
	IfNoneMatch string `header:"If-None-Match" maxLength:"200"`
}

// calendarFile is an iCalendar file.
type calendarFile struct {
	Status             int
	ETag               string `header:"ETag"`
	ContentType        string `header:"Content-Type"`
	ContentDisposition string `header:"Content-Disposition"`
	CacheControl       string `header:"Cache-Control"`
	Body               []byte
}

func (h calendars) feed(ctx context.Context, in *calendarInput) (*calendarFile, error) {
	token := in.Token[:len(in.Token)-len(calendarEnding)]
	now := h.c.BrandNow()
	all, language, remind, err := h.c.Views.CalendarOf(ctx, access.HashToken(token), now)
	if err != nil {
		return nil, err
	}
	if err := h.shifts.UseFeed(ctx, token); err != nil {
		return nil, err
	}
	// Weak: the moment at which a file was made stands in it, and makes no other calendar.
	out := &calendarFile{Status: http.StatusOK, ETag: "W/" + etagOf([]any{all, language, remind}), CacheControl: "private, max-age=300"}
	if in.IfNoneMatch == out.ETag {
		out.Status = http.StatusNotModified
		return out, nil
	}
	out.ContentType, out.ContentDisposition = "text/calendar; charset=utf-8", `inline; filename="shifts.ics"`
	out.Body = []byte(calendarOf(all, language, remind, now))
	return out, nil
}

// calendarWords are the few words of a feed.
var calendarWords = map[domain.Language]struct{ name, shift, soon string }{
	"en": {"Shifts at %s", "Shift for %s", "Your shift begins soon"},
	"nl": {"Diensten bij %s", "Dienst voor %s", "Je dienst begint zo"},
}

// calendarOf writes shifts as RFC 5545 wants it: CRLF, lines of 75 octets at
// most, times in UTC, which need no time zone of their own. A shift keeps its UID,
// and its SEQUENCE rises with its version, so that calendars follow.
func calendarOf(all []storage.CalendarEntry, language domain.Language, remind []int, now time.Time) string {
	words, ok := calendarWords[language]
	if !ok {
		words = calendarWords["en"]
	}
	c := ics.NewCalendar()
	c.SetProductId("-//Kenner//Shifts//EN")
	c.SetMethod(ics.MethodPublish)
	c.SetRefreshInterval("PT1H")
	c.SetXPublishedTTL("PT1H")
	if len(all) > 0 {
		c.SetXWRCalName(fmt.Sprintf(words.name, all[0].BrandName))
	}
	for _, s := range all {
		e := c.AddEvent(string(s.ID) + "@kenner")
		e.SetDtStampTime(now)
		e.SetCreatedTime(s.SignedAt.Time)
		e.SetStartAt(s.StartsAt.Time)
		e.SetEndAt(s.EndsAt.Time)
		e.SetSequence(s.Version)
		e.SetSummary(fmt.Sprintf(words.shift, s.BrandName))
		if s.Note != "" {
			e.SetDescription(s.Note)
		}
		if s.State == shifts.Given || s.State == shifts.SwapDone {
			e.SetStatus(ics.ObjectStatusCancelled)
			continue
		}
		e.SetStatus(ics.ObjectStatusConfirmed)
		for _, hours := range remind {
			a := e.AddAlarm()
			a.SetAction(ics.ActionDisplay)
			a.SetTrigger(fmt.Sprintf("-PT%dH", hours))
			a.SetProperty(ics.ComponentPropertyDescription, words.soon)
		}
	}
	return c.Serialize(ics.WithNewLineWindows)
}
