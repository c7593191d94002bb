package live

// shiftMail tells that the plan moved: everybody who is signed in looks at it
// anew, an expert hears of a shift that is near, and the staff of a gap. What is
// in the plan is fetched, by whoever may see it.
func shiftMail(what string, f fact) []letter {
	switch what {
	case "shift.due":
		return []letter{{personChannel + f.ExpertID, Push{Type: "shiftDue", State: f.StartsAt}}}
	case "plan.gap":
		return []letter{{staffChannel, Push{Type: "planGap"}}, {boardChannel, Push{Type: "plan"}}}
	case "slot.freed":
		return nil
	}
	letters := []letter{{boardChannel, Push{Type: "plan"}}}
	if f.ExpertID != "" {
		letters = append(letters, letter{personChannel + f.ExpertID, Push{Type: "presence"}})
	}
	return letters
}
