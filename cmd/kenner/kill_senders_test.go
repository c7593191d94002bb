package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain/shop"
)

// sender is one person who goes on whatever happens to the server: what was not
// acknowledged is sent again with the same key.
type sender struct {
	c     *crowd
	name  string
	token string
	login demoLogin // of an expert; a visitor has none
}

// answered is what the server said.
type answered struct {
	status int
	body   []byte
}

func (a answered) ok() bool { return a.status >= 200 && a.status < 300 }

func (a answered) into(dst any) bool { return a.ok() && json.Unmarshal(a.body, dst) == nil }

// code is why it was refused.
func (a answered) code() string {
	var problem struct{ Code string }
	_ = json.Unmarshal(a.body, &problem)
	return problem.Code
}

// errOver is the answer to who still sends when the test is over.
var errOver = errors.New("the test is over")

// again is how long a sender waits before it tries again.
const again = 15 * time.Millisecond

var killClient = &http.Client{
	Timeout:   10 * time.Second,
	Transport: &http.Transport{MaxIdleConnsPerHost: 128, IdleConnTimeout: 5 * time.Second},
}

// do sends a request until the server answers or the test is over. What it asks
// to send again it gets again; an internal error is a finding.
func (s *sender) do(method, path, key string, body any) (answered, error) {
	for !s.c.over.Load() {
		a, err := s.once(method, path, key, body)
		switch {
		case err != nil || a.status == http.StatusServiceUnavailable || a.status == http.StatusTooManyRequests || a.code() == "in_flight":
			<-time.After(again)
		case a.status == http.StatusUnauthorized && s.login.Email != "" && path != "/sessions":
			if !s.signIn() {
				return a, errOver
			}
		case a.status >= 500:
			s.c.v.t.Errorf("%s %s: %d %s", method, path, a.status, a.body)
			return a, nil
		default:
			return a, nil
		}
	}
	return answered{}, errOver
}

// must is do for what nothing but the end of the test can refuse: that it may
// have been sent before makes no difference.
func (s *sender) must(method, path, key string, body any) (answered, bool) {
	a, err := s.do(method, path, key, body)
	if err == nil && !a.ok() {
		s.c.v.t.Errorf("%s %s with key %q is refused: %d %s", method, path, key, a.status, a.body)
	}
	return a, err == nil && a.ok()
}

func (s *sender) once(method, path, key string, body any) (answered, error) {
	var payload io.Reader
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			return answered{}, err
		}
		payload = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, s.c.v.url()+path, payload)
	if err != nil {
		return answered{}, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if s.token != "" {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	if key != "" {
		req.Header.Set("Idempotency-Key", key)
	}
	r, err := killClient.Do(req)
	if err != nil {
		return answered{}, err
	}
	defer func() { _ = r.Body.Close() }()
	data, err := io.ReadAll(r.Body)
	return answered{r.StatusCode, data}, err
}

// visitor becomes a customer whom nobody knows.
func (s *sender) visitor() bool {
	var v struct{ AccessToken string }
	s.token = ""
	a, ok := s.must(http.MethodPost, "/visitors", "", map[string]string{"name": s.name})
	if ok && a.into(&v) {
		s.token = v.AccessToken
	}
	return s.token != ""
}

// signIn gets an expert a token.
func (s *sender) signIn() bool {
	var v struct{ AccessToken string }
	s.token = ""
	a, ok := s.must(http.MethodPost, "/sessions", "", map[string]string{"email": s.login.Email, "password": s.login.Password})
	if ok && a.into(&v) {
		s.token = v.AccessToken
	}
	return s.token != ""
}

// ask opens a conversation; the key makes it the same one however often it is sent.
func (s *sender) ask(name, language string) string {
	a, ok := s.must(http.MethodPost, "/conversations", name+"-ask", map[string]string{"question": "Does it float? " + name, "language": language})
	var c struct{ ID string }
	if !ok || !a.into(&c) {
		return ""
	}
	return c.ID
}

// talker writes into one conversation, in a language that nobody answers: the
// seats are for those who rate.
type talker struct {
	sender
	conversation string
}

func (k *talker) send(n int) {
	if k.token == "" && !k.visitor() {
		return
	}
	if k.conversation == "" {
		if k.conversation = k.ask(k.name, "fr"); k.conversation == "" {
			return
		}
	}
	clientID := k.name + "-" + strconv.Itoa(n)
	if k.post(k.conversation, clientID) && n%4 == 0 { // as if the answer had been lost
		k.post(k.conversation, clientID)
	}
}

// post sends one message, however often: it is the same one.
func (s *sender) post(conversation, clientID string) bool {
	a, ok := s.must(http.MethodPost, "/conversations/"+conversation+"/messages", "", map[string]string{"clientId": clientID, "text": textOf(clientID)})
	var p struct{ Seq int }
	if ok = ok && a.into(&p); ok {
		s.c.ack(clientID, fact{"message", conversation, s.token, strconv.Itoa(p.Seq)})
	}
	return ok
}

func textOf(clientID string) string { return "Message " + clientID }

// rater asks as another customer each time, waits until an expert closed it, and
// rates. What is open while the server is killed is long enough to earn points.
type rater struct{ sender }

func (k *rater) send(n int) {
	name := k.name + "-" + strconv.Itoa(n)
	if !k.visitor() {
		return
	}
	id := k.ask(name, "en")
	if id == "" || !k.post(id, name+"-more") {
		return
	}
	for range 400 {
		var c struct{ Status string }
		a, err := k.do(http.MethodGet, "/conversations/"+id, "", nil)
		if err != nil || !a.into(&c) {
			return
		}
		if c.Status == "closed" {
			k.rate(id, name, 4+n%2)
			return
		}
		<-time.After(again)
	}
}

func (k *rater) rate(id, name string, stars int) {
	a, err := k.do(http.MethodPost, "/conversations/"+id+"/ratings", name+"-rate",
		map[string]any{"stars": stars, "solved": "yes", "cause": "company"})
	switch {
	case err != nil || a.code() == "nobody_to_rate": // it ended by silence while nobody was there
	case a.ok():
		k.c.ack(name+" rating", fact{"rating", id, k.token, strconv.Itoa(stars)})
	default:
		k.c.v.t.Errorf("rating of %s is refused: %d %s", id, a.status, a.body)
	}
}

// redeemer takes something from the shop and gives it back; what was approved at
// once and spent, the staff take back.
type redeemer struct {
	sender
	staff  sender
	reward string
}

func (k *redeemer) send(n int) {
	if k.token == "" && !k.signIn() || k.staff.token == "" && !k.staff.signIn() {
		return
	}
	name := k.name + "-" + strconv.Itoa(n)
	var r struct{ ID, State string }
	for range 1 + n%2 { // as if the answer had been lost
		a, ok := k.must(http.MethodPost, "/rewards/"+k.reward+"/redemptions", name+"-redeem", map[string]string{})
		if !ok || !a.into(&r) {
			return
		}
	}
	k.c.ack(name+" redemption", fact{"redemption", k.login.Email, r.ID, ""})
	by, reason := &k.sender, ""
	if r.State == string(shop.Approved) {
		by, reason = &k.staff, "It was thrown back."
	}
	if a, ok := by.must(http.MethodPost, "/redemptions/"+r.ID+"/cancellations", name+"-back", map[string]string{"reason": reason}); ok && a.into(&r) {
		k.c.ack(name+" redemption", fact{"redemption", k.login.Email, r.ID, r.State})
	}
}

// bookkeeper reads the points of an expert: what it has seen must stay.
type bookkeeper struct {
	sender
	old map[string]bool // what was there at first
}

// booked is a movement of points, or an award, as its owner sees it.
type booked struct {
	ID        string
	Points    int64
	SettledAt string // of an award
}

func (k *bookkeeper) send(int) {
	if k.token == "" && !k.signIn() {
		return
	}
	first := k.old == nil
	if first {
		k.old = map[string]bool{}
	}
	for _, path := range []string{"/me/points/transfers", "/me/awards"} {
		var page struct{ Items []booked }
		if a, ok := k.must(http.MethodGet, path+"?limit=100", "", nil); !ok || !a.into(&page) {
			k.old = nil
			return
		}
		for _, b := range page.Items {
			for _, f := range b.facts(path, k.login.Email) {
				if key := f.kind + " " + b.ID; first || k.old[key] {
					k.old[key] = true
				} else {
					k.c.ack(key, f)
				}
			}
		}
	}
	<-time.After(10 * again)
}

// facts are what must stay of a line of an expert's books.
func (b booked) facts(path, email string) []fact {
	points := strconv.FormatInt(b.Points, 10)
	switch {
	case path == "/me/points/transfers":
		return []fact{{"transfer", email, b.ID, points}}
	case b.SettledAt == "":
		return []fact{{"award", email, b.ID, ""}}
	default:
		return []fact{{"award", email, b.ID, ""}, {"settlement", email, b.ID, points}}
	}
}
