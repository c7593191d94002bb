package api

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/storage"
)

func TestPointsAsCSV(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	require.NoError(t, err)
	rules := 3
	table := string(pointsTable(storage.PointsStatement{
		ExpertID: "exp_1", Alias: "=1+1", Month: "2026-11", Final: true,
		Lines: []storage.Transfer{{
			ID: "tfr_1", Key: "award:cnv_1:1", Kind: "award", From: "issued", To: "pending", Points: 17, RuleSet: &rules, AwardKind: "conversation",
			At: storage.At(time.Date(2026, 10, 31, 23, 30, 0, 0, time.UTC)), Source: storage.Source{Type: "award", ID: "awd_1"},
		}},
	}, zone))
	require.Equal(t, []string{
		"month,expert_id,alias,at,kind,from,to,points,award,source,rule_set,transfer,fact,final",
		"2026-11,exp_1,'=1+1,2026-11-01T00:30:00+01:00,award,issued,pending,17,conversation,awd_1,3,tfr_1,award:cnv_1:1,true", "",
	}, strings.Split(table, "\r\n"))
}
