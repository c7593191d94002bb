package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver of package storage
)

// raw is what SQLite can do at best with the rows of a message: one writer with
// group commit, prepared statements and the settings of package storage, in one
// process; no HTTP, no rules, no gorm and nothing read.
//
// A message changes its conversation and its episode and adds an entry and an
// event; the event goes away when it is delivered, some at a time. Those are the
// rows of desk.Post by a customer: see storage.Tx.SaveConversation, Emit and
// the outbox.
type raw struct {
	conn    *sql.Conn
	queue   chan *rawWork
	posted  chan int64 // events to be delivered
	writes  [len(rawSQL)]*sql.Stmt
	begin   *sql.Stmt
	commit  *sql.Stmt
	deletes map[int]*sql.Stmt
}

// The statements of one message, in their order.
const (
	rawConversation = iota
	rawEpisode
	rawEntry
	rawEvent
)

var rawSQL = [...]string{
	`UPDATE conversations SET status = 'queued', episode = 1, class = 2, queued_at = ?, last_seq = ?, content_seq = ?,
		version = version + 1 WHERE id = ? AND version = ?`,
	`UPDATE episodes SET customer_messages = ? WHERE conversation_id = ? AND episode = 1`,
	`INSERT INTO timeline_entries (conversation_id, seq, episode, kind, author_role, author_id, message_id, client_id, text, status,
		data, at) VALUES (?, ?, 1, 'message', 'customer', ?, ?, ?, ?, 'queued', '{}', ?)`,
	`INSERT INTO outbox (name, payload, created_at) VALUES ('message.posted', ?, ?)`,
}

// rawPragmas are those of package storage.
var rawPragmas = []string{
	"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
	"recursive_triggers(1)", "cache_size(-65536)", "wal_autocheckpoint(16000)", "temp_store(MEMORY)",
}

const (
	rawBatch   = 512 // messages in one commit
	rawDeliver = 256 // events in one delete
)

// rawWork is one message or some deliveries on their way through the writer.
type rawWork struct {
	do   func(ctx context.Context) error
	done chan error
}

// rawPosts measures messages with so many clients in a copy of a data folder
// that nobody serves.
func rawPosts(ctx context.Context, dir string, clients int, length time.Duration) (r report, err error) {
	q := url.Values{"_pragma": rawPragmas, "_txlock": {"immediate"}}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "kenner.db")+"?"+q.Encode())
	if err != nil {
		return report{}, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	w := &raw{queue: make(chan *rawWork, 1024), posted: make(chan int64, 1<<16), deletes: map[int]*sql.Stmt{}}
	if w.conn, err = db.Conn(ctx); err != nil {
		return report{}, err
	}
	defer func() { err = errors.Join(err, w.conn.Close()) }()
	all, err := w.prepare(ctx, clients)
	if err != nil {
		return report{}, err
	}
	var ends sync.WaitGroup
	ends.Go(func() { w.write(ctx) })
	var delivery sync.WaitGroup
	delivery.Go(func() { w.deliver(ctx) })
	r = drive(ctx, target{Clients: clients, For: length}, func(ctx context.Context, i, n int) error { return w.post(ctx, all[i], n+2) })
	close(w.posted)
	delivery.Wait()
	close(w.queue)
	ends.Wait()
	r.Scenario = "raw"
	return r, nil
}

// rawTalk is one client's customer and conversation.
type rawTalk struct{ customer, conversation string }

// prepare makes a conversation for each client, and the statements.
func (w *raw) prepare(ctx context.Context, clients int) ([]rawTalk, error) {
	all := make([]rawTalk, clients)
	for i := range all {
		t := rawTalk{newID("cus"), newID("cnv")}
		all[i] = t
		for _, q := range []string{
			`INSERT INTO customers (id, language, created_at) VALUES ('` + t.customer + `', 'fr', 0)`,
			`INSERT INTO conversations (id, customer_id, channel, language, question, status, episode, class, queued_at, last_seq,
				content_seq, opened_at, version) VALUES ('` + t.conversation + `', '` + t.customer + `', 'chat', 'fr', 'Does it float?',
				'queued', 1, 2, 0, 1, 1, 0, 1)`,
			`INSERT INTO episodes (conversation_id, episode, opened_at, customer_messages) VALUES ('` + t.conversation + `', 1, 0, 1)`,
		} {
			if _, err := w.conn.ExecContext(ctx, q); err != nil {
				return nil, err
			}
		}
	}
	var err error
	for i, q := range rawSQL {
		if w.writes[i], err = w.conn.PrepareContext(ctx, q); err != nil { //nolint:sqlclosecheck // it ends with its connection
			return nil, err
		}
	}
	if w.begin, err = w.conn.PrepareContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return nil, err
	}
	w.commit, err = w.conn.PrepareContext(ctx, "COMMIT")
	return all, err
}

// rawEventOf is as long as a message's event.
const rawEventOf = `{"conversationId":"%s","customerId":"%s","expertId":"","staffId":"","status":"queued","entry":{"seq":%d,"kind":"message",` +
	`"at":"2026-11-21T12:00:00.000Z","episode":1,"author":{"role":"customer","id":"%s"},"messageId":"%s","clientId":"%s",` +
	`"text":"%s","status":"queued"}}`

// post writes the rows of a client's next message.
func (w *raw) post(ctx context.Context, t rawTalk, seq int) error {
	id, text, at := newID("msg"), fmt.Sprintf("Does it float, and for how long? %d", seq), now().UnixMilli()
	client := strconv.Itoa(seq)
	event := fmt.Sprintf(rawEventOf, t.conversation, t.customer, seq, t.customer, id, client, text)
	var stored int64
	err := w.run(ctx, func(ctx context.Context) error {
		res, err := w.each(ctx, [][]any{
			rawConversation: {0, seq, seq, t.conversation, seq - 1},
			rawEpisode:      {seq, t.conversation},
			rawEntry:        {t.conversation, seq, t.customer, id, client, text, at},
			rawEvent:        {event, at},
		})
		if err == nil {
			stored, err = res.LastInsertId()
		}
		return err
	})
	if err == nil {
		w.posted <- stored
	}
	return err
}

// each runs the statements; every one must change one row.
func (w *raw) each(ctx context.Context, args [][]any) (res sql.Result, err error) {
	for i, a := range args {
		if res, err = w.writes[i].ExecContext(ctx, a...); err != nil {
			return nil, err
		}
		if n, err := res.RowsAffected(); err != nil || n != 1 {
			return nil, failed("statement %d changed %d rows: %v", i, n, err)
		}
	}
	return res, nil
}

// run queues something and waits until it is committed.
func (w *raw) run(_ context.Context, do func(context.Context) error) error {
	j := &rawWork{do, make(chan error, 1)}
	w.queue <- j
	return <-j.done
}

// write is the writer: it takes what is there, and one commit serves it all.
func (w *raw) write(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	for first := range w.queue {
		batch := []*rawWork{first}
		for more := true; more && len(batch) < rawBatch; {
			select {
			case j, ok := <-w.queue:
				if more = ok; ok {
					batch = append(batch, j)
				}
			default:
				more = false
			}
		}
		_, err := w.begin.ExecContext(ctx)
		for _, j := range batch {
			if err == nil {
				err = j.do(ctx)
			}
		}
		if err == nil {
			_, err = w.commit.ExecContext(ctx)
		} else {
			_, _ = w.conn.ExecContext(ctx, "ROLLBACK") // the error is told
		}
		for _, j := range batch {
			j.done <- err
		}
	}
}

// deliver deletes events that were posted, as many as wait.
func (w *raw) deliver(ctx context.Context) {
	for first := range w.posted {
		ids := []any{first}
		for more := true; more && len(ids) < rawDeliver; {
			select {
			case id, ok := <-w.posted:
				if more = ok; ok {
					ids = append(ids, id)
				}
			default:
				more = false
			}
		}
		_ = w.run(ctx, func(ctx context.Context) error { return w.remove(ctx, ids) }) // a failed commit is the posts' error too
	}
}

// remove deletes events; few different statements are prepared, as the outbox
// does it.
func (w *raw) remove(ctx context.Context, ids []any) error {
	for _, size := range []int{1, 4, 16, 64, rawDeliver} {
		if len(ids) > size {
			continue
		}
		for len(ids) < size {
			ids = append(ids, ids[len(ids)-1])
		}
		break
	}
	stmt := w.deletes[len(ids)]
	if stmt == nil {
		var err error
		query := "DELETE FROM outbox WHERE id IN (?" + strings.Repeat(", ?", len(ids)-1) + ")" //nolint:gosec // placeholders
		stmt, err = w.conn.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		w.deletes[len(ids)] = stmt
	}
	_, err := stmt.ExecContext(ctx, ids...)
	return err
}

type rawScenario struct {
	Data    string        `required:"" type:"existingdir" help:"A copy of a data folder that nobody serves; it gets rows."`
	Clients int           `default:"64" help:"How many write at once."`
	For     time.Duration `default:"5s" help:"How long."`
}

func (s *rawScenario) Run(ctx context.Context) error { return show(ctx, s) }

func (s *rawScenario) measure(ctx context.Context) (report, error) {
	return rawPosts(ctx, s.Data, s.Clients, s.For)
}
