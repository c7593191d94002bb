package storage_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// stage is a floor with what an audition needs: scenarios, questions, a vacancy.
type stage struct {
	*floor

	auditions *marking.Auditions
	manager   domain.PersonID
}

func newStage(tb testing.TB, db *storage.DB) *stage {
	tb.Helper()
	return newStageWith(tb, db, audition.ShippedNames())
}

// newStageWith is a stage with some of the shipped scenarios.
func newStageWith(tb testing.TB, db *storage.DB, scenarios []audition.Name) *stage {
	tb.Helper()
	s := &stage{floor: newFloor(tb, db), manager: "mgr_stage"}
	s.auditions = marking.New(db.Marking, s.runtime())
	s.must(s.auditions.Ship(tb.Context(), scenarios, audition.DemoQuestions()))
	s.person(s.manager, "manager", "boss@example.org")
	for _, sql := range []string{
		"INSERT INTO policies (kind, version, texts, published_at, published_by) VALUES ('house_rules', 1, '{}', 0, 'house'), ('disclosure', 1, '{}', 0, 'house')",
		`INSERT INTO vacancies (id, slug, state, languages, texts, cohort_size, min_age, months, version, created_at, created_by)
			VALUES ('vac_1', 'experts', 'open', '["en","nl"]', '{}', 10, 18, 24, 1, 0, 'mgr_stage')`,
		"INSERT INTO cohorts (id, vacancy_id, no, size, state, created_at) VALUES ('coh_1', 'vac_1', 1, 10, 'filling', 0)",
		"INSERT INTO vacancy_links (id, vacancy_id, source, code, created_at, created_by) VALUES ('vln_1', 'vac_1', 'fietsbode', 'code', 0, 'mgr_stage')",
	} {
		storagetest.Exec(tb, db, sql)
	}
	return s
}

func (s *stage) person(id domain.PersonID, role, email string) {
	s.Helper()
	storagetest.Exec(s.TB, s.db, `INSERT INTO people (id, role, email, name, language, version, created_at)
		VALUES (?, ?, ?, 'Somebody', 'en', 1, 0)`, id, role, email)
}

// applicant is somebody at their audition.
func (s *stage) applicant(l domain.Language, name, email string) domain.ApplicationID {
	s.Helper()
	n := s.ids.Add(1)
	id := domain.ApplicationID(fmt.Sprintf("app_%08d", n))
	storagetest.Exec(s.TB, s.db, `INSERT INTO applications (id, vacancy_id, link_id, client_id, email, email_key, name, language, languages, min_age,
		purchase, purchase_ref, motivation, house_rules_version, disclosure_version, accepted_at, state, cohort_id, cohort_place, answer_by,
		token_hash, version, created_at)
		VALUES (?, 'vac_1', 'vln_1', ?, ?, ?, ?, ?, '["en"]', 18, 'verified', 'Wad 2', 'I help', 1, 1, 0, 'auditioning', 'coh_1', ?, 0, ?, 1, 0)`,
		id, id, email, email, name, l, n, id)
	return id
}

// mentor is an expert who marks.
func (s *stage) mentor() domain.PersonID {
	s.Helper()
	id := s.expert(roster.Mentor)
	storagetest.Exec(s.TB, s.db, `UPDATE experts SET languages = '["en","nl"]' WHERE id = ?`, id)
	return domain.PersonID(id)
}

// opened is an audition whose warm-up is done, with every answer right.
func (s *stage) opened(app domain.ApplicationID) marking.Audition {
	s.Helper()
	a, err := s.auditions.Open(s.Context(), app)
	s.must(err)
	_, err = s.auditions.BeginWarmUp(s.Context(), app)
	s.must(err)
	s.clock.Add(time.Minute)
	var answers []audition.Answer
	for _, q := range a.WarmUp.Questions {
		if len(q.Choices) > 0 {
			answers = append(answers, audition.Answer{Question: q.ID, Chosen: q.Right})
		}
	}
	a, err = s.auditions.KeepAnswers(s.Context(), app, answers, true)
	s.must(err)
	return a
}

// said is what every candidate of these tests writes.
var saidLines = []string{
	"Good evening, I am sorry that this went wrong for you. I will look into it now.",
	"I understand that you are annoyed. I don't know that yet, I will find out and tell you today.",
	"Thank you for telling me. I will hand this over to my colleagues with everything you said.",
}

// played is an audition that is submitted: three plays, each to its end.
func (s *stage) played(app domain.ApplicationID) marking.Audition {
	s.Helper()
	a := s.opened(app)
	for no := 1; no <= marking.Plays; no++ {
		_, err := s.auditions.BeginPlay(s.Context(), app, no)
		s.must(err)
		for i, text := range saidLines {
			s.clock.Add(30 * time.Second)
			_, err = s.auditions.Say(s.Context(), app, no, fmt.Sprintf("c%d", i), text)
			s.must(err)
		}
		s.clock.Add(13 * time.Minute)
		if no < marking.Plays {
			continue
		}
		_, err = s.auditions.EndLeft(s.Context())
		s.must(err)
	}
	s.must(s.db.InTx(s.Context(), func(tx storage.Tx) (err error) {
		a, err = tx.LockAudition(a.ID)
		return err
	}))
	if a.State != marking.Submitted {
		s.Fatalf("the audition is %s: %+v", a.State, a.Plays)
	}
	return a
}

// marked fills a marking with one score, except where others are given, and gives it in.
func (s *stage) marked(m marking.Marking, score int, but map[audition.Dimension]int) {
	s.Helper()
	for _, at := range marking.Places() {
		given := score
		if other, ok := but[at.Dimension]; ok {
			given = other
		}
		s.must(s.auditions.Mark(s.Context(), m.ID, m.Rater, at, s.quote(m, at.Play, given)))
	}
	s.must(s.auditions.Submit(s.Context(), m.ID, m.Rater))
}

// quote is a mark that rests on the candidate's first text of a play.
func (s *stage) quote(m marking.Marking, play, score int) marking.Mark {
	s.Helper()
	seq := storagetest.Int(s.TB, s.db, `SELECT MIN(seq) FROM play_lines WHERE audition_id = ? AND play = ? AND speaker = 'candidate'`, m.Audition, play)
	return marking.Mark{Score: score, Line: int(seq), Quote: "I will look into it"}
}

func (s *stage) take(by domain.PersonID) marking.Marking {
	s.Helper()
	m, err := s.auditions.Take(s.Context(), by)
	s.must(err)
	return m
}
