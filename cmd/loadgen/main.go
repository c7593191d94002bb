// Command loadgen puts load on a running Kenner and measures it. A scenario
// speaks the published API only and prints one JSON line. bench starts what it
// needs and prints the ratios that matter, each with both measured sides; soak
// watches a demo for an hour.
//
// Wall-clock figures of a shared machine move by several times; the server's
// CPU per operation hardly does. So everything that is compared runs in turns
// (A B A B A B) and the medians are compared.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// target is the server under load and how hard it is pressed.
type target struct {
	URL     string        `default:"http://localhost:8080" help:"The server."`
	Demo    string        `type:"existingfile" placeholder:"FILE" help:"What kenner demo --json printed: its logins."`
	PID     int           `help:"The server's process, to read its CPU and memory."`
	Clients int           `default:"64" help:"How many press at once."`
	For     time.Duration `default:"5s" help:"How long."`
}

// scenario is one kind of load; measure puts it on and returns its line.
type scenario interface {
	measure(ctx context.Context) (report, error)
}

type cli struct {
	Messages messages `cmd:"" help:"Post durable messages, each client into a conversation of its own."`
	Nothing  nothing  `cmd:"" help:"A validated, authenticated POST that stores nothing."`
	List     list     `cmd:"" help:"List my conversations."`
	Fanout   fanout   `cmd:"" help:"One change of the brand to all who watch."`
	Offers   offers   `cmd:"" help:"How fast offers are made while many wait, and how long a freed seat waits for one."`
	Drop     drop     `cmd:"" help:"Everybody wants the same few pieces."`
	Received received `cmd:"" name:"posted-received" help:"From posting to receiving at the other side; and the same for what is stored nowhere."`
	Sockets  sockets  `cmd:"" name:"idle-sockets" help:"Connect and subscribe many, and look at the memory."`

	Bench bench `cmd:"" help:"Start what is needed and print the ratios that matter."`
	Soak  soak  `cmd:"" help:"Play the demo for an hour: memory, goroutines and files must not grow."`

	Raw  rawScenario `cmd:"" help:"The rows of durable messages straight into SQLite: what is possible."`
	Fill fillFolder  `cmd:"" help:"Fill the folder of a demo with many experts and conversations."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k := kong.Parse(&cli{}, kong.Name("loadgen"), kong.Description("Puts load on a running Kenner and measures it."),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	k.FatalIfErrorf(k.Run())
}

// show measures and prints the line.
func show(ctx context.Context, s scenario) error {
	r, err := s.measure(ctx)
	if err != nil {
		return err
	}
	return r.print(os.Stdout)
}
