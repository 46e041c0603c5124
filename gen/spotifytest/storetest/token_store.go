package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spotgen/spotgen/gen/spotify"

	"golang.org/x/oauth2"
)

// TestTokenStore tests a [spotify.TokenStore]. If it is a [spotify.TokenLocker], its lock is
// tested, too, and with it that sources in several processes never lose a login. If it is a
// [Deleter], deletion is tested.
//
// newStorage returns a function that opens handles on one new, empty storage for one login.
func TestTokenStore(t *testing.T, newStorage func(t *testing.T) (open func() spotify.TokenStore)) {
	tests := []struct {
		name string
		test func(t *testing.T, open func() spotify.TokenStore)
	}{
		{"Empty", testEmpty},
		{"Fields", testFields},
		{"Replace", testReplace},
		{"OtherHandle", testOtherHandle},
		{"Copies", testCopies},
		{"EndedContext", testEndedContext},
		{"Concurrent", testConcurrentSaves},
		{"Secrets", testSecrets},
		{"Delete", testDelete},
		{"LockExcludes", testLockExcludes},
		{"LockWaits", testLockWaits},
		{"LockManyTimes", testLockManyTimes},
		{"RefreshOnce", testRefreshOnce},
		{"RefreshRotates", testRefreshRotates},
		{"DeleteDuringRefresh", testDeleteDuringRefresh},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.test(t, newStorage(t)) })
	}
}

// A Deleter is a token store that can forget its login. [spotify.FileStore] and
// [spotify.MemoryStore] are such stores.
type Deleter interface {
	// Delete removes the login. It waits for a refresh under way, which would save the login
	// again. It is no error if there is nothing to remove.
	Delete(ctx context.Context) error
}

// example is a grant with a value in each field.
func example() spotify.Grant {
	return spotify.Grant{
		Token: oauth2.Token{
			AccessToken:  "storetest-secret-access",
			TokenType:    "Bearer",
			RefreshToken: "storetest-secret-refresh",
			Expiry:       time.Date(2026, 11, 28, 13, 0, 0, 123456789, time.UTC),
		},
		AuthorizedAt:    time.Date(2026, 11, 28, 12, 0, 0, 1, time.UTC),
		Scopes:          []spotify.Scope{spotify.Scope("user-read-private"), spotify.Scope("a scope of tomorrow")},
		RequestedScopes: []spotify.Scope{spotify.Scope("user-read-private")},
	}
}

// refreshed is the grant after its n-th refresh.
func refreshed(grant spotify.Grant, n int) spotify.Grant {
	grant.Token.AccessToken = fmt.Sprintf("storetest-secret-access-%d", n)
	grant.Token.RefreshToken = fmt.Sprintf("storetest-secret-refresh-%d", n)
	grant.Token.Expiry = grant.Token.Expiry.Add(time.Duration(n) * time.Hour)
	return grant
}

// wantGrant checks what a store holds.
func wantGrant(t *testing.T, store spotify.TokenStore, want spotify.Grant) {
	t.Helper()
	got, err := store.Load(t.Context())
	if err != nil {
		t.Errorf("Load: %v", err)
		return
	}
	if secret(t, got) != secret(t, want) {
		// The grants themselves show no tokens. These are made up.
		t.Errorf("Load returns another grant than was saved:\n got %s\nwant %s", secret(t, got), secret(t, want))
	}
}

// secret shows all of a grant. Times are the same in whatever zone.
func secret(t *testing.T, grant spotify.Grant) string {
	t.Helper()
	for _, at := range []*time.Time{&grant.Token.Expiry, &grant.AuthorizedAt, &grant.EndedAt} {
		*at = at.UTC()
	}
	text, err := grant.MarshalSecret()
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func save(t *testing.T, store spotify.TokenStore, grant spotify.Grant) {
	t.Helper()
	if err := store.Save(t.Context(), grant); err != nil {
		t.Fatalf("Save: %v", err)
	}
}

// A store that holds nothing says so.
func testEmpty(t *testing.T, open func() spotify.TokenStore) {
	if grant, err := open().Load(t.Context()); !errors.Is(err, spotify.ErrNoToken) {
		t.Errorf("Load of an empty store returns %v and the error %v, want one that is spotify.ErrNoToken", grant, err)
	}
}

// All fields come back as they were saved.
func testFields(t *testing.T, open func() spotify.TokenStore) {
	tests := []struct {
		name   string
		change func(g *spotify.Grant)
	}{
		{"all", func(*spotify.Grant) {}},
		{"no refresh token", func(g *spotify.Grant) { g.Token.RefreshToken = "" }},
		{"no expiry", func(g *spotify.Grant) { g.Token.Expiry = time.Time{} }},
		{"another time zone", func(g *spotify.Grant) { g.Token.Expiry = g.Token.Expiry.In(time.FixedZone("", 5*3600+1800)) }},
		{"a time in microseconds", func(g *spotify.Grant) { g.Token.Expiry = time.Date(2026, 1, 1, 0, 0, 0, 1000, time.UTC) }},
		{"a login of unknown time", func(g *spotify.Grant) { g.AuthorizedAt = time.Time{} }},
		{"a login that has ended", func(g *spotify.Grant) { g.EndedAt = g.AuthorizedAt.Add(time.Minute) }},
		{"unknown scopes", func(g *spotify.Grant) { g.Scopes, g.RequestedScopes = nil, nil }},
		{"no scopes", func(g *spotify.Grant) { g.Scopes = []spotify.Scope{} }},
		{"characters", func(g *spotify.Grant) { g.Token.AccessToken = "\"'\\\n\x01 <&> é 中 \U0001F3B5 {} $1 %s ?" }},
		{"long tokens", func(g *spotify.Grant) { g.Token.AccessToken = strings.Repeat("0123456789abcdef", 1024) }},
	}
	for i, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			grant := example()
			grant.AuthorizedAt = grant.AuthorizedAt.AddDate(0, 0, i) // a new login each time
			test.change(&grant)
			save(t, open(), grant)
			wantGrant(t, open(), grant)
		})
	}
}

// The last grant counts: the next tokens of a login, its end, and a new login.
func testReplace(t *testing.T, open func() spotify.TokenStore) {
	store := open()
	login := example()
	over := refreshed(login, 2)
	over.EndedAt = over.AuthorizedAt.Add(time.Hour)
	again := refreshed(login, 3)
	again.AuthorizedAt = again.AuthorizedAt.Add(2 * time.Hour)
	shorter := again
	shorter.Token.AccessToken, shorter.Scopes = "storetest-secret", nil
	for _, grant := range []spotify.Grant{login, login, refreshed(login, 1), refreshed(login, 2), over, again, shorter} {
		if _, err := store.Load(t.Context()); err != nil && !errors.Is(err, spotify.ErrNoToken) {
			t.Fatal(err)
		}
		save(t, store, grant)
		wantGrant(t, store, grant)
	}
}

// What one process saves is there for the others at once.
func testOtherHandle(t *testing.T, open func() spotify.TokenStore) {
	a, b := open(), open()
	grant := example()
	save(t, a, grant)
	wantGrant(t, b, grant)
	save(t, b, refreshed(grant, 1))
	wantGrant(t, a, refreshed(grant, 1))
	save(t, a, refreshed(grant, 2))
	wantGrant(t, b, refreshed(grant, 2))
	wantGrant(t, open(), refreshed(grant, 2))
}

// A store shares no memory with those who use it.
func testCopies(t *testing.T, open func() spotify.TokenStore) {
	store := open()
	grant := example()
	save(t, store, grant)
	grant.Scopes[0], grant.RequestedScopes[0] = "changed", "changed"
	wantGrant(t, store, example())
	loaded, err := store.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	loaded.Scopes[0], loaded.RequestedScopes[0] = "changed", "changed"
	wantGrant(t, store, example())
}

// When the context has ended, nothing happens.
func testEndedContext(t *testing.T, open func() spotify.TokenStore) {
	store := open()
	save(t, store, example())
	if _, err := store.Load(ended()); !errors.Is(err, context.Canceled) {
		t.Errorf("Load: error %v, want one that is context.Canceled", err)
	}
	if err := store.Save(ended(), refreshed(example(), 1)); !errors.Is(err, context.Canceled) {
		t.Errorf("Save: error %v, want one that is context.Canceled", err)
	}
	wantGrant(t, store, example())
	if locker, ok := store.(spotify.TokenLocker); ok {
		if unlock, err := locker.Lock(ended()); !errors.Is(err, context.Canceled) {
			t.Errorf("Lock: error %v, want one that is context.Canceled", err)
		} else if unlock != nil {
			t.Error("Lock returns a function beside an error")
		}
	}
}

// Readers see one grant or another, and no mixture.
func testConcurrentSaves(t *testing.T, open func() spotify.TokenStore) {
	store := open()
	whole := map[string]bool{}
	grants := make([]spotify.Grant, 8)
	for i := range grants {
		grants[i] = refreshed(example(), i)
		grants[i].AuthorizedAt = grants[i].AuthorizedAt.Add(time.Duration(i) * time.Minute) // logins of their own
		whole[secret(t, grants[i])] = true
	}
	save(t, store, grants[0])
	var group sync.WaitGroup
	for _, grant := range grants {
		writer, reader := open(), open()
		group.Go(func() {
			if err := writer.Save(t.Context(), grant); err != nil {
				t.Errorf("Save: %v", err)
			}
		})
		group.Go(func() {
			got, err := reader.Load(t.Context())
			if err != nil {
				t.Errorf("Load: %v", err)
				return
			}
			text, _ := got.MarshalSecret()
			if !whole[string(text)] {
				t.Errorf("Load returns a grant that was never saved: %s", text)
			}
		})
	}
	group.Wait()
}

// A store that is printed or logged shows no token.
func testSecrets(t *testing.T, open func() spotify.TokenStore) {
	store := open()
	save(t, store, example())
	if _, err := store.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	var logged strings.Builder
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("store", "store", store)
	encoded, _ := json.Marshal(store)
	inside := struct{ Store spotify.TokenStore }{store}
	for form, text := range map[string]string{
		"%v": fmt.Sprintf("%v", store), "%+v": fmt.Sprintf("%+v", store), "%#v": fmt.Sprintf("%#v", store),
		"%s": fmt.Sprintf("%s", store), "%v of a struct": fmt.Sprintf("%+v", inside),
		"JSON": string(encoded), "log": logged.String(),
	} {
		if strings.Contains(text, "storetest-secret") {
			t.Errorf("the store printed with %s shows a token: %s", form, text)
		}
	}
}

// A login that was deleted is gone for all, until there is a new one.
func testDelete(t *testing.T, open func() spotify.TokenStore) {
	store := openAs[Deleter](t, open)()
	other := open()
	if err := store.Delete(t.Context()); err != nil {
		t.Errorf("Delete of nothing: %v", err)
	}
	save(t, other, example())
	if err := store.Delete(ended()); !errors.Is(err, context.Canceled) {
		t.Errorf("Delete: error %v, want one that is context.Canceled", err)
	}
	wantGrant(t, other, example())
	if err := store.Delete(t.Context()); err != nil {
		t.Fatalf("Delete: %v", err)
	}
	testEmpty(t, open)
	testEmpty(t, func() spotify.TokenStore { return other })
	again := refreshed(example(), 1)
	again.AuthorizedAt = again.AuthorizedAt.Add(time.Hour)
	save(t, other, again)
	wantGrant(t, open(), again)
}
