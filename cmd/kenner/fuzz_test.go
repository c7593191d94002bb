package main

import (
	"context"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// FuzzNetworks: what is trusted is a network that was written, and no more.
func FuzzNetworks(f *testing.F) {
	for _, s := range []string{
		"10.0.0.0/8", "0.0.0.0/0", "::/0", "10.0.0.1", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08", "::ffff:10.0.0.0/104", "fe80::1%eth0/64", "/", "", "10.0.0.0/8 ",
		"010.0.0.0/8", "localhost/8", "1/1", "10.0.0.0/8,::1/128",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		all, err := networks("--trusted-proxies", []string{s})
		if err != nil {
			return
		}
		if again, err := netip.ParsePrefix(all[0].String()); err != nil || again != all[0] || all[0].Addr().Zone() != "" {
			t.Errorf("%q is %s, and that %s: %v", s, all[0], again, err)
		}
	})
}

// parsed runs nothing: it reads the flags and the file as the command does.
func parsed(t *testing.T, file string, args ...string) (commands, error) {
	t.Helper()
	var c commands
	k, err := kong.New(&c, kong.Name("kenner"), kong.Writers(io.Discard, io.Discard), kong.Exit(func(int) {}), kong.Configuration(kong.JSON, file),
		kong.BindTo(context.Background(), (*context.Context)(nil)), kong.Bind(terminal{io.Discard, io.Discard}))
	if err != nil {
		return c, err
	}
	_, err = k.Parse(args)
	return c, err
}

// FuzzClock: a shift that is taken can be lived by.
func FuzzClock(f *testing.F) {
	for _, s := range []string{"+192h", "192h", "-192h", "+25h45m", "1e3h", "+2562047h", "-2562047h", "2562048h", "NaNh", "", "+", "h", "5", "∞h", "+ 1h", "1d", "0x10h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parsed(t, "", "demo", "--clock="+s)
		if err != nil {
			return
		}
		now := (&clock{shift: c.Demo.Clock}).Now()
		if _, err := now.MarshalJSON(); err != nil || !now.Equal(time.UnixMilli(now.UnixMilli())) {
			t.Errorf("--clock %q: it is %s: %v", s, now, err)
		}
	})
}

// FuzzConfigFile: a file is settings or an error, and no setting is one that
// the flags would not take.
func FuzzConfigFile(f *testing.F) {
	for _, s := range []string{
		`{"data":"/var/lib/kenner","trusted-proxies":["10.0.0.0/8"],"limits":"off"}`, `{}`, `null`, `[]`, `7`, ``, `{`, "\xff", "\x00", `{"limits":"maybe"}`, `{"limits":null}`,
		`{"limits":{"a":1}}`, `{"data":["a"]}`, `{"log-level":7}`, `{"json":"yes"}`, `{"json":1e400}`, `{"serve":{"listen":":80"}}`, `{"trusted-proxies":"10.0.0.0/8,::1/128"}`,
		`{"trusted-proxies":[[["x"]]]}`, `{"data":` + strings.Repeat("[", 2000), `{"data":"a","data":"b"}`, `{"unknown":1}`, `{"trustedProxies":7}`,
	} {
		f.Add([]byte(s))
	}
	file := filepath.Join(f.TempDir(), "config.json")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := parsed(t, file, "serve")
		if err != nil {
			return
		}
		if c.Limits != "on" && c.Limits != "off" || c.LogFormat != "json" && c.LogFormat != "text" {
			t.Errorf("%q sets the limits to %q and the log to %q", text, c.Limits, c.LogFormat)
		}
		_, _ = c.proxies()
	})
}
