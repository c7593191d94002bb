package storage

import (
	"context"
	"strings"
	"time"
)

// FigureName says what a figure counts.
type FigureName string

// The figures, and the word that each is told apart by.
const (
	FigureConversations FigureName = "conversations"  // by status, all but the closed ones
	FigureQueue         FigureName = "queue"          // who waits in line, by desk
	FigureQueueSince    FigureName = "queue since"    // when the longest of them came, by desk, in milliseconds of the brand's clock
	FigureOpenQuestions FigureName = "open questions" // that wait on a board
	FigureOffers        FigureName = "offers"         // that are open
	FigureSeats         FigureName = "seats"          // open, held or free; see Figures
	FigureExperts       FigureName = "experts"        // active ones, by presence
	FigurePoints        FigureName = "points"         // that experts have, by account
)

// Figure names one number: what it counts, and of which kind.
type Figure struct {
	Name FigureName
	Of   string
}

// Figures are how the installation stands: counts of nobody in particular.
// What there is none of has no entry.
type Figures map[Figure]int64

// inLineOrStaff is who waits for somebody, without the open questions.
const inLineOrStaff = `status IN ('queued', 'offered') AND left_at IS NULL AND class < 3`

// figures is one statement whose parts each read an index or a small table: it
// costs the same however many conversations are closed. Open are the seats of
// active experts that level and brand allow, held those with a conversation,
// free those of experts who are available where nobody sits.
const figures = `SELECT 'conversations' AS name, status AS kind, COUNT(*) AS value FROM conversations
		WHERE status IN ('queued', 'offered') GROUP BY status
	UNION ALL SELECT 'conversations', status, COUNT(*) FROM conversations WHERE expert_id IS NOT NULL GROUP BY status
	UNION ALL SELECT 'conversations', status, COUNT(*) FROM conversations WHERE staff_id IS NOT NULL GROUP BY status
	UNION ALL SELECT 'conversations', 'waiting', COUNT(*) FROM conversations
		WHERE status = 'waiting' AND expert_id IS NULL AND staff_id IS NULL
	UNION ALL SELECT 'queue', desk, COUNT(*) FROM conversations WHERE ` + inLineOrStaff + ` GROUP BY desk
	UNION ALL SELECT 'queue since', desk, MIN(COALESCE(entered_at, queued_at)) FROM conversations WHERE ` + inLineOrStaff + ` GROUP BY desk
	UNION ALL SELECT 'open questions', '', COUNT(*) FROM conversations WHERE answer_by IS NOT NULL AND status IN ('queued', 'offered')
	UNION ALL SELECT 'offers', '', COUNT(*) FROM offers WHERE state = 'open'
	UNION ALL SELECT 'seats', 'open', COUNT(*) FROM seats s JOIN experts x ON x.id = s.expert_id WHERE s.open AND x.state = 'active'
	UNION ALL SELECT 'seats', 'held', COUNT(*) FROM seats WHERE conversation_id IS NOT NULL
	UNION ALL SELECT 'seats', 'free', COUNT(*) FROM seats s JOIN experts ON experts.id = s.expert_id
		WHERE s.open AND s.conversation_id IS NULL AND ` + ready + `
	UNION ALL SELECT 'experts', presence, COUNT(*) FROM experts WHERE state = 'active' GROUP BY presence
	UNION ALL SELECT 'points', CASE WHEN id LIKE '%:pending' THEN 'pending' WHEN id LIKE '%:reserved' THEN 'reserved' WHEN id LIKE '%:owed' THEN 'owed' ELSE 'available' END,
		CAST(SUM(balance) AS BIGINT) FROM accounts WHERE owner_id <> 'programme' GROUP BY 2`

// Figures reads how the installation stands, in one statement.
func (v Views) Figures(ctx context.Context) (Figures, error) {
	var rows []struct {
		Name  FigureName
		Kind  string
		Value int64
	}
	err := v.all(ctx, &rows, figures)
	all := make(Figures, len(rows))
	for _, r := range rows {
		all[Figure{r.Name, r.Kind}] += r.Value
	}
	return all, wrapped(err, "read the figures")
}

// JobRun is the last run of a job that went well, on whichever node.
type JobRun struct {
	EndedAt time.Time
	Effects int64
}

// lastRuns finds the last run of the table's periods, and the last of a start:
// their keys are words.
const lastRuns = `SELECT job, ended_at, effects FROM (SELECT job, ended_at, effects FROM job_runs
		WHERE job = ? AND period_key < 'a' AND state = 'done' ORDER BY period_key DESC LIMIT 1) p
	UNION ALL SELECT job, ended_at, effects FROM (SELECT job, ended_at, effects FROM job_runs
		WHERE job = ? AND period_key >= 'a' AND state = 'done' ORDER BY period_key DESC LIMIT 1) s`

// JobRuns reads the last good run of each of the jobs, in one statement that
// costs the same however many runs are remembered. One that never went well has
// no entry.
func (v Views) JobRuns(ctx context.Context, jobs []string) (map[string]JobRun, error) {
	last := make(map[string]JobRun, len(jobs))
	if len(jobs) == 0 {
		return last, nil
	}
	args := make([]any, 0, 2*len(jobs))
	for _, name := range jobs {
		args = append(args, name, name)
	}
	var rows []struct {
		Job     string
		EndedAt Time
		Effects int64
	}
	err := v.all(ctx, &rows, strings.Repeat(lastRuns+" UNION ALL ", len(jobs)-1)+lastRuns, args...)
	for _, r := range rows {
		if before := last[r.Job]; r.EndedAt.After(before.EndedAt) {
			last[r.Job] = JobRun{r.EndedAt.Time, r.Effects}
		}
	}
	return last, wrapped(err, "read the last runs of the jobs")
}
