-- Gives a lock back, unless it is that of somebody else by now. The fencing token ends with
-- it, so that a renewal that comes late does not take the lock again.
-- KEYS: lock, fence. ARGV: owner, fencing token ('' if it is not known).
if redis.call('GET', KEYS[2]) == ARGV[2] then
  redis.call('INCR', KEYS[2])
end
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
