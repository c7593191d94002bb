package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestARatingIsDisputedByWhoeverWasToldOfIt tells it from the low rating to the answer.
func TestARatingIsDisputedByWhoeverWasToldOfIt(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Turn it to zero first."}`).Want(http.StatusCreated)
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	c.visitor.Post(c.path("/ratings"), `{"stars":1,"solved":"no","cause":"expert","comment":"So rude."}`).Want(http.StatusCreated)
	word := fmt.Sprintf(`{"conversationId":%q,"episode":1,"text":"The parcel was late."}`, c.conversation)
	require.Equal(t, 0, c.expert.Get("/me/ratings").Want(http.StatusOK).Len("items"))
	c.expert.Post("/rating-disputes", word).Refused(http.StatusNotFound, "rating_not_found")

	storagetest.Exec(t, c.DB, "UPDATE ratings SET tell_at = NULL, told_at = given_at")
	told := c.expert.Get("/me/ratings").Want(http.StatusOK)
	require.Equal(t, true, told.At("items.0.disputable"))
	require.NotContains(t, string(told.Body), "So rude.")
	require.NotContains(t, string(told.Body), "cus_")
	c.manager.Get("/me/ratings").Refused(http.StatusForbidden, "forbidden")
	c.manager.Post("/rating-disputes", word).Refused(http.StatusForbidden, "forbidden")
	id := c.expert.Post("/rating-disputes", word).Want(http.StatusCreated).String("id")
	c.expert.Post("/rating-disputes", word).Refused(http.StatusConflict, "rating_disputed")
	c.expert.Get("/rating-disputes").Refused(http.StatusForbidden, "forbidden")
	require.Equal(t, "So rude.", c.manager.Get("/rating-disputes").Want(http.StatusOK).At("items.0.comment"))
	answer := "/rating-disputes/" + id + "/decisions"
	c.expert.Post(answer, `{"upheld":true,"answer":"I am right."}`).Refused(http.StatusForbidden, "forbidden")
	c.manager.Post(answer, `{"upheld":true,"answer":"The parcel was late."}`).Want(http.StatusNoContent)
	c.manager.Post(answer, `{"upheld":false,"answer":"Or not."}`).Refused(http.StatusConflict, "rating_dispute_decided")
	told = c.expert.Get("/me/ratings").Want(http.StatusOK)
	require.Equal(t, "upheld", told.At("items.0.dispute.state"))
	require.Equal(t, "dispute", told.At("items.0.excluded"))
	require.Equal(t, false, told.At("items.0.counts"))
}

func TestStaffMarkAnAbusiveCustomer(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	mark := c.path("/abuse-marks")
	c.expert.Post(mark, `{"reason":"Threats."}`).Refused(http.StatusForbidden, "forbidden")
	c.manager.Post(mark, `{"reason":"Threats."}`).Want(http.StatusNoContent)
	c.manager.Post(mark, `{"reason":"Threats."}`).Refused(http.StatusConflict, "abuse_marked")
	require.Equal(t, true, c.manager.Get(c.path("")).Want(http.StatusOK).At("abusive"))
	require.NotContains(t, string(c.visitor.Get(c.path("")).Want(http.StatusOK).Body), "abusive")
	require.NotContains(t, string(c.expert.Get(c.path("")).Want(http.StatusOK).Body), "abusive")
}

// TestACustomerRatesByLink tells it from the staff's link to the rating.
func TestACustomerRatesByLink(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	links := c.path("/rating-links")
	c.manager.Post(links, `{}`).Refused(http.StatusConflict, "not_closed")
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Turn it to zero first."}`).Want(http.StatusCreated)
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	c.expert.Post(links, `{}`).Refused(http.StatusForbidden, "forbidden")
	_, token, _ := strings.Cut(c.manager.Post(links, `{}`).Want(http.StatusCreated).String("link"), "/chat#rate=")
	require.EqualValues(t, 0, storagetest.Int(t, c.DB, "SELECT COUNT(*) FROM rating_links WHERE token_hash = ?", token))
	about := c.Stranger().Post("/rating-links/openings", fmt.Sprintf(`{"token":%q}`, token)).Want(http.StatusOK)
	require.NotContains(t, string(about.Body), "cnv_")
	require.NotEmpty(t, about.String("question"))
	rate := func(stars int) apitest.Answer {
		return c.Stranger().Post("/rating-links/ratings", fmt.Sprintf(`{"token":%q,"stars":%d,"solved":"yes"}`, token, stars))
	}
	rate(4).Refused(http.StatusUnprocessableEntity, "cause_required")
	rate(5).Want(http.StatusNoContent)
	rate(5).Refused(http.StatusGone, "rating_link_invalid")
	c.Stranger().Post("/rating-links/openings", fmt.Sprintf(`{"token":%q}`, token)).Refused(http.StatusGone, "rating_link_invalid")
	require.EqualValues(t, 5, c.manager.Get(c.path("")).Want(http.StatusOK).At("rating.stars"))
	c.manager.Post(links, `{}`).Refused(http.StatusConflict, "rating_given")
}

func TestACustomerSaysWhetherItIsStillSolved(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Turn it to zero first."}`).Want(http.StatusCreated)
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	said := c.path("/still-solved")
	c.visitor.Post(said, `{"solved":"yes"}`).Refused(http.StatusConflict, "still_solved_not_asked")
	storagetest.Exec(t, c.DB, "INSERT INTO still_solved (conversation_id, episode, asked, drawn_at) VALUES (?, 1, TRUE, 0)", c.conversation)
	require.Equal(t, true, c.visitor.Get(c.path("")).Want(http.StatusOK).At("stillAsked"))
	require.NotContains(t, string(c.manager.Get(c.path("")).Want(http.StatusOK).Body), "stillAsked")
	c.expert.Post(said, `{"solved":"yes"}`).Refused(http.StatusForbidden, "forbidden")
	c.visitor.Post(said, `{"solved":"no"}`).Want(http.StatusNoContent)
	require.NotContains(t, string(c.visitor.Get(c.path("")).Want(http.StatusOK).Body), "stillAsked")
}
