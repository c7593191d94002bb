package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// ladder is a programme whose experts have levels.
type ladder struct {
	*programme
	roster *roster.Roster
	levels *roster.Levels
}

func newLadder(t *testing.T, db *storage.DB) *ladder {
	t.Helper()
	p := newProgramme(t, db)
	return &ladder{p, roster.New(db.Roster, p.rt, &tokens{}), roster.NewLevels(db.Levels, p.rt)}
}

func (l *ladder) enrol(level roster.Level) domain.ExpertID {
	l.t.Helper()
	name := fmt.Sprintf("Expert %d", l.made.Add(1))
	out, err := l.roster.Enrol(l.t.Context(), domain.System, roster.NewExpert{
		Email: strings.ReplaceAll(strings.ToLower(name), " ", "") + "@example.org", Name: name, DisplayName: name,
		Level: level, Languages: []domain.Language{"en"},
	})
	l.must(err)
	return out.Expert.ID
}

// worked lets an expert answer n conversations now, each rated with so many stars.
func (l *ladder) worked(e domain.ExpertID, n, stars int) {
	l.t.Helper()
	for range n {
		id := l.answer(e, nil)
		l.rate(id, e, stars, true)
		l.award(e, "conversation", string(id), &id, 10)
	}
}

// award stores a settled award as it stands in the books of levels: they count facts, not points.
func (l *ladder) award(e domain.ExpertID, kind, source string, about *domain.ConversationID, points int) {
	l.t.Helper()
	n := l.made.Add(1)
	var no, episode any
	if about != nil {
		no, episode = 1, 1
	}
	storagetest.Exec(l.t, l.db, `INSERT INTO awards (id, expert_id, kind, source, conversation_id, episode, round_id, rule_set, difficulty, day, day_no,
		pending, settled, arithmetic, earned_at, settle_at, settled_at, version)
		VALUES (?, ?, ?, ?, ?, ?, (SELECT MIN(id) FROM rounds), 1, 2, ?, ?, ?, ?, '{}', ?, ?, ?, 1)`,
		fmt.Sprintf("awd_%06d", n), e, kind, source+":1", about, episode, fmt.Sprintf("day %d", n), no, points, points,
		storage.At(l.clock.Now()), storage.At(l.clock.Now()), storage.At(l.clock.Now()))
}

func (l *ladder) review() int {
	l.t.Helper()
	n, err := l.levels.ReviewMonths(l.t.Context())
	l.must(err)
	return n
}

// verdict is what stands of one month, with its note.
func (l *ladder) verdict(e domain.ExpertID, month string) string {
	l.t.Helper()
	if l.count("SELECT COUNT(*) FROM level_reviews WHERE expert_id = ? AND month = ?", e, month) == 0 {
		return ""
	}
	return strings.TrimSpace(storagetest.Text(l.t, l.db, "SELECT verdict || ' ' || note FROM level_reviews WHERE expert_id = ? AND month = ?", e, month))
}

func (l *ladder) level(e domain.ExpertID) roster.Level {
	l.t.Helper()
	return roster.Level(l.count("SELECT level FROM experts WHERE id = ?", e))
}

// TestAYearOfLevels runs the job every day and twice, from September to
// September, but for three months in which nothing ran at all.
func TestAYearOfLevels(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		l := newLadder(t, db)
		rising, falling := l.enrol(roster.Rookie), l.enrol(roster.FullExpert)
		away, idle := l.enrol(roster.FullExpert), l.enrol(roster.Senior)
		start := l.clock.Now()
		down := func(day int) bool { return day >= 99 && day < 191 } // 10 December to 12 March
		for day := range 365 {
			if day%7 == 0 {
				l.worked(rising, 10, 5)
				l.worked(falling, 1, 3)
			}
			switch {
			case day == 48:
				l.must(l.levels.TakePause(t.Context(), away, l.clock.Now().AddDate(0, 0, 150), "A child"))
			case day < 48 && day%7 == 0:
				l.worked(away, 1, 3)
			}
			if !down(day) {
				l.review()
				_, err := l.levels.MindAbsence(t.Context())
				l.must(err)
				if n := l.review(); n != 0 {
					t.Fatalf("%s: the second time did %d things", l.clock.Now(), n)
				}
			}
			l.clock.Add(24 * time.Hour)
		}
		want := map[domain.ExpertID]string{
			rising:  "kept, promoted, kept, kept, kept, kept, kept, kept, kept, kept, kept, kept",
			falling: "kept, kept, demoted, kept, kept, kept, kept, kept, kept, kept, kept, kept",
			away:    "kept, held paused, held paused, held paused, held paused, held paused, kept, kept, kept, kept, kept, kept",
			idle:    "kept, kept, kept, kept, kept, kept, kept, kept, kept, kept, kept, kept",
		}
		for e, wanted := range want {
			var got []string
			for month := roster.Month("2026-09"); month <= "2027-08"; month = month.Next() {
				got = append(got, l.verdict(e, string(month)))
			}
			if strings.Join(got, ", ") != wanted {
				t.Errorf("%s: %s\nwant %s", e, strings.Join(got, ", "), wanted)
			}
		}
		for e, level := range map[domain.ExpertID]roster.Level{rising: roster.FullExpert, falling: roster.Rookie, away: roster.FullExpert, idle: roster.Senior} {
			if l.level(e) != level {
				t.Errorf("%s is %s", e, l.level(e).Name())
			}
		}
		// The warning of 1 December ran until the 15th; nobody was there before 12 March to decide it.
		if n := l.count("SELECT (decided_at - grace_until) / 86400000 FROM level_reviews WHERE verdict = 'demoted'"); n < 80 {
			t.Errorf("decided %d days after the grace", n)
		}
		for e, cause := range map[domain.ExpertID]string{away: "pause", idle: "inactive"} {
			if n := l.count("SELECT COUNT(*) FROM refreshers WHERE expert_id = ? AND cause = ? AND done_at IS NULL AND due_at >= ?",
				e, cause, storage.At(start.AddDate(0, 0, 182))); n != 1 {
				t.Errorf("%s has %d refreshers for %s", e, n, cause)
			}
			if n := l.count("SELECT COUNT(*) FROM seats WHERE expert_id = ? AND open", e); n != 1 {
				t.Errorf("%s has %d open seats before the refresher", e, n)
			}
		}
		if findings, err := db.Reconcile(t.Context()); err != nil || len(seatFindings(findings)) != 0 {
			t.Error(err, seatFindings(findings))
		}
	})
}

func seatFindings(all []storage.Finding) (seats []storage.Finding) {
	for _, f := range all {
		if f.Table == "seats" {
			seats = append(seats, f)
		}
	}
	return seats
}

// Two nodes look at everybody's level at the same moment.
func TestTwoNodesReviewAMonthOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		l := newLadder(t, db)
		experts := make([]domain.ExpertID, 6)
		for i := range experts {
			experts[i] = l.enrol(roster.Rookie)
			l.worked(experts[i], 50, 5)
		}
		l.clock.Add(60 * 24 * time.Hour)
		done := [4]int{}
		together(len(done), func(i int) {
			n, err := roster.NewLevels(db.Levels, l.rt).ReviewMonths(t.Context())
			if err != nil {
				t.Error(err)
			}
			done[i] = n
		})
		if total := done[0] + done[1] + done[2] + done[3]; total != 2*len(experts) {
			t.Errorf("%v reviews of %d", done, 2*len(experts))
		}
		for _, e := range experts {
			if l.level(e) != roster.FullExpert || l.count("SELECT COUNT(*) FROM level_changes WHERE expert_id = ?", e) != 2 {
				t.Errorf("%s: level %d after %d changes", e, l.level(e), l.count("SELECT COUNT(*) FROM level_changes WHERE expert_id = ?", e))
			}
		}
		if n := l.count("SELECT COUNT(*) FROM level_reviews"); n != int64(2*len(experts)) {
			t.Errorf("%d reviews", n)
		}
	})
}

// A review of a month that is there already is none, whoever writes it.
func TestAMonthHasOneReview(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		l := newLadder(t, db)
		e := l.enrol(roster.Rookie)
		for i, want := range []bool{true, false} {
			l.must(db.Levels(t.Context(), func(tx roster.LevelStore) error {
				added, err := tx.AddReview(roster.LevelReview{
					ID: fmt.Sprintf("lrv_%d", i), Expert: e, Month: "2026-09", Level: roster.Rookie, Verdict: roster.Kept, ReviewedAt: l.clock.Now(),
				})
				if added != want {
					t.Errorf("added: %t", added)
				}
				return err
			}))
		}
	})
}

// warned is an expert with a warning of last month.
func (l *ladder) warned() domain.ExpertID {
	l.t.Helper()
	e := l.enrol(roster.FullExpert)
	l.worked(e, 12, 2)
	l.clock.Add(30 * 24 * time.Hour)
	l.review()
	if v := l.verdict(e, "2026-09"); v != "warned" {
		l.t.Fatalf("%q", v)
	}
	return e
}

func TestAWarningIsDecidedAfterItsGrace(t *testing.T) {
	t.Parallel()
	day := 24 * time.Hour
	for name, tt := range map[string]struct {
		meanwhile func(l *ladder, e domain.ExpertID)
		after     time.Duration
		want      string
		level     roster.Level
	}{
		"before the time": {nil, 13 * day, "warned", roster.FullExpert},
		"unchanged":       {nil, 14 * day, "demoted", roster.Rookie},
		"improved":        {func(l *ladder, e domain.ExpertID) { l.worked(e, 50, 5) }, 14 * day, "recovered improved", roster.FullExpert},
		"disputed": {func(l *ladder, e domain.ExpertID) {
			l.must(l.levels.Object(l.t.Context(), e, "Ten of them were one group."))
		}, 14 * day, "warned", roster.FullExpert},
		"disputed, and upheld": {func(l *ladder, e domain.ExpertID) {
			l.must(l.levels.Object(l.t.Context(), e, "Ten of them were one group."))
			l.must(l.levels.AnswerObjection(l.t.Context(), l.boss(), e, true, "They were."))
		}, 14 * day, "recovered upheld", roster.FullExpert},
		"in a pause": {func(l *ladder, e domain.ExpertID) {
			l.must(l.levels.TakePause(l.t.Context(), e, l.clock.Now().Add(60*day), ""))
		}, 20 * day, "warned", roster.FullExpert},
		"a manager set the level": {func(l *ladder, e domain.ExpertID) {
			level := roster.Senior
			_, err := l.roster.Change(l.t.Context(), e, roster.Change{Level: &level})
			l.must(err)
		}, 14 * day, "recovered left", roster.Senior},
		"left": {func(l *ladder, e domain.ExpertID) { l.must(l.levels.LeaveProgramme(l.t.Context(), e)) }, 14 * day, "recovered left", roster.FullExpert},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLadder(t, storagetest.Open(t))
			e := l.warned()
			if tt.meanwhile != nil {
				tt.meanwhile(l, e)
			}
			l.clock.Add(tt.after)
			l.review()
			if v := l.verdict(e, "2026-09"); v != tt.want || l.level(e) != tt.level {
				t.Fatalf("%s, level %d", v, l.level(e))
			}
		})
	}
}

func (l *ladder) boss() domain.Actor {
	l.t.Helper()
	id := fmt.Sprintf("mgr_%d", l.made.Add(1))
	storagetest.Exec(l.t, l.db, `INSERT INTO people (id, role, email, name, language, password_hash, version, created_at)
		VALUES (?, 'manager', ?, 'Els de Vries', 'en', 'x', 1, 0)`, id, id+"@example.org")
	return domain.Actor{Role: domain.RoleManager, ID: id}
}

// An objection that is not upheld gives the whole grace again; there is one of each warning.
func TestAnObjectionIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		l := newLadder(t, db)
		ctx, e, boss := t.Context(), l.warned(), l.boss()
		told(t, l.levels.AnswerObjection(ctx, boss, e, true, "Why?"), roster.ErrNotObjected)
		told(t, l.levels.Object(ctx, e, "  "), roster.ErrBadWords)
		together(2, func(int) { _ = l.levels.Object(ctx, e, "It was the firmware.") })
		told(t, l.levels.Object(ctx, e, "And again."), roster.ErrObjected)
		l.clock.Add(40 * 24 * time.Hour)
		l.review()
		if v := l.verdict(e, "2026-10"); v != "held dispute" {
			t.Errorf("October: %s", v)
		}
		l.must(l.levels.AnswerObjection(ctx, boss, e, false, "We looked: it was the tone."))
		told(t, l.levels.AnswerObjection(ctx, boss, e, true, "Or not."), roster.ErrNotObjected)
		l.clock.Add(roster.Grace - time.Hour)
		if l.review(); l.level(e) != roster.FullExpert {
			t.Error("the grace runs anew")
		}
		l.clock.Add(time.Hour)
		if l.review(); l.level(e) != roster.Rookie {
			t.Error("and ends")
		}
		told(t, l.levels.Object(ctx, e, "Now?"), roster.ErrNoWarning)
	})
}

// A demotion never takes a running conversation: its seat stays until it is over.
func TestADemotionTakesNoRunningConversation(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.FullExpert)
		first, second := f.assigned(desk.Question{}), f.assigned(desk.Question{})
		storagetest.Exec(t, db, `INSERT INTO level_reviews (id, expert_id, month, level, verdict, reasons, reviewed_at, grace_until, version)
			VALUES ('lrv_1', ?, '2026-08', 2, 'warned', '[]', 0, 1, 1)`, e)
		for i := range 12 { // ratings that keep the quality low
			id := fmt.Sprintf("cnv_of_%d", i)
			storagetest.Exec(t, db, `INSERT INTO conversations (id, customer_id, channel, language, question, status, episode, class, last_seq, content_seq,
				opened_at, version) VALUES (?, ?, 'chat', 'en', 'It hums.', 'closed', 1, 2, 0, 0, 0, 1)`, id, first.customer.ID)
			storagetest.Exec(t, db, `INSERT INTO episodes (conversation_id, episode, opened_at, expert_id, closed_at, closed_by, outcome, confirmed_at, confirmed_by)
				VALUES (?, 1, 0, ?, 1, 'expert', 'solved', 1, 'customer')`, id, e)
			storagetest.Exec(t, db, `INSERT INTO ratings (conversation_id, episode, customer_id, expert_id, stars, solved, cause, difficulty, controllable,
				given_at, changed_at, version) VALUES (?, 1, ?, ?, 1, 'no', 'expert', 2, TRUE, ?, ?, 1)`,
				id, first.customer.ID, e, storage.At(f.clock.Now()), storage.At(f.clock.Now()))
		}
		levels := roster.NewLevels(db.Levels, f.runtime())
		if _, err := levels.ReviewMonths(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := f.count("SELECT level FROM experts WHERE id = ?", e); n != int64(roster.Rookie) {
			t.Fatalf("level %d", n)
		}
		for _, h := range []held{first, second} {
			if c := f.conversation(h.id); c.Expert != e {
				t.Errorf("%s is with %q", h.id, c.Expert)
			}
		}
		f.whole()
		f.must(f.desk.Close(t.Context(), first.customer, first.id, desk.Closure{}))
		f.asked()
		f.allocate()
		if n := f.count("SELECT COUNT(*) FROM offers WHERE state = 'open'"); n != 0 {
			t.Error("a rookie with a conversation is asked for another")
		}
	})
}

func told(t *testing.T, err error, want *domain.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}
