//go:build !goexperiment.jsonv2

package main

import jsonv2 "github.com/go-json-experiment/json"

// jsonV2Note says where the second version comes from.
const jsonV2Note = "encoding/json is as programs have it unless they ask for something else. encoding/json/v2 is github.com/go-json-experiment/json, where it is developed"

// jsonV2 is encoding/json/v2 from outside of Go: with the experiment inside of
// it, encoding/json would not be what it is without.
func jsonV2() leanCodec {
	return leanCodec{
		contender: jsonV2Lean,
		unmarshal: func(data []byte, into any) error { return jsonv2.Unmarshal(data, into) },
		marshal:   func(value any) ([]byte, error) { return jsonv2.Marshal(value) },
	}
}
