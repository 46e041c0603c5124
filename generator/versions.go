package generator

import (
	"github.com/spotgen/spotgen/generator/compare/diff"
	"github.com/spotgen/spotgen/generator/emit"
	"github.com/spotgen/spotgen/generator/model"
)

// ComparedVersion is one side of a comparison. Its model is made once, however many
// versions it is compared with.
type ComparedVersion struct {
	version *version
	runtime []emit.Source
}

// Versions returns a function that makes versions with the same hand-written files,
// which are parsed once.
func Versions(runtime []emit.Source) func(Inputs) ComparedVersion {
	parsed := runtimeOf(runtime)
	return func(in Inputs) ComparedVersion {
		return ComparedVersion{newVersion(in, "", CompareOptions{}, parsed), runtime}
	}
}

// Model returns the model of a version, or what is wrong with its inputs.
func (v ComparedVersion) Model() (*model.API, error) { return v.version.Model, v.version.err }

// Runtime returns the hand-written files of a version.
func (v ComparedVersion) Runtime() []emit.Source { return v.runtime }

// To compares a version with a newer one.
func (v ComparedVersion) To(newer ComparedVersion) (*diff.Report, error) {
	return compareVersions(v.version, newer.version)
}
