package live

// Here reports whether somebody is connected to this process as a person.
func (n *Node) Here(id string) bool { return len(n.node.Hub().UserConnections(id)) > 0 }
