package main

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// The crowd: 64 at once.
const (
	talkers     = 38
	raters      = 14
	redeemers   = 4
	answerers   = 6
	bookkeepers = 2
)

// gather lets everybody send until the test is over. Those who answer are those
// who redeem and whose points are read: all of it moves the same accounts.
func (c *crowd) gather(experts []demoLogin) *sync.WaitGroup {
	pebble := c.pebble()
	experts = c.richestFirst(experts)
	var all []func(int)
	for range talkers {
		all = append(all, (&talker{sender: sender{c: c, name: c.name()}}).send)
	}
	for range raters {
		all = append(all, (&rater{sender{c: c, name: c.name()}}).send)
	}
	for _, l := range experts[:redeemers] {
		all = append(all, (&redeemer{sender{c: c, name: c.name(), login: l}, c.admin(), pebble}).send)
	}
	for _, l := range experts[:answerers] {
		all = append(all, (&answerer{sender: sender{c: c, name: c.name(), login: l}}).send)
	}
	for _, l := range experts[:bookkeepers] {
		all = append(all, (&bookkeeper{sender: sender{c: c, name: c.name(), login: l}}).send)
	}
	var everybody sync.WaitGroup
	for _, send := range all {
		everybody.Go(func() {
			for n := 0; !c.over.Load() && !c.v.t.Failed(); n++ {
				send(n)
			}
		})
	}
	return &everybody
}

// richestFirst orders experts by the points they can spend: what a demo's hour
// leaves to each is not the same at every hour.
func (c *crowd) richestFirst(experts []demoLogin) []demoLogin {
	points := map[string]int{}
	for _, l := range experts {
		s := sender{c: c, name: "purse", login: l}
		var p struct{ Available int }
		if s.signIn() {
			a, _ := s.must(http.MethodGet, "/me/points", "", nil)
			a.into(&p)
		}
		points[l.Email] = p.Available
	}
	return slices.SortedStableFunc(slices.Values(experts), func(a, b demoLogin) int { return cmp.Compare(points[b.Email], points[a.Email]) })
}

func (c *crowd) admin() sender {
	return sender{c: c, name: "shop", login: demoLogin{Email: demoAdmin, Password: demoPassword}}
}

// pebble is a reward that everybody can have as often as they like.
func (c *crowd) pebble() (id string) {
	s := c.admin()
	var r struct{ ID string }
	if s.signIn() {
		a, _ := s.must(http.MethodPost, "/rewards", "", map[string]any{
			"name": "Pebble", "description": "From the beach.", "picture": "sticker", "price": 1, "stock": 1000, "perPerson": 1000, "minLevel": 0,
		})
		a.into(&r)
	}
	return r.ID
}

// answerer is an expert who takes what is offered, answers and closes it.
type answerer struct {
	sender
	reason string
}

func (k *answerer) send(n int) {
	if k.token == "" && !k.signIn() || k.reason == "" && !k.learnReason() {
		return
	}
	if n%20 == 0 {
		k.must(http.MethodPut, "/me/presence", "", map[string]string{"state": "available"})
	}
	var offers struct{ Items []struct{ ID string } }
	if a, ok := k.must(http.MethodGet, "/me/offers", "", nil); ok {
		a.into(&offers)
	}
	for _, o := range offers.Items {
		_, _ = k.do(http.MethodPost, "/offers/"+o.ID+"/acceptances", "", map[string]string{}) // it may be gone
	}
	var seats struct {
		Items []struct{ ConversationID string }
	}
	if a, ok := k.must(http.MethodGet, "/me/seats", "", nil); ok {
		a.into(&seats)
	}
	for _, s := range seats.Items {
		if s.ConversationID != "" {
			k.finish(s.ConversationID)
		}
	}
	<-time.After(again)
}

// finish answers and closes, unless the conversation has gone elsewhere meanwhile.
func (k *answerer) finish(id string) {
	for n, text := range []string{"Up to the ankles.", "Take a towel."} {
		a, err := k.do(http.MethodPost, "/conversations/"+id+"/messages", "", map[string]string{"clientId": strconv.Itoa(n) + id, "text": text})
		if err != nil || !a.ok() {
			return
		}
	}
	_, _ = k.do(http.MethodPost, "/conversations/"+id+"/closures", "", map[string]string{"outcome": "solved", "reasonId": k.reason})
}

func (k *answerer) learnReason() bool {
	var list struct {
		Items []struct {
			ID, ParentID, StaffTopic string
		}
	}
	if a, ok := k.must(http.MethodGet, "/contact-reasons", "", nil); ok {
		a.into(&list)
	}
	for _, r := range list.Items {
		if r.ParentID != "" && r.StaffTopic == "" {
			k.reason = r.ID
			return true
		}
	}
	return false
}
