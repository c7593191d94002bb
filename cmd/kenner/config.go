package main

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"reflect"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"github.com/kennerhq/kenner/storage/cache"
)

// Config is every setting that is not the brand's own. The brand's settings
// (name, colours, hours, limits) are edited on the manager's pages.
//
// Each field has a good zero value or default; the table in the README is
// printed from the tags of this struct.
type Config struct {
	ConfigFile kong.ConfigFlag `name:"config" placeholder:"FILE" help:"A JSON file with the settings of this table; flags and environment go before it."`

	Data     string `default:"./kenner-data" placeholder:"DIR" help:"The folder that holds everything: kenner.db, keys, snapshots."`
	Database string `placeholder:"URL" help:"PostgreSQL instead of SQLite: postgres://user:password@host/name."`
	Redis    string `placeholder:"URL" help:"Redis for several nodes: live messages and rate limits are shared through it."`

	PublicURL      string   `name:"public-url" placeholder:"URL" help:"The address that people type, for links that are shown on screen. Without it the address of the request is used."`
	TrustedProxies []string `placeholder:"CIDR,…" help:"Networks of the proxies in front, whose X-Forwarded-For is believed. None by default."`
	ExemptNetworks []string `placeholder:"CIDR,…" help:"Networks behind which many people are, such as an office: nobody is told apart or put together by them. Private ones never count."`
	Keys           string   `placeholder:"FILE" help:"The file with the keys that sign access tokens, shared by all nodes. Made in the data folder when absent."`
	StaffFactor    string   `enum:"required,off" default:"required" help:"Whether staff must have a second factor (a passkey or an app). Switch it off only to try things out."`
	Limits         string   `enum:"on,off" default:"on" help:"Rate limits. Switch them off only to measure."`

	MinFree   string        `default:"64MB" placeholder:"SIZE" help:"The node is not ready when the disk of the data folder has less than this free, such as 64MB or 5%."`
	OutboxAge time.Duration `default:"3m" placeholder:"DURATION" help:"The node is not ready when events wait for longer than this and it delivers none."`
	Notice    time.Duration `default:"1s" placeholder:"DURATION" help:"How long the node goes on after the signal to stop, while /readyz fails: give it the time in which a load balancer sees that."`

	Metrics      string `placeholder:"ADDR" help:"Where Prometheus reads /metrics, such as 127.0.0.1:9100: never the address of the pages. Nowhere by default."`
	MetricsToken string `placeholder:"TOKEN" help:"The bearer token that /metrics asks for, 32 letters or more; needed unless only this machine reaches it. Not for the command line, where everybody reads it."`

	Batch int `default:"512" placeholder:"N" help:"How many changes may share one durable commit on SQLite. To measure: 1 gives each its own, -1 a connection of its own as well."`

	LogLevel  string `enum:"debug,info,warn,error" default:"info" help:"How much is logged: debug, info, warn or error."`
	LogFormat string `enum:"json,text" default:"text" help:"How it is logged: json or text."`
	JSON      bool   `help:"Print one JSON value a line, for scripts."`
}

// defaultData is the folder when none is named; the demo then takes a temporary one.
const defaultData = "./kenner-data"

// logger returns the log of a process that writes to w.
func (c *Config) logger(w io.Writer) *slog.Logger {
	var level slog.Level
	_ = level.UnmarshalText([]byte(c.LogLevel)) // kong allows the four known names only
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// counter counts the rate limits: in memory, or in Redis for all nodes; nil
// when they are off.
func (c *Config) counter(log *slog.Logger) (cache.Counter, error) {
	switch {
	case c.Limits == "off":
		return nil, nil //nolint:nilnil // no counter lifts every limit
	case c.Redis == "":
		return cache.NewMemory(machine), nil
	}
	shared, err := cache.NewRedis(c.Redis, machine)
	if err != nil {
		return nil, err
	}
	return cache.NewFallback(shared, machine, log), nil
}

// proxies returns the trusted networks, or says which one cannot be read.
func (c *Config) proxies() ([]netip.Prefix, error) {
	return networks("--trusted-proxies", c.TrustedProxies)
}

// exempt returns the networks that do not count, or says which one cannot be read.
func (c *Config) exempt() ([]netip.Prefix, error) {
	return networks("--exempt-networks", c.ExemptNetworks)
}

func networks(flag string, named []string) ([]netip.Prefix, error) {
	prefixes := make([]netip.Prefix, 0, len(named))
	for _, s := range named {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is not a network such as 10.0.0.0/8", flag, s)
		}
		prefixes = append(prefixes, p)
	}
	return prefixes, nil
}

// table is the settings as the README shows them.
func (Config) table() string {
	lines := []string{"| flag | environment | default | meaning |", "|---|---|---|---|"}
	for field := range reflect.TypeFor[Config]().Fields() {
		tag := field.Tag
		name := cmp.Or(tag.Get("name"), kebab(field.Name))
		flag := strings.TrimSpace("--" + name + " " + tag.Get("placeholder"))
		env := "KENNER_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
		lines = append(lines, fmt.Sprintf("| `%s` | `%s` | %s | %s |", flag, env, quoted(tag.Get("default")), tag.Get("help")))
	}
	return strings.Join(lines, "\n") + "\n"
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "`" + s + "`"
}

// kebab turns a Go name into a flag's name: TrustedProxies into trusted-proxies, JSON into json.
func kebab(name string) string {
	var b strings.Builder
	for i, r := range name {
		upper := r >= 'A' && r <= 'Z'
		if upper && i > 0 && name[i-1] >= 'a' && name[i-1] <= 'z' {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return strings.ToLower(b.String())
}
