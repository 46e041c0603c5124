package spotify

import (
	"testing"
	"time"
)

// A new login in the store is used, even if a clock was wrong during the old one or the
// new one.
func TestNewLoginDespiteWrongClock(t *testing.T) {
	now := newClock().at
	tests := []struct {
		name     string
		old      time.Time // authorized at
		ended    time.Time
		new      time.Time
		expected int // token
	}{
		{"right clocks", now.AddDate(0, -1, 0), time.Time{}, now, 9},
		{"an older login", now, time.Time{}, now.AddDate(0, -1, 0), 2},
		{"old years ahead", now.AddDate(10, 0, 0), time.Time{}, now, 9},
		{"old a day ahead", now.AddDate(0, 0, 1), time.Time{}, now, 9},
		{"old ahead and ended", now.AddDate(10, 0, 0), now, now, 9},
		{"old ahead and ended, new clock behind", now.AddDate(10, 0, 0), now, now.AddDate(-10, 0, 0), 9},
		{"old ended, new clock behind", now.AddDate(0, -1, 0), now, now.AddDate(-10, 0, 0), 9},
		{"new a day ahead", now, time.Time{}, now.AddDate(0, 0, 1), 9},
		{"both ahead", now.AddDate(10, 0, 0), time.Time{}, now.AddDate(5, 0, 0), 9},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			auth, clock := newTestAuth(t, testConfig(newAccounts(t)))
			old, next := testGrant(), testGrant()
			old.AuthorizedAt, old.EndedAt, next.AuthorizedAt = test.old, test.ended, test.new
			next.Token.AccessToken, next.Token.RefreshToken = accessToken(9), refreshToken(9)
			next.Token.Expiry = now.Add(3 * time.Hour)
			store := &memoryStore{grant: &old}
			source := mustSource(t, auth, store)
			store.set(func(s *memoryStore) { s.grant = &next })
			clock.advance(time.Hour)
			if got := mustToken(t, source); got != accessToken(test.expected) {
				t.Errorf("got %s", got)
			}
		})
	}
}

// A token that could not be saved outlives the one in the store, whatever the clock said
// at the login.
func TestUnsavedTokenDespiteWrongClock(t *testing.T) {
	config := testConfig(newAccounts(t))
	config.OnSaveError = func(error) {}
	auth, clock := newTestAuth(t, config)
	old := testGrant()
	old.AuthorizedAt = clock.now().AddDate(10, 0, 0)
	store := &memoryStore{grant: &old, saveErr: ErrNoToken}
	source := mustSource(t, auth, store)
	clock.advance(time.Hour)
	if _, err := source.Token(); err == nil {
		t.Error("no notice of a token that is not saved")
	}
	store.set(func(s *memoryStore) { s.saveErr = nil })
	clock.advance(2 * time.Hour)
	mustToken(t, source)
	if got := store.saved[len(store.saved)-1].Token.RefreshToken; got == testRefresh || got != source.Grant().Token.RefreshToken {
		t.Errorf("saved %s", got)
	}
}

func TestReauthorizeByDespiteWrongClock(t *testing.T) {
	auth, clock := newTestAuth(t, testConfig(newAccounts(t)))
	for authorized, want := range map[time.Time]time.Time{
		clock.now().AddDate(10, 0, 0): clock.now().AddDate(0, 6, 0),
		clock.now().AddDate(0, -1, 0): clock.now().AddDate(0, 5, 0),
		{}:                            {},
	} {
		grant := testGrant()
		grant.AuthorizedAt = authorized
		if got := auth.TokenSource(t.Context(), grant).ReauthorizeBy(); !got.Equal(want) {
			t.Errorf("authorized at %v: got %v, want %v", authorized, got, want)
		}
	}
}
