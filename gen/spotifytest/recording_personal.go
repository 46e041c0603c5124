package spotifytest

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A RecorderOption changes what a [Recorder] keeps.
type RecorderOption func(*Recorder)

// WithoutPersonalData replaces what tells who users are, before secrets are removed and
// before the function of [NewRecorder] is called: their IDs, names, e-mail addresses,
// birth dates, and images, wherever the API has them, in paths, queries, bodies, and
// names of files. The same user always becomes the same stand-in, such as user1 and
// "User 1", within one recorder. So a replayed program has to ask for user1 where it asks
// for the user by ID; one that takes the ID from an answer need not change.
//
// The name and the ID of the user of the token, once they were recorded, are replaced in
// all texts; those of others also in the names and descriptions of playlists, in searches,
// and in messages. Names of devices become "Device", and covers that are sent and bodies
// that are broken JSON are left out. The user "spotify" stays. Texts that users have
// written, such as the names of playlists, stay otherwise, and so do the country and the
// market.
func WithoutPersonalData() RecorderOption {
	return func(r *Recorder) {
		r.standIns = &standIns{
			users:    map[string]int{},
			pictures: map[string]string{},
			userLink: regexp.MustCompile(`(?i)(spotify(?::|%3A)user(?::|%3A)|/users?/)([^:/?#&,\s"<>\\]+)`),
		}
	}
}

// standIns remembers what takes the place of what. It serves one goroutine at a time.
type standIns struct {
	users    map[string]int    // numbers by ID
	pictures map[string]string // by URL
	terms    []personalTerm    // names and IDs
	userLink *regexp.Regexp    // users in links and URIs, where an ID may be escaped
}

// A personalTerm is a word that tells who somebody is.
type personalTerm struct {
	find *regexp.Regexp
	put  string
	own  bool // of the user of the token
}

const (
	standInDate = "1990-01-01"
	// minTerm is the least number of characters of a term: a shorter one would be found in
	// too many texts.
	minTerm = 4
)

// apply replaces what is personal in a recording. First it learns who occurs.
func (s *standIns) apply(r *Recording) {
	v := recordingView{standIns: s, recording: r}
	v.ofUsers = isUserList(r)
	received, sent := parseJSON(r.Received), parseJSON(r.Sent)
	for _, node := range []*jsonNode{received, sent} {
		v.learn(node, "", node == received)
	}
	r.Received = v.body(r.Received, received, true)
	v.all = true // written by the user
	r.Sent = v.body(r.Sent, sent, false)
	for name, values := range r.Query {
		for i, value := range values {
			values[i] = v.parameter(name, value)
		}
	}
	r.Path = s.links(r.Path)
}

// isUserList reports whether the ids of a request are those of users.
func isUserList(r *Recording) bool {
	return r.Query.Get("type") == "user" || strings.HasSuffix(r.Path, "/followers/contains")
}

// userID returns the stand-in of an ID.
func (s *standIns) userID(id string) string {
	if id == "" || id == "spotify" {
		return id
	}
	n, known := s.users[id]
	if !known {
		n = len(s.users) + 1
		s.users[id] = n
	}
	return fmt.Sprintf("user%d", n)
}

// userName returns the stand-in of the name of a user, whose ID may be unknown.
func (s *standIns) userName(id string) string {
	if id == "" {
		return "User"
	}
	return "User " + strings.TrimPrefix(s.userID(id), "user")
}

func (s *standIns) picture(address string) string {
	if s.pictures[address] == "" {
		s.pictures[address] = fmt.Sprintf("https://images.example/user/%d", len(s.pictures)+1)
	}
	return s.pictures[address]
}

// addTerm makes a text one to be found, as it is and escaped in URLs.
func (s *standIns) addTerm(text, put string, own bool) {
	if utf8.RuneCountInString(text) < minTerm {
		return
	}
	s.addForm(text, put, own)
	for _, escape := range []func(string) string{url.PathEscape, url.QueryEscape} {
		if escaped := escape(text); escaped != text {
			s.addForm(escaped, escape(put), own)
		}
	}
}

func (s *standIns) addForm(text, put string, own bool) {
	find := "(?i)" + regexp.QuoteMeta(text)
	for i := range s.terms {
		if t := &s.terms[i]; t.find.String() == find {
			t.own = t.own || own
			return
		}
	}
	s.terms = append(s.terms, personalTerm{regexp.MustCompile(find), put, own})
}

// links replaces users in links and URIs.
func (s *standIns) links(text string) string {
	return s.userLink.ReplaceAllStringFunc(text, func(found string) string {
		parts := s.userLink.FindStringSubmatch(found)
		id, rest := parts[2], ""
		for _, end := range []string{"%3A", "%3a", "%2C", "%2c", "%2F", "%2f"} {
			if before, _, cut := strings.Cut(id, end); cut {
				id, rest = before, id[len(before):]+rest
			}
		}
		plain, err := url.PathUnescape(id)
		if err != nil {
			plain = id
		}
		return parts[1] + s.userID(plain) + rest
	})
}

// words replaces terms: all of them, or only those of the user of the token.
func (s *standIns) words(text string, all bool) string {
	text = s.links(text)
	for _, term := range s.terms {
		if all || term.own {
			text = replaceWords(text, term)
		}
	}
	return text
}

// replaceWords replaces a term where it is not a part of a longer word.
func replaceWords(text string, term personalTerm) string {
	inWord := func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }
	var b strings.Builder
	last := 0
	for _, found := range term.find.FindAllStringIndex(text, -1) {
		before, _ := utf8.DecodeLastRuneInString(text[:found[0]])
		after, _ := utf8.DecodeRuneInString(text[found[1]:])
		isEscape := found[0] >= 3 && text[found[0]-3] == '%'
		if found[0] > 0 && inWord(before) && !isEscape || found[1] < len(text) && inWord(after) {
			continue
		}
		b.WriteString(text[last:found[0]] + term.put)
		last = found[1]
	}
	return b.String() + text[last:]
}

// A recordingView replaces what is personal in one recording.
type recordingView struct {
	*standIns
	recording *Recording
	ofUsers   bool // ids are those of users
	all       bool // all texts may have names of users
}

// parameter replaces in a parameter of the query.
func (v *recordingView) parameter(name, value string) string {
	switch {
	case name == "ids" && v.ofUsers:
		ids := strings.Split(value, ",")
		for i, id := range ids {
			ids[i] = v.userID(id)
		}
		return strings.Join(ids, ",")
	case isUserIDName(name):
		return v.userID(value)
	}
	return v.words(value, name == "q")
}

// body replaces in a body.
func (v *recordingView) body(body Content, node *jsonNode, isAnswer bool) Content {
	switch {
	case len(body) == 0:
		return body
	case node != nil:
		e := jsonEditor{data: body}
		v.replace(&e, node, "", isAnswer)
		return e.result()
	case !utf8.Valid(body), body[0] == '{', body[0] == '[', !isAnswer && strings.HasSuffix(v.recording.Path, "/images"):
		return Content(hidden)
	}
	return Content(v.words(string(body), true))
}

// user describes the user that an object is; ok is false for other objects.
func (v *recordingView) user(node *jsonNode, key string, isAnswer bool) (id string, ok bool) {
	path := v.recording.Path
	kind := node.text("type")
	rest, isLink := strings.CutPrefix(node.text("uri"), "spotify:user:")
	switch {
	case kind != "" && kind != "user":
		return "", false
	case kind == "user", key == "owner", key == "added_by", key == "user",
		isLink && !strings.Contains(rest, ":"),
		node.member("display_name") != nil, node.member("email") != nil, node.member("birthdate") != nil,
		isAnswer && v.recording.Status < 300 && (path == "/me" || strings.HasPrefix(path, "/users/") && strings.Count(path, "/") == 2):
		id = node.text("id")
		if id == "" && isLink {
			id, _ = url.PathUnescape(rest)
		}
		return id, true
	}
	return "", false
}

// learn notes the users in a body.
func (v *recordingView) learn(node *jsonNode, key string, isAnswer bool) {
	if node == nil {
		return
	}
	if id, ok := v.user(node, key, isAnswer); node.isObject && ok && id != "spotify" {
		own := isAnswer && v.recording.Path == "/me"
		v.userID(id)
		put := v.userName(id)
		if id != "" {
			v.addTerm(id, v.userID(id), own)
		}
		for _, property := range []string{"display_name", "name"} {
			name := node.text(property)
			v.addTerm(name, put, own)
			for _, word := range strings.Fields(name) {
				v.addTerm(word, put, own)
			}
		}
	}
	for _, m := range node.members {
		v.learn(m.value, m.key.value, false)
	}
	for _, element := range node.elements {
		v.learn(element, key, false)
	}
}

// replace replaces in a value. The key is that of the member that it is, or that its list is.
func (v *recordingView) replace(e *jsonEditor, node *jsonNode, key string, isAnswer bool) {
	switch {
	case node.isText:
		e.put(node, v.text(node.value, key))
		return
	case !node.isObject:
		for _, element := range node.elements {
			v.replace(e, element, key, false)
		}
		return
	}
	id, isUser := v.user(node, key, isAnswer)
	isCompany := isUser && id == "spotify"
	isUser = isUser && !isCompany
	isPlaylist := node.text("type") == "playlist" || node.member("owner") != nil || strings.HasPrefix(v.recording.Path, "/playlists") && isAnswer
	isDevice := key == "device" || key == "devices" || node.member("volume_percent") != nil
	for _, m := range node.members {
		name := m.key.value
		e.put(m.key, v.words(name, false))
		switch {
		case isCompany && name == "display_name":
		case isUser && name == "id" && m.value.isText:
			e.put(m.value, v.userID(m.value.value))
		case isUser && (name == "display_name" || name == "name") && m.value.isText:
			e.put(m.value, v.userName(id))
		case isUser && name == "images":
			v.allPictures(e, m.value)
		case isDevice && name == "name" && m.value.isText:
			e.put(m.value, "Device")
		case isPlaylist && (name == "name" || name == "description") && m.value.isText:
			e.put(m.value, v.words(m.value.value, true))
		default:
			v.replace(e, m.value, name, false)
		}
	}
}

// text replaces in a text under a key.
func (v *recordingView) text(text, key string) string {
	switch {
	case text == "", key == "type":
		return text
	case v.pictures[text] != "":
		return v.pictures[text]
	case isUserIDName(key), key == "ids" && v.ofUsers:
		return v.userID(text)
	case isPersonalName(key, "birthdate", "birthday", "date_of_birth", "birth_date"):
		return standInDate
	case isPersonalName(key, "display_name", "username", "first_name", "last_name", "full_name", "real_name", "given_name", "family_name", "nickname"):
		return "User"
	case isPersonalName(key, "email", "mail", "phone", "phone_number", "address", "postal_code", "gender"):
		return hidden
	}
	return v.words(text, v.all || key == "message" || key == "error_description" || strings.Contains(text, "/search?"))
}

// allPictures replaces all texts of a value: the addresses of pictures.
func (v *recordingView) allPictures(e *jsonEditor, node *jsonNode) {
	if node.isText {
		e.put(node, v.picture(node.value))
	}
	for _, m := range node.members {
		v.allPictures(e, m.value)
	}
	for _, element := range node.elements {
		v.allPictures(e, element)
	}
}

func isUserIDName(name string) bool { return isPersonalName(name, "user_id", "owner_id", "user") }

// isPersonalName reports whether a name is one of some, in whatever style it is written.
func isPersonalName(name string, names ...string) bool {
	plain := func(s string) string { return strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(s)) }
	for _, other := range names {
		if plain(name) == plain(other) {
			return true
		}
	}
	return false
}
