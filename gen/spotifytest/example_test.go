package spotifytest_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// start starts a server as a test would with NewServer, which needs a *testing.T.
func start(options ...spotifytest.Option) *spotifytest.Server {
	server, err := spotifytest.Start(options...)
	if err != nil {
		log.Fatal(err)
	}
	return server
}

// In a test, NewServer(t) takes the place of Start, and there is nothing to close.
func Example() {
	server, err := spotifytest.Start(spotifytest.Empty())
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	// What is there …
	track := server.AddTrack(spotifytest.Track{Name: "Dawn", Duration: 4 * time.Minute})

	// … what the program does …
	ctx, client := context.Background(), server.Client()
	if err := client.Library.Save(ctx, spotify.Resources{track.ID}); err != nil {
		log.Fatal(err)
	}

	// … and what has become of it.
	fmt.Println(server.Saved("", spotify.KindTrack)[0] == track.ID.URI())
	// Output: true
}

// Without options, there is a catalogue of thousands of tracks to try things with.
func ExampleStart() {
	server, err := spotifytest.Start(spotifytest.RealTime())
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()

	track, err := server.Client().Tracks.Get(context.Background(), server.Example().Track, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(track.Name, "by", track.Artists[0].Name)
	// Output: Lanterns over Ostrevik by Ilva Marrenholt
}

// Somebody who has not granted everything.
func ExampleServer_Client() {
	server := start()
	defer server.Close()

	client := server.Client(spotify.ScopeUserLibraryRead)
	err := client.Library.Save(context.Background(), spotify.Resources{server.Example().Album})
	var refusal *spotify.APIError
	if errors.As(err, &refusal) {
		fmt.Println(refusal.Message, refusal.MissingScopes)
	}
	// Output: Insufficient client scope [user-library-modify]
}

// Somebody else, in another country and without Premium.
func ExampleServer_ClientFor() {
	server := start()
	defer server.Close()
	mia := server.AddUser(spotifytest.User{ID: "mia", Country: "US", Product: "free"})

	err := server.ClientFor(mia.ID).Player.Next(context.Background(), nil)
	fmt.Println(errors.Is(err, spotify.ErrPremiumRequired))
	// Output: true
}

// Two instances of a recording have the same ISRC.
func ExampleServer_AddTrack() {
	server := start(spotifytest.Empty())
	defer server.Close()
	europe := server.AddTrack(spotifytest.Track{Name: "Ferry", ISRC: "ZZAAA2600001", Markets: []spotify.Market{"SE", "DE"}})
	server.AddTrack(spotifytest.Track{Name: "Ferry", ISRC: "ZZAAA2600001", Markets: []spotify.Market{"US"}})

	track, err := server.Client().Tracks.Get(context.Background(), europe.ID, &spotify.TracksGetOptions{Market: "US"})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(track.IsRelinked(), track.OriginalID() == europe.ID)
	// Output: true true
}

// Everything that can be in a playlist.
func ExampleServer_AddPlaylist() {
	server := start()
	defer server.Close()
	example := server.Example()
	mix := server.AddPlaylist(spotifytest.Playlist{Name: "Mix", Items: []spotifytest.PlaylistItem{
		{URI: example.Track.URI()},
		{URI: example.Episode.URI()},
		{URI: "spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94"},
		{}, // something that Spotify no longer has
	}})

	_, err := server.Client().Playlists.RemoveItems(context.Background(), mix.ID, spotify.RemoveItemsRequest{
		Items: []spotify.PlaylistItemToRemove{{Item: example.Track.URI()}},
	})
	if err != nil {
		log.Fatal(err)
	}
	mix, _ = server.Playlist(mix.ID)
	for _, item := range mix.Items {
		fmt.Printf("%q\n", item.URI)
	}
	// Output:
	// "spotify:episode:7emMl2YesLKASVE8OHDFWZ"
	// "spotify:local:Grandma:Kitchen+Tapes:Rain+on+the+Roof:94"
	// ""
}

// The client gets over a rate limit and a server that fails once.
func ExampleServer_Fail() {
	server := start()
	defer server.Close()
	server.Fail(1, spotifytest.RateLimited(20*time.Millisecond), spotify.OpTracksGet)
	server.Fail(1, spotifytest.ServerError(503), spotify.OpTracksGet)

	ctx, client := context.Background(), server.Client()
	track, err := client.Tracks.Get(ctx, server.Example().Track, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(track.Name, "at attempt", server.Count(spotify.OpTracksGet))
	// Output: Lanterns over Ostrevik at attempt 3
}

// Was the playlist changed, although the answer has not arrived?
func ExampleAfter() {
	server := start(spotifytest.Empty())
	defer server.Close()
	track := server.AddTrack(spotifytest.Track{Name: "Dawn"})
	mix := server.AddPlaylist(spotifytest.Playlist{Name: "Mix"})
	server.Fail(1, spotifytest.After(spotifytest.ServerError(502)), spotify.OpPlaylistsAddItems)

	_, err := server.Client().Playlists.AddItems(context.Background(), mix.ID,
		spotify.AddItemsRequest{Items: spotify.Resources{track.ID}})
	mix, _ = server.Playlist(mix.ID)
	fmt.Println(err != nil, len(mix.Items))
	// Output: true 1
}

// As many pages as it takes, and no more.
func ExampleServer_Requests() {
	server := start()
	defer server.Close()

	for _, err := range server.Client().Albums.AllSaved(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
	}
	for _, request := range server.Requests() {
		fmt.Println(request.Operation, request.Query.Get("offset"), request.Status)
	}
	// Output:
	// Albums.ListSaved  200
	// Albums.ListSaved 50 200
}

// Requests that are not in the schema fail a test. Here they are printed.
func ExampleReport() {
	server := start(spotifytest.Report(func(text string) { fmt.Println(text) }))
	defer server.Close()

	_, err := server.Client().Tracks.Get(context.Background(), server.Example().Track, nil,
		spotify.WithQueryParam("markt", "US"))
	fmt.Println(err)
	// Output:
	// Tracks.Get (GET /tracks/{id}): the query parameter "markt" is not in the schema; did you mean market?
	// <nil>
}

// Music plays while the clock goes on.
func ExampleServer_Advance() {
	server := start()
	defer server.Close()
	server.StartPlayback("", server.Example().Album.URI())

	server.Advance(4 * time.Minute)
	state, err := server.Client().Player.GetState(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(state.Item.Track.Name, *state.ProgressMS)
	// Output: The Unposted Ferry 60000
}

// The window of a rate limit is measured by the clock of the server, which the program puts
// forward. Without that, a client that repeats requests would wait in real time.
func ExampleServer_LimitRate() {
	server := start()
	defer server.Close()
	server.LimitRate(1, 30*time.Second)
	ctx, id := context.Background(), server.Example().Track

	client := server.Client()
	for range 2 {
		_, err := client.Tracks.Get(ctx, id, nil, spotify.WithoutRetry())
		fmt.Println("limited:", errors.Is(err, spotify.ErrRateLimited))
	}
	server.Advance(30 * time.Second)
	client = server.Client() // the first one waits by the clock of the computer
	_, err := client.Tracks.Get(ctx, id, nil)
	fmt.Println("limited:", errors.Is(err, spotify.ErrRateLimited))
	// Output:
	// limited: false
	// limited: true
	// limited: false
}

// A login without anybody at the login page.
func ExampleServer_SetConsent() {
	server := start()
	defer server.Close()
	server.SetConsent(spotifytest.Consent{User: server.Example().OtherUser})
	browser := func(url string) error {
		page, err := http.Get(url)
		if err != nil {
			return err
		}
		return page.Body.Close()
	}

	ctx := context.Background()
	auth, err := spotify.NewAuthenticator(server.AuthConfig())
	if err != nil {
		log.Fatal(err)
	}
	grant, err := auth.Login(ctx, browser)
	if err != nil {
		log.Fatal(err)
	}
	client := spotify.NewClient(spotify.WithBaseURL(server.URL), spotify.WithTokenSource(auth.TokenSource(ctx, grant)))
	me, err := client.Users.Me(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.DisplayName)
	// Output: Harper Umbervale
}

// An app in development mode gets the contents of its user's own playlists only.
func ExampleDevelopment() {
	server := start(spotifytest.Development())
	defer server.Close()

	playlist, err := server.Client().Playlists.Get(context.Background(), server.Example().OthersPlaylist, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(playlist.Name, playlist.Items == nil)
	// Output: Harper's Harbour Folk true
}

// An answer that was found in a log, or that the documentation has.
func ExampleDecodeResponse() {
	answer, err := spotifytest.DecodeResponse("GET", "/tracks/{id}", 200, []byte(`{
		"type": "track", "name": "Dawn", "uri": "spotify:track:6kLCHFM39wkFjOuyPGLGeQ", "duration_ms": 240000}`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(answer.(*spotify.Track).Name)

	_, err = spotifytest.DecodeResponse("PUT", "/me/player/pause", 404,
		[]byte(`{"error": {"status": 404, "message": "No device", "reason": "NO_ACTIVE_DEVICE"}}`))
	fmt.Println(errors.Is(err, spotify.ErrNoActiveDevice))
	// Output:
	// Dawn
	// true
}

// What was recorded once, here from a server that stands for Spotify, is played without
// any.
func ExampleNewRecorder() {
	server := start()
	defer server.Close()
	dir, err := os.MkdirTemp("", "recordings-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	recorder, err := spotifytest.NewRecorder(dir, nil, nil)
	if err != nil {
		log.Fatal(err)
	}
	client := spotify.NewClient(append(server.ClientOptions("listener"),
		spotify.WithHTTPClient(&http.Client{Transport: recorder}))...)
	if _, err := client.Tracks.Get(context.Background(), server.Example().Track, nil); err != nil {
		log.Fatal(err)
	}
	if err := recorder.Close(); err != nil {
		log.Fatal(err)
	}

	recordings, err := spotifytest.ReadRecordings(dir)
	if err != nil {
		log.Fatal(err)
	}
	for _, r := range recordings {
		fmt.Println(r.Method, r.Path, r.Status)
	}
	// Output: GET /tracks/26x5tLaM6qpiG32lZhEJ2H 200
}

func ExampleNewReplayer() {
	dir, err := os.MkdirTemp("", "recordings-")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	// Such a file is what a Recorder writes; it would be among the test data.
	recording := `{"method": "GET", "path": "/me", "status": 200, "received": {"json": {"display_name": "Mira", "id": "mira"}}}`
	if err := os.WriteFile(filepath.Join(dir, "0001.json"), []byte(recording), 0o600); err != nil {
		log.Fatal(err)
	}

	replayer, err := spotifytest.NewReplayer(dir)
	if err != nil {
		log.Fatal(err)
	}
	client := spotify.NewClient(spotify.WithHTTPClient(&http.Client{Transport: replayer}))
	me, err := client.Users.Me(context.Background())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(me.DisplayName, replayer.Unplayed())
	// Output: Mira []
}
