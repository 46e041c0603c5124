//go:build goexperiment.jsonv2

package main

import jsonv2 "encoding/json/v2"

// jsonV2Note says what the experiment changes, beside making this package
// available.
const jsonV2Note = "encoding/json/v2 is that of Go, with GOEXPERIMENT=jsonv2. So encoding/json runs on its code, too, and with it all who use encoding/json"

// jsonV2 is encoding/json/v2.
func jsonV2() leanCodec {
	return leanCodec{
		contender: jsonV2Lean,
		unmarshal: func(data []byte, into any) error { return jsonv2.Unmarshal(data, into) },
		marshal:   func(value any) ([]byte, error) { return jsonv2.Marshal(value) },
	}
}
