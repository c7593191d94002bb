package main

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// finder reads everything again after the last start, each place once.
type finder struct {
	c         *crowd
	byEmail   map[string]demoLogin
	timelines map[string]map[string][]int    // conversation → client id → seqs
	lists     map[string]map[string][]string // e-mail and path → id → values
}

// find looks for everything that was acknowledged, as those see it to whom it
// was, and counts what is there more than once.
func (c *crowd) find() (found, doubled int) {
	c.over.Store(false) // the last questions are answered
	defer c.over.Store(true)
	f := finder{
		c: c, byEmail: map[string]demoLogin{}, timelines: map[string]map[string][]int{},
		lists: map[string]map[string][]string{},
	}
	for _, l := range c.v.ready.Logins {
		f.byEmail[l.Email] = l
	}
	for key, was := range c.acked {
		seen := f.look(key, was)
		switch {
		case len(seen) == 0 || seen[0] != was.want && was.want != "":
			c.v.t.Errorf("%s %s of %s was acknowledged as %q and is %q", was.kind, key, was.of, was.want, seen)
		default:
			found++
		}
		doubled += max(len(seen)-1, 0)
	}
	return found, doubled
}

// look is everything that there is now of what was acknowledged.
func (f *finder) look(key string, was fact) (seen []string) {
	switch was.kind {
	case "message":
		if f.timelines[was.of] == nil {
			f.timelines[was.of] = f.timeline(was)
		}
		for _, seq := range f.timelines[was.of][key] {
			seen = append(seen, strconv.Itoa(seq))
		}
	case "rating":
		var c struct{ Rating struct{ Stars int } }
		s := sender{c: f.c, token: was.by}
		if a, ok := s.must(http.MethodGet, "/conversations/"+was.of, "", nil); ok && a.into(&c) {
			seen = append(seen, strconv.Itoa(c.Rating.Stars))
		}
	default:
		path := map[string]string{"redemption": "/me/redemptions", "transfer": "/me/points/transfers"}[was.kind]
		seen = f.listed(was.of, cmp.Or(path, "/me/awards"))[was.by]
	}
	return seen
}

// timeline is the seqs of every message of a conversation, by its client's id.
func (f *finder) timeline(of fact) map[string][]int {
	s := sender{c: f.c, token: of.by}
	seqs := map[string][]int{}
	for after := 0; ; {
		a, ok := s.must(http.MethodGet, fmt.Sprintf("/conversations/%s/timeline?after=%d", of.of, after), "", nil)
		var page struct {
			Entries []struct {
				Seq            int
				ClientID, Text string
			}
			LastSeq int
		}
		if !ok || !a.into(&page) {
			return seqs
		}
		for _, e := range page.Entries {
			if e.Seq != after+1 {
				f.c.v.t.Errorf("%s: entry %d follows entry %d", of.of, e.Seq, after)
			}
			if after = e.Seq; !strings.HasPrefix(e.ClientID, "k") {
				continue // not of a sender: the question, and what is no message
			}
			if seqs[e.ClientID] = append(seqs[e.ClientID], e.Seq); e.Text != textOf(e.ClientID) {
				f.c.v.t.Errorf("%s: %s says %q", of.of, e.ClientID, e.Text)
			}
		}
		if len(page.Entries) == 0 {
			if after != page.LastSeq {
				f.c.v.t.Errorf("%s ends with %d of %d entries", of.of, after, page.LastSeq)
			}
			return seqs
		}
	}
}

// listed is list, asked once.
func (f *finder) listed(email, path string) map[string][]string {
	if f.lists[email+path] == nil {
		f.lists[email+path] = f.list(email, path)
	}
	return f.lists[email+path]
}

// list is everything of an expert by its id: the state of a redemption, the
// points of a transfer or of an award.
func (f *finder) list(email, path string) map[string][]string {
	s := sender{c: f.c, login: f.byEmail[email]}
	seen := map[string][]string{}
	if !s.signIn() {
		return seen
	}
	for cursor := ""; ; {
		a, ok := s.must(http.MethodGet, path+"?limit=100&cursor="+cursor, "", nil)
		var page struct {
			Items []struct {
				booked
				State string
			}
			Next string
		}
		if !ok || !a.into(&page) {
			return seen
		}
		for _, i := range page.Items {
			value := strconv.FormatInt(i.Points, 10)
			if path == "/me/redemptions" {
				value = i.State
			}
			seen[i.ID] = append(seen[i.ID], value)
		}
		if cursor = page.Next; cursor == "" {
			return seen
		}
	}
}
