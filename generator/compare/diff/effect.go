package diff

import (
	"fmt"
	"slices"
)

// effectNames are the names of the effects, in their order.
func effectNames() []string { return []string{"none", "comment", "additive", "behaviour", "compile"} }

// String returns the name of the effect: none, comment, additive, behaviour, or compile.
func (e Effect) String() string {
	names := effectNames()
	if e < 0 || int(e) >= len(names) {
		return fmt.Sprintf("Effect(%d)", int(e))
	}
	return names[e]
}

// Breaking reports whether code that imports the client may fail, when it is compiled
// or when it runs.
func (e Effect) Breaking() bool { return e >= Behaviour }

// Step returns the step of the semantic version that follows. What Spotify changes for
// all versions of the client is no reason for a major one: to keep an old version
// would not help.
func (e Effect) Step() Step {
	switch e {
	case None:
		return NoStep
	case Comment:
		return Patch
	case Compile:
		return Major
	}
	return Minor
}

// MarshalText implements encoding.TextMarshaler with the name of the effect.
func (e Effect) MarshalText() ([]byte, error) {
	if e < None || e > Compile {
		return nil, fmt.Errorf("diff: there is no effect %d", int(e))
	}
	return []byte(e.String()), nil
}

// UnmarshalText implements encoding.TextUnmarshaler. An unknown name is an error.
func (e *Effect) UnmarshalText(text []byte) error {
	i := slices.Index(effectNames(), string(text))
	if i < 0 {
		return fmt.Errorf("diff: %q is not an effect; use one of %q", text, effectNames())
	}
	*e = Effect(i)
	return nil
}

// Effect returns the gravest effect of all changes.
func (r *Report) Effect() Effect {
	worst := None
	for _, c := range r.Changes {
		worst = max(worst, c.Effect)
	}
	return worst
}

// Step returns the step of the semantic version that follows from all changes. A raw
// report says nothing about the client, so that its step is NoStep.
func (r *Report) Step() Step {
	if r.Raw {
		return NoStep
	}
	return r.Effect().Step()
}

// Count returns how many changes have an effect.
func (r *Report) Count(effect Effect) int {
	n := 0
	for _, c := range r.Changes {
		if c.Effect == effect {
			n++
		}
	}
	return n
}

// groups are the groups in the order of a report.
func groups() []Group {
	return []Group{Operations, Parameters, Results, Types, Enums, Scopes, Modes, GoAPI}
}
