package api

// calibrationRows are the rows of the monthly calibration: raters mark gold, staff
// choose it.
var calibrationRows = matrix{
	"calibrateAgain":     {roles: signedIn, own: "raters, and seniors who are asked to be mentors"},
	"getCalibrationGold": {roles: signedIn, own: "whose calibration it is"},
	"putCalibrationMark": {roles: signedIn, own: "whose calibration it is"},
	"submitCalibration":  {roles: signedIn, own: "whose calibration it is"},

	"listRaters":         {roles: staff},
	"listGoldAuditions":  {roles: staff},
	"putGoldAudition":    {roles: staff, own: "all", audit: true},
	"retireGoldAudition": {roles: staff, own: "all", audit: true},
}
