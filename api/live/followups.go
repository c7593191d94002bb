package live

// followUpMail says who hears what of a promise: who keeps it or kept it until
// now that it changed, and both sides of the conversation of its entry. The
// customer's other windows hear of an answer, too.
func followUpMail(what string, f fact) []letter {
	changed := Push{Type: "followUps", FollowUpID: f.FollowUpID, ConversationID: f.ConversationID, State: what}
	letters := make([]letter, 0, 4)
	for _, id := range []string{f.ExpertID, f.FormerID} {
		if id != "" {
			letters = append(letters, letter{personChannel + id, changed})
		}
	}
	if what == "answered" && f.CustomerID != "" {
		letters = append(letters, letter{personChannel + f.CustomerID, changed})
	}
	f.ExpertID = f.HolderID
	return append(letters, conversationMail(f)...)
}
