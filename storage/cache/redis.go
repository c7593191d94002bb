package cache

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/rueidis"
)

// Redis counts for all nodes together.
type Redis struct {
	options rueidis.ClientOption
	now     func() time.Time
	prefix  string
	client  chan rueidis.Client // holds the client when nobody uses or makes it: nil before the first use
	closed  chan struct{}
}

// How long Redis may take to be reached and to answer.
const (
	toReach  = time.Second
	toAnswer = 500 * time.Millisecond
)

var errClosed = errors.New("cache: closed")

// NewRedis makes a counter on the Redis that url names. It does not connect
// yet: a Redis that is down is found by the first Take.
func NewRedis(url string, now func() time.Time) (*Redis, error) {
	o, err := rueidis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("cache: read the Redis URL: %w", err)
	}
	o.Dialer.Timeout, o.ConnWriteTimeout = toReach, toReach
	o.ForceSingleClient, o.DisableCache, o.DisableRetry = true, true, true
	// One counter sends short commands: the library's buffers are for much longer ones.
	o.ReadBufferEachConn, o.WriteBufferEachConn, o.PipelineMultiplex = 16<<10, 16<<10, -1
	r := &Redis{options: o, now: now, prefix: "kenner:limit:", client: make(chan rueidis.Client, 1), closed: make(chan struct{})}
	r.client <- nil
	return r, nil
}

// connected returns the client, which it makes when there is none. Only one
// caller at a time tries to reach Redis; the others wait for what comes of it.
func (r *Redis) connected(ctx context.Context) (rueidis.Client, error) {
	var c rueidis.Client
	select {
	case c = <-r.client:
	case <-r.closed:
		return nil, errClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	defer func() { r.client <- c }()
	if c != nil {
		return c, nil
	}
	made, err := rueidis.NewClient(r.options)
	if err != nil {
		return nil, err
	}
	c = made
	return c, nil
}

// do runs use with the client and its deadline.
func (r *Redis) do(ctx context.Context, use func(context.Context, rueidis.Client) error) error {
	c, err := r.connected(ctx)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, toAnswer)
	defer cancel()
	return use(ctx, c)
}

// take is decide in Redis, in microseconds; who asks alone writes nothing. The key
// expires when its allowance is whole again.
var take = rueidis.NewLuaScript(`
local now, every, per = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local after = full + every
if after - now > per then return {0, after - now - per, 0} end
if ARGV[4] ~= 'ask' then redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000)) end
return {1, 0, math.floor((per - (after - now)) / every)}`)

// Take implements Counter.
func (r *Redis) Take(ctx context.Context, key string, l Limit) (Decision, error) {
	var reply []int64
	how := "take"
	if l.Ask {
		how = "ask"
	}
	err := r.do(ctx, func(ctx context.Context, c rueidis.Client) (err error) {
		reply, err = take.Exec(ctx, c, []string{r.prefix + key}, []string{micros(r.now().UnixMicro()), micros(l.every().Microseconds()), micros(l.Per.Microseconds()), how}).AsIntSlice()
		return err
	})
	if err != nil {
		return Decision{}, fmt.Errorf("cache: count in Redis: %w", err)
	}
	if len(reply) != 3 {
		return Decision{}, errors.New("cache: count in Redis: unexpected reply")
	}
	return Decision{reply[0] == 1, time.Duration(reply[1]) * time.Microsecond, int(reply[2])}, nil
}

func micros(n int64) string { return strconv.FormatInt(n, 10) }

// Ping reports why Redis cannot be used now, or nil.
func (r *Redis) Ping(ctx context.Context) error {
	err := r.do(ctx, func(ctx context.Context, c rueidis.Client) error {
		return c.Do(ctx, c.B().Ping().Build()).Error()
	})
	if err != nil {
		return fmt.Errorf("cache: Redis: %w", err)
	}
	return nil
}

// Close closes the connections. It is called once, when nobody counts any more.
func (r *Redis) Close() error {
	close(r.closed)
	if c := <-r.client; c != nil {
		c.Close()
	}
	return nil
}
