-- Takes the lock if nobody has it, and returns its fencing token, or '' if somebody has it.
-- KEYS: lock, fence. ARGV: owner, time to live in ms, time to live of the fence in ms.
local owner = redis.call('GET', KEYS[1])
if owner == ARGV[1] then -- the same request, sent again
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return redis.call('GET', KEYS[2])
end
if owner then
  return ''
end
local fence = redis.call('INCR', KEYS[2])
if fence == 1 then
  -- A number that is larger than any before, though those are forgotten.
  local now = redis.call('TIME')
  fence = tonumber(now[1]) * 1000000 + tonumber(now[2])
end
local text = string.format('%.0f', fence)
redis.call('SET', KEYS[2], text, 'PX', ARGV[3])
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return text
