-- Ends requests: those that were sent ('sent'), and those that were given up ('unsent'),
-- whose time slot is given back.
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
if slot ~= '' then
  refund(tonumber(slot), interval, tolerance)
end
return {}
