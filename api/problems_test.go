package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAProblemFromItsNameToItsEnd: everything that staff can do about one, and what others may not.
func TestAProblemFromItsNameToItsEnd(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		manager, expert, stranger := h.Manager(), h.Expert("ada"), h.Stranger()
		group := h.Admin.Post("/contact-reasons", `{"name":"Billing","difficulty":1}`).Want(http.StatusCreated).String("id")
		reason := h.Admin.Post("/contact-reasons", fmt.Sprintf(`{"parentId":%q,"name":"An invoice","difficulty":1}`, group)).Want(http.StatusCreated).String("id")
		department := manager.Post("/departments", `{"name":"Billing","email":"Billing@example.org"}`).Want(http.StatusCreated)
		require.Equal(t, "billing@example.org", department.String("email"))
		manager.Post("/departments", `{"name":"Billing","email":"b@example.org"}`).Want(http.StatusConflict)
		manager.Post("/departments", `{"name":"Mail","email":"nobody"}`).Want(http.StatusUnprocessableEntity)
		stranger.Get("/problems").Want(http.StatusUnauthorized)
		for _, path := range []string{"/problems", "/problem-overview", "/benefits", "/problem-settings", "/departments", "/problems/export"} {
			expert.Get(path).Want(http.StatusForbidden)
		}

		p := manager.Post("/problems", fmt.Sprintf(`{"reasonId":%q,"title":"An unclear invoice"}`, reason)).Want(http.StatusCreated)
		at := "/problems/" + p.String("id")
		require.Equal(t, "candidate", p.String("state"))
		manager.Post("/problems", fmt.Sprintf(`{"reasonId":%q,"title":"The same"}`, reason)).Want(http.StatusConflict)
		manager.Post("/problems", `{"reasonId":"rsn_none","title":"No reason"}`).Want(http.StatusUnprocessableEntity)
		manager.Post(at+"/openings", `{"cause":"process"}`).Want(http.StatusPreconditionRequired)
		manager.Post(at+"/openings", `{"version":1}`).Want(http.StatusUnprocessableEntity)
		owner := manager.Get("/me").Want(http.StatusOK).String("id")
		opened := manager.Post(at+"/openings", fmt.Sprintf(`{"cause":"process","ownerId":%q,"departmentId":%q,"version":1}`, owner, department.String("id"))).
			Want(http.StatusOK)
		require.Equal(t, "open", opened.String("state"))
		require.Equal(t, "Billing", opened.String("department"))
		manager.Patch(at, `{"dueOn":"2026-10-01","version":1}`).Want(http.StatusPreconditionFailed)
		manager.Patch(at, `{"dueOn":"1999-10-01","version":2}`).Want(http.StatusUnprocessableEntity)
		manager.Patch(at, `{"dueOn":"2026-10-01","version":2}`).Want(http.StatusOK)
		manager.Post(at+"/closings", `{"outcome":"dismissed","why":"None.","version":3}`).Want(http.StatusConflict)
		on := h.Clock.Now().AddDate(0, 0, 1).Format(time.DateOnly)
		changing := manager.Post(at+"/improvements", fmt.Sprintf(`{"what":"A clearer line","hypothesis":"Half ask","on":%q,"quickWin":true,"version":3}`, on)).
			Want(http.StatusOK)
		require.Equal(t, "changing", changing.String("state"))
		require.Equal(t, true, changing.At("quickWin"))
		manager.Post(at+"/closings", `{"outcome":"solved","version":4}`).Want(http.StatusConflict)
		manager.Put(at+"/searches", `{"language":"en","term":"invoice line","attached":true}`).Want(http.StatusNoContent)
		require.Equal(t, 1, manager.Get(at).Want(http.StatusOK).Len("searches"))
		manager.Post(at+"/messages", `{"messages":{"en":"It is solved."},"version":4}`).Want(http.StatusConflict)
		manager.Post(at+"/closings", `{"outcome":"no_effect","version":4}`).Want(http.StatusUnprocessableEntity)
		manager.Post(at+"/closings", `{"outcome":"no_effect","why":"Nobody saw it.","version":4}`).Want(http.StatusOK)
		require.Equal(t, 1, manager.Get("/problems?closed=true").Want(http.StatusOK).Len("items"))
		require.Equal(t, "open", manager.Post(at+"/reopenings", `{"why":"It is back.","version":5}`).Want(http.StatusOK).String("state"))
		require.Equal(t, 0, manager.Get(at+"/contacts").Want(http.StatusOK).Len("items"))
		manager.Get("/problems/prb_none/contacts").Want(http.StatusNotFound)
		require.Equal(t, 1, manager.Get("/problems").Want(http.StatusOK).Len("items"))
		require.Equal(t, 0, manager.Get("/benefits").Want(http.StatusOK).Len("items"))
		require.Equal(t, 1, int(manager.Get("/problem-overview").Want(http.StatusOK).Number("decidedInTime")))

		manager.Put("/problem-settings", `{"contactCents":300,"hourCents":3600,"volumePercent":40}`).Want(http.StatusPreconditionRequired)
		manager.Put("/problem-settings", `{"contactCents":300,"hourCents":3600,"volumePercent":40,"version":1}`).Want(http.StatusOK)
		manager.Put("/problem-settings", `{"contactCents":300,"hourCents":3600,"volumePercent":40,"version":1}`).Want(http.StatusPreconditionFailed)
		require.Equal(t, 300, int(manager.Get("/problem-settings").Want(http.StatusOK).Number("contactCents")))
		manager.Patch("/departments/"+department.String("id"), `{"archived":true}`).Want(http.StatusOK)
		require.Equal(t, 1, manager.Get("/departments").Want(http.StatusOK).Len("items"))
		for path, line := range map[string]string{"/problems/export": "An unclear invoice,open", "/benefits/export": "id,title,reason_id,change"} {
			require.Contains(t, string(manager.Get(path).Want(http.StatusOK).Body), line)
		}
	})
}

// TestSignalsAndIdeas: an expert tells the brand, colleagues vote, and the brand answers.
func TestSignalsAndIdeas(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		manager, ada, bob := h.Manager(), h.Expert("ada"), h.Expert("bob")
		ada.Post("/conversations/cnv_none/problem-signals", `{"text":"The third time."}`).Want(http.StatusNotFound)
		manager.Post("/conversations/cnv_none/problem-signals", `{"text":"The third time."}`).Want(http.StatusForbidden)
		require.Equal(t, 0, ada.Get("/me/problem-signals").Want(http.StatusOK).Len("items"))

		idea := ada.Post("/ideas", `{"title":"A card in the box","text":"It says how to wash."}`).Want(http.StatusCreated)
		at := "/ideas/" + idea.String("id")
		require.Equal(t, true, idea.At("mine"))
		ada.Put(at+"/vote", `{"vote":true}`).Want(http.StatusConflict)
		bob.Put(at+"/vote", `{"vote":true}`).Want(http.StatusOK)
		require.Equal(t, 1, int(bob.Put(at+"/vote", `{"vote":true}`).Want(http.StatusOK).Number("votes")))
		require.Equal(t, 0, int(bob.Put(at+"/vote", `{"vote":false}`).Want(http.StatusOK).Number("votes")))
		bob.Put("/ideas/ide_none/vote", `{"vote":true}`).Want(http.StatusNotFound)
		bob.Post(at+"/decisions", `{"state":"declined","answer":"No.","version":1}`).Want(http.StatusForbidden)
		manager.Post(at+"/decisions", `{"state":"declined","version":1}`).Want(http.StatusUnprocessableEntity)
		manager.Post(at+"/decisions", `{"state":"considered","version":1}`).Want(http.StatusOK)
		manager.Post(at+"/decisions", `{"state":"declined","answer":"Too dear.","version":1}`).Want(http.StatusPreconditionFailed)
		require.Equal(t, "declined", manager.Post(at+"/decisions", `{"state":"declined","answer":"Too dear.","version":2}`).Want(http.StatusOK).String("state"))
		require.Equal(t, "Too dear.", ada.Get("/ideas").Want(http.StatusOK).String("items.0.answer"))
		for range 2 {
			ada.Post("/ideas", `{"title":"Another","text":"And one more."}`).Want(http.StatusCreated)
		}
		ada.Post("/ideas", `{"title":"Another","text":"And one more."}`).Refused(http.StatusConflict, "ideas_spent")
	})
}
