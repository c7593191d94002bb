package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
)

// answered lets a customer of the shop ask, be answered, and rate.
func (c *counter) answered(customer *apitest.Client, stars int) (id string) {
	c.T.Helper()
	id = customer.Post("/conversations", `{"question":"Which pads fit my Kwelder?"}`).Want(http.StatusCreated).String("id")
	for accepted := ""; accepted != id; { // who has waited for longer is offered first
		offer := c.offered()
		accepted = c.expert.Get("/me/offers").String("items.0.conversationId")
		c.expert.Post("/offers/"+offer+"/acceptances", "").Want(200)
	}
	c.expert.Post("/conversations/"+id+"/messages", `{"clientId":"a","text":"The round ones."}`).Want(201)
	c.expert.Post("/conversations/"+id+"/closures", fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(200)
	customer.Post("/conversations/"+id+"/ratings", fmt.Sprintf(`{"stars":%d,"solved":true,"cause":"expert"}`, stars)).Want(201)
	return id
}

// TestACustomerIsAskedToHelpInTheChat follows the invitation from the chat to an
// application with the purchase that the brand vouches for.
func TestACustomerIsAskedToHelpInTheChat(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.Vacancy("expert")
	shop := c.Shop()
	fenna := shop.Customer("C-1")
	id := c.answered(fenna, 5)
	path := "/conversations/" + id + "/recruits"
	c.visitor.Post(path, "").Refused(404, "conversation_not_found")
	c.visitor.Do(http.MethodDelete, path, "").Refused(404, "conversation_not_found")
	c.expert.Post(path, "").Refused(403, "forbidden")

	asked := fenna.Post(path, "").Want(200)
	require.Equal(t, true, asked.At("asked"))
	require.Equal(t, "Help others with their headphones", asked.String("title"))
	link, err := url.Parse(asked.String("link"))
	require.NoError(t, err)
	require.Equal(t, "/join/expert", link.Path)
	require.Equal(t, asked.String("link"), fenna.Post(path, "").Want(200).String("link"), "asked twice, it is one invitation")
	page := string(c.Stranger().Raw(http.MethodGet, link.RequestURI(), "").Want(200).Body)
	require.Contains(t, page, `name="r" value="`+link.Query().Get("r")+`"`, "the invitation goes with the form")
	require.Contains(t, page, `class="greeting"`)
	require.NotContains(t, c.Log.String(), link.Query().Get("r"), "the secret stands in a log")

	c.Clock.Add(24 * 60 * 60 * 1e9)
	again := c.answered(fenna, 5)
	require.Equal(t, `{"asked":false}`, strings.TrimSpace(string(fenna.Post("/conversations/"+again+"/recruits", "").Want(200).Body)), "once for a vacancy")
}

// TestANoInTheChat ends it for ever, and an answer that was not good asks nothing.
func TestANoInTheChat(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	vacancy := c.Vacancy("expert")
	shop := c.Shop()
	jelle := shop.Customer("C-2")
	low := "/conversations/" + c.answered(jelle, 3) + "/recruits"
	require.Equal(t, false, jelle.Post(low, "").Want(200).At("asked"))
	jelle.Do(http.MethodDelete, low, "").Want(http.StatusNoContent)

	saskia := shop.Customer("C-3")
	path := "/conversations/" + c.answered(saskia, 4) + "/recruits"
	link := saskia.Post(path, "").Want(200).String("link")
	saskia.Do(http.MethodDelete, path, "").Want(http.StatusNoContent)
	saskia.Do(http.MethodDelete, path, "").Want(http.StatusNoContent)
	require.Equal(t, false, saskia.Post(path, "").Want(200).At("asked"))
	_, rest, _ := strings.Cut(link, "/join/")
	require.NotContains(t, string(c.Stranger().Raw(http.MethodGet, "/join/"+rest, "").Want(200).Body), `name="motivation"`)
	funnel := c.Manager().Get("/vacancies/" + vacancy + "/funnel").Want(200)
	require.EqualValues(t, 1, funnel.At("declined"))
}

// TestABrandThatDoesNotAskInTheChat switches it off.
func TestABrandThatDoesNotAskInTheChat(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	id := c.Vacancy("expert")
	was := c.Admin.Get("/vacancies/" + id).Want(200)
	require.Equal(t, true, was.At("askInChat"))
	body := `{"slug":"expert","languages":["en"],"texts":{"en":{"title":"Help","intro":"Others ask."}},"askInChat":%t}`
	c.Admin.Put("/vacancies/"+id, fmt.Sprintf(body, false), "If-Match", was.Header.Get("ETag")).Want(200)
	fenna := c.Shop().Customer("C-1")
	path := "/conversations/" + c.answered(fenna, 5) + "/recruits"
	require.Equal(t, false, fenna.Post(path, "").Want(200).At("asked"))
	c.Admin.Put("/vacancies/"+id, fmt.Sprintf(body, true), "If-Match", c.Admin.Get("/vacancies/"+id).Header.Get("ETag")).Want(200)
	require.Equal(t, true, fenna.Post(path, "").Want(200).At("asked"))
}
