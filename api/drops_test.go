package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// announcedDrop is a drop of two pieces for 10 points, which an admin announced
// eight days before it opens.
func announcedDrop(h *apitest.House, kind string) (drop apitest.Answer, path string) {
	reward := h.Admin.Post("/rewards", `{"name":"Jacket","price":10,"stock":3,"limited":true}`).Want(http.StatusCreated)
	opens := h.Clock.Now().UTC().Add(8 * 24 * time.Hour)
	drop = h.Admin.Post("/drops", fmt.Sprintf(`{"rewardId":%q,"kind":%q,"pieces":2,"reserve":0,"minLevel":0,"opensAt":%q,"closesAt":%q}`,
		reward.String("id"), kind, opens.Format(time.RFC3339), opens.Add(24*time.Hour).Format(time.RFC3339))).Want(http.StatusCreated)
	path = "/drops/" + drop.String("id")
	return drop, path
}

// enrich gives an expert points to spend.
func enrich(t *testing.T, h *apitest.House, c *apitest.Client, points domain.Points) {
	t.Helper()
	id := "tfr_" + c.ID
	gift, err := ledger.AdjustUp(ledger.Fact{
		ID: domain.TransferID(id), Key: "test:" + id, Source: ledger.Source{Type: "test", ID: id}, At: h.Clock.Now(), By: domain.System,
	}, domain.ExpertID(c.ID), points, 1)
	require.NoError(t, err)
	require.NoError(t, h.DB.InTx(t.Context(), func(tx storage.Tx) error { _, err := tx.Post(gift); return err }))
}

// TestADrawOverTheAPI takes one from the draft to the redemption.
func TestADrawOverTheAPI(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	manager, ada, bob, poor := h.Manager(), h.Expert("ada"), h.Expert("bob"), h.Expert("poor")
	for _, e := range []*apitest.Client{ada, bob} {
		enrich(t, h, e, 15)
	}
	drop, path := announcedDrop(h, "draw")
	require.Equal(t, 0, ada.Get("/drops").Want(http.StatusOK).Len("items"), "a draft is staff's")
	ada.Post(path+"/entries", `{}`).Refused(http.StatusNotFound, "drop_not_found")
	manager.Post(path+"/announcements", `{}`).Want(http.StatusForbidden)
	h.Admin.Post(path+"/announcements", `{}`).Want(http.StatusOK)
	ada.Post(path+"/entries", `{}`).Refused(http.StatusConflict, "drop_not_open")
	draw := "/draws/" + drop.String("id")
	require.Empty(t, h.Stranger().Get(draw).Want(http.StatusOK).At("seedHash"), "no seed before the opening")

	h.Clock.Add(8 * 24 * time.Hour)
	for name, c := range map[string]*apitest.Client{"ada": ada, "bob": bob, "poor": poor} {
		c.SignIn(name + "@example.com")
	}
	h.Admin.SignIn("admin@example.com")
	entered := ada.Post(path+"/entries", `{}`, "Idempotency-Key", "one").Want(http.StatusCreated)
	require.Equal(t, entered.Body, ada.Post(path+"/entries", `{}`, "Idempotency-Key", "one").Want(http.StatusCreated).Body)
	ada.Post(path+"/entries", `{}`).Refused(http.StatusConflict, "already_entered")
	poor.Post(path+"/entries", `{}`).Refused(http.StatusConflict, "insufficient_points")
	require.InDelta(t, 10, ada.Get("/me/points").Want(http.StatusOK).Number("reserved"), 0)
	bob.Post(path+"/entries", `{}`).Want(http.StatusCreated)
	bob.Post(path+"/withdrawals", `{}`).Want(http.StatusOK)
	require.InDelta(t, 0, bob.Get("/me/points").Want(http.StatusOK).Number("reserved"), 0)
	open := h.Stranger().Get(draw).Want(http.StatusOK)
	require.Len(t, open.String("seedHash"), 64)
	require.Nil(t, open.At("seed"), "the seed of an open draw")
	ada.Post(path+"/confirmations", `{}`).Refused(http.StatusConflict, "entry_not_won")

	h.Clock.Add(24 * time.Hour)
	_, err := h.Services.Drops.Mind(t.Context())
	require.NoError(t, err)
	ada.SignIn("ada@example.com")
	bob.SignIn("bob@example.com")
	drawn := h.Stranger().Get(draw).Want(http.StatusOK)
	require.Len(t, drawn.String("seed"), 64)
	require.Equal(t, 1, drawn.Len("entries"))
	bob.Post(path+"/confirmations", `{}`).Refused(http.StatusNotFound, "entry_not_found")
	won := ada.Post(path+"/confirmations", `{}`).Want(http.StatusOK)
	require.Equal(t, "confirmed", won.String("mine.state"))
	mine := ada.Get("/me/redemptions").Want(http.StatusOK)
	require.Equal(t, won.String("mine.redemptionId"), mine.String("items.0.id"))
	require.Equal(t, "first", mine.String("items.0.asks.0"))
}

// TestWhatTakesSeveralTransactionsKeepsNoAnswer: ending a drop and leaving a
// win go on after their first transaction, so a kept answer would be one too
// early; the second time the state itself refuses.
func TestWhatTakesSeveralTransactionsKeepsNoAnswer(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	ada := h.Expert("ada")
	enrich(t, h, ada, 15)
	_, path := announcedDrop(h, "draw")
	h.Admin.Post(path+"/announcements", `{}`).Want(http.StatusOK)
	h.Clock.Add(8 * 24 * time.Hour)
	ada.SignIn("ada@example.com")
	ada.Post(path+"/entries", `{}`).Want(http.StatusCreated)
	h.Clock.Add(24 * time.Hour)
	_, err := h.Services.Drops.Mind(t.Context())
	require.NoError(t, err)
	ada.SignIn("ada@example.com")
	ada.Post(path+"/declines", `{}`, "Idempotency-Key", "no").Want(http.StatusOK)
	ada.Post(path+"/declines", `{}`, "Idempotency-Key", "no").Refused(http.StatusConflict, "entry_not_won")

	h.Admin.SignIn("admin@example.com")
	_, path = announcedDrop(h, "first_come")
	end := func() apitest.Answer {
		return h.Admin.Post(path+"/cancellations", `{"reason":"The maker is late."}`, "Idempotency-Key", "end")
	}
	end().Want(http.StatusOK)
	end().Refused(http.StatusConflict, "drop_wrong_state")
	require.Zero(t, storagetest.Int(t, h.DB, "SELECT COUNT(*) FROM idempotency WHERE key IN ('no', 'end')"))
}
