//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

func librarySteps() map[string]step {
	// One of each kind that the user has, and one that the user has not.
	here := func(f *fixture) []spotify.Resource {
		return []spotify.Resource{
			f.example.Track.URI(), f.example.Album.URI(), f.example.Episode.URI(), f.example.Show.URI(), f.example.Audiobook.URI(),
			f.example.Artist.URI(), f.example.OtherUser.URI(), f.example.Playlist.URI(),
		}
	}
	notHere := func(f *fixture) []spotify.Resource {
		return []spotify.Resource{
			f.fresh.track.URI(), f.fresh.album.URI(), f.fresh.episode.URI(), f.fresh.show.URI(), f.fresh.audiobook.URI(),
			f.fresh.artist.URI(), f.fresh.user.URI(), f.fresh.playlist.URI(),
		}
	}
	return map[string]step{
		"Library.Check": func(t *testing.T, f *fixture) error {
			for want, items := range map[bool][]spotify.Resource{true: here(f), false: notHere(f)} {
				got, err := f.client.Library.Check(t.Context(), items)
				if err != nil {
					return err
				}
				wantEqual(t, "what is there", slices.Repeat([]bool{want}, len(items)), got)
			}
			return nil
		},
		"Library.Remove": func(t *testing.T, f *fixture) error {
			before := f.library()
			if err := f.client.Library.Remove(t.Context(), here(f)); err != nil {
				return err
			}
			want := maps.Clone(before)
			for kind, uris := range want {
				want[kind] = slices.DeleteFunc(slices.Clone(uris), func(u spotify.URI) bool { return slices.Contains(here(f), spotify.Resource(u)) })
				wantEqual(t, string(kind)+": how many have gone", 1, len(uris)-len(want[kind]))
			}
			wantEqual(t, "library", want, f.library())
			return nil
		},
		"Library.Save": func(t *testing.T, f *fixture) error {
			want := f.library()
			if err := f.client.Library.Save(t.Context(), notHere(f)); err != nil {
				return err
			}
			for i, kind := range libraryKinds() {
				want[kind] = prepend(want[kind], notHere(f)[i].ResourceURI())
			}
			wantEqual(t, "library", want, f.library())
			return nil
		},
	}
}

// libraryKinds are the kinds of things that a library has, those that are followed last.
func libraryKinds() []spotify.Kind {
	return []spotify.Kind{
		spotify.KindTrack, spotify.KindAlbum, spotify.KindEpisode, spotify.KindShow, spotify.KindAudiobook,
		spotify.KindArtist, spotify.KindUser, spotify.KindPlaylist,
	}
}

// library is all that the user has saved, and follows.
func (f *fixture) library() map[spotify.Kind][]spotify.URI {
	const savedKinds = 5
	all := map[spotify.Kind][]spotify.URI{}
	for i, kind := range libraryKinds() {
		if i < savedKinds {
			all[kind] = f.Saved("", kind)
		} else {
			all[kind] = f.Following("", kind)
		}
	}
	return all
}

// savingSteps are for the methods that each kind of saved things has.
func savingSteps() map[string]step {
	all := map[string]step{}
	for _, part := range []map[string]step{
		shelf[spotify.AlbumID]{
			service: "Albums", kind: spotify.KindAlbum,
			saved: func(f *fixture) spotify.AlbumID { return f.example.Album },
			fresh: func(f *fixture) spotify.AlbumID { return f.fresh.album },
			methods: func(c *spotify.Client) shelfMethods[spotify.AlbumID] {
				return shelfMethods[spotify.AlbumID]{
					check: c.Albums.CheckSaved, save: c.Albums.Save, remove: c.Albums.RemoveSaved,
					list: func(ctx context.Context, limit, offset int) ([]spotify.AlbumID, error) {
						page, err := c.Albums.ListSaved(ctx, &spotify.AlbumsListSavedOptions{Limit: limit, Offset: offset})
						return itemsOf(page, func(s spotify.SavedAlbum) spotify.AlbumID { return s.Album.ID }), err
					},
					all: func(ctx context.Context, limit int) ([]spotify.AlbumID, error) {
						return collect(c.Albums.AllSaved(ctx, &spotify.AlbumsListSavedOptions{Limit: limit}),
							func(s spotify.SavedAlbum) spotify.AlbumID { return s.Album.ID })
					},
				}
			},
		}.steps(),
		shelf[spotify.AudiobookID]{
			service: "Audiobooks", kind: spotify.KindAudiobook,
			saved: func(f *fixture) spotify.AudiobookID { return f.example.Audiobook },
			fresh: func(f *fixture) spotify.AudiobookID { return f.fresh.audiobook },
			methods: func(c *spotify.Client) shelfMethods[spotify.AudiobookID] {
				id := func(b spotify.SimplifiedAudiobook) spotify.AudiobookID { return b.ID }
				return shelfMethods[spotify.AudiobookID]{
					check: c.Audiobooks.CheckSaved, save: c.Audiobooks.Save, remove: c.Audiobooks.RemoveSaved,
					list: func(ctx context.Context, limit, offset int) ([]spotify.AudiobookID, error) {
						page, err := c.Audiobooks.ListSaved(ctx, &spotify.AudiobooksListSavedOptions{Limit: limit, Offset: offset})
						return itemsOf(page, id), err
					},
					all: func(ctx context.Context, limit int) ([]spotify.AudiobookID, error) {
						return collect(c.Audiobooks.AllSaved(ctx, &spotify.AudiobooksListSavedOptions{Limit: limit}), id)
					},
				}
			},
		}.steps(),
		shelf[spotify.EpisodeID]{
			service: "Episodes", kind: spotify.KindEpisode,
			saved: func(f *fixture) spotify.EpisodeID { return f.example.Episode },
			fresh: func(f *fixture) spotify.EpisodeID { return f.fresh.episode },
			shown: func(f *fixture, id spotify.EpisodeID) spotify.EpisodeID {
				if e, _ := f.Episode(id); e.Removed {
					return "" // nothing is left of it but its place
				}
				return id
			},
			methods: func(c *spotify.Client) shelfMethods[spotify.EpisodeID] {
				id := func(s spotify.SavedEpisode) spotify.EpisodeID { return s.Episode.ID }
				return shelfMethods[spotify.EpisodeID]{
					check: c.Episodes.CheckSaved, save: c.Episodes.Save, remove: c.Episodes.RemoveSaved,
					list: func(ctx context.Context, limit, offset int) ([]spotify.EpisodeID, error) {
						page, err := c.Episodes.ListSaved(ctx, &spotify.EpisodesListSavedOptions{Limit: limit, Offset: offset})
						return itemsOf(page, id), err
					},
					all: func(ctx context.Context, limit int) ([]spotify.EpisodeID, error) {
						return collect(c.Episodes.AllSaved(ctx, &spotify.EpisodesListSavedOptions{Limit: limit}), id)
					},
				}
			},
		}.steps(),
		shelf[spotify.ShowID]{
			service: "Shows", kind: spotify.KindShow,
			saved: func(f *fixture) spotify.ShowID { return f.example.Show },
			fresh: func(f *fixture) spotify.ShowID { return f.fresh.show },
			methods: func(c *spotify.Client) shelfMethods[spotify.ShowID] {
				id := func(s spotify.SavedShow) spotify.ShowID { return s.Show.ID }
				return shelfMethods[spotify.ShowID]{
					check: c.Shows.CheckSaved, save: c.Shows.Save, remove: c.Shows.RemoveSaved,
					list: func(ctx context.Context, limit, offset int) ([]spotify.ShowID, error) {
						page, err := c.Shows.ListSaved(ctx, &spotify.ShowsListSavedOptions{Limit: limit, Offset: offset})
						return itemsOf(page, id), err
					},
					all: func(ctx context.Context, limit int) ([]spotify.ShowID, error) {
						return collect(c.Shows.AllSaved(ctx, &spotify.ShowsListSavedOptions{Limit: limit}), id)
					},
				}
			},
		}.steps(),
		shelf[spotify.TrackID]{
			service: "Tracks", kind: spotify.KindTrack,
			saved: func(f *fixture) spotify.TrackID { return f.example.Track },
			fresh: func(f *fixture) spotify.TrackID { return f.fresh.track },
			// Another instance of it may be shown.
			shown: func(f *fixture, id spotify.TrackID) spotify.TrackID { return spotify.TrackID(f.recording(id)) },
			methods: func(c *spotify.Client) shelfMethods[spotify.TrackID] {
				recording := func(s spotify.SavedTrack) spotify.TrackID { return spotify.TrackID(s.Track.ExternalIDs.ISRC) }
				return shelfMethods[spotify.TrackID]{
					check: c.Tracks.CheckSaved, save: c.Tracks.Save, remove: c.Tracks.RemoveSaved,
					list: func(ctx context.Context, limit, offset int) ([]spotify.TrackID, error) {
						page, err := c.Tracks.ListSaved(ctx, &spotify.TracksListSavedOptions{Limit: limit, Offset: offset})
						return itemsOf(page, recording), err
					},
					all: func(ctx context.Context, limit int) ([]spotify.TrackID, error) {
						return collect(c.Tracks.AllSaved(ctx, &spotify.TracksListSavedOptions{Limit: limit}), recording)
					},
				}
			},
		}.steps(),
	} {
		maps.Copy(all, part)
	}
	all["Tracks.SaveTimestamped"] = saveTimestampedStep
	return all
}

// saveTimestampedStep saves a track as the oldest of all.
func saveTimestampedStep(t *testing.T, f *fixture) error {
	want := f.library()
	long := []spotify.TimestampedID{{ID: f.fresh.track, AddedAt: time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)}}
	if err := f.client.Tracks.SaveTimestamped(t.Context(), long); err != nil {
		return err
	}
	want[spotify.KindTrack] = append(want[spotify.KindTrack], f.fresh.track.URI())
	wantEqual(t, "library", want, f.library())
	return nil
}

// A shelf is where saved things of a kind are.
type shelf[ID interface {
	~string
	URI() spotify.URI
}] struct {
	service      string
	kind         spotify.Kind
	saved, fresh func(f *fixture) ID
	shown        func(f *fixture, id ID) ID // what lists show of a thing; nil is its ID
	methods      func(*spotify.Client) shelfMethods[ID]
}

type shelfMethods[ID ~string] struct {
	check        func(ctx context.Context, ids []ID, options ...spotify.RequestOption) ([]bool, error)
	save, remove func(ctx context.Context, ids []ID, options ...spotify.RequestOption) error
	list         func(ctx context.Context, limit, offset int) ([]ID, error)
	all          func(ctx context.Context, limit int) ([]ID, error)
}

func itemsOf[E, ID any](page *spotify.Page[E], id func(E) ID) []ID {
	if page == nil {
		return nil
	}
	return each(page.Items, id)
}

func (s shelf[ID]) steps() map[string]step {
	contents := func(f *fixture) []ID {
		ids := idsOfURIs[ID](f.Saved("", s.kind))
		if s.shown == nil {
			return ids
		}
		return each(ids, func(id ID) ID { return s.shown(f, id) })
	}
	return map[string]step{
		s.service + ".CheckSaved": func(t *testing.T, f *fixture) error {
			got, err := s.methods(f.client).check(t.Context(), []ID{s.saved(f), s.fresh(f), s.saved(f)})
			if err != nil {
				return err
			}
			wantEqual(t, "what is saved", []bool{true, false, true}, got)
			return nil
		},
		s.service + ".Save": func(t *testing.T, f *fixture) error {
			before := f.library()
			if err := s.methods(f.client).save(t.Context(), []ID{s.fresh(f), s.saved(f)}); err != nil {
				return err
			}
			before[s.kind] = prepend(before[s.kind], s.fresh(f).URI())
			wantEqual(t, "library", before, f.library())
			return nil
		},
		s.service + ".RemoveSaved": func(t *testing.T, f *fixture) error {
			before := f.library()
			if err := s.methods(f.client).remove(t.Context(), []ID{s.saved(f), s.fresh(f)}); err != nil {
				return err
			}
			before[s.kind] = without(before[s.kind], s.saved(f).URI())
			wantEqual(t, "library", before, f.library())
			return nil
		},
		s.service + ".ListSaved": func(t *testing.T, f *fixture) error {
			got, err := s.methods(f.client).list(t.Context(), 4, 1)
			if err != nil {
				return err
			}
			wantEqual(t, "page", contents(f)[1:5], got)
			return nil
		},
		s.service + ".AllSaved": func(t *testing.T, f *fixture) error {
			want := contents(f)
			got, err := s.methods(f.client).all(t.Context(), min((len(want)+1)/2, 50))
			if err != nil {
				return err
			}
			wantEqual(t, "saved", want, got)
			return nil
		},
	}
}
