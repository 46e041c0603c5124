package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	zmb3 "github.com/zmb3/spotify/v2"
	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// The tests below hold the guide to what it says about behavior. If one of them fails
// because a trap is gone, remove it from docs/migrating-from-zmb3.md.

// bothClients have one HTTP client, as the guide recommends for the time between.
func bothClients(t *testing.T, options ...spotifytest.Option) (*zmb3.Client, *spotify.Client, *spotifytest.Server) {
	t.Helper()
	server := spotifytest.NewServer(t, options...)
	token := server.TokenFor("", spotify.ScopeUserReadPlaybackState, spotify.ScopeUserLibraryModify)
	httpClient := oauth2.NewClient(t.Context(), oauth2.StaticTokenSource(token))
	old := zmb3.New(httpClient, zmb3.WithBaseURL(server.URL+"/"))
	return old, spotify.NewClient(spotify.WithBaseURL(server.URL), spotify.WithHTTPClient(httpClient)), server
}

func TestMigratingNothingIsPlaying(t *testing.T) {
	old, ours, _ := bothClients(t)
	if state, err := old.PlayerState(t.Context()); err != nil || state == nil || state.Item != nil {
		t.Errorf("zmb3/spotify: %v, %v; want a zero struct", state, err)
	}
	if state, err := ours.Player.GetState(t.Context(), nil); err != nil || state == nil || state.IsActive() {
		t.Errorf("here: %v, %v; want a zero struct that is not active", state, err)
	}
}

func TestMigratingErrors(t *testing.T) {
	old, ours, _ := bothClients(t)
	const unknown = "0000000000000000000000"
	_, err := old.GetTrack(t.Context(), unknown)
	var before zmb3.Error
	if !errors.As(err, &before) || before.Status != http.StatusNotFound {
		t.Errorf("zmb3/spotify: %#v, want an Error with status 404", err)
	}
	_, err = ours.Tracks.Get(t.Context(), unknown, nil)
	var after *spotify.APIError
	if !errors.As(err, &after) || after.StatusCode != http.StatusNotFound || !errors.Is(err, spotify.ErrNotFound) {
		t.Errorf("here: %#v, want an *APIError that is ErrNotFound", err)
	}
}

// What zmb3/spotify sends is gone in development mode, and its successor is there.
func TestMigratingDevelopmentMode(t *testing.T) {
	old, ours, server := bothClients(t, spotifytest.Development())
	track := server.Example().Track
	err := old.AddTracksToLibrary(t.Context(), zmb3.ID(track))
	var refusal zmb3.Error
	if !errors.As(err, &refusal) || refusal.Status != http.StatusForbidden {
		t.Errorf("zmb3/spotify: %#v, want status 403", err)
	}
	if err := ours.Library.Save(t.Context(), spotify.Resources{track.URI()}); err != nil {
		t.Error(err)
	}
}

func TestMigratingTokenFiles(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	token := &oauth2.Token{AccessToken: "access", TokenType: "Bearer", RefreshToken: "refresh", Expiry: time.Now().Add(time.Hour)}
	content, err := json.Marshal(token)
	if err != nil {
		t.Fatal(err)
	}
	oldFile := filepath.Join(dir, "token.json")
	if err := os.WriteFile(oldFile, content, 0o600); err != nil {
		t.Fatal(err)
	}
	auth, err := spotify.NewAuthenticator(spotify.AuthConfig{ClientID: "app", Scopes: []spotify.Scope{spotify.ScopeUserLibraryRead}})
	if err != nil {
		t.Fatal(err)
	}
	newFile := filepath.Join(dir, "login.json")
	if err := saveOldToken(ctx, token, newFile); err != nil {
		t.Fatal(err)
	}
	login := func(string) error { return errors.New("the user has to log in again") }
	for _, file := range []string{oldFile, newFile} {
		source, err := auth.StoredLogin(ctx, spotify.NewFileStore(file), login)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := source.Token(); err != nil || got.AccessToken != token.AccessToken {
			t.Errorf("got %v, %v; want the token of the old file", got, err)
		}
	}

	// Once the scopes are known, the user has to log in again if one is missing.
	if err := spotify.NewFileStore(newFile).Save(ctx, spotify.Grant{Token: *token, Scopes: []spotify.Scope{}}); err != nil {
		t.Fatal(err)
	}
	if _, err := auth.StoredLogin(ctx, spotify.NewFileStore(newFile), login); err == nil {
		t.Error("a grant without scopes is enough")
	}
}

// saveOldToken is the one of the guide.
func saveOldToken(ctx context.Context, old *oauth2.Token, path string) error {
	return spotify.NewFileStore(path).Save(ctx, spotify.Grant{Token: *old})
}

func TestMigratingRedirectURIs(t *testing.T) {
	_, err := spotify.NewAuthenticator(spotify.AuthConfig{ClientID: "app", RedirectURI: "http://localhost:8080/callback"})
	if err == nil {
		t.Error("localhost is accepted")
	}
	auth, err := spotify.NewAuthenticator(spotify.AuthConfig{
		ClientID: "app", ClientSecret: "secret", RedirectURI: "http://127.0.0.1:8080/callback", DisablePKCE: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := auth.AuthURL(spotify.NewState(), ""); err != nil {
		t.Errorf("without PKCE and verifier: %v", err)
	}
}

func TestMigratingStoredAnswers(t *testing.T) {
	old, _, server := bothClients(t)
	track, err := old.GetTrack(t.Context(), zmb3.ID(server.Example().Track))
	if err != nil {
		t.Fatal(err)
	}
	saved := new(spotify.Page[spotify.SavedTrack])
	if err := reencode(t, zmb3.SavedTrackPage{
		Tracks: []zmb3.SavedTrack{{AddedAt: "2026-01-14T11:40:51Z", FullTrack: *track}},
	}, saved); err != nil {
		t.Fatal(err)
	}
	if got := saved.Items[0]; got.Track.Name != track.Name || got.Track.Album.Name != track.Album.Name || got.AddedAt.IsZero() {
		t.Errorf("a saved track has become %+v", got)
	}
	entry := zmb3.PlaylistItem{AddedAt: "2026-01-14T11:40:51Z", Track: zmb3.PlaylistItemTrack{Track: track}}
	item := new(spotify.PlaylistItem)
	if err := reencode(t, entry, item); err != nil || item.Item.Track != nil || item.Item.Raw == nil {
		t.Errorf("an entry of a playlist has become %+v, %v; want its JSON", item.Item, err)
	}
	entry.AddedAt = ""
	if err := reencode(t, entry, item); err != nil || !item.AddedAt.IsZero() {
		t.Errorf("an empty time has become %v, %v; want the zero time", item.AddedAt, err)
	}
}

// reencode decodes what another type has been encoded to.
func reencode(t *testing.T, from, to any) error {
	t.Helper()
	content, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	return json.Unmarshal(content, to)
}
