package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRecognitionIsGivenAndSeen(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	ben := c.Expert("ben")
	ada := ben.Get("/colleagues?query=ada").Want(http.StatusOK).String("items.0.id")
	praise := fmt.Sprintf(`{"to":%q,"text":"You stayed calm."}`, ada)
	ben.Post("/kudos", praise).Want(http.StatusCreated)
	ben.Post("/kudos", praise).Refused(http.StatusConflict, "kudos_given")
	c.expert.Post("/kudos", praise).Refused(http.StatusConflict, "merit_oneself")
	c.visitor.Post("/kudos", praise).Refused(http.StatusForbidden, "forbidden")
	c.Auditor().Post("/kudos", praise).Want(http.StatusForbidden)
	c.manager.Post("/spot-awards", praise).Want(http.StatusCreated)
	c.manager.Post("/spot-awards", praise).Refused(http.StatusConflict, "spot_given")
	ben.Post("/spot-awards", praise).Refused(http.StatusForbidden, "forbidden")
	require.Equal(t, true, c.manager.Get("/spot-awards").Want(http.StatusOK).At("given"))

	mine := c.expert.Get("/me/merit").Want(http.StatusOK)
	require.Equal(t, "ben", mine.String("kudos.0.from"))
	require.Equal(t, 1, mine.Len("spots"))
	require.Equal(t, false, mine.At("onWall"))
	require.Equal(t, 0, ben.Get("/merit").Want(http.StatusOK).Len("experts"))
	c.expert.Put("/me/merit/wall", `{"on":true}`).Want(http.StatusNoContent)
	wall := ben.Get("/merit").Want(http.StatusOK)
	require.Equal(t, "ada", wall.String("experts.0.name"))
	require.Equal(t, 2, wall.Len("praise"))
	require.InDelta(t, 2, wall.Number("kudosLeft"), 0)
	hide := "/kudos/" + mine.String("kudos.0.id") + "/hidings"
	ben.Post(hide, `{"reason":"mine"}`).Refused(http.StatusForbidden, "forbidden")
	c.manager.Post(hide, `{"reason":"It names a customer."}`).Want(http.StatusNoContent)
	require.Equal(t, 0, c.manager.Get("/experts/"+ada+"/merit").Want(http.StatusOK).Len("kudos"))
	ben.Get("/experts/"+ada+"/merit").Refused(http.StatusForbidden, "forbidden")
}

func TestACardGoesToTheExpertWithoutItsConversation(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.accepted()
	c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Turn it to zero first."}`).Want(http.StatusCreated)
	c.expert.Post(c.path("/closures"), fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, c.reason)).Want(http.StatusOK)
	card := `{"text":"You saved my Sunday."}`
	c.visitor.Post(c.path("/thanks"), card).Refused(http.StatusConflict, "thanks_not_open")
	c.visitor.Post(c.path("/ratings"), `{"stars":5,"solved":"yes"}`).Want(http.StatusCreated)
	c.Visitor().Post(c.path("/thanks"), card).Refused(http.StatusConflict, "thanks_not_open")
	c.expert.Post(c.path("/thanks"), card).Refused(http.StatusForbidden, "forbidden")
	c.visitor.Post(c.path("/thanks"), `{"text":"  "}`).Refused(http.StatusUnprocessableEntity, "merit_text")
	c.visitor.Post(c.path("/thanks"), card).Want(http.StatusCreated)
	c.visitor.Post(c.path("/thanks"), card).Refused(http.StatusConflict, "thanks_given")
	require.Equal(t, true, c.visitor.Get(c.path("")).Want(http.StatusOK).At("rating.thanked"))
	require.NotContains(t, string(c.expert.Get("/me/merit").Want(http.StatusOK).Body), c.conversation)
	c.Clock.Add(24 * time.Hour)
	_, err := c.Services.Merit.ShowThanks(t.Context())
	require.NoError(t, err)
	id := c.expert.Get("/me/merit").Want(http.StatusOK).String("thanks.0.id")
	c.expert.Post("/thanks/"+id+"/hidings", `{"reason":"mine"}`).Refused(http.StatusForbidden, "forbidden")
	c.manager.Post("/thanks/"+id+"/hidings", `{"reason":"It names a neighbour."}`).Want(http.StatusNoContent)
	c.manager.Post("/thanks/"+id+"/hidings", `{"reason":"It names a neighbour."}`).Refused(http.StatusConflict, "thanks_hidden")
	require.Equal(t, 0, c.expert.Get("/me/merit").Want(http.StatusOK).Len("thanks"))
	require.NotEmpty(t, logged(t, c.Admin, "&action=hideThanks&subject="+id))
}
