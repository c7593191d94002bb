package storage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// RunPeriod runs fn for one period of a job ("settle", "2026-11-21") unless it
// is done already or another node is at it. ran reports whether fn ran here.
//
// fn's context ends with the lease. When fn fails, or the node dies and the
// lease ends, the next call tries again; each try has a higher fence, and a try
// that lost its lease cannot report. fn's effects must have unique keys, so
// that a try that was believed dead cannot double them. note and effects are
// kept for people to read.
func (db *DB) RunPeriod(ctx context.Context, job, periodKey string, lease time.Duration,
	fn func(ctx context.Context) (effects int, note string, err error),
) (ran bool, err error) {
	fence, err := db.claimPeriod(ctx, job, periodKey, lease)
	if err != nil || fence == 0 {
		return false, err
	}
	work, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	var effects int
	var note string
	failure := safely(func() (err error) {
		effects, note, err = fn(work)
		return err
	})
	state := "done"
	if failure != nil {
		state, note = "failed", fmt.Sprintf("%.500s", failure)
	}
	end := db.endPeriod(context.WithoutCancel(ctx), job, periodKey, fence, state, effects, note)
	if err := errors.Join(failure, end); err != nil {
		return true, fmt.Errorf("storage: job %s for %s: %w", job, periodKey, err)
	}
	return true, nil
}

// errLeaseLost reports that another node took the period over meanwhile.
var errLeaseLost = errors.New("the lease ended before the work did")

// claimPeriod returns the fence of our try, or 0 when the period is not ours.
func (db *DB) claimPeriod(ctx context.Context, job, periodKey string, lease time.Duration) (fence int64, err error) {
	err = db.InTx(ctx, func(tx Tx) error {
		now := tx.machineTime()
		fence = 0
		_, err := tx.maybe(&fence, `INSERT INTO job_runs (job, period_key, state, lease_until, fence, attempts, started_at)
			VALUES (?, ?, 'running', `+now+` + ?, 1, 1, `+now+`)
			ON CONFLICT (job, period_key) DO UPDATE SET state = 'running', lease_until = excluded.lease_until,
				fence = job_runs.fence + 1, attempts = job_runs.attempts + 1, started_at = excluded.started_at, ended_at = NULL
			WHERE job_runs.state = 'failed' OR (job_runs.state = 'running' AND job_runs.lease_until <= excluded.started_at)
			RETURNING fence`, job, periodKey, lease.Milliseconds())
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("storage: claim %s for %s: %w", job, periodKey, err)
	}
	return fence, nil
}

func (db *DB) endPeriod(ctx context.Context, job, periodKey string, fence int64, state string, effects int, note string) error {
	return db.InTx(ctx, func(tx Tx) error {
		n, err := tx.exec(`UPDATE job_runs SET state = ?, ended_at = `+tx.machineTime()+`, effects = ?, note = ?
			WHERE job = ? AND period_key = ? AND fence = ? AND state = 'running'`, state, effects, note, job, periodKey, fence)
		if err == nil && n == 0 {
			return errLeaseLost
		}
		return err
	})
}

// runsKept is how long people can read what a job did.
const runsKept = 90 * 24 * time.Hour

// pruneRuns removes the records of jobs that ended long ago.
func (db *DB) pruneRuns(ctx context.Context) error {
	return db.InTx(ctx, func(tx Tx) error {
		_, err := tx.exec("DELETE FROM job_runs WHERE ended_at < "+tx.machineTime()+" - ?", runsKept.Milliseconds())
		return err
	})
}

// machineTime is an SQL expression for now in milliseconds: the database's
// clock where nodes share one, this machine's where there is one node.
func (tx Tx) machineTime() string {
	if tx.state.dialect == postgresDialect {
		return "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT"
	}
	return strconv.FormatInt(tx.state.nowMs, 10)
}
