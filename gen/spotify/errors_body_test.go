package spotify

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseErrorBody(t *testing.T) {
	type text = errorBody
	tests := []struct {
		name string
		body string
		want errorBody
	}{
		// The forms in which errors come.
		{"Web API", `{"error":{"status":404,"message":"Device not found","reason":"NO_ACTIVE_DEVICE"}}`, text{message: "Device not found", reason: "NO_ACTIVE_DEVICE"}},
		{"Web API without reason", `{"error":{"status":404,"message":"Not found."}}`, text{message: "Not found."}},
		{"RFC 6749", `{"error":"invalid_grant","error_description":"Refresh token revoked"}`, text{code: "invalid_grant", message: "Refresh token revoked"}},
		{"RFC 6749 in another order", `{"error_description":"Revoked","error":"invalid_grant"}`, text{code: "invalid_grant", message: "Revoked"}},
		{"RFC 6749 without description", `{"error":"invalid_client"}`, text{code: "invalid_client"}},
		{"bare", `{"status":404,"message":"Not found"}`, text{message: "Not found"}},
		{"bare, without status", `{"message":"Not found","reason":"R"}`, text{message: "Not found", reason: "R"}},
		{"RFC 9457", `{"title":"Conflict","status":409,"detail":"The copy is lent."}`, text{message: "The copy is lent."}},
		{"RFC 9457 without detail", `{"title":"The copy is lent","status":409}`, text{message: "The copy is lent"}},
		{"text", "Check the allow list", text{message: "Check the allow list"}},
		{"text of JSON", `"Too many\nrequests"`, text{message: "Too many\nrequests"}},
		{"nothing", "", text{}},
		{"white space", " \r\n\t", text{}},
		{"HTML", "<!DOCTYPE html><html>", text{}},
		{"HTML, indented", "\n  <html>", text{}},

		// Odd combinations.
		{"code and message", `{"error":"x","message":"m","reason":"r"}`, text{code: "x"}},
		{"empty code", `{"error":"","message":"m","error_description":"d"}`, text{message: "m"}},
		{"OAuth in an object", `{"error":{"error":"invalid_request","error_description":"d"}}`, text{code: "invalid_request", message: "d"}},
		{"message within counts", `{"message":"outer","error":{"message":"inner"},"reason":"outer"}`, text{message: "inner"}},
		{"nothing within counts, too", `{"message":"outer","error":{}}`, text{}},
		{"error in error in error", `{"error":{"message":"m","error":{"message":"deep","error":{"error":"x"}}}}`, text{message: "m"}},
		{"text after object", `{"error":{"message":"m"},"error":"x"}`, text{message: "m"}},
		{"object after text", `{"error":"x","error":{"message":"m"}}`, text{message: "m"}},
		{"object after object", `{"error":{"message":"a","reason":"r"},"error":{"message":"b"}}`, text{message: "a", reason: "r"}},
		{"nothing known", `{"status":500,"detail":{"message":"m"}}`, text{}},
		{"empty object", `{}`, text{}},
		{"escapes", `{"err\u006fr":{"message":"a\u0062\"\n"}}`, text{message: "ab\"\n"}},

		// What is not a text is not there.
		{"null for all", `{"error":null,"message":null,"reason":null,"error_description":null}`, text{}},
		{"numbers", `{"error":{"message":404,"reason":1.5}}`, text{}},
		{"lists", `{"error":["x"],"message":["m"],"reason":[[{}]]}`, text{}},
		{"objects", `{"error":{"message":{"message":"m"},"reason":{}}}`, text{}},
		{"one of them", `{"error":{"message":true,"reason":"R"}}`, text{reason: "R"}},
		{"description is no text", `{"error":"x","error_description":{}}`, text{code: "x"}},
		{"null is an answer", `null`, text{}},

		// Others are shown as they are.
		{"list", `[{"message":"m"}]`, text{message: `[{"message":"m"}]`}},
		{"number", `404`, text{message: "404"}},
		{"broken", `{"error":{"message":"m"}`, text{message: `{"error":{"message":"m"}`}},
		{"broken after the message", `{"message":"m","x":nul}`, text{message: `{"message":"m","x":nul}`}},
		{"more behind it", `{"message":"m"} {}`, text{message: `{"message":"m"} {}`}},
		{"broken text", `"m`, text{message: `"m`}},
		{"not UTF-8", "\xff\xfe", text{message: "\xff\xfe"}},
		{"not UTF-8 in JSON", "{\"message\":\"a\xff\"}", text{message: "a\ufffd"}},
		{"too deep", `{"message":"m","x":` + strings.Repeat("[", maxDepth+1), text{message: `{"message":"m","x":` + strings.Repeat("[", maxDepth+1)}},

		// A byte order mark is nothing.
		{"BOM", "\ufeff{\"message\":\"m\"}", text{message: "m"}},
		{"BOM and text", "\ufeffsorry", text{message: "sorry"}},
		{"BOM and HTML", "\ufeff<html>", text{}},
		{"BOM alone", "\ufeff", text{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body := []byte(test.body)
			got := parseErrorBody("application/json", body)
			clear(body)
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(errorBody{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if html := parseErrorBody("text/html; charset=utf-8", []byte(test.body)); html != (errorBody{}) {
				t.Errorf("as HTML it says %+v", html)
			}
		})
	}
}
