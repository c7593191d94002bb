package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/domain"
)

// answered plays a conversation from the question to five stars, two messages
// on each side and five minutes long, and books its points.
func answered(t *testing.T, h *apitest.House, expert *apitest.Client, reason domain.ReasonID) {
	t.Helper()
	visitor := h.Visitor()
	id := visitor.Post("/conversations", fmt.Sprintf(`{"question":"It hums.","reasonId":%q}`, reason)).Want(http.StatusCreated).String("id")
	if err := h.Services.Desk.Allocate(t.Context()); err != nil {
		t.Fatal(err)
	}
	offer := expert.Get("/me/offers").Want(http.StatusOK).String("items.0.id")
	expert.Post("/offers/"+offer+"/acceptances", `{}`).Want(http.StatusOK, http.StatusCreated)
	for i, c := range []*apitest.Client{expert, visitor, expert, visitor} {
		c.Post("/conversations/"+id+"/messages", fmt.Sprintf(`{"clientId":"m%d","text":"Well."}`, i)).Want(http.StatusCreated)
	}
	h.Clock.Add(5 * time.Minute)
	expert.Post("/conversations/"+id+"/closures", fmt.Sprintf(`{"outcome":"solved","reasonId":%q}`, reason)).Want(http.StatusOK, http.StatusCreated)
	visitor.Post("/conversations/"+id+"/ratings", `{"stars":5,"solved":"yes"}`).Want(http.StatusOK, http.StatusCreated)
	if err := h.Services.Rewards.Book(t.Context(), domain.ConversationID(id), 1); err != nil {
		t.Fatal(err)
	}
	if err := h.Services.Board.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func settle(t *testing.T, h *apitest.House) {
	t.Helper()
	h.Clock.Add(48 * time.Hour)
	if _, err := h.Services.Rewards.SettleDue(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := h.Services.Board.Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestPointsFromTheQuestionToTheReward(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	reason := h.Reason("Sound", "It hums")
	ada, manager := h.Expert("ada", reason), h.Manager()
	ada.Put("/me/presence", `{"state":"available"}`).Want(http.StatusOK)
	answered(t, h, ada, reason)

	points := ada.Get("/me/points").Want(http.StatusOK)
	if points.Number("pending") != 15 || // ten, and five for first time right
		points.Number("available") != 0 || points.Number("standing.rank") != 1 || points.Number("standing.of") != 1 {
		t.Fatalf("after the rating: %s", points.Body)
	}
	if before := points.Number("standing.score"); before == 0 || points.Number("standing.settledScore") != 0 {
		t.Fatalf("the score before settlement: %s", points.Body)
	}
	settle(t, h)
	ada.SignIn("ada@example.com") // the token ran out meanwhile
	manager.SignIn("manager1@example.com")
	points = ada.Get("/me/points").Want(http.StatusOK)
	if points.Number("pending") != 5 || points.Number("available") != 17 || points.Number("standing.settledScore") == 0 {
		t.Fatalf("after settlement: %s", points.Body)
	}
	award := ada.Get("/me/awards?kind=conversation").Want(http.StatusOK)
	if award.String("items.0.state") != "settled" || award.Number("items.0.arithmetic.steps.2.total") != 16.9 || award.Number("items.0.stars") != 5 {
		t.Fatalf("the award: %s", award.Body)
	}
	if n := ada.Get("/me/points/transfers").Want(http.StatusOK).Len("items"); n != 4 {
		t.Fatalf("%d transfers", n)
	}

	sticker := manager.Post("/rewards", `{"name":"Sticker","price":15,"stock":1}`).Want(http.StatusCreated)
	if sticker.Number("perPerson") != 1 || sticker.Header.Get("ETag") != `"1"` {
		t.Fatalf("the reward: %s", sticker.Body)
	}
	shelf := "/rewards/" + sticker.String("id")
	redemption := ada.Post(shelf+"/redemptions", `{}`, "Idempotency-Key", "one").Want(http.StatusCreated)
	again := ada.Post(shelf+"/redemptions", `{}`, "Idempotency-Key", "one").Want(http.StatusCreated)
	if redemption.String("id") != again.String("id") || redemption.String("state") != "requested" {
		t.Fatalf("the same request twice: %s and %s", redemption.Body, again.Body)
	}
	ada.Post(shelf+"/redemptions", `{}`).Refused(http.StatusConflict, "limit_reached")
	path := "/redemptions/" + redemption.String("id")
	manager.Post(path+"/shipments", `{}`).Refused(http.StatusConflict, "wrong_state")
	if a := manager.Post(path+"/approvals", `{}`).Want(http.StatusOK); a.String("expert.displayName") != "ada" {
		t.Fatalf("a manager does not see whose it is: %s", a.Body)
	}
	manager.Post(path+"/refusals", `{"reason":"no"}`).Refused(http.StatusConflict, "wrong_state")
	ada.Post(path+"/cancellations", `{}`).Refused(http.StatusConflict, "wrong_state")
	manager.Post(path+"/shipments", `{"tracking":"TR 1"}`).Want(http.StatusOK)
	manager.Post(path+"/deliveries", `{}`).Want(http.StatusOK)
	if mine := ada.Get("/me/redemptions").Want(http.StatusOK); mine.String("items.0.state") != "delivered" || mine.At("items.0.expert") != nil {
		t.Fatalf("my redemptions: %s", mine.Body)
	}
	if left := ada.Get("/me/points").Number("available"); left != 2 {
		t.Fatalf("%v points are left", left)
	}
}

func TestTheShopRefuses(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	ada, bob, manager := h.Expert("ada"), h.Expert("bob"), h.Manager()
	manager.Post("/rewards", `{"name":"","price":15,"stock":1}`).Want(http.StatusUnprocessableEntity)
	manager.Post("/rewards", `{"name":"Cap","price":0,"stock":1}`).Want(http.StatusUnprocessableEntity)
	hat := manager.Post("/rewards", `{"name":"Cap","price":400,"stock":2}`).Want(http.StatusCreated)
	path := "/rewards/" + hat.String("id")
	ada.Post(path+"/redemptions", `{}`).Refused(http.StatusConflict, "insufficient_points")
	ada.Post("/rewards/rwd_none/redemptions", `{}`).Refused(http.StatusNotFound, "reward_not_found")
	manager.Patch(path, `{"stock":0,"version":1}`).Want(http.StatusOK)
	manager.Patch(path, `{"stock":5,"version":1}`).Refused(http.StatusPreconditionFailed, "stale_version")
	ada.Post(path+"/redemptions", `{}`).Refused(http.StatusConflict, "sold_out")
	if r := ada.Get("/rewards").Want(http.StatusOK); r.String("items.0.mine.reason") != "stock" || r.Number("items.0.mine.missing") != 400 {
		t.Fatalf("the shop: %s", r.Body)
	}
	manager.Patch(path, `{"archived":true}`).Want(http.StatusOK)
	if n := ada.Get("/rewards").Len("items"); n != 0 {
		t.Fatalf("%d archived rewards are shown", n)
	}
	if n := manager.Get("/rewards").Len("items"); n != 1 {
		t.Fatalf("a manager sees %d rewards", n)
	}
	ada.Post(path+"/redemptions", `{}`).Refused(http.StatusNotFound, "reward_not_found")
	manager.Post("/redemptions/rdm_none/approvals", `{}`).Refused(http.StatusNotFound, "redemption_not_found")
	bob.Post("/redemptions/rdm_none/cancellations", `{}`).Refused(http.StatusNotFound, "redemption_not_found")
	ada.Get("/me/redemptions?cursor=nonsense").Want(http.StatusUnprocessableEntity)
}

func TestTheBoardNamesOnlyWhoAgreed(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	ada, bob, manager := h.Expert("ada"), h.Expert("bob"), h.Manager()
	for _, name := range []string{"cleo", "dirk", "els"} {
		h.Expert(name)
	}
	rebuild := func() {
		if err := h.Services.Board.Rebuild(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	rebuild()
	board := bob.Get("/leaderboard").Want(http.StatusOK)
	if board.Number("of") != 5 || board.At("items.0.named") != false || board.Number("season.weeks") != 13 || board.Number("round.number") != 1 {
		t.Fatalf("the board: %s", board.Body)
	}
	version := board.Number("version")
	ada.Patch("/me/profile", `{"boardName":true,"displayName":"Ada L.","alias":"Heron"}`).Want(http.StatusOK)
	rebuild()
	for c, want := range map[*apitest.Client]string{bob: "Heron", manager: "Heron"} {
		board = c.Get("/leaderboard").Want(http.StatusOK)
		if board.Number("version") <= version {
			t.Errorf("the version stands still: %s", board.Body)
		}
		for i := range board.Len("items") {
			row := fmt.Sprintf("items.%d.", i)
			if board.String(row+"alias") != want {
				continue
			}
			// All five share the first place, and the first place is not the last third.
			if board.String(row+"name") != "Ada L." || board.At(row+"named") != true || board.String(row+"expertId") != ada.ID {
				t.Errorf("who agreed is not named: %s", board.Body)
			}
		}
	}
	own := bob.Get("/leaderboard?around=me").Want(http.StatusOK)
	if own.At("me.me") != true || own.String("me.expertId") != bob.ID || own.Len("items") < 4 || own.Len("items") > 5 {
		t.Errorf("around me: %s", own.Body)
	}
	if n := manager.Get("/leaderboard?limit=2").Want(http.StatusOK).Len("items"); n != 2 {
		t.Errorf("%d rows of 2", n)
	}
	if all := manager.Get("/leaderboard").Want(http.StatusOK); all.String("items.4.name") == all.String("items.4.alias") && all.String("items.4.name") == "Heron" {
		t.Errorf("managers do not see names: %s", all.Body)
	}
	manager.Get("/leaderboard?around=me").Want(http.StatusOK)
	manager.Get("/leaderboard?around=you").Want(http.StatusUnprocessableEntity)
}

func TestTheSeasonIsExplained(t *testing.T) {
	t.Parallel()
	h := apitest.Open(t)
	ada, visitor := h.Expert("ada"), h.Visitor()
	season := ada.Get("/me/season").Want(http.StatusOK)
	if season.Len("weeks") != 13 || season.Number("season.week") != 1 || season.String("level.name") != "mentor" || season.Number("quality.mean") != 4.45 {
		t.Fatalf("my season: %s", season.Body)
	}
	if s := h.Admin.Get("/seasons/current").Want(http.StatusOK); s.String("season.startsAt") != "2026-08-31T02:00:00.000Z" {
		t.Fatalf("the season: %s", s.Body)
	}
	rules := h.Admin.Get("/rule-set").Want(http.StatusOK)
	if rules.Number("version") != 4 || rules.Number("body.article.helped") != 1 || rules.Number("body.followUp.helped") != 15 || rules.Number("body.conversation.base") != 10 || rules.Number("body.conversation.quality.unrated") != 0.8 {
		t.Fatalf("the rules: %s", rules.Body)
	}
	for _, path := range []string{"/me/points", "/me/season", "/leaderboard", "/rule-set", "/rewards", "/redemptions"} {
		visitor.Get(path).Want(http.StatusForbidden)
		h.Stranger().Get(path).Want(http.StatusUnauthorized)
	}
	h.Admin.Get("/me/points").Want(http.StatusForbidden)
	ada.Get("/redemptions").Want(http.StatusForbidden)
	ada.Post("/rewards", `{"name":"Cap","price":1,"stock":1}`).Want(http.StatusForbidden)
}
