package api_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
)

const noorder = `{"name":"Noorder Audio","timeZone":"Europe/Amsterdam","languages":["nl","en"],"hue":200,"strength":0.1,
	"domains":["https://Shop.example/","http://127.0.0.1:8080"],"maxSeats":2,"waitingMinutes":20,"anonymousRatings":false%s}`

func TestSettings(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		was := h.Admin.Get("/settings").Want(200)
		require.Equal(t, `"1"`, was.Header.Get("ETag"))
		require.InDelta(t, 3, was.Number("maxSeats"), 0)
		h.Admin.Put("/settings", fmt.Sprintf(noorder, "")).Refused(428, "version_required")
		h.Admin.Put("/settings", fmt.Sprintf(noorder, ""), "If-Match", `"7"`).Refused(412, "stale_version")
		h.Admin.Put("/settings", fmt.Sprintf(noorder, `,"version":7`)).Refused(412, "stale_version")
		h.Admin.Put("/settings", strings.Replace(fmt.Sprintf(noorder, `,"version":1`), "https://Shop.example/", "https://*.example", 1)).
			Refused(422, "bad_domain")
		now := h.Manager().Put("/settings", fmt.Sprintf(noorder, ""), "If-Match", `"1"`).Want(200)
		require.Equal(t, `"2"`, now.Header.Get("ETag"))
		require.Equal(t, "https://shop.example", now.String("domains.0"))
		require.InDelta(t, 0.1, h.Admin.Get("/settings").Want(200).Number("strength"), 0)
		seen := h.Stranger().Get("/brand").Want(200)
		require.Equal(t, "Noorder Audio NA Europe/Amsterdam nl", strings.Join(
			[]string{seen.String("name"), seen.String("mark"), seen.String("timeZone"), seen.String("languages.0")}, " "))
		require.NotContains(t, string(seen.Body), "shop.example")
	})
}

func TestOfTwoManagersOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		status := make([]int, 6)
		var wg sync.WaitGroup
		for i := range status {
			wg.Go(func() { status[i] = h.Admin.Put("/settings", fmt.Sprintf(noorder, `,"version":1`)).Status })
		}
		wg.Wait()
		won := 0
		for _, s := range status {
			require.Contains(t, []int{200, 412}, s)
			if s == 200 {
				won++
			}
		}
		require.Equal(t, 1, won)
	})
}

func TestTheBrandIsCheapToAskFor(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	h.Admin.Put("/settings", fmt.Sprintf(noorder, `,"version":1`)).Want(200)
	a := h.Stranger().Get("/brand").Want(200)
	same := h.Stranger().Get("/brand", "If-None-Match", a.Header.Get("ETag")).Want(304)
	require.Empty(t, same.Body)
	shop := h.Stranger().Get("/brand", "Origin", "https://shop.example").Want(200)
	require.Equal(t, "https://shop.example", shop.Header.Get("Access-Control-Allow-Origin"))
	require.Empty(t, shop.Header.Get("Access-Control-Allow-Credentials"))
	require.Equal(t, "Origin", shop.Header.Get("Vary"))
	evil := h.Stranger().Get("/brand", "Origin", "https://evil.example").Want(200)
	require.Empty(t, evil.Header.Get("Access-Control-Allow-Origin"))
	require.Empty(t, h.Admin.Get("/people", "Origin", "https://shop.example").Want(200).Header.Get("Access-Control-Allow-Origin"))
}

func TestOpeningHours(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		was := h.Admin.Get("/opening-hours").Want(200)
		require.Equal(t, 7, was.Len("weekly"))
		require.Equal(t, true, h.Stranger().Get("/brand").Want(200).At("open"))
		// the house's clock stands at Wednesday 2 September 2026, 14:00 in Amsterdam
		closed := `{"weekly":[{"weekday":3,"opens":"09:00","closes":"14:00"},{"weekday":4,"opens":"10:00","closes":"24:00"}],
			"holidays":[{"day":"2026-09-03","name":"A fair","opens":"11:30","closes":"12:00"}],"version":1}`
		h.Admin.Put("/opening-hours", strings.Replace(closed, "24:00", "24:30", 1)).Refused(422, "bad_span")
		h.Admin.Put("/opening-hours", strings.Replace(closed, "2026-09-03", "2026-09-31", 1)).Refused(422, "bad_holiday")
		h.Admin.Put("/opening-hours", closed).Want(200)
		h.Admin.Put("/opening-hours", closed).Refused(412, "stale_version")
		now := h.Stranger().Get("/brand").Want(200)
		require.Equal(t, false, now.At("open"))
		require.Equal(t, "2026-09-03T09:30:00.000Z", now.String("opensAt"))
		h.Clock.Add(21*time.Hour + 30*time.Minute)
		require.Equal(t, true, h.Stranger().Get("/brand").Want(200).At("open"))
		again := h.Admin.Get("/opening-hours").Want(200)
		require.Equal(t, "11:30 24:00", again.String("holidays.0.opens")+" "+again.String("weekly.1.closes"))
	})
}

func TestProducts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		p := h.Admin.Post("/products", `{"name":" Ear 1 ","description":"Light.","url":"https://shop.example/ear-1","picture":"headphones"}`).Want(201)
		require.Equal(t, "Ear 1", p.String("name"))
		id := p.String("id")
		h.Admin.Post("/products", `{"name":"x","url":"javascript:alert(1)"}`).Refused(422, "bad_url")
		h.Admin.Post("/products", `{"name":"x","picture":"../etc"}`).Refused(422, "bad_picture")
		h.Admin.Patch("/products/"+id, `{"archived":true,"version":7}`).Refused(412, "stale_version")
		h.Admin.Patch("/products/"+id, `{"archived":true}`, "If-Match", `"1"`).Want(200)
		require.Equal(t, 0, h.Stranger().Get("/products").Want(200).Len("items"))
		require.Equal(t, 0, h.Stranger().Get("/products?archived=true").Want(200).Len("items"))
		require.Equal(t, 1, h.Admin.Get("/products?archived=true").Want(200).Len("items"))
		h.Admin.Patch("/products/"+id, `{"archived":false,"name":"Ear One","version":2}`).Want(200)
		require.Equal(t, "Ear One", h.Visitor().Get("/products").Want(200).String("items.0.name"))
	})
}

func TestContactReasons(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, h *apitest.House) {
		group := h.Admin.Post("/contact-reasons", `{"name":"Sound","difficulty":1,"translations":{"nl":"Geluid"}}`).Want(201).String("id")
		reason := h.Admin.Post("/contact-reasons", fmt.Sprintf(`{"name":"It hums","difficulty":2,"parentId":%q,"complaint":true}`, group)).Want(201)
		id := reason.String("id")
		require.Equal(t, true, reason.At("controllable"))
		h.Admin.Post("/contact-reasons", fmt.Sprintf(`{"name":"Deeper","difficulty":2,"parentId":%q}`, id)).Refused(422, "bad_parent")
		h.Admin.Post("/contact-reasons", `{"name":"Nowhere","difficulty":2,"parentId":"rsn_none"}`).Refused(422, "bad_parent")
		h.Admin.Post("/contact-reasons", `{"name":"Impossible","difficulty":4}`).Refused(422, "invalid")
		h.Admin.Patch("/contact-reasons/"+group, `{"archived":true}`).Refused(409, "has_children")
		h.Admin.Patch("/contact-reasons/"+id, `{"archived":true,"version":9}`).Refused(412, "stale_version")
		h.Admin.Patch("/contact-reasons/"+id, `{"archived":true}`).Want(200)
		h.Admin.Patch("/contact-reasons/"+group, `{"archived":true}`).Want(200)
		h.Admin.Patch("/contact-reasons/"+id, `{"archived":false}`).Refused(422, "bad_parent")
		h.Admin.Patch("/contact-reasons/"+group, `{"archived":false}`).Want(200)

		seen := h.Stranger().Get("/contact-reasons", "Accept-Language", "nl-NL,nl;q=0.9,en;q=0.8").Want(200)
		require.Equal(t, 1, seen.Len("items"))
		require.Equal(t, "Geluid", seen.String("items.0.name"))
		require.Nil(t, seen.At("items.0.difficulty"))
		require.Equal(t, "Sound", h.Visitor().Get("/contact-reasons?language=fr").Want(200).String("items.0.name"))
		staff := h.Manager().Get("/contact-reasons?archived=true").Want(200)
		require.Equal(t, 2, staff.Len("items"))
		require.InDelta(t, 2, staff.Number("items.0.difficulty")*staff.Number("items.1.difficulty"), 0)
	})
}
