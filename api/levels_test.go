package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// An expert reads what is missing, goes on a pause and comes back; nobody else's
// level is theirs to read.
func TestAnExpertsLevel(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		ada := h.Expert("ada")
		level := ada.Get("/me/level").Want(http.StatusOK)
		require.NotZero(t, level.Len("keeping"))
		require.NotZero(t, level.Len("changes"))
		require.Equal(t, "quality", level.String("keeping.0.measure"))
		ada.Get("/experts/"+ada.ID+"/level").Refused(http.StatusForbidden, "forbidden")
		h.Admin.Get("/experts/exp_none/level").Refused(http.StatusNotFound, "expert_not_found")
		require.Equal(t, level.String("name"), h.Admin.Get("/experts/"+ada.ID+"/level").Want(http.StatusOK).String("name"))
		ada.Post("/me/level/objections", `{"text":"Why?"}`).Refused(http.StatusConflict, "no_warning")
		ada.Post("/me/mentor-invitations/answers", `{"accept":true}`).Refused(http.StatusConflict, "not_invited")
		ada.Post("/me/returns", "").Refused(http.StatusConflict, "not_away")
		ada.Post("/me/pauses", `{"backOn":"2026-09-02"}`).Refused(http.StatusUnprocessableEntity, "pause_invalid")
		paused := ada.Post("/me/pauses", `{"backOn":"2026-11-02","reason":"A child"}`).Want(http.StatusOK)
		require.Equal(t, "paused", paused.String("state"))
		require.Equal(t, "2026-11-01T23:00:00.000Z", paused.String("pause.until"), "midnight in the brand's zone")
		h.Clock.Add(30 * 24 * time.Hour)
		back := ada.Post("/me/returns", "").Want(http.StatusOK)
		require.Equal(t, "active", back.String("state"))
		require.Equal(t, "pause", back.String("refresher.cause"))
		require.InDelta(t, 1, back.Number("openSeats"), 0)
		require.Equal(t, "alumni", ada.Post("/me/leavings", "").Want(http.StatusOK).String("name"))
		require.Equal(t, 1, h.Admin.Get("/alumni").Want(http.StatusOK).Len("items"))
	})
}

// Nothing that an expert, a manager or a setting can send takes the disclosure away.
func TestTheDisclosureIsNobodysToSwitchOff(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	ada := h.Expert("ada")
	for _, field := range []string{`"disclosure":""`, `"disclosure":"none"`, `"showDisclosure":false`} {
		ada.Patch("/me/profile", `{`+field+`}`).Want(http.StatusUnprocessableEntity)
		h.Admin.Patch("/experts/"+ada.ID, `{`+field+`,"version":1}`).Want(http.StatusUnprocessableEntity)
	}
	require.Equal(t, "customer_receives_points", ada.Get("/me/profile").Want(http.StatusOK).String("disclosure"))
	for _, o := range h.Server.Walk() {
		require.NotContains(t, strings.ToLower(o.ID+o.Path), "disclosure", "no operation is about it")
	}
}

// A talent sheet needs the expert's consent to the text as it is, and a proof of the
// last ten minutes by whoever makes it.
func TestATalentSheetNeedsConsentAndAProof(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	ada := h.Expert("ada")
	ada.Post("/me/talent-exports", "").Refused(http.StatusConflict, "consent_required")
	ada.Put("/me/consents/talent", `{"given":true,"version":99}`).Refused(http.StatusPreconditionFailed, "consent_changed")
	ada.Put("/me/consents/talent", `{"given":true,"version":1}`).Want(http.StatusOK)
	require.Empty(t, ada.Post("/me/talent-exports", "").Want(http.StatusOK).String("name"))
	require.Equal(t, 1, h.Admin.Get("/talents").Want(http.StatusOK).Len("items"))
	h.Admin.Post("/experts/"+ada.ID+"/talent-exports", "").Want(http.StatusOK)
	require.Equal(t, 2, ada.Get("/me/profile").Want(http.StatusOK).Len("readings"))
	h.Machine.Add(11 * time.Minute)
	ada.Refresh().Want(http.StatusOK)
	h.Admin.Refresh().Want(http.StatusOK)
	ada.Post("/me/talent-exports", "").Refused(http.StatusForbidden, "reauthentication_required")
	ada.Put("/me/consents/talent", `{"given":false,"version":0}`).Want(http.StatusOK)
	require.Zero(t, h.Admin.Get("/talents").Want(http.StatusOK).Len("items"))
}
