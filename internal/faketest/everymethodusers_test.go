//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"slices"
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

func userSteps() map[string]step {
	artists := func(f *fixture) []spotify.ArtistID { return []spotify.ArtistID{f.example.Artist, f.fresh.artist} }
	users := func(f *fixture) []spotify.UserID { return []spotify.UserID{f.example.OtherUser, f.fresh.user} }
	return map[string]step{
		"Users.CheckFollowingArtists": func(t *testing.T, f *fixture) error {
			got, err := f.client.Users.CheckFollowingArtists(t.Context(), artists(f))
			if err != nil {
				return err
			}
			wantEqual(t, "who is followed", []bool{true, false}, got)
			return nil
		},
		"Users.CheckFollowingUsers": func(t *testing.T, f *fixture) error {
			got, err := f.client.Users.CheckFollowingUsers(t.Context(), users(f))
			if err != nil {
				return err
			}
			wantEqual(t, "who is followed", []bool{true, false}, got)
			return nil
		},
		"Users.FollowArtists": func(t *testing.T, f *fixture) error {
			want := f.library()
			if err := f.client.Users.FollowArtists(t.Context(), artists(f)); err != nil {
				return err
			}
			want[spotify.KindArtist] = prepend(want[spotify.KindArtist], f.fresh.artist.URI())
			wantEqual(t, "library", want, f.library())
			return nil
		},
		"Users.FollowUsers": func(t *testing.T, f *fixture) error {
			want := f.library()
			if err := f.client.Users.FollowUsers(t.Context(), users(f)); err != nil {
				return err
			}
			want[spotify.KindUser] = prepend(want[spotify.KindUser], f.fresh.user.URI())
			wantEqual(t, "library", want, f.library())
			return nil
		},
		"Users.UnfollowArtists": func(t *testing.T, f *fixture) error {
			want := f.library()
			if err := f.client.Users.UnfollowArtists(t.Context(), artists(f)); err != nil {
				return err
			}
			want[spotify.KindArtist] = without(want[spotify.KindArtist], f.example.Artist.URI())
			wantEqual(t, "library", want, f.library())
			return nil
		},
		"Users.UnfollowUsers": func(t *testing.T, f *fixture) error {
			want := f.library()
			if err := f.client.Users.UnfollowUsers(t.Context(), users(f)); err != nil {
				return err
			}
			want[spotify.KindUser] = without(want[spotify.KindUser], f.example.OtherUser.URI())
			wantEqual(t, "library", want, f.library())
			return nil
		},
		"Users.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Users.Get(t.Context(), f.fresh.user)
			if err != nil {
				return err
			}
			wantEqual(t, "ID, name, and followers", []any{f.fresh.user, "New Comer", 2}, []any{got.ID, got.DisplayName, got.Followers.Total})
			return nil
		},
		"Users.Me": func(t *testing.T, f *fixture) error {
			got, err := f.client.Users.Me(t.Context())
			if err != nil {
				return err
			}
			want := f.User()
			wantEqual(t, "ID, name, e-mail, country, and product",
				[]any{want.ID, want.DisplayName, inExtended(f, want.Email), inExtended(f, want.Country), inExtended(f, spotify.ProductPremium)},
				[]any{got.ID, got.DisplayName, got.Email, got.Country, got.Product})
			return nil
		},
		"Users.ListFollowedArtists": func(t *testing.T, f *fixture) error {
			ids := f.followedArtists()
			page, err := f.client.Users.ListFollowedArtists(t.Context(), &spotify.UsersListFollowedArtistsOptions{Limit: 6, After: ids[9]})
			if err != nil {
				return err
			}
			wantEqual(t, "page", ids[10:16], each(page.Items, func(a spotify.Artist) spotify.ArtistID { return a.ID }))
			wantEqual(t, "cursor and total", []any{string(ids[15]), len(ids)}, []any{page.Cursors.After, page.Total})
			return nil
		},
		"Users.AllFollowedArtists": func(t *testing.T, f *fixture) error {
			ids, err := collect(f.client.Users.AllFollowedArtists(t.Context(), &spotify.UsersListFollowedArtistsOptions{Limit: 7}),
				func(a spotify.Artist) spotify.ArtistID { return a.ID })
			if err != nil {
				return err
			}
			wantEqual(t, "followed artists", f.followedArtists(), ids)
			return nil
		},
		"Users.ListTopArtists": func(t *testing.T, f *fixture) error {
			favourite := f.favourite(t)
			page, err := f.client.Users.ListTopArtists(t.Context(), &spotify.UsersListTopArtistsOptions{TimeRange: spotify.TimeRangeShortTerm, Limit: 3})
			if err != nil {
				return err
			}
			wantEqual(t, "first and size", []any{favourite.artist, 3}, []any{page.Items[0].ID, len(page.Items)})
			return nil
		},
		"Users.AllTopArtists": func(t *testing.T, f *fixture) error {
			favourite := f.favourite(t)
			ids, err := collect(f.client.Users.AllTopArtists(t.Context(), nil), func(a spotify.Artist) spotify.ArtistID { return a.ID })
			if err != nil {
				return err
			}
			wantEqual(t, "first and number", []any{favourite.artist, 100}, []any{ids[0], len(ids)})
			return nil
		},
		"Users.ListTopTracks": func(t *testing.T, f *fixture) error {
			favourite := f.favourite(t)
			page, err := f.client.Users.ListTopTracks(t.Context(), &spotify.UsersListTopTracksOptions{TimeRange: spotify.TimeRangeShortTerm, Limit: 3})
			if err != nil {
				return err
			}
			wantEqual(t, "first and size", []any{favourite.track, 3}, []any{page.Items[0].ID, len(page.Items)})
			return nil
		},
		"Users.AllTopTracks": func(t *testing.T, f *fixture) error {
			favourite := f.favourite(t)
			ids, err := collect(f.client.Users.AllTopTracks(t.Context(), nil), func(track spotify.Track) spotify.TrackID { return track.ID })
			if err != nil {
				return err
			}
			wantEqual(t, "first and number", []any{favourite.track, 100}, []any{ids[0], len(ids)})
			return nil
		},
	}
}

// followedArtists are whom the user follows, in the order of pages.
func (f *fixture) followedArtists() []spotify.ArtistID {
	ids := idsOfURIs[spotify.ArtistID](f.Following("", spotify.KindArtist))
	slices.Sort(ids)
	return ids
}

// favourite has the user play what is fresh more often than anything else.
func (f *fixture) favourite(t *testing.T) freshThings {
	t.Helper()
	for range 100 {
		f.AddPlay("", playOf(f.fresh.track))
	}
	return f.fresh
}
