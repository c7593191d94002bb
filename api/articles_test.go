package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAnArticleFromDraftToReader writes, reviews, reads and votes through the API.
func TestAnArticleFromDraftToReader(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		manager, expert, visitor := h.Manager(), h.Expert("ada"), h.Visitor()
		begin := `{"kind":"article","language":"en","title":"Clean a record","summary":"With a dry brush.","body":"## How\n\nTwo **turns**."}`
		visitor.Post("/articles", begin).Want(http.StatusForbidden)
		a := h.Admin.Post("/articles", begin).Want(http.StatusCreated)
		id := a.String("id")
		require.Equal(t, "draft", a.String("state"))
		require.Equal(t, true, a.At("blocks.1.phrases.1.strong"))
		expert.Get("/articles/" + id).Want(http.StatusNotFound)
		h.Stranger().Get("/published-articles/" + id).Want(http.StatusNotFound)

		h.Admin.Put("/articles/"+id+"/text", `{"title":"Clean a record","summary":"With a dry brush.","body":"Two turns."}`, "If-Match", a.Header.Get("ETag")).
			Want(http.StatusOK)
		h.Admin.Post("/articles/"+id+"/submissions", `{}`, "If-Match", a.Header.Get("ETag")).Want(http.StatusPreconditionFailed)
		h.Admin.Post("/articles/"+id+"/submissions", ``).Want(http.StatusOK)
		h.Admin.Post("/articles/"+id+"/reviews", `{"no":2,"verdict":"publish"}`).Want(http.StatusConflict)
		manager.Post("/articles/"+id+"/reviews", `{"no":2,"verdict":"change"}`).Want(http.StatusUnprocessableEntity)
		out := manager.Post("/articles/"+id+"/reviews", `{"no":2,"verdict":"publish","note":"Clear."}`).Want(http.StatusOK)
		require.Equal(t, "published", out.String("state"))

		require.InDelta(t, 2, h.Stranger().Get("/published-articles/"+id).Want(http.StatusOK).Number("no"), 0)
		visitor.Put("/published-articles/"+id+"/vote", `{"helped":true}`).Want(http.StatusNoContent)
		visitor.Put("/published-articles/"+id+"/vote", `{"helped":false}`).Want(http.StatusNoContent)
		require.InDelta(t, 1, manager.Get("/articles/"+id).Want(http.StatusOK).Number("notHelped"), 0)
		require.Equal(t, 1, expert.Get("/articles").Want(http.StatusOK).Len("items"))
		require.Equal(t, 2, manager.Get("/articles/"+id+"/versions").Want(http.StatusOK).Len("items"))
		require.InDelta(t, 1, manager.Get("/articles/"+id+"/versions/2").Want(http.StatusOK).Number("since"), 0)
		manager.Get("/articles/" + id + "/versions/3").Want(http.StatusNotFound)
		preview := fmt.Sprintf(`{"language":"nl","body":%q}`, strings.Repeat("Doe de kap op de bak. ", 6))
		require.Positive(t, expert.Post("/article-previews", preview).Want(http.StatusOK).Number("ease.score"))
	})
}

// TestTheHelpCentreIsReadWithoutScripts reads the pages as a browser without
// scripts and a machine do.
func TestTheHelpCentreIsReadWithoutScripts(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	manager, reader := h.Manager(), h.Stranger()
	write := func(body string) string {
		t.Helper()
		id := h.Admin.Post("/articles", body).Want(http.StatusCreated).String("id")
		h.Admin.Post("/articles/"+id+"/submissions", ``).Want(http.StatusOK)
		manager.Post("/articles/"+id+"/reviews", `{"no":1,"verdict":"publish"}`).Want(http.StatusOK)
		return id
	}
	reader.Raw("GET", "/help/en/clean-a-record", "").Want(http.StatusNotFound)
	id := write(`{"kind":"manual","language":"en","title":"Clean a record","summary":"With a <dry> brush.","body":"## First\n\nTwo **turns**.\n\n> Slowly."}`)
	shelf := string(reader.Raw("GET", "/help", "").Want(http.StatusOK).Body)
	require.Contains(t, shelf, `<a href="/help/en/clean-a-record">Clean a record</a>`)
	reader.Raw("GET", "/help/xx", "").Want(http.StatusNotFound)
	answer := reader.Raw("GET", "/help/en/clean-a-record", "").Want(http.StatusOK)
	page := string(answer.Body)
	for _, want := range []string{
		`<h2 id="first">First</h2>`, "<strong>turns</strong>", "With a &lt;dry&gt; brush.", `"@type":"TechArticle"`, `<a href="#first">First</a>`, `href="/chat"`,
	} {
		require.Contains(t, page, want)
	}
	require.Equal(t, 1, strings.Count(page, "<script"), "the entry for machines, which is data")
	require.Contains(t, answer.Header.Get("Content-Security-Policy"), "default-src 'none'")
	require.Contains(t, string(reader.Raw("GET", "/sitemap.xml", "").Want(http.StatusOK).Body), "/help/en/clean-a-record</loc>")

	voted := reader.SendForm(votesAt, url.Values{"helped": {"no"}, "reader": {opened(t, reader)}})
	require.Contains(t, []int{http.StatusSeeOther, http.StatusOK}, voted.Status)
	require.InDelta(t, 1, manager.Get("/articles/"+id).Want(http.StatusOK).Number("notHelped"), 0)
	require.Contains(t, string(reader.Raw("GET", "/help/en/clean-a-record?voted=no", "").Want(http.StatusOK).Body), "Ask somebody who knows")
	manager.Patch("/articles/"+id, `{"archived":true}`).Want(http.StatusOK)
	reader.Raw("GET", "/help/en/clean-a-record", "").Want(http.StatusNotFound)
}
