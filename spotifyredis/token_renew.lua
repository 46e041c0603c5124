-- Prolongs a lock, and returns 0 if somebody else has had it meanwhile.
-- KEYS: lock, fence. ARGV: owner, time to live in ms, fencing token.
local owner = redis.call('GET', KEYS[1])
if owner == ARGV[1] then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return 1
end
if not owner and redis.call('GET', KEYS[2]) == ARGV[3] then -- it had ended, and nobody noticed
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return 0
