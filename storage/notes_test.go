package storage_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// backroom is a held conversation, a colleague and a manager.
type backroom struct {
	*floor
	id                                domain.ConversationID
	asker, holder, colleague, manager domain.Actor
}

func openBackroom(t *testing.T, db *storage.DB) backroom {
	t.Helper()
	f := newFloor(t, db)
	f.expert(roster.Senior)
	h := f.assigned(desk.Question{})
	return backroom{f, h.id, h.customer, h.expert, domain.Actor{Role: domain.RoleExpert, ID: string(f.expert(roster.Senior))}, f.staffed()}
}

func (b backroom) note(by domain.Actor, text string, mentions ...domain.Actor) error {
	b.Helper()
	n := desk.NewNote{ClientID: text, Text: text}
	for _, m := range mentions {
		n.Mentions = append(n.Mentions, domain.PersonID(m.ID))
	}
	_, err := b.desk.Note(b.Context(), by, b.id, n)
	return err
}

func (b backroom) whisper(by domain.Actor, text string) error {
	b.Helper()
	_, err := b.desk.Note(b.Context(), by, b.id, desk.NewNote{ClientID: text, Text: text, Whisper: true})
	return err
}

// notes are the texts that somebody sees, or the refusal.
func (b backroom) notes(by domain.Actor) (string, error) {
	b.Helper()
	list, err := b.db.Views().Notes(b.Context(), by, b.id, storage.Page{})
	var texts []string
	for _, n := range list.Items {
		texts = append(texts, n.Text)
	}
	return strings.Join(texts, ", "), err
}

func (b backroom) mentions(by domain.Actor) []storage.MentionView {
	b.Helper()
	list, err := b.db.Views().Mentions(b.Context(), domain.PersonID(by.ID), storage.Page{})
	b.must(err)
	return list.Items
}

func TestAMentionOpensAConversationUntilItsClose(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := openBackroom(t, db)
		read := func() error {
			_, err := db.Views().Timeline(t.Context(), b.colleague, b.id, 0, 0)
			return err
		}
		if err := read(); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("before the mention: %v", err)
		}
		if err := b.note(b.colleague, "May I?"); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("a stranger notes: %v", err)
		}
		b.must(b.note(b.holder, "Have you seen this?", b.colleague, b.manager))
		b.must(read())
		b.must(b.note(b.colleague, "Yes: the seal."))
		if seen, err := b.notes(b.colleague); err != nil || seen != "Have you seen this?, Yes: the seal." {
			t.Fatalf("%q, %v", seen, err)
		}
		if _, err := b.desk.Post(t.Context(), b.colleague, b.id, "c", "Hello."); !errors.Is(err, desk.ErrNotHolder) {
			t.Fatalf("a guest writes: %v", err)
		}
		if _, err := b.desk.Read(t.Context(), b.colleague, b.id, 1); !errors.Is(err, desk.ErrNotHolder) {
			t.Fatalf("a guest moves a read mark: %v", err)
		}
		if err := b.desk.Close(t.Context(), b.colleague, b.id, desk.Closure{}); !errors.Is(err, desk.ErrNotHolder) {
			t.Fatalf("a guest closes: %v", err)
		}
		m := b.mentions(b.colleague)
		if len(m) != 1 || m[0].Seen || m[0].Text != "Have you seen this?" || len(b.mentions(b.manager)) != 1 || len(b.mentions(b.holder)) != 0 {
			t.Fatalf("mentioned in %+v", m)
		}
		b.must(b.desk.SeeMention(t.Context(), domain.PersonID(b.colleague.ID), m[0].NoteID))
		b.must(b.desk.SeeMention(t.Context(), domain.PersonID(b.colleague.ID), m[0].NoteID))
		if !b.mentions(b.colleague)[0].Seen || b.mentions(b.manager)[0].Seen {
			t.Fatal("one saw it and not the other")
		}
		if err := b.desk.SeeMention(t.Context(), domain.PersonID(b.holder.ID), m[0].NoteID); !errors.Is(err, desk.ErrUnknownMention) {
			t.Fatalf("nobody's mention: %v", err)
		}

		b.must(b.desk.Close(t.Context(), b.asker, b.id, desk.Closure{Outcome: desk.Solved}))
		storagetest.Exec(t, db, "INSERT INTO guests (conversation_id, person_id, invited_by, since) VALUES (?, ?, ?, 0)", b.id, b.colleague.ID, b.holder.ID)
		if err := errors.Join(read(), b.note(b.colleague, "Late.")); !errors.Is(read(), desk.ErrUnknownConversation) || err == nil ||
			strings.Count(err.Error(), "conversation_not_found") != 2 {
			t.Fatalf("even a guest who was left over: %v", err)
		}
		storagetest.Exec(t, db, "DELETE FROM guests")
		for range 2 {
			if err := read(); !errors.Is(err, desk.ErrUnknownConversation) {
				t.Fatalf("after the close: %v", err)
			}
			if _, err := b.notes(b.colleague); !errors.Is(err, desk.ErrUnknownConversation) || len(b.mentions(b.colleague)) != 0 {
				t.Fatalf("after the close: %v", err)
			}
			b.says(b.asker, b.id, "Again.") // which opens it, but not for guests
		}
		if seen, err := b.notes(b.manager); err != nil || seen != "Have you seen this?, Yes: the seal." {
			t.Fatalf("staff: %q, %v", seen, err)
		}
		if _, err := b.notes(b.asker); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("the customer: %v", err)
		}
		b.whole()
	})
}

func TestAWhisperIsForOnePerson(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := openBackroom(t, db)
		b.must(b.note(b.holder, "Look.", b.colleague))
		b.must(b.whisper(b.manager, "Offer a new one."))
		for who, want := range map[domain.Actor]string{
			b.holder: "Look., Offer a new one.", b.manager: "Look., Offer a new one.", b.colleague: "Look.",
		} {
			if seen, err := b.notes(who); err != nil || seen != want {
				t.Errorf("%s sees %q, %v", who.ID, seen, err)
			}
		}
		if n := b.count("SELECT COUNT(*) FROM outbox WHERE name = 'note.posted' AND payload LIKE ? AND payload LIKE '%\"whisper\":true%'",
			"%"+b.colleague.ID+"%"); n != 0 {
			t.Error("a guest hears that somebody whispered")
		}
		if n := b.count("SELECT COUNT(*) FROM outbox WHERE payload LIKE '%Offer a new%' OR payload LIKE '%Look.%'"); n != 0 {
			t.Error("an event holds the text of a note")
		}
		if err := b.whisper(b.holder, "Me too."); !errors.Is(err, desk.ErrWhisperOfStaff) {
			t.Errorf("an expert whispers: %v", err)
		}
		b.must(b.desk.Close(t.Context(), b.manager, b.id, desk.Closure{Outcome: desk.Solved}))
		if err := b.whisper(b.manager, "Well done."); !errors.Is(err, desk.ErrNobodyHolds) {
			t.Errorf("to nobody: %v", err)
		}
		if err := b.note(b.manager, "After.", b.colleague); !errors.Is(err, desk.ErrClosed) {
			t.Errorf("a mention after the close: %v", err)
		}
		b.must(b.note(b.manager, "For next time."))
	})
}

func TestOneNoteForAClientID(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := openBackroom(t, db)
		together(8, func(int) {
			if err := b.note(b.holder, "Once.", b.colleague); err != nil {
				t.Error(err)
			}
		})
		if err := b.note(b.holder, "Nobody.", domain.Actor{ID: "exp_none"}); !errors.Is(err, desk.ErrUnknownColleague) {
			t.Errorf("a mention of nobody: %v", err)
		}
		storagetest.Exec(t, db, "UPDATE experts SET state = 'retired' WHERE id = ?", b.colleague.ID)
		if err := b.note(b.holder, "Gone.", b.colleague); !errors.Is(err, desk.ErrUnknownColleague) {
			t.Errorf("a mention of who left: %v", err)
		}
		if n := b.count(`SELECT (SELECT COUNT(*) FROM notes) * 100 + (SELECT COUNT(*) FROM note_mentions) * 10 + (SELECT COUNT(*) FROM outbox
			WHERE name = 'note.posted')`); n != 111 {
			t.Errorf("notes, mentions and events: %d", n)
		}
	})
}

// A mention and the close come at once: whoever is first, no guest is left.
func TestNoGuestOutlivesTheClose(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := openBackroom(t, db)
		for range 6 {
			together(4, func(i int) {
				if i == 0 {
					if err := b.desk.Close(t.Context(), b.asker, b.id, desk.Closure{Outcome: desk.Solved}); err != nil {
						t.Error(err)
					}
					return
				}
				err := b.note(b.manager, strings.Repeat("x", i)+time.Now().String(), b.colleague)
				if err != nil && !errors.Is(err, desk.ErrClosed) {
					t.Error(err)
				}
			})
			if n := b.count("SELECT COUNT(*) FROM guests"); n != 0 {
				t.Fatalf("%d guests of a closed conversation", n)
			}
			b.says(b.asker, b.id, "Again.")
		}
	})
}

func TestWatchersAreSeenForAMinute(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := openBackroom(t, db)
		told := func() int64 { return b.count("SELECT COUNT(*) FROM outbox WHERE name = 'watch.changed'") }
		watchers := func(by domain.Actor) string {
			all, err := db.Views().Watchers(t.Context(), by, b.id, b.clock.Now())
			b.must(err)
			var names []string
			for _, w := range all {
				names = append(names, w.Name)
			}
			return strings.Join(names, ", ")
		}
		watch := func(by domain.Actor) { b.must(b.desk.Watch(t.Context(), by, b.id)) }

		watch(b.manager)
		watch(b.holder) // who holds it watches nothing
		b.clock.Add(desk.WatchFor - time.Millisecond)
		watch(b.manager)
		b.clock.Add(desk.WatchFor - time.Millisecond)
		if told() != 1 || watchers(b.holder) != "Anna" || watchers(b.manager) != "" {
			t.Fatalf("told %d times; the holder sees %q", told(), watchers(b.holder))
		}
		b.clock.Add(time.Millisecond)
		if w := watchers(b.holder); w != "" {
			t.Fatalf("after a minute %q are seen", w)
		}
		together(4, func(int) { watch(b.manager) })
		if n := told(); n < 2 || n > 5 || watchers(b.holder) != "Anna" {
			t.Fatalf("told %d times", n)
		}
		if err := b.desk.Watch(t.Context(), b.colleague, b.id); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("a stranger watches: %v", err)
		}
		if err := b.desk.Watch(t.Context(), b.asker, b.id); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("the customer watches: %v", err)
		}
		if _, err := db.Views().Watchers(t.Context(), b.asker, b.id, b.clock.Now()); !errors.Is(err, desk.ErrUnknownConversation) {
			t.Fatalf("the customer is told who watches: %v", err)
		}
		b.must(b.note(b.holder, "Come.", b.colleague))
		watch(b.colleague)
		if w := watchers(b.manager); !strings.HasPrefix(w, "Expert") {
			t.Fatalf("the manager sees %q", w)
		}
		before := told()
		b.must(b.desk.Unwatch(t.Context(), b.manager, b.id))
		b.must(b.desk.Unwatch(t.Context(), b.manager, b.id))
		if told() != before+1 || watchers(b.colleague) != "" {
			t.Fatalf("looking away was told %d times", told()-before)
		}
	})
}

func TestColleaguesAreFoundByTheBeginningOfAName(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := openBackroom(t, db)
		add := func(id, name, state string) {
			storagetest.Exec(t, db, `INSERT INTO people (id, role, email, name, language, version, created_at)
				VALUES (?, 'expert', ?, 'Real Name', 'en', 1, 0)`, id, id+"@example.org")
			storagetest.Exec(t, db, `INSERT INTO experts (id, display_name, alias, bird, level, state, languages, board_name, presence,
				presence_at, lapses, version, created_at) VALUES (?, ?, ?, 1, 2, ?, '["en"]', FALSE, 'away', 0, 0, 1, 0)`, id, name, "alias "+id, state)
		}
		add("exp_x", "Marit Anders", "active")
		add("exp_y", "Anouk", "active")
		add("exp_z", "Anton", "suspended")
		storagetest.Exec(t, db, `INSERT INTO people (id, role, email, name, language, disabled_at, version, created_at)
			VALUES ('mgr_gone', 'manager', 'gone@example.org', 'Andrea', 'en', 1, 1, 0)`)
		for query, want := range map[string]string{
			"an": "Anna, Anouk, Marit Anders", "AN": "Anna, Anouk, Marit Anders", "anders\u00a0": "Marit Anders", "ouk": "", "%": "", "_nna": "", `\`: "", "real": "",
		} {
			found, err := db.Views().Colleagues(t.Context(), b.holder, query)
			b.must(err)
			var names []string
			for _, c := range found {
				names = append(names, c.Name)
			}
			if got := strings.Join(names, ", "); got != want {
				t.Errorf("%q finds %q, want %q", query, got, want)
			}
		}
		if all, err := db.Views().Colleagues(t.Context(), b.manager, ""); err != nil || len(all) != 4 {
			t.Errorf("everybody but the manager: %v, %v", all, err)
		}
	})
}
