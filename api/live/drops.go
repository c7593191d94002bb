package live

// dropMail tells everybody that a drop moved on, and an expert what became of
// their own entry.
func dropMail(name string, f fact) []letter {
	push := Push{Type: "drops"}
	if name == "entry.changed" {
		return []letter{{personChannel + f.ExpertID, push}}
	}
	return []letter{{boardChannel, push}}
}
