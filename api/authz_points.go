package api

// pointsRows are the rows of points, seasons, the board and the shop.
var pointsRows = matrix{}
