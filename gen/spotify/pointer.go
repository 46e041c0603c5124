package spotify

// Ptr returns a pointer to a copy of value, for fields and options that tell "not given"
// from zero: nil leaves the choice to Spotify. Since Go 1.26, new(value) does the same.
func Ptr[T any](value T) *T { return &value }
