package spotifytest

import "strings"

// vocabulary has the words that names of the default catalogue consist of. The names
// are invented: it is unlikely that any real person or work has one of them.
type vocabulary struct {
	given, family, places, ensembles, syllables  []string
	adjectives, things, plurals, verbs, times    []string
	genres, labels, greetings, numbers, subjects []string
}

func newVocabulary() vocabulary {
	return vocabulary{
		given: wordList(`Alvira Benoît Caspia Dorrit Eskil Fenna Gaspard Hedda Ilva Jorun Kestrel Léonie
			Maruna Nadiye Odrin Perpetua Quillon Rosalba Selvi Tamsin Ulrike Vesna Wendel Xiomara
			Ysolde Zdenka Ambros Brannoch Čeněk Delphin Emrys Florian Gudrun Håkon Imre Jelena Kirsi
			Ludovic Mirela Nuño Orsolya Paavo Runa Søren Tilda Ümit Valter Włodek`),
		family: wordList(`Marrenholt Brandsæll Ostrander Quillfeather Vintervind Tolmachi Hollowell Ferraldi
			Wickersby Morvanna Pellworth Ravnsholm Saltonstone Thistlewood Umbervale Venngaard
			Ysterby Zellikar Ambrovic Bellwether Corriveldt Dunmarrow Eiderström Fennimore Garrowby
			Hindelang Iverstad Jankalis Kestlund Lovrensky Mistralli Nordquay Okonjima Peregrew
			Quistgård Rosamonte Svalander Tarnowitz Undermoor Vasquelle Wolfinden Yarrowby Zuñavera
			Aldersund Bramblecote Çelikova Drakensund Élimont`),
		places: wordList(`Ostrevik Velmora Saltmere Brackwater Isenlund Candorra Peleth Marisko Tannholm
			Lirren Kumorina Hallasund Vironne Estelada Quarrendon Nebrasund Port_Alder Sankt_Orm
			Myrrhaven Fjellbro Oulanka_Bay Tresmarées Żelazno_Dolne Cape_Wren`),
		ensembles: wordList(`Quartet Orchestra Collective Choir Trio Sound_System Ensemble Philharmonic
			Brass_Band Assembly Workshop Society`),
		syllables: wordList(`vel tor mi ka sun ra lo ne ush ari bel qua dro fen isk zan ola pri mu tch`),
		adjectives: wordList(`Borrowed Brackish Cobalt Sleepless Unposted Half-Lit Windward Threadbare Tidal
			Verdigris Slantwise Amber Nearsighted Paperback Unhurried Saltwater Gilded Crooked
			Meridian Velveteen Migratory Lopsided Weatherproof Feathered Secondhand Ultramarine
			Hollow Overgrown Reluctant Translucent Portable Marzipan Unfinished Northbound Copper
			Moonfaced Sugared Drifting Absent-Minded Rusted Boreal Subtropical Pocket-Sized
			Clockwork Unreturned Lacquered Mossy Electric`),
		things: wordList(`Ferry Orchard Switchboard Lighthouse Almanac Signal Tramline Lantern Compass
			Greenhouse Marionette Telescope Harmonium Staircase Umbrella Typewriter Archipelago
			Carousel Postcard Observatory Kettle Barometer Suitcase Satellite Accordion Windmill
			Sextant Parachute Aquarium Chandelier Footbridge Gramophone Hedgehog Inkwell Jukebox
			Kite Ledger Metronome Nightjar Overcoat Pinwheel Quarry Rowboat Semaphore Thimble
			Viaduct Weathervane Xylophone Zeppelin Breakwater Elevator Thermos`),
		plurals: wordList(`Ferries Orchards Switchboards Lighthouses Almanacs Signals Tramlines Lanterns
			Compasses Greenhouses Marionettes Telescopes Harmoniums Staircases Umbrellas
			Typewriters Archipelagos Carousels Postcards Kettles Barometers Suitcases Satellites
			Accordions Windmills Sextants Parachutes Aquariums Chandeliers Footbridges Gramophones
			Hedgehogs Inkwells Kites Ledgers Metronomes Nightjars Overcoats Pinwheels Rowboats
			Semaphores Thimbles Viaducts Weathervanes Zeppelins Breakwaters`),
		verbs: wordList(`Sleep Gather Wait Turn Sing Rust Return Wander Glow Drift Answer Hum Migrate Listen
			Vanish Assemble`),
		times: wordList(`Noon Midnight Closing_Time Supper the_Thaw the_Regatta Harvest Michaelmas the_Flood
			Daybreak the_Matinée Curfew`),
		genres: phraseList(`harbour folk; nordic indie; chamber pop; slow disco; dust blues; tape ambient; tram jazz;
			brass funk; glass techno; choral drone; attic lo-fi; marsh country; nouvelle chanson;
			kitchen soul; fjord metal; postal punk; coastal reggae; salon tango`),
		labels: phraseList(`Ostrevik Tapes; Half-Lit Records; Third Rowboat; Weathervane Sound; Kettle & Daughters;
			Isenlund Musik; Discos Candorra; Blue Thermos; Quarry Street; Nightjar Editions`),
		greetings: phraseList(`Letters from; Postcards to; Sommarnätter i; Grüße aus; Ciel de; Cançó de;
			Saudades de; Leaving; The Road to; Rain over; Weißt du noch,; Never Again in`),
		numbers: wordList(`Three Four Five Seven Nine Eleven Thirteen Forty Ninety A_Thousand`),
		subjects: phraseList(`lighthouses and who keeps them; the history of the umbrella; learning a language late;
			trains that no longer run; cooking for forty; maps that lie; the sound of empty rooms;
			birds of the harbour; letters that came too late; repairing what is broken;
			how cities sleep; the mathematics of knots; ghost signs; small instruments`),
	}
}

// wordList separates words; a word with a space in it has an underscore there.
func wordList(text string) []string {
	fields := strings.Fields(text)
	for i, field := range fields {
		fields[i] = strings.ReplaceAll(field, "_", " ")
	}
	return fields
}

// phraseList separates phrases, which may be broken over lines.
func phraseList(text string) []string {
	phrases := strings.Split(text, ";")
	for i, phrase := range phrases {
		phrases[i] = strings.Join(strings.Fields(phrase), " ")
	}
	return phrases
}
