package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// victim is a server in a process of its own, which is started, killed and
// stopped on the same data.
type victim struct {
	t       *testing.T
	binary  string
	data    string
	flags   []string // where the data is
	address string
	shift   time.Duration // of the brand's clock

	child   *exec.Cmd
	said    *bufio.Reader
	log     bytes.Buffer // of the child
	ready   demoReady
	kills   int
	slowest time.Duration // from its start until it was ready
}

// newVictim starts nothing yet.
func newVictim(t *testing.T, database ...string) *victim {
	t.Helper()
	binary, err := exec.LookPath("kenner") // TestMain has put it there
	if err != nil {
		t.Fatal(err)
	}
	v := &victim{t: t, binary: binary, data: t.TempDir(), address: freeAddress(t)}
	v.flags = append([]string{"--data", v.data}, database...)
	t.Cleanup(func() {
		if v.child != nil {
			_ = v.child.Process.Kill()
			_ = v.child.Wait()
		}
		if t.Failed() {
			t.Logf("what the server logged:\n%s", v.log.String())
		}
	})
	return v
}

// database says what it runs on, when that is not SQLite.
func (v *victim) database() string {
	if len(v.flags) > 2 {
		return "PostgreSQL"
	}
	return ""
}

func (v *victim) url() string { return "http://" + v.address + "/api/v1" }

// freeAddress is where nobody listens, and nobody will while the victim is down: where the loopback has more addresses than
// one, it is one that no other server of a test and no client takes a port of.
func freeAddress(t *testing.T) string {
	t.Helper()
	var listening net.ListenConfig
	l, err := listening.Listen(t.Context(), "tcp", fmt.Sprintf("127.%d.%d.%d:0", 1+rand.IntN(254), 1+rand.IntN(254), 1+rand.IntN(254)))
	if err != nil {
		l, err = listening.Listen(t.Context(), "tcp", "127.0.0.1:0")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// launch starts the process and waits for nothing.
func (v *victim) launch(more ...string) {
	v.t.Helper()
	args := append([]string{
		"demo", "--quiet", "--json", "--limits", "off", "--log-level", "warn", "--listen", v.address, "--clock", v.shift.String(),
	}, v.flags...)
	v.child = exec.CommandContext(context.Background(), v.binary, append(args, more...)...)
	out, err := v.child.StdoutPipe()
	if err != nil {
		v.t.Fatal(err)
	}
	v.child.Stderr, v.said = &v.log, bufio.NewReader(out)
	if err := v.child.Start(); err != nil {
		v.t.Fatal(err)
	}
}

// start starts the process and waits until it says that it is ready, and is.
func (v *victim) start(more ...string) {
	v.t.Helper()
	began := time.Now()
	v.launch(more...)
	line, err := v.said.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &v.ready)
	}
	if err != nil {
		v.t.Fatalf("it does not start: %v", err)
	}
	if status := v.readyz(); status != http.StatusOK {
		v.t.Fatalf("it says that it answers and is not ready: %d", status)
	}
	if v.kills > 0 { // the first start makes the demo
		v.slowest = max(v.slowest, time.Since(began))
	}
}

func (v *victim) readyz() int {
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, "http://"+v.address+"/readyz", nil)
	if err != nil {
		v.t.Fatal(err)
	}
	r, err := killClient.Do(req)
	if err != nil {
		return 0
	}
	_ = r.Body.Close()
	return r.StatusCode
}

// kill ends the process as the kernel would when memory runs out.
func (v *victim) kill() {
	_ = v.child.Process.Kill()
	_ = v.child.Wait()
	v.child = nil
	v.kills++
}

// stop ends the process by SIGTERM. It must end well.
func (v *victim) stop() {
	v.t.Helper()
	if err := v.child.Process.Signal(syscall.SIGTERM); err != nil {
		v.t.Error(err)
	}
	v.awaitEnd()
}

// awaitEnd waits for the end of a process that was told to stop.
func (v *victim) awaitEnd() {
	v.t.Helper()
	hangs := time.AfterFunc(atLast, func() { _ = v.child.Process.Kill() })
	err := v.child.Wait()
	hangs.Stop()
	v.child = nil
	if err != nil {
		v.t.Errorf("it did not stop well: %v", err)
	}
}

// reconcile lets the product itself check its books.
func (v *victim) reconcile() {
	v.t.Helper()
	out, err := exec.CommandContext(v.t.Context(), v.binary, append([]string{"reconcile"}, v.flags...)...).CombinedOutput()
	if err != nil {
		v.t.Errorf("the books are wrong: %v\n%s", err, out)
	}
}

// experts are the logins of the demo's experts.
func (v *victim) experts() (all []demoLogin) {
	for _, l := range v.ready.Logins {
		if l.Role == domain.RoleExpert {
			all = append(all, l)
		}
	}
	if len(all) < 12 {
		v.t.Fatalf("the demo has %d experts: %s", len(all), strings.Join(v.flags, " "))
	}
	return all
}
