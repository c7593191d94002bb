package api_test

import (
	"net/http"
	"testing"

	"github.com/kennerhq/kenner/api/apitest"
)

func TestAHouseIsFoundedOnce(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Stranger().Get("/setup").Want(http.StatusOK)
	h.Admin.Get("/me").Want(http.StatusOK)
	h.Manager().Get("/people").Want(http.StatusOK)
	h.Visitor().Get("/me").Want(http.StatusOK)
	h.Expert("ada", h.Reason("Shipping", "Where is it?")).Get("/me").Want(http.StatusOK)
}
