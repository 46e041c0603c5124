package spotifytest

import "strings"

// alternatives suggests names for one that does not exist.
func alternatives(name string, names []string, none string) string {
	if len(names) == 0 {
		return none
	}
	if near := nearName(name, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "want " + oneOfThese(names)
}

// oneOfThese lists what can be chosen. A list that is too long to read is cut.
func oneOfThese(names []string) string {
	const most = 12
	if len(names) > most {
		return "one of " + strings.Join(names[:most], ", ") + ", …"
	}
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// nearName returns the name that is most like another one, "" if none is. A third of
// its letters may differ.
func nearName(name string, names []string) string {
	const longest = 64 // that anybody mistypes
	if len(name) > longest {
		return ""
	}
	best, bestDistance := "", len(name)/3+1
	for _, candidate := range names {
		if d := editsBetween(strings.ToLower(name), strings.ToLower(candidate)); d < bestDistance {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// editsBetween is the number of letters to insert, remove, replace, or swap with the next
// one, to get from one text to the other.
func editsBetween(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			replaced := last[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(replaced, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
