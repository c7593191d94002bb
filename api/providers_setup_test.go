package api_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain/access"
)

func TestAProviderIsSetUpByAnAdmin(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		a := openAbroad(t, h)
		body := func(slug, issuer string) string {
			return fmt.Sprintf(`{"slug":%q,"name":"X","issuer":%q,"clientId":"kenner"}`, slug, issuer)
		}
		h.Admin.Post("/providers", body("house", "https://id.example")).Refused(409, "provider_slug_taken")
		h.Admin.Post("/providers", body("second", a.p.URL)).Refused(409, "issuer_taken")
		for _, slug := range []string{"A", "-a", "a--b", "a/b", "..", "a b"} {
			if got := h.Admin.Post("/providers", body(slug, "https://id.example")); got.Status != 422 {
				t.Errorf("%s: %d %s", slug, got.Status, got.Body)
			}
		}
		for _, issuer := range []string{"http://id.example", "javascript:alert(1)", "https://a@id.example", "https://id.example?a=b", "https://id.example/#", "id.example", "file:///etc/passwd"} {
			h.Admin.Post("/providers", body("third", issuer)).Refused(422, "bad_issuer")
		}
		h.Admin.Post("/providers", `{"slug":"third","name":"X","issuer":"https://id.example","clientId":"kenner","roles":[]}`).Refused(422, "bad_provider_roles")
		off := h.Admin.Post("/providers", body("third", "https://id.example")).Want(201)
		require.Equal(t, false, off.At("enabled"))
		h.Stranger().Post("/doors/third/errands", `{}`).Refused(404, "provider_not_found")
		require.Equal(t, 1, h.Stranger().Get("/doors").Len("items"))
		h.Admin.Patch("/providers/"+off.String("id"), fmt.Sprintf(`{"issuer":%q}`, a.p.URL), "If-Match", `"1"`).Refused(409, "issuer_taken")

		// Switched off it lets nobody in, and who came in by it is out.
		m := h.Manager()
		a.links(m).Want(204)
		in := h.Stranger().Take(a.comes().Want(200))
		h.Admin.Patch("/providers/"+a.id, `{"issuer":"https://id2.example"}`, "If-Match", `"1"`).Refused(409, "issuer_fixed")
		h.Admin.Patch("/providers/"+a.id, `{"enabled":false}`).Want(200)
		in.Get("/me").Refused(401, "unauthorized")
		m.Get("/me").Want(200)
		h.Stranger().Post("/doors/house/errands", `{}`).Refused(404, "provider_not_found")
		auditor := h.Auditor()
		require.NotContains(t, string(auditor.Get("/providers").Want(200).Body), a.p.Secret)
		auditor.Patch("/providers/"+a.id, `{"enabled":true}`).Refused(403, "forbidden")
		m.Get("/providers").Refused(403, "forbidden")
		h.Admin.Patch("/providers/"+a.id, `{"clientSecret":""}`, "If-Match", `"2"`).Want(200)
		require.Equal(t, false, h.Admin.Get("/providers/"+a.id).At("hasSecret"))
		h.Machine.Add(access.FreshFor)
		h.Admin.Refresh().Want(200)
		h.Admin.Post("/providers", body("fourth", "https://id4.example")).Refused(403, "reauthentication_required")
		h.Admin.Patch("/providers/"+a.id, `{"enabled":true}`).Refused(403, "reauthentication_required")
	})
}
