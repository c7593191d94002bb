package live

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/centrifugal/centrifuge"
)

// How connections are sent away: so many a second, in no order, and all of them
// within longestFarewell.
const (
	farewells       = 1000
	longestFarewell = 8 * time.Second
)

// Close tells every client to come back elsewhere or later, and waits for it.
// Each is told at a moment of its own, so that they do not all come back at
// once; who connects meanwhile is refused in the same words.
func (n *Node) Close(ctx context.Context) error {
	n.closing.Store(true)
	clients := slices.Collect(maps.Values(n.node.Hub().Connections())) // by chance: their ids are random
	farewell(ctx, len(clients), func(i int) { clients[i].Disconnect(centrifuge.DisconnectShutdown) })
	if err := n.node.Shutdown(ctx); err != nil {
		return fmt.Errorf("live: %w", err)
	}
	return nil
}

// farewell calls say for each of many, at an even pace. When ctx ends, the rest
// is left to who closes the house.
func farewell(ctx context.Context, many int, say func(i int)) {
	if many == 0 {
		return
	}
	tick := time.NewTicker(pace(many))
	defer tick.Stop()
	for i := range many {
		say(i)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// pace is the time between two farewells.
func pace(many int) time.Duration {
	return min(time.Second/farewells, longestFarewell/time.Duration(many))
}
