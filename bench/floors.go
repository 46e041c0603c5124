package main

import (
	"encoding/json"
	"errors"

	"github.com/bytedance/sonic"
	"github.com/go-faster/jx"
)

// floors read a body from one end to the other, and keep nothing. Nobody can be
// expected to be faster who looks at every byte.
func floors() []reader {
	return []reader{
		keepingNothing(jxSkip, func(data []byte) error { return jx.DecodeBytes(data).Skip() }),
		keepingNothing(sonicValid, validBy(sonic.Valid)),
		keepingNothing(jsonValid, validBy(json.Valid)),
	}
}

func keepingNothing(contender string, read func(data []byte) error) reader {
	return reader{contender: contender, read: func(data []byte) (any, error) { return nil, read(data) }}
}

func validBy(valid func(data []byte) bool) func(data []byte) error {
	return func(data []byte) error {
		if !valid(data) {
			return errors.New("not valid JSON")
		}
		return nil
	}
}
