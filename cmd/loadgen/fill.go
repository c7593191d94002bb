package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
)

// filling is what a data folder is filled with: experts and their past. It goes
// through the use cases and the storage of the product, in one process and
// without HTTP.
type filling struct {
	Experts       int `default:"300" help:"How many experts more, with one seat each."`
	Conversations int `default:"10000" help:"How many conversations more, ended and confirmed."`
	Messages      int `default:"10" help:"How many messages each has."`
}

type fillFolder struct {
	filling

	Data string `required:"" type:"existingdir" help:"The folder of a demo that has ended."`
	Demo string `required:"" type:"existingfile" help:"What kenner demo --json printed."`
	To   string `required:"" help:"Where the logins of the experts go, in the same form."`
}

func (s *fillFolder) Run(ctx context.Context) error { return s.fill(ctx, s.Data, s.Demo, s.To) }

// fillPassword opens every login that fill makes.
const fillPassword = "a folder full of waders" // of a folder that lives as long as a measurement

// fill fills the folder of a demo that nobody serves, and writes the logins of
// the experts it made and of the demo's staff to a file like the demo's.
func (f filling) fill(ctx context.Context, dir, demo, to string) (err error) {
	var staff []login
	for _, role := range []string{"admin", "manager"} {
		of, err := logins(demo, role)
		if err != nil {
			return err
		}
		staff = append(staff, of...)
	}
	db, err := storage.Open(ctx, storage.Config{Dir: dir})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	rt := domain.Runtime{Now: now, NewID: newID, Chance: func() float64 { return 0.5 }}
	experts, all, err := f.enrol(ctx, db, rt, dir)
	if err != nil {
		return err
	}
	if err := f.live(ctx, db, experts); err != nil {
		return err
	}
	if _, err := rewards.New(db.Rewards, rt).BookMissed(ctx); err != nil {
		return err
	}
	if err := deliver(ctx, db.Outbox()); err != nil {
		return err
	}
	data, err := json.Marshal(map[string]any{"logins": append(all, staff...)})
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o600)
}

// deliver empties the outbox: nobody hears what happened meanwhile.
func deliver(ctx context.Context, o *storage.Outbox) error {
	o.Start(nil) //nolint:contextcheck // it ends with Stop
	return errors.Join(o.WaitIdle(ctx), o.Stop(ctx))
}

func now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

func newID(prefix string) string { return prefix + "_" + uuid.Must(uuid.NewV7()).String() }

// enrol adds the experts, who have one seat each and chose their password.
func (f filling) enrol(ctx context.Context, db *storage.DB, rt domain.Runtime, dir string) (ids []domain.ExpertID, all []login, err error) {
	keys, err := auth.LoadKeys(filepath.Join(dir, "keys.json"))
	if err != nil {
		return nil, nil, err
	}
	cheap := auth.NewPasswords(auth.Cost{MemoryKiB: 64, Iterations: 1}) // signing in is not what is measured
	doors := access.New(db.Access, rt, cheap, keys.Secrets())
	staff := roster.New(db.Roster, rt, keys.Secrets())
	for i := range f.Experts {
		l := login{"expert", fmt.Sprintf("wader%03d@load.example", i), fillPassword}
		e, err := staff.Enrol(ctx, domain.System, roster.NewExpert{
			Email: l.Email, Name: fmt.Sprintf("Wader %03d", i), DisplayName: fmt.Sprintf("Wader %03d", i),
			Alias: fmt.Sprintf("Load %03d", i), Level: 1, Languages: []domain.Language{"en"},
		})
		if err != nil {
			return nil, nil, err
		}
		if _, err := doors.Accept(ctx, e.Link.Token, l.Password, access.From{}); err != nil {
			return nil, nil, err
		}
		ids, all = append(ids, e.Expert.ID), append(all, l)
	}
	return ids, all, nil
}

const (
	fillPart = 250            // conversations in one transaction
	fillSpan = 40 * time.Hour // that their ends are spread over: their points are not due yet
)

// live stores the conversations, closed and confirmed.
func (f filling) live(ctx context.Context, db *storage.DB, experts []domain.ExpertID) error {
	last := now().Add(-time.Hour)
	for from := 0; from < f.Conversations; from += fillPart {
		err := db.InTx(ctx, func(tx storage.Tx) error {
			for i := from; i < min(from+fillPart, f.Conversations); i++ {
				ended := last.Add(-fillSpan * time.Duration(f.Conversations-i) / time.Duration(f.Conversations))
				if err := f.conversation(tx, experts[i%len(experts)], ended); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// conversation stores one that was asked, answered, closed and confirmed.
func (f filling) conversation(tx storage.Tx, e domain.ExpertID, ended time.Time) error {
	began := ended.Add(-time.Duration(f.Messages) * time.Minute)
	c := desk.Conversation{
		ID: domain.ConversationID(newID("cnv")), Customer: domain.CustomerID(newID("cus")), Channel: desk.Chat, Language: "en",
		Question: "Does it float?", Status: desk.Closed, Class: desk.ClassNormal, OpenedAt: began,
		Episode: desk.Episode{
			No: 1, OpenedAt: began, FirstResponseAt: began.Add(time.Minute), Expert: e,
			CustomerMessages: (f.Messages + 1) / 2, ExpertMessages: f.Messages / 2,
			ClosedAt: ended, ClosedBy: domain.RoleExpert, Outcome: desk.Solved, ConfirmedAt: ended, ConfirmedBy: desk.ByCustomer,
		},
	}
	customer, expert := desk.Author{Role: domain.RoleCustomer, ID: string(c.Customer)}, desk.Author{Role: domain.RoleExpert, ID: string(e)}
	write := func(x desk.Entry, at time.Time) {
		c.LastSeq++
		x.Seq, x.Episode, x.At = c.LastSeq, 1, at
		c.Written = append(c.Written, x)
	}
	for i := range f.Messages {
		by, status := customer, desk.Assigned
		if i%2 == 1 {
			by, status = expert, desk.Waiting
		}
		id := newID("msg")
		write(desk.Entry{
			Kind: desk.KindMessage, Author: by, Message: domain.MessageID(id), ClientID: id, Status: status,
			Text: fmt.Sprintf("Does it float, and for how long? I tried it %d times in the sea.", i),
		}, began.Add(time.Duration(i)*time.Minute))
		if i == 0 {
			write(desk.Entry{Kind: desk.KindAssignment, Author: expert, Status: desk.Assigned, Data: desk.Data{Why: "accepted", Expert: e}}, began)
		}
	}
	write(desk.Entry{Kind: desk.KindStatus, Author: expert, Status: desk.Closed, Data: desk.Data{Why: "closed", Outcome: desk.Solved}}, ended)
	write(desk.Entry{Kind: desk.KindConfirmation, Author: customer, Status: desk.Closed, Data: desk.Data{Why: string(desk.ByCustomer)}}, ended)
	c.ContentSeq, c.CustomerRead, c.ExpertRead = c.LastSeq, c.LastSeq, c.LastSeq
	if err := tx.AddCustomer(access.Customer{ID: c.Customer, Language: "en", CreatedAt: began}); err != nil {
		return err
	}
	if err := tx.AddConversation(c); err != nil {
		return err
	}
	held := desk.Assignment{ID: newID("asg"), Conversation: c.ID, Episode: 1, Expert: e, SeatNo: 1, StartedAt: began, Place: began}
	if err := tx.AddAssignment(held); err != nil {
		return err
	}
	return tx.EndAssignment(c.ID, desk.EndClosed, ended)
}
