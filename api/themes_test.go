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

// TestTopQuestionsAreDecided: staff alone see what is asked most, with the questions behind it, and decide.
func TestTopQuestionsAreDecided(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		manager, expert := h.Manager(), h.Expert("ada")
		expert.Get("/themes").Want(http.StatusForbidden)
		h.Visitor().Get("/themes").Want(http.StatusForbidden)
		empty := manager.Get("/themes").Want(http.StatusOK)
		require.Empty(t, empty.String("week"))
		require.Equal(t, 0, empty.Len("items"))

		for _, q := range []string{"Where is my order?", "Hello! Where is my order?", "Where is my order now?", "Do you sell gift cards?"} {
			h.Visitor().Post("/conversations", fmt.Sprintf(`{"question":%q,"language":"en"}`, q)).Want(http.StatusCreated)
		}
		_, err := h.Services.Themes.Gather(t.Context())
		require.NoError(t, err)
		top := manager.Get("/themes").Want(http.StatusOK)
		require.Equal(t, 1, top.Len("items"))
		require.Equal(t, "Where is my order?", top.String("items.0.name"))
		require.NotZero(t, top.Len("staff"))
		id, week := top.String("items.0.id"), top.String("week")
		manager.Get("/themes?week=2026-11-17").Refused(http.StatusUnprocessableEntity, "theme_week")
		manager.Get("/themes?week=yesterday").Refused(http.StatusUnprocessableEntity, "theme_week")
		require.Equal(t, 0, manager.Get("/themes?week="+week+"&channel=phone").Want(http.StatusOK).Len("items"))
		require.Equal(t, 3, manager.Get("/themes/"+id+"/questions?week="+week).Want(http.StatusOK).Len("items"))
		require.Equal(t, 3, manager.Get("/themes/"+id+"/questions").Want(http.StatusOK).Len("items"))
		manager.Get("/themes/thm_none/questions?week="+week).Refused(http.StatusNotFound, "theme_not_found")

		owner := top.String("staff.0.id")
		due := h.Clock.Now().AddDate(0, 0, 14).Format(time.DateOnly)
		decision := func(choice, owner, due string, version int) string {
			return fmt.Sprintf(`{"choice":%q,"ownerId":%q,"dueOn":%q,"note":"The mail says it.","version":%d}`, choice, owner, due, version)
		}
		expert.Put("/themes/"+id+"/decision", decision("inform", owner, due, 1)).Want(http.StatusForbidden)
		manager.Put("/themes/"+id+"/decision", decision("inform", "per_none", due, 1)).Refused(http.StatusUnprocessableEntity, "theme_owner")
		manager.Put("/themes/"+id+"/decision", decision("inform", owner, "2020-01-01", 1)).Refused(http.StatusUnprocessableEntity, "theme_due")
		manager.Put("/themes/"+id+"/decision", decision("inform", owner, due, 0)).Refused(http.StatusPreconditionRequired, "version_required")
		manager.Put("/themes/"+id+"/decision", decision("inform", owner, due, 1)).Want(http.StatusOK)
		manager.Put("/themes/"+id+"/decision", decision("accept", owner, due, 1)).Refused(http.StatusPreconditionFailed, "stale_version")
		manager.Patch("/themes/"+id, `{"name":"ab","version":2}`).Want(http.StatusUnprocessableEntity)
		manager.Patch("/themes/"+id, `{"name":"Where an order is","version":2}`).Want(http.StatusOK)

		after := manager.Get("/themes?week=" + week).Want(http.StatusOK)
		require.Equal(t, "Where an order is", after.String("items.0.name"))
		require.Equal(t, "inform", after.String("items.0.decision.choice"))
		require.Equal(t, owner, after.String("items.0.decision.owner.id"))
		csv := string(manager.Get("/themes/export?week=" + week).Want(http.StatusOK).Body)
		require.Contains(t, csv, "\r\n"+week+",chat,en,"+id+",Where an order is,3,0.75,,inform,")
		expert.Get("/themes/export").Want(http.StatusForbidden)
	})
}
