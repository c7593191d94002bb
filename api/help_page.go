package api

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/kennerhq/kenner/api/help"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/knowledge"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
)

// helpPage is the help centre as everybody reads it, written here: it works
// without scripts and runs none.
type helpPage struct{ *router }

// help serves the help centre.
func (r *router) help(e *echo.Echo, m ...echo.MiddlewareFunc) {
	p := helpPage{r}
	r.page(e, "/help", p.shelf, m...)
	r.page(e, "/help/:language", p.shelf, m...)
	r.page(e, "/help/:language/:slug", p.article, m...)
	r.page(e, "/sitemap.xml", p.sitemap, m...)
	e.POST("/help/:language/:slug/votes", p.vote)
}

// frame is what stands around every page, in the language that was asked for.
func (p helpPage) frame(c echo.Context) (help.Page, knownBrand, domain.Language, error) {
	known, err := p.brand.get(c.Request().Context())
	if err != nil {
		return help.Page{}, known, "", err
	}
	s := known.settings
	l := speaks(s.Languages, c.Param("language"), c.Request().Header.Get("Accept-Language"))
	return help.Page{
		Language: string(l), Brand: s.Name, Mark: mark(s.Name), Hue: s.Hue, Strength: strconv.FormatFloat(float64(s.Strength)/1000, 'f', 3, 64),
		Home: "/help/" + string(l), T: help.In(string(l)),
	}, known, l, nil
}

func (p helpPage) shelf(c echo.Context) error {
	page, known, l, err := p.frame(c)
	if err != nil {
		return err
	}
	origin := requestOf(c.Request().Context()).origin
	if asked := c.Param("language"); asked != "" && asked != string(l) {
		page.Kind = "missing"
		return p.write(c, http.StatusNotFound, page)
	}
	all, err := p.Views.Shelf(c.Request().Context(), l)
	if err != nil {
		return err
	}
	page.Kind, page.URL = "shelf", origin+"/help/"+string(l)
	for _, one := range all {
		if n := len(page.Shelves); n == 0 || page.Shelves[n-1].Name != one.Product {
			page.Shelves = append(page.Shelves, help.Shelf{Name: one.Product})
		}
		at := &page.Shelves[len(page.Shelves)-1]
		at.Entries = append(at.Entries, help.Entry{
			Title: one.Title, Summary: one.Summary, Href: address(one.Language, one.Slug), Manual: one.Kind == knowledge.KindManual,
		})
	}
	for _, other := range known.settings.Languages {
		page.Choices = append(page.Choices, help.Choice{Tag: string(other), Name: nameOf(other), Href: origin + "/help/" + string(other)})
	}
	return p.write(c, http.StatusOK, page)
}

// address is where an article is read.
func address(l domain.Language, slug string) string { return "/help/" + string(l) + "/" + slug }

func (p helpPage) article(c echo.Context) error {
	ctx := c.Request().Context()
	page, known, _, err := p.frame(c)
	if err != nil {
		return err
	}
	a, err := p.Views.ArticleAt(ctx, domain.Language(c.Param("language")), c.Param("slug"))
	if errors.Is(err, knowledge.ErrUnknownArticle) {
		page.Kind = "missing"
		return p.write(c, http.StatusNotFound, page)
	}
	if err != nil {
		return err
	}
	page.Kind, page.Language, page.T = "article", string(a.Language), help.In(string(a.Language))
	page.Home = "/help/" + page.Language
	page.Title, page.Summary, page.Product, page.Blocks, page.Manual = a.Title, a.Summary, a.Product, a.Blocks, a.Kind == knowledge.KindManual
	if page.Manual {
		page.Chapters = slices.DeleteFunc(slices.Clone(a.Blocks), func(b knowledge.Block) bool { return b.Kind != knowledge.BlockHeading || b.Level != 2 })
	}
	origin, here := requestOf(ctx).origin, address(a.Language, a.Slug)
	page.URL, page.Action = origin+here, here+"/votes"
	for _, t := range append([]storage.ReadTranslation{{Language: a.Language, Slug: a.Slug}}, a.Translations...) {
		page.Choices = append(page.Choices, help.Choice{Tag: string(t.Language), Name: nameOf(t.Language), Href: origin + address(t.Language, t.Slug)})
	}
	day := a.PublishedAt.In(known.zone)
	page.Changed = fmt.Sprintf(page.T.Changed, vetting.DayIn(a.Language, day)+" "+strconv.Itoa(day.Year()))
	switch v := c.QueryParam("voted"); v {
	case "yes", "no", "again", "enough":
		page.Voted = v
	}
	page.Reader = p.newReader()
	page.Entry = documentOf(a, page, day)
	return p.write(c, http.StatusOK, page)
}

// documentOf is an article for machines.
func documentOf(a storage.ReadArticle, page help.Page, day time.Time) *help.Document {
	d := &help.Document{
		Context: "https://schema.org", Type: "Article", Headline: a.Title, Description: a.Summary, InLanguage: page.Language, URL: page.URL,
		DateModified: day.Format(time.RFC3339), Publisher: help.Organization{Type: "Organization", Name: page.Brand},
	}
	if page.Manual {
		d.Type = "TechArticle"
	}
	if a.Product != "" {
		d.About = &help.Thing{Type: "Product", Name: a.Product}
	}
	return d
}

func (p helpPage) write(c echo.Context, status int, page help.Page) error {
	page.Nonce = rand.Text()
	var out bytes.Buffer
	if err := page.Write(&out); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Security-Policy", joinPolicy(page.Nonce))
	h.Set("Cache-Control", "no-store") // the nonce is for one reader
	h.Set("Vary", "Accept-Language")
	return c.HTMLBlob(status, out.Bytes())
}

// sitemap lists every address of the help centre for machines.
func (p helpPage) sitemap(c echo.Context) error {
	ctx := c.Request().Context()
	all, err := p.Views.Shelf(ctx, "")
	if err != nil {
		return err
	}
	origin := requestOf(ctx).origin
	topics := map[knowledge.ArticleID][]help.Link{}
	for _, one := range all {
		topics[one.TopicID] = append(topics[one.TopicID], help.Link{Rel: "alternate", Tag: string(one.Language), Href: origin + address(one.Language, one.Slug)})
	}
	var m help.Map
	for _, one := range all {
		place := help.Place{Loc: origin + address(one.Language, one.Slug), LastMod: one.PublishedAt.UTC().Format(time.DateOnly)}
		if links := topics[one.TopicID]; len(links) > 1 {
			place.Links = links
		}
		m.Places = append(m.Places, place)
	}
	var out bytes.Buffer
	if err := m.Write(&out); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "public, max-age=3600")
	return c.Blob(http.StatusOK, "application/xml; charset=utf-8", out.Bytes())
}
