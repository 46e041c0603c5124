package diff

// Advice is what an importer is to do about a change.
type Advice struct {
	Kind AdviceKind
	Text Text // a whole sentence; empty for nothing to do
	// Use are the names of what to use instead, in the order of the sentence. Only
	// UseInstead has some.
	Use []string
	// Or is what else an importer can do than to use something else:
	// WithQuotaMode(Development). It is empty if there is nothing.
	Or string
}

// AdviceKind tells what the advice is to do.
type AdviceKind string

// The kinds of advice.
const (
	NoAdvice   AdviceKind = ""            // nothing is to be done
	Do         AdviceKind = "do"          // something that only the sentence tells
	UseInstead AdviceKind = "use-instead" // to use something else
	UseIfSame  AdviceKind = "use-if-same" // to use what may have taken its place
	DoWithout  AdviceKind = "do-without"  // to use nothing instead
)

// do advises what only a sentence tells.
func do(format string, args ...any) Advice { return Advice{Kind: Do, Text: Textf(format, args...)} }

// doWithout advises to use nothing instead.
func doWithout(format string, args ...any) Advice {
	return Advice{Kind: DoWithout, Text: Textf(format, args...)}
}

// useInstead advises to use one of some names instead of another one.
func useInstead(new, old string) Advice { return insteadOf([]string{new}, []string{old}) }

// insteadOf advises to use each of some names, which are new, instead of the one in its
// place.
func insteadOf(new, old []string) Advice {
	var parts []Text
	for i := range new {
		parts = append(parts, Textf("%s instead of %s", About(new[i]), About(old[i])))
	}
	return Advice{Kind: UseInstead, Text: Textf("Use %s.", enumerate(parts, "and")), Use: new}
}

// ifTheSame advises to use what may have taken the place of something.
func ifTheSame(new, old Text) Advice {
	return Advice{Kind: UseIfSame, Text: Textf("If it means the same, use %s instead of %s.", new, old)}
}

// advise gives a change the advice to follow.
func (d *draft) advise(advice Advice) *draft {
	d.Advice = advice
	return d
}
