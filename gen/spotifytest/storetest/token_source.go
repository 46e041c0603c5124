package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// An app is a fake Spotify whose refresh tokens can be used once, with a login whose access
// token is about to end. Who refreshes it twice, or loses the answer, loses the login.
type app struct {
	server *spotifytest.Server
	auth   *spotify.Authenticator
	login  spotify.Grant
}

func newApp(t *testing.T) app {
	t.Helper()
	server := spotifytest.NewServer(t, spotifytest.RealTime())
	server.RotateRefreshTokens(spotifytest.RotationReplace)
	auth, err := spotify.NewAuthenticator(server.AuthConfig())
	if err != nil {
		t.Fatal(err)
	}
	login := spotify.Grant{Token: *server.TokenFor(""), AuthorizedAt: time.Now().Add(-time.Hour)}
	login.Token.Expiry = time.Now().Add(30 * time.Second) // tokens are refreshed a minute early
	return app{server, auth, login}
}

func (a app) source(t *testing.T, store spotify.TokenStore) *spotify.TokenSource {
	t.Helper()
	source, err := a.auth.StoredTokenSource(t.Context(), store)
	if err != nil {
		t.Fatal(err)
	}
	return source
}

// refreshes is how often the accounts service was asked.
func (a app) refreshes() int {
	n := 0
	for _, request := range a.server.Requests() {
		if request.Accounts {
			n++
		}
	}
	return n
}

// wantLogin checks that the login in a store can still be refreshed.
func (a app) wantLogin(t *testing.T, store spotify.TokenStore) {
	t.Helper()
	grant, err := store.Load(t.Context())
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	grant.Token.Expiry = time.Now().Add(-time.Second)
	source := a.auth.TokenSource(t.Context(), grant)
	if _, err := source.Token(); err != nil {
		t.Errorf("the login in the store is lost: %v", err)
	}
}

// Of many processes, one refreshes a token, and the others take what it has saved.
func testRefreshOnce(t *testing.T, open func() spotify.TokenStore) {
	openAs[spotify.TokenLocker](t, open)
	app := newApp(t)
	save(t, open(), app.login)
	var group sync.WaitGroup
	for range 4 {
		source := app.source(t, open())
		for range 4 {
			group.Go(func() {
				if _, err := source.Token(); err != nil {
					t.Errorf("Token: %v", err)
				}
			})
		}
		t.Cleanup(func() { source.Close(context.Background()) })
	}
	group.Wait()
	if n := app.refreshes(); n != 1 {
		t.Errorf("the token was refreshed %d times, want once", n)
	}
	app.wantLogin(t, open())
}

// However often processes take turns, none of them loses the login.
func testRefreshRotates(t *testing.T, open func() spotify.TokenStore) {
	openAs[spotify.TokenLocker](t, open)
	app := newApp(t)
	save(t, open(), app.login)
	sources := make([]*spotify.TokenSource, 3)
	for i := range sources {
		sources[i] = app.source(t, open())
		t.Cleanup(func() { sources[i].Close(context.Background()) })
	}
	app.server.SetTokenLifetime(time.Minute) // each token is to be refreshed at once
	for range 4 {
		var group sync.WaitGroup
		for _, source := range sources {
			group.Go(func() {
				if _, err := source.Token(); err != nil {
					t.Errorf("Token: %v", err)
				}
			})
		}
		group.Wait()
	}
	if n := app.refreshes(); n < 2 {
		t.Errorf("the token was refreshed %d times, want at least twice", n)
	}
	app.wantLogin(t, open())
}

// Who logs out while a token is refreshed is logged out afterwards.
func testDeleteDuringRefresh(t *testing.T, open func() spotify.TokenStore) {
	openAs[spotify.TokenLocker](t, open)
	store := openAs[Deleter](t, open)()
	app := newApp(t)
	save(t, open(), app.login)
	source := app.source(t, open())
	release := app.server.Hold(spotifytest.OpRefreshToken)
	defer release()
	refreshed := make(chan error, 1)
	go func() {
		_, err := source.Token()
		refreshed <- err
	}()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := app.server.AwaitRequests(ctx, 1, spotifytest.OpRefreshToken); err != nil {
		t.Fatal(err)
	}
	deleted := make(chan error, 1)
	go func() { deleted <- store.Delete(ctx) }()
	time.Sleep(pause)
	release()
	if err := await(t, deleted, "Delete"); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	await(t, refreshed, "Token")
	if err := source.Close(ctx); err != nil {
		t.Errorf("Close: %v", err)
	}
	if _, err := open().Load(ctx); !errors.Is(err, spotify.ErrNoToken) {
		t.Errorf("Load: error %v after the login was deleted during a refresh, want one that is spotify.ErrNoToken", err)
	}
}
