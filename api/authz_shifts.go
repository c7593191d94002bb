package api

// shiftRows are the rows of the shift plan. A calendar's address is its secret:
// whoever has it reads the shifts of one person, and nothing else.
var shiftRows = matrix{
	"listSlots":          {roles: experts | staff, own: "drafts are for staff"},
	"addSlot":            {roles: staff},
	"changeSlot":         {roles: staff},
	"generateSlots":      {roles: staff},
	"publishSlots":       {roles: staff},
	"signUpForSlot":      {roles: experts, own: "the actor"},
	"cancelShift":        {roles: experts | staff, own: "the actor's, or all for staff"},
	"offerShift":         {roles: experts, own: "the actor's"},
	"takeSwap":           {roles: experts, own: "offered to the actor or to anybody"},
	"withdrawSwap":       {roles: experts, own: "the actor's"},
	"waitForSlot":        {roles: experts, own: "the actor"},
	"stopWaitingForSlot": {roles: experts, own: "the actor"},
	"listMyShifts":       {roles: experts, own: "the actor"},
	"putMyShiftWishes":   {roles: experts, own: "the actor"},
	"getMyCalendar":      {roles: experts, own: "the actor"},
	"makeMyCalendar":     {roles: experts, own: "the actor", audit: true},
	"endMyCalendar":      {roles: experts, own: "the actor", audit: true},
	"getCalendar":        {public: true},
	"getPlan":            {roles: staff},
	"putPlan":            {roles: staff, audit: true},
	"putPresencePlan":    {roles: staff},
	"getDemand":          {roles: staff},
	"listPlanGaps":       {roles: staff},
	"listShiftTrouble":   {roles: staff},
}
