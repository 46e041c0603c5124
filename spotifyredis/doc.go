// Package spotifyredis lets clients on many machines act as one app. Through Redis, or a
// server with its protocol such as Valkey, they share a rate budget and its cooldowns
// ([NewLimiter]), the logins of users ([NewTokenStore]), and cached answers ([NewCache]).
//
// All keys begin with a prefix and have one hash tag for each group of keys that a script
// needs together, so that a cluster works, too. Times are those of the server; the clocks of
// the clients do not matter.
package spotifyredis
