-- Notes that there is a login, and when that was noted. KEYS: index. ARGV: user, name.
local now = redis.call('TIME')
local ms = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f', ms) .. ':' .. ARGV[2])
return 1
