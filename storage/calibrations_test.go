package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// decided is an audition of somebody whom two mentors of its own passed.
func (s *stage) decided() marking.AuditionID {
	s.Helper()
	n := s.ids.Add(1)
	a := s.played(s.applicant("en", "Johanna Veen", fmt.Sprintf("johanna%d@example.org", n)))
	for range 2 {
		s.marked(s.take(s.mentor()), 4, nil)
	}
	return a.ID
}

// gold are marks that are all the same.
func gold(score int) map[marking.Place]marking.GoldMark {
	marks := map[marking.Place]marking.GoldMark{}
	for _, p := range marking.Places() {
		marks[p] = marking.GoldMark{Score: score, Why: "as everybody would"}
	}
	return marks
}

// golds are some auditions that were chosen as gold by somebody who is no rater any more.
func (s *stage) golds(n int) (all []marking.AuditionID) {
	s.Helper()
	for range n {
		id := s.decided()
		s.must(s.auditions.ChooseGold(s.Context(), s.manager, id, gold(4)))
		all = append(all, id)
	}
	storagetest.Exec(s.TB, s.db, "UPDATE people SET disabled_at = 1 WHERE id = ? OR (role = 'expert' AND id IN (SELECT rater_id FROM markings))", s.manager)
	return all
}

func (s *stage) mind(want int) {
	s.Helper()
	n, err := s.auditions.MindCalibrations(s.Context())
	s.must(err)
	if n != want {
		s.Fatalf("%d calibrations began or lapsed, not %d", n, want)
	}
}

func (s *stage) open(rater domain.PersonID) marking.CalibrationID {
	s.Helper()
	return marking.CalibrationID(storagetest.Text(s.TB, s.db, "SELECT id FROM calibrations WHERE rater_id = ? AND state = 'open'", rater))
}

// calibrated gives all marks of an open calibration: some of one score, the rest of another.
func (s *stage) calibrated(rater domain.PersonID, score, first, other int) {
	s.Helper()
	id := s.open(rater)
	n := 0
	for no := 1; no <= int(s.count("SELECT COUNT(*) FROM calibration_auditions WHERE calibration_id = '"+string(id)+"'")); no++ {
		for _, at := range marking.Places() {
			given := score
			if n++; n <= first {
				given = other
			}
			s.must(s.auditions.Calibrate(s.Context(), id, rater, no, at, given))
		}
	}
	s.must(s.auditions.EndCalibration(s.Context(), id, rater))
}

// TestAMonthOfCalibration measures raters on five gold auditions: eighty of a
// hundred marks within one is enough, and less keeps a rater from candidates.
func TestAMonthOfCalibration(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		s.mind(0) // there is no gold yet
		s.golds(6)
		a, b := s.mentor(), s.mentor()
		senior, other := domain.PersonID(s.expert(roster.Senior)), s.expert(roster.Senior)
		storagetest.Exec(t, db, "INSERT INTO mentor_invitations (expert_id, invited_at, invited_by, evidence) VALUES (?, 0, 'mgr_stage', '{}')", senior)
		s.mind(3)
		s.mind(0)
		if n := s.count("SELECT COUNT(*) FROM calibration_auditions"); n != 3*marking.GoldsAMonth {
			t.Fatalf("%d gold auditions were drawn", n)
		}
		if n := s.count("SELECT COUNT(*) FROM calibrations WHERE rater_id = '" + string(other) + "'"); n != 0 {
			t.Error("a senior whom nobody asked is calibrated")
		}
		s.refused(s.auditions.EndCalibration(t.Context(), s.open(a), a), marking.ErrCalibrationHalf)
		s.refused(s.auditions.Calibrate(t.Context(), s.open(a), b, 1, marking.Places()[0], 4), marking.ErrNoCalibration)
		s.calibrated(a, 3, 18, 2) // 72 of 90 are within one: 80 percent
		s.calibrated(b, 3, 19, 2) // 71 of 90
		s.calibrated(senior, 5, 0, 0)
		if n := s.count("SELECT COUNT(*) FROM calibrations WHERE state = 'passed' AND within = 72 AND of = 90"); n != 1 {
			t.Error("eighty percent are not enough")
		}
		s.played(s.applicant("en", "Joris", "joris@example.org"))
		_, err := s.auditions.Take(t.Context(), b)
		s.refused(err, marking.ErrUncalibrated)
		_, err = s.auditions.Take(t.Context(), senior)
		s.refused(err, marking.ErrNoRater)
		s.take(a)
		s.refused(s.auditions.CalibrateAgain(t.Context(), a), marking.ErrCalibrated)
		s.refused(s.auditions.CalibrateAgain(t.Context(), b), marking.ErrCalibrationEarly)
		s.clock.Add(marking.CalibrateAgain)
		s.must(s.auditions.CalibrateAgain(t.Context(), b))
		if n := s.count(`SELECT COUNT(*) FROM calibration_auditions x JOIN calibrations c ON c.id = x.calibration_id AND c.attempt = 2
			WHERE NOT EXISTS (SELECT 1 FROM calibration_auditions y JOIN calibrations d ON d.id = y.calibration_id AND d.attempt = 1
			WHERE d.rater_id = c.rater_id AND y.audition_id = x.audition_id)`); n != 1 {
			t.Errorf("%d gold auditions of the second try are new to the rater, and there was one", n)
		}
		s.calibrated(b, 4, 0, 0)
		if m := s.take(b); m.Slot != 2 {
			t.Errorf("place %d", m.Slot)
		}
		facts, err := s.factsOf(senior)
		s.must(err)
		if facts.Reviews != (roster.Share{Yes: 90, Of: 90}) {
			t.Errorf("the senior's accuracy is %+v", facts.Reviews)
		}
	})
}

// TestWhoCalibratesReadsNoMarksOfGold: staff who are raters see of what is gold what
// they see before a decision, until they have given their own marks.
func TestWhoCalibratesReadsNoMarksOfGold(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		id, plain := s.golds(1)[0], s.decided()
		rater := domain.PersonID("mgr_rater")
		s.person(rater, "manager", "rater@example.org")
		reads := func(by domain.PersonID, id marking.AuditionID) storage.AuditionReport {
			t.Helper()
			app := storagetest.Text(t, db, "SELECT application_id FROM auditions WHERE id = ?", id)
			all, err := db.Views().AuditionsOf(t.Context(), domain.ApplicationID(app), by)
			s.must(err)
			return all[0]
		}
		told := func(by domain.PersonID, id marking.AuditionID) bool {
			r := reads(by, id)
			if none := r.Feedback == nil && len(r.Plays) == 0 && len(r.Sheets) == 0 && r.Gold == ""; none != r.Withheld {
				t.Errorf("%+v", r)
			}
			return !r.Withheld
		}
		if !told(rater, id) {
			t.Error("who does not calibrate may not read it")
		}
		if _, err := s.auditions.MindCalibrations(t.Context()); err != nil {
			t.Fatal(err)
		}
		if told(rater, id) {
			t.Error("who calibrates reads the marks of gold")
		}
		if !told(rater, plain) || !told(s.manager, id) {
			t.Error("what is no gold, or their own choice, is withheld")
		}
		s.calibrated(rater, 4, 0, 0)
		if !told(rater, id) {
			t.Error("it is withheld from who has given their marks")
		}
	})
}

func (s *stage) factsOf(id domain.PersonID) (f roster.Facts, err error) {
	err = s.db.InTx(s.Context(), func(tx storage.Tx) error {
		e, err := tx.LockExpert(domain.ExpertID(id))
		if err == nil {
			f, err = tx.LevelFacts(e, s.clock.Now())
		}
		return err
	})
	return f, err
}

// TestACalibrationThatIsNotDoneLapses moves over the end of a month: a task that
// came late has a fortnight, and then the next month's comes.
func TestACalibrationThatIsNotDoneLapses(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		s.golds(1)
		rater := s.mentor()
		s.clock.Add(time.Date(2027, 3, 30, 12, 0, 0, 0, time.UTC).Sub(s.clock.Now()))
		s.mind(1)
		s.clock.Add(5 * 24 * time.Hour)
		s.mind(0)
		s.clock.Add(9 * 24 * time.Hour)
		s.mind(2)
		if n := s.count("SELECT COUNT(*) FROM calibrations WHERE (month = '2027-03' AND state = 'lapsed') OR (month = '2027-04' AND state = 'open')"); n != 2 {
			t.Fatal("the old one did not lapse, or the new one is not there")
		}
		s.played(s.applicant("en", "Joris", "joris@example.org"))
		_, err := s.auditions.Take(t.Context(), rater)
		s.refused(err, marking.ErrUncalibrated)
		s.calibrated(rater, 4, 0, 0)
		s.take(rater)
	})
}

// TestTheMonthsTaskIsThereOnce runs the job on many nodes at once, and gives a
// calibration in twice.
func TestTheMonthsTaskIsThereOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		ids := s.golds(2)
		a, b := s.mentor(), s.mentor()
		atOnce := func(do func(context.Context) error, but ...error) {
			var wg sync.WaitGroup
			for range 4 {
				wg.Go(func() {
					err := do(t.Context())
					for _, one := range but {
						if errors.Is(err, one) {
							return
						}
					}
					if err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		atOnce(func(ctx context.Context) error {
			_, err := s.auditions.MindCalibrations(ctx)
			return err
		})
		if n := s.count("SELECT COUNT(*) FROM calibrations"); n != 2 {
			t.Fatalf("%d tasks for two raters", n)
		}
		s.refused(s.auditions.ChooseGold(t.Context(), s.manager, ids[0], gold(5)), marking.ErrGoldUsed)
		id := s.open(a)
		for no := 1; no <= 2; no++ {
			for _, at := range marking.Places() {
				s.must(s.auditions.Calibrate(t.Context(), id, a, no, at, 1))
			}
		}
		atOnce(func(ctx context.Context) error { return s.auditions.EndCalibration(ctx, id, a) }, marking.ErrCalibrationClosed)
		s.refused(s.auditions.Calibrate(t.Context(), id, a, 1, marking.Places()[0], 4), marking.ErrCalibrationClosed)
		s.clock.Add(marking.CalibrateAgain)
		atOnce(func(ctx context.Context) error { return s.auditions.CalibrateAgain(ctx, a) })
		if n := s.count("SELECT COUNT(*) FROM calibrations WHERE rater_id = '" + string(a) + "'"); n != 2 {
			t.Errorf("%d attempts", n)
		}
		s.must(s.auditions.RetireGold(t.Context(), ids[0]))
		s.refused(s.auditions.ChooseGold(t.Context(), s.manager, ids[0], gold(5)), marking.ErrGoldRetired)
		s.calibrated(b, 4, 0, 0) // with the one that is out of use: it was drawn before
	})
}

// TestGoldIsDrawnOrChangedNotBoth gives a gold audition other marks while the job
// draws it: whoever draws it is measured by what stands there then.
func TestGoldIsDrawnOrChangedNotBoth(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		id := s.golds(1)[0]
		rater := s.mentor()
		changed := false
		var wg sync.WaitGroup
		wg.Go(func() {
			err := s.auditions.ChooseGold(t.Context(), s.manager, id, gold(1))
			changed = err == nil
			if err != nil && !errors.Is(err, marking.ErrGoldUsed) {
				t.Error(err)
			}
		})
		wg.Go(func() {
			if _, err := s.auditions.MindCalibrations(t.Context()); err != nil {
				t.Error(err)
			}
		})
		wg.Wait()
		s.refused(s.auditions.ChooseGold(t.Context(), s.manager, id, gold(2)), marking.ErrGoldUsed)
		right := map[bool]int{true: 1, false: 4}[changed]
		s.calibrated(rater, right, 0, 0)
		if n := s.count("SELECT COUNT(*) FROM calibrations WHERE state = 'passed' AND within = 18"); n != 1 {
			t.Error("measured by other marks than those that stand there")
		}
	})
}

func TestGoldIsOfADecidedAuditionAndForNobodyWhoKnowsIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		waiting := s.played(s.applicant("en", "Johanna", "johanna@example.org"))
		s.refused(s.auditions.ChooseGold(t.Context(), s.manager, waiting.ID, gold(4)), marking.ErrGoldUndecided)
		half := gold(4)
		delete(half, marking.Places()[7])
		s.refused(s.auditions.ChooseGold(t.Context(), s.manager, waiting.ID, half), marking.ErrGoldMarks)
		a, b := s.mentor(), s.mentor()
		s.marked(s.take(a), 4, nil)
		s.marked(s.take(b), 4, nil)
		s.must(s.auditions.ChooseGold(t.Context(), s.manager, waiting.ID, gold(3)))
		s.must(s.auditions.ChooseGold(t.Context(), s.manager, waiting.ID, gold(4))) // nobody has drawn it yet
		dutch := s.mentor()
		storagetest.Exec(t, db, `UPDATE experts SET languages = '["nl"]' WHERE id = ?`, dutch)
		s.mind(0) // who marked it, who chose it, and who does not read it
		c := s.mentor()
		s.mind(1)
		s.open(c)
	})
}
