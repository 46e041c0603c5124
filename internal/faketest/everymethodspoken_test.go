//lint:file-ignore SA1019 What is deprecated is tested like the rest.

package faketest_test

import (
	"testing"

	"github.com/spotgen/spotgen/gen/spotify"
)

func showSteps() map[string]step {
	return map[string]step{
		"Shows.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Shows.Get(t.Context(), f.example.Show, nil)
			if err != nil {
				return err
			}
			want, _ := f.Show(f.example.Show)
			wantEqual(t, "name, publisher, languages, and episodes",
				[]any{want.Name, inExtended(f, want.Publisher), want.Languages, 63, f.example.Episode},
				[]any{got.Name, got.Publisher, got.Languages, got.TotalEpisodes, got.Episodes.Items[0].ID})
			return nil
		},
		"Shows.GetMany": func(t *testing.T, f *fixture) error {
			ids := []spotify.ShowID{f.fresh.show, unknownID, f.example.Show}
			got, err := f.client.Shows.GetMany(t.Context(), ids, nil)
			if err != nil {
				return err
			}
			wantEqual(t, "IDs", nullFor(ids), each(got, func(s *spotify.SimplifiedShow) spotify.ShowID {
				if s == nil {
					return ""
				}
				return s.ID
			}))
			return nil
		},
		"Shows.ListEpisodes": func(t *testing.T, f *fixture) error {
			page, err := f.client.Shows.ListEpisodes(t.Context(), f.example.Show, &spotify.ShowsListEpisodesOptions{Limit: 5})
			if err != nil {
				return err
			}
			wantEqual(t, "first, size, and total", []any{f.example.Episode, 5, 63}, []any{page.Items[0].ID, len(page.Items), page.Total})
			return nil
		},
		"Shows.AllEpisodes": func(t *testing.T, f *fixture) error {
			ids, err := collect(f.client.Shows.AllEpisodes(t.Context(), f.example.Show, nil),
				func(e spotify.SimplifiedEpisode) spotify.EpisodeID { return e.ID })
			if err != nil {
				return err
			}
			for _, id := range ids {
				if e, ok := f.Episode(id); !ok || e.Show != f.example.Show || e.Removed {
					t.Errorf("there is an episode %+v", e)
				}
			}
			wantEqual(t, "number of episodes", 63, len(ids))
			return nil
		},
	}
}

func episodeSteps() map[string]step {
	return map[string]step{
		"Episodes.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Episodes.Get(t.Context(), f.example.Episode, nil)
			if err != nil {
				return err
			}
			want, _ := f.Episode(f.example.Episode)
			wantEqual(t, "name, length, date, and show",
				[]any{want.Name, int(want.Duration.Milliseconds()), want.ReleaseDate, want.Show},
				[]any{got.Name, got.DurationMS, got.ReleaseDate, got.Show.ID})
			return nil
		},
		"Episodes.GetMany": func(t *testing.T, f *fixture) error {
			ids := []spotify.EpisodeID{f.fresh.episode, unknownID, f.example.Episode}
			got, err := f.client.Episodes.GetMany(t.Context(), ids, nil)
			if err != nil {
				return err
			}
			wantEqual(t, "IDs", nullFor(ids), each(got, func(e *spotify.Episode) spotify.EpisodeID {
				if e == nil {
					return ""
				}
				return e.ID
			}))
			return nil
		},
	}
}

func audiobookSteps() map[string]step {
	return map[string]step{
		"Audiobooks.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Audiobooks.Get(t.Context(), f.example.Audiobook, &spotify.AudiobooksGetOptions{Market: "GB"})
			if err != nil {
				return err
			}
			want, _ := f.Audiobook(f.example.Audiobook)
			wantEqual(t, "name, author, edition, publisher, and chapters",
				[]any{want.Name, want.Authors[0], want.Edition, inExtended(f, want.Publisher), 26, f.example.Chapter},
				[]any{got.Name, got.Authors[0].Name, got.Edition, got.Publisher, got.TotalChapters, got.Chapters.Items[0].ID})
			return nil
		},
		"Audiobooks.GetMany": func(t *testing.T, f *fixture) error {
			ids := []spotify.AudiobookID{f.fresh.audiobook, unknownID, f.example.Audiobook}
			got, err := f.client.Audiobooks.GetMany(t.Context(), ids, &spotify.AudiobooksGetManyOptions{Market: "US"})
			if err != nil {
				return err
			}
			wantEqual(t, "IDs", nullFor(ids), each(got, func(b *spotify.Audiobook) spotify.AudiobookID {
				if b == nil {
					return ""
				}
				return b.ID
			}))
			return nil
		},
		"Audiobooks.ListChapters": func(t *testing.T, f *fixture) error {
			page, err := f.client.Audiobooks.ListChapters(t.Context(), f.example.Audiobook, &spotify.AudiobooksListChaptersOptions{Limit: 4, Offset: 23})
			if err != nil {
				return err
			}
			wantEqual(t, "numbers of the chapters", []int{23, 24, 25},
				each(page.Items, func(c spotify.SimplifiedChapter) int { return c.ChapterNumber }))
			return nil
		},
		"Audiobooks.AllChapters": func(t *testing.T, f *fixture) error {
			ids, err := collect(f.client.Audiobooks.AllChapters(t.Context(), f.example.Audiobook, &spotify.AudiobooksListChaptersOptions{Limit: 10}),
				func(c spotify.SimplifiedChapter) spotify.ChapterID { return c.ID })
			if err != nil {
				return err
			}
			for i, id := range ids {
				if c, ok := f.Chapter(id); !ok || c.Audiobook != f.example.Audiobook || c.Number != i {
					t.Errorf("chapter %d is %+v", i, c)
				}
			}
			wantEqual(t, "number of chapters", 26, len(ids))
			return nil
		},
		"Chapters.Get": func(t *testing.T, f *fixture) error {
			got, err := f.client.Chapters.Get(t.Context(), f.example.Chapter, nil)
			if err != nil {
				return err
			}
			want, _ := f.Chapter(f.example.Chapter)
			wantEqual(t, "name, length, and book",
				[]any{want.Name, int(want.Duration.Milliseconds()), want.Audiobook},
				[]any{got.Name, got.DurationMS, got.Audiobook.ID})
			return nil
		},
		"Chapters.GetMany": func(t *testing.T, f *fixture) error {
			ids := []spotify.ChapterID{unknownID, f.example.Chapter}
			got, err := f.client.Chapters.GetMany(t.Context(), ids, nil)
			if err != nil {
				return err
			}
			wantEqual(t, "IDs", nullFor(ids), each(got, func(c *spotify.Chapter) spotify.ChapterID {
				if c == nil {
					return ""
				}
				return c.ID
			}))
			return nil
		},
	}
}
