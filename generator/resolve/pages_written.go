package resolve

import (
	"maps"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// writtenPages finds the pages that are written out, with items of their own, and returns
// for each its base: the component with which most pages of its kind are composed. If no
// page is, the first one is the base of them all, since they differ in their items only.
func writtenPages(components openapi3.Schemas) map[*openapi3.Schema]string {
	composed := compositions(components)
	names := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(components)) {
		ref := components[name]
		if ref.Ref != "" || ref.Value == nil {
			continue
		}
		if kind, isPage := extensionString(ref.Value.Extensions, "x-spotgen-page"); isPage {
			names[kind] = append(names[kind], name)
		}
	}
	pages := map[*openapi3.Schema]string{}
	for _, list := range names {
		base := list[0]
		for _, name := range list {
			if composed[name] > composed[base] {
				base = name
			}
		}
		for _, name := range list {
			if page := components[name].Value; hasItems(page) && (name != base || composed[base] == 0) {
				pages[page] = base
			}
		}
	}
	return pages
}

// compositions counts the components that are composed with each component.
func compositions(components openapi3.Schemas) map[string]int {
	composed := map[string]int{}
	for _, ref := range components {
		if ref.Value == nil {
			continue
		}
		for _, part := range ref.Value.AllOf {
			composed[refComponent(part.Ref)]++
		}
	}
	return composed
}

func hasItems(s *openapi3.Schema) bool {
	items := s.Properties["items"]
	return items != nil && items.Value != nil && items.Value.Type.Is(openapi3.TypeArray) && items.Value.Items != nil
}
