package roster

// Duty is what decides beside the expert's own word whether conversations come
// at a moment. Its zero value is a brand that is open and knows no shifts.
type Duty struct {
	Closed   bool // the brand is
	ByShifts bool // the brand's plan says who is on duty
	OnShift  bool // the expert has a shift now
	OptIn    bool // the brand lets experts work outside shifts
	Willing  bool // the expert said that they would
}

// OnDuty reports whether conversations are offered to the expert: ready, while
// the brand is open, and where the brand goes by shifts also on one, or willing
// to work outside them where that is allowed. The allocator, the expert's own
// presence, the waits that are told and what leaving customers are promised all
// ask here, and nowhere else.
func (e Expert) OnDuty(d Duty) bool {
	if !e.Ready() || d.Closed {
		return false
	}
	return !d.ByShifts || d.OnShift || d.OptIn && d.Willing
}

// MayPick reports whether the expert may take an open question from the board:
// whoever picks says thereby that they work now, so the brand's word is enough.
func (e Expert) MayPick(d Duty) bool {
	return e.Ready() && (!d.ByShifts || d.OnShift || d.OptIn)
}
