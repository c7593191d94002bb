package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestASearchFromFailedToSolved: nothing is found, staff see it and write, and the next reader is helped.
func TestASearchFromFailedToSolved(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		manager, stranger, expert := h.Manager(), h.Stranger(), h.Expert("ada")
		search := func(text string) apitest.Answer {
			t.Helper()
			return stranger.Post("/searches", fmt.Sprintf(`{"text":%q,"language":"en"}`, text)).Want(http.StatusCreated)
		}
		stranger.Post("/searches", `{"text":" ?! ","language":"en"}`).Want(http.StatusUnprocessableEntity)
		stranger.Post("/searches", fmt.Sprintf(`{"text":%q,"language":"en"}`, strings.Repeat("a", 201))).Want(http.StatusUnprocessableEntity)
		require.Equal(t, 0, search("Clean a récord").Len("items"))
		stranger.Get("/search-terms").Want(http.StatusUnauthorized)
		expert.Get("/search-terms").Want(http.StatusForbidden)
		failed := manager.Get("/search-terms?failed=true").Want(http.StatusOK)
		require.Equal(t, "clean a record", failed.String("items.0.term"))
		h.Clock.Add(8 * 24 * time.Hour)
		require.Equal(t, 1, manager.Get("/search-terms").Want(http.StatusOK).Len("items"), "a month is counted")
		require.Equal(t, 0, manager.Get("/search-terms?days=7").Want(http.StatusOK).Len("items"), "or the days that are asked for")
		manager.Get("/search-terms?days=181").Want(http.StatusUnprocessableEntity)
		expert.Post("/search-terms/articles", `{"language":"en","term":"clean a record"}`).Want(http.StatusForbidden)

		begun := h.Admin.Post("/search-terms/articles", `{"language":"en","term":"clean a record"}`).Want(http.StatusOK)
		a := begun.String("id")
		require.Equal(t, "Clean a record", begun.String("title"))
		require.Equal(t, a, manager.Post("/search-terms/articles", `{"language":"en","term":"clean a record"}`).Want(http.StatusOK).String("id"))
		require.Equal(t, a, manager.Get("/search-terms?failed=true&days=30").Want(http.StatusOK).String("items.0.articleId"))
		h.Admin.Put("/articles/"+a+"/text", `{"title":"Clean a record","summary":"With a dry brush.","body":"Two turns.","version":1}`).Want(http.StatusOK)
		h.Admin.Post("/articles/"+a+"/submissions", ``).Want(http.StatusOK)
		manager.Post("/articles/"+a+"/reviews", `{"no":2,"verdict":"publish"}`).Want(http.StatusOK)
		require.NoError(t, h.Services.Library.Refresh(t.Context()))
		require.Equal(t, "published", manager.Get("/search-terms?failed=true").Want(http.StatusOK).String("items.0.articleState"))

		typed := stranger.Get("/answers?language=en&text=clean+a+reco").Want(http.StatusOK)
		require.Equal(t, a, typed.String("items.0.id"))
		require.Equal(t, 0, stranger.Get("/answers?language=nl&text=clean").Want(http.StatusOK).Len("items"))
		found := search("claen record")
		id := found.String("id")
		require.Equal(t, "clean-a-record", found.String("items.0.slug"))
		stranger.Post("/searches/"+id+"/openings", fmt.Sprintf(`{"articleId":%q}`, a)).Want(http.StatusNoContent)
		stranger.Post("/searches/"+id+"/openings", `{"articleId":"art_none"}`).Want(http.StatusConflict)
		stranger.Post("/searches/sea_none/outcomes", `{"outcome":"asked"}`).Want(http.StatusNotFound)
		stranger.Post("/searches/"+id+"/outcomes", fmt.Sprintf(`{"outcome":"solved","articleId":%q}`, a)).Want(http.StatusNoContent)
		did := manager.Get("/deflections").Want(http.StatusOK)
		for figure, want := range map[string]int{"shown": 1, "opened": 1, "solved": 1, "asked": 0} {
			require.Equal(t, want, int(did.Number("items.0."+figure)), figure)
		}
		files := map[string][]string{
			"/search-terms/export?days=30": {"language,term,searches,failed,in_vain", "en,clean a record,1,1,1,0,0,0,0,0,"},
			"/deflections/export":          {"article_id,language,title", a + ",en,Clean a record,published,1,1,1,0,0,0,,false"},
		}
		for path, lines := range files {
			file := manager.Get(path).Want(http.StatusOK)
			require.Equal(t, "text/csv; charset=utf-8", file.Header.Get("Content-Type"))
			for _, line := range lines {
				require.Contains(t, string(file.Body), line)
			}
			stranger.Get(path).Want(http.StatusUnauthorized)
		}
	})
}

// TestASearchShowsNoMoreThanItsReaderSees: what a reader has no room for is not counted as shown to them.
func TestASearchShowsNoMoreThanItsReaderSees(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	manager, stranger := h.Manager(), h.Stranger()
	for _, title := range []string{"Clean a record", "Clean a needle"} {
		a := h.Admin.Post("/articles", fmt.Sprintf(`{"kind":"article","language":"en","title":%q,"summary":"With a dry brush.","body":"Two turns."}`, title)).
			Want(http.StatusCreated).String("id")
		h.Admin.Post("/articles/"+a+"/submissions", ``).Want(http.StatusOK)
		manager.Post("/articles/"+a+"/reviews", `{"no":1,"verdict":"publish"}`).Want(http.StatusOK)
	}
	require.NoError(t, h.Services.Library.Refresh(t.Context()))
	require.Equal(t, 2, stranger.Get("/answers?language=en&text=clean").Want(http.StatusOK).Len("items"))
	require.Equal(t, 1, stranger.Get("/answers?language=en&text=clean&most=1").Want(http.StatusOK).Len("items"))
	stranger.Get("/answers?language=en&text=clean&most=6").Want(http.StatusUnprocessableEntity)
	stranger.Post("/searches", `{"text":"clean","language":"en","most":6}`).Want(http.StatusUnprocessableEntity)
	require.Equal(t, 1, stranger.Post("/searches", `{"text":"clean","language":"en","most":1}`).Want(http.StatusCreated).Len("items"))
	require.Equal(t, 1, manager.Get("/deflections").Want(http.StatusOK).Len("items"), "the other one was not shown")
	require.Equal(t, 2, stranger.Post("/searches", `{"text":"clean","language":"en"}`).Want(http.StatusCreated).Len("items"))
}
