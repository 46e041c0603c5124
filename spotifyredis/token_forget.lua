-- Removes the note of a login that is gone. A new note is left alone, because its login may
-- be about to be saved. KEYS: index. ARGV: user, note, its age in ms from which it goes.
local note = redis.call('HGET', KEYS[1], ARGV[1])
if note ~= ARGV[2] then
  return 0
end
local now = redis.call('TIME')
local ms = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
if ms - tonumber(string.match(note, '^%d+') or '0') < tonumber(ARGV[3]) then
  return 0
end
return redis.call('HDEL', KEYS[1], ARGV[1])
