// Command kenner is the whole product: the server, its demo and the tools to
// operate it. It wires the packages together and holds no rules.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the brand's time zone, also where the host has no zone files

	"github.com/alecthomas/kong"
)

// Exit codes of every command.
const (
	exitWell   = 0
	exitFailed = 1 // found something, or failed
	exitUsage  = 2
)

// commands are the subcommands; each has a Run method that gets the terminal and the shared settings.
type commands struct {
	Config

	Serve     serveCommand     `cmd:"" help:"Start the server. On an empty folder it prints a one-time setup link."`
	Demo      demoCommand      `cmd:"" help:"Start the server with a demo brand in a folder of its own, and print its logins."`
	Openapi   openapiCommand   `cmd:"" help:"Print the API description (OpenAPI 3.1, YAML)."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database schema up to this version, after a snapshot on SQLite."`
	Reconcile reconcileCommand `cmd:"" help:"Check the books: one line a finding with rule, table and row; exit 1 on any."`
	Forecast  forecastCommand  `cmd:"" help:"Play a day at the desk and compare the waits that customers were told with those they had."`
	Learn     learnCommand     `cmd:"" help:"Measure what the reason learner makes of two files."`
	Backup    backupCommand    `cmd:"" help:"Copy a SQLite installation beside its server, and check the copy."`
	Doctor    doctorCommand    `cmd:"" help:"Look at the installation and say what is wrong and what to do; exit 1 on any failure. It may run beside a server."`
	Ready     readyCommand     `cmd:"" help:"Ask a running server whether it is ready; exit 1 when not."`
	Admin     adminCommand     `cmd:"" help:"Make or reset an admin: prints a one-time link."`
}

// terminal is what a command reads from and writes to.
type terminal struct {
	out, err io.Writer
}

// say prints to a person. Whoever closed the terminal does not read it.
func (t terminal) say(format string, args ...any) { _, _ = fmt.Fprintf(t.out, format, args...) }

// tell prints one JSON value on a line.
func (t terminal) tell(v any) error { return json.NewEncoder(t.out).Encode(v) }

// errFound ends a command with exit code 1 after it has said what it found.
var errFound = errors.New("found something")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	code := run(ctx, os.Args[1:], terminal{os.Stdout, os.Stderr})
	stop()
	os.Exit(code)
}

// run parses args, runs the command and returns the exit code.
func run(ctx context.Context, args []string, t terminal) int {
	var c commands
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("kenner"),
		kong.Description("A brand's best customers answer the others: experts, conversations, points and rewards in one binary.\n\n"+
			"Every setting is a flag, an environment variable KENNER_… or a key of the config file."),
		kong.Writers(t.out, t.err),
		kong.Exit(func(code int) { exited = code }),
		kong.DefaultEnvars("KENNER"),
		kong.Configuration(kong.JSON, "/etc/kenner/config.json"),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(t),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		_, _ = fmt.Fprintln(t.err, "kenner:", err)
		return exitFailed
	}
	k, err := parser.Parse(args)
	if exited >= 0 { // --help has been answered
		return exited
	}
	if err != nil {
		_, _ = fmt.Fprintf(t.err, "kenner: %v\nTry: kenner --help\n", err)
		return exitUsage
	}
	if err := k.Run(&c.Config); err != nil {
		if !errors.Is(err, errFound) {
			_, _ = fmt.Fprintln(t.err, "kenner:", err)
		}
		return exitFailed
	}
	return exitWell
}
