package main

import "log/slog"

// staffFactor reports whether staff need a second factor, and warns when they
// do not: that is for tests and for the demo.
func (c *Config) staffFactor(log *slog.Logger) bool {
	if c.StaffFactor != "off" {
		return true
	}
	log.Warn("staff sign in with a password alone: --staff-factor is off")
	return false
}
