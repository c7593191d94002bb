package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/kennerhq/kenner/domain/brand"
)

// job is one line of the cron table. Cron only wakes it: what is due comes from
// rows in the database, so a run that was missed is caught up by the next.
type job struct {
	name     string
	schedule string
	period   time.Duration // of the lease: one node runs it once a period
	run      func(context.Context) (effects int, err error)
}

// reconcileJob is the name of the job whose effects are findings.
const reconcileJob = "reconcile"

// How often jobs run.
const (
	everyMinute = time.Minute
	fiveMinutes = 5 * time.Minute
	quarter     = 15 * time.Minute
	hourly      = time.Hour
	sixHours    = 6 * time.Hour
	nightly     = 24 * time.Hour
)

// jobs is the cron table, in UTC.
func (h *house) jobs() []job {
	return []job{
		{"confirm", "*/15 * * * *", quarter, h.desk.ConfirmSilent},
		{"rules", "*/15 * * * *", quarter, h.rewards.UpgradeRules},
		{"links", "*/15 * * * *", quarter, h.rewards.MarkLinks},
		{"shifts", "*/5 * * * *", fiveMinutes, h.shifts.Mind},
		{"readers", "2 * * * *", hourly, h.rewards.CountHelps}, // whom an article helped, after the brand's midnight
		{"book", "*/15 * * * *", quarter, h.rewards.BookMissed},
		{"holds", "*/15 * * * *", quarter, h.fairness().EndHolds}, // 72 hours at most, before what is due is settled
		{"appeals", "*/15 * * * *", quarter, h.lateAppeals},       // answered within seven days
		{"settle", "*/15 * * * *", quarter, h.rewards.SettleDue},
		{"ratings", "*/15 * * * *", quarter, h.ratings.Tell},                // many at a time, so that none has a face
		{"still solved", "*/15 * * * *", quarter, h.ratings.AskStillSolved}, // a fifth of what nobody rated, after three days
		{"promises", "*/15 * * * *", quarter, h.desk.MindFollowUps},
		{"stale promises", "*/15 * * * *", quarter, h.desk.MindStaleFollowUps}, // at 06:00 in the brand's zone: the first quarter after it
		{"answers", "*/15 * * * *", quarter, h.vetting.MindAnswers},            // to applicants, within five working days
		{"drops", "* * * * *", everyMinute, h.drops.Mind},
		{"unconfirmed", "* * * * *", everyMinute, h.shop.ReleaseUnconfirmed}, // of first-come drops, after 15 minutes
		{"parcels", "*/15 * * * *", quarter, h.lateRedemptions},              // decided in three working days, sent in ten
		{"prices", "* * * * *", everyMinute, h.shop.MindPrices},              // announced seven days before
		{"stock", "5 * * * *", hourly, h.shop.MindStock},
		{"rounds", "*/15 * * * *", quarter, h.league.Roll},
		{"disputes", "10 5 * * *", nightly, h.lateDisputes}, // of results, answered within three days
		{"signals", "0 2 * * *", nightly, h.fairness().Watch},
		{"levels", "20 2 * * *", nightly, h.levels.ReviewMonths},
		{"absence", "25 2 * * *", nightly, h.levels.MindAbsence},
		{"auditions", "*/15 * * * *", quarter, h.endAuditions},
		{"calibrations", "*/15 * * * *", quarter, h.marking.MindCalibrations}, // the month's, as soon as there is gold
		{"last auditions", "*/15 * * * *", quarter, h.vetting.MindFailed},
		{"audition points", "*/15 * * * *", quarter, h.rewards.BookAuditions},
		{"scenarios", "9 4 * * *", nightly, h.shipScenarios},
		{"certificates", "*/15 * * * *", quarter, h.growth.EndCertificates},
		{"attempts", "*/15 * * * *", quarter, h.growth.LapseAttempts},
		{"samples", "20 2 * * *", nightly, h.growth.DrawSamples},
		{"weeks", "35 * * * *", hourly, h.merit.JudgeWeeks},   // six hours after they end
		{"badges", "50 * * * *", hourly, h.merit.AwardBadges}, // after the weeks: a streak is a deed
		{"thanks", "*/15 * * * *", quarter, h.merit.ShowThanks},
		{"statements", "40 2 * * *", nightly, h.pay.Close},
		{"budgets", "25 * * * *", hourly, h.mindBudgets},             // 80, 95 and 100 percent are told
		{"seal", "5 * * * *", hourly, h.seal},                        // what was booked, that nobody changes it unseen
		{"lots", "0 3 * * *", nightly, h.lots.MindLots},              // frozen, told of, expired
		{"judge reasons", "*/15 * * * *", quarter, h.suggests.Judge}, // before they are learned from
		{"learn reasons", "30 4 * * *", nightly, h.suggests.Train},
		{"top questions", "40 4 * * *", nightly, h.themes.Gather},
		{"searches", "12 4 * * *", nightly, h.searches.Forget},     // after half a year
		{"problems", "15 */6 * * *", sixHours, h.problems.Watch},   // a spike is seen within a day
		{"problem news", "*/15 * * * *", quarter, h.problems.Tell}, // customers who asked, two hundred at a time
		{"problem review", "0 5 * * *", nightly, h.reviewProblems}, // once a week, from Monday on
		{"upkeep", "7 4 * * *", nightly, h.upkeep},
		{reconcileJob, "30 3 * * *", nightly, h.reconcileNightly},
	}
}

// jobLimit is how long a run may take; the lease of its period lasts as long.
const jobLimit = 10 * time.Minute

// finish is how long a run may go on after the signal to stop.
const finish = 5 * time.Second

// startJobs runs everything that is due now, in the order of the table and what
// is for the night last, and then keeps to the table. A server is open
// first; a demo, which shows what is due, waits for it. stop waits a moment for the
// runs that are under way and then cuts them off: what is left is due again at
// the next start.
func (h *house) startJobs(ctx context.Context, open <-chan struct{}, demo bool) (stop func(), err error) {
	ctx, cancel := context.WithCancel(ctx)
	log := cronLog{h.log}
	c := cron.New(cron.WithLocation(time.UTC), cron.WithLogger(log),
		cron.WithChain(cron.Recover(log), cron.SkipIfStillRunning(log)))
	started := "start " + machine().Format(time.RFC3339Nano)
	for _, j := range h.jobs() {
		if _, err := c.AddFunc(j.schedule, func() {
			h.runJob(ctx, j, machine().Truncate(j.period).Format(time.RFC3339))
			if j.period >= nightly {
				h.giveBack(ctx)
			}
		}); err != nil {
			cancel()
			return nil, fmt.Errorf("job %s: %w", j.name, err)
		}
	}
	due := h.jobs()
	slices.SortStableFunc(due, func(a, b job) int { return cmp.Compare(a.period, b.period) })
	for ; demo && due[0].period < nightly; due = due[1:] {
		h.runJob(ctx, due[0], started)
	}
	var late sync.WaitGroup
	late.Go(func() {
		select {
		case <-open:
		case <-ctx.Done():
			return
		}
		for _, j := range due {
			h.runJob(ctx, j, started)
		}
		h.giveBack(ctx)
	})
	c.Start()
	return func() {
		defer cancel()
		timer := time.AfterFunc(finish, cancel)
		defer timer.Stop()
		<-c.Stop().Done()
		late.Wait()
	}, nil
}

// runJob runs one job for one period, once among all nodes.
func (h *house) runJob(ctx context.Context, j job, period string) {
	limited, cancel := context.WithTimeout(ctx, jobLimit)
	defer cancel()
	began := time.Now()
	here, err := h.db.RunPeriod(limited, j.name, period, jobLimit, func(ctx context.Context) (int, string, error) {
		effects, err := j.run(ctx)
		if errors.Is(err, brand.ErrNotFounded) { // before setup there is nothing to do
			err = nil
		}
		if effects > 0 {
			h.log.Info("job", "name", j.name, "period", period, "effects", effects)
		}
		return effects, "", err
	})
	h.meters.ran(j.name, here, err, time.Since(began))
	if err != nil && ctx.Err() == nil {
		h.log.Error("job", "name", j.name, "period", period, "err", err)
	}
}

// How long what has ended is kept before upkeep removes it.
const (
	keepSessions = 30 * 24 * time.Hour
	keepVisitors = 90 * 24 * time.Hour
)

// upkeep removes what has served its time: answers, sessions, visitors' tokens.
func (h *house) upkeep(ctx context.Context) (int, error) {
	now := machine()
	n, err := h.db.PruneAccess(ctx, now.Add(-keepSessions), now.Add(-keepVisitors))
	if err != nil {
		return 0, err
	}
	dead, err := h.db.DeadEvents(ctx)
	if dead > 0 {
		h.log.Error("events that nobody could take are kept in the outbox", "events", dead)
	}
	return int(n), errors.Join(err, h.db.Upkeep(ctx))
}

// cronLog tells robfig/cron's news to our log: errors, and nothing else.
type cronLog struct{ log *slog.Logger }

// Info implements cron.Logger.
func (cronLog) Info(string, ...any) {}

// Error implements cron.Logger.
func (l cronLog) Error(err error, msg string, kv ...any) {
	l.log.Error("cron: "+msg, append(kv, "err", err)...)
}
