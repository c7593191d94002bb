package live

// TellInner tells experts and staff what a customer must never hear: notes,
// who watches, hand-overs. Nobody else can be subscribed to their inner channel,
// so an id of a customer among the people reaches nobody.
func (n *Node) TellInner(people []string, p Push) error {
	for _, m := range innerMail(people, p) {
		if err := n.send(m.channel, m.push); err != nil {
			return err
		}
	}
	return nil
}

// innerMail addresses a push to the inner channels of people; for mail.
func innerMail(people []string, p Push) []letter {
	letters := make([]letter, 0, len(people))
	for _, id := range people {
		if id != "" {
			letters = append(letters, letter{innerChannel + id, p})
		}
	}
	return letters
}
