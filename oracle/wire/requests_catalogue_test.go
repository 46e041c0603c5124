package wire_test

//lint:file-ignore SA1019 Every method is called, those that Spotify has deprecated as well.

import (
	"context"
	"net/http"

	"github.com/spotgen/spotgen/gen/spotify"
	"github.com/spotgen/spotgen/oracle/stock"
)

func albumRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Albums.Get",
			func() (any, error) { return c.Albums.Get(ctx, oddID, &spotify.AlbumsGetOptions{Market: "SE"}) },
			func() (*http.Response, error) {
				return s.GetAnAlbum(ctx, oddID, &stock.GetAnAlbumParams{Market: spotify.Ptr("SE")})
			}},
		{"Albums.Get, no options",
			func() (any, error) { return c.Albums.Get(ctx, plainID, nil) },
			func() (*http.Response, error) { return s.GetAnAlbum(ctx, plainID, nil) }},
		{"Albums.GetMany",
			func() (any, error) {
				return c.Albums.GetMany(ctx, []spotify.AlbumID{plainID, oddID}, &spotify.AlbumsGetManyOptions{Market: "SE"})
			},
			func() (*http.Response, error) {
				return s.GetMultipleAlbums(ctx, &stock.GetMultipleAlbumsParams{Ids: []string{plainID, oddID}, Market: spotify.Ptr("SE")})
			}},
		{"Albums.ListNewReleases",
			func() (any, error) {
				return c.Albums.ListNewReleases(ctx, &spotify.AlbumsListNewReleasesOptions{Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetNewReleases(ctx, &stock.GetNewReleasesParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Albums.ListNewReleases, no options",
			func() (any, error) { return c.Albums.ListNewReleases(ctx, nil) },
			func() (*http.Response, error) { return s.GetNewReleases(ctx, nil) }},
		{"Albums.ListSaved",
			func() (any, error) {
				return c.Albums.ListSaved(ctx, &spotify.AlbumsListSavedOptions{Limit: 7, Offset: 14, Market: "SE"})
			},
			func() (*http.Response, error) {
				return s.GetUsersSavedAlbums(ctx, &stock.GetUsersSavedAlbumsParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(14), Market: spotify.Ptr("SE")})
			}},
		{"Albums.ListTracks",
			func() (any, error) {
				return c.Albums.ListTracks(ctx, oddID, &spotify.AlbumsListTracksOptions{Market: "SE", Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetAnAlbumsTracks(ctx, oddID, &stock.GetAnAlbumsTracksParams{Market: spotify.Ptr("SE"), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Albums.ListTracks, the first page",
			func() (any, error) {
				return c.Albums.ListTracks(ctx, plainID, &spotify.AlbumsListTracksOptions{Limit: 7, Offset: 0})
			},
			func() (*http.Response, error) {
				return s.GetAnAlbumsTracks(ctx, plainID, &stock.GetAnAlbumsTracksParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(0)})
			}},
		{"Albums.CheckSaved",
			func() (any, error) { return c.Albums.CheckSaved(ctx, []spotify.AlbumID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.CheckUsersSavedAlbums(ctx, &stock.CheckUsersSavedAlbumsParams{Ids: []string{plainID, oddID}})
			}},
		{"Albums.RemoveSaved",
			func() (any, error) { return nil, c.Albums.RemoveSaved(ctx, []spotify.AlbumID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.RemoveAlbumsUser(ctx, &stock.RemoveAlbumsUserParams{Ids: []string{plainID, oddID}})
			}},
		{"Albums.Save",
			func() (any, error) { return nil, c.Albums.Save(ctx, []spotify.AlbumID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.SaveAlbumsUser(ctx, &stock.SaveAlbumsUserParams{Ids: []string{plainID, oddID}})
			}},
	}
}

func artistRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Artists.Get",
			func() (any, error) { return c.Artists.Get(ctx, oddID) },
			func() (*http.Response, error) { return s.GetAnArtist(ctx, oddID) }},
		{"Artists.GetMany",
			func() (any, error) { return c.Artists.GetMany(ctx, []spotify.ArtistID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.GetMultipleArtists(ctx, &stock.GetMultipleArtistsParams{Ids: []string{plainID, oddID}})
			}},
		{"Artists.ListAlbums",
			func() (any, error) {
				return c.Artists.ListAlbums(ctx, oddID, &spotify.ArtistsListAlbumsOptions{
					IncludeGroups: []spotify.AlbumGroup{spotify.AlbumGroupSingle, spotify.AlbumGroupAppearsOn},
					Market:        "SE",
					Limit:         7,
					Offset:        14,
				})
			},
			func() (*http.Response, error) {
				return s.GetAnArtistsAlbums(ctx, oddID, &stock.GetAnArtistsAlbumsParams{
					IncludeGroups: &[]string{"single", "appears_on"},
					Market:        spotify.Ptr("SE"),
					Limit:         spotify.Ptr(7),
					Offset:        spotify.Ptr(14),
				})
			}},
		{"Artists.ListAlbums, no options",
			func() (any, error) { return c.Artists.ListAlbums(ctx, plainID, nil) },
			func() (*http.Response, error) { return s.GetAnArtistsAlbums(ctx, plainID, nil) }},
		{"Artists.ListRelated",
			func() (any, error) { return c.Artists.ListRelated(ctx, oddID) },
			func() (*http.Response, error) { return s.GetAnArtistsRelatedArtists(ctx, oddID) }},
		{"Artists.ListTopTracks",
			func() (any, error) {
				return c.Artists.ListTopTracks(ctx, oddID, &spotify.ArtistsListTopTracksOptions{Market: spotify.MarketFromToken})
			},
			func() (*http.Response, error) {
				return s.GetAnArtistsTopTracks(ctx, oddID, &stock.GetAnArtistsTopTracksParams{Market: spotify.Ptr("from_token")})
			}},
	}
}

func audiobookRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Audiobooks.Get",
			func() (any, error) { return c.Audiobooks.Get(ctx, oddID, &spotify.AudiobooksGetOptions{Market: "SE"}) },
			func() (*http.Response, error) {
				return s.GetAnAudiobook(ctx, oddID, &stock.GetAnAudiobookParams{Market: spotify.Ptr("SE")})
			}},
		{"Audiobooks.GetMany",
			func() (any, error) {
				return c.Audiobooks.GetMany(ctx, []spotify.AudiobookID{plainID, oddID}, &spotify.AudiobooksGetManyOptions{Market: "SE"})
			},
			func() (*http.Response, error) {
				return s.GetMultipleAudiobooks(ctx, &stock.GetMultipleAudiobooksParams{Ids: []string{plainID, oddID}, Market: spotify.Ptr("SE")})
			}},
		{"Audiobooks.ListChapters",
			func() (any, error) {
				return c.Audiobooks.ListChapters(ctx, oddID, &spotify.AudiobooksListChaptersOptions{Market: "SE", Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetAudiobookChapters(ctx, oddID, &stock.GetAudiobookChaptersParams{Market: spotify.Ptr("SE"), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Audiobooks.ListSaved",
			func() (any, error) {
				return c.Audiobooks.ListSaved(ctx, &spotify.AudiobooksListSavedOptions{Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetUsersSavedAudiobooks(ctx, &stock.GetUsersSavedAudiobooksParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Audiobooks.CheckSaved",
			func() (any, error) { return c.Audiobooks.CheckSaved(ctx, []spotify.AudiobookID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.CheckUsersSavedAudiobooks(ctx, &stock.CheckUsersSavedAudiobooksParams{Ids: []string{plainID, oddID}})
			}},
		{"Audiobooks.RemoveSaved",
			func() (any, error) { return nil, c.Audiobooks.RemoveSaved(ctx, []spotify.AudiobookID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.RemoveAudiobooksUser(ctx, &stock.RemoveAudiobooksUserParams{Ids: []string{plainID, oddID}})
			}},
		{"Audiobooks.Save",
			func() (any, error) { return nil, c.Audiobooks.Save(ctx, []spotify.AudiobookID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.SaveAudiobooksUser(ctx, &stock.SaveAudiobooksUserParams{Ids: []string{plainID, oddID}})
			}},
		{"Chapters.Get",
			func() (any, error) { return c.Chapters.Get(ctx, oddID, &spotify.ChaptersGetOptions{Market: "SE"}) },
			func() (*http.Response, error) {
				return s.GetAChapter(ctx, oddID, &stock.GetAChapterParams{Market: spotify.Ptr("SE")})
			}},
		{"Chapters.GetMany",
			func() (any, error) {
				return c.Chapters.GetMany(ctx, []spotify.ChapterID{plainID, oddID}, &spotify.ChaptersGetManyOptions{Market: "SE"})
			},
			func() (*http.Response, error) {
				return s.GetSeveralChapters(ctx, &stock.GetSeveralChaptersParams{Ids: []string{plainID, oddID}, Market: spotify.Ptr("SE")})
			}},
	}
}

func browseRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Categories.Get",
			func() (any, error) {
				return c.Categories.Get(ctx, oddID, &spotify.CategoriesGetOptions{Locale: "es_MX"})
			},
			func() (*http.Response, error) {
				return s.GetACategory(ctx, oddID, &stock.GetACategoryParams{Locale: spotify.Ptr("es_MX")})
			}},
		{"Categories.List",
			func() (any, error) {
				return c.Categories.List(ctx, &spotify.CategoriesListOptions{Locale: oddText, Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetCategories(ctx, &stock.GetCategoriesParams{Locale: spotify.Ptr(oddText), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Categories.ListPlaylists",
			func() (any, error) {
				return c.Categories.ListPlaylists(ctx, oddID, &spotify.CategoriesListPlaylistsOptions{Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetACategoriesPlaylists(ctx, oddID, &stock.GetACategoriesPlaylistsParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Genres.ListSeeds",
			func() (any, error) { return c.Genres.ListSeeds(ctx) },
			func() (*http.Response, error) { return s.GetRecommendationGenres(ctx) }},
		{"Markets.List",
			func() (any, error) { return c.Markets.List(ctx) },
			func() (*http.Response, error) { return s.GetAvailableMarkets(ctx) }},
		{"Search.Query",
			func() (any, error) {
				return c.Search.Query(ctx, oddText, []spotify.Kind{spotify.KindTrack, spotify.KindAudiobook}, &spotify.SearchQueryOptions{
					Market:          "SE",
					Limit:           7,
					Offset:          14,
					IncludeExternal: spotify.IncludeExternalAudio,
				})
			},
			func() (*http.Response, error) {
				return s.Search(ctx, &stock.SearchParams{
					Q:               oddText,
					Type:            []stock.SearchParamsType{"track", "audiobook"},
					Market:          spotify.Ptr("SE"),
					Limit:           spotify.Ptr(7),
					Offset:          spotify.Ptr(14),
					IncludeExternal: spotify.Ptr(stock.SearchParamsIncludeExternal("audio")),
				})
			}},
		{"Search.Query, no options",
			func() (any, error) {
				return c.Search.Query(ctx, "*", []spotify.Kind{spotify.KindAlbum}, nil)
			},
			func() (*http.Response, error) {
				return s.Search(ctx, &stock.SearchParams{Q: "*", Type: []stock.SearchParamsType{"album"}})
			}},
	}
}

func episodeRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Episodes.Get",
			func() (any, error) { return c.Episodes.Get(ctx, oddID, &spotify.EpisodesGetOptions{Market: "SE"}) },
			func() (*http.Response, error) {
				return s.GetAnEpisode(ctx, oddID, &stock.GetAnEpisodeParams{Market: spotify.Ptr("SE")})
			}},
		{"Episodes.GetMany",
			func() (any, error) {
				return c.Episodes.GetMany(ctx, []spotify.EpisodeID{plainID, oddID}, &spotify.EpisodesGetManyOptions{Market: "SE"})
			},
			func() (*http.Response, error) {
				return s.GetMultipleEpisodes(ctx, &stock.GetMultipleEpisodesParams{Ids: []string{plainID, oddID}, Market: spotify.Ptr("SE")})
			}},
		{"Episodes.ListSaved",
			func() (any, error) {
				return c.Episodes.ListSaved(ctx, &spotify.EpisodesListSavedOptions{Market: "SE", Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetUsersSavedEpisodes(ctx, &stock.GetUsersSavedEpisodesParams{Market: spotify.Ptr("SE"), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Episodes.CheckSaved",
			func() (any, error) { return c.Episodes.CheckSaved(ctx, []spotify.EpisodeID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.CheckUsersSavedEpisodes(ctx, &stock.CheckUsersSavedEpisodesParams{Ids: []string{plainID, oddID}})
			}},
		{"Episodes.RemoveSaved",
			func() (any, error) { return nil, c.Episodes.RemoveSaved(ctx, []spotify.EpisodeID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.RemoveEpisodesUser(ctx, &stock.RemoveEpisodesUserParams{Ids: []string{plainID, oddID}})
			}},
		{"Episodes.Save",
			func() (any, error) { return nil, c.Episodes.Save(ctx, []spotify.EpisodeID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.SaveEpisodesUser(ctx, &stock.SaveEpisodesUserParams{Ids: []string{plainID, oddID}})
			}},
	}
}

func showRows(ctx context.Context, c *spotify.Client, s *stock.Client) []row {
	return []row{
		{"Shows.Get",
			func() (any, error) { return c.Shows.Get(ctx, oddID, &spotify.ShowsGetOptions{Market: "SE"}) },
			func() (*http.Response, error) {
				return s.GetAShow(ctx, oddID, &stock.GetAShowParams{Market: spotify.Ptr("SE")})
			}},
		{"Shows.GetMany",
			func() (any, error) {
				return c.Shows.GetMany(ctx, []spotify.ShowID{plainID, oddID}, &spotify.ShowsGetManyOptions{Market: "SE"})
			},
			func() (*http.Response, error) {
				return s.GetMultipleShows(ctx, &stock.GetMultipleShowsParams{Ids: []string{plainID, oddID}, Market: spotify.Ptr("SE")})
			}},
		{"Shows.ListEpisodes",
			func() (any, error) {
				return c.Shows.ListEpisodes(ctx, oddID, &spotify.ShowsListEpisodesOptions{Market: "SE", Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetAShowsEpisodes(ctx, oddID, &stock.GetAShowsEpisodesParams{Market: spotify.Ptr("SE"), Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Shows.ListSaved",
			func() (any, error) {
				return c.Shows.ListSaved(ctx, &spotify.ShowsListSavedOptions{Limit: 7, Offset: 14})
			},
			func() (*http.Response, error) {
				return s.GetUsersSavedShows(ctx, &stock.GetUsersSavedShowsParams{Limit: spotify.Ptr(7), Offset: spotify.Ptr(14)})
			}},
		{"Shows.CheckSaved",
			func() (any, error) { return c.Shows.CheckSaved(ctx, []spotify.ShowID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.CheckUsersSavedShows(ctx, &stock.CheckUsersSavedShowsParams{Ids: []string{plainID, oddID}})
			}},
		{"Shows.RemoveSaved",
			func() (any, error) { return nil, c.Shows.RemoveSaved(ctx, []spotify.ShowID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.RemoveShowsUser(ctx, &stock.RemoveShowsUserParams{Ids: []string{plainID, oddID}})
			}},
		{"Shows.Save",
			func() (any, error) { return nil, c.Shows.Save(ctx, []spotify.ShowID{plainID, oddID}) },
			func() (*http.Response, error) {
				return s.SaveShowsUser(ctx, &stock.SaveShowsUserParams{Ids: []string{plainID, oddID}})
			}},
	}
}
