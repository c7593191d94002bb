package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestNoAnswerLeavesBeforeItIsGiven reads every byte that an expert gets before
// the answers are in: nothing says which is right, or why.
func TestNoAnswerLeavesBeforeItIsGiven(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := apitest.OpenOn(t, db)
		topic := h.Admin.Post("/contact-reasons", `{"name":"Charging","difficulty":1}`).Want(http.StatusCreated).String("id")
		var questions []string
		for i := range 6 {
			questions = append(questions, fmt.Sprintf(`{"prompt":{"en":"Question %d?"},"explanation":{"en":"canary-why"},
				"options":[{"text":{"en":"Red"},"right":false},{"text":{"en":"Green"},"right":true},{"text":{"en":"Blue"},"right":false}]}`, i))
		}
		h.Admin.Post("/question-sets", fmt.Sprintf(`{"reasonId":%q,"minutes":15,"questions":[%s]}`, topic, strings.Join(questions, ","))).Want(http.StatusCreated)
		h.Admin.Post("/question-sets/"+topic+"/publications", `{"version":1}`).Want(http.StatusOK)
		anna := h.Expert("anna")
		begun := anna.Post("/topics/"+topic+"/attempts", ``).Want(http.StatusCreated)
		id := begun.String("id")
		anna.Get("/question-sets/" + topic).Want(http.StatusForbidden)
		h.Expert("ben").Get("/attempts/" + id).Want(http.StatusNotFound)
		for _, seen := range []apitest.Answer{begun, anna.Get("/attempts/" + id).Want(http.StatusOK), anna.Get("/me/growth").Want(http.StatusOK)} {
			for _, secret := range []string{"canary-why", `"right"`, `"explanation"`, `"chosen"`} {
				require.NotContains(t, string(seen.Body), secret)
			}
		}
		anna.Post("/attempts/"+id+"/answers", `{"answers":[0,0,0]}`).Want(http.StatusUnprocessableEntity)
		require.NotContains(t, string(anna.Get("/attempts/"+id).Want(http.StatusOK).Body), "canary-why")
		told := anna.Post("/attempts/"+id+"/answers", `{"answers":[0,0,0,0,0]}`).Want(http.StatusOK)
		require.Contains(t, string(told.Body), "canary-why")
		require.Contains(t, string(told.Body), `"right"`)
	})
}
