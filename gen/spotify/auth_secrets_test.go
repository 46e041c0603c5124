package spotify

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// secretName is about the fields that hold a secret.
var secretName = regexp.MustCompile(`(?i)secret|token|verifier|password|credential|grant|settings|^content$`)

// secretHolders returns a value of each exported type with such a field, its secrets
// planted.
func secretHolders(t *testing.T) map[string]any {
	config := AuthConfig{ClientID: testClientID, RedirectURI: "https://hush-user:hush-password@example.com/?code=" + testCode}
	plant(reflect.ValueOf(&config).Elem())
	grant := testGrant()
	plant(reflect.ValueOf(&grant).Elem())
	usable := config
	usable.RedirectURI = LoopbackRedirectURI
	auth, err := NewAuthenticator(usable)
	if err != nil {
		t.Fatal(err)
	}
	attempt, err := auth.BeginLogin()
	if err != nil {
		t.Fatal(err)
	}
	content := attempt.get()
	plant(reflect.ValueOf(&content).Elem())
	content.State = testState
	store := NewMemoryStore()
	if err := store.Save(t.Context(), grant); err != nil {
		t.Fatal(err)
	}
	return map[string]any{
		"AuthConfig": config, "Grant": grant, "LoginAttempt": LoginAttempt{conceal(content)},
		"Authenticator": auth, "TokenSource": auth.TokenSource(t.Context(), grant),
		"MemoryStore": store,
	}
}

// plant writes a secret into each field that says so.
func plant(v reflect.Value) {
	for i := range v.NumField() {
		field := v.Field(i)
		switch {
		case field.Kind() == reflect.Struct && field.Type() != reflect.TypeFor[time.Time]():
			plant(field)
		case field.CanSet() && field.Kind() == reflect.String && secretName.MatchString(v.Type().Field(i).Name):
			field.SetString(anySecret + v.Type().Field(i).Name + "-1234567890")
		}
	}
}

// The table of the test below has every type that needs to be there.
func TestSecretHoldersAreComplete(t *testing.T) {
	known := secretHolders(t)
	found := map[string]bool{}
	for name, field := range secretFields(t) {
		found[name] = true
		if _, ok := known[name]; !ok {
			t.Errorf("the field %s of %s may hold a secret; add the type to secretHolders", field, name)
		}
	}
	for name := range known {
		if !found[name] {
			t.Errorf("%s is not found", name)
		}
	}
}

// secretFields returns a field for each exported type of the package that may hold a
// secret.
func secretFields(t *testing.T) map[string]string {
	found := map[string]string{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			if structure, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range structure.Fields.List {
					for _, name := range field.Names {
						if secretName.MatchString(name.Name) {
							found[spec.Name.Name] = name.Name
						}
					}
				}
			}
			return true
		})
	}
	return found
}

// Whatever holds a secret can be printed, logged and encoded, alone or in something else.
func TestNoPrinterShowsSecrets(t *testing.T) {
	for name, value := range secretHolders(t) {
		t.Run(name, func(t *testing.T) {
			pointer := reflect.New(reflect.TypeOf(value))
			pointer.Elem().Set(reflect.ValueOf(value))
			list := reflect.MakeSlice(reflect.SliceOf(reflect.TypeOf(value)), 0, 1)
			list = reflect.Append(list, reflect.ValueOf(value))
			for form, v := range map[string]any{
				"value": value, "pointer": pointer.Interface(), "list": list.Interface(), "list of anything": []any{value, pointer.Interface()},
				"map": map[string]any{"key": value}, "struct": struct{ Field any }{value}, "pointer to struct": &struct{ Field any }{pointer.Interface()},
				"deep": []map[string]struct{ List any }{{"key": {list.Interface()}}},
			} {
				var out bytes.Buffer
				printEverywhere(&out, v)
				if text := out.String(); strings.Contains(text, anySecret) || strings.Contains(text, fmt.Sprintf("%x", anySecret)) || strings.Contains(text, fmt.Sprintf("%X", anySecret)) {
					t.Errorf("as a %s, a secret shows in\n%s", form, text)
				}
			}
		})
	}
	var out bytes.Buffer
	printEverywhere(&out, struct{ ClientSecret string }{testSecret})
	if n := strings.Count(out.String(), testSecret); n < 9 {
		t.Errorf("the printers of this test show a secret only %d times", n)
	}
}

func printEverywhere(out *bytes.Buffer, value any) {
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
		fmt.Fprintf(out, verb+"\n", value)
	}
	log.New(out, "", 0).Println(value)
	for _, handler := range []slog.Handler{slog.NewTextHandler(out, nil), slog.NewJSONHandler(out, nil)} {
		logger := slog.New(handler)
		logger.Info("alone", "value", value)
		logger.WithGroup("group").With("value", value).Info("before", slog.Group("inner", "value", value))
	}
	if text, err := json.Marshal(value); err == nil {
		out.Write(text)
	}
	if text, err := xml.Marshal(value); err == nil {
		out.Write(text)
	}
}

// A struct with secrets can be logged: what else it holds shows.
func TestSecretsLeaveTheRestOfALogAlone(t *testing.T) {
	for name, value := range secretHolders(t) {
		text, err := json.Marshal(map[string]any{"user": "mira", "held": value})
		if err != nil || !strings.Contains(string(text), `"user":"mira"`) {
			t.Errorf("%s: %s, error %v", name, text, err)
		}
	}
}

func TestAuthConfigJSON(t *testing.T) {
	config := AuthConfig{
		ClientID: testClientID, ClientSecret: testSecret, RedirectURI: LoopbackRedirectURI, ListenAddress: ":80", Scopes: []Scope{"a"},
		ShowDialog: true, LoginTimeout: time.Minute, AccountsURL: "https://example.com/accounts",
		HTTPClient: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return nil }},
	}
	text, err := json.Marshal(config)
	if err != nil {
		t.Fatal(err)
	}
	var again AuthConfig
	if err := json.Unmarshal(text, &again); err != nil {
		t.Fatal(err)
	}
	config.ClientSecret, config.HTTPClient = "", nil
	if diff := cmp.Diff(fmt.Sprintf("%+v", plainConfig(config)), fmt.Sprintf("%+v", plainConfig(again))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// A file of settings may hold the secret.
	if err := json.Unmarshal([]byte(`{"ClientID":"a","ClientSecret":"b"}`), &again); err != nil || again.ClientSecret != "b" {
		t.Errorf("read %q, error %v", again.ClientSecret, err)
	}
}

type plainConfig AuthConfig

func TestGrantMarshalSecret(t *testing.T) {
	for name, want := range map[string]Grant{"full": testGrant(), "empty": {}, "no scope": {Scopes: []Scope{}}} {
		data, err := want.MarshalSecret()
		if err != nil {
			t.Fatal(err)
		}
		again, read := Grant{Scopes: []Scope{"old"}}, Grant{}
		if err := again.UnmarshalSecret(data); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := json.Unmarshal(data, &read); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, got := range []Grant{again, read} {
			if grantText(t, got) != string(data) {
				t.Errorf("%s: got %s", name, grantText(t, got))
			}
		}
	}
	const want = `{"token":{"access_token":"` + testAccess + `","token_type":"Bearer","refresh_token":"` + testRefresh +
		`","expiry":"2026-07-01T13:00:00Z"},"authorized_at":"2026-06-01T12:00:00Z","scopes":["user-read-email","user-top-read"]}`
	if diff := cmp.Diff(want, grantText(t, testGrant())); diff != "" {
		t.Errorf("the stored form (-want +got):\n%s", diff)
	}
}

// What is encoded in another way cannot be mistaken for a login.
func TestGrantUnmarshalErrors(t *testing.T) {
	logged, err := json.Marshal(testGrant())
	if err != nil {
		t.Fatal(err)
	}
	for _, data := range []string{string(logged), "", "{}", "[]", `{"access_token":"hush-x"}`, `{"token":"hush-x"}`, `{"token":null}`, `{"token":{"expiry":"hush-x"}}`} {
		got := testGrant()
		err := got.UnmarshalSecret([]byte(data))
		wantError(t, err, "this is not a grant; use what MarshalSecret returns")
		noSecrets(t, err)
		if json.Valid([]byte(data)) {
			wantError(t, json.Unmarshal([]byte(data), &got), "this is not a grant")
		}
		if grantText(t, got) != grantText(t, testGrant()) {
			t.Errorf("%s has changed the grant", data)
		}
	}
	got := testGrant()
	if err := json.Unmarshal([]byte("null"), &got); err != nil || got.Token.AccessToken != testAccess {
		t.Errorf("null: %v, error %v", got, err)
	}
}

// Old programs have to read the file, and this one their files.
func TestFileStoreFormat(t *testing.T) {
	path := filepath.Join(t.TempDir(), "login.json")
	if err := NewFileStore(path).Save(t.Context(), testGrant()); err != nil {
		t.Fatal(err)
	}
	want := `{
	"version": 1,
	"token": {
		"access_token": "` + testAccess + `",
		"token_type": "Bearer",
		"refresh_token": "` + testRefresh + `",
		"expiry": "2026-07-01T13:00:00Z"
	},
	"authorized_at": "2026-06-01T12:00:00Z",
	"scopes": [
		"user-read-email",
		"user-top-read"
	]
}
`
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
