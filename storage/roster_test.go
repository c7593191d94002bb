package storage_test

import (
	"context"
	"encoding/base64"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func newcomer(email, alias string) roster.NewExpert {
	return roster.NewExpert{
		Email: email, Name: "Anna Real", DisplayName: "Anna", Alias: alias, Level: roster.FullExpert, Languages: []domain.Language{"en", "nl"},
	}
}

func TestAnExpertIsEnrolledWhole(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		n := newcomer("anna@example.org", "Red knot")
		n.Topics = []roster.Topic{{Reason: "rsn_1", Kind: roster.Learning}}
		out, err := f.roster.Enrol(t.Context(), domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}, n)
		f.must(err)
		if out.Link.Token == "" || out.Person.Role != domain.RoleExpert || string(out.Person.ID) != string(out.Expert.ID) {
			t.Fatalf("%+v", out)
		}
		for what, want := range map[string]int64{
			"SELECT COUNT(*) FROM seats":                                                      3,
			"SELECT COUNT(*) FROM seats WHERE open":                                           2,
			"SELECT COUNT(*) FROM accounts WHERE owner_id LIKE 'exp_%' AND balance = 0":       3,
			"SELECT COUNT(*) FROM invitations WHERE used_at IS NULL":                          1,
			"SELECT COUNT(*) FROM expert_topics":                                              1,
			"SELECT COUNT(*) FROM experts WHERE presence = 'away'":                            1,
			"SELECT COUNT(*) FROM outbox WHERE name IN ('expert.changed', 'person.changed')":  2,
			"SELECT COUNT(*) FROM experts WHERE alias = 'Red knot' AND languages LIKE '%nl%'": 1,
		} {
			if n := f.count(what); n != want {
				t.Errorf("%s: %d, want %d", what, n, want)
			}
		}
		_, err = f.roster.Enrol(t.Context(), domain.System, newcomer("anna@example.org", "Dunlin"))
		f.refused(err, access.ErrEmailTaken)
		_, err = f.roster.Enrol(t.Context(), domain.System, newcomer("ben@example.org", "Red knot"))
		f.refused(err, roster.ErrAliasTaken)
		lost := newcomer("ben@example.org", "Dunlin")
		lost.Topics = []roster.Topic{{Reason: "rsn_none", Kind: roster.Qualified}}
		_, err = f.roster.Enrol(t.Context(), domain.System, lost)
		f.refused(err, roster.ErrBadTopic)
		if n := f.count("SELECT COUNT(*) FROM people"); n != 1 {
			t.Errorf("%d people: a refusal left something behind", n)
		}
	})
}

func TestAChangeOpensAndClosesSeats(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		level, version := roster.Rookie, 1
		changed, err := f.roster.Change(t.Context(), e, roster.Change{Level: &level, Version: version})
		f.must(err)
		if changed.Version != 2 || f.count("SELECT COUNT(*) FROM seats WHERE open") != 1 {
			t.Fatalf("%+v", changed)
		}
		_, err = f.roster.Change(t.Context(), e, roster.Change{Level: &level, Version: version})
		f.refused(err, roster.ErrStaleVersion)
		level = roster.Mentor
		_, err = f.roster.Change(t.Context(), e, roster.Change{Level: &level})
		f.must(err)
		storagetest.Exec(t, db, "UPDATE brand SET max_seats = 2")
		f.must(f.roster.Reseat(t.Context()))
		if n := f.count("SELECT COUNT(*) FROM seats WHERE open"); n != 2 {
			t.Fatalf("%d open seats at a brand of two", n)
		}
		state := roster.Paused
		_, err = f.roster.Change(t.Context(), e, roster.Change{State: &state})
		f.must(err)
		f.refused(f.desk.SetPresence(t.Context(), e, roster.Available), roster.ErrNotActive)
		if c := f.conversation(h.id); c.Expert != e {
			t.Fatal("a paused expert loses no conversation at once")
		}
		_, err = f.roster.Change(t.Context(), "exp_none", roster.Change{State: &state})
		f.refused(err, roster.ErrUnknownExpert)
		f.whole()
	})
}

// putOut brings an expert to a state as two people decide it.
func (f *floor) putOut(ctx context.Context, e domain.ExpertID, to roster.State) error {
	return f.db.Roster(ctx, func(tx roster.Store) error { return roster.SetState(tx, e, to, manager, f.clock.Now()) })
}

// TestNobodyPutsAnExpertOutAlone: nor lets one back in; an alumnus, who left by
// their own wish, may be asked back.
func TestNobodyPutsAnExpertOutAlone(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Rookie)
		change := func(to roster.State) error {
			_, err := f.roster.Change(t.Context(), e, roster.Change{State: &to})
			return err
		}
		f.refused(change(roster.Suspended), roster.ErrByCase)
		f.refused(change(roster.Retired), roster.ErrByCase)
		f.must(change(roster.Paused))
		f.refused(change(roster.Suspended), roster.ErrByCase)
		f.must(change(roster.Active))
		for _, out := range []roster.State{roster.Suspended, roster.Retired} {
			f.must(f.putOut(t.Context(), e, out))
			for _, back := range []roster.State{roster.Active, roster.Paused} {
				f.refused(change(back), roster.ErrByCase)
			}
			f.must(f.putOut(t.Context(), e, roster.Active))
		}
		f.must(roster.NewLevels(db.Levels, f.runtime()).LeaveProgramme(t.Context(), e))
		f.must(change(roster.Active))
		f.whole()
	})
}

func TestACustomerOfTheBrandIsOneExpert(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		a, b := f.expert(roster.Rookie), f.expert(roster.Rookie)
		number, none, long := " C-1045 ", "", strings.Repeat("9", 129)
		changed, err := f.roster.Change(t.Context(), a, roster.Change{BrandCustomer: &number})
		if err != nil || changed.BrandCustomer != "C-1045" {
			t.Fatalf("%+v, %v", changed, err)
		}
		_, err = f.roster.Change(t.Context(), b, roster.Change{BrandCustomer: &number})
		f.refused(err, roster.ErrCustomerTaken)
		_, err = f.roster.Change(t.Context(), b, roster.Change{BrandCustomer: &long})
		f.refused(err, roster.ErrBadCustomer)
		if _, err = f.roster.Change(t.Context(), a, roster.Change{BrandCustomer: &none}); err != nil {
			t.Fatal(err)
		}
		if _, err = f.roster.Change(t.Context(), b, roster.Change{BrandCustomer: &number}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAnAliasHasOneOwner(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		a, b := f.expert(roster.Rookie), f.expert(roster.Rookie)
		alias := "Sanderling"
		together(2, func(i int) {
			_, err := f.roster.Change(t.Context(), []domain.ExpertID{a, b}[i], roster.Change{Alias: &alias})
			if err != nil {
				f.refused(err, roster.ErrAliasTaken)
			}
		})
		if n := f.count("SELECT COUNT(*) FROM experts WHERE alias = ?", alias); n != 1 {
			t.Fatalf("%d experts are called %s", n, alias)
		}
	})
}

func TestAnExpertIsChangedAsAWhole(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		id := f.expert(roster.Rookie)
		change := func(name string, level roster.Level) error {
			_, err := f.roster.Change(t.Context(), id, roster.Change{Name: &name, Level: &level})
			return err
		}
		f.refused(change(" ", roster.Senior), access.ErrBadName)
		f.refused(change("Ada", 9), roster.ErrBadLevel)
		if e, err := db.Views().Expert(t.Context(), id, f.clock.Now()); err != nil || e.Level != roster.Rookie || e.Name == "Ada" {
			t.Fatalf("half of it was stored: %+v, %v", e, err)
		}
		f.must(change(" Ada ", roster.Senior))
		if e, err := db.Views().Expert(t.Context(), id, f.clock.Now()); err != nil || e.Level != roster.Senior || e.Name != "Ada" {
			t.Fatalf("%+v, %v", e, err)
		}
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'person.changed' AND payload LIKE ?", "%"+string(id)+"%"); n != 2 {
			t.Fatalf("told %d times, when enrolled and when renamed", n)
		}
	})
}

// What each principal sees: the conditions are in the views.
func TestViewsShowOnlyWhatOneMayKnow(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		other := f.asked()
		v, ctx := db.Views(), t.Context()
		stranger := domain.Actor{Role: domain.RoleCustomer, ID: "cus_stranger"}
		idle := domain.Actor{Role: domain.RoleExpert, ID: string(f.expert(roster.Senior))}
		staff := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		sees := func(a domain.Actor, id domain.ConversationID) bool {
			t.Helper()
			_, one := v.Conversation(ctx, a, id)
			_, line := v.Timeline(ctx, a, id, 0, 0)
			all, err := v.Conversations(ctx, a, "", storage.Page{})
			f.must(err)
			listed := false
			for _, c := range all.Items {
				listed = listed || c.ID == id
			}
			if (one == nil) != (line == nil) || (one == nil) != listed {
				t.Errorf("%s: one %v, timeline %v, listed %t", a.ID, one, line, listed)
			}
			return one == nil
		}
		if !sees(h.customer, h.id) || !sees(h.expert, h.id) || !sees(staff, h.id) || !sees(staff, other) {
			t.Error("somebody cannot see their own")
		}
		if sees(stranger, h.id) || sees(idle, h.id) || sees(h.expert, other) || sees(h.customer, other) || sees(domain.Actor{}, h.id) {
			t.Error("somebody sees another's")
		}
		if _, err := v.ConversationContext(ctx, h.customer, "en", h.id); err == nil {
			t.Error("a customer sees what stands beside a conversation")
		}
		f.says(h.expert, h.id, "It does.")
		f.must(f.desk.Close(ctx, h.customer, h.id, desk.Closure{Outcome: desk.Unsolved}))
		if sees(h.expert, h.id) {
			t.Error("the expert who had it still sees it")
		}
		view, err := v.Conversation(ctx, h.customer, h.id)
		f.must(err)
		if !view.CanRate || !view.CanConfirm || view.Expert == nil || view.Closure == nil || view.Closure.Outcome != desk.Unsolved {
			t.Errorf("%+v", view)
		}
		line, err := v.Timeline(ctx, h.customer, h.id, 2, 2)
		f.must(err)
		if len(line.Entries) != 2 || line.Entries[0].Seq != 3 || line.LastSeq != 6 {
			t.Errorf("%+v", line)
		}
		line, err = v.Timeline(ctx, h.customer, h.id, math.MaxInt, 0)
		f.must(err)
		if len(line.Entries) != 0 || line.LastSeq != 6 {
			t.Errorf("after everything: %+v", line)
		}
		f.must(f.desk.SetPresence(ctx, idle.Expert(), roster.Break))
		p, err := v.Presence(ctx, idle.Expert(), f.clock.Now().Add(time.Hour))
		f.must(err)
		if p.OnDuty || p.State != roster.Break || p.OpensAt != nil {
			t.Errorf("%+v", p)
		}
	})
}

func TestAnOfferSaysWhy(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior, roster.Topic{Reason: "rsn_1", Kind: roster.Qualified})
		id := f.ask(f.customer(), desk.Question{Reason: "rsn_1"})
		f.allocate()
		offers, err := db.Views().OpenOffersOf(t.Context(), e, "en", f.clock.Now())
		f.must(err)
		if len(offers) != 1 || offers[0].ConversationID != id || offers[0].Difficulty != 2 || len(offers[0].Why.Factors) != 6 {
			t.Fatalf("%+v", offers)
		}
		sum := 0.0
		for _, factor := range offers[0].Why.Factors {
			sum += factor.Points
		}
		if d := sum - offers[0].Why.Score; d > 1e-9 || d < -1e-9 {
			t.Errorf("the factors add up to %f, not %f", sum, offers[0].Why.Score)
		}
		if late, err := db.Views().OpenOffersOf(t.Context(), e, "en", f.clock.Now().Add(desk.OfferTime)); err != nil || len(late) != 0 {
			t.Errorf("%v, %v", late, err)
		}
		f.accept(id)
		seats, err := db.Views().SeatsOf(t.Context(), e)
		f.must(err)
		if len(seats) != 3 || seats[0].Conversation == nil || seats[0].Conversation.ID != id || seats[0].Due != roster.DueNudge {
			t.Errorf("%+v", seats)
		}
		record, err := db.Views().OffersOf(t.Context(), domain.Actor{Role: domain.RoleAdmin}, id)
		f.must(err)
		if len(record) != 1 || record[0].State != desk.OfferAccepted || record[0].Expert.ID != e {
			t.Errorf("%+v", record)
		}
		all, err := db.Views().Experts(t.Context(), "", f.clock.Now(), storage.Page{Limit: 1})
		f.must(err)
		if len(all.Items) != 1 || all.Items[0].TakenSeats != 1 || all.Items[0].OpenSeats != 3 || all.Items[0].Quality != nil {
			t.Errorf("%+v", all)
		}
	})
}

func TestReasonsAreNamedInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		customer := f.customer()
		storagetest.Exec(t, db, `UPDATE contact_reasons SET name = 'Sound', translations = '{"nl":"Geluid"}' WHERE id = 'rsn_1'`)
		earlier := f.ask(customer, desk.Question{Reason: "rsn_1"})
		f.must(f.desk.Close(t.Context(), domain.Actor{Role: domain.RoleCustomer, ID: string(customer)}, earlier, desk.Closure{}))
		id := f.ask(customer, desk.Question{Reason: "rsn_1"})
		f.allocate()
		for language, want := range map[domain.Language]string{"en": "Sound", "nl": "Geluid", "": "Sound"} {
			offers, err := db.Views().OpenOffersOf(t.Context(), e, language, f.clock.Now())
			f.must(err)
			if len(offers) != 1 || offers[0].ReasonName != want {
				t.Errorf("the offer in %q: %+v", language, offers)
			}
			beside, err := db.Views().ConversationContext(t.Context(), domain.Actor{Role: domain.RoleManager}, language, id)
			f.must(err)
			if len(beside.Earlier) != 1 || beside.Earlier[0].ReasonName != want || beside.Earlier[0].Outcome != desk.Withdrawn {
				t.Errorf("beside the conversation in %q: %+v", language, beside.Earlier)
			}
		}
	})
}

func TestAPageOfReasonsAfterAnyPosition(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		for position, refused := range map[string]bool{"-1": false, "2147483647": false, "2147483648": true, "9999999999999999999": true, "x": true} {
			cursor := base64.RawURLEncoding.EncodeToString([]byte(position + "\x1fa\x1fb"))
			_, err := db.Views().ContactReasons(t.Context(), storage.ReasonsFor{}, storage.Page{Cursor: cursor})
			if known, ok := errors.AsType[*domain.Error](err); ok != refused || refused && known.Code != "cursor_invalid" {
				t.Errorf("after %s: %v", position, err)
			}
			if !refused {
				f.must(err)
			}
		}
	})
}
