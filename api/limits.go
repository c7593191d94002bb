package api

import "time"

// limit is how often something may happen within a window. Counting comes
// before work; the count is shared by all processes.
type limit struct {
	name string
	per  per
	max  int
	in   time.Duration
}

// per says whose calls are counted together.
type per uint8

const (
	perIP    per = iota // the caller's address, the /64 of an IPv6 one
	perActor            // the caller's id
)

// The limits of operations. Sign-in and setup have their own beside them.
var (
	limitRedemptions      = limit{"redemptions", perActor, 5, time.Minute}
	limitMessages         = limit{"messages", perActor, 20, 10 * time.Second}
	limitNewConversations = limit{"conversations", perIP, 3, 10 * time.Minute}
)

// maxBody is the size of a JSON body, in bytes.
const maxBody = 256 << 10
