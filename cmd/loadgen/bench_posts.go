package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
)

// posts measures what a message costs: S1, S2, S3, S4, S11 and the comparison
// with others.
func (b *bench) posts(ctx context.Context) ([]ratio, error) {
	together, err := b.serve(ctx, "together")
	if err != nil {
		return nil, err
	}
	defer together.stop()
	failures := map[string]error{}
	compared := map[string]*server{}
	for name, batch := range map[string]string{"apart": "--batch=-1", "one": "--batch=1"} {
		s, err := b.serve(ctx, name, batch)
		if err != nil {
			failures[name] = err
			continue
		}
		defer s.stop()
		compared[name] = s
	}
	dir, err := b.copied("raw")
	if err != nil {
		return nil, err
	}
	turns := []turn{
		{"posts", (&messages{target: together.on(pressers, longRun)}).measure},
		{"raw", (&rawScenario{Data: dir, Clients: pressers, For: shortRun}).measure},
		{"nothing", (&nothing{together.on(pressers, shortRun)}).measure},
		{"list", (&list{together.on(pressers, shortRun)}).measure},
		{"keyed", (&messages{target: together.on(pressers, longRun), Keyed: true}).measure},
	}
	for name, s := range compared {
		turns = append(turns, turn{name, (&messages{target: s.on(pressers, longRun)}).measure})
	}
	all, failed := b.inTurns(ctx, turns...)
	maps.Copy(failures, failed)
	return postLines(all, failures), nil
}

// postLines compares the runs of posts.
func postLines(all map[string]runs, failures map[string]error) []ratio {
	rate := func(name, of string) side { return side{name, all[of].perSecond(), "/s"} }
	cost := func(name, of string) side { return side{name, all[of].cpu(), " µs"} }
	lines := []struct {
		needs string
		line  ratio
	}{
		{"raw", over("S1", "durable posts ÷ raw group commit of the same rows", rate("posts", "posts"), rate("raw", "raw"), atLeast(0.20))},
		{"apart", over("S2", "… ÷ one transaction per request", rate("posts", "posts"), rate("apart", "apart"), atLeast(3))},
		{"nothing", over("S3", "CPU per durable post ÷ per POST of nothing", cost("post", "posts"), cost("nothing", "nothing"), atMost(6))},
		{"list", over("S4", "CPU per list ÷ Libredesk's", cost("list", "list"), side{"Libredesk", libredeskList, " µs"}, atMost(0.25))},
		{"keyed", over("S11", "posts with an idempotency row ÷ without", rate("keyed", "keyed"), rate("without", "posts"), atLeast(0.6))},
		{"posts", over("15×", "Libredesk's CPU per post ÷ ours", side{"Libredesk", libredeskPost, " µs"}, cost("ours", "posts"), atLeast(15))},
		{"posts", over("4×", "PocketBase's CPU per post ÷ ours", side{"PocketBase", pocketBasePost, " µs"}, cost("ours", "posts"), atLeast(4))},
		{"list", over("5×", "Libredesk's CPU per list ÷ ours", side{"Libredesk", libredeskList, " µs"}, cost("ours", "list"), atLeast(5))},
	}
	out := make([]ratio, len(lines))
	for i, l := range lines {
		out[i] = l.line
		switch l.line.ID {
		case "S2":
			out[i].Note = fmt.Sprintf("CPU a post %.0f µs against %.0f µs; one writer with a commit for each: %.0f/s",
				all["posts"].cpu(), all["apart"].cpu(), all["one"].perSecond())
		case "S11":
			out[i].Note = "both with their outbox row; a message itself earns no points"
		}
		if err := cmp.Or(failures[l.needs], failures["posts"]); err != nil {
			out[i] = missing(l.line.ID, l.line.What, l.line.Must, err)
		}
	}
	return out
}

// received measures S5: from posting to receiving over the same sockets,
// durable and not, which take turns within each run.
func (b *bench) received(ctx context.Context) ([]ratio, error) {
	s, err := b.serve(ctx, "received")
	if err != nil {
		return nil, err
	}
	defer s.stop()
	const what = "posted → received p99 ÷ memory-only publish"
	all, failures := b.inTurns(ctx, turn{"received", (&received{target: s.on(16, 2*longRun), Conversations: 256, Pace: typingPace}).measure})
	if err := failures["received"]; err != nil {
		return []ratio{missing("S5", what, atMost(2.5), err)}, nil
	}
	runs := all["received"]
	durable := runs.of(func(r report) float64 { return r.P99 })
	memory := runs.of(func(r report) float64 {
		c, _ := r.Extra.(compared)
		return c.NothingP99
	})
	return []ratio{over("S5", what, side{"durable", durable, " ms"}, side{"typing", memory, " ms"}, atMost(2.5))}, nil
}
