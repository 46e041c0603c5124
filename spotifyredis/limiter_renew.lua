-- Renews leases. One that has run out is not taken again: it may have been released.
local lease = tonumber(ARGV[1])
for i = 2, #ARGV do
  redis.call('ZADD', held, 'XX', exact(now + lease), ARGV[i])
end
keep(held, lease)
keep(state, lease)
return {}
