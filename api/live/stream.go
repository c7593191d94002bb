package live

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// Stream pushes over the answer to one request, as text/event-stream: a comment
// as heartbeat, the event "up" once nothing that happens from then on is missed,
// and every push as the data of a message. It returns when the client leaves,
// its token ends or the node cuts it off. Before the first byte it refuses as
// listen does.
func (n *Node) Stream(w http.ResponseWriter, r *http.Request, caller Caller) error {
	ctx, gone := context.WithCancel(r.Context())
	defer gone()
	pushes := make(chan json.RawMessage)
	l := newListener("sse", heartbeat, func(p json.RawMessage) error {
		select {
		case pushes <- p:
			return nil
		case <-ctx.Done():
			return errGone
		}
	})
	_, leave, err := n.listen(ctx, caller, l)
	if err != nil {
		return err
	}
	defer leave()
	defer gone() // before leave: nobody hears any more
	out := streaming(w, n.cfg.Now)
	if out.write("event: up\ndata: {}\n\n") != nil {
		return nil
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-l.ended:
			return nil
		case p := <-pushes:
			line := ":\n\n"
			if p != nil {
				line = "data: " + string(p) + "\n\n"
			}
			if out.write(line) != nil {
				return nil // the client has left
			}
		}
	}
}

// stream is an answer that goes on for longer than the server's timeouts.
type stream struct {
	w   http.ResponseWriter
	to  *http.ResponseController
	now func() time.Time
}

func streaming(w http.ResponseWriter, now func() time.Time) stream {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no") // proxies of the nginx kind would keep it
	s := stream{w, http.NewResponseController(w), now}
	_ = s.to.SetReadDeadline(time.Time{}) // without, the body's deadline ends the connection
	w.WriteHeader(http.StatusOK)
	return s
}

// write sends a piece at once. A client that does not take it in time is gone.
func (s stream) write(piece string) error {
	_ = s.to.SetWriteDeadline(s.now().Add(writeTimeout))
	if _, err := s.w.Write([]byte(piece)); err != nil {
		return err
	}
	if err := s.to.Flush(); err != nil {
		return err
	}
	return s.to.SetWriteDeadline(time.Time{})
}

// Rehearse streams three lines, a beat apart, to whoever asks: the connection
// check sees by it whether something on the way keeps streams back.
func (n *Node) Rehearse(w http.ResponseWriter, r *http.Request, beat time.Duration) {
	out := streaming(w, n.cfg.Now)
	tick := time.NewTicker(beat)
	defer tick.Stop()
	for _, piece := range []string{"data: 1\n\n", "data: 2\n\n", "data: 3\n\n"} {
		if out.write(piece) != nil {
			return
		}
		select {
		case <-r.Context().Done():
			return
		case <-tick.C:
		}
	}
}
