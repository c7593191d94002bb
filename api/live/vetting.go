package live

// vettingMail tells the staff that applications or vacancies moved, and of an
// answer that becomes late or is: only that there is something to fetch. What
// applicants hear stands on their own page.
func vettingMail(name string, f fact) []letter {
	push := Push{Type: "vetting"}
	if name == "application.answerDue" {
		push = Push{Type: "answerDue", State: "due"}
		if f.Late {
			push.State = "late"
		}
	}
	return []letter{{staffChannel, push}}
}
