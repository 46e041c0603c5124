package spotifytest

import (
	"strconv"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"
)

const (
	seededShows      = 40
	seededAudiobooks = 20
)

// seedShows makes shows, and their episodes up to yesterday.
func (s *seeder) seedShows() {
	example := s.addShow(Show{
		Name: "The Weathervane Hour", Publisher: "Kettle & Daughters",
		Description: "Every week, two people who disagree talk about the wind.", Languages: []string{"en", "sv"},
	})
	s.seedEpisodes(example, 64, 7)
	for i := s.shows.len(); i < seededShows; i++ {
		show := Show{
			Name:        s.unique(s.showName),
			Publisher:   s.pick(s.labels),
			Description: "Conversations about " + s.pick(s.subjects) + ".",
			Languages:   []string{pickOf(s, []string{"en", "en", "en", "sv", "de", "es", "pt-BR"})},
			Explicit:    i%13 == 5,
			External:    i%19 == 11,
		}
		if i%10 == 7 {
			show.Markets = marketsOf(americanMarkets)
		}
		s.seedEpisodes(s.addShow(show), s.between(10, 120), pickOf(s, []int{1, 7, 7, 7, 14, 30}))
	}
	episodes := s.episodesOfShow[example.ID]
	s.example.Show, s.example.Episode = example.ID, episodes[0]
	s.example.RemovedEpisode = episodes[removedEpisode]
}

func (s *seeder) showName() string {
	switch s.n(6) {
	case 0:
		return "The " + s.pick(s.things) + " Hour"
	case 1:
		return s.pick(s.adjectives) + " Questions"
	case 2:
		return "Notes from " + s.pick(s.places)
	case 3:
		return s.pick(s.given) + " and " + s.pick(s.given) + " Explain " + s.pick(s.plurals)
	case 4:
		return "A Short History of " + s.pick(s.plurals)
	default:
		return s.pick(s.places) + " Tonight"
	}
}

// removedEpisode is the place of the episode that some shows have removed.
const removedEpisode = 4

// seedEpisodes makes the episodes of a show, the newest first, one every so many days.
func (s *seeder) seedEpisodes(show *Show, count, days int) {
	removes := s.shows.len()%6 == 1
	for i := range count {
		subject := s.pick(s.subjects)
		s.addEpisode(Episode{
			Name:        strconv.Itoa(count-i) + ": " + s.title(),
			Show:        show.ID,
			Description: "This time it is about " + subject + ".",
			Duration:    time.Duration(s.between(11*60_000, 96*60_000)) * time.Millisecond,
			ReleaseDate: dateBefore(1 + i*days),
			Markets:     show.Markets,
			Explicit:    show.Explicit || s.chance(3),
			Removed:     removes && i == removedEpisode,
		})
	}
}

// seedAudiobooks makes books. Spotify has them in few markets.
func (s *seeder) seedAudiobooks() {
	markets := marketsOf(audiobookMarkets)
	example := s.addAudiobook(Audiobook{
		Name: "The Lighthouse at Saltmere", Authors: []string{"Perpetua Hollowell"}, Narrators: []string{"Emrys Quillfeather"},
		Publisher: "Third Rowboat", Description: "A keeper, a flood, and forty letters.", Edition: "Unabridged", Markets: markets,
	})
	s.seedChapters(example, 26)
	for i := s.audiobooks.len(); i < seededAudiobooks; i++ {
		book := Audiobook{
			Name:        "The " + s.pick(s.things) + " of " + s.pick(s.places),
			Authors:     []string{s.person()},
			Narrators:   []string{s.person()},
			Publisher:   s.pick(s.places) + " Press",
			Description: "A book about " + s.pick(s.subjects) + ".",
			Edition:     pickOf(s, []string{"Unabridged", "Abridged"}),
			Languages:   []string{pickOf(s, []string{"en", "en", "sv", "de"})},
			Markets:     markets,
			Explicit:    i%9 == 4,
		}
		if i%4 == 3 {
			book.Authors = append(book.Authors, s.person())
		}
		if i%5 == 2 {
			book.Markets = nil
		}
		s.seedChapters(s.addAudiobook(book), s.between(8, 45))
	}
	s.example.Audiobook, s.example.Chapter = example.ID, s.chaptersOfBook[example.ID][0]
}

func (s *seeder) seedChapters(book *Audiobook, count int) {
	released := spotify.ReleaseDate(strconv.Itoa(s.between(1998, 2025)))
	for i := range count {
		name := "Chapter " + strconv.Itoa(i)
		if i == 0 {
			name = "Opening Credits"
		}
		s.addChapter(Chapter{
			Name: name, Audiobook: book.ID, Number: i, ReleaseDate: released, Markets: book.Markets,
			Description: book.Name + ", part " + strconv.Itoa(i+1),
			Duration:    time.Duration(s.between(2*60_000, 44*60_000)) * time.Millisecond,
		})
	}
}
