-- Begins a cooldown, or puts off its end.
local name, wait = ARGV[1], tonumber(ARGV[2])
local fields = redis.call('HGETALL', state)
local over = 0
for i = 1, #fields, 2 do
  local field = fields[i]
  if string.sub(field, 1, 2) == 'c:' then
    local other, ends = string.sub(field, 3), tonumber(fields[i + 1])
    if other == name then
      over = ends
    elseif ends + memory < now then
      redis.call('HDEL', state, field, 'p:' .. other, 'e:' .. other)
    end
  end
end
over = math.max(over, now + wait)
redis.call('HSET', state, 'c:' .. name, exact(over))
redis.call('HDEL', state, 'p:' .. name, 'e:' .. name)
keep(state, over - now + memory)
return {}
