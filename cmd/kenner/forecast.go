package main

import (
	"time"

	"github.com/kennerhq/kenner/domain/desk"
)

type forecastCommand struct {
	Seed uint64 `default:"1" placeholder:"N" help:"Which day; the same number plays the same day."`
}

// forecastLine is one hour, or the day, as --json prints it.
type forecastLine struct {
	Hour        *int    `json:"hour,omitempty"` // absent: the day
	Seats       int     `json:"seats"`
	Asked       int     `json:"asked"`
	Waited      int     `json:"waited"`
	Inside      int     `json:"inside"`
	Share       float64 `json:"share"`
	Told        int     `json:"medianToldSeconds"`
	Real        int     `json:"medianWaitSeconds"`
	MedianError int     `json:"medianErrorSeconds"`
	P90Error    int     `json:"p90ErrorSeconds"`
}

func forecastLineOf(h desk.ForecastHour, hour *int) forecastLine {
	seconds := func(d time.Duration) int { return int(d.Seconds()) }
	return forecastLine{
		hour, h.Seats, h.Asked, h.Waited, h.Inside, h.Share(), seconds(h.MedianTold), seconds(h.MedianWait),
		seconds(h.MedianError), seconds(h.P90Error),
	}
}

// Run plays the day; it needs no database.
func (f forecastCommand) Run(c *Config, t terminal) error {
	day := desk.Simulate(f.Seed)
	if c.JSON {
		for _, h := range day.Hours {
			if err := t.tell(forecastLineOf(h, &h.Hour)); err != nil {
				return err
			}
		}
		return t.tell(forecastLineOf(day.Total, nil))
	}
	t.say("A simulated day (seed %d): what waiting customers were told first, and how long they waited.\n\n", f.Seed)
	t.say("  hour  seats  asked  waited  in range   told  real wait  error  (median, min)\n")
	for _, h := range day.Hours {
		t.say("  %02d:00 %5d %6d %7d  %7.0f%% %6.1f %10.1f %6.1f\n",
			h.Hour, h.Seats, h.Asked, h.Waited, 100*h.Share(), h.MedianTold.Minutes(), h.MedianWait.Minutes(), h.MedianError.Minutes())
	}
	total := day.Total
	t.say("\n  %d asked, %d waited, %.1f %% of them inside the range. Error: median %.1f min, 90 %% below %.1f min.\n",
		total.Asked, total.Waited, 100*total.Share(), total.MedianError.Minutes(), total.P90Error.Minutes())
	return nil
}
