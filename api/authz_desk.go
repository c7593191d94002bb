package api

// deskRows are the rows of conversations, offers, seats and experts.
var deskRows = matrix{}
