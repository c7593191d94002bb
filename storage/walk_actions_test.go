package storage_test

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// errNothing is what comes of looking for something that is not there yet.
var errNothing = domain.Refuse(domain.Conflict, "nothing", "There is nothing to do.")

type walkAction struct {
	name string
	run  func(*walk, context.Context) error
}

// walkActions are what anybody can do at the desk; what happens more often is
// there more than once.
var walkActions = []walkAction{
	{"ask", (*walk).open},
	{"ask", (*walk).open},
	{"holder says", (*walk).holderSays},
	{"holder says", (*walk).holderSays},
	{"holder says", (*walk).holderSays},
	{"holder says", (*walk).holderSays},
	{"customer says", (*walk).customerSays},
	{"customer says", (*walk).customerSays},
	{"customer says", (*walk).customerSays},
	{"holder says", (*walk).holderSays},
	{"holder says", (*walk).holderSays},
	{"holder says", (*walk).holderSays},
	{"holder says", (*walk).holderSays},
	{"accept", (*walk).accepts},
	{"accept", (*walk).accepts},
	{"accept", (*walk).accepts},
	{"accept", (*walk).accepts},
	{"accept", (*walk).accepts},
	{"accept", (*walk).accepts},
	{"accept", (*walk).accepts},
	{"accept", (*walk).accepts},
	{"decline", (*walk).declines},
	{"hand over", (*walk).handsOver},
	{"hand over", (*walk).handsOver},
	{"score", (*walk).scores},
	{"score", (*walk).scores},
	{"take over", (*walk).takesOver},
	{"leave", (*walk).leaves},
	{"return", (*walk).returns},
	{"ask staff", (*walk).asksStaff},
	{"pick", (*walk).picks},
	{"promise", (*walk).promises},
	{"promise", (*walk).promises},
	{"research", (*walk).researches},
	{"finish", (*walk).finishes},
	{"helped", (*walk).helped},
	{"dismiss", (*walk).dismisses},
	{"give", (*walk).gives},
	{"note", (*walk).notes},
	{"whisper", (*walk).whispers},
	{"watch", (*walk).watches},
	{"close", (*walk).holderCloses},
	{"customer says", (*walk).saysAnywhere},
	{"customer closes", (*walk).customerCloses},
	{"staff closes", (*walk).staffCloses},
	{"rate", (*walk).rates},
	{"rate", (*walk).rates},
	{"confirm", (*walk).confirms},
	{"edit", (*walk).edits},
	{"delete", (*walk).deletes},
	{"read", (*walk).reads},
	{"identify", (*walk).identifies},
	{"vanish", (*walk).vanishes},
	{"presence", (*walk).presence},
	{"presence", (*walk).presence},
	{"jobs", (*walk).works},
}

// n is a number below most.
func (w *walk) n(most int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.rnd.IntN(most)
}

// oneOf is one of the newest of a list that others add to; false: there is none.
func oneOf[T any](w *walk, list *[]T) (one T, found bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	some := (*list)[max(0, len(*list)-10):]
	if len(some) == 0 {
		return one, false
	}
	return some[w.rnd.IntN(len(some))], true
}

func add[T any](w *walk, list *[]T, one T, err error) error {
	if err == nil {
		w.mu.Lock()
		defer w.mu.Unlock()
		*list = append(*list, one)
	}
	return err
}

// one is a conversation as it stands now, and its customer: likely one of which
// something is true, and any other if there is none.
func (w *walk) one(likely func(desk.Conversation) bool) (c desk.Conversation, customer domain.Actor) {
	for range 10 {
		id, found := oneOf(w, &w.conversations)
		if !found {
			return c, customer
		}
		if c = w.conversation(id); likely(c) {
			break
		}
	}
	return c, domain.Actor{Role: domain.RoleCustomer, ID: string(c.Customer)}
}

func (w *walk) any() (desk.Conversation, domain.Actor) {
	return w.one(func(desk.Conversation) bool { return true })
}

func isOpen(c desk.Conversation) bool   { return c.Status != desk.Closed }
func isHeld(c desk.Conversation) bool   { return c.Expert != "" || c.Staff != "" }
func isSeated(c desk.Conversation) bool { return c.Expert != "" }
func isOffer(c desk.Conversation) bool  { return c.Status == desk.Offered }
func isLeft(c desk.Conversation) bool   { return c.IsLeft() && c.Status == desk.Queued }
func inQueue(c desk.Conversation) bool  { return c.Status == desk.Queued }
func isOver(c desk.Conversation) bool   { return c.Status == desk.Closed && c.Episode.Expert != "" }

// holder is who holds a conversation, or now and then an expert who does not.
func (w *walk) holder(c desk.Conversation) domain.Actor {
	switch {
	case w.n(15) == 0:
		return w.somebody()
	case c.Staff != "":
		return domain.Actor{Role: domain.RoleManager, ID: string(c.Staff)}
	case c.Expert != "":
		return domain.Actor{Role: domain.RoleExpert, ID: string(c.Expert)}
	}
	return w.somebody()
}

func (w *walk) somebody() domain.Actor {
	e, _ := oneOf(w, &w.experts)
	return domain.Actor{Role: domain.RoleExpert, ID: string(e)}
}

func (w *walk) manager() domain.Actor {
	m, _ := oneOf(w, &w.staff)
	return m
}

func (w *walk) client() string { return w.rt.NewID("client") }

func (w *walk) open(ctx context.Context) error {
	v, found := oneOf(w, &w.visitors)
	if !found || w.n(3) > 0 {
		c, token, err := w.doors.OpenVisitor(ctx, "", "en")
		v = visitor{c.ID, token}
		if err := add(w, &w.visitors, v, err); err != nil {
			return err
		}
	}
	reason, _ := oneOf(w, &w.reasons)
	id, err := w.desk.Open(ctx, v.id, desk.Question{Text: "Does it float?", Reason: reason})
	return add(w, &w.conversations, id, err)
}

func (w *walk) say(ctx context.Context, by domain.Actor, c desk.Conversation) error {
	p, err := w.desk.Post(ctx, by, c.ID, w.client(), "A word about water.")
	return add(w, &w.messages, spoken{c.ID, p.ID}, err)
}

func (w *walk) customerSays(ctx context.Context) error {
	c, customer := w.one(isHeld)
	return w.say(ctx, customer, c)
}

func (w *walk) saysAnywhere(ctx context.Context) error {
	c, customer := w.any()
	return w.say(ctx, customer, c)
}

func (w *walk) holderSays(ctx context.Context) error {
	c, _ := w.one(isHeld)
	return w.say(ctx, w.holder(c), c)
}

func (w *walk) accepts(ctx context.Context) error {
	c, _ := w.one(isOffer)
	o, found := w.openOffer(c.ID)
	if !found {
		return errNothing
	}
	_, err := w.desk.Accept(ctx, o.Expert, o.ID)
	return err
}

func (w *walk) declines(ctx context.Context) error {
	c, _ := w.one(isOffer)
	o, found := w.openOffer(c.ID)
	if !found {
		return errNothing
	}
	return w.desk.Decline(ctx, o.Expert, o.ID)
}

func (w *walk) handsOver(ctx context.Context) error {
	c, _ := w.one(isHeld)
	to := []desk.Destination{toExperts, toStaff, {Desk: desk.ByExperts, Expert: w.somebody().Expert()}}[w.n(3)]
	_, err := w.desk.HandOver(ctx, w.holder(c), c.ID, to, summary)
	return err
}

func (w *walk) scores(ctx context.Context) error {
	id := domain.HandOverID(storagetest.Text(w.floor, w.floor.db, `SELECT COALESCE(MAX(h.id), '') FROM hand_overs h
		JOIN conversations c ON c.id = h.conversation_id AND c.episode = h.episode
		WHERE h.score IS NULL AND h.received_by = COALESCE(c.expert_id, c.staff_id)`))
	by := domain.PersonID(storagetest.Text(w.floor, w.floor.db, "SELECT MAX(received_by) FROM hand_overs WHERE id = ?", id))
	role := domain.RoleExpert
	for _, m := range w.staff {
		if m.ID == string(by) {
			role = m.Role
		}
	}
	_, err := w.desk.ScoreHandOver(ctx, domain.Actor{Role: role, ID: string(by)}, id, 1+w.n(5))
	return err
}

func (w *walk) takesOver(ctx context.Context) error {
	c, _ := w.one(isOpen)
	return w.desk.TakeOver(ctx, w.manager(), c.ID, desk.TakingOver{Reason: "Mine.", FromStaff: w.n(2) == 0})
}

func (w *walk) leaves(ctx context.Context) error {
	c, customer := w.one(inQueue)
	return w.desk.Leave(ctx, customer.Customer(), c.ID)
}

func (w *walk) returns(ctx context.Context) error {
	c, customer := w.one(isLeft)
	return w.desk.Return(ctx, customer.Customer(), c.ID)
}

func (w *walk) asksStaff(ctx context.Context) error {
	c, customer := w.one(inQueue)
	return w.desk.AskStaff(ctx, customer.Customer(), c.ID)
}

func (w *walk) picks(ctx context.Context) error {
	c, _ := w.one(isLeft)
	return w.desk.Pick(ctx, w.somebody().Expert(), c.ID)
}

func (w *walk) notes(ctx context.Context) error {
	c, _ := w.one(isHeld)
	_, err := w.desk.Note(ctx, w.holder(c), c.ID, desk.NewNote{
		ClientID: w.client(), Text: "Look here.", Mentions: []domain.PersonID{domain.PersonID(w.somebody().ID)},
	})
	return err
}

func (w *walk) whispers(ctx context.Context) error {
	c, _ := w.one(isHeld)
	_, err := w.desk.Note(ctx, w.manager(), c.ID, desk.NewNote{ClientID: w.client(), Text: "Ask for the number.", Whisper: true})
	return err
}

func (w *walk) watches(ctx context.Context) error {
	c, _ := w.one(isOpen)
	if w.n(2) == 0 {
		return w.desk.Unwatch(ctx, w.manager(), c.ID)
	}
	return w.desk.Watch(ctx, w.manager(), c.ID)
}

func (w *walk) holderCloses(ctx context.Context) error {
	c, _ := w.one(isHeld)
	reason := w.reasons[1+w.n(3)]
	return w.desk.Close(ctx, w.holder(c), c.ID, desk.Closure{Outcome: []desk.Outcome{desk.Solved, desk.Partly, desk.Unsolved}[w.n(3)], Reason: reason})
}

func (w *walk) customerCloses(ctx context.Context) error {
	c, customer := w.one(isHeld)
	return w.desk.Close(ctx, customer, c.ID, desk.Closure{})
}

func (w *walk) staffCloses(ctx context.Context) error {
	c, _ := w.one(isOpen)
	if w.n(3) > 0 {
		return errNothing
	}
	return w.desk.Close(ctx, w.manager(), c.ID, desk.Closure{Outcome: desk.Unsolved})
}

func (w *walk) rates(ctx context.Context) error {
	c, customer := w.one(isOver)
	again := w.n(2) == 0
	o := desk.Opinion{Stars: 1 + w.n(5), Solved: []desk.Answer{desk.SolvedYes, desk.SolvedNo}[w.n(2)], Cause: desk.CauseExpert, Again: &again}
	_, err := w.desk.Rate(ctx, customer.Customer(), c.ID, o)
	return err
}

func (w *walk) confirms(ctx context.Context) error {
	c, customer := w.one(isOver)
	return w.desk.Confirm(ctx, customer.Customer(), c.ID)
}

// author is who may change a message: its customer or its holder.
func (w *walk) author(m spoken) domain.Actor {
	c := w.conversation(m.in)
	if w.n(2) == 0 {
		return domain.Actor{Role: domain.RoleCustomer, ID: string(c.Customer)}
	}
	return w.holder(c)
}

func (w *walk) edits(ctx context.Context) error {
	m, found := oneOf(w, &w.messages)
	if !found {
		return errNothing
	}
	_, err := w.desk.EditMessage(ctx, w.author(m), m.in, m.id, fmt.Sprintf("Another word, %d.", w.n(3)))
	return err
}

func (w *walk) deletes(ctx context.Context) error {
	m, found := oneOf(w, &w.messages)
	if !found {
		return errNothing
	}
	_, err := w.desk.DeleteMessage(ctx, w.author(m), m.in, m.id)
	return err
}

func (w *walk) reads(ctx context.Context) error {
	c, customer := w.any()
	by := customer
	if w.n(2) == 0 {
		by = w.holder(c)
	}
	_, err := w.desk.Read(ctx, by, c.ID, w.n(c.LastSeq+3))
	return err
}

// identifies lets a visitor turn out to be one of four customers of the brand;
// the first of them is an expert.
func (w *walk) identifies(ctx context.Context) error {
	v, found := oneOf(w, &w.visitors)
	if !found {
		return errNothing
	}
	now := w.floor.clock.Now()
	visit, err := w.doors.Identify(ctx, access.HashToken(v.token), "en", access.Identity{
		KeyID: "key", TokenID: w.client(), Subject: fmt.Sprintf("C-%d", w.n(4)), IssuedAt: now, ExpiresAt: now.Add(time.Minute), Name: "Fenna",
	})
	if visit.Token == "" {
		visit.Token = v.token
	}
	return add(w, &w.visitors, visitor{visit.Customer.ID, visit.Token}, err)
}

func (w *walk) vanishes(ctx context.Context) error {
	if w.n(3) > 0 {
		return errNothing
	}
	return w.desk.Attend(ctx, nil, map[domain.ExpertID]time.Duration{w.somebody().Expert(): 2 * desk.Grace})
}

// works runs the jobs beside everything else, as another process would.
func (w *walk) works(context.Context) error {
	w.jobs()
	return nil
}

func (w *walk) presence(ctx context.Context) error {
	p := roster.Available
	if w.n(6) == 0 {
		p = []roster.Presence{roster.Away, roster.Break}[w.n(2)]
	}
	return w.desk.SetPresence(ctx, w.somebody().Expert(), p)
}
