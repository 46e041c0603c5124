package spotify

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSingleLine(t *testing.T) {
	tests := []struct {
		text  string
		limit int
		want  string
	}{
		{"", 10, ""},
		{"  a \t b\r\n", 10, "a b"},
		{"a\x00b\u2028c\u202ed\xffe", 99, "a b c d\ufffde"},
		{"1234567890", 10, "1234567890"},
		{"12345678901", 10, "1234567…"},
		{"123456é8901", 10, "123456…"},
		{"123456日本", 10, "123456…"},
		{"1234日本語", 10, "1234日…"},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, singleLine(test.text, test.limit)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.text, diff)
		}
	}
}

func TestSecrets(t *testing.T) {
	tests := []struct {
		authorization string
		want          secrets
	}{
		{"", nil},
		{"Bearer " + testToken, secrets{testToken}},
		{"Basic aWQ6c2VjcmV0", secrets{"aWQ6c2VjcmV0"}},
		{testToken, secrets{testToken}},
		{"Bearer token", nil}, // would tear holes into "token expired"
	}
	for _, test := range tests {
		req := &http.Request{Header: http.Header{"Authorization": {test.authorization}}}
		var got secrets
		got.add(req, nil)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.authorization, diff)
		}
	}
}
