package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// A variety is how much there is in a catalog. The less there is, the more repeats in a body.
type variety struct{ artists, albums, markets, users int }

// usual is the variety of the pages of real playlists.
func usual() variety { return variety{artists: 60, albums: 70, markets: 20, users: 2} }

// A catalog is invented music, from which the bodies are made. The same seed
// makes the same catalog, and the same bodies if they are asked for in the same
// order.
type catalog struct {
	random  *rand.Rand
	markets []raw // lists of codes
	artists []entity
	users   []entity
	albums  []album
}

// An entity is what has an ID and a name.
type entity struct{ kind, id, name string }

type album struct {
	entity
	form        string // album, single or compilation
	artists     []entity
	markets     raw
	picture     string
	released    string
	trackNumber int // of the track that was made last
}

type track struct {
	entity
	album      album
	artists    []entity
	number     int
	durationMS int
	explicit   bool
	isrc       string
	popularity int
}

func newCatalog(seed uint64) *catalog { return newCatalogOf(seed, usual()) }

func newCatalogOf(seed uint64, v variety) *catalog {
	c := &catalog{random: rand.New(rand.NewPCG(seed, 20260530))}
	for range v.markets {
		c.markets = append(c.markets, c.marketList())
	}
	for range v.artists {
		c.artists = append(c.artists, entity{"artist", c.id(), "The " + c.name()})
	}
	for range v.users {
		c.users = append(c.users, entity{"user", c.letters("abcdefghijklmnopqrstuvwxyz0123456789", 12), c.name()})
	}
	for range v.albums {
		c.albums = append(c.albums, c.newAlbum())
	}
	return c
}

// marketList returns most of the countries.
func (c *catalog) marketList() raw {
	list := countries()
	for range c.random.IntN(12) {
		i := c.random.IntN(len(list))
		list = slices.Delete(list, i, i+1)
	}
	return raw(appendList(nil, list))
}

func (c *catalog) newAlbum() album {
	return album{
		entity:   entity{"album", c.id(), c.name() + pick(c, endings())},
		form:     pick(c, []string{"album", "album", "album", "single", "compilation"}),
		artists:  c.someArtists(1, 1, 1, 1, 2),
		markets:  pick(c, c.markets),
		picture:  c.letters("0123456789abcdef", 24),
		released: fmt.Sprintf("%d-%02d-%02d", 1970+c.random.IntN(55), 1+c.random.IntN(12), 1+c.random.IntN(28)),
	}
}

// newTrack returns another track of an album.
func (c *catalog) newTrack(on *album) track {
	on.trackNumber++
	return track{
		entity:     entity{"track", c.id(), c.name() + pick(c, endings())},
		album:      *on,
		artists:    c.someArtists(1, 1, 1, 2, 2, 3),
		number:     on.trackNumber,
		durationMS: 120_000 + c.random.IntN(240_000),
		explicit:   c.random.IntN(8) == 0,
		isrc:       c.letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 5) + c.letters("0123456789", 7),
		popularity: c.random.IntN(90),
	}
}

// tracks returns n tracks, in any order, from all albums if n is enough, and
// some albums more than once.
func (c *catalog) tracks(n int) []track {
	list := make([]track, n)
	for i := range list {
		list[i] = c.newTrack(&c.albums[i%len(c.albums)])
	}
	c.random.Shuffle(n, func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// someArtists returns artists, all different, at most as many as one of the
// counts.
func (c *catalog) someArtists(counts ...int) []entity {
	var list []entity
	for range pick(c, counts) {
		if artist := pick(c, c.artists); !slices.Contains(list, artist) {
			list = append(list, artist)
		}
	}
	return list
}

func (c *catalog) name() string { return pick(c, firstWords()) + " " + pick(c, secondWords()) }

// id returns an ID such as those of the catalog: 22 digits of base 62.
func (c *catalog) id() string {
	return c.letters("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 22)
}

func (c *catalog) letters(alphabet string, n int) string {
	var b strings.Builder
	for range n {
		b.WriteByte(alphabet[c.random.IntN(len(alphabet))])
	}
	return b.String()
}

// time returns a time of the last years.
func (c *catalog) time() string {
	return fmt.Sprintf("20%02d-%02d-%02dT%02d:%02d:%02dZ", 12+c.random.IntN(14), 1+c.random.IntN(12),
		1+c.random.IntN(28), c.random.IntN(24), c.random.IntN(60), c.random.IntN(60))
}

func pick[T any](c *catalog, list []T) T { return list[c.random.IntN(len(list))] }

func (e entity) href() string { return "https://api.spotify.com/v1/" + e.kind + "s/" + e.id }
func (e entity) uri() string  { return "spotify:" + e.kind + ":" + e.id }

func (e entity) urls() object {
	return object{{"spotify", "https://open.spotify.com/" + e.kind + "/" + e.id}}
}
