package spotify

import "testing"

func TestURI(t *testing.T) {}
