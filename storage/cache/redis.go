package cache

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// Redis counts for all nodes together.
type Redis struct {
	client *redis.Client
	now    func() time.Time
	prefix string
}

// NewRedis makes a counter on the Redis that url names. It does not connect
// yet: a Redis that is down is found by the first Take.
func NewRedis(url string, now func() time.Time) (*Redis, error) {
	o, err := redis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("cache: read the Redis URL: %w", err)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = time.Second, 500*time.Millisecond, 500*time.Millisecond, time.Second
	o.MaxRetries, o.DialerRetries, o.ContextTimeoutEnabled = -1, 1, true
	return &Redis{client: redis.NewClient(o), now: now, prefix: "kenner:limit:"}, nil
}

// take is decide in Redis, in microseconds. The key expires when its allowance
// is whole again.
var take = redis.NewScript(`
local now, every, per = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local after = full + every
if after - now > per then return {0, after - now - per, 0} end
redis.call('SET', KEYS[1], string.format('%.0f', after), 'PX', math.ceil((after - now) / 1000))
return {1, 0, math.floor((per - (after - now)) / every)}`)

// Take implements Counter.
func (r *Redis) Take(ctx context.Context, key string, l Limit) (Decision, error) {
	reply, err := take.Run(ctx, r.client, []string{r.prefix + key},
		r.now().UnixMicro(), l.every().Microseconds(), l.Per.Microseconds()).Int64Slice()
	if err != nil {
		return Decision{}, fmt.Errorf("cache: count in Redis: %w", err)
	}
	if len(reply) != 3 {
		return Decision{}, errors.New("cache: count in Redis: unexpected reply")
	}
	return Decision{reply[0] == 1, time.Duration(reply[1]) * time.Microsecond, int(reply[2])}, nil
}

// Ping reports why Redis cannot be used now, or nil.
func (r *Redis) Ping(ctx context.Context) error {
	if err := r.client.Ping(ctx).Err(); err != nil {
		return fmt.Errorf("cache: Redis: %w", err)
	}
	return nil
}

// Close closes the connections.
func (r *Redis) Close() error { return r.client.Close() }
