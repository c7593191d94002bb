package api

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/api/join"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
)

// vacancyPage is the public page of a vacancy, written here: it works without
// scripts and runs none.
type vacancyPage struct {
	*router
	vetting *vetting.Vetting

	mu       sync.Mutex
	pictures map[string][]byte // by what stands on them
}

// maxPictures bounds what is kept drawn; a full house starts anew.
const maxPictures = 32

// join serves the pages of vacancies.
func (r *router) join(e *echo.Echo, m ...echo.MiddlewareFunc) {
	p := &vacancyPage{router: r, vetting: r.Services.Vetting, pictures: map[string][]byte{}}
	r.page(e, "/join/assets/:file", r.joinAsset, m...)
	r.page(e, "/join/:slug", p.show, m...)
	r.page(e, "/join/:slug/picture.png", p.picture)
	e.POST("/join/:slug", p.send, m...)
	e.POST("/join/:slug/declines", p.decline, m...)
}

// joinAsset is the style of the page, and its letters.
func (r *router) joinAsset(c echo.Context) error {
	name := c.Param("file")
	if ext := path.Ext(name); ext != ".css" && ext != ".woff2" {
		return echo.ErrNotFound
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	return r.file(c, "join/"+name)
}

// joinPolicy lets the page show and send, and nothing run.
func joinPolicy(nonce string) string {
	return strings.Join([]string{
		"default-src 'none'", "style-src 'self' 'nonce-" + nonce + "'", "img-src 'self'", "font-src 'self'", "form-action 'self'",
		"frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'",
	}, "; ")
}

// visit is one request for a vacancy's page.
type visit struct {
	vacancy  storage.VacancyView
	brand    knownBrand
	language domain.Language
	link     string // the code of a tagged link
	recruit  string // the token of a personal invitation
	page     join.Page
}

func (p *vacancyPage) show(c echo.Context) error {
	ctx := c.Request().Context()
	v, err := p.visit(c, c.QueryParam("l"), c.QueryParam("s"), c.QueryParam("r"))
	if err != nil {
		return err
	}
	if v.page.Kind == "vacancy" {
		p.look(ctx, v)
		v.page.Form = join.Form{ID: rand.Text(), Language: string(v.language), Languages: []string{string(v.language)}}
		if err := p.greet(ctx, v); err != nil {
			return err
		}
	}
	return p.write(c, status(v.page.Kind), v)
}

func status(kind string) int {
	return map[string]int{"missing": http.StatusNotFound, "closed": http.StatusGone, "sent": http.StatusCreated}[kind]
}

// visit reads what every page of a vacancy shows.
func (p *vacancyPage) visit(c echo.Context, language, link, recruit string) (*visit, error) {
	ctx := c.Request().Context()
	v := &visit{link: link, recruit: recruit, language: "en"}
	if len(v.link) > 64 || len(v.recruit) > 128 {
		v.link, v.recruit = "", ""
	}
	var err error
	if v.brand, err = p.brand.get(ctx); err != nil {
		return nil, err
	}
	v.vacancy, err = p.Views.VacancyAt(ctx, c.Param("slug"))
	missing := errors.Is(err, vetting.ErrUnknownVacancy) || err == nil && v.vacancy.State == vetting.Draft
	if err != nil && !missing {
		return nil, err
	}
	spoken := v.brand.settings.Languages
	if !missing {
		spoken = v.vacancy.Languages
	}
	v.language = speaks(spoken, language, c.Request().Header.Get("Accept-Language"))
	p.frame(ctx, v)
	if missing {
		v.page.Kind = "missing"
		return v, nil
	}
	p.words(ctx, v)
	return v, p.policies(ctx, v)
}

// speaks is the language of the page: the one that was asked for, the first of
// the browser's that the vacancy has, or its own first.
func speaks(has []domain.Language, asked, accepted string) domain.Language {
	wishes := []string{asked}
	for part := range strings.SplitSeq(accepted, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		tag, _, _ = strings.Cut(strings.ToLower(tag), "-")
		wishes = append(wishes, tag)
	}
	for _, w := range wishes {
		if slices.Contains(has, domain.Language(w)) {
			return domain.Language(w)
		}
	}
	return has[0]
}

// frame is what stands around every page.
func (p *vacancyPage) frame(ctx context.Context, v *visit) {
	s := v.brand.settings
	v.page = join.Page{
		Language: string(v.language), Brand: s.Name, Mark: mark(s.Name), Hue: s.Hue,
		Strength: strconv.FormatFloat(float64(s.Strength)/1000, 'f', 3, 64), T: join.In(string(v.language)),
	}
	v.page.URL = requestOf(ctx).origin + "/join/" + v.vacancy.Slug
}

// words are the vacancy's own, in the language of the page.
func (p *vacancyPage) words(_ context.Context, v *visit) {
	vac := vetting.Vacancy{State: v.vacancy.State, Languages: v.vacancy.Languages, Texts: v.vacancy.Texts, ClosesOn: v.vacancy.ClosesOn}
	w, _ := vac.Words(v.language)
	g := &v.page
	g.Kind = "closed"
	if vac.Takes(v.brand.zone, p.BrandNow()) {
		g.Kind = "vacancy"
	}
	g.Title, g.Intro, g.Tasks, g.Offer, g.Requirements, g.Hours, g.Reward = w.Title, w.Intro, w.Tasks, w.Offer, w.Requirements, w.Hours, w.Reward
	if day, err := time.Parse(time.DateOnly, v.vacancy.ClosesOn); err == nil {
		g.ClosesOn = vetting.DayIn(v.language, day) + " " + strconv.Itoa(day.Year())
	}
	g.AdultText = fmt.Sprintf(g.T.Adult, v.vacancy.MinAge)
	g.Link, g.Recruit = v.link, v.recruit
	for _, l := range v.vacancy.Languages {
		keep := url.Values{"l": {string(l)}}
		for name, value := range map[string]string{"s": v.link, "r": v.recruit} {
			if value != "" {
				keep.Set(name, value)
			}
		}
		g.Choices = append(g.Choices, join.Choice{Tag: string(l), Name: nameOf(l), Href: g.URL + "?" + keep.Encode()})
		g.Spoken = append(g.Spoken, join.Choice{Tag: string(l), Name: nameOf(l)})
	}
	g.Action, g.Decline = "/join/"+v.vacancy.Slug+"?l="+string(v.language), "/join/"+v.vacancy.Slug+"/declines"
	g.Picture = g.URL + "/picture.png?l=" + string(v.language)
	if g.Kind == "vacancy" {
		g.Posting = posting(v, w)
	}
}

// nameOf is a language in itself.
func nameOf(l domain.Language) string {
	if name, known := map[domain.Language]string{
		"en": "English", "nl": "Nederlands", "de": "Deutsch", "fr": "Français", "es": "Español", "it": "Italiano", "pl": "Polski", "da": "Dansk",
	}[l]; known {
		return name
	}
	return string(l)
}

// posting is the vacancy for machines. Volunteers are what experts are: they get
// points, which are no money.
func posting(v *visit, w vetting.Words) *join.Posting {
	out := &join.Posting{
		Context: "https://schema.org", Type: "JobPosting", Title: w.Title, Description: w.Intro, EmploymentType: "VOLUNTEER",
		JobLocationType: "TELECOMMUTE", Qualifications: w.Requirements, Responsibilities: w.Tasks, JobBenefits: w.Offer, WorkHours: w.Hours,
		InLanguage: string(v.language), URL: v.page.URL, DirectApply: true,
		HiringOrganization: join.Organization{Type: "Organization", Name: v.brand.settings.Name},
	}
	if v.vacancy.OpenedAt != nil {
		out.DatePosted = v.vacancy.OpenedAt.In(v.brand.zone).Format(time.DateOnly)
	}
	if v.vacancy.ClosesOn != "" {
		if day, err := time.ParseInLocation(time.DateOnly, v.vacancy.ClosesOn, v.brand.zone); err == nil {
			out.ValidThrough = day.AddDate(0, 0, 1).Format(time.RFC3339)
		}
	}
	return out
}

// policies are the texts to be accepted, with their versions.
func (p *vacancyPage) policies(ctx context.Context, v *visit) error {
	all, err := p.vetting.Policies(ctx)
	if err != nil {
		return err
	}
	for _, x := range all {
		one := join.Policy{Version: x.Version, Text: x.In(v.language, v.vacancy.Languages...)}
		if x.Kind == vetting.HouseRules {
			v.page.Rules = one
		} else {
			v.page.Disclosure = one
		}
	}
	return nil
}

// look counts one more who looked by a tagged link: an address once an hour. A
// full disk keeps nobody from reading.
func (p *vacancyPage) look(ctx context.Context, v *visit) {
	if v.link == "" {
		return
	}
	if p.Counter != nil {
		d, err := p.Counter.Take(ctx, limitLooks.name+":"+v.link+":"+network(requestOf(ctx).ip), limitLooks.Limit)
		if err != nil || !d.Allowed {
			return
		}
	}
	if err := p.vetting.Look(ctx, v.vacancy.Slug, v.link); err != nil {
		p.Logger.WarnContext(ctx, "a look at a vacancy was not counted", "err", err)
	}
}

// greet shows what a personal invitation says. One that does not work any more
// leaves the page as it is for everybody.
func (p *vacancyPage) greet(ctx context.Context, v *visit) error {
	if v.recruit == "" {
		return nil
	}
	g, err := p.vetting.Greet(ctx, v.vacancy.Slug, v.recruit)
	if errors.Is(err, vetting.ErrBadRecruit) {
		v.page.Recruit = ""
		return nil
	}
	if err != nil {
		return err
	}
	if g.Declined {
		v.page.Kind = "declined"
		return nil
	}
	first, _, _ := strings.Cut(g.Name, " ")
	v.page.Greeting = strings.Replace(fmt.Sprintf(v.page.T.Greeting, first), " ,", ",", 1)
	if g.Purchase != "" {
		v.page.ConsentText = fmt.Sprintf(v.page.T.Consent, g.Purchase)
	}
	return nil
}

func (p *vacancyPage) write(c echo.Context, status int, v *visit) error {
	v.page.Nonce = rand.Text()
	var out bytes.Buffer
	if err := v.page.Write(&out); err != nil {
		return err
	}
	if status == 0 {
		status = http.StatusOK
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", joinPolicy(v.page.Nonce))
	h.Set("Cache-Control", "no-store") // the form is for one reader
	h.Set("Vary", "Accept-Language")
	return c.HTMLBlob(status, out.Bytes())
}

// picture is what networks show beside a shared link.
func (p *vacancyPage) picture(c echo.Context) error {
	v, err := p.visit(c, c.QueryParam("l"), "", "")
	if err != nil {
		return err
	}
	if v.page.Kind == "missing" {
		return echo.ErrNotFound
	}
	s := v.brand.settings
	b, err := p.drawn(join.Sign{
		Brand: s.Name, Title: v.page.Title, Line: v.page.Intro, Hue: s.Hue, Strength: float64(s.Strength) / 1000,
	})
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	return c.Blob(http.StatusOK, "image/png", b)
}

// drawn draws a sign once; who asks meanwhile waits for it.
func (p *vacancyPage) drawn(s join.Sign) ([]byte, error) {
	key := fmt.Sprint(s)
	p.mu.Lock()
	defer p.mu.Unlock()
	if b, known := p.pictures[key]; known {
		return b, nil
	}
	b, err := join.Picture(s)
	if err != nil {
		return nil, err
	}
	if len(p.pictures) >= maxPictures {
		clear(p.pictures)
	}
	p.pictures[key] = b
	return b, nil
}
