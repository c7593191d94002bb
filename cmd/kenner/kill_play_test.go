package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestKillInAPlay kills the server while a candidate plays: every line that was
// acknowledged is there once, and the play goes on with what the customer had said.
func TestKillInAPlay(t *testing.T) {
	t.Parallel()
	killPlay(t)
}

// TestKillInAPlayOnPostgres does the same on PostgreSQL.
func TestKillInAPlayOnPostgres(t *testing.T) {
	t.Parallel()
	killPlay(t, "--database", storagetest.Postgres(t))
}

// playView is what a candidate reads of their audition.
type playView struct {
	State string
	Plays []struct {
		No     int
		Ending string
		Lines  []struct {
			Seq      int
			By, Text string
			ClientID string
		}
	}
}

func killPlay(t *testing.T, database ...string) {
	t.Helper()
	v := newVictim(t, database...)
	v.start()
	c := &crowd{v: v, acked: map[string]fact{}}
	admin := &sender{c: c, name: "admin"}
	for _, l := range v.ready.Logins {
		if l.Role == "admin" {
			admin.login = l
		}
	}
	if !admin.signIn() {
		t.Fatal("the admin cannot sign in")
	}
	player := &sender{c: c, name: "candidate", token: v.candidate(admin)}
	for _, step := range []string{"", "/warm-up", "/warm-up/submissions", "/plays/1/starts"} {
		var body any = map[string]any{}
		if strings.HasSuffix(step, "submissions") {
			body = map[string]any{"answers": []any{}}
		}
		player.must(http.MethodPost, "/me/audition"+step, "", body)
	}
	var before playView
	const kills, each = 4, 2
	for kill := range kills {
		var done atomic.Bool
		sent := make(chan struct{})
		go func() {
			defer close(sent)
			for n := range each {
				player.says(fmt.Sprintf("line-%d-%d-of-this-play", kill, n))
			}
			done.Store(true)
		}()
		if kill > 0 { // the first lines are all answered, the others at any moment
			<-time.After(time.Duration(kill*7) * time.Millisecond)
		} else {
			<-sent
		}
		v.kill()
		v.start()
		<-sent
		now := player.audition()
		lines := now.Plays[0].Lines
		for i, was := range before.lines() {
			if i >= len(lines) || lines[i].Text != was.Text || lines[i].Seq != was.Seq {
				t.Errorf("line %d was %q and is another", was.Seq, was.Text)
			}
		}
		before = now
	}
	found, doubled := 0, 0
	for key := range c.acked {
		times := 0
		for _, l := range before.Plays[0].Lines {
			if l.ClientID == key {
				times++
			}
		}
		found += min(times, 1)
		doubled += max(times-1, 0)
	}
	last := before.Plays[0].Lines[len(before.Plays[0].Lines)-1]
	_, _ = fmt.Fprintf(t.Output(), "acknowledged %d, found %d, doubled %d, %d kills, %d lines in all\n", len(c.acked), found, doubled, v.kills, last.Seq)
	if found != len(c.acked) || doubled != 0 || len(c.acked) < each {
		t.Errorf("acknowledged %d, found %d, doubled %d", len(c.acked), found, doubled)
	}
	if before.Plays[0].Ending == "" && last.By != "customer" {
		t.Errorf("the customer does not answer any more: %+v", last)
	}
	v.stop()
	v.reconcile()
}

func (p playView) lines() (all []struct {
	Seq      int
	By, Text string
	ClientID string
},
) {
	if len(p.Plays) == 0 {
		return nil
	}
	return p.Plays[0].Lines
}

// kindly keeps a customer there.
var kindly = []string{
	"I am sorry that this went wrong for you, and I understand that you are annoyed.",
	"I do not know that yet. I will find out and tell you today.",
}

// says answers the customer until the line is acknowledged; one that comes after
// the end is not taken, and not acknowledged.
func (s *sender) says(clientID string) {
	a, ok := s.must(http.MethodPost, "/me/audition/plays/1/lines", "", map[string]string{"clientId": clientID, "text": kindly[len(clientID)%len(kindly)] + " " + clientID})
	var now playView
	if !ok || json.Unmarshal(a.body, &now) != nil {
		return
	}
	for _, l := range now.lines() {
		if l.ClientID == clientID {
			s.c.ack(clientID, fact{"line", "1", s.token, strconv.Itoa(l.Seq)})
		}
	}
}

func (s *sender) audition() (now playView) {
	s.c.v.t.Helper()
	a, ok := s.must(http.MethodGet, "/me/audition", "", nil)
	if !ok || json.Unmarshal(a.body, &now) != nil || len(now.Plays) == 0 {
		s.c.v.t.Fatalf("there is no audition any more: %s", a.body)
	}
	return now
}

// candidate is the token of somebody who is at their audition and has not begun it.
func (v *victim) candidate(admin *sender) string {
	v.t.Helper()
	a, _ := admin.must(http.MethodGet, "/applications?state=auditioning", "", nil)
	var list struct{ Items []struct{ ID string } }
	if !a.into(&list) {
		v.t.Fatalf("no applications: %s", a.body)
	}
	for _, one := range list.Items {
		a, _ := admin.must(http.MethodGet, "/applications/"+one.ID+"/auditions", "", nil)
		var reports struct{ Items []struct{ ID string } }
		if !a.into(&reports) || len(reports.Items) > 0 {
			continue
		}
		a, _ = admin.must(http.MethodPost, "/applications/"+one.ID+"/links", "", map[string]any{})
		var made struct{ Link string }
		if _, token, found := strings.Cut(func() string { _ = json.Unmarshal(a.body, &made); return made.Link }(), "#"); found {
			return token
		}
	}
	v.t.Fatal("nobody is at their audition")
	return ""
}
