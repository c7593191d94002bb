package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

const (
	posters  = 32
	waiters  = 4 // of each kind
	stopTime = 30 * time.Second
)

// TestStopUnderLoad ends the server by SIGTERM while people write and listen.
// What was read is answered, who listens is told to come back, what was
// acknowledged is there after the next start, and what got no answer has had no
// effect and can be sent again.
func TestStopUnderLoad(t *testing.T) {
	t.Parallel()
	v := newVictim(t)
	v.start("--notice", "2s")
	c := &crowd{v: v, acked: map[string]fact{}}
	d := &drain{c: c, t: t}
	d.open()
	c.awaitEach("message")
	began := time.Now()
	if err := v.child.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	refused := d.awaitNotReady()
	v.awaitEnd()
	if took := time.Since(began); took > stopTime {
		t.Errorf("it took %v to stop", took)
	}
	d.all.Wait()
	if !refused {
		t.Error("/readyz did not fail before the end")
	}
	if d.cut.Load() > 0 || d.ended.Load() != 3*waiters {
		t.Errorf("%d answers were cut off; %d of %d listeners ended well", d.cut.Load(), d.ended.Load(), 3*waiters)
	}
	v.start()
	d.compare()
	acknowledged := len(c.acked)
	found, doubled := c.find()
	_, _ = fmt.Fprintf(t.Output(), "acknowledged %d, found %d, doubled %d; answered with 503: %d; without an answer: %d; cut off: %d; stopped in %v\n",
		acknowledged, found, doubled, d.shed.Load(), len(d.silent), d.cut.Load(), time.Since(began).Round(time.Second))
	if found != acknowledged || doubled != 0 {
		t.Errorf("acknowledged %d, found %d, doubled %d", acknowledged, found, doubled)
	}
	c.over.Store(true)
	v.stop()
	v.reconcile()
}

// drain is everybody who is there when the server stops.
type drain struct {
	c    *crowd
	t    *testing.T
	all  sync.WaitGroup
	cut  atomic.Int64 // answers that began and did not end
	shed atomic.Int64 // 503
	// ended are the listeners who were told well that it ends.
	ended atomic.Int64

	mu     sync.Mutex
	silent []unanswered
}

// unanswered is a message that was sent and got no answer.
type unanswered struct {
	by                     talker
	conversation, clientID string
}

// open lets everybody in, one after the other, and then write and wait at once.
func (d *drain) open() {
	var ready sync.WaitGroup
	for n := range posters + 3*waiters {
		k := talker{sender: sender{c: d.c, name: d.c.name()}}
		ready.Go(func() {
			if !k.visitor() {
				return
			}
			k.conversation = k.ask(k.name, "fr")
		})
		ready.Wait()
		switch {
		case n < posters:
			d.all.Go(func() { d.write(k) })
		case n%3 == 0:
			d.all.Go(func() { d.wait(k) })
		case n%3 == 1:
			d.all.Go(func() { d.stream(k) })
		default:
			d.all.Go(func() { d.socket(k) })
		}
	}
}

// write posts on a connection of its own until nobody listens any more.
func (d *drain) write(k talker) {
	client := &http.Client{Timeout: atLast, Transport: &http.Transport{MaxConnsPerHost: 1}}
	defer client.CloseIdleConnections()
	for n := 0; ; n++ {
		clientID := k.name + "-" + strconv.Itoa(n)
		a, began, sent, err := post(client, d.c.v.url(), k, clientID)
		switch {
		case err == nil && a.ok():
			var p struct{ Seq int }
			a.into(&p)
			d.c.ack(clientID, fact{"message", k.conversation, k.token, strconv.Itoa(p.Seq)})
		case err == nil && a.status == http.StatusServiceUnavailable && a.code() != "":
			d.shed.Add(1)
			d.later(k, clientID)
		case err == nil:
			d.t.Errorf("%s: %d %s", clientID, a.status, a.body)
			return
		case began:
			d.t.Errorf("%s: the answer was cut off: %v", clientID, err)
			d.cut.Add(1)
			return
		case sent:
			d.later(k, clientID)
		default: // it was not even sent: nobody listens
			return
		}
	}
}

func (d *drain) later(k talker, clientID string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.silent = append(d.silent, unanswered{k, k.conversation, clientID})
}

// post sends one message, and tells whether it was sent and whether its answer began.
func post(client *http.Client, url string, k talker, clientID string) (a answered, began, sent bool, err error) {
	body, err := json.Marshal(map[string]string{"clientId": clientID, "text": textOf(clientID)})
	if err != nil {
		return a, false, false, err
	}
	var wrote, first atomic.Bool
	ctx := httptrace.WithClientTrace(context.Background(), &httptrace.ClientTrace{
		WroteHeaders: func() { wrote.Store(true) }, GotFirstResponseByte: func() { first.Store(true) },
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/conversations/"+k.conversation+"/messages", bytes.NewReader(body))
	if err != nil {
		return a, false, false, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+k.token)
	r, err := client.Do(req)
	if err == nil {
		a.status = r.StatusCode
		a.body, err = io.ReadAll(r.Body)
		err = errors.Join(err, r.Body.Close())
		if a.status == http.StatusServiceUnavailable && r.Header.Get("Retry-After") == "" {
			err = errors.Join(err, errors.New("503 without Retry-After"))
		}
	}
	return a, first.Load(), wrote.Load(), err
}

// wait asks for what nobody writes: the answer comes when the server stops.
func (d *drain) wait(k talker) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, d.c.v.url()+"/conversations/"+k.conversation+"/timeline?after=1000&wait=25", nil)
	if err != nil {
		d.t.Error(err)
		return
	}
	req.Header.Set("Authorization", "Bearer "+k.token)
	r, err := http.DefaultClient.Do(req) // without a limit of its own: a loaded machine stops late
	status := 0
	if err == nil {
		status = r.StatusCode
		_, err = io.Copy(io.Discard, r.Body)
		err = errors.Join(err, r.Body.Close())
	}
	if err == nil && (status/100 == 2 || status == http.StatusServiceUnavailable) {
		d.ended.Add(1)
		return
	}
	d.t.Errorf("a wait ended with %d: %v", status, err)
}

// stream listens to events until they end.
func (d *drain) stream(k talker) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, d.c.v.url()+"/live/sse", nil)
	if err != nil {
		d.t.Error(err)
		return
	}
	req.Header.Set("Authorization", "Bearer "+k.token)
	r, err := http.DefaultClient.Do(req)
	if err == nil {
		var heard []byte
		heard, err = io.ReadAll(r.Body)
		err = errors.Join(err, r.Body.Close())
		if err == nil && bytes.HasPrefix(heard, []byte("event: up")) {
			d.ended.Add(1)
			return
		}
	}
	d.t.Errorf("a stream did not end well: %v", err)
}

// socket listens until it is told to come back.
func (d *drain) socket(k talker) {
	conn, r, err := websocket.DefaultDialer.Dial("ws://"+d.c.v.address+"/api/v1/live", http.Header{"Sec-WebSocket-Protocol": {"centrifuge-json"}})
	if err != nil {
		d.t.Error(err)
		return
	}
	_ = r.Body.Close()
	defer func() { _ = conn.Close() }()
	if err = conn.WriteMessage(websocket.TextMessage, []byte(`{"id":1,"connect":{"token":"`+k.token+`"}}`)); err != nil {
		d.t.Error(err)
		return
	}
	for err == nil {
		var frame []byte
		if _, frame, err = conn.ReadMessage(); string(bytes.TrimSpace(frame)) == "{}" { // a ping wants one back
			_ = conn.WriteMessage(websocket.TextMessage, []byte("{}"))
		}
	}
	if websocket.IsCloseError(err, 3001) {
		d.ended.Add(1)
		return
	}
	d.t.Errorf("a socket was not asked to come back: %v", err)
}

// awaitNotReady reports whether /readyz fails before nobody answers it.
func (d *drain) awaitNotReady() bool {
	for {
		switch d.c.v.readyz() {
		case http.StatusServiceUnavailable:
			return true
		case 0:
			return false
		}
	}
}

// compare looks for what got no answer: it is not there, and once it is sent again.
func (d *drain) compare() {
	f := finder{c: d.c}
	for _, u := range d.silent {
		of := fact{of: u.conversation, by: u.by.token}
		if seqs := f.timeline(of)[u.clientID]; len(seqs) > 0 {
			d.t.Errorf("%s got no answer, and is there", u.clientID)
		}
		a, ok := u.by.must(http.MethodPost, "/conversations/"+u.conversation+"/messages", "", map[string]string{"clientId": u.clientID, "text": textOf(u.clientID)})
		var p struct{ Seq int }
		if ok && a.into(&p) {
			d.c.ack(u.clientID, fact{"message", u.conversation, u.by.token, strconv.Itoa(p.Seq)})
		}
	}
}
