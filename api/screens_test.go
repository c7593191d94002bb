package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
)

// screen is a wall that shows the board.
func (c *counter) screen() *apitest.Client {
	a := c.manager.Post("/screens", `{"name":"Canteen"}`).Want(http.StatusCreated)
	_, token, found := strings.Cut(a.String("link"), "/board#")
	require.True(c.T, found, "%s", a.Body)
	wall := c.With(token)
	wall.ID = a.String("screen.id")
	return wall
}

func TestAScreenSeesTheBoardAndNothingElse(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	c.expert.Patch("/me/profile", `{"boardName":false}`).Want(http.StatusOK)
	wall := c.screen()
	board := wall.Get("/leaderboard").Want(http.StatusOK)
	require.NotContains(t, string(board.Body), c.expert.ID)
	require.NotContains(t, string(board.Body), `"me":{`)
	wall.Get("/seasons/current").Want(http.StatusOK)
	for _, path := range []string{"/me", "/conversations", "/experts", "/rewards", "/rule-set", "/screens", "/me/points"} {
		wall.Get(path).Refused(http.StatusForbidden, "forbidden")
	}
	require.NotContains(t, string(c.manager.Get("/screens").Want(http.StatusOK).Body), wall.Token)
}

func TestAScreensLinkIsTakenBack(t *testing.T) {
	t.Parallel()
	c := openCounter(t)
	wall := c.screen()
	c.manager.Do(http.MethodDelete, "/screens/"+wall.ID, "").Want(http.StatusNoContent)
	wall.Get("/leaderboard").Refused(http.StatusUnauthorized, "unauthorized")
	c.manager.Do(http.MethodDelete, "/screens/"+wall.ID, "").Refused(http.StatusNotFound, "screen_not_found")
	require.Equal(t, 0, c.manager.Get("/screens").Want(http.StatusOK).Len("items"))
	for _, name := range []string{`" "`, `"two\nlines"`} {
		c.manager.Post("/screens", `{"name":`+name+`}`).Refused(http.StatusUnprocessableEntity, "screen_name_invalid")
	}
	c.expert.Post("/screens", `{"name":"Mine"}`).Refused(http.StatusForbidden, "forbidden")
}
