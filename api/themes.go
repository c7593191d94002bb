package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/themes"
	"github.com/kennerhq/kenner/storage"
)

// topThemes is what customers ask most, in each channel and week.
type topThemes struct {
	c      Config
	themes *themes.Themes
}

const tagThemes = "Top questions"

func (h topThemes) routes(r *router) {
	changes := []int{http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusPreconditionRequired}
	handle(r, operation{
		ID: "listThemes", Method: http.MethodGet, Path: "/themes", Tag: tagThemes, Summary: "What customers asked most in a week, by channel",
		Details: "Questions that say the same are found without anybody having to say what they are about; each keeps its name from week to week. " +
			"Gathered every night, this week as far as it is.",
	}, h.list)
	handle(r, operation{
		ID: "exportThemes", Method: http.MethodGet, Path: "/themes/export", Tag: tagThemes, Summary: "What customers asked most in a week, as CSV",
	}, h.export)
	handle(r, operation{
		ID: "listThemeQuestions", Method: http.MethodGet, Path: "/themes/{id}/questions", Tag: tagThemes, Summary: "The questions behind one, the most alike first",
		Errors: []int{http.StatusNotFound},
	}, h.questions)
	handle(r, operation{
		ID: "renameTheme", Method: http.MethodPatch, Path: "/themes/{id}", Tag: tagThemes, Summary: "Give it a name that stays", Errors: changes,
	}, h.rename)
	handle(r, operation{
		ID: "decideTheme", Method: http.MethodPut, Path: "/themes/{id}/decision", Tag: tagThemes, Summary: "Decide what the brand does about it",
		Details: "Inform customers before they ask, change what makes them ask, or accept it: with who sees to it, and until when. " +
			"How often it was asked before and after stands beside it from then on.",
		Errors: changes,
	}, h.decide)
}

// How many of each channel are listed, and of the staff who can see to one.
const (
	mostThemes = 20
	mostStaff  = 100
)

// ThemesInput says of which week themes are; it is exported because it stands in
// other inputs.
type ThemesInput struct {
	Week    string `query:"week" maxLength:"10" doc:"Its Monday, such as 2026-11-16; absent: the last whole week that was gathered."`
	Channel string `query:"channel" maxLength:"40" doc:"Of this channel alone."`
}

// TopThemes are the themes of a week.
type TopThemes struct {
	Week     string              `json:"week" doc:"Its Monday, in the brand's time zone; empty: nothing was gathered yet."`
	Over     bool                `json:"over" doc:"The week has ended."`
	Weeks    []string            `json:"weeks" nullable:"false" doc:"The Mondays that can be looked at, the newest first."`
	Channels []string            `json:"channels" nullable:"false"`
	Staff    []storage.PersonRef `json:"staff" nullable:"false" doc:"Who can see to one."`
	Items    []storage.ThemeView `json:"items" nullable:"false" doc:"Twenty of each channel, the most asked first."`
}

var errThemeWeek = domain.Refuse(domain.Invalid, "theme_week", "A week is named by its Monday, such as 2026-11-16.").At("/week")

func (h topThemes) list(ctx context.Context, in *ThemesInput) (*body[TopThemes], error) {
	return reply(h.top(ctx, *in))
}

func (h topThemes) top(ctx context.Context, in ThemesInput) (TopThemes, error) {
	top := TopThemes{Items: []storage.ThemeView{}, Staff: []storage.PersonRef{}}
	var err error
	if top.Weeks, top.Channels, err = h.c.Views.GatheredWeeks(ctx, themes.Weeks+1); err != nil {
		return top, err
	}
	if top.Staff, err = h.c.Views.Staff(ctx, mostStaff); err != nil {
		return top, err
	}
	now := h.c.BrandNow()
	running := themes.Monday(now).Format(time.DateOnly)
	switch {
	case in.Week != "":
		day, err := time.Parse(time.DateOnly, in.Week)
		if err != nil || day.Weekday() != time.Monday {
			return top, errThemeWeek
		}
		top.Week = in.Week
	case len(top.Weeks) > 1 && top.Weeks[0] == running:
		top.Week = top.Weeks[1]
	case len(top.Weeks) > 0:
		top.Week = top.Weeks[0]
	default:
		return top, nil
	}
	top.Over = top.Week < running
	found, err := h.c.Views.TopThemes(ctx, storage.ThemesFor{Week: top.Week, Channel: in.Channel, Today: now.Format(time.DateOnly), Most: mostThemes})
	top.Items = append(top.Items, found...)
	return top, err
}

type themeQuestionsInput struct {
	Page
	ByID[themes.ThemeID]

	Week string `query:"week" maxLength:"10" doc:"Its Monday; absent: the newest in which somebody asked."`
}

func (h topThemes) questions(ctx context.Context, in *themeQuestionsInput) (*body[storage.List[storage.ThemeQuestion]], error) {
	return reply(h.c.Views.ThemeQuestions(ctx, in.ID, in.Week, in.page()))
}

// KeptTheme is a theme after somebody changed it.
type KeptTheme struct {
	ID      themes.ThemeID `json:"id"`
	Name    string         `json:"name"`
	Version int            `json:"version"`
}

func keptTheme(t themes.Theme, err error) (*taggedBody[KeptTheme], error) {
	if err != nil {
		return nil, err
	}
	return &taggedBody[KeptTheme]{versionTag(t.Version), KeptTheme{t.ID, t.Name, t.Version}}, nil
}

type themeNameInput struct {
	ByID[themes.ThemeID]
	IfMatch

	Body struct {
		Name    string `json:"name" minLength:"3" maxLength:"90"`
		Version int    `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h topThemes) rename(ctx context.Context, in *themeNameInput) (*taggedBody[KeptTheme], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	return keptTheme(h.themes.Rename(ctx, in.ID, in.Body.Name, v))
}

type themeDecisionInput struct {
	ByID[themes.ThemeID]
	IfMatch

	Body struct {
		Choice  themes.Choice   `json:"choice" enum:"inform,change,accept"`
		OwnerID domain.PersonID `json:"ownerId" minLength:"1" maxLength:"64" doc:"Of the staff: who sees to it."`
		DueOn   string          `json:"dueOn" minLength:"10" maxLength:"10" doc:"2026-12-31 in the brand's time zone, within a year."`
		Note    string          `json:"note,omitempty" maxLength:"500"`
		Version int             `json:"version,omitempty" minimum:"0" doc:"As it was read; the If-Match header does as well."`
	}
}

func (h topThemes) decide(ctx context.Context, in *themeDecisionInput) (*taggedBody[KeptTheme], error) {
	v, err := in.version(ctx, in.Body.Version)
	if err != nil {
		return nil, err
	}
	b := in.Body
	return keptTheme(h.themes.Decide(ctx, actor(ctx), in.ID, themes.Decision{Choice: b.Choice, Owner: b.OwnerID, DueOn: b.DueOn, Note: b.Note}, v))
}

var themeColumns = []string{
	"week", "channel", "language", "theme_id", "name", "questions", "share", "mean_before", "decision", "owner", "due_on", "note",
	"a_week_before_decision", "a_week_after_decision",
}

func (h topThemes) export(ctx context.Context, in *ThemesInput) (*csvFile, error) {
	top, err := h.top(ctx, *in)
	lines := make([][]string, len(top.Items))
	for i, t := range top.Items {
		lines[i] = []string{
			t.Week, harmless(t.Channel), string(t.Language), string(t.ID), harmless(t.Name), strconv.Itoa(t.Questions), decimals(&t.Share), decimals(t.Before),
		}
		if d := t.Decision; d != nil {
			lines[i] = append(lines[i], string(d.Choice), harmless(d.Owner.Name), d.DueOn, harmless(d.Note), decimals(d.Before), decimals(d.After))
		} else {
			lines[i] = append(lines[i], "", "", "", "", "", "")
		}
	}
	return table("top-questions.csv", themeColumns, lines), err
}

// decimals writes a number for programs; what is not known is empty.
func decimals(f *float64) string {
	if f == nil {
		return ""
	}
	return strconv.FormatFloat(*f, 'f', -1, 64)
}
