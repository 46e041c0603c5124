-- Asks for the permission to send a request. Fields of the state, for the name of an
-- endpoint, or '' for all of them:
--   c:name  when its cooldown ends or has ended, as long as no request has been admitted since
--   p:name  the request that probes it
--   e:name  when another request may probe it, if the first one has not come back
--   tat     when the bucket of the budget is full again
local id, endpoint, slot = ARGV[1], ARGV[2], ARGV[3]
local interval, tolerance = tonumber(ARGV[4]), tonumber(ARGV[5])
local concurrent, lease = tonumber(ARGV[6]), tonumber(ARGV[7])
local process = ARGV[8] -- '' if it has registered lately
local patience = 1 * second -- how long a place in the queue is kept without a word
local probe_lease = 2 * second
local process_memory = 15 * second

local function leave_queue()
  redis.call('ZREM', queue, id)
  redis.call('ZREM', alive, id)
end

-- Is there a cooldown? The one that ends last counts.
local names = {''}
if endpoint ~= '' then
  names[2] = endpoint
end
local probes, busy, ends, cooling = {}, nil, now, nil
for _, name in ipairs(names) do
  local field = redis.call('HMGET', state, 'c:' .. name, 'p:' .. name, 'e:' .. name)
  local over = tonumber(field[1] or nil)
  if over and over > ends then
    ends, cooling = over, name
  elseif over and over + memory < now then
    redis.call('HDEL', state, 'c:' .. name, 'p:' .. name, 'e:' .. name)
  elseif over then
    if field[2] and field[2] ~= id and tonumber(field[3]) > now then
      busy = {'probing', name, math.ceil(tonumber(field[3]) - now)}
    end
    table.insert(probes, name)
  end
end
if cooling then
  if concurrent > 0 then
    leave_queue()
    redis.call('ZREM', held, id)
  end
  if slot ~= '' then
    refund(tonumber(slot), interval, tolerance)
  end
  for _, name in ipairs(names) do
    forget_probe(name, id)
  end
  return {'cooling', cooling, math.ceil(ends - now)}
end
if busy then
  redis.call('ZADD', alive, 'XX', exact(now + patience), id)
  return busy
end

-- Is there room? Those that wait for it take turns in the order in which they have asked.
local took = false
if concurrent > 0 then
  redis.call('ZREMRANGEBYSCORE', held, '-inf', exact(now))
  if not redis.call('ZSCORE', held, id) then
    redis.call('ZREMRANGEBYSCORE', alive, '-inf', exact(now))
    for _, waiting in ipairs(redis.call('ZRANGE', queue, 0, -1)) do
      if not redis.call('ZSCORE', alive, waiting) then
        redis.call('ZREM', queue, waiting)
      end
    end
    local room = concurrent - redis.call('ZCARD', held)
    local place = redis.call('ZRANK', queue, id)
    local ahead = place or redis.call('ZCARD', queue)
    if ahead >= room then
      if not place then
        redis.call('ZADD', queue, redis.call('HINCRBY', state, 'tickets', 1), id)
      end
      redis.call('ZADD', alive, exact(now + patience), id)
      keep(queue, patience)
      keep(alive, patience)
      return {'full', ahead - math.max(room, 0)}
    end
    leave_queue()
    took = true
  end
end

-- When does the budget allow it?
local wait = 0
if slot ~= '' then
  wait = tonumber(slot) - now
elseif interval > 0 then
  redis.call('ZREMRANGEBYSCORE', free, '-inf', exact(now - tolerance))
  local returned = redis.call('ZRANGE', free, 0, 0)[1]
  if returned then
    redis.call('ZREM', free, returned)
    slot = returned
  else
    local tat = math.max(tonumber(redis.call('HGET', state, 'tat') or 0), now)
    slot = exact(tat - tolerance)
    redis.call('HSET', state, 'tat', exact(tat + interval))
    keep(state, tat + interval - now)
  end
  wait = tonumber(slot) - now
end
wait = math.max(math.ceil(wait), 0)

if took then
  redis.call('ZADD', held, exact(now + wait + lease), id)
  keep(held, wait + lease)
  keep(state, wait + lease)
end
for _, name in ipairs(probes) do
  redis.call('HSET', state, 'p:' .. name, id, 'e:' .. name, exact(now + wait + probe_lease))
end
local count = 0
if process ~= '' then
  redis.call('ZADD', processes, exact(now + wait + process_memory), process)
  redis.call('ZREMRANGEBYSCORE', processes, '-inf', exact(now))
  keep(processes, wait + process_memory)
  count = redis.call('ZCARD', processes)
end
return {'granted', slot, wait, #probes, count}
