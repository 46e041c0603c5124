-- Ends all cooldowns.
for _, field in ipairs(redis.call('HKEYS', state)) do
  if string.find(field, '^[cpe]:') then
    redis.call('HDEL', state, field)
  end
end
return {}
