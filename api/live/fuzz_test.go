package live

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/centrifugal/centrifuge"

	"github.com/kennerhq/kenner/api/auth"
	"github.com/kennerhq/kenner/domain"
)

// one knows one token.
type one struct{ actor domain.Actor }

func (o one) Actor(_ context.Context, token string) (auth.Known, error) {
	if token != "known" {
		return auth.Known{}, domain.Refuse(domain.Unauthorized, "unauthorized", "Sign in first.")
	}
	return auth.Known{Actor: o.actor, Expires: time.Now().Add(time.Hour)}, nil
}

func (one) ForgetSession(domain.SessionID)   {}
func (one) ForgetCustomer(domain.CustomerID) {}

func fuzzed(f *testing.F) *Node {
	f.Helper()
	still := time.Now()
	n, err := New(Config{
		Auth: one{domain.Actor{Role: domain.RoleCustomer, ID: "cus_1"}}, Now: func() time.Time { return still }, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = n.Close(context.Background()) })
	return n
}

// talker is a transport whose client may also speak, as a socket's does.
type talker struct{ *listener }

func (talker) Unidirectional() bool { return false }

// Commands that a client of ours never sends.
var commands = []string{
	`{"id":1,"connect":{"token":"known"}}`, `{"id":1,"connect":{"token":"unknown"}}`, `{}`, `null`, `[]`, `7`, ``, "\x00", "\xff\xfe", `{"id":1}`,
	`{"id":1,"connect":{"token":"known"}}` + "\n" + `{"id":2,"subscribe":{"channel":"board"}}`,
	`{"id":1,"connect":{"token":"known"}}` + "\n" + `{"id":2,"subscribe":{"channel":"person:exp_1","recover":true,"offset":1}}`,
	`{"id":1,"connect":{"token":"known","subs":{"inner:exp_1":{"recover":true}}}}` + "\n" + `{"id":2,"publish":{"channel":"person:cus_1","data":{}}}`,
	`{"id":1,"connect":{"token":"known"}}` + "\n" + `{"id":2,"history":{"channel":"board","limit":-1}}` + "\n" + `{"id":3,"presence":{"channel":"board"}}`,
	`{"id":1,"connect":{"token":"known"}}` + "\n" + `{"id":2,"rpc":{"method":"admin","data":{}}}` + "\n" + `{"id":3,"send":{"data":1}}`,
	`{"id":1,"connect":{"token":"known"}}` + "\n" + `{"id":2,"connect":{"token":"known"}}`, `{"id":4294967296,"ping":{}}`, `{"id":-1,"refresh":{"token":"known"}}`,
	`{"id":1,"connect":{"token":"known"}}` + "\n" + `{"id":2,"sub_refresh":{"channel":"board","token":"x"}}` + "\n" + `{"id":3,"unsubscribe":{"channel":"person:cus_1"}}`,
	strings.Repeat(`{"id":1,"connect":`, 3000), strings.Repeat("{}\n", 100), `{"id":1,"id":2,"connect":{"token":"known"},"connect":{"token":""}}`,
	"\x0a\x03\x08\x01\x22", `{"id":1,"unknown":{}}`,
}

// FuzzCommands: whatever a visitor says over a socket, they hear their own
// channel or nothing.
func FuzzCommands(f *testing.F) {
	n := fuzzed(f)
	for _, c := range commands {
		f.Add([]byte(c))
	}
	f.Fuzz(func(t *testing.T, said []byte) {
		ctx := context.WithValue(t.Context(), connectionKey{}, &connection{ip: "192.0.2.1"})
		client, end, err := centrifuge.NewClient(ctx, n.node, talker{newListener("fuzz", -1, func(json.RawMessage) error { return nil })})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = end() }()
		centrifuge.HandleReadFrame(client, bytes.NewReader(said))
		for _, channel := range client.Channels() {
			if !slices.Contains(channelsOf(domain.Actor{Role: domain.RoleCustomer, ID: "cus_1"}), channel) {
				t.Errorf("%q hears %s", said, channel)
			}
		}
		if client.UserID() != "" && client.UserID() != "cus_1" {
			t.Errorf("%q makes %s", said, client.UserID())
		}
	})
}

// FuzzFrames: what is no frame of ours ends a listener with an error, never with
// a panic, and what it hears is JSON.
func FuzzFrames(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"pub":{"data":{"type":"seats"}}}`, `{"pub":null}`, `{"pub":{}}`, `{"pub":{"data":null}}`, `{"pub":7}`, `{"pub":{"data":"\ud800"}}`, `null`, ``,
		`{"push":{}}`, `{"refresh":{"expires":true}}`, "{\"pub\":{\"data\":\"a\nb\"}}", `{"pub":{"data":1e400}}`, "\xff", `{"pub":{"data":` + strings.Repeat("[", 20_000),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		l := newListener("fuzz", -1, func(push json.RawMessage) error {
			if push != nil && (!json.Valid(push) || bytes.ContainsAny(push, "\r\n") && !bytes.ContainsAny(frame, "\r\n")) {
				t.Errorf("%q is heard as %q", frame, push)
			}
			return nil
		})
		if err := l.Write(frame); err == nil && !json.Valid(frame) {
			t.Errorf("%q is taken for a frame", frame)
		}
	})
}

// FuzzEvents: an event is told or is an error, and nobody's channel comes from
// anything but an id.
func FuzzEvents(f *testing.F) {
	n := fuzzed(f)
	for _, name := range []string{
		"message.posted", "session.ended", "visitor.ended", "note.posted", "watch.changed", "followUp.due", "followUp.", "board.changed", "queue.told", "", "\x00", "conversation.takenOver",
	} {
		for _, payload := range []string{
			`{"conversationId":"cnv_1","customerId":"cus_1","expertId":"exp_1","personIds":["a",""],"entry":{"seq":1},"version":-1}`, `{}`, `null`, `[]`, `{"entry":`, `{"version":1e400}`,
			`{"personId":7}`, `{"customerId":"` + strings.Repeat("x", 5000) + `","conversationId":"c","entry":[[[]]]}`,
		} {
			f.Add(name, []byte(payload))
		}
	}
	f.Fuzz(func(t *testing.T, name string, payload []byte) {
		err := n.Publish(t.Context(), Event{name, payload})
		var told fact
		if bad := json.Unmarshal(payload, &told); (bad == nil) != (err == nil) {
			t.Errorf("%q of %q: %v", name, payload, err)
		}
	})
}
