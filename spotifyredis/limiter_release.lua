-- Ends requests: those that were sent ('sent'), and those that were given up ('unsent'),
-- whose time slot is given back. Or notes that requests were sent without the server
-- ('elsewhere').
local what, endpoint, slot = ARGV[1], ARGV[2], ARGV[3]
local interval, tolerance = tonumber(ARGV[4]), tonumber(ARGV[5])
for i = 6, #ARGV do
  local id = ARGV[i]
  redis.call('ZREM', held, id)
  redis.call('ZREM', queue, id)
  redis.call('ZREM', alive, id)
  for _, name in ipairs({'', endpoint}) do
    -- A refusal would have ended its time as a probe.
    if what == 'sent' and redis.call('HGET', state, 'p:' .. name) == id then
      redis.call('HDEL', state, 'c:' .. name)
    end
    forget_probe(name, id)
  end
end
if what == 'elsewhere' and interval > 0 then
  -- How many is not known. What has been saved up for a burst may have been spent.
  local tat = tonumber(redis.call('HGET', state, 'tat') or 0)
  redis.call('HSET', state, 'tat', exact(math.max(tat, now + tolerance)))
  keep(state, tolerance)
end
if slot ~= '' then
  refund(tonumber(slot), interval, tolerance)
end
return {}
