package storage_test

import (
	"testing"

	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// asked counts the statements of something that happens.
func asked(t *testing.T, db *storage.DB, happens func()) uint64 {
	t.Helper()
	before := db.Stats().Statements
	happens()
	return db.Stats().Statements - before
}

// TestWhereNothingHappensOneQuestionIsAsked is what keeps an idle server idle:
// its clocks go on for ever.
func TestWhereNothingHappensOneQuestionIsAsked(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Rookie)
		c := f.asked()
		f.allocate()
		f.accept(c) // somebody answers: the desk is not empty, but nothing is due
		quiet := func(what string) {
			if n := asked(t, db, func() { f.tick() }); n != 1 {
				t.Errorf("%s: a look at the clock asks %d questions", what, n)
			}
			if n := asked(t, db, f.allocate); n != 1 {
				t.Errorf("%s: a look at the queue asks %d questions", what, n)
			}
		}
		quiet("somebody answers")
		start(t, db, nil)
		waitIdle(t, db)
		if n := asked(t, db, func() { waitIdle(t, db) }); n != 1 {
			t.Errorf("a look into the empty outbox asks %d questions", n)
		}
	})
}
