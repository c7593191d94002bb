package storage_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/insight"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// classroom is a programme whose conversations have texts to learn from.
type classroom struct {
	*programme

	who      domain.ExpertID
	suggests *insight.Suggestions
}

func newClassroom(t *testing.T, db *storage.DB) *classroom {
	p := withServices(t, db)
	p.brand()
	return &classroom{p, p.expert(1), insight.NewSuggestions(db.Models, db.Views(), p.rt)}
}

// questions are questions that differ in their words as their reasons do.
var questions = map[string]string{
	"rsn_1": "My left earbud is silent since the update number %d",
	"rsn_2": "Where is my parcel, order %d did not come",
	"rsn_3": "The battery is empty after an hour on day %d",
}

// closed stores a solved conversation of a reason with what its customer wrote.
func (c *classroom) closed(reason, text string) domain.ConversationID {
	c.t.Helper()
	id := c.answer(c.who, func(a *answered) { a.closing, a.outcome = reason, "solved" })
	c.says(id, text)
	return id
}

// says adds a message of the customer.
func (c *classroom) says(id domain.ConversationID, text string) {
	c.t.Helper()
	seq := c.count("SELECT last_seq + 1 FROM conversations WHERE id = ?", id)
	storagetest.Exec(c.t, c.db, `INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, author_id, message_id, client_id, text, data, at)
		VALUES (?, ?, 1, 'message', 'customer', 'cus_1', ?, ?, ?, '{}', ?)`,
		id, seq, fmt.Sprintf("msg_%s_%d", id, seq), fmt.Sprintf("c%d", seq), text, storage.At(c.clock.Now()))
	storagetest.Exec(c.t, c.db, "UPDATE conversations SET last_seq = ? WHERE id = ?", seq, id)
}

// term closes so many conversations of every reason, a minute apart.
func (c *classroom) term(each int) {
	c.t.Helper()
	for n := range each {
		for _, reason := range []string{"rsn_1", "rsn_2", "rsn_3"} {
			c.clock.Add(time.Minute)
			c.closed(reason, fmt.Sprintf(questions[reason], n))
		}
	}
}

func (c *classroom) train() int {
	c.t.Helper()
	c.clock.Add(time.Minute)
	made, err := c.suggests.Train(c.t.Context())
	c.must(err)
	return made
}

func (c *classroom) suggested(text string) insight.Suggested {
	c.t.Helper()
	c.clock.Add(2 * time.Minute)
	s, err := c.suggests.Suggest(c.t.Context(), "cnv_none", text)
	c.must(err)
	return s
}

// TestReasonsAreLearnedFromWhatIsClosed: nothing is suggested before there is
// enough; then the reason and similar questions are; what was closed since is
// known without a training, on another node as well.
func TestReasonsAreLearnedFromWhatIsClosed(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newClassroom(t, db)
		c.term(10)
		require.Zero(t, c.train(), "thirty are too few")
		require.Empty(t, c.suggested("My parcel did not come").Reasons)
		c.term(15)
		require.Equal(t, 1, c.train())
		require.Zero(t, c.train(), "nothing was closed since")
		s := c.suggested("my parcel did not come yet, where is it?")
		require.NotEmpty(t, s.Model)
		require.Equal(t, domain.ReasonID("rsn_2"), s.Reasons[0].Reason)
		require.NotEmpty(t, s.Similar)
		require.Equal(t, "rsn_2", storagetest.Text(t, db, "SELECT closing_reason_id FROM episodes WHERE conversation_id = ?", s.Similar[0].Conversation))
		require.Empty(t, c.suggested("…").Reasons)

		storagetest.Exec(t, db, `INSERT INTO contact_reasons (id, name, translations, difficulty, complaint, controllable, position, version, created_at)
			VALUES ('rsn_new', 'Repairs', '{}', 1, FALSE, TRUE, 9, 1, 0)`)
		c.clock.Add(time.Minute)
		newest := c.closed("rsn_new", "Can I send it in for a repair at your workshop")
		for _, node := range []*insight.Suggestions{c.suggests, insight.NewSuggestions(db.Models, db.Views(), c.rt)} {
			c.clock.Add(2 * time.Minute)
			s, err := node.Suggest(t.Context(), "cnv_none", "Can I send it in for a repair at your workshop?")
			c.must(err)
			require.Equal(t, domain.ReasonID("rsn_new"), s.Reasons[0].Reason)
			require.Equal(t, newest, s.Similar[0].Conversation)
			s, err = node.Suggest(t.Context(), newest, "Can I send it in for a repair at your workshop?")
			c.must(err)
			require.NotContains(t, s.Similar, insight.Solution{Conversation: newest, Likeness: 1}, "a conversation is not similar to itself")
		}
	})
}

// TestAVersionThatIsWorseNeverSuggests: it is kept with its figures and without
// its bytes, and the one before it goes on.
func TestAVersionThatIsWorseNeverSuggests(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newClassroom(t, db)
		c.term(25)
		require.Equal(t, 1, c.train())
		first := storagetest.Text(t, db, "SELECT id FROM reason_models WHERE active")
		c.term(7)
		// All that it learns from is wrong, and what it is measured on is not.
		for n := range int(c.made.Load()) {
			if id := fmt.Sprintf("cnv_%06d", n+1); !insight.HeldOut(domain.ConversationID(id)) {
				storagetest.Exec(t, db, `UPDATE episodes SET closing_reason_id = CASE closing_reason_id WHEN 'rsn_1' THEN 'rsn_2'
					WHEN 'rsn_2' THEN 'rsn_3' ELSE 'rsn_1' END WHERE conversation_id = ?`, id)
			}
		}
		require.Equal(t, 1, c.train())
		require.Equal(t, first, storagetest.Text(t, db, "SELECT id FROM reason_models WHERE active"))
		require.EqualValues(t, 2, c.count("SELECT count(*) FROM reason_models"))
		require.EqualValues(t, 1, c.count("SELECT count(*) FROM reason_models WHERE body IS NOT NULL"))
		require.Error(t, storagetest.TryExec(t.Context(), db, "UPDATE reason_models SET active = TRUE, body = 'x'"), "two suggest at once")
		require.Error(t, storagetest.TryExec(t.Context(), db, "UPDATE reason_models SET body = NULL"), "nothing suggests")
	})
}

// TestSuggestionsAreMeasuredByWhatPeopleDecide: each closing is judged once,
// before it is learned from, also by two at once.
func TestSuggestionsAreMeasuredByWhatPeopleDecide(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newClassroom(t, db)
		c.term(25)
		require.Equal(t, 1, c.train())
		c.clock.Add(time.Minute)
		c.closed("rsn_2", "my parcel did not come, where is it")
		c.clock.Add(time.Minute)
		c.closed("rsn_3", "where is my parcel then") // people say otherwise
		c.clock.Add(time.Minute)
		judged := make([]int, 3)
		var wg sync.WaitGroup
		for i := range judged {
			wg.Go(func() {
				n, err := insight.NewSuggestions(db.Models, db.Views(), c.rt).Judge(t.Context())
				judged[i] = n
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, 2, judged[0]+judged[1]+judged[2])
		require.Equal(t, "rsn_2", storagetest.Text(t, db, "SELECT first_id FROM reason_judgements WHERE reason_id = 'rsn_3'"), "asked before it learned")
		require.EqualValues(t, 1, c.count("SELECT place FROM reason_judgements WHERE reason_id = 'rsn_2'"))
		view, err := db.Views().Learning(t.Context(), "en", c.clock.Now())
		c.must(err)
		require.Equal(t, 77, view.Closed)
		require.Len(t, view.Models, 1)
		require.Equal(t, 2, view.Models[0].Judged)
		require.Equal(t, 1, view.Models[0].JudgedTop1)
		hit := map[domain.ReasonID]storage.ReasonHitView{}
		for _, r := range view.Reasons {
			hit[r.ID] = r
		}
		require.Equal(t, domain.ReasonID("rsn_2"), hit["rsn_3"].TakenFor)
		require.Equal(t, "Reason 2", hit["rsn_3"].TakenName)
		require.Equal(t, 1, hit["rsn_2"].Top1)
	})
}

// TestWhatIsLearnedIsWhatTheCustomerWroteFirst: up to the first answer, as it
// was edited, and nothing that was deleted.
func TestWhatIsLearnedIsWhatTheCustomerWroteFirst(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newClassroom(t, db)
		id := c.closed("rsn_1", "one")
		c.says(id, "two")
		c.says(id, "gone")
		change := func(kind, text string, seq int) {
			at := c.count("SELECT last_seq + 1 FROM conversations WHERE id = ?", id)
			storagetest.Exec(t, db, `INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, author_id, text, data, at)
				VALUES (?, ?, 1, ?, 'customer', 'cus_1', ?, ?, ?)`,
				id, at, kind, text, fmt.Sprintf(`{"messageId":"msg_%s_%d"}`, id, seq), storage.At(c.clock.Now()))
			storagetest.Exec(t, db, "UPDATE conversations SET last_seq = ? WHERE id = ?", at, id)
		}
		change("edit", "second", 2)
		change("deletion", "", 3)
		storagetest.Exec(t, db, "UPDATE episodes SET first_response_at = ?", storage.At(c.clock.Now()))
		c.clock.Add(time.Minute)
		c.says(id, "after the answer")
		all, err := db.Views().Closings(t.Context(), c.clock.Now().Add(-time.Hour), 10)
		c.must(err)
		require.Len(t, all, 1)
		require.Equal(t, "one\nsecond", all[0].Text)
	})
}

// TestSimilarQuestionsAreToldToWhoAnsweredThem: and to staff; another expert
// hears what it was about and whom to ask, never the customer's words.
func TestSimilarQuestionsAreToldToWhoAnsweredThem(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newClassroom(t, db)
		id := c.closed("rsn_2", "It hums.")
		open := c.answer(c.who, func(a *answered) { a.closing = "rsn_2" })
		said := insight.Suggested{
			Model: "mdl_1", Reasons: []insight.Suggestion{{Reason: "rsn_2", Share: 0.9}, {Reason: "rsn_gone", Share: 0.1}},
			Similar: []insight.Solution{{Conversation: id, Likeness: 0.8}, {Conversation: open, Likeness: 0.7}},
		}
		other := c.expert(1)
		for _, tt := range []struct {
			by                 domain.Actor
			question, answered string
		}{
			{domain.Actor{Role: domain.RoleExpert, ID: string(c.who)}, "It hums.", ""},
			{domain.Actor{Role: domain.RoleExpert, ID: string(other)}, "", "Name " + string(c.who)},
			{manager, "It hums.", "Name " + string(c.who)},
		} {
			view, err := db.Views().Suggestions(t.Context(), tt.by, "en", said)
			c.must(err)
			require.Len(t, view.Reasons, 1, "a reason that is not in use is not suggested")
			require.Len(t, view.Similar, 1, "what was not solved is no solution")
			require.Equal(t, tt.question, view.Similar[0].Question)
			require.Equal(t, tt.question != "", view.Similar[0].ID != "")
			require.Equal(t, tt.answered, view.Similar[0].AnsweredBy)
			require.Equal(t, "Reason 2", view.Similar[0].ReasonName)
		}
	})
}
