package api

// accessRows are the rows of sign-in, people and the brand's settings.
var accessRows = matrix{}
