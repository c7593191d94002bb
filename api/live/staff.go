package live

// staffChannel is what managers and admins hear of their own desk.
const staffChannel = "staff"

// deskMail tells the staff that something moved on their desk: only that there
// is something to fetch. Read marks move nothing.
func deskMail(name string, f fact) []letter {
	if f.ConversationID == "" || name == "message.read" || (f.Desk != "staff" && name != "handOver.made") {
		return nil
	}
	return []letter{{staffChannel, Push{Type: "desk", ConversationID: f.ConversationID}}}
}

// takeOverMail tells the customer and the team that a manager has a
// conversation now, and the expert who had it why. The expert gets no entry.
func takeOverMail(name string, f fact) []letter {
	letters := deskMail(name, f)
	if f.ExpertID != "" {
		letters = append(letters, letter{
			personChannel + f.ExpertID, Push{Type: "takenOver", ConversationID: f.ConversationID, Reason: f.Reason},
		})
	}
	f.ExpertID = ""
	return append(letters, conversationMail(f)...)
}
