package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAFlagIsDecidedInTheQueue(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := counterOf(t, apitest.OpenOn(t, db))
		c.accepted()
		message := c.expert.Post(c.path("/messages"), `{"clientId":"m1","text":"Read the manual for once."}`).Want(http.StatusCreated).String("id")
		raise := fmt.Sprintf(`{"messageId":%q,"reason":"rude"}`, message)
		flag := c.visitor.Post(c.path("/flags"), raise).Want(http.StatusCreated).String("id")
		require.Equal(t, flag, c.visitor.Post(c.path("/flags"), raise).Want(http.StatusCreated).String("id"), "a second time it is the same")
		c.expert.Post(c.path("/flags"), raise).Refused(http.StatusConflict, "flag_own_words")
		c.visitor.Post(c.path("/flags"), `{"reason":"other"}`).Refused(http.StatusUnprocessableEntity, "flag_words_invalid")
		c.visitor.Post(c.path("/flags"), `{"reason":"score"}`).Want(http.StatusUnprocessableEntity)
		c.Visitor().Post(c.path("/flags"), `{"reason":"rude"}`).Refused(http.StatusNotFound, "conversation_not_found")
		c.manager.Post(c.path("/flags"), raise).Want(http.StatusCreated)

		queue := c.manager.Get("/moderation-queue").Want(http.StatusOK)
		require.Equal(t, []any{"flag", flag, 2.0, true}, []any{queue.String("items.0.kind"), queue.String("items.0.id"), queue.Number("items.0.count"), queue.At("items.0.live")})
		c.expert.Get("/flags/"+flag).Refused(http.StatusForbidden, "forbidden")
		decide := `{"hide":true,"step":"coaching","reason":"This is no way to speak."}`
		c.Auditor().Post("/flags/"+flag+"/decisions", decide).Want(http.StatusForbidden)
		after := c.manager.Post("/flags/"+flag+"/decisions", decide).Want(http.StatusOK)
		require.Equal(t, "Read the manual for once.", after.String("quote"), "what was said stays with the decision")
		c.Manager().Post("/flags/"+flag+"/decisions", decide).Refused(http.StatusConflict, "flag_decided")
		for _, who := range []*apitest.Client{c.visitor, c.expert, c.manager} {
			line := string(who.Get(c.path("/timeline")).Want(http.StatusOK).Body)
			require.NotContains(t, line, "Read the manual")
			require.Contains(t, line, `"hidden":true`)
		}
		require.Equal(t, 0, c.manager.Get("/moderation-queue").Want(http.StatusOK).Len("items"))

		mine := c.expert.Get("/me/decisions").Want(http.StatusOK)
		require.Equal(t, 1, mine.Len("items"))
		require.NotContains(t, string(mine.Body), `"by"`)
		c.expert.Post("/questions", fmt.Sprintf(`{"about":"decision:%s","words":"It was a joke."}`, mine.String("items.0.id"))).Want(http.StatusCreated)
		require.Equal(t, 2, c.expert.Get("/cases").Want(http.StatusOK).Len("items"))

		lines := logged(t, c.Admin, "&action=decideFlag&subject="+flag)
		require.Len(t, lines, 1)
		require.Equal(t, []string{"true", "•"}, []string{lines[0].Became["hidden"], lines[0].Became["why"]})
	})
}
