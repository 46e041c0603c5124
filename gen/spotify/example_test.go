package spotify_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// start starts the server that stands for Spotify in the examples. Its client is one
// with the token of a user in Sweden.
func start() *spotifytest.Server {
	server, err := spotifytest.Start()
	if err != nil {
		log.Fatal(err)
	}
	return server
}

func Example() {
	server := start() // stands for Spotify
	defer server.Close()
	token := server.TokenFor("listener")

	ctx := context.Background()
	client := spotify.NewClient(
		spotify.WithTokenSource(oauth2.StaticTokenSource(token)),
		spotify.WithBaseURL(server.URL), // without this, the client talks to Spotify
	)
	track, err := client.Tracks.Get(ctx, "26x5tLaM6qpiG32lZhEJ2H", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(track.Name, "by", track.Artists[0].Name)
	// Output: Lanterns over Ostrevik by Ilva Marrenholt
}

// A client for a program that runs for long, and shares its budget of requests.
func ExampleNewClient() {
	server := start()
	defer server.Close()

	client := spotify.NewClient(
		spotify.WithBaseURL(server.URL),
		spotify.WithTokenSource(oauth2.StaticTokenSource(server.TokenFor("listener"))),
		spotify.WithDefaultMarket("SE"),
		spotify.WithRetry(spotify.RetryPolicy{MaxAttempts: 5, MaxRetryAfter: time.Minute}),
		spotify.WithLimiter(spotify.NewLimiter(spotify.LimiterConfig{PerSecond: 10, Concurrent: 8})),
		spotify.WithCache(spotify.NewMemoryCache(32<<20)),
	)
	album, err := client.Albums.Get(context.Background(), "6OA0gxWfi28y5HBK5JgLzL", nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(album.Name, album.ReleaseDate.Year())
	// Output: Salt Maps of Ostrevik 2019
}

// The market does not have the track, but another instance of the recording.
func ExampleTracksService_Get() {
	server := start()
	defer server.Close()
	ctx, client, id := context.Background(), server.Client(), server.Example().RelinkedTrack

	track, err := client.Tracks.Get(ctx, id, &spotify.TracksGetOptions{Market: "US"})
	if err != nil {
		log.Fatal(err)
	}
	if track.IsRelinked() {
		fmt.Println("asked for", track.OriginalURI())
		fmt.Println("got      ", track.URI)
	}
	// Output:
	// asked for spotify:track:1SVkfFobD8phG5mY5HFBuI
	// got       spotify:track:2wNXdS40kH6DuyhG384cD3
}

// Pages that the loop does not reach are not read, except for those that are read ahead.
func ExampleTracksService_AllSaved() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	n := 0
	for saved, err := range client.Tracks.AllSaved(ctx, nil, spotify.WithPrefetch(4)) {
		if err != nil {
			log.Fatal(err)
		}
		if n++; n == 1 {
			fmt.Println("the newest is", saved.Track.Name)
		}
	}
	fmt.Println(n, "tracks")
	// Output:
	// the newest is Lanterns over Ostrevik
	// 320 tracks
}

func ExamplePlaylistsService_AllItems() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	for item, err := range client.Playlists.AllItems(ctx, server.Example().LocalPlaylist, nil) {
		if err != nil {
			log.Fatal(err)
		}
		if file, ok := item.Item.Track.LocalFile(); ok {
			fmt.Printf("%d: %q by %q, %v\n", item.Position, file.Title, file.Artist, file.Duration)
		}
	}
	// Output:
	// 1: "Lullaby (1 of 2)" by "Großmutter Ambrovic", 2m7s
	// 2: "track03.mp3" by "", 1m1s
	// 5: "Rehearsal & Tea" by "Café Thermos", 0s
	// 8: "Lullaby (2 of 2)" by "Großmutter Ambrovic", 2m13s
}

// A playlist is public unless the request says otherwise: Public is a pointer, because nil
// and false differ.
func ExamplePlaylistsService_Create() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client(spotify.ScopePlaylistModifyPrivate)

	playlist, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{
		Name:   "Night drive",
		Public: spotify.Ptr(false), // Since Go 1.26, new(false) does the same.
	})
	if err != nil {
		log.Fatal(err)
	}
	created, _ := server.Playlist(playlist.ID)
	fmt.Println(created.Name, "is private:", created.Private)
	// Output: Night drive is private: true
}

// With the additional types, episodes come as what they are.
func ExamplePlaylistsService_ListItems() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	page, err := client.Playlists.ListItems(ctx, server.Example().MixedPlaylist, &spotify.PlaylistsListItemsOptions{
		Limit:           5,
		AdditionalTypes: []spotify.Kind{spotify.KindTrack, spotify.KindEpisode},
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, item := range page.Items {
		switch {
		case item.Item.Track != nil:
			fmt.Println("a", item.Item.Track.Type)
		case item.Item.Episode != nil:
			fmt.Println("an", item.Item.Episode.Type, "of", item.Item.Episode.Show.Name)
		default:
			fmt.Println("gone")
		}
	}
	fmt.Println(len(page.Items), "of", page.Total)
	// Output:
	// a track
	// a track
	// an episode of The Weathervane Hour
	// a track
	// gone
	// 5 of 14
}

// Whatever has a URI can be saved, and kinds can be mixed.
func ExampleLibraryService_Save() {
	server := start()
	defer server.Close()
	ctx, client, example := context.Background(), server.Client(), server.Example()

	track, err := client.Tracks.Get(ctx, example.RelinkedTrack, &spotify.TracksGetOptions{Market: "US"})
	if err != nil {
		log.Fatal(err)
	}
	// Of the track, this saves the original, and not what replaces it in the market.
	if err := client.Library.Save(ctx, spotify.Resources{track, example.OthersPlaylist}); err != nil {
		log.Fatal(err)
	}
	saved, err := client.Library.Check(ctx, spotify.Resources{example.RelinkedTrack, example.OthersPlaylist})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(saved)

	err = client.Library.Save(ctx, spotify.Resources{spotify.URI("spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94")})
	fmt.Println(errors.Is(err, spotify.ErrLocalFile))
	// Output:
	// [true true]
	// true
}

func ExampleSearchService_Query() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	types := []spotify.Kind{spotify.KindAlbum, spotify.KindArtist}
	found, err := client.Search.Query(ctx, `artist:"ilva marrenholt" year:2019`, types, nil)
	if err != nil {
		log.Fatal(err)
	}
	for _, album := range found.Albums.Items {
		fmt.Println(album.Name, album.ReleaseDate)
	}
	// Output: Salt Maps of Ostrevik 2019-09-13
}

// If nothing plays, GetState returns no error, but Pause does.
func ExamplePlayerService_GetState() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	state, err := client.Player.GetState(ctx, nil)
	fmt.Println(state.IsActive(), err)
	err = client.Player.Pause(ctx, nil)
	fmt.Println(errors.Is(err, spotify.ErrNoActiveDevice))
	// Output:
	// false <nil>
	// true
}

func ExampleAPIError() {
	server := start()
	defer server.Close()
	client := server.ClientFor(server.Example().FreeUser)

	err := client.Player.Next(context.Background(), nil)
	var refusal *spotify.APIError
	switch {
	case errors.Is(err, spotify.ErrPremiumRequired):
		fmt.Println("That takes a Premium subscription.")
	case errors.As(err, &refusal) && refusal.RetryAfter > 0:
		fmt.Println("Please wait for", refusal.RetryAfter)
	}
	errors.As(err, &refusal)
	fmt.Println(refusal.StatusCode, refusal.Reason)
	// Output:
	// That takes a Premium subscription.
	// 403 PREMIUM_REQUIRED
}

// A hint is for people. To decide what to do, use errors.Is.
func ExampleAPIError_Hint() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client(spotify.ScopeUserReadPrivate)

	_, err := client.Tracks.ListSaved(ctx, nil)
	var refusal *spotify.APIError
	if errors.As(err, &refusal) && errors.Is(err, spotify.ErrInsufficientScope) {
		fmt.Println(refusal.Hint())
	}
	// Output:
	// The user has not granted user-library-read: log in again with more Scopes in the AuthConfig.
}

func ExampleWithDriftReport() {
	// A server whose answer has what the schema does not know.
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"name":"Lanterns over Ostrevik","mood":"calm","album":{"album_type":"mixtape","images":[{"width":640.0}]}}`)
	}))
	defer server.Close()

	client := spotify.NewClient(
		spotify.WithBaseURL(server.URL),
		spotify.WithDriftReport(func(d spotify.Drift) {
			fmt.Println(d.Operation, d.Path, d.Kind, string(d.Value))
		}),
	)
	if _, err := client.Tracks.Get(context.Background(), "26x5tLaM6qpiG32lZhEJ2H", nil); err != nil {
		log.Fatal(err)
	}
	// Output:
	// Tracks.Get /mood unknown_member "…"
	// Tracks.Get /album/album_type unknown_value "mixtape"
	// Tracks.Get /album/images/*/width bent 640.0
}

func ExampleWithResponseInfo() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	_, err := client.Users.Me(ctx, spotify.WithResponseInfo(func(answer spotify.ResponseInfo) {
		fmt.Println(answer.StatusCode, answer.Header.Get("Content-Type"))
	}))
	if err != nil {
		log.Fatal(err)
	}
	// Output: 200 application/json; charset=utf-8
}

// The token of an app is for what is public.
func ExampleAuthenticator_ClientCredentials() {
	server := start()
	defer server.Close()
	ctx, app := context.Background(), server.App()

	auth, err := spotify.NewAuthenticator(spotify.AuthConfig{
		ClientID:     app.ID,
		ClientSecret: app.Secret,
		AccountsURL:  server.AccountsURL, // leave it out for Spotify
	})
	if err != nil {
		log.Fatal(err)
	}
	source, err := auth.ClientCredentials(ctx)
	if err != nil {
		log.Fatal(err)
	}
	client := spotify.NewClient(spotify.WithTokenSource(source), spotify.WithBaseURL(server.URL))
	artist, err := client.Artists.Get(ctx, server.Example().Artist)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(artist.Name)
	_, err = client.Users.Me(ctx)
	fmt.Println(errors.Is(err, spotify.ErrUnauthorized))
	// Output:
	// Ilva Marrenholt
	// true
}

// A program on the user's computer: it opens a browser, which comes back to a port that
// Login listens on.
func ExampleAuthenticator_Login() {
	server := start()
	defer server.Close()
	ctx := context.Background()
	openBrowser := func(url string) error {
		page, err := http.Get(url)
		if err != nil {
			return err
		}
		return page.Body.Close()
	}

	auth, err := spotify.NewAuthenticator(spotify.AuthConfig{
		ClientID:     server.App().ID,
		ClientSecret: server.App().Secret, // not in a program that is given to users
		Scopes:       spotify.ScopesFor(spotify.OpTracksListSaved),
		AccountsURL:  server.AccountsURL,
	})
	if err != nil {
		log.Fatal(err)
	}
	grant, err := auth.Login(ctx, openBrowser)
	if err != nil {
		log.Fatal(err)
	}
	client := spotify.NewClient(spotify.WithTokenSource(auth.TokenSource(ctx, grant)), spotify.WithBaseURL(server.URL))
	saved, err := client.Tracks.ListSaved(ctx, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(grant.Scopes, saved.Total)
	// Output: [user-library-read] 320
}

func ExampleScopesFor() {
	fmt.Println(spotify.ScopesFor(spotify.OpTracksListSaved, spotify.OpPlayerPause))
	// Output: [user-library-read user-modify-playback-state]
}

// Users paste what their player gives them.
func ExampleParseTrackID() {
	for _, text := range []string{
		"https://open.spotify.com/intl-de/track/6kLCHFM39wkFjOuyPGLGeQ?si=1",
		"spotify:track:6kLCHFM39wkFjOuyPGLGeQ",
		"spotify:album:6kLCHFM39wkFjOuyPGLGeQ",
	} {
		id, err := spotify.ParseTrackID(text)
		fmt.Println(id, err == nil)
	}
	// Output:
	// 6kLCHFM39wkFjOuyPGLGeQ true
	// 6kLCHFM39wkFjOuyPGLGeQ true
	//  false
}

func ExampleURI_Local() {
	file, ok := spotify.URI("spotify:local:David+Wise:Tropical+Freeze:Snomads+Island:127").Local()
	fmt.Println(ok, file.Artist, "–", file.Title, file.Duration)
	// Output: true David Wise – Snomads Island 2m7s
}
