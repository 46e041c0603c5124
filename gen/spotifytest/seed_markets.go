package spotifytest

import (
	"slices"
	"strings"

	"github.com/spotgen/spotgen/gen/spotify"
)

// The markets that Spotify has, by region.
const (
	nordicMarkets   = "DK FI IS NO SE"
	europeanMarkets = "AD AL AT BA BE BG BY CH CY CZ DE EE ES FR GB GR HR HU IE IT LI LT LU LV MC MD ME MK " +
		"MT NL PL PT RO RS SI SK SM UA XK " + nordicMarkets
	americanMarkets = "AG AR BB BO BR BS BZ CA CL CO CR CW DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY " +
		"SR SV TT US UY VC VE"
	africanMarkets = "AO BF BI BJ BW CD CG CI CM CV DJ DZ EG ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML " +
		"MR MU MW MZ NA NE NG RW SC SL SN ST SZ TD TG TN TZ UG ZA ZM ZW"
	asianMarkets = "AE AM AU AZ BD BH BN BT FJ FM GE HK ID IL IN IQ JO JP KG KH KI KR KW KZ LA LB LK MH MN " +
		"MO MV MY NP NR NZ OM PG PH PK PS PW QA SA SB SG TH TJ TL TO TR TV TW UZ VN VU WS"
	otherMarkets     = africanMarkets + " " + asianMarkets
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
