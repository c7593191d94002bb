package roster

import "testing"

func TestWhoIsOnDuty(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		duty     Duty
		presence Presence
		onDuty   bool
		mayPick  bool
	}{
		"available, by hours":                             {Duty{}, Available, true, true},
		"on a break":                                      {Duty{}, Break, false, false},
		"away":                                            {Duty{}, Away, false, false},
		"the brand is closed":                             {Duty{Closed: true}, Available, false, true},
		"by shifts, without one":                          {Duty{ByShifts: true}, Available, false, false},
		"by shifts, on one":                               {Duty{ByShifts: true, OnShift: true}, Available, true, true},
		"on a shift, but on a break":                      {Duty{ByShifts: true, OnShift: true}, Break, false, false},
		"on a shift while the brand is closed":            {Duty{ByShifts: true, OnShift: true, Closed: true}, Available, false, true},
		"willing where the brand allows it":               {Duty{ByShifts: true, OptIn: true, Willing: true}, Available, true, true},
		"willing where it does not":                       {Duty{ByShifts: true, Willing: true}, Available, false, false},
		"allowed, but not willing: picks, gets no offers": {Duty{ByShifts: true, OptIn: true}, Available, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := Expert{State: Active, Presence: tt.presence}
			if got := e.OnDuty(tt.duty); got != tt.onDuty {
				t.Errorf("on duty: %v", got)
			}
			if got := e.MayPick(tt.duty); got != tt.mayPick {
				t.Errorf("may pick: %v", got)
			}
			e.State = Paused
			if e.OnDuty(tt.duty) || e.MayPick(tt.duty) {
				t.Error("works while paused")
			}
		})
	}
}
