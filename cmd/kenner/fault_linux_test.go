package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	gort "runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestServerOnAFailingDisk is not a test: it is the server that
// TestAFailedFsyncIsNeverASuccess starts. On SIGUSR1 the kernel answers every
// fsync of this process with EIO, as it does for a disk that fails.
func TestServerOnAFailingDisk(t *testing.T) {
	t.Parallel()
	data := os.Getenv("KENNER_TEST_FAILING_DISK")
	if data == "" {
		return
	}
	fail := make(chan os.Signal, 1)
	signal.Notify(fail, syscall.SIGUSR1)
	go func() {
		<-fail
		failFsync(t)
		fmt.Println("failing")
	}()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	run(ctx, []string{"demo", "--quiet", "--json", "--limits", "off", "--listen", "127.0.0.1:0", "--data", data}, terminal{os.Stdout, os.Stderr})
}

// failFsync installs a seccomp filter on every thread: fsync and fdatasync
// return EIO, everything else is allowed.
func failFsync(t *testing.T) {
	t.Helper()
	const (
		load, equal, ret                      = 0x20, 0x15, 0x06 // BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_RET|K
		noNewPrivileges, setFilter, allThread = 38, 1, 1
		allow, failWith                       = 0x7fff0000, 0x00050000
	)
	seccomp := map[string]uintptr{"amd64": 317, "arm64": 277}[gort.GOARCH]
	filter := []syscall.SockFilter{
		{Code: load, K: 0}, // the number of the system call
		{Code: equal, Jt: 2, K: syscall.SYS_FSYNC},
		{Code: equal, Jt: 1, K: syscall.SYS_FDATASYNC},
		{Code: ret, K: allow},
		{Code: ret, K: failWith | uint32(syscall.EIO)},
	}
	program := syscall.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	gort.LockOSThread() // no_new_privs is the thread's own; the filter then goes to all
	if _, _, err := syscall.RawSyscall6(syscall.SYS_PRCTL, noNewPrivileges, 1, 0, 0, 0, 0); err != 0 {
		t.Error("no_new_privs:", err)
	}
	if _, _, err := syscall.RawSyscall(seccomp, setFilter, allThread, uintptr(unsafe.Pointer(&program))); err != 0 {
		t.Error("seccomp:", err)
	}
	gort.KeepAlive(filter)
}

// TestAFailedFsyncIsNeverASuccess is P19 from outside: from the first fsync that
// fails nothing is acknowledged any more, the node says that it is not ready,
// and after a restart everything that was acknowledged is there.
func TestAFailedFsyncIsNeverASuccess(t *testing.T) {
	t.Parallel()
	s := startFailing(t, t.TempDir())
	chat := s.call(t, http.MethodPost, "/api/v1/conversations", `{"question":"Does it float?"}`, http.StatusCreated)["id"]
	path := fmt.Sprintf("/api/v1/conversations/%s/messages", chat)
	send := func(n, want int) map[string]any {
		return s.call(t, http.MethodPost, path, fmt.Sprintf(`{"clientId":"fault-%d","text":"Message %d"}`, n, n), want)
	}
	const before = 20
	for n := range before {
		send(n, http.StatusCreated)
	}
	if got := s.call(t, http.MethodGet, "/readyz", "", http.StatusOK)["status"]; got != "ready" {
		t.Fatalf("before the fault: %v", got)
	}
	s.failFsync(t)
	for n := range 20 {
		if got := send(before+n, http.StatusServiceUnavailable)["code"]; got != "storage_failed" {
			t.Fatalf("after the fault: %v", got)
		}
	}
	checks, _ := s.call(t, http.MethodGet, "/readyz", "", http.StatusServiceUnavailable)["checks"].(map[string]any)
	if checks["writer"] != "failed" || checks["database"] != "ok" {
		t.Fatalf("checks: %v", checks)
	}
	s.call(t, http.MethodGet, "/healthz", "", http.StatusOK)
	s.call(t, http.MethodGet, fmt.Sprintf("/api/v1/conversations/%s/timeline", chat), "", http.StatusOK)
	s.kill()

	db := storagetest.OpenConfig(t, storage.Config{Dir: s.data})
	if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM timeline_entries WHERE client_id LIKE 'fault-%' AND CAST(SUBSTR(client_id, 7) AS INTEGER) < ?", before); n != before {
		t.Errorf("%d of %d acknowledged messages are there", n, before)
	}
	if got := storagetest.Text(t, db, "PRAGMA integrity_check"); got != "ok" {
		t.Error(got)
	}
	if found, err := db.Reconcile(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("%v, %v", found, err)
	}
}

// failing is a server in a process of its own whose disk can be made to fail.
type failing struct {
	data, url, token string
	process          *exec.Cmd
	out              *bufio.Reader
	log              strings.Builder
}

func startFailing(t *testing.T, folder string) *failing {
	t.Helper()
	s := &failing{data: filepath.Join(folder, "data")}
	s.process = exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServerOnAFailingDisk$")
	s.process.Env = append(os.Environ(), "KENNER_TEST_FAILING_DISK="+s.data)
	s.process.Stderr = &s.log
	pipe, err := s.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.kill)
	s.out = bufio.NewReader(pipe)
	line, err := s.out.ReadBytes('\n')
	var ready demoReady
	if err != nil || json.Unmarshal(line, &ready) != nil {
		s.kill()
		t.Fatalf("it did not start: %q, %v\n%s", line, err, s.log.String())
	}
	s.url, s.token = ready.URL, ready.VisitorTokens[0]
	return s
}

func (s *failing) kill() {
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
}

func (s *failing) failFsync(t *testing.T) {
	t.Helper()
	if err := s.process.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	if line, err := s.out.ReadString('\n'); err != nil || line != "failing\n" {
		t.Fatalf("%q, %v", line, err)
	}
}

func (s *failing) call(t *testing.T, method, path, body string, want int) (answer map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(res.Body)
	_ = res.Body.Close()
	if err != nil || res.StatusCode != want {
		t.Fatalf("%s %s: %d, want %d: %s %v", method, path, res.StatusCode, want, b, err)
	}
	if err := json.Unmarshal(b, &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}
