package spotifytest

import (
	"strings"
	"unicode"
)

// plain reduces a text to what a search compares: words of lower-case letters without
// diacritics, and numbers, with one space between them. Apostrophes vanish, and all
// other characters part words.
func plain(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	appendPlain(&b, text)
	return b.String()
}

func appendPlain(b *strings.Builder, text string) {
	begun, gap := false, false
	for _, r := range text {
		letters := plainLetters(r)
		if letters == "" {
			gap = gap || !isSilent(r)
			continue
		}
		if gap && begun {
			b.WriteByte(' ')
		}
		b.WriteString(letters)
		begun, gap = true, false
	}
}

// isSilent is for what stands within words and is not compared.
func isSilent(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || unicode.Is(unicode.Mn, r)
}

// plainLetters is what a letter or a digit is compared as, and "" for all else.
func plainLetters(r rune) string {
	const ascii = "0123456789abcdefghijklmnopqrstuvwxyz"
	switch {
	case '0' <= r && r <= '9':
		return ascii[r-'0' : r-'0'+1]
	case 'a' <= r && r <= 'z':
		return ascii[r-'a'+10 : r-'a'+11]
	case 'A' <= r && r <= 'Z':
		return ascii[r-'A'+10 : r-'A'+11]
	case r < 0x80 || !unicode.IsLetter(r) && !unicode.IsNumber(r):
		return ""
	}
	return withoutDiacritics(unicode.ToLower(r))
}

// withoutDiacritics knows the Latin letters that are likely in names.
func withoutDiacritics(r rune) string {
	switch r {
	case 'à', 'á', 'â', 'ã', 'ä', 'å', 'ā', 'ă', 'ą', 'ǎ', 'ạ', 'ả', 'ấ', 'ầ':
		return "a"
	case 'ç', 'ć', 'ĉ', 'ċ', 'č':
		return "c"
	case 'ď', 'đ', 'ð':
		return "d"
	case 'è', 'é', 'ê', 'ë', 'ē', 'ĕ', 'ė', 'ę', 'ě', 'ẹ', 'ẻ', 'ế', 'ề', 'ệ':
		return "e"
	case 'ĝ', 'ğ', 'ġ', 'ģ':
		return "g"
	case 'ĥ', 'ħ':
		return "h"
	case 'ì', 'í', 'î', 'ï', 'ĩ', 'ī', 'ĭ', 'į', 'ı', 'ị', 'ỉ':
		return "i"
	case 'ĵ':
		return "j"
	case 'ķ':
		return "k"
	case 'ĺ', 'ļ', 'ľ', 'ł':
		return "l"
	case 'ñ', 'ń', 'ņ', 'ň':
		return "n"
	case 'ò', 'ó', 'ô', 'õ', 'ö', 'ø', 'ō', 'ŏ', 'ő', 'ơ', 'ọ', 'ỏ', 'ố', 'ồ':
		return "o"
	case 'ŕ', 'ŗ', 'ř':
		return "r"
	case 'ś', 'ŝ', 'ş', 'š', 'ș':
		return "s"
	case 'ţ', 'ť', 'ŧ', 'ț':
		return "t"
	case 'ù', 'ú', 'û', 'ü', 'ũ', 'ū', 'ŭ', 'ů', 'ű', 'ų', 'ư', 'ụ', 'ủ':
		return "u"
	case 'ŵ':
		return "w"
	case 'ý', 'ÿ', 'ŷ':
		return "y"
	case 'ź', 'ż', 'ž':
		return "z"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ß':
		return "ss"
	case 'þ':
		return "th"
	}
	return string(r)
}
