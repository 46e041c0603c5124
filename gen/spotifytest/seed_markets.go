package spotifytest

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The markets of the catalogue, by region.
const (
	nordicMarkets    = "DK FI IS NO SE"
	europeanMarkets  = "AT BE BG CH CY CZ DE EE ES FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SI SK " + nordicMarkets
	americanMarkets  = "AR BO BR CA CL CO CR DO EC GT HN MX NI PA PE PY SV US UY"
	otherMarkets     = "AE AU EG HK ID IL IN JP KR MY NZ PH SA SG TH TR TW VN ZA"
	audiobookMarkets = "AU CA DK FI GB IE IS NO NZ SE US"
)

// defaultMarkets are the markets of every server, in the order of the alphabet.
func defaultMarkets() []spotify.Market {
	return marketsOf(europeanMarkets, americanMarkets, otherMarkets)
}

// marketsOf lists the markets of regions in the order of the alphabet, as Spotify does.
func marketsOf(regions ...string) []spotify.Market {
	var markets []spotify.Market
	for _, region := range regions {
		for code := range strings.FieldsSeq(region) {
			markets = append(markets, spotify.Market(code))
		}
	}
	slices.Sort(markets)
	return markets
}
