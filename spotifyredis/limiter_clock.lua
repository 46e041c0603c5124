-- Comes before each script of the limiter. The keys are the same for all of them.
local state, free, held, queue, alive, processes = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]

-- All times are microseconds.
local second = 1000000
-- How long the end of a cooldown calls for a probe.
local memory = 60 * second

-- exact writes a number without a loss; tostring keeps 14 digits.
local function exact(number)
  return string.format('%.17g', number)
end

-- keep sees to it that a key lives for some time. It never shortens its life.
local function keep(key, time)
  local ms = string.format('%.0f', math.min(math.ceil(time / 1000) + 60000, 1e14))
  if redis.call('PTTL', key) < tonumber(ms) then
    redis.call('PEXPIRE', key, ms)
  end
end

-- now never goes back, even if the clock of the server is put back, or if another server
-- takes over whose clock is behind. Without that, all would wait for the difference.
local time = redis.call('TIME')
local clock = redis.call('HMGET', state, 'last', 'skew')
local skew = tonumber(clock[2] or 0)
local now = time[1] * second + time[2] + skew
local last = tonumber(clock[1] or 0)
if now < last then
  skew = skew + last - now
  now = last
end
redis.call('HSET', state, 'last', exact(now), 'skew', exact(skew))
keep(state, 0)

-- refund gives back the time slot of a request that is not sent. If it was the last one,
-- the next request gets it; others have been promised theirs, so it is kept for those to
-- come, as long as it is good.
local function refund(slot, interval, tolerance)
  local tat = tonumber(redis.call('HGET', state, 'tat') or 0)
  if math.abs(tat - interval - tolerance - slot) < 1 then
    redis.call('HSET', state, 'tat', exact(tat - interval))
  elseif slot > now - tolerance then
    redis.call('ZADD', free, exact(slot), exact(slot))
    keep(free, slot - now + tolerance)
  end
end

-- forget_probe lets another request be the probe of what this one was to probe.
local function forget_probe(name, id)
  if redis.call('HGET', state, 'p:' .. name) == id then
    redis.call('HDEL', state, 'p:' .. name, 'e:' .. name)
  end
end
