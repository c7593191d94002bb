package storage_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// newChatHall is a hall whose vacancy asks in the chat.
func newChatHall(t *testing.T, db *storage.DB) *hall {
	t.Helper()
	h := newHall(t, db)
	storagetest.Exec(t, db, "UPDATE vacancies SET ask_in_chat = TRUE")
	return h
}

// thought stores a closed conversation of customer n with what they thought of it.
func (h *hall) thought(n, stars int, solved string) (domain.CustomerID, domain.ConversationID) {
	h.Helper()
	h.forms++
	by, id := fmt.Sprintf("cus_%02d", n), fmt.Sprintf("cnv_%02d_%d", n, h.forms)
	storagetest.Exec(h, h.db, `INSERT INTO people (id, role, email, name, language, password_hash, version, created_at)
		VALUES ('exp_1', 'expert', 'exp@example.org', 'Ex', 'en', 'x', 1, 0) ON CONFLICT DO NOTHING`)
	storagetest.Exec(h, h.db, `INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence, presence_at, lapses, offers,
		version, created_at, level_at) VALUES ('exp_1', 'Ex', 'Ex', 1, 2, 'active', '["en"]', FALSE, 'away', 0, 0, 0, 1, 0, 0) ON CONFLICT DO NOTHING`)
	storagetest.Exec(h, h.db, `INSERT INTO conversations (id, customer_id, channel, language, question, status, episode, class, last_seq, content_seq, opened_at, version)
		VALUES (?, ?, 'chat', 'en', 'It hums.', 'closed', 1, 2, 0, 0, 0, 1)`, id, by)
	storagetest.Exec(h, h.db, `INSERT INTO episodes (conversation_id, episode, opened_at, expert_id, closed_at, closed_by, outcome, confirmed_at, confirmed_by)
		VALUES (?, 1, 0, 'exp_1', 1, 'expert', 'solved', 1, 'customer')`, id)
	if stars > 0 {
		storagetest.Exec(h, h.db, `INSERT INTO ratings (conversation_id, episode, customer_id, expert_id, stars, solved, cause, difficulty, controllable, given_at,
			changed_at, version) VALUES (?, 1, ?, 'exp_1', ?, ?, 'expert', 1, TRUE, 0, 0, 1)`, id, by, stars, solved)
	}
	return domain.CustomerID(by), domain.ConversationID(id)
}

func (h *hall) asks(by domain.CustomerID, id domain.ConversationID) vetting.Invited {
	h.Helper()
	i, err := h.vetting.AskInChat(h.Context(), by, id)
	h.must(err)
	return i
}

const owner = `{"products":["Tide"],"orders":[{"number":"NA-7","date":"2026-05-01","products":["Tide"]}]}`

// TestACustomerIsAskedInTheChat asks once, after a good answer, and the link that
// is made works like any personal invitation.
func TestACustomerIsAskedInTheChat(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newChatHall(t, db)
		h.verified(1, "nl", owner)
		by, first := h.thought(1, 5, "yes")
		i := h.asks(by, first)
		if i.Vacancy.ID != h.vacancy.ID || i.Language != "nl" || i.Token == "" {
			t.Fatalf("%+v", i)
		}
		if again := h.asks(by, first); again.Token != i.Token {
			t.Error("asking again makes another invitation")
		}
		_, second := h.thought(1, 5, "yes")
		if h.asks(by, second).Token != "" {
			t.Error("asked twice for a vacancy")
		}
		_, err := h.vetting.AskInChat(t.Context(), "cus_99", first)
		refused(t, err, vetting.ErrNotYourTalk)
		refused(t, h.vetting.DeclineInChat(t.Context(), "cus_99", first), vetting.ErrNotYourTalk)

		f := h.form("jan@example.org")
		f.Recruit, f.Consent = i.Token, true
		out, err := h.vetting.Apply(t.Context(), "expert", f)
		h.must(err)
		if a := out.Application; a.Purchase != vetting.Verified || a.Recruit == "" {
			t.Errorf("%+v", a)
		}
		if h.asks(by, first).Token != "" {
			t.Error("an invitation that was used is shown again")
		}
		_, err = h.vetting.Greet(t.Context(), "expert", i.Token)
		refused(t, err, vetting.ErrBadRecruit)
		refused(t, h.vetting.Decline(t.Context(), "expert", i.Token), vetting.ErrBadRecruit)
		h.must(h.vetting.DeclineInChat(t.Context(), by, first))
		funnel, err := db.Views().FunnelOf(t.Context(), h.vacancy.ID)
		h.must(err)
		if funnel.Asked != 1 || funnel.Declined != 0 {
			t.Errorf("%+v", funnel)
		}
	})
}

// TestWhenACustomerIsNotAsked goes through every reason to leave somebody alone.
func TestWhenACustomerIsNotAsked(t *testing.T) {
	t.Parallel()
	followUp := func(state string) func(*hall, domain.ConversationID) {
		return func(h *hall, id domain.ConversationID) {
			now := h.clock.Now().UnixMilli()
			rest := map[string]string{
				"missed":    fmt.Sprintf("'open', NULL, NULL, %d, NULL, NULL, NULL, NULL", now),
				"overdue":   "'open', NULL, NULL, NULL, NULL, NULL, NULL, NULL",
				"dismissed": fmt.Sprintf("'dismissed', NULL, NULL, NULL, NULL, NULL, %d, 'mgr_1'", now),
				"no help":   fmt.Sprintf("'done', 'answered', %d, NULL, 'no', %d, NULL, NULL", now-1000, now),
			}[state]
			storagetest.Exec(h, h.db, `INSERT INTO follow_ups (id, conversation_id, episode, expert_id, client_id, place, promise, due_at, first_due_at, remind_at,
				version, created_at, state, outcome, done_at, missed_at, helped, helped_at, dismissed_at, dismissed_by)
				VALUES ('fup_1', ?, 1, 'exp_1', 'c', 1, 'I will ask.', ?, ?, 0, 1, 0, `+rest+")", id, now-1, now-1)
		}
	}
	for name, tt := range map[string]struct {
		stars   int
		solved  string
		prepare func(*hall, domain.ConversationID)
		asked   bool
	}{
		"four stars":       {4, "yes", nil, true},
		"three stars":      {3, "yes", nil, false},
		"not solved":       {5, "no", nil, false},
		"partly solved":    {5, "partly", nil, false},
		"not rated":        {0, "", nil, false},
		"missed promise":   {5, "yes", followUp("missed"), false},
		"overdue promise":  {5, "yes", followUp("overdue"), false},
		"no promise kept":  {5, "yes", followUp("dismissed"), false},
		"it did not help":  {5, "yes", followUp("no help"), false},
		"answered late":    {5, "yes", promised(100, 200), false},
		"answered in time": {5, "yes", promised(100, 90), true},
		"it goes on": {5, "yes", func(h *hall, id domain.ConversationID) {
			storagetest.Exec(h, h.db, "UPDATE conversations SET status = 'queued', queued_at = 1 WHERE id = ?", id)
		}, false},
		"not verified": {5, "yes", func(h *hall, _ domain.ConversationID) {
			storagetest.Exec(h, h.db, "UPDATE customers SET brand_customer_id = NULL, verified_at = NULL, email = '', shop = '{}'")
		}, false},
		"an expert": {5, "yes", func(h *hall, _ domain.ConversationID) {
			storagetest.Exec(h, h.db, "UPDATE experts SET brand_customer_id = '1001'")
		}, false},
		"without an address": {5, "yes", func(h *hall, _ domain.ConversationID) {
			storagetest.Exec(h, h.db, "UPDATE customers SET email = ''")
		}, true},
		"another language": {5, "yes", func(h *hall, _ domain.ConversationID) {
			storagetest.Exec(h, h.db, "UPDATE customers SET language = 'de'")
		}, false},
		"switched off": {5, "yes", func(h *hall, _ domain.ConversationID) {
			c := h.vacancy
			c.Version, c.AskInChat = 2, false
			_, err := h.vetting.ChangeVacancy(h.Context(), c)
			h.must(err)
		}, false},
		"closed": {5, "yes", func(h *hall, _ domain.ConversationID) {
			_, err := h.vetting.CloseVacancy(h.Context(), h.vacancy.ID)
			h.must(err)
		}, false},
		"its last day is over": {5, "yes", func(h *hall, _ domain.ConversationID) {
			storagetest.Exec(h, h.db, "UPDATE vacancies SET closes_on = '2026-11-01'")
		}, false},
		"asked by a segment": {5, "yes", func(h *hall, _ domain.ConversationID) {
			_, err := h.vetting.Ask(h.Context(), hr, h.vacancy.ID, vetting.Segment{Most: 1})
			h.must(err)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newChatHall(t, storagetest.Open(t))
			h.verified(1, "nl", owner)
			by, id := h.thought(1, tt.stars, tt.solved)
			if tt.prepare != nil {
				tt.prepare(h, id)
			}
			if i := h.asks(by, id); (i.Token != "") != tt.asked {
				t.Errorf("asked: %+v", i)
			}
		})
	}
}

// promised is an open question whose answer was promised, and came.
func promised(by, answered int64) func(*hall, domain.ConversationID) {
	return func(h *hall, id domain.ConversationID) {
		storagetest.Exec(h, h.db, "INSERT INTO promises (conversation_id, episode, left_at, answer_by, answered_at) VALUES (?, 1, 0, ?, ?)", id, by, answered)
	}
}

// TestANoInTheChatIsHeardForEver declines, and is asked for no vacancy any more.
func TestANoInTheChatIsHeardForEver(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newChatHall(t, db)
		h.verified(1, "nl", owner)
		by, id := h.thought(1, 5, "yes")
		h.must(h.vetting.DeclineInChat(t.Context(), by, id)) // nobody asked yet
		token := h.asks(by, id).Token
		for range 2 {
			h.must(h.vetting.DeclineInChat(t.Context(), by, id))
		}
		if g, err := h.vetting.Greet(t.Context(), "expert", token); err != nil || !g.Declined {
			t.Errorf("%+v, %v", g, err)
		}
		if h.asks(by, id).Token != "" {
			t.Error("asked again after a no")
		}
		h.clock.Add(time.Hour)
		c := h.vacancy
		c.Slug, c.AskInChat = "second", true
		second, err := h.vetting.AddVacancy(t.Context(), hr, c)
		h.must(err)
		_, err = h.vetting.OpenVacancy(t.Context(), second.ID)
		h.must(err)
		_, other := h.thought(1, 5, "yes")
		if h.asks(by, other).Token != "" {
			t.Error("asked for another vacancy after a no")
		}
	})
}

// TestANoThatCameLateIsHeard: the next question may have begun, and another answer
// been rated, before somebody says no to what they were asked after the first.
func TestANoThatCameLateIsHeard(t *testing.T) {
	t.Parallel()
	h := newChatHall(t, storagetest.Open(t))
	h.verified(1, "nl", owner)
	by, id := h.thought(1, 5, "yes")
	token := h.asks(by, id).Token
	storagetest.Exec(t, h.db, `INSERT INTO episodes (conversation_id, episode, opened_at, expert_id, closed_at, closed_by, outcome, confirmed_at, confirmed_by)
		VALUES (?, 2, 2, 'exp_1', 3, 'expert', 'solved', 3, 'customer'), (?, 3, 4, NULL, NULL, NULL, NULL, NULL, NULL)`, id, id)
	storagetest.Exec(t, h.db, "UPDATE conversations SET status = 'queued', queued_at = 1, episode = 3 WHERE id = ?", id)
	for range 2 {
		h.must(h.vetting.DeclineInChat(t.Context(), by, id))
	}
	if g, err := h.vetting.Greet(t.Context(), "expert", token); err != nil || !g.Declined {
		t.Errorf("%+v, %v", g, err)
	}
}

// The order of locks: whoever asks in the chat comes to the vacancy before its
// recruits, as a segment does, so that neither waits for the other for ever.
func TestAskingInTheChatWaitsForASegmentBeforeItAsks(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenPostgres(t)
	h := newChatHall(t, db)
	h.verified(1, "nl", owner)
	by, id := h.thought(1, 5, "yes")
	made := 0
	chat := vetting.New(db.Vetting, domain.Runtime{Now: h.clock.Now, NewID: func(prefix string) string {
		made++
		return prefix + "_in_the_chat"
	}}, &tokens{})
	runs, asked := 0, make(chan error, 1)
	h.must(db.InTx(t.Context(), func(tx storage.Tx) error {
		if _, err := tx.Vacancy(h.vacancy.ID); err != nil {
			return err
		}
		if runs++; runs == 1 {
			go func() {
				_, err := chat.AskInChat(t.Context(), by, id)
				asked <- err
			}()
			const waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
			for storagetest.Int(t, db, waiting) == 0 && t.Context().Err() == nil && len(asked) == 0 {
			}
		}
		_, err := tx.AddRecruit(vetting.Recruit{
			ID: "rct_segment", Vacancy: h.vacancy.ID, Customer: by, TokenHash: "of the segment", MadeAt: h.clock.Now(), MadeBy: "mgr_1",
			ExpiresAt: h.clock.Now().Add(vetting.RecruitValid),
		})
		return err
	}))
	h.must(<-asked)
	if runs != 1 || made != 1 {
		t.Errorf("the segment asked %d times and the chat %d times", runs, made)
	}
}

// TestTwoWindowsAndASegmentAskAtOnce: whoever is first asks, and nobody is asked twice.
func TestTwoWindowsAndASegmentAskAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newChatHall(t, db)
		for n := 1; n <= 6; n++ {
			h.verified(n, "nl", owner)
			by, id := h.thought(n, 5, "yes")
			var wg sync.WaitGroup
			tokens := make([]string, 3)
			for i := range tokens {
				wg.Go(func() {
					out, err := h.vetting.AskInChat(t.Context(), by, id)
					tokens[i] = out.Token
					if err != nil {
						t.Error(err)
					}
				})
			}
			var asked []vetting.Asked
			wg.Go(func() {
				var err error
				if asked, err = h.vetting.Ask(t.Context(), hr, h.vacancy.ID, vetting.Segment{Most: 10}); err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
			for _, token := range tokens {
				if token != tokens[0] || (token == "") != (len(asked) == 1) {
					t.Errorf("customer %d: %q, and the segment asked %d", n, tokens, len(asked))
				}
			}
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM recruits"); n != 6 {
			t.Errorf("%d invitations for six customers", n)
		}
	})
}
