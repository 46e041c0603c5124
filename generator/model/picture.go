package model

// Picture tells how a struct describes a picture that is somewhere else.
type Picture struct {
	List   string // type of lists of it: Images
	URL    *Step  // where it is; nil without
	Width  *Step  // in pixels; nil without
	Height *Step  // in pixels; nil without
}
