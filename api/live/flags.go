package live

// flagMail tells the staff of a flag, and an expert of what was decided about them.
func flagMail(f fact) []letter {
	letters := []letter{{staffChannel, Push{Type: "flags"}}}
	if f.ExpertID != "" {
		letters = append(letters, letter{personChannel + f.ExpertID, Push{Type: "flags"}})
	}
	return letters
}
