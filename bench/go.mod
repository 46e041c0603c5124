module github.com/spotgen/spotgen/bench

go 1.26.0

replace github.com/spotgen/spotgen => ..

require (
	github.com/bytedance/sonic v1.15.5
	github.com/go-faster/jx v1.2.0
	github.com/go-json-experiment/json v1.27.2
	github.com/google/go-cmp v0.7.0
	github.com/spotgen/spotgen v0.0.0
	github.com/zmb3/spotify/v2 v2.4.3
	golang.org/x/oauth2 v0.37.0
)

require (
	github.com/gofrs/flock v0.13.1 // indirect
	github.com/oapi-codegen/runtime v1.8.0 // indirect
)

require (
	github.com/apapsch/go-jsonmerge/v2 v2.0.0 // indirect
	github.com/bytedance/gopkg v0.1.3 // indirect
	github.com/bytedance/sonic/loader v0.5.3 // indirect
	github.com/cloudwego/base64x v0.1.6 // indirect
	github.com/go-faster/errors v0.7.1 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/klauspost/cpuid/v2 v2.2.9 // indirect
	github.com/segmentio/asm v1.2.1 // indirect
	github.com/spotgen/spotgen/oracle v0.0.0
	github.com/twitchyliquid64/golang-asm v0.15.1 // indirect
	golang.org/x/arch v0.8.0 // indirect
	golang.org/x/sys v0.49.0 // indirect
)

replace github.com/spotgen/spotgen/oracle => ../oracle
