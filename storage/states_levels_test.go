package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestLevelReviewsAreDrawnAsTheyAre tries what can become of a monthly review.
func TestLevelReviewsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	verdicts := constants(t, "roster", "Verdict")
	w := newWalker(t, machine{
		"level review", verdicts, "SELECT id, verdict FROM level_reviews ORDER BY id", []string{"AnswerObjection", "Object"},
	})
	month := 30 * 24 * time.Hour
	for _, situation := range []struct {
		name  string
		level roster.Level
		chats int
		stars int
		steps []string
	}{
		{"new", roster.FullExpert, 0, 0, nil},
		{"kept", roster.FullExpert, 0, 0, []string{"ReviewMonths"}},
		{"able", roster.Rookie, 50, 5, []string{"time"}},
		{"promoted", roster.Rookie, 50, 5, []string{"time", "ReviewMonths"}},
		{"away", roster.FullExpert, 0, 0, []string{"TakePause"}},
		{"held", roster.FullExpert, 0, 0, []string{"TakePause", "ReviewMonths"}},
		{"low", roster.FullExpert, 12, 2, nil},
		{"warned", roster.FullExpert, 12, 2, []string{"ReviewMonths"}},
		{"disputed", roster.FullExpert, 12, 2, []string{"ReviewMonths", "Object"}},
		{"recovered", roster.FullExpert, 12, 2, []string{"ReviewMonths", "Change"}},
		{"demoted", roster.FullExpert, 12, 2, []string{"ReviewMonths", "ReviewMonths"}},
	} {
		l := newLadder(t, storagetest.Open(t))
		e, boss := l.enrol(situation.level), l.boss()
		l.worked(e, situation.chats, situation.stars)
		acts := []act{
			{"ReviewMonths", later(l.clock, month, func(ctx context.Context) error {
				_, err := l.levels.ReviewMonths(ctx)
				return err
			})},
			{"Object", func(ctx context.Context) error { return l.levels.Object(ctx, e, "It was the firmware.") }},
			{"AnswerObjection, upheld", func(ctx context.Context) error { return l.levels.AnswerObjection(ctx, boss, e, true, "It was.") }},
			{"AnswerObjection, not", func(ctx context.Context) error { return l.levels.AnswerObjection(ctx, boss, e, false, "No.") }},
			{"TakePause", func(ctx context.Context) error { return l.levels.TakePause(ctx, e, l.clock.Now().Add(4*month), "") }},
			{"ComeBack", func(ctx context.Context) error { return l.levels.ComeBack(ctx, e) }},
			{"LeaveProgramme", func(ctx context.Context) error { return l.levels.LeaveProgramme(ctx, e) }},
			{"MindAbsence", later(l.clock, 6*month, func(ctx context.Context) error {
				_, err := l.levels.MindAbsence(ctx)
				return err
			})},
			{"Change", func(ctx context.Context) error {
				level := roster.Senior
				_, err := l.roster.Change(ctx, e, roster.Change{Level: &level})
				return err
			}},
		}
		for _, name := range situation.steps {
			for _, a := range acts {
				if a.name == name {
					l.must(a.run(t.Context()))
				}
			}
			if name == "time" {
				l.clock.Add(month)
			}
		}
		for _, a := range acts {
			w.try(l.db, l.clock, situation.name, a)
		}
		complete(t, l.levels, acts, "AnswerInvitation", "ClaimProduct", "DropProduct", "ExportTalent", "InviteMentor", "Refreshed", "SetConsent", "VerifyProduct")
	}
	w.compare()
	checked(t, storagetest.Open(t), "level_reviews", "verdict", verdicts)
}
