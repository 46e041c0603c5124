package spotify_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"golang.org/x/oauth2"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// The ten newest tracks of a library. No more pages are read than it takes.
func ExampleCollect() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	saved, err := spotify.Collect(client.Tracks.AllSaved(ctx, &spotify.TracksListSavedOptions{Limit: 5}), 10)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(saved), "tracks,", server.Count(spotify.OpTracksListSaved), "pages")
	// Output: 10 tracks, 2 pages
}

// What an iterator yields can be saved, or put into a playlist, without a loop.
func ExampleCollectResources() {
	server := start()
	defer server.Close()
	ctx, client, album := context.Background(), server.Client(), server.Example().Album

	tracks, err := spotify.CollectResources(client.Albums.AllTracks(ctx, album, nil))
	if err != nil {
		log.Fatal(err)
	}
	playlist, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{Name: "An album"})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := client.Playlists.AddItems(ctx, playlist.ID, spotify.AddItemsRequest{Items: tracks}); err != nil {
		log.Fatal(err)
	}
	created, _ := server.Playlist(playlist.ID)
	fmt.Println(len(tracks) == len(created.Items), created.Items[0].URI)
	// Output: true spotify:track:26x5tLaM6qpiG32lZhEJ2H
}

// Without KindEpisode among the additional types, the API may leave an episode out.
func ExamplePlayerService_GetCurrentlyPlaying() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()
	server.StartPlayback("", server.Example().Episode.URI())

	for _, types := range [][]spotify.Kind{nil, {spotify.KindTrack, spotify.KindEpisode}} {
		playing, err := client.Player.GetCurrentlyPlaying(ctx, &spotify.PlayerGetCurrentlyPlayingOptions{AdditionalTypes: types})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(playing.CurrentlyPlayingType, playing.Item.IsZero(), playing.Item.By())
	}
	// Output:
	// episode true []
	// episode false [The Weathervane Hour]
}

// What is nil stays as it is, and false is sent.
func ExamplePlaylistsService_Update() {
	server := start()
	defer server.Close()
	ctx, client, id := context.Background(), server.Client(), server.Example().Playlist

	err := client.Playlists.Update(ctx, id, spotify.UpdatePlaylistRequest{
		Public: spotify.Ptr(false), // Since Go 1.26, new(false) does the same.
	})
	if err != nil {
		log.Fatal(err)
	}
	playlist, _ := server.Playlist(id)
	fmt.Println(playlist.Name, "is private:", playlist.Private)
	// Output: Morning Ferry is private: true
}

// The client of one user is the client of another one with another source of tokens. Both
// wait for the same rate limits.
func ExampleClient_ForUser() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	tokens := oauth2.StaticTokenSource(server.TokenFor(server.Example().OtherUser))
	for _, c := range []*spotify.Client{client, client.ForUser(tokens)} {
		me, err := c.Users.Me(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(me.DisplayName)
	}
	// Output:
	// Lisa Listener
	// Harper Umbervale
}

// What has no method yet is called by its path.
func ExampleClient_Do() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	var found struct {
		Markets []spotify.Market `json:"markets"`
	}
	if err := client.Do(ctx, "GET", "/markets", nil, nil, &found); err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(found.Markets), "markets")

	err := client.Do(ctx, "GET", "/tracks/unknown", nil, nil, nil)
	fmt.Println(errors.Is(err, spotify.ErrBadRequest))
	// Output:
	// 184 markets
	// true
}

// The API sends more than its schema names, here a number of plays.
func ExampleWithUnknownMembers() {
	server := start()
	defer server.Close()
	server.Fail(1, spotifytest.Failure{
		Status:      200,
		ContentType: "application/json",
		Body:        `{"type": "track", "name": "Dawn", "plays": 1234}`,
	})
	ctx, client, id := context.Background(), server.Client(), server.Example().Track

	track, err := client.Tracks.Get(ctx, id, nil, spotify.WithUnknownMembers())
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s: %s plays\n", track.Name, track.Unknown()["plays"])
	// Output: Dawn: 1234 plays
}

// The token of an app has no country, so that each request can name one.
func ExampleInMarkets() {
	server := start()
	defer server.Close()
	ctx, client, id := context.Background(), server.AppClient(), server.Example().UnplayableTrack

	tracks, err := spotify.InMarkets(ctx, []spotify.Market{"JP", "SE"}, func(ctx context.Context, market spotify.Market) (*spotify.Track, error) {
		return client.Tracks.Get(ctx, id, &spotify.TracksGetOptions{Market: market})
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, market := range []spotify.Market{"JP", "SE"} {
		fmt.Println(market, *tracks[market].IsPlayable)
	}
	// Output:
	// JP true
	// SE false
}

// The smallest picture that fills 300 pixels.
func ExampleImages_Closest() {
	server := start()
	defer server.Close()
	ctx, client := context.Background(), server.Client()

	album, err := client.Albums.Get(ctx, server.Example().Album, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(album.Images), "sizes;", *album.Images.Closest(300).Width, "pixels wide")
	// Output: 3 sizes; 300 pixels wide
}

// With the strict quota mode, nothing is sent that cannot work.
func ExampleWithStrictQuotaMode() {
	server := start()
	defer server.Close()
	client := spotify.NewClient(append(server.ClientOptions(""),
		spotify.WithQuotaMode(spotify.Development), spotify.WithStrictQuotaMode())...)

	_, err := client.Artists.ListTopTracks(context.Background(), server.Example().Artist, nil)
	fmt.Println(errors.Is(err, spotify.ErrDevelopmentMode), server.Count())
	// Output: true 0
}
