package storage

import "context"

// Outbox delivers the events of committed transactions.
type Outbox struct {
	db   *DB
	wake chan struct{}
}

func newOutbox(db *DB) *Outbox { return &Outbox{db: db, wake: make(chan struct{}, 1)} }

// Wake tells the dispatcher that there may be something to deliver.
func (o *Outbox) Wake() {
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

// Outbox returns the dispatcher of db.
func (db *DB) Outbox() *Outbox { return db.outbox }

// Subscribe calls fn for every event of that name, at least once.
func (o *Outbox) Subscribe(name string, fn func(ctx context.Context, payload []byte) error) {}
