package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/kennerhq/kenner/api/live"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

const (
	// readingsAge is how old what the database said may be: whoever asks more
	// often gets the same again.
	readingsAge = 5 * time.Second
	// readingsLimit is how long the database may take to say it.
	readingsLimit = 2 * time.Second
)

// readings are the metrics that are read when somebody asks: from memory, and
// at most once in readingsAge from the database. When it does not answer in
// time they leave out what it would have said, and say that.
type readings struct {
	house *house
	live  func() live.Stats
	jobs  []string

	mu   sync.Mutex // one asks the database, others wait for the answer
	at   time.Time
	last *reading // nil: it did not answer
}

// reading is what the database said.
type reading struct {
	figures storage.Figures
	lag     storage.Lag
	runs    map[string]storage.JobRun
}

func newReadings(h *house, sockets func() live.Stats) *readings {
	r := &readings{house: h, live: sockets}
	for _, j := range h.jobs() {
		r.jobs = append(r.jobs, j.name)
	}
	return r
}

func described(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("kenner_"+name, help, labels, nil)
}

var (
	descUp         = described("database_up", "Whether the database answered this scrape in time.")
	descStatements = described("database_statements_total", "SQL statements since the start, with those around transactions.")
	descBytes      = described("database_bytes", "SQLite: the size of the database and of its write-ahead log.", "part")
	descDisk       = described("disk_free_bytes", "SQLite: what may still be written to the disk of the data folder.")
	descQueue      = described("writer_queue", "Use cases that wait for their turn to write.")
	descRefused    = described("writer_refused_total", "Use cases that were told to come back, by the code they got.", "code")
	descDelivered  = described("outbox_delivered_total", "Events that this node delivered.")
	descTries      = described("outbox_failed_total", "Tries to deliver an event that failed on this node.")
	descPending    = described("outbox_pending", "Events of all nodes that are not delivered yet.")
	descLag        = described("outbox_oldest_seconds", "How long the oldest of them has waited.")
	descDead       = described("outbox_dead", "Events that are not tried any more, for people to look at.")
	descSockets    = described("sockets", "Live connections to this node.", "transport")
	descPushes     = described("pushes_total", "Pushes that this node handed to its broker.")
	descTalks      = described("conversations", "Conversations that are not closed.", "state")
	descWaiting    = described("queue_waiting", "Conversations in line for somebody to answer.", "desk")
	descSince      = described("queue_oldest_seconds", "How long the longest of them has been in line.", "desk")
	descQuestions  = described("open_questions", "Questions whose customers left and were promised an answer.")
	descOffers     = described("offers_open", "Offers that an expert looks at now.")
	descSeats      = described("seats", "Seats: open to active experts, held by a conversation, free on duty.", "state")
	descExperts    = described("experts", "Active experts, by what they say of the present moment.", "presence")
	descPoints     = described("points", "Points that experts have.", "account")
	descSuccess    = described("job_last_success_timestamp_seconds", "When the job last went well on any node; 0: never.", "job")
	descFindings   = described("reconcile_findings", "What the last check of the books found on any node.")
)

// Describe implements prometheus.Collector. What there is depends on the
// database, so it is seen only when it is collected.
func (*readings) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (r *readings) Collect(out chan<- prometheus.Metric) {
	tell := teller{out}
	r.fromMemory(tell)
	r.fromDisk(tell)
	said := r.ask()
	if said == nil {
		tell.gauge(descUp, 0)
		return
	}
	tell.gauge(descUp, 1)
	r.fromDesk(tell, said.figures)
	tell.gauge(descPending, float64(said.lag.Waiting))
	tell.gauge(descLag, age(machine(), said.lag.Since))
	tell.gauge(descDead, float64(said.lag.Dead))
	for _, job := range r.jobs {
		tell.gauge(descSuccess, unix(said.runs[job].EndedAt), job)
	}
	tell.gauge(descFindings, float64(said.runs[reconcileJob].Effects))
}

func (r *readings) fromMemory(tell teller) {
	did, sockets := r.house.db.Stats(), r.live()
	tell.counter(descStatements, did.Statements)
	tell.gauge(descQueue, float64(did.Queued))
	for code, n := range did.Refused {
		tell.counter(descRefused, n, code)
	}
	tell.counter(descDelivered, did.Delivered)
	tell.counter(descTries, did.Failed)
	for _, transport := range live.Transports {
		tell.gauge(descSockets, float64(sockets.Sockets[transport]), transport)
	}
	tell.counter(descPushes, sockets.Pushes)
}

// fromDisk tells the room that SQLite takes and has. PostgreSQL's is elsewhere.
func (r *readings) fromDisk(tell teller) {
	dir := r.house.db.Dir()
	if dir == "" {
		return
	}
	for part, file := range map[string]string{"database": "kenner.db", "log": "kenner.db-wal"} {
		if is, err := os.Stat(filepath.Join(dir, file)); err == nil {
			tell.gauge(descBytes, float64(is.Size()), part)
		}
	}
	if free, _, err := space(dir); err == nil {
		tell.gauge(descDisk, float64(free))
	}
}

func (r *readings) fromDesk(tell teller, all storage.Figures) {
	of := func(name storage.FigureName, kind string) float64 {
		return float64(all[storage.Figure{Name: name, Of: kind}])
	}
	for _, s := range []desk.Status{desk.Queued, desk.Offered, desk.Assigned, desk.Waiting} {
		tell.gauge(descTalks, of(storage.FigureConversations, string(s)), string(s))
	}
	for _, d := range []desk.Answerer{desk.ByExperts, desk.ByStaff} {
		tell.gauge(descWaiting, of(storage.FigureQueue, string(d)), string(d))
		var since time.Time
		if ms := all[storage.Figure{Name: storage.FigureQueueSince, Of: string(d)}]; ms > 0 {
			since = time.UnixMilli(ms)
		}
		tell.gauge(descSince, age(r.house.clock.Now(), since), string(d))
	}
	tell.gauge(descQuestions, of(storage.FigureOpenQuestions, ""))
	tell.gauge(descOffers, of(storage.FigureOffers, ""))
	for _, state := range []string{"open", "held", "free"} {
		tell.gauge(descSeats, of(storage.FigureSeats, state), state)
	}
	for _, p := range []roster.Presence{roster.Available, roster.Break, roster.Away} {
		tell.gauge(descExperts, of(storage.FigureExperts, string(p)), string(p))
	}
	for _, account := range []string{"pending", "available", "reserved"} {
		tell.gauge(descPoints, of(storage.FigurePoints, account), account)
	}
}

// ask returns what the database said lately, nil when it did not answer.
func (r *readings) ask() *reading {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.at.IsZero() && time.Since(r.at) < r.house.meters.oldest {
		return r.last
	}
	ctx, cancel := context.WithTimeout(context.Background(), readingsLimit)
	defer cancel()
	var said reading
	var err error
	said.figures, err = r.house.views.Figures(ctx)
	if err == nil {
		said.lag, err = r.house.db.OutboxLag(ctx)
	}
	if err == nil {
		said.runs, err = r.house.views.JobRuns(ctx, r.jobs)
	}
	r.at, r.last = time.Now(), &said
	if err != nil {
		r.house.log.Warn("metrics: the database did not answer", "err", err)
		r.last = nil
	}
	return r.last
}

// teller hands single numbers to whoever scrapes.
type teller struct{ out chan<- prometheus.Metric }

func (t teller) gauge(d *prometheus.Desc, v float64, labels ...string) {
	t.out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
}

func (t teller) counter(d *prometheus.Desc, v uint64, labels ...string) {
	t.out <- prometheus.MustNewConstMetric(d, prometheus.CounterValue, float64(v), labels...)
}

// age is the seconds since a time, none when it is none.
func age(now, since time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return max(now.Sub(since).Seconds(), 0)
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixMilli()) / 1000
}
