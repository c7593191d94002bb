package api

import (
	"context"
	"net/http"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/indicators"
	"github.com/kennerhq/kenner/storage"
)

// figures are the indicators, with what is behind them.
type figures struct{ c Config }

const tagIndicators = "Indicators"

func (h figures) routes(r *router) {
	tooMany := []int{http.StatusConflict}
	handle(r, operation{
		ID: "getIndicators", Method: http.MethodGet, Path: "/indicators", Tag: tagIndicators, Summary: "How the desk does, beside as many days before",
		Details: "Of the episodes that began in these days. Shares have an interval of 95 %, means their median and ninetieth percentile. " +
			"With a channel or a reason there is no concurrency and no deflection, which have neither.",
		Errors: tooMany, First: true,
	}, h.get)
	handle(r, operation{
		ID: "listIndicatorConversations", Method: http.MethodGet, Path: "/indicators/{name}/conversations", Tag: tagIndicators,
		Summary: "The conversations behind a number", Details: "What is most worth reading first: what took longest, or did not go well.",
		Errors: []int{http.StatusNotFound, http.StatusConflict}, First: true,
	}, h.behind)
	handle(r, operation{
		ID: "getDemandHeat", Method: http.MethodGet, Path: "/indicators/demand", Tag: tagIndicators, Summary: "What each hour of a week needs against who is there",
		First: true,
	}, h.heat)
	handle(r, operation{
		ID: "exportIndicators", Method: http.MethodGet, Path: "/indicators/export", Tag: tagIndicators, Summary: "Any part of it, as CSV",
		Details: "Episodes are one line each, with what every number is made of.", Errors: tooMany, First: true,
	}, h.export)
}

// IndicatorInput says which days, channel and reason. It is exported because it
// stands in other inputs: what is embedded in them must be.
type IndicatorInput struct {
	From    string          `query:"from" maxLength:"10" doc:"The first day, in the brand's time zone; absent: so many days up to the last." example:"2026-11-01"`
	To      string          `query:"to" maxLength:"10" doc:"The last day; absent: today." example:"2026-11-23"`
	Days    int             `query:"days" minimum:"1" maximum:"92" default:"28" doc:"How many, when there is no first day."`
	Channel string          `query:"channel" maxLength:"30"`
	Reason  domain.ReasonID `query:"reasonId" maxLength:"64" doc:"Of either level: what lies below it counts as well."`
}

func (i IndicatorInput) asked() storage.Asked {
	return storage.Asked{From: i.From, To: i.To, Days: i.Days, Filter: indicators.Filter{Channel: i.Channel, Reason: i.Reason}}
}

func (h figures) get(ctx context.Context, in *IndicatorInput) (*body[storage.IndicatorsView], error) {
	return reply(h.c.Views.Indicators(ctx, in.asked(), requestOf(ctx).language, h.c.BrandNow()))
}

type behindInput struct {
	IndicatorInput
	Page

	Name indicators.Name `path:"name" maxLength:"40"`
}

func (h figures) behind(ctx context.Context, in *behindInput) (*body[storage.AllBehindView], error) {
	return reply(h.c.Views.IndicatorCases(ctx, in.Name, in.asked(), in.page(), requestOf(ctx).language, h.c.BrandNow()))
}

type heatInput struct {
	Week string `query:"week" maxLength:"10" doc:"Any day of the week; absent: the next whole one." example:"2026-11-24"`
}

func (h figures) heat(ctx context.Context, in *heatInput) (*body[storage.HeatView], error) {
	return reply(h.c.Views.Heat(ctx, in.Week, h.c.BrandNow()))
}
