package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite"
)

// TestMain puts a kenner first in the path: the one that KENNER_BINARY names,
// built before, or else the test's own binary in its place.
func TestMain(m *testing.M) {
	binary := os.Getenv("KENNER_BINARY")
	if binary == "" {
		testscript.Main(m, map[string]func(){"kenner": main})
	}
	os.Exit(besideBinary(m, binary))
}

func besideBinary(m *testing.M, binary string) int {
	folder, err := os.MkdirTemp("", "kenner-path")
	if err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(folder) }()
	if err := os.Symlink(binary, filepath.Join(folder, "kenner")); err != nil {
		panic(err)
	}
	if err := os.Setenv("PATH", folder+string(filepath.ListSeparator)+os.Getenv("PATH")); err != nil {
		panic(err)
	}
	return m.Run()
}

// TestStories runs testdata/*.txtar against the real command. Besides
// testscript's own commands a story has:
//
//	code N ARGS…          kenner ARGS exits with N
//	start ARGS…           starts kenner ARGS, waits for its first line, a JSON object, and sets $key for each of its texts
//	stop [KILL]           ends it with SIGTERM, which must end well, or with SIGKILL
//	call STATUS METHOD PATH [BODY]   calls $url/PATH with $token, wants the status, leaves the answer in stdout
//	take NAME KEY.KEY     sets $NAME from the last answer
//	sql FILE STATEMENT    changes a database behind everybody's back
func TestStories(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			s := &story{}
			e.Values[storyKey{}] = s
			e.Defer(s.kill)
			e.Setenv("token", "")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"code": code, "start": start, "halt": halt, "call": call, "take": take, "sql": tamper,
		},
	})
}

type storyKey struct{}

// story is what the commands of one file share.
type story struct {
	server *exec.Cmd
	log    bytes.Buffer
	answer []byte
}

func of(ts *testscript.TestScript) *story {
	s, _ := ts.Value(storyKey{}).(*story)
	return s
}

func (s *story) kill() {
	if s.server != nil {
		_ = s.server.Process.Kill()
		_ = s.server.Wait()
	}
}

func code(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec("kenner", args[1:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func start(ts *testscript.TestScript, _ bool, args []string) {
	s := of(ts)
	binary, err := exec.LookPath("kenner")
	ts.Check(err)
	s.server = exec.CommandContext(context.Background(), binary, args...)
	s.server.Dir, s.server.Stderr = ts.Getenv("WORK"), &s.log
	out, err := s.server.StdoutPipe()
	ts.Check(err)
	ts.Check(s.server.Start())
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		_ = s.server.Wait()
		ts.Fatalf("it ended: %s", s.log.String())
	}
	var said map[string]any
	ts.Check(json.Unmarshal(line, &said))
	for key, value := range said {
		if text, ok := value.(string); ok {
			ts.Setenv(key, text)
			_, secret, _ := strings.Cut(text, "#") // a one-time link's
			ts.Setenv(key+"Token", secret)
		}
	}
	s.answer = line
}

func halt(ts *testscript.TestScript, _ bool, args []string) {
	s := of(ts)
	signal := syscall.SIGTERM
	if len(args) > 0 {
		signal = syscall.SIGKILL
	}
	ts.Check(s.server.Process.Signal(signal))
	err := s.server.Wait()
	s.server = nil
	if err != nil && signal == syscall.SIGTERM {
		ts.Fatalf("it did not end well: %v\n%s", err, s.log.String())
	}
}

func call(ts *testscript.TestScript, _ bool, args []string) {
	s := of(ts)
	body := ""
	if len(args) > 3 {
		body = args[3]
	}
	req, err := http.NewRequestWithContext(context.Background(), args[1], ts.Getenv("url")+args[2], strings.NewReader(body))
	ts.Check(err)
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	if token := ts.Getenv("token"); token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	answer, err := http.DefaultClient.Do(req)
	ts.Check(err)
	s.answer, err = io.ReadAll(answer.Body)
	ts.Check(errors.Join(err, answer.Body.Close()))
	_, _ = ts.Stdout().Write(append(s.answer, '\n'))
	if want := args[0]; strconv.Itoa(answer.StatusCode) != want {
		ts.Fatalf("%s %s: %d, want %s: %s", args[1], args[2], answer.StatusCode, want, s.answer)
	}
}

func take(ts *testscript.TestScript, _ bool, args []string) {
	var v any
	ts.Check(json.Unmarshal(of(ts).answer, &v))
	for key := range strings.SplitSeq(args[1], ".") {
		switch at := v.(type) {
		case map[string]any:
			v = at[key]
		case []any:
			i, err := strconv.Atoi(key)
			ts.Check(err)
			v = at[i]
		}
	}
	ts.Setenv(args[0], fmt.Sprint(v))
}

func tamper(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(ts.Getenv("WORK"), args[0]))
	ts.Check(err)
	result, err := db.ExecContext(context.Background(), args[1])
	ts.Check(err)
	if n, err := result.RowsAffected(); err == nil && n == 0 && !strings.HasPrefix(args[1], "DROP") {
		ts.Fatalf("nothing changed")
	}
	ts.Check(db.Close())
}

// TestTheReadmeShowsTheSettings compares the README's table with the code.
func TestTheReadmeShowsTheSettings(t *testing.T) {
	t.Parallel()
	table := Config{}.table()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), table) {
		t.Fatalf("README.md does not hold this table:\n%s", table)
	}
}
