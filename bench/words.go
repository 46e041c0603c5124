package main

// What names are made of. The words are invented for the occasion; some are not
// ASCII, because names are not either.

func firstWords() []string {
	return []string{
		"Amber", "Borrowed", "Copper", "Distant", "Electric", "Folded", "Glass", "Hollow",
		"Inland", "Jagged", "Kindly", "Lantern", "Midnight", "Nordic", "Öde", "Paper",
		"Quiet", "Rosé", "Slow", "Tidal", "Ünder", "Velvet", "Winter", "Yellow", "東の",
	}
}

func secondWords() []string {
	return []string{
		"Architecture", "Birds", "Chimneys", "Daughters", "Echoes", "Fjord", "Gardens", "Harbour",
		"Islands", "Junction", "Küste", "Letters", "Machinery", "Neighbours", "Orchestra", "Parade",
		"Question", "Rivers", "Señales", "Telegrams", "Umbrellas", "Valley", "Weather", "夜", "Zeppelins",
	}
}

// endings follow the name of a recording; most have none.
func endings() []string {
	return []string{
		"", "", "", "", "", "", " (Live at the Old Mill)", " - Remastered 2011",
		` ("Home" Version)`, " - Radio Edit", " (feat. The Paper Rivers)", "",
	}
}

func genres() []string {
	return []string{
		"chamber drone", "coastal pop", "harbour folk", "kitchen techno", "northern swing",
		"paper jazz", "slow disco", "tidal ambient",
	}
}

func labels() []string {
	return []string{"Second Shelf", "Harbour & Sons Recordings", "Kleine Welle", "Nine Chimneys Ltd."}
}

// countries are the markets of what is available everywhere.
func countries() []string {
	return []string{
		"AD", "AE", "AG", "AL", "AM", "AO", "AR", "AT", "AU", "AZ", "BA", "BB", "BD", "BE", "BF", "BG", "BH", "BI",
		"BJ", "BN", "BO", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CD", "CG", "CH", "CI", "CL", "CM", "CO", "CR",
		"CV", "CW", "CY", "CZ", "DE", "DJ", "DK", "DM", "DO", "DZ", "EC", "EE", "EG", "ES", "ET", "FI", "FJ", "FM",
		"FR", "GA", "GB", "GD", "GE", "GH", "GM", "GN", "GQ", "GR", "GT", "GW", "GY", "HK", "HN", "HR", "HT", "HU",
		"ID", "IE", "IL", "IN", "IQ", "IS", "IT", "JM", "JO", "JP", "KE", "KG", "KH", "KI", "KM", "KN", "KR", "KW",
		"KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA", "MC", "MD", "ME", "MG", "MH",
		"MK", "ML", "MN", "MO", "MR", "MT", "MU", "MV", "MW", "MX", "MY", "MZ", "NA", "NE", "NG", "NI", "NL", "NO",
		"NP", "NR", "NZ", "OM", "PA", "PE", "PG", "PH", "PK", "PL", "PR", "PS", "PT", "PW", "PY", "QA", "RO", "RS",
		"RW", "SA", "SB", "SC", "SE", "SG", "SI", "SK", "SL", "SM", "SN", "SR", "ST", "SV", "SZ", "TD", "TG", "TH",
		"TJ", "TL", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "US", "UY", "UZ", "VC", "VE", "VN", "VU",
		"WS", "XK", "ZA", "ZM", "ZW",
	}
}
