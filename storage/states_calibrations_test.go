package storage_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestCalibrationsAreDrawnAsTheyAre tries every use case of a calibration.
func TestCalibrationsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(
		t,
		machine{
			"calibration", constants(t, "marking", "CalibrationState"), "SELECT id, state FROM calibrations ORDER BY began_at, id",
			[]string{"Calibrate", "EndCalibration"},
		},
	)
	for _, situation := range [][]string{
		{},
		{"MindCalibrations"},
		{"MindCalibrations", "all right"},
		{"MindCalibrations", "MindCalibrations, months later"},
		{"MindCalibrations", "all wrong"},
		{"MindCalibrations", "all right", "EndCalibration"},
		{"MindCalibrations", "all wrong", "EndCalibration"},
		{"MindCalibrations", "all wrong", "EndCalibration", "CalibrateAgain, a day later"},
	} {
		c := newCalibrator(t)
		for _, name := range situation {
			c.do(name)
		}
		for _, one := range c.acts() {
			w.try(c.db, &c.clock, fmt.Sprint(situation), one)
		}
	}
	w.compare()
	c := newCalibrator(t)
	checked(t, c.db, "calibrations", "state", constants(t, "marking", "CalibrationState"))
}

// calibrator is a stage with one rater and one gold audition.
type calibrator struct {
	*stage

	rater domain.PersonID
}

func newCalibrator(t *testing.T) *calibrator {
	t.Helper()
	s := newStage(t, storagetest.Open(t))
	s.golds(1)
	return &calibrator{stage: s, rater: s.mentor()}
}

func (c *calibrator) newest() marking.CalibrationID {
	if c.count("SELECT COUNT(*) FROM calibrations") == 0 {
		return "clb_none"
	}
	return marking.CalibrationID(storagetest.Text(c.TB, c.db, "SELECT id FROM calibrations ORDER BY attempt DESC LIMIT 1"))
}

func (c *calibrator) do(name string) {
	c.Helper()
	switch name {
	case "all right", "all wrong":
		score := map[string]int{"all right": 4, "all wrong": 1}[name]
		for _, at := range marking.Places() {
			c.must(c.auditions.Calibrate(c.Context(), c.newest(), c.rater, 1, at, score))
		}
	default:
		acts := c.acts()
		c.must(acts[slices.IndexFunc(acts, func(one act) bool { return one.name == name })].run(c.Context()))
	}
	c.clock.Add(time.Second)
}

func (c *calibrator) acts() []act {
	newest := c.newest()
	mind := func(ctx context.Context) error {
		_, err := c.auditions.MindCalibrations(ctx)
		return err
	}
	again := func(ctx context.Context) error { return c.auditions.CalibrateAgain(ctx, c.rater) }
	return []act{
		{"MindCalibrations", mind},
		{"MindCalibrations, months later", later(&c.clock, 70*24*time.Hour, mind)},
		{"CalibrateAgain", again},
		{"CalibrateAgain, a day later", later(&c.clock, marking.CalibrateAgain, again)},
		{"Calibrate", func(ctx context.Context) error {
			return c.auditions.Calibrate(ctx, newest, c.rater, 1, marking.Places()[0], 3)
		}},
		{"EndCalibration", func(ctx context.Context) error { return c.auditions.EndCalibration(ctx, newest, c.rater) }},
	}
}
