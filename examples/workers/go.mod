module github.com/spotgen/spotgen/examples/workers

go 1.26.0

replace (
	github.com/spotgen/spotgen => ../..
	github.com/spotgen/spotgen/spotifyredis => ../../spotifyredis
)

require (
	github.com/alicebob/miniredis/v2 v2.40.0
	github.com/redis/go-redis/v9 v9.23.0
	github.com/spotgen/spotgen v0.0.0-00010101000000-000000000000
	github.com/spotgen/spotgen/spotifyredis v0.0.0-00010101000000-000000000000
)

require (
	github.com/cespare/xxhash/v2 v2.3.0 // indirect
	github.com/gofrs/flock v0.13.1 // indirect
	github.com/yuin/gopher-lua v1.1.1 // indirect
	go.uber.org/atomic v1.12.0 // indirect
	golang.org/x/oauth2 v0.36.0 // indirect
	golang.org/x/sys v0.48.0 // indirect
)
