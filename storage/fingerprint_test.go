package storage

import (
	"database/sql"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write migrations/sqlite.schema anew")

func TestTheShippedSchemaIsWhatTheMigrationsMake(t *testing.T) {
	t.Parallel()
	script, err := (&DB{dialect: sqliteDialect}).upScript()
	require.NoError(t, err)
	pool, err := sql.Open(sqliteDriver, "file::memory:")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, pool.Close()) })
	pool.SetMaxOpenConns(1)
	_, err = pool.ExecContext(t.Context(), script)
	require.NoError(t, err)
	made, err := readSchema(t.Context(), pool, sqliteDialect)
	require.NoError(t, err)
	const file = "../migrations/sqlite.schema"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(made.String()), 0o600))
		return
	}
	shipped, err := os.ReadFile(file)
	require.NoError(t, err)
	if d := cmp.Diff(string(shipped), made.String()); d != "" {
		t.Errorf("migrations/sqlite.schema is old; run go test ./storage -run ShippedSchema -update\n%s", d)
	}
	read, err := parseSchema(made.String())
	require.NoError(t, err)
	require.Equal(t, made, read)
	_, err = parseSchema("table without its definition\n")
	require.Error(t, err)
}
