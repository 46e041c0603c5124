package spotify

// A URI names a thing.
type URI string

// An AlbumID names an album.
type AlbumID string

// Resources are things that have a URI.
type Resources []URI
