package storage_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

var anna = domain.Actor{Role: domain.RoleManager, ID: "mgr_anna"}

// staffed adds a manager called Anna.
func (f *floor) staffed() domain.Actor {
	f.Helper()
	storagetest.Exec(f.TB, f.db, `INSERT INTO people (id, role, email, name, language, version, created_at)
		VALUES (?, 'manager', 'anna@example.org', 'Anna', 'en', 1, 0)`, anna.ID)
	return anna
}

// told is everything that an actor is told of a conversation, from any cursor.
func (f *floor) told(by domain.Actor, id domain.ConversationID) string {
	f.Helper()
	views := f.db.Views()
	var all strings.Builder
	write := func(v any, err error) {
		f.Helper()
		f.must(err)
		b, err := json.Marshal(v)
		f.must(err)
		all.Write(b)
	}
	for after := range f.conversation(id).LastSeq {
		line, err := views.Timeline(f.Context(), by, id, after, 0)
		write(line, err)
	}
	one, err := views.Conversation(f.Context(), by, id)
	write(one, err)
	many, err := views.Conversations(f.Context(), by, "", storage.Page{})
	write(many, err)
	if by.Role != domain.RoleCustomer {
		beside, err := views.ConversationContext(f.Context(), by, "en", id)
		write(beside, err)
	}
	return all.String()
}

func (f *floor) question(id domain.ConversationID) (m domain.MessageID) {
	f.Helper()
	line, err := f.db.Views().Timeline(f.Context(), anna, id, 0, 1)
	f.must(err)
	return line.Entries[0].MessageID
}

func TestNobodyIsToldWhatWasTakenBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{Text: "canary question"})
		f.staffed()
		edit := func(by domain.Actor, m domain.MessageID, text string) {
			t.Helper()
			_, err := f.desk.EditMessage(t.Context(), by, h.id, m, text)
			f.must(err)
		}
		edit(h.customer, f.question(h.id), "Why is it wet?")
		twice := f.says(h.customer, h.id, "canary one")
		edit(h.customer, twice.ID, "canary two")
		edit(h.customer, twice.ID, "It is damp.")
		gone := f.says(h.expert, h.id, "canary three")
		edit(h.expert, gone.ID, "canary four")
		_, err := f.desk.DeleteMessage(t.Context(), h.expert, h.id, gone.ID)
		f.must(err)
		for _, by := range []domain.Actor{h.customer, h.expert, anna} {
			told := f.told(by, h.id)
			if strings.Contains(told, "canary") {
				t.Errorf("%s is told what was taken back: %s", by.Role, told)
			}
			for _, want := range []string{"Why is it wet?", "It is damp.", "editedAt", "deletedAt"} {
				if !strings.Contains(told, want) {
					t.Errorf("%s is not told %q", by.Role, want)
				}
			}
		}
		line, err := db.Views().Timeline(t.Context(), h.customer, h.id, twice.Seq, 1)
		f.must(err)
		if e := line.Entries[0]; e.Kind != desk.KindEdit || e.Text != "It is damp." || e.Data.MessageID != twice.ID || e.Data.Seq != twice.Seq {
			t.Errorf("the first edit reads %+v", e)
		}
		f.whole()
	})
}

func TestAKeptAnswerTellsTheNewQuestion(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		customer := f.customer()
		by := domain.Actor{Role: domain.RoleCustomer, ID: string(customer)}
		var id domain.ConversationID
		ask := func() string {
			answer, _, err := db.Once(t.Context(), "customer", "k", "hash", func(ctx context.Context) ([]byte, error) {
				var err error
				if id, err = f.desk.Open(ctx, customer, desk.Question{Text: "canary question"}); err != nil {
					return nil, err
				}
				view, err := db.Views().Conversation(ctx, by, id)
				if err != nil {
					return nil, err
				}
				body, err := json.Marshal(view)
				return fmt.Appendf(nil, `{"status":201,"body":%s}`, body), err
			})
			f.must(err)
			return string(answer)
		}
		if first := ask(); !strings.Contains(first, "canary question") {
			t.Fatal(first)
		}
		other := f.asked()
		_, err := f.desk.EditMessage(t.Context(), by, id, f.question(id), "Why is it wet?")
		f.must(err)
		if again := ask(); strings.Contains(again, "canary") || !strings.Contains(again, `"question":"Why is it wet?"`) || !strings.Contains(again, `"status":201`) {
			t.Errorf("repeated: %s", again)
		}
		_, err = f.desk.DeleteMessage(t.Context(), by, id, f.question(id))
		f.must(err)
		if again := ask(); !strings.Contains(again, `"question":""`) {
			t.Errorf("repeated: %s", again)
		}
		if q := f.conversation(other).Question; q != "Does it float?" {
			t.Errorf("another question is %q now", q)
		}
	})
}

func TestOnlyTheAuthorChangesAMessage(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		f.staffed()
		colleague := domain.Actor{Role: domain.RoleExpert, ID: string(f.expert(roster.Senior))}
		elsewhere := f.asked()
		m := f.says(h.customer, h.id, "It is damp.")
		mine := f.says(h.expert, h.id, "Dry it.")
		tests := map[string]struct {
			by   domain.Actor
			in   domain.ConversationID
			m    domain.MessageID
			want error
		}{
			"the expert who holds it":        {h.expert, h.id, m.ID, desk.ErrUnknownMessage},
			"the customer, of the expert's":  {h.customer, h.id, mine.ID, desk.ErrUnknownMessage},
			"a manager":                      {anna, h.id, m.ID, desk.ErrNotHolder},
			"an expert who does not know it": {colleague, h.id, m.ID, desk.ErrUnknownConversation},
			"another customer":               {domain.Actor{Role: domain.RoleCustomer, ID: "cus_other"}, h.id, m.ID, desk.ErrUnknownConversation},
			"in another conversation":        {h.customer, elsewhere, m.ID, desk.ErrUnknownConversation},
			"what was never said":            {h.customer, h.id, "msg_none", desk.ErrUnknownMessage},
		}
		for name, tt := range tests {
			if _, err := f.desk.EditMessage(t.Context(), tt.by, tt.in, tt.m, "Changed."); !errors.Is(err, tt.want) {
				t.Errorf("%s edits: %v", name, err)
			}
			if _, err := f.desk.DeleteMessage(t.Context(), tt.by, tt.in, tt.m); !errors.Is(err, tt.want) {
				t.Errorf("%s deletes: %v", name, err)
			}
		}
		f.must(f.desk.Close(t.Context(), h.customer, h.id, desk.Closure{Outcome: desk.Solved}))
		if _, err := f.desk.EditMessage(t.Context(), h.expert, h.id, mine.ID, "Changed."); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Errorf("who does not take part any more edits: %v", err)
		}
		if _, err := f.desk.EditMessage(t.Context(), h.customer, h.id, m.ID, "It was damp."); err != nil {
			t.Errorf("the customer edits after the close: %v", err)
		}
		f.clock.Add(desk.ChangeFor)
		if _, err := f.desk.DeleteMessage(t.Context(), h.customer, h.id, m.ID); !errors.Is(err, desk.ErrTooLate) {
			t.Errorf("after five minutes: %v", err)
		}
		f.whole()
	})
}

func TestAnEditAndADeletionAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		for range 8 {
			m := f.says(h.customer, h.id, "canary")
			var edited atomic.Int64
			together(6, func(i int) {
				if i%3 == 0 {
					if _, err := f.desk.DeleteMessage(t.Context(), h.customer, h.id, m.ID); err != nil {
						t.Error(err)
					}
					return
				}
				p, err := f.desk.EditMessage(t.Context(), h.customer, h.id, m.ID, "The same words.")
				switch {
				case err == nil && p.New:
					edited.Add(1)
				case err != nil && !errors.Is(err, desk.ErrDeleted):
					t.Error(err)
				}
			})
			if edited.Load() > 1 {
				t.Errorf("one edit was stored %d times", edited.Load())
			}
		}
		if n := f.count("SELECT COUNT(*) FROM timeline_entries WHERE kind = 'deletion'"); n != 8 {
			t.Errorf("%d deletions of 8 messages", n)
		}
		if told := f.told(h.customer, h.id); strings.Contains(told, "canary") || strings.Contains(told, "The same words.") {
			t.Errorf("a deleted message is told: %s", told)
		}
		f.whole()
	})
}
