-- Replaces a login if it is still the one that was read. Returns 1 if it did, 0 if there is
-- another one, and 2 if it was deleted under a later lock than that of the caller.
-- KEYS: login, fence. ARGV: login that was read ('' for none), new one, time to live in ms
-- (0 is for ever, -1 leaves it), fencing token of the caller (0 for none).
local stored = redis.call('GET', KEYS[1]) or ''
if stored == ARGV[2] then -- the same request, sent again
  return 1
end
if stored ~= ARGV[1] then
  return 0
end
local fence = tonumber(ARGV[4])
if stored == '' and fence > 0 and tonumber(redis.call('GET', KEYS[2]) or '0') > fence then
  return 2
end
local ttl = tonumber(ARGV[3])
if ttl > 0 then
  redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
elseif ttl < 0 then
  redis.call('SET', KEYS[1], ARGV[2], 'KEEPTTL')
else
  redis.call('SET', KEYS[1], ARGV[2])
end
return 1
