-- Renews leases: all ('any'), or those that are held ('known'). One that has run out may have
-- been released since.
local which, lease = ARGV[1], tonumber(ARGV[2])
for i = 3, #ARGV do
  if which == 'any' then
    redis.call('ZADD', held, exact(now + lease), ARGV[i])
  else
    redis.call('ZADD', held, 'XX', exact(now + lease), ARGV[i])
  end
end
keep(held, lease)
keep(state, lease)
return {}
