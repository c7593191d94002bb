package live

// caseMail tells an expert and the staff that a case moved on.
func caseMail(f fact) []letter {
	push := Push{Type: "cases"}
	return []letter{{personChannel + f.ExpertID, push}, {staffChannel, push}}
}
