package spotifyredis

import (
	_ "github.com/google/go-cmp/cmp"
	_ "github.com/spotgen/spotgen/gen/spotify"
	_ "github.com/spotgen/spotgen/gen/spotifytest"
	_ "golang.org/x/oauth2"
)
