package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/kennerhq/kenner/storage"
)

type backupCommand struct {
	Folder string `arg:"" help:"A folder that does not exist yet, for kenner.db and keys.json."`
}

// Run copies a SQLite installation beside its server, and believes the copy
// only when it is undamaged and its books are right. A copy that is not is
// removed. PostgreSQL is refused: it has pg_dump.
func (b backupCommand) Run(ctx context.Context, c *Config, t terminal) (err error) {
	if c.Database != "" {
		return errors.New("PostgreSQL is backed up with pg_dump, and the keys file by copying it")
	}
	if err := os.Mkdir(b.Folder, 0o700); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(b.Folder))
		}
	}()
	file := filepath.Join(b.Folder, "kenner.db")
	err = withDatabase(ctx, c, t, false, func(db *storage.DB) error { return db.Backup(ctx, file) })
	if err != nil {
		return err
	}
	if err := os.Chmod(file, 0o600); err != nil {
		return err
	}
	keys, err := os.ReadFile(c.keysFile())
	if err == nil {
		err = os.WriteFile(filepath.Join(b.Folder, "keys.json"), keys, 0o600) //nolint:gosec // the operator names this folder
	}
	if err != nil {
		return err
	}
	size, err := b.verify(ctx, t, c)
	if err != nil {
		return err
	}
	if c.JSON {
		return t.tell(map[string]any{"folder": b.Folder, "bytes": size})
	}
	t.say("%s holds %s and its keys: undamaged, and the books are right.\nTo restore it: stop the server and start one with --data on a copy of it.\n",
		b.Folder, bytesText(uint64(size))) //nolint:gosec // a size
	return nil
}

// verify opens the copy as a server would and checks everything.
func (b backupCommand) verify(ctx context.Context, t terminal, c *Config) (size int64, err error) {
	copied := *c
	copied.Data = b.Folder
	err = withDatabase(ctx, &copied, t, true, func(db *storage.DB) error {
		d, err := db.Diagnose(ctx)
		switch {
		case err != nil:
			return err
		case d.Integrity != "ok":
			return fmt.Errorf("the copy is damaged: %s", d.Integrity)
		case d.Drift != nil:
			return d.Drift
		case d.Schema != d.Known:
			return nil // of another version: that one's reconcile knows its books
		}
		found, err := db.Reconcile(ctx)
		if err == nil && len(found) > 0 {
			err = fmt.Errorf("the books are not right: %d findings, such as %s %s: run kenner reconcile", len(found), found[0].Rule, found[0].Row)
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(filepath.Join(b.Folder, "kenner.db"))
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
