-- Stores a value and replaces the one before. Drops what is too old, and then the values that
-- were written first, until there is room. Values are dropped before the new one is written,
-- so that a server without memory keeps no old one.
-- KEYS: value, index (names by time of writing), sizes (by name, and the sum of them as '').
-- ARGV: name, prefix of the keys of values, value ('' only removes), time to live in ms,
-- size, largest sum.
local now = redis.call('TIME')
now = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
local ttl, size, most = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local function drop(name)
  redis.call('DEL', ARGV[2] .. name)
  redis.call('ZREM', KEYS[2], name)
  local was = redis.call('HGET', KEYS[3], name)
  if was then
    redis.call('HDEL', KEYS[3], name)
    redis.call('HINCRBY', KEYS[3], '', -tonumber(was))
  end
end

drop(ARGV[1])
if ARGV[3] == '' then
  return 0
end
-- If the server has dropped one of the lists to save memory, the other one says nothing.
if redis.call('HLEN', KEYS[3]) ~= redis.call('ZCARD', KEYS[2]) + redis.call('HEXISTS', KEYS[3], '') then
  redis.call('DEL', KEYS[2], KEYS[3])
end
for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now - ttl, 'LIMIT', 0, 100)) do
  drop(name)
end
while tonumber(redis.call('HGET', KEYS[3], '') or '0') + size > most do
  local first = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if not first then
    return 0
  end
  drop(first)
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ttl)
redis.call('ZADD', KEYS[2], now, ARGV[1])
redis.call('HSET', KEYS[3], ARGV[1], size)
redis.call('HINCRBY', KEYS[3], '', size)
redis.call('PEXPIRE', KEYS[2], ttl)
redis.call('PEXPIRE', KEYS[3], ttl)
return 1
