package api

import (
	"context"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
)

// Settings are what managers decide about the brand.
type Settings struct {
	Name             string            `json:"name" minLength:"1" maxLength:"80"`
	TimeZone         string            `json:"timeZone" maxLength:"64" example:"Europe/Amsterdam"`
	Languages        []domain.Language `json:"languages" minItems:"1" maxItems:"10" doc:"The first is the default."`
	Hue              int               `json:"hue" minimum:"0" maximum:"360"`
	Strength         float64           `json:"strength" minimum:"0" maximum:"0.16"`
	Domains          []string          `json:"domains" maxItems:"50" doc:"Origins whose pages may frame the widget."`
	MaxSeats         int               `json:"maxSeats" minimum:"1" maximum:"3"`
	WaitingMinutes   int               `json:"waitingMinutes" minimum:"1" maximum:"1440"`
	AnonymousRatings bool              `json:"anonymousRatings" doc:"Whether the ratings of visitors count."`
	AnswerHours      int               `json:"answerHours,omitempty" minimum:"0" maximum:"240" doc:"Opening hours in which a question that was left is answered; absent or 0 in a change: as it is."`
	Channels         []string          `json:"channels,omitempty" maxItems:"20" doc:"How customers come, chat among them; absent in a change: as they are."`
	Version          int               `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
}

func settingsOf(s brand.Settings) Settings {
	return Settings{
		s.Name, s.TimeZone, s.Languages, s.Hue, float64(s.Strength) / 1000, s.Domains, s.MaxSeats, s.WaitingMinutes, s.AnonymousRatings,
		s.AnswerHours, s.Channels, s.Version,
	}
}

func (s Settings) domain() brand.Settings {
	return brand.Settings{
		Name: s.Name, TimeZone: s.TimeZone, Languages: s.Languages, Hue: s.Hue, Strength: int(math.Round(s.Strength * 1000)), Domains: s.Domains,
		MaxSeats: s.MaxSeats, WaitingMinutes: s.WaitingMinutes, AnonymousRatings: s.AnonymousRatings,
		AnswerHours: s.AnswerHours, Channels: s.Channels, Version: s.Version,
	}
}

type settings struct {
	c     Config
	brand *brand.Brand
}

func (h settings) routes(r *router) {
	handle(r, operation{
		ID: "getSettings", Method: http.MethodGet, Path: "/settings", Tag: "Brand", Summary: "The brand's settings",
		Errors: []int{http.StatusNotFound},
	}, h.get)
	handle(r, operation{
		ID: "putSettings", Method: http.MethodPut, Path: "/settings", Tag: "Brand", Summary: "Change the brand's settings",
		Errors: []int{http.StatusNotFound, http.StatusPreconditionFailed, http.StatusPreconditionRequired},
	}, func(ctx context.Context, in *settingsInput) (*taggedBody[Settings], error) {
		defer r.brand.forget()
		return h.put(ctx, in)
	})
}

func (h settings) get(ctx context.Context, _ *none) (*taggedBody[Settings], error) {
	s, _, err := h.c.Views.Brand(ctx)
	if err != nil {
		return nil, err
	}
	return &taggedBody[Settings]{versionTag(s.Version), settingsOf(s)}, nil
}

type settingsInput struct {
	IfMatch
	Body Settings
}

func (h settings) put(ctx context.Context, in *settingsInput) (*taggedBody[Settings], error) {
	s := in.Body.domain()
	var err error
	if s.Version, err = in.version(ctx, s.Version); err != nil {
		return nil, err
	}
	if s, err = h.brand.ChangeSettings(ctx, s); err != nil {
		return nil, err
	}
	return &taggedBody[Settings]{versionTag(s.Version), settingsOf(s)}, nil
}

// IfMatch is the version that a change was made from, as an ETag; embed it.
type IfMatch struct {
	Tag string `header:"If-Match" maxLength:"100" doc:"The ETag of what was read."`
}

func versionTag(v int) string { return `"` + strconv.Itoa(v) + `"` }

var errBadTag = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")

// optional is the version in the header or the body, or 0.
func (m IfMatch) optional(inBody int) (int, error) {
	if m.Tag == "" || m.Tag == "*" {
		return inBody, nil
	}
	v, err := strconv.Atoi(strings.Trim(strings.TrimPrefix(m.Tag, "W/"), `"`))
	if err != nil || inBody != 0 && inBody != v {
		return 0, errBadTag
	}
	return v, nil
}

// unless is optional for a change that only switches something, on or off: it is
// what somebody wants however the rest reads meanwhile. Whoever rewrites what can
// be typed must say which version they read.
func (m IfMatch) unless(ctx context.Context, switches bool, inBody int) (int, error) {
	if switches {
		return m.optional(inBody)
	}
	return m.version(ctx, inBody)
}

// version is optional that refuses to go without.
func (m IfMatch) version(ctx context.Context, inBody int) (int, error) {
	v, err := m.optional(inBody)
	if err == nil && v == 0 {
		return 0, newProblem(ctx, http.StatusPreconditionRequired, "version_required", "Say which version you changed: version, or If-Match.")
	}
	return v, err
}
