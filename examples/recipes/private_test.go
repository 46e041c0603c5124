package recipes_test

import (
	"context"
	"fmt"
	"log"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/gen/spotifytest"
)

// A playlist is public unless the request says otherwise. That is why Public is a
// pointer.
func Example_privatePlaylist() {
	server, err := spotifytest.Start()
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	ctx, client := context.Background(), server.Client(spotify.ScopePlaylistModifyPrivate)

	public := false
	playlist, err := client.Playlists.Create(ctx, spotify.CreatePlaylistRequest{
		Name:   "Night drive",
		Public: &public, // nil would make it public
	})
	if err != nil {
		log.Fatal(err)
	}

	created, _ := server.Playlist(playlist.ID)
	fmt.Println(created.Name, "is private:", created.Private)
	// Output: Night drive is private: true
}

// The same field makes a public playlist private, and a private one public.
func Example_hidePlaylist() {
	server, err := spotifytest.Start()
	if err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	ctx := context.Background()
	client := server.Client(spotify.ScopePlaylistModifyPrivate, spotify.ScopePlaylistModifyPublic)
	id := server.AddPlaylist(spotifytest.Playlist{Name: "Night drive"}).ID

	public := false
	err = client.Playlists.Update(ctx, id, spotify.UpdatePlaylistRequest{Public: &public})
	if err != nil {
		log.Fatal(err)
	}

	hidden, _ := server.Playlist(id)
	fmt.Println(hidden.Name, "is private:", hidden.Private)
	// Output: Night drive is private: true
}
