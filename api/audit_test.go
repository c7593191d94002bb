package api_test

import (
	"encoding/json"
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

// logged are the lines of the log that a query finds, newest first.
func logged(t *testing.T, c *apitest.Client, query string) []storage.AuditView {
	t.Helper()
	var out storage.List[storage.AuditView]
	require.NoError(t, json.Unmarshal(c.Get("/audit-log?limit=100"+query).Want(http.StatusOK).Body, &out))
	return out.Items
}

func TestWhatStaffChangeIsWrittenDownAsItWasAndIs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		manager, auditor, ada := h.Manager(), h.Auditor(), h.Expert("ada")
		manager.Patch("/experts/"+ada.ID, `{"state":"paused"}`).Want(http.StatusOK)
		lines := logged(t, auditor, "&action=changeExpert")
		require.Len(t, lines, 1)
		require.Equal(t, []string{ada.ID, manager.ID, "manager", "change"}, []string{lines[0].Subject, string(lines[0].ActorID), string(lines[0].Role), lines[0].Kind})
		require.Equal(t, map[string]string{"state": "active"}, lines[0].Was)
		require.Equal(t, map[string]string{"state": "paused"}, lines[0].Became)

		manager.Patch("/experts/"+ada.ID, `{"alias":"Grey heron","version":2}`).Want(http.StatusOK)
		lines = logged(t, auditor, "&action=changeExpert")
		require.Len(t, lines, 2)
		require.Equal(t, map[string]string{"alias": "•"}, lines[0].Became, "what is personal is not kept")

		made := manager.Post("/products", `{"name":"Tern","description":"A speaker."}`).Want(http.StatusCreated).String("id")
		lines = logged(t, auditor, "&action=createProduct")
		require.Len(t, lines, 1)
		require.Equal(t, made, lines[0].Subject)
		require.Empty(t, lines[0].Was)
		require.Equal(t, "Tern", lines[0].Became["name"])

		before := len(logged(t, auditor, "&kind=change"))
		manager.Patch("/experts/"+ada.ID, `{"level":4,"version":1}`).Want(http.StatusPreconditionFailed)
		require.Len(t, logged(t, auditor, "&kind=change"), before, "what was refused did not happen")
		require.NotEmpty(t, logged(t, auditor, "&action=acceptInvitation&actor="+ada.ID), "who came in stands there too")
	})
}

// A repeated request has one effect, one answer and one line.
func TestARepeatedRequestIsWrittenDownOnce(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	for range 2 {
		h.Admin.Post("/products", `{"name":"Tern","description":"A speaker."}`, "Idempotency-Key", "k1").Want(http.StatusCreated)
	}
	require.Len(t, logged(t, h.Admin, "&action=createProduct"), 1)
}

// Without its line a change does not happen.
func TestAChangeAndItsLineAreOne(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	manager, ada := h.Manager(), h.Expert("ada")
	storagetest.Exec(t, h.DB, `CREATE TRIGGER audit_fails BEFORE INSERT ON audit_log WHEN NEW.action = 'changeExpert'
		BEGIN SELECT RAISE(ABORT, 'no'); END`)
	manager.Patch("/experts/"+ada.ID, `{"state":"paused"}`).Want(http.StatusInternalServerError)
	require.Equal(t, "active", storagetest.Text(t, h.DB, "SELECT state FROM experts WHERE id = ?", ada.ID))
}

func TestWhoReadWhat(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := counterOf(t, apitest.OpenOn(t, db))
		c.accepted()
		for range 3 {
			c.manager.Get(c.path("/timeline")).Want(http.StatusOK)
			c.expert.Get(c.path("/timeline")).Want(http.StatusOK)
			c.visitor.Get(c.path("/timeline")).Want(http.StatusOK)
		}
		lines := logged(t, c.Admin, "&kind=read&action=getTimeline&subject="+c.conversation)
		require.Len(t, lines, 1, "once in an hour; and who holds it is known")
		require.Equal(t, c.manager.ID, string(lines[0].ActorID))
		c.Clock.Add(time.Hour)
		c.manager.Get(c.path("/timeline")).Want(http.StatusOK)
		require.Len(t, logged(t, c.Admin, "&kind=read&action=getTimeline&subject="+c.conversation), 2)
		require.NotEmpty(t, logged(t, c.Admin, "&kind=read&action=listAuditLog"), "and the log's own readers")
	})
}

func TestTheLogIsExported(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Admin.Post("/products", `{"name":"=HYPERLINK(1)","description":"A speaker."}`).Want(http.StatusCreated)
	for i := range 120 {
		h.Admin.Post("/products", fmt.Sprintf(`{"name":"Tern %d","description":"A speaker."}`, i)).Want(http.StatusCreated)
	}
	auditor := h.Auditor()
	table := string(auditor.Get("/audit-log/exports?action=createProduct").Want(http.StatusOK).Body)
	require.Len(t, strings.Split(strings.TrimSpace(table), "\r\n"), 122, "a head, and every line of every page")
	for line := range strings.SplitSeq(table, "\r\n") {
		for cell := range strings.SplitSeq(line, ",") {
			require.NotRegexp(t, `^"?[=+@-]`, cell)
		}
	}
	lines := strings.Split(strings.TrimSpace(string(auditor.Get("/audit-log/exports?action=createProduct&format=jsonl").Want(http.StatusOK).Body)), "\n")
	require.Len(t, lines, 121)
	var last storage.AuditView
	require.NoError(t, json.Unmarshal([]byte(lines[120]), &last))
	require.Equal(t, "=HYPERLINK(1)", last.Became["name"])
}
